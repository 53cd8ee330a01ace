//! How long a person has to wait after wrong passwords. It never ends in a wipe: what guards the keys on disk is the cost of
//! Argon2; this only keeps somebody at an unattended desk from trying.
//!
//! What is known of earlier guesses is data that is stored, so a restart changes nothing. Each guess is counted and stored
//! before it is tried, so that stopping the browser during one does not make it free; the right password then forgets them all.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

/// The guesses since the vault was open last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Guesses {
    /// How many.
    pub count: u32,
    /// When the latest was, in milliseconds since 1970.
    pub latest: f64,
}

/// How many are free: people mistype.
pub const FREE: u32 = 4;
/// The wait after the last free guess, in milliseconds. It doubles with each further one.
pub const FIRST_WAIT: f64 = 5_000.0;
/// The longest wait.
pub const LONGEST_WAIT: f64 = 900_000.0;

impl Guesses {
    /// Counts a guess that is about to be tried, at `now`: what to store first. Else, after how many milliseconds to come again.
    ///
    /// # Errors
    /// The wait.
    pub fn guess(self, now: f64) -> Result<Self, f64> {
        let wait = self.wait(now);
        if wait > 0.0 { Err(wait) } else { Ok(Self { count: self.count.saturating_add(1), latest: now }) }
    }

    /// How long the next guess has to wait at `now`, in milliseconds.
    ///
    /// A clock that was set back makes the wait begin again, never shorter.
    pub fn wait(self, now: f64) -> f64 {
        (self.delay() - (now - self.seen(now).latest)).max(0.0)
    }

    /// The same, for a clock that was set back or held nonsense: as if the latest guess were just now. Store it where it differs, or
    /// a clock that was once a year ahead would have its owner wait a year.
    pub fn seen(self, now: f64) -> Self {
        if self.latest <= now { self } else { Self { latest: now, ..self } }
    }

    fn delay(self) -> f64 {
        match self.count.checked_sub(FREE) {
            None => 0.0,
            Some(over) => (FIRST_WAIT * 2_f64.powi(over.min(30) as i32)).min(LONGEST_WAIT),
        }
    }
}
