//! Chains that are walked at a host of the person's own, and never anywhere else.

use std::cell::RefCell;

use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::aws::endpoint::{Endpoint, endpoint_origins, is_endpoint};
use rolerelay::chain::admission::{Arrivals, Standing, admit};
use rolerelay::chain::check::{Surroundings, check_chain, check_source};
use rolerelay::chain::route::Route;
use rolerelay::chain::{Chain, Hop, Setting, Source};
use rolerelay::failure::FailureKind;
use rolerelay::protocol::http::NoReply;
use rolerelay::source::{SourceKind, kind_of};
use rolerelay::walk::memory::{Anew, KeptSession, Memory, Path};
use rolerelay::walk::{self, WalkOptions};

use crate::world::*;

const HERE: &str = "http://localhost:4566";

fn at(sts: &str, console: Option<&str>) -> Endpoint {
    Endpoint { sts: sts.into(), console: console.map(String::from) }
}

fn local() -> Chain {
    Chain { endpoint: Some(at(HERE, None)), ..chain_of(3) }
}

fn source(lines: &[(&str, &str)]) -> Source {
    let settings = lines.iter().map(|(key, value)| Setting::new(*key, *value)).collect();
    Source { id: "s1".into(), name: "Local".into(), settings, ..Source::default() }
}

#[test]
fn only_this_computer_is_one_and_only_as_a_browser_writes_it() {
    for (written, read) in [
        ("http://localhost:4566", "http://localhost:4566"),
        (" http://LOCALHOST:4566/ ", "http://localhost:4566"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://127.1:5000", "http://127.0.0.1:5000"),
        ("http://localhost:80", "http://localhost"),
    ] {
        assert_eq!(Endpoint::read(written, None).unwrap(), at(read, None), "{written}");
    }
    for wrong in [
        "",
        "localhost:4566",
        "https://localhost:4566",
        "http://localhost.evil.example:4566",
        "http://localhost@evil.example",
        "http://user:secret@localhost:4566",
        "http://localhost:4566/path",
        "http://localhost:4566/?x=1",
        "http://localhost:4566/#x",
        "http://localhost.:4566",
        "http://sub.localhost:4566",
        "http://0.0.0.0:4566",
        "http://[::1]:4566",
        "http://192.168.0.2:4566",
        "http://127.0.0.2:4566",
        "https://sts.amazonaws.com",
        "https://minio.example:9000",
        "ftp://localhost:21",
        "javascript:alert(1)",
    ] {
        assert_eq!(Endpoint::read(wrong, None).unwrap_err().field, "sts", "{wrong}");
        assert!(at(wrong, None).sts_host().is_err(), "{wrong}");
    }
    assert_eq!(endpoint_origins(), ["http://localhost", "http://127.0.0.1"]);
    assert!(is_endpoint("localhost:1") && is_endpoint("127.0.0.1") && !is_endpoint("sts.us-east-1.amazonaws.com"));
}

#[test]
fn its_console_may_have_a_path_and_is_on_such_a_host_too() {
    let read = |console| Endpoint::read(HERE, Some(console)).map(|it| it.console.unwrap_or_default());
    assert_eq!(read("http://localhost:9001/browser?x=1").unwrap(), "http://localhost:9001/browser?x=1");
    assert_eq!(read(" ").unwrap(), "");
    for wrong in ["https://console.aws.amazon.com.evil.example/", "http://name@localhost:9001/", "javascript:alert(1)"]
    {
        assert_eq!(read(wrong).unwrap_err().field, "console", "{wrong}");
    }
}

#[test]
fn every_hop_goes_there_signed_for_its_port_and_nothing_to_aws() {
    let world = Scripted::default();
    let walked = world.walk(&local(), &long_term()).unwrap();
    assert_eq!(walked.hops.len(), 3);
    let sent = world.sent.borrow();
    assert_eq!(sent.iter().map(|request| request.host.as_str()).collect::<Vec<_>>(), ["localhost:4566"; 3]);
    for request in sent.iter() {
        let signed = header(request, "authorization").unwrap();
        assert!(signed.contains("/us-east-1/sts/aws4_request") && signed.contains(";host;"), "{signed}");
    }
    // The signature holds the host: one for another port is another.
    let other = Scripted::default();
    other.walk(&Chain { endpoint: Some(at("http://localhost:4567", None)), ..chain_of(3) }, &long_term()).unwrap();
    assert_ne!(header(&sent[0], "authorization"), header(&other.sent.borrow()[0], "authorization"));
}

#[test]
fn a_test_asks_nobody_else() {
    let world = Scripted::new([(1, error(403, "AccessDenied", "is not authorized to perform: sts:AssumeRole"))]);
    let options = WalkOptions { may_ask_iam: true, ..WalkOptions::default() };
    let survey = block_on(walk::survey(&Route::new(&local()).unwrap(), &long_term(), &options, &world, |_| {}));
    assert_eq!(survey.failure.unwrap().kind, FailureKind::Denied);
    let world_of_all = Scripted::default();
    block_on(walk::survey(&Route::new(&local()).unwrap(), &long_term(), &options, &world_of_all, |_| {}));
    for sent in [world.sent, world_of_all.sent] {
        assert!(sent.borrow().len() > 1 && sent.borrow().iter().all(|request| request.host == "localhost:4566"));
    }
}

#[test]
fn no_code_of_a_device_is_sent() {
    let mut chain = local();
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    let options = WalkOptions {
        mfa_serial: Some(DEVICE.into()),
        token_code: Some(Secret::new("123456")),
        ..WalkOptions::default()
    };
    let world = Scripted::default();
    world.walk_as(&chain, &long_term(), &options).unwrap();
    assert!(world.sent.borrow().iter().all(|request| field(request, "TokenCode").is_none()));
    assert!(world.sent.borrow().iter().all(|request| field(request, "SerialNumber").is_none()));
}

#[test]
fn its_clock_says_nothing_of_aws() {
    let late = |host: Option<Endpoint>| {
        let mut answer = error(403, "SignatureDoesNotMatch", "no").unwrap();
        answer.headers.push(("date".into(), "Thu, 01 Jan 2026 02:00:00 GMT".into()));
        let world = Scripted::new([(0, Ok(answer))]);
        let _ = world.walk(&Chain { endpoint: host, ..chain_of(1) }, &long_term());
        world.skew.get()
    };
    assert_eq!(late(Some(at(HERE, None))), 0.0);
    assert_eq!(late(None), 7_200_000.0, "of AWS the same answer counts");
}

#[test]
fn it_opens_its_console_as_it_is_once_the_chain_was_walked() {
    let world = Scripted::default();
    let chain = Chain { endpoint: Some(at(HERE, Some("http://localhost:9001/browser"))), ..chain_of(2) };
    let opened = world.open(&chain, &long_term()).unwrap();
    assert_eq!((opened.url.expose(), opened.hops.len()), ("http://localhost:9001/browser", 2));
    assert!(world.sent.borrow().iter().all(|request| request.host == "localhost:4566"), "no sign-in service is asked");
    let refused = Scripted::new([(1, error(403, "AccessDenied", "no"))]);
    assert!(refused.open(&chain, &long_term()).is_err());

    let without = Scripted::default();
    let failure = without.open(&local(), &long_term()).unwrap_err();
    assert_eq!((failure.kind, without.sent_count()), (FailureKind::Source, 0), "{failure}");
    let (route, world, base) = (Route::new(&chain).unwrap(), Scripted::default(), long_term());
    let options = WalkOptions::default();
    let paged = walk::open(&route, &base, &options, &Anew, Some("/s3"), false, &world, |_| {});
    assert_eq!((block_on(paged).unwrap_err().kind, world.sent_count()), (FailureKind::Destination, 0));
}

#[test]
fn what_a_page_is_told_names_no_host_of_aws() {
    let info = Route::new(&local()).unwrap().info(None).unwrap();
    assert_eq!((info.origins, info.endpoint), (vec![HERE.to_string()], Some(at(HERE, None))));
}

#[test]
fn one_that_this_build_does_not_ask_is_not_walked_and_not_walked_at_aws() {
    let chain = Chain { endpoint: Some(at("https://minio.example:9000", None)), ..chain_of(1) };
    let failure = Route::new(&chain).unwrap_err();
    assert!(failure.message.contains("--endpoint"), "{failure}");
    let around = Surroundings { endpoint: chain.endpoint, ..Surroundings::default() };
    let found = check_chain(&chain_of(1), &around);
    assert!(found.iter().any(|it| it.place == "sourceId" && it.message.contains("cannot be asked")), "{found:?}");
}

#[test]
fn a_session_without_a_name_is_taken_of_an_endpoint_alone() {
    let minio = session_xml(0, "");
    let at_home = Scripted::new([(0, Ok(reply(200, &minio)))]);
    let walked = at_home.walk(&Chain { endpoint: Some(at(HERE, None)), ..chain_of(1) }, &long_term()).unwrap();
    assert_eq!(walked.hops[0].assumed_role_arn, "arn:aws:sts::000000000001:assumed-role/role-1/rolerelay");
    let of_aws = Scripted::new([(0, Ok(reply(200, &minio)))]);
    assert_eq!(of_aws.walk(&chain_of(1), &long_term()).unwrap_err().kind, FailureKind::Malformed);
    let other = session_xml(0, "arn:aws:sts::000000000009:assumed-role/role-1/rolerelay");
    let other = Scripted::new([(0, Ok(reply(200, &other)))]);
    assert_eq!(
        other.walk(&Chain { endpoint: Some(at(HERE, None)), ..chain_of(1) }, &long_term()).unwrap_err().kind,
        FailureKind::WrongRole
    );
}

#[test]
fn a_list_of_errors_is_read_as_one() {
    let said = "<ErrorResponse><Errors><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>It has expired</Message></Error></Errors>\
                <RequestID>r-1</RequestID></ErrorResponse>";
    let world = Scripted::new([(0, Ok(reply(400, said)))]);
    let failure = world.walk(&local(), &temporary()).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Expired);
    assert_eq!(failure.evidence.code.as_deref(), Some("ExpiredToken"));
    assert_eq!(failure.evidence.request_id.as_deref(), Some("r-1"));
}

#[test]
fn where_nobody_listens_that_is_said_of_this_computer() {
    let world = Scripted::new((0..9).map(|at| (at, Err(NoReply::Unreachable))));
    let failure = world.walk(&local(), &long_term()).unwrap_err();
    assert!(failure.message.contains("Nothing answers at localhost:4566 on this computer"), "{failure}");
}

/// Notes the paths that a walk asks for.
#[derive(Default)]
struct Paths(RefCell<Vec<Path>>);

impl Memory for Paths {
    fn source(&self) -> Option<String> {
        Some("s1".into())
    }
    async fn last(&self, paths: &[Path]) -> Option<KeptSession> {
        self.0.borrow_mut().extend_from_slice(paths);
        None
    }
    async fn take(&self, _: &Path) -> Result<Option<KeptSession>, rolerelay::protocol::world::Cancelled> {
        Ok(None)
    }
    fn keep(&self, _: &Path, _: &KeptSession) {}
    fn forget(&self, _: &[Path]) {}
}

#[test]
fn no_session_of_one_place_is_gone_on_from_at_another() {
    let paths = |endpoint: Option<Endpoint>| {
        let (paths, chain) = (Paths::default(), Chain { endpoint, ..chain_of(1) });
        let (route, world) = (Route::new(&chain).unwrap(), Scripted::default());
        block_on(walk::walk(&route, &long_term(), &WalkOptions::default(), &paths, &world, |_| {})).unwrap();
        paths.0.into_inner()
    };
    let all =
        [None, Some(at(HERE, None)), Some(at("http://localhost:4567", None)), Some(at("http://127.0.0.1:4566", None))];
    let all = all.map(paths);
    for (number, one) in all.iter().enumerate() {
        assert!(all.iter().skip(number + 1).all(|other| one != other), "{number}");
    }
}

#[test]
fn a_source_that_names_one_is_of_it_whatever_else_it_says() {
    let kind = |lines: &[(&str, &str)]| kind_of(&source(lines));
    assert_eq!(kind(&[("endpoint_url", "http://LOCALHOST:4566/")]), SourceKind::Endpoint(at(HERE, None)));
    let console = [("endpoint_url", HERE), ("endpoint_console_url", "http://localhost:9001")];
    assert_eq!(kind(&console), SourceKind::Endpoint(at(HERE, Some("http://localhost:9001/"))));
    let elsewhere = [("endpoint_url", "https://evil.example")];
    assert_eq!(kind(&elsewhere), SourceKind::Endpoint(at("https://evil.example", None)), "and so never AWS's");
    let set = [
        ("sso_start_url", "https://acme.awsapps.com/start"),
        ("sso_region", "eu-west-1"),
        ("sso_account_id", "000000000009"),
        ("sso_role_name", "Billing"),
        ("endpoint_url", HERE),
    ];
    assert_eq!(kind(&set), SourceKind::Endpoint(at(HERE, None)), "AWS's own credentials never go there");
    let lines = SourceKind::Endpoint(at(" http://127.1:5000 ", Some(""))).settings().unwrap();
    assert_eq!(lines, [Setting::new("endpoint_url", "http://127.0.0.1:5000")]);
    assert!(SourceKind::Endpoint(at("https://evil.example", None)).settings().is_err());
}

#[test]
fn keys_of_an_endpoint_may_be_anything_that_can_be_sent() {
    let keys = |id: &str, secret: &str| Credentials {
        access_key_id: id.into(),
        secret_access_key: Secret::new(secret),
        session_token: None,
        expires_at: None,
    };
    let found = |keys: &Credentials, endpoint: Option<&Endpoint>| check_source("Local", keys, endpoint).len();
    assert_eq!(found(&keys("test", "test"), Some(&at(HERE, None))), 0);
    assert!(found(&keys("test", "test"), None) > 0);
    assert_eq!(found(&keys("", "te\u{200b}st"), Some(&at(HERE, None))), 2);
    let wrong = check_source("Local", &keys("test", "test"), Some(&at(HERE, Some("nowhere"))));
    assert_eq!(wrong.iter().map(|it| it.place.as_str()).collect::<Vec<_>>(), ["endpoint.console"]);
}

#[test]
fn no_record_of_a_chain_says_where_it_is_walked_and_no_source_says_it_twice() {
    let chain = serde_json::to_string(&local()).unwrap();
    let twice = source(&[("endpoint_url", HERE), ("endpoint_url", "http://localhost:1")]);
    let arrivals = Arrivals {
        chains: vec![("c1".into(), chain)],
        sources: vec![serde_json::to_string(&twice).unwrap()],
        ..Arrivals::default()
    };
    let refused = admit(&arrivals, &Standing::default());
    assert_eq!(refused.len(), 2, "{refused:?}");
}

#[test]
fn what_has_no_meaning_there_is_said_while_it_is_written() {
    let mut chain = chain_of(2);
    chain.destination = Some("/s3/home".into());
    chain.hops[0] = Hop { mfa_serial: Some(DEVICE.into()), ..chain.hops[0].clone() };
    let around = Surroundings { endpoint: Some(at(HERE, None)), ..Surroundings::default() };
    let places = |around: &Surroundings| -> Vec<_> {
        let found = check_chain(&chain, around).into_iter();
        found.filter(|it| it.message.contains("endpoint of your own")).map(|it| it.place).collect()
    };
    assert_eq!(places(&around), ["destination", "hops.0.mfaSerial"]);
    assert_eq!(places(&Surroundings::default()), [""; 0]);
}
