//! Roles whose name or path AWS gives: what its documents say of them comes before how often people found a cause.

use rolerelay::failure::cause::CauseKind::*;

use crate::world::*;

/// AWS's older words, which tell nothing.
const SILENT: &str = "Not authorized to perform sts:AssumeRole";

#[test]
fn what_awss_documents_say_of_a_role_comes_first() {
    let role = |arn: &str| {
        let mut chain = chain_of(2);
        chain.hops[1].role_arn = arn.into();
        let first = failure_of(&chain, &long_term(), 1, &denied(SILENT)).causes.remove(0);
        let is_shown = !first.evidence.iter().any(|it| it.contains("between accounts STS gives no reason"));
        (first.kind, is_shown)
    };
    // These are not in every account of an organization.
    for name in [
        "OrganizationAccountAccessRole",
        "AWSControlTowerExecution",
        "AWSCloudFormationStackSetExecutionRole",
        // Nor has a service-linked one that ARN.
        "AWSServiceRoleForSupport",
        // It is of another account by its name.
        "cdk-hnb659fds-deploy-role-000000000001-eu-west-1",
    ] {
        assert_eq!(role(&format!("arn:aws:iam::000000000002:role/{name}")), (NoSuchRole, true), "{name}");
    }
    // A service alone assumes them.
    for name in ["service-role/lambda-x1", "cdk-hnb659fds-cfn-exec-role-000000000002-eu-west-1"] {
        assert_eq!(role(&format!("arn:aws:iam::000000000002:role/{name}")), (TrustMissing, true), "{name}");
    }
    // Whom a deploying role lets in of another account, whoever ran the bootstrapping chose.
    for name in [
        "OrganizationAccountAccess",
        "team/service-role/x",
        "cdk-hnb659fds-deploy-role-000000000002-eu-west-1",
        "cdk-hnb659fds-other-role-000000000001-eu-west-1",
        "cdk-hnb659fds-deploy-role-1234",
    ] {
        assert_eq!(role(&format!("arn:aws:iam::000000000002:role/{name}")), (PermissionMissing, false), "{name}");
    }
}

#[test]
fn a_role_of_cdk_bootstrap_refuses_whoever_sends_an_external_id() {
    let told = |role: &str, words: &str| {
        let mut chain = chain_of(2);
        chain.hops[1].role_arn = format!("arn:aws:iam::000000000002:role/{role}");
        chain.hops[1].external_id = Some("Pipeline".into());
        failure_of(&chain, &long_term(), 1, &denied(words))
    };
    let deny = "User: a is not authorized to perform: sts:AssumeRole on resource: b with an explicit deny in";
    for purpose in ["deploy", "lookup", "file-publishing", "image-publishing"] {
        let role = format!("cdk-hnb659fds-{purpose}-role-000000000002-eu-west-1");
        for words in [SILENT, &format!("{deny} a resource-based policy")] {
            let failure = told(&role, words);
            assert_eq!(kinds(&failure)[0], ExternalId, "{role}: {words}");
            assert!(failure.causes[0].sentence.contains("leave it out of this hop"), "{:?}", failure.causes[0]);
        }
        assert_eq!(kinds(&told(&role, &format!("{deny} a service control policy"))), [ExplicitDeny]);
    }
    // Of another role it is the wrong one, and CloudFormation's lets nobody in.
    let other = told("deploy", SILENT);
    assert_eq!(kinds(&other)[0], ExternalId);
    assert!(other.causes[0].sentence.contains("is not the one"), "{:?}", other.causes[0]);
    assert_eq!(kinds(&told("cdk-hnb659fds-cfn-exec-role-000000000002-eu-west-1", SILENT))[0], TrustMissing);
}

#[test]
fn a_role_of_awss_own_without_its_path_could_be_assumed_by_no_person_with_it_either() {
    for (name, who) in [
        ("AWSReservedSSO_Admin_0123456789abcdef", "have its administrator assign the permission set to you"),
        ("AWSServiceRoleForSupport", "one of AWS’s services, which alone can assume it"),
    ] {
        let mut chain = chain_of(2);
        chain.hops[1].role_arn = format!("arn:aws:iam::000000000002:role/{name}");
        let failure = failure_of(&chain, &long_term(), 1, &denied(SILENT));
        assert_eq!(kinds(&failure)[..2], [NoSuchRole, ReservedRole], "{name}");
        assert!(failure.causes[1].sentence.contains(who), "{:?}", failure.causes[1]);
    }
}

#[test]
fn what_aws_gives_a_caller_of_that_name_speaks_for_or_against_a_missing_permission() {
    let told = |caller: &str| {
        let mut chain = chain_of(2);
        chain.hops[0].role_arn = format!("arn:aws:iam::000000000001:role/{caller}");
        let failure = failure_of(&chain, &long_term(), 1, &denied(SILENT));
        let at = kinds(&failure).iter().position(|kind| *kind == PermissionMissing);
        (at, failure.causes.len(), failure.causes[at.unwrap_or_default()].evidence.last().cloned().unwrap_or_default())
    };
    let sso = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_";
    for all in [
        format!("{sso}AdministratorAccess_0123456789abcdef"),
        format!("{sso}PowerUserAccess_0123456789abcdef"),
        // Control Tower's.
        format!("{sso}AWSAdministratorAccess_0123456789abcdef"),
        format!("{sso}AWSPowerUserAccess_0123456789abcdef"),
        "OrganizationAccountAccessRole".into(),
        "AWSControlTowerExecution".into(),
    ] {
        let (at, of, evidence) = told(&all);
        assert_eq!(at, Some(of - 1), "{all}");
        assert!(evidence.contains("so this is unlikely"), "{evidence}");
    }
    for reading in ["ReadOnlyAccess", "ViewOnlyAccess", "SecurityAudit", "Billing", "AWSReadOnlyAccess"] {
        let (at, _, evidence) = told(&format!("{sso}{reading}_0123456789abcdef"));
        assert_eq!(at, Some(0), "{reading}");
        assert!(evidence.contains("does not allow sts:AssumeRole"), "{evidence}");
    }
    // Of these nothing is known, so that the order is that of the reports.
    for other in
        [format!("{sso}PowerUsers_0123456789abcdef"), format!("{sso}AdministratorAccess"), "ReadOnlyAccess".into()]
    {
        let (at, _, evidence) = told(&other);
        assert_eq!(at, Some(0), "{other}");
        assert!(evidence.contains("between accounts STS gives no reason"), "{evidence}");
    }
}

#[test]
fn a_bootstrapped_role_of_the_callers_account_lets_that_in_so_its_own_policies_decide() {
    let told = |caller: &str| {
        let mut chain = chain_of(2);
        chain.hops[0].role_arn = format!("arn:aws:iam::000000000001:role/{caller}");
        chain.hops[1].role_arn =
            "arn:aws:iam::000000000001:role/cdk-hnb659fds-lookup-role-000000000001-eu-west-1".into();
        let failure = failure_of(&chain, &long_term(), 1, &denied(SILENT));
        (kinds(&failure)[0], failure.causes[0].evidence[0].clone())
    };
    let (first, evidence) = told("build");
    assert_eq!(first, PermissionMissing);
    assert!(evidence.contains("whose own policies allow it"), "{evidence}");
    // What may do everything lacks no permission.
    let (first, evidence) = told("OrganizationAccountAccessRole");
    assert_eq!(first, NoSuchRole);
    assert!(evidence.contains("in each account and region"), "{evidence}");
}

#[test]
fn a_role_that_asks_for_itself_is_there_and_lets_in_others_whatever_its_name_says() {
    for name in [
        "OrganizationAccountAccessRole",
        "service-role/lambda-x1",
        "cdk-hnb659fds-cfn-exec-role-000000000001-eu-west-1",
    ] {
        let mut chain = chain_of(2);
        for hop in &mut chain.hops {
            hop.role_arn = format!("arn:aws:iam::000000000001:role/{name}");
        }
        let failure = failure_of(&chain, &long_term(), 1, &denied(SILENT));
        assert_eq!(kinds(&failure)[0], AlreadyRole, "{name}");
    }
}
