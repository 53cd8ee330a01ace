//! What other tools than AWS's keep, read as chains and sources.

use rolerelay::aws::credentials::Secret;
use rolerelay::chain::finding::Severity;
use rolerelay::chain::{Chain, Colour, Source};
use rolerelay::interchange::import::{ImportFile, ImportFormat, ImportPlan, Kept, plan};

fn read(text: &str) -> ImportPlan {
    plan(&files(text), &Kept::default())
}

fn files(text: &str) -> [ImportFile; 1] {
    [ImportFile { name: "file".into(), text: Secret::new(text) }]
}

fn chains(plan: &ImportPlan) -> Vec<&Chain> {
    plan.chains.iter().map(|planned| &planned.chain).collect()
}

fn sources(plan: &ImportPlan) -> Vec<&Source> {
    plan.sources.iter().map(|planned| &planned.source).collect()
}

#[track_caller]
fn chain<'a>(plan: &'a ImportPlan, name: &str) -> &'a Chain {
    let found = plan.chains.iter().find(|planned| planned.chain.name == name);
    &found.unwrap_or_else(|| panic!("no {name}: {plan:?}")).chain
}

#[track_caller]
fn source<'a>(plan: &'a ImportPlan, name: &str) -> &'a Source {
    let found = plan.sources.iter().find(|planned| planned.source.name == name);
    &found.unwrap_or_else(|| panic!("no {name}: {plan:?}")).source
}

/// The notes as (severity, entry, sentence).
fn notes(plan: &ImportPlan) -> Vec<(Severity, Option<&str>, &str)> {
    plan.notes.iter().map(|note| (note.severity, note.profile.as_deref(), note.message.as_str())).collect()
}

#[track_caller]
fn says(plan: &ImportPlan, severity: Severity, profile: Option<&str>, part: &str) {
    let notes = notes(plan);
    assert!(notes.iter().any(|(s, p, m)| *s == severity && *p == profile && m.contains(part)), "{part}: {notes:?}");
}

/// The second import of the same text finds everything as it left it.
#[track_caller]
fn twice_changes_nothing(text: &str) {
    let first = read(text);
    let kept = Kept {
        chains: chains(&first).into_iter().cloned().collect(),
        sources: sources(&first).into_iter().cloned().collect(),
        ..Kept::default()
    };
    let again = plan(&[ImportFile { name: "file".into(), text: Secret::new(text) }], &kept);
    assert_eq!((again.chains, again.sources), (vec![], vec![]));
    assert_eq!(again.same.len(), kept.chains.len());
}

const AESR: &str = "
[organization1]
aws_account_id = your-account-alias
target_role_name = Developer ; of all below
target_region = eu-west-1

[Org1-Role1]# a comment without a blank
role_arn = arn:aws:iam::123456789012:role/team/Role1
source_profile = organization1
color = ffaaee
image = \"https://example.com/a.png\"

  [profile Org1-Dev]
  aws_account_id = 210987654321#dev
  source_profile = organization1
  region = eu-central-1

[china]
aws_account_id = 333333333333
role_name = ops/Admin
region = cn-north-1
color = 00f

[alias]
aws_account_id = some-alias
role_name = Admin

[deep]
role_arn = arn:aws:iam::444444444444:role/Deep
source_profile = Org1-Role1
";

#[test]
fn an_account_may_be_written_as_the_console_shows_it() {
    let text = "[a]\naws_account_id = 1234-5678-9012\nrole_name = Dev\n[b]\naws_account_id = 12345-678-9012\nrole_name = Dev\n";
    let plan = read(text);
    assert_eq!(chain(&plan, "a").hops[0].role_arn, "arn:aws:iam::123456789012:role/Dev");
    says(&plan, Severity::Warning, Some("b"), "alias");
}

#[test]
fn reads_aesr() {
    let plan = read(AESR);
    assert_eq!(plan.formats, [Some(ImportFormat::Aesr)]);
    let base = source(&plan, "organization1");
    let role1 = chain(&plan, "Org1-Role1");
    assert_eq!(role1.hops[0].role_arn, "arn:aws:iam::123456789012:role/team/Role1");
    assert_eq!((&role1.source_id, role1.colour), (&base.id, Some(Colour::Purple)));
    assert_eq!(role1.region.as_deref(), Some("eu-west-1"));
    let dev = chain(&plan, "Org1-Dev");
    assert_eq!(dev.hops[0].role_arn, "arn:aws:iam::210987654321:role/Developer");
    assert_eq!(dev.region.as_deref(), Some("eu-central-1"));
    let china = chain(&plan, "china");
    assert_eq!(china.hops[0].role_arn, "arn:aws-cn:iam::333333333333:role/ops/Admin");
    assert_eq!((&china.source_id, china.colour), (&source(&plan, "AESR sign-in").id, Some(Colour::Blue)));
    assert_eq!(chain(&plan, "deep").parent_id.as_ref(), Some(&role1.id));
    says(&plan, Severity::Warning, Some("alias"), "by an alias");
    says(&plan, Severity::Warning, None, "keys of 2 sources");
    assert_eq!((plan.chains.len(), plan.sources.len()), (4, 2));
    twice_changes_nothing(AESR);
}

#[test]
fn reads_the_json_of_aesr_alike() {
    let json = r#"{
      "singles": [{ "name": "china", "aws_account_id": "333333333333", "role_name": "ops/Admin", "region": "cn-north-1" }],
      "complexes": [{ "name": "organization1", "aws_account_id": "000000000001", "aws_account_alias": "x",
        "target_role_name": "Developer", "target_region": "eu-west-1",
        "targets": [{ "name": "Org1-Dev", "aws_account_id": "210987654321", "region": "eu-central-1" }] }]
    }"#;
    let (plan, ini) = (read(json), read(AESR));
    assert_eq!(plan.formats, [Some(ImportFormat::Aesr)]);
    assert_eq!(chain(&plan, "Org1-Dev"), chain(&ini, "Org1-Dev"));
    assert_eq!(source(&plan, "organization1"), source(&ini, "organization1"));
    twice_changes_nothing(json);
}

#[test]
fn says_what_aesr_would_refuse() {
    let base = "[a]\naws_account_id = 111111111111\nrole_name = A\n";
    says(&read(&format!("{base}nonsense")), Severity::Error, None, "no equals sign");
    says(&read(&format!("x = 1\n{base}")), Severity::Error, None, "before the first profile");
    says(&read("[a]\nrole_name = A\nsource_profile = b"), Severity::Warning, Some("a"), "not in the configuration");
    says(&read(&format!("{base}source_profile = a")), Severity::Warning, Some("a"), "leads back to it");
    says(&read("{\"singles\": [{\"aws_account_id\": \"1\"}]}"), Severity::Error, None, "not AESR’s");
    assert_eq!(read(&format!("{base}nonsense")).notes[0].line, Some(4));
    let orphan =
        read("[b]\nrole_name = B\nsource_profile = gone\n[c]\naws_account_id = 1\nrole_name = C\nsource_profile = b");
    assert_eq!(orphan.chains, []);
    says(&orphan, Severity::Warning, Some("c"), "12 digits");
    let config = "[profile a]\naws_account_id = 111111111111\nrole_arn = arn:aws:iam::111111111111:role/A\nsource_profile = default";
    assert_eq!(read(config).formats, [Some(ImportFormat::AwsConfig)], "whose account it names");
}

const AWS_SSO: &str = r"
SSOConfig:
  Main:
    SSORegion: eu-west-1
    StartUrl: https://example.awsapps.com/start
    Accounts:
      111111111111:
        Name: hub
        Tags: &tags { Env: prod, Color: turquoise, Icon: pet }
        Roles:
          Base:
            Profile: hub-base
          Jump:
            Via: arn:aws:iam::111111111111:role/Base
            DefaultRegion: eu-north-1
          Unused:
      001234567890:
        Tags:
          <<: *tags
          Env: dev
        Roles:
          Deploy:
            Profile: deploy
            Via: 111111111111:Jump
            ExternalId: a:b/c
            SourceIdentity: alice
          Elsewhere:
            Via: arn:aws:iam::999999999999:role/Foreign
          Circle:
            Via: 001234567890:Circle
DefaultRegion: us-east-2
";

#[test]
fn reads_aws_sso() {
    let plan = read(AWS_SSO);
    assert_eq!(plan.formats, [Some(ImportFormat::AwsSso)]);
    let base = source(&plan, "hub-base");
    let settings: Vec<_> = base.settings.iter().map(|it| (it.key.as_str(), it.value.as_str())).collect();
    let expected = [
        ("sso_session", "Main"),
        ("sso_account_id", "111111111111"),
        ("sso_role_name", "Base"),
        ("sso-session.sso_start_url", "https://example.awsapps.com/start"),
        ("sso-session.sso_region", "eu-west-1"),
    ];
    assert_eq!(settings, expected);
    let jump = chain(&plan, "hub:Jump");
    assert_eq!((&jump.source_id, jump.colour), (&base.id, Some(Colour::Teal)));
    assert_eq!((jump.region.as_deref(), &jump.tags), (Some("eu-north-1"), &vec!["Env=prod".to_string()]));
    let deploy = chain(&plan, "deploy");
    assert_eq!(deploy.parent_id.as_ref(), Some(&jump.id));
    assert_eq!(deploy.hops[0].role_arn, "arn:aws:iam::001234567890:role/Deploy");
    assert_eq!(deploy.hops[0].external_id.as_deref(), Some("a:b/c"));
    assert_eq!(deploy.hops[0].source_identity.as_deref(), Some("alice"));
    assert_eq!((deploy.region.as_deref(), &deploy.tags), (Some("us-east-2"), &vec!["Env=dev".to_string()]));
    assert_eq!(chain(&plan, "001234567890:Elsewhere").source_id, source(&plan, "999999999999:Foreign").id);
    says(&plan, Severity::Warning, Some("001234567890:Circle"), "leads back to it");
    // Those without Via open with Identity Center's own session.
    for name in ["hub-base", "hub:Unused"] {
        let own = chain(&plan, name);
        assert_eq!((&own.source_id, own.hops.len(), own.colour), (&source(&plan, name).id, 0, Some(Colour::Teal)));
    }
    twice_changes_nothing(AWS_SSO);
    let nowhere = read(&AWS_SSO.replace("    StartUrl: https://example.awsapps.com/start\n", ""));
    says(&nowhere, Severity::Warning, None, "1 roles without Via");
}

#[test]
fn bounds_what_yaml_unfolds_to() {
    let mut laughs = String::from("SSOConfig:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..=9 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs += &format!("  a{level}: &a{level} [{items}]\n");
    }
    says(&read(&laughs), Severity::Error, None, "unfolds to more than 400,000");
    let roles = "Roles: &r { Role: { Via: '1:x' } }";
    let portal = "SSOConfig:\n  one: &one {{ Accounts: &a { 1: { ROLES } } }}\n"
        .replace("{{", "{")
        .replace("}}", "}")
        .replace("ROLES", roles);
    let many: String = (0..200_000).map(|n| format!("  p{n}: *one\n")).collect();
    says(&read(&(portal + &many)), Severity::Error, None, "unfolds to more than 400,000");
    says(&read(&format!("SSOConfig:\n  a: {}", "[".repeat(200))), Severity::Error, None, "YAML is");
    says(&read(&format!("SSOConfig:\n {}", "- ".repeat(500_000))), Severity::Error, None, "YAML is");
    says(&read("SSOConfig: &a [*a]"), Severity::Error, None, "alias stands for nothing");
    says(&read("SSOConfig:\n\tx: 1"), Severity::Error, None, "malformed");
}

const LEAPP: &str = r#"{
  "_sessions": [
    { "type": "awsIamUser", "sessionId": "u1", "sessionName": "alice", "region": "us-east-1", "profileId": "p",
      "mfaDevice": "arn:aws:iam::111111111111:mfa/alice", "status": 0 },
    { "type": "awsIamRoleChained", "sessionId": "c1", "sessionName": "prod admin", "region": "eu-west-1", "profileId": "p",
      "roleArn": "arn:aws:iam::222222222222:role/Admin", "parentSessionId": "u1", "roleSessionName": "assumed-from-leapp" },
    { "type": "awsIamRoleChained", "sessionId": "c2", "sessionName": "of sso", "region": "eu-west-1",
      "roleArn": "arn:aws:iam::333333333333:role/Ops", "parentSessionId": "s1" },
    { "type": "awsIamRoleChained", "sessionId": "c3", "sessionName": "lost", "region": "eu-west-1",
      "roleArn": "arn:aws:iam::333333333333:role/Ops", "parentSessionId": "gone" },
    { "type": "awsIamRoleChained", "sessionId": "c4", "sessionName": "of lost", "region": "eu-west-1",
      "roleArn": "arn:aws:iam::333333333333:role/Ops", "parentSessionId": "c3" },
    { "type": "awsSsoRole", "sessionId": "s1", "sessionName": "portal admin", "region": "eu-west-1",
      "roleArn": "arn:aws:iam::444444444444/AdministratorAccess", "awsSsoConfigurationId": "i1" },
    { "type": "awsSsoRole", "sessionId": "s2", "sessionName": "unused", "region": "eu-west-1", "roleArn": "x" },
    { "type": "awsIamRoleFederated", "sessionId": "f1", "sessionName": "saml", "region": "eu-west-1", "roleArn": "x" },
    { "type": "azure", "sessionId": "a1", "sessionName": "azure", "region": "x" }
  ],
  "_awsSsoIntegrations": [{ "id": "i1", "alias": "acme", "portalUrl": "https://acme.awsapps.com/start", "region": "eu-west-1" }],
  "_defaultRegion": "us-east-1"
}"#;

#[test]
fn reads_leapp() {
    let plan = read(LEAPP);
    assert_eq!(plan.formats, [Some(ImportFormat::Leapp)]);
    let alice = source(&plan, "alice");
    assert_eq!((alice.mfa_serial.as_deref(), alice.mfa_session), (Some("arn:aws:iam::111111111111:mfa/alice"), true));
    let admin = chain(&plan, "prod admin");
    assert_eq!((&admin.source_id, admin.hops[0].session_name.as_deref()), (&alice.id, Some("assumed-from-leapp")));
    let portal = source(&plan, "portal admin");
    assert_eq!(chain(&plan, "of sso").source_id, portal.id);
    let settings: Vec<_> = portal.settings.iter().map(|it| it.value.as_str()).collect();
    let expected = ["acme", "444444444444", "AdministratorAccess", "https://acme.awsapps.com/start", "eu-west-1"];
    assert_eq!(settings, expected);
    let own = chain(&plan, "portal admin");
    assert_eq!((&own.source_id, own.hops.len(), own.region.as_deref()), (&portal.id, 0, Some("eu-west-1")));
    assert_eq!((plan.chains.len(), plan.sources.len()), (3, 2));
    says(&plan, Severity::Warning, Some("lost"), "not in the workspace");
    says(&plan, Severity::Warning, Some("of lost"), "was left out, or leads back");
    says(&plan, Severity::Warning, None, "not of AWS");
    twice_changes_nothing(LEAPP);
    says(&read("U2FsdGVkX18xMjM0NTY3ODkwYWJjZGVm"), Severity::Error, None, "encrypted");
    says(&read(&LEAPP[..LEAPP.len() - 9]), Severity::Error, None, "malformed");
}

#[test]
fn sessions_of_leapp_that_an_identity_provider_vouches_for_are_sources() {
    let session = |more: &str| {
        format!(
            r#"{{ "_sessions": [
    {{ "type": "awsIamRoleFederated", "sessionId": "f1", "sessionName": "corp", "region": "eu-west-1",
      "roleArn": "arn:aws:iam::111111111111:role/Hub"{more} }},
    {{ "type": "awsIamRoleChained", "sessionId": "c1", "sessionName": "prod", "region": "eu-west-1",
      "roleArn": "arn:aws:iam::222222222222:role/Admin", "parentSessionId": "f1" }} ],
  "_idpUrls": [{{ "id": "u1", "url": "https://corp.example.com/app" }}] }}"#
        )
    };
    let plan = read(&session(r#", "idpArn": "arn:aws:iam::111111111111:saml-provider/corp", "idpUrlId": "u1""#));
    let corp = source(&plan, "corp");
    let lines: Vec<_> = corp.settings.iter().map(|line| (line.key.as_str(), line.value.as_str())).collect();
    let expected = [
        ("saml_role_arn", "arn:aws:iam::111111111111:role/Hub"),
        ("saml_provider", "arn:aws:iam::111111111111:saml-provider/corp"),
        ("saml_sign_in_url", "https://corp.example.com/app"),
    ];
    assert_eq!(lines, expected);
    assert_eq!((chain(&plan, "prod").source_id.as_str(), chain(&plan, "corp").hops.len()), (corp.id.as_str(), 0));
    assert_eq!(plan.notes, [], "nothing is lost, and nobody has keys");
    // Without its provider nobody can sign in for it here.
    let without = read(&session(""));
    assert_eq!((source(&without, "corp").settings.len(), without.chains.len()), (0, 1));
    says(&without, Severity::Warning, None, "keeps keys elsewhere");
}

/// Leapp makes new ids where its sessions are set up anew.
#[test]
fn sessions_of_leapp_that_were_made_anew_are_found_by_their_sign_in_and_their_names() {
    let first = read(LEAPP);
    let kept = crate::import_plan::applied(&first, &Kept::default());
    let anew = LEAPP.replace("\"s1\"", "\"t1\"").replace("\"c2\"", "\"d2\"").replace("\"i1\"", "\"j1\"");
    let again = plan(&files(&anew), &kept);
    assert_eq!((again.chains.len(), again.same.len(), again.sources.len()), (0, 3, 0), "{:#?}", again.chains);
    // By another name it is another, as far as anybody knows.
    let other = plan(&files(&anew.replace("portal admin", "portal ops")), &kept);
    assert_eq!(other.sources.len(), 1);
    // An IAM user has no sign-in in the file: its role, or its MFA device, says whose it is.
    let users = anew.replace("\"u1\"", "\"v1\"");
    let again = plan(&files(&users), &kept);
    assert_eq!((again.chains.len(), again.sources.len()), (0, 0), "{:#?}", again.sources);
    let alone = r#"{"_sessions":[{"type":"awsIamUser","sessionId":"ID","sessionName":"alice","region":"us-east-1",
        "mfaDevice":"arn:aws:iam::111111111111:mfa/alice"}]}"#;
    let first = read(&alone.replace("ID", "u1"));
    says(&first, Severity::Hint, None, "without its region");
    let kept = crate::import_plan::applied(&first, &Kept::default());
    assert_eq!(plan(&files(&alone.replace("ID", "u2")), &kept).sources, []);
    let twice = LEAPP.replace("\"c1\"", "\"c2\"");
    says(&read(&twice), Severity::Warning, Some("of sso"), "has the same ID and says something else");
}

#[test]
fn a_text_of_roles_becomes_a_chain_without_a_source() {
    let text = "arn:aws:iam::111111111111:role/Hub\narn:aws:iam::222222222222:role/Prod";
    let plan = read(text);
    assert_eq!(plan.formats, [Some(ImportFormat::Roles)]);
    let chain = chain(&plan, "Prod · 222222222222");
    assert_eq!((chain.hops.len(), chain.source_id.as_str()), (2, ""));
    says(&plan, Severity::Warning, Some("Prod · 222222222222"), "Choose its source");
    twice_changes_nothing(text);
}

#[test]
fn reads_its_own_json_whole_or_not_at_all() {
    let good = r#"{"rolerelay":1,"chains":[{"id":"c1","name":"A","sourceId":"s1","hops":[{"roleArn":"x"}]}],"sources":[{"id":"s1","name":"B"}]}"#;
    let plan = read(good);
    assert_eq!(plan.formats, [Some(ImportFormat::Rolerelay)]);
    assert_eq!((plan.chains.len(), plan.sources.len(), plan.notes.len()), (1, 1, 0));
    twice_changes_nothing(good);
    for (change, to, said) in [
        ("\"rolerelay\":1", "\"rolerelay\":2", "version 2"),
        ("\"hops\":[", "\"hops\":[{},", "chains[0].hops[0] has no roleArn"),
        (
            "\"roleArn\":\"x\"",
            "\"roleArn\":\"x\",\"durationSeconds\":\"AKIA\"",
            "chains[0].hops[0].durationSeconds is not",
        ),
        ("\"id\":\"c1\"", "\"id\":\"c 1\"", "chains[0].id is not"),
        (
            "\"chains\":[",
            "\"chains\":[{\"id\":\"c1\",\"name\":\"A\",\"sourceId\":\"\",\"hops\":[]},",
            "chains[1].id is there twice",
        ),
        ("]}", "", "not whole JSON"),
        ("\"rolerelay\":1", "\"rolerelay\":\"backup\"", "Restore it on the page Protection"),
    ] {
        let plan = read(&good.replace(change, to));
        says_somewhere(&plan, said);
        assert_eq!((plan.chains.len(), plan.sources.len()), (0, 0), "{said}");
        assert!(!format!("{:?}", plan.notes).contains("AKIA"), "a value is quoted");
    }
    says(
        &read(&good.replace("\"roleArn\"", "\"externalID\":\"y\",\"roleArn\"")),
        Severity::Warning,
        None,
        "chains.0.hops.0.externalID",
    );
}

#[track_caller]
fn says_somewhere(plan: &ImportPlan, part: &str) {
    let notes = notes(plan);
    assert!(notes.iter().any(|(s, _, m)| *s == Severity::Error && m.contains(part)), "{part}: {notes:?}");
}
