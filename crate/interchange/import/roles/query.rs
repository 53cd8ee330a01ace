//! A role among the parameters of an address: a connection of Airflow, `aws://…@/?role_arn=…&external_id=…`, or a query of STS.

use percent_encoding::percent_decode_str;

use super::literal::Value;
use super::parameters::{Parameters, canonical};

/// How long an address may be. It bounds what is read again for each ARN.
const LONGEST: usize = 2_000;

/// What the parameters beside the ARN at `at` say of its role, and the part of the text that they are; none if it is no parameter of an
/// address, or if one has brackets, which go on beyond it.
pub(super) fn around(text: &str, at: usize) -> Option<(Parameters, Vec<(usize, usize)>)> {
    let window = text.ceil_char_boundary(at.saturating_sub(LONGEST));
    let before = text.get(window..at)?;
    let is_edge = |c: char| c.is_whitespace() || "\"'`<>()[]{}|".contains(c);
    let start = before.rfind(is_edge).map_or(window, |edge| window + edge + 1);
    let query = text.get(start..at)?.find('?').map_or(start, |mark| start + mark + 1);
    let rest = text.get(query..text.floor_char_boundary(at + LONGEST))?;
    let rest = rest.split(is_edge).next()?.split('#').next()?;
    let part = rest.trim_end_matches([',', '.', ';']);
    let mut pairs = Vec::new();
    for (name, value) in part.replace("&amp;", "&").split('&').filter_map(|pair| pair.split_once('=')) {
        if !(IDLE.contains(&name) || name.starts_with("X-Amz-")) {
            pairs.push((name.to_string(), Value::Text(percent_decode_str(value).decode_utf8_lossy().into_owned())));
        }
    }
    let roles = pairs.iter().filter(|(name, _)| canonical(name) == Some("RoleArn")).count();
    let goes_on = text.get(query + rest.len()..)?.starts_with(['{', '[', '(']);
    (roles == 1 && part.contains('&') && !goes_on).then(|| (Parameters::new(pairs), vec![(query, query + part.len())]))
}

/// What STS asks for with each.
const IDLE: [&str; 2] = ["Action", "Version"];
