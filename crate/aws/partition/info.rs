//! What pages are told of partitions.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::{Partition, origin};

/// What a page shows of a partition and offers in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct PartitionInfo {
    /// As in an ARN: `aws-us-gov`.
    pub id: String,
    /// As people say it: `AWS GovCloud (US)`.
    pub name: String,
    /// The region of a chain that names none.
    pub default_region: String,
    /// Every region that a chain can name.
    pub regions: Vec<String>,
    /// Whether a chain that ends there can be opened.
    pub supported: bool,
    /// The origin of IAM, for who rotates keys there; absent where no chain can be opened either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iam_origin: Option<String>,
    /// The origin of STS in the default region.
    pub sts_origin: String,
    /// ARNs of managed policies of AWS's own that people let a session have: from reading alone to all that its user may.
    pub policies: Vec<String>,
    /// All hosts of the console, as one origin with a wildcard, for who wants to see which page a tab is on; absent where they are not
    /// known. Nothing is asked there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub console_origin: Option<String>,
    /// The address of AWS's own list of the console sessions of a browser; absent where none is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_list: Option<String>,
    /// The address that signs a browser out of the console, where it has one session alone; absent where no chain can be opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_out: Option<String>,
}

/// Source: the policy pages of <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>.
const USUAL: [&str; 4] = ["job-function/ViewOnlyAccess", "ReadOnlyAccess", "PowerUserAccess", "AdministratorAccess"];

/// Every partition, in the order in which a page lists them.
pub fn partitions() -> Vec<PartitionInfo> {
    let info = |partition: &Partition| PartitionInfo {
        id: partition.name().into(),
        name: partition.people().into(),
        default_region: partition.default_region().into(),
        regions: partition.regions().iter().map(|region| (*region).into()).collect(),
        supported: partition.console_known(),
        iam_origin: partition.iam().map(|iam| origin(iam.host)),
        sts_origin: origin(&partition.sts_host(partition.default_region())),
        policies: USUAL.iter().map(|policy| partition.managed_policy(policy)).collect(),
        console_origin: partition.console_domain().map(|domain| origin(&format!("*.{domain}"))),
        session_list: partition.session_list(),
        sign_out: partition.console_known().then(|| partition.sign_out_page()),
    };
    Partition::ALL.iter().map(info).collect()
}
