//! What each hop needs, and what is known of it after a refusal.

use rolerelay::failure::cause::CauseKind;
use rolerelay::policies::mend::RequirementKind::*;
use rolerelay::policies::mend::RequirementState::*;

use crate::mend::{ALICE, HUB, denied, hop, mended};

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
