//! Files of other tools as an attacker or an accident would have them: they are read to an end, whatever they hold.

use proptest::prelude::*;
use rolerelay::aws::credentials::Secret;
use rolerelay::interchange::import::{ImportFile, ImportPlan, Kept, plan};

fn read(text: &str) -> ImportPlan {
    plan(&[ImportFile { name: "file".into(), text: Secret::new(text) }], &Kept::default())
}

/// A megabyte of what could be read again and again (less in a build for debugging, which is slow): it ends, or it does not.
#[test]
fn hostile_files_end() {
    const SIZE: usize = if cfg!(debug_assertions) { 1 << 16 } else { 1 << 20 };
    for start in [
        "SSOConfig:\n  ",
        "SSOConfig: ",
        "{\"rolerelay\":1,\"chains\":",
        "{\"_sessions\":",
        "{\"singles\":",
        "[a]\nrole_name=A\n",
    ] {
        for seed in [
            "[",
            "{",
            "- ",
            "? ",
            ": ",
            "&a ",
            "*a ",
            "!!x ",
            "a: ",
            "a:\n  ",
            "\"",
            "'",
            "|\n",
            ">\n ",
            "# ",
            "<<: ",
            "%",
            "\t",
            "---\n",
            "[a]\n",
            "a=b\n",
            "{\"a\":",
            "[1,",
            "\\",
            "é",
            "\0",
            "a: &x [*x]\n  ",
            "{a: b, ",
        ] {
            read(&format!("{start}{}", seed.repeat(SIZE / seed.len())));
        }
    }
    let aesr: String = (0..SIZE / 64)
        .map(|n| format!("[p{n}]\nrole_arn=arn:aws:iam::{n:012}:role/A\nsource_profile=p{}\ncolor=f00\n", n + 1))
        .collect();
    read(&aesr);
}

fn near() -> impl Strategy<Value = String> {
    let starts = prop::sample::select(vec![
        "SSOConfig:\n",
        "{\"rolerelay\":1,",
        "{\"_sessions\":[",
        "{\"singles\":[",
        "[a]\nrole_name=A\n",
        "",
    ]);
    let pieces = prop::sample::select(vec![
        "a:",
        "Accounts:",
        "Roles:",
        "Via:",
        "Tags:",
        "\n  ",
        "\n    ",
        "\n",
        "- ",
        "&a ",
        "*a",
        "<<: ",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "'",
        "|",
        ">",
        "#",
        ";",
        "=",
        "source_profile",
        "role_arn",
        "aws_account_id",
        "target_role_name",
        "color",
        "a",
        "111111111111",
        "arn:aws:iam::111111111111:role/A",
        "\"chains\":",
        "\"sources\":",
        "\"id\":",
        "\"hops\":",
        "\"name\":",
        "\"type\":",
        "\"targets\":",
        "\"awsIamRoleChained\"",
        "null",
        "1",
        "[a]",
        "[profile b]",
        "é",
        "\u{feff}",
    ]);
    let rest = prop::collection::vec(prop_oneof![6 => pieces.prop_map(String::from), 1 => any::<String>()], 0..40);
    (starts, rest).prop_map(|(start, rest)| format!("{start}{}", rest.concat()))
}

proptest! {
    #[test]
    fn no_text_stops_it(text in prop_oneof![near(), any::<String>()]) {
        let plan = read(&text);
        prop_assert_eq!(plan.formats.len(), 1);
    }

    #[test]
    fn no_bytes_stop_it(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&String::from_utf8_lossy(&bytes));
    }
}
