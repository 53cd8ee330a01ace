//! Values as programs write them: strings, lists and maps of JSON, Python and JavaScript. What has to be computed is not.

/// What stands at a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A string or a number.
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    /// `None` or `null`.
    Absent,
    /// A variable, a call or whatever else is known only when it runs.
    Computed,
}

const MOST_BY_PLACE: usize = 20;

/// What a word is called that stands by itself among named ones.
pub(super) const NAMELESS: &str = "an argument without a name";

/// What was read, what follows it, and how many bytes were read a second time for it.
pub(super) type Read<'a, T> = (T, &'a str, usize);

/// The value that begins here, if it is a whole one.
pub(super) fn value(text: &str) -> Read<'_, Option<Value>> {
    let mut reader = Literals { rest: text, again: 0, assigns: false };
    (reader.value(0), reader.rest, reader.again)
}

/// The value that begins here, whose maps may be Terraform's, `{ team = "a" }` with a comma or a line break between, and what
/// follows it.
pub(super) fn assigned(text: &str) -> (Option<Value>, &str) {
    let mut reader = Literals { rest: text, again: 0, assigns: true };
    (reader.value(0), reader.rest)
}

/// The keyword arguments of the call whose parenthesis opens here. A call that does not end is over where the next one begins.
pub(super) fn arguments(text: &str) -> Option<Read<'_, Vec<(String, Value)>>> {
    let mut reader = Literals { rest: text.strip_prefix('(')?, again: 0, assigns: false };
    let (mut pairs, mut by_place) = (Vec::new(), 0);
    loop {
        reader.blank();
        if reader.take(')') || reader.rest.is_empty() || reader.at_call() {
            break;
        }
        let word = reader.word();
        reader.blank();
        if !word.is_empty() && reader.take('=') {
            pairs.push((word.to_string(), reader.argument(1)));
        } else {
            reader.expression(); // by place, or **unpacked
            // More of them nobody has to be told of.
            if by_place < MOST_BY_PLACE {
                by_place += 1;
                let name = if word.is_empty() { NAMELESS } else { word };
                pairs.push((name.into(), Value::Computed));
            }
        }
        reader.blank();
        if !reader.take(',') && !reader.rest.starts_with(')') {
            break;
        }
    }
    Some((pairs, reader.rest, reader.again))
}

/// How deep lists and maps may lie in each other. What AssumeRole takes is two deep, a policy a few more.
const DEPTH: usize = 16;

struct Literals<'a> {
    rest: &'a str,
    /// What turned out to be no value is read once more as an expression, at each depth. So many bytes were.
    again: usize,
    /// Whether a map gives its keys values by `=` too, and its pairs may end with their lines.
    assigns: bool,
}

impl<'a> Literals<'a> {
    /// A value, and whatever computes on with it.
    fn argument(&mut self, depth: usize) -> Value {
        let start = self.rest;
        let value = self.value(depth);
        self.blank();
        match value {
            Some(value) if self.rest.is_empty() || self.rest.starts_with([',', ')', ']', '}']) => value,
            Some(_) => {
                self.expression();
                Value::Computed
            }
            None => {
                self.again += start.len() - self.rest.len();
                self.rest = start;
                self.expression();
                Value::Computed
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.blank();
        if depth > DEPTH {
            return None;
        }
        match self.rest.chars().next()? {
            '{' => self.map(depth),
            '[' => self.list(']', depth).map(Value::List),
            '(' => {
                let mut items = self.list(')', depth)?;
                // In Python a value in parentheses is that value, unless a comma follows it.
                Some(if items.len() == 1 { items.remove(0) } else { Value::List(items) })
            }
            '"' | '\'' => self.strings(false, false),
            _ => self.named(depth),
        }
    }

    fn map(&mut self, depth: usize) -> Option<Value> {
        let mut pairs = Vec::new();
        self.take('{');
        loop {
            self.blank();
            if self.take('}') {
                return Some(Value::Map(pairs));
            }
            let key = if self.rest.starts_with(['"', '\'']) {
                let Value::Text(key) = self.strings(false, false)? else { return None };
                key
            } else {
                Some(self.word()).filter(|word| !word.is_empty())?.to_string()
            };
            self.blank();
            if self.assigns && self.take('=') {
                pairs.push((key, self.value(depth + 1)?));
                self.blank();
                self.take(',');
                continue;
            }
            if !self.take(':') {
                return None;
            }
            pairs.push((key, self.argument(depth + 1)));
            self.separator('}')?;
        }
    }

    fn list(&mut self, close: char, depth: usize) -> Option<Vec<Value>> {
        let mut items = Vec::new();
        self.rest = self.rest.get(1..)?; // its bracket
        loop {
            self.blank();
            if self.take(close) {
                return Some(items);
            }
            items.push(self.argument(depth + 1));
            self.separator(close)?;
        }
    }

    fn separator(&mut self, close: char) -> Option<()> {
        self.blank();
        (self.take(',') || self.rest.starts_with(close)).then_some(())
    }

    /// What begins with a letter or a digit: a number, a constant, a marked string, a name.
    fn named(&mut self, depth: usize) -> Option<Value> {
        let word = self.word();
        if word.is_empty() {
            return None;
        }
        if self.rest.starts_with(['"', '\'']) && word.len() <= 2 {
            let marked = |mark| word.to_ascii_lowercase().contains(mark);
            return self.strings(marked('r'), marked('f'));
        }
        Some(match word {
            "None" | "null" | "undefined" => Value::Absent,
            "json.dumps" | "JSON.stringify" if self.take('(') => {
                let value = self.argument(depth + 1);
                while self.take(',') {
                    self.expression(); // indent=2
                }
                self.take(')');
                value
            }
            _ if word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') => Value::Text(word.replace('_', "")),
            "true" | "True" | "false" | "False" => Value::Text(word.to_ascii_lowercase()),
            _ => Value::Computed,
        })
    }

    /// A string, and those that follow it: Python joins them.
    fn strings(&mut self, raw: bool, formatted: bool) -> Option<Value> {
        let mut whole = String::new();
        while let Some(quote) = self.rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            self.string(quote, raw, &mut whole)?;
            let after = self.rest;
            self.blank();
            // Terraform's next pair may begin with one.
            if self.assigns || !self.rest.starts_with(['"', '\'']) {
                self.rest = after;
                break;
            }
        }
        Some(if formatted && whole.contains('{') { Value::Computed } else { Value::Text(whole) })
    }

    fn string(&mut self, quote: char, raw: bool, whole: &mut String) -> Option<()> {
        let (one, three) = if quote == '"' { ("\"", "\"\"\"") } else { ("'", "'''") };
        let close = if self.rest.starts_with(three) { three } else { one };
        self.rest = self.rest.get(close.len()..)?;
        loop {
            if let Some(after) = self.rest.strip_prefix(close) {
                self.rest = after;
                return Some(());
            }
            let c = self.rest.chars().next().filter(|c| close == three || *c != '\n')?;
            self.rest = self.rest.get(c.len_utf8()..)?;
            if c == '\\' && !raw {
                self.rest = escape(self.rest, whole)?;
            } else {
                whole.push(c);
            }
        }
    }

    /// Passes over what is computed, to the comma or the bracket that ends it.
    fn expression(&mut self) {
        let mut depth = 0_usize;
        while let Some(c) = self.rest.chars().next() {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => return,
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 0 => return,
                '"' | '\'' => {
                    let _ = self.string(c, false, &mut String::new()); // one without an end ends with its line
                    continue;
                }
                'a' if self.at_call() => return,
                _ => {}
            }
            self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }

    fn at_call(&self) -> bool {
        self.rest.starts_with("assume_role(")
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn take(&mut self, c: char) -> bool {
        let after = self.rest.strip_prefix(c);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Passes over blanks, line breaks and comments.
    fn blank(&mut self) {
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
            if !self.rest.starts_with('#') && !self.rest.starts_with("//") {
                return;
            }
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
    }
}

/// The character that an escape stands for; `rest` follows the backslash.
fn escape<'a>(rest: &'a str, whole: &mut String) -> Option<&'a str> {
    let c = rest.chars().next()?;
    let after = rest.get(c.len_utf8()..)?;
    if c == 'u' {
        let digits = after.get(..4)?;
        whole.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'));
        return after.get(4..);
    }
    match c {
        'n' => whole.push('\n'),
        't' => whole.push('\t'),
        'r' => whole.push('\r'),
        '\r' | '\n' => {} // Python's line goes on
        other => whole.push(other),
    }
    Some(after)
}
