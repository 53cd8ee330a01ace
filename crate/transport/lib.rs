//! How a [`Request`] of the core is sent, by reqwest: in a browser by its `fetch`, natively by the client that is handed over.
//! The same for both, but for what only one of them can be told.
//!
//! In a browser reqwest can't say that a redirect is not to be followed, nor bound the hosts: the `fetch` of the background does
//! (extension/background/core/guard.ts). Natively the client has to be built so (tests/native).
//!
//! reqwest keeps copies of address, headers and body that nobody wipes. A future that is dropped ends its request.

use std::error::Error;

use futures_util::StreamExt;
use http::status::InvalidStatusCode;
use reqwest::{Client, RequestBuilder, Response};

use rolerelay::aws::credentials::Secret;
use rolerelay::aws::partition::origin;
use rolerelay::protocol::http::{MAX_REPLY, Method, NoReply, Reply, Request};

/// For headers and body together, in milliseconds. Whoever sends drops the future then.
pub const TIME_LIMIT_MS: f64 = 10_000.0;

/// The headers of a reply that the core reads.
const HEADERS: [&str; 6] = ["age", "content-type", "date", "x-amz-retry-after", "x-amzn-errortype", "x-amzn-requestid"];

/// Sends the request once, as [`Request`] says, without a time limit.
///
/// # Errors
/// All of [`NoReply`] but `Timeout`, `Cancelled`, `Withheld` and `HeldBack`, which its callers tell.
pub async fn send(client: &Client, request: &Request) -> Result<Reply, NoReply> {
    let response = asked(client, request).send().await.map_err(|error| no_reply(&error))?;
    match response.status().as_u16() {
        // AWS has neither status. Firefox gives a proxy's 407 and then no body, so nothing of that is waited for.
        407 | 511 => Err(NoReply::ProxyLogin),
        301 | 302 | 303 | 307 | 308 => Err(NoReply::Redirected),
        status => {
            let header = |name: &str| Some((name.into(), response.headers().get(name)?.to_str().ok()?.into()));
            let headers = HEADERS.into_iter().filter_map(header).collect();
            Ok(Reply { status, headers, body: body(response).await? })
        }
    }
}

/// Whether anything answers the request, whatever that is. In a browser with `opaque` also what may not be looked into.
pub async fn answers(client: &Client, request: &Request, opaque: bool) -> bool {
    let asked = asked(client, request);
    #[cfg(target_family = "wasm")]
    let asked = if opaque { asked.fetch_mode_no_cors() } else { asked };
    #[cfg(not(target_family = "wasm"))]
    let _ = opaque;
    asked.send().await.map_or_else(|error| no_reply(&error) == NoReply::Redirected, |_| true)
}

fn asked(client: &Client, request: &Request) -> RequestBuilder {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    // Whoever sends it sees what is secret in it: address, headers, body.
    let asked = client.request(method, format!("{}{}", origin(&request.host), request.target.expose()));
    let asked = request.headers.iter().fold(asked, |asked, (name, value)| asked.header(*name, value.expose()));
    // For a host that the extension may ask, browsers would send and store the person's own console cookies.
    #[cfg(target_family = "wasm")]
    let asked = asked.fetch_credentials_omit().fetch_cache_no_store().fetch_referrer_policy("no-referrer");
    asked.body(request.body.expose().to_owned())
}

/// A browser gives a redirect that is not followed, and an answer that may not be looked into, the status 0, which reqwest calls
/// invalid. All the rest is one and the same to it.
fn no_reply(error: &reqwest::Error) -> NoReply {
    let status = error.source().and_then(|source| source.downcast_ref::<http::Error>());
    if status.is_some_and(|source| source.is::<InvalidStatusCode>()) {
        NoReply::Redirected
    } else {
        NoReply::Unreachable
    }
}

/// The body, read as it comes so that an endless one ends at [`MAX_REPLY`].
async fn body(response: Response) -> Result<Secret, NoReply> {
    let mut stream = response.bytes_stream();
    // Room for any real reply, so that it is not moved, which would leave one more unwiped copy behind.
    let mut bytes = Vec::with_capacity(16 * 1024);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| NoReply::CutShort)?;
        if bytes.len() + chunk.len() > MAX_REPLY {
            return Err(NoReply::Oversized);
        }
        bytes.extend_from_slice(&chunk);
    }
    // Text that is no UTF-8 is no reply of AWS; what is left of it will not parse.
    Ok(Secret::new(String::from_utf8(bytes).unwrap_or_default()))
}
