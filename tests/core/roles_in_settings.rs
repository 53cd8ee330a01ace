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

#[test]
fn each_section_of_another_tool_has_its_own_keys_and_its_name() {
    let keys = |id: &str| format!("access_key_id = {id}\nsecret_access_key = Hush/{id}/key0123456789a\n");
    let (one, other) = ("AKIAQAAAAAAAGMKEM7X5", "AKIAQAAAAAAAGMKEM7Y6");
    // By chain: its name, its roles, and the key that it starts from.
    let read = |text: &str| {
        let plan = import(text);
        let key = |id: &str| {
            let of = plan.credentials.iter().find(|it| it.source_id == id);
            of.map(|it| it.credentials.access_key_id.clone()).unwrap_or_default()
        };
        let chain = |chain: &rolerelay::chain::Chain| {
            format!("{} {} {}", chain.name, chain.hops[0].role_arn.rsplit('/').next().unwrap(), key(&chain.source_id))
        };
        plan.chains.iter().map(|it| chain(&it.chain).trim_end().to_string()).collect::<Vec<_>>()
    };
    let remote = |name: &str, more: &str| format!("[{name}]\ntype = s3\nprovider = AWS\n{more}\n");
    let hub = remote("hub", "env_auth = true\nrole_arn = HUB\nrole_external_id = x1");
    let prod = remote("prod", &format!("{}role_arn = PROD", keys(one)));
    let end = format!("Prod {one}");
    assert_eq!(read(&format!("{hub}\n{prod}")), ["hub Hub", &format!("prod {end}")]);
    assert_eq!(read(&format!("{prod}\n{hub}")), [&format!("prod {end}"), "hub Hub"]);
    assert_eq!(chains(&format!("{prod}\n{hub}")), ["444455556666:Prod", "111122223333:Hub x1"]);
    let second = remote("second", &format!("role_arn = HUB\n{}", keys(other)));
    assert_eq!(read(&format!("{prod}{second}")), [format!("prod {end}"), format!("second Hub {other}")]);
    // Keys of a remote without a role start nothing, and are told of, wherever it stands.
    let bucket = remote("bucket", &keys(other));
    for text in [format!("{bucket}{hub}{prod}"), format!("{hub}{bucket}{prod}"), format!("{hub}{prod}{bucket}")] {
        assert_eq!(read(&text), ["hub Hub", &format!("prod {end}")], "{text}");
        assert!(told(&text).contains("They are left out"), "{text}");
    }
    for text in [format!("{bucket}{hub}"), format!("{hub}{bucket}")] {
        assert!(read(&text).iter().all(|chain| !chain.contains("AKIA")), "{text}");
        assert!(told(&text).contains("They are left out"), "{text}");
    }
    // Of one role's keys nothing else starts, in any language; what stands above all is of all.
    let provider = |name: &str, more: &str, role: &str| {
        format!(
            "provider \"aws\" {{\n  alias = \"{name}\"\n{more}  assume_role {{\n    role_arn = \"{role}\"\n  }}\n}}\n"
        )
    };
    let own = format!("  access_key = \"{one}\"\n  secret_key = \"Hush/base+key0123456789abcdefghijklmnopq\"\n");
    let text = provider("a", "", "HUB") + &provider("b", &own, "PROD");
    assert_eq!(read(&text), ["a Hub", &format!("b {end}")]);
    let above = format!("{}accounts:\n- name: a\n  role_arn: HUB\n- name: b\n  role_arn: PROD\n", keys(one));
    assert_eq!(read(&above), [format!("a Hub {one}"), format!("b {end}")]);
    assert!(!told(&above).contains("left out"), "{}", told(&above));
    let twice = format!("{prod}{}", remote("b", &format!("{}role_arn = HUB", keys(one).replace("key0", "yek0"))));
    assert!(told(&twice).contains("two secrets"), "{}", told(&twice));
}

#[test]
fn what_is_apart_is_called_as_the_text_calls_it() {
    let names = |text: &str| import(text).chains.into_iter().map(|it| it.chain.name).collect::<Vec<_>>();
    for text in [
        "[a]\nx = 1\nrole_arn = HUB\n[b]\ny = 1\nrole_arn = PROD\n",
        "connection \"a\" {\n  role_arn = \"HUB\"\n}\nconnection \"b\" {\n  role_arn = \"PROD\"\n}\n",
        "accounts:\n- id: 1\n  name: a\n  role_arn: HUB\n- id: 2\n  name: 'b'\n  role_arn: PROD\n",
        "accounts:\n  - name: a\n    auth:\n      name: x\n      role_arn: HUB\n  - name: b\n    auth:\n      name: x\n      role_arn: PROD\n",
    ] {
        assert_eq!(names(text), ["a", "b"], "{text}");
    }
    // One name for two is none.
    let text = "[[a]]\nrole_arn = \"HUB\"\n[[a]]\nrole_arn = \"PROD\"\n";
    assert_eq!(names(text), ["Hub · 111122223333", "Prod · 444455556666"]);
}

#[test]
fn a_table_with_columns_of_nobody_is_a_table() {
    let named =
        |text: &str| import(text).chains.into_iter().map(|it| (it.chain.name, it.chain.hops.len())).collect::<Vec<_>>();
    let two = [("a".to_string(), 1), ("b".to_string(), 1)];
    for head in ["name,role_arn,team", "Customer,Role ARN,Cost centre", "tenant,arn,notes", "client,RoleArn,team"] {
        for (mark, team) in [(",", "blue"), ("\t", "R-42"), (";", "of all"), (" | ", "2")] {
            let text = format!("{head}\na,HUB,{team}\nb,PROD,\n").replace(',', mark);
            assert_eq!(named(&text), two, "{text}");
            let column = head.rsplit(',').next().unwrap();
            assert!(told(&text).contains(&format!("says under “{column}” was not read")), "{text}: {}", told(&text));
        }
    }
    assert_eq!(named("name,role_arn\na,HUB\nb,PROD\n"), two);
    assert_eq!(named("name,role_arn,team\na,HUB,blue\n"), two[..1]);
    assert_eq!(chains("role_arn,team\nHUB,blue\nPROD,green\n").len(), 2);
    // Each column once, whichever row has something in it; what looks like a value of a role's is more than a hint.
    let text = "name,role_arn,team,ticket\na,HUB,blue,\nb,PROD,green,T-1\n";
    let (mut hints, mut warnings) = (0, 0);
    for note in import(text).notes.iter().filter(|note| note.message.contains("says under")) {
        hints += usize::from(note.line == Some(2) && note.message.contains("“team”"));
        warnings += usize::from(note.line == Some(3) && !note.message.contains("“team”"));
    }
    assert_eq!((hints, warnings), (1, 1), "{}", told(text));
}

#[test]
fn a_section_called_default_makes_no_file_aws_s() {
    let saml = "name = NAME\napp_id =\nurl = https://id.example.com\nusername = me\nprovider = Okta\nmfa = Auto\nskip_verify = false\n\
                aws_urn = urn:amazon:webservices\naws_profile = saml\naws_session_duration = 7200\n";
    let text = format!("[default]\n{saml}role_arn = HUB\nregion = eu-west-1\n\n[prod]\n{saml}role_arn = PROD\n");
    let plan = import(&text);
    assert_eq!(
        (&*plan.formats, &*chains(&text)),
        (&[Some(Roles)][..], &["111122223333:Hub".to_string(), "444455556666:Prod".into()][..])
    );
    assert!(plan.chains.iter().all(|it| it.chain.hops[0].duration_seconds == Some(7_200)), "{plan:#?}");
    assert_eq!(plan.chains.iter().map(|it| &*it.chain.name).collect::<Vec<_>>(), ["default", "prod"]);
    let s3cmd = "[default]\naccess_key = AKIAQAAAAAAAGMKEM7X5\nsecret_key = Hush/base+key0123456789abcdefghijklmnopq\nbucket_location = US\n\
                 host_base = s3.amazonaws.com\nrole_arn = HUB\n";
    assert_eq!((chains(s3cmd).len(), import(s3cmd).credentials.len()), (1, 1), "{}", told(s3cmd));
    for text in [
        "[default]\nrole_arn = HUB\nsource_profile = b\nu = 1\nv = 1\nx = 1\ny = 1\nz = 1\n",
        "[default]\nu = 1\nv = 1\nx = 1\n",
    ] {
        assert!(import(text).formats[0] != Some(Roles), "{text}");
    }
}

#[test]
fn what_a_file_has_for_services_and_users_is_no_chain_unsaid() {
    let two = ["111122223333:Hub", "444455556666:Prod"];
    let account = |name: &str, role: &str| {
        format!(
            "kind: ServiceAccount\nmetadata:\n  name: {name}\n  annotations:\n    eks.amazonaws.com/role-arn: {role}\n"
        )
    };
    let user = |name: &str, role: &str| {
        format!(
            "- name: {name}\n  user:\n    exec:\n      args:\n      - get-token\n      - --role-arn\n      - {role}\n      command: aws\n"
        )
    };
    for text in [
        account("a", "HUB") + "---\n" + &account("b", "PROD"),
        format!("users:\n{}{}", user("a", "HUB"), user("b", "PROD")),
    ] {
        assert_eq!(chains(&text), two, "{text}");
        assert!(told(&text).contains(APART), "{text}");
    }
    for text in [
        "{\n  \"deployRole\": \"HUB\",\n  \"cloudFormationExecutionRole\": \"PROD\"\n}\n",
        "iam:\n  deploymentRole: HUB\n  role: PROD\n",
        "\"executionRoleArn\": \"HUB\",\n\"taskRoleArn\": \"PROD\",\n",
    ] {
        assert!(told(text).contains(UNSURE), "{text}: {}", told(text));
    }
    // A program hands on what it was answered with, however far its steps stand apart.
    let steps = |between: &str| {
        format!(
            "first = sts.assume_role(RoleArn='HUB', RoleSessionName='one')\n{between}\nthen = client.assume_role(\n    RoleArn='PROD',\n    RoleSessionName='two',\n)\n"
        )
    };
    let chain = steps("client = boto3.client('sts', aws_session_token=first['Credentials']['SessionToken'])");
    assert_eq!(chains(&chain), ["111122223333:Hub > 444455556666:Prod"]);
    assert!(!told(&chain).contains(UNSURE), "{}", told(&chain));
    assert!(told(&steps("client = other()")).contains(UNSURE));
}
