//! The console's switch-role links: `https://signin.aws.amazon.com/switchrole?account=…&roleName=…&displayName=…`.

mod wrapped;

pub(super) use self::wrapped::unwrapped;

use percent_encoding::percent_decode_str;

use super::literal::Value;
use super::parameters::Parameters;
use super::seeds::Read;
use crate::aws::arn::account_number;

/// The role of a link, from behind `switchrole?`; its host, in `before`, tells the partition.
pub(super) fn read<'a>(before: &str, after: &'a str) -> Read<'a> {
    const LONGEST: usize = 2_000;
    let is_end = |c: char| c.is_whitespace() || "\"'<>)]`|".contains(c);
    let end = after.find(is_end).unwrap_or(after.len());
    let (query, rest) = after.split_at(end);
    if query.len() > LONGEST {
        return (None, rest, 0);
    }
    let host = before.trim_end_matches('/').rsplit(|c: char| c == '/' || c.is_whitespace()).next().unwrap_or_default();
    let partition = match host {
        _ if host.ends_with("amazonaws-us-gov.com") => "aws-us-gov",
        _ if host.ends_with("amazonaws.cn") => "aws-cn",
        _ => "aws",
    };
    let (mut account, mut role, mut pairs) = (String::new(), String::new(), Vec::new());
    for (name, value) in query.replace("&amp;", "&").split('&').filter_map(|pair| pair.split_once('=')) {
        let value = percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned();
        match name {
            "account" => account = account_number(&value).unwrap_or(value),
            "roleName" => role = value,
            "color" => {}
            _ => pairs.push((name.to_string(), Value::Text(value))),
        }
    }
    if role.is_empty() {
        return (None, rest, 0);
    }
    // An account's alias is no part of an ARN; what says so is RoleArn's own sentence.
    pairs.push(("RoleArn".into(), Value::Text(format!("arn:{partition}:iam::{account}:role/{role}"))));
    (Some(Parameters::new(pairs)), rest, 0)
}
