//! Asks Identity Center, and says of a refusal what a person can do.

use serde::de::DeserializeOwned;

use super::{PermissionSet, Portal};
use crate::aws::credentials::{Credentials, Secret};
use crate::diagnosis::refusal::SLOW_DOWN;
use crate::failure::aim::Aim;
use crate::failure::{Evidence, Failure, FailureKind};
use crate::protocol::http::{Reply, Request};
use crate::protocol::retry;
use crate::protocol::sso::{read, refusal};
use crate::protocol::world::World;
use crate::walk::deliver::{Delivery, deliver, send};
use crate::walk::stage::Stage;

/// What one of its hosts is asked, for which portal.
pub(super) struct Ask<'a> {
    host: String,
    portal: &'a Portal,
    /// What the host is sent in confidence: it may repeat that.
    sent: Credentials,
    set: Option<&'a PermissionSet>,
}

impl<'a> Ask<'a> {
    /// At most two secrets are sent with any request.
    ///
    /// # Errors
    /// [`FailureKind::Invalid`] where the portal is in no region of AWS: then there is no host to ask.
    pub fn new(host: String, portal: &'a Portal, secrets: &[&Secret]) -> Result<Self, Failure> {
        portal.check_region().map_err(|sentence| Failure::new(FailureKind::Invalid, sentence))?;
        let secret = |at: usize| secrets.get(at).map(|secret| (*secret).clone());
        let sent = Credentials {
            access_key_id: String::new(),
            secret_access_key: secret(0).unwrap_or_else(|| Secret::new("")),
            session_token: secret(1),
            expires_at: None,
        };
        Ok(Self { host, portal, sent, set: None })
    }

    /// The same for a permission set, which the person may not have.
    pub fn for_set(self, set: &'a PermissionSet) -> Self {
        Self { set: Some(set), ..self }
    }

    /// The good reply. Asks again where that cannot do harm, as when AWS asks to slow down.
    pub async fn ask<W: World>(&self, world: &W, request: &Request) -> Result<Reply, Failure> {
        let delivery = deliver(world, false, |_| Ok(request.clone()), |reply| Some(refusal(reply))).await?;
        self.answer(world, delivery)
    }

    /// Asks once: for what may not be sent twice, or is asked again later anyway.
    pub async fn ask_once<W: World>(&self, world: &W, request: Request) -> Result<Reply, Failure> {
        let signed_at = world.aws_now();
        let (answer, _) = send(world, request, |reply| Some(refusal(reply))).await;
        self.answer(world, Delivery { answer, attempts: 1, signed_at })
    }

    /// What it says.
    pub fn read<T: DeserializeOwned>(&self, reply: &Reply) -> Result<T, Failure> {
        read(reply).ok_or_else(|| self.malformed("The answer was not in the form of Identity Center. Try again."))
    }

    /// A failure of an answer that was read and is not what it has to be.
    pub fn malformed(&self, sentence: &str) -> Failure {
        let evidence = Evidence { host: Some(self.host.clone()), status: Some(200), ..Evidence::default() };
        Failure { evidence, ..Failure::new(FailureKind::Malformed, sentence) }
    }

    fn answer<W: World>(&self, world: &W, Delivery { answer, attempts, .. }: Delivery) -> Result<Reply, Failure> {
        let (host, sent, skew) = (&self.host, &self.sent, world.skew());
        let stage = Stage { aim: Aim::User, host, sent, code: None, attempts, skew };
        let reply = answer.map_err(|no_reply| stage.no_reply(no_reply))?;
        if reply.status == 200 {
            return Ok(reply);
        }
        Err(stage.refused(refusal(&reply), |evidence| self.explain(evidence)))
    }

    fn explain(&self, evidence: &Evidence) -> (FailureKind, String) {
        let status = evidence.status.unwrap_or_default();
        let code = evidence.code.as_deref().unwrap_or_default();
        let Portal { start_url, region } = self.portal;
        let ended = |how: &str| (FailureKind::SignedOut, format!("The sign-in at {start_url} {how} Sign in again."));
        match (code, status) {
            (_, status) if retry::is_throttle(status, Some(code)) => (FailureKind::Throttled, SLOW_DOWN.into()),
            (_, 500..) => {
                (FailureKind::Unavailable, format!("Identity Center is in trouble (HTTP {status}). Try again."))
            }
            ("expired_token", _) => ended("was not confirmed in time."),
            ("access_denied", _) => ended("was refused on AWS’s page."),
            ("invalid_client" | "unauthorized_client", _) => ended("rests on a registration that AWS no longer knows."),
            ("invalid_grant", _) | (_, 401) => ended("has ended."),
            _ if self.set.is_some() && matches!(status, 403 | 404) => (FailureKind::Denied, self.not_assigned()),
            ("invalid_request" | "InvalidRequestException", _) if self.set.is_none() => (
                FailureKind::Invalid,
                format!(
                    "AWS does not know the start address {start_url} in {region}. Check both: the region is that of your \
                     organisation’s Identity Center."
                ),
            ),
            (_, 200) => {
                (FailureKind::Malformed, "The answer was not in the form of Identity Center. Try again.".into())
            }
            _ => (FailureKind::Refused, format!("Identity Center refused this (HTTP {status}).")),
        }
    }

    fn not_assigned(&self) -> String {
        let (account, role) = self.set.map(|set| (&*set.account_id, &*set.role_name)).unwrap_or_default();
        let place = &self.portal.start_url;
        format!(
            "Whoever signed in at {place} has no permission set {role} in account {account}: its name may be another, in upper and lower \
             case too, or it is not assigned. Look there which ones there are, or ask whoever assigns them."
        )
    }
}
