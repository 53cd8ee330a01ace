//! What is kept of one walk and used by the next: never where the paths differ in anything, and always where they do not.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use proptest::prelude::*;
use rolerelay::aws::credentials::Secret;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::route::Route;
use rolerelay::chain::{Chain, Hop};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::protocol::world::Cancelled;
use rolerelay::walk::memory::{KeptSession, Memory, Path};
use rolerelay::walk::{self, WalkOptions, Walked};

use crate::world::*;

/// Keeps all, as the background does.
#[derive(Default)]
struct Shelf {
    source: RefCell<String>,
    kept: RefCell<HashMap<Path, KeptSession>>,
    now: Cell<f64>,
}

impl Shelf {
    fn of(source: &str) -> Self {
        Self { source: RefCell::new(source.into()), now: Cell::new(NOW), ..Self::default() }
    }

    fn find(&self, path: &Path) -> Option<KeptSession> {
        self.kept.borrow().get(path).filter(|kept| kept.until > self.now.get()).cloned()
    }

    fn walk(&self, world: &Scripted, chain: &Chain, options: &WalkOptions) -> Result<Walked, Failure> {
        block_on(walk::walk(&Route::new(chain)?, &long_term(), options, self, world, |step| {
            world.steps.borrow_mut().push(step)
        }))
    }
}

impl Memory for Shelf {
    fn source(&self) -> Option<String> {
        Some(self.source.borrow().clone())
    }
    async fn last(&self, paths: &[Path]) -> Option<KeptSession> {
        paths.iter().rev().find_map(|path| self.find(path))
    }
    async fn take(&self, path: &Path) -> Result<Option<KeptSession>, Cancelled> {
        Ok(self.find(path))
    }
    fn keep(&self, path: &Path, kept: &KeptSession) {
        self.kept.borrow_mut().insert(path.clone(), kept.clone());
    }
    fn forget(&self, paths: &[Path]) {
        self.kept.borrow_mut().retain(|path, _| !paths.contains(path));
    }
}

fn anyone() -> WalkOptions {
    WalkOptions::default()
}

#[test]
fn the_second_walk_of_a_path_asks_nothing_and_says_so() {
    let (shelf, world) = (Shelf::of("s1"), Scripted::default());
    let first = shelf.walk(&world, &chain_of(3), &anyone()).unwrap();
    let second = shelf.walk(&world, &chain_of(3), &anyone()).unwrap();
    assert_eq!(world.sent_count(), 3);
    assert_eq!(second.credentials, first.credentials);
    let attempts = |walked: &Walked| walked.hops.iter().map(|hop| hop.attempts).collect::<Vec<_>>();
    assert_eq!((attempts(&first), attempts(&second)), (vec![1, 1, 1], vec![0, 0, 0]));
    let ids = |walked: &Walked| walked.hops.iter().map(|hop| hop.request_id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first), ids(&second), "the journal finds each hop in CloudTrail by it");
}

#[test]
fn ten_chains_under_one_hub_ask_for_it_once() {
    let (shelf, world) = (Shelf::of("s1"), Scripted::default());
    for end in 0..10 {
        let mut chain = chain_of(2);
        let role_arn = format!("arn:aws:iam::{:012}:role/End", 100 + end);
        chain.hops.push(Hop { role_arn, ..Hop::default() });
        shelf.walk(&world, &chain, &anyone()).unwrap();
    }
    assert_eq!(world.sent_count(), 2 + 10);
}

#[test]
fn a_walk_goes_on_from_the_last_session_that_is_kept_whatever_became_of_those_before() {
    let (shelf, world) = (Shelf::of("s1"), Scripted::default());
    shelf.walk(&world, &chain_of(2), &anyone()).unwrap();
    let whole = shelf.kept.borrow().clone();
    shelf.kept.borrow_mut().retain(|_, kept| kept.hops.len() == 2);
    assert_eq!((whole.len(), shelf.kept.borrow().len()), (2, 1));
    let walked = shelf.walk(&world, &chain_of(3), &anyone()).unwrap();
    assert_eq!((world.sent_count(), walked.hops.len()), (3, 3));
    assert_eq!(world.steps.borrow().last().map(|step| (step.at, step.hops.len())), Some((2, 2)));
}

#[test]
fn the_last_five_minutes_are_left_and_never_more_than_half() {
    // The session ends an hour after NOW; the clock of the second walk stands a minute before that.
    for (begins, until) in [(0.0, 55.0), (52.0, 56.0), (58.0, 59.0)] {
        let (shelf, world) = (Shelf::of("s1"), Scripted::default());
        world.clock.set(begins * 60_000.0);
        shelf.walk(&world, &chain_of(1), &anyone()).unwrap();
        let kept: Vec<f64> = shelf.kept.borrow().values().map(|kept| (kept.until - NOW) / 60_000.0).collect();
        assert_eq!(kept, [until], "begun after {begins} minutes");
    }
}

#[test]
fn what_a_code_covered_needs_none_until_it_ends() {
    let (shelf, world) = (Shelf::of("s1"), Scripted::default());
    let mut chain = chain_of(2);
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    let without = shelf.walk(&world, &chain, &anyone()).unwrap_err();
    assert_eq!((without.kind, world.sent_count()), (FailureKind::Mfa, 0));
    let code = |code: &str| WalkOptions { token_code: Some(Secret::new(code)), ..anyone() };
    shelf.walk(&world, &chain, &code("123456")).unwrap();
    shelf.walk(&world, &chain, &anyone()).unwrap();
    shelf.walk(&world, &chain, &code("654321")).unwrap();
    assert_eq!(world.sent_count(), 2, "the code is no part of the path");
    // Another device is another path, and so is none.
    chain.hops[0].mfa_serial = Some("arn:aws:iam::000000000001:mfa/other".into());
    assert_eq!(shelf.walk(&world, &chain, &anyone()).unwrap_err().kind, FailureKind::Mfa);
    chain.hops[0].mfa_serial = None;
    shelf.walk(&world, &chain, &anyone()).unwrap();
    assert_eq!(world.sent_count(), 4);
}

#[test]
fn a_kept_session_that_aws_ended_is_walked_anew() {
    let (shelf, mut world) = (Shelf::of("s1"), Scripted::default());
    shelf.walk(&world, &chain_of(2), &anyone()).unwrap();
    // The third request is hop 3, signed by what was kept.
    world.answers.insert(2, error(403, "ExpiredToken", "The security token included in the request is expired"));
    let walked = shelf.walk(&world, &chain_of(3), &anyone()).unwrap();
    assert_eq!((walked.hops.len(), world.sent_count()), (3, 2 + 1 + 3));
    assert_eq!(shelf.kept.borrow().len(), 3);
}

#[test]
fn a_console_that_refuses_a_kept_session_gets_a_fresh_one() {
    let (shelf, mut world) = (Shelf::of("s1"), Scripted::default());
    shelf.walk(&world, &chain_of(2), &anyone()).unwrap();
    world.answers.insert(2, Ok(reply(400, "<html>Your session has ended</html>")));
    let route = Route::new(&chain_of(2)).unwrap();
    let opened = block_on(walk::open(&route, &long_term(), &anyone(), &shelf, None, false, &world, |_| {})).unwrap();
    let hosts: Vec<bool> = world.sent.borrow().iter().skip(2).map(|sent| sent.host.contains("signin")).collect();
    assert_eq!((opened.hops.len(), hosts.last()), (2, Some(&true)));
    assert_eq!(hosts.iter().filter(|signs_in| !**signs_in).count(), 2, "both hops were asked for again: {hosts:?}");
}

#[test]
fn a_refusal_that_stays_is_told_as_a_walk_from_the_source_finds_it() {
    let (shelf, mut world) = (Shelf::of("s1"), Scripted::default());
    shelf.walk(&world, &chain_of(2), &anyone()).unwrap();
    let no = || denied("User: arn:aws:sts::000000000002:assumed-role/role-2/rolerelay is not authorized");
    world.answers.extend([(2, no()), (5, no())]);
    let failure = shelf.walk(&world, &chain_of(3), &anyone()).unwrap_err();
    assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::Denied, Some(2), 6));
}

#[test]
fn no_answer_is_no_reason_to_walk_anew() {
    let (shelf, mut world) = (Shelf::of("s1"), Scripted::default());
    shelf.walk(&world, &chain_of(2), &anyone()).unwrap();
    world.cancel_in_sleep = true;
    world.answers.insert(2, error(503, "ServiceUnavailable", "busy"));
    assert_eq!(shelf.walk(&world, &chain_of(3), &anyone()).unwrap_err().kind, FailureKind::Cancelled);
    assert_eq!((world.sent_count(), shelf.kept.borrow().len()), (3, 2));
}

#[test]
fn each_parameter_of_each_hop_makes_another_path_from_there_on() {
    let whole = || Hop {
        role_arn: "arn:aws:iam::000000000001:role/x".into(),
        session_name: Some("ana".into()),
        external_id: Some("id-1".into()),
        duration_seconds: Some(900),
        policy: Some(r#"{"Version":"2012-10-17","Statement":[]}"#.into()),
        policy_arns: vec!["arn:aws:iam::aws:policy/A".into()],
        session_tags: vec![SessionTag { key: "a".into(), value: "1".into(), transitive: false }],
        source_identity: None,
        mfa_serial: None,
        region: Some("eu-west-1".into()),
    };
    let changes: [fn(&mut Hop); 17] = [
        |hop| hop.role_arn = "arn:aws:iam::000000000001:role/team/x".into(),
        |hop| hop.role_arn = "arn:aws:iam::000000000002:role/x".into(),
        |hop| hop.session_name = Some("bob".into()),
        |hop| hop.session_name = None,
        |hop| hop.external_id = Some("id-2".into()),
        |hop| hop.external_id = None,
        |hop| hop.duration_seconds = Some(901),
        |hop| hop.duration_seconds = None,
        |hop| hop.policy = Some(r#"{"Version":"2012-10-17","Statement": []}"#.into()),
        |hop| hop.policy = None,
        |hop| hop.policy_arns.clear(),
        |hop| hop.policy_arns.push("arn:aws:iam::aws:policy/B".into()),
        |hop| hop.session_tags.clear(),
        |hop| hop.session_tags.iter_mut().for_each(|tag| tag.value = "2".into()),
        |hop| hop.session_tags.iter_mut().for_each(|tag| tag.key = "b".into()),
        |hop| hop.source_identity = Some("ana".into()),
        |hop| hop.region = Some("us-east-1".into()),
    ];
    for at in 0..3 {
        for (which, change) in changes.iter().enumerate() {
            let (shelf, world) = (Shelf::of("s1"), Scripted::default());
            let mut chain = Chain { hops: vec![whole(), whole(), whole()], ..chain_of(1) };
            shelf.walk(&world, &chain, &anyone()).unwrap();
            chain.hops.get_mut(at).into_iter().for_each(change);
            shelf.walk(&world, &chain, &anyone()).unwrap();
            assert_eq!(world.sent_count(), 3 + 3 - at, "change {which} of hop {at}");
        }
    }
    // Whether a tag goes on to the next hops is sent too, and a transitive one cannot be set again.
    let (shelf, world) = (Shelf::of("s1"), Scripted::default());
    let mut chain = Chain { hops: vec![whole()], ..chain_of(1) };
    shelf.walk(&world, &chain, &anyone()).unwrap();
    chain.hops[0].session_tags[0].transitive = true;
    shelf.walk(&world, &chain, &anyone()).unwrap();
    assert_eq!(world.sent_count(), 2);
}

/// A hop with each of its parameters set or not, from so few values that two are often alike.
fn any_hop() -> impl Strategy<Value = Hop> {
    let few =
        |values: [&'static str; 2]| prop::option::of(prop::sample::select(values.to_vec()).prop_map(String::from));
    let tag = (prop::sample::select(vec!["a", "b"]), prop::sample::select(vec!["1", "2"]), any::<bool>());
    (
        prop::sample::select(vec!["000000000001:role/x", "000000000001:role/team/x", "000000000002:role/x"]),
        few(["ana", "{chain}"]),
        few(["id-1", "id-2"]),
        prop::option::of(prop::sample::select(vec![900_u32, 3600])),
        few([r#"{"Version":"2012-10-17","Statement":[]}"#, r#"{"Version":"2012-10-17","Statement": []}"#]),
        prop::option::of(prop::sample::select(vec!["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"])),
        prop::option::of(tag),
        few(["ana", "bob"]),
        few(["eu-west-1", "us-east-1"]),
    )
        .prop_map(
            |(role, session_name, external_id, duration_seconds, policy, arn, tag, source_identity, region)| Hop {
                role_arn: format!("arn:aws:iam::{role}"),
                session_name,
                external_id,
                duration_seconds,
                policy,
                policy_arns: arn.map(String::from).into_iter().collect(),
                session_tags: tag
                    .map(|(key, value, transitive)| SessionTag { key: key.into(), value: value.into(), transitive })
                    .into_iter()
                    .collect(),
                source_identity,
                mfa_serial: None,
                region,
            },
        )
}

/// A chain of a few hops, and another that begins as it does and then goes its own way, or changes one hop, or neither.
fn any_pair() -> impl Strategy<Value = (Vec<Hop>, Vec<Hop>)> {
    let hops = || prop::collection::vec(any_hop(), 1..4);
    (hops(), hops(), 0_usize..5).prop_map(|(one, mut other, same)| {
        for (theirs, ours) in other.iter_mut().zip(&one).take(same) {
            theirs.clone_from(ours);
        }
        (one, other)
    })
}

/// What AWS gets of each hop, and of those before it: what must be equal for two sessions to be the same.
fn sent_of(world: &Scripted, chain: &Chain) -> Option<Vec<String>> {
    let before = world.sent_count();
    world.walk(chain, &long_term()).ok()?;
    let sent = world.sent.borrow();
    Some(sent.iter().skip(before).map(|request| format!("{} {}", request.host, request.body.expose())).collect())
}

proptest! {
    #[test]
    fn credentials_are_shared_exactly_where_the_paths_are_equal(
        (one, other) in any_pair(),
        sources in (0_u8..2, 0_u8..2),
        names in (0_u8..2, 0_u8..2),
    ) {
        let of = |hops: Vec<Hop>, name: u8| Chain { hops, name: format!("Chain {name}"), ..chain_of(1) };
        let (one, other) = (of(one, names.0), of(other, names.1));
        let plain = Scripted::default();
        let (Some(ours), Some(theirs)) = (sent_of(&plain, &one), sent_of(&plain, &other)) else { return Ok(()) };
        let shared = if sources.0 == sources.1 {
            ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count()
        } else {
            0
        };
        let (shelf, world) = (Shelf::of(&format!("source {}", sources.0)), Scripted::default());
        let first = shelf.walk(&world, &one, &anyone()).unwrap();
        shelf.source.replace(format!("source {}", sources.1));
        let second = shelf.walk(&world, &other, &anyone()).unwrap();
        prop_assert_eq!(world.sent_count(), ours.len() + theirs.len() - shared);
        let kept = second.hops.iter().filter(|hop| hop.attempts == 0).count();
        prop_assert_eq!(kept, shared);
        let is_same = first.credentials == second.credentials;
        prop_assert_eq!(is_same, ours == theirs && sources.0 == sources.1);
    }
}
