//! What is said of one role is no other's, a variable is no value, and what was put aside or cut is no role: the forms that tools write
//! roles in which nobody had named before.

use super::roles::{arns, one, said};
use super::torn::BLOCKS;
use rolerelay::interchange::import::read_hops;

const HUB: &str = "arn:aws:iam::111111111111:role/Hub";
const PROD: &str = "arn:aws:iam::222222222222:role/Prod";

/// Two roles in one list, one place for a detail before the role and one behind it, and how the detail is written there.
const LISTS: [(&str, &str, &str); 8] = [
    ("  assumeRoles:\n", "    - name: x\nEXT      roleArn: ROLE\nEXT      sessionName: s\n", "      externalId: e-1\n"),
    ("assumeRoleChain:\n", "- roleARN: ROLE\nEXT", "  externalID: e-1\n"),
    ("", "assume_role {\nEXT  role_arn = \"ROLE\"\nEXT}\n", "  external_id = \"e-1\"\n"),
    ("roles = [\n", "  {\nEXT    role_arn = \"ROLE\"\nEXT  },\n", "    external_id = \"e-1\"\n"),
    ("{\"chain\": [\n", "  {EXT \"roleArn\": \"ROLE\", EXT \"sessionName\": \"s\"},\n", "\"externalId\": \"e-1\","),
    (
        "",
        "- uses: aws-actions/configure-aws-credentials@v4\n  with:\nEXT    role-to-assume: ROLE\nEXT",
        "    role-external-id: e-1\n",
    ),
    ("", "sts.assume_role(EXTRoleArn='ROLE',EXT RoleSessionName='s')\n", " ExternalId='e-1', "),
    ("", "aws sts assume-role EXT --role-arn ROLE EXT --role-session-name s\n", "--external-id e-1"),
];

#[test]
fn what_is_said_of_one_role_is_no_others() {
    for (head, item, detail) in LISTS {
        let places = item.matches("EXT").count();
        // Which role has the detail, and where.
        for (which, place) in (0..2).flat_map(|which| (0..places).map(move |place| (which, place))) {
            let mut text = head.to_string();
            for (at, role) in [HUB, PROD].into_iter().enumerate() {
                let parts: Vec<&str> = item.split("EXT").collect();
                for (gap, part) in parts.iter().enumerate() {
                    text += &part.replace("ROLE", role);
                    if gap < places && at == which && gap == place {
                        text += detail;
                    }
                }
            }
            let read = read_hops(&text);
            let found: Vec<_> = read.hops.iter().map(|hop| (&*hop.role_arn, hop.external_id.as_deref())).collect();
            let has = |at| (at == which).then_some("e-1");
            assert_eq!(found, [(HUB, has(0)), (PROD, has(1))], "{text}");
        }
    }
}

#[test]
fn a_variable_is_no_value() {
    for word in [
        "var.external_id",
        "local.ids[0]",
        "data.x.y.json",
        "module.hub.id",
        "each.value",
        "external_id",
        "random_id.x.hex",
    ] {
        let text = format!("  role_arn    = \"{HUB}\"\n  external_id = {word}\n");
        let read = read_hops(&text);
        assert_eq!(read.hops[0].external_id, None, "{text}");
        assert!(
            read.notes.iter().any(|note| note.message.contains("ExternalId could not be read")),
            "{text}: {read:?}"
        );
    }
    // A shell and a file of settings quote what they want to.
    assert_eq!(one(&format!("ROLE_ARN=\"{HUB}\"\nEXTERNAL_ID=e-1\n")).external_id.as_deref(), Some("e-1"));
    assert_eq!(one(&format!("role_arn = {HUB}\nexternal_id = e-1\n")).external_id.as_deref(), Some("e-1"));
    let tags = format!(
        "p := stscreds.NewAssumeRoleProvider(c, \"{HUB}\", func(o *O) {{\n\to.Tags = []types.Tag{{{{Key: k}}}}\n}})"
    );
    assert!(said(&tags).iter().any(|sentence| sentence.contains("Tags could not be read")), "{:?}", said(&tags));
}

#[test]
fn a_call_is_read_as_a_call_wherever_its_lines_end() {
    let ruby = format!(
        "Aws::AssumeRoleCredentials.new(\n  client: Aws::STS::Client.new(credentials: Aws::AssumeRoleCredentials.new(\n    \
         role_arn: '{HUB}', role_session_name: 'in')),\n  role_arn: '{PROD}', external_id: 'e-1')"
    );
    assert_eq!(arns(&ruby), [HUB, PROD]);
    assert_eq!(read_hops(&ruby).hops[0].session_name.as_deref(), Some("in"));
    let rust = format!(
        "AssumeRoleProvider::builder(\"{PROD}\").session_name(\"out\")\n    .build_from_provider(AssumeRoleProvider::builder(\"{HUB}\").build())"
    );
    assert_eq!(arns(&rust), [HUB, PROD]);
    let go = format!("RoleArn: pulumi.StringPtr(\"{HUB}\"),\nExternalId: pulumi.StringPtr(\"e-1\"),\n");
    assert_eq!((one(&go).role_arn, one(&go).external_id.as_deref()), (HUB.into(), Some("e-1")));
    let cpp = format!(
        "auto r = AssumeRoleRequest().WithRoleArn(\"{HUB}\").WithExternalId(\"e-1\").WithRoleSessionName(\"s\");"
    );
    assert_eq!((one(&cpp).external_id.as_deref(), one(&cpp).session_name.as_deref()), (Some("e-1"), Some("s")));
    let python = format!("    extra_args={{'RoleSessionName': 'x'}},\n    role_arn='{HUB}')");
    assert_eq!(arns(&python), [HUB]);
}

#[test]
fn an_arn_that_goes_on_in_the_next_line_is_none() {
    let long = format!("{HUB}/{}", "of/a/long/path/".repeat(3));
    for text in [
        format!("{HUB}-\nwest and more\n"),
        format!("{HUB}/\nwest\n"),
        format!("> > {HUB}=\n> > west\n"),
        format!("{long}Admini\nstrator\n"),
        format!("role: {HUB}_\r\nwest\n"),
    ] {
        let read = read_hops(&text);
        assert!(read.hops.is_empty() && !read.notes.is_empty(), "{text}: {read:?}");
    }
    assert_eq!(arns(&format!("{HUB}-\n{PROD}-\n")).len(), 2, "a name may end so");
    assert_eq!(arns(&format!("{long}Admin\nand then\n")).len(), 1, "prose goes on");
}

#[test]
fn what_is_put_aside_in_any_language_is_no_role() {
    let old = "arn:aws:iam::333333333333:role/Old";
    for (open, close) in BLOCKS {
        let read = read_hops(&format!("{HUB}\n{open}\n * {old}\n{old}\n{close}\n{PROD}\n"));
        let found: Vec<_> = read.hops.iter().map(|hop| &*hop.role_arn).collect();
        assert_eq!((found, read.notes.len()), (vec![HUB, PROD], 1), "{open}");
    }
    for mark in ["::", "%%", "dnl ", "@rem ", "-- ", "' "] {
        assert_eq!(arns(&format!("{HUB}\n{mark}{old}\n{PROD}\n")), [HUB, PROD], "{mark}");
    }
    // What has no end is a line, and the rest is read.
    assert_eq!(arns(&format!("/* {old}\n{PROD}\n")), [PROD]);
}

#[test]
fn an_empty_parameter_is_absent_and_an_address_is_read() {
    let skeleton = format!(
        "{{\"RoleArn\": \"{HUB}\", \"Policy\": \"\", \"Tags\": [{{\"Key\": \"\", \"Value\": \"\"}}], \"ExternalId\": \"\", \"SerialNumber\": \"\"}}"
    );
    assert_eq!(one(&skeleton), one(HUB));
    let query =
        "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2FHub&ExternalId=a%2Fb&RoleSessionName=s";
    assert_eq!((one(query).role_arn, one(query).external_id.as_deref()), (HUB.into(), Some("a/b")));
    for sentence in
        ["ext id: p-1", "profile: base", "--profile=base", "MFA token 123456", "Tags:\n- Key: a\n  Value: b"]
    {
        assert!(said(&format!("{HUB}\n\n{sentence}\n")).iter().any(|said| said.contains("was not read")), "{sentence}");
    }
    // UTF-16 that was taken for bytes, a terminal's colours, a soft hyphen.
    let wide: String = format!("{HUB}\n{PROD}\n").chars().flat_map(|c| [c, '\0']).collect();
    assert_eq!(arns(&wide), [HUB, PROD]);
    assert_eq!(arns(&format!("\u{1b}[32m{}\u{1b}[0m", HUB.replace("11:", "1\u{ad}1:"))), [HUB]);
}
