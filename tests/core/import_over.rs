//! What is imported over what is here already: another by the same name, beside it, and what is gone.

use rolerelay::aws::credentials::Secret;
use rolerelay::interchange::import::{ImportFile, ImportPlan, Kept, KeptKey, plan, plan_as};

use crate::import_plan::applied;

const K1: &str =
    "aws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq";
const SSO: &str = "sso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = Admin";
const CHAINS: &str = "[profile hub]\nrole_arn = arn:aws:iam::123456789012:role/Hub\nsource_profile = base\n[profile prod]\n\
                      role_arn = arn:aws:iam::210987654321:role/Prod\nsource_profile = hub\n";

/// A config file of these chains, whose base has these lines.
fn config(base: &str) -> String {
    format!("[profile base]\n{base}\n{CHAINS}")
}

fn files(text: &str) -> [ImportFile; 1] {
    [ImportFile { name: "config".into(), text: Secret::new(text) }]
}

/// What is kept once the text was imported into it, with its keys.
fn after(text: &str, prefix: &str, kept: &Kept) -> Kept {
    let plan = plan_as(&files(text), kept, prefix, &[]);
    let mut now = applied(&plan, kept);
    for of in &plan.credentials {
        now.keys.retain(|key| key.source_id != of.source_id);
        let access_key_id = of.credentials.access_key_id.clone();
        now.keys.push(KeptKey { source_id: of.source_id.clone(), access_key_id });
    }
    now
}

/// The planned chains, each with what becomes other in it.
fn chains(plan: &ImportPlan) -> Vec<(&str, Vec<&str>)> {
    plan.chains.iter().map(|it| (it.chain.name.as_str(), it.changes.iter().map(String::as_str).collect())).collect()
}

fn sources(plan: &ImportPlan) -> Vec<(&str, bool)> {
    plan.sources.iter().map(|it| (it.source.name.as_str(), it.changed)).collect()
}

fn said(plan: &ImportPlan, part: &str) -> usize {
    plan.notes.iter().filter(|note| note.message.contains(part)).count()
}

#[test]
fn what_comes_beside_is_matched_with_what_came_so_before() {
    let first = after(&config(K1), "", &Kept::default());
    let as_new = |text: &str, kept: &Kept| plan_as(&files(text), kept, "b-", &[]);
    let beside = as_new(&config(K1), &first);
    assert_eq!(sources(&beside), [("b-base", false)], "the same key, as new");
    assert_eq!(said(&beside, "came from such a file"), 0, "{:?}", beside.notes);
    let kept = after(&config(K1), "b-", &first);
    let again = as_new(&config(K1), &kept);
    assert_eq!((again.chains.len(), again.same.len(), said(&again, "came from such a file")), (0, 2, 0));
    let renamed = as_new(&config(K1).replace("hub", "jump"), &kept);
    assert_eq!(chains(&renamed), [("b-jump", vec!["name"])]);
    let gone = as_new(config(K1).split("[profile prod]").next().unwrap(), &kept);
    assert_eq!(said(&gone, "stays: b-prod."), 1, "{:?}", gone.notes);
    let of_first = plan(&files(&config(K1).replace("hub", "jump")), &kept);
    assert_eq!(chains(&of_first), [("jump", vec!["name"])], "those with the prefix are not of this file");
}

#[test]
fn names_that_changed_places_are_told_of_as_others() {
    let kept = after(&config(K1), "", &Kept::default());
    let swapped = config(K1)
        .replace("hub", "x")
        .replace("prod", "hub")
        .replace("[profile x]", "[profile prod]")
        .replace("= x", "= prod");
    let plan = plan(&files(&swapped), &kept);
    assert_eq!(plan.chains.len(), 2);
    assert!(plan.chains.iter().all(|it| it.other && it.changes.contains(&"role of hop 1".into())), "{plan:?}");
}

#[test]
fn a_chain_that_opens_as_its_sign_in_needs_no_role() {
    let text = format!("[profile own]\n{SSO}\n");
    let plan = plan(&files(&text), &Kept::default());
    assert_eq!(chains(&plan), [("own", vec![])]);
    assert!(plan.chains[0].faults.is_empty(), "{:?}", plan.chains[0].faults);
}
