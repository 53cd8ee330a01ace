//! What is said of a chain or a source while it is being written.

mod advice;
mod characters;
mod fields;
mod keys;
mod parents;
mod policies;
mod properties;
mod shapes;
mod steps;

use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::check::{Surroundings, check_chain};
use rolerelay::chain::finding::{Finding, Severity};
use rolerelay::chain::{Chain, Hop};

fn hop(role_arn: &str) -> Hop {
    Hop { role_arn: role_arn.into(), ..Hop::default() }
}

fn role(number: usize) -> Hop {
    hop(&format!("arn:aws:iam::{number:012}:role/team/role-{number}"))
}

fn chain(hops: usize) -> Chain {
    Chain {
        id: "c-1_A".into(),
        name: "Production".into(),
        source_id: "s1".into(),
        hops: (1..=hops).map(role).collect(),
        ..Chain::default()
    }
}

/// The chain after `change`, and what is found in it, hints apart, as (place, whether it is an error, sentence).
fn found(hops: usize, change: impl FnOnce(&mut Chain)) -> Vec<(String, bool, String)> {
    let mut chain = chain(hops);
    change(&mut chain);
    plain(check_chain(&chain, &Surroundings::default()))
}

fn plain(findings: Vec<Finding>) -> Vec<(String, bool, String)> {
    let findings = findings.into_iter().filter(|found| found.severity != Severity::Hint);
    findings.map(|found| (found.place, found.severity == Severity::Error, found.message)).collect()
}

/// Asserts that there is one finding, at that place, that says that.
#[track_caller]
fn one(found: Vec<(String, bool, String)>, place: &str, is_error: bool, said: &str) {
    match &found[..] {
        [(at, error, sentence)] if at == place && *error == is_error && sentence.contains(said) => {}
        _ => panic!("expected {place}, error: {is_error}, {said:?}; found {found:?}"),
    }
}

/// Asserts that a click mends the finding at that place, and gives the chain that it makes.
#[track_caller]
fn mended(chain: &Chain, around: &Surroundings, place: &str) -> Chain {
    let found = check_chain(chain, around);
    let finding = found.iter().find(|found| found.place == place && found.severity != Severity::Hint);
    let finding = finding.unwrap_or_else(|| panic!("nothing at {place} in {found:?}"));
    let fix = finding.fix.as_deref().unwrap_or_else(|| panic!("no fix of {finding:?}"));
    assert!(!fix.test_first);
    let left = check_chain(&fix.chain, around);
    assert!(left.iter().all(|left| left.message != finding.message), "{left:?}");
    fix.chain.clone()
}

/// The hints, as place and sentence.
fn hints(chain: &Chain, around: &Surroundings) -> Vec<(String, String)> {
    let found = check_chain(chain, around).into_iter().filter(|found| found.severity == Severity::Hint);
    found.map(|found| (found.place, found.message)).collect()
}

fn tag(key: &str, value: &str, transitive: bool) -> SessionTag {
    SessionTag { key: key.into(), value: value.into(), transitive }
}

fn anywhere() -> Surroundings {
    Surroundings::default()
}
