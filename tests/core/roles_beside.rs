//! Roles with what stands beside them in tables, mails, addresses, policies and settings of other programs: it comes along or is told of.

use rolerelay::aws::credentials::Secret;
use rolerelay::chain::Hop;
use rolerelay::interchange::credential_text;
use rolerelay::interchange::import::{
    ImportFile, ImportFormat, ImportPlan, Kept, KeptKey, PastedHops, plan, read_hops,
};

const ROLE: &str = "arn:aws:iam::401122334455:role/Support";
const OTHER: &str = "arn:aws:iam::501122334455:role/Support";
const KEY: &str = "AKIAQAAAAAAAGMKEM7X5";

fn import(text: &str) -> ImportPlan {
    import_into(text, &Kept::default())
}

fn import_into(text: &str, kept: &Kept) -> ImportPlan {
    plan(&[ImportFile { name: String::new(), text: Secret::new(text) }], kept)
}

fn hop(external_id: &str) -> Hop {
    Hop { role_arn: ROLE.into(), external_id: Some(external_id.into()), ..Hop::default() }
}

fn said(read: &PastedHops, part: &str) -> bool {
    read.notes.iter().any(|note| note.message.contains(part))
}

fn told(plan: &ImportPlan, part: &str) -> usize {
    plan.notes.iter().filter(|note| note.message.contains(part)).count()
}

/// Fluent Bit's and Fluentd's.
#[test]
fn lines_of_a_name_and_a_value_behind_blanks_say_more_of_their_role() {
    let bit = format!(
        "[OUTPUT]\n    Name            cloudwatch_logs\n    Match           app.*\n    region          eu-central-1\n    \
         role_arn        {ROLE}\n    external_id     fl-77\n    sts_endpoint    https://sts.eu-central-1.amazonaws.com\n"
    );
    let read = read_hops(&bit);
    assert_eq!(read.hops, [Hop { region: Some("eu-central-1".into()), ..hop("fl-77") }], "{:?}", read.notes);
    let fluentd = format!(
        "<match app.**>\n  @type s3\n  <assume_role_credentials>\n    role_arn\t{ROLE}\n    role_session_name fluent\n    external_id fd-19\n    \
         duration_seconds 1800\n  </assume_role_credentials>\n  s3_bucket logs\n</match>\n"
    );
    let hop = Hop { session_name: Some("fluent".into()), duration_seconds: Some(1_800), ..hop("fd-19") };
    assert_eq!(read_hops(&fluentd).hops, [hop]);
    // Prose is none.
    let prose = format!("role_arn {ROLE}\nexternal_id is what they told you\nregion of your choice\n");
    assert_eq!(read_hops(&prose).hops[0].external_id, None);
    assert!(said(&read_hops(&prose), "externalid"));
}

#[test]
fn what_a_mail_quotes_is_read_as_it_was_written() {
    let mail = format!(
        "Ok, will do.\n\n> Hi Jo,\n> Role: {ROLE}\n> External ID: sup-9912\n> Session duration: 3600\n>\n> Thanks\n"
    );
    let expected = Hop { duration_seconds: Some(3_600), ..hop("sup-9912") };
    assert_eq!(read_hops(&mail).hops, std::slice::from_ref(&expected));
    assert_eq!(read_hops(&mail.replace("> ", "> > ")).hops, std::slice::from_ref(&expected));
    assert_eq!(read_hops(&mail.replace("> ", ">")).hops, [expected], "without blanks");
    let config = format!(
        "[profile base]\nregion = eu-west-1\n[profile shop]\nrole_arn = {ROLE}\nsource_profile = base\nexternal_id = c-1\n"
    );
    let quoted: String = config.lines().map(|line| format!(">> {line}\n")).collect();
    let plan = import(&quoted);
    assert_eq!(plan.formats, [Some(ImportFormat::AwsConfig)]);
    assert_eq!((plan.chains[0].chain.name.as_str(), &plan.chains[0].chain.hops), ("shop", &vec![hop("c-1")]));
    let keys = format!("> AWS_ACCESS_KEY_ID={KEY}\n> AWS_SECRET_ACCESS_KEY=Hush/base+key0123456789abcdefghijklmnopq\n");
    assert_eq!(credential_text::read(&keys).unwrap().access_key_id, KEY);
    // A mark in a line is none of a mail's.
    assert_eq!(read_hops(&format!("{ROLE}\n  -> {OTHER}\n")).hops.len(), 2);
}

#[test]
fn each_row_of_a_table_of_roles_is_a_chain_with_what_its_columns_say() {
    let rows = [("Shop", ROLE, "sup-9912"), ("Blog, north", OTHER, "sup-9913")];
    let row = |line: &dyn Fn(&str, &str, &str) -> String| -> String {
        rows.iter().map(|(name, role, id)| line(name, role, id)).collect()
    };
    let csv = format!("Name,Role ARN,External ID\n{}", row(&|name, role, id| format!("\"{name}\",{role},{id}\n")));
    let markdown = format!(
        "Our customers:\n\n| Customer | Role | External ID |\n|---|---|---|\n{}",
        row(&|name, role, id| format!("| {name} | `{role}` | `{id}` |\n"))
    );
    let sheet = format!("Name\tRole ARN\tExternal ID\n{}", row(&|name, role, id| format!("{name}\t{role}\t{id}\n")));
    for text in [csv, markdown, sheet] {
        let plan = import(&text);
        let chains: Vec<_> = plan.chains.iter().map(|it| (it.chain.name.as_str(), it.chain.hops.clone())).collect();
        let other = Hop { role_arn: OTHER.into(), ..hop("sup-9913") };
        assert_eq!(chains, [("Shop", vec![hop("sup-9912")]), ("Blog, north", vec![other])], "{text}");
        assert_eq!(told(&plan, "was not read") + told(&plan, "were not read"), 0, "{:?}", plan.notes);
        // In a chain that is being written they are its hops.
        let hops = read_hops(&text);
        assert_eq!(hops.hops.len(), 2);
        assert!(said(&hops, "Give the text to Import for a chain of each"));
    }
    // Steps of one chain, columns that nobody knows, and rows without a value.
    let steps = format!("Step;Role;External ID;Ticket\n1;{ROLE};a-1;T-44\n2;{OTHER};-;T-45\n");
    let read = read_hops(&steps);
    assert_eq!(read.hops, [hop("a-1"), Hop { role_arn: OTHER.into(), ..Hop::default() }]);
    assert!(said(&read, "under “Ticket” was not read"));
    let prose = format!("name, role, external id\nas you know, we have {ROLE}, x1\n");
    assert_eq!(read_hops(&prose).hops[0].external_id, None);
    assert!(!read_hops(&prose).notes.is_empty());
}

#[test]
fn the_parameters_of_an_address_say_more_of_its_role() {
    let encoded = ROLE.replace(':', "%3A").replace('/', "%2F");
    for text in [
        format!("AIRFLOW_CONN_SHOP='aws://@/?role_arn={encoded}&region_name=eu-west-1&external_id=af-881'"),
        format!("aws:///?region_name=eu-west-1&external_id=af-881&role_arn={ROLE}"),
        format!(
            "see https://sts.amazonaws.com/?Version=2011-06-15&Action=AssumeRole&RoleArn={ROLE}&ExternalId=af-881&Region=eu-west-1."
        ),
    ] {
        let read = read_hops(&text);
        assert_eq!(read.hops, [Hop { region: Some("eu-west-1".into()), ..hop("af-881") }], "{text} {:?}", read.notes);
    }
    let more = read_hops(&format!("aws://@/?role_arn={ROLE}&botocore_kwargs=x"));
    assert!(said(&more, "“botocore_kwargs” was seen and not read"), "{:?}", more.notes);
}

#[test]
fn keys_beside_roles_are_whose_the_chain_starts_from() {
    let secret = "Hush/base+key0123456789abcdefghijklmnopq";
    let encoded = secret.replace('/', "%2F").replace('+', "%2B");
    for text in [
        format!("aws://{KEY}:{encoded}@/?role_arn={ROLE}&external_id=k-1"),
        format!(
            "AWS_ACCESS_KEY_ID={KEY}\nAWS_SECRET_ACCESS_KEY={secret}\nAWS_ROLE_ARN={ROLE}\nAWS_ROLE_EXTERNAL_ID=k-1\n"
        ),
        format!(
            r#"{{"conn_type": "aws", "login": "{KEY}", "password": "{secret}", "extra": {{"role_arn": "{ROLE}", "external_id": "k-1"}}}}"#
        ),
    ] {
        let plan = import(&text);
        let [source] = &plan.sources[..] else { panic!("{text} {:?}", plan.notes) };
        assert!(source.has_keys);
        let chain = &plan.chains[0].chain;
        assert_eq!((&chain.source_id, &chain.hops), (&source.source.id, &vec![hop("k-1")]), "{text}");
        assert_eq!(plan.credentials[0].credentials.access_key_id, KEY);
        assert_eq!(plan.credentials[0].credentials.secret_access_key.expose(), secret);
        let shown = serde_json::to_string(&(&plan.notes, &plan.sources, &plan.chains)).unwrap();
        assert!(!shown.contains("key0123456789"));
        assert!(said(&read_hops(&text), "no part of a hop"));
        // Whose key is here already is that one.
        let mine = rolerelay::chain::Source { id: "s1".into(), name: "Mine".into(), ..Default::default() };
        let key = KeptKey { source_id: "s1".into(), access_key_id: KEY.into() };
        let beside = import_into(&text, &Kept { sources: vec![mine], keys: vec![key], ..Kept::default() });
        assert_eq!((beside.sources.len(), beside.chains[0].chain.source_id.as_str()), (0, "s1"));
    }
    let reply = format!(
        r#"{{"Credentials":{{"AccessKeyId":"{KEY}","SecretAccessKey":"{secret}"}},"AssumedRoleUser":{{"Arn":"arn:aws:sts::401122334455:assumed-role/Support/jo"}},"of":"{ROLE}"}}"#
    );
    let plan = import(&reply);
    assert_eq!((plan.sources.len(), told(&plan, "assumed already")), (0, 1), "{:?}", plan.notes);
}

#[test]
fn roles_of_a_policy_are_told_of_as_what_they_are() {
    let json = |what: &str| {
        format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",{what},"Action":"sts:AssumeRole"}}]}}"#)
    };
    let beside = "none is assumed from the one before it";
    let principal = "A role is a principal here";
    for (text, first, second) in [
        (json(&format!(r#""Resource":["{ROLE}","{OTHER}"]"#)), false, true),
        (json(&format!(r#""Resource":"{ROLE}""#)), false, false),
        (json(&format!(r#""Principal":{{"AWS":"{ROLE}"}}"#)), true, false),
        (json(&format!(r#""Principal":{{"AWS":["{ROLE}","{OTHER}"]}}"#)), true, true),
        (
            format!(
                "Statement:\n  - Effect: Allow\n    Resource:\n      - {ROLE}\n      - {OTHER}\n    Action: sts:AssumeRole\n"
            ),
            false,
            true,
        ),
        (format!("principals {{\n  type = \"AWS\"\n  identifiers = [\"{ROLE}\", \"{OTHER}\"]\n}}\n"), true, true),
        (format!("aws sts assume-role --role-arn {ROLE}\n{OTHER}\n"), false, false),
    ] {
        let plan = import(&text);
        assert_eq!((told(&plan, principal) > 0, told(&plan, beside) > 0), (first, second), "{text} {:?}", plan.notes);
    }
}

/// In the settings of Vault, of Spring, and of a kubeconfig, whose command is a list.
#[test]
fn what_names_a_setting_in_another_way_is_told_of() {
    for (line, word) in [
        ("default_sts_ttl=30m", "ststtl"),
        ("spring.cloud.aws.external.id=sp-204", "externalid"),
        ("      - --region\n      - eu-west-1", "region"),
        ("        name: AWS_PROFILE\n        value: hub", "awsprofile"),
    ] {
        let read = read_hops(&format!("role: {ROLE}\n{line}\n"));
        assert_eq!(read.hops.len(), 1, "{line}");
        assert!(said(&read, word), "{line}: {:?}", read.notes);
    }
}
