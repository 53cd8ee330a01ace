//! A chain that opens read-only: what AWS holds the end role's session to, and how a person lifts that for a while.
//!
//! The session policies of one AssumeRole are added up, so nothing is ever put beside those that the chain has itself: the managed policy
//! takes their place, and the chain's own is laid over the session by GetScopedCredentials, which can only take away.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::{Route, invalid};
use crate::aws::partition::Partition;
use crate::chain::{Hop, ReadOnly};
use crate::failure::Failure;

/// For how long changes can be allowed, in seconds: AssumeRole gives no shorter session, and to what a session assumes no longer one.
const LIFTED: RangeInclusive<u32> = 900..=3_600;

impl Route {
    /// The route as it opens: held to what reads, where its chain says so, or lifted from that for so many seconds.
    ///
    /// # Errors
    /// [`crate::failure::FailureKind::Invalid`] where what the end role's hop has of session policies cannot be held to it, and for a time
    /// that AWS does not give.
    pub fn as_opened(&self, lifted_seconds: Option<u32>) -> Result<Cow<'_, Self>, Failure> {
        let Some(read_only) = self.read_only else { return Ok(Cow::Borrowed(self)) };
        let mut route = self.clone();
        match lifted_seconds {
            Some(seconds) => route.lift(seconds)?,
            None => route.hold(read_only)?,
        }
        Ok(Cow::Owned(route))
    }

    /// What GetScopedCredentials is to lay over the end role's session, one after the other: a session policy of its own, a lease's.
    pub fn laid_over(&self) -> &[String] {
        &self.laid_over
    }

    /// What CloudTrail is told with that: what a lease is for.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// AWS ends the session, and the console with it.
    fn lift(&mut self, seconds: u32) -> Result<(), Failure> {
        if !LIFTED.contains(&seconds) {
            return Err(invalid(None, "Changes can be allowed for 15 minutes to one hour. Choose a time between."));
        }
        self.session_duration = None;
        if let Some(last) = self.legs.last_mut() {
            let own = last.hop.duration_seconds.unwrap_or(seconds);
            last.hop.duration_seconds = Some(own.min(seconds));
        }
        Ok(())
    }

    fn hold(&mut self, read_only: ReadOnly) -> Result<(), Failure> {
        let (partition, at) = (self.partition(), self.legs.len().saturating_sub(1));
        // Checked before; a session that nothing was assumed for is held to nothing, so it never opens as if it were.
        let Some(last) = self.legs.last_mut() else {
            return Err(invalid(None, "It has no role that could be held to that."));
        };
        let arn = held(read_only, &last.hop, partition).map_err(|why| invalid(Some(at), &why))?;
        last.hop.policy_arns = vec![arn];
        self.laid_over.extend(last.hop.policy.take());
        if !self.laid_over.is_empty() {
            // Whether sign-in gives a console of its own length to what was laid over is not known.
            self.session_duration = None;
        }
        Ok(())
    }
}

/// The managed policy that takes the place of those that the hop has.
///
/// # Errors
/// A sentence where something of them would be lost.
pub(crate) fn held(read_only: ReadOnly, hop: &Hop, partition: Partition) -> Result<String, String> {
    use ReadOnly::{ReadOnlyAccess, ViewOnlyAccess};
    let is = |arn: &String, of: ReadOnly| *arn == of.policy_arn(partition);
    let own = &hop.policy_arns;
    let reads_alone = own.iter().all(|arn| is(arn, ReadOnlyAccess) || is(arn, ViewOnlyAccess));
    if !own.is_empty() && (!reads_alone || hop.policy.is_some()) {
        let name = read_only.name();
        return Err(format!(
            "It has managed session policies of its own. AWS adds up those of a hop, so {name} beside them would not make it read-only, and \
             a managed policy cannot be laid over a session. Write them out as one policy of the hop, or open it with changes allowed."
        ));
    }
    let sees_alone = !own.is_empty() && own.iter().all(|arn| is(arn, ViewOnlyAccess));
    Ok(if sees_alone { ViewOnlyAccess } else { read_only }.policy_arn(partition))
}

impl ReadOnly {
    /// Its name at AWS.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadOnlyAccess => "ReadOnlyAccess",
            Self::ViewOnlyAccess => "ViewOnlyAccess",
        }
    }

    /// Its ARN. Each partition has its own.
    pub fn policy_arn(self, partition: Partition) -> String {
        let path = match self {
            Self::ReadOnlyAccess => "",
            Self::ViewOnlyAccess => "job-function/",
        };
        partition.managed_policy(&format!("{path}{}", self.name()))
    }
}
