//! Failures that say where in the walk they happened, and never repeat what a host was sent in confidence.

use std::iter;

use crate::aws::credentials::{Credentials, Secret};
use crate::aws::endpoint::is_loopback;
use crate::aws::partition::Partition;
use crate::diagnosis::refusal::{SLOW_DOWN, details_page, policy_arn};
use crate::diagnosis::{Denial, settled};
use crate::failure::aim::Aim;
use crate::failure::remedy::Remedy;
use crate::failure::{Evidence, Failure, FailureKind, quotable};
use crate::protocol::clock;
use crate::protocol::console::SignInRefusal;
use crate::protocol::http::NoReply;
use crate::protocol::query::Refusal;

/// A request that was sent: what a failure of it can tell, and what it must not.
pub(crate) struct Stage<'a> {
    pub aim: Aim<'a>,
    pub host: &'a str,
    /// The credentials that the host was sent or that signed what it was sent: it may repeat them.
    pub sent: &'a Credentials,
    /// The MFA code that it was sent.
    pub code: Option<&'a Secret>,
    pub attempts: u32,
    /// As [`World::skew`](crate::protocol::world::World::skew) says by now.
    pub skew: f64,
}

impl Stage<'_> {
    pub fn no_reply(&self, no_reply: NoReply) -> Failure {
        let (host, tries) = (self.host, tries(self.attempts));
        let (kind, sentence) = match no_reply {
            NoReply::Timeout => (
                FailureKind::Timeout,
                format!(
                    "{host} did not answer within ten seconds, in {tries}. Check the network or the VPN, then try again. Should a \
                     proxy ask for a login, open any web page in a tab and sign in there first."
                ),
            ),
            NoReply::Unreachable if is_loopback(host) => (
                FailureKind::Unreachable,
                format!("Nothing answers at {host} on this computer. Start what listens there, then try again."),
            ),
            NoReply::Unreachable => (
                FailureKind::Unreachable,
                format!(
                    "{host} could not be reached, after {tries}: there was no connection. Check the network, the VPN or the \
                     proxy, then try again. Should a proxy ask for a login, open any web page in a tab and sign in there first."
                ),
            ),
            NoReply::Withheld => (
                FailureKind::Withheld,
                format!(
                    "{host} is there, but the browser keeps its answers from Rolerelay. A policy of your organisation may block \
                     this host for extensions: ask whoever administers this browser. AWS may have answered, so it was not asked \
                     again."
                ),
            ),
            NoReply::HeldBack => (
                FailureKind::Unavailable,
                format!(
                    "{host} answered several times that it is in trouble. The browser therefore holds back what Rolerelay sends \
                     there, and sent nothing now. Wait a minute, then try again."
                ),
            ),
            NoReply::ProxyLogin => (
                FailureKind::ProxyLogin,
                format!(
                    "A proxy between this browser and {host} asks for its own login. Open any web page in a tab, sign in to the \
                     proxy there, then try again."
                ),
            ),
            NoReply::CutShort => (
                FailureKind::Unreachable,
                format!("The answer of {host} was cut short, in {tries}. Check the network, then try again."),
            ),
            NoReply::Redirected => (
                FailureKind::Redirected,
                format!(
                    "{host} is there, but answered with a redirect, which is never followed, or hung up. A proxy may have answered in \
                     its place: check the network, then try again."
                ),
            ),
            NoReply::Oversized => (
                FailureKind::Oversized,
                format!(
                    "The answer of {host} was larger than any real one and was not read. A proxy may have answered in its place."
                ),
            ),
            NoReply::Cancelled => (FailureKind::Cancelled, "Cancelled.".into()),
        };
        self.failure(kind, &sentence, Evidence::default())
    }

    /// A refusal, which `explain` knows to read.
    pub fn refused(&self, refused: Refusal, explain: impl FnOnce(&Evidence) -> (FailureKind, String)) -> Failure {
        let quote = |text: Option<String>| text.map(|text| self.quote(&text));
        let said = quote(refused.message);
        let partition = self.partition(said.as_deref().unwrap_or_default());
        let pointer = |find: fn(&str, Partition) -> Option<String>| find(said.as_deref()?, partition?).map(Box::from);
        let evidence = Evidence {
            status: Some(refused.status),
            code: quote(refused.code),
            policy_arn: pointer(policy_arn),
            details_page: pointer(details_page),
            aws_message: said.clone(),
            request_id: quote(refused.request_id),
            skew_seconds: self.skew_seconds(),
            ..Evidence::default()
        };
        let (kind, sentence) = explain(&evidence);
        self.failure(kind, &sentence, evidence)
    }

    pub fn another_session(&self, arn: &str, request_id: Option<String>) -> Failure {
        let arn = self.quote(arn);
        let sentence = format!("STS answered with another session than the one asked for: {arn}. It was not used.");
        let request_id = request_id.map(|id| self.quote(&id));
        self.failure(
            FailureKind::WrongRole,
            &sentence,
            Evidence { status: Some(200), request_id, ..Evidence::default() },
        )
    }

    pub fn ended_session(&self, request_id: Option<String>) -> Failure {
        let sentence = "STS answered with a session that has ended already. It was not used. A proxy may have kept an old answer: \
                        check the network, then try again.";
        let request_id = request_id.map(|id| self.quote(&id));
        self.failure(
            FailureKind::Malformed,
            sentence,
            Evidence { status: Some(200), request_id, ..Evidence::default() },
        )
    }

    /// `timed` says that a duration was asked for.
    pub fn sign_in_refused(&self, refused: SignInRefusal, timed: bool) -> Failure {
        let status = refused.status;
        let said = refused.text.map(|text| self.quote(&text));
        let mut of_chain = false;
        let (kind, sentence) = match (status, &said) {
            (429, _) => (FailureKind::Throttled, SLOW_DOWN.to_string()),
            (500.., _) => {
                (FailureKind::Unavailable, format!("The sign-in service is in trouble (HTTP {status}). Try again."))
            }
            (200, _) => (FailureKind::Malformed, "The answer held no sign-in token. Try again.".into()),
            (_, said) => {
                let (sentence, changes_chain) = sign_in_advice(status, said.as_deref(), timed);
                of_chain = changes_chain;
                (FailureKind::SignIn, sentence)
            }
        };
        let evidence = Evidence { status: Some(status), aws_message: said, ..Evidence::default() };
        let mut failure = self.failure(kind, &sentence, evidence);
        if of_chain {
            failure.causes = failure.causes.into_iter().map(|cause| cause.mended_by(Remedy::Chain)).collect();
        }
        failure
    }

    /// That of the role, or where none is asked for that of the caller whom AWS names.
    fn partition(&self, said: &str) -> Option<Partition> {
        match self.aim {
            Aim::Hop(_, role) => Some(role.partition()),
            Aim::SignIn(end) => Partition::from_name(&end.partition),
            Aim::User => Partition::from_name(Denial::parse(said).caller?.split(':').nth(1)?),
        }
    }

    fn quote(&self, text: &str) -> String {
        let sent = self.sent;
        let secrets: Vec<_> = iter::once(&sent.secret_access_key).chain(&sent.session_token).chain(self.code).collect();
        quotable(text, &secrets)
    }

    fn failure(&self, kind: FailureKind, sentence: &str, evidence: Evidence) -> Failure {
        let (host, attempts, skew_seconds) = (Some(self.host.into()), Some(self.attempts), self.skew_seconds());
        let evidence = Evidence { host, attempts, skew_seconds, ..evidence };
        let causes = settled(kind, self.aim.hop(), self.sent, sentence, &evidence);
        Failure { evidence, causes, ..self.aim.failure(kind, sentence) }
    }

    fn skew_seconds(&self) -> Option<i64> {
        (self.skew.abs() > clock::LARGE).then_some((self.skew / 1_000.0).round() as i64)
    }
}

fn tries(attempts: u32) -> String {
    if attempts == 1 { "one try".into() } else { format!("{attempts} tries") }
}

/// What the service refuses, and whether the chain is to be changed. What people found: a duration that it does not give says "Invalid credentials parameter" or nothing
/// (99designs/aws-vault#77, Bridgewater/holochrome#8, joshdk/aws-console#42).
fn sign_in_advice(status: u16, said: Option<&str>, timed: bool) -> (String, bool) {
    let folded = said.unwrap_or_default().to_lowercase();
    let (advice, of_chain) = if folded.contains("duration") || timed {
        let sentence = "This chain asks for a longer console session than the service may give: leave its session duration empty, then try again.";
        (sentence, true)
    } else if folded.contains("credential") {
        let sentence = "It takes a role’s session alone, of this partition and not ended: see whether this computer’s clock is right, then try again.";
        (sentence, false)
    } else if folded.contains("destination") || folded.contains("redirect") {
        ("It does not go to this console page: take the page off the chain, or choose another.", true)
    } else {
        ("Try again. If it refuses each time, sign out of the AWS console in a tab first.", false)
    };
    let words =
        said.map_or_else(|| "it did not say why".into(), |said| format!("it says “{}”", said.trim_end_matches('.')));
    (format!("The sign-in service refused the session (HTTP {status}): {words}. {advice}"), of_chain)
}
