//! An access portal: the address that an organisation gives its people, and the region that its Identity Center is in.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::Url;

use crate::aws::partition::Partition;
use crate::chain::finding::Finding;

/// Where a person signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Portal {
    /// The start address, or the issuer: `https://example.awsapps.com/start`. In one spelling, so that two are not two sign-ins.
    pub start_url: String,
    /// The region of the Identity Center instance: its OIDC service and its portal answer there and nowhere else.
    pub region: String,
}

/// What a person wrote of a portal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct PortalCheck {
    /// Absent where a finding says why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<Portal>,
    /// The origins that the browser has to let the extension reach for it.
    pub origins: Vec<String>,
    /// What is wrong, at `startUrl` or `region`.
    pub findings: Vec<Finding>,
}

impl Portal {
    /// The portal of this start address and region. An address that names its region needs none written beside it.
    ///
    /// # Errors
    /// A finding for each that is wrong.
    pub fn parse(start_url: &str, region: &str) -> Result<Self, Vec<Finding>> {
        let url = read_start_url(start_url.trim()).map_err(|sentence| Finding::error("startUrl", sentence));
        let named = url.as_ref().ok().and_then(region_in);
        let region = if region.trim().is_empty() { named.unwrap_or_default() } else { region.trim() };
        let wrong = check_region(region).err().map(|sentence| Finding::error("region", sentence));
        match (url, wrong) {
            (Ok(url), None) => Ok(Self { region: region.into(), start_url: in_one_spelling(&url) }),
            (url, wrong) => Err(url.err().into_iter().chain(wrong).collect()),
        }
    }

    /// What a page asks while a person writes.
    pub fn check(start_url: &str, region: &str) -> PortalCheck {
        match Self::parse(start_url, region) {
            Ok(portal) => PortalCheck { origins: portal.origins(), portal: Some(portal), findings: Vec::new() },
            Err(findings) => PortalCheck { findings, ..PortalCheck::default() },
        }
    }

    /// What is asked for it.
    pub fn origins(&self) -> Vec<String> {
        self.partition().identity_center_origins(&self.region).into()
    }

    /// A sentence if there is no such portal, for one that was not parsed here.
    pub(super) fn check_region(&self) -> Result<(), String> {
        check_region(&self.region)
    }

    pub(super) fn oidc_host(&self) -> String {
        self.partition().oidc_host(&self.region)
    }

    pub(super) fn portal_host(&self) -> String {
        self.partition().portal_host(&self.region)
    }

    /// Whether `address` can be the page that AWS has people sign in on: the portal's own, or another of AWS's.
    pub(super) fn is_page(&self, address: &str) -> bool {
        let (Ok(url), Ok(start)) = (Url::parse(address), Url::parse(&self.start_url)) else { return false };
        let Some(host) = url.host_str() else { return false };
        // Of AWS's domain for services many hosts show what customers put there: buckets, load balancers, functions.
        let of_service = self.portal_host().strip_prefix("portal").is_some_and(|domain| host.ends_with(domain));
        let of_aws = of_service
            || PAGES.iter().any(|domain| host.strip_suffix(domain).is_some_and(|before| before.ends_with('.')));
        let is_plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
        is_plain && (of_aws || start.host_str() == Some(host))
    }

    pub(crate) fn partition(&self) -> Partition {
        Partition::of_region(&self.region).unwrap_or(Partition::Aws)
    }
}

/// What the hosts of portals end with, beside the page for device codes of the portal's region (AWS CLI v2, `resolve.py`).
const PAGES: [&str; 9] = [
    "awsapps.com",
    "awsapps.cn",
    "app.aws",
    "portal.amazonaws.com",
    "portal.amazonaws.com.cn",
    "portal.amazonaws.eu",
    "amazonwebservices.com.cn",
    "amazonwebservices.eu",
    "aws.amazon.com",
];

fn read_start_url(text: &str) -> Result<Url, &'static str> {
    const ADDRESS: &str =
        "Write the start address that your organisation gives, such as https://example.awsapps.com/start.";
    let url = Url::parse(text).or_else(|_| Url::parse(&format!("https://{text}"))).map_err(|_| ADDRESS)?;
    if url.scheme() != "https" {
        return Err("The start address begins with https://.");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("A start address holds no name and no password.");
    }
    if url.host_str().is_none_or(|host| !host.contains('.')) || text.len() > 2_048 { Err(ADDRESS) } else { Ok(url) }
}

/// Without what a browser adds: the page within the portal, and a slash at the end.
fn in_one_spelling(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.set_query(None);
    url.as_str().trim_end_matches('/').into()
}

/// The region that the address names itself: `https://ssoins-1234.portal.eu-west-1.app.aws`.
fn region_in(url: &Url) -> Option<&'static str> {
    let mut labels = url.host_str()?.split('.');
    labels.find_map(|label| Partition::of_region(label)?.regions().iter().find(|it| **it == label).copied())
}

const NO_REGION: &str = "Write the region of your organisation’s Identity Center. In the portal it stands beside each account, under \
                         “Access keys”.";

fn check_region(region: &str) -> Result<(), String> {
    match Partition::of_region(region) {
        Some(partition) if partition.console_known() => Ok(()),
        _ if region.is_empty() => Err(NO_REGION.into()),
        Some(partition) => Err(format!("Rolerelay cannot sign in to {} yet.", partition.people())),
        None => Err("This is not a region of AWS. One is us-east-1.".into()),
    }
}
