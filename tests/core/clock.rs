//! AWS's clock and this computer's, through the walk itself: the shared cases of the SDKs, and what they leave out.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fs;
use std::path::Path;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use proptest::prelude::*;
use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::aws::user::UserArn;
use rolerelay::chain::route::Route;
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::protocol::clock;
use rolerelay::protocol::http::{NoReply, Reply, Request};
use rolerelay::protocol::query::Refusal;
use rolerelay::protocol::world::{Cancelled, World};
use rolerelay::walk::memory::Anew;
use rolerelay::walk::{self, WalkOptions, Walked, iam};
use serde_json::Value;

use crate::world::{DEVICE, NOW, block_on, chain_of, error, field, header, long_term, reply, session_xml, temporary};

const MINUTE: f64 = 60_000.0;

/// A computer whose clock is where a test puts it, and an AWS that answers in order.
#[derive(Default)]
struct Computer {
    clock: Cell<f64>,
    skew: Cell<f64>,
    /// What comes back, and when, by the computer's clock.
    answers: RefCell<VecDeque<(Reply, f64)>>,
    sent: RefCell<Vec<Request>>,
}

impl World for Computer {
    async fn send(&self, request: Request) -> Result<Reply, NoReply> {
        // Who was refused is asked for beside the walk.
        if field(&request, "Action").as_deref() == Some("GetCallerIdentity") {
            return Err(NoReply::Oversized);
        }
        self.sent.borrow_mut().push(request);
        let (reply, received) = self.answers.borrow_mut().pop_front().ok_or(NoReply::Oversized)?;
        self.clock.set(received);
        Ok(reply)
    }

    fn now(&self) -> f64 {
        self.clock.get()
    }

    fn skew(&self) -> f64 {
        self.skew.get()
    }

    fn measured(&self, skew: f64) {
        self.skew.set(skew);
    }

    async fn sleep(&self, _: f64) -> Result<(), Cancelled> {
        Ok(())
    }

    fn random(&self) -> f64 {
        0.0
    }
}

impl Computer {
    /// Whose clock is `behind` AWS's by so many milliseconds: at AWS it is [`NOW`].
    fn behind(behind: f64) -> Self {
        Self { clock: Cell::new(NOW - behind), ..Self::default() }
    }

    /// What AWS answers next, with AWS's time, taking no time at all.
    fn answer(self, mut reply: Reply) -> Self {
        reply.headers.push(("date".into(), format(NOW, Format::HttpDate)));
        self.answer_without_date(reply)
    }

    fn answer_without_date(self, reply: Reply) -> Self {
        self.answers.borrow_mut().push_back((reply, self.clock.get()));
        self
    }

    fn walk(&self, base: &Credentials, options: &WalkOptions) -> Result<Walked, Failure> {
        block_on(walk::walk(&Route::new(&chain_of(1)).unwrap(), base, options, &Anew, self, |_| {}))
    }

    fn walk_as_user(&self) -> Result<Walked, Failure> {
        self.walk(&long_term(), &WalkOptions::default())
    }

    /// One request that is sent once, whatever comes back.
    fn ask_once(&self) -> Result<(), Failure> {
        let user = UserArn::parse("arn:aws:iam::123456789012:user/ana").unwrap();
        block_on(iam::create_access_key(&long_term(), &user, self)).map(drop)
    }

    /// The times that were signed, in milliseconds since 1970.
    fn signed_at(&self) -> Vec<f64> {
        self.sent.borrow().iter().filter_map(|request| Some(compact(header(request, "x-amz-date")?))).collect()
    }
}

fn session() -> Reply {
    let xml = session_xml(0, "arn:aws:sts::000000000001:assumed-role/role-1/rolerelay");
    reply(200, &xml.replace("2026-01-01T01:00:00Z", "2026-01-02T00:00:00Z"))
}

fn refused(status: u16, code: &str, message: &str) -> Reply {
    error(status, code, message).unwrap()
}

/// What STS says of a signature's time, as it was on the wire (aws-cli issue 6676), at [`NOW`].
fn expired() -> Reply {
    let said = "Signature expired: 20251231T235000Z is now earlier than 20251231T234500Z (20260101T000000Z - 15 min.)";
    refused(403, "SignatureDoesNotMatch", said)
}

fn format(milliseconds: f64, format: Format) -> String {
    DateTime::from_millis(milliseconds as i64).fmt(format).unwrap()
}

fn time(text: &str) -> f64 {
    DateTime::from_str(text, Format::DateTime).unwrap().to_millis().unwrap() as f64
}

/// `20260101T000000Z`
fn compact(text: &str) -> f64 {
    let [date, clock] = [&text[..8], &text[9..15]];
    time(&format!("{}-{}-{}T{}:{}:{}Z", &date[..4], &date[4..6], &date[6..], &clock[..2], &clock[2..4], &clock[4..]))
}

#[test]
fn the_shared_cases_of_the_sdks_hold() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/clock-skew-test-cases.json");
    let Ok(text) = fs::read_to_string(&file) else {
        println!("SKIPPED: ../shared/vectors/clock-skew-test-cases.json is not here; AWS's shared cases are not tried");
        return;
    };
    let cases: Value = serde_json::from_str(&text).unwrap();
    let cases = cases["tests"].as_array().unwrap();
    assert_eq!(cases.len(), 10);
    for case in cases {
        let name = case["description"].as_str().unwrap();
        // One computer throughout: what one operation learns, the next signs with.
        let computer = Computer::default();
        for (at, operation) in case["operations"].as_array().unwrap().iter().enumerate() {
            let initial = operation["initialClientSkew"].as_f64().unwrap() * 1_000.0;
            if at == 0 {
                computer.skew.set(initial);
            }
            assert_eq!(computer.skew(), initial, "{name}");
            play(&computer, operation, name);
            assert_eq!(computer.skew(), operation["expectedClientSkew"].as_f64().unwrap() * 1_000.0, "{name}");
        }
    }
}

fn play(computer: &Computer, operation: &Value, name: &str) {
    let attempts = operation["attempts"].as_array().unwrap();
    let at = |attempt: &Value, key: &str| time(attempt[key].as_str().unwrap());
    computer.clock.set(at(&attempts[0], "clientTimeAtSend"));
    computer
        .answers
        .borrow_mut()
        .extend(attempts.iter().map(|attempt| (answer_of(&attempt["response"]), at(attempt, "clientTimeAtReceive"))));
    let before = computer.signed_at().len();
    let ended = match operation["maxAttempts"].as_u64() {
        None => computer.walk_as_user().map(drop),
        Some(1) => computer.ask_once(),
        Some(more) => panic!("{name}: nothing here sends {more} times at most"),
    };
    assert_eq!(ended.is_ok(), operation["expectedOutcome"] == "success", "{name}: {ended:?}");
    let wanted: Vec<_> = attempts.iter().map(|attempt| at(attempt, "expectedSigningTime")).collect();
    assert_eq!(computer.signed_at()[before..], wanted, "{name}");
}

fn answer_of(response: &Value) -> Reply {
    let status = response["statusCode"].as_u64().unwrap() as u16;
    let mut reply = match response["errorCode"].as_str() {
        Some(code) => refused(status, code, "No."),
        None => session(),
    };
    let headers = response["headers"].as_object().unwrap().iter();
    reply.headers = headers.map(|(name, value)| (name.to_lowercase(), value.as_str().unwrap().into())).collect();
    reply
}

#[test]
fn a_walk_with_a_wrong_clock_is_refused_once_and_then_signs_with_the_time_of_aws() {
    for behind in [10.0 * MINUTE, -10.0 * MINUTE, 3.0 * 24.0 * 60.0 * MINUTE] {
        let computer = Computer::behind(behind).answer(expired()).answer(session());
        let walked = computer.walk_as_user().unwrap();
        assert_eq!(walked.hops[0].attempts, 2);
        assert_eq!(computer.signed_at(), [NOW - behind, NOW]);

        let computer = computer.answer(session());
        computer.walk_as_user().unwrap();
        assert_eq!(computer.signed_at()[2..], [NOW]);
    }
}

#[test]
fn where_no_date_can_be_read_the_words_of_sts_tell_the_time() {
    for (name, date) in [("date", "yesterday"), ("date", ""), ("x-date", "Thu, 01 Jan 2026 00:30:00 GMT")] {
        let mut refused = expired();
        refused.headers.push((name.into(), date.into()));
        let computer = Computer::behind(10.0 * MINUTE).answer_without_date(refused).answer_without_date(session());
        computer.walk_as_user().unwrap();
        assert_eq!(computer.signed_at(), [NOW - 10.0 * MINUTE, NOW]);
    }
    let early =
        "Signature not yet current: 20260101T001000Z is still later than 20260101T001500Z (20260101T000000Z + 15 min.)";
    let computer = Computer::behind(-10.0 * MINUTE)
        .answer_without_date(refused(403, "SignatureDoesNotMatch", early))
        .answer_without_date(session());
    computer.walk_as_user().unwrap();
    assert_eq!(computer.skew(), -10.0 * MINUTE);
}

#[test]
fn an_answer_that_a_cache_kept_and_one_that_took_too_long_tell_no_time() {
    let mut kept = expired();
    kept.headers.push(("age".into(), "1".into()));
    let computer = Computer::behind(10.0 * MINUTE).answer(kept);
    let failure = computer.walk_as_user().unwrap_err();
    assert_eq!((failure.kind, computer.skew(), computer.signed_at().len()), (FailureKind::Clock, 0.0, 1));

    for (took, known) in [(15.0, true), (15.1, false), (16.0, false), (-1.0, false)] {
        let computer = Computer::behind(10.0 * MINUTE).answer(session());
        computer.answers.borrow_mut()[0].1 += took * MINUTE;
        computer.walk_as_user().unwrap();
        assert_eq!(computer.skew() != 0.0, known, "{took} minutes");
    }
}

#[test]
fn a_time_that_cannot_be_is_no_time() {
    let mut portal = refused(403, "Forbidden", "Log in first.");
    portal.headers.push(("date".into(), "Wed, 31 Dec 1969 23:59:59 GMT".into()));
    let computer = Computer::behind(0.0).answer_without_date(portal).answer(session());
    computer.walk_as_user().unwrap_err();
    assert_eq!(computer.skew(), 0.0);
    computer.walk_as_user().unwrap();
}

#[test]
fn a_signature_that_was_right_is_not_sent_again() {
    // The secret key is wrong, and the clock too: corrected once, then AWS's word stands.
    let wrong = || refused(403, "SignatureDoesNotMatch", "The request signature we calculated does not match.");
    let computer = Computer::behind(10.0 * MINUTE).answer(expired()).answer(wrong());
    let failure = computer.walk_as_user().unwrap_err();
    assert_eq!((failure.kind, failure.evidence.attempts), (FailureKind::Signature, Some(2)));
    assert_eq!(failure.evidence.skew_seconds, Some(600));

    // Known from the start: the SDKs would try again for a large skew alone.
    let computer = computer.answer(wrong());
    assert_eq!(computer.walk_as_user().unwrap_err().evidence.attempts, Some(1));
}

#[test]
fn a_clock_that_was_set_right_meanwhile_is_believed_again() {
    let computer = Computer::behind(0.0).answer(expired()).answer(session());
    computer.measured(60.0 * MINUTE);
    assert_eq!(computer.walk_as_user().unwrap().hops[0].attempts, 2);
    assert_eq!(computer.signed_at(), [NOW + 60.0 * MINUTE, NOW]);
}

#[test]
fn a_clock_that_aws_refuses_each_time_is_told_with_its_minutes() {
    // What stands between here and AWS says another time than AWS.
    for (behind, words) in [
        (7.0, "7 minutes behind"),
        (-30.0, "30 minutes ahead of"),
        (119.0, "119 minutes behind"),
        (-330.0, "6 hours ahead of"),
        (5.0 * 365.0 * 1_440.0, "1825 days behind"),
    ] {
        let late = || refused(403, "RequestTimeTooSkewed", "The difference is too large.");
        let computer = Computer::behind(behind * MINUTE).answer(late()).answer(late());
        let failure = computer.walk_as_user().unwrap_err();
        assert_eq!((failure.kind, failure.evidence.attempts), (FailureKind::Clock, Some(2)));
        assert!(failure.message.contains(&format!("clock is {words} AWS’s. Set it right")), "{}", failure.message);
        assert_eq!(failure.evidence.skew_seconds, Some((behind * 60.0) as i64));
    }
}

#[test]
fn a_small_skew_is_corrected_without_a_word() {
    let denied = || refused(403, "AccessDenied", "No.");
    let computer = Computer::behind(3.0 * MINUTE).answer(denied());
    assert_eq!(computer.walk_as_user().unwrap_err().evidence.skew_seconds, None);
    assert_eq!(computer.skew(), 3.0 * MINUTE);
}

#[test]
fn a_request_with_an_mfa_code_is_sent_again_only_where_the_code_was_not_looked_at() {
    let options = WalkOptions {
        mfa_serial: Some(DEVICE.into()),
        token_code: Some(Secret::new("123456")),
        ..WalkOptions::default()
    };
    let with_code = |first: Reply| {
        let computer = Computer::behind(10.0 * MINUTE).answer(first).answer(session());
        (computer.walk(&long_term(), &options).is_ok(), computer.signed_at().len())
    };
    assert_eq!(with_code(expired()), (true, 2));
    assert_eq!(with_code(refused(400, "RequestExpired", "Too late.")), (true, 2));
    assert_eq!(with_code(refused(403, "AccessDeniedException", "No.")), (false, 1));
    assert_eq!(with_code(refused(503, "ServiceUnavailable", "No.")), (false, 1));
}

#[test]
fn a_session_ends_by_the_clock_of_aws() {
    // By this computer's clock it ended two hours ago.
    let computer = Computer::behind(-26.0 * 60.0 * MINUTE).answer(expired()).answer(session());
    computer.walk_as_user().unwrap();

    // An old answer that is played back, its date with it: it does not turn back the clock that it is held against.
    let mut replayed = session();
    replayed.headers.push(("date".into(), format(NOW, Format::HttpDate)));
    let computer = Computer::behind(-26.0 * 60.0 * MINUTE).answer_without_date(replayed);
    assert_eq!(computer.walk_as_user().unwrap_err().kind, FailureKind::Malformed);
}

#[test]
fn temporary_keys_have_expired_once_both_clocks_say_so() {
    let ends = |minutes: f64| Credentials { expires_at: Some(NOW + minutes * MINUTE), ..temporary() };
    for (skew, ends_in, is_sent) in [
        (0.0, 1.0, true),
        (0.0, -1.0, false),
        // It is an hour earlier at AWS.
        (-60.0, -30.0, true),
        (-60.0, -61.0, false),
        // The skew may be of before the clock was set: then nothing but an answer could show it.
        (60.0, 30.0, true),
        (60.0, -1.0, false),
    ] {
        let computer = Computer::behind(0.0).answer(session());
        computer.measured(skew * MINUTE);
        let ended = computer.walk(&ends(ends_in), &WalkOptions::default());
        assert_eq!(computer.signed_at().len(), usize::from(is_sent), "{skew}, {ends_in}: {ended:?}");
        assert!(is_sent || ended.unwrap_err().kind == FailureKind::Expired);
    }
}

fn refusal(code: &str, said: Option<&str>) -> Refusal {
    Refusal { status: 403, code: Some(code.into()), message: said.map(String::from), request_id: None }
}

/// An answer that a proxy or a service worker kept for a year, without an `Age`.
#[test]
fn an_old_answer_is_not_the_clock() {
    const YEAR: f64 = 365.0 * 24.0 * 60.0 * MINUTE;
    let dated = |mut reply: Reply, at: f64| {
        reply.headers.push(("date".into(), format(at, Format::HttpDate)));
        reply
    };
    for old in [NOW - YEAR, NOW + YEAR, NOW - 16.0 * MINUTE] {
        // AWS took the signature, or was past it.
        for answer in [session(), refused(403, "AccessDenied", "no"), refused(400, "ValidationError", "no")] {
            let computer = Computer::behind(0.0).answer_without_date(dated(answer, old));
            let _ended = computer.walk_as_user();
            assert_eq!((computer.skew(), computer.signed_at().len()), (0.0, 1), "{old}");
        }
        // What AWS says of the signature's time counts more.
        let computer = Computer::behind(20.0 * MINUTE).answer_without_date(dated(expired(), old)).answer(session());
        computer.walk_as_user().unwrap();
        assert!((computer.skew() - 20.0 * MINUTE).abs() < 1_000.0, "{}", computer.skew());
    }
}

proptest! {
    /// Whatever a host says, it is a time or none, and no panic.
    #[test]
    fn any_answer_is_read(date in ".*", age in proptest::option::of(".*"), code in ".*", said in ".*", took in any::<f64>()) {
        let mut answer = reply(403, "");
        answer.headers.push(("date".into(), date));
        answer.headers.extend(age.map(|age| ("age".into(), age)));
        let refusal = refusal(&code, Some(&said));
        let skew = clock::skew(&answer, Some(&refusal), NOW, NOW, NOW + took);
        prop_assert!(skew.is_none_or(f64::is_finite));
    }

    /// A skew is what the clock is off by, to the second that a date tells and half the time that the answer took.
    #[test]
    fn a_measured_skew_is_what_the_clock_is_off_by(off in -1e9_f64..1e9, out in 0.0_f64..1e4, back in 0.0_f64..1e4) {
        let mut answer = reply(200, "");
        answer.headers.push(("date".into(), format((NOW + off + out) as i64 as f64, Format::HttpDate)));
        let refusal = refusal("SignatureDoesNotMatch", None);
        let skew = clock::skew(&answer, Some(&refusal), NOW, NOW, NOW + out + back).unwrap();
        prop_assert!((skew - off).abs() <= 1_001.0 + (out + back) / 2.0, "{skew} for {off}");
    }
}
