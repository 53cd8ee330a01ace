//! What an access key, its secret and a session token show of themselves.

use crate::aws::credentials::{Credentials, Secret};
use crate::aws::invisible::stray;
use crate::chain::finding::Finding;
use crate::protocol::totp;

/// What is wrong with credentials, as far as they show it themselves. No finding quotes them.
pub(crate) fn check_credentials(credentials: &Credentials) -> Vec<Finding> {
    // Exposed to look at their length and characters.
    let secret = credentials.secret_access_key.expose();
    let token = credentials.session_token.as_ref().map(|token| token.expose());
    let id = &credentials.access_key_id;
    [check_access_key_id(id), check_secret(secret), check_token(id, token)].into_iter().flatten().collect()
}

/// The same of keys that are not AWS's, but of an endpoint that is: `test` and `minioadmin` are some.
pub(crate) fn check_foreign(credentials: &Credentials) -> Vec<Finding> {
    // Exposed to look at their length and characters.
    let secret = credentials.secret_access_key.expose();
    let token = credentials.session_token.as_ref().map(|token| token.expose());
    let of = |place: &str, name: &str, text: &str| {
        let wrong = if text.is_empty() { Some(format!("Write {}.", name.to_lowercase())) } else { stray(text, name) };
        wrong.map(|sentence| Finding::error(place, sentence))
    };
    let token = token.and_then(|token| of(TOKEN, "The session token", token));
    let keys = [of(ID, "The access key id", &credentials.access_key_id), of(SECRET, "The secret access key", secret)];
    keys.into_iter().flatten().chain(token).collect()
}

/// What is wrong with the seed of an MFA device, at the place `seed`.
pub fn check_seed(seed: &Secret) -> Vec<Finding> {
    totp::check(seed).err().map(|sentence| Finding::error("seed", sentence)).into_iter().collect()
}

const ID: &str = "credentials.accessKeyId";
const SECRET: &str = "credentials.secretAccessKey";
const TOKEN: &str = "credentials.sessionToken";

fn check_access_key_id(id: &str) -> Option<Finding> {
    let error = |sentence: &str| Some(Finding::error(ID, sentence));
    if id.is_empty() {
        return error("Write the access key id. It starts with AKIA or ASIA.");
    }
    if let Some(sentence) = stray(id, "The access key id") {
        return error(&sentence);
    }
    // The prefixes: "Understanding unique ID prefixes" in the IAM user guide.
    match id.get(..4).unwrap_or_default() {
        "AROA" => return error("This is the id of a role, not an access key."),
        "AIDA" => return error("This is the id of a user, not an access key."),
        "AGPA" | "ANPA" | "ANVA" | "AIPA" | "APKA" | "ASCA" | "ABIA" | "ACCA" => {
            return error("This is the id of another thing in IAM, not an access key.");
        }
        _ => {}
    }
    if id.len() == 40 {
        return error("This is as long as a secret access key. The access key id has 20 characters.");
    }
    if id.len() != 20 {
        return error(&format!("An access key id has 20 characters; this has {}.", id.len()));
    }
    if !id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) {
        return error("An access key id has only capital letters and digits.");
    }
    let usual = id.starts_with("AKIA") || id.starts_with("ASIA");
    (!usual).then(|| Finding::warning(ID, "An access key id starts with AKIA, or with ASIA if it is temporary."))
}

fn check_secret(secret: &str) -> Option<Finding> {
    if secret.is_empty() {
        Some(Finding::error(SECRET, "Write the secret access key that belongs to the access key id."))
    } else if let Some(sentence) = stray(secret, "The secret access key") {
        Some(Finding::error(SECRET, sentence))
    } else if secret.len() == 20 && (secret.starts_with("AKIA") || secret.starts_with("ASIA")) {
        Some(Finding::error(SECRET, "This is an access key id. The secret access key has 40 characters."))
    } else if secret.len() != 40 {
        let sentence = format!("A secret access key has 40 characters; this has {}.", secret.len());
        Some(Finding::warning(SECRET, sentence))
    } else if has_others(secret, b"/+") {
        Some(Finding::warning(
            SECRET,
            "A secret access key has only letters, digits, slashes and plus signs; this has others.",
        ))
    } else {
        None
    }
}

fn check_token(id: &str, token: Option<&str>) -> Option<Finding> {
    let error = |sentence: &str| Some(Finding::error(TOKEN, sentence));
    match token {
        None if id.starts_with("ASIA") => {
            error("A key that starts with ASIA is temporary: it needs the session token that was given with it.")
        }
        Some(_) if id.starts_with("AKIA") => {
            error("A key that starts with AKIA is a long-term one and has no session token. Leave it empty.")
        }
        _ => match stray(token?, "The session token") {
            Some(sentence) => error(&sentence),
            // AWS makes them of base64; other makers of base64url, or of parts with dots between them.
            None if token?.starts_with('=') || has_others(token?, b"/+-_.=") => {
                let sentence =
                    "A session token has only letters, digits and / + - _ . = in it, and begins with no equals sign.";
                Some(Finding::warning(TOKEN, sentence))
            }
            None => None,
        },
    }
}

/// Whether there is more in it than letters, digits, these, and the equals signs that base64 ends with.
fn has_others(text: &str, these: &[u8]) -> bool {
    text.trim_end_matches('=').bytes().any(|byte| !byte.is_ascii_alphanumeric() && !these.contains(&byte))
}
