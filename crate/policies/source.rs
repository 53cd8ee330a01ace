//! A source as far as its policies, and what is written of it, need it.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::aws::arn::is_account;
use crate::chain::Source;

/// A source as far as writing needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ExportSource {
    /// The record.
    pub source: Source,
    /// The account that its key seems to be of, 12 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// The account of a source, as far as its record tells it.
pub(crate) fn account(source: &ExportSource) -> Option<String> {
    let of_sso = source.source.settings.iter().find(|setting| setting.key == "sso_account_id");
    let told = source.account.clone().or_else(|| of_sso.map(|setting| setting.value.clone()));
    told.filter(|it| is_account(it)).or_else(|| source.source.mfa_serial.as_deref().and_then(account_of))
}

/// The account in the ARN of an MFA device, which is the user's.
pub(crate) fn account_of(serial: &str) -> Option<String> {
    serial.split(':').nth(4).filter(|account| is_account(account)).map(String::from)
}
