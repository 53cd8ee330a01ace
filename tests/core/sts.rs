//! AssumeRole and GetSessionToken on the wire: the form, and every shape of reply.

use rolerelay::aws::arn::RoleArn;
use rolerelay::aws::credentials::Secret;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::protocol::http::{Reply, Request};
use rolerelay::protocol::query::Refusal;
use rolerelay::protocol::sts::{self, AssumeRole, Mfa};

use url::form_urlencoded;

use crate::world::{NOW, reply, session_token_xml, session_xml};

const ROLE: &str = "arn:aws:iam::123456789012:role/demo";
const SESSION: &str = "arn:aws:sts::123456789012:assumed-role/demo/alice";

fn refused(reply: &Reply) -> Refusal {
    sts::read(reply).unwrap_err()
}

fn asked(role: &RoleArn) -> AssumeRole<'_> {
    AssumeRole::new(role, "alice")
}

/// The fields of the form, in order.
fn fields(request: &Request) -> Vec<(String, String)> {
    form_urlencoded::parse(request.body.expose().as_bytes()).into_owned().collect()
}

#[test]
fn the_form_holds_what_is_set_and_nothing_else() {
    let role = RoleArn::parse(ROLE).unwrap();
    let request =
        sts::request("sts.us-east-1.amazonaws.com".into(), &AssumeRole { duration_seconds: Some(900), ..asked(&role) });
    assert_eq!(
        request.body.expose(),
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdemo\
         &RoleSessionName=alice&DurationSeconds=900"
    );
    assert_eq!(request.target.expose(), "/");
    let bare = sts::request(String::new(), &asked(&role));
    assert_eq!(fields(&bare).len(), 4);
}

#[test]
fn every_parameter_has_its_name_on_the_wire() {
    let role = RoleArn::parse(ROLE).unwrap();
    let code = Secret::new("123456");
    let tag = |key: &str, value: &str, transitive| SessionTag { key: key.into(), value: value.into(), transitive };
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}"#;
    let request = sts::request(
        String::new(),
        &AssumeRole {
            source_identity: Some("ana@example.com".into()),
            external_id: Some("a+b=c,d.e@f:g/h-i_j"),
            duration_seconds: Some(900),
            policy: Some(policy),
            policy_arns: &[
                "arn:aws:iam::aws:policy/ReadOnlyAccess".into(),
                "arn:aws:iam::123456789012:policy/b".into(),
            ],
            session_tags: &[tag("Team", "", false), tag("Cost centre/é", "a & b=c", true), tag("c", "~*", true)],
            mfa: Some(Mfa { serial_number: "arn:aws:iam::123456789012:mfa/ana", token_code: Some(&code) }),
            ..asked(&role)
        },
    );
    let wanted = [
        ("Action", "AssumeRole"),
        ("Version", "2011-06-15"),
        ("RoleArn", ROLE),
        ("RoleSessionName", "alice"),
        ("DurationSeconds", "900"),
        ("ExternalId", "a+b=c,d.e@f:g/h-i_j"),
        ("SourceIdentity", "ana@example.com"),
        ("Policy", policy),
        ("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        ("PolicyArns.member.2.arn", "arn:aws:iam::123456789012:policy/b"),
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", ""),
        ("Tags.member.2.Key", "Cost centre/é"),
        ("Tags.member.2.Value", "a & b=c"),
        ("Tags.member.3.Key", "c"),
        ("Tags.member.3.Value", "~*"),
        ("TransitiveTagKeys.member.1", "Cost centre/é"),
        ("TransitiveTagKeys.member.2", "c"),
        ("SerialNumber", "arn:aws:iam::123456789012:mfa/ana"),
        ("TokenCode", "123456"),
    ];
    assert_eq!(fields(&request), wanted.map(|(name, value)| (name.to_string(), value.to_string())));
    let form = request.body.expose();
    assert!(form.contains("&ExternalId=a%2Bb%3Dc%2Cd.e%40f%3Ag%2Fh-i_j&"), "{form}");
    assert!(form.contains("&Tags.member.1.Value=&Tags.member.2.Key=Cost+centre%2F%C3%A9&"), "{form}");
}

#[test]
fn get_session_token_asks_for_twelve_hours_with_the_code() {
    let code = Secret::new("012345");
    let mfa = Mfa { serial_number: "GAHT12345678", token_code: Some(&code) };
    let request = sts::session_token_request("sts.eu-west-1.amazonaws.com".into(), &mfa);
    assert_eq!(
        request.body.expose(),
        "Action=GetSessionToken&Version=2011-06-15&DurationSeconds=43200&SerialNumber=GAHT12345678&TokenCode=012345"
    );
    let read = sts::read_session_token(&reply(200, &session_token_xml())).unwrap();
    assert_eq!((read.access_key_id.as_str(), read.expires_at), ("ASIATOKEN", Some(NOW + 43_200_000.0)));
    assert_eq!(read.session_token.unwrap().expose(), "+Hush/session-token");
    // One operation's reply is none to the other.
    assert!(sts::read(&reply(200, &session_token_xml())).is_err());
    assert!(sts::read_session_token(&reply(200, &session_xml(1, SESSION))).is_err());
    assert!(sts::read_session_token(&reply(403, &session_token_xml())).is_err());
}

#[test]
fn a_reply_tells_the_source_identity_and_how_full_the_session_is() {
    let more = "<PackedPolicySize>6</PackedPolicySize><SourceIdentity>ana</SourceIdentity></AssumeRoleResult>";
    let whole = session_xml(1, SESSION).replace("</AssumeRoleResult>", more);
    let session = sts::read(&reply(200, &whole)).unwrap();
    assert_eq!((session.source_identity.as_deref(), session.packed_policy_size), (Some("ana"), Some(6)));
    for odd in ["", "six", "-1", "6.5", "99999999999"] {
        let session = sts::read(&reply(200, &whole.replace(">6<", &format!(">{odd}<")))).unwrap();
        assert_eq!(session.packed_policy_size, None, "{odd}");
    }
}

#[test]
fn a_session_is_read_in_any_order_with_or_without_namespace_and_with_unknown_elements() {
    let whole = session_xml(7, SESSION);
    let bare = whole.replace(r#" xmlns="https://sts.amazonaws.com/doc/2011-06-15/""#, "");
    let prefixed = r#"<a:AssumeRoleResponse xmlns:a="urn:x"><a:AssumeRoleResult><a:New><a:Arn>x</a:Arn></a:New><a:Credentials>
        <a:Expiration>2026-01-01T01:00:00.000Z</a:Expiration><a:SessionToken> +Hush/token7== </a:SessionToken>
        <a:SecretAccessKey>+Hush/key7</a:SecretAccessKey><a:AccessKeyId>ASIA0000000000000007</a:AccessKeyId></a:Credentials>
        <a:AssumedRoleUser><a:Arn>arn:aws:sts::123456789012:assumed-role/demo/alice</a:Arn></a:AssumedRoleUser>
        </a:AssumeRoleResult><a:ResponseMetadata><a:RequestId>request-7</a:RequestId></a:ResponseMetadata></a:AssumeRoleResponse>"#;
    let expected = sts::read(&reply(200, &whole)).unwrap();
    assert_eq!(expected.assumed_role_arn, SESSION);
    assert_eq!(expected.credentials.expires_at, Some(NOW + 3_600_000.0));
    assert_eq!(expected.request_id.as_deref(), Some("request-7"));
    assert_eq!(expected.credentials.session_token.as_ref().unwrap().expose(), "+Hush/token7==");
    for body in [bare.as_str(), prefixed, &format!("<?xml version=\"1.0\"?>\n{whole}\n")] {
        assert_eq!(sts::read(&reply(200, body)).unwrap(), expected);
    }
}

#[test]
fn the_request_id_comes_from_the_header_first() {
    let header = ("x-amzn-requestid".to_string(), "from-header".to_string());
    let reply = Reply { headers: vec![header], ..reply(200, &session_xml(1, SESSION)) };
    assert_eq!(sts::read(&reply).unwrap().request_id.as_deref(), Some("from-header"));
}

#[test]
fn half_a_session_is_none() {
    let whole = session_xml(1, SESSION);
    for part in ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "Arn"] {
        let (open, close) = (format!("<{part}>"), format!("</{part}>"));
        let (before, rest) = whole.split_once(&open).unwrap();
        let after = rest.split_once(&close).unwrap().1;
        for body in [format!("{before}{after}"), format!("{before}{open}{close}{after}")] {
            assert_eq!((refused(&reply(200, &body)).status, refused(&reply(200, &body)).code), (200, None), "{part}");
        }
    }
    for bad in ["soon", "2026-01-01", "2026-13-01T00:00:00Z", "99999999999999999999-01-01T00:00:00Z"] {
        assert!(sts::read(&reply(200, &whole.replace("2026-01-01T01:00:00Z", bad))).is_err(), "{bad}");
    }
}

#[test]
fn a_session_with_more_in_it_than_credentials_is_none() {
    // Copied into a profile, a `.env` file or a shell, each would be a line or a command of its own.
    for evil in [
        "a&#10;credential_process = evil",
        "a&#13;b",
        "&quot;&amp;calc&amp;&quot;",
        "%PATH%",
        "$(evil)",
        "`evil`",
        "a b",
        "a;b",
        "a\u{202e}b",
    ] {
        for honest in ["ASIA0000000000000001", "+Hush/key1", "+Hush/token1=="] {
            let body = session_xml(1, SESSION).replace(honest, evil);
            assert_eq!((refused(&reply(200, &body)).status, refused(&reply(200, &body)).code), (200, None), "{evil}");
        }
    }
    let jwt = session_xml(1, SESSION).replace("+Hush/token1==", "eyJhbGciOiJIUzUxMiJ9.e30.a_b-c");
    assert!(sts::read(&reply(200, &jwt)).is_ok(), "as MinIO gives");
    let turned = session_xml(1, SESSION)
        .replace("</AssumeRoleResult>", "<SourceIdentity>a\u{202e}b</SourceIdentity></AssumeRoleResult>");
    assert_eq!(sts::read(&reply(200, &turned)).unwrap().source_identity, None, "nothing that AWS takes for one");
}

#[test]
fn a_reply_cut_anywhere_is_no_session_and_no_panic() {
    let whole = session_xml(1, SESSION);
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        assert!(sts::read(&reply(200, &whole[..end])).is_err(), "cut at {end}");
    }
}

#[test]
fn a_session_with_another_status_than_200_is_none() {
    for status in [201, 204, 400, 500] {
        assert!(sts::read(&reply(status, &session_xml(1, SESSION))).is_err());
    }
}

#[test]
fn a_document_type_is_refused_whatever_it_says() {
    let whole = session_xml(1, SESSION);
    for doctype in [
        "<!DOCTYPE a>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        "<!DOCTYPE a SYSTEM \"https://example.com/a.dtd\">",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>",
    ] {
        assert!(sts::read(&reply(200, &format!("{doctype}{whole}"))).is_err(), "{doctype}");
    }
    assert!(sts::read(&reply(200, &whole.replace("ASIA", "&unknown;"))).is_err());
}

#[test]
fn deep_and_broad_trees_end_early() {
    const DEPTH: usize = rolerelay::protocol::http::MAX_REPLY / 7;
    for body in [
        "<a>".repeat(DEPTH * 2),
        format!("{}{}", "<a>".repeat(DEPTH), "</a>".repeat(DEPTH)),
        format!("<a>{}</a>", "<b/>".repeat(DEPTH)),
        format!("<a {}/>", (0..DEPTH / 4).map(|n| format!("b{n}='' ")).collect::<String>()),
        "{\"Error\":".repeat(DEPTH),
        "[".repeat(DEPTH),
    ] {
        assert_eq!(refused(&reply(200, &body)).code, None);
    }
}

#[test]
fn a_tree_far_larger_than_any_reply_is_none_even_if_a_session_is_in_it() {
    let whole = session_xml(1, SESSION);
    let padded = |count| whole.replace("<AssumedRoleUser>", &format!("{}<AssumedRoleUser>", "<New/>".repeat(count)));
    assert!(sts::read(&reply(200, &padded(100))).is_ok());
    assert!(sts::read(&reply(200, &padded(10_000))).is_err());
}

#[test]
fn errors_are_read_as_xml_with_or_without_namespace_and_as_json() {
    let xml = |ns: &str| {
        format!(
            "<ErrorResponse{ns}><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>No &amp; no</Message></Error>\
             <RequestId>r-1</RequestId></ErrorResponse>"
        )
    };
    let json = r#"{"Error":{"Code":"AccessDenied","Message":"No & no","Type":"Sender"},"RequestId":"r-1"}"#;
    let expected = Refusal {
        status: 403,
        code: Some("AccessDenied".into()),
        message: Some("No & no".into()),
        request_id: Some("r-1".into()),
    };
    for body in [&xml(" xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\""), &xml(""), json] {
        assert_eq!(refused(&reply(403, body)), expected);
    }
}

#[test]
fn what_is_not_aws_s_is_told_by_its_status() {
    for body in
        ["", "   ", "<html><body><h1>403 Forbidden</h1><br></body></html>", "null", "[]", "{}", "\u{0}\u{1}", "<a/>"]
    {
        let refusal = refused(&reply(403, body));
        assert_eq!((refusal.status, refusal.code, refusal.message), (403, None, None), "{body:?}");
    }
}
