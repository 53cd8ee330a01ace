//! What is told of the values beside a role that have no name.

use super::{Reader, place};
use crate::aws::invisible::shown;
use crate::interchange::note::ImportNote;

impl Reader<'_> {
    /// Tells of what stands beside the ARN here without a name.
    pub(super) fn tell_of_places(&mut self, length: usize) {
        let is_read = |at: usize| self.used.iter().any(|(from, to)| (*from..*to).contains(&at));
        if !self.has_rows && place::has_row(self.text, self.at, self.at + length, is_read) {
            self.has_rows = true;
            self.note(ImportNote::warning(
                "Beside a role stand further values, and what they are the line does not say: they were not read. Fill in the external \
                 ID or the session name if they are that. So too in lines like it.",
            ));
            return;
        }
        if let Some((callee, count)) = place::beside(self.text, self.at, self.at + length, is_read) {
            let values = if count == 1 { "another value" } else { "other values" };
            self.note(ImportNote::warning(format!(
                "“{}” is given {values} beside the role, by place, and what they are it does not say: nothing was read of them. Fill \
                 in the external ID, the session name or the duration if they are that.",
                shown(&callee)
            )));
        }
    }
}
