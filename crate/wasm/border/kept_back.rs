//! What the browser itself did to a request that it rejects. It says TypeError of a dead host, of an answer that a policy keeps from
//! extensions, and of a request that it never sent.

use std::cell::RefCell;
use std::collections::HashMap;

use reqwest::Client;

use rolerelay::aws::credentials::Secret;
use rolerelay::protocol::http::{Method, NoReply, Request};
use transport::answers;

/// What [`World::kept_back`](rolerelay::protocol::world::World::kept_back) says.
pub(super) async fn kept_back(client: &Client, question: Request) -> Option<NoReply> {
    if answers_with_trouble(&question.host) {
        // Chromium holds back by address, path included: its ExtensionThrottleManager, after the second 5xx, for up to 15 minutes.
        let elsewhere = Request {
            method: Method::Get,
            target: Secret::new("/favicon.ico"),
            headers: Vec::new(),
            body: Secret::new(""),
            ..question
        };
        return answers(client, &elsewhere, false).await.then_some(NoReply::HeldBack);
    }
    // An answer that nobody may look into is kept from nobody. Where it can be read too, so could have been the request's: the
    // host hung up.
    let withheld = answers(client, &question, true).await && !answers(client, &question, false).await;
    withheld.then_some(NoReply::Withheld)
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
