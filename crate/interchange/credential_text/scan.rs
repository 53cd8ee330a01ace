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
        let value = Kind::of(word).and_then(|kind| {
            let (mut value, mut after) = value(after)?;
            if kind.is_secret() {
                let start = text.len().saturating_sub(after.len() + value.len());
                let marks = ['"', '\'', '”', '“', '’', '‘'];
                let is_quoted = text.get(..text.len() - after.len()).is_some_and(|read| read.ends_with(marks));
                let column = columns(&text, start.saturating_sub(usize::from(is_quoted)));
                let found =
                    if is_quoted { joined(&value, after, column, kind) } else { whole(&value, after, column, kind) };
                match found {
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
    for word in text.split(|c: char| c.is_whitespace() || ",;\"".contains(c)) {
        let is_id = word.len() == 20 && (word.starts_with("AKIA") || word.starts_with("ASIA"));
        let is_base64 = is_base64(word) && word.bytes().any(|byte| byte.is_ascii_alphanumeric()); // no line of a table
        // The end of a token that was broken into lines.
        let is_secret = word.len() == LENGTH && pasted.secret_access_keys.is_empty();
        pasted.cut |= behind_token && is_base64 && !is_id && !is_secret && word.len() >= SHORTEST_PIECE;
        behind_token &= word.is_empty();
        if is_id {
            keep(&mut pasted.access_key_ids, word.into());
        } else if is_base64 && word.len() == 40 {
            keep(&mut pasted.secret_access_keys, word.into());
        } else if is_base64 && word.len() >= 100 {
            keep(&mut pasted.session_tokens, word.into());
            behind_token = true;
            continue;
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
enum Kind {
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
    fn of(name: &str) -> Option<Self> {
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

/// Whether a secret is all there.
enum Whole<'a> {
    Yes,
    /// With what stands in the next lines or behind blanks, and what follows that.
    Joined(String, &'a str),
    /// What follows may be more of it.
    Unsure,
}

/// The value with the parts that a terminal, a mail or a list of PowerShell has put into further lines. They are its own for sure
/// where all but the last line are equally long, where they stand below each other, or where a secret has its 40 characters.
fn whole<'a>(value: &str, after: &'a str, column: usize, kind: Kind) -> Whole<'a> {
    let is_secret = kind == Kind::Secret;
    if !is_base64(value)
        || (is_secret && value.len() == LENGTH)
        || after.starts_with(['"', '\'', ',', ';', '&', '|', '<'])
    {
        return Whole::Yes;
    }
    let mut joined = value.to_string();
    let (mut rest, mut width) = (after, column + value.len());
    let (mut even, mut below, mut pieces) = (true, true, 0);
    let first_width = width;
    loop {
        let blanks = rest.len() - rest.trim_start_matches(BLANK).len();
        let (line_break, text) = match rest.trim_start_matches(BLANK) {
            text if text.starts_with("\r\n") => (true, text.get(2..).unwrap_or_default()),
            text if text.starts_with(['\n', '\r']) => (true, text.get(1..).unwrap_or_default()),
            text => (false, text),
        };
        if !line_break && blanks == 0 {
            break;
        }
        let piece_text = text.trim_start_matches(BLANK);
        let indent = text.len() - piece_text.len();
        let (piece, behind) = split_where(piece_text, |c| c.is_whitespace() || ends_word(c));
        let ends = behind.trim_start_matches(BLANK);
        let alone = ends.is_empty() || ends.starts_with(['\n', '\r', '"', '\'']);
        let is_more = is_base64(piece)
            && Kind::of(piece.trim_end_matches('=')).is_none()
            && !is_assignment(piece_text)
            && !is_command(piece);
        if piece.is_empty() || !is_more || (line_break && !alone) || (!line_break && piece.len() < SHORTEST_PIECE) {
            break;
        }
        even &= line_break && indent == 0 && width == first_width && piece.len() <= first_width;
        below &= line_break && indent > 0 && indent == column;
        joined.push_str(piece);
        width = indent + piece.len();
        rest = behind;
        pieces += 1;
        if is_secret && joined.len() >= LENGTH {
            break;
        }
    }
    match pieces {
        0 => Whole::Yes,
        _ if is_secret && joined.len() == LENGTH => Whole::Joined(joined, rest),
        // A line of a few letters is not worth wrapping.
        _ if !is_secret && (even || below) && first_width >= SHORTEST_LINE => Whole::Joined(joined, rest),
        _ => Whole::Unsure,
    }
}

/// The same of what stands between quotation marks, where it ends for sure.
fn joined<'a>(value: &str, after: &'a str, column: usize, kind: Kind) -> Whole<'a> {
    let joined: String = value.split_whitespace().collect();
    if joined.len() == value.len() || !is_base64(&joined) {
        return Whole::Yes;
    }
    let mut lines = value.lines();
    let first = column + lines.next().unwrap_or_default().len();
    let widths: Vec<usize> = lines.map(str::len).collect();
    let even =
        widths.split_last().is_some_and(|(last, rest)| *last <= first && rest.iter().all(|width| *width == first));
    let blank = value.contains(BLANK);
    // Of two lines alone it cannot be told whether they are equally long.
    let wrapped = even && widths.len() >= 2 && !blank && first >= SHORTEST_LINE;
    let sure = if kind == Kind::Secret { joined.len() == LENGTH } else { wrapped };
    if sure { Whole::Joined(joined, after) } else { Whole::Yes } // the check of its characters refuses it
}

/// What a secret access key has of characters.
const LENGTH: usize = 40;
/// A shorter word behind a blank is prose or another column.
const SHORTEST_PIECE: usize = 16;
/// No terminal is narrower.
const SHORTEST_LINE: usize = 40;

fn is_base64(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte))
}

fn is_command(word: &str) -> bool {
    matches!(word, "export" | "unset" | "set" | "setx" | "aws" | "exit" | "done" | "EOF" | "expires" | "region")
}

/// How many columns of its line are before a place of the text. No terminal is as wide as what is looked at.
fn columns(text: &str, place: usize) -> usize {
    const WIDEST: usize = 512;
    let line = text.as_bytes().get(place.saturating_sub(WIDEST)..place).unwrap_or_default();
    line.iter().rev().take_while(|byte| !matches!(byte, b'\n' | b'\r')).filter(|byte| **byte & 0xc0 != 0x80).count()
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
    let text = match spaced.strip_prefix(['=', ':', '>', ',', '|']) {
        Some(text) => folded(text).trim_start_matches(BLANK),
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
    let (value, rest) = quoted(text).or_else(|| unquoted(text))?;
    let is_name = Kind::of(&value).is_some();
    (!value.is_empty() && !is_reference(&value) && !is_name).then_some((value, rest))
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
    name < 40 && value.is_some_and(|value| value.starts_with(|c: char| !ends_word(c) || "'\"".contains(c)))
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
