//! Where one record, section, table or link ends and the next begins: what stands beyond is another's.

use rolerelay::aws::credentials::Secret;
use rolerelay::interchange::import::ImportFormat::Roles;
use rolerelay::interchange::import::{ImportFile, ImportPlan, Kept, plan, read_hops};

const HUB: &str = "arn:aws:iam::111122223333:role/Hub";
const PROD: &str = "arn:aws:iam::444455556666:role/Prod";
const END: &str = "arn:aws:iam::777788889999:role/End";

fn import(text: &str) -> ImportPlan {
    let text = text.replace("HUB", HUB).replace("PROD", PROD).replace("END", END);
    plan(&[ImportFile { name: String::new(), text: Secret::new(text) }], &Kept::default())
}

/// The roles of each chain by their names.
fn chains(text: &str) -> Vec<String> {
    let name = |arn: &str| arn.split_once(":role/").unwrap().1.to_string();
    let chain = |hops: &[rolerelay::chain::Hop]| hops.iter().map(|hop| name(&hop.role_arn)).collect::<Vec<_>>();
    import(text).chains.iter().map(|it| chain(&it.chain.hops).join(" > ")).collect()
}

fn told(text: &str) -> String {
    import(text).notes.into_iter().map(|note| note.message + "\n").collect()
}

#[test]
fn the_account_of_one_record_is_not_beside_the_name_of_another() {
    for text in [
        "role_name: Hub\n\nkind: x\naccount_id: 111122223333\nx: 1\n",
        "  account_id: 111122223333\n  x: 1\nother:\n  role_name: Hub\n",
        "- account_id: 111122223333\n  x: 1\n- y: 1\n  role_name: Hub\n",
        "account_id = \"111122223333\"\nx = 1\nblock {\nrole_name = \"Hub\"\n}\n",
        "account_id: 111122223333\nx: 1\n---\nrole_name: Hub\n",
        "account_id = 111122223333\nx = 1\n<b>\nrole_name = Hub\n",
    ] {
        assert_eq!(chains(text), [""; 0], "{text}");
    }
}

#[test]
fn settings_are_apart_whatever_stands_between_them() {
    for text in [
        "<match a>\nrole_arn HUB\n</match>\n<match b>\nrole_arn PROD\n</match>\n",
        "connection \"a\" {\n  role_arn = \"HUB\"\n}\n// was END\nconnection \"b\" {\n  role_arn = \"PROD\"\n}\n",
        "connection \"a\" {\n  role_arn = \"HUB\"\n}\n# was END\nconnection \"b\" {\n  role_arn = \"PROD\"\n}\n",
    ] {
        assert_eq!(chains(text), ["Hub", "Prod"], "{text}");
    }
    assert_eq!(chains("accounts:\n- role_arn: HUB\n  source_profile: base\n- role_arn: PROD\n"), ["Hub > Prod"]);
    let mixed = "a:\n  hub_role_arn: HUB\n  prod_role_arn: PROD\nb:\n  x:\n    role_arn: END\n";
    assert_eq!(chains(mixed), ["Hub > Prod", "End"]);
    assert!(told(mixed).contains("do not say for certain"), "{}", told(mixed));
    // Keys above the only section are no other remote's.
    let above = "access_key_id = AKIAQAAAAAAAGMKEM7X5\nsecret_access_key = Hush/base+key0123456789abcdefghijklmnopq\n\
                 [hub]\ntype = s3\nprovider = AWS\nacl = x\nrole_arn = HUB\n";
    assert_eq!(import(above).credentials.len(), 1, "{}", told(above));
    // A key's name may touch its colon.
    let nested = "f({params:{RoleArn:'PROD'},masterCredentials:g({params:{RoleArn:'HUB'}})})";
    assert_eq!(chains(nested), ["Hub > Prod"]);
}

#[test]
fn what_makes_a_file_another_tool_s() {
    for (text, is_other) in [
        ("[a]\nrole_arn = HUB\nx = 1\n", false),
        ("[a]\nrole_arn = HUB\nx = 1\ny = 1\n", true),
        ("[a]\nrole_arn = HUB\n# u = 1\n; v = 1\n", false),
        ("[[a]]\nrole_arn = HUB\nregion = eu-west-1\n", true),
        ("[default]\nrole_arn = HUB\nregion = eu-west-1\nu = 1\nv = 1\nw = 1\n", false),
        ("[default]\nrole_arn = HUB\nu = 1\nv = 1\nw = 1\n", true),
    ] {
        assert_eq!(import(text).formats == [Some(Roles)], is_other, "{text}");
    }
}

#[test]
fn a_table_ends_where_its_rows_do() {
    // Behind the table, and where a mark has no end, lines are lines: a comment is one.
    for text in
        ["name,role_arn,why\na,HUB,x\n\nnote,\"open\n# END\n\"\n", "name,role_arn,why\na,HUB,x\nb,PROD,\"open\n# END\n"]
    {
        assert!(chains(text).iter().all(|chain| !chain.contains("End")), "{text}: {:?}", chains(text));
    }
    // On its side: a rule is no row, an ARN heads its row, and a name keeps its signs.
    let lying = "| | a | b |\n|---|---|---|\n| Account ID | 111122223333 | 444455556666 |\n|---|---|---|\n| Role | Hub | Prod |\n";
    assert_eq!(chains(lying), ["Hub", "Prod"]);
    assert!(!told(lying).contains("--"), "{}", told(lying));
    let text = "Role ARN,HUB,PROD\nOwner,Ana,Bo\n";
    assert_eq!(chains(text), ["Hub", "Prod"]);
    assert!(told(text).contains("“Owner”"), "{}", told(text));
    let names: Vec<_> = import("role_arn\tHUB\tPROD\nname\ta|b\tc\nexternal_id\tx1\tx2\n").chains;
    assert_eq!(names.iter().map(|it| it.chain.name.replace('/', "|")).collect::<Vec<_>>(), ["a|b", "c"]);
}

#[test]
fn a_link_in_a_link_is_the_one_that_was_meant() {
    let arns = |text: &str| read_hops(text).hops.into_iter().map(|hop| hop.role_arn).collect::<Vec<_>>();
    let link = "https%3A%2F%2Fsignin.aws.amazon.com%2Fswitchrole%3Faccount%3D444455556666%26roleName%3DProd";
    let own = "https://signin.aws.amazon.com/switchrole?account=111122223333&roleName=Hub&redirect_uri=";
    assert_eq!(arns(&format!("{own}{link}")), [HUB]);
    assert_eq!(arns(&format!("https://a.example/?url={link}")), [PROD]);
    assert_eq!(arns(&format!("https://a.example/?more={}&url={link}", "x".repeat(8_000))), [""; 0]);
    let path = "https://urldefense.proofpoint.com/v2/url?u=https-3A__signin.aws.amazon.com_switchrole-3Faccount-3D111122223333-26roleName-3Dops_Hub&d=Dw";
    assert_eq!(arns(path), ["arn:aws:iam::111122223333:role/ops/Hub"]);
    let padded = "https://urldefense.com/v3/__https://signin.aws.amazon.com/switchrole?account=111122223333*roleName=Hub__;Jg==!!AbCd!E$";
    assert_eq!(arns(padded), [HUB]);
}

/// What only the command knows is told of by its name; what is read, what says how to print, and other commands are not.
#[test]
fn long_options_that_nobody_knows_are_told_of() {
    let told = |text: &str| {
        let all = told(text);
        all.lines().find_map(|line| line.split_once(" of the command was not read").map(|(names, _)| names.to_string()))
    };
    for (text, names) in [
        (
            "leapp session add --roleArn HUB --sessionName x --parentSessionId 8a7b --region eu-west-1",
            "“--parentSessionId”",
        ),
        ("tool login --ticket ABC-1 --role-arn=HUB --via=hub --output json --dry-run", "“--ticket”, “--via”"),
        ("tool login --role HUB \\\n  --via \"hub\"\ntool other --more x", "“--via”"),
        ("tool login \\\n  --via 'hub' \\\n --role 'HUB'", "“--via”"),
        ("old --less x; tool --role HUB --through END --via hub", "“--via”"),
    ] {
        assert_eq!(told(text).as_deref(), Some(names), "{text}");
    }
    for text in [
        "aws sts assume-role --role-arn HUB --role-session-name x",
        "tool login --role HUB --external-id x --region eu-west-1 --verbose",
        "tool --via hub\ntool --role HUB",
        "-- a comment\nrole = HUB",
        "see HUB -- or PROD --- for more",
    ] {
        assert_eq!(told(text), None, "{text}");
    }
}
