//! MFA: where a code is needed, that it is sent once and to AWS alone, and what is said when AWS does not take it.

use rolerelay::aws::credentials::Secret;
use rolerelay::chain::Chain;
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::protocol::http::NoReply;
use rolerelay::walk::WalkOptions;

use crate::world::*;

const WRONG: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
const UNKNOWN: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is \
                       valid and associated with this user.";
const HALF: &str = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";

/// A chain of two hops, whose first names the device.
fn guarded() -> Chain {
    let mut chain = chain_of(2);
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    chain
}

fn with(code: &str) -> WalkOptions {
    WalkOptions { token_code: Some(Secret::new(code)), ..WalkOptions::default() }
}

#[test]
fn a_user_s_key_needs_the_code_and_without_it_nothing_is_sent() {
    let world = Scripted::default();
    let failure = world.walk(&guarded(), &long_term()).unwrap_err();
    assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::Mfa, Some(0), 0));
    assert_eq!(failure.role_arn.as_deref(), Some("arn:aws:iam::000000000001:role/team/role-1"));
    assert!(failure.message.ends_with(&format!("Enter the six digits that {DEVICE} shows.")), "{failure}");
    assert!(world.steps.borrow().is_empty());
}

#[test]
fn the_first_hop_sends_device_and_code_and_no_later_one_does() {
    let world = Scripted::default();
    world.walk_as(&guarded(), &long_term(), &with("012345")).unwrap();
    let sent = world.sent.borrow();
    let both = |at: usize| (field(&sent[at], "SerialNumber"), field(&sent[at], "TokenCode"));
    assert_eq!(both(0), (Some(DEVICE.into()), Some("012345".into())));
    assert_eq!(both(1), (None, None));
}

#[test]
fn a_session_sends_neither_and_a_hop_without_a_device_sends_no_code() {
    for (chain, base, options) in [
        (guarded(), temporary(), with("012345")),
        (guarded(), temporary(), WalkOptions::default()),
        (chain_of(2), long_term(), with("012345")),
    ] {
        let world = Scripted::default();
        world.walk_as(&chain, &base, &options).unwrap();
        for request in world.sent.borrow().iter() {
            assert_eq!((field(request, "SerialNumber"), field(request, "TokenCode")), (None, None));
        }
    }
}

#[test]
fn what_cannot_be_a_code_is_not_sent() {
    for code in ["12345", "1234567", "12345a", " 12345", "12 345", "１２３４５６", "-12345", "+12345", "12345\n"]
    {
        let world = Scripted::default();
        let failures = [
            world.walk_as(&guarded(), &long_term(), &with(code)).unwrap_err(),
            world.session_token(&long_term(), "us-east-1", code).unwrap_err(),
        ];
        for failure in failures {
            assert_eq!((failure.kind, world.sent_count()), (FailureKind::Mfa, 0), "{code:?}");
            assert!(failure.message.contains("exactly six digits"), "{failure}");
            assert!(!failure.message.contains(code), "{failure}");
        }
    }
}

#[test]
fn an_empty_code_is_none_and_is_asked_for_only_if_all_else_is_well() {
    let world = Scripted::default();
    for failure in [
        world.walk_as(&guarded(), &long_term(), &with("")).unwrap_err(),
        world.session_token(&long_term(), "us-east-1", "").unwrap_err(),
    ] {
        assert_eq!(failure.kind, FailureKind::Mfa);
        assert!(failure.message.ends_with(&format!("Enter the six digits that {DEVICE} shows.")), "{failure}");
    }
    let mut chain = guarded();
    chain.hops[1].session_name = Some("{user}".into());
    assert_eq!(world.walk(&chain, &long_term()).unwrap_err().kind, FailureKind::Invalid);
    assert_eq!(world.sent_count(), 0);
}

#[test]
fn what_aws_says_of_a_code_is_told_with_what_to_do() {
    for (words, kind, sentence) in [
        (
            WRONG,
            FailureKind::Mfa,
            "wrong, or was used already. Wait for the next one of arn:aws:iam::000000000001:mfa/ana",
        ),
        (UNKNOWN, FailureKind::Denied, "does not know arn:aws:iam::000000000001:mfa/ana as an MFA device"),
        (HALF, FailureKind::Denied, "had only one of them"),
        (
            "MultiFactorAuthentication failed anew.",
            FailureKind::Denied,
            "It says: MultiFactorAuthentication failed anew.",
        ),
    ] {
        let world = Scripted::new([(0, error(403, "AccessDenied", words))]);
        let failure = world.walk_as(&guarded(), &long_term(), &with("012345")).unwrap_err();
        let codes = world.sent.borrow().iter().filter(|request| field(request, "TokenCode").is_some()).count();
        assert_eq!((failure.kind, failure.hop, codes), (kind, Some(0), 1));
        assert!(failure.message.contains(sentence), "{failure}");
        let failure = Scripted::new([(0, error(403, "AccessDenied", words))])
            .session_token(&long_term(), "us-east-1", "012345")
            .unwrap_err();
        assert_eq!((failure.kind, failure.hop, failure.role_arn.as_deref()), (kind, None, None));
        assert!(failure.message.contains(sentence), "{failure}");
    }
}

#[test]
fn a_code_that_was_answered_is_not_sent_again_and_one_that_was_not_is() {
    let failures = |answer: Answer| {
        let walk = Scripted::new((0..9).map(|number| (number, answer.clone())));
        let walked = walk.walk_as(&guarded(), &long_term(), &with("012345")).unwrap_err();
        let token = Scripted::new((0..9).map(|number| (number, answer.clone())));
        let token_failure = token.session_token(&long_term(), "us-east-1", "012345").unwrap_err();
        assert_eq!((walked.kind, walk.sent_count()), (token_failure.kind, token.sent_count()));
        (walked.kind, walk.sent_count(), walked.message)
    };
    for (answer, kind) in [
        (error(400, "Throttling", "Rate exceeded"), FailureKind::Throttled),
        (Ok(reply(503, "")), FailureKind::Unavailable),
        (Err(NoReply::CutShort), FailureKind::Unreachable),
    ] {
        let (told, sent, _) = failures(answer);
        assert_eq!((told, sent), (kind, 1));
    }
    assert!(failures(Err(NoReply::CutShort)).2.contains("in one try"));
    let (kind, sent, _) = failures(Err(NoReply::Timeout));
    assert_eq!((kind, sent), (FailureKind::Timeout, 3));
}

#[test]
fn get_session_token_gives_the_session_that_starts_chains() {
    let world = Scripted::default();
    let session = world.session_token(&long_term(), "eu-west-1", "012345").unwrap();
    assert_eq!(session.expires_at, Some(NOW + 43_200_000.0));
    assert!(!session.is_long_term());
    let asked = world.sent.borrow();
    let [request] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(request.host, "sts.eu-west-1.amazonaws.com");
    assert!(header(request, "authorization").unwrap().contains("/eu-west-1/sts/aws4_request"));
    assert_eq!(field(request, "SerialNumber").as_deref(), Some(DEVICE));
    assert_eq!(field(request, "TokenCode").as_deref(), Some("012345"));
    assert_eq!(field(request, "DurationSeconds").as_deref(), Some("43200"));
    let walk = Scripted::default();
    walk.walk(&guarded(), &session).unwrap();
    assert_eq!(header(&walk.sent.borrow()[0], "x-amz-security-token"), Some("+Hush/session-token"));
}

#[test]
fn a_session_of_a_code_that_ended_before_it_came_is_not_used() {
    let replayed = session_token_xml().replace("T12:00:00Z", "T00:00:00Z");
    let world = Scripted::new([(0, Ok(reply(200, &replayed)))]);
    let failure = world.session_token(&long_term(), "eu-west-1", "012345").unwrap_err();
    assert_eq!(failure.kind, FailureKind::Malformed);
    assert!(failure.message.contains("ended already"), "{failure}");
}

#[test]
fn get_session_token_needs_a_long_term_key_and_a_region() {
    let world = Scripted::default();
    let failure = world.session_token(&temporary(), "us-east-1", "012345").unwrap_err();
    assert_eq!(failure.kind, FailureKind::Invalid);
    assert!(failure.message.contains("long-term access key"), "{failure}");
    for region in ["", "us-nowhere-1", "example.com/"] {
        assert_eq!(world.session_token(&long_term(), region, "012345").unwrap_err().kind, FailureKind::Invalid);
    }
    assert_eq!(world.sent_count(), 0);
    world.session_token(&long_term(), "cn-north-1", "012345").unwrap();
    assert_eq!(world.sent.borrow()[0].host, "sts.cn-north-1.amazonaws.com.cn");
}

#[test]
fn what_get_session_token_is_refused_for_is_plain() {
    for (status, code, words, kind, sentence) in [
        (
            403,
            "AccessDenied",
            "Cannot call GetSessionToken with session credentials",
            FailureKind::Denied,
            "The source holds a session",
        ),
        (
            403,
            "AccessDenied",
            "User: arn:aws:iam::000000000001:user/ana is not authorized to perform: sts:GetSessionToken with an explicit deny",
            FailureKind::Denied,
            "does not let arn:aws:iam::000000000001:user/ana do sts:GetSessionToken here. It says why: User:",
        ),
        (403, "AccessDenied", "No.", FailureKind::Denied, "does not let the caller do sts:GetSessionToken here."),
        (403, "InvalidClientTokenId", "invalid", FailureKind::InvalidKey, "does not know the source’s access key"),
        (403, "SignatureDoesNotMatch", "no match", FailureKind::Signature, "secret access key is wrong"),
        (403, "RegionDisabledException", "", FailureKind::Region, "not active in us-east-1"),
    ] {
        let world = Scripted::new([(0, error(status, code, words))]);
        let failure = world.session_token(&long_term(), "us-east-1", "012345").unwrap_err();
        assert!(failure.message.contains(sentence), "{failure}");
        assert!(!failure.message.starts_with("Hop"), "{failure}");
        assert_eq!((failure.hop, failure.evidence.attempts, world.sent_count()), (None, Some(1), 1));
        assert_eq!((failure.kind, failure.evidence.status), (kind, Some(status)));
    }
}

#[test]
fn no_failure_tells_the_code_or_a_key() {
    let echo = format!("{WRONG} You sent 012345 signed by {}", long_term().secret_access_key.expose());
    let answers = || (0..4).map(|number| (number, error(403, "AccessDenied", &echo)));
    let shown = |failure: &Failure| format!("{failure:?} {}", serde_json::to_string(failure).unwrap());
    for failure in [
        Scripted::new(answers()).walk_as(&guarded(), &long_term(), &with("012345")).unwrap_err(),
        Scripted::new(answers()).session_token(&long_term(), "us-east-1", "012345").unwrap_err(),
    ] {
        let shown = shown(&failure);
        assert!(!shown.contains("012345") && !shown.contains("Hush"), "{shown}");
    }
    let world = Scripted::default();
    let walked = world.walk_as(&guarded(), &long_term(), &with("012345")).unwrap();
    let told = format!("{walked:?} {:?} {:?} {:?}", world.sent.borrow(), world.steps.borrow(), with("012345"));
    assert!(!told.contains("012345") && !told.contains("Hush"), "{told}");
}
