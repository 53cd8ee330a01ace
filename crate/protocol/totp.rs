//! The codes of a virtual MFA device: time-based one-time passwords (RFC 6238) as AWS has them, with SHA-1, 30 seconds and
//! six digits.
//!
//! Whoever holds the seed is the device, so a seed is a secret like a key.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::Url;
use zeroize::Zeroizing;

use crate::aws::credentials::Secret;

/// A code, and until when the device shows it. AWS takes each code once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct MfaCode {
    /// Six digits.
    pub code: Secret,
    /// When the next one follows, in milliseconds since 1970.
    pub ends_at: f64,
}

/// The code at `now`, in milliseconds since 1970 UTC. The seed is in base 32, in capitals or not, with spaces, hyphens and
/// padding or without; or it is the `otpauth` address that a QR code holds.
///
/// # Errors
/// A sentence on what is wrong with the seed, which quotes nothing of it.
pub fn totp(seed: &Secret, now: f64) -> Result<MfaCode, String> {
    let key = key(seed)?;
    let window = (now / WINDOW).floor();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).map_err(|_| NOT_BASE_32)?;
    mac.update(&(window as u64).to_be_bytes());
    Ok(MfaCode { code: Secret::new(digits(&mac.finalize().into_bytes())), ends_at: (window + 1.0) * WINDOW })
}

/// Whether a seed is one.
///
/// # Errors
/// As [`totp`].
pub fn check(seed: &Secret) -> Result<(), String> {
    key(seed).map(drop)
}

/// In milliseconds.
const WINDOW: f64 = 30_000.0;

/// Less than 80 bits is nobody's seed: AWS's have 64 characters, the shortest in use elsewhere 16.
const SHORTEST: usize = 10;

const NOT_BASE_32: &str = "This is not a seed. It has only the letters A to Z and the digits 2 to 7: AWS shows it as the \
                           secret key, beside the QR code.";

/// The last six decimal digits of the 31 bits to which the code's last four bits point (RFC 4226, section 5.3).
fn digits(mac: &[u8]) -> String {
    let at = usize::from(mac.last().copied().unwrap_or_default() & 0xf);
    let bits = mac.iter().skip(at).take(4).fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
    format!("{:06}", (bits & 0x7fff_ffff) % 1_000_000)
}

fn key(seed: &Secret) -> Result<Zeroizing<Vec<u8>>, String> {
    let text = seed.expose().trim(); // to read it
    let is_address = text.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("otpauth:"));
    let text = if is_address { from_address(text)? } else { Zeroizing::new(text.to_string()) };
    let letters = text.trim_end_matches('=').chars().filter(|c| !c.is_whitespace() && *c != '-');
    let letters = Zeroizing::new(letters.map(|c| c.to_ascii_uppercase()).collect::<String>());
    if letters.is_empty() {
        return Err("Write the seed: AWS shows it as the secret key, beside the QR code.".into());
    }
    let key = Zeroizing::new(BASE32_NOPAD.decode(letters.as_bytes()).map_err(|_| NOT_BASE_32)?);
    if key.len() < SHORTEST {
        return Err("This seed is too short. Copy it whole: AWS’s have 64 characters.".into());
    }
    Ok(key)
}

/// The secret of an address such as `otpauth://totp/label?secret=…`, whose other words must ask for what AWS has.
fn from_address(text: &str) -> Result<Zeroizing<String>, String> {
    let address = Url::parse(text).map_err(|_| "This otpauth address cannot be read. Copy it whole.")?;
    if !address.host_str().is_some_and(|kind| kind.eq_ignore_ascii_case("totp")) {
        return Err("This is not the address of a time-based code, which AWS’s are.".into());
    }
    let said = |name: &str| address.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    for (name, aws) in [("algorithm", "SHA1"), ("digits", "6"), ("period", "30")] {
        if said(name).is_some_and(|value| !value.eq_ignore_ascii_case(aws)) {
            return Err(format!("This address asks for another {name} than {aws}, which AWS’s devices have."));
        }
    }
    said("secret").map(Zeroizing::new).ok_or_else(|| "This otpauth address has no secret.".into())
}
