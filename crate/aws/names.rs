//! What the names of roles, users, sessions and source identities may hold, for TypeScript too.

/// Whether AWS takes this character in the name of a role, a RoleSessionName or a SourceIdentity.
pub fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || MARKS.contains(c)
}

macro_rules! marks {
    ($marks:literal) => {
        /// What they may hold beside letters and digits: the pattern `[\w+=,.@-]*` of AWS's models.
        pub const MARKS: &str = $marks;

        /// The same as a type of TypeScript, whose one value it is.
        pub const TYPESCRIPT: &str = concat!("export type NameMarks = '", $marks, "'");
    };
}

marks!("_+=,.@-");
