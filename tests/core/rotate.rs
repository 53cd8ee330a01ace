//! A user's own access keys: the requests, IAM's replies, and what it means when it refuses.

use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::aws::partition::Partition;
use rolerelay::aws::user::UserArn;
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::policies::own_keys;
use rolerelay::protocol::http::{NoReply, Reply};
use rolerelay::protocol::iam::{AccessKey, LastUsed, NewAccessKey};
use rolerelay::walk::iam;

use crate::world::{self, MARKER, Scripted, block_on, error, field, header, long_term, reply};

const USER: &str = "arn:aws:iam::123456789012:user/team/ana";
const OLD: &str = "AKIAOLD0000000000000";
const NEW: &str = "AKIANEW0000000000000";

fn user() -> UserArn {
    UserArn::parse(USER).unwrap()
}

fn iam_xml(action: &str, result: &str) -> Reply {
    reply(
        200,
        &format!(
            r#"<{action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">{result}
            <ResponseMetadata><RequestId>request-i</RequestId></ResponseMetadata></{action}Response>"#
        ),
    )
}

fn created(name: &str) -> Reply {
    iam_xml(
        "CreateAccessKey",
        &format!(
            "<CreateAccessKeyResult><AccessKey><UserName>{name}</UserName><AccessKeyId>{NEW}</AccessKeyId>\
             <Status>Active</Status><SecretAccessKey>{MARKER}new</SecretAccessKey>\
             <CreateDate>2026-01-01T00:00:00Z</CreateDate></AccessKey></CreateAccessKeyResult>"
        ),
    )
}

fn listed(keys: &[(&str, &str)], more: &str) -> Reply {
    let member = |(id, status): &(&str, &str)| {
        format!(
            "<member><UserName>ana</UserName><AccessKeyId>{id}</AccessKeyId><Status>{status}</Status>\
             <CreateDate>2025-01-01T00:00:00Z</CreateDate></member>"
        )
    };
    let members: String = keys.iter().map(member).collect();
    let result =
        format!("<ListAccessKeysResult><AccessKeyMetadata>{members}</AccessKeyMetadata>{more}</ListAccessKeysResult>");
    iam_xml("ListAccessKeys", &result)
}

fn identity(arn: &str) -> Reply {
    let result = format!("<Arn>{arn}</Arn><UserId>AIDA</UserId><Account>123456789012</Account>");
    reply(
        200,
        &format!(
            "<GetCallerIdentityResponse><GetCallerIdentityResult>{result}</GetCallerIdentityResult></GetCallerIdentityResponse>"
        ),
    )
}

fn world(answers: impl IntoIterator<Item = Reply>) -> Scripted {
    Scripted::new(answers.into_iter().map(Ok).enumerate())
}

fn create(world: &Scripted) -> Result<NewAccessKey, Failure> {
    block_on(iam::create_access_key(&long_term(), &user(), world))
}

fn key(id: &str, active: bool) -> AccessKey {
    AccessKey { id: id.into(), active, created_at: Some(1_735_689_600_000.0) }
}

#[test]
fn every_request_names_its_user_and_goes_to_the_partitions_iam() {
    for (arn, host, region) in [
        (USER, "iam.amazonaws.com", "us-east-1"),
        ("arn:aws-us-gov:iam::123456789012:user/ana", "iam.us-gov.amazonaws.com", "us-gov-west-1"),
        ("arn:aws-cn:iam::123456789012:user/ana", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("arn:aws-eusc:iam::123456789012:user/ana", "iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
    ] {
        let (user, base) = (UserArn::parse(arn).unwrap(), long_term());
        let world = world([
            listed(&[], ""),
            created("ana"),
            iam_xml("UpdateAccessKey", ""),
            iam_xml("DeleteAccessKey", ""),
            iam_xml(
                "GetAccessKeyLastUsed",
                "<GetAccessKeyLastUsedResult><AccessKeyLastUsed/></GetAccessKeyLastUsedResult>",
            ),
        ]);
        block_on(async {
            iam::list_access_keys(&base, &user, &world).await.unwrap();
            iam::create_access_key(&base, &user, &world).await.unwrap();
            iam::set_active(&base, &user, OLD, false, &world).await.unwrap();
            iam::delete_access_key(&base, &user, OLD, &world).await.unwrap();
            iam::last_used(&base, &user, OLD, &world).await.unwrap();
        });
        let sent = world.sent.borrow();
        let bodies: Vec<_> = sent.iter().map(|request| request.body.expose().to_string()).collect();
        assert_eq!(
            bodies,
            [
                "Action=ListAccessKeys&Version=2010-05-08&UserName=ana".to_string(),
                "Action=CreateAccessKey&Version=2010-05-08&UserName=ana".into(),
                format!("Action=UpdateAccessKey&Version=2010-05-08&UserName=ana&AccessKeyId={OLD}&Status=Inactive"),
                format!("Action=DeleteAccessKey&Version=2010-05-08&UserName=ana&AccessKeyId={OLD}"),
                format!("Action=GetAccessKeyLastUsed&Version=2010-05-08&AccessKeyId={OLD}"),
            ]
        );
        for request in sent.iter() {
            assert_eq!(request.host, host);
            let scope = format!("/20260101/{region}/iam/aws4_request");
            assert!(header(request, "authorization").unwrap().contains(&scope), "{scope}");
        }
    }
}

#[test]
fn the_caller_is_asked_of_sts_and_must_be_of_that_partition() {
    let ask = |arn: &str, partition| {
        let world = world([identity(arn)]);
        let answer = block_on(iam::caller(&long_term(), partition, &world));
        let sent = world.sent.borrow();
        (answer, sent[0].host.clone(), field(&sent[0], "Action"))
    };
    let (user, host, action) = ask(USER, Partition::Aws);
    assert_eq!(user.unwrap().to_string(), USER);
    assert_eq!((host.as_str(), action.as_deref()), ("sts.us-east-1.amazonaws.com", Some("GetCallerIdentity")));
    let (elsewhere, host, _) = ask("arn:aws-cn:iam::123456789012:user/ana", Partition::AwsUsGov);
    assert_eq!(
        (elsewhere.unwrap_err().kind, host.as_str()),
        (FailureKind::Malformed, "sts.us-gov-west-1.amazonaws.com")
    );
    let (root, _, _) = ask("arn:aws:iam::123456789012:root", Partition::Aws);
    assert_eq!(root.unwrap_err().kind, FailureKind::Invalid);
}

#[test]
fn a_key_that_aws_does_not_know_yet_is_told_apart() {
    let refusal = error(403, "InvalidClientTokenId", "The security token included in the request is invalid");
    let world = Scripted::new([(0, refusal)]);
    let failure = block_on(iam::caller(&long_term(), Partition::Aws, &world)).unwrap_err();
    assert_eq!((failure.kind, world.sent_count()), (FailureKind::InvalidKey, 1));
}

#[test]
fn who_may_not_ask_who_it_is_is_told_why() {
    let words = "User: ana is not authorized to perform: sts:GetCallerIdentity with an explicit deny in a service control policy";
    let world = Scripted::new([(0, error(403, "AccessDenied", words))]);
    let failure = block_on(iam::caller(&long_term(), Partition::Aws, &world)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Denied);
    let sentence = format!("AWS does not let ana do sts:GetCallerIdentity here. It says why: {words}.");
    assert_eq!(failure.message, sentence);
}

#[test]
fn a_new_key_is_read_and_never_printed() {
    let new = create(&world([created("ana")])).unwrap();
    assert_eq!(new.credentials.access_key_id, NEW);
    assert_eq!(new.credentials.secret_access_key.expose(), format!("{MARKER}new"));
    assert_eq!((new.credentials.is_long_term(), new.created_at), (true, Some(world::NOW)));
    assert!(!format!("{new:?}").contains(MARKER));
}

#[test]
fn a_key_of_another_user_or_half_a_key_is_none_and_its_secret_is_not_told() {
    let whole = created("ana").body.expose().to_string();
    for body in [
        created("eve").body.expose().to_string(),
        whole.replace("<UserName>ana</UserName>", ""),
        whole.replace("AccessKeyId", "Id"),
        whole.replace("SecretAccessKey", "Key"),
        whole.replace("CreateAccessKeyResult", "Result"),
        whole[..whole.len() / 2].into(),
        format!("<!DOCTYPE r [<!ENTITY x \"y\">]>{whole}"),
    ] {
        let failure = create(&world([reply(200, &body)])).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Malformed, "{body}");
        assert!(!format!("{failure:?}").contains(MARKER), "{failure:?}");
    }
}

#[test]
fn a_key_is_asked_for_once_whatever_comes_back() {
    let unavailable = error(503, "ServiceUnavailable", "try later");
    for (answer, kind) in [
        (Err(NoReply::Timeout), FailureKind::Timeout),
        (Err(NoReply::CutShort), FailureKind::Unreachable),
        (Err(NoReply::Unreachable), FailureKind::Unreachable),
        (unavailable, FailureKind::Unavailable),
        (error(400, "Throttling", "Rate exceeded"), FailureKind::Throttled),
    ] {
        let world = Scripted::new([(0, answer)]);
        assert_eq!(create(&world).unwrap_err().kind, kind);
        assert_eq!(world.sent_count(), 1, "{kind:?}");
    }
}

#[test]
fn what_may_be_asked_again_is_asked_again() {
    let world = Scripted::new([(0, Err(NoReply::CutShort)), (1, Ok(iam_xml("DeleteAccessKey", "")))]);
    block_on(iam::delete_access_key(&long_term(), &user(), OLD, &world)).unwrap();
    assert_eq!(world.sent_count(), 2);
}

#[test]
fn lists_are_read_to_their_end() {
    let keys = block_on(iam::list_access_keys(
        &long_term(),
        &user(),
        &world([
            listed(&[(OLD, "Active")], "<IsTruncated>true</IsTruncated><Marker>m &amp; n</Marker>"),
            listed(&[(NEW, "Inactive"), ("AKIAEXPIRED", "Expired")], "<IsTruncated>false</IsTruncated>"),
        ]),
    ));
    assert_eq!(keys.unwrap(), [key(OLD, true), key(NEW, false), key("AKIAEXPIRED", false)]);

    let endless = world((0..50).map(|_| listed(&[], "<IsTruncated>true</IsTruncated><Marker>m</Marker>")));
    block_on(iam::list_access_keys(&long_term(), &user(), &endless)).unwrap();
    assert_eq!(endless.sent_count(), 11);
    assert_eq!(field(&endless.sent.borrow()[1], "Marker").as_deref(), Some("m"));
}

#[test]
fn a_key_tells_when_it_was_used() {
    let ask = |inside: &str| {
        let result = format!("<GetAccessKeyLastUsedResult>{inside}</GetAccessKeyLastUsedResult>");
        let world = world([iam_xml("GetAccessKeyLastUsed", &result)]);
        block_on(iam::last_used(&long_term(), &user(), OLD, &world)).unwrap()
    };
    let used = "<AccessKeyLastUsed><Region>eu-west-1</Region><LastUsedDate>2026-01-01T00:00:00Z</LastUsedDate>\
                <ServiceName>sts</ServiceName></AccessKeyLastUsed>";
    let at = LastUsed { at: Some(world::NOW), service: Some("sts".into()), region: Some("eu-west-1".into()) };
    assert_eq!(ask(used), at);
    let never = "<AccessKeyLastUsed><Region>N/A</Region><ServiceName>N/A</ServiceName></AccessKeyLastUsed>";
    assert_eq!(ask(never), LastUsed::default());
}

#[test]
fn a_key_that_is_gone_is_inactive_and_deleted_but_not_active() {
    let gone = || Scripted::new([(0, error(404, "NoSuchEntity", "The Access Key with id X cannot be found."))]);
    block_on(iam::set_active(&long_term(), &user(), OLD, false, &gone())).unwrap();
    block_on(iam::delete_access_key(&long_term(), &user(), OLD, &gone())).unwrap();
    let failure = block_on(iam::set_active(&long_term(), &user(), OLD, true, &gone())).unwrap_err();
    assert_eq!((failure.kind, failure.evidence.code.as_deref()), (FailureKind::Refused, Some("NoSuchEntity")));
    // Another operation's reply is none to this one.
    let mixed = world([iam_xml("UpdateAccessKey", "")]);
    let failure = block_on(iam::delete_access_key(&long_term(), &user(), OLD, &mixed)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Malformed);
}

#[test]
fn each_refusal_is_of_its_kind_and_says_what_to_do() {
    let denied = "User: arn:aws:iam::123456789012:user/team/ana is not authorized to perform: iam:CreateAccessKey on resource: user \
                  ana";
    for (status, code, words, kind, sentence) in [
        (
            403,
            "AccessDenied",
            &*format!("{denied} with an explicit deny in an identity-based policy"),
            FailureKind::Denied,
            "MFA device",
        ),
        (
            403,
            "AccessDenied",
            &*format!("{denied} because no identity-based policy allows the iam:CreateAccessKey action"),
            FailureKind::Denied,
            "does not let arn:aws:iam::123456789012:user/team/ana do iam:CreateAccessKey",
        ),
        (
            403,
            "InvalidClientTokenId",
            "The security token included in the request is invalid",
            FailureKind::InvalidKey,
            "some seconds",
        ),
        (
            403,
            "ExpiredToken",
            "The security token included in the request is expired",
            FailureKind::Expired,
            "new code",
        ),
        (
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated",
            FailureKind::Signature,
            "secret access key",
        ),
        (
            403,
            "SignatureDoesNotMatch",
            "Signature expired: 20260101T000000Z is now earlier than 20260101T013000Z (20260101T014500Z - 15 min.)",
            FailureKind::Clock,
            "105 minutes behind",
        ),
        (400, "RequestExpired", "Request has expired.", FailureKind::Clock, "clock is too far from AWS’s"),
        (403, "RequestTimeTooSkewed", "The difference is too large.", FailureKind::Clock, "clock"),
        (403, "RequestInTheFuture", "Request is in the future.", FailureKind::Clock, "clock"),
        (
            403,
            "SignatureDoesNotMatch",
            "Credential should be scoped to a valid region, not 'us-east-2'.",
            FailureKind::Region,
            "IAM does not take requests signed for this region",
        ),
        (
            409,
            "LimitExceeded",
            "Cannot exceed quota for AccessKeysPerUser: 2",
            FailureKind::Refused,
            "ana has two access keys already, and IAM allows no third; an inactive one counts too",
        ),
        (
            400,
            "ValidationError",
            "1 validation error detected",
            FailureKind::Refused,
            "IAM answered ValidationError: 1 validation error detected. Try again; if it answers so each time, look for ValidationError",
        ),
        (500, "ServiceFailure", "", FailureKind::Unavailable, "HTTP 500"),
    ] {
        let failure = create(&Scripted::new([(0, error(status, code, words))])).unwrap_err();
        assert_eq!(failure.kind, kind, "{words}");
        assert!(failure.message.contains(sentence), "{failure}");
        assert_eq!(failure.evidence.host.as_deref(), Some("iam.amazonaws.com"));
        assert_eq!((failure.hop, failure.evidence.code.as_deref()), (None, Some(code)));
    }
}

#[test]
fn the_policy_and_the_page_that_iam_names_are_kept() {
    let policy = "arn:aws:iam::000000000001:policy/NoKeys";
    let page = "https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/1a2b";
    let said = |page: &str| {
        let ana = user();
        let words = format!(
            "User: {ana} is not authorized to perform: iam:CreateAccessKey on resource: user ana with an explicit deny in an \
             identity-based policy: {policy}. See {page}"
        );
        let refused = error(403, "AccessDenied", &words).unwrap();
        create(&world([refused])).unwrap_err().evidence
    };
    let told = said(page);
    assert_eq!((told.policy_arn.as_deref(), told.details_page.as_deref()), (Some(policy), Some(page)));
    assert_eq!(said("https://attacker.example/iam/home#/authorization-details/1a2b").details_page, None);
    let china = "https://cn-north-1.console.amazonaws.cn/iam/home#/authorization-details/1a2b";
    assert_eq!(said(china).details_page, None, "of another partition");
}

#[test]
fn who_lacks_permission_is_not_told_of_mfa_and_a_session_neither() {
    let words = "User: x is not authorized to perform: iam:CreateAccessKey on resource: user y";
    let by = |signer: &Credentials, words: &str| {
        let world = Scripted::new([(0, error(403, "AccessDenied", words))]);
        block_on(iam::create_access_key(signer, &user(), &world)).unwrap_err().message
    };
    let session = Credentials { session_token: Some(Secret::new("token")), ..long_term() };
    assert!(by(&long_term(), words).contains("MFA"));
    assert!(!by(&session, words).contains("MFA"));
    assert!(!by(&long_term(), &format!("{words} because no identity-based policy allows the action")).contains("MFA"));
}

#[test]
fn what_iam_repeats_of_a_secret_is_not_told() {
    let words = format!("The canonical request was … {MARKER}base-key …");
    let failure = create(&Scripted::new([(0, error(403, "SignatureDoesNotMatch", &words))])).unwrap_err();
    assert!(!format!("{failure:?}").contains(MARKER), "{failure:?}");
}

#[test]
fn a_partition_whose_iam_is_not_known_is_not_asked() {
    let user = UserArn::parse("arn:aws-iso:iam::123456789012:user/ana").unwrap();
    let world = Scripted::default();
    let failure = block_on(iam::create_access_key(&long_term(), &user, &world)).unwrap_err();
    assert_eq!((failure.kind, world.sent_count()), (FailureKind::Partition, 0));
}

#[test]
fn the_policy_permits_what_is_asked_on_the_user_alone() {
    let policy: serde_json::Value = serde_json::from_str(&own_keys::policy(&user())).unwrap();
    let statement = &policy["Statement"][0];
    assert_eq!(statement["Resource"], "arn:aws:iam::123456789012:user/team/${aws:username}");
    let actions = ["Create", "Delete", "Update"].map(|verb| format!("iam:{verb}AccessKey"));
    for action in actions.iter().map(String::as_str).chain(["iam:ListAccessKeys", "iam:GetAccessKeyLastUsed"]) {
        assert!(statement["Action"].as_array().unwrap().contains(&action.into()), "{action}");
    }
}
