//! Whatever is written in a record, the check ends, names places that are there, and its fixes mend what they are offered for.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::check::{RefusedDuration, Surroundings, check_chain};
use rolerelay::chain::finding::Severity;
use rolerelay::chain::inheritance::{of_account, resolve};
use rolerelay::chain::{Chain, Hop, ReadOnly, ShapeAccount};

use super::{chain, role};

const ACCOUNTS: [&str; 4] = ["000000000001", "000000000002", "1", ""];

fn text(near: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![8 => proptest::sample::select(near).prop_map(Into::into), 1 => any::<String>()]
}

fn arn() -> impl Strategy<Value = String> {
    const PARTITIONS: [&str; 3] = ["aws", "aws", "aws-cn"];
    const OWNERS: [&str; 4] = ["000000000001", "000000000002", "{account}", ""];
    let select = proptest::sample::select;
    let near = (select(&PARTITIONS[..]), select(&OWNERS[..]), select(&["a", "A", "p/a", "b", ""][..]))
        .prop_map(|(partition, account, name)| format!("arn:{partition}:iam::{account}:role/{name}"));
    prop_oneof![8 => near, 1 => any::<String>()]
}

fn session_tag() -> impl Strategy<Value = SessionTag> {
    (text(&["team", "Team", "aws:x", "", "a*"]), text(&["", "v", "*"]), any::<bool>())
        .prop_map(|(key, value, transitive)| SessionTag { key, value, transitive })
}

fn hop() -> impl Strategy<Value = Hop> {
    const NAMES: &[&str] = &["alice", " alice", "a", "{user}", "{hop}-x", "{", "aws:x"];
    const POLICIES: &[&str] = &["{\"Statement\":[]}", "{}", "[", "→", ""];
    const POLICY_ARNS: &[&str] =
        &["arn:aws:iam::aws:policy/p", " arn:aws:iam::aws:policy/p", "arn:aws:iam::{account}:policy/p", "x"];
    const SERIALS: &[&str] = &["GAHT12345678", " GAHT12345678", "123456", "arn:aws:iam::000000000001:u2f/x", "arn:"];
    let named = (arn(), option::of(text(NAMES)), option::of(text(NAMES)), option::of(text(NAMES)));
    let numbers = (option::of(prop_oneof![Just(900), Just(7_200), any::<u32>()]), option::of(text(SERIALS)));
    let limits = (option::of(text(POLICIES)), vec(text(POLICY_ARNS), 0..3), vec(session_tag(), 0..4));
    let region = option::of(text(&["eu-west-1", "cn-north-1", ""]));
    (named, numbers, limits, region).prop_map(|(named, (duration_seconds, mfa_serial), limits, region)| {
        let (role_arn, session_name, external_id, source_identity) = named;
        let (policy, policy_arns, session_tags) = limits;
        Hop {
            role_arn,
            session_name,
            external_id,
            duration_seconds,
            policy,
            policy_arns,
            session_tags,
            source_identity,
            mfa_serial,
            region,
        }
    })
}

fn account() -> impl Strategy<Value = ShapeAccount> {
    (text(&ACCOUNTS), text(&["Payments", ""]), vec(text(&["t", ""]), 0..2)).prop_map(|(id, name, tags)| ShapeAccount {
        id,
        name,
        tags,
    })
}

fn record() -> impl Strategy<Value = Chain> {
    const IDS: &[&str] = &["a", "b", "c", "d", "a_000000000001", ""];
    let ids = (text(IDS), text(&["s1", "s1", ""]), option::of(text(IDS)));
    let lists = (vec(hop(), 0..5), vec(account(), 0..3), vec(text(&["t", ""]), 0..3));
    let rest = (
        text(&["Name", ""]),
        option::of(text(&["alice", "{"])),
        option::of(text(&["eu-west-1", "x"])),
        option::of(text(&["/s3/home", "javascript:1"])),
        option::of(any::<u32>()),
        option::of(text(&["PROD", "", "\u{202e}", "A word that is far too long to be one"])),
        any::<bool>(),
        option::of(Just(ReadOnly::ViewOnlyAccess)),
    );
    (ids, lists, rest).prop_map(|((id, source_id, parent_id), (hops, accounts, tags), rest)| {
        let (name, session_name, region, destination, session_duration, guard, asks_reason, read_only) = rest;
        Chain {
            id,
            name,
            source_id,
            parent_id,
            hops,
            session_name,
            region,
            destination,
            session_duration,
            tags,
            colour: None,
            guard,
            asks_reason,
            read_only,
            accounts,
            own_end: None,
            endpoint: None,
            user_console: None,
        }
    })
}

fn surroundings() -> impl Strategy<Value = Surroundings> {
    let refused = (arn(), Just(7_200)).prop_map(|(role_arn, seconds)| RefusedDuration { role_arn, seconds });
    (vec(record(), 0..5), option::of(text(&["alice", ""])), option::of(any::<bool>()), vec(refused, 0..2)).prop_map(
        |(parents, user, long_term, refused_durations)| Surroundings {
            parents,
            user,
            long_term,
            refused_durations,
            own_end: None,
            endpoint: None,
        },
    )
}

/// Whether there is such a field in the record, or could be: an absent one can be written.
fn exists(place: &str, chain: &Chain) -> bool {
    let of = |at: &str, length: usize| at.parse::<usize>().is_ok_and(|at| at < length);
    let parts: Vec<_> = place.split('.').collect();
    let hop = |at: &str| chain.hops.get(at.parse::<usize>().ok()?);
    match parts[..] {
        ["id" | "name" | "sourceId" | "parentId" | "sessionName" | "region" | "destination" | "sessionDuration"] => {
            true
        }
        ["hops" | "tags" | "accounts" | "guard" | "readOnly"] => true,
        ["tags", at] => of(at, chain.tags.len()),
        ["accounts", at, "id" | "name" | "tags"] => of(at, chain.accounts.len()),
        ["accounts", at, "tags", tag] => {
            of(at, chain.accounts.len()) && of(tag, chain.accounts[at.parse::<usize>().unwrap()].tags.len())
        }
        ["hops", at, "policyArns", arn] => hop(at).is_some_and(|hop| of(arn, hop.policy_arns.len())),
        ["hops", at, "sessionTags", tag, "key" | "value"] => hop(at).is_some_and(|hop| of(tag, hop.session_tags.len())),
        ["hops", at, field] => {
            const FIELDS: [&str; 10] = [
                "roleArn",
                "sessionName",
                "externalId",
                "durationSeconds",
                "policy",
                "policyArns",
                "sessionTags",
                "sourceIdentity",
                "mfaSerial",
                "region",
            ];
            hop(at).is_some() && FIELDS.contains(&field)
        }
        _ => false,
    }
}

proptest! {
    #[test]
    fn places_are_there_and_fixes_mend(chain in record(), around in surroundings()) {
        let found = check_chain(&chain, &around);
        for finding in &found {
            prop_assert!(exists(&finding.place, &chain), "{finding:?}");
            prop_assert!(!finding.message.is_empty());
            let Some(fix) = finding.fix.as_deref().filter(|fix| !fix.test_first) else { continue };
            let same = |found: &[_]| found.iter().filter(|other: &&rolerelay::chain::finding::Finding| other.message == finding.message).count();
            prop_assert!(same(&check_chain(&fix.chain, &around)) < same(&found), "{finding:?}");
            prop_assert!(fix.chain.hops.len() + 1 >= chain.hops.len());
        }
        let mut once: Vec<_> = found.iter().map(|finding| (&finding.place, &finding.message)).collect();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), found.len(), "nothing is said twice at one place");
    }

    #[test]
    fn what_is_found_good_is_good_when_it_is_walked(change in hop(), at in 0_usize..3, parents in 0_usize..3) {
        // The walk checks the whole chain again: it must not find an error that the editor did not tell.
        let mut records: Vec<Chain> = (0..=parents).map(|number| Chain {
            id: format!("c{number}"),
            hops: vec![role(number + 1)],
            source_id: if number == 0 { "s1".into() } else { String::new() },
            parent_id: number.checked_sub(1).map(|parent| format!("c{parent}")),
            ..chain(0)
        }).collect();
        let at = at.min(parents);
        records[at].hops[0] = change;
        let last = records.pop().unwrap();
        let around = Surroundings { parents: records.clone(), user: Some("alice".into()), ..Surroundings::default() };
        let errors = |chain: &Chain, around: &Surroundings| {
            check_chain(chain, around).iter().any(|found| found.severity == Severity::Error)
        };
        let whole = resolve(&last, &records).unwrap();
        let alone = Surroundings { user: around.user.clone(), ..Surroundings::default() };
        prop_assert_eq!(errors(&last, &around), errors(&whole, &alone));
    }

    #[test]
    fn what_a_shape_makes_is_as_good_as_the_shape(mut hop in hop()) {
        // In the policies of a role whose account is fixed, `{account}` is right for that account alone.
        hop.policy_arns.retain(|arn| !arn.contains("{account}"));
        let accounts = ACCOUNTS[..2].iter().map(|id| ShapeAccount { id: (*id).into(), name: "Payments".into(), tags: Vec::new() });
        let shape = Chain { hops: vec![role(3), hop], accounts: accounts.collect(), ..chain(0) };
        let errors = |chain: &Chain| {
            let found = check_chain(chain, &Surroundings::default()).into_iter();
            found.filter(|found| found.severity == Severity::Error && found.place != "accounts").count()
        };
        prop_assert!(shape.accounts.iter().all(|account| errors(&of_account(&shape, account)) == errors(&shape)));
    }
}
