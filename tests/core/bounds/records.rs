//! Records that come from outside: chains as a message, a backup or an older store may hold them, and what keeps the vault.

use std::collections::HashMap;

use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::check::{Surroundings, check_chain};

use rolerelay::chain::{Chain, Hop, ShapeAccount, summarize};
use rolerelay::journal;
use rolerelay::vault::copies::{MAX_SNAPSHOT, Place, Snapshot, choose};
use rolerelay::vault::{Header, MAX_HEADER};

use super::growth::{Shape, all_even, counted, grows_evenly, repeated};

const ROLE: &str = "arn:aws:iam::111111111111:role/A";

fn chain(hops: Vec<Hop>) -> Chain {
    Chain { id: "c".into(), name: "c".into(), source_id: "s".into(), hops, ..Chain::default() }
}

fn hop() -> Hop {
    Hop { role_arn: ROLE.into(), ..Hop::default() }
}

fn long(size: usize) -> String {
    "a".repeat(size)
}

/// A name, and what makes a chain of about that size.
type Made = (&'static str, fn(usize) -> Chain);

#[test]
fn chains() {
    let shapes: [Made; 22] = [
        ("a long name", |size| Chain { name: long(size), ..chain(vec![hop()]) }),
        ("a long id", |size| Chain { id: long(size), ..chain(vec![hop()]) }),
        ("a long ARN", |size| chain(vec![Hop { role_arn: format!("{ROLE}{}", long(size)), ..hop() }])),
        ("a long path", |size| {
            chain(vec![Hop { role_arn: format!("arn:aws:iam::111111111111:role/{}", "a/".repeat(size / 2)), ..hop() }])
        }),
        ("a long external ID", |size| chain(vec![Hop { external_id: Some(long(size)), ..hop() }])),
        ("a long session name", |size| chain(vec![Hop { session_name: Some(long(size)), ..hop() }])),
        ("placeholders", |size| chain(vec![Hop { session_name: Some("{chain}".repeat(size / 7)), ..hop() }])),
        ("openings of placeholders", |size| chain(vec![Hop { session_name: Some("{".repeat(size)), ..hop() }])),
        ("a source identity", |size| chain(vec![Hop { source_identity: Some("{role}".repeat(size / 6)), ..hop() }])),
        ("a long page", |size| Chain { destination: Some(long(size)), ..chain(vec![hop()]) }),
        ("a long region", |size| Chain { region: Some(long(size)), ..chain(vec![hop()]) }),
        ("a policy", |size| {
            chain(vec![Hop { policy: Some(format!("{{\"Statement\":[{}0]}}", "0,".repeat(size / 2))), ..hop() }])
        }),
        ("a deep policy", |size| chain(vec![Hop { policy: Some("[".repeat(size)), ..hop() }])),
        ("a policy of blanks", |size| {
            chain(vec![Hop { policy: Some(format!("{{\"Statement\":{}[]}}", " ".repeat(size))), ..hop() }])
        }),
        ("a policy of quotation marks", |size| chain(vec![Hop { policy: Some("\"\\".repeat(size / 2)), ..hop() }])),
        ("ARNs of policies", |size| {
            chain(vec![Hop { policy_arns: vec!["arn:aws:iam::aws:policy/A".into(); size / 25], ..hop() }])
        }),
        ("blank ARNs of policies", |size| chain(vec![Hop { policy_arns: vec![" ".into(); size / 8], ..hop() }])),
        ("tags of a session", |size| {
            let tag = |n: usize| SessionTag { key: format!("k{}", n / 2), value: String::new(), transitive: true };
            chain(vec![Hop { session_tags: (0..size / 64).map(tag).collect(), ..hop() }, hop()])
        }),
        ("words", |size| Chain { tags: vec![String::new(); size / 8], ..chain(vec![hop()]) }),
        ("hops", |size| chain(vec![hop(); size / 512])),
        ("hops in other roles", |size| {
            chain((0..size / 512).map(|n| Hop { role_arn: format!("arn:aws:iam::{n:012}:role/A"), ..hop() }).collect())
        }),
        ("accounts", |size| {
            let account = |n: usize| ShapeAccount { id: format!("{:012}", n / 2), name: "a".into(), tags: Vec::new() };
            let role = "arn:aws:iam::{account}:role/A".to_string();
            let own = chain(vec![Hop { role_arn: role, ..hop() }]);
            Chain { accounts: (0..size / 64).map(account).collect(), ..own }
        }),
    ];
    let failed: Vec<String> = shapes
        .into_iter()
        .filter_map(|(what, make)| {
            grows_evenly(what, 1 << 17, 200, make, |chain| {
                check_chain(chain, &Surroundings::default());
                summarize(std::slice::from_ref(chain), &HashMap::new());
            })
            .err()
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn chains_that_build_on_each_other() {
    let line = |size: usize| -> Vec<Chain> {
        let child = |n: usize| Chain {
            id: format!("c{n}"),
            source_id: String::new(),
            parent_id: Some(format!("c{}", n + 1)),
            ..chain(vec![hop()])
        };
        (0..size / 512).map(child).collect()
    };
    let result = grows_evenly("a line of chains", 1 << 18, 400, line, |records| {
        summarize(records, &HashMap::new());
        let around = Surroundings { parents: records.clone(), ..Surroundings::default() };
        records.first().map(|first| check_chain(first, &around));
    });
    assert_eq!(result, Ok(()));
}

#[test]
fn headers_and_snapshots() {
    let shapes: Vec<Shape<'static>> = vec![
        ("lists in each other", repeated("{\"header\":", "[", "")),
        ("records", counted("{\"header\":{\"format\":1},\"records\":{", |n| format!("\"r{n}\":\"\","), "\"x\":\"\"}}")),
        (
            "one record again and again",
            repeated(
                "{\"header\":{\"format\":1},\"records\":{",
                "\"r\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",",
                "\"x\":\"\"}}",
            ),
        ),
        ("slots", repeated("{\"header\":{\"format\":1,\"slots\":[", "{},", "{}]}}")),
        ("the format again and again", repeated("{\"header\":{", "\"format\":1,", "\"format\":1}}")),
        ("fields", counted("{\"header\":{\"format\":1,", |n| format!("\"a{n}\":0,"), "\"x\":0}}")),
        ("long bytes", repeated("{\"header\":{\"format\":1,\"mac\":\"", "A", "\"}}")),
        ("escapes", repeated("{\"header\":{\"format\":1,\"mac\":\"", "\\u0041", "\"}}")),
    ];
    all_even(shapes, MAX_SNAPSHOT / 8, 60, |text| {
        let _ = Snapshot::read(text);
        choose(&[(Place::A, text), (Place::Mirror, text)], 0, |_, _| None);
    });
    let headers: Vec<Shape<'static>> = vec![
        ("slots", repeated("{\"format\":1,\"slots\":[", "{},", "{}]}")),
        ("lists in each other", repeated("{\"format\":1,\"slots\":", "[", "")),
        ("long bytes", repeated("{\"format\":1,\"mac\":\"", "A", "\"}")),
    ];
    all_even(headers, 4 * MAX_HEADER, 60, |text| {
        let _ = Header::read(text);
    });
}

#[test]
fn pages_of_the_journal() {
    let shapes: Vec<Shape<'static>> = vec![
        ("numbers", repeated("[", "0,", "0]")),
        ("lists in each other", repeated("[", "[", "")),
        ("maps", repeated("[", "{\"number\":1},", "{}]")),
    ];
    // Each value has the room of an entry.
    all_even(shapes, 1 << 17, 240, |text| {
        journal::read(&[text.to_string()]);
    });
}
