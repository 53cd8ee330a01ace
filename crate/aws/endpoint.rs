//! Hosts of a person's own in the place of AWS's: LocalStack, moto, MinIO and the like. This computer's, on any port, by `http`; and those
//! that the build names (`npm run build -- --endpoint https://…`), by `https`. No other can be asked.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::Url;

/// Where a source's chains are walked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema))]
pub struct Endpoint {
    /// The origin of its STS: `http://localhost:4566`.
    pub sts: String,
    /// The address of its console, where it has one. It opens as it is: nothing is known there of whoever walked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub console: Option<String>,
}

/// What is wrong with an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongEndpoint {
    /// The field: `sts` or `console`.
    pub field: &'static str,
    /// One sentence.
    pub sentence: String,
}

impl Endpoint {
    /// The endpoint as it is kept, its addresses as a browser writes them.
    ///
    /// # Errors
    /// The first field that names no host that can be asked.
    pub fn read(sts: &str, console: Option<&str>) -> Result<Self, WrongEndpoint> {
        let of = |field| move |sentence| WrongEndpoint { field, sentence };
        let sts = address(sts).and_then(|url| origin_alone(&url)).map_err(of("sts"))?;
        let console = console.map(str::trim).filter(|text| !text.is_empty());
        let console = console.map(|text| address(text).map(String::from)).transpose().map_err(of("console"))?;
        Ok(Self { sts, console })
    }

    /// The host of its STS, with the port: `localhost:4566`.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn sts_host(&self) -> Result<String, WrongEndpoint> {
        let Self { sts, .. } = Self::read(&self.sts, self.console.as_deref())?;
        Ok(sts.rsplit('/').next().unwrap_or_default().into())
    }
}

/// The origins that endpoints can have, for the manifest; of this computer's without a port, since they have any.
pub fn endpoint_origins() -> Vec<String> {
    let here = LOOPBACK.iter().map(|host| format!("http://{host}"));
    here.chain(named().map(String::from)).collect()
}

/// Whether a host of a request, with its port or without, is this computer's.
pub fn is_loopback(host: &str) -> bool {
    LOOPBACK.contains(&host.rsplit_once(':').map_or(host, |(name, _)| name))
}

/// Whether it is one that only endpoints have, and so none of AWS's.
pub fn is_endpoint(host: &str) -> bool {
    is_loopback(host) || named().any(|origin| origin.strip_prefix("https://") == Some(host))
}

/// What a browser holds for this computer whatever its name service says (Secure Contexts, 3.1), and lets be asked by `http`.
const LOOPBACK: [&str; 2] = ["localhost", "127.0.0.1"];

/// In characters.
const LONGEST: usize = 2_048;

const NOT_HERE: &str = "Rolerelay as it is here asks endpoints of this computer alone: http://localhost or http://127.0.0.1, with a port. \
                        Another host has to be named when it is built: npm run build -- --endpoint https://that.host";

/// Those that the build names, each an origin of `https`.
fn named() -> impl Iterator<Item = &'static str> {
    option_env!("ROLERELAY_ENDPOINTS").unwrap_or_default().split_whitespace()
}

/// An address of a host that can be asked.
fn address(text: &str) -> Result<Url, String> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return Err("Write an address such as http://localhost:4566.".into());
    }
    let url = Url::parse(text).map_err(|_| "This is no address. One is http://localhost:4566.".to_string())?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err("An address here has neither a name or password before its host nor a # behind it.".into());
    }
    match (url.scheme(), url.host_str()) {
        ("http", Some(host)) if LOOPBACK.contains(&host) => Ok(url),
        ("https", Some(host)) if LOOPBACK.contains(&host) => {
            Err("Of this computer an endpoint is asked by http: browsers take no certificate of localhost.".into())
        }
        ("https", Some(_)) if named().any(|origin| origin == url.origin().ascii_serialization()) => Ok(url),
        _ => Err(NOT_HERE.into()),
    }
}

fn origin_alone(url: &Url) -> Result<String, String> {
    if url.path() != "/" || url.query().is_some() {
        return Err("An endpoint is scheme, host and port alone, such as http://localhost:4566.".into());
    }
    Ok(url.origin().ascii_serialization())
}
