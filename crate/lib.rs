//! Walks a chain of IAM roles: base credentials, then role 1, role 2, up to role N, across AWS accounts. Each hop is an
//! STS `AssumeRole` signed by the credentials of the hop before; the last session is federated into the AWS console.
//!
//! The core does no IO and reads no clock: sending, the time, waiting and chance are handed to it (see [`protocol::world::World`]),
//! so the whole walk runs on the host in tests. Only the crates in `wasm/` speak JavaScript.

pub mod aws;
pub mod chain;
pub mod diagnosis;
pub mod failure;
pub mod interchange;
pub mod journal;
pub mod policies;
pub mod protocol;
pub mod source;
pub mod vault;
pub mod walk;
