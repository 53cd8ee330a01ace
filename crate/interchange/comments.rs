//! Comments of all the languages that roles and keys are pasted from: what somebody has put aside counts no more.

/// Tells comments of a text that is gone through once, from its begin to its end.
#[derive(Default)]
pub(super) struct Comments {
    /// Which of [`BLOCKS`] are known to end nowhere further on: so each is looked for once.
    unclosed: [bool; BLOCKS.len()],
    /// The same of [`FORM`] and of [`HERE`].
    unclosed_form: bool,
    unclosed_here: bool,
    /// Whether anything else than comments was read.
    has_begun: bool,
}

/// How a comment over several lines begins and ends: of C, HTML, FreeMarker, PowerShell, Helm, Jinja, Liquid, OCaml, Lua, Haskell, Ruby,
/// Perl, Julia, Lisp, Nim, Mustache, ERB and JSP, Razor, MATLAB, TeX, AsciiDoc, and what C's preprocessor leaves out.
const BLOCKS: [(&str, &str); 26] = [
    ("////\n", "\n////"),
    ("<#--", "-->"),
    ("{% comment", "endcomment %}"),
    ("{%- comment", "endcomment"),
    ("=pod", "\n=cut"),
    ("#|", "|#"),
    ("#[", "]#"),
    ("\\begin{comment}", "\\end{comment}"),
    ("#if 0", "\n#endif"),
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
    ("{{!--", "--}}"),
    ("{{!", "}}"),
    ("<%--", "--%>"),
    ("<%#", "%>"),
    ("@*", "*@"),
    ("%{", "%}"),
];

/// A form of Clojure's that is not evaluated, up to its own parenthesis.
const FORM: &str = "(comment";

/// What a shell does nothing with, up to a line with the word that follows.
const HERE: &str = ": <<";

/// How one begins that ends with its line: of shells, INI files, C, batch files, reStructuredText, M4.
const LINES: [&str; 9] = ["#", ";", "//", "<!--", "/*", "::", ".. ", "%%", "dnl "];

/// What Python, Julia and Elixir put around the text that says what follows or holds it.
const DOCSTRINGS: [&str; 2] = ["\"\"\"", "'''"];

impl Comments {
    /// The comment that begins in the line of which this is the begin, with the line break behind it; `before` is all that stands before.
    pub fn at_line<'a>(&mut self, before: &str, rest: &'a str) -> Option<&'a str> {
        let text = rest.trim_start_matches([' ', '\t']);
        let indent = rest.len() - text.len();
        let end = self.block_end(text).or_else(|| self.form_end(text)).or_else(|| self.here_end(text));
        let end = end.or_else(|| self.docstring_end(before, text));
        let comment = match end {
            Some(end) => {
                let behind = text.get(end..)?;
                let line = line(behind);
                rest.get(..indent + end + if line.trim().is_empty() { line.len() } else { 0 })
            }
            None => begins_comment(text).then(|| line(rest)),
        };
        self.has_begun |= comment.is_none() && !line(text).trim().is_empty();
        comment
    }

    /// Behind the comment of [`BLOCKS`] that begins here.
    fn block_end(&mut self, text: &str) -> Option<usize> {
        for ((open, close), is_unclosed) in BLOCKS.iter().zip(&mut self.unclosed) {
            let Some(inner) = text.strip_prefix(open).filter(|_| !*is_unclosed) else { continue };
            match inner.find(close) {
                Some(end) => return Some(open.len() + end + close.len()),
                None => *is_unclosed = true,
            }
        }
        None
    }

    /// Behind the [`FORM`] that begins here. In its strings and behind a semicolon a parenthesis is none.
    fn form_end(&mut self, text: &str) -> Option<usize> {
        let inner =
            text.strip_prefix(FORM).filter(|inner| !self.unclosed_form && inner.starts_with(char::is_whitespace))?;
        let (mut depth, mut is_text, mut is_remark, mut is_escaped) = (1, false, false, false);
        for (at, byte) in inner.bytes().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\n' => is_remark = false,
                _ if is_remark => {}
                b'\\' => is_escaped = true,
                b'"' => is_text = !is_text,
                b';' if !is_text => is_remark = true,
                b'(' if !is_text => depth += 1,
                b')' if !is_text => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(FORM.len() + at + 1);
            }
        }
        self.unclosed_form = true;
        None
    }

    /// Behind what begins here with [`HERE`], and with its last line.
    fn here_end(&mut self, text: &str) -> Option<usize> {
        let said = text.strip_prefix(HERE).filter(|_| !self.unclosed_here)?;
        let word = line(said).trim_start_matches('-').trim().trim_matches(['\'', '"', '\\']);
        if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return None;
        }
        let mut end = HERE.len() + line(said).len();
        for line in text.get(end..)?.split_inclusive('\n') {
            end += line.len();
            if line.trim() == word {
                return Some(end);
            }
        }
        self.unclosed_here = true;
        None
    }

    /// Behind the docstring that begins here: in a text of which only comments were read, or below what ends with a colon. Elsewhere
    /// such marks are around a value.
    fn docstring_end(&self, before: &str, text: &str) -> Option<usize> {
        let mark = DOCSTRINGS.into_iter().find(|mark| text.starts_with(mark))?;
        let is_docstring = !self.has_begun || before.trim_end().ends_with(':');
        let end = text.get(mark.len()..).filter(|_| is_docstring)?.find(mark)?;
        Some(end + 2 * mark.len())
    }
}

/// Whether what begins here, at the begin of a line, is a comment that ends with it.
fn begins_comment(text: &str) -> bool {
    let is_remark = ["rem ", "@rem "]
        .iter()
        .any(|mark| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark)));
    is_remark
        || LINES.iter().any(|mark| text.starts_with(mark))
        || text.strip_prefix("--").is_some_and(|rest| !is_option(rest))
        || text.strip_prefix('\'').is_some_and(|rest| !is_string(rest))
        || text.strip_prefix(['%', '!']).is_some_and(is_put_aside)
}

/// Whether `--` stands before the name of an option, and not, as in SQL, Lua and Haskell, before what is put aside.
fn is_option(rest: &str) -> bool {
    let (name, behind) = rest.split_at(rest.find([' ', '\t', '\n', '=', '\\', '`', '^']).unwrap_or(rest.len()));
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name && !behind.starts_with(" = ")
}

/// Whether what follows an apostrophe is a string, which ends on its line or within another. In Visual Basic it begins a comment.
fn is_string(rest: &str) -> bool {
    let end = rest.find('\'').and_then(|end| rest.get(..end));
    end.is_some_and(|inner| !inner.contains('\n') || !inner.trim_end_matches([' ', '\t']).ends_with('\n'))
}

/// Whether what follows a percent or an exclamation mark is, as in TeX, Erlang and X resources, put aside. Both are before commands too:
/// the prompt of csh and zsh, and what notebooks hand to a shell.
fn is_put_aside(rest: &str) -> bool {
    const COMMANDS: [&str; 17] = [
        "aws",
        "export",
        "set",
        "setenv",
        "setx",
        "unset",
        "env",
        "eval",
        "source",
        "sudo",
        "assume",
        "awsume",
        "docker",
        "python",
        "python3",
        "terraform",
        "terragrunt",
    ];
    let said = rest.trim_start_matches([' ', '\t']);
    let word = said.split_whitespace().next().unwrap_or_default();
    let is_marked = said.len() < rest.len() || said.starts_with("arn:");
    is_marked && !word.contains('=') && !COMMANDS.contains(&word)
}

/// Up to the line break, and with it.
pub(super) fn line(rest: &str) -> &str {
    rest.split_inclusive('\n').next().unwrap_or_default()
}

/// The remark of a batch file that begins here, behind a command on the line, up to the line break.
pub(super) fn remark(rest: &str) -> Option<&str> {
    const FARTHEST: usize = 100;
    let said = rest.get(..rest.floor_char_boundary(FARTHEST))?.strip_prefix('&')?.trim_start_matches(['&', ' ', '\t']);
    let is_remark = said.starts_with("::") || said.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("rem "));
    is_remark.then(|| line(rest))
}

/// The comment that begins here, within a line, and soon ends; or what is struck through.
pub(super) fn block(rest: &str) -> Option<&str> {
    const LONGEST: usize = 500;
    const BLOCKS: [(&str, &str); 5] =
        [("<!--", "-->"), ("/*", "*/"), ("~~", "~~"), ("<del>", "</del>"), ("<s>", "</s>")];
    let (open, close) = BLOCKS.into_iter().find(|(open, _)| rest.starts_with(open))?;
    let near = rest.get(open.len()..rest.floor_char_boundary(LONGEST))?;
    rest.get(..open.len() + near.find(close)? + close.len())
}
