//! The codes of a virtual MFA device, against the vectors of RFC 6238 and what people paste as a seed.

use proptest::prelude::*;
use rolerelay::aws::credentials::Secret;
use rolerelay::chain::check::check_seed;
use rolerelay::chain::finding::Severity;
use rolerelay::protocol::totp::totp;

/// The 20 bytes of the RFC's vectors, `12345678901234567890`.
const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn code(seed: &str, seconds: f64) -> Result<String, String> {
    totp(&Secret::new(seed), seconds * 1000.0).map(|code| code.code.expose().to_string())
}

#[test]
fn the_vectors_of_rfc_6238_hold_in_their_last_six_digits() {
    for (seconds, digits) in [
        (59.0, "287082"),
        (1_111_111_109.0, "081804"),
        (1_111_111_111.0, "050471"),
        (1_234_567_890.0, "005924"),
        (2_000_000_000.0, "279037"),
        (20_000_000_000.0, "353130"),
    ] {
        assert_eq!(code(RFC, seconds).unwrap(), digits);
    }
}

#[test]
fn a_code_stays_until_its_thirty_seconds_are_over() {
    let at = |ms: f64| totp(&Secret::new(RFC), ms).unwrap();
    assert_eq!(at(30_000.0), at(59_999.0));
    assert_eq!((at(30_000.0).ends_at, at(59_999.9).ends_at, at(60_000.0).ends_at), (60_000.0, 60_000.0, 90_000.0));
    assert_ne!(at(59_999.0).code, at(60_000.0).code);
}

#[test]
fn a_seed_is_read_as_people_have_it() {
    for seed in [
        "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
        " GEZD GNBV GY3T QOJQ\tGEZD-GNBV-GY3T-QOJQ\n",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ======",
        "otpauth://totp/Amazon%20Web%20Services:ana@1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=AWS",
        "OTPAUTH://TOTP/x?algorithm=sha1&digits=6&period=30&secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
    ] {
        assert_eq!(code(seed, 59.0).as_deref(), Ok("287082"), "{seed}");
        assert_eq!(check_seed(&Secret::new(seed)), []);
    }
    // 16 characters, with which other services content themselves, and AWS's 64.
    code("JBSWY3DPEHPK3PXP", 0.0).unwrap();
    code(&RFC.repeat(2), 0.0).unwrap();
}

#[test]
fn what_is_no_seed_is_told_and_not_quoted() {
    for (seed, sentence) in [
        ("", "Write the seed"),
        ("  = ", "Write the seed"),
        ("287082", "This is not a seed"),
        ("JBSWY3DPEHPK3PX8", "This is not a seed"),
        ("JBSWY3DPEHPK3PXPä", "This is not a seed"),
        ("JBSWY3DPEHPK3PXPA", "This is not a seed"),
        ("JBSWY3DPEHPK3PX", "This is not a seed"),
        ("JBSWY3DP", "too short"),
        ("otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=1", "time-based"),
        ("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8", "another digits than 6"),
        ("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&period=60", "another period than 30"),
        ("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA256", "another algorithm than SHA1"),
        ("otpauth://totp/x?issuer=AWS", "has no secret"),
        ("otpauth://totp/x?secret=", "Write the seed"),
        ("otpauth:x", "time-based"),
        ("otpauth://[", "cannot be read"),
    ] {
        let said = code(seed, 59.0).unwrap_err();
        assert!(said.contains(sentence), "{seed}: {said}");
        let findings = check_seed(&Secret::new(seed));
        let [finding] = findings.as_slice() else { panic!("{findings:?}") };
        assert_eq!((finding.place.as_str(), finding.severity), ("seed", Severity::Error));
        assert_eq!(finding.message, said);
        assert!(!["JBSWY", "GEZDG", "287082"].iter().any(|secret| said.contains(secret)), "{said}");
    }
}

#[test]
fn neither_a_code_nor_a_seed_is_printed() {
    let made = totp(&Secret::new(RFC), 59_000.0).unwrap();
    assert!(!format!("{made:?}").contains("287082"));
}

proptest! {
    #[test]
    fn any_text_at_any_time_is_six_digits_or_a_sentence(seed in any::<String>(), now in any::<f64>()) {
        if let Ok(made) = totp(&Secret::new(seed), now) {
            prop_assert_eq!(made.code.expose().len(), 6);
        }
    }

    #[test]
    fn any_seed_gives_six_digits(key in "[A-Z2-7]{16}|[A-Z2-7]{32}|[A-Z2-7]{64}", now in 0.0..4e12) {
        let made = totp(&Secret::new(key), now).unwrap();
        prop_assert!(made.code.expose().len() == 6 && made.code.expose().bytes().all(|byte| byte.is_ascii_digit()));
        prop_assert!(made.ends_at > now && made.ends_at <= now + 30_000.0);
    }
}
