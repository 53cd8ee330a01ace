//! How long a person waits after wrong passwords.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::number;
use border::{js, rust, thrown};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::vault::guesses::Guesses;

/// Counts a guess that is about to be tried at `now`, in milliseconds since 1970. Throws `too-many-guesses`.
#[wasm_bindgen(js_name = countGuess)]
pub fn count_guess(
    guesses: Ts<Guesses>,
    #[wasm_bindgen(unchecked_param_type = "number")] now: JsValue,
) -> Result<Ts<Guesses>, JsValue> {
    let wait = |wait: f64| {
        let seconds = (wait / 1000.0).ceil();
        let message = format!("Too many wrong passwords. The next one can be tried in {seconds} seconds.");
        thrown(Failure::new(FailureKind::TooManyGuesses, message))
    };
    js(&rust(&guesses)?.guess(number(&now)?).map_err(wait)?)
}

/// How long the next guess has to wait at `now`, in milliseconds.
#[wasm_bindgen(js_name = guessWait)]
pub fn guess_wait(
    guesses: Ts<Guesses>,
    #[wasm_bindgen(unchecked_param_type = "number")] now: JsValue,
) -> Result<f64, JsValue> {
    Ok(rust(&guesses)?.wait(number(&now)?))
}

/// The guesses as they count for a clock that was set back: see [`Guesses::seen`].
#[wasm_bindgen(js_name = guessesSeen)]
pub fn guesses_seen(
    guesses: Ts<Guesses>,
    #[wasm_bindgen(unchecked_param_type = "number")] now: JsValue,
) -> Result<Ts<Guesses>, JsValue> {
    js(&rust(&guesses)?.seen(number(&now)?))
}
