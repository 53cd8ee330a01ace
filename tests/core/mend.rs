//! What mends a hop that was refused: the forms say the same, and hold for any caller, partition and character.

use hcl::eval::{Context, Evaluate};
use proptest::prelude::*;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::route::Route;
use rolerelay::chain::{Chain, Hop, Source};
use rolerelay::failure::cause::{Cause, CauseKind};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::policies::mend::{Mend, PolicyText, RequirementKind, RequirementState, mend};
use rolerelay::policies::source::ExportSource;
use serde_json::{Value, json};

pub const HUB: &str = "arn:aws:iam::111111111111:role/Hub";
pub const PROD: &str = "arn:aws:iam::222222222222:role/team/Prod";
pub const ALICE: &str = "arn:aws:iam::333333333333:user/eng/alice";

pub fn hop(role_arn: &str) -> Hop {
    Hop { role_arn: role_arn.into(), ..Hop::default() }
}

pub fn denied(hop: usize, caller: Option<&str>, causes: &[CauseKind]) -> Failure {
    let cause = |kind: &CauseKind| Cause {
        kind: *kind,
        sentence: String::new(),
        evidence: Vec::new(),
        test: None,
        leave_out: None,
        remedy: None,
    };
    Failure {
        hop: Some(hop),
        caller: caller.map(String::from),
        causes: causes.iter().map(cause).collect(),
        ..Failure::new(FailureKind::Denied, "")
    }
}

pub fn mended(hops: &[Hop], failure: &Failure, source: Option<&ExportSource>) -> Mend {
    let chain =
        Chain { id: "c".into(), name: "c".into(), source_id: "s".into(), hops: hops.into(), ..Chain::default() };
    let done = failure.hop.unwrap_or(hops.len());
    mend(&Route::new(&chain).unwrap(), source, failure, done)
}

fn both(mend: &Mend) -> (&PolicyText, &PolicyText) {
    let [trust, permission] = mend.policies.as_slice() else { panic!("{mend:?}") };
    (trust, permission)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[track_caller]
fn notes(policy: &PolicyText, parts: &[&str]) {
    let found: Vec<_> = policy.notes.iter().filter(|note| parts.iter().any(|part| note.contains(part))).collect();
    assert_eq!(found.len(), parts.len(), "{parts:?}: {:?}", policy.notes);
}

/// The JSON policy that Terraform would make of the document in this text.
fn policy_of_hcl(text: &str) -> Value {
    let body = hcl::parse(text).unwrap_or_else(|wrong| panic!("{wrong}\n{text}"));
    let document = body.blocks().find(|block| block.identifier() == "data").unwrap();
    let statements: Vec<Value> = document.body().blocks().map(statement_of_hcl).collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn statement_of_hcl(block: &hcl::Block) -> Value {
    let of = |body: &hcl::Body, name: &str| {
        let attribute = body.attributes().find(|it| it.key() == name)?.clone();
        let value = attribute.expr.evaluate(&Context::new()).unwrap();
        Some(serde_json::to_value(value).unwrap())
    };
    let body = block.body();
    let mut statement = json!({ "Sid": of(body, "sid"), "Effect": "Allow", "Action": of(body, "actions") });
    if let Some(resources) = of(body, "resources") {
        statement["Resource"] = resources;
    }
    for inner in body.blocks() {
        match inner.identifier() {
            "principals" => statement["Principal"] = json!({ "AWS": of(inner.body(), "identifiers") }),
            "condition" => {
                let text = |name| of(inner.body(), name).unwrap().as_str().unwrap().to_string();
                let values = of(inner.body(), "values").unwrap();
                let values = if values.as_array().unwrap().len() == 1 { values[0].clone() } else { values };
                statement["Condition"][text("test")][text("variable")] = values;
            }
            other => panic!("{other}"),
        }
    }
    statement
}

/// The arguments that a POSIX shell hands to a program named `aws`.
fn arguments(command: &str) -> Vec<String> {
    let script = format!("aws() {{ printf '%s\\0' \"$@\"; }}\n{command}\n");
    let out = std::process::Command::new("sh").arg("-c").arg(script).output().unwrap();
    assert!(out.status.success() && out.stderr.is_empty(), "{out:?}");
    let text = String::from_utf8(out.stdout).unwrap();
    text.strip_suffix('\0').unwrap().split('\0').map(String::from).collect()
}

fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|it| it == name)?;
    arguments.get(at + 1).map(String::as_str)
}

/// That Terraform, the command line and the statements to add say what the JSON says.
#[track_caller]
fn forms_agree(policy: &PolicyText) {
    let json = parsed(&policy.json);
    assert_eq!(policy_of_hcl(&policy.terraform), json);
    if let Some(command) = &policy.command {
        assert_eq!(parsed(option(&arguments(command), "--policy-document").unwrap()), json);
    }
    if let Some(statements) = &policy.statements {
        let mut without_ids = json["Statement"].clone();
        for statement in without_ids.as_array_mut().unwrap() {
            statement.as_object_mut().unwrap().remove("Sid");
        }
        assert_eq!(parsed(&format!("[{statements}]")), without_ids);
    }
}

#[test]
fn a_user_and_a_role_of_another_account() {
    let mend = mended(&[hop(HUB)], &denied(0, Some(ALICE), &[]), None);
    let (trust, permission) = both(&mend);
    let allow = json!({ "Sid": "AssumeRole", "Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": { "AWS": [ALICE] } });
    assert_eq!(parsed(&trust.json), json!({ "Version": "2012-10-17", "Statement": [allow] }));
    let allow = json!({ "Sid": "AssumeRole", "Effect": "Allow", "Action": ["sts:AssumeRole"], "Resource": [HUB] });
    assert_eq!(parsed(&permission.json), json!({ "Version": "2012-10-17", "Statement": [allow] }));
    let trust_command = arguments(trust.command.as_deref().unwrap());
    assert_eq!(trust_command[..4], ["iam", "update-assume-role-policy", "--role-name", "Hub"]);
    let command = arguments(permission.command.as_deref().unwrap());
    assert_eq!(command[..4], ["iam", "put-user-policy", "--user-name", "alice"]);
    assert_eq!(option(&command, "--policy-name"), Some("rolerelay-111111111111-Hub"));
    assert_eq!(option(&command, "--region"), None);
    assert_eq!(
        trust.console_page.as_deref(),
        Some("https://console.aws.amazon.com/iam/home?region=us-east-1#/roles/details/Hub?section=trust_relationships")
    );
    assert_eq!(
        permission.console_page.as_deref(),
        Some("https://console.aws.amazon.com/iam/home?region=us-east-1#/users/details/alice?section=permissions")
    );
    assert_eq!(
        (trust.holder.as_str(), permission.holder.as_str()),
        ("role Hub in account 111111111111", "user alice in account 333333333333")
    );
    notes(trust, &["takes the place of the whole trust policy"]);
    [trust, permission].into_iter().for_each(forms_agree);
}

#[test]
fn terraform_has_the_resources_that_hold_the_policies() {
    let resources = |caller, hops: &[Hop], at| {
        let mend = mended(hops, &denied(at, caller, &[]), None);
        let kinds = mend.policies.iter().map(|policy| {
            let body = hcl::parse(&policy.terraform).unwrap();
            let found = body
                .blocks()
                .find(|block| block.identifier() == "resource")
                .map(|it| it.labels()[0].as_str().to_string());
            found.unwrap_or_default()
        });
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(resources(Some(ALICE), &[hop(HUB)], 0), ["aws_iam_role", "aws_iam_user_policy"]);
    assert_eq!(resources(None, &[hop(HUB)], 0), ["aws_iam_role", "aws_iam_policy"]);
    assert_eq!(resources(None, &[hop(HUB), hop(PROD)], 1), ["aws_iam_role", "aws_iam_role_policy"]);
    let sso = "arn:aws:sts::333333333333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ana";
    assert_eq!(resources(Some(sso), &[hop(HUB)], 0), ["aws_iam_role", ""]);
    let mend = mended(&[hop(HUB), hop(PROD)], &denied(1, None, &[]), None);
    assert!(both(&mend).0.terraform.contains("path               = \"/team/\""));
}

#[test]
fn any_character_of_a_path_or_an_external_id_gets_through_each_form() {
    let odd = "arn:aws:iam::111111111111:role/it's/${a}/%{b}/*?\"`$(x)\\/Hub";
    let next = Hop { external_id: Some("a:b/c=d@e".into()), ..hop(PROD) };
    let mend = mended(&[hop(odd), next], &denied(1, None, &[]), None);
    let (trust, permission) = both(&mend);
    assert_eq!(parsed(&trust.json)["Statement"][0]["Principal"]["AWS"], json!([odd]));
    [trust, permission].into_iter().for_each(forms_agree);
    let mend = mended(&[hop(odd)], &denied(0, Some(ALICE), &[]), None);
    let (trust, permission) = both(&mend);
    let resource = "arn:aws:iam::111111111111:role/it's/${$}{a}/%{b}/${*}${?}\"`$(x)\\/Hub";
    assert_eq!(parsed(&permission.json)["Statement"][0]["Resource"], json!([resource]));
    [trust, permission].into_iter().for_each(forms_agree);
}

#[test]
fn what_a_hop_asks_for_and_inherits_is_allowed() {
    let first = Hop {
        external_id: Some("abc".into()),
        mfa_serial: Some("arn:aws:iam::333333333333:mfa/alice".into()),
        session_tags: vec![SessionTag { key: "Team".into(), value: "x".into(), transitive: true }],
        source_identity: Some("alice".into()),
        ..hop(HUB)
    };
    let hops = [first, hop(PROD)];
    let one = mended(&hops, &denied(0, Some(ALICE), &[]), None);
    let (trust, permission) = both(&one);
    let condition =
        json!({ "StringEquals": { "sts:ExternalId": "abc" }, "Bool": { "aws:MultiFactorAuthPresent": "true" } });
    let statements = parsed(&trust.json)["Statement"].clone();
    assert_eq!(statements[0]["Condition"], condition);
    assert_eq!(
        (&statements[1]["Action"], &statements[2]["Action"]),
        (&json!(["sts:TagSession"]), &json!(["sts:SetSourceIdentity"]))
    );
    assert_eq!(statements[1].get("Condition"), None);
    [trust, permission].into_iter().for_each(forms_agree);
    let two = mended(&hops, &denied(1, None, &[]), None);
    let (trust, permission) = both(&two);
    let all = json!(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]);
    assert_eq!(parsed(&permission.json)["Statement"][0]["Action"], all);
    assert_eq!(parsed(&trust.json)["Statement"].as_array().unwrap().len(), 3);
    [trust, permission].into_iter().for_each(forms_agree);
    let states = |mend: &Mend, at: usize| {
        mend.checklist[at].requirements.iter().map(|it| (it.kind, it.state)).collect::<Vec<_>>()
    };
    use RequirementKind::{ExternalId, Mfa, Permission, SourceIdentity, TagSession, Trust};
    let kinds =
        |states: Vec<(RequirementKind, RequirementState)>| states.into_iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(kinds(states(&two, 0)), [Permission, Trust, ExternalId, Mfa, TagSession, SourceIdentity]);
    assert_eq!(kinds(states(&two, 1)), [Permission, Trust, TagSession, SourceIdentity]);
    assert!(states(&two, 0).iter().all(|it| it.1 == RequirementState::Met));
    assert!(states(&two, 1).iter().all(|it| it.1 == RequirementState::Suspect));
    assert!(states(&one, 1).iter().all(|it| it.1 == RequirementState::Unknown));
}

#[test]
fn the_session_that_starts_a_chain_may_bring_what_the_chain_does_not_name() {
    let session = "arn:aws:sts::333333333333:assumed-role/Base/ana";
    let tagged = mended(&[hop(HUB)], &denied(0, Some(session), &[CauseKind::TagSession]), None);
    let (trust, permission) = both(&tagged);
    assert!(trust.json.contains("sts:TagSession") && permission.json.contains("sts:TagSession"));
    assert!(!trust.json.contains("sts:SetSourceIdentity"));
    let broken: Vec<_> =
        tagged.checklist[0].requirements.iter().filter(|it| it.state == RequirementState::Broken).collect();
    assert_eq!(broken.len(), 1);
    assert!(broken[0].sentence.contains("the session that starts the chain"), "{broken:?}");
}

#[test]
fn a_session_is_named_by_its_account_and_held_to_its_role() {
    let mend = mended(&[hop(HUB)], &denied(0, Some("arn:aws:sts::333333333333:assumed-role/Base/ana"), &[]), None);
    let (trust, permission) = both(&mend);
    let statement = parsed(&trust.json)["Statement"][0].clone();
    assert_eq!(statement["Principal"]["AWS"], json!(["arn:aws:iam::333333333333:root"]));
    let role = json!(["arn:aws:iam::333333333333:role/Base", "arn:aws:iam::333333333333:role/*/Base"]);
    assert_eq!(statement["Condition"]["ArnLike"]["aws:PrincipalArn"], role);
    assert_eq!(
        arguments(permission.command.as_deref().unwrap())[..4],
        ["iam", "put-role-policy", "--role-name", "Base"]
    );
    notes(trust, &["without its path", "whole trust policy"]);
    [trust, permission].into_iter().for_each(forms_agree);

    let sso = "arn:aws-us-gov:sts::333333333333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ana@example.com";
    let gov = "arn:aws-us-gov:iam::111111111111:role/Hub";
    let mend = mended(&[hop(gov)], &denied(0, Some(sso), &[]), None);
    let (trust, permission) = both(&mend);
    let stem = "arn:aws-us-gov:iam::333333333333:role/aws-reserved/sso.amazonaws.com";
    let role = json!([
        format!("{stem}/AWSReservedSSO_Dev_0123456789abcdef"),
        format!("{stem}/*/AWSReservedSSO_Dev_0123456789abcdef")
    ]);
    assert_eq!(parsed(&trust.json)["Statement"][0]["Condition"]["ArnLike"]["aws:PrincipalArn"], role);
    assert_eq!(permission.command, None);
    notes(permission, &["Identity Center"]);
    assert_eq!(option(&arguments(trust.command.as_deref().unwrap()), "--region"), Some("us-gov-west-1"));
    [trust, permission].into_iter().for_each(forms_agree);
}

#[test]
fn a_session_brings_no_mfa() {
    let first = Hop { mfa_serial: Some("arn:aws:iam::333333333333:mfa/alice".into()), ..hop(HUB) };
    let mend = mended(&[first], &denied(0, Some("arn:aws:sts::333333333333:assumed-role/Base/ana"), &[]), None);
    assert!(!both(&mend).0.json.contains("MultiFactor"));
}

#[test]
fn a_caller_that_is_not_known_stands_for_its_account() {
    let china = "arn:aws-cn:iam::111111111111:role/Hub";
    let base = |account: Option<&str>, mfa_serial: Option<&str>| ExportSource {
        source: Source {
            id: "s".into(),
            name: "Base".into(),
            mfa_serial: mfa_serial.map(String::from),
            ..Source::default()
        },
        account: account.map(String::from),
    };
    let mend = mended(&[hop(china)], &denied(0, None, &[]), Some(&base(Some("333333333333"), None)));
    let (trust, permission) = both(&mend);
    assert!(trust.json.contains("\"arn:aws-cn:iam::333333333333:root\""), "{}", trust.json);
    assert_eq!(
        trust.console_page.as_deref().unwrap().split('#').next(),
        Some("https://console.amazonaws.cn/iam/home?region=cn-north-1")
    );
    assert_eq!(arguments(permission.command.as_deref().unwrap())[1], "create-policy");
    notes(trust, &["whole trust policy", "names all of account 333333333333", "an external ID or for MFA"]);
    notes(permission, &["Attach it to"]);
    [trust, permission].into_iter().for_each(forms_agree);
    let mend = mended(&[hop(HUB)], &denied(0, None, &[]), Some(&base(None, Some("arn:aws:iam::444444444444:mfa/x"))));
    let trust = both(&mend).0;
    assert!(trust.json.contains("arn:aws:iam::444444444444:root") && trust.json.contains("MultiFactorAuthPresent"));
    let mend = mended(&[hop(HUB)], &denied(0, None, &[]), Some(&base(None, None)));
    let (trust, permission) = both(&mend);
    assert!(trust.json.contains("arn:aws:iam::<account of Base>:root"));
    notes(trust, &["in the place of <account of Base>"]);
    [trust, permission].into_iter().for_each(forms_agree);
}

#[test]
fn only_what_a_policy_would_help_with_is_mended() {
    let with = |kind, causes: &[CauseKind]| {
        let failure = Failure { kind, ..denied(0, Some(ALICE), causes) };
        mended(&[hop(HUB)], &failure, None).policies.len()
    };
    assert_eq!(with(FailureKind::Denied, &[CauseKind::NoSuchRole, CauseKind::TrustMissing]), 2);
    assert_eq!(with(FailureKind::Denied, &[CauseKind::NoSuchRole]), 0);
    assert_eq!(with(FailureKind::Denied, &[CauseKind::RootUser]), 0);
    assert_eq!(with(FailureKind::Denied, &[CauseKind::ExplicitDeny]), 0);
    assert_eq!(with(FailureKind::Denied, &[CauseKind::MfaMissing, CauseKind::ExplicitDeny]), 0);
    assert_eq!(
        with(FailureKind::Denied, &[CauseKind::MfaMissing, CauseKind::TrustMissing, CauseKind::ExplicitDeny]),
        2
    );
    assert_eq!(with(FailureKind::Denied, &[CauseKind::ReservedRole]), 0);
    assert_eq!(with(FailureKind::Denied, &[CauseKind::DeletedPrincipal]), 2);
    assert_eq!(with(FailureKind::Expired, &[]), 0);
    assert!(mended(&[hop(HUB)], &Failure::new(FailureKind::SignIn, ""), None).policies.is_empty());
}

#[test]
fn what_would_be_lost_or_is_not_enough_is_said() {
    let in_hub = "arn:aws:iam::111111111111:role/Other";
    let notes_of = |hops: &[Hop], causes: &[CauseKind]| {
        let mend = mended(hops, &denied(hops.len() - 1, None, causes), None);
        both(&mend).1.clone()
    };
    notes(&notes_of(&[hop(HUB), hop(in_hub)], &[]), &["Both are in one account"]);
    let identified = Hop { source_identity: Some("alice".into()), ..hop(HUB) };
    assert!(notes_of(&[identified, hop(in_hub)], &[]).notes.is_empty());
    let narrowed = Hop { policy: Some("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:*\",\"Resource\":\"*\"}]}".into()), ..hop(HUB) };
    notes(&notes_of(&[narrowed, hop(PROD)], &[]), &["Hop 1 has session policies"]);
    notes(
        &notes_of(&[hop(HUB), hop(PROD)], &[CauseKind::PermissionMissing, CauseKind::Guardrail]),
        &["permissions boundary"],
    );
    let mend = mended(&[hop(HUB)], &denied(0, Some(ALICE), &[CauseKind::TrustMissing]), None);
    notes(both(&mend).0, &["whole trust policy"]);
    notes(both(&mend).1, &["The other policy is what the hop was refused for"]);
    let mend = mended(&[hop(HUB)], &denied(0, Some(ALICE), &[CauseKind::PermissionMissing]), None);
    notes(both(&mend).0, &["The other policy is what the hop was refused for", "whole trust policy"]);
    let long = Hop { external_id: Some("x".repeat(1224)), ..hop(PROD) };
    let far = format!("arn:aws:iam::111111111111:role/{}/Hub", "p".repeat(500));
    let mend = mended(&[hop(&far), long], &denied(1, None, &[CauseKind::TrustMissing]), None);
    assert!(both(&mend).0.notes.len() == 1, "1,900 characters fit: {:?}", both(&mend).0.notes);
}

proptest! {
    // A shell is started for each command.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_stands_in_a_chain_the_forms_agree(
        paths in prop::collection::vec("([!-.0-~][!-~]{0,20}/)?", 3),
        external_id in prop::option::of("[A-Za-z0-9_+=,.@:/-]{2,30}"),
        tags in any::<bool>(),
        identity in any::<bool>(),
        session in any::<bool>(),
        at in 0..2_usize,
    ) {
        let arn = |n: usize| format!("arn:aws:iam::{}:role/{}R+=,.@-{n}", n.to_string().repeat(12), paths[n]);
        let tag = SessionTag { key: "k".into(), value: String::new(), transitive: true };
        let first = Hop {
            external_id: external_id.clone(),
            session_tags: if tags { vec![tag] } else { Vec::new() },
            source_identity: identity.then(|| "alice".into()),
            ..hop(&arn(1))
        };
        let second = Hop { external_id, ..hop(&arn(2)) };
        let caller = if session {
            "arn:aws:sts::333333333333:assumed-role/Base/ana".to_string()
        } else {
            format!("arn:aws:iam::333333333333:user/{}ana", paths[0])
        };
        let mend = mended(&[first, second], &denied(at, Some(&caller), &[]), None);
        let (trust, permission) = both(&mend);
        [trust, permission].into_iter().for_each(forms_agree);
    }
}
