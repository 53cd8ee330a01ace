//! The table of hosts.

use std::collections::HashSet;

use rolerelay::aws::partition::{Partition, PartitionInfo, origins, origins_of_others, partitions};

#[test]
fn names_lead_back_to_their_partition() {
    for partition in Partition::ALL {
        assert_eq!(Partition::from_name(partition.name()), Some(partition));
    }
    assert_eq!(Partition::from_name("aws-moon"), None);
    assert_eq!(Partition::from_name(""), None);
}

#[test]
fn each_region_is_of_one_partition() {
    let mut seen = HashSet::new();
    for partition in Partition::ALL {
        assert!(partition.has_region(partition.default_region()));
        for region in partition.regions() {
            assert!(seen.insert(*region), "{region} is listed twice");
            assert_eq!(partition.check_region(region), Ok(()));
        }
    }
    assert_eq!(Partition::Aws.regions().len(), 36);
}

#[test]
fn says_whose_a_wrong_region_is() {
    let said = Partition::Aws.check_region("cn-north-1").unwrap_err();
    assert!(said.contains("AWS China"), "{said}");
    let said = Partition::Aws.check_region("evil.example/").unwrap_err();
    assert!(!said.contains("evil") && said.contains("us-east-1"), "{said}");
    assert!(Partition::Aws.check_region("US-EAST-1").is_err());
}

#[test]
fn sts_hosts_are_regional() {
    for (partition, region, host) in [
        (Partition::Aws, "eu-west-1", "sts.eu-west-1.amazonaws.com"),
        (Partition::AwsCn, "cn-northwest-1", "sts.cn-northwest-1.amazonaws.com.cn"),
        (Partition::AwsUsGov, "us-gov-east-1", "sts.us-gov-east-1.amazonaws.com"),
        (Partition::AwsEusc, "eusc-de-east-1", "sts.eusc-de-east-1.amazonaws.eu"),
        (Partition::AwsIso, "us-iso-east-1", "sts.us-iso-east-1.c2s.ic.gov"),
        (Partition::AwsIsoB, "us-isob-east-1", "sts.us-isob-east-1.sc2s.sgov.gov"),
        (Partition::AwsIsoE, "eu-isoe-west-1", "sts.eu-isoe-west-1.cloud.adc-e.uk"),
        (Partition::AwsIsoF, "us-isof-south-1", "sts.us-isof-south-1.csp.hci.ic.gov"),
    ] {
        assert_eq!(partition.sts_host(region), host);
    }
}

#[test]
fn sign_in_hosts_have_a_label_outside_the_default_region() {
    for (partition, region, bare, prefixed) in [
        (Partition::Aws, None, "signin.aws.amazon.com", "us-east-1.signin.aws.amazon.com"),
        (Partition::Aws, Some("us-east-1"), "signin.aws.amazon.com", "us-east-1.signin.aws.amazon.com"),
        (Partition::Aws, Some("eu-west-1"), "eu-west-1.signin.aws.amazon.com", "eu-west-1.signin.aws.amazon.com"),
        (Partition::AwsCn, None, "signin.amazonaws.cn", "cn-north-1.signin.amazonaws.cn"),
        (Partition::AwsUsGov, None, "signin.amazonaws-us-gov.com", "us-gov-west-1.signin.amazonaws-us-gov.com"),
        (
            Partition::AwsUsGov,
            Some("us-gov-east-1"),
            "us-gov-east-1.signin.amazonaws-us-gov.com",
            "us-gov-east-1.signin.amazonaws-us-gov.com",
        ),
        (
            Partition::AwsEusc,
            None,
            "eusc-de-east-1.signin.amazonaws-eusc.eu",
            "eusc-de-east-1.signin.amazonaws-eusc.eu",
        ),
    ] {
        assert_eq!(partition.sign_in_host(region, false), bare);
        assert_eq!(partition.sign_in_host(region, true), prefixed);
    }
}

#[test]
fn console_hosts_are_known_outside_the_iso_family() {
    assert_eq!(Partition::Aws.console_host(None).as_deref(), Some("console.aws.amazon.com"));
    assert_eq!(Partition::Aws.console_host(Some("sa-east-1")).as_deref(), Some("sa-east-1.console.aws.amazon.com"));
    assert_eq!(Partition::AwsEusc.console_host(None).as_deref(), Some("eusc-de-east-1.console.amazonaws-eusc.eu"));
    for partition in [Partition::AwsIso, Partition::AwsIsoB, Partition::AwsIsoE, Partition::AwsIsoF] {
        assert!(!partition.console_known());
        assert_eq!(partition.console_host(None), None);
    }
}

#[test]
fn origins_are_exactly_what_a_walk_can_ask() {
    let origins = origins();
    let listed: HashSet<_> = origins.iter().cloned().collect();
    assert_eq!(listed.len(), origins.len(), "none twice");
    let mut asked = HashSet::new();
    for partition in Partition::ALL.into_iter().filter(|partition| partition.console_known()) {
        for region in partition.regions() {
            asked.insert(format!("https://{}", partition.sts_host(region)));
            asked.insert(format!("https://{}", partition.sign_in_host(Some(region), false)));
            asked.insert(format!("https://{}", partition.sign_in_host(Some(region), true)));
        }
    }
    assert_eq!(listed, asked);
    assert!(origins.iter().all(|origin| !origin.contains('*')));
}

#[test]
fn only_the_commercial_partition_is_for_everybody() {
    let (origins, others) = (origins(), origins_of_others());
    assert!(others.iter().all(|origin| origins.contains(origin)));
    let commercial: Vec<_> = origins.iter().filter(|origin| !others.contains(origin)).collect();
    assert_eq!(commercial.len(), 2 * Partition::Aws.regions().len() + 1);
    for region in Partition::Aws.regions() {
        assert!(commercial.contains(&&format!("https://sts.{region}.amazonaws.com")));
    }
    assert!(others.contains(&"https://sts.us-gov-west-1.amazonaws.com".into()));
}

#[test]
fn pages_see_what_can_be_opened() {
    let partitions = partitions();
    assert_eq!(partitions.len(), 8);
    assert_eq!(partitions[0].id, "aws");
    let supported: Vec<_> = partitions.iter().filter(|info| info.supported).map(|info| info.id.as_str()).collect();
    assert_eq!(supported, ["aws", "aws-us-gov", "aws-cn", "aws-eusc"]);
    assert!(partitions.iter().all(|info| info.regions.contains(&info.default_region)));
    for PartitionInfo { id, policies, sts_origin, default_region, .. } in partitions {
        let is_its = |arn: &String| arn.starts_with(&format!("arn:{id}:iam::aws:policy/"));
        assert!(policies.iter().all(is_its) && sts_origin.contains(&default_region), "{id}");
    }
}

#[test]
fn the_console_s_hosts_are_one_origin_with_a_wildcard_that_covers_no_sign_in_page() {
    for info in partitions() {
        let Some(origin) = info.console_origin else {
            assert!(!info.supported, "{}", info.id);
            continue;
        };
        let domain = origin.strip_prefix("https://*.").unwrap();
        let partition = Partition::from_name(&info.id).unwrap();
        assert_eq!(partition.console_domain(), Some(domain));
        assert!(partition.console_host(Some(partition.regions()[0])).unwrap().ends_with(domain));
        assert!(origins().iter().all(|origin| !origin.ends_with(domain)), "{domain}");
    }
}
