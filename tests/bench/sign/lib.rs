//! One AssumeRole, built and signed as the walk does it, for `npm run bench` to time.

use rolerelay::aws::arn::RoleArn;
use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::protocol::sign::sign;
use rolerelay::protocol::sts::{self, AssumeRole};
use wasm_bindgen::prelude::*;

/// The Authorization header; none for what is no role.
#[wasm_bindgen(js_name = signAssumeRole)]
pub fn sign_assume_role(
    host: String,
    region: &str,
    role_arn: &str,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    now: f64,
) -> Option<String> {
    let role = RoleArn::parse(role_arn).ok()?;
    let asked = AssumeRole { duration_seconds: Some(900), ..AssumeRole::new(&role, "alice") };
    let credentials = Credentials {
        access_key_id,
        secret_access_key: Secret::new(secret_access_key),
        session_token: session_token.map(Secret::new),
        expires_at: None,
    };
    let signed = sign(sts::request(host, &asked), &credentials, region, "sts", now).ok()?;
    let (_, authorization) = signed.headers.iter().find(|(name, _)| *name == "authorization")?;
    Some(authorization.expose().into()) // the bench compares it with what the others say
}
