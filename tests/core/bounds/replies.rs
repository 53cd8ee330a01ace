//! Replies of AWS, or of who stands in its place.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use rolerelay::aws::credentials::Secret;
use rolerelay::aws::partition::Partition;
use rolerelay::protocol::console::read_sign_in_token;
use rolerelay::protocol::http::{MAX_REPLY, Reply};
use rolerelay::protocol::sessions::{MAX_SESSION_LIST, read_sessions};
use rolerelay::protocol::{iam, sts};
use rolerelay::source::federation;
use rolerelay::source::identity_center::{Portal, accounts};

use super::growth::{Shape, all_even, counted, halves, repeated};
use crate::world::{Scripted, block_on};

fn reply(status: u16, body: &str) -> Reply {
    Reply { status, headers: Vec::new(), body: Secret::new(body) }
}

/// Elements that a real reply has, so that whatever looks for them has to look.
const START: &str = "<AssumeRoleResponse><AssumeRoleResult><Credentials>";
const END: &str = "</Credentials></AssumeRoleResult></AssumeRoleResponse>";

fn shapes() -> Vec<Shape<'static>> {
    vec![
        ("attributes", counted("<a ", |n| format!("a{n}='' "), "/>")),
        ("one attribute again and again", repeated("<a ", "a='' ", "/>")),
        (
            "attributes in a success",
            counted("<AssumeRoleResponse ", |n| format!("a{n}='' "), "><AssumeRoleResult/></AssumeRoleResponse>"),
        ),
        ("namespaces", counted("<a ", |n| format!("xmlns:a{n}='{n}' "), "/>")),
        (
            "namespaces on the root, and one on each child",
            halves(
                counted("<a ", |n| format!("xmlns:a{n}='{n}' "), ">"),
                counted("", |n| format!("<b xmlns:c='{n}'/>"), "</a>"),
            ),
        ),
        (
            "children with prefixes of the root",
            halves(
                counted("<a ", |n| format!("xmlns:a{n}='{n}' "), ">"),
                counted("", |n| format!("<a{n}:b/>"), "</a>"),
            ),
        ),
        ("elements in each other", repeated("", "<a>", "")),
        ("elements beside each other", repeated(START, "<a/>", END)),
        (
            "the same name again and again",
            repeated("<AssumeRoleResponse>", "<AssumeRoleResult></AssumeRoleResult>", "</AssumeRoleResponse>"),
        ),
        ("elements that do not end", repeated(START, "<AccessKeyId>", "")),
        ("ends without a beginning", repeated(START, "</a>", "")),
        ("a name that does not end", repeated("<", "a", "")),
        ("a value that does not end", repeated("<a b='", "c", "")),
        ("brackets", repeated("", "<", "")),
        ("a comment that does not end", repeated("<a><!--", "-", "")),
        ("comments", repeated("<a>", "<!---->", "</a>")),
        ("openings of comments", repeated("<a>", "<!--", "")),
        ("sections of text", repeated("<a>", "<![CDATA[x]]>", "</a>")),
        ("openings of sections of text", repeated("<a>", "<![CDATA[", "")),
        ("instructions", repeated("", "<?a?>", "<a/>")),
        ("openings of instructions", repeated("<a>", "<?", "")),
        ("ampersands", repeated("<ErrorResponse><Error><Message>", "&", "</Message></Error></ErrorResponse>")),
        ("entities", repeated("<ErrorResponse><Error><Message>", "&lt;", "</Message></Error></ErrorResponse>")),
        (
            "numbers for characters",
            repeated("<ErrorResponse><Error><Message>", "&#65;", "</Message></Error></ErrorResponse>"),
        ),
        (
            "a number that does not end",
            repeated("<ErrorResponse><Error><Message>&#", "0", "</Message></Error></ErrorResponse>"),
        ),
        ("a doctype", counted("<!DOCTYPE a [", |n| format!("<!ENTITY a{n} 'a'>"), "]><a/>")),
        (
            "a long message",
            repeated(
                "<ErrorResponse><Error><Message>",
                "User: is not authorized to perform: ",
                "</Message></Error></ErrorResponse>",
            ),
        ),
        ("text between elements", repeated("<ErrorResponse><Error><Code>", "a<b/>", "</Code></Error></ErrorResponse>")),
        ("json in each other", repeated("", "{\"Error\":", "")),
        ("a list in each other", repeated("", "[", "")),
        ("names of json", counted("{", |n| format!("\"a{n}\":0,"), "\"Error\":{}}")),
        ("escapes of json", repeated("{\"Error\":{\"Message\":\"", "\\u0041", "\"}}")),
        ("zeros", repeated("", "\0", "")),
    ]
}

fn read_all(body: &str) {
    for status in [200, 403] {
        let reply = reply(status, body);
        let _ = sts::read(&reply);
        let _ = sts::read_session_token(&reply);
        let _ = sts::read_caller(&reply);
        let _ = iam::read_list(&reply);
        let _ = iam::read_simulated(&reply);
        let _ = iam::read_role(&reply);
    }
}

#[test]
fn replies_of_sts_and_iam() {
    all_even(shapes(), MAX_REPLY / 4, 40, read_all);
}

#[test]
fn replies_of_identity_center() {
    let portal = Portal { start_url: "https://example.awsapps.com/start".into(), region: "eu-west-1".into() };
    let token = Secret::new("token");
    let lists: Vec<Shape<'static>> = vec![
        (
            "accounts",
            counted("{\"accountList\":[", |n| format!("{{\"accountId\":\"{n}\"}},"), "{\"accountId\":\"\"}]}"),
        ),
        ("a long name", repeated("{\"accountList\":[{\"accountId\":\"1\",\"accountName\":\"", "a", "\"}]}")),
        (
            "joiners in a name",
            repeated("{\"accountList\":[{\"accountId\":\"1\",\"accountName\":\"", "\u{94d}\u{200d}", "\"}]}"),
        ),
        ("an exception's name", repeated("{\"__type\":\"", "#:", "\"}")),
        ("lists in each other", repeated("{\"accountList\":", "[", "")),
    ];
    all_even(lists.into_iter().chain(shapes()), MAX_REPLY, 40, |body| {
        for status in [200, 400] {
            let _ = block_on(accounts(&portal, &token, &Scripted::new([(0, Ok(reply(status, body)))])));
        }
    });
}

/// What identity providers give, which a person pastes.
#[test]
fn assertions_and_tokens() {
    const ROLES: &str = "<Response><Attribute Name='https://aws.amazon.com/SAML/Attributes/Role'>";
    const END: &str = "</Attribute></Response>";
    const PAIR: &str = "arn:aws:iam::111122223333:role/A,arn:aws:iam::111122223333:saml-provider/B";
    let value = |text: String| format!("<AttributeValue>{text}</AttributeValue>");
    let assertions: Vec<Shape<'static>> = vec![
        ("roles", counted(ROLES, move |n| value(PAIR.replace("role/A", &format!("role/A{n}"))), END)),
        (
            "the same role",
            repeated(
                ROLES,
                "<AttributeValue>arn:aws:iam::111122223333:role/A,arn:aws:iam::111122223333:saml-provider/B</AttributeValue>",
                END,
            ),
        ),
        (
            "commas",
            repeated(
                "<Response><Attribute Name='https://aws.amazon.com/SAML/Attributes/Role'><AttributeValue>",
                ",",
                "</AttributeValue></Attribute></Response>",
            ),
        ),
        ("values that do not end", repeated(ROLES, "<AttributeValue>", "")),
        ("conditions", repeated("<Response>", "<Conditions NotOnOrAfter='2026-01-01T00:00:00Z'/>", "</Response>")),
        ("attributes of conditions", counted("<Conditions ", |n| format!("a{n}='' "), "/>")),
        (
            "a long session name",
            repeated(
                "<Response><Attribute Name='https://aws.amazon.com/SAML/Attributes/RoleSessionName'><AttributeValue>",
                "\u{94d}\u{200d}",
                "</AttributeValue></Attribute></Response>",
            ),
        ),
    ];
    // In base64 it is four thirds as long, and AWS takes 100,000 characters of that.
    all_even(assertions.into_iter().chain(shapes()), 73_000, 40, |xml| {
        let _ = federation::read(&Secret::new(BASE64.encode(xml.as_bytes())));
    });
    let texts: Vec<Shape<'static>> = vec![
        ("percent signs", repeated("SAMLResponse=", "%", "")),
        ("encoded", repeated("SAMLResponse=", "%2B", "")),
        ("fields", repeated("", "SAMLResponse=", "")),
        ("other fields", repeated("SAMLResponse=", "RelayState", "")),
        ("spaces", repeated("a", " ", "a")),
        ("quotes", repeated("", "\"'", "")),
        ("dots", repeated("eyJ", ".", "")),
        ("a token", repeated("eyJ.", "e30", ".")),
    ];
    all_even(texts, 390_000, 40, |text| {
        let _ = federation::read(&Secret::new(text));
    });
    let claims: Vec<Shape<'static>> = vec![
        ("audiences", counted("{\"iss\":\"a\",\"sub\":\"b\",\"aud\":[\"\"", |n| format!(",\"{n}\""), "]}")),
        ("lists in each other", repeated("{\"aud\":", "[", "")),
        ("names", counted("{", |n| format!("\"a{n}\":0,"), "\"iss\":\"\"}")),
    ];
    all_even(claims, 14_000, 60, |json| {
        let body = BASE64URL_NOPAD.encode(json.as_bytes());
        let _ = federation::read(&Secret::new(format!("eyJ.{body}.")));
    });
}

#[test]
fn lists_of_console_sessions() {
    const ONE: &str =
        r#"{"differentiator":"111122223333-ab12cd34","principal_arn":"arn:aws:sts::111122223333:assumed-role/A/b"},"#;
    let lists: Vec<Shape<'static>> = vec![
        ("sessions", repeated("{\"sessions\":[", ONE, "0]}")),
        ("numbers", repeated("{\"sessions\":[", "0,", "0]}")),
        ("lists in each other", repeated("{\"sessions\":", "[", "")),
        ("names of a session", counted("{\"sessions\":[{", |n| format!("\"a{n}\":0,"), "\"expiry\":0}]}")),
        ("a long principal", repeated("{\"sessions\":[{\"principal_arn\":\"arn:aws:sts::", ":/", "\"}]}")),
        ("a long end", repeated("{\"sessions\":[{\"expiry\":", "9", "}]}")),
    ];
    all_even(lists.into_iter().chain(shapes()), MAX_SESSION_LIST, 40, |text| {
        let _ = read_sessions(Partition::Aws, text, 0.0);
    });
}

#[test]
fn replies_of_the_sign_in_service() {
    let pages: Vec<Shape<'static>> = vec![
        ("tags", repeated("", "<a>", "")),
        ("scripts", repeated("", "<script>", "")),
        ("scripts that end", repeated("", "<script></script>", "")),
        ("words", repeated("", "a ", "")),
        ("entities", repeated("", "&amp;", "")),
        ("characters that do not show", repeated("", "\u{200b}", "")),
        ("json in each other", repeated("", "{\"SigninToken\":", "")),
        ("tokens", repeated("{", "\"SigninToken\":\"a\",", "\"a\":0}")),
    ];
    all_even(pages.into_iter().chain(shapes()), MAX_REPLY, 40, |body| {
        let _ = read_sign_in_token(&reply(200, body));
        let _ = read_sign_in_token(&reply(400, body));
    });
}
