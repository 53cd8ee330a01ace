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
