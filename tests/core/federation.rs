//! Sources of an identity provider: what an assertion and a token say, what of it AWS is sent, and what its refusals mean.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::chain::{Setting, Source};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::protocol::http::Reply;
use rolerelay::source::federation::{AssertionRole, Brought, FederatedRole, credentials, read};
use rolerelay::source::{SourceKind, kind_of};

use crate::world::{MARKER, NOW, Scripted, block_on, field, header, reply};

const ROLE: &str = "arn:aws:iam::111122223333:role/staff/Start";
const PROVIDER: &str = "arn:aws:iam::111122223333:saml-provider/Corp";

fn saml() -> FederatedRole {
    FederatedRole { role_arn: ROLE.into(), provider: Some(PROVIDER.into()), ..FederatedRole::default() }
}

fn response(inner: &str) -> String {
    BASE64.encode(
        format!(
            "<?xml version=\"1.0\"?><samlp:Response xmlns:samlp='x'><a:Assertion>{inner}</a:Assertion></samlp:Response>"
        )
        .as_bytes(),
    )
}

fn attribute(name: &str, values: &[&str]) -> String {
    let values: String = values.iter().map(|value| format!("<AttributeValue>{value}</AttributeValue>")).collect();
    format!("<a:Attribute x='1' Name='https://aws.amazon.com/SAML/Attributes/{name}'>{values}</a:Attribute>")
}

fn roles(values: &[&str]) -> String {
    response(&attribute("Role", values))
}

fn assertion() -> String {
    roles(&[&format!("{ROLE},{PROVIDER}")])
}

fn token(claims: &str) -> String {
    let part = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    format!("{}.{}.{}", part(r#"{"alg":"RS256"}"#), part(claims), part(MARKER))
}

fn invalid(text: &str) -> String {
    let failure = read(&Secret::new(text)).expect_err(text);
    assert_eq!(failure.kind, FailureKind::Invalid);
    failure.message
}

#[test]
fn the_roles_of_an_assertion_are_listed_in_whichever_order_they_stand() {
    let of = |account: &str, name: &str, path: &str| AssertionRole {
        account_id: account.into(),
        role_name: name.into(),
        role_arn: format!("arn:aws:iam::{account}:role/{path}{name}"),
        provider_arn: format!("arn:aws:iam::{account}:saml-provider/Corp"),
    };
    let text = response(&format!(
        "<a:Conditions NotOnOrAfter='2026-01-01T00:05:00.000Z'/>\
         <a:SubjectConfirmationData Recipient='https://signin.aws.amazon.com/saml' NotOnOrAfter=\"2026-01-01T00:04:00Z\"></a:SubjectConfirmationData>{}{}{}",
        attribute("RoleSessionName", &["  ana@example.com\u{202e} "]),
        attribute("Other", &["arn:aws:iam::999999999999:role/No,arn:aws:iam::999999999999:saml-provider/Corp"]),
        attribute(
            "Role",
            &[
                "arn:aws:iam::222233334444:saml-provider/Corp,arn:aws:iam::222233334444:role/Two",
                "\n   arn:aws:iam::111122223333:role/staff/One ,\n\t arn:aws:iam::111122223333:saml-provider/Corp\n",
                "<![CDATA[arn:aws:iam::111122223333:role/staff/One,arn:aws:iam::111122223333:saml-provider/Corp]]>",
                "arn:aws:iam::111122223333:role/A&#x2c;arn:aws:iam::111122223333:saml-provider/Corp",
                "arn:aws:iam::111122223333:role/Strange,arn:aws:iam::222233334444:saml-provider/Corp",
                "arn:aws:iam::111122223333:role/Alone",
            ],
        ),
    ));
    let Brought::Saml(read) = read(&Secret::new(text)).unwrap() else { panic!("an assertion") };
    assert_eq!(
        read.roles,
        [of("111122223333", "A", ""), of("111122223333", "One", "staff/"), of("222233334444", "Two", "")]
    );
    assert_eq!(read.unread, 2, "one of another account’s provider, one without a provider");
    assert_eq!(read.session_name.as_deref(), Some("ana@example.com\u{fffd}"));
    assert_eq!(read.expires_at, Some(NOW + 4.0 * 60_000.0));
}

#[test]
fn it_is_taken_as_browsers_show_and_send_it() {
    let plain = assertion();
    let encoded = plain.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let wrapped = plain.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect::<Vec<_>>();
    for text in [
        plain.clone(),
        format!(" \n{plain}\r\n"),
        wrapped.join("\r\n"),
        format!("SAMLResponse={encoded}&RelayState=https%3A%2F%2Fconsole.aws.amazon.com%2F"),
        format!("RelayState=x&SAMLResponse={encoded}"),
        format!("SAMLResponse: {plain}\nRelayState: "),
        format!("\"SAMLResponse\": \"{plain}\","),
    ] {
        let world = Scripted::new([(0, Ok(saml_reply("AssumeRoleWithSAML", "Start")))]);
        block_on(credentials(&SourceKind::Saml(saml()), &Secret::new(text.as_str()), &world)).expect(&text);
        assert_eq!(field(&world.sent.borrow()[0], "SAMLAssertion"), Some(plain.clone()), "{text}");
    }
}

#[test]
fn what_is_no_assertion_is_refused_without_a_word_of_it() {
    let hush = |text: &str| BASE64.encode(text.as_bytes());
    for (text, says) in [
        (String::new(), "Paste the assertion"),
        (MARKER.repeat(20), "not of a SAML response"),
        (format!("{MARKER}!?"), "neither"),
        (hush("\u{feff}"), "not of a SAML response"),
        (hush("Hush"), "not of a SAML response"),
        (hush("<Response><Hush></Response>"), "not of a SAML response"),
        (hush("<!DOCTYPE r [<!ENTITY e 'Hush'>]><Response>&e;</Response>"), "not of a SAML response"),
        (response(&attribute("Role", &["&hush;"])), "not of a SAML response"),
        (response(""), "holds no role of AWS"),
        (roles(&["Hush,Hush"]), "holds no role of AWS"),
        (response("<EncryptedAssertion>Hush</EncryptedAssertion>"), "encrypted"),
        (hush(&"x".repeat(80_000)), "100,000"),
        ("x".repeat(400_001), "longer than anything"),
        (token("Hush"), "not a whole token"),
        (token(r#"{"iss":"https://Hush"}"#), "not a whole token"),
        (format!("eyJ.{MARKER}.x"), "not a whole token"),
        (format!("eyJ{}..", "x".repeat(20_000)), "20,000"),
    ] {
        let message = invalid(&text);
        assert!(message.contains(says), "{message}");
        assert!(!message.contains("Hush"), "{message}");
    }
}

#[test]
fn a_token_shows_whose_it_is_before_it_is_sent() {
    let read = |claims: &str| match read(&Secret::new(token(claims))).unwrap() {
        Brought::WebIdentity(token) => token,
        Brought::Saml(_) => panic!("a token"),
    };
    let one =
        read(r#"{"iss":"https://token.example","aud":"sts.amazonaws.com","sub":"repo:x\u202e","exp":1767225900}"#);
    assert_eq!(one.issuer, "https://token.example");
    assert_eq!(one.audience, ["sts.amazonaws.com"]);
    assert_eq!(one.subject, "repo:x\u{fffd}");
    assert_eq!(one.expires_at, Some(NOW + 300_000.0));
    let other = read(r#"{"iss":"https://x","aud":["a","b"],"sub":"s"}"#);
    assert_eq!((other.audience.len(), other.expires_at), (2, None));
}

#[test]
fn its_settings_say_what_a_source_is_and_are_read_back() {
    let whole = FederatedRole {
        sign_in_url: Some("https://corp.example/app/aws?x=1".into()),
        region: Some("eu-west-1".into()),
        duration_seconds: Some(7_200),
        ..saml()
    };
    let web = FederatedRole {
        role_arn: ROLE.into(),
        provider: Some("https://token.example".into()),
        session_name: Some("ana".into()),
        ..FederatedRole::default()
    };
    for kind in [SourceKind::Saml(saml()), SourceKind::Saml(whole), SourceKind::WebIdentity(web)] {
        let source = Source { settings: kind.settings().unwrap(), ..Source::default() };
        assert_eq!(kind_of(&source), kind);
    }
    let config = |lines: &[(&str, &str)]| Source {
        settings: lines.iter().map(|(key, value)| Setting::new(*key, *value)).collect(),
        ..Source::default()
    };
    let pod = [("web_identity_token_file", "/var/token"), ("role_arn", ROLE), ("role_session_name", "pod")];
    let expected =
        FederatedRole { role_arn: ROLE.into(), session_name: Some("pod".into()), ..FederatedRole::default() };
    assert_eq!(kind_of(&config(&pod)), SourceKind::WebIdentity(expected));
    assert_eq!(kind_of(&config(&pod[..1])), SourceKind::Keys);
    assert_eq!(kind_of(&config(&[("saml_role_arn", ROLE)])), SourceKind::Keys, "a provider is pinned always");
}

#[test]
fn a_source_that_cannot_be_is_told_of() {
    let with = |change: &dyn Fn(&mut FederatedRole)| {
        let mut role = saml();
        change(&mut role);
        SourceKind::Saml(role).settings().expect_err("it cannot be")
    };
    for (says, sentence) in [
        ("role’s ARN", with(&|it| it.role_arn = "x".into())),
        ("provider", with(&|it| it.provider = None)),
        ("provider", with(&|it| it.provider = Some(PROVIDER.replace("1111", "2222")))),
        ("provider", with(&|it| it.provider = Some(format!("{PROVIDER}/x")))),
        ("sign-in address", with(&|it| it.sign_in_url = Some("http://corp.example".into()))),
        ("sign-in address", with(&|it| it.sign_in_url = Some("https://ana:Hush@corp.example".into()))),
        ("sign-in address", with(&|it| it.sign_in_url = Some("javascript:alert(1)".into()))),
        ("region", with(&|it| it.region = Some("cn-north-1".into()))),
        ("900", with(&|it| it.duration_seconds = Some(60))),
    ] {
        assert!(sentence.contains(says), "{sentence}");
    }
    let named = FederatedRole { session_name: Some("a b".into()), ..saml() };
    assert!(SourceKind::WebIdentity(named).settings().unwrap_err().contains("session name"));
}

fn saml_reply(action: &str, role: &str) -> Reply {
    let xml = format!(
        "<{action}Response><{action}Result><Credentials><AccessKeyId>ASIAQAAAAAAAGMKEM7X5</AccessKeyId>\
         <SecretAccessKey>secret{MARKER}</SecretAccessKey><SessionToken>token{MARKER}</SessionToken>\
         <Expiration>2026-01-01T01:00:00Z</Expiration></Credentials><AssumedRoleUser>\
         <Arn>arn:aws:sts::111122223333:assumed-role/{role}/ana</Arn></AssumedRoleUser></{action}Result></{action}Response>"
    );
    reply(200, &xml)
}

fn exchange(kind: &SourceKind, text: &str, world: &Scripted) -> Result<Credentials, Failure> {
    block_on(credentials(kind, &Secret::new(text), world))
}

#[test]
fn sts_is_sent_it_unsigned_and_its_session_is_taken() {
    let world = Scripted::new([(0, Ok(saml_reply("AssumeRoleWithSAML", "Start")))]);
    let source = FederatedRole { duration_seconds: Some(3_600), region: Some("eu-west-1".into()), ..saml() };
    let given = exchange(&SourceKind::Saml(source), &assertion(), &world).unwrap();
    assert_eq!(given.expires_at, Some(NOW + 3_600_000.0));
    assert!(given.session_token.is_some());
    let sent = world.sent.borrow();
    assert_eq!(sent[0].host, "sts.eu-west-1.amazonaws.com");
    assert_eq!(header(&sent[0], "authorization"), None);
    let said = |name: &str| field(&sent[0], name);
    assert_eq!(said("Action").as_deref(), Some("AssumeRoleWithSAML"));
    assert_eq!((said("RoleArn").as_deref(), said("PrincipalArn").as_deref()), (Some(ROLE), Some(PROVIDER)));
    assert_eq!(said("DurationSeconds").as_deref(), Some("3600"));
    assert_eq!(said("RoleSessionName"), None, "the assertion says it");
}

#[test]
fn a_web_identity_is_sent_with_its_session_name() {
    let world = Scripted::new([(0, Ok(saml_reply("AssumeRoleWithWebIdentity", "Start")))]);
    let source = FederatedRole { role_arn: ROLE.into(), ..FederatedRole::default() };
    let text = token(r#"{"iss":"https://x","sub":"s"}"#);
    exchange(&SourceKind::WebIdentity(source), &text, &world).unwrap();
    let sent = world.sent.borrow();
    assert_eq!(field(&sent[0], "WebIdentityToken"), Some(text));
    assert_eq!(field(&sent[0], "RoleSessionName").as_deref(), Some("rolerelay"));
    assert_eq!(header(&sent[0], "authorization"), None);
}

#[test]
fn what_is_of_another_provider_or_account_is_not_sent() {
    let other = |from: &str, to: &str| assertion_with(&format!("{ROLE},{PROVIDER}").replace(from, to));
    let pinned = FederatedRole { provider: Some("https://token.example".into()), ..saml() };
    let web = SourceKind::WebIdentity(pinned);
    let kind = SourceKind::Saml(saml());
    for (kind, text, says) in [
        (&kind, other("111122223333", "999999999999"), "not good for role Start in account 111122223333"),
        (&kind, other("Corp", "Evil"), "which this source is of"),
        (&kind, other("Start", "Admin"), "not good for role Start"),
        (&kind, token(r#"{"iss":"https://x","sub":"s"}"#), "this is a token"),
        (&web, token(r#"{"iss":"https://evil.example","sub":"s"}"#), "https://evil.example"),
        (&web, assertion(), "this is an assertion"),
        (&SourceKind::Keys, assertion(), "takes no sign-in"),
    ] {
        let world = Scripted::default();
        let failure = exchange(kind, &text, &world).unwrap_err();
        assert_eq!((failure.kind, world.sent_count()), (FailureKind::Invalid, 0));
        assert!(failure.message.contains(says), "{}", failure.message);
    }
}

fn assertion_with(pair: &str) -> String {
    roles(&[pair])
}

#[test]
fn what_sts_refuses_is_told_with_what_to_do_and_without_the_assertion() {
    let sent = assertion();
    let refusal = |status: u16, code: &str, message: &str| {
        reply(
            status,
            &format!(
                "<ErrorResponse><Error><Code>{code}</Code><Message>{message} {sent}</Message></Error></ErrorResponse>"
            ),
        )
    };
    for (status, code, message, kind, says) in [
        (
            400,
            "ExpiredTokenException",
            "Token must be redeemed within 5 minutes",
            FailureKind::SignedOut,
            "Sign in there again",
        ),
        (400, "ExpiredToken", "no", FailureKind::SignedOut, "Sign in there again"),
        (403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML", FailureKind::Denied, "trust policy"),
        (
            400,
            "InvalidIdentityToken",
            "Response signature invalid",
            FailureKind::Refused,
            "If not, this is not from that provider",
        ),
        (
            400,
            "InvalidIdentityToken",
            "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
            FailureKind::Refused,
            "If not, this is not from that provider",
        ),
        (400, "InvalidIdentityToken", "Incorrect token audience", FailureKind::Refused, "another audience"),
        (
            400,
            "InvalidIdentityToken",
            "No OpenIDConnect provider found in your account for https://idp.example",
            FailureKind::Refused,
            "have the provider added there",
        ),
        (
            400,
            "InvalidIdentityToken",
            "Specified provider doesn't exist",
            FailureKind::Refused,
            "have the provider added there",
        ),
        (
            400,
            "InvalidIdentityToken",
            "Issuer not present in specified provider",
            FailureKind::Refused,
            "own metadata uploaded",
        ),
        (
            400,
            "InvalidIdentityToken",
            "RoleSessionName is required in AuthnResponse",
            FailureKind::Refused,
            "has to have it send one",
        ),
        (
            400,
            "InvalidIdentityToken",
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
            FailureKind::Refused,
            "Bring the ID token",
        ),
        (
            400,
            "InvalidIdentityToken",
            "Couldn't retrieve verification key from your identity provider",
            FailureKind::Unavailable,
            "Try again in a minute",
        ),
        (400, "InvalidIdentityToken", "no", FailureKind::Refused, "Sign in there again"),
        (
            403,
            "AccessDenied",
            "User is not authorized with an explicit deny in a service control policy",
            FailureKind::Denied,
            "explicit deny in a service control policy",
        ),
        (403, "IDPRejectedClaim", "no", FailureKind::SignedOut, "no longer vouches"),
        (400, "IDPCommunicationError", "no", FailureKind::Unavailable, "could not reach"),
        (400, "ValidationError", "exceeds the MaxSessionDuration set for this role", FailureKind::Duration, "Set less"),
        (403, "RegionDisabledException", "no", FailureKind::Region, "not active"),
    ] {
        let world = Scripted::new((0..3).map(|at| (at, Ok(refusal(status, code, message)))));
        let failure = exchange(&SourceKind::Saml(saml()), &sent, &world).unwrap_err();
        assert_eq!(failure.kind, kind, "{}", failure.message);
        assert!(failure.message.contains(says), "{}", failure.message);
        let all = serde_json::to_string(&failure).unwrap();
        assert!(!all.contains(&sent[..40]), "{all}");
    }
}

#[test]
fn the_session_of_another_role_and_one_that_has_ended_are_not_used() {
    let kind = SourceKind::Saml(saml());
    let other = Scripted::new([(0, Ok(saml_reply("AssumeRoleWithSAML", "Admin")))]);
    assert_eq!(exchange(&kind, &assertion(), &other).unwrap_err().kind, FailureKind::WrongRole);
    let late = Scripted::new([(0, Ok(saml_reply("AssumeRoleWithSAML", "Start")))]);
    late.clock.set(2.0 * 3_600_000.0);
    assert_eq!(exchange(&kind, &assertion(), &late).unwrap_err().kind, FailureKind::Malformed);
    let foreign = Scripted::new([(0, Ok(saml_reply("AssumeRole", "Start")))]);
    assert_eq!(exchange(&kind, &assertion(), &foreign).unwrap_err().kind, FailureKind::Malformed);
}
