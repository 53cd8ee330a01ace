//! The wait between guesses.

use proptest::prelude::*;
use rolerelay::vault::guesses::{FIRST_WAIT, FREE, Guesses, LONGEST_WAIT};

const NOW: f64 = 1_800_000_000_000.0;

/// Guesses as soon as that is allowed; gives what is stored and when.
fn after(count: u32) -> (Guesses, f64) {
    let (mut guesses, mut now) = (Guesses::default(), NOW);
    for _ in 0..count {
        now += guesses.wait(now);
        guesses = guesses.guess(now).unwrap();
    }
    (guesses, now)
}

#[test]
fn mistyping_is_free_and_trying_is_not() {
    let waits: Vec<f64> = (0..14).map(after).map(|(guesses, now)| guesses.wait(now)).collect();
    let seconds: Vec<f64> = waits.iter().map(|wait| wait / 1_000.0).collect();
    assert_eq!(seconds, [0., 0., 0., 0., 5., 10., 20., 40., 80., 160., 320., 640., 900., 900.]);
}

#[test]
fn too_early_says_how_long_and_counts_nothing() {
    let (guesses, now) = after(FREE);
    assert_eq!(guesses.guess(now + 1_000.0), Err(FIRST_WAIT - 1_000.0));
    assert_eq!(guesses.guess(now + FIRST_WAIT).map(|guesses| guesses.count), Ok(FREE + 1));
}

#[test]
fn a_restart_changes_nothing() {
    let (guesses, now) = after(10);
    let stored = serde_json::to_string(&guesses).unwrap();
    let read: Guesses = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.wait(now), 320_000.0);
}

#[test]
fn a_clock_set_back_begins_the_wait_again_and_no_more() {
    let (guesses, now) = after(10);
    let earlier = now - 86_400_000.0;
    assert_eq!(guesses.wait(earlier), 320_000.0);
    // Stored as seen, it passes as it would have.
    assert_eq!(guesses.seen(earlier).wait(earlier + 320_000.0), 0.0);
    assert_eq!(guesses.seen(now), guesses);
}

proptest! {
    #[test]
    fn never_for_longer_than_the_longest(count in any::<u32>(), latest in any::<f64>(), now in 0.0..4e12) {
        let wait = Guesses { count, latest }.wait(now);
        prop_assert!((0.0..=LONGEST_WAIT).contains(&wait), "{}", wait);
    }

    #[test]
    fn no_way_of_turning_the_clock_back_shortens_it(back in 0.0..1e12, count in FREE..40) {
        let guesses = Guesses { count, latest: NOW };
        prop_assert!(guesses.wait(NOW - back) >= guesses.wait(NOW));
    }

    #[test]
    fn guesses_in_a_day_stay_few(pauses in prop::collection::vec(0.0..3_600_000.0, 200)) {
        let (mut guesses, mut now, mut tried) = (Guesses::default(), NOW, 0);
        for pause in pauses {
            now += pause;
            if now > NOW + 86_400_000.0 { break }
            if let Ok(counted) = guesses.guess(now) { guesses = counted; tried += 1 }
        }
        prop_assert!(tried <= 110, "{}", tried);
    }
}
