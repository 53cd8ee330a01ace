//! What AWS's words name, beside what the caller and the chain themselves tell of it.

use rolerelay::chain::{Chain, Hop};
use rolerelay::failure::cause::Cause;
use rolerelay::failure::cause::CauseKind::{self, *};
use rolerelay::failure::remedy::Remedy;
use rolerelay::failure::{Failure, FailureKind};

use crate::diagnosis::refused_at;
use crate::proof::{at_home, not_for_you, trust};
use crate::world::*;

#[test]
fn a_role_that_asks_for_itself_needs_no_hop_whatever_policy_is_in_the_way() {
    for (rest, kind) in [
        (" because no identity-based policy allows the sts:AssumeRole action", PermissionMissing),
        (" because no permissions boundary allows the sts:AssumeRole action", Guardrail),
        (" with an explicit deny in a service control policy", ExplicitDeny),
        (" with an explicit deny", ExplicitDeny),
    ] {
        let mut chain = chain_of(2);
        chain.hops[1].role_arn = "arn:aws:iam::000000000001:role/team/role-1".into();
        let failure = failure_of(&chain, &long_term(), 1, &refused_at(1, "AssumeRole", rest));
        assert_eq!(kinds(&failure), [kind, AlreadyRole], "{rest}");
        assert!(failure.message.ends_with("It is the most likely of 2 causes."), "{failure}");
        assert!(failure.causes.iter().all(|cause| cause.test.is_some()), "{failure:?}");
        assert_eq!(failure.causes[1].leave_out, Some(1));
    }
}

#[test]
fn what_the_chain_s_own_session_policy_forbids_is_changed_in_the_chain() {
    for (rest, kind) in [
        (" because no session policy allows the sts:AssumeRole action", Guardrail),
        (" with an explicit deny in a session policy", ExplicitDeny),
    ] {
        let told = |change: &dyn Fn(&mut Hop)| {
            let mut chain = chain_of(2);
            change(&mut chain.hops[0]);
            failure_of(&chain, &long_term(), 1, &refused_at(1, "AssumeRole", rest))
        };
        let statement = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
        for of_chain in [
            told(&|hop| hop.policy = Some(statement.into())),
            told(&|hop| hop.policy_arns = vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".into()]),
        ] {
            assert_eq!(kinds(&of_chain), [kind], "{rest}");
            assert!(of_chain.message.contains("session policies of hop 1, which this chain sets"), "{of_chain}");
            assert_eq!(of_chain.causes[0].remedy, Some(Remedy::Chain));
        }
        // Whose session policy it is otherwise, nobody here knows.
        assert_eq!(told(&|_| {}).causes[0].remedy, Some(Remedy::Policies), "{rest}");
    }
}

#[test]
fn what_stands_behind_aws_s_reason_is_no_reason() {
    let told = |rest: &str| {
        let failure = failure_of(&chain_of(2), &long_term(), 1, &refused_at(1, "AssumeRole", rest));
        (kinds(&failure), failure.message)
    };
    let guide = ". For more on service control policies, permissions boundaries and an explicit deny, see the guide";
    let (kinds, message) = told(&format!(" with an explicit deny in an identity-based policy{guide}"));
    assert_eq!(kinds, [ExplicitDeny]);
    assert!(message.contains("in an identity-based policy of the caller"), "{message}");
    let (kinds, message) = told(&format!(" with an explicit deny{guide}"));
    assert!(kinds == [ExplicitDeny] && message.contains("of a type that AWS does not name"), "{message}");
    let none = " because no identity-based policy allows the sts:AssumeRole action";
    assert_eq!(told(&format!("{none}{guide}")).0, [PermissionMissing]);
}

#[test]
fn a_federated_user_assumes_no_role_whatever_aws_says() {
    let caller = "arn:aws:sts::000000000009:federated-user/ana";
    for rest in ["", " because no identity-based policy allows the sts:AssumeRole action"] {
        let words = format!("User: {caller} is not authorized to perform: sts:AssumeRole on resource: b{rest}");
        let failure = failure_of(&chain_of(1), &temporary(), 0, &denied(&words));
        assert_eq!(kinds(&failure), [WrongCaller], "{rest}");
        assert!(failure.message.contains("Use an IAM user’s key or a role’s session"), "{failure}");
        assert_eq!(failure.causes[0].remedy, Some(Remedy::Keys));
    }
}

/// The last hop of a chain of two, refused in those words.
fn told(rest: &str) -> Failure {
    failure_of(&chain_of(2), &long_term(), 1, &refused_at(1, "AssumeRole", rest))
}

#[test]
fn each_name_of_a_policy_type_is_read_as_that_type() {
    for (policy, words) in [
        ("sessions policy", "the session policy that the caller’s session was started with"),
        ("resource-based policy", "the role’s trust policy"),
    ] {
        let failure = told(&format!(" with an explicit deny in a {policy}"));
        assert!(failure.message.contains(words), "{failure}");
    }
}

#[test]
fn a_full_stop_is_no_part_of_the_action() {
    let failure = failure_of(&chain_of(2), &long_term(), 1, &denied("Not authorized to perform: sts:AssumeRole."));
    assert!(failure.message.contains("do sts:AssumeRole here. STS does not tell which it is"), "{failure}");
}

#[test]
fn what_a_session_policy_lacks_is_certain_between_accounts_alone() {
    let causes = |account: u32| {
        let mut chain = chain_of(2);
        let statement = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
        chain.hops[0].policy = Some(statement.into());
        chain.hops[1].role_arn = format!("arn:aws:iam::{account:012}:role/other");
        kinds(&failure_of(&chain, &long_term(), 1, &denied("Not authorized to perform sts:AssumeRole")))
    };
    assert_eq!(causes(2), [Guardrail]);
    // In one account a trust policy that names the session itself goes past it.
    assert!(causes(1).len() > 1, "{:?}", causes(1));
}

#[test]
fn mfa_is_a_matter_of_whoever_can_bring_it() {
    let condition = |failure: &Failure| {
        let cause = failure.causes.iter().find(|cause| cause.kind == TrustCondition).unwrap();
        cause.sentence.contains("MFA, which a role’s session never brings")
    };
    assert!(condition(&told("")));
    let of_user = failure_of(&chain_of(1), &long_term(), 0, &refused_at(0, "AssumeRole", ""));
    assert!(!condition(&of_user), "{of_user:?}");
    // Whoever AWS says that it is, a role's session asks for a later hop.
    let odd =
        failure_of(&chain_of(2), &long_term(), 1, &denied("User: x is not authorized to perform: sts:AssumeRole"));
    assert!(!kinds(&odd).contains(&MfaMissing), "{odd:?}");
    // Nobody can say whose the key is, and it is a user's all the same.
    let world = Scripted::new([(0, denied("Not authorized to perform sts:AssumeRole")), (1, denied("no"))]);
    let nameless = world.walk(&chain_of(1), &long_term()).unwrap_err();
    assert_eq!((nameless.caller.as_deref(), kinds(&nameless)[..2].to_vec()), (None, vec![MfaMissing, NoSuchRole]));
}

#[test]
fn one_cause_alone_has_nothing_to_be_told_from() {
    let failure = told(" because no identity-based policy allows the sts:AssumeRole action");
    assert!(failure.causes.len() == 1 && failure.causes[0].test.is_none(), "{failure:?}");
}

#[test]
fn regions_of_other_partitions_are_nobody_s_to_enable() {
    let answer = error(403, "InvalidClientTokenId", "The security token included in the request is invalid");
    for (partition, region) in
        [("aws-cn", "cn-northwest-1"), ("aws-us-gov", "us-gov-east-1"), ("aws-eusc", "eusc-de-east-1")]
    {
        let role_arn = format!("arn:{partition}:iam::000000000001:role/a");
        let chain =
            Chain { region: Some(region.into()), hops: vec![Hop { role_arn, ..Hop::default() }], ..chain_of(1) };
        assert_eq!(kinds(&failure_of(&chain, &long_term(), 0, &answer)), [UnknownKey], "{region}");
    }
}

#[test]
fn a_code_is_read_with_and_without_its_ending() {
    let failure =
        |status, code: &str, words: &str| failure_of(&chain_of(2), &long_term(), 1, &error(status, code, words));
    for code in ["PackedPolicyTooLarge", "PackedPolicyTooLargeException"] {
        let packed = failure(400, code, "Packed size of session tags consumes 142% of allotted space.");
        assert_eq!((packed.kind, kinds(&packed)), (FailureKind::Validation, vec![PackedSize]), "{code}");
        assert_eq!(packed.causes[0].remedy, Some(Remedy::Hop { setting: "policy".into(), suggestion: None }));
    }
    let other = failure(404, "NoSuchEntity", "The role with name x cannot be found.");
    assert_eq!((other.kind, kinds(&other)), (FailureKind::Refused, vec![]));
}

#[test]
fn a_device_that_aws_does_not_know_is_changed_on_the_hop() {
    let mut chain = chain_of(1);
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    let words = "MultiFactorAuthentication failed, unable to validate MFA code.";
    let failure = failure_of(&chain, &long_term(), 0, &denied(words));
    assert_eq!(failure.causes[0].remedy, Some(Remedy::Hop { setting: "mfaSerial".into(), suggestion: None }));
}

#[test]
fn a_refused_sign_in_names_the_role_that_signs_in() {
    let world = Scripted::new([(1, Ok(reply(400, "<p>no</p>"))), (2, Ok(reply(400, "<p>no</p>")))]);
    let failure = world.open(&chain_of(1), &long_term()).unwrap_err();
    assert_eq!(failure.role_arn, Some(chain_of(1).hops[0].role_arn.clone()), "{failure}");
}

#[test]
fn what_ends_aws_s_sentence_is_no_part_of_what_it_names() {
    let told = |words: &str| {
        let failure = failure_of(&chain_of(1), &long_term(), 0, &denied(words));
        (failure.caller.clone(), failure.message.clone(), kinds(&failure))
    };
    for action in ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] {
        let plain = told(&format!("User: {ANA} is not authorized to perform: {action}"));
        assert_eq!(plain.0.as_deref(), Some(ANA));
        for end in [".", ",", ".,", ", whatever it is"] {
            assert_eq!(
                told(&format!("User: {ANA} is not authorized to perform: {action}{end}")),
                plain,
                "{action}{end}"
            );
        }
    }
}

const BARE: &str = "Not authorized to perform sts:AssumeRole";

/// The last hop of a chain of two that a test changes, refused in those words.
fn changed(words: &str, change: impl Fn(&mut Chain)) -> Failure {
    let mut chain = chain_of(2);
    change(&mut chain);
    failure_of(&chain, &long_term(), 1, &denied(words))
}

fn cause(failure: &Failure, kind: CauseKind) -> &Cause {
    failure.causes.iter().find(|cause| cause.kind == kind).unwrap()
}

#[test]
fn of_several_types_the_first_counts_and_none_of_another_sentence() {
    let guide = told(" with an explicit deny. Read what a service control policy or a permissions boundary is");
    assert!(guide.message.contains("of a type that AWS does not name"), "{guide}");
    let several = told(
        " because no session policy allows it, whatever an identity-based policy or a permissions boundary allows",
    );
    assert_eq!(kinds(&several), [Guardrail]);
    assert!(several.message.contains("the session policy that"), "{several}");
}

#[test]
fn the_chain_s_own_session_policy_is_blamed_for_nothing_that_another_policy_forbids() {
    let any = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let refused = |rest: &str| {
        let Ok(answer) = refused_at(1, "AssumeRole", rest) else { panic!() };
        let mut chain = chain_of(2);
        chain.hops[0].policy = Some(any.into());
        failure_of(&chain, &long_term(), 1, &Ok(answer))
    };
    for rest in [" with an explicit deny in an identity-based policy", " because no permissions boundary allows it"] {
        let failure = refused(rest);
        assert!(!failure.message.contains("which this chain sets"), "{failure}");
        assert_eq!(failure.causes[0].remedy, Some(Remedy::Policies), "{rest}");
    }
    let narrowed = &refused("");
    let evidence = &cause(narrowed, Guardrail).evidence;
    assert!(evidence.iter().any(|it| it.contains("hop 1 cannot go beyond its session policy")), "{evidence:?}");
}

#[test]
fn who_asks_is_whom_the_chain_shows_and_of_the_account_it_is_of() {
    // A later hop is a session's, whomever AWS names.
    let of_user = changed(&format!("User: {ANA} is not authorized to perform: sts:AssumeRole"), |_| {});
    assert!(!kinds(&of_user).contains(&MfaMissing), "{of_user:?}");
    let namesake = changed(BARE, |chain| chain.hops[1].role_arn = "arn:aws:iam::000000000005:role/team/role-1".into());
    assert!(!kinds(&namesake).contains(&AlreadyRole), "{namesake:?}");
    // Between accounts it is never enough that the trust policy names the caller.
    assert!(!cause(&namesake, PermissionMissing).sentence.contains("In one account"), "{namesake:?}");
    // What AWS gives a role of that name it does not give a user.
    let words = "User: arn:aws:iam::000000000009:user/OrganizationAccountAccessRole is not authorized to perform: sts:AssumeRole";
    let user = failure_of(&chain_of(1), &long_term(), 0, &denied(words));
    assert!(!format!("{:?}", cause(&user, PermissionMissing)).contains("unlikely"), "{user:?}");
}

#[test]
fn what_is_known_of_the_missing_code_is_said_of_whoever_signed() {
    for (base, signed) in [(long_term(), "A user’s own key signed"), (temporary(), "A session signed")] {
        let failure = failure_of(&chain_of(1), &base, 0, &refused_at(0, "AssumeRole", ""));
        let evidence = &cause(&failure, MfaMissing).evidence;
        assert!(evidence.iter().any(|it| it.starts_with(signed)), "{evidence:?}");
    }
    let mut chain = chain_of(1);
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    let words = "MultiFactorAuthentication failed, unable to validate MFA code.";
    let failure = failure_of(&chain, &long_term(), 0, &denied(words));
    let test = cause(&failure, MfaDevice).test.as_deref().unwrap_or_default();
    assert!(test.contains("if it lists this device"), "{test}");
    let words =
        "User: a is not authorized to perform: sts:GetSessionToken with an explicit deny in an identity-based policy";
    let failure = Scripted::new([(0, denied(words))]).session_token(&long_term(), "us-east-1", "123456").unwrap_err();
    assert!(failure.message.contains("It says why: "), "{failure}");
}

#[test]
fn what_a_name_shows_holds_for_that_name_alone() {
    let role = |role: &str, words: &str| {
        changed(words, |chain| {
            chain.hops[1].role_arn = format!("arn:aws:iam::000000000001:role/{role}");
            chain.hops[1].external_id = Some("Pipeline".into());
        })
    };
    let refuses = |failure: &Failure| failure.causes[0].sentence.contains("refuses whoever sends an external ID");
    // One that trusts its whole account, and refuses external IDs.
    let cdk = "cdk-hnb659fds-deploy-role-000000000001-eu-west-1";
    assert!(refuses(&role(cdk, BARE)));
    let bare_deny =
        role(cdk, "User: a is not authorized to perform: sts:AssumeRole on resource: b with an explicit deny");
    assert!(refuses(&bare_deny) && kinds(&bare_deny) == [ExternalId, ExplicitDeny], "{bare_deny:?}");
    for other in
        ["cdk-hnb659fds-cfn-exec-role-000000000001-eu-west-1", "cdk-hnb659fds-deploy-role-00000000000a-eu-west-1"]
    {
        let failure = role(other, BARE);
        assert!(!cause(&failure, ExternalId).sentence.contains("refuses whoever"), "{failure:?}");
    }
    // A path of its own is no path left out.
    let pathed = role("team/AWSServiceRoleForMine", BARE);
    assert!(!kinds(&pathed).contains(&ReservedRole), "{pathed:?}");
    // A role that asks for itself by a wildcard.
    assert_eq!(kinds(&role("t*/role-1", BARE))[0], NoSuchRole);
}

#[test]
fn of_a_trust_policy_only_what_is_certain_is_said() {
    let told = |statements: &str| kinds(&at_home(&chain_of(1), trust(statements), not_for_you()).0);
    let anas =
        |more: &str| format!(r#"{{"Effect":"Allow","Principal":{{"AWS":"{ANA}"}},"Action":"sts:AssumeRole"{more}}}"#);
    let when = |condition: &str| anas(&format!(r#","Condition":{condition}"#));
    // AWS takes an absent key for met by these, or puts a value in the variable's place.
    for condition in [
        r#"{"NumericNotEquals":{"aws:MultiFactorAuthAge":"1"}}"#,
        r#"{"ForAllValues:StringEquals":{"sts:ExternalId":"abc"}}"#,
        r#"{"StringEquals":{"sts:RoleSessionName":"${aws:username}"}}"#,
    ] {
        let left = told(&when(condition));
        assert!(left.len() > 1, "{condition}: {left:?}");
    }
    let deny = when(r#"{"StringEquals":{"sts:ExternalId":"abc"}}"#).replace("Allow", "Deny");
    assert_ne!(told(&format!("{},{deny}", anas(""))), [ExplicitDeny]);
}
