//! What the browser itself did to a request that it rejects. It says TypeError of a dead host, of an answer that a policy keeps from
//! extensions, and of a request that it never sent.

use std::cell::RefCell;
use std::collections::HashMap;

use web_sys::{AbortSignal, RequestMode, RequestRedirect};

use rolerelay::aws::credentials::Secret;
use rolerelay::protocol::http::{Method, NoReply, Request};

use super::browser::{fetched, init};

/// What [`World::kept_back`](rolerelay::protocol::world::World::kept_back) says.
pub(super) async fn kept_back(question: Request, stop: &AbortSignal) -> Option<NoReply> {
    if answers_with_trouble(&question.host) {
        // Chromium holds back by address, path included: its ExtensionThrottleManager, after the second 5xx, for up to 15 minutes.
        let elsewhere = Request {
            method: Method::Get,
            target: Secret::new("/favicon.ico"),
            headers: Vec::new(),
            body: Secret::new(""),
            ..question
        };
        return fetched(&elsewhere, &init(&elsewhere, stop).ok()?).await.map(|_| NoReply::HeldBack);
    }
    // An answer that nobody may look into is kept from nobody. This mode has to follow redirects; the manifest's
    // `connect-src` bounds them.
    let opaque = init(&question, stop).ok()?;
    opaque.set_mode(RequestMode::NoCors);
    opaque.set_redirect(RequestRedirect::Follow);
    fetched(&question, &opaque).await?;
    // Where its answer can be read, so could have been the request's: the host hung up.
    let readable = fetched(&question, &init(&question, stop).ok()?).await.is_some();
    (!readable).then_some(NoReply::Withheld)
}

/// Notes how the host answered.
pub(super) fn note(host: &str, status: u16) {
    TROUBLE.with_borrow_mut(|trouble| {
        if status >= 500 {
            *trouble.entry(host.into()).or_default() += 1;
        } else {
            trouble.remove(host);
        }
    });
}

fn answers_with_trouble(host: &str) -> bool {
    TROUBLE.with_borrow(|trouble| trouble.get(host).is_some_and(|&answers| answers > 2))
}

thread_local! {
    /// How often each host has answered 5xx since its last other answer, for as long as this instance lives.
    static TROUBLE: RefCell<HashMap<String, u32>> = RefCell::default();
}
