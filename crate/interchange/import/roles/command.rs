//! A command line as bash, PowerShell and cmd read it, as far as `aws sts assume-role` needs.

use super::literal::{self, NAMELESS, Value};
use super::parameters::Parameters;

/// A word of a command line.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Word {
    text: String,
    /// Whether a shell would put something in: a variable, or what another command prints.
    expands: bool,
}

/// The words up to the end of the command, and what follows it.
pub(super) fn words(text: &str) -> (Vec<Word>, &str) {
    let mut rest = text;
    let mut words = Vec::new();
    loop {
        rest = gap(rest);
        if rest.is_empty() || ends_command(rest) {
            return (words, rest);
        }
        let (word, after) = word(rest);
        if after.len() == rest.len() {
            return (words, rest); // a backslash at the end of the text
        }
        // A text field has turned a line break into a space, and here is the next command.
        if !word.expands && matches!(word.text.as_str(), "aws" | "assume-role") {
            return (words, rest);
        }
        words.push(word);
        rest = after;
    }
}

/// The options of `aws sts assume-role` as STS calls them.
pub(super) fn parameters(words: Vec<Word>) -> Parameters {
    let mut options: Vec<(String, Vec<Word>)> = Vec::new();
    let mut stray = false;
    for word in words {
        if let Some(option) = word.text.strip_prefix("--") {
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, vec![Word { text: value.into(), expands: word.expands }]),
                None => (option, Vec::new()),
            };
            options.push((name.into(), value));
        } else if let Some((_, values)) = options.last_mut() {
            values.push(word);
        } else {
            stray = true;
        }
    }
    let mut whole = Vec::new();
    for (name, values) in options {
        match name.as_str() {
            "cli-input-json" => match value(values) {
                Value::Text(text) if text.starts_with('{') => match json(&text) {
                    Value::Map(pairs) => whole.extend(pairs),
                    _ => whole.push(("CliInputJson".into(), Value::Computed)),
                },
                _ => whole.push(("CliInputJson".into(), Value::Computed)),
            },
            "tags" | "policy-arns" => whole.push((pascal(&name), structures(values))),
            "transitive-tag-keys" => whole.push((pascal(&name), list(values))),
            _ => {
                stray |= values.len() > 1; // only the first is its value
                whole.push((pascal(&name), value(values)));
            }
        }
    }
    if stray {
        whole.push((NAMELESS.into(), Value::Computed));
    }
    Parameters::new(whole)
}

/// The parameters of PowerShell's `Use-STSRole`.
pub(super) fn cmdlet_parameters(words: Vec<Word>) -> Parameters {
    let mut pairs: Vec<(String, Value)> = Vec::new();
    for word in words {
        let name = word.text.strip_prefix('-').filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        match (name, pairs.last_mut()) {
            (Some(name), _) => pairs.push((name.trim_end_matches(':').into(), Value::Absent)),
            (None, Some((_, value @ Value::Absent))) => *value = self::value(vec![word]),
            (None, Some((name, _))) if matches!(name.as_str(), "RoleArn" | NAMELESS) => {
                pairs.push((NAMELESS.into(), Value::Computed))
            }
            (None, Some((_, value))) => *value = Value::Computed, // an expression of several words
            // The role is the one parameter that it takes by place.
            (None, None) if word.text.starts_with("arn:") => pairs.push(("RoleArn".into(), value(vec![word]))),
            (None, None) => {}
        }
    }
    Parameters::new(pairs)
}

/// `role-arn` as the API has it: `RoleArn`.
fn pascal(option: &str) -> String {
    option
        .split('-')
        .flat_map(|part| {
            let mut chars = part.chars();
            chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars)
        })
        .collect()
}

fn value(values: Vec<Word>) -> Value {
    let Some(word) = values.into_iter().next() else { return Value::Absent };
    if word.expands || word.text.starts_with("file://") || word.text.starts_with("fileb://") {
        return Value::Computed;
    }
    Value::Text(word.text)
}

/// A list as words, or as JSON.
fn list(values: Vec<Word>) -> Value {
    match values.first() {
        Some(word) if word.text.starts_with('[') => json(&word.text),
        _ => Value::List(values.into_iter().map(|word| value(vec![word])).collect()),
    }
}

fn json(text: &str) -> Value {
    literal::value(text).0.unwrap_or(Value::Computed)
}

/// A list of structures in the CLI's shorthand, `Key=a,Value=b Key=c,Value=d`, or as JSON.
fn structures(values: Vec<Word>) -> Value {
    if values.first().is_some_and(|word| word.text.starts_with(['[', '{'])) {
        return match list(values) {
            Value::List(items) => match <[Value; 1]>::try_from(items) {
                Ok([Value::Text(one)]) => json(&one),
                Ok([one]) => Value::List(vec![one]),
                Err(items) => Value::List(items),
            },
            other => other,
        };
    }
    let structure = |word: Word| match value(vec![word]) {
        Value::Text(text) => Value::Map(shorthand(&text)),
        other => other,
    };
    Value::List(values.into_iter().map(structure).collect())
}

fn shorthand(text: &str) -> Vec<(String, Value)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in text.split(',') {
        match (part.split_once('='), pairs.last_mut()) {
            (Some((key @ ("Key" | "Value" | "arn"), value)), _) => pairs.push((key.into(), value.into())),
            (_, Some((_, value))) => {
                value.push(',');
                value.push_str(part);
            }
            _ => {}
        }
    }
    let unquoted = |text: String| match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inner) => inner.into(),
        None => text,
    };
    pairs.into_iter().map(|(key, value)| (key, Value::Text(unquoted(value)))).collect()
}

/// What follows the blanks here, and the line breaks that a shell is told to pass over.
fn gap(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(is_blank);
        let Some(after) = rest.strip_prefix(['\\', '`', '^']) else { return rest };
        let line = after.trim_start_matches(is_blank);
        match line.strip_prefix('\n') {
            // A backtick may also end the command, in Markdown or in bash: then no option follows.
            Some(next) if rest.starts_with('\\') || goes_on(next) => rest = without_prompt(next),
            None if line.len() < after.len() => rest = line, // the line break became a space
            _ => return rest,
        }
    }
}

fn goes_on(line: &str) -> bool {
    without_prompt(line).trim_start_matches(is_blank).starts_with('-')
}

/// The line without what a shell writes before one that goes on: `>` of bash, `>>` of PowerShell, `More?` of cmd.
fn without_prompt(line: &str) -> &str {
    let text = line.trim_start_matches(is_blank);
    let behind = text.strip_prefix("More?").unwrap_or_else(|| text.trim_start_matches('>'));
    if behind.len() < text.len() { behind.trim_start_matches(is_blank) } else { line }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

fn ends_command(rest: &str) -> bool {
    rest.starts_with(['\n', ';', '|', '&', ')', '`', '^']) && substituted(rest).is_none()
}

/// The word that begins here, and what follows it.
/// Behind what a command between two backticks prints, if such a one begins here.
fn substituted(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('`').filter(|inner| inner.starts_with(char::is_alphanumeric))?;
    let end = inner.find(['`', '\n'])?;
    inner.get(end..)?.strip_prefix('`')
}

fn word(text: &str) -> (Word, &str) {
    let mut word = Word::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            _ if c.is_whitespace() || ends_command(rest) => break,
            '\\' if after.starts_with(char::is_whitespace) || after.is_empty() => break,
            '\\' => keep(after, &mut word),
            '`' => {
                word.expands = true;
                substituted(rest).unwrap_or(after)
            }
            '\'' | '‘' | '’' | '"' | '“' | '”' => quoted(c, after, &mut word).unwrap_or(after),
            '$' => variable(after, &mut word),
            '<' => match end_of_name(after, |c| c == '>') {
                Some(after) => {
                    word.expands = true; // a gap that documentation leaves to be filled
                    after
                }
                None => after,
            },
            _ => keep(rest, &mut word),
        };
    }
    word.expands |= word.text.starts_with('%') && word.text.ends_with('%') && word.text.len() > 2;
    (word, rest)
}

fn keep<'a>(rest: &'a str, word: &mut Word) -> &'a str {
    let Some(c) = rest.chars().next() else { return rest };
    word.text.push(c);
    rest.get(c.len_utf8()..).unwrap_or_default()
}

/// Takes a string in quotes; none where its end is missing. Documents make curly quotes of straight ones.
fn quoted<'a>(open: char, text: &'a str, word: &mut Word) -> Option<&'a str> {
    let close: &[char] = match open {
        '\'' => &['\''],
        '"' => return double_quoted(text, word),
        '‘' | '’' => &['’', '‘'],
        _ => &['”', '“'],
    };
    let (inner, after) = text.split_once(close)?;
    word.text.push_str(inner);
    Some(after)
}

fn double_quoted<'a>(text: &'a str, word: &mut Word) -> Option<&'a str> {
    let mut inner = Word::default();
    let mut rest = text;
    loop {
        let c = rest.chars().next()?;
        let after = rest.get(c.len_utf8()..)?;
        rest = match c {
            '"' => {
                word.text.push_str(&inner.text);
                word.expands |= inner.expands;
                return Some(after);
            }
            '\\' | '`' if after.starts_with(['"', '\\', '$', '`']) => keep(after, &mut inner),
            '$' => variable(after, &mut inner),
            _ => keep(rest, &mut inner),
        };
    }
}

/// Passes over a variable or a command that is put in; `text` follows the dollar sign.
fn variable<'a>(text: &'a str, word: &mut Word) -> &'a str {
    word.expands = true;
    let close = match text.chars().next() {
        Some('{') => '}',
        Some('(') => ')',
        _ => return text,
    };
    end_of_name(text, |c| c == close).unwrap_or(text)
}

/// What follows a name that ends so, if it does within what a name can be long.
fn end_of_name(text: &str, is_end: impl Fn(char) -> bool) -> Option<&str> {
    const LONGEST: usize = 128;
    let (at, end) = text.char_indices().take(LONGEST).find(|(_, c)| is_end(*c) || matches!(c, '\n' | '"'))?;
    if is_end(end) { text.get(at + end.len_utf8()..) } else { None }
}
