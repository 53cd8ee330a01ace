//! Files to import: of each format, the shapes that its grammar allows and that nobody means.

use rolerelay::aws::credentials::Secret;
use rolerelay::chain::Source;
use rolerelay::interchange::import::{ImportFile, Kept, plan};

use super::growth::{Shape, all_even, counted, grows_evenly, halves, repeated};

/// What is read at once of a file that is nothing but the shortest records.
const FACTOR: usize = 160;
const LARGEST: usize = 1 << 17;

fn read(text: &str) {
    plan(&[ImportFile { name: "file".into(), text: Secret::new(text) }], &Kept::default());
}

fn read_named(name: &str, text: &str) {
    plan(&[ImportFile { name: name.into(), text: Secret::new(text) }], &Kept::default());
}

/// What a text may be that is of no format, or of any.
fn any(start: &'static str) -> Vec<Shape<'static>> {
    let pieces = [
        "[",
        "]",
        "{",
        "}",
        "(",
        ",",
        ":",
        "::",
        "=",
        "\"",
        "'",
        "\\",
        "\\\"",
        "`",
        "#",
        ";",
        "/",
        "//",
        "<",
        ">",
        "|\n",
        "- ",
        "? ",
        "&a ",
        "*a ",
        "!!x ",
        "<<: ",
        "a: ",
        "a:\n  ",
        "\n",
        " \n",
        "\r\n",
        " ",
        "\t",
        "a",
        "a ",
        "a\n",
        "a=b\n",
        " a=b\n",
        "a=\n  b=c\n",
        "[a]\n",
        "[a]x\n",
        "[profile a]\n",
        "{\"a\":",
        "{\"a\":1}",
        "[1,",
        "\"\",",
        "arn:",
        "arn::",
        "arn:aws:iam::1:role/",
        "$",
        "${",
        "$(",
        "é",
        "\u{feff}",
        "\0",
        "assume-role ",
        "assume_role(",
        "---\n",
        "%",
        "\u{2028}",
    ];
    pieces.into_iter().map(|piece| (piece, repeated(start, piece, ""))).collect()
}

#[test]
fn texts_of_no_format() {
    all_even(any(""), LARGEST, FACTOR, read);
}

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

#[test]
fn own_format() {
    let source = |id: usize, name: String| format!("{{\"id\":\"s{id}\",\"name\":\"{name}\"}},");
    const SOURCES: &str = "{\"rolerelay\":1,\"chains\":[],\"sources\":[";
    const CHAINS: &str = "{\"rolerelay\":1,\"sources\":[],\"chains\":[";
    const LAST_SOURCE: &str = "{\"id\":\"last\",\"name\":\"last\"}]}";
    const LAST_CHAIN: &str = "{\"id\":\"last\",\"name\":\"last\",\"sourceId\":\"s\",\"hops\":[]}]}";
    let chain = |n: usize| format!("{{\"id\":\"c{n}\",\"name\":\"c\",\"sourceId\":\"s\",\"hops\":[]}},");
    let one = "{\"rolerelay\":1,\"sources\":[],\"chains\":[{\"id\":\"c\",\"name\":\"c\",\"sourceId\":\"s\",\"hops\":[";
    let shapes: Vec<Shape<'static>> = vec![
        ("sources", counted(SOURCES, move |n| source(n, n.to_string()), LAST_SOURCE)),
        ("sources of one name", counted(SOURCES, move |n| source(n, "a".into()), LAST_SOURCE)),
        (
            "sources whose names are taken, and then wanted",
            halves(
                counted(SOURCES, move |n| source(n, format!("a ({})", n + 2)), ""),
                counted("", move |n| source(n + 10_000_000, "a".into()), LAST_SOURCE),
            ),
        ),
        (
            "sources that are wanted first, and whose names are taken then",
            halves(
                counted(SOURCES, move |n| source(n + 10_000_000, "a".into()), ""),
                counted("", move |n| source(n, format!("a ({})", n + 2)), LAST_SOURCE),
            ),
        ),
        (
            "sources called by a number of a number",
            counted(SOURCES, move |n| source(n, format!("a{}", " (2)".repeat(n % 60))), LAST_SOURCE),
        ),
        ("sources of one id", counted(SOURCES, |n| format!("{{\"id\":\"s\",\"name\":\"{n}\"}},"), LAST_SOURCE)),
        ("chains", counted(CHAINS, chain, LAST_CHAIN)),
        (
            "chains that build on each other",
            counted(
                CHAINS,
                |n| {
                    format!(
                        "{{\"id\":\"c{n}\",\"name\":\"c\",\"sourceId\":\"\",\"parentId\":\"c{}\",\"hops\":[]}},",
                        n + 1
                    )
                },
                LAST_CHAIN,
            ),
        ),
        ("hops", repeated(one, "{\"roleArn\":\"a\"},", "{\"roleArn\":\"a\"}]}]}")),
        (
            "tags of a session",
            Box::new(move |size| {
                repeated(
                    &format!("{one}{{\"roleArn\":\"a\",\"sessionTags\":["),
                    "{\"key\":\"a\",\"value\":\"\"},",
                    "{\"key\":\"a\",\"value\":\"\"}]}]}]}",
                )(size)
            }),
        ),
        (
            "accounts",
            counted(
                "{\"rolerelay\":1,\"sources\":[],\"chains\":[{\"id\":\"c\",\"name\":\"c\",\"sourceId\":\"s\",\"hops\":[],\"accounts\":[",
                |n| format!("{{\"id\":\"{n:012}\",\"name\":\"a\"}},"),
                "{\"id\":\"0\",\"name\":\"a\"}]}]}",
            ),
        ),
        (
            "words",
            repeated(
                "{\"rolerelay\":1,\"sources\":[],\"chains\":[{\"id\":\"c\",\"name\":\"c\",\"sourceId\":\"s\",\"hops\":[],\"tags\":[",
                "\"\",",
                "\"\"]}]}",
            ),
        ),
        (
            "fields that are not known",
            counted("{\"rolerelay\":1,", |n| format!("\"a{n}\":0,"), "\"chains\":[],\"sources\":[]}"),
        ),
        (
            "one field that is not known, again and again",
            repeated("{\"rolerelay\":1,", "\"a\":0,", "\"chains\":[],\"sources\":[]}"),
        ),
        (
            "fields of a hop that are not known",
            repeated(one, "{\"roleArn\":\"a\",\"b\":0},", "{\"roleArn\":\"a\"}]}]}"),
        ),
        ("the version again and again", repeated("{", "\"rolerelay\":1,", "\"chains\":[],\"sources\":[]}")),
        ("the list again and again", repeated("{\"rolerelay\":1,", "\"chains\":[],", "\"sources\":[]}")),
        ("lists in each other", repeated("{\"rolerelay\":1,\"a\":", "[", "")),
        ("maps in each other", repeated("{\"rolerelay\":1,\"a\":", "{\"a\":", "")),
        ("a long number", repeated("{\"rolerelay\":", "1", "}")),
        ("a long exponent", repeated("{\"rolerelay\":1e", "1", "}")),
        ("a long fraction", repeated("{\"rolerelay\":1.", "1", "}")),
        ("a long name", repeated("{\"rolerelay\":1,\"", "a", "\":0}")),
        ("escapes", repeated("{\"rolerelay\":1,\"a\":\"", "\\u0041", "\"}")),
        ("lines", repeated("{\"rolerelay\":1", "\n", "x")),
    ];
    all_even(shapes.into_iter().chain(any("{\"rolerelay\":1,\"chains\":")), LARGEST, FACTOR, read);
}

#[test]
fn leapp() {
    let user = |n: usize| format!("{{\"sessionId\":\"u{n}\",\"sessionName\":\"u\",\"type\":\"awsIamUser\"}},");
    let chained = |n: usize| {
        format!(
            "{{\"sessionId\":\"c{n}\",\"sessionName\":\"c\",\"type\":\"awsIamRoleChained\",\"roleArn\":\"arn:aws:iam::111111111111:role/A\",\"parentSessionId\":\"s{n}\"}},"
        )
    };
    let sso = |n: usize| {
        format!(
            "{{\"sessionId\":\"s{n}\",\"sessionName\":\"s\",\"type\":\"awsSsoRole\",\"awsSsoConfigurationId\":\"p{n}\"}},"
        )
    };
    let portal = |n: usize| format!("{{\"id\":\"p{n}\",\"portalUrl\":\"u\",\"region\":\"r\"}},");
    const LAST: &str = "{\"sessionId\":\"x\",\"sessionName\":\"x\",\"type\":\"x\"}]}";
    let shapes: Vec<Shape<'static>> = vec![
        ("users", counted("{\"_sessions\":[", user, LAST)),
        ("chains, each from a session of its own", counted("{\"_sessions\":[", move |n| sso(n) + &chained(n), LAST)),
        (
            "portals, and sessions of them",
            halves(
                counted(
                    "{\"_awsSsoIntegrations\":[",
                    portal,
                    "{\"id\":\"x\",\"portalUrl\":\"u\",\"region\":\"r\"}],\"_sessions\":[",
                ),
                counted("", move |n| sso(n) + &chained(n), LAST),
            ),
        ),
        (
            "a long address of a portal, and sessions of it",
            halves(
                repeated(
                    "{\"_awsSsoIntegrations\":[{\"id\":\"p\",\"region\":\"r\",\"portalUrl\":\"",
                    "u",
                    "\"}],\"_sessions\":[",
                ),
                counted("", move |n| sso(n).replace(&format!("\"p{n}\""), "\"p\"") + &chained(n), LAST),
            ),
        ),
        (
            "chains that build on each other",
            counted(
                "{\"_sessions\":[",
                move |n| chained(n).replace(&format!("\"s{n}\""), &format!("\"c{}\"", n + 1)),
                LAST,
            ),
        ),
        ("chains that start from nothing", counted("{\"_sessions\":[", chained, LAST)),
        ("one field again and again", repeated("{\"_sessions\":[{", "\"sessionId\":\"a\",", "\"type\":\"x\"}]}")),
        ("fields that are not known", counted("{\"_sessions\":[{", |n| format!("\"a{n}\":[],"), "\"type\":\"x\"}]}")),
    ];
    all_even(shapes.into_iter().chain(any("{\"_sessions\":")), LARGEST, FACTOR, read);
}

#[test]
fn switch_roles() {
    let target = |n: usize| {
        format!("[p{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=b{n}\ncolor=f00\n[b{n}]\n")
    };
    let of_one = |n: usize| format!("{{\"name\":\"t{n}\",\"aws_account_id\":\"111111111111\",\"role_name\":\"A\"}},");
    let shapes: Vec<Shape<'static>> = vec![
        ("profiles, each with a base", counted("", target, "")),
        (
            "profiles that build on each other",
            counted(
                "",
                |n| {
                    format!("[p{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=p{}\ncolor=f00\n", n + 1)
                },
                "",
            ),
        ),
        ("settings", counted("[a]\ncolor=f00\n", |n| format!("k{n}=a\n"), "")),
        ("one setting again and again", repeated("[a]\n", "color=f00\n", "")),
        ("sections", repeated("color=f00\n", "[a]\n", "")),
        ("sections behind a setting", repeated("[b]\ncolor=f00\n", "[a]\n", "")),
        (
            "a long region of the base, and targets",
            halves(
                repeated("[b]\naws_account_id=111111111111\ntarget_role_name=A\ntarget_region=", "r", "\n"),
                counted("", |n| format!("[p{n}]\naws_account_id=111111111111\nsource_profile=b\n"), ""),
            ),
        ),
        (
            "a long name of the base, and targets",
            halves(
                repeated("{\"complexes\":[{\"name\":\"", "b", "\",\"targets\":["),
                counted("", of_one, "{\"name\":\"x\"}]}]}"),
            ),
        ),
        (
            "a long region of a base in JSON, and targets",
            halves(
                repeated("{\"complexes\":[{\"name\":\"b\",\"target_region\":\"", "r", "\",\"targets\":["),
                counted("", of_one, "{\"name\":\"x\"}]}]}"),
            ),
        ),
        (
            "bases in JSON",
            counted(
                "{\"complexes\":[",
                |n| {
                    format!(
                        "{{\"name\":\"b{n}\",\"targets\":[{{\"name\":\"t{n}\",\"role_arn\":\"arn:aws:iam::111111111111:role/A\"}}]}},"
                    )
                },
                "{\"name\":\"x\"}]}",
            ),
        ),
        ("settings in JSON", counted("{\"singles\":[{\"name\":\"a\",", |n| format!("\"k{n}\":0,"), "\"x\":0}]}")),
        ("one setting in JSON again and again", repeated("{\"singles\":[{\"name\":\"a\",", "\"k\":0,", "\"x\":0}]}")),
        ("values in each other", repeated("{\"singles\":[{\"name\":\"a\",\"k\":", "[", "")),
        ("values of lists", repeated("{\"singles\":[{\"name\":\"a\",\"k\":[", "0,", "0]}]}")),
        ("values of maps", counted("{\"singles\":[{\"name\":\"a\",\"k\":{", |n| format!("\"k{n}\":0,"), "\"x\":0}}]}")),
    ];
    all_even(shapes.into_iter().chain(any("[a]\nrole_name=A\n")).chain(any("{\"singles\":")), LARGEST, FACTOR, read);
}

#[test]
fn aws_config() {
    const KEYS: &str =
        "aws_access_key_id=AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
    let shapes: Vec<Shape<'static>> = vec![
        (
            "profiles",
            counted(
                "",
                |n| format!("[profile p{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=k{n}\n"),
                "",
            ),
        ),
        (
            "profiles on each other",
            counted(
                "",
                |n| format!("[profile p{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=p{}\n", n + 1),
                "",
            ),
        ),
        (
            "profiles on each other from the end",
            counted(
                "[profile p0]\n",
                |n| format!("[profile p{}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=p{n}\n", n + 1),
                "",
            ),
        ),
        (
            "circles",
            counted(
                "",
                |n| format!("[profile p{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=p{}\n", n ^ 1),
                "",
            ),
        ),
        (
            "a circle with a long way to it",
            counted(
                "",
                |n| {
                    format!(
                        "[profile p{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=p{}\n",
                        (n + 1) % 1000
                    )
                },
                "",
            ),
        ),
        (
            "profiles on themselves",
            counted(
                "",
                |n| format!("[profile p{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=p{n}\n"),
                "",
            ),
        ),
        ("one profile again and again", repeated("", "[profile a]\nregion=r\n", "")),
        ("default again and again", repeated("", "[default]\n[profile default]\n", "")),
        ("keys", counted("[profile a]\n", |n| format!("k{n}=v\n"), "")),
        ("one key again and again", repeated("[profile a]\n", "region=r\n", "")),
        ("lines that go on", repeated("[profile a]\nregion=r\n", " x\n", "")),
        ("blank lines that go on", repeated("[profile a]\nregion=r\n", " \n", "")),
        ("settings of a setting", repeated("[profile a]\ns3=\n", " k=v\n", "")),
        (
            "lines that are indented more and more",
            counted("[profile a]\n", |n| format!("{}k=v\n", " ".repeat(n % 300)), ""),
        ),
        ("sections that do not end", repeated("", "[profile a\n", "")),
        ("a long line", repeated("[profile a]\nregion=", "r", "\n")),
        ("a long name", repeated("[profile ", "a", "]\nrole_arn=x\n")),
        ("names in quotation marks", repeated("", "[profile \"a\"]\n", "")),
        ("comments behind values", repeated("[profile a]\nregion=r ", "# ", "\n")),
        ("words that could be comments", repeated("[profile a]\nregion=", "a;", "\n")),
        ("names of secrets in a value", repeated("[profile a]\nregion=", "aws_secret_access_ke", "\n")),
        ("halves of keys", counted("", |n| format!("[profile p{n}]\naws_access_key_id=A\n"), "")),
        ("keys of profiles", counted("", |n| format!("[profile p{n}]\n{KEYS}"), "")),
        (
            "places of keys",
            counted(
                "",
                |n| format!("[profile p{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\ncredential_source=E{n}\n"),
                "",
            ),
        ),
        (
            "settings of granted",
            counted(
                "[profile a]\ncredential_process=granted\n[profile b]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=a\n[profile a]\n",
                |n| format!("granted_sso_{n}=v\n"),
                "",
            ),
        ),
        (
            "one session of Identity Center, and profiles of it",
            halves(
                repeated("[sso-session s]\nsso_start_url=", "u", "\n"),
                counted(
                    "",
                    |n| {
                        format!(
                            "[profile p{n}]\nsso_session=s\n[profile q{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=p{n}\n"
                        )
                    },
                    "",
                ),
            ),
        ),
        (
            "a session of many settings, and profiles of it",
            halves(
                counted("[sso-session s]\n", |n| format!("k{n}=u\n"), ""),
                counted(
                    "",
                    |n| {
                        format!(
                            "[profile p{n}]\nsso_session=s\n[profile q{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=p{n}\n"
                        )
                    },
                    "",
                ),
            ),
        ),
        (
            "wrong ARNs",
            counted("", |n| format!("[profile p{n}]\nrole_arn=arn:aws:iam::1:role/{n}\nsource_profile=a\n"), ""),
        ),
        (
            "programs",
            counted(
                "",
                |n| {
                    format!(
                        "[profile p{n}]\ncredential_process=\"/a/b {n}\" x\n[profile q{n}]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=p{n}\n"
                    )
                },
                "",
            ),
        ),
    ];
    let all: Vec<Shape<'static>> =
        shapes.into_iter().chain(any("[profile a]\nregion=r\n")).chain(any("[default]\n")).collect();
    all_even(all, LARGEST, FACTOR, |text| {
        read_named("config", text);
        read_named("credentials", text);
    });
}

#[test]
fn many_files() {
    let result = grows_evenly(
        "files",
        LARGEST,
        4 * FACTOR,
        |size| {
            let file =
                |n| ImportFile { name: format!("f{n}"), text: Secret::new(format!("[profile p{n}]\nregion=r\n")) };
            (0..size / 64).map(file).collect::<Vec<_>>()
        },
        |files| {
            plan(files, &Kept::default());
        },
    );
    assert_eq!(result, Ok(()));
}

/// What is here already counts as input too.
#[test]
fn an_import_beside_much_that_is_kept() {
    let result = grows_evenly(
        "sources of one name beside those that are kept",
        LARGEST,
        FACTOR,
        |size| {
            let source = |n: usize, name: String| Source { id: format!("k{n}"), name, ..Source::default() };
            let kept = Kept {
                sources: (0..size / 128).map(|n| source(n, format!("a ({})", n + 2))).collect(),
                chains: Vec::new(),
            };
            let text = counted(
                "{\"rolerelay\":1,\"chains\":[],\"sources\":[",
                |n| format!("{{\"id\":\"s{n}\",\"name\":\"a\"}},"),
                "{\"id\":\"last\",\"name\":\"last\"}]}",
            )(size / 2);
            (kept, [ImportFile { name: String::new(), text: Secret::new(text) }])
        },
        |(kept, files)| {
            plan(files, kept);
        },
    );
    assert_eq!(result, Ok(()));
}
