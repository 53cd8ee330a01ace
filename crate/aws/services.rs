//! The services of AWS by the names that people say for them, and where the console of each opens.

mod actions;
mod table;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

pub(crate) use self::actions::giving;
use self::table::SERVICES;
use super::partition::Partition;

/// A page of the console that has a name.
#[derive(Debug)]
pub struct Service {
    /// What people say for it, with spaces between, the usual name first.
    names: &'static str,
    /// As it is shown: `Route 53 hosted zones`.
    pub title: &'static str,
    page: Page,
}

#[derive(Debug)]
enum Page {
    /// A path of the region's console.
    Regional(&'static str),
    /// A path of the console, the same for all regions.
    Global(&'static str),
    /// Addresses without `https://`, by partition. Where a partition is missing, the console is asked for the service by its name.
    Own(&'static [(Partition, &'static str)]),
}

/// A service as a page suggests it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ServiceName {
    /// What a person writes: `s3`.
    pub name: String,
    /// As it is shown: `S3`.
    pub title: String,
}

const fn regional(names: &'static str, title: &'static str, path: &'static str) -> Service {
    Service { names, title, page: Page::Regional(path) }
}

const fn global(names: &'static str, title: &'static str, path: &'static str) -> Service {
    Service { names, title, page: Page::Global(path) }
}

const fn own(names: &'static str, title: &'static str, pages: &'static [(Partition, &'static str)]) -> Service {
    Service { names, title, page: Page::Own(pages) }
}

/// Every name of every service, with its title.
pub fn service_names() -> Vec<ServiceName> {
    let of = |service: &'static Service| {
        service.names().map(|name| ServiceName { name: name.into(), title: service.title.into() })
    };
    SERVICES.iter().flat_map(of).collect()
}

/// The services whose actions in policies are known, each by its usual name.
pub fn services_with_actions() -> Vec<ServiceName> {
    let with_actions = SERVICES.iter().filter(|service| !service.action_prefixes().is_empty());
    let of = |service: &Service| ServiceName { name: service.name().into(), title: service.title.into() };
    with_actions.map(of).collect()
}

impl Service {
    /// The service that is called so, in lower case.
    pub fn find(name: &str) -> Option<&'static Self> {
        SERVICES.iter().find(|service| service.names().any(|known| known == name))
    }

    /// The service whose page is at that address, in a partition whose console is known. The console names its region in the host, also
    /// where it opens without.
    pub(super) fn at(partition: Partition, region: Option<&str>, address: &str) -> Option<&'static Self> {
        let named = region.map(|region| format!("https://{region}."));
        let plain = |address: &str| {
            let rest = named.as_deref().and_then(|named| address.strip_prefix(named));
            rest.map_or_else(|| address.into(), |rest| format!("https://{rest}")).trim_end_matches('#').to_string()
        };
        let address = plain(address);
        SERVICES.iter().find(|service| plain(&service.address(partition, region)) == address)
    }

    /// What people say for it usually.
    fn name(&self) -> &'static str {
        self.names().next().unwrap_or_default()
    }

    /// What its actions begin with in policies: `s3`. None where that is not known, or it is a page of another service.
    pub fn action_prefixes(&self) -> Vec<&'static str> {
        actions::prefixes(self.name())
    }

    fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names.split(' ')
    }

    /// Whether its page is another one in each region.
    pub fn is_regional(&self) -> bool {
        match self.page {
            Page::Regional(_) => true,
            Page::Global(_) => false,
            Page::Own(pages) => pages.iter().any(|(_, page)| page.contains(REGION)),
        }
    }

    /// The address of its page in a partition whose console is known; in the partition's default region without `region`.
    pub(super) fn address(&self, partition: Partition, region: Option<&str>) -> String {
        let region = region.unwrap_or(partition.default_region());
        let on = |region, page: &str| {
            partition.console_host(region).map(|host| format!("https://{host}{page}")).unwrap_or_default()
        };
        match self.page {
            Page::Regional(path) => {
                let (path, fragment) =
                    path.split_once('#').map_or((path, String::new()), |(a, b)| (a, format!("#{b}")));
                on(Some(region), &format!("{path}?region={region}{fragment}"))
            }
            Page::Global(path) => on(None, path),
            Page::Own(pages) => match pages.iter().find(|(of, _)| *of == partition) {
                Some((_, page)) => format!("https://{}", page.replace(REGION, region)),
                None => by_name(self.name(), partition, region),
            },
        }
    }
}

/// The address at which the console itself looks for a service that is called so. It opens its home page where it knows none.
///
/// AWS's command line takes the same way in its own command that opens the console.
pub(super) fn by_name(name: &str, partition: Partition, region: &str) -> String {
    let host = partition.console_host(Some(region)).unwrap_or_default();
    format!("https://{host}/go/view?service={name}&region={region}")
}

/// Stands for the region in the address of a host of its own.
const REGION: &str = "{region}";
