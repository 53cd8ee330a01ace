//! `~/.aws/config` and `~/.aws/credentials` as chains and sources.

use super::ImportFile;
use super::draft::Draft;

pub(super) fn is(_file: &ImportFile) -> bool {
    false
}

pub(super) fn is_credentials(_file: &ImportFile) -> bool {
    false
}

pub(super) fn read(_configs: &[&ImportFile], _credentials: &[&ImportFile]) -> Draft {
    Draft::default()
}
