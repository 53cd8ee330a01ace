//! Endpoints of this computer in AWS config: read into a source, told of where they cannot be, and written again.

use rolerelay::aws::credentials::Secret;
use rolerelay::aws::endpoint::Endpoint;
use rolerelay::chain::Setting;
use rolerelay::interchange::export::{ExportForm, Reasons, write};
use rolerelay::interchange::import::{ImportFile, ImportPlan, Kept, plan};
use rolerelay::policies::source::ExportSource;

use crate::export::{PROD, chain, child, config, hop, notes};

const HERE: &str = "http://localhost:4566";
const TEST: &str = "aws_access_key_id = test\naws_secret_access_key = test\n";
const KEYS: &str =
    "aws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq\n";

fn import_into(text: &str, kept: &Kept) -> ImportPlan {
    plan(&[ImportFile { name: "config".into(), text: Secret::new(text) }], kept)
}

fn import(text: &str) -> ImportPlan {
    import_into(text, &Kept::default())
}

fn endpoint(plan: &ImportPlan, name: &str) -> Option<String> {
    let planned = plan.sources.iter().find(|planned| planned.source.name == name).unwrap();
    planned.source.endpoint().map(|Endpoint { sts, .. }| sts)
}

fn role(name: &str, source: &str, more: &str) -> String {
    format!("[profile {name}]\nrole_arn = arn:aws:iam::123456789012:role/{name}\nsource_profile = {source}\n{more}\n")
}

#[test]
fn one_of_this_computer_is_that_of_the_source_and_of_all_that_starts_there() {
    let at = format!("endpoint_url = {HERE}/");
    let text = format!(
        "[profile base]\n{TEST}{at}\n{}{}",
        role("hub", "base", &at),
        role("prod", "hub", "endpoint_url=HTTP://LOCALHOST:4566")
    );
    let plan = import(&text);
    assert_eq!(endpoint(&plan, "base").as_deref(), Some(HERE));
    assert_eq!((plan.chains.len(), plan.credentials.len()), (2, 1), "{:#?}", plan.notes);
    assert_eq!(plan.credentials[0].credentials.access_key_id, "test", "which is no key of AWS's");
    assert_eq!(plan.notes, []);
}

#[test]
fn that_of_sts_in_a_services_section_goes_before() {
    let section = "[services local]\nsts =\n  endpoint_url = http://127.0.0.1:5000\ns3 =\n  endpoint_url = http://x\n";
    let text = format!(
        "[profile base]\n{TEST}services = local\nendpoint_url = {HERE}\n{section}{}",
        role("a", "base", "services = local")
    );
    let plan = import(&text);
    assert_eq!(endpoint(&plan, "base").as_deref(), Some("http://127.0.0.1:5000"));
    assert_eq!(plan.notes, []);
    let ignored = format!(
        "[profile base]\n{KEYS}endpoint_url = {HERE}\nignore_configured_endpoint_urls = true\n{}",
        role("a", "base", "")
    );
    assert_eq!(endpoint(&import(&ignored), "base"), None);
}

#[test]
fn what_cannot_be_is_told_of_and_walked_at_aws() {
    let at = format!("endpoint_url = {HERE}");
    for (base, chain, said) in [
        (format!("{KEYS}endpoint_url = https://minio.example"), String::new(), "an endpoint of this computer"),
        (KEYS.into(), at.clone(), "stands in the profile whose keys"),
        (format!("{TEST}{at}"), String::new(), "AWS tools would walk it at AWS"),
        (format!("{TEST}{at}"), "endpoint_url = http://localhost:1".into(), "at one endpoint"),
    ] {
        let plan = import(&format!("[profile base]\n{base}\n{}", role("a", "base", &chain)));
        assert!(plan.notes.iter().any(|note| note.message.contains(said)), "{said}: {:#?}", plan.notes);
        assert_eq!(plan.chains.len(), 1);
        assert_eq!(endpoint(&plan, "base").is_some(), base.contains(HERE), "{said}");
    }
}

#[test]
fn whoever_signs_in_at_aws_takes_nothing_of_it_elsewhere() {
    let set = "sso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = Dev";
    for from in [set, "credential_process = tool", "login_session = arn:aws:iam::123456789012:user/ana"] {
        let text = format!("[profile base]\n{from}\nendpoint_url = {HERE}\n{}", role("a", "base", ""));
        let plan = import(&text);
        assert_eq!(endpoint(&plan, "base"), None, "{from}");
        assert!(plan.notes.iter().any(|note| note.message.contains("endpoint_url")), "{from}: {:#?}", plan.notes);
    }
}

#[test]
fn a_source_that_is_here_does_not_move_without_a_word() {
    let at_aws = format!("[profile base]\n{KEYS}{}", role("a", "base", ""));
    let here =
        format!("[profile base]\nendpoint_url = {HERE}\n{}", role("a", "base", &format!("endpoint_url = {HERE}")));
    let first = import(&at_aws);
    let kept = Kept {
        chains: first.chains.iter().map(|it| it.chain.clone()).collect(),
        sources: first.sources.iter().map(|it| it.source.clone()).collect(),
        ..Kept::default()
    };
    let plan = import_into(&here, &kept);
    let moved = plan.replaced.first().expect("it is told");
    assert_eq!((moved.before.as_str(), moved.after.as_str(), moved.chains), ("AWS", HERE, 1));
    assert_eq!(import_into(&at_aws, &kept).replaced, []);
}

#[test]
fn it_is_written_in_each_profile_since_aws_tools_ask_that_of_the_one_they_walk() {
    let mut local = crate::export::source("base");
    local.source.settings =
        vec![Setting::new("endpoint_url", HERE), Setting::new("endpoint_console_url", "http://localhost:9001/")];
    let chains = [chain("hub", "base", vec![hop(PROD), hop(PROD)]), child("prod", "hub", vec![hop(PROD)])];
    let exported = config(&chains, std::slice::from_ref(&local));
    assert_eq!(exported.text.matches(&format!("endpoint_url = {HERE}")).count(), 4, "{}", exported.text);
    assert!(exported.text.contains("Its keys go into"), "{}", exported.text);
    let again = import(&exported.text);
    assert_eq!(again.sources[0].source.settings, local.source.settings);
    assert_eq!((again.chains.len(), again.notes), (3, vec![]));

    let ids = ["hub".to_string()];
    let sources: [ExportSource; 1] = [local];
    let code = write(&ids, &chains, &sources, ExportForm::Python, &Reasons::default());
    notes(&code, &["It is walked at http://localhost:4566"]);
    assert!(!code.text.contains(PROD), "code would ask AWS with what is not AWS's");
}
