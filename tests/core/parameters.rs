//! What each hop sends of what its person wrote.

use crate::world::*;
use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::failure::FailureKind;
use rolerelay::protocol::world::World;
use rolerelay::walk::WalkOptions;

#[test]
fn a_hop_sends_what_its_person_wrote_and_nothing_else() {
    let mut chain = chain_of(2);
    chain.region = Some("eu-west-1".into());
    chain.hops[0].session_name = Some("ana@example.com".into());
    chain.hops[1].external_id = Some("a:b/c".into());
    chain.hops[1].duration_seconds = Some(1800);
    let world = Scripted::default();
    world.open(&chain, &long_term()).unwrap();
    let sent = world.sent.borrow();
    let get = |at: usize, name| field(&sent[at], name);
    assert_eq!(sent[0].host, "sts.eu-west-1.amazonaws.com");
    assert!(header(&sent[0], "authorization").unwrap().contains("/eu-west-1/sts/aws4_request"));
    assert_eq!(get(0, "RoleArn").as_deref(), Some("arn:aws:iam::000000000001:role/team/role-1"));
    assert_eq!(get(0, "RoleSessionName").as_deref(), Some("ana@example.com"));
    assert_eq!((get(0, "ExternalId"), get(0, "DurationSeconds"), get(0, "TokenCode")), (None, None, None));
    assert_eq!((get(1, "ExternalId").as_deref(), get(1, "DurationSeconds").as_deref()), (Some("a:b/c"), Some("1800")));
    assert_eq!(sent[2].host, "eu-west-1.signin.aws.amazon.com");
}

#[test]
fn a_hop_sends_its_policies_tags_and_source_identity_to_its_own_region() {
    let mut chain = chain_of(3);
    chain.region = Some("eu-west-1".into());
    let hop = &mut chain.hops[1];
    hop.region = Some("ap-south-2".into());
    hop.policy = Some("{\"Version\":\"2012-10-17\",\"Statement\":[]}".into());
    hop.policy_arns = vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".into()];
    hop.session_tags = vec![SessionTag { key: "Team".into(), value: String::new(), transitive: true }];
    hop.source_identity = Some("{user}".into());
    let policy = hop.policy.clone();
    let world = Scripted::default();
    let options = WalkOptions { user: Some("ana maria".into()), ..WalkOptions::default() };
    let walked = world.walk_as(&chain, &long_term(), &options).unwrap();
    let sent = world.sent.borrow();
    let hosts: Vec<_> = sent.iter().map(|request| request.host.as_str()).collect();
    assert_eq!(hosts, ["sts.eu-west-1.amazonaws.com", "sts.ap-south-2.amazonaws.com", "sts.eu-west-1.amazonaws.com"]);
    assert!(header(&sent[1], "authorization").unwrap().contains("/ap-south-2/sts/aws4_request"));
    assert_eq!(
        walked.hops.iter().map(|hop| hop.region.as_str()).collect::<Vec<_>>(),
        ["eu-west-1", "ap-south-2", "eu-west-1"]
    );
    assert_eq!(field(&sent[1], "Policy"), policy);
    for (name, value) in [
        ("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", ""),
        ("TransitiveTagKeys.member.1", "Team"),
        ("SourceIdentity", "ana-maria"),
    ] {
        assert_eq!(field(&sent[1], name).as_deref(), Some(value));
        assert_eq!((field(&sent[0], name), field(&sent[2], name)), (None, None));
    }
}

#[test]
fn templates_are_filled_in_for_each_hop() {
    let mut chain = chain_of(3);
    chain.name = "Prod · west".into();
    chain.session_name = Some("{user}.{hop}.{account}.{role}.{date}".into());
    chain.hops[1].session_name = Some("{chain}".into());
    let world = Scripted::default();
    let options = WalkOptions { user: Some("ana".into()), ..WalkOptions::default() };
    let walked = world.walk_as(&chain, &long_term(), &options).unwrap();
    let names: Vec<_> =
        walked.hops.iter().map(|hop| hop.assumed_role_arn.rsplit('/').next().unwrap().to_string()).collect();
    let [first, third] = [1, 3].map(|hop| format!("ana.{hop}.{hop:012}.role-{hop}.2026-01-01"));
    assert_eq!(names, [first, "Prod-west".into(), third]);
}

#[test]
fn a_user_who_is_not_known_sends_nothing() {
    for user in [None, Some(String::new()), Some("日本".into())] {
        let mut chain = chain_of(2);
        chain.hops[1].session_name = Some("{user}".into());
        let world = Scripted::default();
        let failure = world.walk_as(&chain, &long_term(), &WalkOptions { user, ..WalkOptions::default() }).unwrap_err();
        assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::Invalid, Some(1), 0));
        assert!(
            failure.message.starts_with("Hop 2, role role-2 in account 000000000002: The session name holds {user}")
        );
    }
}

#[test]
fn a_report_tells_the_source_identity_and_how_full_the_session_is() {
    let told = "<SourceIdentity>ana</SourceIdentity><PackedPolicySize>42</PackedPolicySize></AssumeRoleResult>";
    let arn = "arn:aws:sts::000000000002:assumed-role/role-2/rolerelay";
    let answer = session_xml(1, arn).replace("</AssumeRoleResult>", told);
    let walked = Scripted::new([(1, Ok(reply(200, &answer)))]).walk(&chain_of(2), &long_term()).unwrap();
    let reports: Vec<_> =
        walked.hops.iter().map(|hop| (hop.source_identity.as_deref(), hop.packed_policy_size)).collect();
    assert_eq!(reports, [(None, None), (Some("ana"), Some(42))]);
}

#[test]
fn a_session_that_starts_the_chain_is_asked_for_an_hour_at_most() {
    let asked = |seconds, base: &Credentials| {
        let mut chain = chain_of(1);
        chain.hops[0].duration_seconds = seconds;
        let world = Scripted::default();
        world.walk(&chain, base).unwrap();
        field(&world.sent.borrow()[0], "DurationSeconds")
    };
    for (seconds, by_key, by_session) in
        [(None, None, None), (Some(900), Some("900"), Some("900")), (Some(43_200), Some("43200"), Some("3600"))]
    {
        assert_eq!(asked(seconds, &long_term()).as_deref(), by_key);
        assert_eq!(asked(seconds, &temporary()).as_deref(), by_session);
    }
}

#[test]
fn a_session_duration_is_sent_for_one_hop_from_a_long_term_key_only() {
    let duration = |hops: usize, base: &Credentials| {
        let mut chain = chain_of(hops);
        chain.session_duration = Some(43_200);
        // More than one hop is a mistake that is found before the walk; were it not, nothing must be sent either.
        let world = Scripted::default();
        world.open(&chain, base).ok().map(|_| field(&world.sent.borrow()[hops], "SessionDuration"))
    };
    assert_eq!(duration(1, &long_term()), Some(Some("43200".into())));
    assert_eq!(duration(1, &temporary()), Some(None));
    assert_ne!(duration(2, &long_term()).flatten().as_deref(), Some("43200"));
}

#[test]
fn a_console_ends_with_its_role_s_session_unless_it_was_asked_for_longer() {
    let ends = |base: &Credentials| {
        let mut chain = chain_of(1);
        chain.session_duration = Some(43_200);
        let world = Scripted::default();
        let opened = world.open(&chain, base).unwrap();
        (opened.ends_at - world.aws_now(), opened.ends_at - opened.hops[0].expires_at)
    };
    assert_eq!(ends(&long_term()).0, 43_200_000.0);
    assert_eq!(ends(&temporary()).1, 0.0);
}
