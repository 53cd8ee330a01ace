//! XML as what was asked for, or whatever a host may say as a refusal.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use roxmltree::{Document, Node, ParsingOptions};
use serde::Deserialize;

use super::Refusal;
use crate::protocol::http::Reply;

/// What `of_success` finds in the reply, given its root and AWS's request id; else the [`Refusal`], whatever form it has:
/// AWS's XML with or without its namespace, its JSON, a proxy's page, nothing.
pub(crate) fn read_with<T>(
    reply: &Reply,
    of_success: impl Fn(Node<'_, '_>, Option<String>) -> Option<T>,
) -> Result<T, Refusal> {
    let body = reply.body.expose(); // to read it
    let request_id = reply.header("x-amzn-requestid").map(str::to_string);
    // No DTD, so no entities; and no tree that is larger than any real reply, which has about 20 nodes.
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 1_000, entity_resolver: None };
    let document = Document::parse_with_options(body, options).ok();
    let root = document.as_ref().map(Document::root_element);
    let success = root.filter(|_| reply.status == 200).and_then(|root| of_success(root, request_id.clone()));
    success.ok_or_else(|| {
        let said = root.and_then(read_error).or_else(|| serde_json::from_str(body).ok()).unwrap_or_default();
        Refusal {
            status: reply.status,
            code: said.error.code,
            message: said.error.message,
            request_id: request_id.or(said.request_id),
        }
    })
}

/// The child of that name in any namespace or none.
pub(crate) fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The text of the child of that name, if there is any.
pub(crate) fn text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name)?.text().map(str::trim).filter(|text| !text.is_empty())
}

/// The time that the child of that name says, in milliseconds since 1970.
pub(crate) fn time(node: Node<'_, '_>, name: &str) -> Option<f64> {
    let time = DateTime::from_str(text(node, name)?, Format::DateTimeWithOffset).ok()?;
    Some(time.to_millis().ok()? as f64)
}

/// AWS's error document. Its JSON form has the same names; AWS chooses that for some `Accept` headers, which we do not send.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct ErrorDocument {
    error: ErrorPart,
    request_id: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct ErrorPart {
    code: Option<String>,
    message: Option<String>,
}

fn read_error(root: Node<'_, '_>) -> Option<ErrorDocument> {
    let error = child(root, "Error")?;
    let owned = |node, name| text(node, name).map(str::to_string);
    Some(ErrorDocument {
        error: ErrorPart { code: owned(error, "Code"), message: owned(error, "Message") },
        request_id: owned(root, "RequestId"),
    })
}
