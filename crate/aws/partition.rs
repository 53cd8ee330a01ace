//! The partitions of AWS: their regions, and the hosts of STS, of IAM, of IAM Identity Center, of the console's sign-in service and
//! of the console.
//!
//! This is the one table of hosts. What the browser lets the extension ask is made from [`origins`], so a region that is
//! not listed here cannot be walked in. Regions and the hosts of STS and IAM follow AWS's own endpoint rule sets (botocore 1.44); console
//! hosts follow AWS's documentation and the AWS Toolkit. The console of aws-eusc is inferred from the rule set alone.

pub use self::info::{PartitionInfo, partitions};
use super::endpoint::is_loopback;

mod info;

/// A part of AWS with accounts, regions and hosts of its own. A role of one cannot be assumed from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is its own name
pub enum Partition {
    Aws,
    AwsCn,
    AwsUsGov,
    AwsEusc,
    AwsIso,
    AwsIsoB,
    AwsIsoE,
    AwsIsoF,
}

/// Every origin that a walk can ask, and no other: `https://sts.eu-west-1.amazonaws.com`.
pub fn origins() -> Vec<String> {
    Partition::ALL.into_iter().flat_map(Partition::origins).collect()
}

/// Those outside the commercial partition. Few people walk there, so the browser grants them at first use only.
pub fn origins_of_others() -> Vec<String> {
    Partition::ALL.into_iter().filter(|partition| *partition != Partition::Aws).flat_map(Partition::origins).collect()
}

/// Every origin that is asked only by who rotates keys: those of IAM.
pub fn rotation_origins() -> Vec<String> {
    Partition::ALL.iter().filter_map(|partition| partition.iam()).map(|iam| origin(iam.host)).collect()
}

/// Every origin that is asked only by who signs in to IAM Identity Center: in each region its OIDC service and its access portal's.
pub fn identity_center_origins() -> Vec<String> {
    let known = Partition::ALL.into_iter().filter(|partition| partition.console_known());
    known.flat_map(|it| it.regions().iter().flat_map(move |region| it.identity_center_origins(region))).collect()
}

/// The one host of IAM in a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IamHost {
    /// The host.
    pub host: &'static str,
    /// The region that requests to it are signed for.
    pub region: &'static str,
}

/// The origin of a host: `https://sts.eu-west-1.amazonaws.com`. This computer alone is asked by `http`, where an endpoint stands in the
/// place of AWS.
pub fn origin(host: &str) -> String {
    let scheme = if is_loopback(host) { "http" } else { "https" };
    format!("{scheme}://{host}")
}

/// Whether an account has to enable the region before it can be used. In the commercial partition 17 regions are
/// enabled in every account, and in the others all are (AWS Account Management guide, "Enable or disable AWS Regions"). One that is in no
/// partition here is newer than this, and so one to opt in to.
pub fn is_opt_in(region: &str) -> bool {
    const ENABLED: [&str; 17] = [
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    ];
    Partition::of_region(region).is_none_or(|partition| partition == Partition::Aws) && !ENABLED.contains(&region)
}

impl Partition {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Aws,
        Self::AwsUsGov,
        Self::AwsCn,
        Self::AwsEusc,
        Self::AwsIso,
        Self::AwsIsoB,
        Self::AwsIsoE,
        Self::AwsIsoF,
    ];

    /// The partition that an ARN names, such as `aws-us-gov`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|partition| partition.name() == name)
    }

    /// The partition that `region` is in.
    pub fn of_region(region: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|partition| partition.has_region(region))
    }

    /// Its name in an ARN.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Its name as people say it.
    pub fn people(self) -> &'static str {
        self.facts().people
    }

    /// The region of a chain that names none. It is always enabled in every account.
    pub fn default_region(self) -> &'static str {
        self.regions().first().copied().unwrap_or_default()
    }

    /// Its regions, the default first.
    pub fn regions(self) -> &'static [&'static str] {
        self.facts().regions
    }

    /// Whether `region` is one of its regions.
    pub fn has_region(self, region: &str) -> bool {
        self.regions().contains(&region)
    }

    /// A sentence if `region` is not one of its regions.
    pub fn check_region(self, region: &str) -> Result<(), String> {
        if self.has_region(region) {
            return Ok(());
        }
        Err(match Self::of_region(region) {
            Some(other) => {
                format!("The region {region} is in {}, but the role is in {}.", other.people(), self.people())
            }
            None => format!("This is not a region of {}. One is {}.", self.people(), self.default_region()),
        })
    }

    /// Whether its console hosts are known, so that a chain can end there. Not so for the aws-iso family.
    pub fn console_known(self) -> bool {
        self.facts().console.is_some()
    }

    /// The regional STS endpoint. Its signing region is `region`.
    pub fn sts_host(self, region: &str) -> String {
        format!("sts.{region}.{}", self.facts().dns)
    }

    /// The host of IAM Identity Center's OIDC service, where a person signs in.
    pub fn oidc_host(self, region: &str) -> String {
        format!("oidc.{region}.{}", self.facts().dns)
    }

    /// The host of IAM Identity Center's access portal, which lists accounts and gives the credentials of permission sets.
    pub fn portal_host(self, region: &str) -> String {
        format!("portal.sso.{region}.{}", self.facts().dns)
    }

    /// The origins of both.
    pub fn identity_center_origins(self, region: &str) -> [String; 2] {
        [self.oidc_host(region), self.portal_host(region)].map(|host| origin(&host))
    }

    /// The host of IAM; none where no chain can be opened either.
    pub fn iam(self) -> Option<IamHost> {
        self.facts().iam
    }

    /// The host of the sign-in service. The default region goes without a label unless `prefixed`, which signing out
    /// needs: a bare host does not honour its `redirect_uri`.
    pub fn sign_in_host(self, region: Option<&str>, prefixed: bool) -> String {
        self.labelled(self.facts().sign_in, region, prefixed)
    }

    /// The address of AWS's list of the console sessions of a browser. It was seen in the commercial partition alone.
    fn session_list(self) -> Option<String> {
        (self == Self::Aws).then(|| format!("{}/sessions/v1/list", origin(&self.sign_in_host(None, true))))
    }

    /// The address that signs out of the console, where a browser has one session alone: as AWS's own page links it that wants another
    /// account signed out first.
    pub fn sign_out_page(self) -> String {
        format!("{}/oauth?Action=logout", origin(&self.sign_in_host(None, true)))
    }

    /// Every origin that a walk in it can ask; none where no chain can be opened.
    fn origins(self) -> Vec<String> {
        if !self.console_known() {
            return Vec::new();
        }
        let mut hosts = vec![self.sign_in_host(None, false)];
        for region in self.regions() {
            hosts.push(self.sts_host(region));
            hosts.push(self.sign_in_host(Some(region), true));
        }
        hosts.sort();
        hosts.dedup();
        hosts.iter().map(|host| origin(host)).collect()
    }

    /// The host of the console, if it is known.
    pub fn console_host(self, region: Option<&str>) -> Option<String> {
        self.console_domain().map(|domain| self.labelled(domain, region, false))
    }

    /// The name that every console host is, or ends with, if it is known.
    pub fn console_domain(self) -> Option<&'static str> {
        self.facts().console
    }

    /// The ARN of a managed policy of AWS's own, by its path and name: `job-function/ViewOnlyAccess`. Each partition has its own.
    pub fn managed_policy(self, policy: &str) -> String {
        format!("arn:{}:iam::aws:policy/{policy}", self.name())
    }

    /// The hosts of services whose console has one of its own, which may bear a region's name before it.
    pub(super) fn own_consoles(self) -> &'static [&'static str] {
        self.facts().own_consoles
    }

    fn labelled(self, domain: &str, region: Option<&str>, prefixed: bool) -> String {
        let region = region.unwrap_or(self.default_region());
        if region == self.default_region() && !prefixed && self != Self::AwsEusc {
            domain.into()
        } else {
            format!("{region}.{domain}")
        }
    }

    fn facts(self) -> &'static Facts {
        match self {
            Self::Aws => &AWS,
            Self::AwsCn => &AWS_CN,
            Self::AwsUsGov => &AWS_US_GOV,
            Self::AwsEusc => &AWS_EUSC,
            Self::AwsIso => &AWS_ISO,
            Self::AwsIsoB => &AWS_ISO_B,
            Self::AwsIsoE => &AWS_ISO_E,
            Self::AwsIsoF => &AWS_ISO_F,
        }
    }
}

struct Facts {
    name: &'static str,
    people: &'static str,
    /// The default first.
    regions: &'static [&'static str],
    /// What follows the region in the hosts of STS and of IAM Identity Center.
    dns: &'static str,
    sign_in: &'static str,
    console: Option<&'static str>,
    own_consoles: &'static [&'static str],
    iam: Option<IamHost>,
}

static AWS: Facts = Facts {
    name: "aws",
    people: "AWS",
    regions: &[
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "me-west-1",
        "mx-central-1",
        "sa-east-1",
        "sa-west-1",
    ],
    dns: "amazonaws.com",
    sign_in: "signin.aws.amazon.com",
    console: Some("console.aws.amazon.com"),
    own_consoles: &[
        "health.aws.amazon.com",
        "lightsail.aws.amazon.com",
        "phd.aws.amazon.com",
        "quicksight.aws.amazon.com",
    ],
    iam: Some(IamHost { host: "iam.amazonaws.com", region: "us-east-1" }),
};

static AWS_CN: Facts = Facts {
    name: "aws-cn",
    people: "AWS China",
    regions: &["cn-north-1", "cn-northwest-1"],
    dns: "amazonaws.com.cn",
    sign_in: "signin.amazonaws.cn",
    console: Some("console.amazonaws.cn"),
    own_consoles: &["health.amazonaws.cn"],
    iam: Some(IamHost { host: "iam.cn-north-1.amazonaws.com.cn", region: "cn-north-1" }),
};

static AWS_US_GOV: Facts = Facts {
    name: "aws-us-gov",
    people: "AWS GovCloud (US)",
    regions: &["us-gov-west-1", "us-gov-east-1"],
    dns: "amazonaws.com",
    sign_in: "signin.amazonaws-us-gov.com",
    console: Some("console.amazonaws-us-gov.com"),
    own_consoles: &["phd.amazonaws-us-gov.com"],
    iam: Some(IamHost { host: "iam.us-gov.amazonaws.com", region: "us-gov-west-1" }),
};

static AWS_EUSC: Facts = Facts {
    name: "aws-eusc",
    people: "AWS European Sovereign Cloud",
    regions: &["eusc-de-east-1"],
    dns: "amazonaws.eu",
    sign_in: "signin.amazonaws-eusc.eu",
    console: Some("console.amazonaws-eusc.eu"),
    own_consoles: &[],
    iam: Some(IamHost { host: "iam.eusc-de-east-1.amazonaws.eu", region: "eusc-de-east-1" }),
};

static AWS_ISO: Facts = Facts {
    name: "aws-iso",
    people: "AWS ISO (US)",
    regions: &["us-iso-east-1", "us-iso-west-1"],
    dns: "c2s.ic.gov",
    sign_in: "signin.c2shome.ic.gov",
    console: None,
    own_consoles: &[],
    iam: None,
};

static AWS_ISO_B: Facts = Facts {
    name: "aws-iso-b",
    people: "AWS ISOB (US)",
    regions: &["us-isob-east-1", "us-isob-west-1"],
    dns: "sc2s.sgov.gov",
    sign_in: "signin.sc2shome.sgov.gov",
    console: None,
    own_consoles: &[],
    iam: None,
};

static AWS_ISO_E: Facts = Facts {
    name: "aws-iso-e",
    people: "AWS ISOE (Europe)",
    regions: &["eu-isoe-west-1"],
    dns: "cloud.adc-e.uk",
    sign_in: "signin.csphome.adc-e.uk",
    console: None,
    own_consoles: &[],
    iam: None,
};

static AWS_ISO_F: Facts = Facts {
    name: "aws-iso-f",
    people: "AWS ISOF (US)",
    regions: &["us-isof-south-1", "us-isof-east-1"],
    dns: "csp.hci.ic.gov",
    sign_in: "signin.csphome.hci.ic.gov",
    console: None,
    own_consoles: &[],
    iam: None,
};
