//! AWS config and credentials files.

use super::files::{FACTOR, LARGEST, any, read_named};
use super::growth::{Shape, all_even, counted, halves, repeated};

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
