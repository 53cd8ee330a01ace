//! The most that is read of what comes from outside, in bytes of UTF-8, where pages and background have to know it too: they say
//! so before the text is on its way. Each number is written here; that TypeScript's are the same its compiler checks.

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident: $typescript:literal = $value:literal;)*) => {
        $($(#[$doc])* pub const $name: usize = $value;)*

        /// The same as a type of TypeScript, whose members are those numbers.
        pub const TYPESCRIPT: &str =
            concat!("export interface Limits {", $("\n  ", $typescript, ": ", stringify!($value), ";",)* "\n}");
    };
}

limits! {
    /// All files of an import together. Ten thousand profiles are 2.5 MB.
    MAX_IMPORT: "import" = 33_554_432;
    /// A pasted text that names roles.
    MAX_ROLES: "roles" = 1_000_000;
    /// A pasted text that holds credentials. A session with a large token is under 10 kB.
    MAX_CREDENTIALS: "credentials" = 65_536;
    /// A text that is looked through for what it names of AWS. An event of CloudTrail has 256 kB at most, and mostly some thousand bytes.
    MAX_MENTION: "mention" = 300_000;
}
