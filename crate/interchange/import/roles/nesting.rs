//! Which of a program's roles is assumed first: where one provider is given to another as its credentials, the inner one is,
//! wherever its argument stands. So AWS's own pages chain them (`masterCredentials` of the SDK for JavaScript, `credentials:`
//! of a client in Ruby and PHP, `credentialsProvider` of an STS client in Java). And whom a role trusts is before it.

use std::collections::BTreeSet;

use super::prose::Order;
use super::statement::wraps;

/// The order of what stands at these places of the text, which ascend.
pub(super) fn order(text: &str, places: &[usize]) -> Order {
    let mut scan = Scan { text, at: 0, groups: vec![Group::default()], too_deep: 0, word: "" };
    let mut keys: Vec<(Vec<Step>, usize)> = Vec::with_capacity(places.len());
    // The calls that have a role among their own arguments, and those with a call among them that may need it or give it.
    let (mut direct, mut nested) = (BTreeSet::new(), BTreeSet::new());
    for (index, place) in places.iter().enumerate() {
        while scan.at < *place && scan.step() {}
        let open: Vec<&Group> = scan.groups.iter().skip(1).filter(|group| !group.is_flat).collect();
        let mut way: Vec<Step> = open.iter().map(|group| group.step).collect();
        direct.insert(way.clone());
        nested.extend(open.iter().position(|group| group.is_unsure).and_then(|at| way.get(..at)).map(<[Step]>::to_vec));
        way.push(scan.here(*place));
        keys.push((way, index));
    }
    keys.sort();
    Order {
        order: keys.into_iter().map(|(_, index)| index).collect(),
        is_unsure: nested.iter().any(|call| direct.contains(call)) || is_turned(text, places),
    }
}

/// Whether a sign between two roles hands what is behind it to what is before it, as Haskell's do.
fn is_turned(text: &str, places: &[usize]) -> bool {
    let between =
        places.first().zip(places.last()).and_then(|(first, last)| text.get(*first..*last)).unwrap_or_default();
    [" =<< ", " <=< ", " <| "].iter().any(|sign| between.contains(sign))
}

/// Where something stands in its group: the statement, whether it is what the group's other parts need, its place.
type Step = (usize, Need, usize);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// The credentials, or the client that has them.
    First,
    #[default]
    Then,
    /// What is assumed with what this gives.
    Last,
}

#[derive(Default)]
struct Group<'a> {
    step: Step,
    /// Of what comes next in it.
    statement: usize,
    key: Need,
    /// Whether what comes next in it has a name.
    is_named: bool,
    /// What is called, with what it is of: `AssumeRoleProvider::new`.
    callee: &'a str,
    /// Whether it is an object of options, which are arguments of the call around it.
    is_flat: bool,
    /// Whether it is what a function does that is given to the call around it, with what that has.
    is_body: bool,
    /// Whether it is a table of PowerShell's: `@{ name = value; name = value }`.
    is_table: bool,
    /// Whether it is a call that is given to another by place, and it is not known which of the two comes first.
    is_unsure: bool,
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    groups: Vec<Group<'a>>,
    /// How many groups are open beyond those that are told apart.
    too_deep: usize,
    /// The name that was read last.
    word: &'a str,
}

/// Programs nest a provider in a provider, not more than this.
const DEEPEST: usize = 64;

impl<'a> Scan<'a> {
    fn here(&self, place: usize) -> Step {
        self.groups.last().map_or((0, Need::Then, place), |group| (group.statement, group.key, place))
    }

    /// Goes on by a name, a string or a character.
    fn step(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else { return false };
        let mut taken = c.len_utf8();
        match c {
            _ if c.is_alphanumeric() || c == '_' => {
                taken = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                self.word = rest.get(..taken).unwrap_or_default();
            }
            '"' | '\'' => {
                // A key of PHP or JSON. What else is in a string has no groups, and one without an end ends with its line.
                let inner = rest.get(1..).unwrap_or_default();
                let end = inner.find([c, '\n', '\\']).unwrap_or(inner.len());
                let key = inner.get(..end).unwrap_or_default();
                if inner.get(end..).is_some_and(|rest| rest.starts_with(c)) {
                    self.word = if key.len() <= 32 { key } else { "" };
                    taken = end + 2;
                }
            }
            '(' | '{' | '[' => self.open(c),
            ')' | '}' | ']' => self.close(),
            ':' if rest.starts_with("::") => taken = 2, // a path of Ruby or C++
            // A key of Lisp's stands before its value without a sign between.
            ':' if self.begins_keyword(rest) => {
                taken = rest
                    .get(1..)
                    .and_then(|rest| rest.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c))))
                    .map_or(rest.len(), |end| end + 1);
                self.word = rest.get(1..taken).unwrap_or_default();
                self.key(need_of(self.word), true);
            }
            ':' | '=' => self.key(need_of(self.word), true),
            ',' => self.key(Need::Then, false),
            // What PowerShell has between the entries of a table.
            ';' if self.groups.last().is_some_and(|group| group.is_table) => self.key(Need::Then, false),
            ';' => self.statement(),
            '\n' if self.groups.len() == 1 && !goes_on(rest) => self.statement(),
            _ => {}
        }
        self.at += taken;
        true
    }

    fn open(&mut self, bracket: char) {
        if self.groups.len() == DEEPEST {
            self.too_deep += 1;
            return;
        }
        let before = self.text.get(..self.at).unwrap_or_default();
        let callee = if bracket == '(' { path(before) } else { "" };
        let (statement, key, place) = self.here(self.at);
        // The inner of two such calls gives its credentials to the outer, however deep it lies in it.
        let is_body = is_body(before, bracket, callee);
        let within = self.groups.iter().rposition(|group| group.is_body).unwrap_or_default();
        let outer = self.groups.iter().rposition(|group| group.callee == callee && gives_credentials(callee));
        let outer = outer.filter(|outer| *outer >= within && !is_body);
        let child = outer.map(|outer| outer + 1);
        if let Some(between) = child.and_then(|child| self.groups.get_mut(child)) {
            between.step.1 = between.step.1.first();
            between.is_unsure = false;
        }
        let need = match () {
            () if child == Some(self.groups.len()) => key.first(),
            () if callee.contains('.') => key.min(need_of(self.word)),
            () => key,
        };
        let around = self.groups.last();
        let is_argument = around.is_some_and(|group| !group.callee.is_empty() && !group.is_named);
        let is_call = !callee.is_empty() && !wraps(callee);
        self.groups.push(Group {
            step: (statement, need, place),
            callee,
            is_flat: bracket == '{' && is_argument && before.trim_end().ends_with(['(', ',']),
            is_body,
            is_unsure: is_call && is_argument && need == Need::Then && outer.is_none() && !is_body,
            is_table: bracket == '{' && before.ends_with('@'),
            ..Group::default()
        });
    }

    fn begins_keyword(&self, rest: &str) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.ends_with([' ', '\n', '(', '{'])
            && rest.get(1..).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if self.groups.len() > 1 {
            self.groups.pop();
        }
    }

    fn key(&mut self, need: Need, is_named: bool) {
        if let Some(group) = self.groups.last_mut().filter(|_| self.too_deep == 0) {
            group.key = need;
            group.is_named = is_named;
        }
    }

    fn statement(&mut self) {
        self.key(Need::Then, false);
        if let Some(group) = self.groups.last_mut().filter(|_| self.too_deep == 0) {
            group.statement += 1;
        }
    }
}

/// Whether a call of what stands before follows, soon enough to be worth looking for.
fn goes_on(rest: &str) -> bool {
    const FARTHEST: usize = 200;
    rest.chars().take(FARTHEST).find(|c| !c.is_whitespace()) == Some('.')
}

impl Need {
    /// The same of what gives credentials, unless a name says that it takes them.
    fn first(self) -> Self {
        if self == Self::Last { self } else { Self::First }
    }
}

fn need_of(word: &str) -> Need {
    let word = word.to_ascii_lowercase();
    // Who asked is, in CloudTrail's events, the user identity.
    const BASES: [&str; 7] = [
        "credential",
        "client",
        "from_provider",
        "assumerolepolicy",
        "assume_role_policy",
        "principal",
        "useridentity",
    ];
    let is_base = BASES.iter().any(|part| word.contains(part));
    match word.as_str() {
        _ if is_base => Need::First,
        "next" | "then" | "target" => Need::Last,
        _ => Need::Then,
    }
}

/// Whether the bracket that opens behind this is the body of a function: `(s) => {`, `|s| {`, or the call that is all of it, `s -> f(`.
fn is_body(before: &str, bracket: char, callee: &str) -> bool {
    const LONGEST: usize = 100;
    let lead = before.strip_suffix(callee).filter(|_| bracket != '[').unwrap_or_default();
    let head = lead.trim_end();
    // What PHP has before `=>` is a string.
    let is_arrow = |arrow: &str| {
        head.strip_suffix(arrow)
            .is_some_and(|head| head.trim_end().ends_with(|c: char| c == ')' || c.is_alphanumeric()))
    };
    match bracket {
        '{' => head.ends_with([')', '|']) || is_arrow("=>") || is_arrow("->"),
        _ if callee.is_empty() || head.len() == lead.len() => false,
        _ => {
            let near = head.get(head.ceil_char_boundary(head.len().saturating_sub(LONGEST))..).unwrap_or_default();
            let is_lambda =
                head.ends_with(':') && near.rsplit([',', '(']).any(|part| part.trim_start().starts_with("lambda"));
            head.ends_with('|') || is_arrow("=>") || is_arrow("->") || is_lambda
        }
    }
}

/// The name that ends here, with what it is of.
fn path(before: &str) -> &str {
    const LONGEST: usize = 100;
    let near = before.get(before.ceil_char_boundary(before.len().saturating_sub(LONGEST))..).unwrap_or_default();
    near.rsplit(|c: char| !c.is_alphanumeric() && !"_.:".contains(c)).next().unwrap_or_default()
}

/// Whether a call of this name gives what the next role is assumed with.
fn gives_credentials(callee: &str) -> bool {
    let callee = callee.to_ascii_lowercase();
    ["assume", "credential", "session", "provider"].iter().any(|part| callee.contains(part))
}
