//! What AWS is asked in and what it answers, as plain values: requests and their signature, replies, when to ask again, and the
//! [`world`](world::World) that sends. STS, IAM, IAM Identity Center and the console's sign-in service.

pub mod clock;
pub mod console;
pub mod http;
pub mod iam;
pub mod query;
pub mod retry;
pub mod sessions;
pub mod sign;
pub(crate) mod signin;
pub(crate) mod sso;
pub mod sts;
pub mod totp;
pub mod world;
