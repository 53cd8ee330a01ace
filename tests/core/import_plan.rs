//! What importing would do to what is kept: nothing twice, and never a person's own additions.

use proptest::prelude::*;
use rolerelay::aws::credentials::Secret;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::{Chain, Colour, Source};
use rolerelay::interchange::import::{ImportFile, ImportFormat, ImportPlan, Kept, KeptKey, plan, plan_as};

const KEYS: &str =
    "aws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq\n";

fn config(text: &str) -> [ImportFile; 1] {
    [ImportFile { name: "config".into(), text: Secret::new(text) }]
}

/// What is kept once a plan has been carried out.
pub(crate) fn applied(plan: &ImportPlan, kept: &Kept) -> Kept {
    let Kept { mut chains, mut sources, keys } = kept.clone();
    for planned in &plan.chains {
        chains.retain(|chain| chain.id != planned.chain.id);
        chains.push(planned.chain.clone());
    }
    for planned in &plan.sources {
        sources.retain(|source| source.id != planned.source.id);
        sources.push(planned.source.clone());
    }
    Kept { chains, sources, keys }
}

fn hub(external_id: &str) -> String {
    format!(
        "[profile hub]\nrole_arn = arn:aws:iam::123456789012:role/Hub\nsource_profile = base\nexternal_id = {external_id}\n\
         [profile base]\n{KEYS}"
    )
}

#[test]
fn importing_twice_changes_nothing_and_keeps_the_ids() {
    let first = plan(&config(&hub("one")), &Kept::default());
    let kept = applied(&first, &Kept::default());
    let again = plan(&config(&hub("one")), &kept);
    assert_eq!((again.chains.len(), again.sources.len()), (0, 0));
    assert_eq!(again.same, [kept.chains[0].id.as_str()]);
    assert_eq!(again.credentials.len(), 1, "keys are kept in memory only, so they come with every import");
    // Bookmarks and parents point to them: they may never become others.
    assert_eq!(kept.chains[0].id, "c4b370b2971425e701970e029919767c");
    assert_eq!(kept.sources[0].id, "5f6e5ebddd647ad2d8dca0f5cda3c7ac");
}

/// A file of somebody else's may have a name that nobody can tell from one that is here.
#[test]
fn a_name_that_can_pass_for_another_is_noted() {
    let role = "arn:aws:iam::123456789012:role/Hub";
    let text = format!("name,role_arn\nPr\u{43e}d,{role}\nProd two,{role}Two\n");
    let file = ImportFile { name: "roles.csv".into(), text: Secret::new(text) };
    let plan = plan(&[file], &Kept::default());
    let names: Vec<_> = plan.chains.iter().map(|it| it.chain.name.as_str()).collect();
    assert_eq!(names, ["Pr\u{43e}d", "Prod two"], "{:?}", plan.notes);
    let noted = plan.notes.iter().filter(|note| note.message.contains("pass for another"));
    assert_eq!(noted.map(|note| note.profile.as_deref()).collect::<Vec<_>>(), [Some("Pr\u{43e}d")]);
}

#[test]
fn what_a_person_added_stays_and_what_config_says_is_followed() {
    let mut kept = applied(&plan(&config(&hub("one")), &Kept::default()), &Kept::default());
    let chain = &mut kept.chains[0];
    chain.name = "The hub".into();
    chain.tags = vec!["team".into()];
    chain.colour = Some(Colour::Teal);
    chain.destination = Some("/s3/home".into());
    chain.region = Some("eu-west-1".into());
    let hop = &mut chain.hops[0];
    hop.policy = Some("{}".into());
    hop.source_identity = Some("me".into());
    hop.session_tags = vec![SessionTag { key: "team".into(), value: "a".into(), transitive: true }];
    hop.session_name = Some("me".into());
    kept.sources[0].name = "My key".into();
    kept.sources[0].mfa_session = true;

    let plan = plan(&config(&hub("two")), &kept);
    let [planned] = &plan.chains[..] else { panic!("{:?}", plan.chains) };
    assert_eq!(planned.changes, ["region", "session name of hop 1", "external ID of hop 1"]);
    let mut wanted = kept.chains[0].clone();
    wanted.region = None;
    wanted.hops[0].session_name = None;
    wanted.hops[0].external_id = Some("two".into());
    assert_eq!(planned.chain, wanted);
    assert_eq!(plan.sources, []);
}

#[test]
fn a_chain_that_is_gone_from_the_file_stays_and_is_named() {
    let kept = applied(&plan(&config(&hub("one")), &Kept::default()), &Kept::default());
    let plan = plan(&config(&format!("[profile base]\n{KEYS}")), &kept);
    assert_eq!((plan.chains.len(), plan.same.len(), plan.sources.len()), (0, 0, 0));
    assert!(plan.notes.iter().any(|note| note.message.ends_with("and stays: hub.")), "{:?}", plan.notes);
}

/// A bookmark and what builds on the chain go on under the new name.
#[test]
fn a_profile_of_another_name_with_the_same_roles_is_the_same_chain() {
    let both = hub("one") + "[profile end]\nrole_arn = arn:aws:iam::123456789012:role/End\nsource_profile = hub\n";
    let kept = applied(&plan(&config(&both), &Kept::default()), &Kept::default());
    let renamed = both.replace("profile hub", "profile centre").replace("= hub", "= centre").replace("= one", "= two");
    let first = plan(&config(&renamed), &kept);
    let [planned] = &first.chains[..] else { panic!("{:#?}", first.chains) };
    assert_eq!((&planned.chain.id, planned.chain.name.as_str()), (&kept.chains[0].id, "centre"));
    assert_eq!(planned.changes, ["name", "external ID of hop 1"]);
    assert_eq!(first.same, [kept.chains[1].id.as_str()], "what builds on it goes on building on it");
    let after = applied(&first, &kept);
    let again = plan(&config(&renamed), &after);
    assert_eq!((again.chains.len(), again.same.len()), (0, 2), "{:#?}", again.chains);
    // Two of the same roles could each be it: neither is.
    let two = both.replace("profile hub", "profile one").replace("= hub", "= one")
        + &hub("x").replace("profile hub", "profile other").replace("[profile base]", "").replace(KEYS, "");
    assert!(plan(&config(&two), &kept).chains.iter().all(|it| it.chain.id != kept.chains[0].id));
}

#[test]
fn a_start_that_the_text_does_not_say_stays_as_it_was_chosen() {
    let text = [ImportFile { name: String::new(), text: Secret::new("arn:aws:iam::123456789012:role/Hub") }];
    let mut kept = applied(&plan(&text, &Kept::default()), &Kept::default());
    kept.chains[0].source_id = "s1".into();
    let again = plan(&text, &kept);
    assert_eq!(again.same, [kept.chains[0].id.as_str()], "{:?}", again.chains);
}

#[test]
fn a_source_of_a_name_that_is_taken_gets_another() {
    let by_hand = Source { id: "s1".into(), name: "base".into(), ..Source::default() };
    let kept = Kept { sources: vec![by_hand], ..Kept::default() };
    let first = plan(&config(&hub("one")), &kept);
    assert_eq!(first.sources[0].source.name, "base (2)");
    assert!(first.notes.iter().any(|note| note.message.contains("“base (2)”")));
    let again = plan(&config(&hub("one")), &applied(&first, &kept));
    assert_eq!((again.sources.len(), again.notes.len()), (0, 0));
}

/// A second client's file with the names of the first one's: nothing of it may slip into the place of the other.
#[test]
fn a_name_is_no_identity() {
    let theirs = hub("one") + "[profile end]\nrole_arn = arn:aws:iam::123456789012:role/End\nsource_profile = hub\n";
    let mut kept = applied(&plan(&config(&theirs), &Kept::default()), &Kept::default());
    kept.keys = vec![KeptKey { source_id: kept.sources[0].id.clone(), access_key_id: "AKIAQAAAAAAAGMKEM7X5".into() }];
    assert_eq!(plan(&config(&theirs), &kept).replaced, []);

    let other = theirs.replace("AKIAQAAAAAAAGMKEM7X5", "AKIARZPUZDIKGB2VALC4").replace("123456789012", "210987654321")
        + "[profile new]\nrole_arn = arn:aws:iam::210987654321:role/New\nsource_profile = base\n";
    let plan_of = plan(&config(&other), &kept);
    let [replaced] = &plan_of.replaced[..] else { panic!("{:?}", plan_of.replaced) };
    assert_eq!((replaced.name.as_str(), replaced.chains), ("base", 2));
    assert!(replaced.before.starts_with("AKIAQAAAAAAAGMKEM7X5"), "{replaced:?}");
    assert_eq!(replaced.after, "AKIARZPUZDIKGB2VALC4 of account 123456789012");
    assert_eq!(replaced.planned.len(), 3, "two that change and one that is new would start from it");
    assert!(plan_of.chains.iter().all(|it| it.other != it.changes.is_empty()), "{:#?}", plan_of.chains);

    let beside = plan_as(&config(&other), &kept, "client-b ", &[]);
    assert_eq!((beside.replaced.len(), beside.same.len()), (0, 0));
    let names: Vec<_> = beside.chains.iter().map(|it| it.chain.name.as_str()).collect();
    assert_eq!(names, ["client-b hub", "client-b end", "client-b new"]);
    assert!(
        beside.chains.iter().all(|it| kept.chains.iter().all(|kept| kept.id != it.chain.id)),
        "{:?}",
        beside.chains
    );
    assert_eq!(beside.credentials[0].source_id, beside.sources[0].source.id);
    assert_eq!(beside.chains[1].chain.parent_id.as_ref(), Some(&beside.chains[0].chain.id));
    let both = applied(&beside, &kept);
    let again = plan_as(&config(&other), &both, "client-b ", &[]);
    assert_eq!(
        (again.chains.len(), again.sources.len(), again.same.len()),
        (0, 0, 3),
        "the same prefix finds them again"
    );
}

/// A session has another key each hour, and a start address is as good a name as a key.
#[test]
fn whose_a_source_is_is_told_by_account_and_start() {
    let session = |id: &str| {
        format!(
            "[profile a]\nrole_arn = arn:aws:iam::123456789012:role/A\nsource_profile = base\n[profile base]\naws_access_key_id = {id}\naws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq\naws_session_token = t\n"
        )
    };
    let mut kept = applied(&plan(&config(&session("ASIAY34FZKBOKMUTVV7A")), &Kept::default()), &Kept::default());
    kept.keys = vec![KeptKey { source_id: kept.sources[0].id.clone(), access_key_id: "ASIAY34FZKBOKMUTVV7A".into() }];
    assert_eq!(plan(&config(&session("ASIAY34FZKBOKMUTVV7B")), &kept).replaced, [], "of the same account");
    assert_eq!(plan(&config(&session("ASIAQNZGKIQY56JQ7WML")), &kept).replaced.len(), 1, "of another");

    let sso = |url: &str| {
        format!(
            "[profile a]\nrole_arn = arn:aws:iam::123456789012:role/A\nsource_profile = s\n[profile s]\nsso_start_url = {url}\nsso_account_id = 123456789012\nsso_role_name = R\n"
        )
    };
    let kept = applied(&plan(&config(&sso("https://one")), &Kept::default()), &Kept::default());
    let plan = plan(&config(&sso("https://two")), &kept);
    assert!(
        plan.replaced[0].before.contains("https://one") && plan.replaced[0].after.contains("https://two"),
        "{:?}",
        plan.replaced
    );
}

/// Profiles that name each other at random, some of them with nothing, with keys, or with both.
fn configs() -> impl Strategy<Value = String> {
    let profile = (0..4_u8, 0..12_usize, any::<[bool; 4]>());
    prop::collection::vec(profile, 0..12).prop_map(|profiles| {
        let mut text = String::new();
        for (at, (kind, other, [external, keys, name, mfa])) in profiles.into_iter().enumerate() {
            text += &format!("[profile p{at}]\n");
            if kind > 0 {
                text += &format!("role_arn = arn:aws:iam::123456789012:role/R{at}\nsource_profile = p{other}\n");
            }
            if external {
                text += "external_id = given\n";
            }
            if keys {
                text += KEYS;
            }
            if name {
                text += "role_session_name = me\n";
            }
            if mfa {
                text += "mfa_serial = arn:aws:iam::123456789012:mfa/me\n";
            }
        }
        text
    })
}

proptest! {
    #[test]
    fn a_plan_that_was_carried_out_has_nothing_left_to_do(one in configs(), two in configs()) {
        let kept = applied(&plan(&config(&one), &Kept::default()), &Kept::default());
        let after = applied(&plan(&config(&two), &kept), &kept);
        let again = plan(&config(&two), &after);
        prop_assert!(again.chains.is_empty() && again.sources.is_empty(), "{again:#?}");
    }

    /// Two cuts can make a secret run into what stands before it, but not also spoil the name by which it is known.
    #[test]
    fn no_damage_makes_it_panic_or_tell_a_secret(text in configs(), cuts in prop::collection::vec((0..600_usize, 0..6_usize, "[ \t\n\\[\\]=#:a]{0,3}"), 0..3)) {
        let mut text: Vec<char> = text.chars().collect();
        for (at, length, instead) in cuts {
            let from = at.min(text.len());
            let to = (from + length).min(text.len());
            text.splice(from..to, instead.chars());
        }
        let text: String = text.into_iter().collect();
        let plan = plan(&config(&text), &Kept::default());
        let told = serde_json::to_string(&(&plan.chains, &plan.sources, &plan.notes)).unwrap();
        prop_assert!(!told.contains("key0123456789abcdefghi"), "{text}\n{told}");
    }

    /// Each chain that is planned can be walked with what is planned or kept beside it.
    #[test]
    fn parents_and_sources_are_there_and_parents_come_first(text in configs()) {
        let plan = plan(&config(&text), &Kept::default());
        let mut known: Vec<&Chain> = Vec::new();
        for planned in &plan.chains {
            let chain = &planned.chain;
            match &chain.parent_id {
                Some(parent) => prop_assert!(known.iter().any(|other| other.id == *parent)),
                None => prop_assert!(plan.sources.iter().any(|planned| planned.source.id == chain.source_id)),
            }
            known.push(chain);
        }
        let profiles = text.matches("[profile").count();
        prop_assert!(plan.chains.len() <= profiles);
    }
}

/// The place of what the editor would refuse, and what mends it.
type Told<'a> = (&'a str, Option<&'a str>);

/// Of each chain that has some, by its name.
fn faults(plan: &ImportPlan) -> Vec<(&str, Vec<Told<'_>>)> {
    plan.chains
        .iter()
        .filter(|it| !it.faults.is_empty())
        .map(|it| (it.chain.name.as_str(), it.faults.iter().map(|it| (it.place.as_str(), it.fix.as_deref())).collect()))
        .collect()
}

const BASE: &str = "[profile base]\nregion = us-east-1\n";

#[test]
fn what_the_editor_would_refuse_is_told_with_what_mends_it() {
    let text = format!(
        "{BASE}[profile hub]\nrole_arn = arn:aws:iam::123456789012:role/Hub\nsource_profile = base\nduration_seconds = 43200\n\
         [profile prod]\nrole_arn = arn:aws:iam::210987654321:role/Prod\nsource_profile = hub\nduration_seconds = 43200\nexternal_id = x\n\
         [profile far]\nrole_arn = arn:aws:iam::210987654321:role/Far\nsource_profile = hub\nregion = eu-nowhere-1\n\
         role_session_name = a/b\n"
    );
    let plan = plan(&config(&text), &Kept::default());
    let told = faults(&plan);
    let of = |name: &str| told.iter().find(|(it, _)| *it == name).map(|(_, faults)| faults.clone()).unwrap_or_default();
    // The first hop may last as long as its role allows.
    assert_eq!(of("hub"), []);
    assert_eq!(of("prod"), [("hops.0.externalId", None), ("hops.0.durationSeconds", Some("Set one hour"))]);
    assert!(of("far").iter().any(|(place, _)| *place == "hops.0.sessionName"), "{told:?}");
    let chain = |name: &str| plan.chains.iter().find(|it| it.chain.name == name).unwrap();
    let mended = chain("prod").mended.as_ref().unwrap();
    assert_eq!(mended.hops[0].duration_seconds, Some(3_600));
    assert_eq!(mended.hops[0].external_id.as_deref(), Some("x"), "nobody knows what is meant");
    assert_eq!(
        chain("prod").chain.hops[0].duration_seconds,
        Some(43_200),
        "it is as the file says until somebody mends it"
    );
    let mended = chain("far").mended.as_ref().unwrap();
    assert_eq!((mended.region.as_deref(), mended.hops[0].session_name.as_deref()), (None, Some("a/b")));
}

#[test]
fn what_is_wrong_with_a_chain_is_not_told_of_those_that_build_on_it() {
    let text = format!(
        "{BASE}[profile hub]\nrole_arn = arn:aws:iam::123456789012:role/Hub\nsource_profile = base\nexternal_id = x\n\
         [profile prod]\nrole_arn = arn:aws:iam::210987654321:role/Prod\nsource_profile = hub\n"
    );
    let plan = plan(&config(&text), &Kept::default());
    assert_eq!(faults(&plan), [("hub", vec![("hops.0.externalId", None)])]);
}

#[test]
fn a_file_is_read_as_what_the_person_says() {
    let text = "[profile hub]\nrole_arn = arn:aws:iam::123456789012:role/Hub\nsource_profile = base\ncolor = ff0000\n[profile base]\n";
    let kept = Kept::default();
    let as_is = plan(&config(text), &kept);
    assert_eq!(as_is.formats, [Some(ImportFormat::AwsConfig)]);
    for format in [ImportFormat::Aesr, ImportFormat::Roles, ImportFormat::AwsConfig] {
        let said = plan_as(&config(text), &kept, "", &[Some(format)]);
        assert_eq!(said.formats, [Some(format)]);
        assert!(!said.chains.is_empty() || !said.notes.is_empty(), "{format:?}");
    }
    assert_eq!(plan_as(&config(text), &kept, "", &[Some(ImportFormat::AwsConfig)]), as_is);
    assert_eq!(plan_as(&config(text), &kept, "", &[None]), as_is);
}

#[test]
fn pasted_roles_are_read_the_other_way_round_where_the_person_says_so() {
    let text = "arn:aws:iam::111111111111:role/Hub\narn:aws:iam::222222222222:role/Prod";
    let hops = |format| {
        let plan = plan_as(&config(text), &Kept::default(), "", &[Some(format)]);
        let [it] = &plan.chains[..] else { panic!("{:?}", plan.chains) };
        it.chain.hops.iter().map(|hop| hop.role_arn.clone()).collect::<Vec<_>>()
    };
    let turned = hops(ImportFormat::RolesTurned);
    assert_eq!(turned, ["arn:aws:iam::222222222222:role/Prod", "arn:aws:iam::111111111111:role/Hub"]);
    assert_eq!(turned, hops(ImportFormat::Roles).into_iter().rev().collect::<Vec<_>>());
}
