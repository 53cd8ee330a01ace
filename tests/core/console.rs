//! The way into the console: the request for a token, its answer, the page, and the address that signs in.

use proptest::prelude::*;
use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::aws::destination::{MAX_DESTINATION, destination};
use rolerelay::aws::partition::Partition;
use rolerelay::protocol::console::{login_url, read_sign_in_token, sign_in_token_request, sign_out_first};
use rolerelay::protocol::http::{Method, Reply};
use url::Url;

const HOST: &str = "signin.aws.amazon.com";

fn session() -> Credentials {
    Credentials {
        access_key_id: "ASIAQNZGKIQY56JQ7WML".into(),
        secret_access_key: Secret::new("a/b+c=&d"),
        session_token: Some(Secret::new("tok/en+==")),
        expires_at: None,
    }
}

fn pairs(form: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(form.as_bytes()).into_owned().collect()
}

fn reply(status: u16, body: &str) -> Reply {
    Reply { status, headers: vec![], body: Secret::new(body) }
}

#[test]
fn asks_for_a_token_by_post_without_a_secret_in_the_address() {
    let request = sign_in_token_request(HOST.into(), &session(), None, Method::Post);
    assert_eq!((request.method, request.host.as_str(), request.target.expose()), (Method::Post, HOST, "/federation"));
    assert_eq!(request.headers[0].0, "content-type");
    let session = r#"{"sessionId":"ASIAQNZGKIQY56JQ7WML","sessionKey":"a/b+c=&d","sessionToken":"tok/en+=="}"#;
    assert_eq!(
        pairs(request.body.expose()),
        [("Action", "getSigninToken"), ("SessionType", "json"), ("Session", session)]
            .map(|(name, value)| (name.to_string(), value.to_string()))
    );
}

#[test]
fn asks_for_a_token_by_get_with_the_same_form() {
    let post = sign_in_token_request(HOST.into(), &session(), Some(43200), Method::Post);
    let get = sign_in_token_request(HOST.into(), &session(), Some(43200), Method::Get);
    assert_eq!(get.target.expose(), format!("/federation?{}", post.body.expose()));
    assert_eq!(get.body.expose(), "");
    assert!(get.headers.is_empty());
    assert!(pairs(post.body.expose()).contains(&("SessionDuration".into(), "43200".into())));
}

#[test]
fn reads_a_token() {
    let token = read_sign_in_token(&reply(200, r#"{"SigninToken":"VCQgs5qZZt3Q6fn8Tr5EXAMPLE_-mJxxLC"}"#)).unwrap();
    assert_eq!(token.expose(), "VCQgs5qZZt3Q6fn8Tr5EXAMPLE_-mJxxLC");
}

#[test]
fn takes_nothing_else_for_a_token() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"SigninToken":""}"#,
        r#"{"SigninToken":7}"#,
        r#"{"SigninToken":"a b"}"#,
        r#"{"SigninToken":"a&Destination=evil"}"#,
        r#"{"SigninToken":"é"}"#,
        r#"{"SigninToken":"a"#,
        "<html>welcome</html>",
        &format!(r#"{{"SigninToken":"{}"}}"#, "a".repeat(20_000)),
    ] {
        let refusal = read_sign_in_token(&reply(200, body)).unwrap_err();
        assert_eq!((refusal.status, refusal.text), (200, None), "{body:.40}");
    }
}

#[test]
fn says_what_the_page_of_a_refusal_says() {
    let page = "<!DOCTYPE html><html><head><title>Amazon Web Services</title><style>p { color: red }</style>\
        <SCRIPT>var x = '<p>no</p>'; sessionToken</SCRIPT></head><body><h1>400</h1><p>Invalid &quot;credentials&quot;\n\
        parameter</p><a href='https://signin.aws.amazon.com/federation?Session=s3cr3t'>back</a></body></html>";
    let refusal = read_sign_in_token(&reply(400, page)).unwrap_err();
    assert_eq!(refusal.status, 400);
    assert_eq!(refusal.text.as_deref(), Some("Amazon Web Services 400 Invalid \"credentials\" parameter back"));
}

#[test]
fn a_refusal_never_echoes_a_session_and_never_runs_on() {
    let echo =
        format!("<p>Bad Session {{\"sessionKey\": \"{}\"}} at https://signin.aws.amazon.com/?x=y</p>", "k".repeat(40));
    let text = read_sign_in_token(&reply(400, &echo)).unwrap_err().text.unwrap();
    assert!(!text.contains("kkk") && !text.contains("https"), "{text}");
    let long = read_sign_in_token(&reply(403, &"word ".repeat(10_000))).unwrap_err().text.unwrap();
    assert!(long.chars().count() <= 300);
    for empty in ["", "<html></html>", "<script>", "<style>a", "\u{7}"] {
        assert_eq!(read_sign_in_token(&reply(500, empty)).unwrap_err().text, None, "{empty}");
    }
}

#[test]
fn the_login_address_carries_the_page_whole() {
    let page = "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1&tab=a#/b?c=d%20e";
    let url = login_url(HOST, page, &Secret::new("to+k=/en"));
    let url = url.expose();
    assert!(url.starts_with(
        "https://signin.aws.amazon.com/federation?Action=login&Issuer=Rolerelay&Destination=https%3A%2F%2F"
    ));
    assert!(url.contains("%23%2Fb%3Fc%3Dd%2520e") && url.contains("%26tab%3Da"), "{url}");
    let url = Url::parse(url).unwrap();
    assert_eq!(url.fragment(), None);
    let query: Vec<_> = url.query_pairs().into_owned().collect();
    assert_eq!(query[2], ("Destination".into(), page.into()));
    assert_eq!(query[3], ("SigninToken".into(), "to+k=/en".into()));
    assert_eq!(query.len(), 4);
}

#[test]
fn signing_out_first_comes_back_to_the_login_address() {
    for (partition, host) in [
        (Partition::Aws, "us-east-1.signin.aws.amazon.com"),
        (Partition::AwsUsGov, "us-gov-west-1.signin.amazonaws-us-gov.com"),
        (Partition::AwsCn, "cn-north-1.signin.amazonaws.cn"),
        (Partition::AwsEusc, "eusc-de-east-1.signin.amazonaws-eusc.eu"),
    ] {
        let login = login_url(host, "https://console.aws.amazon.com/", &Secret::new("token"));
        let url = Url::parse(sign_out_first(partition, &login).expose()).unwrap();
        assert_eq!((url.host_str(), url.path()), (Some(host), "/oauth"));
        let query: Vec<_> = url.query_pairs().into_owned().collect();
        assert_eq!(
            query,
            [("Action".into(), "logout".into()), ("redirect_uri".into(), login.expose().to_string())]
                as [(String, String); 2]
        );
    }
}

#[test]
fn opens_the_home_page_by_default() {
    for (partition, region, page) in [
        (Partition::Aws, None, "https://console.aws.amazon.com/console/home"),
        (Partition::Aws, Some("us-east-1"), "https://console.aws.amazon.com/console/home?region=us-east-1"),
        (Partition::Aws, Some("eu-west-3"), "https://eu-west-3.console.aws.amazon.com/console/home?region=eu-west-3"),
        (Partition::AwsCn, None, "https://console.amazonaws.cn/console/home"),
        (Partition::AwsUsGov, None, "https://console.amazonaws-us-gov.com/console/home"),
        (Partition::AwsEusc, None, "https://eusc-de-east-1.console.amazonaws-eusc.eu/console/home"),
    ] {
        assert_eq!(destination(partition, region, None).as_deref(), Ok(page));
        assert_eq!(destination(partition, region, Some("  ")).as_deref(), Ok(page));
    }
}

#[test]
fn opens_pages_of_the_console() {
    for (page, opened) in [
        ("/s3/home", "https://eu-west-1.console.aws.amazon.com/s3/home"),
        ("s3/home?region=eu-west-2#/x:y", "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-2#/x:y"),
        ("?a=b", "https://eu-west-1.console.aws.amazon.com/?a=b"),
        ("/a/../..//evil.example", "https://eu-west-1.console.aws.amazon.com//evil.example"),
        ("/@evil.example/", "https://eu-west-1.console.aws.amazon.com/@evil.example/"),
        ("https://console.aws.amazon.com", "https://console.aws.amazon.com/"),
        (
            " https://console.aws.amazon.com/ec2/v2/home#Instances: ",
            "https://console.aws.amazon.com/ec2/v2/home#Instances:",
        ),
        ("HTTPS://Health.Console.AWS.amazon.com/x", "https://health.console.aws.amazon.com/x"),
        ("https://console.aws.amazon.com:443/x", "https://console.aws.amazon.com/x"),
        (
            "https://123456789012-ab12cd34.us-west-2.console.aws.amazon.com/go/view?arn=arn:aws:s3:::b#f",
            "https://us-west-2.console.aws.amazon.com/go/view?arn=arn:aws:s3:::b#f",
        ),
        ("https://123456789012-ab12cd34.console.aws.amazon.com/", "https://console.aws.amazon.com/"),
        ("/s3/ü", "https://eu-west-1.console.aws.amazon.com/s3/%C3%BC"),
    ] {
        assert_eq!(destination(Partition::Aws, Some("eu-west-1"), Some(page)).as_deref(), Ok(opened), "{page}");
    }
}

#[test]
fn refuses_all_other_pages_with_a_sentence_each() {
    for (page, said) in [
        ("http://console.aws.amazon.com/", "https://, not http://"),
        ("javascript:alert(1)", "Only a web page"),
        ("JavaScript:alert(1)", "Only a web page"),
        ("data:text/html,x", "Only a web page"),
        ("file:///etc/passwd", "Only a web page"),
        ("about:blank", "Only a web page"),
        ("https:/console.aws.amazon.com/", "Only a web page"),
        ("https:console.aws.amazon.com", "Only a web page"),
        ("java\tscript:alert(1)", "control character"),
        ("https://console.aws.amazon.com/\n", "opened"), // trimmed
        ("https://console.aws.amazon.com/a\nb", "line break"),
        ("https://con\tsole.aws.amazon.com/", "control character"),
        ("https://console.aws.amazon.com/a b", "a space"),
        ("\\\\evil.example", "backslash"),
        ("/\\evil.example", "backslash"),
        ("https://console.aws.amazon.com\\@evil.example", "backslash"),
        ("//evil.example/", "names another host"),
        ("evil.example/x", "Write https://"),
        ("console.aws.amazon.com/s3", "Write https://"),
        ("https://", "not a whole web address"),
        ("https://[::1/", "not a whole web address"),
        ("https://evil.example/console.aws.amazon.com", "not on the AWS console"),
        ("https://console.aws.amazon.com.evil.example/", "not on the AWS console"),
        ("https://console.aws.amazon.com%2eevil.example/", "not on the AWS console"),
        ("https://evilconsole.aws.amazon.com/", "not on the AWS console"),
        ("https://.console.aws.amazon.com/", "not on the AWS console"),
        ("https://.eu-west-1.console.aws.amazon.com/", "not on the AWS console"),
        ("https://eu-west-1..console.aws.amazon.com/", "not on the AWS console"),
        ("https://123456789012-ab12cd34..console.aws.amazon.com/", "not on the AWS console"),
        ("https://console.aws.amazon.com./", "not on the AWS console"),
        ("https://signin.aws.amazon.com/oauth?Action=logout", "not on the AWS console"),
        ("https://console.aws.amazon.c\u{043e}m/", "not a whole web address"),
        ("https://D\u{54e}", "not a whole web address"), // upper case beside a letter beyond ASCII
        ("https://D%aa", "not a whole web address"),
        ("https:///D%e2", "not a whole web address"),
        ("https://127.0.0.1/", "not on the AWS console"),
        ("https://123456789012-ab12cd34.evil.example/", "not on the AWS console"),
        ("https://alice@console.aws.amazon.com/", "user name"),
        ("https://console.aws.amazon.com:x@evil.example/", "user name"),
        ("https://:pw@console.aws.amazon.com/", "user name"),
        ("https://console.aws.amazon.com:8443/", "port"),
        ("https://console.amazonaws.cn/", "AWS China"),
        ("https://us-gov-east-1.console.amazonaws-us-gov.com/", "GovCloud"),
    ] {
        let answer = destination(Partition::Aws, Some("eu-west-1"), Some(page));
        match said {
            "opened" => assert!(answer.is_ok(), "{page:?}: {answer:?}"),
            said => assert!(answer.as_ref().is_err_and(|sentence| sentence.contains(said)), "{page:?}: {answer:?}"),
        }
    }
    // As Logs Insights writes a query over forty groups.
    let groups: String =
        (0..40).map(|group| format!("~'*2faws*2flambda*2fsome-service-of-ours-{group:02}-production-eu")).collect();
    let insights =
        format!("/cloudwatch/home?region=eu-west-1#logsV2:logs-insights$3FqueryDetail$3D~(source~({groups}))");
    assert!(insights.len() > 2_048, "{}", insights.len());
    assert!(destination(Partition::Aws, Some("eu-west-1"), Some(&insights)).is_ok());
    let long = format!("/{}", "a".repeat(MAX_DESTINATION));
    assert!(destination(Partition::Aws, None, Some(&long)).unwrap_err().contains("longer"));
    let grows = format!("/{}", "ü".repeat(MAX_DESTINATION / 2 - 1));
    assert!(destination(Partition::Aws, None, Some(&grows)).unwrap_err().contains("longer"));
}

#[test]
fn a_region_never_becomes_a_host_of_another() {
    assert!(destination(Partition::Aws, Some("evil.example/"), None).is_err());
    assert!(destination(Partition::Aws, Some("cn-north-1"), Some("/x")).is_err());
}

#[test]
fn the_iso_family_is_refused_by_name() {
    let said = destination(Partition::AwsIsoB, None, None).unwrap_err();
    assert!(said.contains("aws-iso-b"), "{said}");
}

proptest! {
    /// Whatever is written, what opens is https on the console of the partition.
    #[test]
    fn opens_nothing_but_the_console(
        page in prop_oneof![
            any::<String>(),
            "(https?:)?[/\\\\]{0,3}([a-z@:.%0-9]{0,12})console\\.aws\\.amazon\\.com[-@:.%/\\\\#?a-z0-9]{0,20}",
            "https://[a-z0-9.-]{0,30}[@:#?/]console\\.aws\\.amazon\\.com",
        ],
    ) {
        if let Ok(opened) = destination(Partition::Aws, Some("us-west-2"), Some(&page)) {
            let url = Url::parse(&opened).unwrap();
            let host = url.host_str().unwrap();
            prop_assert_eq!(url.scheme(), "https");
            prop_assert!(host == "console.aws.amazon.com" || host.ends_with(".console.aws.amazon.com"), "{}", opened);
            prop_assert!(url.username().is_empty() && url.password().is_none() && url.port().is_none());
            prop_assert!(opened.is_ascii() && opened.len() <= MAX_DESTINATION);
            // What was checked is what opens, however often it is checked.
            let again = destination(Partition::Aws, None, Some(&opened));
            prop_assert_eq!(again, Ok(opened));
        }
    }

    #[test]
    fn reads_any_page_of_a_refusal(body in any::<String>(), status in 300_u16..600) {
        let refusal = read_sign_in_token(&reply(status, &body)).unwrap_err();
        prop_assert!(refusal.text.is_none_or(|text| text.chars().count() <= 300 && !text.contains('\n')));
    }
}
