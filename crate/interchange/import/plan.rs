//! What was read, held against what is kept: what is new, what becomes other, what is here already just so.
//!
//! An import speaks only of what its format has words for. What a person added to a chain that was imported before (a tag,
//! a colour, a policy) stays as it is, and a chain that is gone from the file stays too.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Says};
use super::identity;
use super::leave_out::leave_out;
use super::{ImportFormat, ImportPlan, Kept, PlannedChain, PlannedSource};
use super::{refused, renamed, same_sources};
use crate::chain::{Chain, Hop, Source};
use crate::interchange::note::ImportNote;

/// The plan of all drafts together, whose names begin with `prefix`. Where two speak of one record, the first counts.
pub(super) fn compare(
    formats: Vec<Option<ImportFormat>>,
    mut drafts: Vec<Draft>,
    kept: &Kept,
    prefix: &str,
) -> ImportPlan {
    let same = same_sources::find(&mut drafts, kept, prefix);
    let renamed = renamed::rename(&mut drafts, kept, prefix);
    let mut plan = ImportPlan { formats, ..ImportPlan::default() };
    let chains: BTreeMap<_, _> = kept.chains.iter().map(|chain| (chain.id.as_str(), chain)).collect();
    let sources: BTreeMap<_, _> = kept.sources.iter().map(|source| (source.id.as_str(), source)).collect();
    let mut names =
        Names { taken: kept.sources.iter().map(|source| source.name.clone()).collect(), ..Names::default() };
    let (mut chains_seen, mut sources_seen) = (BTreeSet::new(), BTreeMap::new());
    let mut twice = Vec::new();
    for draft in drafts {
        let keys: BTreeSet<_> = draft.credentials.iter().map(|of| of.source_id.clone()).collect();
        for source in draft.sources {
            if let Some(first) = sources_seen.get(&source.id) {
                twice.extend((*first != source).then_some(source.name));
                continue;
            }
            sources_seen.insert(source.id.clone(), source.clone());
            let has_keys = keys.contains(&source.id);
            let known = sources.get(source.id.as_str()).copied();
            let source = match known {
                Some(kept) if same.contains(&source.id) => {
                    let source = names.freed(source, &mut plan.notes);
                    plan.notes.push(renamed_source(kept, &source));
                    merged_source(kept, source, Says { name: true, ..draft.says }, has_keys)
                }
                Some(kept) => merged_source(kept, source, draft.says, has_keys),
                None => names.freed(source, &mut plan.notes),
            };
            if known != Some(&source) {
                plan.sources.push(PlannedSource { source, changed: known.is_some(), has_keys });
            }
        }
        for chain in draft.chains {
            if !chains_seen.insert(chain.id.clone()) {
                twice.push(chain.name);
                continue;
            }
            match chains.get(chain.id.as_str()) {
                None => plan.chains.push(planned(chain, Vec::new())),
                Some(kept) => {
                    let says = Says { name: draft.says.name || renamed.contains(&chain.id), ..draft.says };
                    let chain = merged(kept, chain, says);
                    match changes(kept, &chain) {
                        changes if changes.is_empty() => plan.same.push(chain.id),
                        changes => plan.chains.push(planned(chain, changes)),
                    }
                }
            }
        }
        plan.credentials.extend(draft.credentials);
        plan.notes.extend(draft.notes);
    }
    if let Some(first) = twice.first() {
        let sentence = match twice.len() {
            1 => "Another record of the files has the same ID and says something else. The first counts.".into(),
            many => {
                format!("{many} records stand in the files twice and say something else. The first of each counts.")
            }
        };
        plan.notes.push(ImportNote::warning(sentence).of(first));
    }
    let named = |format| match format {
        Some(ImportFormat::AwsConfig | ImportFormat::AwsCredentials) => Some("aws-config"),
        Some(ImportFormat::Aesr) => Some("aesr"),
        _ => None,
    };
    let of_files: BTreeSet<_> = plan.formats.iter().filter_map(|format| named(*format)).collect();
    plan.notes.extend(of_files.into_iter().filter_map(|format| renamed::gone(&chains_seen, format, kept, prefix)));
    leave_out(&mut plan, kept);
    identity::compare(&mut plan, kept);
    refused::note(&mut plan, kept);
    plan
}

/// Before it is compared with the others and looked at for what the editor would refuse.
fn planned(chain: Chain, changes: Vec<String>) -> PlannedChain {
    PlannedChain { chain, changes, other: false, faults: Vec::new(), mended: None }
}

/// Two sources of one name could not be told apart, and the editor takes no such name.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    /// The number that was tried last for a name, so that a file of one name alone is not tried from the first on each time.
    numbers: BTreeMap<String, usize>,
}

impl Names {
    /// The source under its name, or under the name with a number where that is taken.
    fn freed(&mut self, source: Source, notes: &mut Vec<ImportNote>) -> Source {
        if self.taken.insert(source.name.clone()) {
            return source;
        }
        let number = self.numbers.entry(source.name.clone()).or_insert(1);
        let name = loop {
            *number += 1;
            let name = format!("{} ({number})", source.name);
            if self.taken.insert(name.clone()) {
                break name;
            }
        };
        let sentence = format!("Another source is called “{}” already, so this one is called “{name}”.", source.name);
        notes.push(ImportNote::hint(sentence).of(&source.name));
        Source { name, ..source }
    }
}

/// That a source has another name from now on.
fn renamed_source(before: &Source, now: &Source) -> ImportNote {
    let sentence =
        format!("The source “{}” is called so in the file: it has the same keys or the same sign-in.", before.name);
    ImportNote::hint(sentence).of(&now.name)
}

fn merged_source(kept: &Source, read: Source, says: Says, has_keys: bool) -> Source {
    // A file that says nothing of where keys come from takes no sign-in away.
    let says_start = says.rest || has_keys || !read.settings.is_empty();
    Source {
        id: read.id,
        name: pick(says.name, read.name, &kept.name),
        mfa_serial: pick(says.rest || read.mfa_serial.is_some(), read.mfa_serial, &kept.mfa_serial),
        mfa_session: pick(says.rest, read.mfa_session, &kept.mfa_session),
        // How this browser keeps keys is not for a file to say.
        session_only: kept.session_only,
        settings: pick(says_start, read.settings, &kept.settings),
    }
}

fn merged(kept: &Chain, read: Chain, says: Says) -> Chain {
    let hop = |at: usize, read: Hop| match kept.hops.get(at) {
        Some(kept) => merged_hop(kept, read, says),
        None => read,
    };
    // Role ARNs alone do not say it; a person has said it since.
    let says_start = !read.source_id.is_empty() || read.parent_id.is_some();
    Chain {
        id: read.id,
        name: pick(says.name, read.name, &kept.name),
        source_id: pick(says_start, read.source_id, &kept.source_id),
        parent_id: pick(says_start, read.parent_id, &kept.parent_id),
        hops: read.hops.into_iter().enumerate().map(|(at, read)| hop(at, read)).collect(),
        session_name: pick(says.rest, read.session_name, &kept.session_name),
        region: pick(says.region, read.region, &kept.region),
        destination: pick(says.destination, read.destination, &kept.destination),
        session_duration: pick(says.rest, read.session_duration, &kept.session_duration),
        tags: pick(says.tags, read.tags, &kept.tags),
        colour: pick(says.colour || read.colour.is_some(), read.colour, &kept.colour),
        guard: pick(says.rest, read.guard, &kept.guard),
        asks_reason: pick(says.rest, read.asks_reason, &kept.asks_reason),
        read_only: pick(says.rest, read.read_only, &kept.read_only),
        accounts: pick(says.rest, read.accounts, &kept.accounts),
        own_end: None,
        endpoint: None,
        user_console: None,
    }
}

fn merged_hop(kept: &Hop, read: Hop, says: Says) -> Hop {
    Hop {
        role_arn: read.role_arn,
        session_name: pick(says.session_name || read.session_name.is_some(), read.session_name, &kept.session_name),
        external_id: pick(says.external_id || read.external_id.is_some(), read.external_id, &kept.external_id),
        duration_seconds: pick(
            says.duration || read.duration_seconds.is_some(),
            read.duration_seconds,
            &kept.duration_seconds,
        ),
        policy: pick(says.policies, read.policy, &kept.policy),
        policy_arns: pick(says.policies, read.policy_arns, &kept.policy_arns),
        session_tags: pick(says.session_tags || !read.session_tags.is_empty(), read.session_tags, &kept.session_tags),
        source_identity: pick(
            says.source_identity || read.source_identity.is_some(),
            read.source_identity,
            &kept.source_identity,
        ),
        mfa_serial: pick(says.mfa || read.mfa_serial.is_some(), read.mfa_serial, &kept.mfa_serial),
        region: pick(says.hop_region, read.region, &kept.region),
    }
}

fn pick<T: Clone>(says: bool, read: T, kept: &T) -> T {
    if says { read } else { kept.clone() }
}

/// What is other, each in a few words. Every field has its own, so no words means no change.
fn changes(old: &Chain, new: &Chain) -> Vec<String> {
    let whole = [
        (old.name != new.name, "name"),
        (old.source_id != new.source_id || old.parent_id != new.parent_id, "where it starts"),
        (old.session_name != new.session_name, "session name"),
        (old.region != new.region, "region"),
        (old.destination != new.destination, "console page"),
        (old.session_duration != new.session_duration, "console session’s duration"),
        (old.tags != new.tags, "tags"),
        (old.colour != new.colour, "colour"),
        (old.guard != new.guard, "whether it asks before it opens"),
        (old.asks_reason != new.asks_reason, "whether it asks for a reason"),
        (old.read_only != new.read_only, "whether it opens read-only"),
        (old.accounts != new.accounts, "accounts"),
    ];
    let mut words: Vec<_> = told(whole).map(String::from).collect();
    let (before, after) = (old.hops.len(), new.hops.len());
    if before != after {
        words.push(format!("{after} {} instead of {before}", if after == 1 { "role" } else { "roles" }));
    }
    for (at, (old, new)) in old.hops.iter().zip(&new.hops).enumerate() {
        let of_hop = [
            (old.role_arn != new.role_arn, "role"),
            (old.session_name != new.session_name, "session name"),
            (old.external_id != new.external_id, "external ID"),
            (old.duration_seconds != new.duration_seconds, "duration"),
            (old.policy != new.policy, "session policy"),
            (old.policy_arns != new.policy_arns, "managed policies"),
            (old.session_tags != new.session_tags, "session tags"),
            (old.source_identity != new.source_identity, "source identity"),
            (old.mfa_serial != new.mfa_serial, "MFA device"),
            (old.region != new.region, "region"),
        ];
        words.extend(told(of_hop).map(|word| format!("{word} of hop {}", at + 1)));
    }
    words
}

fn told<const N: usize>(fields: [(bool, &'static str); N]) -> impl Iterator<Item = &'static str> {
    fields.into_iter().filter(|(other, _)| *other).map(|(_, word)| word)
}
