//! Calls in calls, rows of commas, roles that are named again, and the many ways to count: in the right order, or told of.

use rolerelay::interchange::import::read_hops;

use crate::roles::{HUB, arns, said};
use crate::roles_in_prose::{MID, PROD, filled, is_unsure};

#[test]
fn the_inner_of_two_calls_is_assumed_first() {
    for text in [
        "assume(\"PROD\", assume(\"HUB\"))",
        "assume(assume(\"HUB\"), \"PROD\")",
        "new Session(\"PROD\", new Session(\"HUB\"))",
        "assumeRole(\"PROD\", { credentials: assumeRole(\"HUB\") })",
        "assume(\"PROD\", session=assume(\"HUB\"))",
        "assume(\"PROD\", ['provider' => assume(\"HUB\")])",
        "AssumeRoleProvider::new(\"PROD\", AssumeRoleProvider::new(\"HUB\"))",
        "stscreds.NewAssumeRoleProvider(\"PROD\", sts.NewFromConfig(conf(stscreds.NewAssumeRoleProvider(\"HUB\"))))",
        // What the inner does with the outer's session comes after it.
        "assume(\"HUB\", next=assume(\"PROD\"))",
        "assume(\"HUB\", (s) => { assume(\"PROD\", s) })",
        "assume(\"HUB\", s => assume(\"PROD\"))",
        "assume(\"HUB\", function (s) {\n  assume(\"PROD\")\n})",
        "assume(\"HUB\", |s| assume(\"PROD\"))",
        "assume(\"HUB\", lambda s: assume(\"PROD\"))",
        "assume(\"HUB\").then(s -> assume(\"PROD\"))",
        "chain(role(\"HUB\"), role(\"PROD\"))",
        "(assume {:arn \"PROD\" :client (sts {:credentials (assume {:arn \"HUB\"})})})",
        "(assume {:client (sts (assume {:arn \"HUB\"})) :arn \"PROD\"})",
        "@{ RoleArn = \"PROD\"; Credential = (Use-STSRole -RoleArn \"HUB\").Credentials; Name = 'x' }",
        "@{ Credential = (Use-STSRole -RoleArn \"HUB\").Credentials; RoleArn = \"PROD\" }",
    ] {
        assert_eq!(arns(&filled(text)), [HUB, PROD], "{text}");
        assert!(!is_unsure(&filled(text)), "{text}");
    }
    assert_eq!(arns(&filled("assume(\"PROD\", assume(\"MID\", assume(\"HUB\")))")), [HUB, MID, PROD]);
    // Only the functions know.
    for text in [
        "prod <- assumed \"PROD\" =<< assumed \"HUB\" env",
        "assume \"PROD\" <| assume \"HUB\"",
        "wrap(\"PROD\", login(\"HUB\"))",
        "step(\"PROD\", step(\"HUB\"))",
    ] {
        assert!(is_unsure(&filled(text)), "{text}");
    }
}

#[test]
fn commas_end_the_cells_of_a_row_or_are_told_of() {
    for text in ["hub,HUB,ext-1,3600\nprod,PROD,ext-2,900\n", "a, HUB,x\nb, PROD,x\n"] {
        let read = read_hops(&filled(text));
        assert_eq!(read.hops.iter().map(|hop| hop.role_arn.as_str()).collect::<Vec<_>>(), [HUB, PROD], "{text}");
        assert_eq!(read.notes.len(), 1, "{text}: {:?}", read.notes);
        assert!(read.notes[0].message.contains("behind a role and a comma"), "{:?}", read.notes);
    }
    for text in ["HUB,ext-1\n", "HUB,hub\nPROD,prod\n"] {
        assert!(said(&filled(text))[0].contains("with the comma in it"), "{text}: {:?}", said(&filled(text)));
    }
    for text in ["HUB,PROD", "hub,HUB,prod,PROD", "HUB,\nPROD,\n"] {
        assert_eq!(said(&filled(text)), [] as [&str; 0], "{text}");
        assert_eq!(arns(&filled(text)), [HUB, PROD], "{text}");
    }
    assert_eq!(
        arns("a,\"arn:aws:iam::222222222222:role/Deploy,Prod\",b"),
        ["arn:aws:iam::222222222222:role/Deploy,Prod"]
    );
}

#[test]
fn a_role_that_is_named_and_then_assumed_is_one_hop() {
    for text in [
        "The chain is HUB and then PROD:\naws sts assume-role --role-arn HUB\naws sts assume-role --role-arn PROD --external-id x1\n",
        "| hub | HUB |\n| prod | PROD |\n\nsts.assume_role(RoleArn=\"PROD\", ExternalId=\"x1\")\n",
        "HUB\nPROD\n\naws sts assume-role --role-arn PROD --external-id x1\n",
    ] {
        let read = read_hops(&filled(text));
        let hops: Vec<_> = read.hops.iter().map(|hop| (hop.role_arn.as_str(), hop.external_id.as_deref())).collect();
        assert_eq!(hops, [(HUB, None), (PROD, Some("x1"))], "{text}");
    }
    let page = "ARN\nHUB\nLink to switch roles in console\nhttps://signin.aws.amazon.com/switchrole?roleName=Hub&account=111111111111\n";
    assert_eq!(arns(&filled(page)), [HUB]);
    let steps = "aws sts assume-role --role-arn HUB --role-session-name a\naws sts assume-role --role-arn HUB --role-session-name b\n";
    assert_eq!(arns(&filled(steps)), [HUB, HUB], "two steps");
}

#[test]
fn whatever_counts_the_roles_orders_them() {
    for text in [
        "② PROD\n① HUB",
        "❷ PROD\n❶ HUB",
        "2\u{fe0f}\u{20e3} PROD\n1\u{fe0f}\u{20e3} HUB",
        "b) PROD\na) HUB",
        "B. PROD\nA. HUB",
        "II. PROD\nI. HUB",
        "(ii) PROD\n(i) HUB",
        "PROD ⬅ HUB",
        "PROD ⟸ HUB",
        "PROD ⇦ HUB",
        "* PROD\n  * via HUB",
        "- PROD\n  - from HUB",
        "HUB ➡️ PROD",
        "HUB ~> PROD",
    ] {
        let text = filled(text);
        assert_eq!(arns(&text), [HUB, PROD], "{text}");
        assert!(!is_unsure(&text), "{text}: {:?}", said(&text));
    }
    let letters = "ix) PROD\nviii) MID";
    assert_eq!(arns(&filled(letters)), [PROD, MID], "no count begins there");
}

#[test]
fn what_a_setting_starts_from_by_its_name_is_told_of() {
    for text in [
        "prod:\n  role_arn: PROD\n  parent: hub\nhub:\n  role_arn: HUB\n",
        "{\"prod\": {\"role\": \"PROD\", \"via\": \"hub\"}, \"hub\": {\"role\": \"HUB\"}}",
    ] {
        assert!(is_unsure(&filled(text)), "{text}");
    }
    let module = "module \"a\" {\n  source = \"./module\"\n  one = \"HUB\"\n  two = \"PROD\"\n}";
    assert!(!is_unsure(&filled(module)));
}

#[test]
fn what_a_program_puts_together_is_no_shorter_value() {
    let start = "arn:aws:iam::111111111111:role/My";
    for end in ["~env", "(env)", "\\(env)", "#{env}", "[env]", "#[env]"] {
        assert_eq!(read_hops(&format!("'{start}{end}'")).hops, [], "{end}");
    }
    for joined in [
        " + env",
        " . $env",
        ".concat(env)",
        " || env",
        " .. env",
        " <> env",
        " ++ env",
        " ~ env",
        " & env",
        "+'-x'",
        ".format(env)",
        "$ENV",
    ] {
        for text in [
            format!("arn = '{start}'{joined}"),
            format!("x(\"{start}\"{joined}, 1)"),
            format!("{{\"a\": \"{start}\"{joined}}}"),
        ] {
            let text = if text.contains('"') { text.replace('\'', "\"") } else { text };
            let read = read_hops(&text);
            assert_eq!(read.hops, [], "{text}");
            assert!(!read.notes.is_empty(), "{text}");
        }
    }
    for text in [
        format!("'{start}' + '{HUB}'"),
        format!("“'{start}'. Then '{HUB}' (mine)"),
        format!("{start} (mine) and {HUB}#x"),
    ] {
        assert_eq!(arns(&text), [start, HUB], "{text}");
    }
    for value in ["pre-`cat x`", "`cat x`", "`cat x`-post"] {
        let text = format!("aws sts assume-role --external-id {value} --role-arn {HUB} --role-session-name ab");
        let hops = read_hops(&text).hops;
        assert_eq!((&*hops[0].role_arn, &hops[0].external_id), (HUB, &None), "{text}");
        assert!(said(&text).iter().any(|said| said.contains("ExternalId could not be read")), "{text}");
    }
}
