//! Roles as programs, other tools and documents write them: in their order, with their details, whole or not at all.

use rolerelay::aws::credentials::Secret;
use rolerelay::chain::{Chain, Hop};
use rolerelay::interchange::import::{ImportFile, Kept, PastedHops, plan, read_hops};

use crate::roles::{HUB, PROD, arns, one, said};

/// AWS's own page on it: the provider that is given as credentials is asked first, so the outer role is assumed from the inner.
#[test]
fn the_inner_of_nested_credentials_comes_first() {
    let prod = "arn:aws:iam::222222222222:role/Prod";
    for text in [
        "fromTemporaryCredentials({ params: { RoleArn: 'PROD', RoleSessionName: 'b' },\n  masterCredentials: fromTemporaryCredentials({ params: { RoleArn: 'HUB' } }) })",
        "fromTemporaryCredentials({ masterCredentials: fromTemporaryCredentials({ params: { RoleArn: 'HUB' } }), params: { RoleArn: 'PROD' } })",
        "new AWS.ChainableTemporaryCredentials({ params: {RoleArn: 'PROD'}, masterCredentials: new AWS.ChainableTemporaryCredentials({ params: {RoleArn: 'HUB'} }) });",
        "new Sts({ region: 'x', params: {RoleArn: 'PROD'}, clientConfig: { credentials: chain({ params: {RoleArn: 'HUB'} }) } })",
        "StsAssumeRoleCredentialsProvider.builder()\n  .refreshRequest(r -> r.roleArn(\"PROD\").roleSessionName(\"b\"))\n  .stsClient(StsClient.builder().credentialsProvider(StsAssumeRoleCredentialsProvider.builder()\n    .refreshRequest(r -> r.roleArn(\"HUB\")).build()).build())\n  .build();",
        "Aws::AssumeRoleCredentials.new(role_arn: 'PROD', client: Aws::STS::Client.new(credentials: Aws::AssumeRoleCredentials.new(role_arn: 'HUB')))",
        "new AssumeRoleCredentialProvider(['assume_role_params' => ['RoleArn' => 'PROD'], 'client' => new StsClient(['credentials' => new AssumeRoleCredentialProvider(['assume_role_params' => ['RoleArn' => 'HUB']])])])",
        "new AssumeRoleAWSCredentials(new AssumeRoleAWSCredentials(keys, \"HUB\", \"a\"), \"PROD\", \"b\");",
        "hub := NewAssumeRoleProvider(client, \"HUB\")\nprod := NewAssumeRoleProvider(sts.NewFromConfig(cfg), \"PROD\")",
        "const credentials = assume({ RoleArn: 'HUB' })\nconst other = assume({ RoleArn: 'PROD' })",
    ] {
        let text = text.replace("PROD", prod).replace("HUB", HUB);
        assert_eq!(arns(&text), [HUB, prod], "{text}");
    }
    let three = "f({ params: { RoleArn: 'PROD' }, masterCredentials: f({ params: { RoleArn: 'MID' }, masterCredentials: f({ params: { RoleArn: 'HUB' } }) }) })";
    let mid = "arn:aws:iam::333333333333:role/Mid";
    assert_eq!(arns(&three.replace("PROD", prod).replace("MID", mid).replace("HUB", HUB)), [HUB, mid, prod]);
}

#[test]
fn a_value_that_may_be_cut_is_a_finding_and_no_shorter_value() {
    for gap in [
        "${ROLE}",
        "$ROLE",
        "{{ role }}",
        "{role}",
        "<role-name>",
        "*",
        "%s",
        "…",
        "...",
        "\u{2013}name",
        "\u{2010}name",
        "?",
        "ü",
        "\\\nname",
    ] {
        for start in [
            "arn:aws:iam::111111111111:role/",
            "arn:aws:iam::111111111111:role/My",
            "arn:aws:iam::",
            "arn:aws:iam::111111111111:",
        ] {
            let read = read_hops(&format!("see {start}{gap} for it"));
            assert_eq!(read.hops, [], "{start}{gap}");
            assert!(!read.notes.is_empty(), "{start}{gap}");
        }
    }
    assert_eq!(read_hops("arn:${AWS::Partition}:iam::111111111111:role/x").hops, []);
    assert_eq!(arns(&format!("**{HUB}** and <b>{HUB}</b><br>")), [HUB], "marks of a document are none");
    for gap in ["<id>", "{{ id }}", "%s", "${ID}"] {
        let text = format!("sts.assume_role(RoleArn='{HUB}', ExternalId='pre-{gap}', RoleSessionName='{gap}')");
        let read = read_hops(&text);
        assert_eq!((&read.hops[0].external_id, &read.hops[0].session_name), (&None, &None), "{gap}");
        assert_eq!(read.notes.len(), 2, "{:?}", read.notes);
    }
}

#[test]
fn details_come_along_from_other_languages_and_tools() {
    let full = |hop: Hop| (hop.external_id, hop.session_name, hop.duration_seconds, hop.region);
    let wanted = (Some("a:b/c".to_string()), Some("alice".to_string()), Some(1800), Some("eu-west-1".to_string()));
    for text in [
        "Use-STSRole -RoleArn HUB -RoleSessionName alice -ExternalId \"a:b/c\" -DurationInSeconds 1800 -Region eu-west-1",
        "use-stsrole -Region eu-west-1 `\n  -RoleArn 'HUB' `\n  -ExternalId a:b/c -RoleSessionName alice -DurationInSeconds 1800",
        "      - uses: aws-actions/configure-aws-credentials@v4\n        with:\n          aws-region: eu-west-1\n          role-to-assume: HUB\n          role-session-name: alice\n          role-external-id: a:b/c\n          role-duration-seconds: 1800\n",
        "- amazon.aws.sts_assume_role:\n    role_arn: \"HUB\"\n    role_session_name: 'alice'\n    duration_seconds: 1800 # half an hour\n    external_id: a:b/c\n    region: eu-west-1\n",
        "provider \"aws\" {\n  assume_role {\n    role_arn     = \"HUB\"\n    session_name = \"alice\"\n    external_id  = \"a:b/c\"\n    duration     = \"30m\"\n    region = \"eu-west-1\"\n  }\n}\n",
        "[profile x]\nrole_arn = HUB\nrole_session_name = alice\nexternal_id = a:b/c\nduration_seconds = 1800\nregion = eu-west-1\n",
        "sts.assumeRole({ RoleArn: 'HUB', RoleSessionName: 'alice', ExternalId: 'a:b/c', DurationSeconds: 1800, region: 'eu-west-1' })",
        "Aws::AssumeRoleCredentials.new(assume: {role_arn: 'HUB', role_session_name: 'alice', external_id: 'a:b/c', duration_seconds: 1800, region: 'eu-west-1'})",
    ] {
        let text = text.replace("HUB", HUB);
        assert_eq!(full(one(&text)), wanted, "{text}");
    }
    let link = "https://signin.aws.amazon.com/switchrole?account=111111111111&roleName=team%2FHub&color=F2B0A9";
    assert_eq!(one(link).role_arn, "arn:aws:iam::111111111111:role/team/Hub");
    let link = "https://signin.amazonaws-us-gov.com/switchrole?roleName=Hub&account=111111111111&displayName=prod";
    assert_eq!(arns(link), ["arn:aws-us-gov:iam::111111111111:role/Hub"]);
    assert!(said(link)[0].contains("“displayName” was seen and not read"), "{:?}", said(link));
    assert!(said("https://signin.aws.amazon.com/switchrole?account=my-alias&roleName=Hub")[0].contains("12 digits"));
    let link = "https://signin.aws.amazon.com/switchrole?account=1111-1111-1111&roleName=Hub";
    assert_eq!(arns(link), [HUB]);
    let blocks = "  assume_role {\n    role_arn = \"HUB\"\n  }\n  assume_role {\n    role_arn = \"PROD\"\n    external_id = \"x1\"\n  }\n";
    let hops = read_hops(&blocks.replace("HUB", HUB).replace("PROD", "arn:aws:iam::222222222222:role/P")).hops;
    assert_eq!(hops.iter().map(|hop| hop.external_id.as_deref()).collect::<Vec<_>>(), [None, Some("x1")]);
}

/// An event of a function, a parameter of a document, a line of a log.
#[test]
fn an_object_within_a_string_is_read_with_its_details() {
    let details = |text: &str| {
        let hops = read_hops(text).hops.into_iter();
        hops.map(|hop| (hop.role_arn, hop.external_id, hop.duration_seconds)).collect::<Vec<_>>()
    };
    let wanted = vec![(HUB.to_string(), Some("a:b/c".to_string()), Some(900))];
    let object = format!(r#"{{"RoleArn": "{HUB}", "ExternalId": "a:b/c", "DurationSeconds": 900}}"#);
    let once = object.replace('"', "\\\"");
    let twice = once.replace('\\', "\\\\").replace('"', "\\\"");
    for text in [
        format!("{{\"input\": \"{once}\"}}"),
        format!("aws lambda invoke --payload \"{once}\" out"),
        format!("body = \"{{\\\"input\\\": {once}}}\""),
        format!("log: \"{}\"", once.replace("{", "{\\n  ").replace(", ", ",\\n  ")),
        format!("\"{twice}\""),
    ] {
        assert_eq!(details(&text), wanted, "{text}");
        assert_eq!(read_hops(&text).notes, [], "{text}");
    }
    let prod = "arn:aws:iam::222222222222:role/Prod";
    let both = format!("\"[{once}, {}]\"", once.replace(HUB, prod));
    assert_eq!(arns(&both), [HUB, prod]);
    // What is cut off is no shorter value.
    let cut = &once[..once.len() - 8];
    assert_eq!(details(&format!("\"{cut}")), [(HUB.to_string(), None, None)]);
    assert!(!read_hops(&format!("\"{cut}")).notes.is_empty());
    // A policy in a string within a call is that string.
    let call = format!("sts.assume_role(RoleArn='{HUB}', Policy=\"{{\\\"Version\\\": \\\"2012-10-17\\\"}}\")");
    assert_eq!(one(&call).policy.as_deref(), Some(r#"{"Version": "2012-10-17"}"#));
}

#[test]
fn each_provider_block_of_terraform_is_a_chain_of_its_own() {
    let block = |alias: &str, role: &str, more: &str| {
        format!(
            "provider \"aws\" {{ # {{ no bracket\n  alias = \"{alias}\"\n  assume_role {{\n    role_arn = \"{role}\"\n    session_name = \"s-{alias}\"\n  }}\n{more}}}\n"
        )
    };
    let second = "  assume_role {\n    role_arn = \"arn:aws:iam::333333333333:role/Last\"\n  }\n";
    let text = format!(
        "locals {{\n  a = \"}}{{\"\n}}\n{}{}{}",
        block("one", HUB, ""),
        block("two", HUB, second),
        block("none", "not-an-arn", "")
    );
    let file = ImportFile { name: "main.tf".into(), text: Secret::new(text.as_str()) };
    let planned = plan(&[file], &Kept::default());
    let chains = planned.chains.iter().map(|planned| &planned.chain);
    let told = |chain: &Chain| {
        let hops: Vec<String> =
            chain.hops.iter().map(|hop| format!("{} {:?}", hop.role_arn, hop.session_name)).collect();
        format!("{}: {}", chain.name, hops.join(", "))
    };
    let told: Vec<String> = chains.map(told).collect();
    assert_eq!(
        told,
        [
            format!("one: {HUB} Some(\"s-one\")"),
            format!("two: {HUB} Some(\"s-two\"), arn:aws:iam::333333333333:role/Last None"),
        ]
    );
    assert_ne!(planned.chains[0].chain.id, planned.chains[1].chain.id);
    // A hop takes one chain, and says that there is another.
    let PastedHops { hops, notes } = read_hops(&text);
    assert_eq!(hops.len(), 1);
    assert!(notes.iter().any(|note| note.message.contains("2 provider blocks")), "{notes:?}");
    // What one block says is one chain, with what stands around it.
    assert_eq!(arns(&format!("{}{HUB}x\n", block("one", HUB, ""))).len(), 2);
}

#[test]
fn calls_and_options_around_a_role_say_more_of_it() {
    let full = |hop: &Hop| (hop.external_id.clone(), hop.session_name.clone(), hop.duration_seconds);
    let wanted = (Some("x1".to_string()), Some("alice".to_string()), Some(1800));
    for text in [
        "stscreds.NewAssumeRoleProvider(client, \"HUB\", func(o *stscreds.AssumeRoleOptions) {\n\to.ExternalID = aws.String(\"x1\")\n\
         \to.RoleSessionName = \"alice\"\n\to.Duration = 30 * time.Minute\n})",
        "o.RoleARN = \"HUB\"\no.ExternalID = aws.String(\"x1\")\no.RoleSessionName = \"alice\"\no.Duration = 30 * time.Minute\n",
        "StsAssumeRoleCredentialsProvider.builder()\n  .refreshRequest(AssumeRoleRequest.builder()\n    .roleArn(\"HUB\")\n\
             .roleSessionName(\"alice\").externalId(\"x1\") // theirs\n    .durationSeconds(1800).build())\n  .build();",
        "request.setRoleSessionName(\"alice\");\nrequest.setRoleArn(\"HUB\");\nrequest.setExternalId(\"x1\");\nrequest.setDurationSeconds(1800);",
        "new STSAssumeRoleSessionCredentialsProvider.Builder(\"HUB\", \"alice\").withExternalId(\"x1\").withRoleSessionDurationSeconds(1800).build()",
        "new AssumeRoleAWSCredentials(keys, \"HUB\", \"alice\", new AssumeRoleAWSCredentialsOptions { ExternalId = \"x1\", DurationSeconds = 1800 })",
        "new AssumeRoleRequest { RoleArn = \"HUB\", RoleSessionName = \"alice\", ExternalId = \"x1\", DurationSeconds = 1800 }",
        "Aws::AssumeRoleCredentials.new(client: sts, role_arn: \"HUB\", role_session_name: 'alice', external_id: 'x1', duration_seconds: 1800)",
        "['assume_role_params' => ['RoleArn' => 'HUB', 'RoleSessionName' => 'alice', 'ExternalId' => 'x1', 'DurationSeconds' => 1800]]",
        "AssumeRoleProvider::builder(\"HUB\")\n    .session_name(\"alice\")\n    .external_id(\"x1\")\n    .session_length(Duration::from_secs(1800))",
        "assume_role { role_arn = \"HUB\", session_name = \"alice\", external_id = \"x1\", duration = \"30m\" }",
        "new aws.Provider(\"p\", { assumeRole: { roleArn: \"HUB\", externalId: \"x1\", sessionName: \"alice\", duration: \"30m\" } })",
        "awsume --role-arn HUB --external-id x1 --session-name alice --role-duration 1800 # --external-id old",
        "vault write aws/roles/hub role_arns=HUB external_id=x1 session_name=alice duration=30m",
        "assume_role_arn = \"HUB\"\nassume_role_external_id = \"x1\"\nassume_role_session_name = \"alice\"\nassume_role_duration = \"30m\"",
        "AWS_ROLE_ARN=HUB\nAWS_ROLE_SESSION_NAME=alice\nexternal_id=x1\nduration=30m",
        "iam_role = \"HUB\"\niam_assume_role_duration = 1800\niam_assume_role_session_name = \"alice\"\nexternal_id = \"x1\"",
        "{\"role_arn\": \"HUB\", \"assume_role_kwargs\": {\"ExternalId\": \"x1\", \"RoleSessionName\": \"alice\", \"DurationSeconds\": 1800}}",
    ] {
        let text = text.replace("HUB", HUB);
        assert_eq!(full(&one(&text)), wanted, "{text}");
    }
    // Of several roles each has its own.
    let prod = "arn:aws:iam::222222222222:role/Prod";
    for text in [
        "assume_role = [{ role_arn = \"HUB\" }, { role_arn = \"PROD\", external_id = \"x1\" }]",
        "a(r -> r.roleArn(\"PROD\").externalId(\"x1\")).stsClient(b(r -> r.roleArn(\"HUB\")))",
        "one.setRoleArn(\"HUB\");\ntwo.setRoleArn(\"PROD\");\ntwo.setExternalId(\"x1\");",
        "one --role-arn HUB\ntwo --role-arn PROD --external-id x1",
        "f(\"HUB\", { externalId: none })\nf(\"PROD\", { externalId: 'x1' })",
    ] {
        let read = read_hops(&text.replace("HUB", HUB).replace("PROD", prod));
        let hops: Vec<_> = read.hops.iter().map(|hop| (hop.role_arn.as_str(), hop.external_id.as_deref())).collect();
        assert_eq!(hops, [(HUB, None), (prod, Some("x1"))], "{text}");
    }
    // What is known only when it runs is told of, and no part of it is taken.
    for text in [
        "f(\"HUB\").externalId(id)",
        "f(\"HUB\").externalId(\"a\" + id)",
        "f(\"HUB\").externalId(System.getenv(\"ID\"))",
        "f(role: 'HUB', external_id: ENV['ID'])",
        "f(\"HUB\", { ExternalId = id })",
        "new AssumeRoleOptions(\"HUB\", ExternalId: $id)",
        "x --role-arn HUB --external-id $ID",
        "x --role-arn HUB --external-id \"$ID\"",
    ] {
        let read = read_hops(&text.replace("HUB", HUB));
        assert_eq!(read.hops.iter().map(|hop| &hop.external_id).collect::<Vec<_>>(), [&None], "{text}");
        assert_eq!(read.notes.len(), 1, "{text}: {:?}", read.notes);
    }
}

#[test]
fn the_cells_of_a_table_end_with_their_commas() {
    let prod = "arn:aws:iam::222222222222:role/Prod";
    let text = format!("name,role_arn,external_id\nhub,{HUB},x1\nprod,{prod},\n");
    assert_eq!(arns(&text), [HUB, prod]);
    assert_eq!(read_hops(&text).hops[0].external_id.as_deref(), Some("x1"));
    assert_eq!(arns(&format!("{PROD}\n")), [PROD], "elsewhere it is part of the name");
}

#[test]
fn lists_and_maps_of_terraform_are_read_over_their_lines() {
    let text = r#"
  assume_role {
    tags = {
      Team      = "core"
      "cost-id" = "7"
    }
    transitive_tag_keys = [
      "Team",
    ]
    role_arn    = "HUB"
    policy_arns = [
      "arn:aws:iam::aws:policy/ReadOnlyAccess"
    ]
    external_id = "x1" # theirs
  }
"#;
    let hop = one(&text.replace("HUB", HUB));
    let tags: Vec<_> = hop.session_tags.iter().map(|tag| (&*tag.key, &*tag.value, tag.transitive)).collect();
    assert_eq!(tags, [("Team", "core", true), ("cost-id", "7", false)]);
    assert_eq!(hop.policy_arns, ["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
    assert_eq!(hop.external_id.as_deref(), Some("x1"));
}

#[test]
fn what_was_seen_and_not_read_is_told_of() {
    for text in [
        "o.ExternalID = aws.String(\"x\")",
        "    .externalId(\"x\")",
        "options.DurationSeconds = 900;",
        "session_tags:",
        "The external ID is x.",
        "source_profile = hub",
        "policy_arns",
        "AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/token",
        "credential_source = Environment",
    ] {
        for text in [format!("{HUB}\n\n{text}\n"), format!("{text}\n\nstscreds.New(client, \"{HUB}\")")] {
            assert!(said(&text).iter().any(|sentence| sentence.contains("was not read")), "{text}: {:?}", said(&text));
        }
    }
    assert!(
        said(&format!("aws sts assume-role --role-arn {HUB} --more 1"))[0].contains("“More” was seen and not read")
    );
    assert!(said(&format!("x({{ RoleArn: '{HUB}', ExtId: 'x' }})"))[0].contains("“ExtId”"));
}

#[test]
fn comments_and_the_characters_of_documents() {
    for mark in ["#", "//", ";", "-- ", "<!-- ", "REM "] {
        let read = read_hops(&format!("{HUB}\n{mark} arn:aws:iam::222222222222:role/Old\n"));
        assert_eq!((read.hops.len(), read.notes.len()), (1, 1), "{mark}: {read:?}");
    }
    let command = format!("aws sts assume-role --role-arn {HUB} --external-id \"a b\" --role-session-name alice");
    let plain = one(&command);
    for (from, to) in [
        ("--", "\u{2014}"),
        ("--", "\u{2013}"),
        ("--", "\u{2013}\u{2013}"),
        ("--", "\u{2212}\u{2212}"),
        ("--", "\u{2010}-"),
        (" --", "\u{a0}--"),
        (" --", "\u{202f}\u{2014}"),
        (" --", " \\\r--"),
        (" --", " \\\r\n> --"),
        (" --", " ^\r\nMore? --"),
        ("\"", "„"),
        ("\"", "«"),
        ("\"", "＂"),
        ("\"", "″"),
        ("aws", "\u{feff}aws"),
        ("arn:", "\u{200b}arn:"),
    ] {
        assert_eq!(one(&command.replace(from, to)), plain, "{from:?} as {to:?}");
    }
    for mark in ["//", "#"] {
        let read = read_hops(&format!("roleArn: '{HUB}', {mark} before: arn:aws:iam::222222222222:role/Old\n"));
        assert_eq!((read.hops.len(), read.notes.len()), (1, 1), "{mark}: {read:?}");
        assert_eq!(arns(&format!("see \"5 {mark} 6 {HUB}\"\n")), [HUB], "{mark} in a string");
    }
    let line = said(&format!("{HUB}\n\nsession name and external id: see the duration seconds"));
    assert!(line[0].contains("“externalid” and “sessionname” and “duration”"), "{line:?}");
    let lines = format!("{HUB}\r{PROD}");
    assert_eq!(arns(&lines), [HUB, PROD]);
}

#[test]
fn the_shorter_names_that_tools_have_for_a_role_are_names_of_it() {
    let prod = "arn:aws:iam::222222222222:role/Prod";
    for text in [
        "[sinks.s3.auth]\nassume_role = \"HUB\"\nexternal_id = \"a:b/c\"\nregion = \"eu-west-1\"\n",
        "auth:\n  role: HUB\n  externalId: a:b/c\n  region: eu-west-1\n",
        "[[roles]]\nregion = \"eu-west-1\"\narn = \"HUB\"\nexternal_id = \"a:b/c\"\n",
    ] {
        let text = text.replace("HUB", HUB);
        let hop = one(&text);
        assert_eq!((hop.external_id.as_deref(), hop.region.as_deref()), (Some("a:b/c"), Some("eu-west-1")), "{text}");
        assert_eq!(said(&text), [""; 0], "{text}");
    }
    let both = format!(
        "[[roles]]\narn = \"{HUB}\"\nexternal_id = \"one\"\n[[roles]]\narn = \"{prod}\"\nexternal_id = \"two\"\n"
    );
    let hops = read_hops(&both).hops;
    let told: Vec<_> = hops.iter().map(|hop| (hop.role_arn.as_str(), hop.external_id.as_deref())).collect();
    assert_eq!(told, [(HUB, Some("one")), (prod, Some("two"))]);
}

/// The event names first what was asked, or who asked: the order is the same.
#[test]
fn who_asked_in_an_event_of_cloudtrail_comes_first() {
    let prod = "arn:aws:iam::222222222222:role/Prod";
    let asked = format!(r#""requestParameters":{{"roleArn":"{prod}","externalId":"x1"}}"#);
    let who =
        format!(r#""userIdentity":{{"type":"AssumedRole","sessionContext":{{"sessionIssuer":{{"arn":"{HUB}"}}}}}}"#);
    for event in [format!("{{{asked},{who}}}"), format!("{{{who},{asked}}}")] {
        assert_eq!(arns(&event), [HUB, prod], "{event}");
        assert_eq!(read_hops(&event).hops[1].external_id.as_deref(), Some("x1"));
    }
}
