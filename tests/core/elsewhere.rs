//! A page of the console, opened as the role of another account or partition.

use proptest::prelude::*;
use rolerelay::aws::destination::destination;
use rolerelay::aws::elsewhere::elsewhere;
use rolerelay::aws::partition::Partition;

const LIST: &str = "https://111122223333-ab12cd34.eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#Instances:zone=eu-west-1a;region=eu-west-1";

fn there(address: &str, to: Partition, chosen: Option<&str>) -> Option<String> {
    elsewhere(address, to, chosen).unwrap().destination
}

#[test]
fn in_its_own_partition_a_page_stays_as_it_is_but_for_the_label_of_a_session() {
    let page = there(LIST, Partition::Aws, None);
    let whole =
        "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#Instances:zone=eu-west-1a;region=eu-west-1";
    assert_eq!(page.as_deref(), Some(whole));
    let own = "https://lightsail.aws.amazon.com/ls/webapp/home/instances#x";
    assert_eq!(there(own, Partition::Aws, Some("eu-west-1")).as_deref(), Some(own));
}

#[test]
fn in_another_partition_a_region_is_asked_for_and_the_page_is_there() {
    for to in Partition::ALL.into_iter().filter(|to| to.console_known() && *to != Partition::Aws) {
        let asked = elsewhere(LIST, to, None).unwrap();
        assert_eq!(
            (asked.destination, asked.regions.as_slice()),
            (None, to.regions().iter().map(|it| (*it).to_string()).collect::<Vec<_>>().as_slice())
        );
        for region in to.regions() {
            let page = there(LIST, to, Some(region)).unwrap();
            let host = to.console_host(Some(region)).unwrap();
            assert_eq!(
                page,
                format!("https://{host}/ec2/home?region={region}#Instances:zone=eu-west-1a;region={region}")
            );
        }
    }
    let encoded = "https://us-east-1.console.aws.amazon.com/go/view?x=region%3Dus-east-1#us-east-1;us-east-1-bos-1a";
    assert_eq!(
        there(encoded, Partition::AwsCn, Some("cn-north-1")).as_deref(),
        Some("https://console.amazonaws.cn/go/view?x=region%3Dcn-north-1#cn-north-1;us-east-1-bos-1a")
    );
}

#[test]
fn a_page_that_names_no_region_asks_for_none() {
    let page = "https://console.aws.amazon.com/iam/home#/roles";
    assert_eq!(
        there(page, Partition::AwsUsGov, None).as_deref(),
        Some("https://console.amazonaws-us-gov.com/iam/home#/roles")
    );
}

#[test]
fn what_is_no_page_or_of_one_partition_alone_is_refused() {
    for (address, to, chosen) in [
        ("https://evil.example/", Partition::Aws, None),
        ("/s3/home", Partition::Aws, None),
        ("s3", Partition::Aws, None),
        ("http://console.aws.amazon.com/", Partition::Aws, None),
        ("https://alice@console.aws.amazon.com/", Partition::Aws, None),
        ("https://lightsail.aws.amazon.com/ls/webapp/home", Partition::AwsCn, Some("cn-north-1")),
        (LIST, Partition::AwsCn, Some("eu-west-1")),
        (LIST, Partition::AwsCn, Some("cn-north-1.evil.example/")),
        (LIST, Partition::AwsIso, Some("us-iso-east-1")),
    ] {
        assert!(elsewhere(address, to, chosen).is_err(), "{address} {chosen:?}");
    }
}

proptest! {
    /// Wherever a page leads, it is on the console of the role's partition.
    #[test]
    fn a_page_never_leaves_the_console(
        address in "https://([0-9]{12}-[a-z0-9]{8}\\.)?(us-east-1\\.|eu-west-1\\.)?console\\.(aws\\.amazon\\.com|amazonaws\\.cn)[ -~]{0,40}",
        to in prop::sample::select(Partition::ALL.to_vec()),
        pick in 0..8_usize,
    ) {
        let region = to.regions().get(pick % to.regions().len().max(1)).copied();
        for chosen in [None, region] {
            if let Ok(page) = elsewhere(&address, to, chosen)
                && let Some(page) = page.destination
            {
                prop_assert_eq!(destination(to, chosen, Some(&page)), Ok(page));
            }
        }
    }
}
