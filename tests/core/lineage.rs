//! Whole chains of those that build on each other.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rolerelay::chain::inheritance::{Records, find, of_account, resolve, split_id};
use rolerelay::chain::{Chain, Hop, MAX_HOPS, ShapeAccount};

fn hop(name: &str) -> Hop {
    Hop { role_arn: format!("arn:aws:iam::123456789012:role/{name}"), ..Hop::default() }
}

fn chain(id: &str, parent: Option<&str>, hops: &[&str]) -> Chain {
    Chain {
        id: id.into(),
        name: id.to_uppercase(),
        source_id: if parent.is_none() { "s1".into() } else { String::new() },
        parent_id: parent.map(Into::into),
        hops: hops.iter().map(|name| hop(name)).collect(),
        ..Chain::default()
    }
}

fn shape(id: &str, accounts: &[&str]) -> Chain {
    let account = |id: &&str| ShapeAccount { id: (*id).into(), name: format!("n{id}"), tags: vec!["own".into()] };
    let mut shape = chain(id, None, &[]);
    shape.tags = vec!["all".into()];
    shape.hops = vec![Hop {
        role_arn: "arn:aws:iam::{account}:role/admin-{account}".into(),
        policy_arns: vec!["arn:aws:iam::{account}:policy/p".into(), "arn:aws:iam::aws:policy/q".into()],
        session_name: Some("{account}".into()),
        ..Hop::default()
    }];
    shape.accounts = accounts.iter().map(account).collect();
    shape
}

fn roles(chain: &Chain) -> Vec<&str> {
    chain.hops.iter().map(|hop| hop.role_arn.rsplit('/').next().unwrap()).collect()
}

#[test]
fn hops_follow_those_of_the_parents() {
    let mut prod = chain("prod", Some("security"), &["c", "d"]);
    prod.destination = Some("/s3/home".into());
    prod.tags = vec!["prod".into()];
    let records = [chain("security", Some("hub"), &["b"]), prod.clone(), chain("hub", None, &["a"])];
    let whole = resolve(&prod, &records).unwrap();
    assert_eq!(roles(&whole), ["a", "b", "c", "d"]);
    assert_eq!((whole.source_id.as_str(), &whole.parent_id), ("s1", &None));
    assert_eq!(
        (whole.id, whole.name, whole.destination, whole.tags),
        (prod.id, prod.name, prod.destination, prod.tags)
    );
}

#[test]
fn a_session_name_is_carried_down_and_a_region_stays_where_it_is_written() {
    let mut hub = chain("hub", None, &["a", "b"]);
    hub.session_name = Some("hub".into());
    hub.region = Some("eu-west-1".into());
    hub.hops[1].session_name = Some("own".into());
    hub.hops[1].region = Some("eu-north-1".into());
    let middle = chain("middle", Some("hub"), &["c"]);
    let mut end = chain("end", Some("middle"), &["d"]);
    let names = |chain: &Chain| chain.hops.iter().map(|hop| hop.session_name.clone().unwrap()).collect::<Vec<_>>();
    let regions = |chain: &Chain| chain.hops.iter().map(|hop| hop.region.clone()).collect::<Vec<_>>();
    let whole = resolve(&end, &[hub.clone(), middle.clone()]).unwrap();
    assert_eq!(names(&whole), ["hub", "own", "hub", "hub"]);
    assert_eq!(regions(&whole), [Some("eu-west-1".into()), Some("eu-north-1".into()), None, None]);
    end.session_name = Some("end".into());
    assert_eq!(names(&resolve(&end, &[hub, middle]).unwrap()), ["hub", "own", "hub", "end"]);
}

#[test]
fn what_leads_to_no_source_is_told_with_its_path() {
    let told = |chain: &Chain, records: &[Chain]| {
        let finding = resolve(chain, records).unwrap_err();
        assert_eq!(finding.place, "parentId");
        finding.message
    };
    let (a, b, c) = (chain("a", Some("b"), &["x"]), chain("b", Some("c"), &["x"]), chain("c", Some("b"), &["x"]));
    assert!(told(&a, &[]).contains("is not here any more"));
    assert!(told(&a, std::slice::from_ref(&b)).contains("A → B → ?"));
    assert!(told(&a, &[b, c]).contains("A → B → C → B"));
    let own = chain("own", Some("own"), &["x"]);
    assert!(told(&own, std::slice::from_ref(&own)).contains("OWN → OWN"));
    let shape = shape("shape", &["000000000001"]);
    assert!(told(&chain("a", Some("shape"), &["x"]), std::slice::from_ref(&shape)).contains("in each of its accounts"));
    let deep: Vec<_> = (0..=MAX_HOPS).map(|at| chain(&at.to_string(), Some(&(at + 1).to_string()), &["x"])).collect();
    assert!(told(&deep[0], &deep).contains("More than 16"));
}

#[test]
fn a_new_chain_is_in_no_circle() {
    let hub = chain("", None, &["a"]);
    assert_eq!(
        roles(&resolve(&chain("", Some("hub"), &["b"]), &[Chain { id: "hub".into(), ..hub }]).unwrap()),
        ["a", "b"]
    );
}

#[test]
fn a_shape_makes_a_chain_for_each_account() {
    let records = [shape("s", &["000000000001", "000000000002"]), chain("child", Some("s_000000000002"), &["x"])];
    let made = find("s_000000000002", &records).unwrap();
    assert_eq!(made, of_account(&records[0], &records[0].accounts[1]));
    assert_eq!((made.id.as_str(), made.name.as_str()), ("s_000000000002", "n000000000002 · S"));
    assert_eq!(
        (roles(&made), &made.tags, made.accounts.len()),
        (vec!["admin-000000000002"], &vec!["all".into(), "own".into()], 0)
    );
    assert_eq!(made.hops[0].policy_arns, ["arn:aws:iam::000000000002:policy/p", "arn:aws:iam::aws:policy/q"]);
    assert_eq!(made.hops[0].session_name.as_deref(), Some("{account}"), "that is filled in when it is walked");
    assert_eq!(roles(&resolve(&records[1], &records).unwrap()), ["admin-000000000002", "x"]);
    for id in ["s_000000000003", "t_000000000002", "s_2", "s_"] {
        assert_eq!(find(id, &records), None, "{id}");
    }
    assert_eq!(find("s", &records).unwrap(), records[0]);
}

#[test]
fn a_shape_that_builds_on_what_it_makes_is_a_circle() {
    let mut own = shape("s", &["000000000001"]);
    (own.source_id, own.parent_id) = (String::new(), Some("s_000000000001".into()));
    assert!(resolve(&own, std::slice::from_ref(&own)).unwrap_err().message.contains("builds on itself"));
}

#[test]
fn ids_are_split_where_an_account_follows() {
    assert_eq!(split_id("a_b_123456789012"), ("a_b", Some("123456789012")));
    for id in ["a", "a_12345678901", "a_12345678901x", "_", "123456789012"] {
        assert_eq!(split_id(id), (id, None));
    }
}

#[test]
fn of_two_records_with_one_id_the_first_is_found() {
    let records = [chain("a", None, &["x"]), chain("a", None, &["y"])];
    assert_eq!(roles(&Records::new(&records).find("a").unwrap()), ["x"]);
}

prop_compose! {
    /// Records whose parents are any of them, or none that is there.
    fn records()(parents in vec(option::of(0_usize..12), 1..10), hops in vec(0_usize..3, 10)) -> Vec<Chain> {
        parents.iter().enumerate().map(|(at, parent)| {
            let parent = parent.map(|parent| format!("c{parent}"));
            let hops: Vec<_> = (0..hops[at]).map(|hop| format!("{at}-{hop}")).collect();
            chain(&format!("c{at}"), parent.as_deref(), &hops.iter().map(String::as_str).collect::<Vec<_>>())
        }).collect()
    }
}

proptest! {
    #[test]
    fn any_graph_of_parents_ends_and_hops_are_strung_together(records in records()) {
        for record in &records {
            let Ok(whole) = resolve(record, &records) else { continue };
            prop_assert_eq!(&whole.source_id, "s1");
            let parent = record.parent_id.as_deref().map(|id| find(id, &records).unwrap());
            let inherited = parent.map(|parent| resolve(&parent, &records).unwrap().hops).unwrap_or_default();
            prop_assert_eq!([inherited, record.hops.clone()].concat(), whole.hops.clone());
            // What is whole already stays as it is.
            prop_assert_eq!(resolve(&whole, &records).unwrap(), whole);
        }
    }

    #[test]
    fn a_chain_without_a_parent_is_itself_but_for_what_its_hops_inherit(
        session_name in option::of("[a-z]{2,5}"),
        region in option::of("[a-z]{2,5}"),
        own in option::of("[a-z]{2,5}"),
    ) {
        let mut alone = chain("a", None, &["x", "y"]);
        (alone.session_name, alone.region) = (session_name.clone(), region.clone());
        (alone.hops[0].session_name, alone.hops[0].region) = (own.clone(), own.clone());
        let whole = resolve(&alone, &[]).unwrap();
        (alone.hops[0].session_name, alone.hops[0].region) = (own.clone().or(session_name.clone()), own.or(region.clone()));
        (alone.hops[1].session_name, alone.hops[1].region) = (session_name, region);
        prop_assert_eq!(whole, alone);
    }
}
