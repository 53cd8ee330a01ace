//! What there is to do about a cause: it fits the key that was used, and names a device or a role where one can be guessed.

use rolerelay::aws::credentials::Credentials;
use rolerelay::failure::cause::{Cause, CauseKind};
use rolerelay::failure::remedy::Remedy;

use crate::world::*;

fn hop(setting: &str, suggestion: Option<&str>) -> Option<Remedy> {
    Some(Remedy::Hop { setting: setting.into(), suggestion: suggestion.map(String::from) })
}

/// Of a chain of two hops that was refused at the hop `at`.
fn causes(base: &Credentials, at: usize, answer: &Answer) -> Vec<Cause> {
    failure_of(&chain_of(2), base, at, answer).causes
}

fn remedy_of(causes: &[Cause], kind: CauseKind) -> Option<Remedy> {
    causes.iter().find(|cause| cause.kind == kind).and_then(|cause| cause.remedy.clone())
}

#[test]
fn a_key_that_aws_does_not_know_is_looked_for_in_iam_only_where_iam_lists_it() {
    let unknown = error(403, "InvalidClientTokenId", "The security token included in the request is invalid");
    // A region that an account has to opt in to leaves more than one cause, so that each says what shows it.
    let told = |base: &Credentials, at| {
        let mut chain = chain_of(2);
        chain.region = Some("me-south-1".into());
        let causes = failure_of(&chain, base, at, &unknown).causes;
        causes.into_iter().find(|cause| cause.kind == CauseKind::UnknownKey).unwrap()
    };
    let by_key = told(&long_term(), 0);
    assert!(by_key.test.unwrap().contains("on the page of its user"));
    assert_eq!(by_key.remedy, Some(Remedy::Keys));
    let by_session = told(&temporary(), 0);
    assert!(by_session.sentence.contains("temporary credentials"), "{}", by_session.sentence);
    assert!(by_session.test.unwrap().contains("IAM lists no temporary key"));
    assert_eq!(by_session.remedy, Some(Remedy::Keys));
    // The source's keys are not to blame for a session in the middle of the chain.
    let later = told(&temporary(), 1);
    assert!(!later.test.unwrap().contains("the page of its user"));
    assert_eq!(later.remedy, Some(Remedy::Retry));
}

#[test]
fn a_user_s_key_without_a_code_is_offered_the_device_that_is_called_as_the_user() {
    let refused = denied(&format!("User: {ANA} is not authorized to perform: sts:AssumeRole on resource: x"));
    let device = "arn:aws:iam::000000000001:mfa/ana";
    assert_eq!(remedy_of(&causes(&long_term(), 0, &refused), CauseKind::MfaMissing), hop("mfaSerial", Some(device)));
    // A code is taken of a user's own key alone.
    assert_eq!(remedy_of(&causes(&temporary(), 0, &refused), CauseKind::MfaMissing), Some(Remedy::Keys));
    let pathed =
        denied("User: arn:aws-cn:iam::000000000009:user/team/eng/ana is not authorized to perform: sts:AssumeRole");
    let told = remedy_of(&causes(&long_term(), 0, &pathed), CauseKind::MfaMissing);
    assert_eq!(told, hop("mfaSerial", Some("arn:aws-cn:iam::000000000009:mfa/ana")));
}

#[test]
fn what_a_policy_refuses_is_not_to_be_mended_in_the_chain_and_what_the_chain_says_is() {
    let refused = |rest: &str| {
        denied(&format!(
            "User: arn:aws:sts::000000000001:assumed-role/role-1/x is not authorized to perform: sts:AssumeRole on \
             resource: arn:aws:iam::000000000002:role/team/role-2{rest}"
        ))
    };
    let told = causes(&long_term(), 1, &refused(""));
    assert_eq!(remedy_of(&told, CauseKind::TrustMissing), Some(Remedy::Policies));
    assert_eq!(remedy_of(&told, CauseKind::PermissionMissing), Some(Remedy::Policies));
    assert_eq!(remedy_of(&told, CauseKind::ExternalId), hop("externalId", None));
    assert_eq!(remedy_of(&told, CauseKind::NoSuchRole), hop("roleArn", None));
    assert_eq!(remedy_of(&told, CauseKind::JustMade), Some(Remedy::Retry));
    let other_identity = causes(&long_term(), 1, &denied("The source identity cannot be changed in this session"));
    assert_eq!(remedy_of(&other_identity, CauseKind::SetSourceIdentity), hop("sourceIdentity", None));
}

#[test]
fn a_failure_that_an_earlier_version_kept_is_still_read() {
    let kept = r#"{"kind":"just-made","sentence":"Wait."}"#;
    assert_eq!(serde_json::from_str::<Cause>(kept).unwrap().remedy, None);
    let told = Cause { remedy: hop("externalId", None), ..serde_json::from_str(kept).unwrap() };
    let json = serde_json::to_value(&told).unwrap();
    assert_eq!(json["remedy"], serde_json::json!({"kind": "hop", "setting": "externalId"}));
}
