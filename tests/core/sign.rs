//! Signature Version 4 against a vector that was computed without aws-sigv4 and checked with botocore.

use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::failure::FailureKind;
use rolerelay::protocol::http::{Method, Request};
use rolerelay::protocol::sign::sign;

use crate::world::{NOW, header};

const BODY: &str = "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdemo\
                    &RoleSessionName=alice&DurationSeconds=900";

fn request() -> Request {
    Request {
        method: Method::Post,
        host: "sts.us-east-1.amazonaws.com".into(),
        target: Secret::new("/"),
        headers: vec![("content-type", Secret::new("application/x-www-form-urlencoded; charset=utf-8"))],
        body: Secret::new(BODY),
    }
}

fn credentials(token: Option<&str>) -> Credentials {
    Credentials {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: Secret::new("SECRET"),
        session_token: token.map(Secret::new),
        expires_at: None,
    }
}

#[test]
fn the_signature_is_the_one_of_the_vector() {
    let signed = sign(request(), &credentials(Some("TOKEN")), "us-east-1", "sts", NOW).unwrap();
    assert_eq!(
        header(&signed, "authorization"),
        Some(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/sts/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, \
             Signature=8ee86835255451994014fb6589c626080d9a8611884c230f04093d3cc2f4d8b2"
        )
    );
    assert_eq!(header(&signed, "x-amz-date"), Some("20260101T000000Z"));
    assert_eq!(header(&signed, "x-amz-security-token"), Some("TOKEN"));
}

#[test]
fn the_request_itself_stays_as_it_was_and_host_is_left_to_the_browser() {
    let signed = sign(request(), &credentials(None), "us-east-1", "sts", NOW).unwrap();
    assert_eq!((&signed.host, &signed.body, &signed.target), (&request().host, &request().body, &request().target));
    let mut names: Vec<_> = signed.headers.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(names, ["authorization", "content-type", "x-amz-date"]);
    let authorization = header(&signed, "authorization").unwrap();
    assert!(authorization.contains("SignedHeaders=content-type;host;x-amz-date, "), "{authorization}");
}

#[test]
fn a_clock_that_cannot_be_is_a_failure() {
    for now in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
        let failure = sign(request(), &credentials(None), "us-east-1", "sts", now).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Internal);
    }
}
