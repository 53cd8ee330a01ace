//! The one door for records: what comes from outside and may not stand here is refused, alone, with a sentence.

use std::collections::HashMap;

use proptest::prelude::*;
use rolerelay::aws::credentials::Secret;
use rolerelay::chain::admission::{Arrivals, RecordList, Refused, Standing, admit};
use rolerelay::chain::inheritance::{Records, find, resolve};
use rolerelay::chain::{Chain, summarize};
use rolerelay::interchange::import::{ImportFile, Kept, plan};
use serde_json::{Value, json};

fn chain(id: &str) -> Value {
    let hops = json!([{ "roleArn": "arn:aws:iam::000000000001:role/a" }]);
    json!({ "id": id, "name": "Production", "sourceId": "s1", "hops": hops })
}

fn with(id: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut chain = chain(id);
    change(&mut chain);
    chain
}

fn shape(id: &str, account: &str) -> Value {
    let hops = json!([{ "roleArn": "arn:aws:iam::{account}:role/a" }]);
    json!({ "id": id, "name": "Admin", "sourceId": "s1", "hops": hops, "guard": "PRODUCTION",
            "accounts": [{ "id": account, "name": "Payments" }] })
}

fn id_of(value: &Value) -> String {
    value["id"].as_str().unwrap_or_default().into()
}

fn refused(chains: &[Value], standing: &Standing) -> Vec<Refused> {
    let chains = chains.iter().map(|chain| (id_of(chain), chain.to_string())).collect();
    admit(&Arrivals { chains, ..Arrivals::default() }, standing)
}

fn refused_source(source: Value) -> Vec<Refused> {
    admit(&Arrivals { sources: vec![source.to_string()], ..Arrivals::default() }, &Standing::default())
}

#[track_caller]
fn says(refused: &[Refused], said: &str) {
    let [one] = refused else { panic!("{refused:?}") };
    assert!(one.message.contains(said), "{}", one.message);
}

#[test]
fn what_can_be_kept_passes_whether_it_can_be_walked_or_not() {
    let unwalkable = with("b", |chain| {
        chain["sourceId"] = json!("");
        chain["hops"] = json!([{ "roleArn": "not an ARN", "externalId": "a b*" }]);
    });
    let page = with("c", |chain| chain["destination"] = json!("https://eu-west-1.console.aws.amazon.com/s3"));
    let chains = [chain("a"), unwalkable, page, shape("d", "000000000001"), chain("d_000000000002")];
    assert_eq!(refused(&chains, &Standing::default()), []);
}

#[test]
fn each_thing_that_no_record_may_be_is_refused_and_nothing_else() {
    let wide = "x".repeat(5_000);
    for (bad, said) in [
        (chain("__proto__"), "JavaScript"),
        (chain("constructor"), "JavaScript"),
        (chain("toString"), "JavaScript"),
        (chain("a/b"), "letters"),
        (chain(""), "letters"),
        (json!({ "id": "a" }), "not what Rolerelay writes"),
        (json!(5), "not what Rolerelay writes"),
        (with("a", |it| it["name"] = json!("Prod\u{202e}")), "U+202E"),
        (with("a", |it| it["name"] = json!("\u{3164}")), "U+3164"),
        (with("a", |it| it["name"] = json!(" ")), "shows nothing"),
        (with("a", |it| it["name"] = json!(wide)), "longer"),
        (with("a", |it| it["guard"] = json!("P\u{2800}")), "U+2800"),
        (with("a", |it| it["tags"] = json!(["a", "b\u{200b}"])), "U+200B"),
        (with("a", |it| it["tags"] = json!(vec!["a"; 300])), "longer"),
        (with("a", |it| it["accounts"] = json!([{ "id": "1", "name": "x" }])), "12 digits"),
        (with("a", |it| it["accounts"] = json!([{ "id": "000000000001", "name": "x\u{61c}" }])), "U+061C"),
        (with("a", |it| it["parentId"] = json!("__proto__")), "starts from"),
        (with("a", |it| it["sourceId"] = json!("../s")), "starts from"),
        (with("a", |it| it["hops"][0]["externalId"] = json!(wide)), "longer"),
        (with("a", |it| it["hops"][0]["policy"] = json!("x".repeat(70_000))), "longer"),
        (with("a", |it| it["hops"][0]["roleArn"] = json!("arn:\naws")), "U+000A"),
        (with("a", |it| it["hops"] = json!(vec![it["hops"][0].clone(); 300])), "longer"),
        (with("a", |it| it["region"] = json!("eu\u{202e}")), "U+202E"),
        (with("a", |it| it["destination"] = json!("https://console.aws.amazon.com.evil.example/")), "AWS console"),
        (with("a", |it| it["destination"] = json!("https://console.amazonaws.cn/s3")), "AWS China"),
        (with("a", |it| it["destination"] = json!("javascript:alert(1)")), "https://"),
    ] {
        says(&refused(&[chain("first"), bad.clone(), chain("last")], &Standing::default()), said);
    }
    for (bad, said) in [
        (json!({ "id": "__proto__", "name": "Base" }), "JavaScript"),
        (json!({ "id": "s1", "name": "Ba\u{ad}se" }), "U+00AD"),
        (json!({ "id": "s1", "name": 5 }), "not what Rolerelay writes"),
        (json!({ "id": "s1", "name": "Base", "settings": [{ "key": "a", "value": "b\nc" }] }), "U+000A"),
        (json!({ "id": "s1", "name": "Base", "mfaSerial": wide }), "longer"),
    ] {
        says(&refused_source(bad), said);
    }
}

/// Without a readable end the page is on some partition's console, or nowhere.
#[test]
fn a_page_without_an_end_role_is_on_a_console_too() {
    let bare = |page: &str| {
        with("a", |it| {
            it["hops"] = json!([]);
            it["destination"] = json!(page);
        })
    };
    assert_eq!(refused(&[bare("https://console.amazonaws.cn/s3")], &Standing::default()), []);
    assert_eq!(refused(&[bare("/s3/home")], &Standing::default()), []);
    says(&refused(&[bare("https://evil.example/")], &Standing::default()), "AWS console");
}

#[test]
fn no_record_takes_the_place_of_a_chain_that_a_shape_makes() {
    let made = "hub_000000000001";
    let standing = Standing { records: vec!["hub".into()], made: vec![made.into()] };
    says(&refused(&[chain(made)], &standing), "keeps its place");
    // Nor where both come, in whichever order.
    for chains in [[chain(made), shape("hub", "000000000001")], [shape("hub", "000000000001"), chain(made)]] {
        let refused = refused(&chains, &Standing::default());
        says(&refused, "keeps its place");
        assert_eq!(id_of(&chains[refused[0].at]), made);
    }
    // Nor a shape that of a record which is here.
    let standing = Standing { records: vec![made.into()], made: vec![] };
    says(&refused(&[shape("hub", "000000000001")], &standing), "000000000001");
    // A record keeps its own.
    assert_eq!(refused(&[chain(made)], &standing), []);
}

#[test]
fn of_two_with_one_id_the_first_stays() {
    let refused = refused(&[chain("a"), with("a", |it| it["name"] = json!("Other"))], &Standing::default());
    says(&refused, "twice");
    assert_eq!((refused[0].at, refused[0].name.as_str()), (1, "Other"));
    let arrivals = Arrivals { chains: vec![("b".into(), chain("a").to_string())], ..Arrivals::default() };
    says(&admit(&arrivals, &Standing::default()), "another id");
}

#[test]
fn a_name_is_told_so_that_it_can_be_seen() {
    let refused = refused(&[with("a", |it| it["name"] = json!("Pr\u{202e}od"))], &Standing::default());
    assert_eq!(refused[0].name, "Pr\u{fffd}od");
}

#[test]
fn keys_and_use_are_of_the_form_that_rolerelay_writes() {
    let keys = json!({ "accessKeyId": "AKIAQAAAAAAAGMKEM7X5", "secretAccessKey": "x" });
    let old = json!({ "credentials": keys, "since": 1.5, "likelyAccount": "000000000001" });
    let rotation = json!({ "stage": "trying", "user": "arn:aws:iam::000000000001:user/a", "partition": "aws",
        "startedAt": 1, "before": ["AKIA"], "old": old, "new": old, "lost": [{ "id": "AKIB", "active": true }] });
    let told = |id: &str, value: &Value| {
        let secrets = vec![(id.into(), Secret::new(value.to_string()))];
        admit(&Arrivals { secrets, ..Arrivals::default() }, &Standing::default())
    };
    let whole = json!({ "keys": old, "seed": "JBSWY3DPEHPK3PXP", "rotation": rotation });
    assert_eq!(told("s1", &whole), []);
    assert_eq!(told("s1", &json!({})), []);
    for (id, bad) in [
        ("__proto__", whole.clone()),
        ("s1", json!(7)),
        ("s1", json!({ "keys": 7 })),
        ("s1", json!({ "keys": { "credentials": { "accessKeyId": "a" } } })),
        ("s1", json!({ "keys": { "credentials": { "accessKeyId": "a\r\nb", "secretAccessKey": "Hush" } } })),
        ("s1", json!({ "seed": 5 })),
        ("s1", json!({ "rotation": { "stage": "done" } })),
    ] {
        let refused = told(id, &bad);
        assert_eq!(refused.len(), 1, "{bad}");
        assert!(!refused[0].message.contains("Hush"));
    }
    let used = |value: Value| {
        admit(&Arrivals { usage: vec![value.to_string()], ..Arrivals::default() }, &Standing::default()).len()
    };
    assert_eq!(used(json!({ "favourites": ["a", "hub_000000000001"], "opened": [{ "id": "a", "at": 5 }] })), 0);
    assert_eq!(used(json!({ "favourites": 5, "opened": [] })), 1);
    assert_eq!(used(json!({ "favourites": [], "opened": [{ "id": "a" }] })), 1);
    assert_eq!(used(json!({ "favourites": ["constructor"], "opened": [] })), 1);
}

/// The chain of a shape is found by its id, with its guard, whatever stands in the store beside it.
#[test]
fn a_shapes_chain_is_found_before_a_record() {
    let records: Vec<Chain> = [chain("hub_000000000001"), shape("hub", "000000000001")]
        .into_iter()
        .map(|it| serde_json::from_value(it).unwrap())
        .collect();
    assert_eq!(find("hub_000000000001", &records).unwrap().guard.as_deref(), Some("PRODUCTION"));
    let listed = summarize(&records, &HashMap::new());
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].shape_id.as_deref(), Some("hub"));
}

fn imported(document: &Value, kept: &Kept) -> rolerelay::interchange::import::ImportPlan {
    plan(&[ImportFile { name: "rolerelay.json".into(), text: Secret::new(document.to_string()) }], kept)
}

#[test]
fn an_import_leaves_out_what_may_not_stand_and_what_starts_from_that() {
    let child = |id: &str, parent: &str| {
        with(id, |it| {
            it["sourceId"] = json!("");
            it["parentId"] = json!(parent);
        })
    };
    let document = json!({
        "rolerelay": 1,
        "chains": [
            with("bad", |it| it["name"] = json!("Pr\u{200b}od")), child("child", "bad"), child("grandchild", "child"), chain("good"),
            with("away", |it| it["destination"] = json!("https://evil.example/")), with("of-bad", |it| it["sourceId"] = json!("s2")),
            chain("hub_000000000001"),
        ],
        "sources": [{ "id": "s1", "name": "Base" }, { "id": "s2", "name": "Ba\u{202e}se" }],
    });
    let hub: Chain = serde_json::from_value(shape("hub", "000000000001")).unwrap();
    let plan = imported(&document, &Kept { chains: vec![hub], ..Kept::default() });
    let ids: Vec<_> = plan.chains.iter().map(|it| it.chain.id.as_str()).collect();
    assert_eq!((ids, plan.sources.len()), (vec!["good"], 1));
    let told: Vec<_> = plan.notes.iter().filter_map(|note| note.profile.as_deref()).collect();
    assert_eq!(told.len(), 7, "{:#?}", plan.notes);
    assert!(told.contains(&"Pr\u{fffd}od"));
    assert!(plan.notes.iter().all(|note| note.message.contains("left out")));
}

/// Values near what a record holds, and others.
fn value() -> impl Strategy<Value = Value> {
    let ids = ["a", "hub", "hub_000000000001", "hub_000000000002", "__proto__", "constructor", "", "a/b", "s1"];
    let texts = ["Prod", "Pr\u{202e}od", "می\u{200c}خواهم", "\u{3164}", "", "PRODUCTION", "x\ny", "\u{fffd}"];
    let pages = ["/s3/home", "https://evil.example/", "https://console.aws.amazon.com/s3", "javascript:1", "//x"];
    let arns = [
        "arn:aws:iam::000000000001:role/a",
        "arn:aws:iam::{account}:role/a",
        "arn:aws-cn:iam::000000000001:role/a",
        "x",
    ];
    let select = prop::sample::select::<&'static str>;
    let odd = prop_oneof![
        Just(json!(null)),
        Just(json!(5)),
        Just(json!([])),
        Just(json!({})),
        any::<String>().prop_map(Value::from)
    ];
    let text =
        move |near: &[&'static str]| prop_oneof![12 => select(near.to_vec()).prop_map(Value::from), 1 => odd.clone()];
    let account = (prop_oneof![3 => Just("000000000001"), 1 => Just("000000000002"), 1 => Just("1")], text(&texts));
    let lists = (
        prop::collection::vec(account, 0..3),
        prop::collection::vec(text(&arns), 0..3),
        prop::collection::vec(text(&texts), 0..2),
    );
    (
        text(&ids),
        text(&texts),
        text(&ids),
        prop::option::of(text(&ids)),
        prop::option::of(text(&pages)),
        prop::option::of(text(&texts)),
        lists,
    )
        .prop_map(|(id, name, source, parent, page, guard, (accounts, roles, tags))| {
            let accounts: Vec<_> = accounts.into_iter().map(|(id, name)| json!({ "id": id, "name": name })).collect();
            let hops: Vec<_> = roles.into_iter().map(|arn| json!({ "roleArn": arn })).collect();
            let mut value =
                json!({ "id": id, "name": name, "sourceId": source, "hops": hops, "tags": tags, "accounts": accounts });
            for (field, given) in [("parentId", parent), ("destination", page), ("guard", guard)] {
                if let Some(given) = given {
                    value[field] = given;
                }
            }
            value
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// What passes can be listed and looked up, each record by its own id, and hides nothing.
    #[test]
    fn what_passes_stands_each_in_its_own_place(values in prop::collection::vec(value(), 0..8)) {
        let out: Vec<usize> = refused(&values, &Standing::default()).into_iter().map(|it| { assert_eq!(it.list, RecordList::Chains); it.at }).collect();
        let passed: Vec<Chain> = values.iter().enumerate().filter(|(at, _)| !out.contains(at)).map(|(_, it)| serde_json::from_value(it.clone()).unwrap()).collect();
        let records = Records::new(&passed);
        let listed = summarize(&passed, &HashMap::new());
        let mut ids: Vec<_> = listed.iter().map(|it| it.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), listed.len(), "one row for each id");
        for record in &passed {
            let found = records.find(&record.id);
            prop_assert_eq!(found.as_deref(), Some(record));
            for account in &record.accounts {
                let made = records.find(&format!("{}_{}", record.id, account.id)).unwrap();
                prop_assert_eq!(&made.guard, &record.guard);
            }
            let _ = resolve(record, &passed);
        }
        let all = serde_json::to_string(&passed).unwrap();
        prop_assert!(!all.contains('\u{202e}') && !all.contains("evil") && !all.contains("javascript") && !all.contains("__proto__"), "{}", all);
        // It stays so when it comes once more, beside nothing or beside itself.
        let again: Vec<_> = passed.iter().map(|it| serde_json::to_value(it).unwrap()).collect();
        prop_assert_eq!(refused(&again, &Standing::default()), []);
    }

    /// The same by way of an import, which takes no more than the door does and tells of the rest.
    #[test]
    fn an_import_takes_no_more(values in prop::collection::vec(value(), 0..6), kept in prop::collection::vec(value(), 0..4)) {
        let out: Vec<usize> = refused(&kept, &Standing::default()).into_iter().map(|it| it.at).collect();
        let chains: Vec<Chain> = kept.iter().enumerate().filter(|(at, _)| !out.contains(at)).map(|(_, it)| serde_json::from_value(it.clone()).unwrap()).collect();
        let kept = Kept { chains: chains.clone(), ..Kept::default() };
        let plan = imported(&json!({ "rolerelay": 1, "chains": values, "sources": [] }), &kept);
        let mut after: Vec<Value> = chains.iter().filter(|it| plan.chains.iter().all(|new| new.chain.id != it.id)).map(|it| serde_json::to_value(it).unwrap()).collect();
        after.extend(plan.chains.iter().map(|it| serde_json::to_value(&it.chain).unwrap()));
        prop_assert_eq!(refused(&after, &Standing::default()), []);
    }
}

#[test]
fn a_place_that_a_refused_change_would_have_given_up_stays_taken() {
    let shape = json!({ "id": "hub", "name": "Hub", "sourceId": "s", "hops": [], "tags": [], "accounts": [{ "id": "000000000001", "name": "" }] });
    let kept = Kept { chains: vec![serde_json::from_value(shape.clone()).unwrap()], ..Kept::default() };
    let taking = json!({ "id": "hub_000000000001", "name": "Taking", "sourceId": "s", "hops": [], "tags": [] });
    // Without its accounts the shape would make no chain of that id; but its guard is a letter that nobody sees.
    let mut without = shape;
    without["accounts"] = json!([]);
    let plan = imported(&json!({ "rolerelay": 1, "chains": [taking, without], "sources": [] }), &kept);
    assert_eq!(plan.chains.len(), 2, "both pass where the change does: {:?}", plan.notes);
    without["guard"] = json!("\u{3164}");
    let plan = imported(&json!({ "rolerelay": 1, "chains": [taking, without], "sources": [] }), &kept);
    assert!(plan.chains.is_empty(), "{:?}", plan.chains);
    assert_eq!(plan.notes.len(), 2, "{:?}", plan.notes);
}
