//! Session policies and session tags.

use rolerelay::chain::check::check_chain;

use super::{anywhere, chain, found, hints, mended, one, role, tag};

/// What is found at a policy.
#[track_caller]
fn policy(text: &str, said: &str) {
    one(found(1, |chain| chain.hops[0].policy = Some(text.into())), "hops.0.policy", true, said);
}

const SMALL: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

/// A policy of that many characters.
fn sized(characters: usize) -> String {
    let sid = "s".repeat(characters - r#"{"Statement":[{"Sid":""}]}"#.len());
    format!(r#"{{"Statement":[{{"Sid":"{sid}"}}]}}"#)
}

#[test]
fn checks_policies() {
    assert_eq!(found(1, |chain| chain.hops[0].policy = Some(SMALL.into())), []);
    policy(" ", "Write a policy");
    policy("{\n  \"Statement\": [,]\n}", "line 2, column 17");
    policy("[]", "JSON object");
    policy("{}", "Statement");
    policy("{\"Statement\":\n\"→\"}", "line 2, column 2 is a character (U+2192)");
    policy(&"[".repeat(100_000), "not JSON");
}

#[test]
fn a_policy_is_never_quoted() {
    for text in
        ["{\"Statement\": hush", "{\"hush\": 1}", "\"hush\"", "hush\u{2192}", &format!("hush{}", "x".repeat(3_000))]
    {
        let found = found(1, |chain| chain.hops[0].policy = Some(text.into()));
        assert!(!found.is_empty() && found.iter().all(|(.., sentence)| !sentence.contains("hush")), "{found:?}");
    }
}

#[test]
fn checks_the_size_of_policies() {
    let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess".to_string();
    for (size, near) in [(1_600, false), (1_700, true), (2_048, true)] {
        let mut chain = chain(1);
        chain.hops[0].policy = Some(sized(size - arn.len()));
        chain.hops[0].policy_arns = vec![arn.clone()];
        assert_eq!(check_chain(&chain, &anywhere()).len(), usize::from(near), "{size}");
        assert_eq!(hints(&chain, &anywhere()).iter().any(|(place, _)| place == "hops.0.policy"), near);
    }
    policy(
        &sized(2_049),
        "at most 2048 characters of session policies, the written one and the ARNs together; these have 2049",
    );
    let long = format!("arn:aws:iam::aws:policy/{}", "p".repeat(2_020));
    let found = found(1, |chain| chain.hops[0].policy_arns = vec![long, arn]);
    one(found, "hops.0.policyArns", true, "2048");
}

#[test]
fn spaces_that_make_a_policy_too_long_are_taken_out_by_a_click() {
    let mut chain = chain(2);
    let spaced = format!("{{\n \"Statement\" : [ {{ \"Sid\": \"a \\\" b\\\\\" }} ]{} }}", " ".repeat(2_048));
    chain.hops[1].policy = Some(spaced);
    let fixed = mended(&chain, &anywhere(), "hops.1.policy");
    assert_eq!(fixed.hops[1].policy.as_deref(), Some(r#"{"Statement":[{"Sid":"a \" b\\"}]}"#));
    assert_eq!(fixed.hops[0], chain.hops[0]);
}

#[test]
fn checks_policy_arns() {
    let own = "arn:aws:iam::000000000001:policy/team/narrow";
    assert_eq!(
        found(1, |chain| chain.hops[0].policy_arns =
            vec![own.into(), "arn:aws:iam::aws:policy/job-function/Billing".into()]),
        []
    );
    for (arn, said) in [
        ("", "Write the policy’s ARN"),
        ("ReadOnlyAccess", "not the ARN of a managed policy"),
        ("arn:aws:iam::aws:policy/", "not the ARN of a managed policy"),
        ("arn:aws:iam::000000000001:role/r", "not the ARN of a managed policy"),
        ("arn:aws:iam::1:policy/p", "not the ARN of a managed policy"),
        ("arn:aws:iam::000000000002:policy/p", "another account"),
        ("arn:aws:iam::{account}:policy/p", "accounts of a shape"),
        ("arn:aws-cn:iam::aws:policy/p", "AWS China"),
        (" arn:aws:iam::aws:policy/p", "space"),
    ] {
        let found = found(1, |chain| chain.hops[0].policy_arns = vec![own.into(), arn.into()]);
        one(found, "hops.0.policyArns.1", true, said);
    }
    one(
        found(1, |chain| chain.hops[0].policy_arns = vec![own.into(), own.into()]),
        "hops.0.policyArns.1",
        true,
        "already",
    );
    let many = (0..11).map(|number| format!("arn:aws:iam::aws:policy/p{number}"));
    one(found(1, |chain| chain.hops[0].policy_arns = many.collect()), "hops.0.policyArns", true, "at most 10");
    let mut spaced = chain(1);
    spaced.hops[0].policy_arns = vec![own.into(), format!("arn:aws:iam::aws:policy/p\n")];
    assert_eq!(
        mended(&spaced, &anywhere(), "hops.0.policyArns.1").hops[0].policy_arns,
        [own, "arn:aws:iam::aws:policy/p"]
    );
}

#[test]
fn checks_session_tags() {
    let good = [
        tag("Größe 1_.:/=+-@", "", false),
        tag("部署", "x\u{a0}²", true),
        tag(&"k".repeat(128), &"v".repeat(256), false),
    ];
    assert_eq!(found(1, |chain| chain.hops[0].session_tags = good.to_vec()), []);
    for (key, value, field, said) in [
        ("", "", "key", "1 to 128"),
        (&*"k".repeat(129), "", "key", "1 to 128"),
        ("k", &*"v".repeat(257), "value", "0 to 256"),
        ("a*b", "", "key", "character *"),
        ("k", "a,b", "value", "character ,"),
        ("k", "a\nb", "value", "U+000A"),
        ("a\u{200b}b", "", "key", "U+200B"),
        ("e\u{301}", "", "key", "cannot hold"),
        ("AWS:team", "", "key", "begin with aws:"),
    ] {
        let found =
            found(1, |chain| chain.hops[0].session_tags = vec![tag("first", "1", true), tag(key, value, false)]);
        one(found, &format!("hops.0.sessionTags.1.{field}"), true, said);
    }
    let found_in = |tags: Vec<_>| found(1, |chain| chain.hops[0].session_tags = tags);
    one(found_in(vec![tag("Team", "a", false), tag("team", "b", false)]), "hops.0.sessionTags.1.key", true, "already");
    one(
        found_in((0..51).map(|number| tag(&number.to_string(), "", false)).collect()),
        "hops.0.sessionTags",
        true,
        "at most 50",
    );
}

#[test]
fn no_later_hop_sets_a_tag_that_is_passed_on() {
    let with = |transitive| {
        found(3, |chain| {
            chain.hops[0].session_tags = vec![tag("Team", "a", transitive)];
            chain.hops[2].session_tags = vec![tag("x", "", false), tag("team", "a", false)];
        })
    };
    one(with(true), "hops.2.sessionTags.1.key", true, "Hop 1 (role-1) passes a tag of this key on");
    assert_eq!(with(false), [], "a tag that is not passed on is gone on the next hop");
    assert_eq!(role(1).session_tags, []);
}
