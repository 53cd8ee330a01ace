//! What AWS's words name, beside what the caller and the chain themselves tell of it.

use rolerelay::chain::Hop;
use rolerelay::failure::cause::CauseKind::*;
use rolerelay::failure::remedy::Remedy;

use crate::diagnosis::refused_at;
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
