//! Chains as code that walks them: a shell script for the aws command line, and modules for boto3 and for AWS's SDK for JavaScript.
//!
//! Each has the parameters of every AssumeRole as JSON, which all three take as it is. It stands in the shell's single quotes, and in Python
//! and JavaScript as the literal that it also is; so no value can be more than a value. None holds a key.

use serde::Serialize;

use super::selection::{Selected, Selection};
use super::{ExportForm, Exported, Reasons};
use crate::aws::endpoint::Endpoint;
use crate::aws::session_tag::SessionTag;
use crate::chain::inheritance::Records;
use crate::chain::placeholders::{self, REASON, Templated, Values};
use crate::chain::route::{Leg, Route};
use crate::chain::user_console::UserConsole;
use crate::chain::{Chain, Source};
use crate::interchange::credential_text::sh;
use crate::interchange::note::ImportNote;
use crate::policies::names::{Names, one_line};

/// A chain, by a name that no other has there.
#[derive(Serialize)]
struct Walk {
    name: String,
    /// What Rolerelay starts it from. For the reader: the code starts from what its tool finds.
    source: String,
    /// Where what is done as the last role is done.
    region: String,
    hops: Vec<Asked>,
}

/// One AssumeRole and where to ask for it.
#[derive(Serialize)]
struct Asked {
    region: String,
    parameters: Parameters,
}

/// By the names of STS's model.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Parameters {
    role_arn: String,
    role_session_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_identity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policy_arns: Vec<PolicyArn>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    transitive_tag_keys: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial_number: Option<String>,
}

#[derive(Serialize)]
struct PolicyArn {
    arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: String,
}

/// Writes what can be walked. A chain that opens read-only is held to that here too.
pub(super) fn write(selection: Selection<'_>, records: &[Chain], form: ExportForm, reasons: &Reasons) -> Exported {
    let (mut walks, mut notes, mut names) = (Vec::new(), selection.notes.clone(), Names::default());
    let records = Records::new(records);
    for selected in &selection.chains {
        let name = names.free(&one_line(&selected.chain.name));
        let walk = walk(selected, &records, &selection, name, reasons, &mut notes);
        match walk {
            Ok(walk) => walks.push(walk),
            Err(why) => notes.push(ImportNote::warning(format!("{why} It was left out.")).of(&selected.chain.name)),
        }
    }
    let (file_name, text) = match form {
        ExportForm::Python => {
            ("walk.py", fill(PYTHON, [("@NOTES@", comments("#", &notes)), ("@CHAINS@", json(&walks))]))
        }
        ExportForm::Javascript => {
            ("walk.mjs", fill(JAVASCRIPT, [("@NOTES@", comments("//", &notes)), ("@CHAINS@", json(&walks))]))
        }
        _ => {
            let listed: String = walks.iter().map(|walk| format!(" {}", sh(&walk.name))).collect();
            let parts = [("@NOTES@", comments("#", &notes)), ("@CHAINS@", branches(&walks)), (" @NAMES@", listed)];
            ("walk.sh", fill(SHELL, parts))
        }
    };
    Exported { text, file_name: file_name.into(), notes }
}

/// # Errors
/// A sentence on why it cannot be walked by code.
fn walk(
    selected: &Selected,
    records: &Records<'_>,
    selection: &Selection<'_>,
    name: String,
    reasons: &Reasons,
    notes: &mut Vec<ImportNote>,
) -> Result<Walk, String> {
    let source = selection.sources.iter().find(|it| it.source.id == selected.source_id).map(|it| &it.source);
    if selected.is_own() {
        let of_user = source.is_some_and(|source| UserConsole::of(&source.settings).is_some());
        let by = if of_user {
            "ask for such a session with aws sts get-federation-token"
        } else {
            "sign in for it with AWS’s own tools, such as aws sso login"
        };
        return Err(format!("It walks no role: {by}."));
    }
    if let Some(Endpoint { sts, .. }) = source.and_then(Source::endpoint) {
        return Err(format!("It is walked at {sts}, and the code asks AWS alone."));
    }
    let chain = records.resolve(&selected.chain).map_err(|finding| finding.message)?;
    let whole = Route::new(&chain).map_err(|failure| failure.message)?;
    let route = whole.as_opened(None).map_err(|failure| failure.message)?;
    if !route.laid_over().is_empty() {
        let held = "It opens read-only and has a session policy of its own, which GetScopedCredentials lays over that.";
        return Err(held.into());
    }
    let mut tell = |sentence: String| notes.push(ImportNote::warning(sentence).of(&selected.chain.name));
    if let Some(guard) = &chain.guard {
        tell(format!("Rolerelay asks before it opens ({guard}). The code asks nothing."));
    }
    if reasons.for_all || route.asks_reason() {
        tell("Rolerelay asks for a ticket or a reason, which AWS records. The code asks for none.".into());
    }
    let device = source.and_then(|source| source.mfa_serial.as_ref());
    let hops = route.legs().iter().enumerate().map(|(at, leg)| {
        // AWS takes a code where a user's own key calls.
        let serial_number = leg.hop.mfa_serial.as_ref().or(device).filter(|_| at == 0).cloned();
        let mut filled = |of, template: &str| {
            let changes = ["{date}", "{user}", REASON].iter().any(|changing| template.contains(changing));
            let values = Values { chain: route.name(), hop: at, role: &leg.role, now: 0.0, user: None, reason: None };
            placeholders::expand(of, template, &values).ok().filter(|_| !changes).unwrap_or_else(|| {
                tell(format!("{template} of hop {} is to be filled in: it changes from run to run.", at + 1));
                template.into()
            })
        };
        let role_session_name = filled(Templated::SessionName, leg.session_name(None));
        let source_identity = leg.hop.source_identity.as_deref().map(|it| filled(Templated::SourceIdentity, it));
        asked(leg, role_session_name, source_identity, serial_number)
    });
    let hops: Vec<_> = hops.collect();
    let last = hops.last().map(|hop| hop.region.clone());
    Ok(Walk {
        name,
        source: one_line(source.map_or("", |source| &source.name)),
        region: chain.region.clone().or(last).unwrap_or_default(),
        hops,
    })
}

fn asked(
    leg: &Leg,
    role_session_name: String,
    source_identity: Option<String>,
    serial_number: Option<String>,
) -> Asked {
    let hop = &leg.hop;
    let tag = |SessionTag { key, value, .. }: &SessionTag| Tag { key: key.clone(), value: value.clone() };
    Asked {
        region: leg.region.clone(),
        parameters: Parameters {
            role_arn: leg.role.to_string(),
            role_session_name,
            duration_seconds: hop.duration_seconds,
            external_id: hop.external_id.clone(),
            source_identity,
            policy: hop.policy.clone(),
            policy_arns: hop.policy_arns.iter().map(|arn| PolicyArn { arn: arn.clone() }).collect(),
            tags: hop.session_tags.iter().map(tag).collect(),
            transitive_tag_keys: hop.session_tags.iter().filter(|it| it.transitive).map(|it| it.key.clone()).collect(),
            serial_number,
        },
    }
}

/// A branch of the script for each chain.
fn branches(walks: &[Walk]) -> String {
    let branch = |walk: &Walk| {
        let hops = walk.hops.iter().map(|hop| {
            let device = hop.parameters.serial_number.as_deref().map(|it| format!(" {}", sh(it))).unwrap_or_default();
            format!("  assume {} {}{device}\n", sh(&hop.region), sh(&json_line(&hop.parameters)))
        });
        let hops: String = hops.collect();
        format!("{})\n  # from {}\n{hops}  region={}\n  ;;\n", sh(&walk.name), walk.source, sh(&walk.region))
    };
    walks.iter().map(branch).collect()
}

/// What the code does not say, as comments.
fn comments(mark: &str, notes: &[ImportNote]) -> String {
    let line = |note: &ImportNote| {
        let of = note.profile.as_deref().map(|name| format!("{name}: ")).unwrap_or_default();
        format!("{mark} {}\n", one_line(&format!("{of}{}", note.message)))
    };
    notes.iter().map(line).collect()
}

/// The template with texts in the places of its markers, in the order in which they stand there. What is put in is never looked at again:
/// it may read like a marker.
fn fill<const N: usize>(template: &str, parts: [(&str, String); N]) -> String {
    let (mut text, mut rest) = (String::new(), template);
    for (marker, part) in parts {
        let (before, after) = rest.split_once(marker).unwrap_or((rest, ""));
        text.push_str(before);
        text.push_str(&part);
        rest = after;
    }
    text + rest
}

/// Texts, numbers, lists and objects alone: there is nothing that cannot be written, and Python and JavaScript read it as it is.
fn json(walks: &[Walk]) -> String {
    serde_json::to_string_pretty(walks).unwrap_or_default()
}

fn json_line(parameters: &Parameters) -> String {
    serde_json::to_string(parameters).unwrap_or_default()
}

const SHELL: &str = include_str!("code/walk.sh");
const PYTHON: &str = include_str!("code/walk.py");
const JAVASCRIPT: &str = include_str!("code/walk.mjs");
