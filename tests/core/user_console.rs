//! The console of the user whose key a source has: a session of GetFederationToken, narrowed by a policy, and no role.

use std::cell::Cell;

use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::end::End;
use rolerelay::chain::check::{Surroundings, check_chain};
use rolerelay::chain::route::Route;
use rolerelay::chain::user_console::UserConsole;
use rolerelay::chain::{Chain, Setting, Source};
use rolerelay::failure::FailureKind;
use rolerelay::source::{own_end, user_console};
use rolerelay::walk::{self, WalkOptions};

use crate::world::*;

const READS: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

fn console() -> UserConsole {
    UserConsole { user_arn: ANA.into(), policy_arns: vec![READS.into()], ..UserConsole::default() }
}

fn kept(console: &UserConsole) -> Source {
    UserConsole::of_source(Source { id: "s1".into(), ..Source::default() }, Some(console)).unwrap()
}

fn own() -> Chain {
    let source = kept(&console());
    Chain { hops: Vec::new(), own_end: own_end(&source), user_console: user_console(&source), ..chain_of(1) }
}

/// STS's answer to GetFederationToken.
fn federated() -> Answer {
    federated_as("arn:aws:sts::000000000001:federated-user/ana", "2026-01-01T12:00:00Z")
}

fn federated_as(arn: &str, until: &str) -> Answer {
    let user = format!("<FederatedUser><Arn>{arn}</Arn></FederatedUser><Credentials>");
    let body = session_token_xml().replace("GetSessionToken", "GetFederationToken").replace("<Credentials>", &user);
    Ok(reply(200, &body.replace("2026-01-01T12:00:00Z", until)))
}

#[test]
fn another_users_session_is_not_used_nor_one_that_has_ended() {
    for (arn, until, kind) in [
        ("arn:aws:sts::000000000002:federated-user/ana", "2026-01-01T12:00:00Z", FailureKind::WrongRole),
        ("arn:aws:sts::000000000001:federated-user/bob", "2026-01-01T12:00:00Z", FailureKind::WrongRole),
        ("arn:aws-cn:sts::000000000001:federated-user/ana", "2026-01-01T12:00:00Z", FailureKind::WrongRole),
        ("arn:aws:sts::000000000001:assumed-role/Admin/ana", "2026-01-01T12:00:00Z", FailureKind::WrongRole),
        ("arn:aws:sts::000000000001:federated-user/ana", "2020-01-01T12:00:00Z", FailureKind::Malformed),
    ] {
        let world = Scripted::new([(0, federated_as(arn, until))]);
        let failure = world.walk(&own(), &long_term()).unwrap_err();
        assert_eq!((failure.kind, world.sent_count()), (kind, 1), "{arn} {until}: {failure}");
    }
}

fn wrong(console: UserConsole) -> Vec<(String, String)> {
    console.check().into_iter().map(|finding| (finding.place, finding.message)).collect()
}

#[test]
fn a_record_keeps_it_in_lines_that_are_read_again() {
    let policy = "{ \"Statement\": [\n  { \"Sid\": \"a b\" } ] }";
    let whole = UserConsole { policy: Some(policy.into()), duration_seconds: Some(129_600), ..console() };
    let source = kept(&whole);
    let lines: Vec<_> = source.settings.iter().map(|line| (line.key.as_str(), line.value.as_str())).collect();
    assert_eq!(
        lines,
        [
            ("user_console_user_arn", ANA),
            ("user_console_policy_arns", READS),
            ("user_console_policy", r#"{"Statement":[{"Sid":"a b"}]}"#),
            ("user_console_duration_seconds", "129600"),
        ]
    );
    let tight = UserConsole { policy: Some(r#"{"Statement":[{"Sid":"a b"}]}"#.into()), ..whole };
    assert_eq!(user_console(&source), Some(tight));
    let ana = End { partition: "aws".into(), account: "000000000001".into(), role: "ana".into(), role_arn: None };
    assert_eq!(own_end(&source), Some(ana));

    // Another takes its place, and none leaves nothing of it.
    let other = UserConsole::of_source(source.clone(), Some(&console())).unwrap();
    assert_eq!((other.settings.len(), user_console(&other)), (2, Some(console())));
    let none = UserConsole::of_source(source, None).unwrap();
    assert_eq!((none.settings.as_slice(), own_end(&none)), (&[] as &[Setting], None));
}

#[test]
fn lines_that_cannot_be_and_sources_of_another_kind_have_none() {
    let mut source = kept(&console());
    source.settings[1].value = "ReadOnlyAccess".into();
    assert_eq!((user_console(&source), own_end(&source)), (None, None));
    let mut elsewhere = kept(&console());
    elsewhere.settings.push(Setting::new("endpoint_url", "http://localhost:4566"));
    assert_eq!((user_console(&elsewhere), own_end(&elsewhere)), (None, None));
}

#[test]
fn what_aws_would_refuse_is_said_before() {
    assert_eq!(wrong(console()), []);
    let place = |console| wrong(console).into_iter().map(|(place, _)| place).collect::<Vec<_>>();
    let bare = UserConsole { policy_arns: Vec::new(), ..console() };
    assert!(wrong(bare)[0].1.contains("without a policy"));
    for arn in ["arn:aws:iam::000000000001:root", "arn:aws:sts::000000000001:assumed-role/a/b", "ana", ""] {
        assert_eq!(place(UserConsole { user_arn: arn.into(), ..console() }), ["userArn"], "{arn}");
    }
    for arns in [
        vec!["arn:aws:iam::000000000002:policy/Other".to_string()],
        vec!["arn:aws-cn:iam::aws:policy/ReadOnlyAccess".into()],
        (0..11).map(|n| format!("{READS}{n}")).collect(),
    ] {
        assert_eq!(place(UserConsole { policy_arns: arns, ..console() }), ["policyArns"]);
    }
    for policy in ["", "{}", "[", &format!("{{\"Statement\":\"{}\"}}", "x".repeat(2_048))] {
        assert_eq!(place(UserConsole { policy: Some(policy.into()), ..console() }), ["policy"], "{policy}");
    }
    for (seconds, found) in [(899, 1), (900, 0), (129_600, 0), (129_601, 1)] {
        assert_eq!(wrong(UserConsole { duration_seconds: Some(seconds), ..console() }).len(), found, "{seconds}");
    }
    assert!(UserConsole::of_source(Source::default(), Some(&UserConsole::default())).is_err());
}

#[test]
fn the_name_is_the_user_s_as_far_as_aws_takes_it() {
    let name =
        |user: &str| UserConsole { user_arn: format!("arn:aws:iam::000000000001:user/{user}"), ..console() }.name();
    assert_eq!(name("team/ana"), "ana");
    assert_eq!(name("a"), "a_");
    assert_eq!(name(&"n".repeat(64)), "n".repeat(32));
}

#[test]
fn its_session_is_asked_for_and_opens_the_console_without_a_length() {
    let world = Scripted::new([(0, federated())]);
    let opened = world.open(&Chain { region: Some("eu-west-1".into()), ..own() }, &long_term()).unwrap();
    assert_eq!((opened.ends_at, opened.hops.len()), (NOW + 12.0 * 3_600_000.0, 0));
    let sent = world.sent.borrow();
    let hosts: Vec<_> = sent.iter().map(|request| request.host.as_str()).collect();
    assert_eq!(hosts, ["sts.eu-west-1.amazonaws.com", "eu-west-1.signin.aws.amazon.com"]);
    let said = |name| field(&sent[0], name);
    assert_eq!(said("Action").as_deref(), Some("GetFederationToken"));
    assert_eq!(said("Name").as_deref(), Some("ana"));
    assert_eq!(said("PolicyArns.member.1.arn").as_deref(), Some(READS));
    assert_eq!((said("Policy"), said("DurationSeconds")), (None, None));
    assert!(header(&sent[0], "authorization").unwrap().contains(&long_term().access_key_id));
    assert!(field(&sent[1], "Session").unwrap().contains("ASIATOKEN"), "the session, and never the key");
    assert_eq!(field(&sent[1], "SessionDuration"), None);
}

#[test]
fn the_policy_and_the_length_are_sent() {
    let whole = UserConsole { policy: Some(r#"{"Statement":[]}"#.into()), duration_seconds: Some(900), ..console() };
    let chain = Chain { user_console: Some(whole), ..own() };
    let world = Scripted::new([(0, federated())]);
    let walked = world.walk(&chain, &long_term()).unwrap();
    assert_eq!(walked.credentials.access_key_id, "ASIATOKEN");
    let sent = world.sent.borrow();
    assert_eq!(field(&sent[0], "Policy").as_deref(), Some(r#"{"Statement":[]}"#));
    assert_eq!(field(&sent[0], "DurationSeconds").as_deref(), Some("900"));
}

#[test]
fn a_test_asks_who_that_session_is() {
    let world = Scripted::new([(0, federated())]);
    let route = Route::new(&own()).unwrap();
    let survey = block_on(walk::survey(&route, &long_term(), &WalkOptions::default(), &world, |_| {}));
    assert_eq!((survey.failure, survey.hops.len()), (None, 0));
    let sent = world.sent.borrow();
    let actions: Vec<_> = sent.iter().filter_map(|request| field(request, "Action")).collect();
    assert_eq!(actions, ["GetFederationToken", "GetCallerIdentity"]);
    assert!(header(&sent[1], "x-amz-security-token").is_some(), "asked by the session");
}

#[test]
fn no_session_asks_for_it_and_no_chain_with_a_role_does() {
    let world = Scripted::default();
    let failure = world.open(&own(), &Credentials { expires_at: Some(NOW + 3_600_000.0), ..temporary() }).unwrap_err();
    assert_eq!((failure.kind, world.sent_count()), (FailureKind::Source, 0), "{failure}");
    let with_role = Chain { user_console: own().user_console, ..chain_of(1) };
    let world = Scripted::default();
    world.walk(&with_role, &long_term()).unwrap();
    assert_eq!(field(&world.sent.borrow()[0], "Action").as_deref(), Some("AssumeRole"));
}

#[test]
fn a_refusal_says_what_to_allow_whom() {
    let said = format!("User: {ANA} is not authorized to perform: sts:GetFederationToken on resource: x");
    let world = Scripted::new([(0, denied(&said))]);
    let failure = world.open(&own(), &long_term()).unwrap_err();
    assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::Denied, None, 1));
    assert!(failure.message.contains(ANA) && failure.message.contains("allow it sts:GetFederationToken"), "{failure}");
    assert!(!failure.message.contains(MARKER));
}

#[test]
fn no_chain_says_its_length_itself() {
    let longer = Chain { session_duration: Some(3_600), ..own() };
    let own_end = own().own_end;
    let around = |long_term| Surroundings { own_end: own_end.clone(), long_term, ..Surroundings::default() };
    let fix = Cell::new(None);
    let places: Vec<_> = check_chain(&longer, &around(Some(true)))
        .into_iter()
        .map(|finding| {
            fix.set(finding.fix);
            finding.place
        })
        .collect();
    assert_eq!(places, ["sessionDuration"]);
    assert_eq!(fix.take().unwrap().chain.session_duration, None);
    assert!(check_chain(&own(), &around(Some(true))).is_empty());
    // Nor would it be sent, should a record say it.
    let world = Scripted::new([(0, federated())]);
    world.open(&longer, &long_term()).unwrap();
    assert_eq!(field(&world.sent.borrow()[1], "SessionDuration"), None);
}
