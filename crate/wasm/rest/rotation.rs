//! What rotates a source's keys: each export asks AWS for one thing.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::browser::browser;
use border::{js, list, rust, text, thrown};
use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::partition::Partition;
use rolerelay::aws::user::UserArn;
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::policies::own_keys;
use rolerelay::protocol::iam::{AccessKey, LastUsed, NewAccessKey};
use rolerelay::walk::iam;

/// The policy that lets a user rotate its keys, as JSON.
#[wasm_bindgen(js_name = rotationPolicy)]
pub fn rotation_policy(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = userArn)] user_arn: JsValue,
) -> Result<String, JsValue> {
    Ok(own_keys::policy(&user(&user_arn)?))
}

/// The ARN of the user whose keys these are, in a partition such as `aws-us-gov`.
#[wasm_bindgen(js_name = getCallerIdentity)]
pub async fn get_caller_identity(
    credentials: Ts<Credentials>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = partition)] partition_name: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<String, JsValue> {
    let (base, browser, name) = (rust(&credentials)?, browser(signal)?, text(&partition_name)?);
    let partition = Partition::from_name(&name).ok_or_else(|| invalid("This is not a partition of AWS.".into()))?;
    Ok(iam::caller(&base, partition, &browser).await.map_err(thrown)?.to_string())
}

/// Makes an access key. It is secret.
#[wasm_bindgen(js_name = createAccessKey)]
pub async fn create_access_key(
    credentials: Ts<Credentials>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = userArn)] user_arn: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<NewAccessKey>, JsValue> {
    let (signer, user, browser) = (rust(&credentials)?, user(&user_arn)?, browser(signal)?);
    js(&iam::create_access_key(&signer, &user, &browser).await.map_err(thrown)?)
}

/// The user's access keys.
#[wasm_bindgen(js_name = listAccessKeys)]
pub async fn list_access_keys(
    credentials: Ts<Credentials>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = userArn)] user_arn: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Vec<Ts<AccessKey>>, JsValue> {
    let (signer, user, browser) = (rust(&credentials)?, user(&user_arn)?, browser(signal)?);
    list(&iam::list_access_keys(&signer, &user, &browser).await.map_err(thrown)?)
}

/// When the access key was used last.
#[wasm_bindgen(js_name = getAccessKeyLastUsed)]
pub async fn get_access_key_last_used(
    credentials: Ts<Credentials>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = userArn)] user_arn: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = accessKeyId)] id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<LastUsed>, JsValue> {
    let (signer, user, id, browser) = (rust(&credentials)?, user(&user_arn)?, text(&id)?, browser(signal)?);
    js(&iam::last_used(&signer, &user, &id, &browser).await.map_err(thrown)?)
}

/// Makes the access key active or inactive.
#[wasm_bindgen(js_name = setAccessKeyActive)]
pub async fn set_access_key_active(
    credentials: Ts<Credentials>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = userArn)] user_arn: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = accessKeyId)] id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "boolean")] active: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<(), JsValue> {
    let (signer, user, id, browser) = (rust(&credentials)?, user(&user_arn)?, text(&id)?, browser(signal)?);
    iam::set_active(&signer, &user, &id, active.is_truthy(), &browser).await.map_err(thrown)
}

/// Deletes the access key.
#[wasm_bindgen(js_name = deleteAccessKey)]
pub async fn delete_access_key(
    credentials: Ts<Credentials>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = userArn)] user_arn: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = accessKeyId)] id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<(), JsValue> {
    let (signer, user, id, browser) = (rust(&credentials)?, user(&user_arn)?, text(&id)?, browser(signal)?);
    iam::delete_access_key(&signer, &user, &id, &browser).await.map_err(thrown)
}

fn user(arn: &JsValue) -> Result<UserArn, JsValue> {
    UserArn::parse(&text(arn)?).map_err(invalid)
}

fn invalid(sentence: String) -> JsValue {
    thrown(Failure::new(FailureKind::Invalid, sentence))
}
