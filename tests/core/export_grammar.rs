//! Whatever stands in a record, what is written of it keeps to its grammar: AWS config, HCL, JSON.

use proptest::prelude::*;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::{Chain, Hop, Setting, Source};
use rolerelay::interchange::export::{ExportForm, Reasons, write};
use rolerelay::policies::source::ExportSource;

fn written(chains: &[Chain], sources: &[ExportSource], form: ExportForm) -> String {
    let ids: Vec<_> = chains.iter().map(|chain| chain.id.clone()).collect();
    write(&ids, chains, sources, form, &Reasons::default()).text
}

/// Records with anything in their fields.
fn anything() -> impl Strategy<Value = (Vec<Chain>, Vec<ExportSource>)> {
    let text = || {
        prop_oneof![
            3 => "[a-z]{1,8}",
            1 => any::<String>(),
            1 => prop::sample::select(vec!["]\n[profile x]", "a # b", "${a}", "%{ if true }", "\"", "\\", " x", "a\r\nb = c", "\u{2028}", ""]).prop_map(String::from),
        ]
    };
    let arn = prop_oneof![
        6 => (0..4_u32, "[A-Za-z*?${}%\"]{0,6}/", "[A-Za-z+=,.@-]{1,8}").prop_map(|(n, path, name)| format!("arn:aws:iam::{n:012}:role/{path}{name}")),
        1 => any::<String>(),
    ];
    let optional = || prop::option::of(text());
    let hop = (
        arn,
        optional(),
        optional(),
        optional(),
        optional(),
        optional(),
        optional(),
        prop::option::of(0..50_000_u32),
        prop::collection::vec((text(), text(), any::<bool>()), 0..3),
    )
        .prop_map(
            |(
                role_arn,
                session_name,
                external_id,
                policy,
                source_identity,
                mfa_serial,
                region,
                duration_seconds,
                tags,
            )| Hop {
                role_arn,
                session_name,
                external_id,
                duration_seconds,
                policy,
                source_identity,
                mfa_serial,
                region,
                session_tags: tags
                    .into_iter()
                    .map(|(key, value, transitive)| SessionTag { key, value, transitive })
                    .collect(),
                policy_arns: Vec::new(),
            },
        );
    let chain = (
        text(),
        0..3_usize,
        prop::option::of(0..8_usize),
        prop::collection::vec(hop, 0..4),
        optional(),
        optional(),
        optional(),
        prop::collection::vec(text(), 0..2),
    );
    let chain = chain.prop_map(|(name, source, parent, hops, session_name, region, destination, tags)| Chain {
        name,
        source_id: if parent.is_some() { String::new() } else { format!("s{source}") },
        parent_id: parent.map(|parent| format!("c{parent}")),
        hops,
        session_name,
        region,
        destination,
        tags,
        ..Chain::default()
    });
    let with_id = |(at, chain): (i32, Chain)| Chain { id: format!("c{at}"), ..chain };
    let chains =
        prop::collection::vec(chain, 0..6).prop_map(move |chains| (0..).zip(chains).map(with_id).collect::<Vec<_>>());
    let setting = (text(), text()).prop_map(|(key, value)| Setting { key, value });
    let source = (text(), optional(), any::<bool>(), prop::collection::vec(setting, 0..3), optional());
    let source = source.prop_map(|(name, mfa_serial, mfa_session, settings, account)| ExportSource {
        source: Source { id: String::new(), name, mfa_serial, mfa_session, settings, session_only: false },
        account,
    });
    let with_id =
        |(at, it): (i32, ExportSource)| ExportSource { source: Source { id: format!("s{at}"), ..it.source }, ..it };
    let sources = prop::collection::vec(source, 0..3)
        .prop_map(move |sources| (0..).zip(sources).map(with_id).collect::<Vec<_>>());
    (chains, sources)
}

proptest! {
    #[test]
    fn no_record_breaks_the_lines_of_a_config((chains, sources) in anything()) {
        let text = written(&chains, &sources, ExportForm::AwsConfig);
        let hops: usize = chains.iter().map(|chain| chain.hops.len()).sum();
        let mut sections = 0;
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let name = line.strip_prefix("[profile ").or(line.strip_prefix("[sso-session ")).and_then(|name| name.strip_suffix(']'));
            sections += usize::from(name.is_some());
            let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c));
            let is_setting = || line.split_once(" = ").is_some_and(|(key, value)| is_name(key) && !value.is_empty());
            prop_assert!(name.is_some_and(is_name) || line == "[default]" || is_setting(), "{line:?}");
        }
        // A chain without a role has a profile of its own.
        let own = chains.iter().filter(|chain| chain.hops.is_empty()).count();
        prop_assert!(sections <= hops + own + 2 * sources.len(), "no section but ours");
    }

    #[test]
    fn no_record_breaks_terraform_or_json((chains, sources) in anything()) {
        let text = written(&chains, &sources, ExportForm::PoliciesTerraform);
        let body = hcl::parse(&text).map_err(|wrong| TestCaseError::fail(format!("{wrong}\n{text}")))?;
        let json = written(&chains, &sources, ExportForm::PoliciesJson);
        let json: serde_json::Value = serde_json::from_str(&json).map_err(|wrong| TestCaseError::fail(wrong.to_string()))?;
        let mut labels: Vec<_> = body.blocks().map(|block| (block.identifier().to_string(), block.labels().to_vec())).filter(|(kind, _)| kind != "provider").collect();
        let count = labels.len();
        labels.sort_by_key(|it| format!("{it:?}"));
        labels.dedup();
        prop_assert_eq!(labels.len(), count, "identifiers are unique");
        let documents = body.blocks().filter(|block| block.identifier() == "data").count();
        let needed = json["roles"].as_object().map_or(0, |roles| roles.values().map(|role| 1 + usize::from(role.get("permissionPolicy").is_some())).sum());
        prop_assert_eq!(documents, needed + json["sources"].as_object().map_or(0, |it| it.len()));
    }
}
