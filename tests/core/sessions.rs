//! AWS's list of console sessions: what is read of it, and what is not.

use rolerelay::aws::partition::{Partition, partitions};
use rolerelay::protocol::sessions::{ListedSession, MAX_SESSION_LIST, SessionList, read_sessions};

const ACCOUNT: &str = "111122223333";
const NOW: f64 = 1_767_225_600_000.0;

fn listed(sessions: &str) -> SessionList {
    read_sessions(Partition::Aws, &format!(r#"{{"sessions":[{sessions}]}}"#), NOW).unwrap()
}

fn one(arn: &str, more: &str) -> Option<ListedSession> {
    let SessionList { mut sessions, unread } = listed(&format!(r#"{{"principal_arn":"{arn}"{more}}}"#));
    assert_eq!(sessions.len() + unread, 1);
    sessions.pop()
}

#[test]
fn only_the_commercial_partition_is_known_to_have_one_and_the_extension_may_ask_its_host() {
    let known: Vec<_> = partitions().into_iter().filter_map(|it| it.session_list).collect();
    assert_eq!(known, ["https://us-east-1.signin.aws.amazon.com/sessions/v1/list"]);
    assert!(rolerelay::aws::partition::origins().contains(&"https://us-east-1.signin.aws.amazon.com".into()));
}

/// As the chain of a permission set is called, which knows the role by no other name.
#[test]
fn a_permission_set_s_role_goes_by_the_set_s_name() {
    for (role, who) in [
        ("AWSReservedSSO_Team_Admin_0123456789abcdef", "Team_Admin"),
        ("AWSReservedSSO_Admin", "AWSReservedSSO_Admin"),
        ("AWSReservedSSO_Admin_0123456789abcdeg", "AWSReservedSSO_Admin_0123456789abcdeg"),
        ("AWSReservedSSO__0123456789abcdef", "AWSReservedSSO__0123456789abcdef"),
    ] {
        let session = one(&format!("arn:aws:sts::111122223333:assumed-role/{role}/me@example.com"), "").unwrap();
        assert_eq!((session.who.as_str(), session.is_role), (who, true), "{role}");
    }
}

#[test]
fn says_who_is_signed_in_until_when_and_what_signs_out() {
    let more =
        r#","differentiator":"111122223333-ab12cd34","expiry":1767225600,"auth_time":1,"account_alias":"x","new":{}"#;
    assert_eq!(
        one("arn:aws:sts::111122223333:assumed-role/ProductionAdmin/me@example.com", more),
        Some(ListedSession {
            account: ACCOUNT.into(),
            who: "ProductionAdmin".into(),
            is_role: true,
            label: Some("111122223333-ab12cd34".into()),
            sign_out: Some("https://us-east-1.signin.aws.amazon.com/sessions/111122223333-ab12cd34/v1/logout".into()),
            ends_at: Some(1_767_225_600_000.0),
        })
    );
    for (arn, who) in [
        ("arn:aws:iam::111122223333:user/team/alice", "user alice"),
        ("arn:aws:iam::111122223333:root", "the root user"),
        ("arn:aws:sts::111122223333:federated-user/bob", "federated user bob"),
    ] {
        let one = one(arn, r#","differentiator":null"#).unwrap();
        assert_eq!((one.who.as_str(), one.is_role, one.label, one.sign_out), (who, false, None, None));
    }
}

#[test]
fn an_end_is_told_in_seconds_or_in_milliseconds_and_nothing_else_is_one() {
    let end = |text: &str| {
        let expiry = format!(r#","expiry":{text}"#);
        one("arn:aws:iam::111122223333:root", &expiry).unwrap().ends_at
    };
    for text in ["1767225600", "1767225600000", r#""1767225600""#, "1767225600.0"] {
        assert_eq!(end(text), Some(1_767_225_600_000.0), "{text}");
    }
    for text in ["0", "-1", "1e300", "12345", "null", r#""soon""#, r#""NaN""#, "[]", "{}", r#""1767225600x""#] {
        assert_eq!(end(text), None, "{text}");
    }
    // 90 days from now, and a second more.
    assert_eq!(end("1775001600"), Some(NOW + 7_776_000_000.0));
    assert_eq!(end("1775001601"), None);
}

#[test]
fn what_is_not_of_its_form_is_counted_and_goes_nowhere() {
    for (arn, more) in [
        ("arn:aws-cn:iam::111122223333:root", ""),
        ("arn:aws:iam::11112222333:root", ""),
        ("arn:aws:sts::111122223333:assumed-role/Admin", ""),
        ("arn:aws:sts::111122223333:assumed-role/Ad<b>min/x", ""),
        ("arn:aws:sts::111122223333:assumed-role/Ad\u{202e}min/x", ""),
        ("arn:aws:sts::111122223333:assumed-role//x", ""),
        ("arn:aws:s3::111122223333:user/x", ""),
        ("", ""),
        // An address is made of it.
        ("arn:aws:iam::111122223333:root", r#","differentiator":"444455556666-ab12cd34""#),
        ("arn:aws:iam::111122223333:root", r#","differentiator":"111122223333-ab12cd34/../../x""#),
        ("arn:aws:iam::111122223333:root", r#","differentiator":"111122223333-AB12CD34""#),
        ("arn:aws:iam::111122223333:root", r#","differentiator":7"#),
    ] {
        assert_eq!(one(arn, more), None, "{arn} {more}");
    }
    let mixed = listed(r#"1, null, {}, {"principal_arn":7}, {"principal_arn":"arn:aws:iam::111122223333:root"}"#);
    assert_eq!((mixed.sessions.len(), mixed.unread), (1, 4));
    assert_eq!(listed(""), SessionList { sessions: vec![], unread: 0 });
}

#[test]
fn another_answer_is_no_list() {
    let long = format!(r#"{{"sessions":["{}"]}}"#, "a".repeat(MAX_SESSION_LIST));
    let deep = format!(r#"{{"sessions":[{}{}]}}"#, "[".repeat(5_000), "]".repeat(5_000));
    for text in ["", "null", "[]", "{}", r#"{"sessions":{}}"#, r#"{"sessions":null}"#, "<html>", &long, &deep] {
        assert_eq!(read_sessions(Partition::Aws, text, NOW), None, "{text:.40}");
    }
}
