//! Entries as a table: CSV as RFC 4180 says, a line for each entry, CRLF at the end of each.

use super::moment::iso;
use super::{JournalEntry, NotedAccess, NotedAction, NotedArrival, NotedHop, NotedLease, NotedOutcome};
use crate::aws::end::End;

/// All entries under a line of names. Of what cannot be read there is a line that says so.
pub(super) fn write(entries: &[Result<JournalEntry, serde_json::Value>]) -> String {
    let rows = entries.iter().map(|entry| match entry {
        Ok(entry) => line(&cells(entry)),
        Err(_) => line(&["unreadable".to_string()]),
    });
    line(&COLUMNS.map(str::to_string)) + &rows.collect::<String>()
}

/// What is of each hop stands in one cell, a space between hops.
const COLUMNS: [&str; 31] = [
    "number",
    "began at",
    "ended at",
    "action",
    "outcome",
    "chain",
    "source",
    "access key id",
    "caller",
    "end role",
    "end session name",
    "roles",
    "sessions",
    "regions",
    "request ids",
    "source identities",
    "sessions end at",
    "console page",
    "reason",
    "failure",
    "failed hop",
    "error code",
    "failed request id",
    "previous hash",
    "hash",
    "arrival",
    "access",
    "leased to",
    "leased for",
    "lease",
    "endpoint",
];

fn cells(entry: &JournalEntry) -> [String; 31] {
    let run = &entry.run;
    let failure = run.failure.as_ref();
    let end = run.hops.last();
    let of_hops =
        |text: fn(&NotedHop) -> String| run.hops.iter().map(text).collect::<Vec<_>>().join(" ").trim().to_string();
    let maybe = |text: Option<&String>| text.cloned().unwrap_or_default();
    let of_lease = |text: fn(&NotedLease) -> &String| maybe(run.lease.as_deref().map(text));
    [
        entry.number.to_string(),
        iso(run.began_at),
        iso(run.ended_at),
        match run.action {
            NotedAction::Open => "open",
            NotedAction::Copy => "copy",
        }
        .into(),
        match run.outcome {
            NotedOutcome::Done => "done",
            NotedOutcome::Failed => "failed",
            NotedOutcome::Cancelled => "cancelled",
            NotedOutcome::Interrupted => "interrupted",
        }
        .into(),
        run.chain.clone(),
        run.source.clone(),
        run.access_key_id.clone(),
        maybe(run.caller.as_ref()),
        end.map(|hop| hop.role_arn.clone()).or_else(|| run.own_end.as_deref().map(named)).unwrap_or_default(),
        end.map(|hop| hop.session_name().to_string()).unwrap_or_default(),
        of_hops(|hop| hop.role_arn.clone()),
        of_hops(|hop| hop.session_arn.clone()),
        of_hops(|hop| hop.region.clone()),
        of_hops(|hop| hop.request_id.clone().unwrap_or_default()),
        of_hops(|hop| hop.source_identity.clone().unwrap_or_default()),
        of_hops(|hop| iso(hop.expires_at)),
        maybe(run.destination.as_ref()),
        maybe(run.reason.as_ref()),
        failure.map(|failure| kind(failure.kind)).unwrap_or_default(),
        failure.and_then(|failure| failure.hop).map(|hop| (hop + 1).to_string()).unwrap_or_default(),
        maybe(failure.and_then(|failure| failure.code.as_ref())),
        maybe(failure.and_then(|failure| failure.request_id.as_ref())),
        entry.previous.clone(),
        entry.hash.clone(),
        match run.arrival {
            Some(NotedArrival::Role) => "console, as the role",
            Some(NotedArrival::Console) => "console",
            Some(NotedArrival::Left) => "left the sign-in page",
            Some(NotedArrival::Unseen) => "sent, not seen",
            None => "",
        }
        .into(),
        match run.access {
            Some(NotedAccess::ReadOnly) => "read-only",
            Some(NotedAccess::Lifted) => "changes allowed",
            None => "",
        }
        .into(),
        of_lease(|lease| &lease.recipient),
        of_lease(|lease| &lease.purpose),
        of_lease(|lease| &lease.scope),
        maybe(run.endpoint.as_ref()),
    ]
}

/// A role whose ARN may not be known.
fn named(End { role_arn, role, account, .. }: &End) -> String {
    role_arn.clone().unwrap_or_else(|| format!("{role} in {account}"))
}

/// As in the JSON.
fn kind(kind: crate::failure::FailureKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_string)).unwrap_or_default()
}

fn line(cells: &[String]) -> String {
    cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// In quotes, the quotes in it doubled.
///
/// A spreadsheet takes a cell that begins with one of [`FORMULA`] for a formula, and runs it, so an apostrophe goes before it,
/// which spreadsheets show as text. As OWASP advises ("CSV Injection").
fn quoted(cell: &str) -> String {
    let mark = if cell.starts_with(FORMULA) { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

/// The last four are what East Asian spreadsheets take for the first four.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
