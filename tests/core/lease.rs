//! A lease: what is asked for it, that it never adds to what the chain's own sessions may, and what hostile text makes of it.

use rolerelay::aws::services::services_with_actions;
use rolerelay::chain::lease::{Lease, LeaseCheck, LeaseScope, check_lease};
use rolerelay::chain::route::Route;
use rolerelay::chain::{Chain, ReadOnly};
use rolerelay::failure::FailureKind;
use rolerelay::protocol::http::Request;
use rolerelay::walk::WalkOptions;

use crate::world::*;

const READ: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const VIEW: &str = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";
const NARROW: &str = "arn:aws:iam::000000000002:policy/Narrow";
const OWN: &str = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
const BY_HAND: &str = r#"{ "Statement": [ {"Effect":"Allow", "Action":"s3:Get*", "Resource":"*"} ] }"#;
const TIGHT: &str = r#"{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#;

fn lease(scope: LeaseScope) -> Lease {
    Lease { recipient: "Ana".into(), purpose: "the May report".into(), seconds: 900, scope }
}

fn by_hand() -> LeaseScope {
    LeaseScope::Policy { policy: BY_HAND.into() }
}

fn resource(arn: &str, reads: bool) -> LeaseScope {
    LeaseScope::Resource { arn: arn.into(), reads }
}

fn with_own(policy: Option<&str>, arns: &[&str], read_only: Option<ReadOnly>) -> Chain {
    let mut chain = Chain { read_only, ..chain_of(2) };
    chain.hops[1].policy = policy.map(str::to_string);
    chain.hops[1].policy_arns = arns.iter().map(|arn| (*arn).to_string()).collect();
    chain
}

fn in_partition(role: &str, region: &str) -> Chain {
    Chain { region: Some(region.into()), ..chain([role]) }
}

fn options(lease: Lease) -> WalkOptions {
    WalkOptions { lease: Some(lease), ..WalkOptions::default() }
}

fn checked(chain: &Chain, lease: &Lease) -> LeaseCheck {
    check_lease(&Route::new(chain).unwrap(), lease)
}

/// The session policies that a request asks for.
fn policies(request: &Request) -> Vec<String> {
    let names = ["Policy", "PolicyArns.member.1.arn", "PolicyArns.member.2.arn"];
    names.iter().filter_map(|name| field(request, name)).collect()
}

/// What the walk asks of the last role, and what it then lays over its session.
fn asked(chain: &Chain, lease: Lease) -> (Vec<String>, Vec<String>) {
    let world = Scripted::default();
    world.walk_as(chain, &long_term(), &options(lease)).unwrap();
    let sent = world.sent.borrow();
    let scoped = |request: &&Request| field(request, "Action").as_deref() == Some("GetScopedCredentials");
    assert!(policies(&sent[0]).is_empty(), "a hop before the last is asked as ever");
    (policies(&sent[1]), sent.iter().filter(scoped).flat_map(policies).collect())
}

#[test]
fn a_role_without_session_policies_is_assumed_with_that_of_the_lease_alone() {
    let world = Scripted::default();
    world.walk_as(&chain_of(2), &long_term(), &options(lease(by_hand()))).unwrap();
    let sent = world.sent.borrow();
    assert_eq!((policies(&sent[0]), policies(&sent[1])), (vec![], vec![TIGHT.to_string()]));
    assert_eq!(field(&sent[1], "DurationSeconds").as_deref(), Some("900"));
    assert_eq!(field(&sent[0], "DurationSeconds"), None);
    assert_eq!(sent.len(), 2);
    assert_eq!(asked(&chain_of(2), lease(LeaseScope::ReadOnly)), (vec![READ.into()], vec![]));
    assert_eq!(asked(&chain_of(2), lease(LeaseScope::ViewOnly)), (vec![VIEW.into()], vec![]));
}

#[test]
fn what_the_chain_has_itself_is_never_added_to() {
    let (read, view) = (Some(ReadOnly::ReadOnlyAccess), Some(ReadOnly::ViewOnlyAccess));
    for (chain, scope, assumed, laid_over) in [
        (with_own(Some(OWN), &[], None), by_hand(), &[OWN][..], &[TIGHT][..]),
        (with_own(None, &[NARROW], None), by_hand(), &[NARROW], &[TIGHT]),
        (with_own(Some(OWN), &[NARROW], None), by_hand(), &[OWN, NARROW], &[TIGHT]),
        (with_own(None, &[], read), by_hand(), &[READ], &[TIGHT]),
        (with_own(Some(OWN), &[], read), by_hand(), &[READ], &[OWN, TIGHT]),
        (with_own(Some(OWN), &[], None), LeaseScope::ReadOnly, &[READ], &[OWN]),
        (with_own(Some(OWN), &[], read), LeaseScope::ViewOnly, &[VIEW], &[OWN]),
        (with_own(None, &[], view), LeaseScope::ReadOnly, &[VIEW], &[]),
        (with_own(None, &[], read), LeaseScope::ViewOnly, &[VIEW], &[]),
        (with_own(None, &[VIEW], None), LeaseScope::ReadOnly, &[VIEW], &[]),
    ] {
        assert_eq!(
            asked(&chain, lease(scope.clone())),
            (assumed.iter().map(|it| (*it).into()).collect(), laid_over.iter().map(|it| (*it).into()).collect()),
            "{scope:?} of {:?}",
            chain.hops[1]
        );
    }
}

#[test]
fn what_is_laid_over_tells_cloudtrail_what_for_and_the_rest_is_what_is_given() {
    let world = Scripted::default();
    let purpose = " mend the “May” report – 报告\u{20}";
    let leased = Lease { purpose: purpose.into(), ..lease(by_hand()) };
    let chain = with_own(Some(OWN), &[], Some(ReadOnly::ReadOnlyAccess));
    let check = checked(&chain, &leased);
    assert_eq!(check.recorded.as_deref(), Some("mend the ?May? report ? ??"));
    assert!(check.findings.iter().any(|it| it.place == "purpose" && it.message.contains("question mark")));
    let walked = world.walk_as(&chain, &long_term(), &options(leased)).unwrap();
    assert_eq!(walked.credentials.access_key_id, "ASIASCOPED");
    let sent = world.sent.borrow();
    for request in &sent[2..] {
        assert_eq!(field(request, "ScopedSessionDescription").as_deref(), Some("mend the ?May? report ? ??"));
    }
    assert_eq!(checked(&chain_of(2), &lease(by_hand())).recorded, None);
}

#[test]
fn where_it_would_widen_nothing_is_sent_and_it_says_what_to_lease_instead() {
    for (policy, arns) in [(None, &[NARROW][..]), (Some(OWN), &[NARROW]), (Some(OWN), &[READ]), (None, &[READ, NARROW])]
    {
        for scope in [LeaseScope::ReadOnly, LeaseScope::ViewOnly] {
            let (chain, world) = (with_own(policy, arns, None), Scripted::default());
            let leased = lease(scope);
            let failure = world.walk_as(&chain, &long_term(), &options(leased.clone())).unwrap_err();
            assert_eq!((failure.kind, world.sent_count()), (FailureKind::Invalid, 0), "{arns:?}");
            assert!(failure.message.contains("Lease a service"), "{failure}");
            let found = checked(&chain, &leased).findings;
            assert_eq!(
                found.first().map(|it| (it.place.as_str(), it.message.clone())),
                Some(("scope", failure.message))
            );
        }
    }
    let cannot = with_own(None, &[NARROW], Some(ReadOnly::ReadOnlyAccess));
    let found = checked(&cannot, &lease(by_hand())).findings;
    assert!(found[0].place == "scope" && found[0].message.contains("AWS adds up"), "{found:?}");
}

#[test]
fn where_a_partition_cannot_lay_over_the_wider_session_is_not_given() {
    let answer = error(400, "InvalidAction", "Could not find operation");
    let world = Scripted::new([(2, answer)]);
    let failure = world.walk_as(&with_own(Some(OWN), &[], None), &long_term(), &options(lease(by_hand()))).unwrap_err();
    assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::Refused, Some(1), 3));
    assert!(failure.message.contains("Lease of a chain that ends as the same role"), "{failure}");
}

#[test]
fn the_library_is_of_the_partition_and_of_the_service() {
    for (partition, region) in [
        ("aws", "us-east-1"),
        ("aws-cn", "cn-north-1"),
        ("aws-us-gov", "us-gov-west-1"),
        ("aws-eusc", "eusc-de-east-1"),
    ] {
        let chain = in_partition(&format!("arn:{partition}:iam::000000000001:role/role-1"), region);
        let policy = |scope| {
            let LeaseCheck { findings, policy, .. } = checked(&chain, &lease(scope));
            assert_eq!(findings, [], "{partition}");
            policy.unwrap()
        };
        assert_eq!(policy(LeaseScope::ReadOnly), format!("arn:{partition}:iam::aws:policy/ReadOnlyAccess"));
        assert_eq!(
            policy(LeaseScope::ViewOnly),
            format!("arn:{partition}:iam::aws:policy/job-function/ViewOnlyAccess")
        );
        let bucket = policy(resource(&format!("arn:{partition}:s3:::reports"), false));
        let resources = format!(r#"["arn:{partition}:s3:::reports","arn:{partition}:s3:::reports/*"]"#);
        assert_eq!(
            bucket,
            format!(
                r#"{{"Statement":[{{"Action":["s3:*"],"Effect":"Allow","Resource":{resources}}}],"Version":"2012-10-17"}}"#
            )
        );
    }
    let of = |name: &str, reads| {
        checked(&chain_of(1), &lease(LeaseScope::Service { name: name.into(), reads })).policy.unwrap()
    };
    assert!(of("vpc", false).contains(r#""Action":["ec2:*"]"#));
    let reads = of("stepfunctions", true);
    // These and no others, since each is a promise that it only reads.
    let actions = ["Get*", "List*", "Describe*", "BatchGet*", "Query", "Scan", "Search*", "Lookup*", "Filter*"];
    let actions = actions.map(|action| format!(r#""states:{action}""#)).join(",");
    assert!(reads.contains(&format!(r#"{{"Action":[{actions}],"Effect":"Allow""#)), "{reads}");
    // Nor does any of what is named as if it did, and gives credentials.
    for (service, gives) in [
        ("s3", r#""s3:Get*Credentials*","s3:Get*FederationToken","s3:GetPasswordData","s3:GetDataAccess"]"#),
        ("session-manager", r#""ssm:GetAccessToken","ssmmessages:Get*Credentials*""#),
        ("cognito", r#""cognito-identity:GetOpenIdToken*""#),
    ] {
        let policy = of(service, true);
        let denied = policy.split(r#""Deny""#).next().and_then(|text| text.rsplit(r#""Action":"#).next());
        assert!(denied.is_some_and(|denied| denied.contains(gives)), "{policy}");
        assert!(!of(service, false).contains("Deny"));
    }
    assert!(of("msk", false).contains(r#"["kafka:*"]"#));
    let scaling = r#"["autoscaling:*","application-autoscaling:*","autoscaling-plans:*"]"#;
    assert!(of("autoscaling", false).contains(scaling));
    // As long as AWS takes it, to the character.
    let by_hand = |long: usize| LeaseScope::Policy {
        policy: TIGHT.replace(r#""*""#, &format!(r#""{}""#, "a".repeat(long + 1 - TIGHT.len()))),
    };
    assert_eq!(checked(&chain_of(1), &lease(by_hand(2_048))).findings, []);
    assert_eq!(checked(&chain_of(1), &lease(by_hand(2_049))).findings.len(), 1);
    for service in services_with_actions() {
        of(&service.name, true);
    }
    assert!(
        reads.contains(r#""Action":["states:Get*Credentials*""#) && reads.contains(r#""Effect":"Deny""#),
        "{reads}"
    );
}

#[test]
fn a_resource_has_what_is_in_it_and_nothing_beside_it() {
    for (arn, expected) in [
        ("arn:aws:s3:::reports", &["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"][..]),
        ("arn:aws:s3:::reports/2026/may.csv", &["arn:aws:s3:::reports/2026/may.csv"]),
        (" arn:aws:sqs:eu-west-1:000000000002:jobs ", &["arn:aws:sqs:eu-west-1:000000000002:jobs"]),
        (
            "arn:aws:dynamodb:eu-west-1:000000000002:table/Orders",
            &[
                "arn:aws:dynamodb:eu-west-1:000000000002:table/Orders",
                "arn:aws:dynamodb:eu-west-1:000000000002:table/Orders/*",
            ],
        ),
        (
            "arn:aws:logs:eu-west-1:000000000002:log-group:/aws/lambda/pay:*",
            &[
                "arn:aws:logs:eu-west-1:000000000002:log-group:/aws/lambda/pay",
                "arn:aws:logs:eu-west-1:000000000002:log-group:/aws/lambda/pay:*",
            ],
        ),
        ("arn:aws:iam::000000000002:role/team", &["arn:aws:iam::000000000002:role/team"]),
        ("arn:aws:iam::aws:policy/AdministratorAccess", &["arn:aws:iam::aws:policy/AdministratorAccess"]),
    ] {
        let policy = checked(&chain_of(2), &lease(resource(arn, true))).policy.unwrap();
        let read: serde_json::Value = serde_json::from_str(&policy).unwrap();
        assert_eq!(read["Statement"][0]["Resource"], serde_json::json!(expected), "{arn}");
    }
}

#[test]
fn hostile_text_is_refused_at_its_field_and_nothing_is_sent() {
    let long = format!(r#"{{"Statement":{{"Effect":"Allow","Action":"s3:Get*","Resource":"{}"}}}}"#, "a".repeat(2_000));
    let policy = |policy: &str| lease(LeaseScope::Policy { policy: policy.into() });
    let of_arn = |arn: &str| lease(resource(arn, true));
    let text = |recipient: &str, purpose: &str| Lease {
        recipient: recipient.into(),
        purpose: purpose.into(),
        ..lease(LeaseScope::ReadOnly)
    };
    let lasting = |seconds| Lease { seconds, ..lease(LeaseScope::ReadOnly) };
    for (place, words, leased) in [
        ("scope.arn", "wildcard", of_arn("arn:aws:s3:::*")),
        ("scope.arn", "wildcard", of_arn("arn:aws:s3:::rep?rts")),
        ("scope.arn", "wildcard", of_arn("arn:aws:s3:::${aws:username}")),
        ("scope.arn", "wildcard", of_arn("arn:*:s3:::reports")),
        ("scope.arn", "wildcard", of_arn(r#"arn:aws:s3:::x","arn:aws:s3:::y"#)),
        ("scope.arn", "wildcard", of_arn("arn:aws:s3:::reports:*")),
        ("scope.arn", "wildcard", of_arn("arn:aws:s3:::logs:*")),
        ("scope.arn", "wildcard", of_arn("arn:aws:s3:::{logs")),
        ("scope.arn", "wildcard", of_arn("arn:aws:s3:::logs}")),
        ("scope.arn", "wildcard", of_arn("arn:aws:s3:::logs\\")),
        ("scope.arn", "AWS China", of_arn("arn:aws-cn:s3:::reports")),
        ("scope.arn", "not a partition", of_arn("arn:amazon:s3:::reports")),
        ("scope.arn", "not the ARN", of_arn("arn:aws:S3:::reports")),
        ("scope.arn", "not the ARN", of_arn("arn:aws:s3::12:reports")),
        ("scope.arn", "not the ARN", of_arn("arn:aws:s3:::")),
        ("scope.arn", "not a whole ARN", of_arn("reports")),
        ("scope.arn", "Write", of_arn("")),
        ("scope.arn", "U+202E", of_arn("arn:aws:s3:::re\u{202e}ports")),
        ("scope.arn", "at most 2048", of_arn(&format!("arn:aws:s3:::{}", "a".repeat(2_000)))),
        ("scope.policy", "at most 2048", policy(&long)),
        ("scope.policy", "not JSON", policy("{\"Statement\":")),
        ("scope.policy", "not JSON", policy(&"[".repeat(20_000))),
        ("scope.policy", "list of objects", policy(r#"{"Statement":["Allow"]}"#)),
        ("scope.policy", "no Effect", policy(r#"{"Statement":{"Action":"s3:*","Resource":"*"}}"#)),
        ("scope.policy", "Statement is", policy(r#"{"Statement":[]}"#)),
        ("scope.policy", "Statement is", policy(r#"{"Statement":"Allow"}"#)),
        ("scope.policy", "no Resource", policy(r#"{"Statement":{"Effect":"Allow","Action":"*"}}"#)),
        (
            "scope.policy",
            "a Principal",
            policy(r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}"#),
        ),
        ("scope.policy", "U+202E", policy(&BY_HAND.replace("s3", "s3\u{202e}"))),
        ("scope.policy", "Write the policy", policy(" ")),
        ("scope.name", "Choose", lease(LeaseScope::Service { name: "*".into(), reads: false })),
        ("scope.name", "Choose", lease(LeaseScope::Service { name: "Ec2".into(), reads: true })),
        ("purpose", "Say what for", text("Ana", " x ")),
        ("purpose", "at most 256", text("Ana", &"x".repeat(257))),
        ("purpose", "U+000A", text("Ana", "one\ntwo")),
        ("purpose", "U+202E", text("Ana", "one \u{202e}two")),
        ("recipient", "Say for whom", text("", "the report")),
        ("recipient", "at most 64", text(&"x".repeat(65), "the report")),
        ("recipient", "U+200B", text("An\u{200b}a", "the report")),
        ("seconds", "15 to 60", lasting(899)),
        ("seconds", "15 to 60", lasting(3_601)),
        ("seconds", "15 to 60", lasting(u32::MAX)),
    ] {
        let found = checked(&chain_of(2), &leased).findings;
        assert_eq!(found.iter().map(|it| it.place.as_str()).collect::<Vec<_>>(), [place], "{words}: {found:?}");
        assert!(found[0].message.contains(words), "{words}: {found:?}");
        let world = Scripted::default();
        let failure = world.walk_as(&chain_of(2), &long_term(), &options(leased)).unwrap_err();
        assert_eq!((failure.kind, world.sent_count()), (FailureKind::Invalid, 0), "{words}");
        assert_eq!(failure.message, found[0].message);
    }
}

#[test]
fn it_lasts_no_longer_than_the_chain_s_own_sessions() {
    for (hops, own, longest) in
        [(1, None, 3_600), (1, Some(43_200), 43_200), (1, Some(1_800), 1_800), (2, None, 3_600), (2, Some(900), 900)]
    {
        let mut chain = chain_of(hops);
        chain.hops[hops - 1].duration_seconds = own;
        let at = |seconds| checked(&chain, &Lease { seconds, ..lease(LeaseScope::ReadOnly) });
        assert_eq!((at(longest).longest_seconds, at(longest).findings), (longest, vec![]), "{hops} {own:?}");
        assert_eq!(at(longest + 1).findings.len(), 1, "{hops} {own:?}");
    }
}
