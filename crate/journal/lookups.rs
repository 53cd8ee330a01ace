//! Where CloudTrail has the other half: links to its event history, and queries for CloudTrail Lake and for Athena.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::form_urlencoded::Serializer;

use super::moment::iso;
use super::{JournalEntry, NotedHop};
use crate::aws::arn::RoleArn;
use crate::aws::destination::destination;
use crate::aws::partition::Partition;

/// Where to look up in CloudTrail what an entry tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct JournalLookups {
    /// Pages of the event history: first the source's access key, then each hop's session.
    pub trails: Vec<EventTrail>,
    /// A query for CloudTrail Lake. Whoever runs it writes the id of the event data store in.
    pub lake: String,
    /// A query for Athena, over a table as CloudTrail's own page makes it. Whoever runs it writes the table's name in.
    pub athena: String,
}

/// A page of CloudTrail's event history, filtered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct EventTrail {
    /// The hop whose session it is about, counted from 0; absent for the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hop: Option<u32>,
    /// The account whose events these are, 12 digits; absent for a source of which only the key is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The page's address. It opens for whoever is signed in to that account.
    pub url: String,
}

/// The pages and the queries for an entry.
pub fn lookups(entry: &JournalEntry) -> JournalLookups {
    let run = &entry.run;
    // What was walked elsewhere, CloudTrail knows nothing of.
    if run.endpoint.is_some() {
        return JournalLookups { trails: Vec::new(), lake: String::new(), athena: String::new() };
    }
    let first = run.hops.first();
    let role = first.map(|hop| &hop.role_arn).or(run.failure.as_ref().and_then(|failure| failure.role_arn.as_ref()));
    let of_role = role.and_then(|arn| RoleArn::parse(arn).ok()).map(|role| role.partition());
    let own = run.own_end.as_deref();
    let partition = of_role.or_else(|| Partition::from_name(&own?.partition));
    let source = partition.and_then(|partition| {
        let region = first.map_or(partition.default_region(), |hop| hop.region.as_str());
        let window = (run.began_at, run.ended_at);
        let url = event_history(partition, region, "AccessKeyId", &run.access_key_id, window)?;
        Some(EventTrail { hop: None, account: own.map(|end| end.account.clone()), url })
    });
    let sessions = run.hops.iter().zip(0..).filter_map(|(hop, at)| session_trail(hop, at, run.began_at));
    let select = Select::new(entry);
    JournalLookups {
        trails: source.into_iter().chain(sessions).collect(),
        lake: select.for_lake(),
        athena: select.for_athena(),
    }
}

/// Two clocks are never quite the same; in milliseconds.
const MARGIN: u64 = 5 * 60_000;

fn session_trail(hop: &NotedHop, at: u32, began_at: u64) -> Option<EventTrail> {
    let role = RoleArn::parse(&hop.role_arn).ok()?;
    let window = (began_at, hop.expires_at);
    let url = event_history(role.partition(), &hop.region, "Username", hop.session_name(), window)?;
    Some(EventTrail { hop: Some(at), account: Some(role.account().into()), url })
}

/// UNCONFIRMED: no documentation of AWS tells the page's parameters. Username, AccessKeyId, StartTime and EndTime are as
/// several public tools write them. A page that knows one of them no more shows its events without that filter.
fn event_history(
    partition: Partition,
    region: &str,
    attribute: &str,
    value: &str,
    (from, to): (u64, u64),
) -> Option<String> {
    let filter = Serializer::new(String::new())
        .append_pair(attribute, value)
        .append_pair("StartTime", &iso(from.saturating_sub(MARGIN)))
        .append_pair("EndTime", &iso(to.saturating_add(MARGIN)))
        .finish();
    let page = format!("/cloudtrailv2/home?region={region}#/events?{filter}");
    destination(partition, Some(region), Some(&page)).ok()
}

/// What a query looks for.
struct Select<'a> {
    requests: Vec<&'a str>,
    sessions: Vec<&'a str>,
    identities: Vec<&'a str>,
    key: &'a str,
    from: String,
    to: String,
}

/// Names of the schema of CloudTrail Lake and of the table that AWS describes for Athena; case does not matter in either.
const COLUMNS: &str = "eventtime, recipientaccountid, awsregion, eventsource, eventname, useridentity.arn,\n       sourceipaddress, errorcode, requestid, eventid";

impl<'a> Select<'a> {
    fn new(entry: &'a JournalEntry) -> Self {
        let run = &entry.run;
        let failed = run.failure.as_ref().and_then(|failure| failure.request_id.as_deref());
        let last = run.hops.iter().map(|hop| hop.expires_at).max().unwrap_or(run.ended_at);
        Self {
            requests: unique(run.hops.iter().filter_map(|hop| hop.request_id.as_deref()).chain(failed)),
            sessions: unique(run.hops.iter().map(|hop| hop.session_arn.as_str())),
            identities: unique(run.hops.iter().filter_map(|hop| hop.source_identity.as_deref())),
            key: &run.access_key_id,
            from: iso(run.began_at.saturating_sub(MARGIN)),
            to: iso(last.saturating_add(MARGIN)),
        }
    }

    /// There the event's time is a timestamp.
    fn for_lake(&self) -> String {
        let time = |text: &str| text.replace('T', " ").replace('Z', "");
        let mut conditions = self.conditions();
        if !self.identities.is_empty() {
            conditions.push(among("useridentity.sessioncontext.sourceidentity", &self.identities));
        }
        let conditions = conditions.join("\n    OR ");
        self.query("EVENT_DATA_STORE_ID", &time(&self.from), &time(&self.to), &conditions)
    }

    /// There it is text. Calls that set the source identity have it in their parameters, a text of JSON. What is called with it later has it
    /// where the table as AWS describes it has no column, and a query that names one fails: so that stands there as a comment.
    fn for_athena(&self) -> String {
        let mut conditions = self.conditions();
        if !self.identities.is_empty() {
            conditions.push(among("json_extract_scalar(requestparameters, '$.sourceIdentity')", &self.identities));
        }
        let mut conditions = conditions.join("\n    OR ");
        if !self.identities.is_empty() {
            let identity = among("useridentity.sessioncontext.sourceidentity", &self.identities);
            conditions += &format!("\n    -- OR {identity} -- if the table has it\n  ");
        }
        self.query("CLOUDTRAIL_TABLE", &self.from, &self.to, &conditions)
    }

    fn conditions(&self) -> Vec<String> {
        let mut conditions = Vec::new();
        if !self.requests.is_empty() {
            conditions.push(among("requestid", &self.requests));
        }
        if !self.sessions.is_empty() {
            conditions.push(among("useridentity.arn", &self.sessions));
        }
        if conditions.is_empty() {
            conditions.push(among("useridentity.accesskeyid", &[self.key]));
        }
        conditions
    }

    fn query(&self, table: &str, from: &str, to: &str, conditions: &str) -> String {
        let (from, to) = (quoted(from), quoted(to));
        format!(
            "SELECT {COLUMNS}\nFROM {table}\nWHERE eventtime >= {from} AND eventtime <= {to}\n  AND ({conditions})\nORDER BY eventtime"
        )
    }
}

fn unique<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for text in texts {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

fn among(column: &str, values: &[&str]) -> String {
    match values {
        [value] => format!("{column} = {}", quoted(value)),
        values => format!("{column} IN ({})", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", ")),
    }
}

/// A literal of SQL. No identifier of AWS holds a control character, and a line's end would end a comment.
fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("'{}'", text.replace('\'', "''"))
}
