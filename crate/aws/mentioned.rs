//! What a text that people marked, pasted or clicked tells of AWS, as the query that finds the chains which lead there: a console page, the ARN
//! of a resource, an account, an event of CloudTrail.

use std::iter::successors;

use serde::{Deserialize, Deserializer};

use super::arn::is_account;
use super::partition::Partition;
use super::wanted::{bare, wanted};

/// The query for the first thing of AWS that is named in `text`; none where there is none.
///
/// An event is looked for first, then a console page or an ARN, then an account. What it gives, [`wanted`] reads.
pub fn mentioned(text: &str) -> Option<String> {
    event(text).or_else(|| page(text)).or_else(|| account(text))
}

/// The first console page or ARN.
fn page(text: &str) -> Option<String> {
    let ends = |c: char| c.is_whitespace() || c.is_control() || r#""`<>|\^“”‘’„«»"#.contains(c);
    text.split(ends).find_map(in_piece)
}

/// In a link of another site an ARN or a page stands behind a sign, and in a list one behind the other.
fn in_piece(piece: &str) -> Option<String> {
    let found = successors(begins(piece), |found| begins(found.get(1..)?)).take(MOST_IN_PIECE);
    let whole = found.map(|found| {
        let before = piece.get(..piece.len() - found.len()).and_then(|text| text.chars().next_back());
        let end = if found.starts_with("arn:") {
            let other = found.get(1..).and_then(begins).map(|other| found.len() - other.len());
            let sign = found
                .find(|c: char| !c.is_ascii_graphic() || "'()[]{}".contains(c) || (c == '&' && before == Some('=')));
            other.into_iter().chain(sign).min()
        } else {
            // Addresses of the console hold this sign, and brackets.
            found.find('\'').filter(|_| before == Some('\''))
        };
        bare(found.get(..end.unwrap_or(found.len())).unwrap_or_default())
    });
    whole.filter(|whole| wanted(whole).is_some()).map(Into::into).next()
}

/// It from the first on that may be one.
fn begins(piece: &str) -> Option<&str> {
    let at = ["https://", "arn:"].into_iter().filter_map(|start| piece.find(start)).min()?;
    piece.get(at..)
}

/// As many as are looked at of what stands in one piece: each may be as long as the piece.
const MOST_IN_PIECE: usize = 8;

/// The first 12 digits that stand alone, in one piece or as the console writes them: 1111-2222-3333.
fn account(text: &str) -> Option<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let digits = |word: &str| {
        let is_in_fours = word.len() == 14 && word.split('-').map(str::len).eq([4, 4, 4]);
        Some(if is_in_fours { word.replace('-', "") } else { word.into() }).filter(|digits| is_account(digits))
    };
    words.filter(|word| word.len() <= 14).find_map(digits)
}

/// The fields of a CloudTrail record, or of what the `lookup-events` of CloudTrail wraps around one, that say where it was.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Event {
    #[serde(rename = "eventID", deserialize_with = "or_nothing")]
    event_id: String,
    #[serde(deserialize_with = "or_nothing")]
    aws_region: String,
    #[serde(deserialize_with = "or_nothing")]
    recipient_account_id: String,
    #[serde(deserialize_with = "or_nothing")]
    user_identity: Identity,
    resources: Option<Vec<Resource>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Identity {
    #[serde(deserialize_with = "or_nothing")]
    account_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Resource {
    #[serde(rename = "ARN", alias = "arn", deserialize_with = "or_nothing")]
    arn: String,
}

/// A query over events writes `null` for what one of them has not.
fn or_nothing<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// The shapes in which people have one: a list, a file of CloudTrail, what `lookup-events` or CloudWatch Logs answers, an event of
/// EventBridge.
#[derive(Deserialize)]
#[serde(untagged)]
enum Told {
    List(Vec<serde_json::Value>),
    File {
        #[serde(rename = "Records")]
        records: Vec<serde_json::Value>,
    },
    Answer {
        #[serde(rename = "Events", alias = "events")]
        events: Vec<serde_json::Value>,
    },
    Wrapped {
        #[serde(rename = "CloudTrailEvent", alias = "message")]
        event: String,
    },
    Bridged {
        detail: serde_json::Value,
    },
    Event(Event),
}

/// The resource of an event where its ARN is one that opens, otherwise the event itself in the account's history of events.
fn event(text: &str) -> Option<String> {
    // Before it may stand what a chat or a log begins it with; behind it others, a line each.
    let begins = text.find(['{', '['])?;
    let first = serde_json::Deserializer::from_str(text.get(begins..)?).into_iter().next()?.ok()?;
    let event = told(first, 0)?;
    let accounts = [event.recipient_account_id, event.user_identity.account_id];
    let account = accounts.into_iter().find(|id| is_account(id))?;
    let opens = |arn: &String| wanted(arn).is_some_and(|found| found.account.is_none_or(|of| of == account));
    let resource = event.resources.into_iter().flatten().map(|resource| resource.arn).find(opens);
    let page = resource.or_else(|| history(&event.aws_region, &event.event_id)).unwrap_or_default();
    Some(format!("{account} {page}").trim().into())
}

/// The event in what it is wrapped in. Of several, the first.
fn told(value: serde_json::Value, depth: usize) -> Option<Event> {
    if depth > 3 {
        return None;
    }
    match serde_json::from_value(value).ok()? {
        Told::List(wrapped) | Told::File { records: wrapped } | Told::Answer { events: wrapped } => {
            told(wrapped.into_iter().next()?, depth + 1)
        }
        Told::Bridged { detail } => told(detail, depth + 1),
        Told::Wrapped { event } => told(serde_json::from_str(&event).ok()?, depth + 1),
        Told::Event(event) => Some(event),
    }
}

/// UNCONFIRMED, as all filters of that page are: one that it does not know shows its events without it.
fn history(region: &str, event_id: &str) -> Option<String> {
    let is_id = event_id.len() == 36 && event_id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let host = Partition::of_region(region)?.console_host(Some(region))?;
    let page = format!("https://{host}/cloudtrailv2/home?region={region}#/events");
    Some(if is_id { format!("{page}?EventId={event_id}") } else { page })
}
