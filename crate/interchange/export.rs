//! Chains as text for other tools.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use self::selection::Selection;
use super::note::ImportNote;
use crate::chain::Chain;
use crate::chain::route::reason::ReasonPlace;
use crate::policies::source::ExportSource;

mod aws_config;
mod code;
mod needs;
mod own;
mod policies;
mod selection;
mod terraform;

/// What to write chains as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum ExportForm {
    /// Text for `~/.aws/config`.
    AwsConfig,
    /// The project's own JSON, which can say all and is read back.
    Rolerelay,
    /// The trust policy of each role and the permission policy of each caller, as JSON.
    PoliciesJson,
    /// The same, as Terraform.
    PoliciesTerraform,
    /// A shell script that walks by the aws command line.
    Shell,
    /// A module of Python that walks by boto3.
    Python,
    /// A module of JavaScript whose providers walk by AWS's SDK.
    Javascript,
}

/// Which chains are walked with a ticket or a reason, and where that goes: the policies have to allow it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Reasons {
    /// Whether all chains are, and not only those that ask for one.
    pub for_all: bool,
    /// Where it goes in a chain none of whose templates names it.
    pub into: ReasonPlace,
}

/// Chains, written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Exported {
    /// The text. It holds no secret.
    pub text: String,
    /// What to call the file: `config`, `rolerelay.json`.
    pub file_name: String,
    /// What this form cannot say, or what is to be filled in. The same stands in the text as comments, where it can.
    pub notes: Vec<ImportNote>,
}

/// Writes the chains of these ids, and the chains that they build on. `records` holds both, as they are kept.
pub fn write(
    ids: &[String],
    records: &[Chain],
    sources: &[ExportSource],
    form: ExportForm,
    reasons: &Reasons,
) -> Exported {
    match form {
        ExportForm::AwsConfig => aws_config::write(Selection::new(ids, records, sources)),
        ExportForm::Rolerelay => own::write(ids, records, sources),
        ExportForm::PoliciesJson => policies::write(Selection::new(ids, records, sources), reasons),
        ExportForm::PoliciesTerraform => terraform::write(Selection::new(ids, records, sources), reasons),
        ExportForm::Shell | ExportForm::Python | ExportForm::Javascript => {
            code::write(Selection::new(ids, records, sources), records, form, reasons)
        }
    }
}
