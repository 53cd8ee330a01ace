//! The hops as they are walked: each is signed by the session of the one before.

use super::assume::{asked_hop, assume};
use super::prove::{Case, prove};
use super::{HopReport, Step, WalkOptions, step};
use crate::aws::credentials::Credentials;
use crate::chain::route::{Leg, Route};
use crate::failure::Failure;
use crate::protocol::sts::AssumeRole;
use crate::protocol::world::World;

/// How far a walk got. One that fails leaves the hops before.
pub(super) struct Trail<'a> {
    base: &'a Credentials,
    /// The ARN of whoever holds `base`, where it is known.
    base_caller: Option<String>,
    pub hops: Vec<HopReport>,
    /// One for each hop.
    pub sessions: Vec<Credentials>,
}

impl<'a> Trail<'a> {
    pub fn from(base: &'a Credentials, base_caller: Option<String>) -> Self {
        Self { base, base_caller, hops: Vec::new(), sessions: Vec::new() }
    }

    /// Assumes each role in turn. `on_step` hears of each hop as it begins.
    pub async fn follow<W: World>(
        &mut self,
        route: &Route,
        asks: &[AssumeRole<'_>],
        options: &WalkOptions,
        world: &W,
        on_step: &mut dyn FnMut(Step), // so that it is compiled once, for all who listen
    ) -> Result<(), Failure> {
        for (at, (leg, asked)) in route.legs().iter().zip(asks).enumerate() {
            on_step(step(at, asks.len(), asked.role, &self.hops));
            let signer = self.signer();
            let (session, attempts) = match assume(route, at, leg, asked, signer, self.caller(), world).await {
                Ok(given) => given,
                Err(failure) if options.may_ask_iam => {
                    let (asked_hop, witness) =
                        (asked_hop(route, at, asked, signer), self.witness(route, asked, &failure));
                    return Err(prove(failure, &Case { asked, asked_hop, signer, witness }, world).await);
                }
                Err(failure) => return Err(failure),
            };
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

    /// Their ARN, where it is known.
    fn caller(&self) -> Option<&str> {
        self.hops.last().map(|hop| hop.assumed_role_arn.as_str()).or(self.base_caller.as_deref())
    }

    /// Credentials in the account of the role that was asked for: they may be let know it. The latest session there, or the
    /// source's own.
    fn witness(&self, route: &Route, asked: &AssumeRole<'_>, failure: &Failure) -> Option<&Credentials> {
        let account = asked.role.account();
        let is_there = |leg: &Leg| leg.role.account() == account;
        let session =
            self.sessions.iter().zip(route.legs()).rfind(|(_, leg)| is_there(leg)).map(|(session, _)| session);
        let source = self.base_caller.as_deref().or(failure.caller.as_deref().filter(|_| self.hops.is_empty()));
        session.or(source.filter(|arn| arn.split(':').nth(4) == Some(account)).map(|_| self.base))
    }
}
