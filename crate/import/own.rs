//! What Rolerelay wrote itself.

use super::ImportFile;
use super::draft::Draft;

pub(super) fn is(_file: &ImportFile) -> bool {
    false
}

pub(super) fn read(_file: &ImportFile) -> Draft {
    Draft::default()
}
