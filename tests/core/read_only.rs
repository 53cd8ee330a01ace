//! A chain that opens read-only: what is asked for it, and that nothing opens or is given where it would be more than that.

use rolerelay::chain::check::{Surroundings, check_chain};
use rolerelay::chain::route::Route;
use rolerelay::chain::{Chain, ReadOnly};
use rolerelay::failure::FailureKind;
use rolerelay::protocol::http::Request;
use rolerelay::walk::{self, WalkOptions};

use crate::world::*;

const READ: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const VIEW: &str = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";
const OWN: &str = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
const NARROW: &str = "arn:aws:iam::000000000002:policy/Narrow";

fn read_only(policy: Option<&str>, arns: &[&str]) -> Chain {
    let mut chain = Chain { read_only: Some(ReadOnly::ReadOnlyAccess), ..chain_of(2) };
    chain.hops[1].policy = policy.map(str::to_string);
    chain.hops[1].policy_arns = arns.iter().map(|arn| (*arn).to_string()).collect();
    chain
}

fn lifted(seconds: u32) -> WalkOptions {
    WalkOptions { lifted_seconds: Some(seconds), ..WalkOptions::default() }
}

/// The session policies that a request asks for.
fn policies(request: &Request) -> Vec<String> {
    let names = ["Policy", "PolicyArns.member.1.arn", "PolicyArns.member.2.arn"];
    names.iter().filter_map(|name| field(request, name)).collect()
}

#[test]
fn the_last_hop_alone_is_held_to_the_policy_of_its_partition() {
    let world = Scripted::default();
    world.open(&read_only(None, &[]), &long_term()).unwrap();
    let sent = world.sent.borrow();
    assert_eq!((policies(&sent[0]), policies(&sent[1])), (vec![], vec![READ.to_string()]));
    assert_eq!(sent.len(), 3);
    for (partition, region) in
        [("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1"), ("aws-eusc", "eusc-de-east-1")]
    {
        let role = format!("arn:{partition}:iam::000000000001:role/role-1");
        let chain =
            Chain { read_only: Some(ReadOnly::ViewOnlyAccess), region: Some(region.into()), ..chain([role.as_str()]) };
        let world = Scripted::default();
        world.walk(&chain, &long_term()).unwrap();
        let expected = format!("arn:{partition}:iam::aws:policy/job-function/ViewOnlyAccess");
        assert_eq!(policies(&world.sent.borrow()[0]), [expected]);
    }
}

#[test]
fn a_policy_of_the_chain_s_own_is_laid_over_and_never_sent_beside() {
    let world = Scripted::default();
    let opened = world.open(&read_only(Some(OWN), &[]), &long_term()).unwrap();
    let sent = world.sent.borrow();
    assert_eq!(policies(&sent[1]), [READ]);
    assert_eq!(field(&sent[2], "Action").as_deref(), Some("GetScopedCredentials"));
    assert_eq!(field(&sent[2], "Policy").as_deref(), Some(OWN));
    assert_eq!(sent[2].host, "sts.us-east-1.amazonaws.com");
    assert_eq!(header(&sent[2], "x-amz-security-token"), Some(format!("{MARKER}token1==").as_str()));
    // The console is entered by what is left, and by nothing more.
    let session = field(&sent[3], "Session").unwrap();
    assert!(session.contains("scoped-key") && !session.contains("key1"), "the session that was laid over");
    assert_eq!(opened.hops.len(), 2);
    let copied = Scripted::default().walk(&read_only(Some(OWN), &[]), &long_term()).unwrap();
    assert_eq!(copied.credentials.access_key_id, "ASIASCOPED");
}

#[test]
fn the_console_of_what_was_laid_over_is_asked_for_no_length_of_its_own() {
    for (own, expected) in [(None, Some("43200")), (Some(OWN), None)] {
        let mut chain = Chain { session_duration: Some(43_200), ..read_only(own, &[]) };
        chain.hops.remove(0);
        let answers =
            own.map(|_| (1, Ok(reply(200, &scoped_xml("arn:aws:sts::000000000002:assumed-role/role-2/rolerelay")))));
        let world = Scripted::new(answers);
        world.open(&chain, &long_term()).unwrap();
        let sent = world.sent.borrow();
        assert_eq!(field(sent.last().unwrap(), "SessionDuration").as_deref(), expected, "{own:?}");
    }
}

#[test]
fn of_two_read_only_policies_the_narrower_holds() {
    for (own, expected) in [(&[VIEW][..], VIEW), (&[READ], READ), (&[READ, VIEW], READ)] {
        let world = Scripted::default();
        world.walk(&read_only(None, own), &long_term()).unwrap();
        assert_eq!(policies(&world.sent.borrow()[1]), [expected], "{own:?}");
    }
}

#[test]
fn where_it_cannot_be_held_nothing_is_sent_and_it_says_why() {
    for (policy, arns) in [(None, &[NARROW][..]), (Some(OWN), &[READ]), (Some(OWN), &[NARROW]), (None, &[READ, NARROW])]
    {
        let chain = read_only(policy, arns);
        let world = Scripted::default();
        let failure = world.open(&chain, &long_term()).unwrap_err();
        assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::Invalid, Some(1), 0), "{arns:?}");
        assert!(failure.message.contains("AWS adds up"), "{failure}");
        let survey = block_on(walk::survey(
            &Route::new(&chain).unwrap(),
            &long_term(),
            &WalkOptions::default(),
            &Scripted::default(),
            |_| {},
        ));
        assert_eq!(survey.failure.map(|failure| failure.kind), Some(FailureKind::Invalid));
        let found = check_chain(&chain, &Surroundings::default());
        assert!(
            found.iter().any(|finding| finding.place == "readOnly" && finding.message.contains("adds up")),
            "{found:?}"
        );
    }
}

#[test]
fn lifted_it_asks_for_what_the_chain_has_and_for_no_longer() {
    for (own, asked, expected) in [(None, 900, "900"), (Some(1_800), 3_600, "1800"), (Some(7_200), 3_600, "3600")] {
        let mut chain = Chain { session_duration: Some(43_200), ..read_only(Some(OWN), &[NARROW]) };
        chain.hops.remove(0);
        chain.hops[0].duration_seconds = own;
        let world = Scripted::default();
        let route = Route::new(&chain).unwrap();
        let none = rolerelay::walk::memory::Anew;
        let opened =
            block_on(walk::open(&route, &long_term(), &lifted(asked), &none, None, false, &world, |_| {})).unwrap();
        let sent = world.sent.borrow();
        assert_eq!(policies(&sent[0]), [OWN, NARROW]);
        assert_eq!(field(&sent[0], "DurationSeconds").as_deref(), Some(expected));
        // The console must not outlast what was allowed.
        assert_eq!(field(&sent[1], "SessionDuration"), None);
        assert_eq!(opened.ends_at, NOW + 3_600_000.0);
    }
    for seconds in [0, 899, 3_601] {
        let world = Scripted::default();
        let failure = world.walk_as(&read_only(None, &[]), &long_term(), &lifted(seconds)).unwrap_err();
        assert_eq!((failure.kind, world.sent_count()), (FailureKind::Invalid, 0), "{seconds}");
    }
}

#[test]
fn a_chain_that_does_not_open_read_only_has_nothing_to_lift() {
    let world = Scripted::default();
    world.walk_as(&chain_of(2), &long_term(), &lifted(900)).unwrap();
    assert_eq!(field(&world.sent.borrow()[1], "DurationSeconds"), None);
}

#[test]
fn a_refusal_to_lay_over_is_the_end_and_the_whole_session_is_not_given() {
    let cases = [
        (
            error(400, "InvalidAction", "Could not find operation"),
            FailureKind::Refused,
            "does not know GetScopedCredentials",
        ),
        (denied("no"), FailureKind::Denied, "sts:GetScopedCredentials"),
        (error(400, "PackedPolicyTooLarge", "x"), FailureKind::Validation, "more room"),
        (
            Ok(reply(200, &scoped_xml("arn:aws:sts::000000000002:assumed-role/role-2/another"))),
            FailureKind::WrongRole,
            "another session",
        ),
        (
            Ok(reply(
                200,
                &scoped_xml("arn:aws:sts::000000000002:assumed-role/role-2/rolerelay").replace("T01", "T00"),
            )),
            FailureKind::Malformed,
            "ended already",
        ),
    ];
    for (answer, kind, words) in cases {
        let world = Scripted::new([(2, answer)]);
        let failure = world.open(&read_only(Some(OWN), &[]), &long_term()).unwrap_err();
        assert_eq!((failure.kind, failure.hop, world.sent_count()), (kind, Some(1), 3), "{failure}");
        assert!(failure.message.contains(words), "{failure}");
    }
}

#[test]
fn what_a_chain_that_builds_on_it_ends_as_is_its_own_affair() {
    let parent = Chain { id: "p".into(), ..read_only(None, &[]) };
    let child = Chain {
        id: "c".into(),
        source_id: String::new(),
        parent_id: Some("p".into()),
        ..chain(["arn:aws:iam::000000000003:role/role-3"])
    };
    let whole = rolerelay::chain::inheritance::resolve(&child, &[parent]).unwrap();
    let world = Scripted::default();
    world.walk(&whole, &long_term()).unwrap();
    assert!(world.sent.borrow().iter().all(|request| policies(request).is_empty()));
}
