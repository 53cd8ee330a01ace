//! A route as it is walked for a lease: the end role's session, held to the lease's policy.
//!
//! The session policies of one AssumeRole are added up, so the lease's policy goes into the last hop only where that has none. Anywhere else
//! it is laid over the session by GetScopedCredentials, which can only take away; and what cannot be laid over is refused.

use super::Route;
use super::read_only::held;
use crate::chain::ReadOnly;
use crate::chain::finding::Finding;
use crate::chain::lease::{Lease, LeasePolicy};

impl Route {
    /// The longest that a lease can be, in seconds: as long as the end role's sessions last, which is an hour where the chain does not say.
    pub fn longest_lease(&self) -> u32 {
        self.legs.last().and_then(|leg| leg.hop.duration_seconds).unwrap_or(HOUR)
    }

    /// The route as opened, held to the lease besides.
    ///
    /// # Errors
    /// What is wrong with the lease, or why it would not be narrower.
    pub fn leased(&self, lease: &Lease) -> Result<Self, Finding> {
        let policy = lease.checked(self)?;
        if self.legs.is_empty() {
            let sentence = "A lease holds a chain’s last role, and this one has none: its credentials are those that its source gives. Lease a \
                            chain that ends in a role.";
            return Err(Finding::error("scope", sentence));
        }
        let mut route = self.clone();
        route.session_duration = None;
        match policy {
            LeasePolicy::Managed(read_only) => route.hold_lease(read_only)?,
            LeasePolicy::Inline(policy) => route.narrow(policy),
        }
        if let Some(last) = route.legs.last_mut() {
            last.hop.duration_seconds = Some(lease.seconds);
        }
        route.description = (!route.laid_over.is_empty()).then(|| lease.description());
        Ok(route)
    }

    fn narrow(&mut self, policy: String) {
        match self.legs.last_mut().map(|leg| &mut leg.hop) {
            Some(hop) if hop.policy.is_none() && hop.policy_arns.is_empty() => hop.policy = Some(policy),
            _ => self.laid_over.push(policy),
        }
    }

    fn hold_lease(&mut self, read_only: ReadOnly) -> Result<(), Finding> {
        let partition = self.partition();
        let Some(last) = self.legs.last_mut() else { return Ok(()) };
        let arn = held(read_only, &last.hop, partition).map_err(|_| {
            let name = read_only.name();
            Finding::error(
                "scope",
                format!(
                    "The chain’s last role has managed session policies of its own. AWS adds up those of one request, so {name} beside them \
                     would not make the lease read-only, and a managed policy cannot be laid over a session. Lease a service, a resource \
                     or a policy by hand: those can be."
                ),
            )
        })?;
        last.hop.policy_arns = vec![arn];
        self.laid_over.extend(last.hop.policy.take());
        Ok(())
    }
}

/// What AssumeRole gives where nothing else is asked for, in seconds.
const HOUR: u32 = 3_600;
