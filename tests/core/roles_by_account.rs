//! Roles that a text names by their account and their name, in words and in tables, and what of them is told of where one is missing.

use rolerelay::aws::credentials::Secret;
use rolerelay::interchange::import::{ImportFile, ImportPlan, Kept, plan, read_hops};

const HUB: &str = "arn:aws:iam::111122223333:role/Hub";
const ADMIN: &str = "arn:aws:iam::444455556666:role/Admin";

fn arns(text: &str) -> Vec<String> {
    read_hops(text).hops.into_iter().map(|hop| hop.role_arn).collect()
}

fn said(text: &str) -> String {
    let notes: Vec<String> = read_hops(text).notes.into_iter().map(|note| note.message).collect();
    notes.join("\n")
}

fn import(text: &str) -> ImportPlan {
    plan(&[ImportFile { name: String::new(), text: Secret::new(text) }], &Kept::default())
}

/// The roles and external IDs of each chain.
fn chains(text: &str) -> Vec<Vec<(String, Option<String>)>> {
    let hops = |hops: Vec<rolerelay::chain::Hop>| hops.into_iter().map(|hop| (hop.role_arn, hop.external_id)).collect();
    import(text).chains.into_iter().map(|it| hops(it.chain.hops)).collect()
}

#[test]
fn an_account_and_a_name_beside_it_are_a_role() {
    for text in [
        "hub (account 111122223333, role Hub), then prod (account 444455556666, role Admin)",
        "First the role Hub in account 111122223333, then arn:aws:iam::444455556666:role/Admin.",
        "1. Switch to account 111122223333 as Hub\n2. Switch to account 444455556666 as Admin",
        "Sign in, assume Hub in 1111-2222-3333, and from there assume Admin in 4444-5555-6666.",
        "role `Hub` in `111122223333`, then role `Admin` in `444455556666`",
        "111122223333/Hub -> 444455556666/Admin",
        "111122223333:Hub\n444455556666:Admin",
        "111122223333:role/Hub → 444455556666:role/Admin",
        "Hub@111122223333 -> Admin@444455556666",
        "From arn:aws:iam::111122223333:role/Hub you go on to Admin in account 444455556666.",
        "Zuerst die Rolle Hub im Konto 111122223333, danach die Rolle Admin im Konto 444455556666.",
        "D’abord le rôle Hub du compte 111122223333, puis le rôle Admin du compte 444455556666.",
        "Hop 1\nAccount ID: 111122223333\nRole name: Hub\n\nHop 2\nAccount ID: 444455556666\nRole name: Admin\n",
        "Role Hub (111122223333) can assume role Admin (444455556666).",
        "▸ Hub — 111122223333 — role: Hub\n▸ Prod — 444455556666 — role: Admin",
        "Assume Admin in account 444455556666 from Hub in account 111122223333.",
    ] {
        assert_eq!(arns(text), [HUB, ADMIN], "{text}");
    }
    for text in [
        "Account: 111122223333\nRole: Hub\nExternal ID: e-1",
        "Konto: 111122223333\nRolle: Hub\nExterne ID: e-1",
        "アカウント: 111122223333\nロール: Hub\n外部 ID: e-1",
        "- account_id: \"111122223333\"\n  role_name: Hub\n  external_id: e-1",
        "{\"accountId\": \"111122223333\", \"roleName\": \"Hub\", \"externalId\": \"e-1\"}",
        "withAWS(role: 'Hub', roleAccount: '111122223333', externalId: 'e-1') {}",
    ] {
        let read = read_hops(text);
        let hops: Vec<_> = read.hops.iter().map(|hop| (hop.role_arn.as_str(), hop.external_id.as_deref())).collect();
        assert_eq!(hops, [(HUB, Some("e-1"))], "{text}");
    }
    assert_eq!(arns("Switch Role\nAccount ID\n111122223333\nIAM role name\nHub\nDisplay name - optional\nhub"), [HUB]);
    assert_eq!(arns("swamp -target-role Hub -account 111122223333 -profile base"), [HUB]);
    let china = "arn:aws-cn:iam::444455556666:role/Admin\nrole Hub in account 111122223333";
    assert_eq!(arns(china), [ADMIN.replace("aws:", "aws-cn:"), HUB.replace("aws:", "aws-cn:")]);
}

#[test]
fn that_an_account_and_a_name_tell_no_path_is_said() {
    let says = |text: &str| said(text).contains("A role that has a path needs it before its name: role/path/");
    assert!(says("role Hub in account 111122223333"));
    assert!(says("111122223333/team/Hub -> 444455556666/Admin"));
    for text in ["111122223333/team/Hub", HUB, &format!("Hub in 111122223333 is {HUB}"), &HUB.replace(':', "%3A")] {
        assert!(!read_hops(text).hops.is_empty() && !says(text), "{text}");
    }
}

#[test]
fn what_names_no_role_is_none_and_is_told_of() {
    for text in [
        "the role for account 111122223333",
        "our chain of roles in account 111122223333",
        "s3://logs/AWSLogs/111122223333/CloudTrail and role Hub",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/role",
        "111122223333:root",
        "call +49 111122223333 as soon as you can",
        "sso_account_id = 111122223333\nsso_role_name = Hub",
        "role: ${ROLE}\naccount: 111122223333",
    ] {
        assert_eq!(arns(text), [] as [&str; 0], "{text}");
    }
    let list = "Account ID,ARN,Name,Status\n444455556666,arn:aws:organizations::111122223333:account/o-1/444455556666,prod,ACTIVE\n";
    assert_eq!((import(list).formats, import(list).chains.len()), (vec![None], 0), "a list of accounts");
    for text in ["prod (444455556666)", "Prod hub\t444455556666\tHub\teu-central-1"] {
        assert!(said(text).contains("names an account, 444455556666"), "{text}: {}", said(text));
        assert!(
            import(text).notes.iter().any(|note| note.message.contains("names an account, 444455556666")),
            "{text}"
        );
    }
    // A role is there, and the other has no name or no account.
    for (more, part) in [
        ("Then go on into account 444455556666 (ask Dana for the role).", "the account 444455556666"),
        ("and then role Admin", "the role Admin"),
        ("then the Admin role in the same account", "the role Admin"),
    ] {
        let text = format!("{HUB}\n{more}");
        assert_eq!(arns(&text), [HUB], "{text}");
        assert!(said(&text).contains(part), "{text}: {}", said(&text));
    }
    // Its account in words beside the ARN is that of the ARN, and the same role in words is no other.
    for text in [
        format!("{HUB} (account 111122223333)"),
        format!("The role Hub of account 111122223333 is {HUB}"),
        format!("Account: 111122223333\nRole: {HUB}"),
    ] {
        assert_eq!((arns(&text), said(&text)), (vec![HUB.to_string()], String::new()), "{text}");
    }
    let strings = "RoleArn=\"arn:aws:iam::\"\n  \"111122223333:role/Hub\"";
    assert!(!arns(strings).contains(&format!("{HUB}/Hub")), "an ARN that a program puts together");
}

#[test]
fn tables_of_accounts_and_names_are_read() {
    let rows = [("hub", "111122223333", "Hub", "e-1"), ("prod", "444455556666", "Admin", "e-2")];
    let table = |head: &str, row: &dyn Fn(&str, &str, &str, &str) -> String, end: &str| {
        let rows: String = rows.iter().map(|(name, account, role, id)| row(name, account, role, id)).collect();
        format!("{head}{rows}{end}")
    };
    let html_row = |a: &str, b: &str, c: &str, d: &str| {
        format!(
            "<tr>\n<td><p>{a} &amp; co</p></td>\n<td>{b}</td><td class=\"x\"><code>{c}</code></td><td>{d}<br/></td>\n</tr>\n"
        )
    };
    for text in [
        table("Name,Account ID,Role Name,External ID\n", &|a, b, c, d| format!("{a},{b},{c},{d}\n"), ""),
        table("Umgebung;Konto-ID;Rolle;Externe ID\n", &|a, b, c, d| format!("{a};{b};{c};{d}\n"), ""),
        table("Name\tCompte\tRôle\tID externe\n", &|a, b, c, d| format!("{a}\t{b}\t{c}\t{d}\n"), ""),
        table(
            "| Environment | Account | Role | External ID |\n|---|---|---|---|\n",
            &|a, b, c, d| format!("| {a} | {b} | `{c}` | {d} |\n"),
            "",
        ),
        table(
            "NAME  ACCOUNT ID    ROLE NAME  EXTERNAL ID\n",
            &|a, b, c, d| format!("{a:<4}  {b}  {c:<9}  {d}\n"),
            "\nAsk Dana.\n",
        ),
        table("||Name||Account||Role||External ID||\n", &|a, b, c, d| format!("|{a}|{b}|{c}|{d}|\n"), ""),
        table(
            "┌──┬──┐\n│ Name │ Account ID │ Role │ External ID │\n├──┼──┤\n",
            &|a, b, c, d| format!("│ {a} │ {b} │ {c} │ {d} │\n"),
            "└──┴──┘\n",
        ),
        table(
            "<table class=\"confluenceTable\"><tbody><TR><TH>Env</TH><th><p><strong>Account ID</strong></p></th><th>Role</th><th>External&nbsp;ID</th></TR>\n",
            &html_row,
            "</tbody></table>\nSee the wiki.",
        ),
        table(
            "<tr><th>Customer</th><th>Account</th><th>Role ARN</th><th>External ID</th></tr>",
            &|a, b, c, d| format!("<tr><td>{a}</td><td>{b}</td><td>arn:aws:iam::{b}:role/{c}</td><td>{d}</td></tr>"),
            "",
        ),
    ] {
        let of = |arn: &str, id: &str| vec![(arn.to_string(), Some(id.to_string()))];
        assert_eq!(chains(&text), [of(HUB, "e-1"), of(ADMIN, "e-2")], "{text}\n{:#?}", import(&text).notes);
        assert!(
            import(&text)
                .notes
                .iter()
                .all(|it| ["whose keys", "role/path/Hub"].iter().any(|part| it.message.contains(part))),
            "{:#?}",
            import(&text).notes
        );
    }
    // Steps of one chain, and cells without a value.
    let steps = "STEP  ACCOUNT ID    ROLE   EXTERNAL ID\n1     111122223333  Hub\n2     444455556666  Admin  abc-1\n";
    assert_eq!(chains(steps), [vec![(HUB.to_string(), None), (ADMIN.to_string(), Some("abc-1".to_string()))]]);
    // The environment is called as the role is.
    assert_eq!(chains("NAME  ACCOUNT ID    ROLE\nHub   111122223333  Hub\n"), [[(HUB.to_string(), None)]]);
    let nameless = "Account,Role,External ID\nmain,Hub,e-1\n444455556666,Admin,e-2\n";
    assert_eq!(arns(nameless), [ADMIN]);
    assert!(said(nameless).contains("The role of this row is left out"), "{}", said(nameless));
    // More than the ARN in its cell.
    let more = format!("| Role ARN | External ID |\n|---|---|\n| {HUB}<br>(read only) | e-1 |\n");
    assert_eq!(arns(&more), [HUB]);
    assert!(said(&more).contains("under a role’s ARN was not read"), "{}", said(&more));
}

#[test]
fn roles_that_are_named_by_a_word_later_are_in_the_order_of_the_words() {
    let prod = "arn:aws:iam::444455556666:role/Prod";
    for text in [
        format!("Assume Prod from Hub.\n\nProd: {prod}\nHub: {HUB}\n"),
        format!("Prod: {prod}\nHub: {HUB}\n\nYou assume prod from hub."),
        format!("- Prod {prod}\n- Hub {HUB}\nProd can only be reached via Hub"),
        format!("graph LR\n  P[{prod}]\n  H[{HUB}]\n  H --> P\n"),
        format!("Step 2: {prod}; step 1: {HUB}"),
    ] {
        assert_eq!(arns(&text), [HUB, prod], "{text}");
        assert!(!said(&text).contains("do not say for certain"), "{text}");
    }
    for text in [
        format!("[Prod\\n{prod}] as P\n[Hub\\n{HUB}] as H\nH -> P\n"),
        format!("PROD={prod}\nHUB={HUB}\nassume $HUB && assume $PROD\n"),
        format!("accounts:\n- role: {HUB}\n- role: {prod}\n"),
        format!("role: {prod}\nadditionalRoles:\n  - {HUB}\n"),
        format!("Alex: how do I get into {prod} ?\nDana: you go through {HUB}\n"),
    ] {
        assert_eq!(arns(&text).len(), 2, "{text}");
        assert!(said(&text).contains("do not say for certain"), "{text}");
    }
    let in_order = format!("HUB={HUB}\nPROD={prod}\nassume $HUB && assume $PROD\n");
    assert_eq!((arns(&in_order).len(), said(&in_order)), (2, String::new()));
}

#[test]
fn a_trust_policy_says_whom_it_lets_in() {
    let policy = |principal: &str| {
        format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"sts:ExternalId":"ext-1"}}}}}}]}}"#
        )
    };
    for (principal, part) in [
        (r#"{"AWS":"arn:aws:iam::111122223333:root"}"#, "“arn:aws:iam::111122223333:root”"),
        (
            r#"{"AWS":["arn:aws:iam::111122223333:user/alice","111122223333"]}"#,
            "“arn:aws:iam::111122223333:user/alice”",
        ),
        (r#"{"Service":"ec2.amazonaws.com"}"#, "“ec2.amazonaws.com”"),
        (&format!(r#"{{"AWS":["{HUB}","arn:aws:iam::777788889999:root"]}}"#), "“arn:aws:iam::777788889999:root”"),
    ] {
        let text = policy(principal);
        for notes in [read_hops(&text).notes, import(&text).notes] {
            let note = notes.iter().find(|note| note.message.contains("The policy lets"));
            let sentence = &note.expect("a note").message;
            assert!(sentence.contains(part) && sentence.contains("asks for an external ID"), "{text}: {sentence}");
        }
    }
    assert!(!said(&policy(&format!(r#"{{"AWS":"{HUB}"}}"#))).contains("The policy lets"));
}

#[test]
fn options_of_one_letter_and_what_else_only_a_tool_knows_are_told_of() {
    let prowler = format!("prowler aws -R {HUB} -I px-1 -T 3600");
    assert!(said(&prowler).contains("“-I”, “-T” of the command"), "{}", said(&prowler));
    assert_eq!(said(&format!("tool -R {HUB}")), "");
    let state = format!(
        "terraform {{\n  backend \"s3\" {{\n    role_arn = \"{HUB}\"\n  }}\n}}\nprovider \"aws\" {{\n  assume_role {{\n    role_arn = \"{ADMIN}\"\n  }}\n}}\n"
    );
    assert_eq!(chains(&state).len(), 2, "where the state is kept is another chain");
    let mfa = format!("stage:\n  role: {HUB}\n  mfa: arn:aws:iam::999988887777:mfa/me\n");
    assert_eq!(read_hops(&mfa).hops[0].mfa_serial.as_deref(), Some("arn:aws:iam::999988887777:mfa/me"));
    let snowflake = format!("  STORAGE_AWS_ROLE_ARN = '{HUB}'\n  STORAGE_AWS_EXTERNAL_ID = 'MY_SFCRole=2_abc'\n");
    assert_eq!(read_hops(&snowflake).hops[0].external_id.as_deref(), Some("MY_SFCRole=2_abc"));
    let escaped = format!("{{\"text\":\"first {HUB}\\nthen\\n{ADMIN}\\nok?\"}}");
    assert_eq!(arns(&escaped), [HUB, ADMIN]);
}
