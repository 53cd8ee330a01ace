//! What a refusal becomes: its kind, its sentence, and never a secret.

use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::Chain;
use rolerelay::failure::cause::CauseKind;
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::protocol::http::NoReply;
use rolerelay::walk::WalkOptions;

use crate::world::*;

const WHO: &str = "User: arn:aws:sts::000000000001:assumed-role/role-1/rolerelay is not authorized to perform: sts:AssumeRole \
                   on resource: arn:aws:iam::000000000002:role/team/role-2";

/// Each row: status, code, AWS's words, the kind, what the sentence must say.
const REFUSALS: &[(u16, &str, &str, FailureKind, &str)] = &[
    (403, "AccessDenied", WHO, FailureKind::Denied, "STS does not tell which it is"),
    (403, "AccessDenied", WHO, FailureKind::Denied, "assumed-role/role-1/rolerelay do sts:AssumeRole"),
    (
        403,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRole",
        FailureKind::Denied,
        "do sts:AssumeRole here. STS does not tell which it is; 9 causes remain.",
    ),
    (
        403,
        "AccessDenied",
        "User: arn:aws:iam::000000000001:user/a is not authorized to perform: sts:TagSession on resource: b",
        FailureKind::Denied,
        "user/a do sts:TagSession",
    ),
    (
        403,
        "AccessDenied",
        "User: a is not authorized to perform: sts:AssumeRole on resource: b with an explicit deny in a service control policy",
        FailureKind::Denied,
        "There is an explicit deny of sts:AssumeRole on role role-2 in account 000000000002 in a service control policy (SCP)",
    ),
    (
        403,
        "AccessDenied",
        "User: a is not authorized to perform: sts:AssumeRole on resource: b because no role trust policy allows the \
         sts:AssumeRole action",
        FailureKind::Denied,
        "The role’s trust policy does not allow it, and STS does not tell what it misses; 4 causes remain.",
    ),
    (403, "AccessDenied", "Roles may not be assumed by root accounts.", FailureKind::Denied, "root user"),
    (
        403,
        "AccessDenied",
        "MultiFactorAuthentication failed with invalid MFA one time pass code.",
        FailureKind::Mfa,
        "Wait for the next one of the MFA device, which comes every 30 seconds",
    ),
    (
        403,
        "ExpiredToken",
        "The security token included in the request is expired",
        FailureKind::Expired,
        "Start the chain again",
    ),
    (
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid",
        FailureKind::InvalidKey,
        "us-east-1",
    ),
    (
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match",
        FailureKind::Signature,
        "does not match",
    ),
    (
        403,
        "SignatureDoesNotMatch",
        "Signature expired: 20260101T000000Z is now earlier than 20260101T013000Z (20260101T014500Z - 15 min.)",
        FailureKind::Clock,
        "clock is 105 minutes behind AWS’s",
    ),
    (
        403,
        "SignatureDoesNotMatch",
        "Signature not yet current: 20260101T000000Z is still later than 20251231T234500Z (20251231T233000Z + 15 min.)",
        FailureKind::Clock,
        "clock is 30 minutes ahead of AWS’s",
    ),
    (403, "SignatureDoesNotMatch", "Signature expired: some time ago", FailureKind::Clock, "too far from AWS’s"),
    (400, "RequestExpired", "Request has expired.", FailureKind::Clock, "clock"),
    (
        403,
        "SignatureDoesNotMatch",
        "Credential should be scoped to a valid region, not 'us-east-2'.",
        FailureKind::Region,
        "Choose another region",
    ),
    (
        403,
        "RegionDisabledException",
        "STS is not activated in this region",
        FailureKind::Region,
        "not active in us-east-1",
    ),
    (
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        FailureKind::Duration,
        "more than one hour",
    ),
    (
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        FailureKind::Duration,
        "MaxSessionDuration",
    ),
    (
        400,
        "ValidationError",
        "1 validation error detected: Value 'a'",
        FailureKind::Validation,
        "1 validation error detected",
    ),
    (400, "MissingParameter", "No RoleArn", FailureKind::Validation, "No RoleArn"),
    (400, "Throttling", "Rate exceeded", FailureKind::Throttled, "Wait a minute"),
    (503, "ServiceUnavailable", "", FailureKind::Unavailable, "HTTP 503"),
    (
        400,
        "PackedPolicyTooLarge",
        "Packed size of session tags consumes 142% of allotted space.",
        FailureKind::Validation,
        "Take some away or shorten them. AWS says: Packed size of session tags consumes 142%",
    ),
    (400, "MalformedPolicyDocument", "Syntax errors", FailureKind::Validation, "session policy"),
    (418, "SomethingNew", "A new thing", FailureKind::Refused, "SomethingNew: A new thing"),
];

#[test]
fn each_refusal_is_of_its_kind_and_says_what_to_do() {
    for (status, code, words, kind, sentence) in REFUSALS {
        let world = Scripted::new((1..4).map(|number| (number, error(*status, code, words))));
        let failure = world.open(&chain_of(3), &long_term()).unwrap_err();
        assert_eq!(failure.kind, *kind, "{words}");
        assert!(failure.message.starts_with("Hop 2, role role-2 in account 000000000002: "), "{failure}");
        assert!(failure.message.contains(sentence), "{failure}");
        let evidence = &failure.evidence;
        assert_eq!((evidence.status, evidence.code.as_deref()), (Some(*status), Some(*code)));
        assert_eq!(evidence.request_id.as_deref(), Some("request-e"));
        assert_eq!(evidence.aws_message.clone().unwrap_or_default(), words.trim());
    }
}

#[test]
fn on_the_first_hop_the_source_is_to_blame() {
    for (code, words, sentence) in [
        ("ExpiredToken", "expired", "The source’s credentials have expired"),
        ("InvalidClientTokenId", "invalid", "does not know the source’s access key"),
        ("SignatureDoesNotMatch", "no match", "the source’s secret access key is wrong"),
    ] {
        let failure = Scripted::new([(0, error(403, code, words))]).open(&chain_of(2), &long_term()).unwrap_err();
        assert_eq!(failure.hop, Some(0));
        assert!(failure.message.contains(sentence), "{failure}");
    }
}

fn tagged(key: &str, transitive: bool) -> Vec<SessionTag> {
    vec![SessionTag { key: key.into(), value: "a".into(), transitive }]
}

#[test]
fn what_tags_and_source_identity_need_is_said_with_the_hop_that_set_them() {
    let denied = |action: &str| {
        error(403, "AccessDenied", &format!("User: a is not authorized to perform: sts:{action} on resource: b"))
    };
    let told = |at: usize, action: &str, change: &dyn Fn(&mut Chain)| {
        let mut chain = chain_of(4);
        change(&mut chain);
        let failure = Scripted::new([(at, denied(action))]).walk(&chain, &temporary()).unwrap_err();
        assert_eq!((failure.kind, failure.hop), (FailureKind::Denied, Some(at)));
        failure.message
    };
    let trust = "so the role’s trust policy must allow sts:TagSession beside sts:AssumeRole";
    let tags = |at: usize, hops: &[(usize, bool)]| {
        told(at, "TagSession", &|chain| {
            hops.iter().for_each(|(hop, transitive)| {
                chain.hops[*hop].session_tags = tagged(&format!("of hop {hop}"), *transitive)
            });
        })
    };
    for (message, who) in [
        (tags(1, &[(0, true), (1, false)]), "This hop sets session tags"),
        (tags(2, &[(0, true), (1, false)]), "Hop 1 sets transitive session tags, which this one inherits"),
        (tags(3, &[(0, true), (2, true), (1, false)]), "Hop 3 sets transitive session tags, which this one inherits"),
        (tags(1, &[(2, true)]), "The session that starts the chain has transitive session tags"),
    ] {
        assert!(message.contains(&format!("AWS does not let a do sts:TagSession here. {who}")), "{message}");
        assert!(message.contains(trust), "{message}");
    }
    let identity = |at: usize, hop: Option<usize>| {
        told(at, "SetSourceIdentity", &|chain| {
            hop.into_iter().for_each(|hop| chain.hops[hop].source_identity = Some("ana".into()));
        })
    };
    for (message, who) in [
        (identity(1, Some(1)), "This hop sets a source identity, so both"),
        (identity(3, Some(1)), "Hop 2 sets a source identity, which this one inherits, so both"),
        (
            identity(0, None),
            "The session that starts the chain has a source identity, which this hop inherits, so both",
        ),
    ] {
        assert!(message.contains(&format!("AWS does not let a do sts:SetSourceIdentity here. {who}")), "{message}");
        assert!(message.contains("the role’s trust policy and the caller’s own policies must allow"), "{message}");
    }
}

#[test]
fn the_reason_that_aws_gives_is_told_beside_what_tags_need() {
    let words = "User: a is not authorized to perform: sts:TagSession on resource: b because no role trust policy allows the \
                 sts:TagSession action";
    let mut chain = chain_of(1);
    chain.hops[0].session_tags = tagged("Team", false);
    let failure = Scripted::new([(0, error(403, "AccessDenied", words))]).walk(&chain, &long_term()).unwrap_err();
    assert!(failure.message.contains("This hop sets session tags, so"), "{failure}");
    assert!(failure.causes[0].evidence[0].ends_with(words), "{failure:?}");
}

#[test]
fn where_a_code_could_have_been_sent_mfa_is_named() {
    let told = |words: &str, at: usize, device: Option<&str>, base: &Credentials| {
        let mut chain = chain_of(2);
        chain.hops[0].mfa_serial = device.map(String::from);
        let options = WalkOptions { token_code: Some(Secret::new("012345")), ..WalkOptions::default() };
        let world = Scripted::new([(at, error(403, "AccessDenied", words))]);
        let causes = world.walk_as(&chain, base, &options).unwrap_err().causes;
        causes.iter().any(|cause| cause.kind == CauseKind::MfaMissing && cause.sentence.contains("asks for MFA"))
    };
    let ana = format!("User: {ANA} is not authorized to perform: sts:AssumeRole on resource: b");
    let because = |what: &str| format!("{ana} because no {what} allows the sts:AssumeRole action");
    assert!(told(&ana, 0, None, &long_term()));
    assert!(told(&because("role trust policy"), 0, None, &long_term()));
    assert!(!told(&because("identity-based policy"), 0, None, &long_term()));
    assert!(!told(&ana, 0, Some(DEVICE), &long_term()));
    assert!(!told(WHO, 0, None, &temporary()));
    assert!(!told(WHO, 1, None, &long_term()));
}

#[test]
fn a_duration_over_the_role_s_maximum_is_told_with_the_seconds() {
    let over =
        |limit: &str| error(400, "ValidationError", &format!("The requested DurationSeconds exceeds the {limit}."));
    let mut chain = chain_of(1);
    chain.hops[0].duration_seconds = Some(7200);
    let told = |limit| Scripted::new([(0, over(limit))]).walk(&chain, &long_term()).unwrap_err();
    let failure = told("MaxSessionDuration set for this role");
    assert_eq!((failure.kind, failure.evidence.duration_seconds), (FailureKind::Duration, Some(7200)));
    assert_eq!(failure.role_arn.as_deref(), Some("arn:aws:iam::000000000001:role/team/role-1"));
    let failure = told("1 hour session limit for roles assumed by role chaining");
    assert_eq!((failure.kind, failure.evidence.duration_seconds), (FailureKind::Duration, None));
}

#[test]
fn what_aws_says_is_bounded_and_hides_and_turns_nothing() {
    let words = format!("A&#x9;B\u{202e}\u{200b}\u{feff}\n{}", "x".repeat(5_000));
    let failure = Scripted::new([(0, error(403, "Strange", &words))]).open(&chain_of(1), &long_term()).unwrap_err();
    let said = failure.evidence.aws_message.unwrap();
    assert!(said.starts_with("A B    x"), "{said}");
    assert_eq!(said.chars().count(), 2_000);
    assert!(failure.message.chars().count() < 2_200);
}

/// Every failure that a walk from a temporary source can end with, where the hosts repeat whatever secret they were sent.
fn all_failures() -> Vec<Failure> {
    let echo = |number: usize| {
        let base = temporary();
        let (key, token) = match number {
            0 => (base.secret_access_key.expose().to_string(), base.session_token.unwrap().expose().to_string()),
            _ => (format!("{MARKER}key{}", number - 1), format!("{MARKER}token{}==", number - 1)),
        };
        let encoded: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        format!("The Canonical String should have been x-amz-security-token:{token} or {encoded} or {key}.")
    };
    let mut failures = Vec::new();
    for number in 0..3 {
        let mut answers: Vec<Answer> =
            [NoReply::Timeout, NoReply::Unreachable, NoReply::Redirected, NoReply::Oversized]
                .into_iter()
                .chain([NoReply::Cancelled])
                .map(Err)
                .collect();
        for status in [200, 204, 302, 400, 403, 404, 429, 500, 503] {
            answers.push(Ok(reply(status, "")));
            answers.push(Ok(reply(status, &format!("<html><title>Error</title><p>{}</p></html>", echo(number)))));
            answers.push(error(status, &echo(number), &echo(number)));
            // So long that it is cut, within the secret.
            answers.extend(
                (0..80).map(|more| error(status, "Strange", &format!("{}{}", "x".repeat(1920 + more), echo(number)))),
            );
        }
        answers.extend(
            REFUSALS.iter().map(|(status, code, words, ..)| error(*status, code, &format!("{words} {}", echo(number)))),
        );
        let stolen = format!("arn:aws:sts::000000000009:assumed-role/x/{}", echo(number));
        answers.push(Ok(reply(200, &session_xml(number, &stolen))));
        answers.push(Ok(reply(200, &session_xml(number, "x")[..500])));
        for answer in answers {
            let world = Scripted::new((number..number + 4).map(|number| (number, answer.clone())));
            failures.extend(world.open(&chain_of(2), &temporary()).err());
        }
    }
    failures
}

#[test]
fn no_failure_shows_a_secret() {
    let failures = all_failures();
    assert!(failures.len() > 150, "{}", failures.len());
    let markers = [MARKER, "%2BHush", "%2bHush", "Hush"];
    for failure in failures {
        let shown = format!("{failure}\n{failure:?}\n{}", serde_json::to_string(&failure).unwrap());
        assert!(!markers.iter().any(|marker| shown.contains(marker)), "{shown}");
    }
}

#[test]
fn nothing_that_a_walk_handles_prints_a_secret() {
    let world = Scripted::default();
    let opened = world.open(&chain_of(2), &temporary()).unwrap();
    let walked = world.walk(&chain_of(2), &temporary()).unwrap();
    let sent = world.sent.borrow();
    let reply = reply(200, &session_xml(1, "x"));
    let shown = format!("{opened:?}{walked:?}{sent:?}{reply:?}{:?}{:?}", world.steps.borrow(), temporary());
    assert!(!shown.contains("Hush") && !shown.contains("Token-1_x"), "{shown}");
    let told = serde_json::to_string(&(&opened.hops, &*world.steps.borrow())).unwrap();
    assert!(!told.contains("Hush"), "{told}");
}

#[test]
fn each_parameter_that_is_not_taken_is_told_with_what_aws_takes_there() {
    let constraint = "failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*";
    for (name, says) in [
        ("roleSessionName", "session name, which has 2 to 64"),
        ("sourceIdentity", "source identity, which has 2 to"),
        ("externalId", "external ID, which has 2 to 1224"),
        ("serialNumber", "from the user’s page in IAM"),
        ("tokenCode", "Enter the next one"),
        ("tags.1.member.key", "Change the tags"),
        ("transitiveTagKeys", "Change the tags"),
        ("policyArns.1.member.arn", "Copy its ARN anew"),
        ("policy", "Shorten it"),
        ("durationSeconds", "900 to 43200 seconds"),
        ("roleArn", "Copy the ARN"),
        ("somethingNew", "Look at its details"),
    ] {
        let words = format!("1 validation error detected: Value 'x' at '{name}' {constraint}");
        let failure = failure_of(&chain_of(2), &long_term(), 1, &error(400, "ValidationError", &words));
        assert_eq!(failure.kind, FailureKind::Validation);
        assert!(failure.message.contains(says) && failure.message.contains(&words), "{failure}");
    }
    for (code, words, says) in [
        ("InvalidParameterValue", "Duplicate tag keys found.", "each key once"),
        ("ValidationError", "Request ARN is invalid", "Copy the ARN"),
        ("MissingParameter", "No RoleArn", "Look at its details"),
    ] {
        let failure = failure_of(&chain_of(2), &long_term(), 1, &error(400, code, words));
        assert!(failure.message.contains(says) && failure.message.contains(words), "{failure}");
    }
}
