//! Sessions that are kept of hops that were walked, so that the next walk of the same path goes on where this one came.

use std::future::Future;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::HopReport;
use crate::aws::credentials::Credentials;
use crate::chain::route::{Leg, Route};
use crate::protocol::sts::{self, AssumeRole};
use crate::protocol::world::Cancelled;

/// The whole path to a hop's session: who starts it, and of every hop up to it the endpoint and each parameter that is sent, but for
/// the code of an MFA device. Two sessions are the same to AWS exactly where their paths are equal. It is a digest, 64 hexadecimal
/// digits, and says nothing of what it is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path(String);

impl Path {
    /// The path to each hop's session, in order. `source` names whose credentials sign the first hop.
    pub(super) fn along(source: &str, route: &Route, asks: &[AssumeRole<'_>]) -> Vec<Self> {
        let mut digest = Sha256::digest(source);
        let hop = |(leg, asked): (&Leg, &AssumeRole<'_>)| {
            // What is sent is what counts, so a parameter that is added to the request is part of the path by itself.
            let mfa = asked.mfa.map(|mfa| sts::Mfa { token_code: None, ..mfa });
            let request = sts::request(leg.sts_host(), &AssumeRole { mfa, ..asked.clone() });
            let mut hasher = Sha256::new_with_prefix(digest);
            // Neither a region nor a host has a slash in it, and the body ends it: no two paths are written alike.
            for part in [&leg.region, "/", &request.host, "/", request.body.expose()] {
                hasher.update(part); // hashed, and kept nowhere
            }
            digest = hasher.finalize();
            Self(HEXLOWER.encode(&digest))
        };
        route.legs().iter().zip(asks).map(hop).collect()
    }

    /// Its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is kept of a path. It is secret like the keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct KeptSession {
    /// The session of the last hop.
    pub credentials: Credentials,
    /// Each hop up to it, in order.
    pub hops: Vec<HopReport>,
    /// Until when it may be used, in milliseconds since 1970 by AWS's clock: some time before it ends.
    pub until: f64,
}

impl KeptSession {
    /// What is to be kept of a session that AWS gave at `now`. The last five minutes of it are left, as botocore does by its
    /// `expiryWindow` and AWS's other SDKs by theirs, but never more than half of it.
    pub(super) fn new(credentials: Credentials, hops: Vec<HopReport>, now: f64) -> Option<Self> {
        let ends = hops.last()?.expires_at;
        let until = ends - WINDOW.min((ends - now) / 2.0);
        Some(Self { credentials, hops, until })
    }
}

/// In milliseconds.
const WINDOW: f64 = 300_000.0;

/// Where sessions are kept between walks. Whoever keeps them gives none whose time is up.
pub trait Memory {
    /// Names whose credentials sign first hops: the same name for the same identity, whatever its credentials are at the moment.
    /// None where nothing is to be kept, and each walk is to begin anew.
    fn source(&self) -> Option<String>;
    /// What is kept for the last of these paths that has something.
    fn last(&self, paths: &[Path]) -> impl Future<Output = Option<KeptSession>>;
    /// What is kept for the path, once nobody else is asking AWS for it. Where that is nothing, the caller is the one who asks: others
    /// wait until it keeps something, or its walk has ended.
    fn take(&self, path: &Path) -> impl Future<Output = Result<Option<KeptSession>, Cancelled>>;
    /// Keeps it, as far as there is room.
    fn keep(&self, path: &Path, kept: &KeptSession);
    /// Forgets what is kept for these paths: AWS takes it no longer.
    fn forget(&self, paths: &[Path]);
}

/// Keeps nothing: each walk begins anew.
pub struct Anew;

impl Memory for Anew {
    fn source(&self) -> Option<String> {
        None
    }
    async fn last(&self, _: &[Path]) -> Option<KeptSession> {
        None
    }
    async fn take(&self, _: &Path) -> Result<Option<KeptSession>, Cancelled> {
        Ok(None)
    }
    fn keep(&self, _: &Path, _: &KeptSession) {}
    fn forget(&self, _: &[Path]) {}
}
