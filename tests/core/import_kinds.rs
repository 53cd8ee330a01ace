//! What people bring in the words, the characters and the shapes of other tools: read, or told of.

use rolerelay::aws::credentials::Secret;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::finding::Severity;
use rolerelay::chain::{Chain, Colour};
use rolerelay::interchange::import::{ImportFile, ImportFormat, ImportPlan, Kept, plan};

fn import(name: &str, text: &str) -> ImportPlan {
    plan(&[ImportFile { name: name.into(), text: Secret::new(text) }], &Kept::default())
}

#[track_caller]
fn chain<'a>(plan: &'a ImportPlan, name: &str) -> &'a Chain {
    let found = plan.chains.iter().find(|planned| planned.chain.name == name);
    &found.unwrap_or_else(|| panic!("no {name}: {plan:#?}")).chain
}

/// The sentences that are more than a hint.
fn lost(plan: &ImportPlan) -> Vec<&str> {
    let grave = plan.notes.iter().filter(|note| note.severity != Severity::Hint);
    grave.map(|note| note.message.as_str()).collect()
}

#[track_caller]
fn says(plan: &ImportPlan, part: &str) {
    assert!(plan.notes.iter().any(|note| note.message.contains(part)), "{part}: {:#?}", plan.notes);
}

const A: &str = "role_arn = arn:aws:iam::123456789012:role/A\ncredential_source = Environment\n";
const HUB: &str = "role_arn = arn:aws:iam::123456789012:role/Hub\n";

#[test]
fn heads_that_botocore_reads_are_read() {
    for head in [
        "  [profile a]",
        "\t[profile a]",
        "[profile a] # why",
        "[profile a] text",
        "[profile a]]x",
        "[profile 'a']",
        "[profile \"a\"]",
        "\u{a0}[profile\u{a0}a]",
        "\u{feff}[profile a]",
    ] {
        let plan = import("config", &format!("{head}\n{A}external_id = given\n[profile second]\n{A}"));
        if head.contains("]]") {
            says(&plan, "letters, digits"); // to botocore its name ends with a bracket
            continue;
        }
        assert_eq!(plan.chains.len(), 2, "{head}: {:#?}", plan.notes);
        assert_eq!(chain(&plan, "a").hops[0].external_id.as_deref(), Some("given"), "{head}");
    }
    // What `aws configure sso` writes around a name with a space, and how others point to it.
    let plan = import("config", &format!("[profile 'my hub']\n{A}[profile b]\n{HUB}source_profile = my hub\n"));
    assert_eq!(chain(&plan, "b").parent_id.as_ref(), Some(&chain(&plan, "my hub").id));
    assert_eq!(lost(&plan), [""; 0]);
}

#[test]
fn a_line_ends_as_in_any_system_and_blanks_need_not_break() {
    let text = format!("[profile a]\n{A}external_id = given\n[profile b]\n{A}");
    for end in ["\r", "\r\n", "\n\u{feff}", "\n\u{a0}\n"] {
        let plan = import("config", &text.replace('\n', end));
        assert_eq!(chain(&plan, "a").hops[0].external_id.as_deref(), Some("given"), "{end:?}: {:#?}", plan.notes);
        assert_eq!(plan.chains.len(), 2, "{end:?}");
    }
    let plan = import("config", &text.replace(" = ", "\u{a0}=\u{202f}"));
    assert_eq!(chain(&plan, "a").hops[0].external_id.as_deref(), Some("given"));
}

#[test]
fn what_aws_vault_includes_is_there() {
    let text = format!(
        "[profile common]\nregion = eu-west-1\nmfa_serial = arn:aws:iam::123456789012:mfa/me\nsession_tags = team=core, stage=prod\n\
         transitive_session_tags = team\nsource_identity = me\nparent_profile = older\n[profile older]\nrole_session_name = me\nregion = other\n\
         [profile a]\n{A}include_profile = common\n[profile b]\n{HUB}source_profile = a\nregion = us-east-2\nparent_profile = older\n"
    );
    let plan = import("config", &text);
    let (a, b) = (chain(&plan, "a"), chain(&plan, "b"));
    let tag = |key: &str, value: &str, transitive| SessionTag { key: key.into(), value: value.into(), transitive };
    assert_eq!(a.hops[0].session_tags, [tag("team", "core", true), tag("stage", "prod", false)]);
    assert_eq!((a.region.as_deref(), b.region.as_deref()), (Some("eu-west-1"), Some("us-east-2")));
    assert_eq!((a.hops[0].session_name.as_deref(), a.hops[0].source_identity.as_deref()), (Some("me"), Some("me")));
    assert_eq!(a.hops[0].mfa_serial.as_deref(), Some("arn:aws:iam::123456789012:mfa/me"));
    assert_eq!(b.hops[0].session_name.as_deref(), Some("me"));
    says(&plan, "is read as aws-vault reads it");
    let nobody = import("config", &format!("[profile a]\n{A}include_profile = nobody\n"));
    says(&nobody, "“include_profile = …” is left out");
    let circle = import(
        "config",
        &format!("[profile a]\n{A}include_profile = b\n[profile b]\ninclude_profile = a\nregion = x\n"),
    );
    assert_eq!(chain(&circle, "a").region.as_deref(), Some("x"));
}

#[test]
fn what_others_add_to_aws_config_is_read_or_told_of() {
    let jump = import(
        "config",
        &format!(
            "[profile a]\n{A}jump_role_arn = arn:aws:iam::123456789012:role/Jump\nmfa_serial = arn:aws:iam::1:mfa/m\n"
        ),
    );
    let hops = &chain(&jump, "a").hops;
    assert_eq!(hops.iter().map(|hop| hop.role_arn.rsplit('/').next().unwrap()).collect::<Vec<_>>(), ["Jump", "A"]);
    assert_eq!((hops[0].mfa_serial.is_some(), hops[1].mfa_serial.is_some()), (true, false));

    let awsume = import("config", &format!("[profile a]\n{A}role_duration = 7200\n"));
    assert_eq!((chain(&awsume, "a").hops[0].duration_seconds, lost(&awsume)), (Some(7200), vec![]));
    let both = import("config", &format!("[profile a]\n{A}role_duration = 7200\nduration_seconds = 900\n"));
    assert_eq!(chain(&both, "a").hops[0].duration_seconds, Some(900));
    says(&both, "“role_duration = …” is left out");
    says(&import("config", &format!("[profile a]\n{A}role_duration = 2h\n")), "role_duration is left out");

    let aesr = "[profile base]\naws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq\n\
                target_region = eu-west-1\ntarget_role_name = Dev\n[profile a]\naws_account_id = 123456789012\nsource_profile = base\ncolor = 00f\n\
                [profile b]\naws_account_id = 123456789012\nrole_name = ops/Admin\nregion = cn-north-1\nsource_profile = base\ngranted_color = red\n";
    let plan = import("config", aesr);
    assert_eq!(chain(&plan, "a").hops[0].role_arn, "arn:aws:iam::123456789012:role/Dev");
    assert_eq!(
        (chain(&plan, "a").region.as_deref(), chain(&plan, "a").colour),
        (Some("eu-west-1"), Some(Colour::Blue))
    );
    assert_eq!(chain(&plan, "b").hops[0].role_arn, "arn:aws-cn:iam::123456789012:role/ops/Admin");
    assert_eq!(chain(&plan, "b").colour, Some(Colour::Red));
    assert_eq!(lost(&plan), [""; 0]);

    for (line, words) in [
        ("mfa_process = /opt/code", "a browser runs no program"),
        ("image = https://x", "a chain has no picture"),
        ("services = x\n[services x]\nsts =\n  endpoint_url = https://x", "The endpoint of STS"),
        ("granted_color = none", "no colour that a chain can have"),
        ("saml_auth_url = https://x", "“saml_auth_url = …” is left out"),
        ("s4 =\n  hush = 1", "“s4.hush = …” is left out"),
    ] {
        says(&import("config", &format!("[profile a]\n{A}{line}\n")), words);
    }
    let idle = "output = json\ncli_pager =\nretry_mode = standard\ns3 =\n  max_queue_size = 1\nservices = x\n[services x]\ns3 =\n  endpoint_url = y\n";
    assert_eq!(import("config", &format!("[profile a]\n{A}{idle}")).notes, []);
}

#[test]
fn a_session_in_a_credentials_file_keeps_its_end() {
    let keys = "aws_access_key_id = ASIAQAAAAAAAGMKEM7X5\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq\naws_session_token = Token/1\n";
    for line in [
        "aws_expiration = 2026-11-29T12:00:00Z",
        "expiration=2026-11-29T13:00:00+01:00",
        "x_security_token_expires = 1795953600",
    ] {
        let plan = import("credentials", &format!("[a]\n{keys}{line}\n"));
        assert_eq!(plan.credentials[0].credentials.expires_at, Some(1_795_953_600_000.0), "{line}");
        assert_eq!(plan.notes, []);
    }
    says(&import("credentials", &format!("[a]\n{keys}expiration = soon\n")), "it is no time");
    says(&import("credentials", &format!("[a]\n{keys}aws_security_token = Token/2\n")), "says another");
    assert_eq!(import("credentials", &format!("[a]\n{keys}aws_security_token = Token/1\n")).notes, []);
}

#[test]
fn keys_that_are_broken_into_lines_are_left_out() {
    let keys =
        "aws_access_key_id = ASIAQAAAAAAAGMKEM7X5\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq\n";
    for (one, two) in [("aws_session_token", "QzQ=="), ("aws_session_token", "Q//z9"), ("aws_security_token", "=")] {
        for end in ["\n", "\r\n", "\r", "\n  ", "\n\t"] {
            let plan =
                import("credentials", &format!("[a]\n{keys}{one} = {}{end}{two}\nregion = x\n", "Token/".repeat(20)));
            assert!(plan.credentials.iter().all(|it| it.credentials.session_token.is_none()), "{one}, {end:?}, {two}");
            says(&plan, &format!("{one} is left out: the next line has become part of its value"));
        }
    }
}

#[test]
fn a_head_behind_a_tab_is_a_head() {
    let plan = import("config", &format!("\t[profile a]\n\t{A}"));
    assert_eq!(plan.notes.iter().filter(|note| note.severity == Severity::Error).count(), 0, "{:#?}", plan.notes);
    assert_eq!(plan.chains.len(), 1);
}

#[test]
fn a_colour_does_not_make_another_file_of_aws_config() {
    let config = format!(
        "[profile hub]\n{A}duration_seconds = 900\n[profile b]\n{HUB}source_profile = hub\ncolor = ff0000\nexternal_id = given\n"
    );
    for text in
        [config.clone(), config.replace("color", "image"), config.replace("color = ff0000", "granted_color = red")]
    {
        let plan = import("", &text);
        assert_eq!(plan.formats, [Some(ImportFormat::AwsConfig)], "{text}");
        assert_eq!(chain(&plan, "hub").hops[0].duration_seconds, Some(900));
    }
    assert_eq!(chain(&import("", &config), "b").colour, Some(Colour::Red));
    let keys = "[base]\naws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq\ncolor = ff0000\n";
    assert_eq!(import("", keys).credentials.len(), 1, "{:?}", import("", keys));
    let aesr = "[a]\nrole_arn = arn:aws:iam::123456789012:role/A\ncolor = ff0000\n";
    assert_eq!(import("", aesr).formats, [Some(ImportFormat::Aesr)]);
}

#[test]
fn a_byte_order_mark_does_not_hide_what_a_file_is() {
    for (text, format) in [
        ("SSOConfig:\n  Main:\n    Accounts: {}\n", ImportFormat::AwsSso),
        ("{\"_sessions\": []}", ImportFormat::Leapp),
        ("{\"singles\": []}", ImportFormat::Aesr),
        ("{\"rolerelay\": 1, \"chains\": [], \"sources\": []}", ImportFormat::Rolerelay),
        ("[org]\ntarget_role_name = A\n", ImportFormat::Aesr),
        ("[profile a]\nregion = x\n", ImportFormat::AwsConfig),
    ] {
        for mark in ["", "\u{feff}", "\u{feff}\u{feff}"] {
            let plan = import("", &format!("{mark}{text}"));
            assert_eq!(plan.formats, [Some(format)], "{mark:?}{text}");
            assert!(plan.notes.iter().all(|note| note.severity != Severity::Error), "{mark:?}{text}: {:?}", plan.notes);
        }
    }
}

#[test]
fn two_profiles_of_one_name_in_aesr_are_two_chains() {
    let text = "[a]\naws_account_id = 111111111111\nrole_name = A\n[a]\naws_account_id = 222222222222\nrole_name = B\n[a]\naws_account_id = 333333333333\nrole_name = C\n";
    let plan = import("", text);
    let roles: Vec<_> = plan.chains.iter().map(|it| it.chain.hops[0].role_arn.rsplit('/').next().unwrap()).collect();
    assert_eq!(roles, ["A", "B", "C"]);
    says(&plan, "Two profiles have this name");
    let twice = "[a]\naws_account_id = 111111111111\naws_account_id = 222222222222\nrole_name = A\n";
    says(&import("", twice), "“aws_account_id”");
}

/// granted's own lines say the same as AWS config's, for a program that no browser runs.
#[test]
fn a_sign_in_of_granted_is_one_of_identity_center() {
    let line = |prefix: &str| {
        format!(
            "[profile b]\n{prefix}sso_start_url = https://x.awsapps.com/start\n{prefix}sso_region = eu-west-1\n\
             {prefix}sso_account_id = 123456789012\n{prefix}sso_role_name = Admin\n"
        )
    };
    let process = "credential_process = granted credential-process --profile b\n";
    let granted = import("config", &format!("{}{process}[profile a]\n{HUB}source_profile = b\n", line("granted_")));
    let own = import("config", &format!("{}[profile a]\n{HUB}source_profile = b\n", line("")));
    assert_eq!((&granted.sources, &granted.chains), (&own.sources, &own.chains));
    assert_eq!(granted.chains.len(), 2, "one opens as the permission set");
    says(&granted, "without its program");
    // Beside AWS config's own lines, and without one of them, they are what is kept for granted.
    let beside = import("config", &format!("{}granted_sso_role_name = Other\n", line("")));
    assert!(
        beside.sources[0].source.settings.iter().any(|it| it.key == "granted_sso_role_name"),
        "{:?}",
        beside.sources
    );
    let part = line("granted_").replace("granted_sso_region = eu-west-1\n", "");
    let part = import("config", &format!("{part}{process}[profile a]\n{HUB}source_profile = b\n"));
    says(&part, "only the program’s name is kept");
}

/// Sections as AESR has them, of roles that name nobody whose keys assume them, and with what AWS config has.
#[test]
fn roles_of_whoever_is_signed_in_are_aesrs_and_what_the_editor_refuses_is_told() {
    let text = "[dev]\nrole_arn = arn:aws:iam::123456789012:role/Dev\nduration_seconds = 60\nexternal_id = a b\nregion = eu-nowhere-1\n\
                [prod]\naws_account_id = 210987654321\nrole_name = Prod\nrole_session_name = a/b\nduration_seconds = soon\n";
    let plan = import("", text);
    assert_eq!(plan.formats, [Some(ImportFormat::Aesr)]);
    let told = |name: &str| {
        let planned = plan.chains.iter().find(|it| it.chain.name == name).unwrap();
        planned.faults.iter().map(|it| (it.place.as_str(), it.fix.as_deref())).collect::<Vec<_>>()
    };
    let dev = [
        ("hops.0.externalId", None),
        ("hops.0.durationSeconds", Some("Set 15 minutes")),
        ("region", Some("Leave it out")),
    ];
    assert_eq!(told("dev"), dev);
    assert_eq!(told("prod"), [("hops.0.sessionName", None)]);
    says(&plan, "“duration_seconds”");
    let mended = plan.chains[0].mended.as_ref().unwrap();
    assert_eq!((mended.hops[0].duration_seconds, mended.region.as_deref()), (Some(900), None));
    let own = r#"{"rolerelay":1,"chains":[{"id":"c1","name":"A","sourceId":"s1","hops":[{"roleArn":"arn:aws:iam::123456789012:role/A","durationSeconds":50000,"region":"eu-nowhere-1"},{"roleArn":"arn:aws:iam::123456789012:role/B","durationSeconds":50000}],"sessionDuration":5}],"sources":[{"id":"s1","name":"B"}]}"#;
    let plan = import("", own);
    let mended = plan.chains[0].mended.as_ref().unwrap();
    let hops: Vec<_> = mended.hops.iter().map(|hop| (hop.duration_seconds, hop.region.as_deref())).collect();
    assert_eq!((hops, mended.session_duration), (vec![(Some(43_200), None), (Some(3_600), None)], None));
}

#[test]
fn a_secret_that_may_be_cut_is_told_of() {
    let cut = "Hush/base+key0123456789";
    let text = format!(
        "[base]\naws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = {cut}\n[a]\n{HUB}source_profile = base\n"
    );
    for (secret, is_whole) in [(cut.to_string(), false), (format!("{cut}abcdefghijklmnopq"), true)] {
        let plan = import("", &text.replace(cut, &secret));
        assert_eq!(plan.credentials.len(), 1, "{:#?}", plan.notes);
        let is_told = lost(&plan).iter().any(|sentence| sentence.contains("has 40 characters"));
        assert_eq!(is_told, !is_whole, "{:#?}", plan.notes);
    }
}
