//! The walk against a scripted world: what is sent, in which order, signed by whom, and what comes of it.

use rolerelay::aws::credentials::Credentials;
use rolerelay::chain::Chain;
use rolerelay::chain::route::Route;
use rolerelay::failure::FailureKind;
use rolerelay::protocol::http::{Method, NoReply, Reply};
use rolerelay::walk::memory::Anew;
use rolerelay::walk::{self, WalkOptions};

use crate::world::*;

/// The access key that signed the request.
fn signer(request: &rolerelay::protocol::http::Request) -> String {
    let authorization = header(request, "authorization").unwrap();
    authorization.split_once("Credential=").unwrap().1.split('/').next().unwrap().to_string()
}

#[test]
fn each_hop_is_signed_by_the_session_before_and_n_plus_1_requests_open_the_console() {
    for n in [1, 2, 3, 5, 16] {
        let world = Scripted::default();
        let opened = world.open(&chain_of(n), &long_term()).unwrap();
        let sent = world.sent.borrow();
        assert_eq!(sent.len(), n + 1);
        assert_eq!(signer(&sent[0]), long_term().access_key_id);
        assert_eq!(header(&sent[0], "x-amz-security-token"), None);
        for (hop, request) in sent.iter().enumerate().take(n).skip(1) {
            assert_eq!(signer(request), format!("ASIA{:016}", hop - 1));
            assert_eq!(header(request, "x-amz-security-token"), Some(format!("{MARKER}token{}==", hop - 1).as_str()));
        }
        let session = field(&sent[n], "Session").unwrap();
        assert!(session.contains(&format!("{MARKER}key{}", n - 1)), "the last session is federated");
        assert_eq!(opened.hops.len(), n);
        let last = &opened.hops[n - 1];
        assert_eq!(last.assumed_role_arn, format!("arn:aws:sts::{n:012}:assumed-role/role-{n}/rolerelay"));
        assert_eq!((last.region.as_str(), last.attempts), ("us-east-1", 1));
        assert_eq!(last.request_id.as_deref(), Some(format!("request-{}", n - 1).as_str()));
        assert_eq!(last.expires_at, NOW + 3_600_000.0);
        assert!(opened.url.expose().starts_with("https://signin.aws.amazon.com/federation?Action=login&"));
        assert!(opened.url.expose().contains("SigninToken=Token-1_x"));
    }
}

#[test]
fn steps_are_told_before_each_hop_and_before_signing_in() {
    let world = Scripted::default();
    world.open(&chain_of(3), &long_term()).unwrap();
    let steps = world.steps.borrow();
    assert_eq!(
        steps.iter().map(|step| (step.at, step.of, step.hops.len())).collect::<Vec<_>>(),
        [(0, 3, 0), (1, 3, 1), (2, 3, 2), (3, 3, 3)]
    );
    assert_eq!((steps[1].account.as_str(), steps[1].role.as_str()), ("000000000002", "role-2"));
    assert_eq!((steps[3].account.as_str(), steps[3].role.as_str()), ("000000000003", "role-3"));
}

#[test]
fn a_walk_alone_ends_with_the_end_role_s_credentials_and_signs_in_nowhere() {
    let world = Scripted::default();
    let walked = world.walk(&chain_of(2), &temporary()).unwrap();
    assert_eq!(walked.credentials.access_key_id, format!("ASIA{:016}", 1));
    assert_eq!(walked.credentials.expires_at, Some(NOW + 3_600_000.0));
    assert_eq!((world.sent_count(), world.steps.borrow().len()), (2, 2));
}

#[test]
fn expired_credentials_send_nothing() {
    for expires_at in [NOW, NOW - 1.0] {
        let world = Scripted::default();
        let failure =
            world.open(&chain_of(2), &Credentials { expires_at: Some(expires_at), ..temporary() }).unwrap_err();
        assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::Expired, None, 0));
        assert!(world.steps.borrow().is_empty());
    }
    let world = Scripted::default();
    world.open(&chain_of(2), &Credentials { expires_at: Some(NOW + 1.0), ..temporary() }).unwrap();
}

#[test]
fn a_session_of_another_role_or_name_is_not_used() {
    let wrong = [
        "arn:aws:sts::000000000002:assumed-role/role-1/rolerelay",
        "arn:aws:sts::000000000009:assumed-role/role-2/rolerelay",
        "arn:aws:sts::000000000002:assumed-role/Role-2/rolerelay",
        "arn:aws-cn:sts::000000000002:assumed-role/role-2/rolerelay",
        "arn:aws:sts::000000000002:assumed-role/role-2/somebody",
        "arn:aws:iam::000000000002:role/team/role-2",
        "rolerelay",
    ];
    for arn in wrong {
        let world = Scripted::new([(1, Ok(reply(200, &session_xml(1, arn))))]);
        let failure = world.open(&chain_of(3), &long_term()).unwrap_err();
        assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::WrongRole, Some(1), 2), "{arn}");
        assert!(failure.message.contains(arn), "{failure}");
        assert_eq!(failure.evidence.request_id.as_deref(), Some("request-1"));
    }
}

#[test]
fn a_session_that_ended_before_it_came_is_not_used() {
    let ended =
        session_xml(1, "arn:aws:sts::000000000002:assumed-role/role-2/rolerelay").replace("T01:00:00Z", "T00:00:00Z");
    let world = Scripted::new([(1, Ok(reply(200, &ended)))]);
    let failure = world.open(&chain_of(3), &long_term()).unwrap_err();
    assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::Malformed, Some(1), 2));
    assert!(failure.message.contains("ended already"), "{failure}");
}

#[test]
fn no_session_lasts_longer_than_aws_gives_any() {
    let endless =
        session_xml(1, "arn:aws:sts::000000000002:assumed-role/role-2/rolerelay").replace("2026-01", "9999-01");
    let world = Scripted::new([(1, Ok(reply(200, &endless)))]);
    let opened = world.open(&chain_of(2), &long_term()).unwrap();
    assert_eq!(opened.hops[1].expires_at, NOW + 36.0 * 3_600_000.0);
    assert_eq!(opened.ends_at, opened.hops[1].expires_at);
}

#[test]
fn passing_trouble_is_sent_again_with_a_fresh_signature() {
    let throttled = error(400, "Throttling", "Rate exceeded");
    let world = Scripted::new([(1, throttled), (2, Ok(reply(503, "")))]);
    let opened = world.open(&chain_of(2), &long_term()).unwrap();
    assert_eq!(opened.hops.iter().map(|hop| hop.attempts).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(*world.slept.borrow(), [1_000.0, 100.0]);
    let sent = world.sent.borrow();
    assert_eq!(sent.len(), 5);
    assert_eq!(header(&sent[1], "x-amz-date"), Some("20260101T000000Z"));
    assert_eq!(header(&sent[2], "x-amz-date"), Some("20260101T000001Z"));
}

#[test]
fn after_three_attempts_the_last_answer_is_told() {
    let cases = [
        (error(400, "Throttling", "Rate exceeded"), FailureKind::Throttled),
        (error(500, "InternalFailure", "Oh"), FailureKind::Unavailable),
        (Ok(reply(502, "<html>Bad gateway</html>")), FailureKind::Unavailable),
        (Err(NoReply::Timeout), FailureKind::Timeout),
    ];
    for (answer, kind) in cases {
        let world = Scripted::new((1..9).map(|number| (number, answer.clone())));
        let failure = world.open(&chain_of(3), &long_term()).unwrap_err();
        assert_eq!((failure.kind, failure.hop, world.sent_count()), (kind, Some(1), 4));
        assert_eq!(failure.evidence.attempts, Some(3));
        assert_eq!(failure.evidence.host.as_deref(), Some("sts.us-east-1.amazonaws.com"));
    }
}

#[test]
fn a_host_that_is_there_but_cannot_be_read_is_told_from_a_dead_one() {
    let dead = Err(NoReply::Unreachable);
    for (knock, kind) in [
        (dead.clone(), FailureKind::Unreachable),
        (Ok(reply(403, "")), FailureKind::Redirected),
        (Ok(reply(200, "")), FailureKind::Redirected),
    ] {
        let world = Scripted::new([(1, dead.clone()), (2, dead.clone()), (3, dead.clone()), (4, knock)]);
        let failure = world.open(&chain_of(3), &long_term()).unwrap_err();
        assert_eq!((failure.kind, failure.hop, failure.evidence.attempts), (kind, Some(1), Some(3)));
        let sent = world.sent.borrow();
        let knock = sent.last().unwrap();
        assert_eq!((sent.len(), knock.host.as_str()), (5, "sts.us-east-1.amazonaws.com"));
        assert_eq!((knock.target.expose(), knock.headers.len()), ("/", 1));
        assert_eq!(knock.body.expose(), "Action=GetCallerIdentity&Version=2011-06-15");
    }
    // GovCloud's session is in the query, which a knock must not carry.
    let world = Scripted::new((1..9).map(|number| (number, dead.clone())));
    let gov = chain(["arn:aws-us-gov:iam::000000000001:role/a"]);
    assert_eq!(world.open(&gov, &long_term()).unwrap_err().kind, FailureKind::Unreachable);
    assert_eq!(world.sent.borrow().last().unwrap().target.expose(), "/federation");
}

#[test]
fn what_does_not_pass_is_not_sent_again() {
    let cases = [
        (Err(NoReply::Redirected), FailureKind::Redirected),
        (Err(NoReply::Withheld), FailureKind::Withheld),
        (Err(NoReply::HeldBack), FailureKind::Unavailable),
        (Err(NoReply::ProxyLogin), FailureKind::ProxyLogin),
        (Err(NoReply::Oversized), FailureKind::Oversized),
        (Err(NoReply::Cancelled), FailureKind::Cancelled),
        (Ok(reply(200, "<AssumeRoleResponse><Assu")), FailureKind::Malformed),
        (Ok(reply(403, "")), FailureKind::Malformed),
        (
            error(403, "AccessDenied", "User: a is not authorized to perform: sts:AssumeRole on resource: b"),
            FailureKind::Denied,
        ),
    ];
    for (answer, kind) in cases {
        let world = Scripted::new([(2, answer)]);
        let failure = world.open(&chain_of(3), &long_term()).unwrap_err();
        assert_eq!((failure.kind, failure.hop, world.sent_count()), (kind, Some(2), 3));
        assert_eq!(failure.role_arn.as_deref(), Some("arn:aws:iam::000000000003:role/team/role-3"));
        assert!(failure.message.starts_with("Hop 3, role role-3 in account 000000000003: "), "{failure}");
        assert!(world.slept.borrow().is_empty());
    }
}

#[test]
fn cancelling_ends_the_wait_to_send_again() {
    let world = Scripted { cancel_in_sleep: true, ..Scripted::new([(1, Err(NoReply::Timeout))]) };
    let failure = world.open(&chain_of(3), &long_term()).unwrap_err();
    assert_eq!((failure.kind, failure.hop, world.sent_count()), (FailureKind::Cancelled, Some(1), 2));
}

#[test]
fn cancelling_while_signing_in_belongs_to_no_hop() {
    let world = Scripted::new([(2, Err(NoReply::Cancelled))]);
    let failure = world.open(&chain_of(2), &long_term()).unwrap_err();
    assert_eq!((failure.kind, failure.hop), (FailureKind::Cancelled, None));
    assert_eq!(failure.role_arn.as_deref(), Some("arn:aws:iam::000000000002:role/team/role-2"));
}

#[test]
fn signing_in_posts_the_session_but_in_govcloud() {
    let govcloud = chain(["arn:aws-us-gov:iam::000000000001:role/a"]);
    for (chain, host, method) in [
        (chain_of(1), "signin.aws.amazon.com", Method::Post),
        (govcloud.clone(), "signin.amazonaws-us-gov.com", Method::Get),
        (chain(["arn:aws-cn:iam::000000000001:role/a"]), "signin.amazonaws.cn", Method::Post),
        (chain(["arn:aws-eusc:iam::000000000001:role/a"]), "eusc-de-east-1.signin.amazonaws-eusc.eu", Method::Post),
    ] {
        let world = Scripted::default();
        let opened = world.open(&chain, &long_term()).unwrap();
        let request = &world.sent.borrow()[1];
        assert_eq!((request.host.as_str(), request.method), (host, method));
        assert_eq!(request.body.expose().is_empty(), method == Method::Get);
        assert_eq!(header(request, "authorization"), None);
        assert!(opened.url.expose().starts_with(&format!("https://{host}/federation?")));
    }
    let world = Scripted::default();
    world.open(&govcloud, &long_term()).unwrap();
    assert_eq!(world.sent.borrow()[0].host, "sts.us-gov-west-1.amazonaws.com");
}

#[test]
fn a_post_that_is_refused_without_a_reason_is_asked_once_by_get() {
    let world = Scripted::new([(1, Ok(reply(400, ""))), (2, Ok(reply(400, "")))]);
    let failure = world.open(&chain_of(1), &long_term()).unwrap_err();
    let methods: Vec<_> = world.sent.borrow().iter().map(|request| request.method).collect();
    assert_eq!(methods, [Method::Post, Method::Post, Method::Get]);
    assert_eq!((failure.kind, failure.hop, failure.evidence.status), (FailureKind::SignIn, None, Some(400)));
    assert_eq!(failure.evidence.attempts, Some(2));

    let world = Scripted::new([(1, Ok(reply(405, "<h1>Method not allowed</h1>")))]);
    world.open(&chain_of(1), &long_term()).unwrap();
    assert_eq!(world.sent_count(), 3);

    let world = Scripted::new([(1, Ok(reply(400, "<title>Error</title><p>Invalid session duration</p>")))]);
    let failure = world.open(&chain_of(1), &long_term()).unwrap_err();
    assert_eq!((failure.kind, world.sent_count()), (FailureKind::SignIn, 2));
    assert!(failure.message.contains("Invalid session duration"), "{failure}");
}

#[test]
fn a_sign_in_service_that_asks_to_slow_down_is_not_asked_another_way() {
    let world = Scripted::new((1..9).map(|number| (number, Ok(reply(429, "")))));
    let failure = world.open(&chain_of(1), &long_term()).unwrap_err();
    assert_eq!((failure.kind, world.sent_count()), (FailureKind::Throttled, 4));
    assert!(world.sent.borrow()[1..].iter().all(|request| request.method == Method::Post));
}

#[test]
fn the_server_says_how_long_to_wait() {
    let asked = Reply { headers: vec![("x-amz-retry-after".into(), "1500".into())], ..reply(503, "") };
    let world = Scripted::new([(0, Ok(asked))]);
    world.walk(&chain_of(1), &long_term()).unwrap();
    assert_eq!(*world.slept.borrow(), [1_500.0]);
}

#[test]
fn signing_in_is_sent_again_after_passing_trouble_and_garbage_is_told() {
    let world = Scripted::new([(1, Ok(reply(503, ""))), (2, Err(NoReply::Unreachable))]);
    world.open(&chain_of(1), &long_term()).unwrap();
    assert_eq!(world.sent_count(), 4);
    for (body, kind) in [("{\"SigninToken\":\"\"}", FailureKind::Malformed), ("<html>", FailureKind::Malformed)] {
        let failure = Scripted::new([(1, Ok(reply(200, body)))]).open(&chain_of(1), &long_term()).unwrap_err();
        assert_eq!((failure.kind, failure.hop), (kind, None));
    }
}

#[test]
fn signing_out_first_uses_a_host_with_its_region() {
    let world = Scripted::default();
    let route = Route::new(&chain_of(1)).unwrap();
    let opened = block_on(walk::open(
        &route,
        &long_term(),
        &WalkOptions::default(),
        &Anew,
        Some("/s3/home"),
        true,
        &world,
        |_| {},
    ))
    .unwrap();
    assert_eq!(world.sent.borrow()[1].host, "us-east-1.signin.aws.amazon.com");
    let url = opened.url.expose();
    assert!(url.contains("/oauth?Action=logout&redirect_uri=https%3A%2F%2Fus-east-1.signin.aws.amazon.com"), "{url}");
    assert!(url.contains("s3%252Fhome"), "{url}");
}

#[test]
fn a_route_is_refused_before_anything_is_sent() {
    let bad_page = walk_open_page("https://example.com/");
    let mut bad_region = chain_of(1);
    bad_region.region = Some("eu-nowhere-1".into());
    let mut chained_two_hours = chain_of(2);
    chained_two_hours.hops[1].duration_seconds = Some(7200);
    let cases = [
        (chain(["arn:aws-iso:iam::000000000001:role/a"]), FailureKind::Partition),
        (chain(["arn:aws-iso-f:iam::000000000001:role/a"]), FailureKind::Partition),
        (chain([]), FailureKind::Invalid),
        (chain_of(17), FailureKind::Invalid),
        (chain(["role/a"]), FailureKind::Invalid),
        (chain(["arn:aws:iam::000000000001:role/a", "arn:aws-cn:iam::000000000001:role/a"]), FailureKind::Invalid),
        (bad_region, FailureKind::Invalid),
        (bad_page, FailureKind::Destination),
        (chained_two_hours, FailureKind::Invalid),
    ];
    for (chain, kind) in cases {
        let world = Scripted::default();
        let failure = world.open(&chain, &long_term()).unwrap_err();
        assert_eq!((failure.kind, world.sent_count()), (kind, 0), "{failure}");
    }
    let iso = Route::new(&chain(["arn:aws-iso-b:iam::000000000001:role/a"])).unwrap_err();
    assert!(iso.message.contains("aws-iso-b"), "{iso}");
}

fn walk_open_page(page: &str) -> Chain {
    let mut chain = chain_of(1);
    chain.destination = Some(page.into());
    chain
}

#[test]
fn a_page_that_is_asked_for_is_checked_before_the_walk() {
    let world = Scripted::default();
    let route = Route::new(&chain_of(1)).unwrap();
    let opened = block_on(walk::open(
        &route,
        &long_term(),
        &WalkOptions::default(),
        &Anew,
        Some("javascript:alert(1)"),
        false,
        &world,
        |_| {},
    ));
    assert_eq!((opened.unwrap_err().kind, world.sent_count()), (FailureKind::Destination, 0));
}

#[test]
fn a_route_tells_the_origins_that_a_walk_asks() {
    for chain in [chain_of(2), chain(["arn:aws-eusc:iam::000000000001:role/a"])] {
        let info = Route::new(&chain).unwrap().info(None).unwrap();
        let world = Scripted::default();
        world.open(&chain, &long_term()).unwrap();
        for request in world.sent.borrow().iter() {
            assert!(info.origins.contains(&format!("https://{}", request.host)), "{info:?}");
        }
        let manifest = rolerelay::aws::partition::origins();
        assert!(info.origins.iter().all(|origin| manifest.contains(origin)), "{info:?}");
    }
}
