//! What the core is handed to ask AWS with: it sends nothing and reads no clock itself.

use std::future::Future;

use super::http::{NoReply, Reply, Request};

/// All that a walk needs of the world.
pub trait World {
    /// Sends the request once, as [`Request`] says.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, NoReply>>;
    /// What the browser itself did to a request that seems [`NoReply::Unreachable`]: [`NoReply::Withheld`] or
    /// [`NoReply::HeldBack`]. `question` may be asked of the same address to find out. None where it did neither.
    fn kept_back(&self, _question: Request) -> impl Future<Output = Option<NoReply>> {
        async { None }
    }
    /// Milliseconds since 1970 UTC.
    fn now(&self) -> f64;
    /// How far AWS's clock is ahead of [`World::now`], in milliseconds, as far as that is known; else 0.
    fn skew(&self) -> f64;
    /// Keeps what an answer of AWS's showed of that, for all requests to come.
    fn measured(&self, skew: f64);
    /// AWS's time, in milliseconds since 1970: what is signed with, and what sessions end by.
    fn aws_now(&self) -> f64 {
        self.now() + self.skew()
    }
    /// Waits for `ms` milliseconds, or until the person cancels.
    fn sleep(&self, ms: f64) -> impl Future<Output = Result<(), Cancelled>>;
    /// A number from 0 to 1. It spreads retries; nothing secret comes of it.
    fn random(&self) -> f64;
}

/// The person cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;
