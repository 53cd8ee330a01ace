//! Hints: what is well, and what may be better.

use rolerelay::chain::Chain;
use rolerelay::chain::check::{Surroundings, check_chain};

use super::{anywhere, chain, hints, role, tag};

#[test]
fn a_chain_of_two_roles_is_offered_as_one() {
    let mut long = chain(3);
    long.session_name = Some("alice".into());
    long.hops[0].mfa_serial = Some("GAHT12345678".into());
    long.hops[2].external_id = Some("x7".into());
    let found = check_chain(&long, &anywhere());
    let [finding] = &found[..] else { panic!("{found:?}") };
    assert_eq!(finding.place, "hops");
    assert!(finding.message.contains("hop 3 (role-3)") && finding.message.contains("one hour"), "{}", finding.message);
    let fix = finding.fix.as_deref().unwrap();
    assert!(fix.test_first && fix.label == "Test the direct way");
    let mut last = long.hops[2].clone();
    last.mfa_serial = long.hops[0].mfa_serial.clone();
    assert_eq!(fix.chain, Chain { hops: vec![last], ..long });
    assert_eq!(check_chain(&fix.chain, &anywhere()), []);
}

#[test]
fn the_direct_way_of_a_chain_with_parents_starts_from_their_source() {
    let hub =
        Chain { id: "hub".into(), session_name: Some("alice".into()), region: Some("eu-west-1".into()), ..chain(1) };
    let child = Chain { source_id: String::new(), parent_id: Some("hub".into()), hops: vec![role(9)], ..chain(0) };
    let around = Surroundings { parents: vec![hub], ..anywhere() };
    let found = check_chain(&child, &around);
    let direct = &found[0].fix.as_deref().unwrap().chain;
    let session_name = Some("alice".into());
    assert_eq!(*direct, Chain { source_id: "s1".into(), parent_id: None, session_name, ..child });
}

#[test]
fn the_direct_way_is_not_offered_where_the_chain_is_needed_or_wrong() {
    let offered = |change: &dyn Fn(&mut Chain)| {
        let mut chain = chain(2);
        change(&mut chain);
        hints(&chain, &anywhere()).iter().any(|(place, _)| place == "hops")
    };
    assert!(offered(&|_| {}));
    assert!(offered(&|chain| chain.hops[1].source_identity = Some("alice".into())), "the last hop sets it either way");
    assert!(offered(&|chain| chain.hops[0].session_tags = vec![tag("team", "a", false)]));
    assert!(!offered(&|chain| chain.hops[0].session_tags = vec![tag("team", "a", true)]));
    assert!(!offered(&|chain| chain.hops[0].source_identity = Some("alice".into())));
    assert!(!offered(&|chain| chain.hops[0].external_id = Some("!".into())));
    assert!(!offered(&|chain| chain.hops.truncate(1)));
    let temporary = Surroundings { long_term: Some(false), ..anywhere() };
    assert!(hints(&chain(2), &temporary).iter().all(|(_, said)| !said.contains("one hour")));
}

#[test]
fn what_trust_policies_must_allow_is_told_where_it_is_asked_for() {
    let said = |change: &dyn Fn(&mut Chain), place: &str| {
        let mut chain = chain(3);
        change(&mut chain);
        hints(&chain, &anywhere()).into_iter().find(|(at, _)| at == place).map(|(_, said)| said).unwrap_or_default()
    };
    let only = said(&|chain| chain.hops[1].session_tags = vec![tag("team", "a", false)], "hops.1.sessionTags");
    assert!(only.starts_with("The trust policy of hop 2 (role-2) must allow sts:TagSession"), "{only}");
    let passed_on = said(&|chain| chain.hops[1].session_tags = vec![tag("team", "a", true)], "hops.1.sessionTags");
    assert!(passed_on.starts_with("The trust policies of hop 2 (role-2) and hop 3 (role-3) must allow"), "{passed_on}");
    let identity = said(&|chain| chain.hops[0].source_identity = Some("alice".into()), "hops.0.sourceIdentity");
    let all =
        "The trust policies of hop 1 (role-1), hop 2 (role-2) and hop 3 (role-3) must allow sts:SetSourceIdentity";
    assert!(identity.starts_with(all), "{identity}");
}

#[test]
fn a_code_that_is_not_asked_for_is_told() {
    let mut chain = chain(1);
    chain.hops[0].mfa_serial = Some("GAHT12345678".into());
    assert_eq!(hints(&chain, &Surroundings { long_term: Some(true), ..anywhere() }), []);
    let told = hints(&chain, &Surroundings { long_term: Some(false), ..anywhere() });
    assert!(matches!(&told[..], [(place, _)] if place == "hops.0.mfaSerial"), "{told:?}");
}
