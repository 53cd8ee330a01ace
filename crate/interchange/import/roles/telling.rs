//! What is told of the values beside a role that have no name.

use super::policy::{self, Listed};
use super::{Reader, place};
use crate::aws::invisible::shown;
use crate::interchange::comments::line;
use crate::interchange::note::ImportNote;

impl Reader<'_> {
    /// A comment. What it says of roles counts no more, and is told of.
    pub(super) fn pass_over(&mut self, comment: &str) {
        if comment.contains(":role/") {
            self.note(ImportNote::hint("A role in a comment, or in what was taken out, is left out."));
        }
        self.used.push((self.at, self.at + comment.len()));
        self.at += comment.len();
    }

    /// Whether the ARN here is a cell of a row whose cells end with commas.
    pub(super) fn is_in_row(&self) -> bool {
        let before = self.passed().trim_end_matches([' ', '\t']);
        let follows_arn = self.used.last().is_some_and(|(_, end)| *end == before.len());
        self.is_in_table || (before.ends_with(',') && !follows_arn)
    }

    /// Whether the ARN of this length, which begins its line, may be the first cell of a row: what follows its comma looks like a value,
    /// or it is not the only one.
    fn may_be_row(&self, length: usize) -> bool {
        let arn = self.rest().get(..length).unwrap_or_default();
        let begins_line = self.passed().trim_end_matches([' ', '\t']).ends_with('\n') || self.at == 0;
        let more = || self.found.hops.iter().filter(|hop| hop.role_arn.contains(',')).nth(1).is_some();
        begins_line && arn.split(',').skip(1).any(|cell| place::is_value(cell, "") || more())
    }

    /// Whether the ARN of this length ends at a comma behind which something stands that is no ARN.
    fn is_cut_at_comma(&self, length: usize) -> bool {
        let Some(behind) = self.rest().get(length..).and_then(|behind| behind.strip_prefix(',')) else { return false };
        let row = line(behind);
        // A word before the next ARN is that one's name.
        let is_name = row.split_once("arn:").is_some_and(|(name, _)| name.matches(',').count() < 2);
        !is_name && row.starts_with(|c: char| c.is_alphanumeric())
    }

    /// Tells where the ARN here stands in a policy, which says another thing than a chain.
    pub(super) fn tell_of_policy(&mut self) {
        let Some(listed) = policy::listed(self.text, self.at).filter(|listed| !self.listed.contains(listed)) else {
            return;
        };
        self.listed.push(listed);
        self.note(ImportNote::warning(match listed {
            Listed::Principal => {
                "A role is a principal here: it may assume the role that the policy is of. Add that one behind it, with what the policy asks \
                 for, where it is not in the text."
            }
            Listed::Beside => {
                "Roles stand in one list of a policy: each is for itself, and none is assumed from the one before it. Take out those that \
                 are not of the chain."
            }
        }));
    }

    /// Tells of what stands beside the ARN here without a name.
    pub(super) fn tell_of_places(&mut self, length: usize) {
        if !self.has_rows && !self.is_in_table && self.is_cut_at_comma(length) {
            self.has_rows = true;
            self.note(ImportNote::warning(
                "What stands behind a role and a comma was not read: what it is the line does not say. Fill in the external ID or the \
                 session name if it is that. If it is part of the role’s name, which may hold commas, put the ARN into quotation marks. \
                 So too in lines like it.",
            ));
            return;
        }
        if !self.has_rows && self.may_be_row(length) {
            self.has_rows = true;
            self.note(ImportNote::warning(
                "A role’s name was read with the comma in it, as names may have one. If another column begins there, take it out, and \
                 fill in the external ID or the session name if it is that. So too in lines like it.",
            ));
            return;
        }
        let is_read = |at: usize| self.used.iter().any(|(from, to)| (*from..*to).contains(&at));
        if !self.has_rows && place::has_row(self.text, self.at, self.at + length, is_read) {
            self.has_rows = true;
            self.note(ImportNote::warning(
                "Beside a role stand further values, and what they are the line does not say: they were not read. Fill in the external \
                 ID or the session name if they are that. So too in lines like it.",
            ));
            return;
        }
        let beside = place::beside(self.text, self.at, self.at + length, is_read);
        let options = place::options(self.text, self.at, self.at + length, is_read);
        let long = place::long_options(self.text, self.at, self.at + length, is_read);
        if !options.is_empty() {
            let names: Vec<String> = options.iter().map(|name| format!("“-{name}”")).collect();
            self.note(ImportNote::warning(format!(
                "{} of the command was not read: what an option of one letter means only its command knows. Fill in the external ID, \
                 the session name or the duration if it is that.",
                names.join(", ")
            )));
        }
        if !long.is_empty() {
            let names: Vec<String> =
                long.iter().filter_map(|at| Some(format!("“{}”", self.text.get(at.clone())?))).collect();
            self.used.extend(long.into_iter().map(|at| (at.start, at.end)));
            self.note(ImportNote::hint(format!(
                "{} of the command was not read: what it means only its command knows. Fill in what a role needs of it.",
                names.join(", ")
            )));
        }
        if let Some((callee, count)) = beside {
            let values = if count == 1 { "another value" } else { "other values" };
            self.note(ImportNote::warning(format!(
                "“{}” is given {values} beside the role, by place, and what they are it does not say: nothing was read of them. Fill \
                 in the external ID, the session name or the duration if they are that.",
                shown(&callee)
            )));
        }
    }
}
