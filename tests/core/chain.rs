//! What lists show.

use std::collections::HashMap;

use rolerelay::chain::finding::Severity;
use rolerelay::chain::{self, Chain, ChainSummary, Colour, Hop, ShapeAccount};

fn summarize(records: &[Chain]) -> Vec<ChainSummary> {
    chain::summarize(records, &HashMap::new())
}

fn role(number: usize) -> Hop {
    Hop { role_arn: format!("arn:aws:iam::{number:012}:role/team/role-{number}"), ..Hop::default() }
}

fn chain(hops: usize) -> Chain {
    Chain {
        id: "c1".into(),
        name: "A chain".into(),
        source_id: "s1".into(),
        hops: (1..=hops).map(role).collect(),
        ..Chain::default()
    }
}

fn child(id: &str, parent: &str) -> Chain {
    Chain { id: id.into(), source_id: String::new(), parent_id: Some(parent.into()), hops: vec![role(9)], ..chain(0) }
}

fn one(records: &[Chain], id: &str) -> ChainSummary {
    summarize(records).into_iter().find(|summary| summary.id == id).unwrap()
}

#[test]
fn summarizes_a_chain_by_its_end() {
    let summary = summarize(&[chain(3)]).remove(0);
    assert_eq!((summary.account.as_str(), summary.role.as_str(), summary.hops), ("000000000003", "role-3", 3));
    let mut unread = chain(1);
    unread.hops[0].role_arn = "what?".into();
    let summary = summarize(&[unread]).remove(0);
    assert_eq!((summary.account.as_str(), summary.role.as_str()), ("", "what?"));
    assert_eq!(summarize(&[chain(0)]).remove(0).role, "");
}

#[test]
fn a_chain_that_builds_on_others_is_summarized_whole() {
    let records = [child("end", "middle"), Chain { hops: vec![role(5)], ..child("middle", "c1") }, chain(2)];
    let end = one(&records, "end");
    assert_eq!((end.source_id.as_str(), end.parent_id.as_deref(), end.hops), ("s1", Some("middle"), 4));
    assert_eq!((end.account.as_str(), end.role.as_str(), end.severity), ("000000000009", "role-9", None));
}

#[test]
fn a_chain_without_its_parents_is_listed_with_an_error() {
    let end = one(&[child("end", "gone")], "end");
    assert_eq!((end.source_id.as_str(), end.hops, end.role.as_str()), ("", 1, "role-9"));
    assert_eq!(end.severity, Some(Severity::Error));
}

#[test]
fn a_chain_is_found_by_every_role_and_region_on_its_way() {
    let hub = Chain { region: Some("eu-west-1".into()), ..chain(2) };
    let mut end = child("end", "c1");
    end.region = Some("eu-west-1".into());
    end.hops[0].region = Some("us-east-1".into());
    let arns: Vec<_> = hub.hops.iter().chain(&end.hops).map(|hop| hop.role_arn.clone()).collect();
    let words = one(&[hub, end, child("lost", "gone")], "end").words;
    assert_eq!(words[..3], arns);
    assert_eq!(words[3..], ["eu-west-1", "us-east-1"]);
    assert_eq!(one(&[child("lost", "gone")], "lost").words, [arns[2].as_str()], "without its parents it has its own");
}

#[test]
fn the_worst_finding_counts_and_hints_do_not() {
    let severity = |change: &dyn Fn(&mut Chain)| {
        let mut chain = chain(2);
        change(&mut chain);
        one(&[chain], "c1").severity
    };
    assert_eq!(severity(&|_| {}), None, "that there may be a direct way is a hint");
    assert_eq!(severity(&|chain| chain.hops[0].duration_seconds = Some(7_200)), None, "the keys may be long-term ones");
    assert_eq!(
        severity(&|chain| chain.hops[0].session_name = Some("{user}".into())),
        None,
        "the settings may name the person"
    );
    assert_eq!(severity(&|chain| chain.hops[1] = role(1)), Some(Severity::Warning));
    assert_eq!(severity(&|chain| (chain.hops[1], chain.name) = (role(1), String::new())), Some(Severity::Error));
    let hub = Chain { id: "hub".into(), hops: vec![Hop::default()], ..chain(0) };
    assert_eq!(one(&[hub, child("end", "hub")], "end").severity, Some(Severity::Error));
}

#[test]
fn a_shape_is_listed_as_the_chains_that_it_makes() {
    let account =
        |id: &str, name: &str| ShapeAccount { id: id.into(), name: name.into(), tags: vec![name.to_lowercase()] };
    let mut shape = chain(1);
    shape.colour = Some(Colour::Red);
    shape.tags = vec!["all".into()];
    shape.hops.push(Hop { role_arn: "arn:aws:iam::{account}:role/x/admin".into(), ..Hop::default() });
    shape.accounts = vec![account("000000000011", "Pay"), account("12", ""), account("000000000011", "Again")];
    let records = [child("end", "c1_000000000011"), shape];
    let [end, pay, broken] = &summarize(&records)[..] else { panic!("{:?}", summarize(&records)) };
    assert_eq!((end.hops, end.source_id.as_str(), end.severity), (3, "s1", None));
    let whole = ChainSummary {
        id: "c1_000000000011".into(),
        name: "Pay · A chain".into(),
        source_id: "s1".into(),
        parent_id: None,
        shape_id: Some("c1".into()),
        account: "000000000011".into(),
        role: "admin".into(),
        hops: 2,
        tags: vec!["all".into(), "pay".into()],
        words: vec![chain(1).hops[0].role_arn.clone(), "arn:aws:iam::000000000011:role/x/admin".into()],
        colour: Some(Colour::Red),
        guard: None,
        read_only: None,
        severity: None,
    };
    assert_eq!(*pay, whole);
    assert_eq!((broken.severity, broken.account.as_str()), (Some(Severity::Error), ""));
}

/// Ten thousand chains, half of them on hubs and a shape of thousands of accounts among them: what takes the square of their
/// number takes minutes here, so nothing is said of the time but that there is an end.
#[test]
fn ten_thousand_records_are_summarized_at_once() {
    let hub = |number: usize| Chain { id: format!("hub{number}"), ..chain(2) };
    let mut shape = Chain { id: "shape".into(), ..chain(1) };
    shape.hops.push(Hop { role_arn: "arn:aws:iam::{account}:role/admin".into(), ..Hop::default() });
    shape.accounts =
        (1_000..3_000).map(|id| ShapeAccount { id: format!("{id:012}"), name: "n".into(), tags: vec![] }).collect();
    let mut records: Vec<_> = (0..100).map(hub).collect();
    records.extend((0..3_000).map(|at| child(&format!("child{at}"), &format!("hub{}", at % 100))));
    records.extend((0..2_000).map(|at| child(&format!("of{at}"), &format!("shape_{:012}", 1_000 + at))));
    records.extend((0..4_899).map(|at| Chain { id: format!("c{at}"), ..chain(3) }));
    records.push(shape);
    let summaries = summarize(&records);
    assert_eq!(summaries.len(), 9_999 + 2_000);
    assert!(summaries.iter().all(|summary| summary.severity.is_none() && summary.source_id == "s1"));
}
