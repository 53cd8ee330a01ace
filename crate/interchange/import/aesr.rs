//! The configuration of AWS Extend Switch Roles (AESR), as sections and as the JSON that newer versions take.
//!
//! Its base accounts, which other profiles name as `source_profile`, become sources: in AESR one is signed in to them. The
//! rest are targets, each a chain of one role. What AESR has no name for (whoever is signed in) is one source to fill in.

mod colour;
mod entry;

pub(super) use colour::nearest as nearest_colour;

use std::collections::{BTreeMap, BTreeSet};

use self::entry::Entry;
use super::ImportFile;
use super::draft::{Draft, Kind, Says, id};
use super::left_over;
use crate::aws::arn::{RoleArn, account_number};
use crate::aws::partition::Partition;
use crate::chain::{Chain, Hop, Source};
use crate::interchange::note::ImportNote;

pub(super) fn is(file: &ImportFile) -> bool {
    entry::is(file.text.expose()) // looked through for the names of its settings
}

pub(super) fn read(file: &ImportFile) -> Draft {
    let says = Says { region: true, colour: true, ..Says::default() };
    let text = file.text.expose(); // to read its profiles, which hold no keys
    match entry::read(text) {
        Ok(entries) => Draft { says, ..Profiles::new(&entries).draft() }.rooted(),
        Err(note) => Draft { notes: vec![note], ..Draft::default() },
    }
}

const FORMAT: &str = "aesr";
/// What stands for the account that one is signed in to.
const SIGNED_IN: &str = "AESR sign-in";

struct Profiles<'a> {
    entries: &'a [Entry],
    by_name: BTreeMap<&'a str, &'a Entry>,
    bases: BTreeSet<&'a str>,
}

impl<'a> Profiles<'a> {
    fn new(entries: &'a [Entry]) -> Self {
        Self {
            entries,
            by_name: entries.iter().map(|entry| (entry.name.as_str(), entry)).collect(),
            bases: entries.iter().filter_map(Entry::base).collect(),
        }
    }

    fn draft(&self) -> Draft {
        let mut draft = Draft::default();
        let (mut sources, mut known) = (Vec::new(), BTreeSet::new());
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in self.entries {
            if self.is_source(entry) || entry.is_document {
                continue; // it comes with the first target that starts from it
            }
            match self.chain(entry) {
                Ok(mut chain) => {
                    if entry.get("color").is_some() && chain.colour.is_none() {
                        draft.notes.push(entry.note("Its colour is left out: it is not written as ff8800.".into()));
                    }
                    let number = numbers.entry(&entry.name).or_default();
                    *number += 1;
                    if *number > 1 {
                        chain.id = id(FORMAT, Kind::Chain, &format!("{}\0{number}", entry.name));
                        let sentence = "Two profiles have this name. Both are here, each as a chain of its own.";
                        draft.notes.push(entry.note(sentence.into()));
                    }
                    let source = entry.base().map_or(SIGNED_IN, |base| base);
                    if chain.parent_id.is_none() && known.insert(source) {
                        sources.push(source);
                    }
                    draft.chains.push(chain);
                }
                Err(sentence) => {
                    entry.leave_out();
                    draft.notes.push(entry.note(sentence));
                }
            }
        }
        let left_over =
            self.entries.iter().flat_map(|entry| entry.left_over().map(move |key| (key, entry.name.as_str())));
        draft.notes.extend(left_over::note(left_over, &[]));
        draft.sources = sources.iter().map(|name| source(name)).collect();
        draft.notes.extend(missing_keys(&sources));
        draft
    }

    /// Whether it only stands for where one is signed in.
    fn is_source(&self, entry: &Entry) -> bool {
        entry.base().is_none() && self.bases.contains(entry.name.as_str())
    }

    fn chain(&self, entry: &Entry) -> Result<Chain, String> {
        let base = match entry.base() {
            Some(name) => Some(
                *self.by_name.get(name).ok_or("Its source_profile is not in the configuration. It was left out.")?,
            ),
            None => None,
        };
        let region = entry.get("region").or_else(|| base?.get("target_region"));
        let arn = role_arn(entry, base, region)?;
        let mut chain = Chain {
            id: id(FORMAT, Kind::Chain, &entry.name),
            name: entry.name.clone(),
            hops: vec![Hop {
                role_arn: arn.to_string(),
                // AESR reads none of these, but people give it their AWS config.
                external_id: entry.get("external_id").map(String::from),
                session_name: entry.get("role_session_name").map(String::from),
                mfa_serial: entry.get("mfa_serial").map(String::from),
                duration_seconds: entry.whole("duration_seconds"),
                ..Hop::default()
            }],
            region: region.map(String::from),
            colour: entry.get("color").and_then(colour::nearest),
            ..Chain::default()
        };
        match base.filter(|base| !self.is_source(base)) {
            Some(base) => chain.parent_id = Some(id(FORMAT, Kind::Chain, &base.name)),
            None => chain.source_id = id(FORMAT, Kind::Source, base.map_or(SIGNED_IN, |base| &base.name)),
        }
        Ok(chain)
    }
}

fn role_arn(entry: &Entry, base: Option<&Entry>, region: Option<&str>) -> Result<RoleArn, String> {
    let left_out = |sentence: String| format!("{sentence} It was left out.");
    if let Some(arn) = entry.get("role_arn") {
        return RoleArn::parse(arn).map_err(left_out);
    }
    let role = entry.get("role_name").or_else(|| base?.get("target_role_name"));
    let (Some(account), Some(role)) = (entry.get("aws_account_id"), role) else {
        return Err(
            "It names no role: there is neither role_arn nor aws_account_id with role_name. It was left out.".into()
        );
    };
    let number = account_number(account);
    if number.is_none() && !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("It names its account by an alias. A role’s ARN needs the 12 digits. It was left out.".into());
    }
    let account = number.as_deref().unwrap_or(account);
    // Nothing else tells the partition of a role that is given without its ARN.
    let partition = region.and_then(Partition::of_region).unwrap_or(Partition::Aws).name();
    RoleArn::parse(&format!("arn:{partition}:iam::{account}:role/{}", role.trim_start_matches('/'))).map_err(left_out)
}

fn source(name: &str) -> Source {
    Source { id: id(FORMAT, Kind::Source, name), name: name.into(), ..Source::default() }
}

fn missing_keys(sources: &[&str]) -> Option<ImportNote> {
    let sentence = match sources {
        [] => return None,
        [one] => format!("The keys of {one} are not part of this configuration. Enter them under Sources."),
        [first, ..] => format!(
            "The keys of {} sources, such as {first}, are not part of this configuration. Enter them under Sources.",
            sources.len()
        ),
    };
    Some(ImportNote::warning(sentence))
}
