//! What is understood of pasted role ARNs, command lines and calls.

use proptest::prelude::*;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::{Hop, MAX_HOPS};
use rolerelay::interchange::import::{PastedHops, read_hops};

pub(crate) const HUB: &str = "arn:aws:iam::111111111111:role/Hub";
pub(crate) const PROD: &str = "arn:aws-us-gov:iam::222222222222:role/team/Deploy,Prod";

pub(crate) fn arns(text: &str) -> Vec<String> {
    read_hops(text).hops.into_iter().map(|hop| hop.role_arn).collect()
}

/// The only hop of the text, about which there is nothing to say.
#[track_caller]
pub(crate) fn one(text: &str) -> Hop {
    let PastedHops { mut hops, notes } = read_hops(text);
    assert_eq!(notes, [], "{text}");
    assert_eq!(hops.len(), 1, "{text}");
    hops.remove(0)
}

/// The sentences on the text.
pub(crate) fn said(text: &str) -> Vec<String> {
    read_hops(text).notes.into_iter().map(|note| note.message).collect()
}

fn tag(key: &str, value: &str, transitive: bool) -> SessionTag {
    SessionTag { key: key.into(), value: value.into(), transitive }
}

/// A hop with everything that a caller can write.
fn full() -> Hop {
    Hop {
        role_arn: HUB.into(),
        session_name: Some("alice".into()),
        external_id: Some("a:b/c".into()),
        duration_seconds: Some(1800),
        policy: Some(r#"{"Version":"2012-10-17","Statement":[]}"#.into()),
        policy_arns: vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".into(), "arn:aws:iam::111111111111:policy/p".into()],
        session_tags: vec![tag("Team", "Core, infra", true), tag("Stage", "prod", false)],
        source_identity: Some("alice@example.com".into()),
        mfa_serial: Some("arn:aws:iam::333333333333:mfa/alice".into()),
        region: None,
    }
}

#[test]
fn finds_arns_in_any_text() {
    for text in [
        format!("{HUB}\n{PROD}"),
        format!("{HUB},{PROD},"),
        format!("{HUB} -> {PROD}."),
        format!("\"{HUB}\";'{PROD}'"),
        format!("1. `{HUB}`\r\n2. [the end]({PROD})"),
        format!("hub={HUB}\tprod: {PROD}!"),
        format!("<li>{HUB}</li><li>{PROD}</li>"),
        format!("| {HUB} | {HUB} |\n→{PROD}→"),
        format!("arn:aws:iam::aws:policy/X {HUB} arn:aws:s3:::bucket {PROD} arn:aws:iam::111111111111:user/a"),
    ] {
        assert_eq!(arns(&text), [HUB, PROD], "{text}");
    }
}

#[test]
fn a_command_line_may_end_anywhere() {
    let whole = format!(
        "aws sts assume-role --role-arn {HUB} \\\n --tags \u{2003}Key=a,Value=\"b\u{b}\"\u{a0}--policy '{{\\' `\n$(x) ^\r\n<y> “z” \\"
    );
    for (at, _) in whole.char_indices() {
        read_hops(&whole[..at]);
        read_hops(&whole[at..]);
        read_hops(&format!("aws sts assume-role {}", &whole[at..]));
    }
}

#[test]
fn says_what_is_no_role() {
    let session = "arn:aws:sts::111111111111:assumed-role/Hub/alice";
    assert!(arns(session).is_empty());
    assert!(said(session)[0].contains("The role’s own ARN is arn:aws:iam::111111111111:role/Hub"));
    assert!(said("arn:aws:iam::12:role/Hub")[0].contains("not 12 digits"));
    assert!(said("")[0].contains("No role was found"));
    assert_eq!(read_hops(&format!("\n\n{HUB}\n{session}")).notes[0].line, Some(4));
}

#[test]
fn reads_a_command_line_of_bash() {
    let text = r#"
$ aws sts assume-role \
    --role-arn "arn:aws:iam::111111111111:role/Hub" \
    --role-session-name=alice --external-id a:b/c \
    --duration-seconds 1800 --output json --query 'Credentials.[AccessKeyId]' \
    --policy '{"Version":"2012-10-17","Statement":[]}' \
    --policy-arns arn=arn:aws:iam::aws:policy/ReadOnlyAccess arn=arn:aws:iam::111111111111:policy/p \
    --tags 'Key=Team,Value=Core, infra' Key=Stage,Value=prod \
    --transitive-tag-keys team \
    --source-identity alice@example.com \
    --serial-number arn:aws:iam::333333333333:mfa/alice
"#;
    assert_eq!(one(text), full());
    let one_line = text.replace('\n', " ");
    assert_eq!(one(&one_line), full(), "a text field makes spaces of line breaks");
    let powershell = text.replace("\\\n", "`\r\n");
    assert_eq!(one(&powershell), full());
    assert_eq!(one(&text.replace("\\\n", "^\r\n")), full());
    assert_eq!(
        one(&text.replace(['"', '\''], "").replace("Core, infra", "Core").replace("{Version", "x{Version")).role_arn,
        HUB
    );
}

#[test]
fn reads_lists_as_json_too() {
    let text = r#"aws sts assume-role --role-arn arn:aws:iam::111111111111:role/Hub --role-session-name alice \
        --external-id a:b/c --duration-seconds 1800 --policy "{\"Version\":\"2012-10-17\",\"Statement\":[]}" \
        --policy-arns '[{"arn":"arn:aws:iam::aws:policy/ReadOnlyAccess"},{"arn":"arn:aws:iam::111111111111:policy/p"}]' \
        --tags '[{"Key":"Team","Value":"Core, infra"},{"Key":"Stage","Value":"prod"}]' --transitive-tag-keys '["Team"]' \
        --source-identity alice@example.com --serial-number arn:aws:iam::333333333333:mfa/alice"#;
    assert_eq!(one(text), full());
    let skeleton = r#"aws sts assume-role --cli-input-json '{"RoleArn": "arn:aws:iam::111111111111:role/Hub",
        "RoleSessionName": "alice", "ExternalId": "a:b/c", "DurationSeconds": 1800, "ProvidedContexts": [],
        "Policy": "{\"Version\":\"2012-10-17\",\"Statement\":[]}", "Tags": [{"Key": "Team", "Value": "Core, infra"},
        {"Key": "Stage", "Value": "prod"}], "TransitiveTagKeys": ["Team"], "SourceIdentity": "alice@example.com",
        "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}, {"arn": "arn:aws:iam::111111111111:policy/p"}],
        "SerialNumber": "arn:aws:iam::333333333333:mfa/alice"}'"#;
    assert_eq!(one(skeleton), full());
    let object = skeleton.split_once('\'').expect("it has one").1.trim_end_matches('\'');
    assert_eq!(one(object), full());
}

#[test]
fn reads_the_steps_of_a_script_in_their_order() {
    let text = format!(
        "export $(printf \"K=%s S=%s T=%s\" $(aws sts assume-role --role-arn {HUB} --role-session-name a --query C.[A] --output text))\n\
         aws sts assume-role --role-arn='{PROD}' --role-session-name \"b\" --region us-gov-west-1 | jq . > out.json\n\
         echo done; aws sts assume-role --role-arn {HUB} --role-session-name c aws sts assume-role --role-arn {PROD}"
    );
    let hops = read_hops(&text).hops;
    assert_eq!(hops.iter().map(|hop| hop.role_arn.as_str()).collect::<Vec<_>>(), [HUB, PROD, HUB, PROD]);
    assert_eq!(hops[1].region.as_deref(), Some("us-gov-west-1"));
    let names: Vec<_> = hops.iter().map(|hop| hop.session_name.as_deref()).collect();
    assert_eq!(names, [Some("a"), Some("b"), Some("c"), None]);
}

#[test]
fn leaves_out_codes_and_variables_and_says_so() {
    let text = format!(
        "aws sts assume-role --role-arn {HUB} --role-session-name $USER --external-id \"${{EXTERNAL_ID}}\" \
         --serial-number arn:aws:iam::333333333333:mfa/alice --token-code 123456 --policy file://p.json --profile base"
    );
    let PastedHops { hops, notes } = read_hops(&text);
    assert_eq!(hops.len(), 1);
    assert_eq!((&hops[0].session_name, &hops[0].external_id, &hops[0].policy), (&None, &None, &None));
    let said: Vec<_> = notes.iter().map(|note| note.message.as_str()).collect();
    for part in ["RoleSessionName", "ExternalId", "The MFA code was left out", "Policy could not", "The profile"] {
        assert!(said.iter().any(|sentence| sentence.contains(part)), "{part}: {said:?}");
    }
    assert!(!format!("{hops:?} {said:?}").contains("123456"));
    for variable in ["$ROLE", "\"${ROLE}\"", "$(get role)", "%ROLE%", "$env:ROLE", "<role-arn>"] {
        let read = read_hops(&format!("aws sts assume-role --role-arn {variable} --role-session-name ab"));
        assert_eq!(read.hops[0].role_arn, "", "{variable}");
        assert!(read.notes[0].message.contains("RoleArn"), "{variable}");
    }
}

#[test]
fn reads_a_call_of_boto3() {
    let text = r#"
import boto3
sts = boto3.client("sts")
reply = sts.assume_role(
    RoleSessionName='alice',  # who, in CloudTrail
    RoleArn="arn:aws:iam::"
            "111111111111:role/Hub",
    ExternalId = ("a:b/c"),
    DurationSeconds=1_800,
    Tags=[{'Key': 'Team', 'Value': 'Core, infra'}, {"Value": "prod", "Key": "Stage"},],
    TransitiveTagKeys=['Team'],
    PolicyArns=[{'arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess'}, {'arn': 'arn:aws:iam::111111111111:policy/p'}],
    Policy='''{"Version":"2012-10-17","Statement":[]}''',
    SourceIdentity=r"alice@example.com", SerialNumber='arn:aws:iam::333333333333:mfa/alice',
)
credentials = reply["Credentials"]
"#;
    assert_eq!(one(text), full());
    let dumped = text.replace(
        "'''{\"Version\":\"2012-10-17\",\"Statement\":[]}'''",
        "json.dumps({'Version': \"2012-10-17\", 'Statement': []}, indent=2)",
    );
    let policy: serde_json::Value = serde_json::from_str(&one(&dumped).policy.expect("a policy")).expect("JSON");
    assert_eq!(policy, serde_json::json!({"Version": "2012-10-17", "Statement": []}));
}

#[test]
fn leaves_out_what_a_program_computes_and_says_so() {
    let text = format!(
        "sts.assume_role(RoleArn='{HUB}', RoleSessionName=f'run-{{number}}', ExternalId=os.environ['ID'], \
         DurationSeconds=int(x) * 60, TokenCode=input('code, please'), **more)\nsts.assume_role(RoleArn=role, RoleSessionName='b')"
    );
    let PastedHops { hops, notes } = read_hops(&text);
    assert_eq!(hops.len(), 2);
    assert_eq!(hops[0], Hop { role_arn: HUB.into(), ..Hop::default() });
    assert_eq!(hops[1].session_name.as_deref(), Some("b"));
    for part in ["RoleSessionName", "ExternalId", "DurationSeconds", "MFA code", "RoleArn"] {
        assert!(notes.iter().any(|note| note.message.contains(part)), "{part}: {notes:?}");
    }
}

#[test]
fn a_function_of_that_name_or_a_word_in_prose_is_no_hop() {
    let text = format!(
        "def assume_role(arn):\n  return sts.assume_role(RoleArn='{HUB}')\n\nUse assume-role with {PROD} then."
    );
    assert_eq!(arns(&text), [HUB, PROD]);
    assert_eq!(arns(&format!("aws sts assume-role-with-web-identity --role-arn {HUB}")), [HUB]);
    let js = format!("sts.assumeRole({{ RoleArn: \"{HUB}\", ExternalId: 'ab' }}, done)");
    assert_eq!(one(&js).external_id.as_deref(), Some("ab"));
}

#[test]
fn finds_roles_deep_in_a_document() {
    let deep = format!("{}{{\"RoleArn\": \"{HUB}\", \"ExternalId\": \"ab\"}}{}", "{\"a\": [".repeat(7), "]}".repeat(7));
    assert_eq!(one(&deep).external_id.as_deref(), Some("ab"));
    let unclosed = format!("{}{HUB}", "{\"a\": [1, ".repeat(2000));
    assert_eq!(arns(&unclosed), [HUB]);
}

#[test]
fn takes_no_more_roles_than_a_chain_has() {
    let text: String = (0..40).map(|n| format!("arn:aws:iam::{n:012}:role/r\n")).collect();
    let read = read_hops(&text);
    assert_eq!(read.hops.len(), MAX_HOPS);
    assert!(read.notes[0].message.contains("more than 16"));
}

/// A megabyte of what could be read again and again (less in a build for debugging, which is slow): it ends, or it does not.
#[test]
fn hostile_texts_end() {
    const SIZE: usize = if cfg!(debug_assertions) { 1 << 16 } else { 1 << 20 };
    for seed in [
        "{",
        "[{\"a\":",
        "{\"a\":[1,",
        "{\"\\\"",
        "{'''",
        "'\\'",
        "assume_role(",
        "assume_role(a=(",
        "assume_role(a='\\'",
        "assume-role ",
        "assume-role '",
        "assume-role \"\\\"",
        "assume-role $(",
        "assume-role <",
        "assume-role --tags Key=",
        "arn:",
        "arn:aws:iam::111111111111:role/",
        "arn:aws:sts::1:assumed-role/x ",
        "json.dumps(",
        "\\",
        "\\ ",
        "`\n",
        "{a:{",
        "{RoleArn:(",
        "assume_role(RoleArn=f'",
        "aws ",
        "“",
        "é",
        "\u{2003}",
        "\u{b}",
        "\0",
    ] {
        let text = seed.repeat(SIZE / seed.len());
        assert!(read_hops(&text).hops.len() <= MAX_HOPS, "{seed}");
        let part = seed.repeat(SIZE / 8 / seed.len());
        for opened in [
            format!("aws sts assume-role {part}"),
            format!("x.assume_role(RoleArn={part}"),
            format!("{{'RoleArn': {part}"),
        ] {
            assert!(read_hops(&opened).hops.len() <= MAX_HOPS, "{opened:.40}");
            // A byte less, so that pairs are broken too.
            let cut = opened.char_indices().next_back().map_or(0, |(at, _)| at);
            assert!(read_hops(&opened[..cut]).hops.len() <= MAX_HOPS, "{opened:.40}");
        }
    }
}

/// Text near the grammar: its pieces in any order.
fn near() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "aws sts assume-role ",
        "assume_role",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        "'''",
        "\\",
        "\n",
        "`",
        "^",
        ",",
        ":",
        "=",
        " ",
        "--role-arn ",
        "--tags ",
        "Key=a,Value=b ",
        "--policy-arns ",
        "--transitive-tag-keys ",
        "--cli-input-json ",
        "RoleArn",
        "Tags",
        "$",
        "${X}",
        "$(",
        "<",
        ">",
        "file://",
        "f'",
        "r\"",
        "json.dumps(",
        "None",
        "1_0",
        "“",
        "”",
        "#",
        "//",
        "\\u12",
        "é",
        "\u{2003}",
        "\u{b}",
        "\u{a0}",
        HUB,
        "arn:aws:sts::111111111111:assumed-role/a/b",
        "TokenCode",
        "DurationSeconds",
        "900",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(String::from), 1 => any::<String>()], 0..40)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_text_stops_it(text in prop_oneof![near(), any::<String>()]) {
        let read = read_hops(&text);
        prop_assert!(read.hops.len() <= MAX_HOPS);
        prop_assert!(!read.hops.is_empty() || !read.notes.is_empty());
    }

    #[test]
    fn no_bytes_stop_it(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_hops(&String::from_utf8_lossy(&bytes));
    }
}
