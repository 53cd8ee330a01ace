//! YAML of aws-sso-cli: what its grammar allows and nobody means, aliases and merge keys first.

use super::files::{FACTOR, LARGEST, any, read};
use super::growth::{Shape, all_even, counted, halves, repeated};

#[test]
fn yaml() {
    const START: &str = "SSOConfig:\n  Default:\n    Accounts:\n";
    let account = |n: usize| format!("      {n:012}:\n        Roles:\n          A:\n            Via: {n:012}:B\n");
    let role = |n: usize| format!("          R{n}:\n            Via: 1:B{n}\n");
    const ONE_ACCOUNT: &str = "SSOConfig:\n  Default:\n    Accounts:\n      1:\n        Roles:\n";
    let shapes: Vec<Shape<'static>> = vec![
        ("accounts", counted(START, account, "")),
        ("roles", counted(ONE_ACCOUNT, role, "")),
        ("roles without Via", counted(ONE_ACCOUNT, |n| format!("          R{n}: {{}}\n"), "")),
        (
            "roles without Via, and roles that start from others",
            halves(counted(ONE_ACCOUNT, |n| format!("          S{n}: {{}}\n"), ""), counted("", role, "")),
        ),
        (
            "tags of the account, and roles",
            halves(
                counted(
                    "SSOConfig:\n  Default:\n    Accounts:\n      1:\n        Tags:\n",
                    |n| format!("          t{n}: a\n"),
                    "",
                ),
                counted("        Roles:\n", role, ""),
            ),
        ),
        (
            "tags that are no tags, and roles",
            halves(
                counted(
                    "SSOConfig:\n  Default:\n    Accounts:\n      1:\n        Tags:\n",
                    |n| format!("          t{n}: []\n"),
                    "",
                ),
                counted("        Roles:\n", role, ""),
            ),
        ),
        (
            "tags of a role and of its account",
            halves(
                counted(
                    "SSOConfig:\n  Default:\n    Accounts:\n      1:\n        Tags:\n",
                    |n| format!("          t{n}: []\n"),
                    "",
                ),
                counted(
                    "        Roles:\n          A:\n            Via: 1:B\n            Tags:\n",
                    |n| format!("              u{n}: []\n"),
                    "",
                ),
            ),
        ),
        (
            "keys of the account, and roles",
            halves(
                counted("SSOConfig:\n  Default:\n    Accounts:\n      1:\n", |n| format!("        k{n}: a\n"), ""),
                counted("        Roles:\n", role, ""),
            ),
        ),
        (
            "a long name of the account, and roles",
            halves(
                repeated("SSOConfig:\n  Default:\n    Accounts:\n      1:\n        Name: ", "n", "\n"),
                counted("        Roles:\n", role, ""),
            ),
        ),
        (
            "a long region, and roles",
            halves(
                repeated(
                    "SSOConfig:\n  Default:\n    DefaultRegion: ",
                    "r",
                    "\n    Accounts:\n      1:\n        Roles:\n",
                ),
                counted("", role, ""),
            ),
        ),
        (
            "a long address, and roles",
            halves(
                repeated("SSOConfig:\n  Default:\n    StartUrl: ", "u", "\n    Accounts:\n      1:\n        Roles:\n"),
                counted("", role, ""),
            ),
        ),
        (
            "a portal with a long name, and roles",
            halves(
                repeated("SSOConfig:\n  ? ", "p", "\n  :\n    Accounts:\n      1:\n        Roles:\n"),
                counted("", role, ""),
            ),
        ),
        (
            "a map that others merge",
            halves(
                counted("a: &a {", |n| format!("k{n}: 0, "), "}\nSSOConfig:\n"),
                counted("", |n| format!("  p{n}: {{<<: *a}}\n"), ""),
            ),
        ),
        (
            "a list of maps that others merge",
            halves(
                counted("a: &a {", |n| format!("k{n}: 0, "), "}\nSSOConfig:\n"),
                counted("", |n| format!("  p{n}: {{<<: [*a, *a]}}\n"), ""),
            ),
        ),
        ("one map merged again and again", repeated("a: &a {k: 0}\nSSOConfig:\n  p: {<<: [", "*a, ", "]}\n")),
        (
            "a map of many keys merged again and again",
            halves(
                counted("a: &a {", |n| format!("k{n}: 0, "), "}\nSSOConfig:\n  p: {<<: ["),
                repeated("", "*a, ", "]}\n"),
            ),
        ),
        (
            "a long key that others merge",
            halves(
                repeated("a: &a {? ", "k", "\n  : 0}\nSSOConfig:\n"),
                counted("", |n| format!("  p{n}: {{<<: *a}}\n"), ""),
            ),
        ),
        (
            "a long text that others stand for",
            halves(
                repeated("a: &a ", "k", "\nSSOConfig:\n  Default:\n    Accounts:\n      1:\n        Roles:\n"),
                counted("", |n| format!("          R{n}: {{Via: 1:B, Profile: *a}}\n"), ""),
            ),
        ),
        (
            "a role of many keys that others stand for",
            halves(
                counted(
                    "a: &a {Via: 1:B, Tags: {",
                    |n| format!("t{n}: a, "),
                    "}}\nSSOConfig:\n  Default:\n    Accounts:\n      1:\n        Roles:\n",
                ),
                counted("", |n| format!("          R{n}: *a\n"), ""),
            ),
        ),
        (
            "an account of many roles that others stand for",
            halves(
                counted(
                    "a: &a {Roles: {",
                    |n| format!("r{n}: {{Via: 1:B}}, "),
                    "}}\nSSOConfig:\n  Default:\n    Accounts:\n",
                ),
                counted("", |n| format!("      {n}: *a\n"), ""),
            ),
        ),
        (
            "merges of merges",
            counted(
                "SSOConfig:\n  a0: &a0 {k: 0}\n",
                |n| format!("  a{}: &a{} {{<<: *a{n}, k{n}: 0}}\n", n + 1, n + 1),
                "",
            ),
        ),
        (
            "lists that unfold",
            counted("SSOConfig:\n  a0: &a0 [0]\n", |n| format!("  a{}: &a{} [*a{n}, *a{n}]\n", n + 1, n + 1), ""),
        ),
        ("anchors", counted("SSOConfig:\n", |n| format!("  k{n}: &a{n} 0\n"), "")),
        ("one anchor again and again", repeated("SSOConfig:\n  - ", "&a 0\n  - ", "0\n")),
        ("aliases", repeated("SSOConfig:\n  a: &a 0\n  b: [", "*a, ", "]\n")),
        ("keys", counted("SSOConfig:\n", |n| format!("  k{n}: 0\n"), "")),
        ("one key again and again", repeated("SSOConfig:\n", "  k: 0\n", "")),
        ("lists in each other", repeated("SSOConfig: ", "[", "")),
        ("maps in each other", repeated("SSOConfig: ", "{a: ", "")),
        ("maps on lines", counted("SSOConfig:\n", |n| format!("{}a:\n", " ".repeat(n % 200 + 1)), "")),
        ("questions", repeated("SSOConfig:\n", "? ", "")),
        ("keys in flow that have no value", repeated("SSOConfig: {", "a, ", "}")),
        ("a block", repeated("SSOConfig: |\n", "  a\n", "")),
        ("a folded block", repeated("SSOConfig: >\n", "  a\n\n", "")),
        ("a block of blanks", repeated("SSOConfig: |\n", " ", "")),
        ("a text in quotes over many lines", repeated("SSOConfig: \"", "a\n  ", "\"")),
        ("escapes", repeated("SSOConfig: \"", "\\x41", "\"")),
        ("a long word", repeated("SSOConfig: ", "a", "")),
        ("a long plain text", repeated("SSOConfig: ", "a ", "")),
        ("a long key", repeated("SSOConfig:\n  ", "a", ": 0")),
        ("a key of many words", repeated("SSOConfig:\n  ", "a ", ": 0")),
        ("tags of types", repeated("SSOConfig: ", "!!a ", "0")),
        ("documents", repeated("SSOConfig: 0\n", "---\na: 0\n", "")),
        ("comments", repeated("SSOConfig:\n", "# a\n", "  a: 0\n")),
        ("blanks", repeated("SSOConfig:\n", " ", "  a: 0\n")),
        ("directives", repeated("%YAML 1.2\n", "%A b\n", "---\nSSOConfig: 0\n")),
    ];
    all_even(shapes.into_iter().chain(any("SSOConfig:\n  ")), LARGEST, 2 * FACTOR, read); // up to what YAML may unfold to
}
