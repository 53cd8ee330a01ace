//! The hops as they are walked: each is signed by the session of the one before.

use super::assume::assume;
use super::{HopReport, Step, World, step};
use crate::credentials::Credentials;
use crate::error::Failure;
use crate::route::Route;
use crate::sts::AssumeRole;

/// How far a walk got. One that fails leaves the hops before.
pub(super) struct Trail<'a> {
    base: &'a Credentials,
    pub hops: Vec<HopReport>,
    /// One for each hop.
    pub sessions: Vec<Credentials>,
}

impl<'a> Trail<'a> {
    pub fn from(base: &'a Credentials) -> Self {
        Self { base, hops: Vec::new(), sessions: Vec::new() }
    }

    /// Assumes each role in turn. `on_step` hears of each hop as it begins.
    pub async fn follow<W: World>(
        &mut self,
        route: &Route,
        asks: &[AssumeRole<'_>],
        world: &W,
        mut on_step: impl FnMut(Step),
    ) -> Result<(), Failure> {
        for (at, (leg, asked)) in route.legs().iter().zip(asks).enumerate() {
            on_step(step(at, asks.len(), asked.role, &self.hops));
            let (session, attempts) = assume(route, at, leg, asked, self.signer(), world).await?;
            self.hops.push(HopReport {
                role_arn: asked.role.to_string(),
                assumed_role_arn: session.assumed_role_arn,
                expires_at: session.expires_at,
                region: leg.region.clone(),
                source_identity: session.source_identity,
                packed_policy_size: session.packed_policy_size,
                request_id: session.request_id,
                attempts,
            });
            self.sessions.push(session.credentials);
        }
        Ok(())
    }

    /// Whose credentials sign the next hop.
    pub fn signer(&self) -> &Credentials {
        self.sessions.last().unwrap_or(self.base)
    }
}
