//! Why a hop failed: the causes that remain possible, each with what it rests on and what would tell it from the others.
//!
//! STS answers several causes in the same words, so that nobody learns from outside which roles there are. What the chain, the
//! caller and the answer exclude is not listed; what remains is in the order of its likelihood.

mod denial;
mod earlier;
mod external_id;
mod likelihood;
mod named;
pub mod refusal;
mod remaining;
mod session_policy;
mod settled;
pub(crate) mod trust;
mod well_known;
pub(crate) mod who;

pub(crate) use self::denial::Denial;
pub use self::earlier::Earlier;
pub(crate) use self::remaining::lacking_device;
pub(crate) use self::settled::settled;
use crate::aws::arn::RoleArn;
use crate::chain::route::Leg;
use crate::failure::Failure;
use crate::failure::aim::Aim;
use crate::failure::cause::Cause;

/// What is known of the hop that was refused, beside AWS's answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AskedHop<'a> {
    /// Counted from 0: the first is signed by the source's credentials.
    pub hop: usize,
    /// The role that was asked for.
    pub role: &'a RoleArn,
    /// The hop before, whose session asked; none for the first.
    pub before: Option<&'a Leg>,
    /// Whether a user's own key signed it, which alone can bring an MFA code.
    pub by_user: bool,
    /// The MFA device whose code was sent.
    pub device: Option<&'a str>,
    /// Whether an external ID was sent.
    pub external_id: bool,
    /// Whether the hop sets session policies, session tags or a source identity, which its session would not have without it.
    pub sets_session: bool,
    /// The hop that set the session tags that its session would have: itself, or the last one before with transitive tags.
    pub tags_from: Option<usize>,
    /// The hop that set the source identity that its session would have.
    pub source_identity_from: Option<usize>,
    /// What earlier runs show of the role.
    pub earlier: Earlier,
}

/// A denied hop with its causes, and the message that they make. `failure` knows the caller, as far as anybody does.
pub(crate) fn of_denied(failure: Failure, asked: &AskedHop<'_>) -> Failure {
    let said = failure.evidence.aws_message.clone().unwrap_or_default();
    let causes = remaining::causes(&Denial::parse(&said), &said, failure.caller.as_deref(), asked);
    tell(failure, Aim::Hop(asked.hop, asked.role), causes)
}

/// `failure`, which AWS denied, told anew with these causes.
pub(crate) fn tell(failure: Failure, aim: Aim<'_>, causes: Vec<Cause>) -> Failure {
    let said = failure.evidence.aws_message.as_deref().unwrap_or_default();
    let denial = Denial::parse(said);
    let rest = match causes.as_slice() {
        [] => String::new(),
        [cause] => cause.sentence.clone(),
        [first, ..] if denial.names_first() => {
            format!("{} It is the most likely of {} causes.", first.sentence, causes.len())
        }
        several => format!("{} {} causes remain.", denial.hides(), several.len()),
    };
    let sentence = match denial.sentence(failure.caller.as_deref()) {
        Some(opening) => format!("{opening} {rest}"),
        None => rest,
    };
    Failure { message: aim.say(&sentence), causes, ..failure }
}
