//! What is told of a chain before it is walked, and what cannot be walked.

use rolerelay::chain::route::{Route, RouteInfo};
use rolerelay::failure::FailureKind;

use crate::world::*;

fn info(chain: &rolerelay::chain::Chain) -> RouteInfo {
    Route::new(chain).unwrap().info(None).unwrap()
}

#[test]
fn each_hop_has_its_own_endpoint_or_the_chain_s() {
    let mut chain = chain_of(4);
    chain.region = Some("eu-west-1".into());
    chain.hops[0].region = Some("us-east-2".into());
    chain.hops[3].region = Some("us-east-2".into());
    let told = info(&chain);
    assert_eq!(told.region, "us-east-2");
    let origins = [
        "https://sts.us-east-2.amazonaws.com",
        "https://sts.eu-west-1.amazonaws.com",
        "https://eu-west-1.signin.aws.amazon.com",
    ];
    assert_eq!(told.origins, origins);
    assert_eq!([&told.sign_in_origin, &told.sign_out_origin], [origins[2]; 2]);
    assert!(told.destination.starts_with("https://eu-west-1.console.aws.amazon.com/"), "{told:?}");

    chain.region = None;
    assert_eq!(info(&chain).origins[1], "https://sts.us-east-1.amazonaws.com");
    chain.hops[0].region = None;
    assert_eq!(info(&chain).region, "us-east-1");
    assert_eq!(info(&chain).sign_in_origin, "https://signin.aws.amazon.com");
    assert_eq!(info(&chain).sign_out_origin, "https://us-east-1.signin.aws.amazon.com");
}

#[test]
fn the_first_hop_s_device_is_told() {
    let mut chain = chain_of(2);
    assert_eq!(info(&chain).mfa_serial, None);
    chain.hops[0].mfa_serial = Some(DEVICE.into());
    assert_eq!(info(&chain).mfa_serial.as_deref(), Some(DEVICE));
}

#[test]
fn a_region_that_is_none_never_becomes_a_host() {
    for region in
        ["", "us-east", "cn-north-1", "example.com/", "us-east-1.example.com#", "us-east-1@example.com", "US-EAST-1"]
    {
        for at in 0..2 {
            let mut chain = chain_of(2);
            chain.hops[at].region = Some(region.into());
            let failure = Route::new(&chain).unwrap_err();
            assert_eq!((failure.kind, failure.hop), (FailureKind::Invalid, Some(at)), "{region}: {failure}");
        }
    }
}

#[test]
fn a_device_that_no_user_s_key_asks_with_is_refused() {
    let mut chain = chain_of(2);
    chain.hops[1].mfa_serial = Some(DEVICE.into());
    let failure = Route::new(&chain).unwrap_err();
    assert_eq!((failure.kind, failure.hop), (FailureKind::Invalid, Some(1)), "{failure}");
}

#[test]
fn a_template_that_cannot_be_filled_in_is_refused_but_any_user_will_do_until_the_walk() {
    let mut chain = chain_of(1);
    chain.hops[0].session_name = Some("{nobody}".into());
    assert_eq!(Route::new(&chain).unwrap_err().kind, FailureKind::Invalid);
    chain.hops[0].session_name = Some("{user}".into());
    chain.hops[0].source_identity = Some("{user}@{chain}".into());
    Route::new(&chain).unwrap();
}

#[test]
fn a_hop_without_a_session_name_has_that_of_who_walks_it() {
    let mut chain = chain_of(2);
    chain.hops[1].session_name = Some("rolerelay".into());
    let route = Route::new(&chain).unwrap();
    let named = |user| route.legs().iter().map(|leg| leg.session_name(user)).collect::<Vec<_>>();
    assert_eq!(named(Some("ana@example.com")), ["{user}", "rolerelay"]);
    for nobody in [None, Some(""), Some("日本")] {
        assert_eq!(named(nobody), ["rolerelay", "rolerelay"], "{nobody:?}: AWS takes none of it");
    }
}
