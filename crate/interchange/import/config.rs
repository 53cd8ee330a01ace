//! `~/.aws/config` and `~/.aws/credentials` as chains and sources.
//!
//! Each profile with a role becomes a chain of that one role, which builds on the chain of its `source_profile` where that
//! has a role too. So the shape of the file is kept: who changes the hub's chain changes all that build on it.

mod complete;
mod endpoint;
mod left_over;
mod lines;
mod notes;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use self::endpoint::Endpoints;
use self::lines::{Lines, Origin, Start};
use self::notes::Notes;
use self::source::{gives_session, sources};
use super::draft::{self, Draft, Kind, Says};
use super::profiles::{self, Dialect, Profile};
use super::{ImportFile, LONGEST_TEXT, aesr, aws_sso, foreign};
use crate::aws::session_tag::SessionTag;
use crate::chain::{Chain, Colour, Hop};
use crate::interchange::note::ImportNote;

/// Whether it is a config file, with `[profile …]` sections or by its name.
pub(super) fn is(file: &ImportFile) -> bool {
    let is_foreign = || foreign::is(file.text.expose()); // looked through for the names of its settings
    base_name(file) == "config" || sections(file).any(is_head) && !is_foreign()
}

/// Whether it is a credentials file, with bare sections or by its name.
pub(super) fn is_credentials(file: &ImportFile) -> bool {
    const KEYS: [&str; 4] = ["aws_access_key_id", "aws_secret_access_key", "role_arn", "source_profile"];
    let text = file.text.expose(); // to see what it is
    match base_name(file) {
        "credentials" => true,
        "config" => false,
        _ => {
            let mut sections = sections(file).peekable();
            sections.peek().is_some()
                && !sections.any(is_prefixed)
                && !foreign::is(text)
                && text.lines().any(|line| {
                    let key = line.split('=').next().unwrap_or_default().trim();
                    KEYS.iter().any(|known| key.eq_ignore_ascii_case(known))
                })
        }
    }
}

/// What the files say together.
pub(super) fn read(configs: &[&ImportFile], credentials: &[&ImportFile]) -> Draft {
    let files: Vec<&ImportFile> = configs.iter().chain(credentials).copied().collect();
    let texts: Vec<_> = files
        .iter()
        .enumerate()
        .map(|(at, file)| (if at < configs.len() { Dialect::Config } else { Dialect::Credentials }, file.text.expose()))
        .collect(); // the keys in it go nowhere but into `credentials`
    let mut read = profiles::read(&texts);
    let mut notes = Notes::new(&files);
    for profile in read.profiles.iter_mut().chain(&mut read.sso_sessions) {
        leave_swollen_values(profile, &mut notes);
    }
    for session in &mut read.sso_sessions {
        leave_long_values(session, &mut notes);
    }
    complete::complete(&mut read.profiles, &mut notes);
    let (chains, sources, keys, became) = {
        let lines = Lines::new(&read.profiles, &mut notes);
        let endpoints = Endpoints::of(&read, &lines);
        let mut chains: Vec<_> =
            lines.walkable().map(|(profile, start)| chain(profile, start, &lines, &endpoints, &mut notes)).collect();
        let used: BTreeSet<Origin> = lines.walkable().filter_map(|(_, start)| start.origin()).collect();
        let sessions: BTreeMap<_, _> = read.sso_sessions.iter().map(|session| (session.name, session)).collect();
        let (sources, keys) = sources(&read, &lines, &used, &sessions, &endpoints, &mut notes);
        let owns = read.profiles.iter().filter(|profile| gives_session(profile, &sessions));
        chains.extend(owns.map(|profile| own_chain(profile, &lines, &mut notes)));
        let became: BTreeSet<String> =
            chains.iter().map(|it| &it.id).chain(sources.iter().map(|it| &it.id)).cloned().collect();
        (chains, sources, keys, became)
    };
    let became =
        |profile: &Profile| became.contains(&chain_id(profile.name)) || became.contains(&source_id(profile.name));
    left_over::tell(&mut read, became, &mut notes);
    let mut notes = notes.into_notes();
    notes.extend(read.oddities.notes(&files));
    notes.extend(files.iter().filter(|file| is_unreadable(file)).map(|file| no_section(file)));
    Draft { chains, sources, credentials: keys, notes, says: SAYS }
}

/// Nothing that a chain needs has several lines, or another key in it. Where something does, a line below was indented or a
/// line break lost by mistake, and a secret may have got into it, which must not be kept as a region's name.
fn leave_swollen_values(profile: &mut Profile, notes: &mut Notes) {
    const SECRETS: [&str; 3] = ["aws_secret_access_key", "aws_session_token", "aws_security_token"];
    // Without a copy of the value, which may itself be a secret.
    let holds = |value: &str, key: &str| {
        value.as_bytes().windows(key.len()).any(|part| part.eq_ignore_ascii_case(key.as_bytes()))
    };
    let swollen = |value: &str| value.contains('\n') || SECRETS.iter().any(|key| holds(value, key));
    for property in profile.take(swollen) {
        // The settings of a service, such as s3, begin in the line below it.
        if property.value.starts_with('\n') {
            left_over::tell_nested(profile.name, &property, notes);
            continue;
        }
        let next = match property.value.matches('\n').count() {
            0 | 1 => "the next line has".to_string(),
            lines => format!("the next {lines} lines have"),
        };
        let sentence = format!(
            "{} is left out: {next} become part of its value, by a space before it or for want of a line break.",
            shown(&property.key)
        );
        notes.warning_at(property.place, profile.name, sentence);
    }
}

/// Each profile of such a session says its values again, so a long one would be there as often as there are profiles.
fn leave_long_values(session: &mut Profile, notes: &mut Notes) {
    for property in session.take(|value| value.len() > LONGEST_TEXT) {
        let sentence = format!("{} is left out: it is longer than any setting.", shown(&property.key));
        notes.warning_at(property.place, session.name, sentence);
    }
}

/// What AWS config has words for. Tags, policies and the source identity of a session are not among them: where a file has
/// those of another tool, they are taken, and where it has none, what is kept stays.
const SAYS: Says = Says {
    name: false,
    session_name: true,
    external_id: true,
    duration: true,
    mfa: true,
    region: true,
    hop_region: false,
    source_identity: false,
    session_tags: false,
    policies: false,
    destination: false,
    colour: false,
    tags: false,
    rest: false,
};

fn chain(profile: &Profile, start: Start, lines: &Lines, endpoints: &Endpoints, notes: &mut Notes) -> Chain {
    let (source_id, parent_id) = match start {
        Start::Source(origin) => (lines.source_id(origin), None),
        Start::Chain(parent) => (String::new(), Some(chain_id(lines.name(parent)))),
    };
    endpoints.tell(profile, notes);
    for (key, value) in ELSEWHERE {
        if profile.get(key).is_some_and(|said| value.is_none_or(|value| said.eq_ignore_ascii_case(value))) {
            let sentence = format!("{key} is left out: Rolerelay asks the usual STS endpoint of the region.");
            notes.hint(profile, Some(key), sentence);
        }
    }
    // aws-runas assumes this one first, with what the profile starts from.
    let jump = text(profile, "jump_role_arn").map(|role_arn| Hop { role_arn, ..Hop::default() });
    let hop = hop(profile, parent_id.is_some(), notes);
    Chain {
        id: chain_id(profile.name),
        name: shown(profile.name),
        source_id,
        hops: with_jump(jump, hop),
        parent_id,
        region: text(profile, "region"),
        colour: colour(profile, notes),
        ..Chain::default()
    }
}

/// A profile that signs in has a role's session, which opens the console without any role after it.
fn own_chain(profile: &Profile, lines: &Lines, notes: &mut Notes) -> Chain {
    Chain {
        id: chain_id(profile.name),
        name: shown(profile.name),
        source_id: lines.source_id(Origin::Profile(profile.name)),
        region: text(profile, "region"),
        colour: colour(profile, notes),
        ..Chain::default()
    }
}

fn with_jump(jump: Option<Hop>, hop: Hop) -> Vec<Hop> {
    match jump {
        Some(jump) => {
            let first = Hop { mfa_serial: hop.mfa_serial.clone(), ..jump };
            vec![first, Hop { mfa_serial: None, ..hop }]
        }
        None => vec![hop],
    }
}

/// AESR's, any hex value, or granted's, by name.
fn colour(profile: &Profile, notes: &mut Notes) -> Option<Colour> {
    let key = if profile.has("color") { "color" } else { "granted_color" };
    let value = text(profile, key)?;
    let colour = aesr::nearest_colour(&value).or_else(|| aws_sso::colour_of(&value));
    if colour.is_none() {
        notes.warning(profile, Some(key), format!("{key} is left out: it is no colour that a chain can have."));
    }
    colour
}

fn hop(profile: &Profile, by_role: bool, notes: &mut Notes) -> Hop {
    let mfa_serial = text(profile, "mfa_serial");
    if by_role && mfa_serial.is_some() {
        let sentence = "mfa_serial is left out: a role calls here, and AWS takes the code of an MFA device from a user only. \
                        It belongs to the first role of the chain.";
        notes.warning(profile, Some("mfa_serial"), sentence);
    }
    // awsume has a name of its own for it.
    let of_duration = if profile.has("duration_seconds") { "duration_seconds" } else { "role_duration" };
    let duration = text(profile, of_duration);
    let duration_seconds = duration.as_deref().and_then(|seconds| seconds.parse().ok());
    if duration_seconds.is_none() && duration.is_some() {
        let sentence =
            format!("{of_duration} is left out: it is no whole number of seconds. The AWS CLI ignores it too.");
        notes.warning(profile, Some(of_duration), sentence);
    }
    let session_name = text(profile, "role_session_name");
    // Ours are templates; AWS's grammar has no braces, so nothing that works is lost.
    let template = session_name.as_deref().is_some_and(|name| name.contains(['{', '}']));
    if template {
        let sentence = "role_session_name is left out: AWS takes no braces in it.";
        notes.warning(profile, Some("role_session_name"), sentence);
    }
    Hop {
        role_arn: text(profile, "role_arn").unwrap_or_default(),
        session_name: session_name.filter(|_| !template),
        external_id: text(profile, "external_id"),
        duration_seconds,
        mfa_serial: mfa_serial.filter(|_| !by_role),
        session_tags: session_tags(profile, notes),
        source_identity: text(profile, "source_identity"),
        ..Hop::default()
    }
}

/// aws-vault's `session_tags = key=value,key=value`, and which of them are transitive.
fn session_tags(profile: &Profile, notes: &mut Notes) -> Vec<SessionTag> {
    let list = |key: &str| -> Vec<String> {
        let words = text(profile, key).unwrap_or_default();
        words.split(',').map(|word| word.trim().to_string()).filter(|word| !word.is_empty()).collect()
    };
    let mut transitive: BTreeSet<String> = list("transitive_session_tags").into_iter().collect();
    let mut tags = Vec::new();
    for word in list("session_tags") {
        match word.split_once('=') {
            Some((key, value)) => tags.push(SessionTag {
                key: key.trim().into(),
                value: value.trim().into(),
                transitive: transitive.remove(key.trim()),
            }),
            None => {
                let sentence = "A session tag is left out: session_tags has key=value, with commas between.";
                notes.warning(profile, Some("session_tags"), sentence);
            }
        }
    }
    if !transitive.is_empty() {
        let sentence = format!(
            "{} of transitive_session_tags are left out: no session tag of the profile has that key.",
            transitive.len()
        );
        notes.warning(profile, Some("transitive_session_tags"), sentence);
    }
    tags
}

/// What sends requests to other endpoints, and the value with which it does.
const ELSEWHERE: [(&str, Option<&str>); 3] = [
    ("use_fips_endpoint", Some("true")),
    ("use_dualstack_endpoint", Some("true")),
    ("sts_regional_endpoints", Some("legacy")),
];

/// A value that is not empty: to botocore an empty one is there, and AWS refuses it.
fn text(profile: &Profile, key: &str) -> Option<String> {
    profile.get(key).filter(|value| !value.is_empty()).map(String::from)
}

/// Config and credentials name the same profiles, so they have one namespace.
const FORMAT: &str = "aws-config";

fn chain_id(name: &str) -> String {
    draft::id(FORMAT, Kind::Chain, name)
}

fn source_id(name: &str) -> String {
    draft::id(FORMAT, Kind::Source, name)
}

/// As much of a profile's name as a record's name or a sentence has room for.
fn shown(name: &str) -> String {
    name.chars().take(100).collect()
}

/// What stands between the brackets of each section.
fn sections(file: &ImportFile) -> impl Iterator<Item = &str> {
    let text = file.text.expose(); // only its sections are looked at
    text.trim_start_matches('\u{feff}')
        .lines()
        .filter_map(|line| Some(line.trim_start().strip_prefix('[')?.split_once(']')?.0.trim()))
        .filter(|section| !section.is_empty())
}

/// Whether it has text, but no section that the text could be of. Only its name said what it is.
fn is_unreadable(file: &ImportFile) -> bool {
    let mut lines = file.text.expose().lines(); // only whether there is something in them
    sections(file).next().is_none() && lines.any(|line| !line.trim().is_empty() && !line.starts_with(['#', ';']))
}

fn no_section(file: &ImportFile) -> ImportNote {
    ImportNote::error("This is no AWS config or credentials file: it has no section such as [profile name].")
        .in_file(file)
}

/// Whether a section is called so in the config file alone.
pub(super) fn is_head(section: &str) -> bool {
    section == "default" || is_prefixed(section)
}

fn is_prefixed(section: &str) -> bool {
    section.split_once([' ', '\t']).is_some_and(|(prefix, _)| matches!(prefix, "profile" | "sso-session" | "services"))
}

fn base_name(file: &ImportFile) -> &str {
    file.name.rsplit(['/', '\\']).next().unwrap_or_default()
}
