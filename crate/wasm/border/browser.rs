//! The [`World`] of the browser: `fetch`, the clock, timers and dice. In a service worker, an event page and Node alike.

use std::cell::Cell;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Date, Function, Math, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestInit, RequestRedirect, Response, ResponseType,
};

use super::kept_back::{kept_back, note};
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
        let limit = Limit::new(&self.cancel).map_err(|_| NoReply::Unreachable)?;
        // A rejected fetch says TypeError and no more, so the signals tell why. They come first: an answer may be cut by them.
        exchange(&request, &limit.stop).await.map_err(|no_reply| match no_reply {
            _ if self.cancel.aborted() => NoReply::Cancelled,
            _ if limit.late.aborted() => NoReply::Timeout,
            other => other,
        })
    }

    async fn kept_back(&self, question: Request) -> Option<NoReply> {
        kept_back(question, &Limit::new(&self.cancel).ok()?.stop).await
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

/// Stops a request when the person cancels, or at the end of its time.
struct Limit {
    stop: AbortSignal,
    /// Aborted at the end of its time.
    late: AbortSignal,
    _timer: Timeout,
}

impl Limit {
    fn new(cancel: &AbortSignal) -> Result<Self, JsValue> {
        let deadline = AbortController::new()?;
        let late = deadline.signal();
        let stop = AbortSignal::any(&Array::of2(cancel, &late));
        Ok(Self { stop, late, _timer: Timeout::new(TIME_LIMIT_MS, move || deadline.abort()) })
    }
}

/// For headers and body together.
const TIME_LIMIT_MS: u32 = 10_000;

/// The headers of a reply that the core reads.
const HEADERS: [&str; 6] = ["age", "content-type", "date", "x-amz-retry-after", "x-amzn-errortype", "x-amzn-requestid"];

#[wasm_bindgen]
extern "C" {
    /// The global one, whatever the global is: a service worker has no window.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<Promise, JsValue>;
}

async fn exchange(request: &Request, stop: &AbortSignal) -> Result<Reply, NoReply> {
    let init = init(request, stop).map_err(|_| NoReply::Unreachable)?;
    let response = fetched(request, &init).await.ok_or(NoReply::Unreachable)?;
    let status = response.status();
    // AWS has neither status. Firefox gives a proxy's 407 and then no body, so nothing of that is waited for.
    if matches!(status, 407 | 511) {
        return Err(NoReply::ProxyLogin);
    }
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(NoReply::Redirected);
    }
    note(&request.host, status);
    let headers = response.headers();
    let value = |name: &str| headers.get(name).ok().flatten().map(|value| (name.to_string(), value));
    Ok(Reply { status, headers: HEADERS.into_iter().filter_map(value).collect(), body: body(&response).await? })
}

/// What the browser gives for the request; none where it rejects, and says no more than that.
pub(super) async fn fetched(request: &Request, init: &RequestInit) -> Option<Response> {
    // The browser is who sends it, so it sees what is secret in it.
    let address = format!("https://{}{}", request.host, request.target.expose());
    let promise = fetch(&web_sys::Request::new_with_str_and_init(&address, init).ok()?).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// How `fetch` is to send the request.
pub(super) fn init(request: &Request, stop: &AbortSignal) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value.expose())?; // to the browser, as the body below
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
    // A redirect would carry a signed request, or a session, to a host that nobody chose: it is told, and not followed.
    init.set_redirect(RequestRedirect::Manual);
    init.set_cache(RequestCache::NoStore);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(stop));
    Ok(init)
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
