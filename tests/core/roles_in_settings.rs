//! Roles in the files of tools: settings apart from each other, accounts and names beside each other, files that look like AWS's or AESR's,
//! tables that lie on their side, links that a mail leads through a host of its own.

use rolerelay::aws::credentials::Secret;
use rolerelay::interchange::import::ImportFormat::Roles;
use rolerelay::interchange::import::{ImportFile, ImportPlan, Kept, plan, read_hops};

const HUB: &str = "arn:aws:iam::111122223333:role/Hub";
const PROD: &str = "arn:aws:iam::444455556666:role/Prod";

fn filled(text: &str) -> String {
    text.replace("HUB", HUB).replace("PROD", PROD)
}

fn import(text: &str) -> ImportPlan {
    plan(&[ImportFile { name: String::new(), text: Secret::new(filled(text)) }], &Kept::default())
}

/// The roles of each chain by their names, each with its external ID.
fn chains(text: &str) -> Vec<String> {
    let name = |arn: &str| arn.replace("arn:aws:iam::", "").replace("role/", "");
    let hop = |hop: &rolerelay::chain::Hop| {
        format!("{}{}", name(&hop.role_arn), hop.external_id.iter().map(|id| format!(" {id}")).collect::<String>())
    };
    let chain = |hops: &[rolerelay::chain::Hop]| hops.iter().map(hop).collect::<Vec<_>>().join(" > ");
    import(text).chains.iter().map(|it| chain(&it.chain.hops)).collect()
}

fn told(text: &str) -> String {
    import(text).notes.into_iter().map(|note| note.message + "\n").collect()
}

const APART: &str = "Roles stand in settings apart from each other";
const UNSURE: &str = "do not say for certain";

#[test]
fn settings_apart_from_each_other_are_chains_of_their_own() {
    let two = ["111122223333:Hub x1", "444455556666:Prod"];
    for text in [
        "remote_write:\n  - sigv4:\n      role_arn: HUB\n      external_id: x1\nscrape_configs:\n  - ec2_sd_configs:\n      - role_arn: PROD\n",
        "[OUTPUT]\n    role_arn    HUB\n    external_id x1\n[OUTPUT]\n    role_arn PROD\n",
        "kind: A\nspec:\n  roleARN: HUB\n  externalID: x1\n---\nkind: A\nspec:\n  roleARN: PROD\n",
        "iam_role = \"HUB\"\nexternal_id = \"x1\"\nremote_state {\n  config = {\n    role_arn = \"PROD\"\n  }\n}\n",
        "datasources:\n  - name: a\n    jsonData:\n      assumeRoleArn: HUB\n      externalId: x1\n  - name: b\n    jsonData:\n      assumeRoleArn: PROD\n",
        "accounts:\n- account_id: '111122223333'\n  role: HUB\n  external_id: x1\n- account_id: '444455556666'\n  role: PROD\n",
        "connection \"a\" {\n  assume_role_arn = \"HUB\"\n  assume_role_external_id = \"x1\"\n}\nconnection \"b\" {\n  assume_role_arn = \"PROD\"\n}\n",
    ] {
        assert_eq!(chains(text), two, "{text}");
        assert!(told(text).contains(APART), "{text}");
        let hops = read_hops(&filled(text));
        assert_eq!(hops.hops.len(), 2, "{text}");
        assert!(hops.notes.iter().any(|note| note.message.contains(UNSURE)), "{text}");
    }
    // What a list, a block or a word calls a chain is one.
    for text in [
        "aws:assumeRoles:\n  - roleArn: HUB\n    externalId: x1\n  - roleArn: PROD\n",
        "assumeRoleChain:\n  - roleARN: HUB\n    externalID: x1\n  - roleARN: PROD\n",
        "assume_role {\n  role_arn = \"HUB\"\n  external_id = \"x1\"\n}\nassume_role {\n  role_arn = \"PROD\"\n}\n",
        "[\n  {\n    \"RoleArn\": \"HUB\",\n    \"ExternalId\": \"x1\"\n  },\n  {\n    \"RoleArn\": \"PROD\"\n  }\n]\n",
        "steps:\n- with:\n    role-to-assume: HUB\n    role-external-id: x1\n- with:\n    role-to-assume: PROD\n    role-chaining: true\n",
        "withAWS(role: 'HUB', externalId: 'x1') {\n  withAWS(role: 'PROD') {\n  }\n}\n",
    ] {
        assert_eq!(chains(text), ["111122223333:Hub x1 > 444455556666:Prod"], "{text}");
        assert!(!told(text).contains(APART), "{text}");
    }
    // Of a list that may be either, it is told.
    for text in [
        "roles:\n- roleArn: HUB\n- roleArn: PROD\n",
        "steps:\n- env: { name: A, value: \"HUB\" }\n- init: { args: [\"-config=role_arn=PROD\"] }\n",
    ] {
        assert_eq!(chains(text), ["111122223333:Hub > 444455556666:Prod"], "{text}");
        assert!(told(text).contains(UNSURE), "{text}");
    }
    let many: String = (0..40).map(|n| format!("- name: a{n}\n  roleArn: arn:aws:iam::{n:012}:role/R\n")).collect();
    assert_eq!(import(&format!("accounts:\n{many}")).chains.len(), 40, "none is left out, however many they are");
}

#[test]
fn the_account_and_the_name_of_one_record_are_a_role() {
    let two = ["111122223333:Hub", "444455556666:Prod"];
    for text in [
        "accounts:\n- account_id: \"111122223333\"\n  name: a\n  role: Hub\n- account_id: \"444455556666\"\n  name: b\n  role: Prod\n",
        "accounts:\n- name: a\n  accountId: '111122223333'\n  assumeRole: role/Hub\n- name: b\n  accountId: '444455556666'\n  assumeRole: role/Prod\n",
        "tenants:\n- role_name: Hub\n  id: 1\n  account_id: 111122223333\n- role_name: Prod\n  id: 2\n  account_id: 444455556666\n",
    ] {
        assert_eq!(chains(text), two, "{text}");
    }
    let one = ["111122223333:Hub"];
    for text in [
        "locals {\n  account_name   = \"a\"\n  aws_account_id = \"111122223333\"\n  x = 1\n  role_name      = \"Hub\"\n}\n",
        "{\"aws_account_id\": \"111122223333\", \"x\": 1, \"aws_iam_role\": \"Hub\"}",
        "withAWS(role: 'Hub', roleAccount: '111122223333') {}",
    ] {
        assert_eq!(chains(text), one, "{text}");
    }
    // Of two roles in one record none is taken.
    let text = "account_id: 111122223333\nx: 1\nrole_name: Hub\ntarget_role: Prod\n";
    assert_eq!(chains(text), [""; 0]);
    assert!(told(text).contains("111122223333"), "{}", told(text));
    // Nor that of another record.
    assert_eq!(chains("a: {account_id: 111122223333}\nb: {x: 1, role_name: Hub}\n"), [""; 0]);
}

#[test]
fn the_files_of_other_tools_are_not_aws_s_nor_aesr_s() {
    for text in [
        "[archive]\ntype = s3\nprovider = AWS\nacl = private\nenv_auth = true\nrole_arn = HUB\nrole_session_name = nightly\nrole_external_id = x1\nrole_session_duration = 2h\n",
        "version = 0.1\n[default.deploy.parameters]\nregion = \"eu-west-1\"\nrole_arn = \"HUB\"\n",
        "[[inputs.cloudwatch]]\n  region = \"eu-west-1\"\n  role_arn = \"HUB\"\n",
    ] {
        let plan = import(text);
        assert_eq!(plan.formats, [Some(Roles)], "{text}");
        assert_eq!(plan.chains.len(), 1, "{text}: {:?}", plan.notes);
        assert_eq!(plan.chains[0].chain.hops[0].role_arn, HUB);
    }
    let rclone = import(
        "[a]\ntype = s3\nacl = private\nenv_auth = true\nrole_arn = HUB\nrole_external_id = x1\nrole_session_duration = 2h\n",
    );
    let hop = &rclone.chains[0].chain.hops[0];
    assert_eq!((hop.external_id.as_deref(), hop.duration_seconds), (Some("x1"), Some(7_200)));
    // One section of AWS config, or most of its settings, and it is AWS's.
    for text in [
        "[default]\nregion = eu-west-1\n[a]\nx = 1\ny = 2\nz = 3\n",
        "[a]\nrole_arn = HUB\nsource_profile = b\nx = 1\n[b]\naws_access_key_id = AKIAQAAAAAAAGMKEM7X5\n",
        "[a]\naws_account_id = 111122223333\nrole_name = Hub\nmore = 1\n",
    ] {
        assert!(import(text).formats[0].is_some_and(|format| format != Roles), "{text}");
    }
}

#[test]
fn cells_with_line_breaks_in_quotes_are_cells() {
    let two = ["111122223333:Hub x1", "444455556666:Prod x2"];
    for text in [
        "name,role_arn,external_id,why\na,HUB,x1,\"one\ntwo, still it\"\nb,PROD,x2,\"none\"\n",
        "\"Account\nId\",\"Role\nName\",\"External\nId\",Owner\n111122223333,Hub,\"x1\",\"Ana\nSilva\"\n444455556666,Prod,x2,Bo\n",
        "account_id;role_name;external_id;why\n111122223333;Hub;x1;\"a \"\"big\"\"\none; old\"\n444455556666;Prod;x2;\n",
    ] {
        assert_eq!(chains(text), two, "{text}");
    }
    // A note stands at the line of the file.
    let text = "name,role_arn,why\na,HUB,\"one\ntwo\"\nb,PROD,x\nc,arn:aws:iam::12:role/C,y\n";
    let at: Vec<_> =
        import(text).notes.iter().filter(|note| note.message.contains("12 digits")).map(|note| note.line).collect();
    assert_eq!(at, [Some(5)], "{:?}", import(text).notes);
    // A mark that has no end is no cell's.
    assert_eq!(chains("name,role_arn\n\"a,HUB\nb,PROD\n").len(), 1);
}

#[test]
fn tables_that_lie_on_their_side_are_set_upright() {
    for text in [
        "| | a | b |\n|---|---|---|\n| Account ID | 111122223333 | 444455556666 |\n| Role | Hub | Prod |\n| External ID | x1 | x2 |\n",
        "field,a,b\nrole_arn,HUB,PROD\nexternal_id,x1,x2\n",
        "Role ARN,HUB,,PROD\nExternal ID,x1,,x2\nOwner,Ana,,Bo\n",
        "Account\t111122223333\t444455556666\nRole name\tHub\tProd\nExternal ID\tx1\tx2\n",
        "ENV          a             b\nACCOUNT      111122223333  444455556666\nROLE         Hub           Prod\nEXTERNAL ID  x1            x2\n",
        "<table><tr><th>Account ID</th><td>111122223333</td><td>444455556666</td></tr><tr><th>Role</th><td>Hub</td><td>Prod</td></tr><tr><th>External ID</th><td>x1</td><td>x2</td></tr></table>",
    ] {
        assert_eq!(chains(text), ["111122223333:Hub x1", "444455556666:Prod x2"], "{text}");
    }
    let names = |text: &str| import(text).chains.into_iter().map(|it| it.chain.name).collect::<Vec<_>>();
    assert_eq!(names("field,a,b\nrole_arn,HUB,PROD\nexternal_id,x1,x2\n"), ["a", "b"]);
    // What is no field of a role is told of, and a table that stands stays as it is.
    assert!(told("field,a,b\nrole_arn,HUB,PROD\nexternal_id,x1,x2\nticket,T-1,T-2\n").contains("“ticket”"));
    assert_eq!(chains("Role,Account ID\nHub,111122223333\n"), ["111122223333:Hub"]);
}

#[test]
fn the_link_that_was_meant_is_taken_out_of_what_wraps_it() {
    let arns = |text: &str| read_hops(text).hops.into_iter().map(|hop| hop.role_arn).collect::<Vec<_>>();
    const LINK: &str = "https%3A%2F%2Fsignin.aws.amazon.com%2Fswitchrole%3Faccount%3D111122223333%26roleName%3DHub";
    for text in [
        format!("https://nam12.safelinks.protection.outlook.com/?url={LINK}&data=05%7C02%7Cana&sdata=abc%3D&reserved=0"),
        format!("https://nam12.safelinks.protection.outlook.com/?url={LINK}&amp;data=05%7C02%7Cana"),
        format!("<https://slack-redir.net/link?url={LINK}|the hub>"),
        format!("https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fslack-redir.net%2Flink%3Furl%3D{}&data=1", LINK.replace('%', "%25")),
        "https://www.google.com/url?q=https://signin.aws.amazon.com/switchrole?account%3D111122223333%26roleName%3DHub&sa=D&usg=A".into(),
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__signin.aws.amazon.com_switchrole-3Faccount-3D111122223333-26roleName-3DHub&d=Dw&c=a&e=".into(),
        "https://urldefense.com/v3/__https://signin.aws.amazon.com/switchrole?account=111122223333&roleName=Hub__;!!AbCd!EfGh$".into(),
        "https://urldefense.com/v3/__https://signin.aws.amazon.com/switchrole?account=111122223333*roleName=Hub__;Jg!!AbCd!EfGh$".into(),
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwiki.example%2Fgo%3Frole%3Darn%253Aaws%253Aiam%253A%253A111122223333%253Arole%252FHub&data=05".into(),
    ] {
        assert_eq!(arns(&text), [HUB], "{text}");
    }
    // The console's own link keeps what it says, and one that leads elsewhere is not looked into.
    let own = "https://signin.aws.amazon.com/switchrole?account=111122223333&roleName=Hub&redirect_uri=https%3A%2F%2Fa.example";
    assert_eq!(arns(own), [HUB]);
    assert_eq!(arns("https://a.example/?url=https%3A%2F%2Fb.example%2F%3Frole%3DHub"), [""; 0]);
}

#[test]
fn sentences_of_other_languages_name_roles_by_their_accounts() {
    let arns = |text: &str| read_hops(text).hops.into_iter().map(|hop| hop.role_arn).collect::<Vec<_>>();
    for text in [
        "Asume el rol Hub de la cuenta 111122223333.",
        "Entra en la cuenta 111122223333 con el rol Hub.",
        "Die Rolle „Hub“ des Kontos 111122223333 annehmen",
        "Bitte im Konto 111122223333 die Rolle Hub annehmen.",
        "Endossez le rôle Hub dans le compte n° 1111-2222-3333.",
        "Assuma a função Hub da conta 111122223333",
        "Número da conta: 111122223333\nNome da função: Hub\n",
        "Assumi il ruolo Hub dell’account 111122223333",
        "Neem de rol Hub in account 111122223333 aan",
        "アカウント111122223333のロールHubを引き受ける",
        "账户 111122223333 的角色 Hub",
        "계정 111122223333의 역할 Hub",
        "la cuenta es la 111122223333 y el rol se llama Hub",
    ] {
        assert_eq!(arns(text), [HUB], "{text}");
        assert!(read_hops(text).notes.iter().all(|note| note.message.contains("has a path")), "{text}");
    }
    for text in [
        "Primero entra en la cuenta 111122223333 con el rol Hub y asume el rol Prod de la cuenta 444455556666.",
        "アカウント111122223333のロールHubを引き受けてから、アカウント444455556666のロールProdに",
    ] {
        assert_eq!(arns(text), [HUB, PROD], "{text}");
    }
    let text = "El rol Prod de la cuenta 444455556666. Antes hay que pasar por el rol Hub de la cuenta 111122223333.";
    assert!(read_hops(text).notes.iter().any(|note| note.message.contains(UNSURE)), "{text}");
    // A word of prose is no name, and what goes with a role is told of.
    assert_eq!(arns("la cuenta 111122223333 con el rol que tú sabes"), [""; 0]);
    let text = "Asume el rol Hub de la cuenta 111122223333 con el ID externo x1.";
    assert!(read_hops(text).notes.iter().any(|note| note.message.contains("“idexterno”")), "{text}");
    let text =
        format!("aws cloudformation create-stack-set --administration-role-arn {HUB} --execution-role-name Exec-Role");
    assert!(read_hops(&text).notes.iter().any(|note| note.message.contains("the role Exec-Role")), "{text}");
}
