//! Which causes are told of each of AWS's answers: those that it leaves open, the most likely first, and no other.

use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::{Chain, Hop};
use rolerelay::failure::FailureKind;
use rolerelay::failure::cause::CauseKind::{self, *};
use rolerelay::protocol::http::NoReply;

use crate::world::*;

/// STS's sentence on the hop `at` of a chain, by whoever asks there, and what follows it.
pub fn refused_at(at: usize, action: &str, rest: &str) -> Answer {
    let caller = match at {
        0 => ANA.to_string(),
        _ => format!("arn:aws:sts::{at:012}:assumed-role/role-{at}/rolerelay"),
    };
    let role = format!("arn:aws:iam::{0:012}:role/team/role-{0}", at + 1);
    denied(&format!("User: {caller} is not authorized to perform: sts:{action} on resource: {role}{rest}"))
}

/// The policy types as AWS names them, with a word of the sentence.
const TYPES: [(&str, &str); 7] = [
    ("identity-based policy", "identity-based policy"),
    ("role trust policy", "trust policy"),
    ("service control policy", "(SCP)"),
    ("resource control policy", "(RCP)"),
    ("permissions boundary", "permissions boundary"),
    ("session policy", "session policy"),
    ("VPC endpoint policy", "VPC endpoint"),
];

#[test]
fn a_policy_that_aws_names_is_the_cause() {
    for (policy, word) in TYPES {
        for words in [
            format!(" with an explicit deny in a {policy}"),
            format!(" with an explicit deny in a {policy}: arn:aws:organizations::000000000009:policy/p-1"),
            format!(" with an explicit deny transitively through a {policy}."),
        ] {
            let failure = failure_of(&chain_of(2), &long_term(), 1, &refused_at(1, "AssumeRole", &words));
            assert_eq!(kinds(&failure), [ExplicitDeny], "{words}");
            assert!(failure.message.contains(word), "{failure}");
        }
        let words = format!(" because no {policy} allows the sts:AssumeRole action");
        let failure = failure_of(&chain_of(2), &long_term(), 1, &refused_at(1, "AssumeRole", &words));
        match policy {
            "identity-based policy" => assert_eq!(kinds(&failure), [PermissionMissing]),
            "role trust policy" => {
                assert_eq!(kinds(&failure), [TrustMissing, ExternalId, TrustCondition, DeletedPrincipal])
            }
            _ => {
                assert_eq!(kinds(&failure), [Guardrail], "{policy}");
                assert!(failure.message.contains(word), "{failure}");
            }
        }
    }
    for policy in ["sessions policy", "resource-based policy", "new-fangled policy"] {
        let words = format!(" with an explicit deny in a {policy}");
        let failure = failure_of(&chain_of(2), &long_term(), 1, &refused_at(1, "AssumeRole", &words));
        assert_eq!(kinds(&failure), [ExplicitDeny], "{policy}");
    }
}

#[test]
fn tags_and_source_identity_are_told_by_their_own_action_and_by_who_lacks_it() {
    let mut chain = chain_of(3);
    chain.hops[0].session_tags = vec![SessionTag { key: "Team".into(), value: "a".into(), transitive: true }];
    chain.hops[1].source_identity = Some("ana".into());
    for (action, kind, who) in [
        ("TagSession", TagSession, "Hop 1 sets transitive session tags, which this one inherits"),
        ("SetSourceIdentity", SetSourceIdentity, "Hop 2 sets a source identity, which this one inherits"),
    ] {
        for (rest, word) in [
            ("".to_string(), "must allow"),
            (format!(" because no role trust policy allows the sts:{action} action"), "trust policy"),
            (format!(" because no identity-based policy allows the sts:{action} action"), "identity-based policy"),
            (format!(" because no permissions boundary allows the sts:{action} action"), "permissions boundary"),
        ] {
            let failure = failure_of(&chain, &long_term(), 2, &refused_at(2, action, &rest));
            let expected = match kind {
                TagSession if rest.contains("identity-based") => vec![kind, TagCondition],
                TagSession if !rest.contains("boundary") => vec![kind, TagCondition, ExternalId, TrustMissing],
                _ => vec![kind],
            };
            assert_eq!(kinds(&failure), expected, "{rest}");
            assert!(failure.message.contains(who) && failure.message.contains(word), "{failure}");
        }
        let rest = " with an explicit deny in a service control policy";
        let failure = failure_of(&chain, &long_term(), 2, &refused_at(2, action, rest));
        assert_eq!(kinds(&failure), [ExplicitDeny]);
        assert!(failure.message.contains(action), "{failure}");
    }
}

/// The list at the hop `at` of a chain of two accounts, where STS gives no reason.
fn untold(at: usize, base: &Credentials, change: impl Fn(&mut Chain)) -> Vec<CauseKind> {
    let mut chain = chain_of(2);
    change(&mut chain);
    kinds(&failure_of(&chain, base, at, &denied("Not authorized to perform sts:AssumeRole")))
}

#[test]
fn where_sts_hides_the_difference_what_remains_is_listed_and_what_is_excluded_is_not() {
    // What people found with a session, for another account: not what they found with a user's key. It can bring no MFA.
    let of_session = [
        PermissionMissing,
        TrustMissing,
        NoSuchRole,
        ExternalId,
        TrustCondition,
        JustMade,
        DeletedPrincipal,
        Guardrail,
        ExplicitDeny,
    ];
    assert_eq!(untold(1, &long_term(), |_| {}), of_session);
    let gives_id = |chain: &mut Chain| chain.hops[1].external_id = Some("a-b".into());
    let beside_id: Vec<_> = of_session.into_iter().filter(|kind| *kind != ExternalId).collect();
    assert_eq!(untold(1, &long_term(), gives_id), [vec![ExternalId], beside_id].concat());
    // The first is the user's own, here into another account.
    let away = |chain: &mut Chain| chain.hops[0].role_arn = "arn:aws:iam::000000000007:role/a".into();
    let of_user = [
        NoSuchRole,
        TrustMissing,
        PermissionMissing,
        JustMade,
        ExternalId,
        TrustCondition,
        Guardrail,
        DeletedPrincipal,
        ExplicitDeny,
    ];
    assert_eq!(untold(0, &long_term(), away), [&[MfaMissing], &of_user[..]].concat());
    let with_code = |chain: &mut Chain| {
        away(chain);
        chain.hops[0].mfa_serial = Some(DEVICE.into());
    };
    assert_eq!(untold(0, &long_term(), with_code), of_user);
    // The guest is a session of a role.
    assert_eq!(untold(0, &temporary(), |_| {}), of_session);
}

#[test]
fn a_session_of_a_user_may_have_been_started_without_mfa() {
    let words = "User: arn:aws:iam::000000000009:user/ana is not authorized to perform: sts:AssumeRole on resource: b";
    let failure = failure_of(&chain_of(1), &temporary(), 0, &denied(words));
    assert_eq!(kinds(&failure).first(), Some(&MfaMissing), "what people found most of users, whoever signed for them");
}

#[test]
fn in_one_account_silence_means_nothing() {
    let likely = [MfaMissing, JustMade, NoSuchRole, TrustMissing, PermissionMissing];
    let rest = [ExternalId, TrustCondition, Guardrail, DeletedPrincipal, ExplicitDeny];
    assert_eq!(untold(0, &long_term(), |_| {}), [likely, rest].concat());
    let failure = failure_of(&chain_of(1), &long_term(), 0, &denied("Not authorized to perform sts:AssumeRole"));
    assert!(!format!("{failure:?}").contains("it names none here"));
}

#[test]
fn a_deny_of_a_users_key_without_a_code_is_of_mfa_first() {
    let told = |policy: &str, device: Option<&str>| {
        let mut chain = chain_of(1);
        chain.hops[0].mfa_serial = device.map(str::to_string);
        let words = format!(" with an explicit deny in {policy}");
        let failure = failure_of(&chain, &long_term(), 0, &refused_at(0, "AssumeRole", &words));
        (kinds(&failure), failure.message)
    };
    for policy in ["an identity-based policy", "the role trust policy", "some policy"] {
        assert_eq!(told(policy, None).0, [MfaMissing, ExplicitDeny], "{policy}");
        assert!(told(policy, None).1.contains("without MFA"), "{}", told(policy, None).1);
        assert_eq!(told(policy, Some(DEVICE)).0, [ExplicitDeny], "{policy}: a code was sent");
        assert!(told(policy, Some(DEVICE)).1.contains("condition"));
    }
    assert_eq!(told("a service control policy", None).0, [ExplicitDeny]);
    // A role's session brings no MFA.
    let failure = failure_of(
        &chain_of(2),
        &long_term(),
        1,
        &refused_at(1, "AssumeRole", " with an explicit deny in an identity-based policy"),
    );
    assert_eq!(kinds(&failure), [ExplicitDeny]);
}

#[test]
fn a_role_that_assumes_itself_can_be_left_out() {
    let itself = |arn: &str| {
        let mut chain = chain_of(2);
        chain.hops[1].role_arn = arn.into();
        failure_of(&chain, &long_term(), 1, &denied("Not authorized to perform sts:AssumeRole"))
    };
    let same = itself("arn:aws:iam::000000000001:role/team/role-1");
    assert_eq!(kinds(&same)[..2], [AlreadyRole, TrustMissing]);
    assert!(!kinds(&same).contains(&NoSuchRole), "its session asks");
    assert_eq!(same.causes.iter().find_map(|cause| cause.leave_out), Some(1));
    // Whoever needs the hop is told the other way on the same screen.
    assert!(same.causes[0].sentence.contains("let the role’s trust policy name the role itself"), "{same:?}");
    assert!(kinds(&itself("arn:aws:iam::000000000001:role/other/role-1")).contains(&NoSuchRole), "by another path");
    // The source may be a session of the first role.
    let words = "User: arn:aws:sts::000000000001:assumed-role/role-1/ana is not authorized to perform: sts:AssumeRole on resource: b";
    let first = failure_of(&chain_of(2), &temporary(), 0, &denied(words));
    assert_eq!(kinds(&first)[..2], [AlreadyRole, TrustMissing]);
    assert_eq!(first.causes[0].leave_out, Some(0));
    let other = itself("arn:aws:iam::000000000002:role/team/role-2");
    assert!(!kinds(&other).contains(&AlreadyRole) && other.causes.iter().all(|cause| cause.leave_out.is_none()));
}

#[test]
fn a_role_that_assumes_itself_for_less_is_not_left_out_first() {
    for change in [
        |hop: &mut Hop| hop.policy = Some(r#"{"Version":"2012-10-17","Statement":[]}"#.into()),
        |hop: &mut Hop| hop.policy_arns = vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".into()],
        |hop: &mut Hop| hop.source_identity = Some("ana".into()),
        |hop: &mut Hop| {
            hop.session_tags = vec![SessionTag { key: "team".into(), value: "a".into(), transitive: false }]
        },
    ] {
        let mut chain = chain_of(2);
        chain.hops[1].role_arn = "arn:aws:iam::000000000001:role/team/role-1".into();
        change(&mut chain.hops[1]);
        let failure = failure_of(&chain, &long_term(), 1, &denied("Not authorized to perform sts:AssumeRole"));
        assert_eq!(kinds(&failure)[0], TrustMissing, "{failure:?}");
        let left_out = failure.causes.iter().find(|cause| cause.kind == AlreadyRole).unwrap();
        assert!(left_out.evidence.iter().any(|it| it.contains("is gone too")), "{left_out:?}");
    }
}

#[test]
fn what_a_person_of_identity_center_can_do_is_said() {
    let words = "User: arn:aws:sts::000000000009:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ana is not authorized to perform: \
                 sts:AssumeRole on resource: b because no identity-based policy allows the sts:AssumeRole action";
    let failure = failure_of(&chain_of(1), &temporary(), 0, &denied(words));
    assert_eq!(kinds(&failure), [PermissionMissing]);
    assert!(failure.message.contains("permission set"), "{failure}");
}

#[test]
fn a_role_that_nobody_can_change_is_told_whatever_aws_says() {
    let sso =
        "arn:aws:iam::000000000001:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef";
    for rest in [
        "",
        " because no role trust policy allows the sts:AssumeRole action",
        " because no identity-based policy allows the sts:AssumeRole action",
        " with an explicit deny in an identity-based policy",
    ] {
        let words = format!("User: {ANA} is not authorized to perform: sts:AssumeRole on resource: {sso}{rest}");
        let mut chain = chain_of(1);
        chain.hops[0].role_arn = sso.into();
        let failure = failure_of(&chain, &long_term(), 0, &denied(&words));
        assert_eq!(kinds(&failure), [ReservedRole], "{rest}");
        assert!(failure.message.contains("permission set"), "{failure}");
    }
    // Without its path the ARN is of no role, and with it the role is still one of those.
    let named = "arn:aws:iam::000000000002:role/AWSReservedSSO_Dev_0123456789abcdef";
    assert_eq!(untold(1, &long_term(), |chain| chain.hops[1].role_arn = named.into())[..2], [NoSuchRole, ReservedRole]);
}

#[test]
fn what_an_arn_shows_comes_first() {
    let role = |arn: &str| {
        let arn = arn.to_string();
        untold(1, &long_term(), move |chain| chain.hops[1].role_arn = arn.clone())[0]
    };
    assert_eq!(role("arn:aws:iam::000000000002:role/team/*/a"), NoSuchRole);
    assert_eq!(role("arn:aws:iam::000000000002:role/AWSReservedSSO_Admin_0123456789abcdef"), NoSuchRole);
    let sso = "arn:aws:iam::000000000002:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef";
    assert_eq!(role(sso), ReservedRole);
    assert_eq!(role("arn:aws:iam::000000000002:role/aws-reserved/x.amazonaws.com/R"), ReservedRole);
    assert_eq!(
        role("arn:aws:iam::000000000002:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"),
        ReservedRole
    );
    assert_eq!(role("arn:aws:iam::000000000001:role/team/role-1"), AlreadyRole, "a role that assumes itself");
}

#[test]
fn a_session_policy_of_the_hop_before_is_read() {
    let told = |policy: &str, arns: &[&str]| {
        untold(1, &long_term(), |chain| {
            chain.hops[0].policy = Some(policy.into()).filter(|policy: &String| !policy.is_empty());
            chain.hops[0].policy_arns = arns.iter().map(|arn| arn.to_string()).collect();
        })
    };
    let statement = |effect: &str, action: &str, resource: &str| {
        format!(r#"{{"Statement":[{{"Effect":"{effect}","Action":{action},"Resource":{resource}}}]}}"#)
    };
    let star = r#""*""#;
    for rules_out in [
        statement("Allow", r#""s3:*""#, star),
        statement("Allow", r#"["s3:*","sts:Get*"]"#, star),
        statement("Deny", star, star),
        statement("Allow", star, r#""arn:aws:iam::000000000003:role/*""#),
        statement("Allow", star, r#""arn:aws:iam::000000000002:role/role-2""#),
        r#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRol","Resource":"*"}}"#.into(),
    ] {
        assert_eq!(told(&rules_out, &[]), [Guardrail], "{rules_out}");
        // What a managed one says is not known here, but few allow it.
        let beside = told(&rules_out, &["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
        assert!(beside.len() > 1 && beside[0] == Guardrail, "{rules_out}");
    }
    for may_allow in [
        statement("Allow", star, star),
        statement("Allow", r#""STS:assume*""#, r#""arn:aws:iam::*:role/team/role-?""#),
        statement("Allow", r#""sts:AssumeRole""#, r#""arn:aws:iam::${aws:PrincipalAccount}:role/x""#),
        r#"{"Statement":[{"Effect":"Allow","NotAction":"iam:*","NotResource":"x"}]}"#.into(),
    ] {
        let causes = told(&may_allow, &[]);
        assert!(causes.len() > 1 && causes.contains(&Guardrail), "{may_allow}");
    }
    // A pattern that would take others for ever.
    let stars = statement("Allow", star, &format!("\"arn:{}b\"", "*a".repeat(500)));
    assert_eq!(told(&stars, &[]), [Guardrail]);
}

#[test]
fn each_of_several_causes_has_what_it_rests_on_and_what_would_tell_it() {
    let failure = failure_of(&chain_of(2), &long_term(), 1, &refused_at(1, "AssumeRole", ""));
    assert_eq!(
        failure.message,
        "Hop 2, role role-2 in account 000000000002: AWS does not let arn:aws:sts::000000000001:assumed-role/role-1/rolerelay do \
         sts:AssumeRole here. STS does not tell which it is; 9 causes remain."
    );
    for cause in &failure.causes {
        assert!(!cause.evidence.is_empty() && cause.test.is_some(), "{cause:?}");
        assert!(cause.sentence.contains("00000000000"), "{cause:?}");
    }
}

#[test]
fn the_caller_is_whom_aws_names_else_whose_session_it_was_else_who_sts_says() {
    let named = refused_at(1, "AssumeRole", "");
    let nameless = denied("Not authorized to perform sts:AssumeRole");
    let told = |at: usize, base: &Credentials, answer: &Answer| {
        let world = Scripted::new([(at, answer.clone())]);
        let failure = world.walk(&chain_of(2), base).unwrap_err();
        let actions =
            world.sent.borrow().iter().skip(at + 1).map(|request| field(request, "Action").unwrap()).collect();
        (failure.caller, actions)
    };
    let none: Vec<String> = vec![];
    let hop_1 = Some("arn:aws:sts::000000000001:assumed-role/role-1/rolerelay".to_string());
    assert_eq!(told(1, &long_term(), &named), (hop_1.clone(), none.clone()));
    assert_eq!(told(1, &long_term(), &nameless), (hop_1, none.clone()));
    let asked = vec!["GetCallerIdentity".to_string()];
    assert_eq!(told(0, &long_term(), &nameless), (Some(ANA.into()), asked.clone()));
    assert_eq!(told(0, &temporary(), &nameless), (Some(GUEST.into()), asked));
    // Whoever has no key that AWS knows has no name either.
    for answer in [
        error(403, "ExpiredToken", "expired"),
        error(403, "InvalidClientTokenId", "invalid"),
        error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match"),
        Ok(reply(403, "<html>")),
    ] {
        assert_eq!(told(0, &temporary(), &answer), (None, none.clone()), "{answer:?}");
    }
}

#[test]
fn a_caller_that_cannot_be_asked_for_is_no_failure_of_its_own() {
    for answer in [error(403, "AccessDenied", "no"), Ok(reply(200, &caller_xml("ana"))), Err(NoReply::Timeout)] {
        let world = Scripted::new([(0, denied("Not authorized to perform sts:AssumeRole")), (1, answer)]);
        let failure = world.walk(&chain_of(1), &long_term()).unwrap_err();
        assert_eq!((failure.kind, failure.caller, world.sent_count()), (FailureKind::Denied, None, 2));
        assert!(failure.message.contains("AWS does not let the caller do sts:AssumeRole here."), "{}", failure.message);
    }
}

/// Anything at all may stand where AWS's words stand.
#[test]
fn no_words_break_the_reader() {
    let chain = Chain {
        hops: vec![Hop { role_arn: "arn:aws:iam::000000000001:role/a".into(), ..Hop::default() }],
        ..chain_of(1)
    };
    for words in [
        "",
        "User:",
        "User: ",
        "User: is not authorized to perform:",
        "because no ",
        "explicit deny",
        "with an explicit deny in",
        "User: arn: is not authorized to perform: sts:AssumeRole",
        "User: arn:aws:sts::1:assumed-role is not authorized to perform: sts:AssumeRole on resource: because no",
        "\u{202e}User: arn:aws:iam::000000000001:user/é is not authorized to perform: …",
    ] {
        let failure = failure_of(&chain, &long_term(), 0, &denied(words));
        assert!(!failure.causes.is_empty(), "{words}");
    }
}
