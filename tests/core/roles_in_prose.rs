//! Roles that sentences, lists and arrows name: in the order in which they are assumed, and where that is not certain, told of.

use rolerelay::interchange::import::read_hops;

use crate::roles::{HUB, arns, said};

pub(crate) const MID: &str = "arn:aws:iam::333333333333:role/Mid";
pub(crate) const PROD: &str = "arn:aws:iam::222222222222:role/Prod";

pub(crate) fn filled(text: &str) -> String {
    text.replace("HUB", HUB).replace("MID", MID).replace("PROD", PROD)
}

pub(crate) fn is_unsure(text: &str) -> bool {
    said(text).iter().any(|sentence| sentence.contains("do not say for certain"))
}

#[test]
fn sentences_say_which_role_comes_first() {
    for text in [
        "Just assume PROD from HUB.",
        "PROD is reached via HUB",
        "Go through HUB to PROD",
        "You can only assume PROD after assuming HUB",
        "Before you assume PROD you need to assume HUB.",
        "To reach PROD, go through HUB",
        "In order to open PROD, use HUB",
        "PROD trusts HUB",
        "PROD (assume HUB first)",
        "The last role is PROD, but first assume HUB",
        "> PROD can be assumed by\n> HUB only",
        "PROD (source: HUB)",
        "With the credentials of HUB, assume PROD",
        "Once you are in HUB, switch to PROD",
        "Assume HUB, and from there PROD",
        "assume HUB and after that PROD",
        "HUB, which can assume PROD",
        "Use HUB to get into PROD. HUB is ours.",
        "from HUB, assume PROD",
    ] {
        let text = filled(text);
        assert_eq!(arns(&text), [HUB, PROD], "{text}");
        assert!(!is_unsure(&text), "{text}");
    }
    for text in [
        "First assume HUB, then MID, and finally PROD.",
        "from HUB through MID to PROD",
        "To reach PROD, go from HUB via MID.",
        "PROD via MID from HUB",
        "PROD via HUB and MID",
        "PROD is assumed from MID. MID is assumed from HUB.",
        "MID is assumed from HUB. PROD is assumed from MID.",
        "To open PROD, assume HUB, then MID",
    ] {
        let text = filled(text);
        assert_eq!(arns(&text), [HUB, MID, PROD], "{text}");
        assert!(!is_unsure(&text), "{text}");
    }
}

#[test]
fn arrows_numbers_and_labels_do_too() {
    for text in [
        "HUB->MID->PROD",
        "HUB --> MID --> PROD",
        "PROD<-MID<-HUB",
        "PROD ← MID ← HUB",
        "HUB => MID => PROD",
        "PROD <– MID <– HUB",
        "HUB\n  ↓\nMID\n  ↓\nPROD",
        "graph LR\n  A[HUB] --> B[MID]\n  B[MID] --> C[PROD]",
        "3. PROD\n1. HUB\n2. MID",
        "Step 2: MID\nStep 3: PROD\nStep 1: HUB",
        "| 1 | HUB |\n| 3 | PROD |\n| 2 | MID |",
        "Second: MID\nThird: PROD\nFirst: HUB",
        "hop_0 = HUB\nhop_1 = MID\nhop_2 = PROD",
    ] {
        let text = filled(text);
        assert_eq!(arns(&text), [HUB, MID, PROD], "{text}");
        assert!(!is_unsure(&text), "{text}: {:?}", said(&text));
    }
}

#[test]
fn what_the_words_leave_open_is_told_of() {
    for (text, order) in [
        ("PROD via HUB then MID", [HUB, MID, PROD].as_slice()),
        ("PROD setzt HUB voraus", &[PROD, HUB]),
        ("PROD, vorher HUB", &[PROD, HUB]),
        ("PROD, which HUB may assume", &[PROD, HUB]),
        ("target role: PROD\nintermediate role: HUB", &[HUB, PROD]),
        ("PROD from HUB, HUB from PROD", &[PROD, HUB]),
        ("PROD from HUB\n\nMID", &[HUB, PROD, MID]),
    ] {
        let text = filled(text);
        assert_eq!(arns(&text), order, "{text}");
        assert!(is_unsure(&text), "{text}");
    }
    // Of these the place is all that says something, and it is enough.
    for text in [
        "HUB\nPROD",
        "- HUB (jump)\n- PROD (work)",
        "hub: HUB, prod: PROD",
        "hub,HUB,prod,PROD",
        "HUB\tPROD",
        "HUB, PROD",
    ] {
        let text = filled(text);
        assert_eq!(arns(&text).len(), 2, "{text}");
        assert!(!is_unsure(&text), "{text}");
    }
}

#[test]
fn profiles_that_name_each_other_are_in_the_order_of_their_sources() {
    let text = "[profile prod]\nrole_arn = PROD\nsource_profile = mid\nexternal_id = x1\n[profile mid]\nrole_arn = MID\n\
                source_profile = hub\n[profile hub]\nrole_arn = HUB\nsource_profile = base\nnonsense = 1\n";
    let read = read_hops(&filled(text));
    let hops: Vec<_> = read.hops.iter().map(|hop| (hop.role_arn.as_str(), hop.external_id.as_deref())).collect();
    assert_eq!(hops, [(HUB, None), (MID, None), (PROD, Some("x1"))]);
    assert!(read.notes.iter().any(|note| note.message.contains("nonsense")), "{:?}", read.notes);
    let more = format!("{text}[profile more]\nrole_arn = PROD\nsource_profile = base\n");
    let said = said(&filled(&more));
    assert!(said.iter().any(|sentence| sentence.contains("more chains than one: prod is here")), "{said:?}");
    let credentials = text.replace("[profile ", "[");
    assert_eq!(arns(&filled(&credentials)), [HUB, MID, PROD]);
}

#[test]
fn values_by_place_are_told_of() {
    for text in [
        "assume(\"HUB\", \"alice\", \"x1\")",
        "let c = assume(&client, \"HUB\", Some(\"x1\")).await?;",
        "assume(\n  'HUB',\n  900,\n)",
        "assume(\"HUB\", external)",
        "MakeShared<STSAssumeRoleCredentialsProvider>(\"tag\", \"HUB\", \"alice\", \"x1\", 900)",
        "assume_role HUB alice x1",
        "$ ./scripts/assume.sh HUB \"x1\"",
        "Use-STSRole HUB alice",
        "terragrunt --terragrunt-iam-role HUB --terragrunt-iam-assume-role-duration 900",
        "assumeRole.roleArn: HUB\nmaxDuration: 900",
    ] {
        let text = filled(text);
        let read = read_hops(&text);
        assert_eq!((read.hops.len(), read.notes.len()), (1, 1), "{text}: {read:?}");
        assert!(
            read.notes[0].message.contains("not read") || read.notes[0].message.contains("nothing was read"),
            "{read:?}"
        );
    }
    // Rows of tables, and words beside each other.
    for text in [
        "HUB x1",
        "HUB: x1",
        "HUB   ext-1234   900",
        "HUB\tx1\nPROD\tx2",
        "| HUB | ext-1234 |",
        "HUB, ext-1, alice@example.com",
    ] {
        let said = said(&filled(text));
        assert_eq!(said.iter().filter(|sentence| sentence.contains("further values")).count(), 1, "{text}: {said:?}");
    }
    for text in [
        "HUB is our jump-role in the old account",
        "HUB (hub-account)",
        "HUB - jump",
        "| hub | 111111111111 | Hub | HUB |",
        "HUB,\nPROD,",
    ] {
        assert_eq!(said(&filled(text)), [] as [&str; 0], "{text}");
    }
    let read = read_hops(&filled("(Use-STSRole HUB -ExternalId x1).Credentials"));
    assert_eq!(read.hops[0].external_id.as_deref(), Some("x1"), "{read:?}");
    for text in ["role(\"HUB\")", "assume(client, \"HUB\", null)", "to assume HUB call me", "f([\"HUB\", \"PROD\"])"] {
        assert_eq!(said(&filled(text)), [] as [&str; 0], "{text}");
    }
}

#[test]
fn what_was_taken_out_counts_no_more() {
    for text in [
        "HUB <!-- PROD -->",
        "role = \"HUB\" /* PROD */",
        "~~PROD~~ HUB",
        "HUB <del>PROD</del>",
        "-role_arn = PROD\n+role_arn = HUB",
        "--- a/x\n+++ b/x\n-  \"PROD\",\n+  \"HUB\",",
    ] {
        let read = read_hops(&filled(text));
        assert_eq!(read.hops.iter().map(|hop| hop.role_arn.as_str()).collect::<Vec<_>>(), [HUB], "{text}");
        assert!(read.notes.iter().any(|note| note.message.contains("left out")), "{text}: {:?}", read.notes);
    }
    assert_eq!(arns(&filled("- HUB\n- PROD\n")), [HUB, PROD], "a list");
}

#[test]
fn what_documents_leave_to_be_filled_in_is_no_role() {
    for name in ["YOUR_ROLE_NAME", "role-name", "your-role", "RoleName", "xxxxx"] {
        let read = read_hops(&format!("arn:aws:iam::111111111111:role/{name}"));
        assert_eq!((read.hops.len(), read.notes.len()), (0, 1), "{name}: {read:?}");
    }
}

#[test]
fn whom_a_role_trusts_is_before_it() {
    let text = r#"{"Role":{"Arn":"PROD","AssumeRolePolicyDocument":{"Statement":[{"Principal":{"AWS":"HUB"}}]}}}"#;
    assert_eq!(arns(&filled(text)), [HUB, PROD]);
}

#[test]
fn words_with_dashes_of_word_processors_are_told_of() {
    let text = format!("{HUB}\n\nsession\u{2212}name: alice");
    assert!(said(&text)[0].contains("“sessionname”"), "{:?}", said(&text));
}
