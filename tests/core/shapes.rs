//! Credentials as text: all shapes that are pasted, and those that are written.

use std::io::Write;
use std::process::Command;

use proptest::prelude::*;
use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::interchange::credential_text::{CredentialShape, read, write};
use rolerelay::interchange::limits::MAX_CREDENTIALS;

const ID: &str = "ASIAQNZGKIQY56JQ7WML";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE=";
const TOKEN: &str =
    "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQD+EXAMPLE/TOKEN+WITH/ALL=CHARS==IQoJb3JpZ2luX2VjEJr";
/// 2026-01-01T01:00:00Z
const END: f64 = 1_767_229_200_000.0;

fn temporary(expires_at: Option<f64>) -> Credentials {
    Credentials {
        access_key_id: ID.into(),
        secret_access_key: Secret::new(SECRET),
        session_token: Some(Secret::new(TOKEN)),
        expires_at,
    }
}

fn long_term() -> Credentials {
    Credentials { access_key_id: "AKIAIOSFODNN7EXAMPLE".into(), session_token: None, ..temporary(None) }
}

/// The text with the keys of this test in it.
fn filled(text: &str) -> String {
    text.replace("ID!", ID).replace("SECRET!", SECRET).replace("TOKEN!", TOKEN)
}

/// Each shape, with whether it says when the credentials end.
const SHAPES: &[(&str, bool)] = &[
    // The access portal of Identity Center, and `aws configure export-credentials --format env`.
    (
        "export AWS_ACCESS_KEY_ID=\"ID!\"\nexport AWS_SECRET_ACCESS_KEY=\"SECRET!\"\nexport AWS_SESSION_TOKEN=\"TOKEN!\"\n",
        false,
    ),
    (
        "export AWS_ACCESS_KEY_ID=ID!\nexport AWS_SECRET_ACCESS_KEY=SECRET!\nexport AWS_SESSION_TOKEN=TOKEN!\nexport AWS_CREDENTIAL_EXPIRATION=2026-01-01T01:00:00+00:00\n",
        true,
    ),
    // By hand: single quotes, one line, semicolons, &&, any order.
    ("export AWS_SESSION_TOKEN='TOKEN!' AWS_ACCESS_KEY_ID='ID!' AWS_SECRET_ACCESS_KEY='SECRET!'", false),
    ("export AWS_ACCESS_KEY_ID=ID!;export AWS_SECRET_ACCESS_KEY=SECRET!;AWS_SESSION_TOKEN=TOKEN!;", false),
    (
        "export AWS_ACCESS_KEY_ID=ID! && export AWS_SECRET_ACCESS_KEY=SECRET!&&export AWS_SESSION_TOKEN=TOKEN! && aws s3 ls",
        false,
    ),
    (
        "AWS_ACCESS_KEY_ID=ID! AWS_SECRET_ACCESS_KEY=SECRET! AWS_SESSION_TOKEN=TOKEN! \\\n  aws sts get-caller-identity",
        false,
    ),
    // .env
    (
        "# from the portal\nAWS_DEFAULT_REGION=eu-west-1\nAWS_ACCESS_KEY_ID=ID!\n\nAWS_SECRET_ACCESS_KEY=SECRET!\nAWS_SESSION_TOKEN=TOKEN!\nAWS_REGION=eu-west-1\n",
        false,
    ),
    // PowerShell, two ways.
    (
        "$Env:AWS_ACCESS_KEY_ID=\"ID!\"\n$Env:AWS_SECRET_ACCESS_KEY=\"SECRET!\"\n$Env:AWS_SESSION_TOKEN=\"TOKEN!\"\n$Env:AWS_CREDENTIAL_EXPIRATION=\"2026-01-01T01:00:00+00:00\"",
        true,
    ),
    (
        "${env:AWS_ACCESS_KEY_ID} = 'ID!'; $env:AWS_SECRET_ACCESS_KEY = 'SECRET!'; $env:AWS_SESSION_TOKEN = 'TOKEN!'",
        false,
    ),
    (
        "[Environment]::SetEnvironmentVariable(\"AWS_ACCESS_KEY_ID\", \"ID!\")\n[Environment]::SetEnvironmentVariable(\"AWS_SECRET_ACCESS_KEY\",\"SECRET!\")\n[Environment]::SetEnvironmentVariable(\"AWS_SESSION_TOKEN\",\"TOKEN!\")",
        false,
    ),
    // CloudShell, ECS and an instance's metadata; the console's rootkey.csv; Vault; PowerShell's cmdlet; the SDK for Java.
    (
        "{\"Type\": \"\", \"AccessKeyId\": \"ID!\", \"SecretAccessKey\": \"SECRET!\", \"Token\": \"TOKEN!\", \"Expiration\": \"2026-01-01T01:00:00Z\", \"Code\": \"Success\"}",
        true,
    ),
    ("AWSAccessKeyId=ID!\nAWSSecretKey=SECRET!\nAWSSessionToken=TOKEN!\n", false),
    (
        "Key                Value\n---                -----\nlease_duration     59m59s\naccess_key         ID!\nsecret_key         SECRET!\nsession_token      TOKEN!\n",
        false,
    ),
    ("Set-AWSCredential -AccessKey ID! -SecretKey SECRET! -SessionToken TOKEN! -StoreAs x", false),
    ("aws.accessKeyId=ID!\naws.secretAccessKey=SECRET!\naws.sessionToken=TOKEN!", false),
    ("-Daws.accessKeyId=ID! -Daws.secretKey=SECRET! -Daws.sessionToken=TOKEN!", false),
    // --output table.
    (
        "-----------------------------------------------------------------------------------------------------------------------\n||                      Credentials                      ||\n|+-----------------+-----------------------------+|\n||  AccessKeyId    |  ID!   ||\n||  Expiration     |  2026-01-01T01:00:00+00:00  ||\n||  SecretAccessKey|  SECRET!  ||\n||  SessionToken   |  TOKEN!  ||\n|+-----------------+-----------------------------+|",
        true,
    ),
    // YAML that folds what is long.
    ("AccessKeyId: ID!\nSecretAccessKey: >-\n  SECRET!\nSessionToken: >-\n  TOKEN!\n", false),
    // The Windows command line, two ways.
    (
        "set AWS_ACCESS_KEY_ID=ID!\nset AWS_SECRET_ACCESS_KEY=SECRET!\nset AWS_SESSION_TOKEN=TOKEN!\nset AWS_CREDENTIAL_EXPIRATION=2026-01-01T01:00:00Z",
        true,
    ),
    (
        "REM set AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nset \"AWS_ACCESS_KEY_ID=ID!\"\nset \"AWS_SECRET_ACCESS_KEY=SECRET!\"\nset \"AWS_SESSION_TOKEN=TOKEN!\"",
        false,
    ),
    // fish, csh, and the aws command line.
    ("set -gx AWS_ACCESS_KEY_ID ID!\nset -gx AWS_SECRET_ACCESS_KEY SECRET!\nset -gx AWS_SESSION_TOKEN TOKEN!", false),
    (
        "setenv AWS_ACCESS_KEY_ID ID!\nsetenv AWS_SECRET_ACCESS_KEY 'SECRET!'\nsetenv AWS_SESSION_TOKEN \"TOKEN!\"",
        false,
    ),
    (
        "aws configure set aws_access_key_id ID! --profile p\naws configure set aws_secret_access_key SECRET!\naws configure set aws_session_token TOKEN!",
        false,
    ),
    // Credentials files: Identity Center's, one with comments, saml2aws's.
    (
        "[123456789012_ReadOnly]\naws_access_key_id=ID!\naws_secret_access_key=SECRET!\naws_session_token=TOKEN!\n",
        false,
    ),
    (
        "[default]\nregion = us-east-1\n\n[profile dev] # mine\n; aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n# aws_secret_access_key = old\naws_access_key_id = ID!\naws_secret_access_key = SECRET!\naws_session_token = TOKEN!\n[profile next]\nrole_arn = arn:aws:iam::123456789012:role/r\n",
        false,
    ),
    (
        "[saml]\naws_access_key_id        = ID!\naws_secret_access_key    = SECRET!\naws_session_token        = TOKEN!\naws_security_token       = TOKEN!\nx_principal_arn          = arn:aws:sts::123456789012:assumed-role/r/a\nx_security_token_expires = 2026-01-01T02:00:00+01:00\n",
        true,
    ),
    // `aws sts assume-role`, as JSON and as YAML.
    (
        r#"{ "Credentials": { "AccessKeyId": "ID!", "SecretAccessKey": "SECRET!", "SessionToken": "TOKEN!", "Expiration": "2026-01-01T01:00:00+00:00" }, "AssumedRoleUser": { "AssumedRoleId": "AROAQNZGKIQY56JQ7WML:a", "Arn": "arn:aws:sts::123456789012:assumed-role/r/a" } }"#,
        true,
    ),
    (
        "Credentials:\n  AccessKeyId: ID!\n  Expiration: '2026-01-01T01:00:00+00:00'\n  SecretAccessKey: SECRET!\n  SessionToken: TOKEN!\n",
        true,
    ),
    // The same as STS itself says it.
    (
        "<Credentials>\n<AccessKeyId>ID!</AccessKeyId>\n<SecretAccessKey>SECRET!</SecretAccessKey>\n<SessionToken>TOKEN!</SessionToken>\n<Expiration>2026-01-01T01:00:00Z</Expiration></Credentials>",
        true,
    ),
    // credential_process, and what other programs make of a plus sign and a slash.
    (
        "{\n  \"Version\": 1,\n  \"AccessKeyId\": \"ID!\",\n  \"SecretAccessKey\": \"SECRET!\",\n  \"SessionToken\": \"TOKEN!\",\n  \"Expiration\": \"2026-01-01T01:00:00Z\"\n}",
        true,
    ),
    // `aws sso get-role-credentials`
    (
        r#"{"roleCredentials":{"accessKeyId":"ID!","secretAccessKey":"SECRET!","sessionToken":"TOKEN!","expiration":1767229200000}}"#,
        true,
    ),
    (r#"{"accessKeyId":"ID!","secretAccessKey":"SECRET!","sessionToken":"TOKEN!","expiration":1767229200}"#, true),
    // What the sign-in service takes.
    (r#"{"sessionId":"ID!","sessionKey":"SECRET!","sessionToken":"TOKEN!"}"#, false),
    // `--output text`, which has no names.
    ("CREDENTIALS\tID!\t2026-01-01T01:00:00+00:00\tSECRET!\tTOKEN!", true),
    // From a chat, which curls quotation marks.
    (
        "export AWS_ACCESS_KEY_ID=’ID!’\nexport AWS_SECRET_ACCESS_KEY=‘SECRET!’\nexport AWS_SESSION_TOKEN=”TOKEN!”",
        false,
    ),
];

#[test]
fn reads_every_shape() {
    for (shape, ends) in SHAPES {
        let text = filled(shape);
        let expected = temporary(ends.then_some(END));
        assert_eq!(read(&text).as_ref(), Ok(&expected), "{shape}");
        assert_eq!(read(&text.replace('\n', "\r\n")).as_ref(), Ok(&expected), "Windows: {shape}");
        assert_eq!(read(&format!("\u{feff}  \n{text}\n\n ")).as_ref(), Ok(&expected), "in blanks: {shape}");
    }
}

/// A password field turns line breaks into spaces. Comments can then not be told from the rest.
#[test]
fn reads_every_shape_in_one_line() {
    for (shape, ends) in SHAPES.iter().filter(|(shape, _)| !shape.contains("AKIA")) {
        let text = filled(shape).replace('\n', " ");
        assert_eq!(read(&text), Ok(temporary(ends.then_some(END))), "{shape}");
    }
}

#[test]
fn reads_json_that_escapes_plus_and_slash() {
    let escaped = |text: &str| text.replace('+', "\\u002B").replace('/', "\\/").replace('=', "\\u003d");
    let text = format!(
        r#"{{"AccessKeyId":"{ID}","SecretAccessKey":"{}","SessionToken":"{}"}}"#,
        escaped(SECRET),
        escaped(TOKEN)
    );
    assert_eq!(read(&text), Ok(temporary(None)));
}

/// AWS states no form of a token: only a short word before an equals sign is the name of the next variable.
#[test]
fn reads_a_token_with_an_equals_sign_inside() {
    let token = format!("{}=b", "a".repeat(40));
    let text = filled(SHAPES[1].0).replace(TOKEN, &token);
    assert_eq!(read(&text).unwrap().session_token, Some(Secret::new(token)));
}

#[test]
fn reads_long_term_keys() {
    let id = long_term().access_key_id;
    for text in [
        format!("export AWS_SESSION_TOKEN= AWS_ACCESS_KEY_ID={id} AWS_SECRET_ACCESS_KEY={SECRET}"),
        format!("set AWS_SESSION_TOKEN= set AWS_ACCESS_KEY_ID={id} set AWS_SECRET_ACCESS_KEY={SECRET}"),
        format!(
            "[a] aws_session_token = credential_source = x aws_access_key_id = {id} aws_secret_access_key = {SECRET}"
        ),
        format!(
            "AWS_SESSION_TOKEN= AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID={id} AWS_SECRET_ACCESS_KEY={SECRET}"
        ),
        format!("export AWS_ACCESS_KEY_ID={id}\nexport AWS_SECRET_ACCESS_KEY={SECRET}\nunset AWS_SESSION_TOKEN\n"),
        format!("unset AWS_SESSION_TOKEN export AWS_ACCESS_KEY_ID={id} export AWS_SECRET_ACCESS_KEY={SECRET}"),
        format!("$Env:AWS_ACCESS_KEY_ID='{id}'; $Env:AWS_SECRET_ACCESS_KEY='{SECRET}'; $Env:AWS_SESSION_TOKEN=$null"),
        format!("set AWS_ACCESS_KEY_ID={id}\r\nset AWS_SECRET_ACCESS_KEY={SECRET}\r\nset AWS_SESSION_TOKEN=\r\n"),
        format!(
            "[default]\naws_access_key_id = {id}\naws_secret_access_key = {SECRET}\naws_session_token =\nregion = us-east-1"
        ),
        format!(r#"{{"AccessKeyId":"{id}","SecretAccessKey":"{SECRET}","SessionToken":null}}"#),
        // The IAM console's CSV file, as it is and by hand.
        format!("\u{feff}Access key ID,Secret access key\r\n{id},{SECRET}\r\n"),
        format!("{id} {SECRET}"),
        // A script that sets them twice to the same.
        format!("AWS_ACCESS_KEY_ID={id}\nAWS_SECRET_ACCESS_KEY={SECRET}\nAWS_ACCESS_KEY_ID={id}"),
    ] {
        assert_eq!(read(&text), Ok(long_term()), "{text}");
    }
}

/// The places and sentences of what is found in a text that has the keys of this test in it.
fn found(text: &str) -> Vec<(String, String)> {
    let findings = read(&filled(text)).expect_err(text);
    findings.into_iter().map(|found| (found.place, found.message)).collect()
}

#[test]
fn says_what_is_missing() {
    for (text, place, said) in [
        ("", "credentials", "No credentials"),
        ("hello", "credentials", "No credentials"),
        (
            "[profile a]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = b",
            "credentials",
            "No credentials",
        ),
        ("aws_session_token = TOKEN!", "credentials", "No credentials"),
        ("AWS_ACCESS_KEY_ID=ID!\nAWS_SESSION_TOKEN=TOKEN!", "credentials.secretAccessKey", "no secret access key"),
        ("AWS_SECRET_ACCESS_KEY=SECRET!", "credentials.accessKeyId", "no access key id"),
        ("AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY=SECRET!", "credentials.sessionToken", "temporary"),
        ("AWS_ACCESS_KEY_ID=$ID\nAWS_SECRET_ACCESS_KEY=$SECRET", "credentials", "No credentials"),
        ("set AWS_ACCESS_KEY_ID=%ID%\nset AWS_SECRET_ACCESS_KEY=%SECRET%", "credentials", "No credentials"),
        ("AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY", "credentials", "No credentials"),
    ] {
        match &found(text)[..] {
            [(at, sentence)] if at == place && sentence.contains(said) => {}
            found => panic!("{text}: {found:?}"),
        }
    }
}

#[test]
fn says_what_is_wrong_with_a_value() {
    for (text, place, said) in [
        (
            "AWS_ACCESS_KEY_ID=AROAQNZGKIQY56JQ7WML AWS_SECRET_ACCESS_KEY=SECRET!",
            "credentials.accessKeyId",
            "id of a role",
        ),
        (
            "AWS_ACCESS_KEY_ID=ASIAQNZGKI… AWS_SECRET_ACCESS_KEY=SECRET! AWS_SESSION_TOKEN=TOKEN!",
            "credentials.accessKeyId",
            "U+2026",
        ),
        // A terminal broke a long token where its window ended.
        (
            "AWS_ACCESS_KEY_ID=ID! AWS_SECRET_ACCESS_KEY=SECRET! AWS_SESSION_TOKEN=\"TOKEN!\nTOKEN!\"",
            "credentials.sessionToken",
            "line break",
        ),
    ] {
        match &found(text)[..] {
            [(at, sentence)] if at == place && sentence.contains(said) => {}
            found => panic!("{text}: {found:?}"),
        }
    }
}

#[test]
fn asks_which_of_several_is_meant() {
    let profile = |name: &str| {
        format!("[{name}]\naws_access_key_id = ID!\naws_secret_access_key = SECRET!\naws_session_token = TOKEN!\n")
    };
    let said = &found(&(profile("default") + &profile("profile dev-2")))[0].1;
    assert!(said.contains("several profiles: default, dev-2."), "{said}");
    let said = &found(&(profile("default") + &profile("dev-2")).replace('\n', " "))[0].1;
    assert!(said.contains("several profiles: default, dev-2."), "{said}");
    let said = &found(&(1..9).map(|n| profile(&format!("p{n}"))).collect::<String>())[0].1;
    assert!(said.contains("p1, p2, p3, p4, p5, …."), "{said}");
    let said =
        &found("AWS_ACCESS_KEY_ID=ID! AWS_SECRET_ACCESS_KEY=SECRET! AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE")[0].1;
    assert!(said.contains("more than one access key id"), "{said}");
    let said = &found("AKIAIOSFODNN7EXAMPLE,SECRET!\nID!,SECRET!")[0].1;
    assert!(said.contains("more than one access key id"), "{said}");
}

#[test]
fn reads_no_more_than_the_limit() {
    let text = filled(SHAPES[0].0);
    let fits = format!("{text}{}", " ".repeat(MAX_CREDENTIALS - text.len()));
    assert!(read(&fits).is_ok());
    assert!(read(&format!("{fits} ")).unwrap_err()[0].message.contains("longer"));
}

#[test]
fn a_time_that_cannot_be_read_is_not_known() {
    for time in ["soon", "0", "-1", "NaN", "inf", "2026-13-01T00:00:00Z", "1e400"] {
        let text = filled(SHAPES[0].0) + "AWS_CREDENTIAL_EXPIRATION=" + time;
        assert_eq!(read(&text), Ok(temporary(None)), "{time}");
    }
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

fn nasty(value: &str) -> Credentials {
    Credentials {
        access_key_id: value.into(),
        secret_access_key: Secret::new(value),
        session_token: Some(Secret::new(value)),
        expires_at: Some(END),
    }
}

/// Runs the script in the shell after variables of an older key were set; gives what the shell then holds.
fn run(mut shell: Command, script: &str) -> Vec<String> {
    let output =
        shell.arg(script).env("AWS_SESSION_TOKEN", "old").env("AWS_CREDENTIAL_EXPIRATION", "old").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split('\0').map(str::to_string).collect()
}

fn bash() -> Command {
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-c"]);
    bash
}

const BASH_PRINTS: &str = r#"printf '%s\0' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "${AWS_SESSION_TOKEN-none}" "${AWS_CREDENTIAL_EXPIRATION-none}" "$AWS_REGION" "$AWS_DEFAULT_REGION""#;

#[test]
fn bash_takes_what_is_written_for_it() {
    for value in NASTY {
        let text = write(&nasty(value), CredentialShape::Bash, Some(value));
        let held = run(bash(), &format!("{}{BASH_PRINTS}", text.expose()));
        assert_eq!(held[..6], [*value, *value, *value, "2026-01-01T01:00:00Z", *value, *value]);
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
            assert_eq!(held[..6], [*value, *value, *value, "2026-01-01T01:00:00Z", *value, *value], "{program}");
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
for name in AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION AWS_REGION
    set -q $name; and printf '%s\0' $$name; or printf 'none\0'
end"#;
    for value in NASTY {
        let text = write(&nasty(value), CredentialShape::Fish, Some(value));
        let held = run(plain("fish"), &format!("{}{PRINTS}", text.expose()));
        assert_eq!(held[..5], [*value, *value, *value, "2026-01-01T01:00:00Z", *value]);
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
                held[..8],
                ["sts", "get-caller-identity", *value, *value, *value, end, *value, *value],
                "{program}"
            );
        }
        let text = write(&long_term(), CredentialShape::Command, None);
        let held = run(with_path(plain(program)), text.expose());
        assert_eq!(held[2..5], ["AKIAIOSFODNN7EXAMPLE", SECRET, "none"], "{program}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn docker_is_given_each_variable_whole() {
    let folder = prints_what_it_is_given(&["docker"]);
    for value in NASTY {
        let text = write(&nasty(value), CredentialShape::Docker, Some(value));
        let held = run(bash(), &format!("{}/docker run {} image", folder.display(), text.expose()));
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
        assert_eq!(held[..expected.len()], expected);
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
             set \"AWS_DEFAULT_REGION=eu-west-1\"\r\n"
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
    let text = write(&nasty("a'b’c$(d)`e\"f"), CredentialShape::Powershell, Some("eu-west-1"));
    assert_eq!(
        text.expose(),
        "$Env:AWS_ACCESS_KEY_ID = 'a''b’’c$(d)`e\"f'\n\
         $Env:AWS_SECRET_ACCESS_KEY = 'a''b’’c$(d)`e\"f'\n\
         $Env:AWS_SESSION_TOKEN = 'a''b’’c$(d)`e\"f'\n\
         $Env:AWS_CREDENTIAL_EXPIRATION = '2026-01-01T01:00:00Z'\n\
         $Env:AWS_REGION = 'eu-west-1'\n\
         $Env:AWS_DEFAULT_REGION = 'eu-west-1'\n"
    );
}

proptest! {
    #[test]
    fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&String::from_utf8_lossy(&bytes));
    }

    /// Texts that are almost credentials, where a scanner's corners are.
    #[test]
    fn never_panics_nor_quotes_a_secret(
        parts in prop::collection::vec(
            prop_oneof![
                Just("AWS_ACCESS_KEY_ID"), Just("SecretAccessKey"), Just("aws_session_token"), Just("Expiration"),
                Just("ASIAQNZGKIQY56JQ7WML"), Just(SECRET), Just(TOKEN), Just("[a]"), Just("["), Just("]"),
                Just("="), Just(":"), Just("\""), Just("'"), Just("“"), Just("\\"), Just("\n"), Just("\r\n"), Just(" "),
                Just("export "), Just("{"), Just("}"), Just(","), Just("$Env:"), Just("#"), Just("ü"), Just("\u{0}"),
            ],
            0..40,
        ),
    ) {
        if let Err(findings) = read(&parts.concat()) {
            prop_assert!(!findings.is_empty());
            prop_assert!(findings.iter().all(|found| !found.message.contains(SECRET) && !found.message.contains(TOKEN)));
        }
    }

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

/// The command line gives a new key as text with the time when it was made, which is no end.
#[test]
fn reads_a_new_key_as_text() {
    let text = filled("ACCESSKEY\tID!\t2026-01-01T01:00:00+00:00\tSECRET!\tActive\tdana\n")
        .replace(ID, "AKIAIOSFODNN7EXAMPLE");
    assert_eq!(read(&text), Ok(long_term()));
}

proptest! {
    /// AWS's models give `tokenType` no pattern, and its pages say no more than to assume no length: so whatever base64 is made of is
    /// taken, wherever its equals signs stand, and it is the same in every shape. Its begin is of tokens as AWS gives them.
    #[test]
    fn every_shape_takes_the_same_tokens(
        token in "(IQoJb3JpZ2lu|FwoGZXIvYXdz|AQoDYXdz|[A-Za-z][0-9][a-z][A-Z])[A-Za-z0-9/+=]{100,300}[A-Za-z0-9/+]={0,2}",
    ) {
        prop_assume!(!token.contains("==="));
        for (shape, ends) in SHAPES.iter().filter(|(shape, _)| shape.contains("TOKEN!")) {
            let text = filled(shape).replace(TOKEN, &token);
            let expected = Credentials {
                session_token: Some(Secret::new(token.clone())),
                ..temporary(ends.then_some(END))
            };
            prop_assert_eq!(read(&text), Ok(expected), "{}", shape);
        }
    }
}

/// Whole or refused: a shorter token would be kept, and AWS would only say that it is invalid.
#[test]
fn a_value_in_pieces_is_joined_or_refused() {
    let (one, two, three) = (&TOKEN[..50], &TOKEN[50..100], &TOKEN[100..]);
    let keys = "AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY=SECRET!\n";
    for text in [
        // A terminal of as many columns as the first line has; PowerShell's Format-List; quotation marks; YAML.
        format!("{keys}export AWS_SESSION_TOKEN={}\n{}\n", &TOKEN[..60], &TOKEN[60..]),
        format!(
            "{keys}AWS_SESSION_TOKEN={}\n{}\n{}\nAWS_REGION=eu-west-1\n",
            &TOKEN[..40],
            &TOKEN[40..98],
            &TOKEN[98..]
        ),
        format!(
            "AccessKeyId     : ID!\nSecretAccessKey : SECRET!\nSessionToken    : {one}\n                  {two}\n                  {three}\n"
        ),
        format!("{keys}AWS_SESSION_TOKEN=\"{}\n{}\n{}\"", &TOKEN[..40], &TOKEN[40..99], &TOKEN[99..]),
        format!("AccessKeyId: ID!\nSecretAccessKey: SECRET!\nSessionToken: >-\n  {one}\n  {two}\n  {three}\n"),
        format!(
            "AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY={}\n{}\nAWS_SESSION_TOKEN=TOKEN!",
            &SECRET[..31],
            &SECRET[31..]
        ),
        format!(
            "AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY={} {}\nAWS_SESSION_TOKEN=TOKEN!",
            &SECRET[..20],
            &SECRET[20..]
        ),
    ] {
        assert_eq!(read(&filled(&text)), Ok(temporary(None)), "{text}");
    }
    for text in [
        format!("{keys}AWS_SESSION_TOKEN={one}\n{}\n{}\n", &TOKEN[50..57], &TOKEN[57..]),
        format!("{keys}AWS_SESSION_TOKEN={one} {two} {three}\n"),
        format!("{keys}AWS_SESSION_TOKEN=\"{one}\n  {two}\n{three}\""),
        format!("{keys}AWS_SESSION_TOKEN={one}\n\t{two}{three}\n"),
        format!("AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY={}\nAWS_SESSION_TOKEN=TOKEN!", &SECRET[..31]),
        format!("ID!\nSECRET!\n{TOKEN}\n{}\n", &TOKEN[..41]),
        format!("aws_access_key_id=ID!\naws_secret_access_key='{}'\naws_session_token=TOKEN!", &SECRET[..39]),
    ] {
        let findings = read(&filled(&text)).expect_err(&text);
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert!(
            !findings[0].message.contains(&TOKEN[..12]) && !findings[0].message.contains(&SECRET[..12]),
            "{findings:?}"
        );
    }
}
