//! Opens a chain without a browser, by the file that sends in one too: `native PROXY CA-FILE`, with the chain and the keys of its
//! source as JSON on standard input. Writes what came of it as JSON: `{"Ok": …}` or `{"Err": …}`.

use std::cell::Cell;
use std::error::Error;
use std::io::{self, Write};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::{Certificate, Client, Proxy, redirect, retry};
use serde::Deserialize;

use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::partition;
use rolerelay::chain::Chain;
use rolerelay::chain::route::Route;
use rolerelay::protocol::http::{NoReply, Reply, Request};
use rolerelay::protocol::world::{Cancelled, World};
use rolerelay::walk::memory::Anew;
use rolerelay::walk::{self, WalkOptions};
use transport::TIME_LIMIT_MS;

#[derive(Deserialize)]
struct Asked {
    chain: Chain,
    credentials: Credentials,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(proxy), Some(ca_file)) = (arguments.next(), arguments.next()) else {
        return Err("native PROXY CA-FILE".into());
    };
    let asked: Asked = serde_json::from_reader(io::stdin())?;
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "rustls has a provider already")?;
    let client = Client::builder()
        .https_only(true)
        .proxy(Proxy::https(proxy)?)
        // What a browser is told by the guard of the background.
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(retry::never())
        .tls_certs_only([Certificate::from_pem(&std::fs::read(ca_file)?)?])
        .build()?;
    let machine = Machine { client, skew: Cell::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let opened = runtime.block_on(async {
        let (route, options) = (Route::new(&asked.chain)?, WalkOptions::default());
        walk::open(&route, &asked.credentials, &options, &Anew, None, false, &machine, |_| {}).await
    });
    Ok(writeln!(io::stdout(), "{}", serde_json::to_string(&opened)?)?)
}

/// The [`World`] of a machine.
struct Machine {
    client: Client,
    skew: Cell<f64>,
}

impl World for Machine {
    async fn send(&self, request: Request) -> Result<Reply, NoReply> {
        // Nothing but the manifest bounds the hosts in a browser.
        if !partition::origins().contains(&format!("https://{}", request.host)) {
            return Err(NoReply::Unreachable);
        }
        let limit = Duration::from_secs_f64(TIME_LIMIT_MS / 1000.0);
        tokio::time::timeout(limit, transport::send(&self.client, &request)).await.unwrap_or(Err(NoReply::Timeout))
    }

    fn now(&self) -> f64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64)
    }

    fn skew(&self) -> f64 {
        self.skew.get()
    }

    fn measured(&self, skew: f64) {
        self.skew.set(skew);
    }

    async fn sleep(&self, ms: f64) -> Result<(), Cancelled> {
        tokio::time::sleep(Duration::from_secs_f64(ms / 1000.0)).await;
        Ok(())
    }

    fn random(&self) -> f64 {
        0.5
    }
}
