//! Finds names of credentials in any text, and the value behind each: `export A=b`, `"A": "b"`, `set -gx A b`, `<A>b<`.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use data_encoding::BASE64;

use super::whole::{BLANK, LENGTH, SHORTEST_PIECE, Whole, is_base64, is_part, is_random, whole};
use crate::interchange::comments::{Comments, line};

/// What stands in one profile, or in the whole text where it has none. Each list holds different values only.
#[derive(Default)]
pub(super) struct Pasted {
    pub profile: Option<String>,
    pub access_key_ids: Vec<String>,
    pub secret_access_keys: Vec<String>,
    pub session_tokens: Vec<String>,
    /// The old name of session tokens, which some tools write beside the new one.
    pub security_tokens: Vec<String>,
    /// The plain name that CloudShell, ECS and an instance's own metadata have for it.
    pub tokens: Vec<String>,
    pub expirations: Vec<String>,
    /// Whether what follows a secret or a token may be more of it.
    pub cut: bool,
}

/// The profiles of the text that hold keys.
pub(super) fn profiles(text: &str) -> Vec<Pasted> {
    let text = without_comments(text);
    let mut profiles = Vec::new();
    let mut profile = Pasted::default();
    let mut rest = text.as_str();
    let mut at_start = true; // of a line or a word, where a section may begin
    while let Some(c) = rest.chars().next() {
        if let Some((name, after)) = Some(rest).filter(|_| at_start).and_then(section) {
            profiles.push(std::mem::replace(&mut profile, Pasted { profile: Some(name), ..Pasted::default() }));
            rest = after;
            continue;
        }
        at_start = c.is_whitespace();
        let (word, after) = split_where(rest, |c| !is_word(c));
        // The command line's own word before a new key, as text: `ACCESSKEY	AKIA…	2026-…	…`.
        let kind = Kind::of(word).filter(|_| word != "ACCESSKEY");
        let value = kind.and_then(|kind| {
            let (mut value, mut after) = value(after)?;
            if kind.is_secret() {
                match whole(&text, &value, after, kind) {
                    Whole::Yes => {}
                    Whole::Joined(joined, behind) => (value, after) = (joined, behind),
                    Whole::Unsure => profile.cut = true,
                }
            }
            keep(profile.list(kind), value);
            Some(after)
        });
        rest = value.unwrap_or(if word.is_empty() { skip(rest, c) } else { after });
    }
    profiles.push(profile);
    profiles.retain(Pasted::has_keys);
    profiles
}

/// What looks like keys in a text without names.
pub(super) fn bare(text: &str) -> Pasted {
    let mut pasted = Pasted::default();
    let mut behind_token = false;
    // What stands directly before, and is nothing that is known.
    let mut unknown = "";
    let words = text.split(|c: char| c.is_whitespace() || ",;|<>\"'`()[]{}".contains(c));
    // s3fs has a colon between the two, and so has an address, before its host.
    let words = words.flat_map(|word| match word.split_once("://").map_or(word, |(_, rest)| rest).split_once(':') {
        Some((id, secret)) if is_id(id) => vec![id, secret.split('@').next().unwrap_or_default()],
        _ => vec![word],
    });
    for word in words.filter(|word| word.contains(is_part)) {
        let is_base64 = is_base64(word) && word.bytes().any(|byte| byte.is_ascii_alphanumeric()); // no line of a table
        let is_secret = is_base64 && word.len() == LENGTH;
        // The end of a token that was broken into pieces.
        let is_end = is_random(word) || (is_base64 && word.len() >= SHORTEST_PIECE);
        let is_first_secret = is_secret && pasted.secret_access_keys.is_empty();
        pasted.cut |= behind_token && is_end && !is_id(word) && !is_first_secret;
        behind_token = false;
        if is_id(word) {
            keep(&mut pasted.access_key_ids, word.into());
        } else if is_secret {
            keep(&mut pasted.secret_access_keys, word.into());
        } else if is_base64 && word.len() >= SHORTEST_TOKEN {
            // The name of what follows is no part of it.
            pasted.cut |= unknown.contains(|c: char| c.is_ascii_alphanumeric()) && Kind::of(unknown).is_none();
            keep(&mut pasted.session_tokens, word.into());
            behind_token = true;
        } else if DateTime::from_str(word, Format::DateTimeWithOffset).is_ok() || is_moment(word) {
            keep(&mut pasted.expirations, word.into());
        } else {
            // Nothing else is as long.
            pasted.cut |= word.split(|c: char| !is_part(c)).any(|piece| piece.len() > LENGTH);
            unknown = word.trim_end_matches([':', '=']);
            continue;
        }
        unknown = "";
    }
    pasted
}

const SHORTEST_TOKEN: usize = 100;

fn is_id(word: &str) -> bool {
    word.len() == 20 && (word.starts_with("AKIA") || word.starts_with("ASIA"))
}

/// Milliseconds since 1970, as Identity Center has them.
fn is_moment(word: &str) -> bool {
    word.len() == 13 && word.bytes().all(|byte| byte.is_ascii_digit())
}

impl Pasted {
    fn has_keys(&self) -> bool {
        !(self.access_key_ids.is_empty() && self.secret_access_keys.is_empty() && self.session_tokens.is_empty())
    }

    /// The values as they were before they became base64, as in a Secret of Kubernetes, which the ids of its keys tell.
    pub fn decode(&mut self) {
        let decoded = |value: &String| String::from_utf8(BASE64.decode(value.as_bytes()).ok()?).ok();
        let all = |values: &[String]| values.iter().map(decoded).collect::<Option<Vec<_>>>();
        let ids = all(&self.access_key_ids).filter(|ids| !ids.is_empty() && ids.iter().all(|id| is_id(id)));
        let whole = (ids, all(&self.secret_access_keys), all(&self.session_tokens));
        if let (Some(ids), Some(secrets), Some(tokens)) = whole {
            (self.access_key_ids, self.secret_access_keys, self.session_tokens) = (ids, secrets, tokens);
        }
    }

    fn list(&mut self, kind: Kind) -> &mut Vec<String> {
        match kind {
            Kind::Id => &mut self.access_key_ids,
            Kind::Secret => &mut self.secret_access_keys,
            Kind::SessionToken => &mut self.session_tokens,
            Kind::SecurityToken => &mut self.security_tokens,
            Kind::Token => &mut self.tokens,
            Kind::Expiration => &mut self.expirations,
        }
    }
}

/// What a name gives a value to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Secret,
    SessionToken,
    SecurityToken,
    Token,
    Expiration,
}

impl Kind {
    /// AWS's names in the API, in variables and in files, those of its consoles' CSV files, of PowerShell, of the SDK for Java, of
    /// the sign-in service and of Vault, all without underscores and in small letters.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace('_', "");
        Some(match name.strip_prefix("aws").unwrap_or(&name) {
            "accesskeyid" | "sessionid" | "accesskey" => Self::Id,
            "secretaccesskey" | "sessionkey" | "secretkey" => Self::Secret,
            "sessiontoken" => Self::SessionToken,
            "securitytoken" => Self::SecurityToken,
            "token" => Self::Token,
            "expiration" | "credentialexpiration" | "sessionexpiration" | "xsecuritytokenexpires" => Self::Expiration,
            _ => return None,
        })
    }

    fn is_secret(self) -> bool {
        !matches!(self, Self::Id | Self::Expiration)
    }
}

/// Of different values two are kept: enough to say that there are several.
fn keep(values: &mut Vec<String>, value: String) {
    if values.len() < 2 && !values.contains(&value) {
        values.push(value);
    }
}

/// A comment may hold the keys of yesterday. In one line it cannot be told where a comment ends, so there it stays; and a piece of a
/// token may begin as comments do.
fn without_comments(text: &str) -> String {
    if text.trim().lines().count() == 1 {
        return text.into();
    }
    let mut kept = String::with_capacity(text.len());
    let mut comments = Comments::default();
    let mut rest = text;
    while !rest.is_empty() {
        let line = line(rest);
        let piece = line.trim();
        let is_piece = is_base64(piece) && !is_assignment(piece.trim_start_matches('/'));
        let before = text.get(..text.len() - rest.len()).unwrap_or_default();
        let comment = if is_piece { None } else { comments.at_line(before, rest) };
        if comment.is_none() {
            kept.push_str(line);
        }
        rest = rest.get(comment.unwrap_or(line).len()..).unwrap_or_default();
    }
    kept
}

/// The name of the section, if one begins here, and what follows it: `[profile a]`, but not PowerShell's `[Environment]::`.
fn section(text: &str) -> Option<(String, &str)> {
    const LONGEST: usize = 128;
    let text = text.strip_prefix('[')?;
    let end = text.bytes().take(LONGEST + 1).position(|byte| byte == b']')?;
    let (name, after) = (text.get(..end)?, text.get(end + 1..)?);
    let is_name = name.chars().all(|c| is_word(c) || "-/.%@:+ ".contains(c));
    let ends = after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || "#;".contains(c));
    let name = name.trim();
    (is_name && ends).then(|| (name.strip_prefix("profile ").unwrap_or(name).trim().into(), after))
}

/// The value that is given to a name, and what follows it. `after` begins where the name ends.
fn value(after: &str) -> Option<(String, &str)> {
    let after = after.trim_start_matches(['"', '\'', '}']); // what encloses the name
    let after = behind_value(after).unwrap_or(after);
    let spaced = after.trim_start_matches(BLANK);
    let text = match spaced.strip_prefix(['=', ':', '>', ',', '|']) {
        // Of XML a value may begin in the next line, of a program in parentheses.
        Some(text) if spaced.starts_with('>') => text.trim_start(),
        // `=>` of PHP and Ruby, `:=` of Go.
        Some(text) if spaced.starts_with("=>") || spaced.starts_with(":=") => {
            text.trim_start_matches(['>', '=']).trim_start_matches(BLANK)
        }
        Some(text) => folded(text).trim_start_matches(BLANK).trim_start_matches('('),
        None if spaced.len() < after.len() => spaced, // fish, csh
        None => return None,
    };
    // The end of what encloses the name and a value that is empty: `set "AWS_SESSION_TOKEN="`.
    if text.strip_prefix(['"', '\'']).is_some_and(|rest| rest.is_empty() || rest.starts_with(['\r', '\n'])) {
        return None;
    }
    let is_reference = |text: &str| text.starts_with(['$', '%']); // to a variable
    // An option of a command stands in no quotation marks, and behind a blank: of `A=-b` and `a = -b` it is the value.
    let is_option =
        text.starts_with('-') && !spaced.starts_with("=-") && !(spaced.len() < after.len() && spaced.starts_with('='));
    if is_reference(text) || is_option {
        return None;
    }
    let is_close = after.starts_with('=') && after.get(1..) == Some(text);
    let (value, rest) = quoted(text).or_else(|| unquoted(text, is_close))?;
    let is_name = Kind::of(&value).is_some();
    (!value.is_empty() && !is_reference(&value) && !is_name).then_some((value, rest))
}

/// What stands behind the word `value`, where that gives one to the name before it: `name: A` and `value: b` of Kubernetes, `{"name": "A",
/// "value": "b"}` of ECS, `<name>A</name><value>b` of Hadoop.
fn behind_value(after: &str) -> Option<&str> {
    let next = after.strip_prefix("</name>").unwrap_or(after);
    let next = next.trim_start_matches(|c: char| c.is_whitespace() || ",<\"'".contains(c));
    let word = next.get(.."value".len()).filter(|word| word.eq_ignore_ascii_case("value"))?;
    next.get(word.len()..)
        .filter(|rest| rest.len() < after.len() && !rest.starts_with(is_word))
        .map(|rest| rest.trim_start_matches(['"', '\'']))
}

/// A value of YAML that begins in the next line, behind `>-` or `|`; where line breaks became blanks, behind the blank.
fn folded(text: &str) -> &str {
    let mark = text.trim_start_matches(BLANK);
    let Some(behind) = mark.strip_prefix(['>', '|']) else { return text };
    let next = behind.trim_start_matches(['-', '+']);
    let begins_below = next.trim_start_matches(BLANK).starts_with(['\n', '\r']);
    let is_marked = next.len() < behind.len() && next.starts_with(BLANK);
    if begins_below || is_marked { next.trim_start_matches(char::is_whitespace) } else { text }
}

/// The bare word that begins here. A name without a value, as in `unset A export B=c` or `A= B=c` where line breaks became
/// spaces, is followed by a command or by the next name: the one is short, the other is given a value itself. A value that stands
/// close behind its equals sign is no name, whatever is in it.
fn unquoted(text: &str, is_close: bool) -> Option<(String, &str)> {
    const SHORTEST: usize = "1767229200".len(); // of what is looked for: seconds since 1970
    if !is_close && is_assignment(text) {
        return None;
    }
    let (word, rest) = split_where(text, ends_word);
    let is_name = word.chars().all(is_word) && rest.trim_start_matches(BLANK).starts_with('=');
    (word.len() >= SHORTEST && !is_name).then(|| (word.into(), rest))
}

pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || ";&|,<>\"'`(){}\\^".contains(c)
}

/// `A=b`; an equals sign at the end is one of base64, which no name is as long as. One inside a token stands behind what no name
/// looks like, and before more than settings have.
pub(super) fn is_assignment(text: &str) -> bool {
    let (word, _) = split_where(text, ends_word);
    let first = word.split('=').next().unwrap_or_default();
    let is_mixed = first.contains(|c: char| c.is_ascii_uppercase()) && first.contains(|c: char| c.is_ascii_lowercase());
    if is_mixed && word.len() >= SHORTEST_TOKEN && Kind::of(first).is_none() {
        return false;
    }
    let name = text.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let value = text.get(name..).and_then(|rest| rest.strip_prefix('=')).map(|rest| rest.trim_start_matches('='));
    name < 40 && value.is_some_and(|value| value.starts_with(|c: char| !ends_word(c) || "'\"".contains(c)))
}

/// The string that begins here, if it ends, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let thrice = ["\"\"\"", "\'\'\'"].into_iter().find_map(|mark| Some((mark, text.strip_prefix(mark)?)));
    if let Some((mark, text)) = thrice {
        return text.split_once(mark).map(|(value, rest)| (value.trim().into(), rest));
    }
    match text.chars().next()? {
        '"' => double_quoted(text).map(|(value, rest)| (value.trim().into(), rest)),
        '\'' => skip(text, '\'').split_once('\'').map(|(value, rest)| (value.trim().into(), rest)),
        _ => None,
    }
}

/// A string of JSON, which may say `\u002b` for a plus sign, or else one of a shell.
fn double_quoted(text: &str) -> Option<(String, &str)> {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find_map(|(at, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at + 1)
    })?;
    let (literal, rest) = text.split_at(end);
    let value = serde_json::from_str(literal).unwrap_or_else(|_| literal.trim_matches('"').replace('\\', ""));
    Some((value, rest))
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

pub(super) fn split_where(text: &str, is_end: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(is_end).unwrap_or(text.len()))
}

fn skip(text: &str, first: char) -> &str {
    text.strip_prefix(first).unwrap_or_default()
}
