//! The only door to JavaScript: each export turns its arguments into Rust, calls the core, and turns the result back.
//! No logic lives here. A failure is thrown as the plain object `Failure`.
//!
//! Arguments come as [`Ts`], or as a bare value for text, so that a wrong type is a thrown failure and no leak or panic.

pub mod browser;
mod clock;
mod kept_back;

use js_sys::Function;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use rolerelay::aws::credentials::Secret;
use rolerelay::chain::Chain;
use rolerelay::chain::route::Route;
use rolerelay::failure::Failure;
use rolerelay::walk::Step;

/// A panic is a defect of ours. It ends this instance with a trap, which the background sees and answers with a new one;
/// the console gets the place in our source, and none of the data.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        log_error(&format!("Rolerelay’s core stopped at {place}"));
    }));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn log_error(text: &str);
}

/// Text; anything but that is a thrown failure, here and below.
pub fn text(value: &JsValue) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| wrong_type("text"))
}

/// A value of that type.
pub fn rust<T: Tsify + DeserializeOwned>(value: &Ts<T>) -> Result<T, JsValue>
where
    T::JsType: Clone,
{
    // serde's message would quote the value, which may be a secret.
    value.to_rust().map_err(|_| wrong_type(name_of::<T>()))
}

/// A list, which tsify takes no `Ts` of that throws a failure.
pub fn many<T: DeserializeOwned>(values: JsValue) -> Result<Vec<T>, JsValue> {
    serde_wasm_bindgen::from_value(values).map_err(|_| wrong_type(&format!("a list of {}", name_of::<T>())))
}

/// A value for JavaScript.
pub fn js<T: Tsify + Serialize>(value: &T) -> Result<Ts<T>, JsValue> {
    value.into_ts().map_err(|_| wrong_type(name_of::<T>()))
}

fn name_of<T>() -> &'static str {
    std::any::type_name::<T>().rsplit("::").next().unwrap_or_default()
}

/// What is thrown for an argument that is not what is `wanted`.
pub fn wrong_type(wanted: &str) -> JsValue {
    thrown(Failure::internal(&format!("the core was not handed {wanted}")))
}

/// The failure, to be thrown.
pub fn thrown(failure: Failure) -> JsValue {
    failure.into_ts().map_or(JsValue::UNDEFINED, JsValue::from)
}

/// Text that is secret.
pub fn secret(value: &JsValue) -> Result<Secret, JsValue> {
    text(value).map(Secret::new)
}

/// Text, or undefined.
pub fn optional_text(value: &JsValue) -> Result<Option<String>, JsValue> {
    if value.is_undefined() { Ok(None) } else { text(value).map(Some) }
}

/// A list for JavaScript.
pub fn list<T: Tsify + Serialize>(values: &[T]) -> Result<Vec<Ts<T>>, JsValue> {
    values.iter().map(js).collect()
}

/// The chain as it can be walked.
///
/// # Errors
/// A thrown failure that says what is wrong with it.
pub fn checked(chain: &Ts<Chain>) -> Result<Route, JsValue> {
    Route::new(&rust(chain)?).map_err(thrown)
}

/// What hears of each step of a walk. A listener that throws is a defect of the listener; the walk goes on.
///
/// # Errors
/// A thrown failure for what is no function.
pub fn listener(on_step: JsValue) -> Result<impl FnMut(Step), JsValue> {
    let on_step = on_step.dyn_into::<Function>().map_err(|_| wrong_type("a function"))?;
    Ok(move |step: Step| {
        if let Ok(step) = step.into_ts() {
            let _ = on_step.call1(&JsValue::UNDEFINED, &step.into());
        }
    })
}
