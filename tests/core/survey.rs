//! A chain that is walked to learn about it, against AWS as it is scripted.

use crate::world::{
    self, ANA, Answer, DEVICE, GUEST, NOW, Scripted, block_on, chain_of, error, field, header, long_term, reply,
    temporary,
};
use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::Chain;
use rolerelay::chain::check::RefusedDuration;
use rolerelay::chain::route::Route;
use rolerelay::failure::FailureKind;
use rolerelay::protocol::http::NoReply;
use rolerelay::walk::{self, Direct, Survey, WalkOptions};

fn survey(world: &Scripted, chain: &Chain, base: &Credentials, options: &WalkOptions) -> Survey {
    let route = Route::new(chain).unwrap();
    block_on(walk::survey(&route, base, options, world, |step| world.steps.borrow_mut().push(step)))
}

fn plain(chain: &Chain, base: &Credentials) -> (Survey, Scripted) {
    let world = Scripted::default();
    (survey(&world, chain, base, &WalkOptions::default()), world)
}

fn denied() -> Answer {
    error(403, "AccessDenied", "User: x is not authorized to perform: sts:AssumeRole on resource: y")
}

fn role(max_session_duration: u32) -> Answer {
    Ok(reply(
        200,
        &format!(
            "<GetRoleResponse><GetRoleResult><Role><Arn>arn:aws:iam::000000000001:role/team/role-1</Arn>\
             <MaxSessionDuration>{max_session_duration}</MaxSessionDuration><AssumeRolePolicyDocument>%7B%7D\
             </AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>"
        ),
    ))
}

fn actions(world: &Scripted) -> Vec<String> {
    world.sent.borrow().iter().map(|request| field(request, "Action").unwrap()).collect()
}

#[test]
fn who_asks_then_each_hop_then_the_end_role_by_the_source_itself() {
    let (seen, world) = plain(&chain_of(3), &long_term());
    assert_eq!(actions(&world), ["GetCallerIdentity", "AssumeRole", "AssumeRole", "AssumeRole", "AssumeRole"]);
    assert_eq!((seen.caller.as_deref(), &seen.failure, &seen.direct), (Some(ANA), &None, &Some(Direct::Yes)));
    let sessions: Vec<_> = seen.hops.iter().map(|hop| hop.report.assumed_role_arn.as_str()).collect();
    assert_eq!(sessions, [1, 2, 3].map(|n| format!("arn:aws:sts::{n:012}:assumed-role/role-{n}/rolerelay")));
    let sent = world.sent.borrow();
    let by = |at: usize| header(&sent[at], "authorization").unwrap().split('/').next().unwrap().to_string();
    assert_eq!((by(4), field(&sent[4], "RoleArn")), (by(0), field(&sent[3], "RoleArn")));
    let steps = world.steps.borrow();
    assert_eq!(
        steps.iter().map(|step| (step.at, step.hops.len())).collect::<Vec<_>>(),
        [(0, 0), (1, 1), (2, 2), (3, 3)]
    );
}

#[test]
fn one_hop_is_direct_already() {
    let (seen, world) = plain(&chain_of(1), &long_term());
    assert_eq!((seen.direct, actions(&world).len()), (None, 2));
}

#[test]
fn what_the_end_role_answers_the_source_is_asked_for_once() {
    let cases: [(Answer, Direct); 5] = [
        (denied(), Direct::No),
        (error(400, "Throttling", "Rate exceeded"), Direct::Unknown),
        (error(400, "ValidationError", "x"), Direct::Unknown),
        (Err(NoReply::Timeout), Direct::Unknown),
        (
            Ok(reply(200, &world::session_xml(9, "arn:aws:sts::000000000009:assumed-role/other/rolerelay"))),
            Direct::Unknown,
        ),
    ];
    for (answer, expected) in cases {
        let world = Scripted::new([(3, answer)]);
        let seen = survey(&world, &chain_of(2), &long_term(), &WalkOptions::default());
        assert_eq!((seen.direct, seen.failure, world.sent_count()), (Some(expected), None, 4));
    }
}

#[test]
fn without_the_code_that_the_walk_had_a_no_is_no_answer() {
    let mut chain = chain_of(2);
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    let options = WalkOptions { token_code: Some(Secret::new("123456")), ..WalkOptions::default() };
    let world = Scripted::new([(3, denied())]);
    assert_eq!(survey(&world, &chain, &long_term(), &options).direct, Some(Direct::Unknown));
    assert_eq!(field(&world.sent.borrow()[3], "TokenCode"), None);
    assert_eq!(survey(&Scripted::default(), &chain, &long_term(), &options).direct, Some(Direct::Yes));
}

#[test]
fn tags_and_the_source_identity_are_followed_from_hop_to_hop() {
    let mut chain = chain_of(4);
    let tag = |key: &str, transitive| SessionTag { key: key.into(), value: "x".into(), transitive };
    chain.hops[0].session_tags = vec![tag("team", true), tag("note", false)];
    chain.hops[1].source_identity = Some("ana".into());
    chain.hops[2].session_tags = vec![tag("step", true)];
    let (seen, _) = plain(&chain, &long_term());
    let tags: Vec<_> = seen.hops.iter().map(|hop| hop.tags.join(" ")).collect();
    assert_eq!(tags, ["team note", "team", "team step", "team step"]);
    let identities: Vec<_> = seen.hops.iter().map(|hop| hop.source_identity.as_deref()).collect();
    assert_eq!(identities, [None, Some("ana"), Some("ana"), Some("ana")]);
    // This AWS forgets it.
    assert!(seen.hops.iter().all(|hop| hop.report.source_identity.is_none()));
}

#[test]
fn a_walk_that_fails_tells_of_the_hops_before() {
    let world = Scripted::new([(2, denied())]);
    let seen = survey(&world, &chain_of(3), &long_term(), &WalkOptions::default());
    assert_eq!((seen.hops.len(), seen.direct, world.sent_count()), (1, None, 3));
    let failure = seen.failure.unwrap();
    assert_eq!((failure.kind, failure.hop), (FailureKind::Denied, Some(1)));
    // Who the source is was asked before: it is not asked again when its own hop fails.
    let world = Scripted::new([(1, error(403, "AccessDenied", "Not authorized to perform sts:AssumeRole"))]);
    let seen = survey(&world, &chain_of(3), &long_term(), &WalkOptions::default());
    assert_eq!((seen.failure.unwrap().caller.as_deref(), world.sent_count()), (Some(ANA), 2));
}

#[test]
fn a_source_that_is_not_told_is_no_failure() {
    let world = Scripted::new([(0, Err(NoReply::Timeout))]);
    let seen = survey(&world, &chain_of(2), &long_term(), &WalkOptions::default());
    assert_eq!((seen.caller, seen.failure, seen.hops.len()), (None, None, 2));
}

#[test]
fn what_cannot_begin_sends_nothing() {
    let ended = Credentials { expires_at: Some(NOW - 1.0), ..temporary() };
    let (seen, world) = plain(&chain_of(2), &ended);
    assert_eq!((seen.failure.unwrap().kind, world.sent_count()), (FailureKind::Expired, 0));
    let mut chain = chain_of(2);
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    let (seen, world) = plain(&chain, &long_term());
    assert_eq!((seen.failure.unwrap().kind, world.sent_count()), (FailureKind::Mfa, 0));
}

#[test]
fn cancelling_ends_it_at_once() {
    let cancelled = || Err(NoReply::Cancelled);
    let world = Scripted::new((0..9).map(|at| (at, cancelled())));
    let seen = survey(&world, &chain_of(2), &long_term(), &WalkOptions::default());
    assert_eq!((seen.failure.unwrap().kind, world.sent_count()), (FailureKind::Cancelled, 2));
}

#[test]
fn the_longest_session_of_a_hop_that_a_session_signs_is_an_hour() {
    let (seen, _) = plain(&chain_of(2), &temporary());
    assert_eq!(seen.caller.as_deref(), Some(GUEST));
    assert!(seen.hops.iter().all(|hop| hop.longest_seconds == Some(3_600) && hop.longest_why.contains("one hour")));
}

#[test]
fn the_longest_session_of_a_first_hop_is_the_role_s_maximum_where_that_may_be_known() {
    let asking = WalkOptions { may_ask_iam: true, ..WalkOptions::default() };
    let world = Scripted::new([(3, role(14_400))]);
    let seen = survey(&world, &chain_of(2), &long_term(), &asking);
    assert_eq!(seen.hops[0].longest_seconds, Some(14_400));
    assert_eq!(seen.hops[1].longest_seconds, Some(3_600));
    let sent = world.sent.borrow();
    assert_eq!((sent[3].host.as_str(), field(&sent[3], "RoleName").as_deref()), ("iam.amazonaws.com", Some("role-1")));
    assert!(
        header(&sent[3], "authorization").unwrap().contains("Credential=ASIA0000000000000001/"),
        "by the new session"
    );

    let world = Scripted::new([(3, denied())]);
    let seen = survey(&world, &chain_of(2), &long_term(), &asking);
    assert_eq!((seen.hops[0].longest_seconds, seen.failure), (None, None));
    assert_eq!(seen.hops[0].longest_why, "The role’s MaxSessionDuration is not known here. AWS gave one hour.");
}

#[test]
fn without_iam_the_longest_session_is_what_aws_gave_and_refused() {
    let why = |seconds: Option<u32>, refused: Option<u32>| {
        let mut chain = chain_of(1);
        chain.hops[0].duration_seconds = seconds;
        let refused = refused.map(|seconds| RefusedDuration { role_arn: chain.hops[0].role_arn.clone(), seconds });
        let options = WalkOptions { refused_durations: refused.into_iter().collect(), ..WalkOptions::default() };
        let seen = survey(&Scripted::default(), &chain, &long_term(), &options);
        (seen.hops[0].longest_seconds, seen.hops[0].longest_why.clone())
    };
    let unknown = "The role’s MaxSessionDuration is not known here.";
    assert_eq!(why(Some(7_200), None), (None, format!("{unknown} AWS gave 2 hours.")));
    assert_eq!(
        why(Some(5_400), Some(43_200)),
        (None, format!("{unknown} AWS gave 1 h 30 min. AWS refused 12 hours once, so it is less."))
    );
    // The role's maximum was raised meanwhile.
    assert_eq!(why(Some(7_200), Some(7_200)), (None, format!("{unknown} AWS gave 2 hours.")));
    assert_eq!(why(Some(43_200), None).0, Some(43_200));
}

#[test]
fn it_holds_no_secret() {
    let (seen, _) = plain(&chain_of(3), &long_term());
    assert!(!serde_json::to_string(&seen).unwrap().contains(world::MARKER));
}
