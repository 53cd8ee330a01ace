//! From a session to the address that signs in to the console with it: the pure parts of AWS's federation endpoint.

use crate::credentials::{Credentials, Secret};
use crate::http::{Method, Reply, Request};
use crate::partition::Partition;

/// How the sign-in service refused a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInRefusal {
    /// The HTTP status.
    pub status: u16,
    /// What its page said, stripped and bounded; none where it said nothing that can be shown.
    pub text: Option<String>,
}

/// The request that turns a session into a sign-in token.
pub fn sign_in_token_request(
    host: String,
    session: &Credentials,
    session_duration: Option<u32>,
    method: Method,
) -> Request {
    let _ = (session, session_duration);
    Request { method, host, target: Secret::new("/federation"), headers: vec![], body: Secret::new("") }
}

/// Reads the sign-in token out of the reply.
pub fn read_sign_in_token(reply: &Reply) -> Result<Secret, SignInRefusal> {
    Err(SignInRefusal { status: reply.status, text: None })
}

/// The console page to open, as an absolute address.
pub fn destination(partition: Partition, region: Option<&str>, page: Option<&str>) -> Result<String, String> {
    let _ = (region, page);
    Err(format!("The console of {} is not known.", partition.name()))
}

/// The address that signs in and goes on to `destination`.
pub fn login_url(host: &str, destination: &str, token: &Secret) -> Secret {
    let _ = (destination, token);
    Secret::new(format!("https://{host}/federation"))
}

/// The address that signs out of the console first, then goes on to `login_url`.
pub fn sign_out_first(partition: Partition, login_url: &Secret) -> Secret {
    let _ = partition;
    login_url.clone()
}
