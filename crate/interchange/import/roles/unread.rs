//! What of a pasted text was not read though it speaks of roles: comments, ARNs that may be cut, and settings beside them.

use std::collections::BTreeSet;

use super::spelled;
use super::table::BREAK;
use crate::chain::Hop;
use crate::interchange::characters::is_dash;
use crate::interchange::comments::line;
use crate::interchange::note::ImportNote;

/// The comment that begins here, behind something on the line that ends `before`, up to the line break.
pub(super) fn remark<'a>(before: &str, rest: &'a str) -> Option<&'a str> {
    const LONGEST: usize = 512; // Lines of programs are not longer.
    let starts = |marks: &[&str]| marks.iter().any(|mark| rest.starts_with(mark));
    // Of INI files, SQL, Lua and Haskell. In prose and in shells these marks stand before more.
    let is_of_setting = starts(&["; ", "-- "]) && !line(rest).contains('=');
    if !before.ends_with([' ', '\t']) || !(is_of_setting || starts(&["// ", "# ", "//arn:", "#arn:"])) {
        return None;
    }
    let window = before.ceil_char_boundary(before.len().saturating_sub(LONGEST));
    let near = before.get(window..)?;
    let near = match near.rfind('\n') {
        Some(end) => near.get(end + 1..)?,
        None if window > 0 => return None,
        None => near,
    };
    // In a string it is none.
    let is_text = ['"', '\''].iter().any(|mark| near.matches(*mark).count() % 2 == 1);
    (!is_text && (!is_of_setting || near.contains(" = "))).then(|| line(rest))
}

/// Whether the ARN that is read as `run` at `at` runs on into something that no ARN has.
pub(super) fn is_cut(text: &str, at: usize, run: &str) -> bool {
    let after = text.get(at + run.len()..).unwrap_or_default();
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let mut chars = after.chars();
    let (first, second) = (chars.next(), chars.next());
    match first {
        _ if after.starts_with("arn:") => false,
        _ if run.ends_with("..") => true,
        Some('\n') if is_wrapped(text, at, run, after) => true,
        Some('$' | '{' | '%' | '…' | '?') => true,
        Some('#') => matches!(second, Some('{' | '[')),
        Some('"' | '\'') if second == Some('$') => true,
        Some('~' | '(' | '[') => second.is_some_and(|c| c.is_alphanumeric() || "{([_@".contains(c)),
        Some(mark @ ('"' | '\'')) if before == Some(mark) => is_joined(after.get(1..).unwrap_or_default()),
        Some('*') => before != Some('*'),
        Some('<') => !matches!(second, Some('/' | '-' | '=')) && !after.starts_with("<br"),
        Some('\\') => matches!(second, Some('\n' | '\r' | '(')),
        Some(c) if is_dash(c) => second.is_some_and(char::is_alphanumeric),
        Some(c) => c.is_alphanumeric(), // a letter of another script
        None => false,
    }
}

/// Whether a program puts more behind the string that ends here: `" + name`, `' . $name`, `' || name`, `".concat(`.
fn is_joined(after: &str) -> bool {
    const SIGNS: [&str; 8] = ["++", "+", "||", "..", "<>", "~", "&", "."];
    const SUFFIXES: [&str; 3] = [".concat(", ".format(", ".formatted("];
    if SUFFIXES.iter().any(|suffix| after.starts_with(suffix)) {
        return true;
    }
    let rest = after.trim_start_matches([' ', '\t']);
    let Some((sign, behind)) = SIGNS.iter().find_map(|sign| Some((*sign, rest.strip_prefix(sign)?))) else {
        return false;
    };
    let next = behind.trim_start();
    let is_word = match sign {
        // PHP's; a sentence may end so.
        "." => next.starts_with('$'),
        _ => next.starts_with(|c: char| c.is_alphanumeric() || "_$\"'(@".contains(c)),
    };
    is_word && !next.trim_start_matches(['"', '\'']).starts_with("arn:")
}

/// Whether the role's name is what documents write for one that is to be filled in.
pub(super) fn is_gap(arn: &str) -> bool {
    let name = arn.rsplit('/').next().unwrap_or_default().to_ascii_lowercase().replace(['-', '_'], "");
    let name =
        ["your", "my", "the", "iam"].iter().fold(name.as_str(), |name, start| name.strip_prefix(start).unwrap_or(name));
    let is_named =
        ["rolename", "rolenamehere", "rolehere"].contains(&name) || (name == "role" && arn.contains("/your"));
    is_named || (name.len() > 2 && name.bytes().all(|byte| byte == b'x'))
}

/// Whether a mail or a terminal has put the rest of the ARN, which runs up to the end of its line, into the next one.
fn is_wrapped(text: &str, at: usize, run: &str, after: &str) -> bool {
    const NARROWEST: usize = 72; // of what wraps at its edge
    let next = line(after.trim_start_matches('\n')).trim_start_matches([' ', '\t', '>', '|']); // a mail's quotation
    let word = next.split_whitespace().next().unwrap_or_default();
    let begins = word.starts_with(|c: char| c.is_ascii_alphanumeric()) && !word.starts_with("arn:");
    let column = at - text.get(..at).and_then(|text| text.rfind('\n')).map_or(0, |end| end + 1);
    let is_at_edge = column + run.len() >= NARROWEST
        && word == next.trim_end()
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+=.@_-/".contains(&byte));
    begins && after.starts_with('\n') && (run.ends_with(['=', '-', '/', '_']) || is_at_edge)
}

/// Whether the ARN is a role's, or too short to say what it is of.
pub(super) fn may_be_role(run: &str) -> bool {
    let mut parts = run.splitn(6, ':').skip(2);
    match parts.next() {
        None | Some("") => true,
        Some("iam") => parts.nth(2).is_none_or(|resource| resource.is_empty() || resource.starts_with("role")),
        Some("sts") => run.contains(":assumed-role/"),
        Some(_) => false,
    }
}

/// The words by which a line says something of a role, without what separates their parts.
const WORDS: [&str; 43] = [
    "externalid",
    "sessionname",
    "duration",
    "ststtl",
    "sessiontag",
    "transitivetag",
    "sourceidentity",
    "serialnumber",
    "mfaserial",
    "policyarn",
    "sessionpolic",
    "sourceprofile",
    "roletoassume",
    "rolearn",
    "rolename",
    "accountid",
    "awsregion",
    "regionname",
    "region=",
    "region:",
    "assumerolepolicy",
    "webidentity",
    "credentialsource",
    "awsprofile",
    "profile=",
    "profile:",
    "extid",
    "externeid",
    "idexterne",
    "idexterno",
    "idesterno",
    "externid",
    "saml",
    "外部id",
    "tags=",
    "tags:",
    "mfatoken",
    "tokencode",
    "sessiontime",
    "timeoutsec",
    "ssostarturl",
    "ssorolename",
    "permissionset",
];

/// Those that stand before a role's ARN.
const NAMES_OF_ROLE: [&str; 3] = ["rolearn", "roletoassume", "rolename"];

/// Whether a line that says this is told of where it was not read.
pub(super) fn is_told_of(name: &str) -> bool {
    let letters: String = name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect();
    WORDS.iter().any(|word| format!("{letters}=").contains(word))
}

/// The most lines that are told of one by one.
const MOST: usize = 8;

/// A note on each line that speaks of a role in what was not read of it. `used` is in order. Values are not quoted.
pub(super) fn notes(text: &str, used: &[(usize, usize)], hops: &[Hop]) -> Vec<ImportNote> {
    let mut notes = Vec::new();
    let of_hops: BTreeSet<&str> = hops.iter().filter_map(|hop| hop.role_arn.split(':').nth(4)).collect();
    let accounts = spelled::accounts(text);
    let mut named = spelled::named(text).into_iter().peekable();
    let is_of_hop = |name: &str| hops.iter().any(|hop| hop.role_arn.rsplit('/').next() == Some(name));
    let mut further = 0;
    let mut used = used.iter().peekable();
    let mut end = 0;
    let (mut start, mut line) = (0, 1);
    for whole in text.split_inclusive('\n') {
        let stop = start + whole.len();
        let mut letters = String::new();
        let mut at = start;
        while at < stop {
            while let Some((_, to)) = used.next_if(|(from, _)| *from <= at) {
                end = end.max(*to);
            }
            if end > at {
                at = end.min(stop);
                letters.push(' ');
                continue;
            }
            let next = used.peek().map_or(stop, |(from, _)| (*from).min(stop));
            let part = text.get(at..next).unwrap_or_default();
            letters.extend(
                part.chars()
                    .filter(|c| !matches!(c, '_' | '-' | '.' | ' ' | '"' | '\'') && !is_dash(*c))
                    .map(|c| c.to_ascii_lowercase()),
            );
            at = next;
        }
        // An option on a line of its own, as in a list, has its value on the next.
        if letters.trim_end() == "region" {
            letters = "region=".into();
        }
        // What names the role that was read says nothing more.
        let names_role = letters.contains(' ');
        let words =
            WORDS.iter().filter(|word| letters.contains(**word) && !(names_role && NAMES_OF_ROLE.contains(word)));
        let here = accounts.partition_point(|(place, _)| place.start < start)
            ..accounts.partition_point(|(place, _)| place.start < stop);
        let (known, other): (Vec<_>, Vec<_>) =
            accounts.get(here).unwrap_or_default().iter().partition(|(_, account)| of_hops.contains(account.as_str()));
        let words = words.filter(|word| **word != "accountid" || known.is_empty());
        let words = words.map(|word| format!("“{}”", word.trim_end_matches(['=', ':'])));
        let other = other.into_iter().filter(|(_, account)| letters.contains(account));
        let mut roles = Vec::new();
        while let Some(name) = named.next_if(|name| name.start < stop) {
            let name = text.get(name).unwrap_or_default();
            if letters.contains(&name.to_lowercase().replace(['_', '-', '.'], "")) && !is_of_hop(name) {
                roles.push(format!("the role {name}"));
            }
        }
        let words: Vec<String> =
            words.chain(roles).chain(other.map(|(_, account)| format!("the account {account}"))).collect();
        if !words.is_empty() {
            if notes.len() < MOST {
                let sentence = format!(
                    "This line speaks of {} and was not read. Fill it in where a role needs it.",
                    words.join(" and ")
                );
                notes.push(ImportNote::warning(sentence).at_line(line));
            } else {
                further += 1;
            }
        }
        start = stop;
        line += whole.matches(['\n', BREAK]).count();
    }
    if further > 0 {
        notes.push(ImportNote::warning(format!("{further} further lines speak of roles and were not read.")));
    }
    notes
}
