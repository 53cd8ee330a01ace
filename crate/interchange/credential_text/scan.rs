//! Finds names of credentials in any text, and the value behind each: `export A=b`, `"A": "b"`, `set -gx A b`, `<A>b<`.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

/// What stands in one profile, or in the whole text where it has none. Each list holds different values only.
#[derive(Default)]
pub(super) struct Pasted {
    pub profile: Option<String>,
    pub access_key_ids: Vec<String>,
    pub secret_access_keys: Vec<String>,
    pub session_tokens: Vec<String>,
    /// The old name of session tokens, which some tools write beside the new one.
    pub security_tokens: Vec<String>,
    pub expirations: Vec<String>,
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
        let value = profile.field(word).and_then(|field| {
            let (value, after) = value(after)?;
            keep(field, value);
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
    for word in text.split(|c: char| c.is_whitespace() || ",;\"".contains(c)) {
        let is_id = word.len() == 20 && (word.starts_with("AKIA") || word.starts_with("ASIA"));
        let is_base64 = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte));
        if is_id {
            keep(&mut pasted.access_key_ids, word.into());
        } else if is_base64 && word.len() == 40 {
            keep(&mut pasted.secret_access_keys, word.into());
        } else if is_base64 && word.len() >= 100 {
            keep(&mut pasted.session_tokens, word.into());
        } else if DateTime::from_str(word, Format::DateTimeWithOffset).is_ok() {
            keep(&mut pasted.expirations, word.into());
        }
    }
    pasted
}

impl Pasted {
    fn has_keys(&self) -> bool {
        !(self.access_key_ids.is_empty() && self.secret_access_keys.is_empty() && self.session_tokens.is_empty())
    }

    /// The list that a value of that name belongs to.
    fn field(&mut self, name: &str) -> Option<&mut Vec<String>> {
        let name = name.to_ascii_lowercase().replace('_', "");
        match name.strip_prefix("aws").unwrap_or(&name) {
            "accesskeyid" | "sessionid" => Some(&mut self.access_key_ids),
            "secretaccesskey" | "sessionkey" => Some(&mut self.secret_access_keys),
            "sessiontoken" => Some(&mut self.session_tokens),
            "securitytoken" => Some(&mut self.security_tokens),
            "expiration" | "credentialexpiration" | "sessionexpiration" | "xsecuritytokenexpires" => {
                Some(&mut self.expirations)
            }
            _ => None,
        }
    }
}

/// Of different values two are kept: enough to say that there are several.
fn keep(values: &mut Vec<String>, value: String) {
    if values.len() < 2 && !values.contains(&value) {
        values.push(value);
    }
}

/// A comment may hold the keys of yesterday. In one line it cannot be told where a comment ends, so there it stays.
fn without_comments(text: &str) -> String {
    let is_comment = |line: &&str| {
        let line = line.trim_start();
        let is_remark = line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("rem "));
        is_remark || line.starts_with(['#', ';']) || line.starts_with("//")
    };
    if text.trim().lines().count() == 1 {
        return text.into();
    }
    text.lines().filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n")
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
    let spaced = after.trim_start_matches(BLANK);
    let text = match spaced.strip_prefix(['=', ':', '>', ',']) {
        Some(text) => text.trim_start_matches(BLANK),
        None if spaced.len() < after.len() => spaced, // fish, csh
        None => return None,
    };
    let is_reference = |text: &str| text.starts_with(['$', '%']); // to a variable
    if is_reference(text) || text.starts_with('-') {
        return None; // an option of a command, which stands in no quotation marks
    }
    let (value, rest) = quoted(text).or_else(|| unquoted(text))?;
    let is_name = Pasted::default().field(&value).is_some();
    (!value.is_empty() && !is_reference(&value) && !is_name).then_some((value, rest))
}

/// The bare word that begins here. A name without a value, as in `unset A export B=c` or `A= B=c` where line breaks became
/// spaces, is followed by a command or by the next name: the one is short, the other is given a value itself.
fn unquoted(text: &str) -> Option<(String, &str)> {
    const SHORTEST: usize = "1767229200".len(); // of what is looked for: seconds since 1970
    if is_assignment(text) {
        return None;
    }
    let (word, rest) = split_where(text, ends_word);
    let is_name = word.chars().all(is_word) && rest.trim_start_matches(BLANK).starts_with('=');
    (word.len() >= SHORTEST && !is_name).then(|| (word.into(), rest))
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || ";&|,<>\"'`(){}\\“”‘’".contains(c)
}

/// `A=b`; an equals sign at the end is one of base64, which no name is as long as.
fn is_assignment(text: &str) -> bool {
    let name = text.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let value = text.get(name..).and_then(|rest| rest.strip_prefix('=')).map(|rest| rest.trim_start_matches('='));
    name < 40 && value.is_some_and(|value| value.starts_with(|c: char| !ends_word(c)))
}

/// The string that begins here, if it ends, and what follows it. Chats and documents make curly quotation marks.
fn quoted(text: &str) -> Option<(String, &str)> {
    let open = text.chars().next()?;
    let close: &[char] = match open {
        '"' => return double_quoted(text),
        '\'' => &['\''],
        '“' | '”' => &['”', '“'],
        '‘' | '’' => &['’', '‘'],
        _ => return None,
    };
    let (value, rest) = skip(text, open).split_once(close)?;
    Some((value.into(), rest))
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

const BLANK: [char; 2] = [' ', '\t'];

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn split_where(text: &str, is_end: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(is_end).unwrap_or(text.len()))
}

fn skip(text: &str, first: char) -> &str {
    text.strip_prefix(first).unwrap_or_default()
}
