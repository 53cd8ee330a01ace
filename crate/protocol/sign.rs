//! Puts a Signature Version 4 on a request. The only file that names aws-sigv4.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign as signature};
use aws_sigv4::sign::v4;

use super::http::{Method, Request};
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::partition::origin;
use crate::failure::Failure;

/// Signs `request` for `service` in `region` at `now` (milliseconds since 1970), which adds the headers `x-amz-date`,
/// `authorization` and, for a session, `x-amz-security-token`.
///
/// All headers of the request are signed, and `host`, which is no header here because browsers write it themselves.
///
/// # Errors
/// [`Failure::internal`], for a time before 1970 or a request that is no HTTP request.
pub fn sign(
    mut request: Request,
    credentials: &Credentials,
    region: &str,
    service: &str,
    now: f64,
) -> Result<Request, Failure> {
    // The request and its secrets are exposed to the signer, which hashes them and puts the token in a header.
    let identity = aws_credential_types::Credentials::new(
        credentials.access_key_id.as_str(),
        credentials.secret_access_key.expose(),
        credentials.session_token.as_ref().map(|token| token.expose().into()),
        None,
        "rolerelay",
    )
    .into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(service)
        .time(instant(now)?)
        .settings(SigningSettings::default())
        .build()
        .map_err(|_| Failure::internal("the signing parameters are not complete"))?
        .into();
    let signable = SignableRequest::new(
        match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
        },
        format!("{}{}", origin(&request.host), request.target.expose()),
        request.headers.iter().map(|(name, value)| (*name, value.expose())),
        SignableBody::Bytes(request.body.expose().as_bytes()),
    )
    .and_then(|signable| signature(signable, &params))
    .map_err(|_| Failure::internal("the request cannot be signed"))?;
    let (headers, _) = signable.into_parts().0.into_parts();
    request.headers.extend(headers.iter().map(|header| (header.name(), Secret::new(header.value()))));
    Ok(request)
}

fn instant(now: f64) -> Result<SystemTime, Failure> {
    Duration::try_from_secs_f64(now / 1000.0)
        .ok()
        .and_then(|since| UNIX_EPOCH.checked_add(since))
        .ok_or_else(|| Failure::internal("the clock is before 1970"))
}
