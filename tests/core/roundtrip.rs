//! What is written is read back: AWS config and the project's own JSON.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rolerelay::aws::credentials::Secret;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::finding::Severity;
use rolerelay::chain::{Chain, Colour, Hop, ReadOnly, Setting, ShapeAccount, Source};
use rolerelay::interchange::export::{ExportForm, Reasons, write};
use rolerelay::interchange::import::{ImportFile, ImportPlan, Kept, plan};
use rolerelay::policies::source::ExportSource;

fn read(text: &str) -> ImportPlan {
    plan(&[ImportFile { name: "config".into(), text: Secret::new(text) }], &Kept::default())
}

/// The chains and sources that an import would keep, each by its id.
fn records(plan: &ImportPlan) -> (BTreeMap<String, Chain>, BTreeMap<String, Source>) {
    let chains = plan.chains.iter().map(|it| (it.chain.id.clone(), it.chain.clone())).collect();
    (chains, plan.sources.iter().map(|it| (it.source.id.clone(), it.source.clone())).collect())
}

fn written(chains: &BTreeMap<String, Chain>, sources: &BTreeMap<String, Source>, form: ExportForm) -> String {
    let ids: Vec<_> = chains.keys().cloned().collect();
    let chains: Vec<_> = chains.values().cloned().collect();
    let sources: Vec<_> =
        sources.values().map(|source| ExportSource { source: source.clone(), account: None }).collect();
    write(&ids, &chains, &sources, form, &Reasons::default()).text
}

/// A config of role profiles that build on each other and on sources of each kind.
fn config() -> impl Strategy<Value = String> {
    let name = "[A-Za-z0-9][A-Za-z0-9_./%@:+-]{0,11}";
    let sources = prop::collection::btree_map(
        name,
        prop::sample::select(vec![
            "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
            "sso_session = portal\nsso_account_id = 111111111111\nsso_role_name = Admin\n",
            "sso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111111111111\nsso_role_name = Ops\n",
            "credential_process = tool\n",
            "saml_role_arn = arn:aws:iam::999999999999:role/Saml\nsaml_provider = arn:aws:iam::999999999999:saml-provider/Okta\n",
            "web_identity_token_file = token\nrole_arn = arn:aws:iam::999999999999:role/Web\n",
        ]),
        1..4,
    );
    let role = (
        0..100_usize,
        "[A-Za-z0-9+=,.@_-]{1,10}",
        prop::option::of("[A-Za-z0-9+=,.@_-]{2,10}"),
        prop::option::of("[A-Za-z0-9+=,.@:/_-]{2,10}"),
        prop::option::of(900..3600_u32),
        prop::option::of(Just("arn:aws:iam::333333333333:mfa/alice")),
        prop::option::of(prop::sample::select(vec!["eu-west-1", "us-east-1"])),
    );
    (sources, prop::collection::btree_map(name, role, 0..8)).prop_map(|(sources, roles)| {
        let mut text =
            "[sso-session portal]\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\n"
                .to_string();
        let mut starts: Vec<String> = Vec::new();
        for (name, settings) in sources {
            text += &format!("[profile {name}]\n{settings}");
            starts.push(name);
        }
        for (name, (start, role, session, external_id, duration, mfa, region)) in roles {
            if starts.contains(&name) {
                continue;
            }
            let start = starts[start % starts.len()].clone();
            text += &format!(
                "[profile {name}]\nrole_arn = arn:aws:iam::222222222222:role/{role}\nsource_profile = {start}\n"
            );
            let optional = [
                ("role_session_name", session),
                ("external_id", external_id),
                ("duration_seconds", duration.map(|seconds| seconds.to_string())),
                ("mfa_serial", mfa.map(String::from)),
                ("region", region.map(String::from)),
            ];
            for (key, value) in optional {
                text.extend(value.map(|value| format!("{key} = {value}\n")));
            }
            starts.push(name);
        }
        text
    })
}

/// What may stand for a record: it shows, and hides nothing.
fn label() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9<>&'\"{}\\\\ -]{0,12}[a-z0-9éя漢]"
}

/// A text of one line.
fn line() -> impl Strategy<Value = String> {
    "[^\\p{C}]{0,20}"
}

/// A record that a person may have written.
fn chain(at: usize) -> impl Strategy<Value = Chain> {
    let optional = || prop::option::of(line());
    let tag =
        (line(), line(), any::<bool>()).prop_map(|(key, value, transitive)| SessionTag { key, value, transitive });
    let hop = (
        line(),
        optional(),
        optional(),
        prop::option::of(any::<u32>()),
        prop::option::of(any::<String>()),
        prop::collection::vec(tag, 0..3),
        prop::collection::vec(line(), 0..2),
        optional(),
        optional(),
        optional(),
    )
        .prop_map(
            |(
                role_arn,
                session_name,
                external_id,
                duration_seconds,
                policy,
                session_tags,
                policy_arns,
                source_identity,
                mfa_serial,
                region,
            )| Hop {
                role_arn,
                session_name,
                external_id,
                duration_seconds,
                policy,
                policy_arns,
                session_tags,
                source_identity,
                mfa_serial,
                region,
            },
        );
    let account = ("[0-9]{12}", label(), prop::collection::vec(label(), 0..2))
        .prop_map(|(id, name, tags)| ShapeAccount { id, name, tags });
    let read_only = prop::option::of(prop::sample::select(vec![ReadOnly::ReadOnlyAccess, ReadOnly::ViewOnlyAccess]));
    let colour = prop::option::of(prop::sample::select(vec![Colour::Red, Colour::Grey]));
    let parent = prop::option::of((0..4_usize).prop_map(|at| format!("c{at}")));
    (
        label(),
        parent,
        prop::collection::vec(hop, 0..3),
        (optional(), optional(), prop::option::of("/[a-z0-9?#=]{0,12}")),
        prop::option::of(any::<u32>()),
        (colour, prop::option::of(label()), any::<bool>(), read_only),
        prop::collection::vec(account, 0..2),
    )
        .prop_map(
            move |(
                name,
                parent_id,
                hops,
                (session_name, region, destination),
                session_duration,
                (colour, guard, asks_reason, read_only),
                accounts,
            )| {
                Chain {
                    id: format!("c{at}"),
                    name,
                    source_id: if parent_id.is_some() { String::new() } else { "s0".into() },
                    parent_id,
                    hops,
                    session_name,
                    region,
                    destination,
                    session_duration,
                    tags: Vec::new(),
                    colour,
                    guard,
                    asks_reason,
                    read_only,
                    accounts,
                    own_end: None,
                    endpoint: None,
                    user_console: None,
                }
            },
        )
}

proptest! {
    #[test]
    fn config_to_chains_to_config(text in config()) {
        let first = read(&text);
        let (chains, sources) = records(&first);
        // What signs in is a chain by itself.
        let own = ["sso_role_name = ", "saml_role_arn = ", "web_identity_token_file = "].map(|key| text.matches(key).count());
        prop_assert_eq!(chains.len(), text.matches("source_profile = ").count() + own.iter().sum::<usize>());
        let again_text = written(&chains, &sources, ExportForm::AwsConfig);
        let again = read(&again_text);
        let (again_chains, again_sources) = records(&again);
        prop_assert_eq!(&chains, &again_chains, "{}\n=>\n{}", text, again_text);
        let used: BTreeMap<_, _> = sources.into_iter().filter(|(id, _)| chains.values().any(|chain| chain.source_id == *id)).collect();
        prop_assert_eq!(used, again_sources, "{}\n=>\n{}", text, again_text);
    }

    #[test]
    fn own_json_both_ways(chains in (chain(0), chain(1), chain(2), chain(3)), name in label(), value in line()) {
        let chains: BTreeMap<_, _> = <[Chain; 4]>::from(chains).into_iter().map(|chain| (chain.id.clone(), chain)).collect();
        let settings = vec![Setting { key: "k".into(), value }];
        let source = Source { id: "s0".into(), name, mfa_serial: Some("x".into()), mfa_session: true, settings, ..Source::default() };
        let sources = BTreeMap::from([(source.id.clone(), source)]);
        let text = written(&chains, &sources, ExportForm::Rolerelay);
        let again = read(&text);
        prop_assert!(again.notes.iter().all(|note| note.severity != Severity::Error), "{:?}", again.notes);
        prop_assert_eq!((chains, sources), records(&again));
    }
}
