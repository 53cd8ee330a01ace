//! A ticket or a reason: where AWS gets to see it, and what is refused before AWS does.

use crate::world::*;
use rolerelay::aws::session_tag::SessionTag;
use rolerelay::chain::Chain;
use rolerelay::chain::route::Route;
use rolerelay::chain::route::reason::ReasonPlace;
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::interchange::export::{ExportForm, Reasons, write};
use rolerelay::walk::{WalkOptions, reason_record};
use serde_json::Value;

const IDENTITY: ReasonPlace = ReasonPlace::SourceIdentity;
const NAME: ReasonPlace = ReasonPlace::SessionName;

fn tag() -> ReasonPlace {
    ReasonPlace::Tag { key: "Ticket".into() }
}

fn because(reason: &str, reason_into: ReasonPlace) -> WalkOptions {
    WalkOptions { reason: Some(reason.into()), reason_into, user: Some("ana".into()), ..WalkOptions::default() }
}

/// What each hop of the chain sent as `name`.
fn sent(chain: &Chain, options: &WalkOptions, name: &str) -> Vec<Option<String>> {
    let world = Scripted::default();
    world.walk_as(chain, &long_term(), options).unwrap();
    world.sent.borrow().iter().map(|request| field(request, name)).collect()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some(text.to_string()).filter(|text| !text.is_empty())).collect()
}

/// The failure, after which nothing was sent.
fn refused(chain: &Chain, options: &WalkOptions) -> Failure {
    let world = Scripted::default();
    let failure = world.walk_as(chain, &long_term(), options).unwrap_err();
    assert_eq!(world.sent_count(), 0);
    let record = reason_record(&Route::new(chain).unwrap(), options, NOW).unwrap_err();
    assert_eq!((record.kind, &record.message), (failure.kind, &failure.message), "whoever asks before hears the same");
    failure
}

#[test]
fn it_is_the_source_identity_of_the_first_hop_which_stays_for_all() {
    let options = because("INC 42", IDENTITY);
    assert_eq!(sent(&chain_of(3), &options, "SourceIdentity"), some(&["INC-42", "", ""]));
    assert_eq!(sent(&chain_of(3), &options, "RoleSessionName"), some(&["ana"; 3]));
    assert_eq!(options.reason_into, WalkOptions::default().reason_into);
}

#[test]
fn a_chain_with_a_source_identity_of_its_own_says_it_in_the_session_names() {
    let mut chain = chain_of(2);
    chain.hops[1].source_identity = Some("{user}".into());
    let options = because("INC-42", IDENTITY);
    assert_eq!(sent(&chain, &options, "SourceIdentity"), some(&["", "ana"]));
    assert_eq!(sent(&chain, &options, "RoleSessionName"), some(&["INC-42"; 2]));
}

#[test]
fn it_is_the_session_name_of_every_hop_after_what_the_person_named_it() {
    let mut chain = chain_of(2);
    chain.session_name = Some("{user}".into());
    chain.hops[1].session_name = Some("rolerelay".into());
    assert_eq!(sent(&chain, &because("INC-42", NAME), "RoleSessionName"), some(&["ana-INC-42", "rolerelay-INC-42"]));
    assert_eq!(sent(&chain, &because("INC-42", NAME), "SourceIdentity"), some(&["", ""]));
}

#[test]
fn it_is_a_tag_of_the_first_hop_that_all_later_ones_inherit() {
    let mut chain = chain_of(2);
    chain.hops[0].session_tags = vec![SessionTag { key: "Team".into(), value: "a".into(), transitive: false }];
    let options = because("  Störung: INC/42 ", tag());
    assert_eq!(sent(&chain, &options, "Tags.member.2.Key"), some(&["Ticket", ""]));
    assert_eq!(sent(&chain, &options, "Tags.member.2.Value"), some(&["Störung: INC/42", ""]));
    assert_eq!(sent(&chain, &options, "TransitiveTagKeys.member.1"), some(&["Ticket", ""]));
    assert_eq!(sent(&chain, &options, "SourceIdentity"), some(&["", ""]));
}

#[test]
fn where_a_template_names_it_it_stands_there_and_nowhere_else() {
    for place in [IDENTITY, NAME, tag()] {
        let mut chain = chain_of(2);
        chain.hops[0].session_name = Some("{reason}.{user}".into());
        let options = because("INC-42", place);
        assert_eq!(sent(&chain, &options, "RoleSessionName"), some(&["INC-42.ana", "ana"]));
        assert_eq!(sent(&chain, &options, "SourceIdentity"), some(&["", ""]));
        assert_eq!(sent(&chain, &options, "Tags.member.1.Key"), some(&["", ""]));
    }
}

#[test]
fn without_a_reason_nothing_is_said_in_its_place() {
    for place in [IDENTITY, NAME, tag()] {
        let options = WalkOptions { reason_into: place, ..WalkOptions::default() };
        assert_eq!(sent(&chain_of(1), &options, "RoleSessionName"), some(&["rolerelay"]));
        assert_eq!(sent(&chain_of(1), &options, "SourceIdentity"), some(&[""]));
        assert_eq!(sent(&chain_of(1), &options, "Tags.member.1.Key"), some(&[""]));
    }
}

#[test]
fn a_reason_that_its_place_cannot_hold_sends_nothing() {
    let long = "r".repeat(257);
    for (reason, place, sentence) in [
        ("#42", IDENTITY, "The source identity cannot hold the character # of this reason."),
        ("#42", NAME, "The session name cannot hold the character #"),
        ("#42", tag(), "The reason cannot hold the character #."),
        ("", IDENTITY, "none was given"),
        (" ", tag(), "No ticket or reason was given"),
        (&long, tag(), "0 to 256 characters; this has 257"),
    ] {
        let failure = refused(&chain_of(2), &because(reason, place));
        assert_eq!(failure.kind, FailureKind::Reason, "{reason}");
        assert!(failure.message.contains(sentence), "{failure}");
    }
}

#[test]
fn a_template_that_names_a_reason_needs_one() {
    let mut chain = chain_of(2);
    chain.hops[1].source_identity = Some("{reason}".into());
    let failure = refused(&chain, &WalkOptions::default());
    assert_eq!((failure.kind, failure.hop), (FailureKind::Reason, Some(1)));
}

#[test]
fn a_chain_that_sets_the_tag_itself_is_told_so() {
    let mut chain = chain_of(2);
    chain.hops[1].session_tags = vec![SessionTag { key: "TICKET".into(), value: "a".into(), transitive: false }];
    let failure = refused(&chain, &because("INC-42", tag()));
    assert_eq!((failure.kind, failure.hop), (FailureKind::Invalid, Some(1)));
    assert!(failure.message.starts_with("Hop 2: It sets the session tag Ticket itself"), "{failure}");
}

#[test]
fn a_page_can_tell_beforehand_what_will_be_recorded() {
    let record = |chain: &Chain, reason: &str, place: ReasonPlace| {
        let record = reason_record(&Route::new(chain).unwrap(), &because(reason, place), NOW).unwrap();
        (record.place, record.text)
    };
    let mut named = chain_of(2);
    named.session_name = Some("{user}".into());
    assert_eq!(record(&named, "INC 42", IDENTITY), (IDENTITY, "INC-42".into()));
    assert_eq!(record(&named, "INC 42", NAME), (NAME, "ana-INC-42".into()));
    assert_eq!(record(&named, " INC 42 ", tag()), (tag(), "INC 42".into()));
    named.hops[1].source_identity = Some("{user}.{reason}".into());
    assert_eq!(record(&named, "INC 42", tag()), (IDENTITY, "ana.INC-42".into()));
}

#[test]
fn a_route_tells_whether_it_asks_for_a_reason() {
    let asks = |change: fn(&mut Chain)| {
        let mut chain = chain_of(2);
        change(&mut chain);
        Route::new(&chain).unwrap().info(None).unwrap().asks_reason
    };
    assert!(!asks(|_| {}));
    assert!(asks(|chain| chain.asks_reason = true));
    assert!(asks(|chain| chain.session_name = Some("for-{reason}".into())));
    assert!(asks(|chain| chain.hops[1].source_identity = Some("{reason}".into())));
}

#[test]
fn exported_policies_allow_on_each_hop_what_the_reason_needs_there() {
    let plain = Chain { asks_reason: true, ..chain_of(2) };
    let named = Chain { session_name: Some("{reason}".into()), ..plain.clone() };
    let mut identified = plain.clone();
    identified.hops[1].source_identity = Some("alice".into());
    let (tags, identity) = (["sts:AssumeRole", "sts:TagSession"], ["sts:AssumeRole", "sts:SetSourceIdentity"]);
    let neither = &["sts:AssumeRole"][..];
    for (chain, into, for_all, actions) in [
        (&plain, IDENTITY, false, [&identity[..]; 2]),
        (&plain, tag(), false, [&tags[..]; 2]),
        (&plain, NAME, false, [neither; 2]),
        (&named, IDENTITY, false, [neither; 2]),
        (&named, tag(), false, [neither; 2]),
        (&identified, IDENTITY, false, [neither, &identity[..]]),
        (&chain_of(2), IDENTITY, false, [neither; 2]),
        (&chain_of(2), IDENTITY, true, [&identity[..]; 2]),
    ] {
        let reasons = Reasons { for_all, into };
        let chain = std::slice::from_ref(chain);
        let exported = write(&["c1".into()], chain, &[], ExportForm::PoliciesJson, &reasons);
        let policies: Value = serde_json::from_str(&exported.text).unwrap();
        for (hop, expected) in chain[0].hops.iter().zip(actions) {
            let statements = policies["roles"][&hop.role_arn]["trustPolicy"]["Statement"].as_array().unwrap();
            let allowed: Vec<_> = statements.iter().flat_map(|it| it["Action"].as_array().unwrap()).collect();
            assert_eq!(allowed, expected, "{reasons:?} {}", hop.role_arn);
        }
    }
}
