//! Chains as text for other tools.

use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::{Chain, Colour, Hop, ReadOnly, Setting, ShapeAccount, Source};
use rolerelay::interchange::document::Document;
use rolerelay::interchange::export::{ExportForm, Exported, Reasons, write};
use rolerelay::policies::source::ExportSource;
use serde_json::{Value, json};

pub const HUB: &str = "arn:aws:iam::111111111111:role/Hub";
pub const PROD: &str = "arn:aws:iam::222222222222:role/team/Prod";

pub fn hop(role_arn: &str) -> Hop {
    Hop { role_arn: role_arn.into(), ..Hop::default() }
}

pub fn chain(id: &str, source_id: &str, hops: Vec<Hop>) -> Chain {
    Chain { id: id.into(), name: id.into(), source_id: source_id.into(), hops, ..Chain::default() }
}

pub fn child(id: &str, parent: &str, hops: Vec<Hop>) -> Chain {
    Chain { parent_id: Some(parent.into()), ..chain(id, "", hops) }
}

pub fn source(id: &str) -> ExportSource {
    ExportSource { source: Source { id: id.into(), name: id.into(), ..Source::default() }, account: None }
}

pub fn written(chains: &[Chain], sources: &[ExportSource], form: ExportForm) -> Exported {
    let ids: Vec<_> = chains.iter().map(|chain| chain.id.clone()).collect();
    write(&ids, chains, sources, form, &Reasons::default())
}

pub fn config(chains: &[Chain], sources: &[ExportSource]) -> Exported {
    written(chains, sources, ExportForm::AwsConfig)
}

/// The text without comments and blank lines.
fn lines(exported: &Exported) -> Vec<&str> {
    exported.text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[track_caller]
pub fn notes(exported: &Exported, parts: &[&str]) {
    for part in parts {
        assert!(exported.notes.iter().any(|note| note.message.contains(part)), "{part}: {:?}", exported.notes);
    }
}

#[test]
fn config_links_a_profile_for_each_hop() {
    let first = Hop {
        session_name: Some("{chain}-{hop}".into()),
        external_id: Some("a:b/c".into()),
        duration_seconds: Some(7200),
        mfa_serial: Some("arn:aws:iam::333333333333:mfa/alice".into()),
        ..hop(HUB)
    };
    let hub = Chain {
        session_name: Some("alice".into()),
        region: Some("eu-west-1".into()),
        ..chain("hub", "base", vec![first])
    };
    let prod = child("prod", "hub", vec![hop("arn:aws:iam::222222222222:role/Jump"), hop(PROD)]);
    let exported = write(
        &["prod".into()],
        &[prod, hub],
        &[source("base"), source("unused")],
        ExportForm::AwsConfig,
        &Reasons::default(),
    );
    let expected = [
        "[profile base]",
        "[profile hub]",
        "role_arn = arn:aws:iam::111111111111:role/Hub",
        "source_profile = base",
        "role_session_name = hub-1",
        "external_id = a:b/c",
        "duration_seconds = 7200",
        "mfa_serial = arn:aws:iam::333333333333:mfa/alice",
        "region = eu-west-1",
        "[profile prod-1]",
        "role_arn = arn:aws:iam::222222222222:role/Jump",
        "source_profile = hub",
        "role_session_name = alice",
        "[profile prod]",
        "role_arn = arn:aws:iam::222222222222:role/team/Prod",
        "source_profile = prod-1",
        "role_session_name = alice",
    ];
    assert_eq!(lines(&exported), expected);
    assert_eq!((exported.file_name.as_str(), exported.notes.as_slice()), ("config", &[][..]));
    assert!(exported.text.contains("# Its keys go into ~/.aws/credentials, under [base]."));
}

#[test]
fn config_says_in_a_comment_and_a_note_what_it_has_no_words_for() {
    let all = Hop {
        policy: Some("{\n  \"Version\": \"2012-10-17\"\n}".into()),
        policy_arns: vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".into()],
        session_tags: vec![SessionTag { key: "Team".into(), value: "Core".into(), transitive: true }],
        source_identity: Some("alice".into()),
        ..hop(HUB)
    };
    let next = Hop {
        session_name: Some("{user}".into()),
        duration_seconds: Some(7200),
        mfa_serial: Some("x".into()),
        ..hop(PROD)
    };
    let chain = Chain {
        destination: Some("/s3/home".into()),
        colour: Some(Colour::Teal),
        guard: Some("LIVE".into()),
        asks_reason: true,
        read_only: Some(ReadOnly::ReadOnlyAccess),
        tags: vec!["prod".into()],
        session_duration: Some(900),
        ..chain("prod", "base", vec![all, next])
    };
    let exported = config(&[chain], &[source("base")]);
    let said = [
        "session tags: Team=Core (transitive)",
        "source identity: alice",
        "session policy: {   \"Version\"",
        "managed session policies: arn:aws:iam::aws:policy/ReadOnlyAccess",
        "console page: /s3/home",
        "colours and tags: teal, prod",
        "asks before it opens: LIVE",
        "a ticket or a reason: asked for",
        "opens read-only: ReadOnlyAccess",
        "change from run to run: {user}",
        "lasts an hour at most: duration_seconds 7200",
        "console session lasts: 900",
        "call with MFA: x",
    ];
    for part in said {
        assert!(
            exported.text.lines().any(|line| line.starts_with("# ") && line.contains(part)),
            "{part}: {}",
            exported.text
        );
        notes(&exported, &[part.split(':').next().expect("it has one")]);
    }
    let kept = ["role_arn = arn:aws:iam::222222222222:role/team/Prod", "source_profile = prod-1"];
    assert_eq!(lines(&exported)[4..], [&["[profile prod]"], &kept[..]].concat());
}

#[test]
fn config_writes_where_a_source_has_its_keys_from() {
    let setting = |key: &str, value: &str| Setting { key: key.into(), value: value.into() };
    let sso = |id: &str, role: &str| {
        let settings = vec![
            setting("sso_session", "my portal"),
            setting("sso_account_id", "111111111111"),
            setting("sso_role_name", role),
            setting("sso-session.sso_start_url", "https://example.awsapps.com/start"),
            setting("sso-session.sso_region", "eu-west-1"),
        ];
        ExportSource { source: Source { settings, ..source(id).source }, account: None }
    };
    let exported = config(
        &[chain("a", "s1", vec![hop(HUB)]), chain("b", "s2", vec![hop(HUB)])],
        &[sso("s1", "Admin"), sso("s2", "Ops")],
    );
    let expected = [
        "[sso-session my-portal]",
        "sso_start_url = https://example.awsapps.com/start",
        "sso_region = eu-west-1",
        "[profile s1]",
        "sso_session = my-portal",
        "sso_account_id = 111111111111",
        "sso_role_name = Admin",
        "[profile s2]",
        "sso_session = my-portal",
    ];
    assert_eq!(lines(&exported)[..9], expected);

    let secret = [
        setting("aws_secret_access_key", "SECRET"),
        setting("region\n[profile x]", "1"),
        setting("credential_process", "tool"),
    ];
    let odd = ExportSource { source: Source { settings: secret.into(), ..source("s1").source }, account: None };
    let exported = config(&[chain("a", "s1", vec![hop(HUB)])], &[odd]);
    assert!(!exported.text.contains("SECRET"));
    assert_eq!(lines(&exported)[..2], ["[profile s1]", "credential_process = tool"]);
    notes(&exported, &["left out", "arguments of credential_process"]);
}

#[test]
fn config_gives_each_profile_a_name_that_it_can_have() {
    let named = |id: &str, name: &str| Chain { name: name.into(), ..chain(id, "base", vec![hop(HUB)]) };
    let chains =
        [named("1", "Größe ]\n[x]"), named("2", "same"), named("3", "same"), named("4", "default"), named("5", "🙂")];
    let base = ExportSource { source: Source { name: "same".into(), ..source("base").source }, account: None };
    let exported = config(&chains, &[base]);
    let sections: Vec<_> = lines(&exported).into_iter().filter(|line| line.starts_with('[')).collect();
    let expected =
        ["[profile same-3]", "[profile Gr-e-x]", "[profile same]", "[profile same-2]", "[default]", "[profile chain]"];
    assert_eq!(sections, expected);
    notes(&exported, &["same is now same-2", "same is now same-3", "🙂 is now chain"]);
}

#[test]
fn config_follows_a_shape_and_leaves_out_what_has_no_start() {
    let account = |id: &str, name: &str| ShapeAccount { id: id.into(), name: name.into(), tags: Vec::new() };
    let accounts = vec![account("222222222222", "pay"), account("333333333333", "ship")];
    let shape = Chain { accounts, ..child("admin", "hub", vec![hop("arn:aws:iam::{account}:role/Admin")]) };
    let lost = child("lost", "gone", vec![hop(PROD)]);
    let records = [chain("hub", "base", vec![hop(HUB)]), shape, lost];
    let exported = write(
        &["admin".into(), "lost".into(), "never".into()],
        &records,
        &[source("base")],
        ExportForm::AwsConfig,
        &Reasons::default(),
    );
    let pay = ["[profile pay-admin]", "role_arn = arn:aws:iam::222222222222:role/Admin", "source_profile = hub"];
    assert!(lines(&exported).windows(3).any(|window| window == pay), "{}", exported.text);
    assert!(exported.text.contains("role_arn = arn:aws:iam::333333333333:role/Admin"));
    notes(&exported, &["It was left out", "not here any more"]);
    let one =
        write(&["admin_333333333333".into()], &records, &[source("base")], ExportForm::AwsConfig, &Reasons::default());
    assert!(!one.text.contains("222222222222") && one.text.contains("[profile ship-admin]"));
    let own = write(
        &["admin_333333333333".into()],
        &records,
        &[source("base"), source("b2")],
        ExportForm::Rolerelay,
        &Reasons::default(),
    );
    let own: Document = serde_json::from_str(&own.text).expect("our own JSON");
    assert_eq!((own.chains, own.sources), (records[..2].to_vec(), vec![source("base").source]));
}

#[test]
fn own_json_of_everything_has_every_source() {
    let records = [chain("hub", "base", vec![hop(HUB)])];
    let own: Document =
        serde_json::from_str(&written(&records, &[source("base"), source("b2")], ExportForm::Rolerelay).text)
            .expect("JSON");
    assert_eq!(own.sources.len(), 2);
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rolerelay.schema.json");
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Document)).expect("a schema") + "\n";
    let schema = schema.replace("[`", "`").replace("`]", "`"); // links of rustdoc
    if std::env::var_os("WRITE_SCHEMA").is_some() {
        std::fs::write(path, &schema).expect("docs can be written");
    }
    let published = std::fs::read_to_string(path).unwrap_or_default();
    assert!(published == schema, "it is stale: run WRITE_SCHEMA=1 cargo test schema");
}

fn policies(chains: &[Chain], sources: &[ExportSource]) -> (Value, Exported) {
    let exported = written(chains, sources, ExportForm::PoliciesJson);
    (serde_json::from_str(&exported.text).expect("JSON"), exported)
}

#[test]
fn policies_let_each_hop_be_made() {
    let first = Hop {
        external_id: Some("a:b/c".into()),
        mfa_serial: Some("arn:aws:iam::333333333333:mfa/alice".into()),
        session_tags: vec![SessionTag { key: "Team".into(), value: "Core".into(), transitive: true }],
        ..hop(HUB)
    };
    let prod = child("prod", "hub", vec![Hop { source_identity: Some("alice".into()), ..hop(PROD) }]);
    let end = child("end", "prod", vec![hop("arn:aws:iam::111111111111:role/End")]);
    let plain = chain("plain", "base", vec![hop(HUB), hop(PROD)]);
    let (policies, exported) = policies(&[chain("hub", "base", vec![first]), prod, end, plain], &[source("base")]);
    assert_eq!((exported.file_name.as_str(), exported.notes.as_slice()), ("policies.json", &[][..]));
    let expected = json!({
        "roles": {
            "arn:aws:iam::111111111111:role/Hub": {
                "trustPolicy": { "Version": "2012-10-17", "Statement": [
                    { "Sid": "AssumeRole", "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::333333333333:root"] },
                      "Action": ["sts:AssumeRole"] },
                    { "Sid": "AssumeRole2", "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::333333333333:root"] },
                      "Action": ["sts:AssumeRole"], "Condition": {
                          "StringEquals": { "sts:ExternalId": "a:b/c" }, "Bool": { "aws:MultiFactorAuthPresent": "true" } } },
                    { "Sid": "TagSession", "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::333333333333:root"] },
                      "Action": ["sts:TagSession"] },
                ] },
                "permissionPolicy": { "Version": "2012-10-17", "Statement": [
                    { "Sid": "AssumeRole", "Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": [PROD] },
                    { "Sid": "AssumeRole2", "Effect": "Allow",
                      "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "Resource": [PROD] },
                ] },
            },
            "arn:aws:iam::222222222222:role/team/Prod": {
                "trustPolicy": { "Version": "2012-10-17", "Statement": [
                    { "Sid": "AssumeRole", "Effect": "Allow", "Principal": { "AWS": [HUB] }, "Action": ["sts:AssumeRole"] },
                    { "Sid": "TagSession", "Effect": "Allow", "Principal": { "AWS": [HUB] }, "Action": ["sts:TagSession"] },
                    { "Sid": "SetSourceIdentity", "Effect": "Allow", "Principal": { "AWS": [HUB] },
                      "Action": ["sts:SetSourceIdentity"] },
                ] },
                "permissionPolicy": { "Version": "2012-10-17", "Statement": [
                    { "Sid": "AssumeRole", "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                      "Resource": ["arn:aws:iam::111111111111:role/End"] },
                ] },
            },
            "arn:aws:iam::111111111111:role/End": {
                "trustPolicy": { "Version": "2012-10-17", "Statement": [
                    { "Sid": "AssumeRole", "Effect": "Allow", "Principal": { "AWS": [PROD] }, "Action": ["sts:AssumeRole"] },
                    { "Sid": "TagSession", "Effect": "Allow", "Principal": { "AWS": [PROD] }, "Action": ["sts:TagSession"] },
                    { "Sid": "SetSourceIdentity", "Effect": "Allow", "Principal": { "AWS": [PROD] },
                      "Action": ["sts:SetSourceIdentity"] },
                ] },
            },
        },
        "sources": { "base": { "account": "333333333333", "permissionPolicy": { "Version": "2012-10-17", "Statement": [
            { "Sid": "AssumeRole", "Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": [HUB] },
            { "Sid": "AssumeRole2", "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": [HUB] },
        ] } } },
    });
    assert_eq!(policies, expected);
}

#[test]
fn policies_know_the_partition_and_mark_an_unknown_account() {
    let gov = chain("gov", "base", vec![hop("arn:aws-us-gov:iam::111111111111:role/A")]);
    let (unknown, exported) = policies(std::slice::from_ref(&gov), &[source("base")]);
    let principal = "/roles/arn:aws-us-gov:iam::111111111111:role~1A/trustPolicy/Statement/0/Principal/AWS/0";
    assert_eq!(unknown.pointer(principal), Some(&json!("arn:aws-us-gov:iam::<account of base>:root")));
    notes(&exported, &["account of this source is not known"]);
    let known = ExportSource { account: Some("444444444444".into()), ..source("base") };
    assert_eq!(policies(&[gov], &[known]).0.pointer(principal), Some(&json!("arn:aws-us-gov:iam::444444444444:root")));
}

#[test]
fn policies_say_when_they_are_longer_than_iam_takes() {
    let end = |n: usize| child(&format!("c{n}"), "hub", vec![hop(&format!("arn:aws:iam::{n:012}:role/Admin"))]);
    let of = |count| -> Vec<Chain> {
        [chain("hub", "base", vec![hop(HUB)])].into_iter().chain((0..count).map(end)).collect()
    };
    let base = ExportSource { account: Some("444444444444".into()), ..source("base") };
    let (_, few) = policies(&of(100), std::slice::from_ref(&base));
    assert_eq!(few.notes, []);
    let (_, many) = policies(&of(1000), &[base]);
    assert_eq!(many.notes.len(), 1);
    assert_eq!(many.notes[0].profile.as_deref(), Some(HUB));
    notes(&many, &["IAM takes 10240"]);
}

/// The blocks of a kind, by their labels.
fn blocks<'a>(body: &'a hcl::Body, kind: &str) -> Vec<&'a hcl::Block> {
    body.blocks().filter(|block| block.identifier() == kind).collect()
}

#[test]
fn terraform_says_what_the_json_says() {
    let first = Hop { external_id: Some("a:b/c".into()), ..hop(HUB) };
    let chains = [chain("hub", "base", vec![first]), child("prod", "hub", vec![hop(PROD)])];
    let exported = written(&chains, &[source("base")], ExportForm::PoliciesTerraform);
    let body = hcl::parse(&exported.text).unwrap_or_else(|wrong| panic!("{wrong}\n{}", exported.text));
    let labels = |kind| -> Vec<Vec<String>> {
        blocks(&body, kind)
            .iter()
            .map(|block| block.labels().iter().map(|label| label.as_str().into()).collect())
            .collect()
    };
    assert_eq!(labels("variable"), [["account_of_base"]]);
    assert_eq!(labels("provider").len(), 3);
    let documents: Vec<_> = labels("data").into_iter().map(|labels| labels[1].clone()).collect();
    assert_eq!(
        documents,
        ["hub_111111111111_trust", "hub_111111111111_calls", "prod_222222222222_trust", "source_base"]
    );
    assert_eq!(
        labels("resource"),
        [["aws_iam_role_policy", "hub_111111111111_calls"], ["aws_iam_policy", "source_base"]]
    );
    for part in [
        "arn:aws:iam::${var.account_of_base}:root",
        "values   = [\"a:b/c\"]",
        "role     = \"Hub\"",
        "allowed_account_ids = [var.account_of_base]",
    ] {
        assert!(exported.text.contains(part), "{part}: {}", exported.text);
    }
}
