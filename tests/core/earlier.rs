//! What earlier runs show of a role that AWS refuses now.

use rolerelay::chain::route::Route;
use rolerelay::diagnosis::Earlier;
use rolerelay::failure::Failure;
use rolerelay::failure::cause::{Cause, CauseKind::*};
use rolerelay::walk::memory::Anew;
use rolerelay::walk::refused::{Stop, explain};
use rolerelay::walk::{WalkOptions, survey, walk_unexplained};

use crate::world::*;

/// A role that a session of role-1 asks for in vain, in the same account.
fn told(role: &str, earlier: Earlier) -> Failure {
    let first = "arn:aws:iam::000000000001:role/team/role-1";
    let route = Route::new(&chain([first, role])).unwrap();
    let options = WalkOptions { earlier: vec![Earlier::default(), earlier], ..WalkOptions::default() };
    let world = Scripted::new([(1, denied("Not authorized to perform sts:AssumeRole"))]);
    let end = block_on(walk_unexplained(&route, &long_term(), &options, &Anew, &world, |_| ()));
    let Err(Stop::Refused(refused)) = end else { panic!("it is refused") };
    let failure = block_on(explain(&route, &long_term(), &options, &refused, &world));
    // Who walks to learn about the chain asks first who it is.
    let world = Scripted::new([(2, denied("Not authorized to perform sts:AssumeRole"))]);
    let learned = block_on(survey(&route, &long_term(), &options, &world, |_| ())).failure.unwrap();
    assert_eq!(learned.causes, failure.causes, "it is told as a run is");
    failure
}

#[test]
fn a_role_that_earlier_runs_were_in_is_neither_missing_nor_new() {
    let day = Some(NOW as u64);
    for role in ["arn:aws:iam::000000000001:role/other", "arn:aws:iam::000000000001:role/OrganizationAccountAccessRole"]
    {
        let unknown = kinds(&told(role, Earlier::default()));
        assert!(unknown[..3].contains(&NoSuchRole), "{unknown:?}");
        for (earlier, words) in [
            (Earlier { same: day, other: None }, "On 2026-01-01 this hop went well from here"),
            (Earlier { same: day, other: Some(1) }, "On 2026-01-01 this hop went well from here"),
            (Earlier { same: None, other: day }, "On 2026-01-01 another chain got a session of role"),
        ] {
            let causes = told(role, earlier).causes;
            let (rest, last) = causes.split_at(causes.len() - 2);
            let has = |cause: &Cause, words: &str| cause.evidence.iter().any(|it| it.contains(words));
            assert!(last.iter().all(|it| matches!(it.kind, NoSuchRole | JustMade)), "{causes:?}");
            assert!(last.iter().all(|it| has(it, words) && has(it, "So this is unlikely.")), "{causes:?}");
            let changed = earlier.same.is_some();
            assert!(rest.iter().all(|it| has(it, "So something has changed since") == changed), "{causes:?}");
        }
    }
}
