//! Files to import: of each format, the shapes that its grammar allows and that nobody means.

use rolerelay::aws::credentials::Secret;
use rolerelay::chain::Source;
use rolerelay::interchange::import::{ImportFile, Kept, plan};

use super::growth::{Shape, all_even, counted, grows_evenly, halves, repeated};

/// What is read at once of a file that is nothing but the shortest records.
pub(super) const FACTOR: usize = 160;
pub(super) const LARGEST: usize = 1 << 17;

pub(super) fn read(text: &str) {
    plan(&[ImportFile { name: "file".into(), text: Secret::new(text) }], &Kept::default());
}

pub(super) fn read_named(name: &str, text: &str) {
    plan(&[ImportFile { name: name.into(), text: Secret::new(text) }], &Kept::default());
}

/// What a text may be that is of no format, or of any.
pub(super) fn any(start: &'static str) -> Vec<Shape<'static>> {
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
                ..Kept::default()
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
