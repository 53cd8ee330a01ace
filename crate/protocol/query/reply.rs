//! XML as what was asked for, or whatever a host may say as a refusal.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::Deserialize;

use super::Refusal;
use super::xml::{Element, MAX_XML};
use crate::protocol::http::Reply;

/// What `of_success` finds in the reply, given its root and AWS's request id; else the [`Refusal`], whatever form it has:
/// AWS's XML with or without its namespace, its JSON, a proxy's page, nothing.
pub(crate) fn read_with<T>(
    reply: &Reply,
    of_success: impl Fn(&Element<'_>, Option<String>) -> Option<T>,
) -> Result<T, Refusal> {
    let body = reply.body.expose(); // to read it
    let request_id = reply.header("x-amzn-requestid").map(str::to_string);
    let root = Element::read(body);
    let success = root.as_ref().filter(|_| reply.status == 200).and_then(|root| of_success(root, request_id.clone()));
    success.ok_or_else(|| {
        let json = || Some(body).filter(|body| body.len() <= MAX_XML).and_then(|body| serde_json::from_str(body).ok());
        let said = root.as_ref().and_then(read_error).or_else(json).unwrap_or_default();
        Refusal {
            status: reply.status,
            code: said.error.code,
            message: said.error.message,
            request_id: request_id.or(said.request_id),
        }
    })
}

/// The time that the child of that name says, in milliseconds since 1970.
pub(crate) fn time(element: &Element<'_>, name: &str) -> Option<f64> {
    let time = DateTime::from_str(element.text(name)?, Format::DateTimeWithOffset).ok()?;
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

fn read_error(root: &Element<'_>) -> Option<ErrorDocument> {
    // Some services of AWS's, and moto and LocalStack for all of them, have a list of errors there.
    let error = root.child("Error").or_else(|| root.child("Errors")?.child("Error"))?;
    let owned = |element: &Element<'_>, name| element.text(name).map(str::to_string);
    Some(ErrorDocument {
        error: ErrorPart { code: owned(error, "Code"), message: owned(error, "Message") },
        request_id: owned(root, "RequestId").or_else(|| owned(root, "RequestID")),
    })
}
