//! Services by the names that people say: each opens a console page that the rules for destinations let through, in each partition.

use std::collections::HashSet;

use proptest::prelude::*;
use rolerelay::aws::destination::{MAX_DESTINATION, destination};
use rolerelay::aws::partition::Partition;
use rolerelay::aws::services::{Service, ServiceName, service_names};
use url::Url;

/// A partition, a region of it that is not its default (where it has one), and the name that each of its console hosts ends with.
const PLACES: [(Partition, &str, &str); 4] = [
    (Partition::Aws, "eu-west-1", "console.aws.amazon.com"),
    (Partition::AwsCn, "cn-northwest-1", "console.amazonaws.cn"),
    (Partition::AwsUsGov, "us-gov-east-1", "console.amazonaws-us-gov.com"),
    (Partition::AwsEusc, "eusc-de-east-1", "console.amazonaws-eusc.eu"),
];

/// The hosts that are not under that name.
const OWN_HOSTS: [&str; 6] = [
    "lightsail.aws.amazon.com",
    "health.aws.amazon.com",
    "eu-west-1.quicksight.aws.amazon.com",
    "us-east-1.quicksight.aws.amazon.com",
    "phd.amazonaws-us-gov.com",
    "health.amazonaws.cn",
];

fn opened(partition: Partition, region: &str, page: &str) -> Url {
    let opened = destination(partition, Some(region), Some(page)).unwrap_or_else(|said| panic!("{page}: {said}"));
    // What was let through once is let through again, as it is: a link and the run that it begins say the same.
    assert_eq!(destination(partition, Some(region), Some(&opened)).as_ref(), Ok(&opened), "{page}");
    Url::parse(&opened).unwrap()
}

fn regions(url: &Url) -> Vec<String> {
    url.query_pairs().filter(|(name, _)| name == "region").map(|(_, value)| value.into_owned()).collect()
}

#[test]
fn each_name_opens_its_page_in_each_partition() {
    for ServiceName { name, .. } in service_names() {
        let service = Service::find(&name).unwrap();
        for (partition, region, domain) in PLACES {
            let url = opened(partition, region, &name);
            let host = url.host_str().unwrap();
            assert_eq!(url.scheme(), "https", "{url}");
            if OWN_HOSTS.contains(&host) {
                assert!(!service.is_regional() || host.starts_with(region), "{url}");
            } else if service.is_regional() || url.path() == "/go/view" {
                assert_eq!(regions(&url), [region], "{url}");
                assert_eq!(host, format!("{region}.{domain}"), "{url}");
            } else {
                assert_eq!(regions(&url), [] as [&str; 0], "{url}");
                let whole = if partition == Partition::AwsEusc { format!("{region}.{domain}") } else { domain.into() };
                assert_eq!(host, whole, "{url}");
            }
            assert!(url.path().len() > 1, "{url}");
        }
    }
}

#[test]
fn there_are_at_least_160_services_and_no_name_means_two_things() {
    let names = service_names();
    let titles: HashSet<_> = names.iter().map(|one| &one.title).collect();
    assert!(titles.len() >= 160, "{}", titles.len());
    let mut seen = HashSet::new();
    for ServiceName { name, title } in &names {
        assert!(seen.insert(name), "{name} is there twice");
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(name.len() > 1 && name.chars().all(plain), "{name}");
        assert!(Partition::of_region(name).is_none(), "{name} is a region");
        assert!(!title.is_empty() && title.trim() == title, "{name}");
    }
}

#[test]
fn opens_the_pages_that_awss_own_documents_name() {
    for (page, opens) in [
        ("s3", "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1"),
        ("S3", "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1"),
        (" s3  us-west-2 ", "https://us-west-2.console.aws.amazon.com/s3/home?region=us-west-2"),
        ("us-west-2 s3", "https://us-west-2.console.aws.amazon.com/s3/home?region=us-west-2"),
        ("s3 us-east-1", "https://console.aws.amazon.com/s3/home?region=us-east-1"),
        ("iam", "https://console.aws.amazon.com/iam/home"),
        ("iam us-west-2", "https://console.aws.amazon.com/iam/home"),
        ("roles", "https://console.aws.amazon.com/iam/home#/roles"),
        ("cloudfront", "https://console.aws.amazon.com/cloudfront/v4/home"),
        ("log-groups", "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups"),
        ("instances us-west-2", "https://us-west-2.console.aws.amazon.com/ec2/home?region=us-west-2#Instances:"),
        ("lightsail", "https://lightsail.aws.amazon.com/ls/webapp/home"),
        ("phd", "https://health.aws.amazon.com/health/home"),
        ("quicksight us-east-1", "https://us-east-1.quicksight.aws.amazon.com/sn/start"),
        ("us-west-2", "https://us-west-2.console.aws.amazon.com/console/home?region=us-west-2"),
        ("us-east-1", "https://console.aws.amazon.com/console/home?region=us-east-1"),
        (
            "wavelength us-west-2",
            "https://us-west-2.console.aws.amazon.com/go/view?service=wavelength&region=us-west-2",
        ),
        (
            "arn:aws:lambda:us-west-2:111122223333:function:pay",
            "https://us-west-2.console.aws.amazon.com/go/view?arn=arn%3Aaws%3Alambda%3Aus%2Dwest%2D2%3A111122223333%3Afunction%3Apay",
        ),
        ("arn:aws:s3:::b.c", "https://eu-west-1.console.aws.amazon.com/go/view?arn=arn%3Aaws%3As3%3A%3A%3Ab%2Ec"),
    ] {
        assert_eq!(opened(Partition::Aws, "eu-west-1", page).as_str(), opens, "{page}");
    }
    for (partition, page, opens) in [
        (Partition::AwsUsGov, "phd", "https://phd.amazonaws-us-gov.com/phd/home"),
        (Partition::AwsCn, "health", "https://health.amazonaws.cn/health/home"),
        (Partition::AwsCn, "iam", "https://console.amazonaws.cn/iam/home"),
        (
            Partition::AwsUsGov,
            "s3 us-gov-east-1",
            "https://us-gov-east-1.console.amazonaws-us-gov.com/s3/home?region=us-gov-east-1",
        ),
        (Partition::AwsCn, "lightsail", "https://console.amazonaws.cn/go/view?service=lightsail&region=cn-north-1"),
    ] {
        assert_eq!(opened(partition, partition.default_region(), page).as_str(), opens, "{page}");
    }
}

#[test]
fn what_opens_nowhere_says_why() {
    for (page, said) in [
        ("s3 cn-north-1", "AWS China"),
        ("cn-north-1", "AWS China"),
        ("s3 eu-wset-1", "Write a service, a region, or one of each"),
        ("s3 eu-west-1 now", "Write a service, a region, or one of each"),
        ("eu-west-1 us-east-1", "Write a service, a region, or one of each"),
        ("arn:aws-cn:s3:::b", "This resource is in AWS China"),
        ("arn:aws:s3", "not the whole ARN"),
        ("arn:aws:s3:eu-wset-1:111122223333:b", "not the whole ARN"),
        ("arn:aws:s3::1234:b", "not the whole ARN"),
        ("arn:aws:s3:::b c", "not the whole ARN"),
        ("arn:aws:s3:::\u{fc}", "not the whole ARN"),
        ("arn:evil:s3:::b", "not the whole ARN"),
        ("https://lightsail.aws.amazon.com.evil.example/", "not on the AWS console"),
        ("https://evil.lightsail.aws.amazon.com/", "not on the AWS console"),
        ("https://.lightsail.aws.amazon.com/", "not on the AWS console"),
        ("https://cn-north-1.quicksight.aws.amazon.com/", "not on the AWS console"),
        ("https://evillightsail.aws.amazon.com/", "not on the AWS console"),
        ("https://health.amazonaws.cn/", "AWS China"),
    ] {
        let answer = destination(Partition::Aws, Some("eu-west-1"), Some(page));
        assert!(answer.as_ref().is_err_and(|sentence| sentence.contains(said)), "{page:?}: {answer:?}");
    }
}

proptest! {
    /// Whatever words, regions and ARNs are written, what opens is https on a console of AWS.
    #[test]
    fn words_open_nothing_but_the_console(
        page in prop_oneof![
            "[a-z0-9 -]{0,40}",
            "[A-Za-z0-9-]{1,20} (eu-west-1|us-gov-east-1|[a-z0-9-]{1,14})",
            "arn:aws(-cn)?:[a-z0-9:@/.#?&%-]{0,60}",
            "(lightsail|phd|health|[a-z0-9-]{1,9}\\.quicksight)[.@:/a-z]{0,12}(aws\\.amazon\\.com)?",
        ],
    ) {
        if let Ok(opened) = destination(Partition::Aws, Some("eu-west-1"), Some(&page)) {
            let url = Url::parse(&opened).unwrap();
            let host = url.host_str().unwrap();
            prop_assert_eq!(url.scheme(), "https");
            let console = host == "console.aws.amazon.com" || host.ends_with(".console.aws.amazon.com");
            prop_assert!(console || OWN_HOSTS.contains(&host), "{}", opened);
            prop_assert!(url.username().is_empty() && url.password().is_none() && url.port().is_none());
            prop_assert!(opened.is_ascii() && opened.len() <= MAX_DESTINATION);
            prop_assert_eq!(destination(Partition::Aws, None, Some(&opened)), Ok(opened));
        }
    }
}
