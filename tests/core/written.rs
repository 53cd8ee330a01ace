//! Credentials as text that shells, programs and files are given: each takes what is written for it.

use std::io::Write;
use std::process::Command;

use proptest::prelude::*;
use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::interchange::credential_text::{self, CredentialShape, read};

use crate::shapes::{END, ID, SECRET, TOKEN, filled, long_term, temporary};

/// Of AWS.
fn write(credentials: &Credentials, shape: CredentialShape, region: Option<&str>) -> Secret {
    credential_text::write(credentials, shape, region, None)
}

#[test]
fn what_is_written_can_be_read() {
    for shape in CredentialShape::ALL {
        // What stands behind the name is the value, also where it begins as an option of a command does.
        let minus = Credentials { session_token: Some(Secret::new("-IQoJb3JpZ2luX2Vj")), ..temporary(None) };
        for credentials in [temporary(Some(END)), temporary(None), long_term(), minus] {
            let text = write(&credentials, shape, Some("eu-west-1"));
            // AWS has no name for the end in a credentials file.
            let expires_at = credentials.expires_at.filter(|_| shape != CredentialShape::Profile);
            assert_eq!(read(text.expose()), Ok(Credentials { expires_at, ..credentials }), "{shape:?}");
        }
    }
}

#[test]
fn json_is_what_a_credential_process_prints() {
    let text = write(&temporary(Some(END)), CredentialShape::Json, Some("eu-west-1"));
    let expected = serde_json::json!({
        "Version": 1,
        "AccessKeyId": ID,
        "SecretAccessKey": SECRET,
        "SessionToken": TOKEN,
        "Expiration": "2026-01-01T01:00:00Z",
    });
    assert_eq!(serde_json::from_str::<serde_json::Value>(text.expose()).unwrap(), expected);
    let text = write(&long_term(), CredentialShape::Json, None);
    assert!(!text.expose().contains("SessionToken") && !text.expose().contains("Expiration"));
}

const NASTY: &[&str] = &[
    "plain",
    "it's",
    "'",
    "''\\''",
    "$(touch /nowhere) `id` ${HOME} $HOME",
    "a\"b\\c\\",
    "!event; & | < > * ? ~ #",
    "%PATH% ^",
    "two\nlines",
    "‘curly’ ‚low‛ “double”",
    " blanks ",
    "-e",
    "é\u{1F600}",
];

/// That value in each of its fields.
pub(crate) fn nasty(value: &str) -> Credentials {
    Credentials {
        access_key_id: value.into(),
        secret_access_key: Secret::new(value),
        session_token: Some(Secret::new(value)),
        expires_at: Some(END),
    }
}

/// Runs the script in the shell after variables of an older key were set; gives what the shell then holds.
fn run(mut shell: Command, script: &str) -> Vec<String> {
    let older = ["AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_PROFILE", "AWS_ENDPOINT_URL"];
    let output = shell.arg(script).envs(older.map(|name| (name, "old"))).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split('\0').map(str::to_string).collect()
}

fn bash() -> Command {
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-c"]);
    bash
}

const BASH_PRINTS: &str = r#"printf '%s\0' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "${AWS_SESSION_TOKEN-none}" "${AWS_CREDENTIAL_EXPIRATION-none}" "$AWS_REGION" "$AWS_DEFAULT_REGION" "${AWS_PROFILE-none}" "${AWS_ENDPOINT_URL-none}""#;

#[test]
fn bash_takes_what_is_written_for_it() {
    for value in NASTY {
        let text = write(&nasty(value), CredentialShape::Bash, Some(value));
        let held = run(bash(), &format!("{}{BASH_PRINTS}", text.expose()));
        assert_eq!(held[..8], [*value, *value, *value, "2026-01-01T01:00:00Z", *value, *value, "none", "none"]);
    }
    let text = write(&long_term(), CredentialShape::Bash, None);
    let held = run(bash(), &format!("{}{BASH_PRINTS}", text.expose()));
    assert_eq!(held[..4], ["AKIAIOSFODNN7EXAMPLE", SECRET, "none", "none"]);
}

/// Whether the shell is here. Where not, it is said past the test runner, which would keep it to itself.
fn is_here(mut shell: Command, name: &str) -> bool {
    let here = shell.arg("exit").output().is_ok();
    if !here {
        let mut past_the_runner = std::io::stderr();
        writeln!(past_the_runner, "SKIPPED: no {name} here to run; its quoting is checked by its rules alone.")
            .unwrap();
    }
    here
}

fn plain(program: &str) -> Command {
    let mut shell = Command::new(program);
    shell.args(match program {
        "zsh" => &["-f", "-c"][..],
        "fish" => &["--no-config", "-c"],
        _ => &["-c"],
    });
    shell
}

#[test]
fn other_posix_shells_take_what_is_written_for_bash() {
    for program in ["dash", "zsh"] {
        if !is_here(plain(program), program) {
            continue;
        }
        for value in NASTY {
            let text = write(&nasty(value), CredentialShape::Bash, Some(value));
            let held = run(plain(program), &format!("{}{BASH_PRINTS}", text.expose()));
            assert_eq!(
                held[..8],
                [*value, *value, *value, "2026-01-01T01:00:00Z", *value, *value, "none", "none"],
                "{program}"
            );
        }
        let text = write(&long_term(), CredentialShape::Bash, None);
        let held = run(plain(program), &format!("{}{BASH_PRINTS}", text.expose()));
        assert_eq!(held[..4], ["AKIAIOSFODNN7EXAMPLE", SECRET, "none", "none"], "{program}");
    }
}

#[test]
fn fish_takes_what_is_written_for_it() {
    if !is_here(plain("fish"), "fish") {
        return;
    }
    const PRINTS: &str = r#"
for name in AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION AWS_REGION AWS_PROFILE AWS_ENDPOINT_URL
    set -q $name; and printf '%s\0' $$name; or printf 'none\0'
end"#;
    for value in NASTY {
        let text = write(&nasty(value), CredentialShape::Fish, Some(value));
        let held = run(plain("fish"), &format!("{}{PRINTS}", text.expose()));
        assert_eq!(held[..7], [*value, *value, *value, "2026-01-01T01:00:00Z", *value, "none", "none"]);
    }
    let text = write(&long_term(), CredentialShape::Fish, None);
    let held = run(plain("fish"), &format!("{}{PRINTS}", text.expose()));
    assert_eq!(held[..4], ["AKIAIOSFODNN7EXAMPLE", SECRET, "none", "none"]);
}

#[test]
fn fish_lines_are_quoted_by_its_rules() {
    let text = write(&nasty(r"a'b\c$d"), CredentialShape::Fish, None);
    assert!(text.expose().starts_with("set -gx AWS_ACCESS_KEY_ID 'a\\'b\\\\c$d'\n"), "{}", text.expose());
}

/// A folder with a program in it for each of these names, which prints with what it was called, and what it was given.
fn prints_what_it_is_given(names: &[&str]) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let folder = std::env::temp_dir().join(format!("rolerelay-shapes-{}-{}", names.join("-"), std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for name in names {
        let path = folder.join(name);
        let script = format!("#!/bin/bash\nprintf '%s\\0' \"$@\"\n{BASH_PRINTS}\n");
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

#[test]
fn a_command_has_the_variables_before_it_and_for_it_alone() {
    let folder = prints_what_it_is_given(&["aws"]);
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let with_path = |mut shell: Command| {
        shell.env("PATH", &path);
        shell
    };
    for program in ["bash", "dash", "zsh", "fish"] {
        if !is_here(plain(program), program) {
            continue;
        }
        for value in NASTY {
            // fish takes a backslash within single quotes for its own.
            if program == "fish" && value.contains('\\') {
                continue;
            }
            let text = write(&nasty(value), CredentialShape::Command, Some(value));
            let held = run(with_path(plain(program)), text.expose());
            let end = "2026-01-01T01:00:00Z";
            assert_eq!(
                held[..10],
                ["sts", "get-caller-identity", *value, *value, *value, end, *value, *value, "none", "none"],
                "{program}"
            );
        }
        let text = write(&long_term(), CredentialShape::Command, None);
        assert!(
            text.expose().starts_with(" AWS_ACCESS_KEY_ID="),
            "shells that are set so keep it out of their history, and no program is handed the key, which the list of processes would show"
        );
        let held = run(with_path(plain(program)), text.expose());
        assert_eq!(held[2..5], ["AKIAIOSFODNN7EXAMPLE", SECRET, "none"], "{program}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn docker_is_given_each_variable_whole() {
    let folder = prints_what_it_is_given(&["docker"]);
    let shells = ["bash", "dash", "zsh", "fish"].into_iter().filter(|program| is_here(plain(program), program));
    for (program, value) in shells.flat_map(|program| NASTY.iter().map(move |value| (program, value))) {
        // fish takes a backslash within single quotes for its own.
        if program == "fish" && value.contains('\\') {
            continue;
        }
        let text = write(&nasty(value), CredentialShape::Docker, Some(value));
        let held = run(plain(program), &format!("{}/docker run {} image", folder.display(), text.expose()));
        let set = |name: &str, value: &str| format!("AWS_{name}={value}");
        let expected = [
            "run",
            "-e",
            &set("ACCESS_KEY_ID", value),
            "-e",
            &set("SECRET_ACCESS_KEY", value),
            "-e",
            &set("SESSION_TOKEN", value),
            "-e",
            &set("CREDENTIAL_EXPIRATION", "2026-01-01T01:00:00Z"),
            "-e",
            &set("REGION", value),
            "-e",
            &set("DEFAULT_REGION", value),
            "image",
        ];
        assert_eq!(held[..expected.len()], expected, "{program}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn cmd_lines_are_quoted_by_its_rules() {
    let text = write(&temporary(Some(END)), CredentialShape::Cmd, Some("eu-west-1"));
    // Behind the first quotation mark all up to the last one is taken as it is: `&`, `|`, `<`, `>`, `^` and blanks too.
    assert_eq!(
        text.expose(),
        filled(
            "set \"AWS_ACCESS_KEY_ID=ID!\"\r\nset \"AWS_SECRET_ACCESS_KEY=SECRET!\"\r\nset \"AWS_SESSION_TOKEN=TOKEN!\"\r\n\
             set \"AWS_CREDENTIAL_EXPIRATION=2026-01-01T01:00:00Z\"\r\nset \"AWS_REGION=eu-west-1\"\r\n\
             set \"AWS_DEFAULT_REGION=eu-west-1\"\r\nset \"AWS_ENDPOINT_URL=\"\r\nset \"AWS_PROFILE=\"\r\n"
        )
    );
    let text = write(&long_term(), CredentialShape::Cmd, None);
    assert!(text.expose().contains("set \"AWS_SESSION_TOKEN=\"\r\n"), "{}", text.expose());
}

#[test]
fn files_have_what_their_readers_take() {
    let dotenv = write(&temporary(Some(END)), CredentialShape::Dotenv, Some("eu-west-1"));
    assert_eq!(
        dotenv.expose(),
        filled(
            "AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY=SECRET!\nAWS_SESSION_TOKEN=TOKEN!\n\
             AWS_CREDENTIAL_EXPIRATION=2026-01-01T01:00:00Z\nAWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n"
        )
    );
    // Many have a shell read such a file.
    let held = run(bash(), &format!("set -a\n{}{BASH_PRINTS}", dotenv.expose()));
    assert_eq!(held[..6], [ID, SECRET, TOKEN, "2026-01-01T01:00:00Z", "eu-west-1", "eu-west-1"]);
    let profile = write(&temporary(Some(END)), CredentialShape::Profile, Some("eu-west-1"));
    assert_eq!(
        profile.expose(),
        filled(
            "[rolerelay]\naws_access_key_id = ID!\naws_secret_access_key = SECRET!\naws_session_token = TOKEN!\nregion = eu-west-1\n"
        )
    );
    let long = write(&long_term(), CredentialShape::Profile, None);
    assert!(!long.expose().contains("aws_session_token") && !long.expose().contains("region"), "{}", long.expose());
}

#[test]
fn what_is_of_an_endpoint_says_so_wherever_its_readers_look_for_that() {
    let endpoint = "http://localhost:4566";
    for (shape, said) in [
        (CredentialShape::Bash, "export AWS_ENDPOINT_URL='http://localhost:4566'\n"),
        (CredentialShape::Powershell, "$Env:AWS_ENDPOINT_URL = 'http://localhost:4566'\n"),
        (CredentialShape::Fish, "set -gx AWS_ENDPOINT_URL 'http://localhost:4566'\n"),
        (CredentialShape::Cmd, "set \"AWS_ENDPOINT_URL=http://localhost:4566\"\r\n"),
        (CredentialShape::Dotenv, "AWS_ENDPOINT_URL=http://localhost:4566\n"),
        (CredentialShape::Docker, "-e AWS_ENDPOINT_URL='http://localhost:4566'"),
        (
            CredentialShape::Command,
            "AWS_ENDPOINT_URL='http://localhost:4566' env -u AWS_PROFILE aws sts get-caller-identity",
        ),
        (CredentialShape::Profile, "endpoint_url = http://localhost:4566\n"),
    ] {
        let text = credential_text::write(&temporary(Some(END)), shape, Some("eu-west-1"), Some(endpoint));
        assert!(text.expose().contains(said), "{}", text.expose());
        // What is AWS's goes to AWS.
        assert!(!write(&temporary(Some(END)), shape, Some("eu-west-1")).expose().contains("4566"));
    }
}

#[test]
fn an_sdk_takes_the_names_that_it_has() {
    let text = write(&temporary(Some(END)), CredentialShape::Sdk, Some("eu-west-1"));
    let expected = serde_json::json!({
        "accessKeyId": ID,
        "secretAccessKey": SECRET,
        "sessionToken": TOKEN,
        "expiration": "2026-01-01T01:00:00Z",
    });
    assert_eq!(serde_json::from_str::<serde_json::Value>(text.expose()).unwrap(), expected);
}

#[test]
fn powershell_takes_what_is_written_for_it() {
    let pwsh = || {
        let mut pwsh = Command::new("pwsh");
        pwsh.args(["-NoProfile", "-NonInteractive", "-Command"]);
        pwsh
    };
    if !is_here(pwsh(), "PowerShell (pwsh)") {
        return;
    }
    const PRINTS: &str = r#"foreach ($n in 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN', 'REGION') { [Console]::Write([Environment]::GetEnvironmentVariable("AWS_$n") + "`0") }"#;
    for value in NASTY {
        let text = write(&nasty(value), CredentialShape::Powershell, Some(value));
        assert_eq!(run(pwsh(), &format!("{}{PRINTS}", text.expose()))[..4], [*value; 4]);
    }
    let text = write(&long_term(), CredentialShape::Powershell, None);
    assert_eq!(run(pwsh(), &format!("{}{PRINTS}", text.expose()))[2], "");
}

#[test]
fn powershell_lines_are_quoted_by_its_rules() {
    let text = write(&nasty("a'b’c‘d‚e‛$(d)`e\"f"), CredentialShape::Powershell, Some("eu-west-1"));
    assert_eq!(
        text.expose(),
        "$Env:AWS_ACCESS_KEY_ID = 'a''b’’c‘‘d‚‚e‛‛$(d)`e\"f'\n\
         $Env:AWS_SECRET_ACCESS_KEY = 'a''b’’c‘‘d‚‚e‛‛$(d)`e\"f'\n\
         $Env:AWS_SESSION_TOKEN = 'a''b’’c‘‘d‚‚e‛‛$(d)`e\"f'\n\
         $Env:AWS_CREDENTIAL_EXPIRATION = '2026-01-01T01:00:00Z'\n\
         $Env:AWS_REGION = 'eu-west-1'\n\
         $Env:AWS_DEFAULT_REGION = 'eu-west-1'\n\
         Remove-Item Env:AWS_ENDPOINT_URL -ErrorAction SilentlyContinue\n\
         Remove-Item Env:AWS_PROFILE -ErrorAction SilentlyContinue\n"
    );
}

proptest! {
    #[test]
    fn every_key_comes_back(
        secret in "[A-Za-z0-9/+]{40}",
        token in "[A-Za-z0-9_-][A-Za-z0-9/+=_-]{0,900}",
        seconds in 1_u32..,
        shape in prop_oneof![Just(CredentialShape::Bash), Just(CredentialShape::Powershell), Just(CredentialShape::Json)],
    ) {
        prop_assume!(!token.ends_with("===")); // as no base64 does
        let credentials = Credentials {
            access_key_id: ID.into(),
            secret_access_key: Secret::new(secret),
            session_token: Some(Secret::new(token)),
            expires_at: Some(f64::from(seconds) * 1000.0),
        };
        let text = write(&credentials, shape, Some("us-east-1"));
        prop_assert_eq!(&read(text.expose()), &Ok(credentials.clone()));
        prop_assert_eq!(&read(&text.expose().replace('\n', " ")), &Ok(credentials));
    }
}
