//! Nothing that a person brings is lost without a word: whatever is put into a valid text, at whatever place, the result or
//! the notes become others.

use rolerelay::aws::credentials::Secret;
use rolerelay::interchange::import::{ImportFile, Kept, plan, read_hops};

fn planned(name: &str, text: &str) -> String {
    let plan = plan(&[ImportFile { name: name.into(), text: Secret::new(text) }], &Kept::default());
    format!(
        "{plan:#?}{:?}",
        plan.credentials.iter().map(|it| it.credentials.secret_access_key.expose()).collect::<Vec<_>>()
    )
}

/// Each of `more` at the begin of each line of `text`, held against a line of `idle` at that place: so the lines below have the
/// same numbers in both.
#[track_caller]
fn each_line_counts(name: &str, text: &str, idle: &str, more: &[&str]) -> usize {
    let starts = (0..=text.len()).filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n');
    let mut tried = 0;
    for at in starts {
        let with = |line: &str| format!("{}{line}\n{}", &text[..at], &text[at..]);
        for line in more {
            let idle = vec![idle; line.matches('\n').count() + 1].join("\n");
            let (with, without) = (planned(name, &with(line)), planned(name, &with(&idle)));
            assert!(with != without, "“{line}” vanishes at byte {at} of\n{text}");
            tried += 1;
        }
    }
    tried
}

const CONFIGS: [&str; 5] = [
    "[profile base]\naws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq\n\
     mfa_serial = arn:aws:iam::123456789012:mfa/me\n[profile hub]\nrole_arn = arn:aws:iam::123456789012:role/Hub\nsource_profile = base\n\
     region = eu-west-1\n# why\n[profile end]\nrole_arn = arn:aws:iam::210987654321:role/End\nsource_profile = hub\nexternal_id = a/b\n",
    "[default]\nregion = us-east-1\n[profile a]\nrole_arn = arn:aws:iam::123456789012:role/A\ncredential_source = Environment\n\
     duration_seconds = 900\ns3 =\n  max_queue_size = 1\n[plain]\nrole_arn = arn:aws:iam::123456789012:role/B\n\
     [profile default]\noutput = json\n",
    "  [profile \"a b\"]\n  role_arn = arn:aws:iam::123456789012:role/A\n  source_profile = c\n  [profile c] text\n  \
     credential_process = /opt/get-keys --for me\n",
    "[profile bad]\nrole_arn = arn:aws:iam::12:role/A\nsource_profile = c\n[profile on-bad]\nrole_arn = arn:aws:iam::123456789012:role/A\n\
     source_profile = bad\n[profile c\nrole_arn = arn:aws:iam::123456789012:role/C\n",
    "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n[profile sso]\nsso_session = corp\n\
     sso_account_id = 123456789012\nsso_role_name = Admin\n[profile a]\nrole_arn = arn:aws:iam::123456789012:role/A\nsource_profile = sso\n\
     include_profile = common\njump_role_arn = arn:aws:iam::123456789012:role/Jump\n[profile common]\nsession_tags = a=b,c=d\n",
];

/// Settings of AWS's tools, of aws-vault, aws-runas, granted, AESR and of nobody; lines that go on; sections; roles.
const SETTINGS: [&str; 47] = [
    "role_arn = arn:aws:iam::345678901234:role/More",
    "source_profile = more",
    "credential_source = EcsContainer",
    "external_id = more",
    "role_session_name = more",
    "duration_seconds = 1800",
    "duration_seconds = soon",
    "mfa_serial = arn:aws:iam::345678901234:mfa/more",
    "web_identity_token_file = /var/more",
    "credential_process = more --keys",
    "aws_access_key_id = AKIAQAAAAAAAGMKEM7Y6",
    "aws_secret_access_key = More/base+key0123456789abcdefghijklmnopq",
    "aws_session_token = More/of+a+token",
    "aws_security_token = More/of+a+token",
    "aws_expiration = 2026-11-29T12:00:00Z",
    "x_security_token_expires = soon",
    "endpoint_url = https://more",
    "sts_regional_endpoints = legacy",
    "use_fips_endpoint = true",
    "include_profile = more",
    "parent_profile = more",
    "session_tags = more=1",
    "session_tags = more",
    "transitive_session_tags = more",
    "source_identity = more",
    "mfa_process = more --code",
    "jump_role_arn = arn:aws:iam::345678901234:role/More",
    "granted_color = red",
    "granted_sso_start_url = https://more",
    "granted_sso_role_name = more",
    "role_duration = 1900",
    "role_duration = soon",
    "color = 00ff00",
    "color = more",
    "image = https://more",
    "role_name = More",
    "target_role_name = More",
    "target_region = eu-central-1",
    "aws_account_id = 345678901234",
    "more = 1",
    "more: 1",
    "mo re = 1",
    "more",
    "= more",
    "[profile more]\nrole_arn = arn:aws:iam::345678901234:role/More\ncredential_source = Environment",
    "[more]\nrole_arn = arn:aws:iam::345678901234:role/More",
    "more =\n  of = 1",
];

#[test]
fn no_line_of_a_config_file_vanishes() {
    let tried: usize = CONFIGS.iter().map(|text| each_line_counts("config", text, "#", &SETTINGS)).sum();
    let indented: Vec<String> = SETTINGS[..44].iter().map(|line| format!("    {line}")).collect();
    let indented: Vec<&str> = indented.iter().map(String::as_str).collect();
    // Below s3 an indented line is one of S3's own settings.
    let texts = CONFIGS.map(|text| text.replace("s3 =\n  max_queue_size = 1\n", ""));
    let tried = tried + texts.iter().map(|text| each_line_counts("config", text, "#", &indented)).sum::<usize>();
    assert!(tried > 4000, "{tried} lines were tried");
}

#[test]
fn no_line_of_a_credentials_file_vanishes() {
    for text in CONFIGS {
        let text = text.replace("[profile ", "[").replace("[sso-session corp]\n", "[corp]\n").replace("\"a b\"", "a-b");
        each_line_counts("credentials", &text, "#", &SETTINGS);
    }
}

const AESR: &str = "[org]\naws_account_id = 111111111111\ntarget_role_name = Dev\ntarget_region = eu-west-1\n[a]\nrole_arn = arn:aws:iam::123456789012:role/A\n\
                    source_profile = org\ncolor = ffaaee\n[b]\naws_account_id = 210987654321\nsource_profile = org\n[bad]\naws_account_id = alias\n\
                    role_name = X\n[on-bad]\nrole_name = Y\naws_account_id = 210987654321\nsource_profile = bad\n";

#[test]
fn no_line_of_an_aesr_configuration_vanishes() {
    let lines = [
        "role_arn = arn:aws:iam::345678901234:role/More",
        "source_profile = a",
        "source_profile = more",
        "role_name = More",
        "aws_account_id = 345678901234",
        "aws_account_alias = more",
        "external_id = more",
        "role_session_name = more",
        "mfa_serial = more",
        "region = eu-central-1",
        "color = 00ff00",
        "color = more",
        "image = https://more",
        "output = more",
        "endpoint_url = https://more",
        "more = 1",
        "more",
        "[more]",
        "[a]\nrole_arn = arn:aws:iam::345678901234:role/More",
    ];
    assert!(each_line_counts("", AESR, "#", &lines) > 250);
}

const AWS_SSO: &str = "SSOConfig:\n  Main:\n    SSORegion: eu-west-1\n    StartUrl: https://example.awsapps.com/start\n    Accounts:\n      111111111111:\n        Name: hub\n        Roles:\n          Jump:\n            Via: arn:aws:iam::111111111111:role/Base\n            DefaultRegion: eu-north-1\n            Tags:\n              Env: prod\n          Base:\n            Profile: base\n";

#[test]
fn no_key_of_aws_sso_vanishes() {
    // Each at the indentation of the line that it stands before.
    let mut tried = 0;
    let starts: Vec<usize> = (1..AWS_SSO.len()).filter(|at| AWS_SSO.as_bytes()[at - 1] == b'\n').collect();
    for at in starts {
        let (before, after) = AWS_SSO.split_at(at);
        let indent = &after[..after.len() - after.trim_start().len()];
        for more in [
            "More: 1",
            "More: { Of: 1 }",
            "More: [{ Of: 1 }]",
            "ConsoleDuration: 60",
            "ExternalId: more",
            "SourceIdentity: more",
            "ARN: more",
        ] {
            let text = format!("{before}{indent}{more}\n{after}");
            assert!(
                planned("", &text) != planned("", &format!("{before}{indent}# more\n{after}")),
                "{more} vanishes in\n{text}"
            );
            tried += 1;
        }
    }
    assert!(tried > 80, "{tried} keys were tried");
}

const LEAPP: &str = r#"{"_sessions": [
 {"type": "awsIamUser", "sessionId": "u1", "sessionName": "alice", "region": "us-east-1", "profileId": "p"},
 {"type": "awsIamRoleChained", "sessionId": "c1", "sessionName": "prod", "region": "eu-west-1",
  "roleArn": "arn:aws:iam::222222222222:role/Admin", "parentSessionId": "u1"}],
 "_awsSsoIntegrations": [{"id": "i1", "alias": "acme", "portalUrl": "https://acme.awsapps.com/start", "region": "eu-west-1"}]}"#;

const AESR_JSON: &str = r#"{"singles": [{"name": "china", "aws_account_id": "333333333333", "role_name": "ops/Admin"}],
 "complexes": [{"name": "org", "target_role_name": "Dev", "targets": [{"name": "dev", "aws_account_id": "210987654321"}]}]}"#;

const OWN: &str = r#"{"rolerelay":1,"chains":[{"id":"c1","name":"A","sourceId":"s1","hops":[{"roleArn":"arn:aws:iam::222222222222:role/Admin"}]}],
 "sources":[{"id":"s1","name":"B"}]}"#;

#[test]
fn no_member_of_json_vanishes() {
    for text in [LEAPP, AESR_JSON, OWN] {
        for (at, _) in text.match_indices('{') {
            for more in [r#""more": 1,"#, r#""more": {"of": 1},"#, r#""more": "x","#, r#""more": [],"#] {
                let with = format!("{}{more}{}", &text[..=at], &text[at + 1..]);
                assert!(planned("", &with) != planned("", text), "{more} vanishes in\n{with}");
            }
        }
    }
    let session =
        r#"{"type": "awsSsoRole", "sessionId": "s9", "sessionName": "more", "region": "eu-west-1", "roleArn": "x"},"#;
    assert!(
        planned("", &LEAPP.replacen(" {", &format!(" {session}{{"), 1)) != planned("", LEAPP),
        "a session vanishes"
    );
}

const ROLES: [&str; 14] = [
    "arn:aws:iam::111111111111:role/Hub\narn:aws:iam::222222222222:role/Prod\n",
    "aws sts assume-role \\\n  --role-arn arn:aws:iam::111111111111:role/Hub \\\n  --role-session-name me\n",
    "sts.assume_role(\n    RoleArn='arn:aws:iam::111111111111:role/Hub',\n    RoleSessionName='me',\n)\n",
    "fromTemporaryCredentials({\n  params: {\n    RoleArn: 'arn:aws:iam::111111111111:role/Hub',\n  },\n})\n",
    "provider \"aws\" {\n  assume_role {\n    role_arn = \"arn:aws:iam::111111111111:role/Hub\"\n    session_name = \"me\"\n  }\n}\n",
    "with:\n  role-to-assume: arn:aws:iam::111111111111:role/Hub\n  role-session-name: me\n",
    "Assume the role Hub in account 111111111111,\nthen Prod in account 222222222222.\n",
    "Account: 111111111111\nRole: Hub\nExternal ID: a-1\n",
    "<table>\n<tr><th>Account ID</th><th>Role</th><th>External ID</th></tr>\n<tr><td>111111111111</td><td>Hub</td><td>a-1</td></tr>\n</table>\n",
    "ACCOUNT ID    ROLE  EXTERNAL ID\n111111111111  Hub   a-1\n222222222222  Prod  a-2\n",
    "Account ID,111111111111,222222222222\nRole,Hub,Prod\nExternal ID,a-1,a-2\n",
    "role_arn,external_id,why\narn:aws:iam::111111111111:role/Hub,a-1,\"one two\"\narn:aws:iam::222222222222:role/Prod,a-2,\"x\"\n",
    "accounts:\n- account_id: '111111111111'\n  role: Hub\n- account_id: '222222222222'\n  role: Prod\n",
    "one:\n  role_arn: arn:aws:iam::111111111111:role/Hub\ntwo:\n  role_arn: arn:aws:iam::222222222222:role/Prod\n",
];

#[test]
fn no_line_of_two_provider_blocks_vanishes() {
    let block = |role: &str| format!("provider \"aws\" {{\n  assume_role {{\n    role_arn = \"{role}\"\n  }}\n}}\n");
    let text =
        format!("{}{}", block("arn:aws:iam::111111111111:role/Hub"), block("arn:aws:iam::222222222222:role/Prod"));
    let lines = [
        "arn:aws:iam::345678901234:role/More",
        "    external_id = \"more\"",
        "provider \"aws\" {\n  assume_role { role_arn = \"arn:aws:iam::345678901234:role/More\" }\n}",
        "aws sts assume-role --role-arn arn:aws:iam::345678901234:role/More",
    ];
    assert_eq!(each_line_counts("main.tf", &text, "# why", &lines), 44);
}

#[test]
fn no_line_of_a_text_of_roles_vanishes() {
    let mut tried = 0;
    for text in ROLES {
        for at in (0..=text.len()).filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n') {
            for line in [
                "arn:aws:iam::345678901234:role/More",
                "arn:aws:iam::${MORE}:role/More",
                "  external_id = \"more\"",
                "    ExternalId: 'more',",
                "  role-duration-seconds: 900",
                "  --source-identity more \\",
                "options.ExternalID = aws.String(more)",
                ".roleSessionName(\"more\")",
                "session_tags = more",
                "region: more",
                "source_profile = more",
                "aws sts assume-role --role-arn arn:aws:iam::345678901234:role/More",
                "https://signin.aws.amazon.com/switchrole?account=345678901234&roleName=More",
                "\"{\\\"RoleArn\\\": \\\"arn:aws:iam::345678901234:role/More\\\"}\"",
                "(comment \"arn:aws:iam::345678901234:role/More\")",
                "rem & rem arn:aws:iam::345678901234:role/More",
                "then the role More in account 345678901234",
                "the account 345678901234 too",
                "as the role More",
            ] {
                let with = format!("{}{line}\n{}", &text[..at], &text[at..]);
                assert!(told(&with) != told(text), "“{line}” vanishes in\n{with}");
                tried += 1;
            }
        }
    }
    assert!(tried > 350, "{tried} lines were tried");
}

/// Roles that stand in calls, commands and rows, each with a place for one more value, and in words.
const BY_PLACE: [&str; 9] = [
    "assume(\"HUB\"@)",
    "let c = assume(&client, \"HUB\"@).await?;",
    "session = assume(\n  'HUB'@\n)\nother = 1\n",
    "assume(\"PROD\", assume(\"HUB\"@))",
    "assume(assume(\"HUB\"@), \"PROD\")",
    "./assume.sh HUB@\n",
    "x = f(assume_role(\"HUB\"@))",
    "hub,HUB@\n",
    "HUB\tPROD@\n",
];

#[test]
fn no_value_beside_a_role_vanishes() {
    let mut tried = 0;
    for text in BY_PLACE {
        for value in ["x1", "ext-42", "900", "alice@example.com", "team/a"] {
            let is_program = text.contains('"') || text.contains('\'');
            let separator = match text {
                _ if is_program => ", ",
                _ if text.starts_with("./") => " ",
                _ if text.starts_with("hub,") => ",",
                _ => "\t",
            };
            let quoted = [format!("{separator}\"{value}\""), format!("{separator}'{value}'")];
            let values = if is_program { quoted.to_vec() } else { vec![format!("{separator}{value}")] };
            for more in values {
                let (with, without) = (roles(&text.replace('@', &more)), roles(&text.replace('@', "")));
                assert!(told(&with) != told(&without), "“{more}” vanishes in\n{with}");
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "{tried} values were tried");
}

/// What stands between a role and the next one, and whether the next one is assumed first. The words say it, and where they do not,
/// there is a note.
const BETWEEN: [(&str, bool); 26] = [
    (" -> ", false),
    ("\n", false),
    (", then ", false),
    (" to ", false),
    (" and from there ", false),
    (" <- ", true),
    (" ← ", true),
    (" ⬅ ", true),
    (" from ", true),
    (" via ", true),
    (" through ", true),
    (" is reached from ", true),
    (" trusts ", true),
    (" can be assumed by ", true),
    (" after ", true),
    (" using ", true),
    ("\n  * via ", true),
    ("\n  - from ", true),
    ("\n> from ", true),
    (", but first ", true),
    (" depends on ", true),
    (" builds on ", true),
    (" über ", true),
    (" depuis ", true),
    (" sits on top of ", true),
    (" unlocks ", false),
];

#[test]
fn no_order_is_turned_round_without_a_word() {
    let mut tried = 0;
    for (begin, end) in
        [("", ""), ("Assume ", "."), ("- ", "\n"), ("> ", "\n"), ("Our way: ", " (ask dana)\n"), ("| ", " |")]
    {
        for (between, is_turned) in BETWEEN {
            // What a document makes of the characters changes nothing.
            for nobreak in [" ", "\u{a0}", "\u{202f}"] {
                let text = roles(&format!("{begin}PROD{between}HUB{end}")).replace(' ', nobreak);
                let read = read_hops(&text);
                let arns: Vec<_> = read.hops.iter().map(|hop| hop.role_arn.as_str()).collect();
                let order = if is_turned { [HUB, PROD] } else { [PROD, HUB] };
                assert!(arns == order || !read.notes.is_empty(), "turned round without a word: {arns:?}\n{text}");
                assert_eq!(arns.len(), 2, "{text}");
                tried += 1;
            }
        }
    }
    assert!(tried > 400, "{tried} orders were tried");
}

fn roles(text: &str) -> String {
    text.replace("HUB", HUB).replace("PROD", PROD)
}

/// What is read of it and what is said of that, without the lines.
fn told(text: &str) -> String {
    let read = read_hops(text);
    format!("{:?}{:?}", read.hops, read.notes.into_iter().map(|note| note.message).collect::<Vec<_>>())
}

const HUB: &str = "arn:aws:iam::111111111111:role/Hub";
const PROD: &str = "arn:aws:iam::222222222222:role/Prod";
