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

/// What is kept by the first import of a file, and the plan of the second.
fn again(first: &str, second: &str) -> (Kept, ImportPlan) {
    let kept = after(first, "", &Kept::default());
    let plan = plan(&files(second), &kept);
    (kept, plan)
}

#[test]
fn a_source_of_another_name_with_the_same_key_is_the_same_one() {
    let renamed = config(K1).replace("base", "login");
    let (kept, first) = again(&config(K1), &renamed);
    let [planned] = &first.sources[..] else { panic!("{:?}", first.sources) };
    assert_eq!(
        (&planned.source.id, planned.source.name.as_str(), planned.changed),
        (&kept.sources[0].id, "login", true)
    );
    assert_eq!((first.chains.len(), first.same.len(), first.replaced.len()), (0, 2, 0), "{:#?}", first.chains);
    assert_eq!(first.credentials[0].source_id, kept.sources[0].id);
    assert_eq!(said(&first, "The source “base” is called so in the file"), 1, "{:?}", first.notes);
    // A chain that has another name too is found by the source that it starts from.
    let both = again(&config(K1), &renamed.replace("hub", "jump")).1;
    assert_eq!(chains(&both), [("jump", vec!["name"])]);
    // So is one of Identity Center.
    let (kept, of_sso) = again(&config(SSO), &config(SSO).replace("base", "login"));
    assert_eq!(sources(&of_sso), [("login", true)]);
    assert_eq!(of_sso.sources[0].source.id, kept.sources[0].id);
    // With a prefix it is found among those with that prefix alone.
    let beside = after(&config(K1), "b-", &kept);
    let again = plan_as(&files(&renamed), &beside, "b-", &[]);
    assert_eq!((sources(&again), again.same.len()), (vec![("b-login", true)], 2));
}

#[test]
fn the_same_key_is_no_identity_where_two_have_it_or_another_host_takes_it() {
    let two = config(K1).replace("base", "one") + &format!("[profile two]\n{K1}\n");
    let (kept, plan_of) = again(&config(K1), &two);
    assert!(plan_of.sources.iter().all(|it| it.source.id != kept.sources[0].id), "{:?}", plan_of.sources);
    let elsewhere = config(&format!("{K1}\nendpoint_url = http://localhost:4566")).replace("base", "local");
    let (kept, plan_of) = again(&config(K1), &elsewhere);
    assert!(plan_of.sources.iter().all(|it| it.source.id != kept.sources[0].id), "{:?}", plan_of.sources);
    // Which program fetches keys says nothing of whose they are.
    let process = "credential_process = /opt/one/fetch --role a";
    let (kept, plan_of) = again(&config(process), &config(process).replace("base", "other"));
    assert!(plan_of.sources.iter().all(|it| it.source.id != kept.sources[0].id), "{:?}", plan_of.sources);
    assert_eq!(again(&config(process), &config("credential_process = other --role b")).1.replaced, []);
}

#[test]
fn chains_start_from_a_source_of_the_persons_own_that_has_the_key() {
    let by_hand = rolerelay::chain::Source { id: "s1".into(), name: "Mine".into(), ..Default::default() };
    let key = KeptKey { source_id: "s1".into(), access_key_id: "AKIAQAAAAAAAGMKEM7X5".into() };
    let kept = Kept { sources: vec![by_hand], keys: vec![key], ..Kept::default() };
    let plan_of = plan(&files(&config(K1)), &kept);
    assert_eq!((sources(&plan_of), plan_of.chains[0].chain.source_id.as_str()), (vec![], "s1"));
    assert_eq!(said(&plan_of, "the access key of the source “Mine”, which is here"), 1, "{:?}", plan_of.notes);
    let beside = plan_as(&files(&config(K1)), &kept, "b-", &[]);
    assert_eq!(sources(&beside), [("b-base", false)]);
}

#[test]
fn a_source_that_signs_in_where_it_had_keys_says_what_becomes_what() {
    let told = |first: &str, second: &str| {
        let replaced = again(&config(first), &config(second)).1.replaced;
        replaced.into_iter().map(|it| (it.before, it.after, it.chains)).collect::<Vec<_>>()
    };
    let set = "https://x.awsapps.com/start, 123456789012, Admin";
    let key = "AKIAQAAAAAAAGMKEM7X5 of account 000000000000";
    assert_eq!(told(K1, SSO), [(key.into(), set.into(), 2)]);
    assert_eq!(told(SSO, K1), [(set.into(), key.into(), 3)], "with the chain that opens as the permission set");
    // A key that this browser does not know any more.
    let kept = Kept { keys: Vec::new(), ..after(&config(K1), "", &Kept::default()) };
    let replaced = plan(&files(&config(SSO)), &kept).replaced;
    assert_eq!(replaced[0].before, "keys that are entered here");
    // The file says nothing of its keys: they stay.
    assert_eq!(told(K1, "region = eu-west-1"), []);
}

/// A source that a person made, with that key.
fn by_hand() -> Kept {
    let source = rolerelay::chain::Source { id: "s1".into(), name: "Mine".into(), ..Default::default() };
    let key = KeptKey { source_id: "s1".into(), access_key_id: "AKIAQAAAAAAAGMKEM7X5".into() };
    Kept { sources: vec![source], keys: vec![key], ..Kept::default() }
}

#[test]
fn a_config_without_the_file_of_its_keys_takes_no_chain_from_where_it_starts() {
    let kept = after(&config(K1), "", &by_hand());
    assert_eq!((kept.sources.len(), kept.chains[0].source_id.as_str()), (1, "s1"));
    for text in [CHAINS.into(), config("region = eu-west-1"), config(K1)] {
        let again = plan(&files(&text), &kept);
        assert_eq!(
            (chains(&again), sources(&again), again.same.len()),
            (vec![], vec![], 2),
            "{text}\n{:?}",
            again.notes
        );
        assert_eq!(said(&again, "the source “Mine”"), 1, "{:?}", again.notes);
    }
    // What is new in the file starts there too.
    let more = format!("{CHAINS}[profile new]\nrole_arn = arn:aws:iam::123456789012:role/New\nsource_profile = base\n");
    let more = plan(&files(&more), &kept);
    assert_eq!((more.chains[0].chain.source_id.as_str(), sources(&more)), ("s1", vec![]));
    // And what a profile says that has no keys here either: its chains went elsewhere.
    let moved = plan(&files(&config(K1).replace("= base", "= other")), &kept);
    assert_eq!(chains(&moved), [("hub", vec!["where it starts"])]);
    // As new it is beside all that is here.
    assert_eq!(sources(&plan_as(&files(CHAINS), &kept, "b-", &[])), [("b-base", false)]);
}

#[test]
fn chains_of_one_profile_without_keys_that_start_apart_here_stay_apart() {
    let text =
        format!("{CHAINS}[profile spare]\nrole_arn = arn:aws:iam::123456789012:role/Spare\nsource_profile = base\n");
    let mut kept = after(&text, "", &Kept::default());
    kept.sources =
        ["s1", "s2"].map(|id| rolerelay::chain::Source { id: id.into(), name: id.into(), ..Default::default() }).into();
    for (name, source) in [("hub", "s1"), ("spare", "s2")] {
        let chain = kept.chains.iter_mut().find(|chain| chain.name == name).unwrap();
        chain.source_id = source.into();
    }
    let again = plan(&files(&text), &kept);
    assert_eq!((chains(&again), sources(&again)), (vec![], vec![]));
    let more = format!("{text}[profile new]\nrole_arn = arn:aws:iam::123456789012:role/New\nsource_profile = base\n");
    let more = plan(&files(&more), &kept);
    assert_eq!((chains(&more), sources(&more)), (vec![("new", vec![])], vec![]));
    assert_eq!(more.chains[0].chain.source_id, "", "nobody knows of which of them it is");
    assert_eq!(said(&more, "What is new has none"), 1, "{:?}", more.notes);
}

#[test]
fn what_has_another_name_now_is_the_same_when_it_is_read_again() {
    let renamed = |base: &str| config(base).replace("base", "login").replace("hub", "jump");
    for base in [K1, SSO] {
        let kept = after(&renamed(base), "", &after(&config(base), "", &Kept::default()));
        let names: Vec<_> = kept.sources.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["login"]);
        let unkeyed = Kept { keys: Vec::new(), ..kept.clone() };
        let third = config(base).replace("base", "entry");
        for (text, kept) in [(renamed(base), &kept), (renamed(base), &unkeyed), (renamed("region = eu-west-1"), &kept)]
        {
            let again = plan(&files(&text), kept);
            assert_eq!((chains(&again), sources(&again)), (vec![], vec![]), "{text}\n{:?}", again.notes);
        }
        let third = plan(&files(&third.replace("hub", "jump")), &kept);
        assert_eq!(third.sources.len(), 0, "{:?}", third.sources);
        assert_eq!(third.chains.iter().filter(|it| it.changes.contains(&"where it starts".into())).count(), 0);
    }
}

#[test]
fn a_profile_that_says_nothing_of_its_sign_in_leaves_the_one_that_is_here() {
    let kept = after(&config(SSO), "", &Kept::default());
    for text in [CHAINS.into(), config("region = eu-west-1")] {
        let again = plan(&files(&text), &kept);
        assert_eq!((chains(&again), sources(&again)), (vec![], vec![]), "{text}");
    }
}
