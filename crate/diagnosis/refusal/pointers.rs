//! What AWS's newer refusals point to: the policy in the way, and a page of the console that shows how it was decided.
//!
//! Of the policy, `with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/NoProduction`. Of the page, an
//! address such as `https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/ID`, or the ID alone,
//! `call the GetRequestAuthorizationDetails API with the following authorization id: ID` (IAM User Guide, "Troubleshoot access denied
//! error messages with authorization ID"; seen of IAM's calls since 2026, of STS's not yet).

use url::Url;

use crate::aws::arn::is_account;
use crate::aws::destination::destination;
use crate::aws::partition::Partition;

/// The ARN of a policy of that partition in AWS's words: a customer's, one of AWS's or one of an organization.
pub(crate) fn policy_arn(said: &str, partition: Partition) -> Option<String> {
    let is_policy = |word: &&str| {
        let parts: Vec<_> = word.splitn(6, ':').collect();
        matches!(parts.as_slice(), ["arn", name, "iam" | "organizations", "", owner, resource]
            if *name == partition.name() && (*owner == "aws" || is_account(owner)) && resource.starts_with("policy/")
                && resource.bytes().all(is_of_names))
    };
    words(said).find(is_policy).map(str::to_string)
}

/// The page on how it was decided: as AWS names it, if it is that one on that partition's console, else by its ID.
pub(crate) fn details_page(said: &str, partition: Partition) -> Option<String> {
    let named = || words(said).filter(|word| is_details_page(word));
    let page = named().find_map(|page| destination(partition, None, Some(page)).ok());
    page.or_else(|| {
        let (_, after) = said.split_once("authorization id:")?;
        let id = words(after).next().filter(|id| is_id(id))?;
        let (host, region) = (partition.console_host(None)?, partition.default_region());
        Some(format!("https://{host}/iam/home?region={region}#{DETAILS}{id}"))
    })
}

/// Of those that IAM takes in names and paths. What is shown as an ARN is copied, and brings nothing that a shell would read.
fn is_of_names(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+=,.@-_/".contains(&byte)
}

const DETAILS: &str = "/authorization-details/";

/// Whether it shows that and nothing else. What AWS says repeats what a hop sent, which somebody else may have written: on another page of
/// the console a link may make something.
fn is_details_page(address: &str) -> bool {
    let Some(url) = Url::parse(address).ok().filter(|url| url.scheme() == "https") else { return false };
    url.path() == "/iam/home" && url.fragment().and_then(|it| it.strip_prefix(DETAILS)).is_some_and(is_id)
}

/// Of the form that IAM Toolbox's API takes, but for the case.
fn is_id(text: &str) -> bool {
    (1..=256).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
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
        for scp in [
            "arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1",
            "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
        ] {
            let told = policy_arn(&format!("a service control policy: {scp}"), Partition::Aws);
            assert_eq!(told.as_deref(), Some(scp));
        }
    }

    #[test]
    fn what_no_policy_can_be_named_is_no_arn_of_one() {
        for other in [
            "abc:policy/a",
            "111122223333:policy/$(id)",
            "111122223333:policy/a`id`b",
            "111122223333:policy/<b>b",
            "1:policy/a",
        ] {
            assert_eq!(policy_arn(&format!("policy: arn:aws:iam::{other}"), Partition::Aws), None, "{other}");
        }
        let of_aws = "arn:aws:iam::aws:policy/job-function/A+=,.@_-b";
        assert_eq!(policy_arn(&format!("policy: \"{of_aws}\"; ({of_aws})"), Partition::Aws).as_deref(), Some(of_aws));
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
            "http://console.aws.amazon.com/iam/home#/authorization-details/1",
            "https://console.aws.amazon.com/iam/home#/authorization-details/",
            "https://console.aws.amazon.com/iam/home#/authorization-details/1/../users",
            "https://console.aws.amazon.com/cloudformation/home#/stacks/create/review?templateURL=https://x.example/#/authorization-details/1",
            "https://console.aws.amazon.com/cloudshell/home#/authorization-details/1",
        ] {
            assert_eq!(details_page(other, Partition::Aws), None, "{other}");
        }
    }

    #[test]
    fn the_id_alone_leads_to_the_same_page_of_the_same_partition() {
        let said =
            |id: &str| format!("call the GetRequestAuthorizationDetails API with the following authorization id: {id}");
        let page = |partition| details_page(&said("1a2b."), partition);
        assert_eq!(
            page(Partition::Aws).as_deref(),
            Some("https://console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/1a2b")
        );
        assert_eq!(
            page(Partition::AwsUsGov).as_deref(),
            Some("https://console.amazonaws-us-gov.com/iam/home?region=us-gov-west-1#/authorization-details/1a2b")
        );
        for none in ["", "a/b", "a?b", "a#b", "%41", &"a".repeat(257)] {
            assert_eq!(details_page(&said(none), Partition::Aws), None, "{none}");
        }
        // An address that is none of AWS's does not stand in the way of the ID.
        let both = format!("Go to https://evil.example/iam/home#/authorization-details/9z, or {}", said("1a2b"));
        assert_eq!(details_page(&both, Partition::Aws), page(Partition::Aws));
    }
}
