//! Console sign-ins: what AWS's page is asked, which redirect is an answer to it, the proofs, the tokens, and what refusals mean.

use data_encoding::BASE64URL_NOPAD;
use rolerelay::aws::credentials::Secret;
use rolerelay::chain::{Setting, Source};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::source::console_sign_in::{ConsoleSignIn, ConsoleSignInBegun, ConsoleTokens, ProofKey};
use rolerelay::source::{SourceKind, kind_of};
use url::Url;

use crate::world::{MARKER, NOW, Scripted, block_on, field, header, reply};

const LENA: &str = "arn:aws:iam::111122223333:user/team/lena";

fn lena() -> ConsoleSignIn {
    ConsoleSignIn { region: "us-east-1".into(), principal: Some(LENA.into()) }
}

fn anybody() -> ConsoleSignIn {
    ConsoleSignIn { principal: None, ..lena() }
}

fn begun() -> ConsoleSignInBegun {
    let verifier = Secret::new("a".repeat(64));
    anybody().begin(verifier, Secret::new("st&te"), 54321).expect("a page")
}

fn source(lines: &[(&str, &str)]) -> Source {
    let settings = lines.iter().map(|(key, value)| Setting::new(*key, *value)).collect();
    Source { settings, ..Source::default() }
}

#[test]
fn the_kind_is_read_from_aws_config_and_from_our_own_line() {
    let kind = |lines: &[(&str, &str)]| kind_of(&source(lines));
    assert_eq!(kind(&[("login_session", LENA)]), SourceKind::ConsoleSignIn(lena()));
    let region = ("console_sign_in_region", "eu-west-1");
    let there = ConsoleSignIn { region: "eu-west-1".into(), ..anybody() };
    assert_eq!(kind(&[region]), SourceKind::ConsoleSignIn(there.clone()));
    for written in [lena(), there] {
        let settings = SourceKind::ConsoleSignIn(written.clone()).settings().expect("lines");
        let read = kind_of(&Source { settings, ..Source::default() });
        assert_eq!(read, SourceKind::ConsoleSignIn(written));
    }
    for wrong in [
        ("login_session", "lena"),
        ("login_session", "arn:aws:iam::111122223333:role/x"),
        ("login_session", "arn:aws:iam::1:user/lena"),
        ("login_session", "arn:aws-cn:iam::111122223333:user/lena"),
        ("login_session", "arn:aws:sts::111122223333:assumed-role/x"),
        ("console_sign_in_region", "us-gov-west-1"),
        ("console_sign_in_region", "evil.example/"),
    ] {
        assert_eq!(kind(&[wrong]), SourceKind::Keys, "{wrong:?}");
    }
}

#[test]
fn the_page_is_asked_as_the_aws_cli_asks_it() {
    let page = Url::parse(begun().page.expose()).expect("an address");
    assert_eq!((page.host_str(), page.path()), (Some("us-east-1.signin.aws.amazon.com"), "/v1/authorize"));
    let asked: Vec<_> = page.query_pairs().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(
        asked,
        [
            "response_type=code",
            "client_id=arn:aws:signin:::devtools/same-device",
            "redirect_uri=http://127.0.0.1:54321/oauth/callback",
            "state=st&te",
            "code_challenge=_-BU_nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs",
            "code_challenge_method=SHA-256",
            "scope=openid",
        ]
    );
    let elsewhere = ConsoleSignIn { region: "cn-north-1".into(), principal: None };
    let failure = elsewhere.begin(Secret::new("v"), Secret::new("s"), 1).expect_err("no such page");
    assert_eq!(failure.kind, FailureKind::Invalid);
}

#[test]
fn a_redirect_counts_that_is_an_answer_to_this_page() {
    let read = |address: &str| begun().code(&Secret::new(address));
    let whole = "http://127.0.0.1:54321/oauth/callback?code=%2BHush%2F%2Fx&state=st%26te".to_string();
    assert_eq!(read(&format!("  {whole}\n")).expect("a code").expose(), format!("{MARKER}/x"));
    let shown = whole.replace("http://", "");
    assert_eq!(
        read(&format!(" {shown} ")).expect("a code").expose(),
        format!("{MARKER}/x"),
        "as an address bar shows it"
    );
    for wrong in [
        shown.replace("54321", "54322"),
        shown.replace("127.0.0.1", "127.0.0.1.evil.example"),
        shown.replace("127.0.0.1:", "127.0.0.1@evil.example:"),
        shown.replace("127.0.0.1", "//127.0.0.1"),
        whole.replace("54321", "54322"),
        whole.replace("127.0.0.1", "localhost"),
        whole.replace("127.0.0.1", "127.0.0.1.evil.example"),
        whole.replace("http:", "https:"),
        whole.replace("callback", "elsewhere"),
        whole.replace("//127", "//me@127"),
        whole.replace("%26te", "%26t"),
        whole.replace("&state=st%26te", ""),
        format!("{whole}{}", "x".repeat(5_000)),
        format!("code={MARKER}"),
        String::new(),
    ] {
        let failure = read(&wrong).expect_err(&wrong);
        assert_eq!(failure.kind, FailureKind::Invalid, "{wrong}");
        assert!(!failure.message.contains("Hush"), "{failure:?}");
    }
    for none in ["error=access_denied&state=st%26te", "state=st%26te", "code=&state=st%26te"] {
        let failure = read(&format!("http://127.0.0.1:54321/oauth/callback?{none}")).expect_err(none);
        assert_eq!(failure.kind, FailureKind::SignedOut, "{none}");
    }
}

/// The vector is of the AWS CLI's own code.
#[test]
fn a_proof_is_that_of_awss_own_clients() {
    let key = ProofKey {
        x: "v2FjRpMtADMZ4zoZxshV9chEkembgzZnXSUNe-DA8dI".into(),
        y: "qlzf-6k3GY2CRyiIvkZ_PM1BqgiaNw1hf1_rn1X3VNo".into(),
    };
    let text = anybody().proof(&key, 1_760_000_000_999.0, "11111111-1111-4111-8111-111111111111").expect("a proof");
    assert_eq!(
        text,
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6InYyRmpScE10QURNWjR6b1p4c2hWOWNoRWtlbWJnelpuWFNVTmUtREE4ZEkiLCJ5IjoicWx6Zi02azNHWTJDUnlpSXZrWl9QTTFCcWdpYU53MWhmMV9ybjFYM1ZObyIsImNydiI6IlAtMjU2In19.\
         eyJodG0iOiJQT1NUIiwiaHR1IjoiaHR0cHM6Ly91cy1lYXN0LTEuc2lnbmluLmF3cy5hbWF6b24uY29tL3YxL3Rva2VuIiwiaWF0IjoxNzYwMDAwMDAwLCJqdGkiOiIxMTExMTExMS0xMTExLTQxMTEtODExMS0xMTExMTExMTExMTEifQ"
    );
}

fn id_token(sub: &str) -> String {
    format!("e30.{}.{MARKER}", BASE64URL_NOPAD.encode(format!(r#"{{"sub":"{sub}","aud":"x"}}"#).as_bytes()))
}

fn given(more: &str) -> String {
    format!(
        r#"{{"accessToken":{{"accessKeyId":"ASIAQAAAAAAAGMKEM7X5","secretAccessKey":"{MARKER}s","sessionToken":"{MARKER}t"}},
        "tokenType":"urn:x","expiresIn":900,"refreshToken":"{MARKER}r"{more}}}"#
    )
}

fn given_to(sub: &str) -> String {
    given(&format!(r#","idToken":"{}""#, id_token(sub)))
}

fn exchange(of: &ConsoleSignIn, status: u16, body: &str) -> (Result<ConsoleTokens, Failure>, Scripted) {
    let world = Scripted::new([(0, Ok(reply(status, body)))]);
    let (code, proof) = (Secret::new(format!("{MARKER}code")), Secret::new("proof"));
    (block_on(of.tokens(&begun(), &code, &proof, &world)), world)
}

#[test]
fn a_code_gives_credentials_and_says_whose() {
    let (tokens, world) = exchange(&lena(), 200, &given_to(LENA));
    let tokens = tokens.expect("tokens");
    assert_eq!(tokens.principal.as_deref(), Some(LENA));
    assert_eq!(tokens.credentials.expires_at, Some(NOW + 900_000.0));
    assert_eq!(tokens.refresh_token.expose(), format!("{MARKER}r"));
    let sent = world.sent.borrow();
    assert_eq!(sent.len(), 1);
    let request = &sent[0];
    assert_eq!((request.host.as_str(), request.target.expose()), ("us-east-1.signin.aws.amazon.com", "/v1/token"));
    assert_eq!(
        (header(request, "dpop"), header(request, "content-type"), header(request, "authorization")),
        (Some("proof"), Some("application/json"), None)
    );
    let body: serde_json::Value = serde_json::from_str(request.body.expose()).expect("JSON");
    assert_eq!(
        body,
        serde_json::json!({
            "clientId": "arn:aws:signin:::devtools/same-device",
            "grantType": "authorization_code",
            "code": format!("{MARKER}code"),
            "codeVerifier": "a".repeat(64),
            "redirectUri": "http://127.0.0.1:54321/oauth/callback",
        })
    );
}

#[test]
fn a_source_is_of_one_principal_and_never_of_the_root_user() {
    let role = |name: &str| format!("arn:aws:sts::111122223333:assumed-role/Dev/{name}");
    let of_role = ConsoleSignIn { principal: Some(role("ana")), ..lena() };
    assert!(exchange(&of_role, 200, &given_to(&role("ana-2"))).0.is_ok(), "the same role under another name");
    assert!(exchange(&anybody(), 200, &given_to(LENA)).0.is_ok(), "the first one who signs in");
    for (of, who, says) in [
        (
            lena(),
            "arn:aws:iam::111122223333:user/team/nele",
            "this source is of arn:aws:iam::111122223333:user/team/lena",
        ),
        (lena(), "arn:aws:iam::444455556666:user/team/lena", "this source is of"),
        (of_role, "arn:aws:sts::111122223333:assumed-role/Ops/ana", "this source is of"),
        (anybody(), "arn:aws:iam::111122223333:root", "the root user of account 111122223333"),
    ] {
        let failure = exchange(&of, 200, &given_to(who)).0.expect_err(who);
        assert_eq!(failure.kind, FailureKind::Invalid);
        assert!(failure.message.contains(says), "{failure:?}");
    }
    for nobody in
        [given(""), given_to("me"), given_to("arn:aws:iam::111122223333:user/l\u{202e}"), given(r#","idToken":"x""#)]
    {
        let failure = exchange(&anybody(), 200, &nobody).0.expect_err("nobody");
        assert_eq!(failure.kind, FailureKind::Malformed);
    }
}

#[test]
fn a_refresh_token_is_sent_once_whatever_comes_of_it() {
    let proof = Secret::new("proof");
    let world = Scripted::new([(0, Ok(reply(200, &given(""))))]);
    let long = Secret::new("r".repeat(12_288));
    let tokens = block_on(lena().refresh(&long, &proof, &world)).expect("tokens");
    assert_eq!(tokens.principal, None);
    let body: serde_json::Value = serde_json::from_str(world.sent.borrow()[0].body.expose()).expect("JSON");
    assert_eq!((&body["grantType"], body["refreshToken"].as_str()), (&"refresh_token".into(), Some(long.expose())));
    for broken in
        [given("").replace("900", "0"), given("").replace("900", "-1"), given("").replace("ASIA", "as/"), "{}".into()]
    {
        let world = Scripted::new([(0, Ok(reply(200, &broken)))]);
        let failure = block_on(lena().refresh(&long, &proof, &world)).expect_err(&broken);
        assert_eq!((failure.kind, world.sent_count()), (FailureKind::Malformed, 1), "{broken}");
    }
    let world = Scripted::new([(0, Ok(reply(200, &given("").replace("900", "86400"))))]);
    let tokens = block_on(lena().refresh(&long, &proof, &world)).expect("tokens");
    assert_eq!(tokens.credentials.expires_at, Some(NOW + 900_000.0), "never longer than AWS gives");
}

#[test]
fn refusals_say_what_to_do_and_repeat_no_secret() {
    for (status, error, kind) in [
        (400, "TOKEN_EXPIRED", FailureKind::SignedOut),
        (400, "AUTHCODE_EXPIRED", FailureKind::SignedOut),
        (400, "USER_CREDENTIALS_CHANGED", FailureKind::SignedOut),
        (400, "INSUFFICIENT_PERMISSIONS", FailureKind::Denied),
        (400, "INVALID_REQUEST", FailureKind::Refused),
        (429, "rate_exceeded", FailureKind::Throttled),
        (500, "server_error", FailureKind::Unavailable),
        (403, "", FailureKind::Refused),
    ] {
        let body = format!(r#"{{"error":"{error}","message":"not {MARKER}code, {}"}}"#, "a".repeat(64));
        let (result, world) = exchange(&lena(), status, &body);
        let failure = result.expect_err(error);
        assert_eq!(failure.kind, kind, "{error}");
        // A proof of another time than AWS's is refused so: what time it is, AWS is asked, and nothing else.
        let sent = world.sent.borrow();
        let (_, more) = sent.split_first().expect("a request");
        assert_eq!(more.len(), usize::from(error == "INVALID_REQUEST"), "{error}");
        for question in more {
            assert_eq!(field(question, "Action").as_deref(), Some("GetCallerIdentity"));
            assert!(!format!("{:?}{}", question.headers, question.body.expose()).contains(MARKER));
        }
        let told = format!("{failure:?}");
        assert!(!told.contains(&format!("{MARKER}code")) && !told.contains(&"a".repeat(64)), "{told}");
        assert!(failure.message.ends_with('.'), "{failure:?}");
    }
    assert!(exchange(&lena(), 400, "<html>").0.expect_err("a page").message.contains("HTTP 400"));
}
