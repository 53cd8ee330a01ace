//! ARNs of roles and users: what is taken, and what is said of the usual mistakes.

use proptest::prelude::*;
use rolerelay::aws::arn::RoleArn;
use rolerelay::aws::partition::Partition;
use rolerelay::aws::user::UserArn;

fn refusal(text: &str) -> String {
    RoleArn::parse(text).expect_err(text)
}

#[test]
fn reads_a_role_with_its_path() {
    let role = RoleArn::parse(" arn:aws-us-gov:iam::123456789012:role/team/blue/deploy@2\n").unwrap();
    assert_eq!(role.partition(), Partition::AwsUsGov);
    assert_eq!(role.account(), "123456789012");
    assert_eq!(role.path(), "/team/blue/");
    assert_eq!(role.name(), "deploy@2");
    assert_eq!(role.to_string(), "arn:aws-us-gov:iam::123456789012:role/team/blue/deploy@2");
}

#[test]
fn reads_a_role_without_a_path() {
    let role = RoleArn::parse("arn:aws:iam::000000000001:role/A_role+=,.@-1").unwrap();
    assert_eq!((role.path(), role.name()), ("/", "A_role+=,.@-1"));
    assert_eq!(role.to_string(), "arn:aws:iam::000000000001:role/A_role+=,.@-1");
}

#[test]
fn reads_the_longest_name_and_path_and_no_longer_ones() {
    let arn = |path: usize, name: usize| {
        let path = if path == 1 { String::new() } else { format!("{}/", "p".repeat(path - 2)) };
        RoleArn::parse(&format!("arn:aws:iam::123456789012:role/{path}{}", "n".repeat(name)))
    };
    assert_eq!(arn(512, 64).unwrap().path().len(), 512);
    assert!(arn(513, 64).unwrap_err().contains("512"));
    assert!(arn(1, 65).unwrap_err().contains("64"));
}

#[test]
fn tells_the_usual_mistakes_apart() {
    for (text, said) in [
        ("", "Write the role’s ARN"),
        ("my-role", "not a whole ARN"),
        ("123456789012", "account number"),
        ("https://console.aws.amazon.com/iam/home#/roles/x", "web address"),
        ("AROAIIAAAAAAAAAAAAAAA", "role’s id"),
        ("arn:aws:iam::123456789012:user/alice", "a user’s ARN"),
        ("arn:aws:iam::123456789012:instance-profile/web", "an instance profile’s ARN"),
        ("arn:aws:iam::123456789012:root", "a whole account"),
        ("arn:aws:iam::123456789012:policy/p", "a policy’s ARN"),
        ("arn:aws:iam::123456789012:mfa/alice", "an MFA device’s ARN"),
        ("arn:aws:iam::123456789012:role", "name is missing"),
        ("arn:aws:iam::123456789012:role/", "name is missing"),
        ("arn:aws:iam::123456789012:role/path/", "name is missing"),
        ("arn:aws:iam::123456789012:role//name", "slash too many"),
        ("arn:aws:iam::123456789012:role/na:me", "cannot hold the character :"),
        ("arn:aws:iam:::role/name", "account is missing"),
        ("arn:aws:iam::12345678901:role/name", "not 12 digits"),
        ("arn:aws:iam::１２３４５６７８９０１２:role/name", "U+FF11"),
        ("arn:aws:iam:us-east-1:123456789012:role/name", "no region"),
        ("arn:aws:s3:::bucket", "another service"),
        ("arn:aws-moon:iam::123456789012:role/name", "not a partition"),
        ("arn:aws:iam::123456789012:role/my role", "a space or a line break"),
        ("arn:aws:iam::123456789012:role/na\u{200b}me", "U+200B"),
        ("arn:aws:iam::123456789012:role/n\u{0430}me", "U+0430"),
        ("arn:aws:iam::123456789012:role/na\u{0}me", "U+0000"),
    ] {
        assert!(refusal(text).contains(said), "{text:?}: {}", refusal(text));
    }
}

#[test]
fn names_the_role_whose_session_was_pasted() {
    let said = refusal("arn:aws-cn:sts::123456789012:assumed-role/deploy/alice");
    assert!(said.contains("session of a role") && said.contains("arn:aws-cn:iam::123456789012:role/deploy"), "{said}");
}

#[test]
fn knows_its_own_sessions() {
    let role = RoleArn::parse("arn:aws:iam::123456789012:role/team/deploy").unwrap();
    assert!(role.is_session("arn:aws:sts::123456789012:assumed-role/deploy/alice"));
    for other in [
        "arn:aws:sts::123456789012:assumed-role/team/deploy/alice",
        "arn:aws:sts::123456789012:assumed-role/Deploy/alice",
        "arn:aws:sts::123456789012:assumed-role/deploy",
        "arn:aws:sts::123456789012:assumed-role/deploy/",
        "arn:aws:sts::123456789012:assumed-role/deploy2/alice",
        "arn:aws:sts::210987654321:assumed-role/deploy/alice",
        "arn:aws-cn:sts::123456789012:assumed-role/deploy/alice",
        "arn:aws:iam::123456789012:role/team/deploy",
        "",
    ] {
        assert!(!role.is_session(other), "{other}");
    }
}

#[test]
fn a_users_arn_is_read_and_other_callers_are_told_apart() {
    let plain = UserArn::parse("arn:aws-cn:iam::123456789012:user/ana").unwrap();
    assert_eq!((plain.name(), plain.partition()), ("ana", Partition::AwsCn));
    let user = UserArn::parse("arn:aws:iam::123456789012:user/team/ana").unwrap();
    assert_eq!((user.name(), user.to_string().as_str()), ("ana", "arn:aws:iam::123456789012:user/team/ana"));
    for (arn, word) in [
        ("arn:aws:iam::123456789012:root", "root user"),
        ("arn:aws:sts::123456789012:assumed-role/Hub/ana", "session"),
        ("arn:aws:sts::123456789012:federated-user/ana", "session"),
        ("arn:aws:iam::123456789012:role/Hub", "did not name an IAM user"),
        ("arn:aws:iam::123456789012:user/", "did not name an IAM user"),
        ("arn:aws:iam::123456789012:user/team/", "did not name an IAM user"),
        ("arn:aws:iam::123456789012:user", "did not name an IAM user"),
        ("arn:aws:iam::123456789012:users/ana", "did not name an IAM user"),
        ("arn:aws:iam::123456789012:user/a b", "did not name an IAM user"),
        ("arn:aws:iam::123456789012:user/a team/ana", "did not name an IAM user"),
        ("arn:aws:iam::12:user/ana", "did not name an IAM user"),
        ("arn:moon:iam::123456789012:user/ana", "did not name an IAM user"),
        ("arn:aws:iam:us-east-1:123456789012:user/ana", "did not name an IAM user"),
        ("arn:aws:s3::123456789012:user/ana", "did not name an IAM user"),
        ("", "did not name an IAM user"),
    ] {
        let sentence = UserArn::parse(arn).unwrap_err();
        assert!(sentence.contains(word), "{arn}: {sentence}");
    }
    // IAM's longest path, its slashes among it, and its longest name.
    let of = |path: usize, name: usize| {
        let arn = format!("arn:aws:iam::123456789012:user/{}/{}", "p".repeat(path - 2), "n".repeat(name));
        UserArn::parse(&arn).map(|user| user.to_string() == arn)
    };
    assert_eq!((of(512, 64), of(513, 64).is_ok(), of(512, 65).is_ok()), (Ok(true), false, false));
}

proptest! {
    #[test]
    fn never_panics(text in ".*") {
        let _ = RoleArn::parse(&text);
        let _ = RoleArn::parse(&format!("arn:aws:iam::123456789012:role/{text}"));
    }

    #[test]
    fn prints_what_it_read(text in "arn:aws:iam::[0-9]{12}:role/([!-.0-~]{1,20}/){0,3}[A-Za-z0-9_+=,.@-]{1,64}") {
        prop_assert_eq!(RoleArn::parse(&text).unwrap().to_string(), text);
    }

    /// A secret pasted into the wrong field must not come back in a sentence.
    #[test]
    fn never_quotes_a_secret(secret in "[A-Za-z0-9/+]{40}") {
        for text in [secret.clone(), format!("arn:{secret}:iam::1:role/x"), format!("arn:aws:{secret}::1:x"), format!("arn:aws:iam::{secret}:role/x")] {
            prop_assert!(!refusal(&text).contains(&secret));
        }
    }
}
