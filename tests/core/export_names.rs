//! What profiles are called in AWS config that is written out, and whose session names they have.

use rolerelay::chain::{Chain, Hop, Source};
use rolerelay::interchange::export::ExportForm;
use rolerelay::policies::source::ExportSource;

use crate::export::{HUB, PROD, chain, child, config, hop, notes, source, written};

#[test]
fn config_says_that_a_session_name_is_not_that_of_the_profiles_it_builds_on() {
    let said = "The profiles that this one builds on keep their own session names";
    let of = |hub_names: Option<&str>, own: Option<&str>| {
        let first = Hop { session_name: hub_names.map(Into::into), ..hop(HUB) };
        let hub = chain("hub", "base", vec![first]);
        let prod = Chain { session_name: own.map(Into::into), ..child("prod", "hub", vec![hop(PROD)]) };
        config(&[prod, hub], &[source("base")])
    };
    let exported = of(None, Some("alice"));
    notes(&exported, &[said]);
    assert!(exported.text.contains(&format!("# {said}: alice")), "{}", exported.text);
    // Where the hop before has its own, or this chain none, nothing is lost.
    for exported in [of(Some("hub"), Some("alice")), of(None, None)] {
        assert!(!exported.text.contains(said), "{}", exported.text);
    }
}

/// AWS takes a code where a user's own key calls, and nowhere else.
#[test]
fn code_asks_for_the_code_of_the_source_s_device_once() {
    let device = Source { mfa_serial: Some("arn:aws:iam::333333333333:mfa/alice".into()), ..source("base").source };
    let sources = [ExportSource { source: device, ..source("base") }];
    let exported = written(&[chain("prod", "base", vec![hop(HUB), hop(PROD)])], &sources, ExportForm::Python);
    assert_eq!(exported.text.matches("mfa/alice").count(), 1, "{}", exported.text);
}

/// To configparser, with which the aws command line and boto3 read, it is no profile: its keys would be those of all others.
#[test]
fn config_has_no_profile_that_is_called_default_in_capitals() {
    let named = Source { name: "DEFAULT".into(), ..source("base").source };
    let exported =
        config(&[chain("DEFAULT", "base", vec![hop(HUB)])], &[ExportSource { source: named, ..source("base") }]);
    for line in exported.text.lines() {
        assert!(!line.contains("[DEFAULT]") && !line.ends_with(" DEFAULT]"), "{line}");
    }
    notes(&exported, &["A name was changed"]);
}
