//! What a hop cannot be, or cannot say again, after others.

use rolerelay::chain::check::{RefusedDuration, Surroundings, check_chain};
use rolerelay::chain::finding::Severity;

use super::{anywhere, chain, found, hints, hop, mended, one, plain, role};

#[test]
fn over_one_hour_on_a_chained_hop_is_set_to_one_hour() {
    let mut chain = chain(2);
    chain.hops[1].duration_seconds = Some(7_200);
    let fixed = mended(&chain, &anywhere(), "hops.1.durationSeconds");
    chain.hops[1].duration_seconds = Some(3_600);
    assert_eq!(fixed, chain, "all else stays as it was");
}

#[test]
fn over_one_hour_on_the_first_hop_hangs_on_the_keys() {
    let mut chain = chain(1);
    chain.hops[0].duration_seconds = Some(7_200);
    let with = |long_term| check_chain(&chain, &Surroundings { long_term, ..anywhere() });
    assert_eq!(with(Some(true)), []);
    assert_eq!(with(None).iter().map(|found| found.severity).collect::<Vec<_>>(), [Severity::Hint]);
    one(plain(with(Some(false))), "hops.0.durationSeconds", false, "temporary");
    let around = Surroundings { long_term: Some(false), ..anywhere() };
    assert_eq!(mended(&chain, &around, "hops.0.durationSeconds").hops[0].duration_seconds, Some(3_600));
}

#[test]
fn what_aws_refused_as_over_a_roles_maximum_is_known_the_next_time() {
    let mut chain = chain(1);
    chain.hops[0].duration_seconds = Some(7_200);
    let around = |role: &str, seconds| Surroundings {
        refused_durations: vec![RefusedDuration { role_arn: role.into(), seconds }],
        long_term: Some(true),
        ..anywhere()
    };
    let (this, other) = (chain.hops[0].role_arn.clone(), role(2).role_arn);
    for seconds in [5_000, 7_200] {
        one(plain(check_chain(&chain, &around(&this, seconds))), "hops.0.durationSeconds", false, &seconds.to_string());
    }
    assert_eq!(mended(&chain, &around(&this, 7_200), "hops.0.durationSeconds").hops[0].duration_seconds, None);
    assert_eq!(check_chain(&chain, &around(&this, 7_201)), []);
    assert_eq!(check_chain(&chain, &around(&other, 7_200)), []);
}

#[test]
fn a_console_session_of_more_than_one_hop_loses_its_length_by_a_click() {
    let mut chain = chain(2);
    chain.session_duration = Some(3_600);
    assert_eq!(mended(&chain, &anywhere(), "sessionDuration").session_duration, None);
    chain.hops.truncate(1);
    assert_eq!(check_chain(&chain, &anywhere()), []);
    let around = Surroundings { long_term: Some(false), ..anywhere() };
    assert_eq!(mended(&chain, &around, "sessionDuration").session_duration, None);
}

#[test]
fn a_hop_to_itself_that_says_nothing_more_is_removed_by_a_click() {
    let mut chain = chain(3);
    chain.hops[1] = role(1);
    let fixed = mended(&chain, &anywhere(), "hops.1.roleArn");
    assert_eq!(fixed.hops, [role(1), role(3)]);
    chain.hops[1].external_id = Some("x7".into());
    let found = check_chain(&chain, &anywhere());
    assert!(found.iter().any(|found| found.place == "hops.1.roleArn" && found.fix.is_none()), "{found:?}");
}

#[test]
fn a_role_that_is_met_again_is_a_hint() {
    let mut chain = chain(3);
    chain.hops[2] = role(1);
    let hints = hints(&chain, &anywhere());
    assert!(
        hints.iter().any(|(place, said)| place == "hops.2.roleArn" && said.contains("hop 1 (role-1) again")),
        "{hints:?}"
    );
}

#[test]
fn roles_that_look_alike_are_told() {
    for alike in ["arn:aws:iam::000000000001:role/role-1", "arn:aws:iam::000000000001:role/team/Role-1"] {
        let found = found(3, |chain| chain.hops[2] = hop(alike));
        one(found, "hops.2.roleArn", false, "hop 1 (role-1) writes it with another path");
    }
    assert_eq!(found(2, |chain| chain.hops[1] = hop("arn:aws:iam::000000000002:role/role-1")), []);
}

#[test]
fn a_source_identity_is_set_once() {
    let with = |first: &str, later: &str| {
        let mut chain = chain(3);
        chain.hops[0].source_identity = Some(first.into());
        chain.hops[2].source_identity = Some(later.into());
        let fixed = mended(&chain, &anywhere(), "hops.2.sourceIdentity");
        assert_eq!(fixed.hops[2].source_identity, None);
        plain(check_chain(&chain, &anywhere()))
    };
    one(with("alice", "bob"), "hops.2.sourceIdentity", true, "is set by hop 1 (role-1) and stays: AWS refuses another");
    one(with("alice", "alice"), "hops.2.sourceIdentity", false, "not needed");
    one(with("hop-{hop}", "hop-{hop}"), "hops.2.sourceIdentity", true, "AWS refuses another");
}

#[test]
fn only_a_user_gives_a_code() {
    let mut chain = chain(2);
    chain.hops[1].mfa_serial = Some("arn:aws:iam::123456789012:mfa/alice".into());
    one(plain(check_chain(&chain, &anywhere())), "hops.1.mfaSerial", true, "user’s own key");
    assert_eq!(mended(&chain, &anywhere(), "hops.1.mfaSerial").hops[1], role(2));
}
