//! Roles as programs, other tools and documents write them: in their order, with their details, whole or not at all.

use rolerelay::chain::Hop;
use rolerelay::interchange::import::read_hops;

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
    let blocks = "  assume_role {\n    role_arn = \"HUB\"\n  }\n  assume_role {\n    role_arn = \"PROD\"\n    external_id = \"x1\"\n  }\n";
    let hops = read_hops(&blocks.replace("HUB", HUB).replace("PROD", "arn:aws:iam::222222222222:role/P")).hops;
    assert_eq!(hops.iter().map(|hop| hop.external_id.as_deref()).collect::<Vec<_>>(), [None, Some("x1")]);
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
    let lines = format!("{HUB}\r{PROD}");
    assert_eq!(arns(&lines), [HUB, PROD]);
}
