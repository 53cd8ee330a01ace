//! What AWS calls its things: partitions and their hosts, ARNs, credentials, session tags, console pages. Text that has been
//! checked, and nothing of how any of it is asked for.

pub mod arn;
pub mod credentials;
pub mod destination;
pub mod elsewhere;
pub mod end;
pub mod endpoint;
pub(crate) mod invisible;
pub mod limits;
pub mod mentioned;
pub mod names;
pub mod partition;
mod place;
pub mod services;
pub mod session_tag;
pub mod user;
pub mod wanted;
