//! What AWS's code, its words or its silence settle: mostly one cause.

use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::failure::FailureKind;
use rolerelay::failure::cause::CauseKind::{self, *};
use rolerelay::failure::remedy::Remedy;
use rolerelay::protocol::http::NoReply;

use crate::world::*;

#[test]
fn what_a_code_or_the_words_settle_is_one_cause() {
    let invalid = |place: &str| {
        format!("1 validation error detected: Value 'x' at '{place}' failed to satisfy constraint: Member must …")
    };
    let signature = |words: &str| error(403, "SignatureDoesNotMatch", words);
    let validation = |words: &str| error(400, "ValidationError", words);
    let expired = error(403, "ExpiredToken", "The security token included in the request is expired");
    let unknown = error(403, "InvalidClientTokenId", "The security token included in the request is invalid");
    let mismatch = signature("The request signature we calculated does not match the signature you provided.");
    let clock = signature(
        "Signature expired: 20220127T001427Z is now earlier than 20220127T014428Z (20220127T015928Z - 15 min.)",
    );
    let first = [
        (expired.clone(), SourceExpired),
        (unknown.clone(), UnknownKey),
        (error(403, "UnrecognizedClientException", "invalid"), UnknownKey),
        (mismatch.clone(), WrongSecret),
        (denied("Roles may not be assumed by root accounts."), RootUser),
        (denied("Cannot call AssumeRole with session credentials"), WrongCaller),
        (
            denied("MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."),
            MfaMissing,
        ),
        (validation(&invalid("tokenCode")), MfaCode),
        (validation(&invalid("serialNumber")), MfaDevice),
    ];
    let later = [
        (expired, SessionExpired),
        (unknown, UnknownKey),
        (mismatch, Altered),
        (error(403, "MissingAuthenticationToken", "Request is missing Authentication Token"), Altered),
        (error(400, "IncompleteSignature", "Authorization header requires 'Signature' parameter."), Altered),
        (clock, Clock),
        (error(400, "RequestExpired", "Request has expired."), Clock),
        (signature("Credential should be scoped to a valid region, not 'us-east-2'."), WrongRegion),
        (error(403, "RegionDisabledException", "STS is not activated in this region"), RegionDisabled),
        (
            validation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            ),
            ChainedDuration,
        ),
        (validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role."), RoleMaximum),
        (validation(&invalid("roleSessionName")), SessionName),
        (validation(&invalid("tags.1.member.key")), CauseKind::SessionTag),
        (validation(&invalid("transitiveTagKeys")), CauseKind::SessionTag),
        (
            error(
                400,
                "InvalidParameterValue",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ),
            CauseKind::SessionTag,
        ),
        (validation(&invalid("policy")), SessionPolicy),
        (validation(&invalid("policyArns.1.member.arn")), SessionPolicy),
        (error(400, "MalformedPolicyDocument", "Syntax errors in policy."), SessionPolicy),
        (error(404, "NoSuchEntity", "Policy arn:aws:iam::aws:policy/Nix does not exist"), SessionPolicy),
        (
            error(400, "PackedPolicyTooLarge", "Packed size of session tags consumes 142% of allotted space."),
            PackedSize,
        ),
        (validation(&invalid("sourceIdentity")), Parameter),
        (error(400, "MissingParameter", "No RoleArn"), Parameter),
        (denied("The source identity cannot be changed once it is set."), SetSourceIdentity),
        (error(400, "Throttling", "Rate exceeded"), Throttled),
        (error(503, "ServiceUnavailable", "The request has failed"), Unavailable),
        (Err(NoReply::Timeout), Unreachable),
        (Err(NoReply::CutShort), Unreachable),
        (Err(NoReply::Redirected), ProxyPage),
        (Err(NoReply::Oversized), ProxyPage),
        (Err(NoReply::ProxyLogin), ProxyPage),
        (Ok(reply(200, "<html>Welcome to our network</html>")), ProxyPage),
        (Ok(reply(407, "<html>Proxy Authentication Required</html>")), ProxyPage),
        (Ok(reply(403, "")), ProxyPage),
        (Ok(reply(200, &session_xml(1, "arn:aws:sts::000000000009:assumed-role/x/rolerelay"))), ProxyPage),
    ];
    let mut chain = chain_of(3);
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    for (at, answer, kind) in first
        .into_iter()
        .map(|(answer, kind)| (0, answer, kind))
        .chain(later.into_iter().map(|(answer, kind)| (1, answer, kind)))
    {
        let failure = failure_of(&chain, &long_term(), at, &answer);
        assert_eq!(kinds(&failure), [kind], "{answer:?}");
        let cause = &failure.causes[0];
        assert!(failure.message.ends_with(&cause.sentence), "{failure}");
        assert_eq!((cause.evidence.len(), &cause.test), (1, &None), "{cause:?}");
    }
}

#[test]
fn a_code_or_a_device_that_is_refused_may_be_out_of_step() {
    let words = [
        ("MultiFactorAuthentication failed with invalid MFA one time pass code.", MfaCode),
        (
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and \
             associated with this user.",
            MfaDevice,
        ),
    ];
    let mut chain = chain_of(1);
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    for (words, kind) in words {
        let failure = failure_of(&chain, &long_term(), 0, &denied(words));
        assert_eq!(kinds(&failure), [kind, MfaOutOfStep], "{words}");
        assert!(failure.causes.iter().all(|cause| cause.test.is_some()), "{failure:?}");
    }
}

#[test]
fn a_signature_that_did_not_arrive_whole_says_what_to_do() {
    for code in ["IncompleteSignature", "MissingAuthenticationToken"] {
        let failure = failure_of(&chain_of(1), &long_term(), 0, &error(400, code, "Authorization header requires x."));
        assert_eq!(kinds(&failure), [Altered], "{code}");
        assert!(
            failure.message.contains("Something on the way") && failure.message.contains("another network"),
            "{failure}"
        );
    }
}

#[test]
fn what_neither_settles_is_told_without_a_cause() {
    let failure = failure_of(&chain_of(2), &long_term(), 1, &error(418, "SomethingNew", "A new thing"));
    assert_eq!((failure.kind, kinds(&failure)), (FailureKind::Refused, vec![]));
    let world = Scripted::new([(1, Err(NoReply::Cancelled))]);
    assert!(world.walk(&chain_of(2), &long_term()).unwrap_err().causes.is_empty());
}

#[test]
fn a_key_that_is_not_known_may_be_one_of_a_region_that_is_not_enabled() {
    let answer = error(403, "InvalidClientTokenId", "The security token included in the request is invalid");
    let told = |region: &str, base: &Credentials, at: usize| {
        let mut chain = chain_of(2);
        chain.region = Some(region.into());
        kinds(&failure_of(&chain, base, at, &answer))
    };
    let known_end = Credentials { expires_at: Some(NOW + 60_000.0), ..temporary() };
    assert_eq!(told("us-east-1", &long_term(), 0), [UnknownKey]);
    assert_eq!(told("me-south-1", &long_term(), 0), [RegionDisabled, UnknownKey]);
    assert_eq!(told("me-south-1", &temporary(), 0), [GlobalSession, RegionDisabled, UnknownKey, SourceExpired]);
    assert_eq!(told("eu-west-1", &temporary(), 0), [UnknownKey, SourceExpired]);
    // What was pasted whole is mostly an old session.
    let whole = |token: String| Credentials { session_token: Some(Secret::new(token)), ..temporary() };
    let long = "IQoJb3JpZ2luX2VjE/+a".repeat(20);
    assert_eq!(told("eu-west-1", &whole(format!("{long}==")), 0), [SourceExpired, UnknownKey]);
    assert_eq!(told("me-south-1", &whole(long.clone()), 0), [GlobalSession, RegionDisabled, SourceExpired, UnknownKey]);
    for torn in [&long[..60], &format!("{long}…"), &format!("{long} {long}")] {
        assert_eq!(told("eu-west-1", &whole(torn.into()), 0), [UnknownKey, SourceExpired], "{torn}");
    }
    assert_eq!(told("eu-west-1", &known_end, 0), [UnknownKey]);
    assert_eq!(told("me-south-1", &temporary(), 1), [RegionDisabled, UnknownKey]);
    assert_eq!(told("us-west-2", &temporary(), 1), [UnknownKey]);
}

#[test]
fn a_region_that_is_not_active_is_enabled_where_accounts_opt_in_to_it() {
    for code in ["RegionDisabledException", "OptInRequired"] {
        for (region, advice) in
            [("eu-west-3", "have STS activated there"), ("ap-east-2", "have that region enabled for it")]
        {
            let mut chain = chain_of(1);
            chain.region = Some(region.into());
            let failure = failure_of(&chain, &long_term(), 0, &error(403, code, "STS is not activated in this region"));
            assert_eq!(kinds(&failure), [RegionDisabled], "{code}");
            assert!(failure.message.contains(advice), "{failure}");
        }
    }
}

#[test]
fn a_sessions_key_without_its_token_is_told_whatever_the_region() {
    let tokenless = Credentials { session_token: None, ..temporary() };
    let answer = error(403, "InvalidClientTokenId", "The security token included in the request is invalid");
    for region in ["us-east-1", "me-south-1"] {
        let mut chain = chain_of(1);
        chain.region = Some(region.into());
        let failure = failure_of(&chain, &tokenless, 0, &answer);
        assert_eq!(kinds(&failure), [UnknownKey]);
        assert!(failure.causes[0].sentence.contains("session token is missing"), "{failure}");
    }
}

#[test]
fn the_sign_in_service_s_refusals_say_what_to_do() {
    let told = |hops: usize, base: &Credentials, said: &str| {
        let mut chain = chain_of(hops);
        chain.session_duration = (hops == 1).then_some(43_200);
        let page = format!("<html><body><h1>{said}</h1></body></html>");
        let world = Scripted::new([(hops, Ok(reply(400, &page))), (hops + 1, Ok(reply(400, &page)))]);
        let failure = world.open(&chain, base).unwrap_err();
        (failure.message, failure.causes[0].remedy.clone())
    };
    // It is asked for by a chain of one hop that a key signs.
    let table = [
        (1, long_term(), "Invalid credentials parameter", "leave its session duration empty"),
        (1, long_term(), "", "leave its session duration empty"),
        (2, long_term(), "Invalid credentials parameter", "clock is right"),
        (1, temporary(), "Invalid credentials parameter", "clock is right"),
        (2, long_term(), "Invalid SessionDuration", "leave its session duration empty"),
        (2, long_term(), "Destination is not allowed", "take the page off the chain"),
        (2, long_term(), "Something new", "says “Something new”. Try again"),
        (2, long_term(), "", "it did not say why. Try again"),
    ];
    for (hops, base, said, expected) in table {
        let (message, remedy) = told(hops, &base, said);
        assert!(message.contains(expected), "{message}");
        let of_chain = ["session duration", "the chain"].iter().any(|words| expected.contains(words));
        assert_eq!(remedy, Some(if of_chain { Remedy::Chain } else { Remedy::Retry }), "{message}");
    }
}

#[test]
fn trouble_without_a_code_of_aws_s_may_be_a_proxy_s() {
    let failure = failure_of(&chain_of(2), &long_term(), 1, &Ok(reply(502, "<html>Bad gateway</html>")));
    assert_eq!((failure.kind, kinds(&failure)), (FailureKind::Unavailable, vec![Unavailable, ProxyPage]));
}

#[test]
fn signing_in_has_its_causes_too() {
    for (answer, kind) in [
        (Ok(reply(429, "")), Throttled),
        (Ok(reply(503, "")), Unavailable),
        (Ok(reply(200, "<html>")), ProxyPage),
        (Ok(reply(400, "<title>Error</title><p>Invalid session duration</p>")), SignInRefused),
        (Err(NoReply::Unreachable), Unreachable),
    ] {
        let world = Scripted::new((1..9).map(|number| (number, answer.clone())));
        let failure = world.open(&chain_of(1), &long_term()).unwrap_err();
        assert_eq!((failure.hop, kinds(&failure)), (None, vec![kind]));
    }
    // Credentials whose end has come are told so before anything is sent.
    let world = Scripted::default();
    let failure = world.open(&chain_of(1), &Credentials { expires_at: Some(NOW), ..temporary() }).unwrap_err();
    assert_eq!((kinds(&failure), world.sent_count()), (vec![SourceExpired], 0));
}
