//! What AWS's code, its words or its silence settle: one cause, but for a key that is not known and for an answer of nobody knows
//! whom.

use super::refusal::NEW_SOURCE_IDENTITY;
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::partition::is_opt_in;
use crate::failure::cause::{Cause, CauseKind};
use crate::failure::remedy::Remedy;
use crate::failure::{Evidence, FailureKind};

/// The causes of a failure that is told in `sentence`, at the hop `at`, of what was signed with `sent`. None where the kind
/// says it all, and where a policy is in the way, which `super::of_denied` knows about.
pub(crate) fn settled(
    kind: FailureKind,
    at: Option<usize>,
    sent: &Credentials,
    sentence: &str,
    evidence: &Evidence,
) -> Vec<Cause> {
    let said = evidence.aws_message.as_deref().unwrap_or_default();
    let first = at.is_none_or(|at| at == 0);
    let alone = |kind| vec![Cause::new(kind, sentence).by(basis(evidence))];
    match kind {
        FailureKind::Expired => alone(if first { CauseKind::SourceExpired } else { CauseKind::SessionExpired }),
        FailureKind::InvalidKey => unknown_key(first, sent, sentence, evidence),
        FailureKind::Signature => alone(if first { CauseKind::WrongSecret } else { CauseKind::Altered }),
        FailureKind::Clock => alone(CauseKind::Clock),
        FailureKind::Region if said.contains("scoped") => alone(CauseKind::WrongRegion),
        FailureKind::Region => alone(CauseKind::RegionDisabled),
        FailureKind::Duration if said.contains("role chaining") => alone(CauseKind::ChainedDuration),
        FailureKind::Duration => alone(CauseKind::RoleMaximum),
        FailureKind::Mfa => mfa(CauseKind::MfaCode, sentence, evidence),
        FailureKind::Validation => alone(refused_parameter(evidence.code.as_deref().unwrap_or_default(), said)),
        FailureKind::Throttled => alone(CauseKind::Throttled),
        FailureKind::Unavailable if evidence.status.is_some() && evidence.code.is_none() && at.is_some() => {
            in_trouble(sentence, evidence)
        }
        FailureKind::Unavailable => alone(CauseKind::Unavailable),
        FailureKind::Timeout | FailureKind::Unreachable => alone(CauseKind::Unreachable),
        FailureKind::Redirected
        | FailureKind::Oversized
        | FailureKind::Malformed
        | FailureKind::WrongRole
        | FailureKind::ProxyLogin => alone(CauseKind::ProxyPage),
        FailureKind::SignIn => alone(CauseKind::SignInRefused),
        FailureKind::Denied if said.contains("unable to validate MFA") => mfa(CauseKind::MfaDevice, sentence, evidence),
        // To set another source identity than the session has is never allowed, whatever the policies say.
        FailureKind::Denied if said.contains(NEW_SOURCE_IDENTITY) => {
            let cause = Cause::new(CauseKind::SetSourceIdentity, sentence).by(basis(evidence));
            vec![cause.mended_by(Remedy::hop("sourceIdentity"))]
        }
        FailureKind::Denied => denied(said).map(alone).unwrap_or_default(),
        FailureKind::Refused => {
            refused(evidence.code.as_deref().unwrap_or_default(), said).map(alone).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// What a sole cause rests on.
pub(super) fn basis(evidence: &Evidence) -> String {
    let host = evidence.host.as_deref().unwrap_or("AWS");
    match (&evidence.code, &evidence.aws_message, evidence.status) {
        (Some(code), Some(said), _) => format!("{host} answered {code}: {said}"),
        (Some(code), None, _) => format!("{host} answered {code}."),
        (None, Some(said), Some(status)) => format!("{host} answered HTTP {status}: {said}"),
        (None, _, Some(status)) => format!("{host} answered HTTP {status}, and not in the form that AWS answers in."),
        _ => format!("Nothing that AWS says came from {host}."),
    }
}

/// AWS says the same of a key that is unknown, inactive or of another partition, of a token that ended long ago, and of a session
/// in a region that its account has not enabled.
fn unknown_key(first: bool, sent: &Credentials, sentence: &str, evidence: &Evidence) -> Vec<Cause> {
    // So it was with boto/boto3#1819 and aws/aws-sdk-ruby#3200.
    if first && sent.is_long_term() && sent.access_key_id.starts_with("ASIA") {
        let sentence =
            "The source’s access key is one of a session, and its session token is missing: enter all three anew.";
        let cause = Cause::new(CauseKind::UnknownKey, sentence).by(basis(evidence));
        return vec![
            cause
                .by("The access key begins with ASIA, as those of sessions do, and the source holds no session token."),
        ];
    }
    let region = evidence.host.as_deref().and_then(|host| host.split('.').nth(1)).unwrap_or_default();
    let temporary = first && !sent.is_long_term();
    // IAM lists the keys of users alone. A session's is in no list, and ends with it.
    let (key, test) = match (first, temporary) {
        (true, false) => (
            "AWS does not know the source’s access key: it is inactive, deleted, mistyped or of another partition.",
            "Look at the key in IAM, on the page of its user: is it there, and active?",
        ),
        (true, true) => (
            "AWS does not know the source’s temporary credentials: a part of them is cut off or of others, or they are of another \
             partition. Enter new ones.",
            "Get new temporary credentials, and paste all three parts at once. IAM lists no temporary key.",
        ),
        (false, _) => (
            "AWS does not know the session of the hop before any more: its role was deleted meanwhile.",
            "Look for the role of the hop before in IAM: was it deleted, or made anew?",
        ),
    };
    let key = Cause::new(CauseKind::UnknownKey, key).by(basis(evidence)).told_by(test);
    let key = if first { key } else { key.mended_by(Remedy::Retry) };
    let ended = || {
        Cause::new(CauseKind::SourceExpired, "The source’s temporary credentials ended long ago. Enter new ones.")
            .by("The source holds temporary credentials, and does not say when they end.")
            .told_by("Get new temporary credentials and enter them.")
    };
    let disabled = || {
        Cause::new(
            CauseKind::RegionDisabled,
            format!("{region} is not enabled for the account whose credentials were used. Choose another region."),
        )
        .by(format!("{region} is a region that an account has to opt in to."))
        .told_by("Try the chain in another region, such as us-east-1.")
    };
    // AWS Identity and Access Management User Guide, "Manage AWS STS in an AWS Region".
    let global = || {
        let sentence = format!(
            "The source’s session is one of STS’s global endpoint, and {region} takes only those of regional endpoints. Get it from a \
             regional endpoint, or choose another region for the chain."
        );
        Cause::new(CauseKind::GlobalSession, sentence)
            .by(format!("The source holds a session, and {region} is a region that an account has to opt in to."))
            .told_by("Try the chain in us-east-1: if it goes well there and the region is enabled, this is it.")
    };
    let opt_in = is_opt_in(region);
    // What people found in such a region: with a session mostly that it was of the global endpoint (duo-labs/cloudmapper#538,
    // nccgroup/ScoutSuite#1389, Versent/saml2aws#928), with a key that the region was not enabled (aws/aws-sdk-ruby#2850), and
    // seldom a wrong key. Elsewhere with a whole session that it was an old one (jrl84/amazon-sp-api#57, mmmorris1975/aws-runas#22).
    let mut causes = Vec::from_iter((opt_in && temporary).then(global));
    causes.extend(opt_in.then(disabled));
    let ended = (temporary && sent.expires_at.is_none()).then(ended);
    if sent.session_token.as_ref().is_some_and(seems_whole) {
        causes.extend(ended);
        causes.push(key);
    } else {
        causes.push(key);
        causes.extend(ended);
    }
    if let [alone] = causes.as_mut_slice() {
        (alone.sentence, alone.test) = (sentence.into(), None);
    }
    causes
}

/// Whether a session token has the form of AWS's: some hundred characters of base64. AWS promises neither (IAM User Guide, "Use temporary
/// credentials with AWS resources").
fn seems_whole(token: &Secret) -> bool {
    let text = token.expose();
    text.len() >= 100 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
}

/// A code that AWS does not take, or a device that it cannot validate one of: both are also what it says of a device whose codes are
/// of another time (IAM User Guide, "Resynchronize virtual and hardware MFA devices").
fn mfa(kind: CauseKind, sentence: &str, evidence: &Evidence) -> Vec<Cause> {
    let out_of_step = "The device’s clock is another than AWS’s, so that each of its codes is refused: set the clock of the phone or \
                       computer that makes them by the network, or resynchronize the device on the user’s page in IAM.";
    let test = match kind {
        CauseKind::MfaDevice => "Look at the user’s page in IAM: if it lists this device, this is not it.",
        _ => "Enter the next code that the device shows: if AWS takes that, this was it.",
    };
    vec![
        Cause::new(kind, sentence).by(basis(evidence)).told_by(test),
        Cause::new(CauseKind::MfaOutOfStep, out_of_step)
            .by(basis(evidence))
            .told_by("Sign in to the console with a code of the same device: if AWS refuses that too, this is it."),
    ]
}

/// An answer of 5xx without a code of AWS's may be that of a proxy that does not reach AWS.
fn in_trouble(sentence: &str, evidence: &Evidence) -> Vec<Cause> {
    let proxy = "A proxy or a firewall answered in AWS’s place. Check the network.";
    vec![
        Cause::new(CauseKind::Unavailable, sentence)
            .by(basis(evidence))
            .told_by("Look at AWS’s health page, and try again in a minute."),
        Cause::new(CauseKind::ProxyPage, proxy)
            .by("The answer names none of AWS’s error codes.")
            .told_by("Try another network, without a VPN or a proxy."),
    ]
}

fn refused_parameter(code: &str, said: &str) -> CauseKind {
    let at = |name: &str| said.contains(&format!("at '{name}"));
    if code.starts_with("PackedPolicyTooLarge") {
        CauseKind::PackedSize
    } else if code.starts_with("MalformedPolicyDocument") || at("policy") || said.contains(":policy/") {
        CauseKind::SessionPolicy
    } else if at("roleSessionName") {
        CauseKind::SessionName
    } else if at("tags")
        || at("transitiveTagKeys")
        || said.to_lowercase().contains("tag key")
        || said.contains("System tags")
    {
        CauseKind::SessionTag
    } else if at("serialNumber") {
        CauseKind::MfaDevice
    } else if at("tokenCode") {
        CauseKind::MfaCode
    } else {
        CauseKind::Parameter
    }
}

/// AccessDenied that is not of policies.
fn denied(said: &str) -> Option<CauseKind> {
    if said.contains("root accounts") {
        Some(CauseKind::RootUser)
    } else if said.contains("with session credentials") {
        Some(CauseKind::WrongCaller)
    } else if said.contains("must provide both MFA") {
        Some(CauseKind::MfaMissing)
    } else {
        said.contains("MultiFactorAuthentication").then_some(CauseKind::MfaDevice)
    }
}

/// Codes that have no kind of failure of their own.
fn refused(code: &str, said: &str) -> Option<CauseKind> {
    match code {
        "NoSuchEntity" if said.contains(":policy/") => Some(CauseKind::SessionPolicy),
        // We sign every request whole.
        "MissingAuthenticationToken" | "IncompleteSignature" => Some(CauseKind::Altered),
        _ => None,
    }
}
