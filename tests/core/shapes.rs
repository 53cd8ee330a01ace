//! Credentials as text, in all the shapes that are pasted.

use data_encoding::BASE64;
use proptest::prelude::*;
use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::interchange::credential_text::read;
use rolerelay::interchange::limits::MAX_CREDENTIALS;

pub(crate) const ID: &str = "ASIAQNZGKIQY56JQ7WML";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKE=";
pub(crate) const TOKEN: &str =
    "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQD+EXAMPLE/TOKEN+WITH/ALL=CHARS==IQoJb3JpZ2luX2VjEJr";
/// 2026-01-01T01:00:00Z
pub(crate) const END: f64 = 1_767_229_200_000.0;

pub(crate) fn temporary(expires_at: Option<f64>) -> Credentials {
    Credentials {
        access_key_id: ID.into(),
        secret_access_key: Secret::new(SECRET),
        session_token: Some(Secret::new(TOKEN)),
        expires_at,
    }
}

pub(crate) fn long_term() -> Credentials {
    Credentials { access_key_id: "AKIAIOSFODNN7EXAMPLE".into(), session_token: None, ..temporary(None) }
}

/// The text with the keys of this test in it.
pub(crate) fn filled(text: &str) -> String {
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
    // A container of Kubernetes, a task of ECS, Hadoop's and others' files, PHP.
    (
        "env:\n- name: AWS_ACCESS_KEY_ID\n  value: ID!\n- name: AWS_SECRET_ACCESS_KEY\n  value: SECRET!\n- name: AWS_SESSION_TOKEN\n  value: \"TOKEN!\"\n",
        false,
    ),
    (
        "[{\"name\": \"AWS_ACCESS_KEY_ID\", \"value\": \"ID!\"}, {\"name\": \"AWS_SECRET_ACCESS_KEY\", \"value\": \"SECRET!\"}, {\"name\": \"AWS_SESSION_TOKEN\", \"value\": \"TOKEN!\"}]",
        false,
    ),
    (
        "<name>AWS_ACCESS_KEY_ID</name>\n<value>ID!</value>\n<name>AWS_SECRET_ACCESS_KEY</name><value>SECRET!</value>\n<name>AWS_SESSION_TOKEN</name><value>TOKEN!</value>",
        false,
    ),
    ("['aws_access_key_id' => 'ID!', 'aws_secret_access_key' => 'SECRET!', 'aws_session_token' => 'TOKEN!']", false),
    // What somebody has copied of a page, with its labels.
    ("Access key ID: ID!\nSecret access key: SECRET!\nSession token: TOKEN!\n", false),
    // A log of a log.
    (
        "{\"log\":\"{\\\\\\\"AccessKeyId\\\\\\\":\\\\\\\"ID!\\\\\\\",\\\\\\\"SecretAccessKey\\\\\\\":\\\\\\\"SECRET!\\\\\\\",\\\\\\\"SessionToken\\\\\\\":\\\\\\\"TOKEN!\\\\\\\"}\"}",
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

#[test]
fn reads_keys_in_base64_and_in_addresses() {
    let secret = BASE64.encode(SECRET.as_bytes());
    let (id, token) = (BASE64.encode(ID.as_bytes()), BASE64.encode(TOKEN.as_bytes()));
    let text = format!(
        "kind: Secret\ndata:\n  AWS_ACCESS_KEY_ID: {id}\n  AWS_SECRET_ACCESS_KEY: {secret}\n  AWS_SESSION_TOKEN: {token}\n"
    );
    assert_eq!(read(&text), Ok(temporary(None)));
    let encoded =
        filled("AccessKeyId=ID!&SecretAccessKey=SECRET!&SessionToken=TOKEN!").replace('+', "%2B").replace('/', "%2f");
    assert_eq!(read(&encoded), Ok(temporary(None)), "{encoded}");
    // In another order nobody can be sure what is whose.
    let turned = filled(
        "[{\"value\": \"ID!\", \"name\": \"AWS_ACCESS_KEY_ID\"}, {\"value\": \"SECRET!\", \"name\": \"AWS_SECRET_ACCESS_KEY\"}]",
    );
    assert!(read(&turned).is_err());
}
