//! A chain without any role: the console opens as the role whose session its source gives.

use std::collections::HashMap;

use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::end::End;
use rolerelay::chain::check::{Surroundings, check_chain};
use rolerelay::chain::finding::Severity;
use rolerelay::chain::lease::{Lease, LeaseScope, check_lease};
use rolerelay::chain::route::Route;
use rolerelay::chain::{Chain, ReadOnly, Setting, ShapeAccount, Source, summarize};
use rolerelay::failure::FailureKind;
use rolerelay::source::own_end;
use rolerelay::walk::{self, WalkOptions};

use crate::world::*;

fn permission_set() -> End {
    End { partition: "aws".into(), account: "000000000009".into(), role: "Billing".into(), role_arn: None }
}

fn own() -> Chain {
    Chain { hops: Vec::new(), own_end: Some(permission_set()), ..chain_of(1) }
}

fn an_hour() -> Credentials {
    Credentials { expires_at: Some(NOW + 3_600_000.0), ..temporary() }
}

fn source(settings: &[(&str, &str)]) -> Source {
    let settings = settings.iter().map(|(key, value)| Setting::new(*key, *value)).collect();
    Source { id: "s1".into(), settings, ..Source::default() }
}

const SET: [(&str, &str); 4] = [
    ("sso_start_url", "https://acme.awsapps.com/start"),
    ("sso_region", "eu-west-1"),
    ("sso_account_id", "000000000009"),
    ("sso_role_name", "Billing"),
];

#[test]
fn a_source_says_whose_session_it_gives_where_its_settings_do() {
    assert_eq!(own_end(&source(&SET)), Some(permission_set()));
    let saml = [
        ("saml_role_arn", "arn:aws-us-gov:iam::000000000009:role/team/Admin"),
        ("saml_provider", "arn:aws-us-gov:iam::000000000009:saml-provider/idp"),
    ];
    let admin = End {
        partition: "aws-us-gov".into(),
        role: "Admin".into(),
        role_arn: Some("arn:aws-us-gov:iam::000000000009:role/team/Admin".into()),
        ..permission_set()
    };
    assert_eq!(own_end(&source(&saml)), Some(admin));
    let web = [("role_arn", "arn:aws:iam::000000000009:role/ci"), ("web_identity_token_file", "/t")];
    assert_eq!(own_end(&source(&web)).unwrap().role, "ci");
    for other in [
        &SET[..3],
        &[("login_session", "arn:aws:iam::000000000009:user/ana"), ("console_sign_in_region", "eu-west-1")],
        &[],
    ] {
        assert_eq!(own_end(&source(other)), None, "{other:?}");
    }
}

#[test]
fn it_opens_without_asking_sts_and_lasts_as_long_as_the_session() {
    let world = Scripted::default();
    let opened = world.open(&own(), &an_hour()).unwrap();
    assert_eq!((opened.ends_at, opened.hops.len()), (NOW + 3_600_000.0, 0));
    let sent = world.sent.borrow();
    assert_eq!(sent.iter().map(|request| request.host.as_str()).collect::<Vec<_>>(), ["signin.aws.amazon.com"]);
    assert_eq!(field(&sent[0], "SessionDuration"), None);
    let session = field(&sent[0], "Session").unwrap();
    assert!(session.contains(&an_hour().access_key_id), "the session of the source itself");
    let steps = world.steps.borrow();
    assert_eq!((steps.len(), steps[0].account.as_str(), steps[0].role.as_str()), (1, "000000000009", "Billing"));

    // What a person wants longer is asked for: AWS documents that of what an identity provider gave.
    let world = Scripted::default();
    let opened = world.open(&Chain { session_duration: Some(43_200), ..own() }, &an_hour()).unwrap();
    assert_eq!(opened.ends_at, NOW + 43_200_000.0);
    assert_eq!(field(&world.sent.borrow()[0], "SessionDuration").as_deref(), Some("43200"));
}

#[test]
fn its_session_is_what_is_copied() {
    let world = Scripted::default();
    let walked = world.walk(&own(), &an_hour()).unwrap();
    assert_eq!((walked.credentials, walked.hops, world.sent_count()), (an_hour(), vec![], 0));
}

#[test]
fn no_lease_of_it_gives_the_whole_session() {
    for scope in [LeaseScope::ReadOnly, LeaseScope::Service { name: "s3".into(), reads: true }] {
        let lease = Lease { recipient: "ana".into(), purpose: "a look".into(), seconds: 900, scope };
        assert_eq!(check_lease(&Route::new(&own()).unwrap(), &lease).findings[0].place, "scope");
        let world = Scripted::default();
        let options = WalkOptions { lease: Some(lease), ..WalkOptions::default() };
        let failure = world.walk_as(&own(), &an_hour(), &options).unwrap_err();
        assert_eq!((failure.kind, world.sent_count()), (FailureKind::Invalid, 0), "{failure}");
        assert!(failure.message.contains("has none"), "{failure}");
    }
}

#[test]
fn a_test_asks_who_it_is_and_nothing_else() {
    let world = Scripted::default();
    let route = Route::new(&Chain { region: Some("eu-west-1".into()), ..own() }).unwrap();
    let options = WalkOptions::default();
    let survey = block_on(walk::survey(&route, &an_hour(), &options, &world, |_| {}));
    assert_eq!((survey.caller.as_deref(), survey.failure, survey.hops.len()), (Some(GUEST), None, 0));
    assert_eq!(survey.direct, None);
    let sent = world.sent.borrow();
    assert_eq!((sent.len(), sent[0].host.as_str()), (1, "sts.eu-west-1.amazonaws.com"));
}

#[test]
fn a_user_s_own_key_and_an_ended_session_send_nothing() {
    let ended = Credentials { expires_at: Some(NOW - 1.0), ..temporary() };
    for (base, kind) in [(long_term(), FailureKind::Invalid), (ended, FailureKind::Expired)] {
        let world = Scripted::default();
        let failure = world.open(&own(), &base).unwrap_err();
        assert_eq!((failure.kind, world.sent_count()), (kind, 0), "{failure}");
    }
}

#[test]
fn a_refusal_names_the_role_and_no_arn_that_nobody_knows() {
    let world = Scripted::new([(0, Ok(reply(400, "<h1>Invalid credentials parameter</h1>")))]);
    let failure = world.open(&own(), &an_hour()).unwrap_err();
    assert_eq!((failure.kind, failure.hop, failure.role_arn.as_deref()), (FailureKind::SignIn, None, None));
    assert!(failure.message.contains("role Billing in account 000000000009"), "{failure}");
}

#[test]
fn what_is_told_of_it() {
    let info = Route::new(&own()).unwrap().info(None).unwrap();
    assert_eq!((info.account.as_str(), info.role.as_str(), info.role_arn), ("000000000009", "Billing", None));
    assert_eq!((info.partition.as_str(), info.region.as_str()), ("aws", "us-east-1"));
    let told = |own_ends: &HashMap<String, End>| summarize(&[Chain { own_end: None, ..own() }], own_ends).remove(0);
    let known = told(&HashMap::from([(own().source_id, permission_set())]));
    assert_eq!(
        (known.account.as_str(), known.role.as_str(), known.hops, known.severity),
        ("000000000009", "Billing", 0, None)
    );
    // What a source does not say, a chain cannot.
    let unknown = told(&HashMap::new());
    assert_eq!((unknown.account.as_str(), unknown.severity), ("", Some(Severity::Error)));
}

#[test]
fn what_is_wrong_with_one_is_said_while_it_is_written() {
    let around = Surroundings { own_end: Some(permission_set()), long_term: Some(false), ..Surroundings::default() };
    let places = |chain: &Chain, around: &Surroundings| {
        check_chain(chain, around).into_iter().map(|finding| (finding.place, finding.severity)).collect::<Vec<_>>()
    };
    let record = Chain { own_end: None, ..own() };
    assert_eq!(places(&record, &around), []);
    assert_eq!(places(&Chain { session_duration: Some(43_200), ..record.clone() }, &around), []);
    let error = |place: &str| vec![(place.to_string(), Severity::Error)];
    assert_eq!(places(&record, &Surroundings::default()), error("hops"));
    let read_only = Some(ReadOnly::ReadOnlyAccess);
    assert_eq!(places(&Chain { read_only, ..record.clone() }, &around), error("readOnly"));
    let region = Some("cn-north-1".into());
    assert_eq!(places(&Chain { region, ..record.clone() }, &around), error("region"));
    let destination = Some("https://console.amazonaws.cn/s3/home".into());
    assert_eq!(places(&Chain { destination, ..record.clone() }, &around), error("destination"));
    let accounts = vec![ShapeAccount { id: "000000000001".into(), name: "One".into(), tags: vec![] }];
    assert!(places(&Chain { accounts, ..record.clone() }, &around).contains(&("hops".into(), Severity::Error)));

    // On one that has no role a chain can build: its source signs the first hop then.
    let child =
        Chain { id: "child".into(), parent_id: Some(record.id.clone()), source_id: String::new(), ..chain_of(1) };
    let around = Surroundings { parents: vec![record.clone()], ..around };
    assert_eq!(places(&child, &around), []);
    assert_eq!(places(&Chain { hops: vec![], ..child }, &around), error("hops"));
}
