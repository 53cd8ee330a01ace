//! What IAM shows of a hop that STS denied: a table of trust policies and of what the simulator says, and what becomes of the causes.

use crate::world::{self, ANA, Answer, DEVICE, Scripted, chain_of, error, field, long_term, reply};
use rolerelay::aws::credentials::Secret;
use rolerelay::chain::{Chain, Hop};
use rolerelay::failure::Failure;
use rolerelay::failure::cause::CauseKind::{
    self, DeletedPrincipal, ExplicitDeny, ExternalId, Guardrail, MfaMissing, NoSuchRole, PermissionMissing,
    TrustCondition, TrustMissing,
};
use rolerelay::walk::WalkOptions;

/// In ana's own account, where she may be let know it.
const ROLE: &str = "arn:aws:iam::000000000001:role/team/role-1";

fn denied(caller: &str, role: &str) -> Answer {
    error(
        403,
        "AccessDenied",
        &format!("User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role}"),
    )
}

pub fn not_for_you() -> Answer {
    error(403, "AccessDenied", "User: someone is not authorized to perform: iam:GetRole on resource: role x")
}

/// IAM's answer to GetRole: as AWS encodes it, the policy has no character left that means something in XML.
fn role(arn: &str, trust: &str) -> Answer {
    let encoded: String = trust.bytes().map(|byte| format!("%{byte:02X}")).collect();
    Ok(reply(
        200,
        &format!(
            "<GetRoleResponse><GetRoleResult><Role><Arn>{arn}</Arn><MaxSessionDuration>7200</MaxSessionDuration>\
             <AssumeRolePolicyDocument>{encoded}</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>"
        ),
    ))
}

pub fn trust(statement: &str) -> Answer {
    role(ROLE, &format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#))
}

fn simulated(decision: &str, more: &str) -> Answer {
    Ok(reply(
        200,
        &format!(
            "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults><member>\
             <EvalActionName>sts:AssumeRole</EvalActionName><EvalDecision>{decision}</EvalDecision>{more}\
             </member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"
        ),
    ))
}

fn asking() -> WalkOptions {
    WalkOptions { may_ask_iam: true, ..WalkOptions::default() }
}

fn kinds(failure: &Failure) -> Vec<CauseKind> {
    failure.causes.iter().map(|cause| cause.kind).collect()
}

/// ana's own key asks for a role of her account, and is denied without a reason.
pub fn at_home(chain: &Chain, get_role: Answer, simulate: Answer) -> (Failure, Scripted) {
    let world = Scripted::new([(0, denied(ANA, ROLE)), (1, get_role), (2, simulate)]);
    let failure = world.walk_as(chain, &long_term(), &asking()).unwrap_err();
    (failure, world)
}

/// role-1's session asks for role-2 of another account.
fn away(simulate: Answer) -> (Failure, Scripted) {
    let caller = "arn:aws:sts::000000000001:assumed-role/role-1/rolerelay";
    let world = Scripted::new([(1, denied(caller, "arn:aws:iam::000000000002:role/team/role-2")), (2, simulate)]);
    let failure = world.walk_as(&chain_of(2), &long_term(), &asking()).unwrap_err();
    (failure, world)
}

#[test]
fn a_hop_that_is_not_needed_may_be_left_out_whatever_iam_shows() {
    let caller = "arn:aws:sts::000000000001:assumed-role/role-1/rolerelay";
    let mut chain = chain_of(2);
    chain.hops[1].role_arn = ROLE.into();
    let others = trust(r#"{"Effect":"Allow","Principal":{"AWS":"000000000002"},"Action":"sts:AssumeRole"}"#);
    let world = Scripted::new([(1, denied(caller, ROLE)), (2, others), (3, not_for_you())]);
    let failure = world.walk_as(&chain, &long_term(), &asking()).unwrap_err();
    assert_eq!(kinds(&failure), [TrustMissing, CauseKind::AlreadyRole]);
    assert_eq!(failure.causes[1].leave_out, Some(1));
    assert!(failure.causes.iter().all(|cause| cause.test.is_some()), "{failure:?}");
}

fn with_external_id(id: &str) -> Chain {
    let mut chain = chain_of(1);
    chain.hops[0].external_id = Some(id.into());
    chain
}

#[test]
fn a_trust_policy_that_may_be_read_tells_which_cause_it_is() {
    let anas =
        |more: &str| format!(r#"{{"Effect":"Allow","Principal":{{"AWS":"{ANA}"}},"Action":"sts:AssumeRole"{more}}}"#);
    let when = |condition: &str| anas(&format!(r#","Condition":{condition}"#));
    let of = |principal: &str| format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"}}"#);
    let two = |one: &str, other: &str| format!("{one},{other}");
    let home = r#"{"AWS":"000000000001"}"#;
    let table: &[(&str, String, &[CauseKind])] = &[
        ("another", of(r#"{"AWS":["arn:aws:iam::000000000001:user/team/bob","000000000002"]}"#), &[TrustMissing]),
        ("a deleted user", of(r#"{"AWS":"AIDAQ3EGUIYTPAKX3W5XQ"}"#), &[DeletedPrincipal, TrustMissing]),
        (
            "a deleted role beside another",
            of(r#"{"AWS":["AROAQ3EGUIYTPAKX3W5XQ","000000000002"]}"#),
            &[DeletedPrincipal, TrustMissing],
        ),
        ("a service", of(r#"{"Service":"ec2.amazonaws.com"}"#), &[TrustMissing]),
        ("another action", anas("").replace("sts:AssumeRole", "sts:TagSession"), &[TrustMissing]),
        ("an external ID", when(r#"{"StringEquals":{"sts:ExternalId":"abc"}}"#), &[ExternalId]),
        ("one of two", when(r#"{"StringLike":{"STS:externalid":["a*","b?"]}}"#), &[ExternalId]),
        ("one of two, met", when(r#"{"StringLike":{"sts:RoleSessionName":["a*","role*"]}}"#), &[]),
        ("a number", when(r#"{"NumericLessThan":{"aws:MultiFactorAuthAge":3600}}"#), &[MfaMissing]),
        ("MFA", when(r#"{"Bool":{"aws:MultiFactorAuthPresent":true}}"#), &[MfaMissing]),
        ("fresh MFA", when(r#"{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}"#), &[MfaMissing]),
        ("MFA, if at all", when(r#"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}"#), &[]),
        ("no such external ID, and none is sent", when(r#"{"StringNotEquals":{"sts:ExternalId":"abc"}}"#), &[]),
        ("a session name", when(r#"{"StringEquals":{"sts:RoleSessionName":"ana"}}"#), &[TrustCondition]),
        ("another principal", when(r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/ana"}}"#), &[TrustCondition]),
        (
            "both",
            when(r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"},"StringEquals":{"sts:ExternalId":"abc"}}"#),
            &[MfaMissing, ExternalId],
        ),
        (
            "the nearer of two",
            two(
                &when(r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"},"StringEquals":{"sts:ExternalId":"abc"}}"#),
                &when(r#"{"StringEquals":{"sts:ExternalId":"abc"}}"#),
            ),
            &[ExternalId],
        ),
        ("a deleted role beside the account", two(&of(r#"{"AWS":"AROAQ3EGUIYTPAKX3W5XQ"}"#), &of(home)), &[]),
        ("a deny", two(&of(home), &anas("").replace("Allow", "Deny")), &[ExplicitDeny]),
    ];
    for (what, statement, expected) in table {
        let (failure, world) = at_home(&chain_of(1), trust(statement), not_for_you());
        if expected.is_empty() {
            // It allows the hop, so it is none of these.
            let left = kinds(&failure);
            let of_trust = [TrustMissing, DeletedPrincipal, ExternalId, MfaMissing, TrustCondition, NoSuchRole];
            assert!(!left.is_empty() && left.iter().all(|kind| !of_trust.contains(kind)), "{what}: {left:?}");
            continue;
        }
        assert_eq!(kinds(&failure), *expected, "{what}");
        assert!(failure.causes.iter().all(|cause| cause.evidence == ["iam:GetRole shows the trust policy."]), "{what}");
        assert_eq!(world.sent_count(), 2, "{what}: what is certain is not asked about again");
        if expected.len() == 1 {
            assert!(failure.message.ends_with(&failure.causes[0].sentence), "{}", failure.message);
        }
    }
}

#[test]
fn what_the_hop_brings_is_held_against_the_trust_policy() {
    let asks = format!(
        r#"{{"Effect":"Allow","Principal":{{"AWS":"{ANA}"}},"Action":"sts:*","Condition":{{"StringEquals":{{"sts:ExternalId":"Abc"}}}}}}"#
    );
    let (wrong, _) = at_home(&with_external_id("abc"), trust(&asks), not_for_you());
    assert_eq!(kinds(&wrong), [ExternalId]);
    assert!(!format!("{wrong:?}").contains("Abc"), "the right external ID is not told");
    let (right, _) = at_home(&with_external_id("Abc"), trust(&asks), not_for_you());
    assert!(!kinds(&right).contains(&ExternalId) && !kinds(&right).contains(&TrustMissing));
    let among = asks.replace(r#""Abc""#, r#"["x","Abc"]"#);
    assert_eq!(kinds(&at_home(&with_external_id("Abc"), trust(&among), not_for_you()).0), kinds(&right));
    assert_eq!(kinds(&at_home(&with_external_id("abc"), trust(&among), not_for_you()).0), [ExternalId]);
}

#[test]
fn of_several_ways_in_nobody_knows_which_was_meant() {
    let way = |condition: &str| {
        format!(
            r#"{{"Effect":"Allow","Principal":{{"AWS":"{ANA}"}},"Action":"sts:AssumeRole","Condition":{condition}}}"#
        )
    };
    let external = way(r#"{"StringEquals":{"sts:ExternalId":"abc"}}"#);
    let mfa = way(r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#);
    let network = way(r#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#);
    let of_trust = |ways: &[&str]| {
        let left = kinds(&at_home(&chain_of(1), trust(&ways.join(",")), not_for_you()).0);
        [TrustMissing, ExternalId, MfaMissing, TrustCondition]
            .into_iter()
            .filter(|kind| left.contains(kind))
            .collect::<Vec<_>>()
    };
    assert_eq!(of_trust(&[&external, &mfa]), [ExternalId, MfaMissing, TrustCondition]);
    for order in [[external.as_str(), &network], [&network, &external]] {
        assert_eq!(of_trust(&order), [ExternalId, TrustCondition]);
    }
    assert_eq!(of_trust(&[&network, &mfa]), [MfaMissing, TrustCondition]);
}

#[test]
fn what_a_trust_policy_asks_for_in_vain_is_told() {
    let asks = |names: &str| {
        trust(&format!(
            r#"{{"Effect":"Allow","Principal":{{"AWS":"{ANA}"}},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"sts:RoleSessionName":[{names}]}}}}}}"#
        ))
    };
    let (one, _) = at_home(&chain_of(1), asks(r#""ops""#), not_for_you());
    assert!(one.message.contains("sts:RoleSessionName (StringEquals ops)"), "{}", one.message);
    let (many, _) = at_home(&chain_of(1), asks(r#""a","b","c","d","e""#), not_for_you());
    assert!(many.message.contains("(StringEquals a, b, c and 2 more)"), "{}", many.message);
}

#[test]
fn a_condition_that_nobody_here_can_know_stays_open() {
    let asks = format!(
        r#"{{"Effect":"Allow","Principal":{{"AWS":"{ANA}"}},"Action":"sts:AssumeRole","Condition":{{"IpAddress":{{"aws:SourceIp":"10.0.0.0/8"}}}}}}"#
    );
    let (failure, _) = at_home(&chain_of(1), trust(&asks), not_for_you());
    let left = kinds(&failure);
    assert!(left.contains(&TrustCondition), "{left:?}");
    assert!(!left.iter().any(|kind| [TrustMissing, ExternalId, MfaMissing, NoSuchRole].contains(kind)), "{left:?}");
    let of_trust = failure.causes.iter().find(|cause| cause.kind == TrustCondition).unwrap();
    assert!(of_trust.evidence.iter().any(|it| it.ends_with("asks for aws:SourceIp.")), "{:?}", of_trust.evidence);
}

#[test]
fn a_policy_that_cannot_be_read_and_a_not_principal_prove_nothing() {
    let plain = at_home(&chain_of(1), not_for_you(), not_for_you()).0;
    let open = [
        role(ROLE, "{"),
        trust(r#"{"Effect":"Allow","NotPrincipal":{"AWS":"000000000009"},"Action":"sts:AssumeRole"}"#),
        error(500, "ServiceFailure", "x"),
        error(400, "Throttling", "Rate exceeded"),
        Err(rolerelay::protocol::http::NoReply::Timeout),
    ];
    for answer in open {
        let (failure, world) = at_home(&chain_of(1), answer.clone(), not_for_you());
        assert!(kinds(&failure).contains(&TrustMissing), "{answer:?}");
        assert_eq!(world.sent_count(), 3, "asked once: {answer:?}");
    }
    assert!(kinds(&plain).contains(&NoSuchRole));
}

#[test]
fn a_role_that_is_not_there_is_told_from_one_with_another_arn() {
    let gone = error(404, "NoSuchEntity", "The role with name role-1 cannot be found.");
    let (failure, _) = at_home(&chain_of(1), gone, not_for_you());
    assert_eq!(kinds(&failure), [NoSuchRole]);
    let moved = "arn:aws:iam::000000000001:role/Role-1";
    let (failure, _) = at_home(&chain_of(1), role(moved, "{}"), not_for_you());
    assert_eq!(kinds(&failure), [NoSuchRole]);
    assert!(failure.message.contains(moved), "{}", failure.message);
}

#[test]
fn the_simulator_proves_or_excludes_the_permission() {
    let (failure, world) = away(simulated("implicitDeny", ""));
    // A chain with a mistake in the ARN, and a policy that names the right one, would show the same.
    assert_eq!(kinds(&failure), [PermissionMissing, NoSuchRole]);
    assert!(failure.causes.iter().all(|cause| cause.test.is_some()));
    assert_eq!(failure.hop, Some(1));
    assert!(failure.causes[0].sentence.contains("role role-1 in account 000000000001"), "{failure:?}");
    let asked = world.sent.borrow();
    // The role's own ARN, with the path that its session's ARN does not have.
    assert_eq!(field(&asked[2], "PolicySourceArn").as_deref(), Some(ROLE));
    assert_eq!(
        field(&asked[2], "ResourceArns.member.1").as_deref(),
        Some("arn:aws:iam::000000000002:role/team/role-2")
    );
    assert_eq!(
        (asked[2].host.as_str(), asked.len()),
        ("iam.amazonaws.com", 3),
        "the role of another account cannot be asked for"
    );

    let (allowed, _) = away(simulated("allowed", ""));
    let left = kinds(&allowed);
    assert!(!left.contains(&PermissionMissing) && left.contains(&TrustMissing), "{left:?}");
    assert!(allowed.causes.iter().all(|cause| cause.evidence.iter().any(|it| it.contains("says allowed"))));

    assert_eq!(kinds(&away(simulated("explicitDeny", "")).0), [ExplicitDeny]);
    let flag = |part: &str, name: &str| simulated("implicitDeny", &format!("<{part}><{name}>false</{name}></{part}>"));
    let organization = away(flag("OrganizationsDecisionDetail", "AllowedByOrganizations")).0;
    let boundary = away(flag("PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary")).0;
    assert_eq!((kinds(&organization), kinds(&boundary)), (vec![Guardrail, NoSuchRole], vec![Guardrail, NoSuchRole]));
    assert!(organization.causes[0].sentence.contains("SCP") && boundary.causes[0].sentence.contains("boundary"));
}

#[test]
fn what_the_simulator_was_not_told_makes_its_word_no_proof() {
    let missing = |key: &str| {
        simulated("implicitDeny", &format!("<MissingContextValues><member>{key}</member></MissingContextValues>"))
    };
    let plain = kinds(&away(not_for_you()).0);
    assert_eq!(kinds(&away(missing("aws:SourceIp")).0), plain);
    let mfa = simulated(
        "explicitDeny",
        "<MissingContextValues><member>aws:MultiFactorAuthPresent</member></MissingContextValues>",
    );
    // A user's own key certainly brings none without a code, and a role's session says so itself.
    let (by_user, _) = at_home(&chain_of(1), not_for_you(), mfa.clone());
    assert_eq!(kinds(&by_user), [MfaMissing, ExplicitDeny]);
    assert!(by_user.causes[1].sentence.contains("try it with the user’s MFA device"), "{by_user:?}");
    assert_eq!(kinds(&away(mfa).0), plain);
    // That there is no external ID is known.
    assert_eq!(kinds(&away(missing("sts:ExternalId")).0), [PermissionMissing, NoSuchRole]);
}

#[test]
fn within_an_account_a_missing_permission_counts_only_where_the_trust_policy_names_the_account() {
    let of = |principal: &str| {
        trust(&format!(r#"{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole"}}"#))
    };
    let no = || simulated("implicitDeny", "");
    let (account, world) = at_home(&chain_of(1), of("arn:aws:iam::000000000001:root"), no());
    assert_eq!(kinds(&account), [PermissionMissing]);
    assert_eq!(field(&world.sent.borrow()[2], "PolicySourceArn").as_deref(), Some(ANA));
    assert_ne!(kinds(&at_home(&chain_of(1), of(ANA), no()).0), [PermissionMissing]);
    assert_ne!(kinds(&at_home(&chain_of(1), not_for_you(), no()).0), [PermissionMissing]);
}

#[test]
fn what_is_known_of_the_request_goes_to_the_simulator() {
    let mut chain = with_external_id("abc");
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    let world = Scripted::new([(0, denied(ANA, ROLE)), (1, not_for_you()), (2, simulated("allowed", ""))]);
    let options = WalkOptions { token_code: Some(Secret::new("123456")), ..asking() };
    let failure = world.walk_as(&chain, &long_term(), &options).unwrap_err();
    assert!(!kinds(&failure).contains(&MfaMissing));
    let asked = world.sent.borrow();
    let entries: Vec<_> = (1..=4)
        .map(|n| {
            let part = |name: &str| field(&asked[2], &format!("ContextEntries.member.{n}.{name}")).unwrap();
            (part("ContextKeyName"), part("ContextKeyType"), part("ContextKeyValues.member.1"))
        })
        .collect();
    let entry = |key: &str, kind: &str, value: &str| (key.to_string(), kind.to_string(), value.to_string());
    assert_eq!(
        entries,
        [
            entry("aws:multifactorauthpresent", "boolean", "true"),
            entry("aws:username", "string", "ana"),
            entry("sts:externalid", "string", "abc"),
            entry("sts:rolesessionname", "string", "rolerelay"),
        ]
    );
}

#[test]
fn an_earlier_session_in_the_role_s_account_is_asked_in_the_caller_s_place() {
    let mut chain = chain_of(2);
    let back = "arn:aws:iam::000000000001:role/Back";
    chain.hops.push(Hop { role_arn: back.into(), ..Hop::default() });
    let caller = "arn:aws:sts::000000000002:assumed-role/role-2/rolerelay";
    let gone = error(404, "NoSuchEntity", "x");
    let world = Scripted::new([(2, denied(caller, back)), (3, gone)]);
    let failure = world.walk_as(&chain, &long_term(), &asking()).unwrap_err();
    assert_eq!(kinds(&failure), [NoSuchRole]);
    let asked = world.sent.borrow();
    let key = world::header(&asked[3], "authorization").unwrap();
    assert!(key.contains("Credential=ASIA0000000000000000/"), "by the session of role-1: {key}");
}

#[test]
fn nothing_is_asked_of_iam_unless_it_may_be_nor_where_the_cause_is_known() {
    let world = Scripted::new([(0, denied(ANA, ROLE))]);
    let failure = world.walk(&chain_of(1), &long_term()).unwrap_err();
    assert!(failure.causes.len() > 1);
    assert_eq!(world.sent_count(), 1);

    let sole = format!("User: {ANA} is not authorized to perform: sts:TagSession on resource: {ROLE}");
    let world = Scripted::new([(0, error(403, "AccessDenied", &sole))]);
    world.walk_as(&chain_of(1), &long_term(), &asking()).unwrap_err();
    assert_eq!(world.sent_count(), 1);
}

#[test]
fn who_may_not_ask_is_told_the_same_as_without() {
    let without = Scripted::new([(0, denied(ANA, ROLE))]).walk(&chain_of(1), &long_term()).unwrap_err();
    let (with, world) = at_home(&chain_of(1), not_for_you(), not_for_you());
    assert_eq!(with, without);
    assert_eq!(world.sent_count(), 3);
}
