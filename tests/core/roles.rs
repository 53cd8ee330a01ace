//! What is understood of pasted role ARNs, command lines and calls.

use proptest::prelude::*;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::{Hop, MAX_HOPS};
use rolerelay::interchange::import::{PastedHops, read_hops};

const HUB: &str = "arn:aws:iam::111111111111:role/Hub";
const PROD: &str = "arn:aws-us-gov:iam::222222222222:role/team/Deploy,Prod";

fn arns(text: &str) -> Vec<String> {
    read_hops(text).hops.into_iter().map(|hop| hop.role_arn).collect()
}

/// The only hop of the text, about which there is nothing to say.
#[track_caller]
fn one(text: &str) -> Hop {
    let PastedHops { mut hops, notes } = read_hops(text);
    assert_eq!(notes, [], "{text}");
    assert_eq!(hops.len(), 1, "{text}");
    hops.remove(0)
}

/// The sentences on the text.
fn said(text: &str) -> Vec<String> {
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

/// AWS's own page on it: the provider that is given as credentials is asked first, so the outer role is assumed from the inner.
#[test]
fn the_inner_of_nested_credentials_comes_first() {
    let prod = "arn:aws:iam::222222222222:role/Prod";
    for text in [
        "fromTemporaryCredentials({ params: { RoleArn: 'PROD', RoleSessionName: 'b' },\n  masterCredentials: fromTemporaryCredentials({ params: { RoleArn: 'HUB' } }) })",
        "fromTemporaryCredentials({ masterCredentials: fromTemporaryCredentials({ params: { RoleArn: 'HUB' } }), params: { RoleArn: 'PROD' } })",
        "new AWS.ChainableTemporaryCredentials({ params: {RoleArn: 'PROD'}, masterCredentials: new AWS.ChainableTemporaryCredentials({ params: {RoleArn: 'HUB'} }) });",
        "new Sts({ region: 'x', params: {RoleArn: 'PROD'}, clientConfig: { credentials: chain({ params: {RoleArn: 'HUB'} }) } })",
        "StsAssumeRoleCredentialsProvider.builder()\n  .refreshRequest(r -> r.roleArn(\"PROD\").roleSessionName(\"b\"))\n  .stsClient(StsClient.builder().credentialsProvider(StsAssumeRoleCredentialsProvider.builder()\n    .refreshRequest(r -> r.roleArn(\"HUB\")).build()).build())\n  .build();",
        "Aws::AssumeRoleCredentials.new(role_arn: 'PROD', client: Aws::STS::Client.new(credentials: Aws::AssumeRoleCredentials.new(role_arn: 'HUB')))",
        "new AssumeRoleCredentialProvider(['assume_role_params' => ['RoleArn' => 'PROD'], 'client' => new StsClient(['credentials' => new AssumeRoleCredentialProvider(['assume_role_params' => ['RoleArn' => 'HUB']])])])",
        "new AssumeRoleAWSCredentials(new AssumeRoleAWSCredentials(keys, \"HUB\", \"a\"), \"PROD\", \"b\");",
        "hub := NewAssumeRoleProvider(client, \"HUB\")\nprod := NewAssumeRoleProvider(sts.NewFromConfig(cfg), \"PROD\")",
        "const credentials = assume({ RoleArn: 'HUB' })\nconst other = assume({ RoleArn: 'PROD' })",
    ] {
        let text = text.replace("PROD", prod).replace("HUB", HUB);
        assert_eq!(arns(&text), [HUB, prod], "{text}");
    }
    let three = "f({ params: { RoleArn: 'PROD' }, masterCredentials: f({ params: { RoleArn: 'MID' }, masterCredentials: f({ params: { RoleArn: 'HUB' } }) }) })";
    let mid = "arn:aws:iam::333333333333:role/Mid";
    assert_eq!(arns(&three.replace("PROD", prod).replace("MID", mid).replace("HUB", HUB)), [HUB, mid, prod]);
}

#[test]
fn a_value_that_may_be_cut_is_a_finding_and_no_shorter_value() {
    for gap in [
        "${ROLE}",
        "$ROLE",
        "{{ role }}",
        "{role}",
        "<role-name>",
        "*",
        "%s",
        "…",
        "...",
        "\u{2013}name",
        "\u{2010}name",
        "?",
        "ü",
        "\\\nname",
    ] {
        for start in [
            "arn:aws:iam::111111111111:role/",
            "arn:aws:iam::111111111111:role/My",
            "arn:aws:iam::",
            "arn:aws:iam::111111111111:",
        ] {
            let read = read_hops(&format!("see {start}{gap} for it"));
            assert_eq!(read.hops, [], "{start}{gap}");
            assert!(!read.notes.is_empty(), "{start}{gap}");
        }
    }
    assert_eq!(read_hops("arn:${AWS::Partition}:iam::111111111111:role/x").hops, []);
    assert_eq!(arns(&format!("**{HUB}** and <b>{HUB}</b><br>")), [HUB], "marks of a document are none");
    for gap in ["<id>", "{{ id }}", "%s", "${ID}"] {
        let text = format!("sts.assume_role(RoleArn='{HUB}', ExternalId='pre-{gap}', RoleSessionName='{gap}')");
        let read = read_hops(&text);
        assert_eq!((&read.hops[0].external_id, &read.hops[0].session_name), (&None, &None), "{gap}");
        assert_eq!(read.notes.len(), 2, "{:?}", read.notes);
    }
}

#[test]
fn details_come_along_from_other_languages_and_tools() {
    let full = |hop: Hop| (hop.external_id, hop.session_name, hop.duration_seconds, hop.region);
    let wanted = (Some("a:b/c".to_string()), Some("alice".to_string()), Some(1800), Some("eu-west-1".to_string()));
    for text in [
        "Use-STSRole -RoleArn HUB -RoleSessionName alice -ExternalId \"a:b/c\" -DurationInSeconds 1800 -Region eu-west-1",
        "use-stsrole -Region eu-west-1 `\n  -RoleArn 'HUB' `\n  -ExternalId a:b/c -RoleSessionName alice -DurationInSeconds 1800",
        "      - uses: aws-actions/configure-aws-credentials@v4\n        with:\n          aws-region: eu-west-1\n          role-to-assume: HUB\n          role-session-name: alice\n          role-external-id: a:b/c\n          role-duration-seconds: 1800\n",
        "- amazon.aws.sts_assume_role:\n    role_arn: \"HUB\"\n    role_session_name: 'alice'\n    duration_seconds: 1800 # half an hour\n    external_id: a:b/c\n    region: eu-west-1\n",
        "provider \"aws\" {\n  assume_role {\n    role_arn     = \"HUB\"\n    session_name = \"alice\"\n    external_id  = \"a:b/c\"\n    duration     = \"30m\"\n    region = \"eu-west-1\"\n  }\n}\n",
        "[profile x]\nrole_arn = HUB\nrole_session_name = alice\nexternal_id = a:b/c\nduration_seconds = 1800\nregion = eu-west-1\n",
        "sts.assumeRole({ RoleArn: 'HUB', RoleSessionName: 'alice', ExternalId: 'a:b/c', DurationSeconds: 1800, region: 'eu-west-1' })",
        "Aws::AssumeRoleCredentials.new(assume: {role_arn: 'HUB', role_session_name: 'alice', external_id: 'a:b/c', duration_seconds: 1800, region: 'eu-west-1'})",
    ] {
        let text = text.replace("HUB", HUB);
        assert_eq!(full(one(&text)), wanted, "{text}");
    }
    let link = "https://signin.aws.amazon.com/switchrole?account=111111111111&roleName=team%2FHub&color=F2B0A9";
    assert_eq!(one(link).role_arn, "arn:aws:iam::111111111111:role/team/Hub");
    let link = "https://signin.amazonaws-us-gov.com/switchrole?roleName=Hub&account=111111111111&displayName=prod";
    assert_eq!(arns(link), ["arn:aws-us-gov:iam::111111111111:role/Hub"]);
    assert!(said(link)[0].contains("“displayName” was seen and not read"), "{:?}", said(link));
    assert!(said("https://signin.aws.amazon.com/switchrole?account=my-alias&roleName=Hub")[0].contains("12 digits"));
    let blocks = "  assume_role {\n    role_arn = \"HUB\"\n  }\n  assume_role {\n    role_arn = \"PROD\"\n    external_id = \"x1\"\n  }\n";
    let hops = read_hops(&blocks.replace("HUB", HUB).replace("PROD", "arn:aws:iam::222222222222:role/P")).hops;
    assert_eq!(hops.iter().map(|hop| hop.external_id.as_deref()).collect::<Vec<_>>(), [None, Some("x1")]);
}

#[test]
fn what_was_seen_and_not_read_is_told_of() {
    for text in [
        "o.ExternalID = aws.String(\"x\")",
        "    .externalId(\"x\")",
        "options.DurationSeconds = 900;",
        "session_tags:",
        "The external ID is x.",
        "source_profile = hub",
        "policy_arns",
    ] {
        for text in [format!("{HUB}\n\n{text}\n"), format!("{text}\n\nstscreds.New(client, \"{HUB}\")")] {
            assert!(said(&text).iter().any(|sentence| sentence.contains("was not read")), "{text}: {:?}", said(&text));
        }
    }
    assert!(
        said(&format!("aws sts assume-role --role-arn {HUB} --more 1"))[0].contains("“More” was seen and not read")
    );
    assert!(said(&format!("x({{ RoleArn: '{HUB}', ExtId: 'x' }})"))[0].contains("“ExtId”"));
}

#[test]
fn comments_and_the_characters_of_documents() {
    for mark in ["#", "//", ";", "-- ", "<!-- ", "REM "] {
        let read = read_hops(&format!("{HUB}\n{mark} arn:aws:iam::222222222222:role/Old\n"));
        assert_eq!((read.hops.len(), read.notes.len()), (1, 1), "{mark}: {read:?}");
    }
    let command = format!("aws sts assume-role --role-arn {HUB} --external-id \"a b\" --role-session-name alice");
    let plain = one(&command);
    for (from, to) in [
        ("--", "\u{2014}"),
        ("--", "\u{2013}"),
        ("--", "\u{2013}\u{2013}"),
        ("--", "\u{2212}\u{2212}"),
        ("--", "\u{2010}-"),
        (" --", "\u{a0}--"),
        (" --", "\u{202f}\u{2014}"),
        (" --", " \\\r--"),
        (" --", " \\\r\n> --"),
        (" --", " ^\r\nMore? --"),
        ("\"", "„"),
        ("\"", "«"),
        ("\"", "＂"),
        ("\"", "″"),
        ("aws", "\u{feff}aws"),
        ("arn:", "\u{200b}arn:"),
    ] {
        assert_eq!(one(&command.replace(from, to)), plain, "{from:?} as {to:?}");
    }
    let lines = format!("{HUB}\r{PROD}");
    assert_eq!(arns(&lines), [HUB, PROD]);
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
