//! Chain shapes over a list of accounts.

use rolerelay::chain::check::{RefusedDuration, Surroundings, check_chain};
use rolerelay::chain::inheritance::of_account;
use rolerelay::chain::{Chain, MAX_ACCOUNTS, ShapeAccount};

use super::{anywhere, chain, hop, mended, one, plain, role};

fn account(number: usize) -> ShapeAccount {
    ShapeAccount { id: format!("{number:012}"), name: format!("Account {number}"), tags: Vec::new() }
}

fn shape() -> Chain {
    Chain {
        hops: vec![role(1), hop("arn:aws:iam::{account}:role/team/admin")],
        accounts: (101..=103).map(account).collect(),
        ..chain(0)
    }
}

fn found(change: impl FnOnce(&mut Chain)) -> Vec<(String, bool, String)> {
    let mut shape = shape();
    change(&mut shape);
    plain(check_chain(&shape, &anywhere()))
}

#[test]
fn checks_accounts() {
    assert_eq!(found(|_| {}), []);
    assert_eq!(found(|shape| shape.accounts = (0..MAX_ACCOUNTS).map(account).collect()), []);
    for (id, said) in
        [("", "12 digits"), ("1234-5678-9012", "12 digits"), ("12345678901x", "12 digits"), ("000000000101", "already")]
    {
        one(found(|shape| shape.accounts[2].id = id.into()), "accounts.2.id", true, said);
    }
    one(found(|shape| shape.accounts[1].name = " ".into()), "accounts.1.name", true, "Write a name");
    one(
        found(|shape| shape.accounts[1].name = "n".repeat(95)),
        "accounts.1.name",
        true,
        "the account’s and the shape’s name",
    );
    one(found(|shape| shape.accounts[0].tags = vec![" ".into()]), "accounts.0.tags.0", true, "A tag has");
    let tags = |count: usize| vec!["tag".to_string(); count];
    one(
        found(|shape| (shape.tags, shape.accounts[0].tags) = (tags(10), tags(11))),
        "accounts.0.tags",
        true,
        "more than 20 tags",
    );
    one(found(|shape| shape.accounts = (0..=MAX_ACCOUNTS).map(account).collect()), "accounts", true, "at most 2000");
    one(found(|shape| shape.id = "i".repeat(52)), "id", true, "at most 51");
}

#[test]
fn the_account_stands_in_a_role() {
    let mut fixed_role = shape();
    fixed_role.hops[1] = role(2);
    one(plain(check_chain(&fixed_role, &anywhere())), "accounts", true, "{account}");
    let fixed = mended(&fixed_role, &anywhere(), "accounts");
    assert_eq!(fixed.hops[1].role_arn, "arn:aws:iam::{account}:role/team/role-2");
    one(found(|shape| shape.accounts.clear()), "hops.1.roleArn", true, "add accounts");
    one(
        found(|shape| shape.hops[1].role_arn = "arn:aws:iam::{account}:role/a b".into()),
        "hops.1.roleArn",
        true,
        "space",
    );
}

#[test]
fn the_account_stands_in_policies_too() {
    let with = |arn: &str| found(|shape| shape.hops[1].policy_arns = vec![arn.into()]);
    assert_eq!(with("arn:aws:iam::{account}:policy/p"), []);
    one(with("arn:aws:iam::000000000101:policy/p"), "hops.1.policyArns.0", true, "another account");
}

#[test]
fn an_account_in_which_two_hops_are_one_role_is_told() {
    let hub = |shape: &mut Chain| shape.hops[0] = hop("arn:aws:iam::000000000102:role/team/admin");
    one(found(hub), "accounts.1.id", false, "two hops in a row are the role admin");
}

#[test]
fn a_refused_duration_counts_for_the_role_in_any_account() {
    let mut shape = shape();
    shape.hops.remove(0);
    shape.hops[0].duration_seconds = Some(7_200);
    let refused = RefusedDuration { role_arn: "arn:aws:iam::000000000102:role/team/admin".into(), seconds: 7_200 };
    let around = Surroundings { refused_durations: vec![refused], ..anywhere() };
    assert_eq!(
        mended(&shape, &around, "hops.0.durationSeconds").hops[0].role_arn,
        "arn:aws:iam::{account}:role/team/admin"
    );
}

#[test]
fn what_a_good_shape_makes_is_a_good_chain() {
    let mut shape = shape();
    shape.id = "i".repeat(51);
    shape.tags = vec!["t".into(); 10];
    shape.accounts[0].tags = vec!["u".into(); 10];
    shape.accounts[0].name = "n".repeat(100 - "Production · ".chars().count());
    assert_eq!(plain(check_chain(&shape, &anywhere())), []);
    for account in &shape.accounts {
        assert_eq!(plain(check_chain(&of_account(&shape, account), &anywhere())), []);
    }
}

#[test]
fn the_direct_way_of_a_shape_is_one_for_all_its_accounts() {
    let direct =
        |shape: &Chain| check_chain(shape, &anywhere()).into_iter().find(|found| found.place == "hops").unwrap().fix;
    let mut shape = shape();
    let offered = direct(&shape).unwrap().chain;
    assert_eq!((&offered.hops[..], &offered.accounts), (&shape.hops[1..], &shape.accounts));
    assert_eq!(check_chain(&offered, &anywhere()), []);
    shape.hops.reverse();
    assert_eq!(direct(&shape), None, "without the first hop all its chains would be the same");
}
