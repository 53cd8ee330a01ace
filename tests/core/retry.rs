//! When a request is sent again.

use rolerelay::protocol::http::NoReply;
use rolerelay::protocol::retry::{MAX_ATTEMPTS, Outcome, wait};

fn refused(status: u16, code: Option<&str>) -> Outcome<'_> {
    Outcome::Refused { status, code, retry_after: None }
}

#[test]
fn waits_double_and_are_spread_by_chance() {
    let throttled = refused(400, Some("Throttling"));
    assert_eq!(wait(1, throttled, false, 1.0), Some(1_000.0));
    assert_eq!(wait(2, throttled, false, 1.0), Some(2_000.0));
    assert_eq!(wait(2, throttled, false, 0.25), Some(500.0));
    assert_eq!(wait(1, refused(500, None), false, 1.0), Some(50.0));
    assert_eq!(wait(2, refused(500, None), false, 1.0), Some(100.0));
    assert_eq!(wait(1, Outcome::NoReply(NoReply::Timeout), false, 0.0), Some(0.0));
}

#[test]
fn three_attempts_are_all() {
    for outcome in [refused(429, None), refused(503, None), Outcome::NoReply(NoReply::Unreachable)] {
        assert!(wait(MAX_ATTEMPTS - 1, outcome, false, 1.0).is_some());
        assert_eq!(wait(MAX_ATTEMPTS, outcome, false, 1.0), None);
    }
}

#[test]
fn only_what_may_pass_is_sent_again() {
    for outcome in [
        refused(429, None),
        refused(500, None),
        refused(502, None),
        refused(503, None),
        refused(504, None),
        refused(400, Some("SlowDown")),
        refused(400, Some("IDPCommunicationError")),
        Outcome::NoReply(NoReply::Timeout),
        Outcome::NoReply(NoReply::Unreachable),
        Outcome::NoReply(NoReply::CutShort),
    ] {
        assert!(wait(1, outcome, false, 1.0).is_some(), "{outcome:?}");
    }
    for outcome in [
        refused(200, None),
        refused(400, None),
        refused(403, Some("AccessDenied")),
        refused(403, Some("ExpiredToken")),
        refused(501, None),
        Outcome::NoReply(NoReply::Redirected),
        Outcome::NoReply(NoReply::Oversized),
        Outcome::NoReply(NoReply::Cancelled),
    ] {
        assert_eq!(wait(1, outcome, false, 1.0), None, "{outcome:?}");
    }
}

#[test]
fn a_call_with_an_mfa_code_is_sent_again_only_if_nothing_answered() {
    assert_eq!(wait(1, refused(503, None), true, 1.0), None);
    assert_eq!(wait(1, refused(400, Some("Throttling")), true, 1.0), None);
    assert_eq!(wait(1, Outcome::NoReply(NoReply::CutShort), true, 1.0), None);
    assert!(wait(1, Outcome::NoReply(NoReply::Timeout), true, 1.0).is_some());
    assert!(wait(1, Outcome::NoReply(NoReply::Unreachable), true, 1.0).is_some());
}

#[test]
fn the_server_may_ask_for_five_seconds_more() {
    let asks = |retry_after| Outcome::Refused { status: 503, code: None, retry_after: Some(retry_after) };
    assert_eq!(wait(1, asks(1_500.0), false, 1.0), Some(1_500.0));
    assert_eq!(wait(1, asks(60_000.0), false, 1.0), Some(5_050.0));
    assert_eq!(wait(1, asks(-1.0), false, 1.0), Some(50.0));
}
