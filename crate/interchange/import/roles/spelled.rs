//! Roles that a text names by their account and their name: “role Hub in account 111122223333”, “account 1111-2222-3333, role Hub”,
//! `111122223333/Hub`, `Hub@111122223333`, or on two lines with labels. Each name becomes the ARN that it stands for.

mod lists;
mod record;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use self::lists::{BEFORE_NAME, BESIDE_ACCOUNT, BESIDE_NAME, PROSE};
use super::replacing::Replacing;
use crate::aws::arn::{RoleArn, account_number};
use crate::aws::partition::Partition;

/// The text with ARNs in the places of such names.
pub(super) fn spelled(text: &str) -> Cow<'_, str> {
    let accounts = accounts(text);
    if accounts.is_empty() {
        return Cow::Borrowed(text);
    }
    let partition = partition(text);
    let known = known(text);
    let mut spelled = Replacing::of(text);
    for (place, account) in &accounts {
        let Some(name) = name_of(text, place, spelled.copied()) else { continue };
        let written = text.get(name.clone()).unwrap_or_default();
        let own = written.replace(text.get(place.clone()).unwrap_or_default(), "");
        let path = own.trim_matches(['/', ':', '@']);
        let path = path.strip_prefix("role/").unwrap_or(path);
        let last = path.rsplit('/').next().unwrap_or_default();
        let Ok(role) = RoleArn::parse(&format!("arn:{}:iam::{account}:role/{path}", partition.name())) else {
            continue;
        };
        if known.contains(&(account.as_str(), last)) {
            continue; // its ARN is in the text
        }
        // Where there are no blanks between words, the ARN would not be whole.
        let blank = |is_joined: bool| if is_joined { " " } else { "" };
        let before = blank(text.get(..name.start).is_some_and(|before| before.ends_with(is_wide)));
        let behind = blank(text.get(name.end..).is_some_and(|behind| behind.starts_with(is_wide)));
        spelled.put(name, &format!("{before}{role}{behind}"));
    }
    spelled.done()
}

/// The numbers of accounts that stand by themselves, each with its digits: in no ARN, host or longer word.
pub(super) fn accounts(text: &str) -> Vec<(Range<usize>, String)> {
    const DIGITS: usize = 12;
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let length = (at..).take_while(|at| is_digit(*at) || bytes.get(*at) == Some(&b'-')).count();
        let run = at..at + length;
        at = run.end;
        let Some(account) = (length >= DIGITS).then(|| text.get(run.clone()).and_then(account_number)).flatten() else {
            continue;
        };
        let before = run.start.checked_sub(1).and_then(|before| bytes.get(before));
        let after = (bytes.get(run.end), bytes.get(run.end + 1));
        let is_in_word = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(byte));
        let goes_on = match after {
            (Some(b'.'), Some(next)) => next.is_ascii_alphanumeric(),
            (Some(byte), _) => byte.is_ascii_alphanumeric() || b"-_".contains(byte),
            _ => false,
        };
        // A program may put an ARN together of strings.
        let lead = text.get(..run.start).unwrap_or_default();
        let near = lead.get(text.ceil_char_boundary(lead.len().saturating_sub(FARTHEST))..).unwrap_or_default();
        let near = near.trim_end_matches(|c: char| c.is_whitespace() || "\"'+\\".contains(c));
        let is_in_arn = near.ends_with("::") || before == Some(&b':') && word_before(text, run.start).contains("arn:");
        if !is_in_word && !goes_on && !is_in_arn {
            found.push((run, account));
        }
    }
    found
}

/// What is said of accounts of which a text names no role. None where it names none.
pub(super) fn nameless(text: &str) -> Option<String> {
    let accounts = accounts(text);
    let (_, first) = accounts.first()?;
    Some(format!(
        "The text names an account, {first}, and beside it no role that could be read. Write the role’s ARN, or “role name in account \
         {first}”."
    ))
}

/// What stands before this place without a blank.
fn word_before(text: &str, at: usize) -> &str {
    const LONGEST: usize = 64;
    let near = text.get(text.ceil_char_boundary(at.saturating_sub(LONGEST))..at).unwrap_or_default();
    near.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// The partition that the text's own ARNs are of.
pub(super) fn partition(text: &str) -> Partition {
    let is_named = |partition: &Partition| text.contains(&format!("arn:{}:", partition.name()));
    Partition::ALL
        .into_iter()
        .find(|partition| *partition != Partition::Aws && is_named(partition))
        .unwrap_or(Partition::Aws)
}

/// The accounts and names of the roles whose ARNs are in the text.
pub(super) fn known(text: &str) -> BTreeSet<(&str, &str)> {
    let mark = ":role/";
    let ends = |c: char| !(c.is_ascii_alphanumeric() || "_+=.@/-".contains(c));
    text.match_indices(mark)
        .filter_map(|(at, _)| {
            let account = text.get(..at)?.get(at.checked_sub(14)?..)?.strip_prefix("::")?;
            let path = text.get(at + mark.len()..)?.split(ends).next()?;
            Some((account, path.rsplit('/').next()?.trim_end_matches('.')))
        })
        .collect()
}

/// Where the name of the role stands that is in the account at `place`, from byte to byte; nothing before `from` is looked at. Where it
/// touches the account, that is part of it.
fn name_of(text: &str, place: &Range<usize>, from: usize) -> Option<Range<usize>> {
    // Whose ARN stands beside it is named already.
    let near = |from: usize, to: usize| {
        text.get(text.ceil_char_boundary(from)..text.floor_char_boundary(to)).unwrap_or_default()
    };
    let line = near(place.start.saturating_sub(FARTHEST), place.start).rsplit('\n').next().unwrap_or_default().len();
    let line = near(place.start - line, place.end + FARTHEST).split('\n').next().unwrap_or_default();
    let account = text.get(place.clone())?.replace('-', "");
    if line.contains(&format!("::{account}:")) {
        return None;
    }
    let beside = || record::name(text, place).filter(|name| name.start >= from);
    touching(text, place, from).or_else(beside).or_else(|| before(text, place, from)).or_else(|| behind(text, place))
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || "_+=.@/-".contains(c)
}

/// `111122223333/Hub`, `111122223333:role/Hub`, `Hub@111122223333`
fn touching(text: &str, place: &Range<usize>, from: usize) -> Option<Range<usize>> {
    let rest = text.get(place.end..)?;
    if let Some(behind) = rest.strip_prefix(['/', ':']) {
        let run = behind.find(|c| !is_of_name(c)).unwrap_or(behind.len());
        let run = behind.get(..run)?.trim_end_matches(['.', '-', '=']);
        let name = run.strip_prefix("role/").unwrap_or(run);
        return (is_name(name) && name != "root" && !name.starts_with("user/"))
            .then(|| place.start..place.end + 1 + run.len());
    }
    let from = from.max(text.ceil_char_boundary(place.start.saturating_sub(FARTHEST)));
    let name = text.get(from..place.start)?.strip_suffix('@')?;
    let start = name
        .rfind(|c| !is_of_name(c))
        .map_or(0, |at| at + name.get(at..).and_then(|c| c.chars().next()).map_or(1, char::len_utf8));
    is_name(name.get(start..)?).then(|| from + start..place.end)
}

/// A word of the text.
pub(super) struct Word<'a> {
    pub at: Range<usize>,
    pub letters: &'a str,
    /// Whether a mark of quotation, of a label or of code stands before it.
    is_marked: bool,
}

/// How far from its account a name may stand, in bytes.
const FARTHEST: usize = 200;

/// The words behind an account, up to what ends a sentence.
fn words_behind(text: &str, from: usize) -> Vec<Word<'_>> {
    let mut edge = from;
    let words = words(text, from, text.floor_char_boundary(from + FARTHEST)).into_iter();
    words.take_while(|word| joins(text.get(std::mem::replace(&mut edge, word.at.end)..word.at.start))).collect()
}

/// Those before one, the nearest first, as far as `from`.
fn words_before(text: &str, from: usize, to: usize) -> Vec<Word<'_>> {
    let mut edge = to;
    let words = words(text, from.max(text.ceil_char_boundary(to.saturating_sub(FARTHEST))), to).into_iter().rev();
    words.take_while(|word| joins(text.get(word.at.end..std::mem::replace(&mut edge, word.at.start)))).collect()
}

/// The words of a part of the text.
pub(super) fn words(text: &str, from: usize, to: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = from;
    while let Some(begin) = text.get(at..to).and_then(|rest| rest.find(is_of_name)).map(|begin| at + begin) {
        let rest = text.get(begin..to).unwrap_or_default();
        let run = rest.get(..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())).unwrap_or_default();
        // Between words of Japanese and Chinese there are no blanks.
        let is_wide = run.starts_with(is_wide);
        let run = run.get(..run.find(|c| self::is_wide(c) != is_wide).unwrap_or(run.len())).unwrap_or_default();
        let letters = run.trim_start_matches(EDGES);
        let start = begin + run.len() - letters.len();
        let letters = letters.trim_end_matches(EDGES);
        at = begin + run.len();
        if !letters.is_empty() {
            let lead = text.get(from..start).unwrap_or_default().trim_end_matches(' ');
            words.push(Word { at: start..start + letters.len(), letters, is_marked: lead.ends_with(MARKS) });
        }
    }
    words
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

/// What a word begins or ends with that is no part of it.
const EDGES: [char; 5] = ['.', '-', '=', '/', '+'];

const MARKS: [char; 6] = ['`', '"', '\'', '*', ':', '='];

/// Whether what stands between two words leaves them in one sentence, or on two lines without a blank one between.
fn joins(between: Option<&str>) -> bool {
    let between = between.unwrap_or_default();
    between.matches('\n').count() < 2
        && between.chars().all(|c| c.is_whitespace() || "\"'`*(),:=#•–—▸°".contains(c) || c == '-')
}

/// “role Hub in account …”, “the Hub role of …”, “assume Hub in …”
fn before(text: &str, place: &Range<usize>, from: usize) -> Option<Range<usize>> {
    let words = words_before(text, from, place.start);
    let at = words.iter().position(|word| !is_of_account(word.letters))?;
    let name = words.get(at)?;
    let is_apart = |name: &Word<'_>| text.get(name.at.end..place.start).is_none_or(|between| between.contains('\n'));
    if is_role(name.letters) {
        return words.get(at + 1).filter(|name| looks_like_name(name) && !is_apart(name)).map(|name| name.at.clone());
    }
    let lead = words.get(at + 1..)?.iter().find(|word| !has(&BESIDE_NAME, word.letters))?;
    let is_taken = is_role(lead.letters) && (name.is_marked || !has(&PROSE, name.letters));
    let is_assumed = has(&BEFORE_NAME, lead.letters) && looks_like_name(name);
    let is_named = is_taken && (name.is_marked || !is_apart(name)) || is_assumed && !is_apart(name);
    (is_name(name.letters) && is_named).then(|| name.at.clone())
}

/// “account …, role Hub”, “account … as Hub”
fn behind(text: &str, place: &Range<usize>) -> Option<Range<usize>> {
    let words = words_behind(text, place.end);
    let at = words.iter().position(|word| !has(&BESIDE_NAME, word.letters) || is_role(word.letters))?;
    let lead = words.get(at)?;
    let is_role_word = is_role(lead.letters);
    if !is_role_word && !has(&["as", "als"], lead.letters) {
        return None;
    }
    let name = words.get(at + 1..)?.iter().find(|word| !has(&BESIDE_NAME, word.letters) && !is_role(word.letters))?;
    let is_taken = name.is_marked || looks_like_name(name) || (is_role_word && !has(&PROSE, name.letters));
    (is_name(name.letters) && is_taken).then(|| name.at.clone())
}

/// The names of roles that stand beside a word for a role, from byte to byte, as they look like names.
pub(super) fn named(text: &str) -> Vec<Range<usize>> {
    let words = words(text, 0, text.len());
    let mut found = Vec::new();
    for pair in words.windows(2) {
        let [one, other] = pair else { continue };
        let between = text.get(one.at.end..other.at.start).unwrap_or_default();
        let joins = between.len() < 5 && between.chars().all(|c| " \"'`*:=".contains(c));
        let own = |word: &Word<'_>| has(&["role", "rolle", "rôle", "ロール"], word.letters);
        if joins && is_role(one.letters) && looks_like_name(other) {
            found.push(other.at.clone());
        } else if between == " " && own(other) && looks_like_name(one) {
            found.push(one.at.clone());
        }
    }
    found
}

fn has(words: &[&str], word: &str) -> bool {
    let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    words.contains(&letters.as_str())
}

/// Whether the name of a setting ends so: `auth.aws.cross-account.role-name`, `ExecutionRoleName`.
fn ends_in(words: &[&str], name: &str) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    words.iter().any(|word| letters.ends_with(word))
}

/// Whether the word says that a role's name stands beside it.
pub(super) fn is_role(word: &str) -> bool {
    // Of Identity Center it is a permission set.
    let is_of_sso = has(&["ssorolename"], word);
    !is_of_sso && ends_in(&["rolename", "iamrole"], word)
        || ["ロール", "角色", "역할"].iter().any(|role| word.contains(role) && !word.contains("トロール"))
        || has(
            &[
                "targetrole",
                "role",
                "rolename",
                "iamrole",
                "iamrolename",
                "rolle",
                "rollenname",
                "iamrolle",
                "rôle",
                "rol",
                "ruolo",
                "função",
                "papel",
            ],
            word,
        )
}

/// Whether the words head a column of accounts.
pub(super) fn is_account(head: &str) -> bool {
    let mut words = head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(is_of_account)
}

fn is_of_account(word: &str) -> bool {
    let ends = ["account", "accountid", "accountno", "accountnumber", "konto", "kontos", "kontoid", "kontonummer"];
    let is_wide = ["アカウント", "账户", "账号", "帳戶", "帳號", "계정"].iter().any(|account| word.contains(account));
    is_wide || has(&BESIDE_ACCOUNT, word) || ends_in(&ends, word)
}

fn is_name(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_alphabetic())
        && word.is_ascii()
        && account_number(word).is_none()
        && !word.starts_with("arn")
}

/// Whether it is a name by its looks, and no word of prose.
fn looks_like_name(word: &Word<'_>) -> bool {
    let has_mark = word.letters.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "_-/".contains(c));
    is_name(word.letters) && !has(&PROSE, word.letters) && (word.is_marked || has_mark)
}
