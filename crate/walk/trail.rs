//! The hops as they are walked: each is signed by the session of the one before.

use super::asks::must_have_code;
use super::assume::assume;
use super::memory::{KeptSession, Memory, Path};
use super::refused::{Refused, Stop};
use super::{HopReport, Step, Walked, step};
use crate::aws::credentials::Credentials;
use crate::chain::route::{Leg, Route};
use crate::failure::FailureKind;
use crate::failure::aim::Aim;
use crate::protocol::sts::AssumeRole;
use crate::protocol::world::{Cancelled, World};

/// How far a walk got. One that fails leaves the hops before.
pub(super) struct Trail<'a> {
    base: &'a Credentials,
    /// The ARN of whoever holds `base`, where it is known.
    base_caller: Option<String>,
    /// When the walk began, in milliseconds since 1970 by AWS's clock.
    began: f64,
    pub hops: Vec<HopReport>,
    /// One for each hop. For those before one that was kept, no more than that one.
    pub sessions: Vec<Credentials>,
    /// Whether a session is among them that was kept.
    pub rests_on_kept: bool,
}

impl<'a> Trail<'a> {
    pub fn from(base: &'a Credentials, base_caller: Option<String>, began: f64) -> Self {
        Self { base, base_caller, began, hops: Vec::new(), sessions: Vec::new(), rests_on_kept: false }
    }

    /// Goes on from a session that was kept.
    pub fn take_up(&mut self, kept: KeptSession) {
        // Nothing was sent for it now.
        self.hops = kept.hops.into_iter().map(|hop| HopReport { attempts: 0, ..hop }).collect();
        self.sessions.resize(self.hops.len().saturating_sub(1), kept.credentials.clone());
        self.sessions.push(kept.credentials);
        self.rests_on_kept = true;
    }

    /// Assumes each role that is left, in turn, unless its session is kept. `on_step` hears of each hop as it begins.
    #[allow(clippy::too_many_arguments)] // the way, and all that is there to go it
    pub async fn follow<W: World, M: Memory>(
        &mut self,
        route: &Route,
        asks: &[AssumeRole<'_>],
        memory: &M,
        paths: &[Path],
        world: &W,
        on_step: &mut dyn FnMut(Step), // so that it is compiled once, for all who listen
    ) -> Result<(), Stop> {
        for (at, (leg, asked)) in route.legs().iter().zip(asks).enumerate().skip(self.hops.len()) {
            // Without its code nothing of it happens, unless its session is kept.
            let may_ask = must_have_code(at, asked);
            if may_ask.is_ok() {
                on_step(step(at, asks.len(), asked.role, &self.hops));
            }
            let path = paths.get(at);
            if let Some(path) = path {
                let taken = memory.take(path).await;
                let cancelled = |Cancelled| Aim::Hop(at, asked.role).failure(FailureKind::Cancelled, "Cancelled.");
                if let Some(kept) = taken.map_err(cancelled)? {
                    self.take_up(kept);
                    continue;
                }
            }
            may_ask?;
            let refused = |refusal, attempts| {
                Stop::Refused(Box::new(Refused {
                    at,
                    refusal,
                    attempts,
                    skew: world.skew(),
                    began: self.began,
                    signer: self.signer().clone(),
                    caller: self.caller().map(str::to_string),
                    witness: self.witness(route, asked).cloned(),
                    rests_on_kept: self.rests_on_kept,
                }))
            };
            let (session, attempts) = assume(at, leg, asked, self.signer(), world, refused).await?;
            self.hops.push(HopReport {
                role_arn: asked.role.to_string(),
                assumed_role_arn: session.assumed_role_arn,
                expires_at: session.credentials.expires_at.unwrap_or_default(),
                region: leg.region.clone(),
                source_identity: session.source_identity,
                packed_policy_size: session.packed_policy_size,
                request_id: session.request_id,
                attempts,
            });
            self.sessions.push(session.credentials);
            let kept = KeptSession::new(self.signer().clone(), self.hops.clone(), world.aws_now());
            if let Some((path, kept)) = path.zip(kept) {
                memory.keep(path, &kept);
            }
        }
        Ok(())
    }

    /// All of it.
    pub fn walked(&self) -> Walked {
        Walked { hops: self.hops.clone(), credentials: self.signer().clone() }
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
    fn witness(&self, route: &Route, asked: &AssumeRole<'_>) -> Option<&Credentials> {
        let account = asked.role.account();
        let is_there = |leg: &Leg| leg.role.account() == account;
        let session =
            self.sessions.iter().zip(route.legs()).rfind(|(_, leg)| is_there(leg)).map(|(session, _)| session);
        session.or(self.base_caller.as_deref().filter(|arn| arn.split(':').nth(4) == Some(account)).map(|_| self.base))
    }
}
