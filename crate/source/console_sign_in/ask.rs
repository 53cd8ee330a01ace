//! Asks AWS Sign-In for tokens, and says of a refusal what a person can do.

use super::ConsoleTokens;
use crate::aws::credentials::{Credentials, Secret};
use crate::diagnosis::refusal::SLOW_DOWN;
use crate::failure::aim::Aim;
use crate::failure::{Evidence, Failure, FailureKind};
use crate::protocol::http::Request;
use crate::protocol::retry;
use crate::protocol::signin::{AccessToken, TokenReply, read, refusal};
use crate::protocol::world::World;
use crate::walk::deliver::{ask_time, send};
use crate::walk::stage::Stage;

/// What its host is asked.
pub(super) struct Ask {
    host: String,
    /// What the host is sent in confidence: it may repeat that.
    sent: Credentials,
}

/// In seconds: what AWS gives at most, whatever the answer says.
const LONGEST: f64 = 900.0;

impl Ask {
    pub fn new(host: String, [one, other]: [&Secret; 2]) -> Self {
        let sent = Credentials {
            access_key_id: String::new(),
            secret_access_key: one.clone(),
            session_token: Some(other.clone()),
            expires_at: None,
        };
        Self { host, sent }
    }

    /// The tokens, and who they are of where that is said. Asks once: a code and a refresh token are each taken once.
    pub async fn tokens<W: World>(
        &self,
        world: &W,
        request: Request,
    ) -> Result<(ConsoleTokens, Option<Secret>), Failure> {
        let (answer, _) = send(world, request, |reply| Some(refusal(reply))).await;
        // A proof of another time than AWS's is refused so: whoever learns of that can make a new one.
        if answer.as_ref().is_ok_and(|reply| refusal(reply).code.as_deref() == Some("INVALID_REQUEST")) {
            ask_time(world, &self.host).await;
        }
        let (host, sent, skew) = (&self.host, &self.sent, world.skew());
        let stage = Stage { aim: Aim::User, host, sent, code: None, attempts: 1, skew };
        let reply = answer.map_err(|no_reply| stage.no_reply(no_reply))?;
        if reply.status != 200 {
            return Err(stage.refused(refusal(&reply), explain));
        }
        let form = || self.malformed("The answer was not in the form of AWS Sign-In. Try again.");
        let TokenReply { access_token: given, expires_in, refresh_token, id_token } = read(&reply).ok_or_else(form)?;
        let AccessToken { access_key_id, secret_access_key, session_token } = given;
        let credentials = Credentials {
            access_key_id,
            secret_access_key,
            session_token: Some(session_token),
            expires_at: Some(world.aws_now() + expires_in.min(LONGEST) * 1_000.0),
        };
        if !credentials.is_as_given() || expires_in.is_nan() || expires_in <= 0.0 {
            return Err(self
                .malformed("AWS answered with credentials that are none, or have ended already. They were not used."));
        }
        Ok((ConsoleTokens { credentials, refresh_token, principal: None }, id_token))
    }

    /// A failure of an answer that was read and is not what it has to be.
    pub fn malformed(&self, sentence: &str) -> Failure {
        let evidence = Evidence { host: Some(self.host.clone()), status: Some(200), ..Evidence::default() };
        Failure { evidence, ..Failure::new(FailureKind::Malformed, sentence) }
    }
}

fn explain(evidence: &Evidence) -> (FailureKind, String) {
    let status = evidence.status.unwrap_or_default();
    let code = evidence.code.as_deref().unwrap_or_default();
    match (code, status) {
        (_, status) if retry::is_throttle(status, Some(code)) => (FailureKind::Throttled, SLOW_DOWN.into()),
        (_, 500..) => (FailureKind::Unavailable, format!("AWS Sign-In is in trouble (HTTP {status}). Try again.")),
        ("TOKEN_EXPIRED", _) => (FailureKind::SignedOut, "The console sign-in has ended. Sign in again.".into()),
        ("AUTHCODE_EXPIRED", _) => (
            FailureKind::SignedOut,
            "AWS’s code for this sign-in has expired, or was used already. Sign in again.".into(),
        ),
        ("USER_CREDENTIALS_CHANGED", _) => (
            FailureKind::SignedOut,
            "AWS ended the console sign-in, since the password or another credential of whoever signed in was changed. Sign in again."
                .into(),
        ),
        ("INSUFFICIENT_PERMISSIONS", _) => (
            FailureKind::Denied,
            "Whoever signed in may not use the console’s sign-in for other programs. The managed policy SignInLocalDevelopmentAccess \
             allows it (signin:AuthorizeOAuth2Access and signin:CreateOAuth2Token): ask whoever administers the account, or start \
             this chain from another source."
                .into(),
        ),
        _ => (
            FailureKind::Refused,
            format!(
                "AWS Sign-In refused this (HTTP {status}). See whether this computer’s clock is right, then sign in again."
            ),
        ),
    }
}
