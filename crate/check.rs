//! What is wrong with a chain or a source, said while it is being written: all that is known before the click.

use crate::chain::Chain;
use crate::credentials::Credentials;
use crate::error::Finding;

/// What is wrong with `chain`. It can be walked unless a finding is an error.
pub fn check_chain(chain: &Chain) -> Vec<Finding> {
    let _ = chain;
    Vec::new()
}

/// What is wrong with a source of that name and these credentials.
pub fn check_source(name: &str, credentials: &Credentials) -> Vec<Finding> {
    let _ = (name, credentials);
    Vec::new()
}
