//! A request to send and the reply to it, as plain values: the core makes the one and reads the other, and sends nothing.

use crate::aws::credentials::Secret;

/// How a request is sent. Over https but for this computer's endpoints, without cookies, never following a redirect, within ten seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: Method,
    /// The host alone, such as `sts.eu-west-1.amazonaws.com`, with the port where an endpoint has one: `localhost:4566`.
    pub host: String,
    /// Path and query, from `/` on. A secret, because GovCloud's federation takes the session in the query.
    pub target: Secret,
    /// Headers beside those that the sender makes itself (`host`, `content-length`).
    pub headers: Vec<(&'static str, Secret)>,
    /// The form body; empty for a GET.
    pub body: Secret,
}

/// The two methods that AWS's query protocol and its sign-in service are spoken to with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is its own name
pub enum Method {
    Get,
    Post,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Header names in lower case, and their values.
    pub headers: Vec<(String, String)>,
    /// The body, whole. A secret, because a good reply holds credentials.
    pub body: Secret,
}

impl Reply {
    /// The first header of that name, which is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReply {
    /// No answer within ten seconds.
    Timeout,
    /// No connection, no name, a broken TLS handshake.
    Unreachable,
    /// The host is there and may have answered, but the browser keeps its answers from the extension: a policy says so.
    Withheld,
    /// Nothing was sent: after several answers of 5xx the browser holds back what goes to that address for a while.
    HeldBack,
    /// A proxy wants its own login before it lets the request pass.
    ProxyLogin,
    /// The answer began and broke off.
    CutShort,
    /// The answer was a redirect; or the host is there, and hung up.
    Redirected,
    /// The body passed [`MAX_REPLY`].
    Oversized,
    /// The person cancelled.
    Cancelled,
}

/// The largest body that is read, in bytes. A real reply is under 10 kB; session tokens have no stated maximum.
pub const MAX_REPLY: usize = 256 * 1024;
