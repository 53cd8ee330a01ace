//! What makes a source one of Identity Center, and what its services are asked and answer.

use rolerelay::aws::credentials::Secret;
use rolerelay::chain::{Setting, Source};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::protocol::http::{Method, NoReply, Request};
use rolerelay::source::identity_center::{
    DeviceCode, PermissionSet, Polled, Portal, Registration, accounts, begin, poll, refresh, register,
    role_credentials, roles, sign_out,
};
use rolerelay::source::{SourceKind, kind_of};
use serde_json::{Value, json};

use crate::world::{Answer, MARKER, NOW, Scripted, block_on, header, reply};

fn source(lines: &[(&str, &str)]) -> Source {
    Source { settings: lines.iter().map(|(key, value)| Setting::new(*key, *value)).collect(), ..Source::default() }
}

fn portal() -> Portal {
    Portal { start_url: "https://example.awsapps.com/start".into(), region: "eu-west-1".into() }
}

fn set() -> PermissionSet {
    PermissionSet { portal: portal(), account_id: "111122223333".into(), role_name: "Admin+x".into() }
}

const MODERN: [(&str, &str); 5] = [
    ("sso_account_id", "111122223333"),
    ("sso_role_name", "Admin+x"),
    ("sso_session", "corp"),
    ("sso-session.sso_region", "eu-west-1"),
    ("sso-session.sso_start_url", "https://example.awsapps.com/start"),
];

#[test]
fn both_forms_of_aws_config_name_a_permission_set() {
    let old = [
        ("sso_account_id", "111122223333"),
        ("sso_role_name", "Admin+x"),
        ("sso_start_url", "https://example.awsapps.com/start/#/"),
        ("sso_region", "eu-west-1"),
    ];
    for lines in [&MODERN[..], &old[..]] {
        assert_eq!(kind_of(&source(lines)), SourceKind::IdentityCenter(set()));
    }
    let written = Source { settings: set().settings(), ..Source::default() };
    assert_eq!(kind_of(&written), SourceKind::IdentityCenter(set()), "what a person chose is read back");
}

#[test]
fn without_one_of_its_lines_a_source_has_keys() {
    assert_eq!(kind_of(&Source::default()), SourceKind::Keys);
    for left_out in [0, 1, 3, 4] {
        let lines: Vec<_> = (0..MODERN.len()).filter(|at| *at != left_out).map(|at| MODERN[at]).collect();
        assert_eq!(kind_of(&source(&lines)), SourceKind::Keys, "{left_out}");
    }
    for (at, wrong) in [
        (0, "1111"),
        (1, "a role"),
        (3, "mars-1"),
        (3, "us-iso-east-1"),
        (4, "http://example.awsapps.com/start"),
        (4, "https://name:secret@example.awsapps.com"),
        (4, "localhost"),
    ] {
        let mut lines = MODERN;
        lines[at].1 = wrong;
        assert_eq!(kind_of(&source(&lines)), SourceKind::Keys, "{wrong}");
    }
}

#[test]
fn a_start_address_has_one_spelling_and_may_name_its_region() {
    let parsed = |url: &str, region: &str| Portal::parse(url, region);
    for url in
        ["https://example.awsapps.com/start/", "example.awsapps.com/start", " https://EXAMPLE.awsapps.com/start#/?a=b "]
    {
        assert_eq!(parsed(url, "eu-west-1").unwrap(), portal(), "{url}");
    }
    let own = parsed("https://ssoins-1234.portal.eu-central-1.app.aws", "").unwrap();
    assert_eq!((&*own.start_url, &*own.region), ("https://ssoins-1234.portal.eu-central-1.app.aws", "eu-central-1"));
    assert_eq!(parsed("https://sign-in.example.com", "us-east-1").unwrap().start_url, "https://sign-in.example.com");
    let places = |url, region| parsed(url, region).unwrap_err().into_iter().map(|it| it.place).collect::<Vec<_>>();
    assert_eq!(places("", ""), ["startUrl", "region"]);
    assert_eq!(places("https://example.awsapps.com/start", "us-iso-east-1"), ["region"]);
}

#[test]
fn the_hosts_are_those_of_its_partition() {
    for (region, suffix) in [
        ("us-east-1", "amazonaws.com"),
        ("us-gov-west-1", "amazonaws.com"),
        ("cn-north-1", "amazonaws.com.cn"),
        ("eusc-de-east-1", "amazonaws.eu"),
    ] {
        let check = Portal::check("https://example.awsapps.com/start", region);
        let hosts = [format!("https://oidc.{region}.{suffix}"), format!("https://portal.sso.{region}.{suffix}")];
        assert_eq!(check.origins, hosts);
        let all = rolerelay::aws::partition::identity_center_origins();
        assert!(hosts.iter().all(|host| all.contains(host)), "{region}");
    }
}

fn client() -> Registration {
    Registration {
        client_id: "client".into(),
        client_secret: Secret::new(format!("{MARKER}client")),
        expires_at: NOW + 1e9,
    }
}

fn code() -> DeviceCode {
    DeviceCode {
        device_code: Secret::new(format!("{MARKER}device")),
        user_code: "ABCD-EFGH".into(),
        page: "https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH".into(),
        expires_at: NOW + 600_000.0,
        interval: 5_000.0,
    }
}

fn token() -> Secret {
    Secret::new(format!("{MARKER}token"))
}

fn says(status: u16, body: Value) -> Answer {
    Ok(reply(status, &body.to_string()))
}

fn world(answers: impl IntoIterator<Item = Answer>) -> Scripted {
    Scripted::new(answers.into_iter().enumerate())
}

fn body(request: &Request) -> Value {
    serde_json::from_str(request.body.expose()).unwrap()
}

fn device_answer(page: &str) -> Answer {
    says(
        200,
        json!({ "deviceCode": format!("{MARKER}device"), "userCode": "ABCD-EFGH", "verificationUri": "https://device.sso.eu-west-1.amazonaws.com/", "verificationUriComplete": page, "expiresIn": 600, "interval": 5 }),
    )
}

#[test]
fn a_sign_in_is_registered_begun_and_confirmed() {
    let registered = says(
        200,
        json!({ "clientId": "client", "clientSecret": format!("{MARKER}client"), "clientSecretExpiresAt": 1_770_000_000 }),
    );
    let begun = device_answer(&code().page);
    let given = says(
        200,
        json!({ "accessToken": format!("{MARKER}token"), "expiresIn": 3600, "tokenType": "Bearer", "refreshToken": "r" }),
    );
    let aws = world([registered, begun, given]);
    let client = block_on(register(&portal(), &aws)).unwrap();
    assert_eq!(client.expires_at, 1_770_000_000_000.0);
    assert_eq!(block_on(begin(&portal(), &client, &aws)).unwrap(), code());
    let Polled::SignedIn { tokens } = block_on(poll(&portal(), &client, &code(), &aws)).unwrap() else { panic!() };
    assert_eq!((tokens.access_token, tokens.expires_at), (token(), NOW + 3_600_000.0));
    let sent = aws.sent.borrow();
    assert!(sent.iter().all(|it| it.method == Method::Post && it.host == "oidc.eu-west-1.amazonaws.com"));
    assert_eq!(
        body(&sent[0]),
        json!({ "clientName": "Rolerelay", "clientType": "public", "scopes": ["sso:account:access"] })
    );
    assert_eq!(body(&sent[1])["startUrl"], "https://example.awsapps.com/start");
    assert_eq!(body(&sent[2])["grantType"], "urn:ietf:params:oauth:grant-type:device_code");
    // What is secret is in no address.
    assert!(sent.iter().all(|it| !it.target.expose().contains('?')));
}

#[test]
fn a_page_that_is_none_of_the_portals_is_not_opened() {
    for page in [
        "http://device.sso.eu-west-1.amazonaws.com/",
        "https://amazonaws.com.example.org/",
        "https://notamazonaws.com/",
        // Where anybody may put a page.
        "https://evil.s3.amazonaws.com/",
        "https://evil.s3-website-us-east-1.amazonaws.com/",
        "https://abc123.execute-api.eu-west-1.amazonaws.com/",
        "https://ec2-198-51-100-1.eu-west-1.compute.amazonaws.com/",
        "https://evil.elb.amazonaws.com.cn/",
        "https://evil@device.sso.eu-west-1.amazonaws.com/",
        "javascript:alert(1)",
        "https://example.org/start",
    ] {
        let failure = block_on(begin(&portal(), &client(), &world([device_answer(page)]))).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Malformed, "{page}");
    }
    for page in [
        "https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH",
        "https://example.awsapps.com/start/#/device?user_code=ABCD-EFGH",
        "https://ssoins-1234.portal.eu-west-1.app.aws/#/device",
        "https://ssoins-1234.eu-west-1.portal.amazonaws.com/#/device",
    ] {
        assert_eq!(block_on(begin(&portal(), &client(), &world([device_answer(page)]))).unwrap().page, page);
    }
    let vanity = Portal { start_url: "https://aws.example.org".into(), ..portal() };
    let page = "https://aws.example.org/#/device?user_code=ABCD-EFGH";
    assert_eq!(block_on(begin(&vanity, &client(), &world([device_answer(page)]))).unwrap().page, page);
}

#[test]
fn what_is_said_to_last_for_ever_is_kept_for_ninety_days() {
    let longest = NOW + 90.0 * 86_400_000.0;
    for seconds in [1e300, f64::MAX] {
        let registered =
            says(200, json!({ "clientId": "client", "clientSecret": "secret", "clientSecretExpiresAt": seconds }));
        assert_eq!(block_on(register(&portal(), &world([registered]))).unwrap().expires_at, longest);
        let given = says(200, json!({ "accessToken": "token", "expiresIn": seconds, "tokenType": "Bearer" }));
        let Polled::SignedIn { tokens } = block_on(poll(&portal(), &client(), &code(), &world([given]))).unwrap()
        else {
            panic!()
        };
        assert_eq!(tokens.expires_at, longest);
    }
}

#[test]
fn each_answer_to_a_poll_means_one_thing() {
    let error = |status: u16, code: &str| says(status, json!({ "error": code, "error_description": "said" }));
    let polled = |answer: Answer| block_on(poll(&portal(), &client(), &code(), &world([answer])));
    assert_eq!(polled(error(400, "authorization_pending")).unwrap(), Polled::Pending);
    assert_eq!(polled(error(400, "slow_down")).unwrap(), Polled::SlowDown);
    for (status, code, kind) in [
        (400, "expired_token", FailureKind::SignedOut),
        (400, "access_denied", FailureKind::SignedOut),
        (401, "invalid_client", FailureKind::SignedOut),
        (400, "invalid_grant", FailureKind::SignedOut),
        (400, "invalid_request", FailureKind::Invalid),
        (500, "server_error", FailureKind::Unavailable),
        (400, "unsupported_grant_type", FailureKind::Refused),
    ] {
        let failure = polled(error(status, code)).unwrap_err();
        assert_eq!((failure.kind, failure.evidence.code.as_deref()), (kind, Some(code)));
    }
    assert_eq!(polled(Err(NoReply::Timeout)).unwrap_err().kind, FailureKind::Timeout);
    assert_eq!(polled(says(200, json!({}))).unwrap_err().kind, FailureKind::Malformed);
}

#[test]
fn a_refresh_token_is_sent_once_whatever_comes_back() {
    for answer in [Err(NoReply::Timeout), Err(NoReply::Unreachable), says(500, json!({})), says(429, json!({}))] {
        let aws = world([answer]);
        block_on(refresh(&portal(), &client(), &token(), &aws)).unwrap_err();
        assert_eq!(aws.sent_count(), 1);
    }
}

fn page(of: &str, entries: Vec<Value>, next: Option<&str>) -> Answer {
    says(200, json!({ of: entries, "nextToken": next }))
}

#[test]
fn lists_are_read_to_their_end_in_order_and_not_beyond() {
    let account =
        |id: usize, name: &str| json!({ "accountId": format!("{id:012}"), "accountName": name, "emailAddress": "x" });
    let first = page("accountList", vec![account(2, "Zoo"), account(1, "a\u{202e}b")], Some("n+1"));
    let aws = world([first, page("accountList", vec![json!({ "accountId": "000000000003" })], None)]);
    let listed = block_on(accounts(&portal(), &token(), &aws)).unwrap();
    let names: Vec<_> = listed.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names, ["000000000003", "a\u{fffd}b", "Zoo"], "by name, with nothing that turns");
    let sent = aws.sent.borrow();
    assert_eq!(sent[0].target.expose(), "/assignment/accounts?max_result=100");
    assert_eq!(sent[1].target.expose(), "/assignment/accounts?max_result=100&next_token=n%2B1");
    assert_eq!(header(&sent[0], "x-amz-sso_bearer_token"), Some(&*format!("{MARKER}token")));

    assert_eq!(block_on(accounts(&portal(), &token(), &world([page("accountList", vec![], None)]))).unwrap(), []);
    let endless = world((0..500).map(|_| page("roleList", vec![json!({ "roleName": "A" })], Some("again"))));
    let failure = block_on(roles(&portal(), &token(), "111122223333", &endless)).unwrap_err();
    assert_eq!((failure.kind, endless.sent_count()), (FailureKind::Malformed, 200));
}

fn given(expiration: f64) -> Answer {
    says(
        200,
        json!({ "roleCredentials": { "accessKeyId": "ASIAQNZGKIQY56JQ7WML", "secretAccessKey": format!("{MARKER}key"), "sessionToken": format!("{MARKER}session"), "expiration": expiration } }),
    )
}

#[test]
fn credentials_end_when_aws_says_in_milliseconds() {
    let aws = world([given(NOW + 3_600_000.0)]);
    let credentials = block_on(role_credentials(&set(), &token(), &aws)).unwrap();
    assert_eq!(credentials.expires_at, Some(NOW + 3_600_000.0));
    assert!(!credentials.is_long_term(), "so that no hop after it asks for more than an hour");
    let target = aws.sent.borrow()[0].target.expose().to_string();
    assert_eq!(target, "/federation/credentials?account_id=111122223333&role_name=Admin%2Bx");
    for token in ["a\ncredential_process = evil", "\"&evil&\"", "%PATH%", ""] {
        let answer = json!({ "roleCredentials": { "accessKeyId": "ASIAQNZGKIQY56JQ7WML", "secretAccessKey": "key", "sessionToken": token, "expiration": NOW + 3_600_000.0 } });
        let failure =
            block_on(role_credentials(&set(), &Secret::new("token"), &world([says(200, answer)]))).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Malformed, "{token}");
    }
    let ended = block_on(role_credentials(&set(), &token(), &world([given(NOW / 1_000.0)]))).unwrap_err();
    assert_eq!(ended.kind, FailureKind::Malformed, "seconds would have ended long ago");
}

#[test]
fn a_refusal_says_what_to_do() {
    let refused =
        |status, body| block_on(role_credentials(&set(), &token(), &world([says(status, body)]))).unwrap_err();
    let exception =
        |name: &str| json!({ "message": "said", "__type": format!("com.amazonaws.switchboard.portal#{name}") });
    let ended = refused(401, exception("UnauthorizedException"));
    assert_eq!((ended.kind, ended.evidence.code.as_deref()), (FailureKind::SignedOut, Some("UnauthorizedException")));
    let denied = refused(403, exception("ForbiddenException"));
    assert_eq!(denied.kind, FailureKind::Denied);
    assert!(denied.message.contains("no permission set Admin+x in account 111122223333"));
    let busy = world((0..3).map(|_| says(429, exception("TooManyRequestsException"))));
    let failure = block_on(role_credentials(&set(), &token(), &busy)).unwrap_err();
    assert_eq!((failure.kind, busy.sent_count()), (FailureKind::Throttled, 3), "with waits between");
    assert_eq!(busy.slept.borrow().len(), 2);
    assert!(block_on(sign_out(&portal(), &token(), &world([says(401, json!({}))]))).is_ok(), "signed out already");
}

#[test]
fn no_failure_repeats_what_was_sent_in_confidence() {
    let all = format!("{MARKER}token {MARKER}client {MARKER}device");
    let echo = || world([says(400, json!({ "error": all, "error_description": all, "message": all }))]);
    let shown = |failure: Failure| serde_json::to_string(&failure).unwrap();
    let sent_as_token = [
        shown(block_on(role_credentials(&set(), &token(), &echo())).unwrap_err()),
        shown(block_on(accounts(&portal(), &token(), &echo())).unwrap_err()),
    ];
    assert!(sent_as_token.iter().all(|text| !text.contains(&format!("{MARKER}token"))), "{sent_as_token:?}");
    let polled = shown(block_on(poll(&portal(), &client(), &code(), &echo())).unwrap_err());
    assert!(!polled.contains(&format!("{MARKER}client")) && !polled.contains(&format!("{MARKER}device")), "{polled}");
}
