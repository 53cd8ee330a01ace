//! Regions that an account has to enable first, and what is said where AWS knows the credentials in none or in that one alone.

use rolerelay::aws::partition::is_opt_in;

use crate::world::*;

#[test]
fn keys_that_aws_does_not_know_are_told_by_what_is_likeliest_in_that_region() {
    let told = |region: &str, at: usize| {
        let mut chain = chain_of(2);
        chain.region = Some(region.into());
        let answer = error(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        Scripted::new([(at, answer)]).open(&chain, &long_term()).unwrap_err().message
    };
    for (region, at, sentence) in [
        ("eu-west-1", 0, "does not know the source’s access key"),
        ("af-south-1", 0, "af-south-1, which an account has to enable first"),
        ("eu-west-1", 1, "Its role may have been deleted"),
        ("af-south-1", 1, "in af-south-1. The region may not be enabled"),
    ] {
        let message = told(region, at);
        assert!(message.contains(sentence), "{region}, hop {at}: {message}");
    }
}

#[test]
fn regions_to_opt_in_to_are_of_the_commercial_partition() {
    for (region, opt_in) in [
        ("us-east-1", false),
        ("eu-north-1", false),
        ("af-south-1", true),
        ("xx-new-1", true),
        ("cn-north-1", false),
        ("us-gov-east-1", false),
        ("eusc-de-east-1", false),
        ("us-iso-east-1", false),
        ("us-isob-east-1", false),
        ("eu-isoe-west-1", false),
        ("us-isof-south-1", false),
    ] {
        assert_eq!(is_opt_in(region), opt_in, "{region}");
    }
}
