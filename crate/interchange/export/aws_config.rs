//! AWS config that gives the same chains to the aws command line: a profile for each hop, linked by `source_profile`.
//!
//! Nothing of a record is written as it is: a name that the grammar has no room for is changed, and a value that would
//! break its line, or begin another, is left out. What AWS config has no words for stands there as a comment.

use std::collections::{BTreeMap, HashMap};

use super::Exported;
use super::selection::{Selected, Selection};
use crate::aws::arn::RoleArn;
use crate::aws::session_tag::SessionTag;
use crate::chain::own_lines::{ENDPOINT_URL, is_own_line};
use crate::chain::placeholders::{self, Templated, Values};
use crate::chain::{Chain, Hop, Setting};
use crate::interchange::import::profiles::in_identifier;
use crate::interchange::note::ImportNote;
use crate::policies::names::{Names, one_line, with_only};
use crate::policies::source::ExportSource;
use crate::protocol::sts::CHAINED_SECONDS;

pub(super) fn write(selection: Selection<'_>) -> Exported {
    let mut config = Config::default();
    config.comment("Written by Rolerelay for ~/.aws/config. It holds no keys.");
    let mut names = Names::default();
    // To configparser, which the aws command line reads with, what stands in [DEFAULT] of ~/.aws/credentials is of every profile.
    names.free("DEFAULT");
    let chains: Vec<_> = selection.chains.iter().map(|it| config.name(&it.chain.name, &mut names)).collect();
    // A profile that signs in is a chain without a role by itself, and what others start from too.
    let mut owns = HashMap::new();
    for (selected, name) in selection.chains.iter().zip(&chains).filter(|(it, _)| it.is_own()) {
        owns.entry(selected.source_id.as_str()).or_insert((selected, name));
    }
    let mut sources = Vec::new();
    for it in &selection.sources {
        let own = owns.get(it.source.id.as_str());
        let name = own.map_or_else(|| config.name(&it.source.name, &mut names), |(_, name)| (*name).clone());
        config.source(it, &name);
        if let Some((selected, _)) = own {
            config.own(&selected.chain, &name);
        }
        sources.push(name);
    }
    let starts = selection.sources.iter().zip(&sources).map(|(it, name)| (it.source.id.as_str(), (*it, name.as_str())));
    let starts: HashMap<_, _> = starts.collect();
    let by_id = selection.chains.iter().zip(&chains).map(|(it, name)| (it.chain.id.as_str(), name.as_str()));
    let by_id: HashMap<_, _> = by_id.collect();
    for (selected, name) in selection.chains.iter().zip(&chains) {
        let start = starts.get(selected.source_id.as_str());
        let before = match &selected.chain.parent_id {
            Some(parent) => by_id.get(parent.as_str()).copied(),
            None => start.map(|(_, name)| *name),
        };
        let links = Links { before, source: start.map(|(source, _)| *source) };
        if !selected.is_own() {
            config.chain(selected, name, &links, &mut names);
        } else if before != Some(name) {
            match links.source {
                Some(source) => config.source(source, name),
                None => {
                    config.section(name);
                    config.lose("The source is not here: write how to sign in", name, "");
                }
            }
            config.own(&selected.chain, name);
        }
    }
    let notes = selection.notes.into_iter().chain(config.notes()).collect();
    Exported { text: config.text, file_name: "config".into(), notes }
}

/// What a chain's first profile points to.
struct Links<'a> {
    before: Option<&'a str>,
    source: Option<&'a ExportSource>,
}

#[derive(Default)]
struct Config {
    text: String,
    /// What could not be said, and of which profiles.
    lost: BTreeMap<&'static str, Vec<String>>,
    /// The names of the sso-session sections that are there, by the name that was asked for and what is in them.
    sessions: HashMap<(String, Vec<(String, String)>), String>,
    session_names: Names,
}

const RENAMED: &str = "A name was changed, since profiles are named by letters, digits and _-/.%@:+, each once";

impl Config {
    fn name(&mut self, wanted: &str, names: &mut Names) -> String {
        let name = names.free(&identifier(wanted, "chain"));
        if name != wanted {
            self.lost.entry(RENAMED).or_default().push(format!("{} is now {name}", one_line(wanted)));
        }
        name
    }

    fn source(&mut self, ExportSource { source, .. }: &ExportSource, name: &str) {
        let of_session = |setting: &&Setting| setting.key.starts_with(SESSION);
        let session = self.session(&source.settings, source.settings.iter().filter(of_session));
        self.section(name);
        // AWS's tools pass over lines of our own.
        if source.settings.iter().all(|line| is_own_line(&line.key) || line.key == ENDPOINT_URL) {
            self.comment(&format!("Its keys go into ~/.aws/credentials, under [{name}]."));
        }
        for setting in source.settings.iter().filter(|setting| !of_session(setting)) {
            let value = session.as_deref().filter(|_| setting.key == "sso_session").unwrap_or(&setting.value);
            self.setting(&setting.key, value, name);
            if setting.key == "credential_process" {
                self.lose("The arguments of credential_process are not kept: write them again", name, "…");
            }
        }
    }

    /// What a chain without a role says, in its source's profile.
    fn own(&mut self, chain: &Chain, profile: &str) {
        if let Some(region) = &chain.region {
            self.setting("region", region, profile);
        }
        self.what_only_we_say_of(chain, profile);
    }

    /// Writes the sso-session section that the settings need, if it is not there yet, and gives its name.
    fn session<'s>(&mut self, all: &[Setting], of_session: impl Iterator<Item = &'s Setting>) -> Option<String> {
        let wanted = &all.iter().find(|setting| setting.key == "sso_session")?.value;
        let settings = of_session.map(|Setting { key, value }| (key.trim_start_matches(SESSION).into(), value.clone()));
        let key: (String, Vec<(String, String)>) = (wanted.clone(), settings.collect());
        if let Some(name) = self.sessions.get(&key) {
            return Some(name.clone());
        }
        let name = self.session_names.free(&identifier(wanted, "sso"));
        self.text.push_str(&format!("\n[sso-session {name}]\n"));
        for (setting, value) in &key.1 {
            self.setting(setting, value, &name);
        }
        self.sessions.insert(key, name.clone());
        Some(name)
    }

    fn chain(&mut self, selected: &Selected, name: &str, links: &Links<'_>, names: &mut Names) {
        let chain = &selected.chain;
        let mut before = links.before.map(String::from);
        for (at, hop) in chain.hops.iter().enumerate() {
            let is_last = at + 1 == chain.hops.len();
            let profile = if is_last { name.to_string() } else { names.free(&format!("{name}-{}", at + 1)) };
            self.section(&profile);
            self.setting("role_arn", &hop.role_arn, &profile);
            // They ask the endpoint of the profile that is walked, not of the one that it starts from.
            if let Some(endpoint) = links.source.and_then(|it| it.source.endpoint()) {
                self.setting(ENDPOINT_URL, &endpoint.sts, &profile);
            }
            match &before {
                Some(before) => self.setting("source_profile", before, &profile),
                None => self.lose("The source is not here: write source_profile", &profile, ""),
            }
            self.hop(selected, at, &profile, links.source);
            let region = if is_last {
                chain.region.as_ref().or(hop.region.as_ref())
            } else {
                hop.region.as_ref().or(chain.region.as_ref())
            };
            if let Some(region) = region {
                self.setting("region", region, &profile);
            }
            self.what_only_we_say(hop, &profile);
            if is_last {
                self.name_of_others(selected, &profile);
                self.what_only_we_say_of(chain, &profile);
            }
            before = Some(profile);
        }
    }

    fn hop(&mut self, selected: &Selected, own: usize, profile: &str, source: Option<&ExportSource>) {
        let Some(hop) = selected.chain.hops.get(own) else { return };
        let at = selected.inherited.len() + own;
        if let Some(template) = selected.session_name(hop) {
            match session_name(template, hop, at, &selected.chain.name) {
                Some(text) => self.setting("role_session_name", &text, profile),
                None => self.lose("Session names with {date} or {user} change from run to run", profile, template),
            }
        }
        if let Some(external_id) = &hop.external_id {
            self.setting("external_id", external_id, profile);
        }
        match hop.duration_seconds {
            // AWS refuses it on a role that another role assumes.
            Some(seconds) if at > 0 && seconds > CHAINED_SECONDS => {
                self.lose(
                    "A chained role’s session lasts an hour at most",
                    profile,
                    &format!("duration_seconds {seconds}"),
                );
            }
            Some(seconds) => self.setting("duration_seconds", &seconds.to_string(), profile),
            None => {}
        }
        let of_source = source.and_then(|it| it.source.mfa_serial.as_ref());
        match hop.mfa_serial.as_ref().or(of_source.filter(|_| at == 0)) {
            Some(serial) if at > 0 => self.lose("Only a user’s own key can call with MFA", profile, serial),
            Some(serial) => self.setting("mfa_serial", serial, profile),
            None => {}
        }
    }

    fn what_only_we_say(&mut self, hop: &Hop, profile: &str) {
        if !hop.session_tags.is_empty() {
            let tag = |SessionTag { key, value, transitive }: &SessionTag| {
                format!("{key}={value}{}", if *transitive { " (transitive)" } else { "" })
            };
            let tags = hop.session_tags.iter().map(tag).collect::<Vec<_>>().join(", ");
            self.lose("AWS config has no words for session tags", profile, &tags);
        }
        if let Some(identity) = &hop.source_identity {
            self.lose("AWS config has no words for a source identity", profile, identity);
        }
        if let Some(policy) = &hop.policy {
            self.lose("AWS config has no words for a session policy", profile, policy);
        }
        if !hop.policy_arns.is_empty() {
            self.lose("AWS config has no words for managed session policies", profile, &hop.policy_arns.join(", "));
        }
    }

    /// A chain's session name is also that of the hops that it builds on, whose profiles are of other chains too.
    fn name_of_others(&mut self, selected: &Selected, profile: &str) {
        let Some(template) = &selected.chain.session_name else { return };
        if selected.inherited.iter().any(|hop| hop.session_name.is_none()) {
            self.lose("The profiles that this one builds on keep their own session names", profile, template);
        }
    }

    fn what_only_we_say_of(&mut self, chain: &Chain, profile: &str) {
        if let Some(destination) = &chain.destination {
            self.lose("AWS config has no words for a console page", profile, destination);
        }
        if let Some(seconds) = chain.session_duration {
            self.lose("AWS config has no words for how long a console session lasts", profile, &seconds.to_string());
        }
        if let Some(guard) = &chain.guard {
            self.lose("AWS config has no words for a chain that asks before it opens", profile, guard);
        }
        if chain.asks_reason {
            self.lose("AWS config has no words for a ticket or a reason", profile, "asked for");
        }
        if let Some(read_only) = chain.read_only {
            self.lose("AWS config has no words for a chain that opens read-only", profile, read_only.name());
        }
        if chain.colour.is_some() || !chain.tags.is_empty() {
            let colour = chain.colour.map(|colour| format!("{colour:?}").to_lowercase());
            let words: Vec<String> = colour.into_iter().chain(chain.tags.iter().cloned()).collect();
            self.lose("AWS config has no words for colours and tags", profile, &words.join(", "));
        }
    }

    fn section(&mut self, name: &str) {
        // The aws command line knows this one by its bare name.
        let header = if name == "default" { "[default]".into() } else { format!("[profile {name}]") };
        self.text.push_str(&format!("\n{header}\n"));
    }

    fn setting(&mut self, key: &str, value: &str, profile: &str) {
        let is_key = !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !is_key || SECRETS.contains(&key) {
            self.lose("A setting was left out, since AWS config has none of that name or it is a secret", profile, "");
        } else if !fits_line(value) {
            self.lose("A value was left out, since a line of AWS config cannot hold it", profile, key);
        } else {
            self.text.push_str(&format!("{key} = {value}\n"));
        }
    }

    /// Says in the file, and later on the page, what the profile loses.
    fn lose(&mut self, what: &'static str, profile: &str, value: &str) {
        self.comment(&if value.is_empty() { format!("{what}.") } else { format!("{what}: {value}") });
        let profiles = self.lost.entry(what).or_default();
        if profiles.last().is_none_or(|last| last != profile) {
            profiles.push(profile.into());
        }
    }

    fn comment(&mut self, text: &str) {
        self.text.push_str(&format!("# {}\n", one_line(text)));
    }

    fn notes(&self) -> Vec<ImportNote> {
        const SHOWN: usize = 5;
        let note = |(what, profiles): (&&str, &Vec<String>)| {
            let shown = profiles.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
            let more = profiles.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            ImportNote::warning(format!("{what}: {shown}{more}."))
        };
        self.lost.iter().map(note).collect()
    }
}

/// `wanted` in characters that a section's name can have, or else `otherwise`.
fn identifier(wanted: &str, otherwise: &str) -> String {
    let plain = with_only(wanted, in_identifier, "-");
    if plain.is_empty() { otherwise.into() } else { plain }
}

const SESSION: &str = "sso-session.";
/// What only the credentials file is for.
const SECRETS: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/// Whether readers of AWS config get this value back: on one line, and with nothing that begins a comment. The SDKs take
/// a `#` or `;` behind a blank for one, and the blanks around a value for nothing.
fn fits_line(value: &str) -> bool {
    let mut before = ' ';
    let comment = value.chars().any(|c| {
        let begins = matches!(c, '#' | ';') && before.is_whitespace();
        before = c;
        begins
    });
    !value.is_empty() && value.trim() == value && !comment && !value.contains(crate::aws::invisible::is_deceptive)
}

/// What the template gives at each run, if that is always the same.
fn session_name(template: &str, hop: &Hop, at: usize, chain: &str) -> Option<String> {
    if ["{date}", "{user}", placeholders::REASON].iter().any(|changing| template.contains(changing)) {
        return None;
    }
    let role = RoleArn::parse(&hop.role_arn).ok()?;
    let values = Values { chain, hop: at, role: &role, now: 0.0, user: None, reason: None };
    placeholders::expand(Templated::SessionName, template, &values).ok()
}
