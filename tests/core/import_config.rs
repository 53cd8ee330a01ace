//! AWS config and credentials files as chains: every way that `source_profile` can go, and what is said of the rest.

use rolerelay::aws::credentials::Secret;
use rolerelay::chain::finding::Severity;
use rolerelay::chain::inheritance::resolve;
use rolerelay::chain::{Chain, Setting};
use rolerelay::interchange::import::{ImportFile, ImportFormat, ImportPlan, Kept, plan};
use rolerelay::interchange::limits::MAX_IMPORT;
use rolerelay::interchange::note::ImportNote;
use rolerelay::source::{SourceKind, kind_of};

const KEYS: &str =
    "aws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq\n";

fn file(name: &str, text: &str) -> ImportFile {
    ImportFile { name: name.into(), text: Secret::new(text) }
}

fn import(config: &str) -> ImportPlan {
    plan(&[file("config", config)], &Kept::default())
}

fn role(name: &str) -> String {
    format!("role_arn = arn:aws:iam::123456789012:role/{name}\n")
}

fn chain<'a>(plan: &'a ImportPlan, name: &str) -> &'a Chain {
    &plan.chains.iter().find(|planned| planned.chain.name == name).unwrap_or_else(|| panic!("no chain {name}")).chain
}

/// The names of the roles that the chain walks in all, and of its source.
fn walk(plan: &ImportPlan, name: &str) -> (String, Vec<String>) {
    let records: Vec<_> = plan.chains.iter().map(|planned| planned.chain.clone()).collect();
    let whole = resolve(chain(plan, name), &records).unwrap();
    let source = plan.sources.iter().find(|planned| planned.source.id == whole.source_id).unwrap();
    let roles = whole.hops.iter().map(|hop| hop.role_arn.rsplit('/').next().unwrap().into()).collect();
    (source.source.name.clone(), roles)
}

fn names(plan: &ImportPlan) -> Vec<&str> {
    plan.chains.iter().map(|planned| planned.chain.name.as_str()).collect()
}

/// The one note of that severity.
fn only(plan: &ImportPlan, severity: Severity) -> &ImportNote {
    let notes: Vec<_> = plan.notes.iter().filter(|note| note.severity == severity).collect();
    assert!(matches!(notes[..], [_]), "{notes:#?}");
    notes[0]
}

#[test]
fn the_shape_of_the_file_is_kept() {
    let config = format!(
        "[profile prod]\n{}source_profile = security\nexternal_id = a/b\nduration_seconds = 1800\nregion = eu-west-1\n\
         [profile security]\n{}source_profile = hub\nrole_session_name = me\n\
         [profile hub]\n{}source_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n\
         [profile base]\nregion = us-east-1\n{}aws_session_token = Token/1\n",
        role("Prod"),
        role("Security"),
        role("Hub"),
        KEYS.replace("AKIA", "ASIA"),
    );
    let plan = import(&config);
    assert_eq!(names(&plan), ["hub", "security", "prod"], "parents come first");
    assert_eq!(walk(&plan, "prod"), ("base".into(), vec!["Hub".into(), "Security".into(), "Prod".into()]));
    let prod = chain(&plan, "prod");
    assert_eq!(prod.parent_id.as_ref(), Some(&chain(&plan, "security").id));
    assert_eq!((prod.region.as_deref(), prod.source_id.as_str(), prod.hops.len()), (Some("eu-west-1"), "", 1));
    let hop = &prod.hops[0];
    assert_eq!((hop.external_id.as_deref(), hop.duration_seconds), (Some("a/b"), Some(1800)));
    assert_eq!(chain(&plan, "security").hops[0].session_name.as_deref(), Some("me"));
    assert_eq!(chain(&plan, "hub").hops[0].mfa_serial.as_deref(), Some("arn:aws:iam::123456789012:mfa/me"));

    let [source] = &plan.sources[..] else { panic!("{:?}", plan.sources) };
    assert!(source.has_keys && !source.changed && source.source.settings.is_empty());
    let [keys] = &plan.credentials[..] else { panic!("one source has keys") };
    assert_eq!(keys.source_id, source.source.id);
    assert_eq!(keys.credentials.access_key_id, "ASIAQAAAAAAAGMKEM7X5");
    assert_eq!(keys.credentials.session_token, Some(Secret::new("Token/1")));
    assert_eq!(plan.notes, []);
}

#[test]
fn both_files_are_read_together() {
    let config = format!("[profile a]\n{}source_profile = base\n", role("A"));
    let files = [file(".aws\\credentials", &format!("[base]\n{KEYS}")), file("/home/me/.aws/config", &config)];
    let plan = plan(&files, &Kept::default());
    assert_eq!(plan.formats, [Some(ImportFormat::AwsCredentials), Some(ImportFormat::AwsConfig)]);
    assert_eq!(walk(&plan, "a").0, "base");
    assert!(plan.sources[0].has_keys);
    assert_eq!(plan.notes, []);
}

#[test]
fn a_text_without_a_name_is_told_by_its_sections() {
    let format = |text: &str| plan(&[file("", text)], &Kept::default()).formats[0];
    assert_eq!(format("[profile a]\nregion = b"), Some(ImportFormat::AwsConfig));
    assert_eq!(format("\u{feff}[default]\r\nregion = b"), Some(ImportFormat::AwsConfig));
    assert_eq!(format(&format!("[base]\n{KEYS}")), Some(ImportFormat::AwsCredentials));
    assert_eq!(format(&format!("[base]\n{KEYS}[profile a]")), Some(ImportFormat::AwsConfig));
}

#[test]
fn a_profile_with_keys_ends_the_line() {
    let config = format!(
        "[profile self]\n{}source_profile = self\n{KEYS}[profile child]\n{}source_profile = self\n\
         [profile half]\n{}source_profile = child2\naws_access_key_id = AKIAQAAAAAAAGMKEM7X5\n[profile child2]\n{}source_profile = half\n",
        role("Self"),
        role("Child"),
        role("Half"),
        role("Child2"),
    );
    let plan = import(&config);
    assert_eq!(walk(&plan, "self"), ("self".into(), vec!["Self".into()]));
    assert_eq!(walk(&plan, "child"), ("self".into(), vec!["Child".into()]), "the keys of self, not its role");
    // botocore refuses this as a circle, seen from `half`. The keys end it, whatever they are worth.
    assert_eq!(walk(&plan, "half"), ("half".into(), vec!["Child2".into(), "Half".into()]));
    let note = only(&plan, Severity::Warning);
    assert!(note.message.contains("one half of an access key"), "{note:?}");
    assert_eq!((note.profile.as_deref(), note.line), (Some("half"), Some(9)));
}

#[test]
fn a_profile_with_keys_is_not_the_role_that_it_could_sign_in_as() {
    let sso = "sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = Admin\n";
    let names = |text: &str| import(text).chains.into_iter().map(|it| it.chain.name).collect::<Vec<_>>();
    assert_eq!(names(&format!("[profile signs-in]\n{sso}")), ["signs-in"]);
    assert_eq!(names(&format!("[profile signs-in]\n{KEYS}{sso}")), [""; 0]);
}

#[test]
fn what_cannot_be_walked_is_left_out_with_the_reason_and_nothing_else_is() {
    for (profile, words) in [
        (format!("{}source_profile = x\ncredential_source = Environment", role("A")), "both a source_profile and"),
        (role("A"), "names no source_profile"),
        (format!("{}{KEYS}", role("A")), "Write its own name as source_profile"),
        (format!("{}source_profile = bad", role("A")), "in a circle are left out: bad → bad."),
        (format!("{}source_profile = b\n[profile b]\n{}source_profile = bad", role("A"), role("B")), "bad → b → bad."),
        ("role_arn = arn:aws:iam::123:role/A\nsource_profile = ok".into(), "not 12 digits"),
        (format!("{}source_profile = a b", role("A")), "can be the name of neither"),
        ("role_arn =\nsource_profile = ok".into(), "Write the role’s ARN"),
    ] {
        let config = format!(
            "[profile base]\n{KEYS}[profile bad]\n{profile}\n[profile ok]\n{}source_profile = base\n\
             [profile on-bad]\n{}source_profile = bad\n",
            role("Ok"),
            role("OnBad"),
        );
        let plan = import(&config);
        let expected = if profile.contains(KEYS) { vec!["ok", "on-bad"] } else { vec!["ok"] };
        assert_eq!(names(&plan), expected, "{profile}");
        let note = plan.notes.iter().find(|note| note.message.contains(words));
        let note = note.unwrap_or_else(|| panic!("{words}: {:#?}", plan.notes));
        assert_eq!(
            (note.severity, note.profile.as_deref(), note.file.as_deref()),
            (Severity::Warning, Some("bad"), Some("config"))
        );
        assert!(note.line.is_some_and(|line| line >= 4), "{note:?}");
    }
}

#[test]
fn a_line_of_more_roles_than_are_walked_is_left_out_from_there_on() {
    let deep: String = (1..=20)
        .rev()
        .map(|n| format!("[profile p{n}]\n{}source_profile = p{}\n", role(&format!("R{n}")), n - 1))
        .collect();
    let plan = import(&deep);
    assert_eq!(plan.chains.len(), 16);
    assert_eq!(walk(&plan, "p16").1.len(), 16);
    let messages: Vec<_> = plan.notes.iter().map(|note| note.message.as_str()).collect();
    assert!(messages.iter().any(|message| message.contains("walks more than 16 roles")), "{messages:?}");
    assert!(
        messages.iter().any(|message| message.contains("since one that it builds on is. So too: p19, p20.")),
        "{messages:?}"
    );
}

/// A person who pastes the config alone has keys elsewhere; all that hangs on them would be lost.
#[test]
fn a_source_that_the_files_do_not_have_is_to_be_filled_in() {
    let config = format!("[profile a]\n{0}source_profile = base\n[profile b]\n{0}source_profile = base\n", role("A"));
    let plan = import(&config);
    assert_eq!(walk(&plan, "a").0, "base");
    assert_eq!((plan.sources.len(), plan.sources[0].has_keys), (1, false));
    let note = only(&plan, Severity::Warning);
    assert!(note.message.contains("No profile “base” is in these files"), "{note:?}");
    assert!(note.message.ends_with("So too: b."), "{note:?}");
    assert_eq!(note.line, Some(3));
}

#[test]
fn sources_that_a_browser_cannot_ask_are_to_be_filled_in() {
    let config = format!(
        "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n\
         [profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n\
         [profile process]\ncredential_process = \"/opt/My Tools/get-keys\" --token hush\n\
         [profile token]\n{}web_identity_token_file = /var/token\nrole_session_name = pod\n\
         [profile login]\nlogin_session = arn:aws:iam::123456789012:user/me\n\
         [profile granted]\ngranted_sso_account_id = 123456789012\ncredential_process = granted credential-process --profile granted\n\
         [profile on-sso]\n{1}source_profile = sso\n[profile on-process]\n{1}source_profile = process\n\
         [profile on-token]\n{1}source_profile = token\n[profile on-login]\n{1}source_profile = login\n\
         [profile on-granted]\n{1}source_profile = granted\n\
         [profile on-machine]\n{1}credential_source = Ec2InstanceMetadata\n[profile on-machine2]\n{1}credential_source = Ec2InstanceMetadata\n",
        role("Pod"),
        role("A"),
    );
    let plan = import(&config);
    assert_eq!(plan.chains.len(), 9, "two of them without a role");
    assert!(plan.sources.iter().all(|planned| !planned.has_keys));
    assert!(plan.credentials.is_empty());
    let settings = |name: &str| -> Vec<String> {
        let source = plan.sources.iter().find(|planned| planned.source.name == name).unwrap();
        source.source.settings.iter().map(|Setting { key, value }| format!("{key}={value}")).collect()
    };
    assert_eq!(
        settings("sso"),
        [
            "sso_account_id=123456789012",
            "sso_role_name=Admin",
            "sso_session=corp",
            "sso-session.sso_region=eu-west-1",
            "sso-session.sso_registration_scopes=sso:account:access",
            "sso-session.sso_start_url=https://corp.awsapps.com/start"
        ]
    );
    assert_eq!(settings("process"), ["credential_process=get-keys"]);
    assert_eq!(
        settings("token"),
        ["role_arn=arn:aws:iam::123456789012:role/Pod", "role_session_name=pod", "web_identity_token_file=/var/token"]
    );
    assert_eq!(settings("login"), ["login_session=arn:aws:iam::123456789012:user/me"]);
    assert_eq!(settings("granted"), ["credential_process=granted", "granted_sso_account_id=123456789012"]);
    assert_eq!(settings("Ec2InstanceMetadata"), ["credential_source=Ec2InstanceMetadata"]);
    assert_eq!(walk(&plan, "on-machine").0, walk(&plan, "on-machine2").0);
    let note = only(&plan, Severity::Hint);
    assert!(note.message.contains("only the program’s name is kept"), "{note:?}");
    assert!(!serde_json::to_string(&plan).unwrap().contains("hush"), "arguments may be secret");
}

/// Most people have no key, and a profile of a permission set alone: chains can start there.
#[test]
fn whom_a_person_can_sign_in_as_comes_in_as_a_source_and_a_role_s_session_as_a_chain_too() {
    let config = format!(
        "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
         [profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\nregion = eu-west-1\noutput = json\n\
         [profile old]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = Ops\n\
         [profile pod]\n{}web_identity_token_file = /var/token\n\
         [profile console]\nlogin_session = arn:aws:iam::123456789012:user/me\nregion = eu-west-1\n\
         [profile half]\nsso_session = corp\nsso_account_id = 123456789012\n\
         [profile lost]\nsso_session = other\nsso_account_id = 123456789012\nsso_role_name = Admin\n",
        role("Pod")
    );
    let plan = import(&config);
    let names: Vec<_> = plan.sources.iter().map(|planned| planned.source.name.as_str()).collect();
    assert_eq!(names, ["dev", "old", "pod", "console"]);
    let chains: Vec<_> = plan.chains.iter().map(|planned| &planned.chain).collect();
    assert_eq!(chains.iter().map(|chain| chain.name.as_str()).collect::<Vec<_>>(), ["dev", "old", "pod"]);
    assert!(chains.iter().zip(&plan.sources).all(|(chain, planned)| chain.source_id == planned.source.id));
    assert!(chains.iter().all(|chain| chain.hops.is_empty()));
    assert_eq!(chains[0].region.as_deref(), Some("eu-west-1"));
    assert!(plan.sources.iter().all(|planned| kind_of(&planned.source) != SourceKind::Keys));
    let console = plan.sources.iter().find(|planned| planned.source.name == "console").unwrap();
    assert!(matches!(kind_of(&console.source), SourceKind::ConsoleSignIn(it) if it.region == "eu-west-1"));
    let hint = plan.notes.iter().find(|note| note.severity == Severity::Hint).unwrap();
    assert!(hint.message.contains("a source to sign in for"), "{hint:?}");
    assert_eq!(hint.profile.as_deref(), Some("console"), "who signs in there is whoever it is");
    let left_out = only(&plan, Severity::Warning);
    assert!(left_out.message.contains("no role builds on it"), "{left_out:?}");
    assert!(left_out.message.ends_with("So too: lost."), "{left_out:?}");
}

#[test]
fn profiles_that_nothing_builds_on_are_left_out_in_one_note_unless_they_have_keys() {
    let sso: String =
        (0..40).map(|n| format!("[profile sso{n}]\nsso_start_url = https://x\nsso_account_id = 1\n")).collect();
    let plan = import(&format!("{sso}[profile keys]\n{KEYS}[profile nothing]\nregion = eu-west-1\n"));
    assert_eq!(plan.chains, []);
    assert_eq!(plan.sources.iter().map(|planned| planned.source.name.as_str()).collect::<Vec<_>>(), ["keys"]);
    let note = only(&plan, Severity::Warning);
    assert!(
        note.message.ends_with("So too: sso1, sso2, sso3, sso4, sso5, sso6, sso7, sso8, sso9 and 30 more."),
        "{note:?}"
    );
}

#[test]
fn what_aws_would_not_take_from_a_hop_is_said() {
    let on_hub = |line: &str| {
        let config = format!(
            "[profile hub]\n{0}source_profile = b\n[b]\n[profile b]\n{KEYS}[profile a]\n{0}source_profile = hub\n{line}\n",
            role("A")
        );
        let plan = import(&config);
        let hop = chain(&plan, "a").hops[0].clone();
        let note = plan.notes.iter().find(|note| note.profile.as_deref() == Some("a")).cloned();
        (hop, note.unwrap_or_else(|| panic!("no note on {line}")))
    };
    let (hop, note) = on_hub("mfa_serial = arn:aws:iam::123456789012:mfa/me");
    assert_eq!(hop.mfa_serial, None);
    assert!(note.severity == Severity::Warning && note.message.contains("from a user only"), "{note:?}");
    let (hop, note) = on_hub("duration_seconds = an hour");
    assert_eq!(hop.duration_seconds, None);
    assert!(note.message.contains("no whole number") && note.line == Some(11), "{note:?}");
    let (hop, note) = on_hub("role_session_name = x{chain}");
    assert_eq!(hop.session_name, None, "it would be filled in as a template of ours");
    assert!(note.message.contains("no braces"), "{note:?}");
    for line in [
        "endpoint_url = http://x",
        "use_fips_endpoint = TRUE",
        "use_dualstack_endpoint=true",
        "sts_regional_endpoints = legacy",
    ] {
        let (_, note) = on_hub(line);
        assert_eq!(note.severity, Severity::Hint, "{line}");
    }
}

/// An indented line belongs to the value above it, and so does one whose line break got lost. Were that kept as it is, a
/// secret would be on the disk.
#[test]
fn a_value_that_took_in_the_next_line_is_left_out_with_all_that_is_in_it() {
    for key in ["region", "source_profile", "role_arn", "external_id", "sso_session", "credential_source", "mfa_serial"]
    {
        for between in ["\n  ", "\n\t", "", " "] {
            let swollen = format!("x{between}AWS_secret_access_key = hush\n");
            let config = format!(
                "[profile a]\n{}source_profile = base\n{key} = {swollen}[profile base]\n{KEYS}sso_start_url = {swollen}",
                role("A")
            );
            let plan = import(&config);
            assert!(
                !serde_json::to_string(&(&plan.chains, &plan.sources, &plan.notes)).unwrap().contains("hush"),
                "{key}"
            );
            let note = plan.notes.iter().find(|note| note.profile.as_deref() == Some("a") && note.line == Some(4));
            assert!(note.unwrap().message.starts_with(&format!("{key} is left out: the next line")), "{note:?}");
        }
    }
    assert_eq!(import(&format!("[profile base]\n{KEYS}s3 =\n  max_queue_size = 1\n")).notes, []);
}

#[test]
fn keys_that_cannot_be_keys_are_to_be_filled_in_and_not_quoted() {
    let config = "[profile a]\naws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = with a hush inside\n";
    let plan = import(config);
    assert_eq!((plan.sources.len(), plan.sources[0].has_keys, plan.credentials.len()), (1, false, 0));
    let note = only(&plan, Severity::Warning);
    assert!(!note.message.contains("hush"), "{note:?}");
}

#[test]
fn a_mistake_in_a_line_loses_that_line_only() {
    let config = format!("nonsense\n[profile a]\n{}nonsense\nsource_profile = base\n[profile base]\n{KEYS}", role("A"));
    let plan = import(&config);
    assert_eq!(walk(&plan, "a").0, "base");
    let lines: Vec<_> = plan.notes.iter().map(|note| (note.severity, note.line, note.profile.as_deref())).collect();
    assert_eq!(lines, [(Severity::Warning, Some(1), None), (Severity::Warning, Some(4), Some("a"))]);
}

#[test]
fn what_is_no_config_at_all_is_an_error() {
    for (name, text) in [("config", "\u{0}\u{1}PNG\nnothing"), ("credentials", "AKIA"), ("notes.md", "Dear all,")] {
        let plan = plan(&[file(name, text)], &Kept::default());
        assert_eq!(only(&plan, Severity::Error).file.as_deref(), Some(name));
    }
    assert_eq!(plan(&[file("config", "# nothing yet\n\n"), file("credentials", "")], &Kept::default()).notes, []);
}

#[test]
fn more_than_can_be_read_is_refused_unread() {
    let half = file("config", &"#".repeat(MAX_IMPORT / 2 + 1));
    let plan = plan(&[half.clone(), half], &Kept::default());
    assert!(only(&plan, Severity::Error).message.contains("Nothing was read"));
    assert_eq!(plan.formats, [None, None]);
}

/// A profile's name may be as long as the file; a sentence and a list have less room.
#[test]
fn long_names_are_cut_where_they_show() {
    let long = "n".repeat(5000);
    let plan = import(&format!("[profile {long}]\n{}source_profile = {long}x\n", role("A")));
    assert_eq!(plan.chains[0].chain.name.len(), 100);
    assert_eq!(plan.sources[0].source.name.len(), 100);
    assert!(
        plan.notes
            .iter()
            .all(|note| note.message.len() < 400 && note.profile.as_ref().is_none_or(|name| name.len() <= 100))
    );
}
