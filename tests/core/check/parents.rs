//! Chains that build on chains.

use rolerelay::chain::check::{Surroundings, check_chain};
use rolerelay::chain::{Chain, MAX_HOPS, ShapeAccount};

use super::{anywhere, chain, found, hints, hop, mended, one, plain, role, tag};

/// A hub of `hops` roles from the source, after `change`, and what is found in a chain of one role that builds on it.
fn above(hops: usize, change: impl FnOnce(&mut Chain)) -> (Chain, Surroundings) {
    let mut hub = Chain { id: "hub".into(), name: "Hub".into(), ..chain(hops) };
    change(&mut hub);
    let child = Chain { source_id: String::new(), parent_id: Some("hub".into()), hops: vec![role(90)], ..chain(0) };
    (child, Surroundings { parents: vec![hub], ..anywhere() })
}

fn found_above(hops: usize, change: impl FnOnce(&mut Chain)) -> Vec<(String, bool, String)> {
    let (child, around) = above(hops, change);
    plain(check_chain(&child, &around))
}

#[test]
fn a_chain_has_one_start() {
    one(found(1, |chain| chain.source_id = String::new()), "sourceId", true, "or a chain to build on");
    one(
        found(1, |chain| (chain.source_id, chain.parent_id) = (String::new(), Some(String::new()))),
        "sourceId",
        true,
        "Choose",
    );
    let (mut child, around) = above(1, |_| {});
    assert_eq!(plain(check_chain(&child, &around)), []);
    child.source_id = "s1".into();
    one(plain(check_chain(&child, &around)), "parentId", true, "not both");
}

#[test]
fn where_the_parents_lead_nowhere_the_path_is_told() {
    let (child, mut around) = above(1, |hub| hub.parent_id = Some("gone".into()));
    one(plain(check_chain(&child, &around)), "parentId", true, "Production → Hub → ?");
    around.parents[0].parent_id = Some(child.id.clone());
    one(plain(check_chain(&child, &around)), "parentId", true, "Production → Hub → Production");
    one(plain(check_chain(&child, &anywhere())), "parentId", true, "not here any more");
}

#[test]
fn a_shape_is_no_parent_but_the_chain_of_one_of_its_accounts_is() {
    let account = ShapeAccount { id: "000000000077".into(), name: "Payments".into(), tags: Vec::new() };
    let (mut child, around) = above(1, |hub| {
        hub.hops = vec![hop("arn:aws:iam::{account}:role/hub")];
        hub.accounts = vec![account];
    });
    one(plain(check_chain(&child, &around)), "parentId", true, "Hub stands for a chain in each of its accounts");
    child.parent_id = Some("hub_000000000077".into());
    assert_eq!(plain(check_chain(&child, &around)), []);
    child.parent_id = Some("hub_000000000078".into());
    one(plain(check_chain(&child, &around)), "parentId", true, "not here any more");
}

#[test]
fn the_hops_of_parents_count() {
    one(found_above(MAX_HOPS, |_| {}), "hops", true, "this one has 1, and 16 of the chain that it builds on");
    assert_eq!(found_above(MAX_HOPS - 1, |_| {}), []);
    let (mut child, around) = above(2, |_| {});
    child.hops.clear();
    one(plain(check_chain(&child, &around)), "hops", true, "Add the role that follows");
}

#[test]
fn a_mistake_of_a_parent_is_told_once_and_where_it_is_mended() {
    let wrong = |hub: &mut Chain| {
        hub.hops[0].role_arn = "x".into();
        hub.hops[1].external_id = Some("!".into());
        hub.session_name = Some("a/b".into());
    };
    one(found_above(2, wrong), "parentId", true, "“Hub”, which this chain builds on, has a mistake.");
    one(found_above(2, |hub| hub.source_id = String::new()), "parentId", true, "It has no source.");
    one(found_above(2, |hub| hub.region = Some("us-moon-1".into())), "parentId", true, "not a region");
    assert_eq!(found_above(2, |hub| hub.hops[1] = role(1)), [], "a warning is told at the parent alone");
    assert_eq!(found_above(2, |hub| hub.destination = Some("javascript:1".into())), [], "only its own page is opened");
}

#[test]
fn the_rules_between_hops_reach_over_to_the_parents() {
    let place = "hops.0.roleArn";
    one(
        found_above(1, |hub| hub.hops[0] = hop("arn:aws-cn:iam::123456789012:role/r")),
        place,
        true,
        "cannot cross partitions",
    );
    one(found_above(1, |hub| hub.hops[0] = role(90)), place, false, "the role before it again");
    one(
        found_above(2, |hub| hub.hops[0] = hop("arn:aws:iam::000000000090:role/role-90")),
        place,
        false,
        "hop 1 (role-90)",
    );

    let (mut child, around) = above(2, |hub| {
        hub.hops[1].session_tags = vec![tag("Team", "a", true)];
        hub.hops[0].source_identity = Some("alice".into());
    });
    let hints = hints(&child, &around);
    let told = |action| {
        hints
            .iter()
            .any(|(place, said)| place == "parentId" && said.contains(action) && said.contains("hop 3 (role-90)"))
    };
    assert!(told("sts:TagSession") && told("sts:SetSourceIdentity"), "{hints:?}");
    child.hops[0].session_tags = vec![tag("TEAM", "b", false)];
    one(plain(check_chain(&child, &around)), "hops.0.sessionTags.0.key", true, "Hop 2 (role-2) passes");
    child.hops[0].session_tags.clear();
    child.hops[0].source_identity = Some("bob".into());
    one(plain(check_chain(&child, &around)), "hops.0.sourceIdentity", true, "hop 1 (role-1)");
    child.hops[0].source_identity = None;
    child.hops[0].duration_seconds = Some(3_601);
    assert_eq!(mended(&child, &around, "hops.0.durationSeconds").hops[0].duration_seconds, Some(3_600));
    child.hops[0].duration_seconds = None;
    child.hops[0].mfa_serial = Some("GAHT12345678".into());
    one(plain(check_chain(&child, &around)), "hops.0.mfaSerial", true, "role before it");
    child.hops[0].mfa_serial = None;
    child.session_duration = Some(3_600);
    one(plain(check_chain(&child, &around)), "sessionDuration", true, "chain of one role");
}
