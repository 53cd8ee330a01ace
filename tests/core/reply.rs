//! What is read of a refusal, and what of none: whatever a host sends, in AWS's XML or its JSON.

use rolerelay::aws::credentials::Secret;
use rolerelay::protocol::http::Reply;
use rolerelay::protocol::query::Refusal;
use rolerelay::protocol::sts;

/// The longest document that is read, in bytes.
const MAX_XML: usize = 64 * 1024;

fn read(body: &str) -> Refusal {
    let headers = vec![("x-amzn-requestid".into(), "of the header".into())];
    sts::read(&Reply { status: 400, headers, body: Secret::new(body) }).unwrap_err()
}

fn code(body: &str) -> Option<String> {
    read(body).code
}

const ERROR: &str =
    "<ErrorResponse><Error><Code>Throttling</Code></Error><RequestId>of the body</RequestId></ErrorResponse>";

#[test]
fn the_request_id_of_the_header_counts() {
    assert_eq!(read(ERROR).request_id.as_deref(), Some("of the header"));
    let bare = Reply { status: 400, headers: Vec::new(), body: Secret::new(ERROR) };
    assert_eq!(sts::read(&bare).unwrap_err().request_id.as_deref(), Some("of the body"));
}

#[test]
fn nothing_is_read_of_what_is_longer_than_any_answer() {
    let filled = |to: usize| format!("{ERROR}{}", " ".repeat(to - ERROR.len()));
    assert_eq!(code(&filled(MAX_XML)).as_deref(), Some("Throttling"));
    assert_eq!(code(&filled(MAX_XML + 1)), None);
    let json = r#"{"Error":{"Code":"Throttling"}}"#;
    assert_eq!(code(json).as_deref(), Some("Throttling"));
    assert_eq!(code(&format!("{json}{}", " ".repeat(MAX_XML))), None);
}

#[test]
fn a_document_has_one_root_and_nothing_beside_it() {
    for spoilt in [format!("x{ERROR}"), format!("{ERROR}x"), format!("<a/>{ERROR}"), format!("{ERROR}<a/>")] {
        assert_eq!(code(&spoilt), None, "{spoilt}");
    }
    assert_eq!(code(&format!("<?xml version='1.0'?>\n<!-- x -->{ERROR}\n")).as_deref(), Some("Throttling"));
}

#[test]
fn it_is_not_read_deeper_than_answers_are() {
    let deep = |by: usize| {
        let (start, end) = ("<a>".repeat(by), "</a>".repeat(by));
        format!("<ErrorResponse><Error><Code>Throttling</Code></Error>{start}{end}</ErrorResponse>")
    };
    assert_eq!(code(&deep(14)).as_deref(), Some("Throttling"));
    assert_eq!(code(&deep(15)), None);
}

#[test]
fn a_text_is_that_of_an_element_without_others_in_it() {
    assert_eq!(code("<ErrorResponse><Error><Code>Thrott<b/>ling</Code></Error></ErrorResponse>"), None);
    let pieces = "<ErrorResponse><Error><Code>Thr<!-- x -->ott<![CDATA[li]]>&#110;g</Code></Error></ErrorResponse>";
    assert_eq!(code(pieces).as_deref(), Some("Throttling"));
}
