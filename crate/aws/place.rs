//! Where in the console, said in words: `s3 eu-west-1`, a region alone, or the ARN of a resource.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::arn::is_account;
use super::partition::Partition;
use super::services::{Service, by_name};

/// A page that is named, not addressed.
pub(super) enum Place<'a> {
    /// A service's page, in a region or in that of the chain.
    Service(Called, Option<&'static str>),
    /// The home page in a region.
    Home(&'static str),
    /// The page of a resource.
    Resource(Resource<'a>),
}

/// How a service was named.
pub(super) enum Called {
    Known(&'static Service),
    /// Lower-case letters, digits and hyphens: the console may know it.
    Unknown(String),
}

/// The parts of a resource's ARN that say where it is.
pub(super) struct Resource<'a> {
    pub arn: &'a str,
    pub partition: Partition,
    pub service: &'a str,
    /// Absent for what is in no region.
    pub region: Option<&'static str>,
    /// Absent where the ARN names none, as that of a bucket.
    pub account: Option<&'a str>,
    pub name: &'a str,
}

impl<'a> Place<'a> {
    /// Reads `page`; none where it is a path or an address, or nothing of all that. The error is a sentence.
    pub(super) fn read(page: &'a str) -> Result<Option<Self>, String> {
        if let Some(resource) = Resource::read(page) {
            return Ok(Some(Self::Resource(resource?)));
        }
        if !page.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == ' ') {
            return Ok(None);
        }
        let words: Vec<String> = page.split_whitespace().map(str::to_ascii_lowercase).collect();
        match words.as_slice() {
            [] => Ok(None),
            [word] => Ok(Some(region(word).map_or_else(|| Self::Service(called(word), None), Self::Home))),
            [one, other] => match (region(one), region(other)) {
                (None, Some(region)) => Ok(Some(Self::Service(called(one), Some(region)))),
                (Some(region), None) => Ok(Some(Self::Service(called(other), Some(region)))),
                _ => Err(TWO_WORDS.into()),
            },
            _ => Err(TWO_WORDS.into()),
        }
    }

    /// Its address in a partition whose console is known, for a chain of that region. The error is a sentence.
    pub(super) fn address(&self, partition: Partition, chains: Option<&str>) -> Result<String, String> {
        let own = match self {
            Self::Service(_, own) => *own,
            Self::Home(own) => Some(*own),
            Self::Resource(resource) if resource.partition != partition => {
                let (of, people) = (resource.partition.people(), partition.people());
                return Err(format!("This resource is in {of}, but the end role is in {people}."));
            }
            Self::Resource(resource) => resource.region,
        };
        if let Some(region) = own {
            partition.check_region(region)?;
        }
        let region = own.or(chains);
        let host = || partition.console_host(region).unwrap_or_default();
        Ok(match self {
            Self::Service(Called::Known(service), _) => service.address(partition, region),
            Self::Service(Called::Unknown(name), _) => {
                by_name(name, partition, region.unwrap_or(partition.default_region()))
            }
            Self::Home(region) => format!("https://{}/console/home?region={region}", host()),
            // The console leads on from there to the page of any resource that it knows.
            Self::Resource(resource) => {
                format!("https://{}/go/view?arn={}", host(), utf8_percent_encode(resource.arn, NON_ALPHANUMERIC))
            }
        })
    }
}

impl<'a> Resource<'a> {
    /// Reads an ARN; none where the text does not begin as one. The error is a sentence.
    pub(super) fn read(text: &'a str) -> Option<Result<Self, String>> {
        let mut parts = text.strip_prefix("arn:")?.splitn(5, ':');
        let mut next = || parts.next().unwrap_or_default();
        let (partition, service, region_name, account, name) = (next(), next(), next(), next(), next());
        let (of, region) = (Partition::from_name(partition), region(region_name));
        let fits = text.chars().all(|c| c.is_ascii_graphic())
            && !service.is_empty()
            && service.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !name.is_empty()
            && (region_name.is_empty() || region.is_some_and(|region| Partition::of_region(region) == of))
            && (account.is_empty() || account == "aws" || is_account(account));
        let read = of.filter(|_| fits).map(|partition| Self {
            arn: text,
            partition,
            service,
            region,
            account: Some(account).filter(|account| is_account(account)),
            name,
        });
        Some(read.ok_or_else(|| NO_ARN.into()))
    }
}

pub(super) fn called(word: &str) -> Called {
    Service::find(word).map_or_else(|| Called::Unknown(word.into()), Called::Known)
}

/// The region that is called so, of any partition.
pub(super) fn region(word: &str) -> Option<&'static str> {
    Partition::ALL.into_iter().flat_map(|partition| partition.regions()).copied().find(|known| *known == word)
}

const TWO_WORDS: &str =
    "Write a service, a region, or one of each: s3 eu-west-1. A path begins with a slash: /s3/home.";
const NO_ARN: &str = "This is not the whole ARN of a resource in a region that Rolerelay knows.";
