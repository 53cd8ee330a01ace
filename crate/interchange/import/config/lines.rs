//! Which profile builds on which, as the AWS SDKs follow `source_profile`.
//!
//! A profile with a role names exactly one of `source_profile` and `credential_source`. A `source_profile` that has static
//! keys ends the line there, whatever else it says, so a profile with keys may name itself. `web_identity_token_file` takes
//! a profile with a role out of all this: its token, not another profile, gets its session. Source: botocore's
//! AssumeRoleProvider and the AWS SDK for Rust.

use std::collections::BTreeMap;

use super::notes::Notes;
use super::{shown, source_id};
use crate::aws::arn::RoleArn;
use crate::chain::MAX_HOPS;
use crate::interchange::import::profiles::{Profile, is_identifier};

/// All profiles, and where each that has a role starts.
pub(super) struct Lines<'a> {
    nodes: Vec<Node<'a>>,
    /// The nodes that can be walked, each behind the one that it builds on.
    order: Vec<usize>,
}

/// Where a profile's role is assumed from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Start<'a> {
    /// The chain of another profile, by its node.
    Chain(usize),
    /// The keys of a source.
    Source(Origin<'a>),
}

/// What a source stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin<'a> {
    /// A profile's own keys, or whatever gets it some, by its name. The profile may be missing.
    Profile(&'a str),
    /// What `credential_source` names: a place on a machine.
    Machine(&'a str),
}

struct Node<'a> {
    profile: &'a Profile<'a>,
    /// None for a profile without a role, and for one that cannot be walked.
    start: Option<Start<'a>>,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Unknown,
    /// On the line that is being followed.
    Followed,
    /// With those that it builds on it walks so many roles.
    Walks(usize),
    Lost,
}

impl<'a> Lines<'a> {
    /// Says in `notes` which profiles cannot be walked, and why.
    pub fn new(profiles: &'a [Profile<'a>], notes: &mut Notes) -> Self {
        let by_name: BTreeMap<&str, usize> =
            profiles.iter().enumerate().map(|(at, profile)| (profile.name, at)).collect();
        let nodes = profiles
            .iter()
            .map(|profile| match start(profile, profiles, &by_name, notes) {
                Some(Ok(start)) => Node { profile, start: Some(start), state: State::Unknown },
                Some(Err(sentence)) => {
                    notes.warning(profile, Some("role_arn"), format!("The profile is left out: {sentence}"));
                    Node { profile, start: None, state: State::Lost }
                }
                None => Node { profile, start: None, state: State::Lost },
            })
            .collect();
        let mut lines = Self { nodes, order: Vec::new() };
        for at in 0..lines.nodes.len() {
            lines.follow(at, notes);
        }
        lines
    }

    /// The profiles that become chains, each behind the one that it builds on.
    pub fn walkable(&self) -> impl Iterator<Item = (&'a Profile<'a>, Start<'a>)> {
        self.order.iter().filter_map(|at| self.nodes.get(*at)).filter_map(|node| Some((node.profile, node.start?)))
    }

    /// The name of a node.
    pub fn name(&self, at: usize) -> &'a str {
        self.nodes.get(at).map_or("", |node| node.profile.name)
    }

    /// The id of the source that stands for it.
    pub fn source_id(&self, origin: Origin) -> String {
        match origin {
            Origin::Profile(name) => source_id(name),
            // No profile's name holds an equals sign.
            Origin::Machine(place) => source_id(&format!("credential_source={place}")),
        }
    }

    /// Goes from a node to what it builds on, up to where that is known, and settles all on the way back. No recursion:
    /// a file may hold a line as long as itself.
    fn follow(&mut self, from: usize, notes: &mut Notes) {
        let mut line = Vec::new();
        let mut at = from;
        let mut end = loop {
            let Some(node) = self.nodes.get_mut(at) else { break State::Lost };
            match node.state {
                State::Unknown => {}
                State::Followed => {
                    self.circle(&line, at, notes);
                    break State::Lost;
                }
                known => break known,
            }
            node.state = State::Followed;
            line.push(at);
            match node.start {
                Some(Start::Chain(parent)) => at = parent,
                _ => break State::Walks(0),
            }
        };
        for at in line.into_iter().rev() {
            let Some(node) = self.nodes.get_mut(at) else { continue };
            if node.state != State::Followed {
                continue; // of a circle, of which all is said
            }
            match end {
                State::Walks(MAX_HOPS) => {
                    let sentence = format!(
                        "The profile is left out: with those it builds on, it walks more than {MAX_HOPS} roles."
                    );
                    notes.warning(node.profile, Some("source_profile"), sentence);
                    end = State::Lost;
                }
                State::Walks(roles) => {
                    end = State::Walks(roles + 1);
                    self.order.push(at);
                }
                _ => {
                    let sentence = "The profile is left out, since one that it builds on is.";
                    notes.warning(node.profile, Some("source_profile"), sentence);
                }
            }
            node.state = end;
        }
    }

    /// Loses the part of `line` that runs in a circle, which begins at the node `first`.
    fn circle(&mut self, line: &[usize], first: usize, notes: &mut Notes) {
        const SHOWN: usize = 12;
        let circle = line.iter().position(|at| *at == first).and_then(|at| line.get(at..)).unwrap_or_default();
        let mut names: Vec<_> = circle.iter().take(SHOWN).map(|at| shown(self.name(*at))).collect();
        if circle.len() > SHOWN {
            names.push("…".into());
        }
        names.push(shown(self.name(first)));
        for at in circle {
            if let Some(node) = self.nodes.get_mut(*at) {
                node.state = State::Lost;
            }
        }
        if let Some(node) = self.nodes.get(first) {
            let sentence =
                format!("Profiles that build on each other in a circle are left out: {}.", names.join(" → "));
            notes.warning(node.profile, Some("source_profile"), sentence);
        }
    }
}

impl<'a> Start<'a> {
    /// The source, if it starts from one.
    pub fn origin(self) -> Option<Origin<'a>> {
        match self {
            Self::Source(origin) => Some(origin),
            Self::Chain(_) => None,
        }
    }
}

/// Whether the profile's role is assumed with the keys of another.
pub(super) fn has_role(profile: &Profile) -> bool {
    profile.has("role_arn") && !profile.has("web_identity_token_file")
}

/// Whether the profile has static keys, or a part of them.
pub(super) fn has_keys(profile: &Profile) -> bool {
    profile.has("aws_access_key_id") || profile.has("aws_secret_access_key")
}

/// Where a profile with a role starts, or why it starts nowhere.
fn start<'a>(
    profile: &'a Profile<'a>,
    profiles: &'a [Profile<'a>],
    by_name: &BTreeMap<&str, usize>,
    notes: &mut Notes,
) -> Option<Result<Start<'a>, String>> {
    if !has_role(profile) {
        return None;
    }
    if let Err(sentence) = RoleArn::parse(profile.get("role_arn").unwrap_or_default()) {
        return Some(Err(sentence));
    }
    Some(match (profile.get("source_profile"), profile.get("credential_source")) {
        (Some(_), Some(_)) => {
            Err("it names both a source_profile and a credential_source, which AWS tools refuse. Take one away.".into())
        }
        (None, None) if has_keys(profile) => {
            Err("it has a role and keys, but does not say to assume the one with the other. Write its own name as \
                 source_profile."
                .into())
        }
        (None | Some(""), None) | (None, Some("")) => {
            Err("it has a role, but names no source_profile and no credential_source to assume it with.".into())
        }
        (Some(name), None) | (None, Some(name)) if !is_identifier(name) && !by_name.contains_key(name) => {
            Err("what it names as source_profile or credential_source can be the name of neither.".into())
        }
        (None, Some(place)) => Ok(Start::Source(Origin::Machine(place))),
        (Some(name), None) => Ok(match by_name.get(name).and_then(|at| Some((*at, profiles.get(*at)?))) {
            Some((_, source)) if has_keys(source) || !has_role(source) => Start::Source(Origin::Profile(name)),
            Some((at, _)) => Start::Chain(at),
            None => {
                let sentence = format!(
                    "No profile “{}” is in these files, which source_profile names. Its keys are to be filled in.",
                    shown(name)
                );
                notes.warning(profile, Some("source_profile"), sentence);
                Start::Source(Origin::Profile(name))
            }
        }),
    })
}
