//! AWS's query protocol, which STS and IAM speak: a form goes out, XML comes back, and so does a refusal.

mod reply;
mod xml;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::form_urlencoded;

pub(crate) use self::reply::{read_with, time};
pub(crate) use self::xml::{Element, character};
use super::http::{Method, Request};
use crate::aws::credentials::Secret;

/// An answer that is not what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Refusal {
    /// The HTTP status. With 200 and no code, the answer was garbled.
    pub status: u16,
    /// AWS's error code; absent when the answer is not AWS's, but for instance a proxy's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// AWS's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// AWS's request id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// The body of a request.
pub(crate) struct Form(form_urlencoded::Serializer<'static, String>);

impl Form {
    pub fn new(action: &str, version: &str) -> Self {
        let mut form = Self(form_urlencoded::Serializer::new(String::new()));
        form.set("Action", action).set("Version", version);
        form
    }

    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.0.append_pair(name, value);
        self
    }

    /// What is not set is left out: AWS reads an empty value as a value, and refuses it.
    pub fn set_if(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.set(name, value);
        }
        self
    }

    /// The request to `host`, not signed yet.
    pub fn post(&mut self, host: String) -> Request {
        Request {
            method: Method::Post,
            host,
            target: Secret::new("/"),
            headers: vec![("content-type", Secret::new("application/x-www-form-urlencoded; charset=utf-8"))],
            body: Secret::new(self.0.finish()),
        }
    }
}
