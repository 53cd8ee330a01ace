//! What AWS's newer refusals point to: the policy in the way, and a page of the console that shows how it was decided.
//!
//! Of the policy, `with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/NoProduction`. Of the page, an
//! address at the end such as `https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/ID` (IAM User
//! Guide, "Troubleshoot access denied error messages"; seen of IAM's calls since 2026, of STS's not yet).

use crate::aws::destination::destination;
use crate::aws::partition::Partition;

/// The ARN of a policy of that partition in AWS's words: a customer's, one of AWS's or one of an organization.
pub(crate) fn policy_arn(said: &str, partition: Partition) -> Option<String> {
    let is_policy = |word: &&str| {
        let parts: Vec<_> = word.splitn(6, ':').collect();
        matches!(parts.as_slice(), ["arn", name, "iam" | "organizations", "", _, resource]
            if *name == partition.name() && (resource.starts_with("policy/") || resource.starts_with("aws:policy/")))
    };
    words(said).find(is_policy).map(str::to_string)
}

/// The page on how it was decided, if it is one of that partition's console.
pub(crate) fn details_page(said: &str, partition: Partition) -> Option<String> {
    let page = words(said).find(|word| word.starts_with("https://") && word.contains("#/authorization-details/"))?;
    destination(partition, None, Some(page)).ok()
}

/// Without what a sentence puts around and behind them.
fn words(said: &str) -> impl Iterator<Item = &str> {
    said.split_whitespace().map(|word| word.trim_matches(['.', ',', ';', '(', ')', '"', '\'', '<', '>']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_and_a_page_are_taken_out_of_the_words() {
        let page = "https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/1a2b";
        let said = format!(
            "User: arn:aws:iam::111122223333:user/policy/ana is not authorized to perform: iam:CreateAccessKey with an explicit deny in an \
             identity-based policy: arn:aws:iam::111122223333:policy/team/NoKeys. See ({page})."
        );
        assert_eq!(policy_arn(&said, Partition::Aws).as_deref(), Some("arn:aws:iam::111122223333:policy/team/NoKeys"));
        assert_eq!(details_page(&said, Partition::Aws).as_deref(), Some(page));
        assert_eq!((policy_arn(&said, Partition::AwsCn), details_page(&said, Partition::AwsCn)), (None, None));
        let scp = "arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1";
        assert_eq!(policy_arn(&format!("a service control policy: {scp}"), Partition::Aws).as_deref(), Some(scp));
    }

    #[test]
    fn an_address_that_only_looks_like_the_consoles_is_none() {
        for host in [
            "console.aws.amazon.com.example",
            "evil.example",
            "ana@console.aws.amazon.com",
            "console.aws.amazon.com:8443",
            "consoleaws.amazon.com",
            "console.amazonaws.cn",
        ] {
            let said = format!("no https://{host}/iam/home#/authorization-details/1");
            assert_eq!(details_page(&said, Partition::Aws), None, "{host}");
        }
        for other in [
            "https://console.aws.amazon.com/iam/home#/users",
            "http://console.aws.amazon.com/#/authorization-details/1",
        ] {
            assert_eq!(details_page(other, Partition::Aws), None);
        }
    }
}
