//! The page that a search asks for: at its end, or pasted into it.

use proptest::prelude::*;
use rolerelay::aws::destination::{MAX_DESTINATION, destination};
use rolerelay::aws::partition::Partition;
use rolerelay::aws::wanted::{Wanted, says_place_alone, wanted};

#[test]
fn a_service_and_a_region_at_the_end_are_a_page() {
    for (query, words, arns, page, label) in [
        ("prod s3", "prod", None, "s3", "S3"),
        ("prod s3 eu-west-1", "prod", Some("arn:aws:"), "s3 eu-west-1", "S3, eu-west-1"),
        ("  Prod   pay S3  EU-West-1 ", "Prod pay", Some("arn:aws:"), "s3 eu-west-1", "S3, eu-west-1"),
        ("prod eu-west-1 s3", "prod", Some("arn:aws:"), "s3 eu-west-1", "S3, eu-west-1"),
        ("prod eu-west-1", "prod", Some("arn:aws:"), "eu-west-1", "eu-west-1"),
        (
            "prod alarms us-gov-east-1",
            "prod",
            Some("arn:aws-us-gov:"),
            "alarms us-gov-east-1",
            "CloudWatch alarms, us-gov-east-1",
        ),
        ("prod iam eu-west-1", "prod", Some("arn:aws:"), "iam eu-west-1", "IAM"),
        ("s3 lambda", "s3", None, "lambda", "Lambda"),
        ("s3 eu-west-1", "s3", Some("arn:aws:"), "eu-west-1", "eu-west-1"),
        ("1111-2222-3333 health", "1111-2222-3333", None, "health", "Health Dashboard"),
    ] {
        let found = wanted(query).unwrap_or_else(|| panic!("{query}"));
        assert_eq!((found.words.join(" ").as_str(), found.account.as_deref()), (words, None), "{query}");
        assert_eq!((found.arns.as_deref(), found.page.as_str(), found.label.as_str()), (arns, page, label), "{query}");
    }
}

#[test]
fn words_alone_are_none() {
    for query in
        ["", " ", "s3", "eu-west-1", "prod", "s3 prod", "prod s3 wages", "prod wavelength", "prod s3,", "prod #s3"]
    {
        assert_eq!(wanted(query), None, "{query}");
    }
}

#[test]
fn an_arn_is_the_page_of_its_resource_on_chains_that_end_in_its_account() {
    let arn = "arn:aws:lambda:eu-west-1:111122223333:function:Pay";
    let found = wanted(&format!("prod {arn}")).unwrap();
    assert_eq!(
        found,
        Wanted {
            words: vec!["prod".into()],
            account: Some("111122223333".into()),
            arns: Some("arn:aws:".into()),
            page: arn.into(),
            label: "lambda function:Pay, eu-west-1".into(),
        }
    );
    // As it stands in JSON, in a sentence, in Markdown.
    for copied in
        [format!("\"{arn}\","), format!("({arn})."), format!("`{arn}`"), format!("“{arn}”"), format!("['{arn}'],")]
    {
        assert_eq!(wanted(&format!("prod {copied}")).as_ref(), Some(&found), "{copied}");
    }
    let bucket = wanted("arn:aws-cn:s3:::logs").unwrap();
    assert_eq!((bucket.words.len(), bucket.account, bucket.arns.as_deref()), (0, None, Some("arn:aws-cn:")));
    let of_aws = wanted("arn:aws:iam::aws:policy/ReadOnlyAccess").unwrap();
    assert_eq!((of_aws.account, of_aws.label.as_str()), (None, "iam policy/ReadOnlyAccess"));
    let role = wanted("arn:aws:iam::111122223333:role/team/Admin").unwrap();
    assert_eq!((role.account.as_deref(), role.label.as_str()), (Some("111122223333"), "iam role/team/Admin"));
    for wrong in [
        "arn:",
        "arn:aws:s3",
        "arn:aws:lambda:eu-wset-1:111122223333:function:Pay",
        "ARN:aws:s3:::b",
        "arn:aws-cn:rds:eu-west-1::db",
        "arn:x:s3:::b",
    ] {
        assert_eq!(wanted(wrong), None, "{wrong}");
    }
}

#[test]
fn an_address_of_the_console_is_a_page_on_chains_that_end_in_its_account() {
    let address = "https://111122223333-ab12cd34.eu-west-1.console.aws.amazon.com/s3/buckets/logs?region=eu-west-1#x";
    let found = wanted(address).unwrap();
    assert_eq!((found.account.as_deref(), found.arns.as_deref()), (Some("111122223333"), Some("arn:aws:")));
    assert_eq!((found.page.as_str(), found.label.as_str()), (address, "s3/buckets/logs x, eu-west-1"));
    let insights = format!("{address}~(end~0~source~(~'a))");
    for copied in [insights.clone(), format!("({insights})"), format!("<{insights}>,")] {
        assert_eq!(wanted(&copied).unwrap().page, insights, "{copied}");
    }
    let long = format!("{address}{}", "a".repeat(3_000));
    assert_eq!(wanted(&format!("prod {long}")).unwrap().page, long);
    let labels = "https://123456789012-ab12cd34.210987654321-43dc21ba.console.aws.amazon.com/";
    let opened = destination(Partition::Aws, None, Some(labels));
    assert_eq!(opened.as_deref(), Ok("https://console.aws.amazon.com/"), "none stays");
    let single = wanted("https://console.amazonaws-us-gov.com/").unwrap();
    assert_eq!(
        (single.account, single.arns.as_deref(), single.label.as_str()),
        (None, Some("arn:aws-us-gov:"), "console")
    );
    for wrong in [
        "https://",
        "https://evil.example/",
        "http://console.aws.amazon.com/",
        "https://console.aws.amazon.com.evil.example/",
        "https://alice@console.aws.amazon.com/",
        "https://111122223333-ab12cd34.evil.example/",
    ] {
        assert_eq!(wanted(wrong), None, "{wrong}");
    }
    assert_eq!(wanted(&format!("https://console.aws.amazon.com/{}", "a".repeat(MAX_DESTINATION))), None);
    assert_eq!(wanted(&format!("arn:aws:s3:::{}", "/".repeat(MAX_DESTINATION / 2))), None, "it grows as it is encoded");
}

#[test]
fn an_address_is_named_as_its_service_or_resource_or_by_what_it_shows() {
    let label = |address: &str| wanted(address).unwrap_or_else(|| panic!("{address}")).label;
    for (query, named) in [
        ("s3 eu-west-1", "S3, eu-west-1"),
        ("iam", "IAM"),
        ("alarms eu-west-1", "CloudWatch alarms, eu-west-1"),
        ("lightsail", "Lightsail"),
        ("arn:aws:lambda:eu-west-1:111122223333:function:Pay", "lambda function:Pay, eu-west-1"),
        ("arn:aws:s3:::a/b%2Fc", "s3 a/b%2Fc"),
        ("eu-west-1", "console/home, eu-west-1"),
    ] {
        assert_eq!(label(&destination(Partition::Aws, None, Some(query)).unwrap()), named, "{query}");
    }
    assert_eq!(label("https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1#"), "S3, us-east-1");
    assert_eq!(label("https://us-east-1.console.aws.amazon.com/iam/home"), "IAM");
    let console = "https://eu-west-1.console.aws.amazon.com";
    assert_eq!(
        label(&format!("{console}/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/a")),
        "cloudwatch/home logsV2:log-groups/log-group/a, eu-west-1"
    );
    assert_eq!(label(&format!("{console}/ec2/home#/")), "ec2/home, eu-west-1");
    assert_eq!(label(&format!("{console}/go/view?arn=no%20arn")), "no arn");
    // Somebody else's text turns nothing around, and begins no other line.
    let turned = label(&format!("{console}/go/view?arn=%E2%80%AE1-tsew-ue%0Agnp&region=eu-west-1"));
    assert_eq!(turned, "\u{fffd}1-tsew-ue\u{fffd}gnp");
    let named = label(&format!("{console}/go/view?arn=arn%3Aaws%3As3%3A%3A%3A{}", "a".repeat(600)));
    assert_eq!((named.chars().count(), named.ends_with("a…")), (121, true), "{named}");
    let long = label(&format!("{console}/x?region=mars-1#{}", "é".repeat(600)));
    assert_eq!((long.chars().count(), long.ends_with("…, eu-west-1")), (132, true), "{long}");
}

#[test]
fn a_query_says_a_place_alone_or_may_say_anything() {
    let console = "https://console.aws.amazon.com";
    for page in [
        "/iam/home",
        "/s3/home?region=eu-west-1#x",
        "/go/view?arn=arn%3Aaws%3As3%3A%3A%3Alogs",
        "/go/view?service=s3&region=eu-west-1",
        "/ec2/home?region=eu-west-1#Instances:instanceState=running;codec=x",
        "/dynamodbv2/home?region=eu-west-1#table?name=orders&tab=overview",
    ] {
        assert!(says_place_alone(&format!("{console}{page}")), "{page}");
    }
    for page in [
        "/s3/home?region=eu-west-1&token=secret",
        "/x?%74oken=1",
        "/x?Region=a",
        // What bears the name of a place may be none.
        "/x?region=wJalrXUtnFEMI",
        "/go/view?service=wJalrXUtnFEMI",
        "/go/view?arn=wJalrXUtnFEMI",
        // Nor is a fragment sent anywhere, and so it is where pages put such.
        "/x#access_token=1",
        "/x#/callback?code=1",
        "/x#a?x=1&%53ecret=1",
        "/x?region=eu-west-1#X-Amz-Signature=1",
        "/x#x;clientPassword:1",
        "/x#SAMLAssertion=1",
    ] {
        assert!(!says_place_alone(&format!("{console}{page}")), "{page}");
    }
    assert!(!says_place_alone("no address"));
}

proptest! {
    /// What a row shows opens there: no page is offered that the rules for destinations then refuse, whatever was typed.
    #[test]
    fn each_page_that_is_offered_opens(
        query in prop_oneof![
            any::<String>(),
            "([a-z0-9#-]{0,8} ){0,3}(s3|iam|lightsail|quicksight|health|phd|[a-z]{1,9})( (eu-west-1|cn-north-1|us-gov-west-1|[a-z0-9-]{1,9}))?",
            "([a-z]{0,5} )?arn:aws(-cn|-us-gov)?:[a-z0-9]{0,6}:(eu-west-1|cn-north-1)?:[0-9]{0,12}:[ -~]{0,20}",
            "https://([0-9]{12}-[a-z0-9]{8}\\.)?([a-z0-9-]{1,12}\\.)?(console|lightsail)\\.aws\\.amazon\\.com[ -~]{0,20}",
        ],
    ) {
        if let Some(found) = wanted(&query) {
            let partition = match found.arns.as_deref() {
                Some(arns) => Partition::from_name(arns.trim_start_matches("arn:").trim_end_matches(':')).unwrap(),
                None => Partition::Aws,
            };
            if partition.console_known() {
                let region = Some(partition.default_region());
                prop_assert!(destination(partition, region, Some(&found.page)).is_ok(), "{:?}", found);
            }
        }
    }
}

#[test]
fn what_looks_nearly_like_a_page_is_none_or_no_more_than_it_is() {
    for c in ['\0', '\u{1}', '\u{1b}', '\u{7f}', '\u{85}', '\u{2028}'] {
        let said =
            destination(Partition::Aws, None, Some(&format!("https://console.aws.amazon.com/a{c}b"))).unwrap_err();
        assert!(said.contains("control character"), "{c:?}: {said}");
    }
    // A session's label has eight signs: of a longer or shorter one nobody knows whose it is.
    for label in ["111122223333-ab12cd3", "111122223333-ab12cd345", "11112222333-ab12cd34"] {
        let address = format!("https://{label}.eu-west-1.console.aws.amazon.com/s3/home");
        assert_eq!(wanted(&address).unwrap().account, None, "{address}");
    }
    assert!(wanted(&format!("{} s3", "a".repeat(MAX_DESTINATION - 3))).is_some());
    assert_eq!(wanted(&format!("{} s3", "a".repeat(MAX_DESTINATION - 2))), None);
}

/// ARNs as the services write them: by the service, what people see of it, its account and region where it names them.
#[test]
fn arns_of_every_form_that_services_have_are_pages() {
    const A: Option<&str> = Some("111122223333");
    for (arn, account, label) in [
        ("arn:aws:acm:eu-west-1:111122223333:certificate/0d4f3c5e-1b2a", A, "acm certificate/0d4f3c5e-1b2a, eu-west-1"),
        ("arn:aws:apigateway:eu-west-1::/restapis/a1b2c3", None, "apigateway /restapis/a1b2c3, eu-west-1"),
        (
            "arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:0d4f:autoScalingGroupName/web",
            A,
            "autoscaling autoScalingGroup:0d4f:autoScalingGroupName/web, eu-west-1",
        ),
        ("arn:aws:backup:eu-west-1:111122223333:backup-vault:Default", A, "backup backup-vault:Default, eu-west-1"),
        (
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
            None,
            "bedrock foundation-model/anthropic.claude-3-haiku-20240307-v1:0, us-east-1",
        ),
        ("arn:aws:budgets::111122223333:budget/All+of-it", A, "budgets budget/All+of-it"),
        ("arn:aws:catalog:eu-west-1:111122223333:product/prod-abc", A, "catalog product/prod-abc, eu-west-1"),
        ("arn:aws:cloudformation:eu-west-1:111122223333:stack/a/b-c", A, "cloudformation stack/a/b-c, eu-west-1"),
        (
            "arn:aws:cloudformation:eu-west-1:aws:transform/Serverless-2016-10-31",
            None,
            "cloudformation transform/Serverless-2016-10-31, eu-west-1",
        ),
        ("arn:aws:cloudfront::111122223333:distribution/E1ABC", A, "cloudfront distribution/E1ABC"),
        ("arn:aws:cloudtrail:eu-west-1:111122223333:trail/all", A, "cloudtrail trail/all, eu-west-1"),
        ("arn:aws:cloudwatch::111122223333:dashboard/Ops", A, "cloudwatch dashboard/Ops"),
        ("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:CPU>90%", A, "cloudwatch alarm:CPU>90%, eu-west-1"),
        ("arn:aws:codecommit:eu-west-1:111122223333:repo", A, "codecommit repo, eu-west-1"),
        (
            "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Ab",
            A,
            "cognito-idp userpool/eu-west-1_Ab, eu-west-1",
        ),
        (
            "arn:aws:dynamodb:eu-west-1:111122223333:table/T/stream/2026-01-01T00:00:00.000",
            A,
            "dynamodb table/T/stream/2026-01-01T00:00:00.000, eu-west-1",
        ),
        ("arn:aws:ec2:eu-west-1::image/ami-0a1b", None, "ec2 image/ami-0a1b, eu-west-1"),
        ("arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b", A, "ec2 instance/i-0a1b, eu-west-1"),
        ("arn:aws:ecr:eu-west-1:111122223333:repository/team/api", A, "ecr repository/team/api, eu-west-1"),
        ("arn:aws:ecs:eu-west-1:111122223333:service/c/s", A, "ecs service/c/s, eu-west-1"),
        ("arn:aws:eks:eu-west-1:111122223333:cluster/c", A, "eks cluster/c, eu-west-1"),
        ("arn:aws:elasticache:eu-west-1:111122223333:cluster:c", A, "elasticache cluster:c, eu-west-1"),
        (
            "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1",
            A,
            "elasticfilesystem file-system/fs-1, eu-west-1",
        ),
        (
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188",
            A,
            "elasticloadbalancing loadbalancer/app/web/50dc6c495c0c9188, eu-west-1",
        ),
        ("arn:aws:es:eu-west-1:111122223333:domain/logs", A, "es domain/logs, eu-west-1"),
        ("arn:aws:events:eu-west-1:111122223333:rule/bus/r", A, "events rule/bus/r, eu-west-1"),
        ("arn:aws:execute-api:eu-west-1:111122223333:a1/*/GET/", A, "execute-api a1/*/GET/, eu-west-1"),
        ("arn:aws:firehose:eu-west-1:111122223333:deliverystream/d", A, "firehose deliverystream/d, eu-west-1"),
        ("arn:aws:globalaccelerator::111122223333:accelerator/0d4f", A, "globalaccelerator accelerator/0d4f"),
        ("arn:aws:glue:eu-west-1:111122223333:table/db/t", A, "glue table/db/t, eu-west-1"),
        (
            "arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/f",
            A,
            "guardduty detector/d/finding/f, eu-west-1",
        ),
        ("arn:aws:iam::111122223333:saml-provider/Okta", A, "iam saml-provider/Okta"),
        ("arn:aws:iam::111122223333:oidc-provider/token.example/a", A, "iam oidc-provider/token.example/a"),
        ("arn:aws:iam::111122223333:root", A, "iam root"),
        ("arn:aws:kinesis:eu-west-1:111122223333:stream/s", A, "kinesis stream/s, eu-west-1"),
        ("arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", A, "kms alias/aws/s3, eu-west-1"),
        ("arn:aws:lambda:eu-west-1:111122223333:function:pay:live", A, "lambda function:pay:live, eu-west-1"),
        (
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/pay:log-stream:2026/01/01/[$LATEST]0d4f",
            A,
            "logs log-group:/aws/lambda/pay:log-stream:2026/01/01/[$LATEST]0d4f, eu-west-1",
        ),
        ("arn:aws:networkmanager::111122223333:global-network/g-1", A, "networkmanager global-network/g-1"),
        (
            "arn:aws:organizations::111122223333:account/o-abc/999999999999",
            A,
            "organizations account/o-abc/999999999999",
        ),
        (
            "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:rds:a-2026",
            A,
            "rds cluster-snapshot:rds:a-2026, eu-west-1",
        ),
        ("arn:aws:route53:::hostedzone/Z123", None, "route53 hostedzone/Z123"),
        ("arn:aws:s3:::logs/a=b/c@d.txt", None, "s3 logs/a=b/c@d.txt"),
        ("arn:aws:s3:eu-west-1:111122223333:accesspoint/p", A, "s3 accesspoint/p, eu-west-1"),
        (
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a/b-AbCdEf",
            A,
            "secretsmanager secret:a/b-AbCdEf, eu-west-1",
        ),
        ("arn:aws:sns:eu-west-1:111122223333:topic", A, "sns topic, eu-west-1"),
        ("arn:aws:sqs:eu-west-1:111122223333:jobs.fifo", A, "sqs jobs.fifo, eu-west-1"),
        ("arn:aws:ssm:eu-west-1:111122223333:parameter/a/b", A, "ssm parameter/a/b, eu-west-1"),
        ("arn:aws:states:eu-west-1:111122223333:stateMachine:m", A, "states stateMachine:m, eu-west-1"),
        ("arn:aws:sts::111122223333:assumed-role/Admin/ana@example.org", A, "sts assumed-role/Admin/ana@example.org"),
        ("arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/0d4f", A, "wafv2 global/webacl/w/0d4f, us-east-1"),
        ("arn:aws-us-gov:s3:::b", None, "s3 b"),
        ("arn:aws-cn:sqs:cn-north-1:111122223333:jobs", A, "sqs jobs, cn-north-1"),
        ("arn:aws-eusc:sqs:eusc-de-east-1:111122223333:jobs", A, "sqs jobs, eusc-de-east-1"),
    ] {
        let found = wanted(arn).unwrap_or_else(|| panic!("{arn}"));
        assert_eq!((found.account.as_deref(), found.label.as_str(), found.page.as_str()), (account, label, arn));
        let partition = arn.split(':').nth(1).and_then(Partition::from_name).unwrap();
        assert_eq!(found.arns, Some(format!("arn:{}:", partition.name())), "{arn}");
        let page = destination(partition, None, Some(arn)).unwrap();
        let told: Vec<_> = url::Url::parse(&page).unwrap().query_pairs().map(|(_, value)| value.into_owned()).collect();
        assert_eq!(told, [arn], "the console is told the ARN and nothing more");
        assert_eq!(wanted(&page).unwrap().label, label, "{page}");
    }
}
