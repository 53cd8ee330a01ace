//! Comments of all the languages that roles and keys are pasted from: what somebody has put aside counts no more.

/// Tells comments of a text that is gone through once, from its begin to its end.
#[derive(Default)]
pub(super) struct Comments {
    /// Which of [`BLOCKS`] are known to end nowhere further on: so each is looked for once.
    unclosed: [bool; BLOCKS.len()],
}

/// How a comment over several lines begins and ends: of C, HTML, PowerShell, Helm, Jinja, OCaml, Lua, Haskell, Ruby, Julia.
const BLOCKS: [(&str, &str); 11] = [
    ("/*", "*/"),
    ("<!--", "-->"),
    ("<#", "#>"),
    ("{{/*", "*/}}"),
    ("{{- /*", "*/"),
    ("{#", "#}"),
    ("(*", "*)"),
    ("--[[", "]]"),
    ("{-", "-}"),
    ("=begin", "\n=end"),
    ("#=", "=#"),
];

/// How one begins that ends with its line: of shells, INI files, C, SQL, batch files, TeX, Visual Basic.
const LINES: [&str; 10] = ["#", ";", "//", "-- ", "<!--", "/*", "' ", "::", "%%", "dnl "];

impl Comments {
    /// The comment that begins in the line of which this is the begin, with the line break behind it.
    pub fn at_line<'a>(&mut self, rest: &'a str) -> Option<&'a str> {
        let text = rest.trim_start_matches([' ', '\t']);
        let indent = rest.len() - text.len();
        for (at, (open, close)) in BLOCKS.iter().enumerate() {
            let Some(inner) = text.strip_prefix(open).filter(|_| !self.unclosed.get(at).is_none_or(|it| *it)) else {
                continue;
            };
            if let Some(end) = inner.find(close) {
                let end = indent + open.len() + end + close.len();
                let behind = rest.get(end..)?;
                let line = line(behind);
                return rest.get(..end + if line.trim().is_empty() { line.len() } else { 0 });
            }
            if let Some(unclosed) = self.unclosed.get_mut(at) {
                *unclosed = true;
            }
        }
        let is_remark = ["rem ", "@rem "]
            .iter()
            .any(|mark| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark)));
        let is_comment = is_remark || LINES.iter().any(|mark| text.starts_with(mark));
        is_comment.then(|| line(rest))
    }
}

/// Up to the line break, and with it.
pub(super) fn line(rest: &str) -> &str {
    rest.split_inclusive('\n').next().unwrap_or_default()
}

/// The comment that begins here, amid a line, and soon ends; or what is struck through.
pub(super) fn block(rest: &str) -> Option<&str> {
    const LONGEST: usize = 500;
    const BLOCKS: [(&str, &str); 5] =
        [("<!--", "-->"), ("/*", "*/"), ("~~", "~~"), ("<del>", "</del>"), ("<s>", "</s>")];
    let (open, close) = BLOCKS.into_iter().find(|(open, _)| rest.starts_with(open))?;
    let near = rest.get(open.len()..rest.floor_char_boundary(LONGEST))?;
    rest.get(..open.len() + near.find(close)? + close.len())
}
