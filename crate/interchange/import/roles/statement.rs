//! What the rest of a statement says of a role: the arguments, setters and options of an SDK's call or of a tool's command line,
//! `.roleArn("arn:…").externalId("…")`, `o.ExternalID = aws.String("…")`, `'ExternalId' => '…'`, `--external-id …`.

use super::literal::{self, Value};
use super::parameters::{Parameters, canonical};
use super::tokens::{Kind, Token, tokens};

/// How far a statement reaches to either side of the ARN, in bytes. It bounds what is read again for each.
const REACH: usize = 2_000;

/// What the statement around the ARN from `start` to `end` says of its role, and the parts of the text that say so; none if it says
/// nothing. A statement that names several roles is read as far as the brackets around this one hold no other.
pub(super) fn around(text: &str, start: usize, end: usize) -> Option<(Parameters, Vec<(usize, usize)>)> {
    let from = line_start(text, start.saturating_sub(REACH), start);
    let to = text.floor_char_boundary(end + REACH);
    let statement = Statement { text, tokens: tokens(text, from, to) };
    let own = statement.tokens.iter().position(|token| token.start <= start && end <= token.end)?;
    let (first, last) = statement.widest(own)?;
    let (mut pairs, mut spans) = (vec![("RoleArn".to_string(), Value::Text(text.get(start..end)?.into()))], Vec::new());
    let mut at = first;
    while at < last {
        match statement.pair(at, last) {
            Some(pair) => {
                // The role's own is there already.
                if pair.name != "RoleArn" {
                    pairs.push((pair.name.into(), pair.value));
                }
                spans.push(pair.span);
                at = pair.next;
            }
            None => at += 1,
        }
    }
    if let Some((name, span)) = statement.session_name_by_place(own) {
        pairs.push(("RoleSessionName".into(), Value::Text(name)));
        spans.push(span);
    }
    (!spans.is_empty()).then_some((Parameters::new(pairs), spans))
}

/// The value that this text is, if it is no more than one: `aws.String("…")`, `30 * time.Minute`.
pub(super) fn value(text: &str) -> Value {
    let statement = Statement { text, tokens: tokens(text, 0, text.floor_char_boundary(REACH)) };
    let last = statement.tokens.len();
    match statement.value(0, last, false) {
        (value, next) if next == last => value,
        _ => Value::Computed,
    }
}

/// The begin of the first whole line from `at` on, or of the line of `before`.
fn line_start(text: &str, at: usize, before: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let between = text.get(at..before).unwrap_or_default();
    match between.find('\n') {
        _ if at == 0 => 0,
        Some(end) => at + end + 1,
        None => at,
    }
}

struct Pair {
    name: &'static str,
    value: Value,
    span: (usize, usize),
    /// The token behind it.
    next: usize,
}

struct Statement<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl Statement<'_> {
    fn of(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// The widest group of brackets, or the statement itself, that holds the token and no other role: its tokens from the first to
    /// behind the last.
    fn widest(&self, own: usize) -> Option<(usize, usize)> {
        let (mut first, mut last, mut widest) = (own, own + 1, None);
        loop {
            let opened = self.unmatched((0..first).rev(), Kind::Open, Kind::Close);
            let is_whole = opened.is_none();
            (first, last) = match opened {
                Some(opened) => {
                    let closed = self.unmatched(last..self.tokens.len(), Kind::Close, Kind::Open);
                    (opened, closed.unwrap_or(self.tokens.len()))
                }
                None => (self.begin(first), self.end(last)),
            };
            let from = self.tokens.get(first)?.start;
            let to = self.tokens.get(last.checked_sub(1)?)?.end;
            let roles = self.text.get(from..to)?.matches(":role/").count();
            if roles > 1 {
                return widest;
            }
            widest = Some((first, last));
            if is_whole {
                return widest.map(|(first, last)| (self.first_setter(first), self.last_setter(first, last)));
            }
            last += 1;
        }
    }

    /// The first bracket of these tokens that has no partner among them.
    fn unmatched(&self, mut among: impl Iterator<Item = usize>, wanted: Kind, partner: Kind) -> Option<usize> {
        let mut depth = 0_usize;
        among.find(|at| match self.kind(*at) {
            Some(kind) if kind == partner => {
                depth += 1;
                false
            }
            Some(kind) if kind == wanted && depth > 0 => {
                depth -= 1;
                false
            }
            kind => kind == Some(wanted),
        })
    }

    /// The first token of the statement whose outermost bracket, or whose role, is this token.
    fn begin(&self, at: usize) -> usize {
        self.outside((0..at).rev(), Kind::Close, Kind::Open).map_or(0, |end| end + 1)
    }

    /// The token behind the statement of which the one before this is.
    fn end(&self, at: usize) -> usize {
        self.outside(at..self.tokens.len(), Kind::Open, Kind::Close).unwrap_or(self.tokens.len())
    }

    /// The first of these tokens that ends a statement outside the brackets among them.
    fn outside(&self, mut among: impl Iterator<Item = usize>, enters: Kind, leaves: Kind) -> Option<usize> {
        let mut depth = 0_usize;
        among.find(|at| match self.kind(*at) {
            Some(kind) if kind == enters => {
                depth += 1;
                false
            }
            Some(kind) if kind == leaves => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0 && self.ends_statement(*at),
        })
    }

    /// What the statement that begins here says something of: `request` of `request.setRoleArn(…)`.
    fn receiver(&self, first: usize) -> Option<&str> {
        let at = (first..self.tokens.len()).find(|at| self.kind(*at) != Some(Kind::Line))?;
        self.of(at).split_once('.').map(|(receiver, _)| receiver).filter(|receiver| !receiver.is_empty())
    }

    /// The begin of the first of the statements before that one which say something of the same.
    fn first_setter(&self, first: usize) -> usize {
        let mut begin = first;
        while let Some(end) = (0..begin).rev().find(|at| !self.ends_statement(*at)) {
            let before = self.begin(end + 1);
            if !self.says_more(first, before, end + 1) {
                break;
            }
            begin = before;
        }
        begin
    }

    /// The end of the last of the statements behind it which do.
    fn last_setter(&self, first: usize, last: usize) -> usize {
        let mut end = last;
        while let Some(next) = (end..self.tokens.len()).find(|at| !self.ends_statement(*at)) {
            let after = self.end(next);
            if !self.says_more(first, next, after) {
                break;
            }
            end = after;
        }
        end
    }

    /// Whether the statement from `other` up to `last` says something of the same as that from `first` on, and names no role.
    fn says_more(&self, first: usize, other: usize, last: usize) -> bool {
        let receiver = self.receiver(first);
        receiver.is_some()
            && self.receiver(other) == receiver
            && !(other..last).any(|at| self.of(at).contains(":role/"))
    }

    fn ends_statement(&self, at: usize) -> bool {
        match self.kind(at) {
            // The setters of a builder stand on lines of their own.
            Some(Kind::Line) => !self.of(at + 1).starts_with('.'),
            Some(Kind::Other) => self.of(at) == ";",
            _ => false,
        }
    }

    /// What gives a parameter of AssumeRole a value, if it begins at this token.
    fn pair(&self, at: usize, last: usize) -> Option<Pair> {
        let token = self.tokens.get(at)?;
        let word = self.of(at).trim_matches(['"', '\'']);
        let is_option = token.kind == Kind::Word && word.starts_with("--");
        let name = word.rsplit('.').next().filter(|_| matches!(token.kind, Kind::Word | Kind::Text))?;
        let is_call = token.kind == Kind::Word && self.of(at + 1) == "(";
        // The setters of Java, PHP and C++.
        let set = ["with", "With", "set", "Set"].iter().find_map(|verb| name.strip_prefix(verb)).filter(|_| is_call);
        let name = canonical(name).or_else(|| canonical(set?))?;
        let (value, next) = match self.kind(at + 1)? {
            _ if at + 1 >= last => return None,
            Kind::Gives => {
                let is_close =
                    self.tokens.get(at + 1)?.start == token.end && self.tokens.get(at + 2)?.start == token.end + 1;
                // In a program a word is a variable.
                self.value(at + 2, last, is_close && !self.is_enclosed(at))
            }
            Kind::Open if is_call => {
                let (value, next) = self.value(at + 2, last, false);
                match self.kind(next) {
                    Some(Kind::Close) => (value, next + 1),
                    _ => (Value::Computed, next),
                }
            }
            Kind::Word | Kind::Text if is_option => self.value(at + 1, last, true),
            _ => return None,
        };
        let end = self.tokens.get(next.checked_sub(1)?)?.end;
        Some(Pair { name, value, span: (token.start, end), next })
    }

    fn is_enclosed(&self, at: usize) -> bool {
        self.unmatched((0..at).rev(), Kind::Open, Kind::Close).is_some()
    }

    /// The value that begins at this token, and the token behind it.
    fn value(&self, at: usize, last: usize, takes_words: bool) -> (Value, usize) {
        let Some(token) = self.tokens.get(at).filter(|_| at < last) else { return (Value::Computed, at) };
        let word = self.of(at);
        let (value, next) = match token.kind {
            Kind::Text => (literal::value(word).0.unwrap_or(Value::Computed), at + 1),
            Kind::Open if word != "(" => {
                let until = self.tokens.last().map_or(token.end, |last| last.end);
                let part = self.text.get(token.start..until).unwrap_or_default();
                let (value, after) = literal::assigned(part);
                let end = until - after.len();
                let next = self.tokens.iter().position(|token| token.start >= end).unwrap_or(self.tokens.len());
                value.map_or((Value::Computed, at + 1), |value| (value, next))
            }
            Kind::Word if wraps(word) && self.of(at + 1) == "(" => {
                let (value, next) = self.value(at + 2, last, false);
                if self.kind(next) == Some(Kind::Close) { (value, next + 1) } else { (Value::Computed, next) }
            }
            Kind::Word => match self.span_of_time(at) {
                Some((seconds, next)) => (Value::Text(seconds.to_string()), next),
                None if takes_words || word.bytes().all(|byte| byte.is_ascii_digit()) => {
                    (Value::Text(word.into()), at + 1)
                }
                None => (Value::Computed, at + 1),
            },
            _ => (Value::Computed, at + 1),
        };
        // "a" + b, or 30 * x
        let computes =
            matches!(self.of(next), "+" | "*" | "." | "%" | "||" | "??") || self.of(next).starts_with(['+', '.']);
        // A list of Go's, whose type stands behind its brackets.
        let is_more = self.kind(next) == Some(Kind::Open)
            || (self.kind(next) == Some(Kind::Word) && self.kind(next + 1) == Some(Kind::Open));
        if (computes || is_more) && next < last && !takes_words { (Value::Computed, next) } else { (value, next) }
    }

    /// `Duration.ofMinutes(30)`, `Duration::from_secs(900)`, `TimeSpan.FromHours(1)`, `30 * time.Minute`, in seconds.
    fn span_of_time(&self, at: usize) -> Option<(u32, usize)> {
        let number = |at: usize| self.of(at).parse::<u32>().ok();
        if let Some(count) = number(at) {
            let unit = self.of(at + 2).strip_prefix("time.").filter(|_| self.of(at + 1) == "*")?;
            return Some((count.checked_mul(unit_of(unit)?)?, at + 3));
        }
        if let Some(seconds) = self.of(at).strip_prefix("time.").and_then(unit_of) {
            return Some((seconds, at + 1));
        }
        // Rust's path is three tokens.
        let name = if self.of(at + 1) == "::" { at + 2 } else { at };
        let called = self.of(name).rsplit('.').next()?.to_ascii_lowercase();
        let unit = ["from_", "from", "of"].iter().find_map(|start| called.strip_prefix(start)).unwrap_or(&called);
        let is_call = self.of(name + 1) == "(" && self.of(name + 3) == ")";
        let count = number(name + 2).filter(|_| is_call)?;
        Some((count.checked_mul(unit_of(unit)?)?, name + 4))
    }

    /// The session name of the calls that take it as the string behind the role's ARN: the SDKs for .NET and, once, Java.
    fn session_name_by_place(&self, own: usize) -> Option<(String, (usize, usize))> {
        let opened = self.unmatched((0..own).rev(), Kind::Open, Kind::Close)?;
        let callee = self.of(opened.checked_sub(1)?);
        let takes_it = ["AssumeRoleAWSCredentials", "STSAssumeRoleSessionCredentialsProvider"];
        let is_such = takes_it.iter().any(|name| callee.contains(name));
        let next = (own + 2..self.tokens.len()).find(|at| self.kind(*at) != Some(Kind::Line))?;
        let name =
            self.tokens.get(next).filter(|token| token.kind == Kind::Text && self.of(own + 1) == "," && is_such)?;
        match literal::value(self.of(next)).0? {
            Value::Text(text) => Some((text, (name.start, name.end))),
            _ => None,
        }
    }
}

/// Whether SDKs wrap a plain value in a call of this name: `aws.String`, `pulumi.StringPtr`, `Some`, `Output.of`.
pub(super) fn wraps(callee: &str) -> bool {
    let name = callee.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let name = name.strip_suffix("ptr").unwrap_or(&name);
    matches!(name, "string" | "str" | "int" | "int32" | "int64" | "number" | "some" | "of" | "ofnullable" | "to" | "")
}

fn unit_of(word: &str) -> Option<u32> {
    Some(match word.to_ascii_lowercase().as_str() {
        "seconds" | "second" | "secs" => 1,
        "minutes" | "minute" | "mins" => 60,
        "hours" | "hour" => 3600,
        _ => return None,
    })
}
