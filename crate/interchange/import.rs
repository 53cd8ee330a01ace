//! Chains from where people keep them today: what a file or a pasted text says, and what taking it in would change.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::limits::{MAX_IMPORT, MAX_ROLES};
use super::note::ImportNote;
use super::{characters, conflict};
use crate::aws::credentials::{Credentials, Secret};
use crate::chain::{Chain, Hop, Source};

mod aesr;
mod as_new;
mod aws_sso;
mod config;
mod draft;
mod foreign;
mod identity;
mod leapp;
mod leave_out;
mod left_over;
mod linked;
pub mod oddities;
mod own;
mod plan;
pub mod profiles;
mod refused;
mod renamed;
mod roles;
mod rooted;
mod same_sources;

use draft::Draft;

/// The longest text that a file may say once for many records, in bytes. AWS's longest, an external ID, has 1,224.
const LONGEST_TEXT: usize = 1_300;

/// A file that was opened or dropped, or a text that was pasted. It may hold keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ImportFile {
    /// As the person knows it: `config`, `credentials`, `roles.yaml`; empty for pasted text.
    pub name: String,
    /// All of it.
    pub text: Secret,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum ImportFormat {
    /// `~/.aws/config`, with granted's additions.
    AwsConfig,
    /// `~/.aws/credentials`.
    AwsCredentials,
    /// The configuration of AWS Extend Switch Roles.
    Aesr,
    /// The YAML of aws-sso-cli.
    AwsSso,
    /// A workspace of Leapp.
    Leapp,
    /// What Rolerelay wrote itself.
    Rolerelay,
    /// Role ARNs, command lines of the AWS CLI, calls of boto3.
    Roles,
    /// The same in the other order, which a person alone can say.
    RolesTurned,
}

/// What importing would do. It holds no secret but in `credentials`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ImportPlan {
    /// What each file was taken for, in their order; none where it could not be told.
    pub formats: Vec<Option<ImportFormat>>,
    /// The chains that would be new or become others, as they would be kept. Parents come before what builds on them.
    pub chains: Vec<PlannedChain>,
    /// The ids of the chains that are here already, just so.
    pub same: Vec<String>,
    /// The sources that would be new or become others.
    pub sources: Vec<PlannedSource>,
    /// The sources that are here already and would stand for other keys, or for another start, than they do.
    pub replaced: Vec<ReplacedSource>,
    /// Keys that the files hold, by the source that they are of.
    pub credentials: Vec<SourceCredentials>,
    /// What was not understood, left out or read otherwise than other tools do. With an error nothing is imported.
    pub notes: Vec<ImportNote>,
}

/// A chain that importing would add or change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct PlannedChain {
    /// As it would be kept.
    pub chain: Chain,
    /// What becomes other in a chain that is here already, each in a few words: `external ID of hop 2`. Empty for a new one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
    /// Whether it has no account in common with the chain that is here: the same name may be another client's.
    #[serde(default)]
    pub other: bool,
    /// Why it could not be walked: what the editor would refuse.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<PlannedFault>,
    /// As it would be without those of them that a click mends; absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mended: Option<Chain>,
}

/// What the editor would refuse of a planned chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct PlannedFault {
    /// The field: `hops.1.durationSeconds`.
    pub place: String,
    /// What is wrong, and what to write instead.
    pub message: String,
    /// What mends it: `Set one hour`; absent where nobody knows what is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// A source that is here already, and that importing would make another's. Chains that start from it would walk with those keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ReplacedSource {
    /// [`Source::id`].
    pub source_id: String,
    /// As it is called here.
    pub name: String,
    /// Whose it is: an access key id with its account, keys that nothing is known of, or a start address with account and role. No secret.
    pub before: String,
    /// Whose it would be.
    pub after: String,
    /// How many chains that are here start from it.
    pub chains: usize,
    /// The ids of the planned chains that would.
    pub planned: Vec<String>,
}

/// A source that importing would add or change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct PlannedSource {
    /// As it would be kept.
    pub source: Source,
    /// Whether it is here already and becomes another.
    pub changed: bool,
    /// Whether the files hold its keys; where not, they are to be filled in by hand.
    pub has_keys: bool,
}

/// Keys of a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct SourceCredentials {
    /// [`Source::id`].
    pub source_id: String,
    /// The keys.
    pub credentials: Credentials,
}

/// Chains and sources that are here already.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Kept {
    /// Every chain.
    pub chains: Vec<Chain>,
    /// Every source.
    pub sources: Vec<Source>,
    /// The access keys that sources have, as far as they are known.
    #[serde(default)]
    pub keys: Vec<KeptKey>,
}

/// The access key that a source has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct KeptKey {
    /// [`Source::id`].
    pub source_id: String,
    /// It is no secret.
    pub access_key_id: String,
}

/// The hops that a pasted text names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct PastedHops {
    /// In the order in which they are assumed; none where the text names none.
    pub hops: Vec<Hop>,
    /// What was not understood.
    pub notes: Vec<ImportNote>,
}

/// What importing `files` would do to what is `kept`. It takes whatever there is and never fails; the notes say what is wrong.
///
/// Time and memory grow with the input and with what is kept, and with nothing else; more than [`MAX_IMPORT`] is not read.
pub fn plan(files: &[ImportFile], kept: &Kept) -> ImportPlan {
    plan_as(files, kept, "", &[])
}

/// The same with all of it as records of its own, whose names begin with `prefix`; where that is empty, names find records. `read_as` is
/// what a person says that each file is, in their order; what is not said is told by the content.
pub fn plan_as(files: &[ImportFile], kept: &Kept, prefix: &str, read_as: &[Option<ImportFormat>]) -> ImportPlan {
    let bytes: usize = files.iter().map(|file| file.text.expose().len()).sum(); // counted only
    if bytes > MAX_IMPORT {
        let formats = files.iter().map(|_| None).collect();
        return ImportPlan { formats, notes: vec![too_long()], ..ImportPlan::default() };
    }
    let unquoted = unquoted(files);
    let files = unquoted.as_deref().unwrap_or(files);
    let said = read_as.iter().copied().chain(std::iter::repeat(None));
    let formats: Vec<_> = files.iter().zip(said).map(|(file, said)| said.or_else(|| format_of(file))).collect();
    let mut drafts = read(files, &formats);
    if !prefix.is_empty() {
        drafts = drafts.into_iter().map(|draft| draft.into_new(prefix)).collect();
    }
    plan::compare(formats, drafts, kept, prefix)
}

/// The files without a mail's marks of quotation; none where no file has any, since files may be long.
fn unquoted<'a>(files: &'a [ImportFile]) -> Option<Vec<ImportFile>> {
    let plain = |file: &'a ImportFile| characters::unquoted(file.text.expose()); // to be a file's text again
    let texts: Vec<_> = files.iter().map(plain).collect();
    let has_any = texts.iter().any(|text| matches!(text, Cow::Owned(_)));
    let file =
        |(file, text): (&ImportFile, Cow<'_, str>)| ImportFile { name: file.name.clone(), text: Secret::new(text) };
    has_any.then(|| files.iter().zip(texts).map(file).collect())
}

/// The hops that a pasted text names: role ARNs, `aws sts assume-role` command lines, calls of boto3.
pub fn read_hops(text: &str) -> PastedHops {
    if text.len() > MAX_ROLES {
        let note = ImportNote::error("This is more text than a list of roles has. Nothing was read.");
        return PastedHops { hops: Vec::new(), notes: vec![note] };
    }
    if let Some(line) = conflict::line(text) {
        let note = ImportNote::error(format!("The text {}", conflict::SENTENCE)).at_line(line);
        return PastedHops { hops: Vec::new(), notes: vec![note] };
    }
    let text = characters::unquoted(text);
    linked::read(&text).unwrap_or_else(|| roles::read_hops(&text))
}

/// What a file is, told by its content. Where that leaves two possibilities, each `is` may ask the file's name.
fn format_of(file: &ImportFile) -> Option<ImportFormat> {
    // From the one that is surest of its own to the one that takes any text with a role in it.
    type Is = fn(&ImportFile) -> bool;
    let tests: [(Is, ImportFormat); 7] = [
        (own::is, ImportFormat::Rolerelay),
        (leapp::is, ImportFormat::Leapp),
        (aesr::is, ImportFormat::Aesr),
        (aws_sso::is, ImportFormat::AwsSso),
        (config::is_credentials, ImportFormat::AwsCredentials),
        (config::is, ImportFormat::AwsConfig),
        (roles::is, ImportFormat::Roles),
    ];
    tests.into_iter().find(|(is, _)| is(file)).map(|(_, format)| format)
}

/// What each file says; config and credentials say it together.
fn read(files: &[ImportFile], formats: &[Option<ImportFormat>]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let (mut configs, mut credentials) = (Vec::new(), Vec::new());
    for (file, format) in files.iter().zip(formats) {
        // Looked through for its marks only.
        if let Some(line) = conflict::line(file.text.expose()) {
            drafts.push(in_conflict(file, line).in_file(file));
            continue;
        }
        let draft = match format {
            Some(ImportFormat::AwsConfig) => {
                configs.push(file);
                continue;
            }
            Some(ImportFormat::AwsCredentials) => {
                credentials.push(file);
                continue;
            }
            Some(ImportFormat::Aesr) => aesr::read(file),
            Some(ImportFormat::AwsSso) => aws_sso::read(file),
            Some(ImportFormat::Leapp) => leapp::read(file),
            Some(ImportFormat::Rolerelay) => own::read(file),
            Some(ImportFormat::Roles) => roles::read(file, false),
            Some(ImportFormat::RolesTurned) => roles::read(file, true),
            None => {
                Draft { notes: vec![unknown(file)].into_iter().chain(roles::seen(file)).collect(), ..Draft::default() }
            }
        };
        drafts.push(draft.in_file(file));
    }
    if !(configs.is_empty() && credentials.is_empty()) {
        drafts.push(config::read(&configs, &credentials));
    }
    drafts
}

fn unknown(file: &ImportFile) -> ImportNote {
    let what = if file.name.is_empty() { "The text" } else { "The file" };
    ImportNote::error(format!(
        "{what} is nothing that Rolerelay can read. It reads AWS config and credentials files, the configuration of AWS \
         Extend Switch Roles, aws-sso-cli and Leapp, its own export, and texts that name role ARNs."
    ))
}

fn in_conflict(file: &ImportFile, line: usize) -> Draft {
    let what = if file.name.is_empty() { "The text" } else { "The file" };
    let note = ImportNote::error(format!("{what} {}", conflict::SENTENCE)).at_line(line);
    Draft { notes: vec![note], ..Draft::default() }
}

fn too_long() -> ImportNote {
    ImportNote::error(format!(
        "This is more than the {} MB that can be imported at once. Nothing was read.",
        MAX_IMPORT >> 20
    ))
}
