//! The [`World`] of the browser: `fetch`, the clock, timers and dice. In a service worker, an event page and Node alike.

use std::cell::Cell;
use std::pin::pin;

use futures_util::future::{Either, select};
use gloo::timers::callback::Timeout;
use js_sys::{Array, Date, Function, Math, Promise};
use reqwest::Client;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::kept_back::{kept_back, note};
use super::wrong_type;
use rolerelay::protocol::http::{NoReply, Reply, Request};
use rolerelay::protocol::world::{Cancelled, World};
use transport::TIME_LIMIT_MS;

/// The browser, until the person aborts `cancel`.
pub struct Browser {
    /// Aborted when the person cancels.
    cancel: AbortSignal,
    client: Client,
}

/// The browser, until that `AbortSignal` is aborted.
///
/// # Errors
/// A thrown failure for what is no `AbortSignal`.
pub fn browser(signal: JsValue) -> Result<Browser, JsValue> {
    let cancel = signal.dyn_into::<AbortSignal>().map_err(|_| wrong_type("an AbortSignal"))?;
    Ok(Browser { cancel, client: Client::new() })
}

impl Browser {
    /// What `work` gives, unless the time of a request ends before, or the person cancels: its own request ends then.
    async fn in_time<T>(&self, work: impl Future<Output = T>) -> Result<T, NoReply> {
        if self.cancel.aborted() {
            return Err(NoReply::Cancelled);
        }
        let done = match select(pin!(work), pin!(self.sleep(TIME_LIMIT_MS))).await {
            Either::Left((done, _)) => Some(done),
            Either::Right(_) => None,
        };
        match done {
            // What it gives may come of the person's cancelling.
            Some(done) if !self.cancel.aborted() => Ok(done),
            _ => {
                // The browser tells a request that it was dropped; nobody may call this instance once it is done.
                wait(0.0, None).await;
                Err(if self.cancel.aborted() { NoReply::Cancelled } else { NoReply::Timeout })
            }
        }
    }
}

impl World for Browser {
    async fn send(&self, request: Request) -> Result<Reply, NoReply> {
        let sent = self.in_time(transport::send(&self.client, &request)).await?;
        if let Ok(reply) = &sent {
            note(&request.host, reply.status);
        }
        sent
    }

    async fn kept_back(&self, question: Request) -> Option<NoReply> {
        self.in_time(kept_back(&self.client, question)).await.ok()?
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    fn skew(&self) -> f64 {
        SKEW.get().unwrap_or_default()
    }

    fn measured(&self, skew: f64) {
        SKEW.set(Some(skew));
    }

    async fn sleep(&self, ms: f64) -> Result<(), Cancelled> {
        // A signal of our own, so that setting its handler does not unset the caller's.
        let cancel = Handled(AbortSignal::any(&Array::of1(&self.cancel)));
        if !cancel.0.aborted() {
            wait(ms, Some(&cancel.0)).await;
        }
        if cancel.0.aborted() { Err(Cancelled) } else { Ok(()) }
    }

    fn random(&self) -> f64 {
        Math::random()
    }
}

thread_local! {
    /// What [`World::skew`] says, for as long as this instance lives; none before the first answer, or before it is told.
    pub static SKEW: Cell<Option<f64>> = const { Cell::new(None) };
}

/// Waits that long, or until `cancel` is aborted.
async fn wait(ms: f64, cancel: Option<&AbortSignal>) {
    let mut timer = None;
    let woken = Promise::new(&mut |resolve: Function, _| {
        if let Some(cancel) = cancel {
            cancel.set_onabort(Some(&resolve));
        }
        timer = Some(Timeout::new(ms as u32, move || drop(resolve.call0(&JsValue::UNDEFINED))));
    });
    // It is never rejected.
    let _ = JsFuture::from(woken).await;
}

/// A signal that calls nobody any more once nobody waits.
struct Handled(AbortSignal);

impl Drop for Handled {
    fn drop(&mut self) {
        self.0.set_onabort(None);
    }
}
