//! What the words between two roles say of their order.

/// What the words before a role say of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It comes after what was named before it.
    Then,
    /// What is named beside it is assumed from it: “from”, “by”, “trusts”.
    From,
    /// It lies between: “via”, “through”.
    Via,
    /// It comes before the one that was named last: `<-`, “but first”.
    Back,
}

const ARROWS: [&str; 22] = [
    "->", "=>", "-->", "==>", "→", "⇒", "➔", "➜", "⟶", "▶", "›", "–>", "—>", "↓", "⟹", "➡", "⇨", "⇢", "~>", "↳", "⬇",
    "⇓",
];
const BACK_ARROWS: [&str; 19] =
    ["<-", "<=", "<--", "←", "⇐", "⟵", "<–", "<—", "↑", "⟸", "⬅", "⇦", "⇠", "<~", "↩", "↞", "◀", "⬆", "⇑"];

/// What may stand between two of which the second goes where the first went.
pub(super) const JOINS: [&str; 4] = ["and", "then", "plus", "or"];

/// Words that say nothing of the order, beside those of [`mark_of`].
const NEUTRAL: [&str; 88] = [
    "zuerst",
    "rolle",
    "rôle",
    "konto",
    "compte",
    "die",
    "der",
    "und",
    "et",
    "le",
    "du",
    "im",
    "dans",
    "abord",
    "d",
    "wechseln",
    "a",
    "access",
    "account",
    "again",
    "also",
    "an",
    "are",
    "assume",
    "assumed",
    "assumerole",
    "assuming",
    "be",
    "but",
    "call",
    "can",
    "chain",
    "come",
    "comes",
    "console",
    "could",
    "enter",
    "entered",
    "finally",
    "get",
    "getting",
    "go",
    "goes",
    "going",
    "has",
    "have",
    "hop",
    "i",
    "in",
    "is",
    "it",
    "its",
    "jump",
    "jumping",
    "log",
    "login",
    "may",
    "must",
    "need",
    "now",
    "on",
    "one",
    "only",
    "open",
    "opened",
    "order",
    "our",
    "reach",
    "reachable",
    "reached",
    "role",
    "s",
    "session",
    "should",
    "sign",
    "start",
    "step",
    "switch",
    "switched",
    "switching",
    "the",
    "use",
    "used",
    "user",
    "we",
    "will",
    "you",
    "your",
];

/// What refers to the role that was named last: “from there”, “after which”.
const REFERS: [&str; 11] = ["which", "there", "here", "that", "it", "this", "them", "these", "where", "whose", "its"];

/// Whether the word says something in sentences of any roles, so that it is no name of one.
pub(super) fn says_something(word: &str) -> bool {
    mark_of(word).is_some()
        || NEUTRAL.contains(&word)
        || JOINS.contains(&word)
        || word == "first"
        || REFERS.contains(&word)
}

/// What a word says by itself.
pub(super) fn mark_of(word: &str) -> Option<Mark> {
    Some(match word {
        "then" | "dann" | "danach" | "nach" | "puis" | "ensuite" | "to" | "into" | "next" | "followed" | "assumes"
        | "before" | "towards" | "onto" | "afterwards" | "lastly" => Mark::Then,
        "from" | "von" | "aus" | "depuis" | "by" | "using" | "with" | "after" | "behind" | "trusts" | "requires"
        | "once" | "when" | "having" | "credentials" | "source" | "parent" => Mark::From,
        "via" | "über" | "through" | "thru" | "over" | "across" | "way" => Mark::Via,
        _ => return None,
    })
}

/// The words before a role.
pub(super) struct Said {
    pub words: Vec<String>,
    arrow: Option<Mark>,
    /// Whether they are the cells of a table, or a label, and no sentence.
    is_table: bool,
}

impl Said {
    pub fn of(text: &str) -> Self {
        const MOST: usize = 24;
        let words = text.rsplit(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(MOST);
        let mut words: Vec<String> = words.map(str::to_lowercase).collect();
        words.reverse();
        let back = BACK_ARROWS.iter().any(|arrow| text.contains(arrow));
        let arrow = match back {
            true => Some(Mark::Back),
            false => ARROWS.iter().any(|arrow| text.contains(arrow)).then_some(Mark::Then),
        };
        let is_label = text.trim_end_matches([' ', '*', '`', '\'']).ends_with(':');
        let is_table = is_label || text.contains(['|', '\t', '"', '\n']) || (text.contains(',') && !text.contains(' '));
        Self { words, arrow, is_table }
    }

    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|one| one == word)
    }

    /// “To open B, …”, “in order to reach B”, “before you assume B, …”, “for B, …”.
    pub fn is_purpose(&self) -> bool {
        let mut words = self.words.iter().map(String::as_str);
        let first = words.find(|word| !["in", "order", "and", "so"].contains(word));
        let starts = ["start", "begin"].iter().any(|word| self.has(word));
        matches!(first, Some("to" | "for" | "before")) && !starts
    }

    /// What the last word says that says anything.
    pub fn mark(&self) -> Mark {
        if let Some(arrow) = self.arrow {
            return arrow;
        }
        let refers = |at: usize| self.words.get(at + 1).is_some_and(|next| REFERS.contains(&next.as_str()));
        if self.has("before") && self.words.iter().position(|word| word == "before").is_some_and(refers) {
            return Mark::Back;
        }
        let found = self.words.iter().enumerate().rev().find_map(|(at, word)| {
            let mark = mark_of(word)?;
            Some(if refers(at) || self.has("followed") { Mark::Then } else { mark })
        });
        match found {
            None if self.has("first") => Mark::Back,
            found => found.unwrap_or(Mark::Then),
        }
    }

    pub fn is_marked(&self) -> bool {
        self.arrow.is_some() || self.has("first") || self.words.iter().any(|word| mark_of(word).is_some())
    }

    pub fn only_joins(&self) -> bool {
        self.words.iter().all(|word| JOINS.contains(&word.as_str()))
    }

    /// Whether there are words of which it is not known what they say.
    pub fn is_unsure(&self, mark: Mark) -> bool {
        let is_unknown = self.words.iter().any(|word| !says_something(word));
        // “B, which A may assume”
        let is_relative = mark == Mark::Then
            && self.words.split_last().is_some_and(|(last, before)| {
                REFERS.contains(&last.as_str()) && before.last().is_none_or(|word| mark_of(word).is_none())
            });
        self.arrow.is_none() && !self.is_table && (is_unknown || is_relative)
    }
}

/// Whether there is an arrow in it, of either direction.
pub(super) fn has_arrow(text: &str) -> bool {
    ARROWS.iter().chain(&BACK_ARROWS).any(|arrow| text.contains(arrow))
}

/// Whether an arrow begins here, of either direction.
pub(super) fn is_arrow(text: &str) -> bool {
    ARROWS.iter().chain(&BACK_ARROWS).any(|arrow| text.starts_with(arrow))
}
