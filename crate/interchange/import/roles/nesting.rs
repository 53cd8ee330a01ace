//! Which of a program's roles is assumed first: where one provider is given to another as its credentials, the inner one is,
//! wherever its argument stands. So AWS's own pages chain them (`masterCredentials` of the SDK for JavaScript, `credentials:`
//! of a client in Ruby and PHP, `credentialsProvider` of an STS client in Java). And whom a role trusts is before it.

/// The order of what stands at these places of the text, which ascend: the indexes, first the one that is assumed first.
pub(super) fn order(text: &str, places: &[usize]) -> Vec<usize> {
    let mut scan = Scan { text, at: 0, groups: vec![Group::default()], too_deep: 0, word: "" };
    let mut keys: Vec<(Vec<Step>, usize)> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        while scan.at < *place && scan.step() {}
        let mut way: Vec<Step> = scan.groups.iter().skip(1).map(|group| group.step).collect();
        way.push(scan.here(*place));
        keys.push((way, index));
    }
    keys.sort();
    keys.into_iter().map(|(_, index)| index).collect()
}

/// Where something stands in its group: the statement, whether it is what the group's other parts need, its place.
type Step = (usize, Need, usize);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// The credentials, or the client that has them.
    First,
    #[default]
    Then,
}

#[derive(Default)]
struct Group {
    step: Step,
    /// Of what comes next in it.
    statement: usize,
    key: Need,
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    groups: Vec<Group>,
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
            ':' | '=' => self.key(needs_first(self.word)),
            ',' => self.key(Need::Then),
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
        let is_method = bracket == '(' && before.strip_suffix(self.word).is_some_and(|before| before.ends_with('.'));
        let (statement, key, place) = self.here(self.at);
        let need = if is_method { key.min(needs_first(self.word)) } else { key };
        self.groups.push(Group { step: (statement, need, place), ..Group::default() });
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if self.groups.len() > 1 {
            self.groups.pop();
        }
    }

    fn key(&mut self, need: Need) {
        if let Some(group) = self.groups.last_mut().filter(|_| self.too_deep == 0) {
            group.key = need;
        }
    }

    fn statement(&mut self) {
        self.key(Need::Then);
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

fn needs_first(word: &str) -> Need {
    let word = word.to_ascii_lowercase();
    let is_base = ["credential", "client", "from_provider", "assumerolepolicy", "assume_role_policy", "principal"]
        .iter()
        .any(|part| word.contains(part));
    if is_base { Need::First } else { Need::Then }
}
