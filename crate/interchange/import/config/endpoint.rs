//! Where the files send requests to STS that are not AWS's: `endpoint_url` of a profile, or of `sts` in its `[services …]` section, which goes
//! before. A source that has keys and such an endpoint of this computer is walked there, with all chains that start from it.
//!
//! AWS's tools ask the endpoint of the profile that is walked, whatever its source has. Here one chain is walked at one endpoint, that of its
//! source: what a file says otherwise is told of.

use std::collections::BTreeMap;

use super::lines::{Lines, Origin, Start};
use super::notes::Notes;
use crate::aws::endpoint::Endpoint;
use crate::chain::own_lines::{CONSOLE_URL, ENDPOINT, ENDPOINT_URL};
use crate::interchange::import::profiles::{Profile, Profiles, Property};
use crate::source::says_fetched;

/// The endpoints of all profiles.
pub(super) struct Endpoints<'a> {
    services: BTreeMap<&'a str, &'a Profile<'a>>,
    /// Of the sources of profiles with a role, by the names of those.
    of_chains: BTreeMap<&'a str, Option<Endpoint>>,
}

impl<'a> Endpoints<'a> {
    pub fn of(read: &'a Profiles<'a>, lines: &Lines<'a>) -> Self {
        let services = read.services.iter().map(|section| (section.name, section)).collect();
        let mut endpoints = Self { services, of_chains: BTreeMap::new() };
        let by_name: BTreeMap<_, _> = read.profiles.iter().map(|profile| (profile.name, profile)).collect();
        for (profile, start) in lines.walkable() {
            let endpoint = match start {
                Start::Source(Origin::Profile(name)) => {
                    by_name.get(name).and_then(|source| endpoints.of_source(source))
                }
                Start::Source(Origin::Machine(_)) => None,
                // It comes before what builds on it.
                Start::Chain(parent) => endpoints.of_chains.get(lines.name(parent)).cloned().flatten(),
            };
            endpoints.of_chains.insert(profile.name, endpoint);
        }
        endpoints
    }

    /// That of a profile which chains start from by its keys, or by keys that are to be filled in. Whoever signs in does so at AWS, whose
    /// credentials go nowhere else.
    pub fn of_source(&self, profile: &Profile) -> Option<Endpoint> {
        let signs_in = profile.properties().iter().any(|property| says_fetched(&property.key));
        let (sts, _) = self.said(profile).filter(|_| !signs_in)?;
        Endpoint::read(sts, profile.peek(&format!("{ENDPOINT}{CONSOLE_URL}"))).ok()
    }

    /// The same, of which no note is then needed.
    pub fn take(&self, profile: &Profile) -> Option<Endpoint> {
        self.of_source(profile).inspect(|_| {
            if let Some((_, property)) = self.said(profile) {
                property.use_up();
            }
            let _ = profile.get(ENDPOINT_URL);
        })
    }

    /// Tells of the endpoint of a profile with a role that is not its source's.
    pub fn tell(&self, profile: &Profile, notes: &mut Notes) {
        let of_source = self.of_chains.get(profile.name).and_then(Option::as_ref);
        let Some((sts, property)) = self.said(profile) else {
            if let Some(Endpoint { sts, .. }) = of_source {
                let sentence = format!(
                    "The profile is walked at {sts}, as what it starts from says. AWS tools would walk it at AWS, since it names no endpoint_url."
                );
                notes.hint(profile, None, sentence);
            }
            return;
        };
        let is_same = Endpoint::read(sts, None).is_ok_and(|own| of_source.is_some_and(|it| it.sts == own.sts));
        if property.key == ENDPOINT_URL || is_same {
            property.use_up();
        }
        match of_source {
            _ if is_same => {}
            Some(it) => {
                let sentence = format!(
                    "endpoint_url is left out: a chain is walked at one endpoint, and this one starts at {}.",
                    it.sts
                );
                notes.hint(profile, Some(ENDPOINT_URL), sentence);
            }
            None if property.key == ENDPOINT_URL => notes.hint(profile, Some(ENDPOINT_URL), AT_AWS),
            None => {}
        }
    }

    /// The address of STS that a profile names, and the setting that says it.
    fn said<'p>(&'p self, profile: &'p Profile<'_>) -> Option<(&'p str, &'p Property<'p>)> {
        if profile.peek("ignore_configured_endpoint_urls").is_some_and(|ignores| ignores.eq_ignore_ascii_case("true")) {
            return None;
        }
        let section = profile.peek("services").and_then(|name| self.services.get(name));
        let of_sts = section.and_then(|section| section.properties().iter().find(|it| it.key == "sts"));
        let nested = of_sts.and_then(|sts| {
            let line =
                sts.value.lines().filter_map(|line| line.split_once('=')).find(|(key, _)| key.trim() == ENDPOINT_URL);
            Some((line?.1.trim(), sts))
        });
        let own = || profile.properties().iter().find(|it| it.key == ENDPOINT_URL).map(|it| (it.value.as_ref(), it));
        nested.or_else(own)
    }
}

const AT_AWS: &str = "endpoint_url is left out: Rolerelay asks the usual STS endpoint of the region. Another is asked where it is of this computer \
                      (http://localhost or http://127.0.0.1) and stands in the profile whose keys the chain starts from.";
