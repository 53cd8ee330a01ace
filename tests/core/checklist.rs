//! What each hop needs, and what is known of it after a refusal.

use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::Hop;
use rolerelay::failure::cause::CauseKind;
use rolerelay::policies::mend::RequirementKind::{self, *};
use rolerelay::policies::mend::RequirementState::{self, *};

use crate::mend::{ALICE, HUB, PROD, denied, hop, mended};

#[test]
fn what_a_deny_may_ask_for_is_on_the_list() {
    let of = |causes: &[CauseKind]| {
        let mend = mended(&[hop(HUB)], &denied(0, Some(ALICE), causes), None);
        mend.checklist[0].requirements.iter().map(|it| (it.kind, it.state, it.sentence.clone())).collect::<Vec<_>>()
    };
    let alone = of(&[CauseKind::ExplicitDeny]);
    assert_eq!(
        alone.iter().map(|it| (it.0, it.1)).collect::<Vec<_>>(),
        [(Permission, Unknown), (Trust, Unknown), (NoDeny, Broken)]
    );
    assert!(alone[2].2.contains("on MFA first, then on the network"), "{alone:?}");
    let mfa = of(&[CauseKind::MfaMissing, CauseKind::ExplicitDeny]);
    assert_eq!(mfa[2..].iter().map(|it| (it.0, it.1)).collect::<Vec<_>>(), [(Mfa, Suspect), (NoDeny, Suspect)]);
    assert!(mfa[2].2.starts_with("No policy denies it to a user without MFA"), "{mfa:?}");
    let trust = of(&[CauseKind::MfaMissing, CauseKind::TrustMissing]);
    assert!(trust[2].2.starts_with("The trust policy asks for no MFA"), "{trust:?}");
}

fn tagged(role: &str, key: &str, transitive: bool) -> Hop {
    Hop { session_tags: vec![SessionTag { key: key.into(), value: "a".into(), transitive }], ..hop(role) }
}

#[test]
fn inherited_tags_come_of_the_last_hop_that_passes_them_on() {
    let hops = [tagged(HUB, "a", true), hop(PROD), tagged(HUB, "b", true), tagged(PROD, "c", false), hop(HUB)];
    let mend = mended(&hops, &denied(4, None, &[]), None);
    let tags = mend.checklist[4].requirements.iter().find(|it| it.kind == TagSession).unwrap();
    assert!(tags.sentence.contains("that hop 3 sets and this one inherits"), "{}", tags.sentence);
}

#[test]
fn a_role_that_is_twice_in_a_chain_keeps_what_each_needs_and_each_caller_gets_its_own() {
    let hops = [tagged(HUB, "a", false), hop(PROD), hop(HUB)];
    let policies = |at: usize, caller| mended(&hops, &denied(at, caller, &[]), None).policies;
    let [trust, _] = &policies(0, Some(ALICE))[..] else { panic!() };
    assert!(trust.json.contains(ALICE) && trust.json.contains(PROD), "{}", trust.json);
    let [_, permission] = &policies(2, None)[..] else { panic!() };
    assert!(!permission.json.contains("sts:TagSession"), "{}", permission.json);
}

#[test]
fn nobody_is_asked_for_a_code_amid_a_chain() {
    let mend = mended(&[hop(HUB), hop(PROD)], &denied(1, None, &[]), None);
    let notes = mend.policies[0].notes.join(" ");
    assert!(notes.contains("an external ID") && !notes.contains("MFA"), "{notes}");
}

#[test]
fn of_an_external_id_that_is_sent_nobody_says_that_the_role_asks_for_one() {
    // A role of cdk bootstrap refuses whoever sends one.
    let hops = [Hop { external_id: Some("Pipeline".into()), ..hop(HUB) }];
    let mend = mended(&hops, &denied(0, Some(ALICE), &[CauseKind::ExternalId]), None);
    let it = mend.checklist[0].requirements.iter().find(|it| it.kind == ExternalId).unwrap();
    assert_eq!(
        (it.state, it.sentence.as_str()),
        (Broken, "The trust policy allows it with the external ID that this hop sends.")
    );
}

fn first(hops: &[Hop], at: usize, causes: &[CauseKind]) -> Vec<(RequirementKind, RequirementState, String)> {
    let mend = mended(hops, &denied(at, Some(ALICE), causes), None);
    mend.checklist[at].requirements.iter().map(|it| (it.kind, it.state, it.sentence.clone())).collect()
}

#[test]
fn each_cause_is_held_against_the_requirement_that_it_breaks() {
    for (cause, kind) in [
        (CauseKind::TrustMissing, Trust),
        (CauseKind::TrustCondition, Trust),
        (CauseKind::DeletedPrincipal, Trust),
        (CauseKind::ReservedRole, Trust),
        (CauseKind::PermissionMissing, Permission),
        (CauseKind::TagSession, TagSession),
        (CauseKind::TagCondition, TagSession),
        (CauseKind::SetSourceIdentity, SourceIdentity),
        (CauseKind::MfaDevice, Mfa),
        (CauseKind::MfaCode, Mfa),
    ] {
        let told = first(&[hop(HUB)], 0, &[cause]);
        let broken: Vec<_> = told.iter().filter(|it| it.1 == Broken).map(|it| it.0).collect();
        assert_eq!(broken, [kind], "{cause:?}");
    }
    // Without the hop there is no deny, and with it nothing but one.
    let told = first(&[hop(HUB)], 0, &[CauseKind::MfaMissing, CauseKind::ExplicitDeny, CauseKind::AlreadyRole]);
    assert!(told[2].2.starts_with("No policy denies it to a user without MFA"), "{told:?}");
}

#[test]
fn what_a_hop_sends_it_is_not_told_to_write_there() {
    let sent = Hop { external_id: Some("a-b".into()), ..hop(HUB) };
    let mend = mended(&[sent], &denied(0, Some(ALICE), &[CauseKind::ExternalId, CauseKind::TrustMissing]), None);
    let notes = mend.policies[0].notes.join(" ");
    assert!(!notes.contains("asks for an external ID"), "{notes}");
}
