//! What the names of users, sessions and source identities may hold.

/// Whether AWS takes this character in a RoleSessionName or a SourceIdentity.
pub fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || MARKS.contains(c)
}

/// What a RoleSessionName or a SourceIdentity may hold beside letters and digits.
pub const MARKS: &str = "_+=,.@-";
