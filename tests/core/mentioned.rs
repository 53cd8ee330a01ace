//! What a text of somebody else's names of AWS, as a query.

use proptest::prelude::*;
use rolerelay::aws::mentioned::mentioned;
use rolerelay::aws::wanted::wanted;
use serde_json::json;

#[test]
fn the_first_page_arn_or_account_of_a_text_is_found_wherever_it_stands() {
    let page = "https://111122223333-ab12cd34.eu-west-1.console.aws.amazon.com/s3/buckets/logs?region=eu-west-1#x";
    let arn = "arn:aws:lambda:eu-west-1:111122223333:function:Pay";
    let insights = "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights$3FqueryDetail$3D~(end~0~\
                    editorString~'fields*20*40message*0a*7c*20sort~source~(~'*2faws*2flambda*2fPay))"
        .to_string();
    for (text, query) in [
        (format!("see <{page}>, please"), page),
        (format!("It fails: {arn}."), arn),
        (format!("\"{arn}\",\n  \"arn:aws:s3:::other\""), arn),
        (format!("https://wiki.example/?of={arn}"), arn),
        (format!("https://evil.example/#{page}"), page),
        (format!("arn:aws:nonsense and {arn}"), arn),
        // Lists, other languages, and addresses that quote it.
        (format!("--role-arns={arn},arn:aws:s3:::other"), arn),
        (format!("arn:aws:nonsense,https://evil.example,{arn};"), arn),
        (format!("バケット{arn}。を見て"), arn),
        (format!("{arn}，以及"), arn),
        (format!("https://wiki.example/?of={arn}&by=ana"), arn),
        (format!("['{arn}', 'x']"), arn),
        (insights.clone(), &insights),
        (format!("{arn}: no; {arn}; {arn}!"), arn),
        (format!("{arn}; {arn}"), arn),
        (format!("{arn}!"), arn),
        (format!("{arn}…"), arn),
        (format!("{}\"{arn}\"", "'x',".repeat(2_000)), arn),
        (format!("{page}{}", "a".repeat(3_000)), &format!("{page}{}", "a".repeat(3_000))),
        (format!("see ({insights})."), &insights),
        (format!("[logs]({insights}) of May"), &insights),
        (format!("open '{page}'"), page),
        (format!("{{\"at\":\"{insights}\",\"x\":[1]}}"), &insights),
        ("account 1111-2222-3333 (prod)".into(), "111122223333"),
        ("prod\t111122223333\t".into(), "111122223333"),
        ("#111122223333: closed".into(), "111122223333"),
    ] {
        assert_eq!(mentioned(&text).as_deref(), Some(query), "{text}");
    }
    for text in [
        "",
        "prod",
        "1111222233334",
        "a111122223333",
        "1111-2222-3333-4444",
        "call 12345-678-9012, or 1-1111222233-33",
        "https://evil.example/",
        "http://console.aws.amazon.com/",
        "https://console.aws.amazon.com.evil.example/",
        "arn:",
        "{}",
        "{\"recipientAccountId\": \"1\"}",
        "{\"Records\": []}",
    ] {
        assert_eq!(mentioned(text), None, "{text}");
    }
}

#[test]
fn an_event_of_cloudtrail_is_its_resource_or_itself_in_its_account() {
    let event = |resources: serde_json::Value| {
        json!({
            "eventVersion": "1.11",
            "userIdentity": { "type": "AssumedRole", "accountId": "999999999999", "arn": "arn:aws:sts::999999999999:assumed-role/A/b" },
            "eventSource": "s3.amazonaws.com",
            "awsRegion": "eu-west-1",
            "eventID": "0d4f3c5e-1b2a-4c3d-8e9f-001122334455",
            "resources": resources,
            "recipientAccountId": "111122223333"
        })
    };
    let bucket = json!([{ "type": "AWS::S3::Object" }, { "ARN": "arn:aws:s3:::logs", "accountId": "111122223333" }]);
    let resource = "111122223333 arn:aws:s3:::logs";
    let itself = "111122223333 https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events?EventId=0d4f3c5e-1b2a-4c3d-8e9f-001122334455";
    let wrapped = json!({ "Events": [{ "EventId": "x", "CloudTrailEvent": event(bucket.clone()).to_string() }] });
    for (text, query) in [
        (event(bucket.clone()).to_string(), resource),
        (format!("\n  {}", serde_json::to_string_pretty(&event(bucket.clone())).unwrap()), resource),
        (json!({ "Records": [event(bucket.clone())] }).to_string(), resource),
        (wrapped.to_string(), resource),
        (json!([event(bucket.clone())]).to_string(), resource),
        (event(json!([{ "arn": "arn:aws:s3:::logs" }])).to_string(), resource),
        (format!("{}\n{}\n", event(bucket.clone()), event(json!(null))), resource),
        (json!({ "events": [{ "eventId": "3", "message": event(bucket.clone()).to_string() }] }).to_string(), resource),
        (json!({ "detail-type": "AWS API Call via CloudTrail", "account": "999999999999", "detail": event(bucket.clone()) }).to_string(), resource),
        (event(json!(null)).to_string(), itself),
        (event(json!([])).to_string(), itself),
        // What is of another account does not open in this one.
        (event(json!([{ "ARN": "arn:aws:iam::999999999999:role/A" }])).to_string(), itself),
    ] {
        assert_eq!(mentioned(&text).as_deref(), Some(query), "{text}");
        let found = wanted(query).unwrap();
        assert_eq!(found.words, ["111122223333"], "{query}");
    }
    let bare = json!({ "userIdentity": { "accountId": "111122223333" }, "awsRegion": "nowhere", "eventID": "#&x=" });
    assert_eq!(mentioned(&bare.to_string()).as_deref(), Some("111122223333"));
    let short_id = json!({ "recipientAccountId": "111122223333", "awsRegion": "eu-west-1", "eventID": "0d4f3c5e" });
    assert!(mentioned(&short_id.to_string()).unwrap().ends_with("#/events"));
    let odd_id = json!({ "recipientAccountId": "111122223333", "awsRegion": "cn-north-1", "eventID": "a&b#c" });
    let page = "111122223333 https://cn-north-1.console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/events";
    assert_eq!(
        mentioned(&odd_id.to_string())
            .map(|query| query.replace("https://console", "https://cn-north-1.console"))
            .as_deref(),
        Some(page)
    );
    // Nothing goes on for ever.
    let mut deep = event(json!(null)).to_string();
    for _ in 0..3 {
        deep = json!({ "CloudTrailEvent": deep }).to_string();
    }
    assert_eq!(mentioned(&deep).as_deref(), Some(itself));
    let deeper = mentioned(&json!({ "CloudTrailEvent": deep }).to_string());
    assert!(deeper.as_deref() != Some(itself), "{deeper:?}");
}

#[test]
fn an_event_is_found_behind_what_a_chat_or_a_log_begins_with_and_where_a_query_wrote_null() {
    let whole = json!({
        "userIdentity": { "accountId": "999999999999" },
        "awsRegion": "eu-west-1",
        "eventID": "0d4f3c5e-1b2a-4c3d-8e9f-001122334455",
        "resources": [{ "ARN": "arn:aws:s3:::logs" }],
        "recipientAccountId": "111122223333"
    });
    for before in ["```json\n", "Event: ", "\u{feff}", "2026-01-01T00:00:00Z\tINFO\t"] {
        let query = mentioned(&format!("{before}{whole}\n```"));
        assert_eq!(query.as_deref(), Some("111122223333 arn:aws:s3:::logs"), "{before}");
    }
    let with = |name: &str, value: serde_json::Value| {
        let mut event = whole.clone();
        event[name] = value;
        mentioned(&event.to_string())
    };
    for (name, value, account) in [
        ("userIdentity", json!(null), "111122223333"),
        ("userIdentity", json!({ "accountId": null }), "111122223333"),
        ("awsRegion", json!(null), "111122223333"),
        ("eventID", json!(null), "111122223333"),
        ("resources", json!([{ "ARN": null }, { "arn": "arn:aws:s3:::logs" }]), "111122223333"),
        ("recipientAccountId", json!(null), "999999999999"),
    ] {
        let query = with(name, value.clone());
        assert_eq!(query, Some(format!("{account} arn:aws:s3:::logs")), "{name}: {value}");
    }
}

proptest! {
    /// Whatever was marked, what comes of it is an account, or a page that the search knows.
    #[test]
    fn what_is_found_is_something_that_a_search_reads(
        text in prop_oneof![
            any::<String>(),
            "([a-z ]{0,8}(arn:aws(-cn)?:[a-z0-9]{0,6}:(eu-west-1)?:[0-9]{0,12}:[ -~]{0,20}|https://[ -~]{0,30}|[0-9-]{0,16}|[\"{}:,]{0,4})){0,4}",
            "\\{\"(recipientAccountId|awsRegion|eventID|resources|Records)\":(\"[0-9a-z-]{0,14}\"|\\[[{}\"]{0,4}\\]),?\"recipientAccountId\":\"[0-9]{12}\"\\}",
        ],
    ) {
        if let Some(query) = mentioned(&text) {
            let is_account = query.len() == 12 && query.bytes().all(|byte| byte.is_ascii_digit());
            prop_assert!(is_account || wanted(&query).is_some(), "{query}");
        }
    }
}
