//! The [`World`] of the browser: `fetch`, the clock, timers and dice. In a service worker, an event page and Node alike.

use std::cell::Cell;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Date, Function, Math, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestInit, RequestRedirect, Response,
};

use super::wrong_type;
use rolerelay::aws::credentials::Secret;
use rolerelay::protocol::http::{MAX_REPLY, Method, NoReply, Reply, Request};
use rolerelay::protocol::world::{Cancelled, World};

/// The browser, until the person aborts `cancel`.
pub struct Browser {
    /// Aborted when the person cancels.
    pub cancel: AbortSignal,
}

/// The browser, until that `AbortSignal` is aborted.
///
/// # Errors
/// A thrown failure for what is no `AbortSignal`.
pub fn browser(signal: JsValue) -> Result<Browser, JsValue> {
    let cancel = signal.dyn_into::<AbortSignal>().map_err(|_| wrong_type("an AbortSignal"))?;
    Ok(Browser { cancel })
}

impl World for Browser {
    async fn send(&self, request: Request) -> Result<Reply, NoReply> {
        if self.cancel.aborted() {
            return Err(NoReply::Cancelled);
        }
        let deadline = AbortController::new().map_err(|_| NoReply::Unreachable)?;
        let late = deadline.signal();
        let _timer = Timeout::new(TIME_LIMIT_MS, move || deadline.abort());
        let stop = AbortSignal::any(&Array::of2(&self.cancel, &late));
        // A rejected fetch says TypeError and no more, so the signals tell why. They come first: an answer may be cut by them.
        exchange(request, &stop).await.map_err(|no_reply| match no_reply {
            _ if self.cancel.aborted() => NoReply::Cancelled,
            _ if late.aborted() => NoReply::Timeout,
            other => other,
        })
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
        let cancel = AbortSignal::any(&Array::of1(&self.cancel));
        let mut timer = None;
        let woken = Promise::new(&mut |resolve: Function, _| {
            cancel.set_onabort(Some(&resolve));
            timer = Some(Timeout::new(ms as u32, move || drop(resolve.call0(&JsValue::UNDEFINED))));
        });
        if !cancel.aborted() {
            // It is never rejected.
            let _ = JsFuture::from(woken).await;
        }
        if cancel.aborted() { Err(Cancelled) } else { Ok(()) }
    }

    fn random(&self) -> f64 {
        Math::random()
    }
}

thread_local! {
    /// What [`World::skew`] says, for as long as this instance lives; none before the first answer, or before it is told.
    pub static SKEW: Cell<Option<f64>> = const { Cell::new(None) };
}

/// For headers and body together.
const TIME_LIMIT_MS: u32 = 10_000;

/// The headers of a reply that the core reads.
const HEADERS: [&str; 5] = ["age", "content-type", "date", "x-amz-retry-after", "x-amzn-requestid"];

#[wasm_bindgen]
extern "C" {
    /// The global one, whatever the global is: a service worker has no window.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<Promise, JsValue>;
}

async fn exchange(request: Request, stop: &AbortSignal) -> Result<Reply, NoReply> {
    let request = into_js(request, stop).map_err(|_| NoReply::Unreachable)?;
    let promise = fetch(&request).map_err(|_| NoReply::Unreachable)?;
    let response: Response =
        JsFuture::from(promise).await.and_then(JsCast::dyn_into).map_err(|_| NoReply::Unreachable)?;
    let headers = response.headers();
    let value = |name: &str| headers.get(name).ok().flatten().map(|value| (name.to_string(), value));
    Ok(Reply {
        status: response.status(),
        headers: HEADERS.into_iter().filter_map(value).collect(),
        body: body(&response).await?,
    })
}

/// The request as `fetch` takes it. The browser is who sends it, so it sees what is secret in it.
fn into_js(request: Request, stop: &AbortSignal) -> Result<web_sys::Request, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value.expose())?;
    }
    let init = RequestInit::new();
    init.set_headers(&headers);
    match request.method {
        Method::Get => init.set_method("GET"),
        Method::Post => {
            init.set_method("POST");
            init.set_body(&JsValue::from_str(request.body.expose()));
        }
    }
    // For a host that the extension may ask, browsers would send and store the person's own console cookies.
    init.set_credentials(RequestCredentials::Omit);
    // A redirect would carry a signed request, or a session, to a host that nobody chose.
    init.set_redirect(RequestRedirect::Error);
    init.set_cache(RequestCache::NoStore);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(stop));
    web_sys::Request::new_with_str_and_init(&format!("https://{}{}", request.host, request.target.expose()), &init)
}

/// The body, read as it comes so that an endless one ends at [`MAX_REPLY`].
async fn body(response: &Response) -> Result<Secret, NoReply> {
    let Some(stream) = response.body() else { return Ok(Secret::new("")) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    // Room for any real reply, so that it is not moved, which would leave an unwiped copy behind.
    let mut bytes = Vec::with_capacity(16 * 1024);
    loop {
        let read = JsFuture::from(reader.read()).await.map_err(|_| NoReply::CutShort)?;
        let get = |name: &str| Reflect::get(&read, &JsValue::from_str(name)).map_err(|_| NoReply::CutShort);
        if get("done")?.is_truthy() {
            break;
        }
        let chunk: Uint8Array = get("value")?.dyn_into().map_err(|_| NoReply::CutShort)?;
        if bytes.len() + chunk.length() as usize > MAX_REPLY {
            drop(reader.cancel()); // nobody waits for it
            return Err(NoReply::Oversized);
        }
        bytes.extend(chunk.to_vec());
    }
    // Text that is no UTF-8 is no reply of AWS; what is left of it will not parse.
    Ok(Secret::new(String::from_utf8(bytes).unwrap_or_default()))
}
