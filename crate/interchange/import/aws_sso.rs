//! The YAML of aws-sso-cli: its roles become chains, those with `Via` on the Identity Center role that they start from, the others on their
//! own session; Identity Center's roles become sources.

mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use self::yaml::Node;
use super::ImportFile;
use super::draft::{Draft, Kind, Says, id};
use super::left_over;
use crate::aws::arn::{RoleArn, is_account};
use crate::aws::partition::Partition;
use crate::chain::check::{LONGEST_TAG, MOST_TAGS};
use crate::chain::{Chain, Colour, Hop, Setting, Source};
use crate::interchange::note::ImportNote;

pub(super) fn is(file: &ImportFile) -> bool {
    file.text.expose().lines().any(|line| {
        let line = line.trim_start_matches('\u{feff}');
        ["SSOConfig:", "\"SSOConfig\":", "'SSOConfig':"].iter().any(|key| line.starts_with(key))
    }) // looked through for its first key
}

pub(super) fn read(file: &ImportFile) -> Draft {
    let text = file.text.expose().trim_start_matches('\u{feff}'); // to read its roles; aws-sso-cli keeps no keys here
    match yaml::read(text) {
        Ok(root) => draft(&root).rooted(),
        Err(wrong) => Draft { notes: vec![ImportNote::error(wrong.sentence).at_line(wrong.line)], ..Draft::default() },
    }
}

const FORMAT: &str = "aws-sso";

/// How aws-sso-cli itself looks, waits, logs and keeps its own things.
const IDLE: [&str; 31] = [
    "AccountPrimaryTag",
    "AuthUrlAction",
    "AutoConfigCheck",
    "AutoLogin",
    "Browser",
    "CacheRefresh",
    "ConfigProfilesBinaryPath",
    "ConfigProfilesUrlAction",
    "ConfigUrlAction",
    "ConfigVariables",
    "DefaultSSO",
    "EnvVarTags",
    "FirefoxOpenUrlInContainer",
    "FirstTag",
    "FullTextSearch",
    "HistoryLimit",
    "HistoryMinutes",
    "Icon",
    "JsonStore",
    "ListFields",
    "LogLevel",
    "LogLines",
    "MaxBackoff",
    "MaxRetry",
    "ProfileFormat",
    "PromptColors",
    "SecureStore",
    "Threads",
    "UrlAction",
    "UrlExecCommand",
    "<<",
];

/// An instance of Identity Center, and the roles that the file names of it.
struct Portal<'a> {
    name: &'a str,
    start_url: Option<&'a str>,
    region: Option<&'a str>,
    /// By account and role.
    roles: BTreeMap<(String, String), Role<'a>>,
    /// The keys of `roles` in the order of the file.
    order: Vec<(String, String)>,
}

struct Role<'a> {
    account: Rc<Account<'a>>,
    node: &'a Node,
    region: Option<&'a str>,
}

/// What an account says for all of its roles, looked up once and not for each of them.
struct Account<'a> {
    name: Option<&'a str>,
    colour: Option<&'a str>,
    /// Each by its key, as `key=value`.
    tags: Vec<(&'a str, String)>,
    /// How many there are, with those that no chain can have.
    all_tags: usize,
    tags_node: Option<&'a Node>,
}

impl Role<'_> {
    fn via(&self) -> Option<&str> {
        self.node.text_at("Via")
    }
}

fn draft(root: &Node) -> Draft {
    let says = Says {
        name: true,
        external_id: true,
        source_identity: true,
        region: true,
        colour: true,
        tags: true,
        ..Says::default()
    };
    let mut draft = Draft { says, ..Draft::default() };
    let mut unused = 0;
    for (name, node) in root.get("SSOConfig").map(Node::take_maps).unwrap_or_default() {
        let region = node.text_at("DefaultRegion").or_else(|| root.text_at("DefaultRegion"));
        unused += Portal::new(name, node, region).add_to(&mut draft);
    }
    let mut keys = Vec::new();
    root.left_over(&mut keys);
    draft.notes.extend(left_over::note(keys.into_iter().map(|key| (key, "")), &IDLE));
    if unused > 0 {
        let sentence =
            format!("{unused} roles without Via were left out: the file does not say where one signs in for them.");
        draft.notes.push(ImportNote::warning(sentence));
    }
    if !draft.sources.is_empty() {
        let sentence =
            "The keys of each source come from Identity Center. Paste them under Sources; they last some hours.";
        draft.notes.push(ImportNote::warning(sentence));
    }
    draft
}

impl<'a> Portal<'a> {
    fn new(name: &'a str, node: &'a Node, region: Option<&'a str>) -> Self {
        let mut portal = Self {
            name,
            start_url: node.text_at("StartUrl"),
            region: node.text_at("SSORegion"),
            roles: BTreeMap::new(),
            order: Vec::new(),
        };
        for (account_id, node) in node.get("Accounts").map(Node::take_maps).unwrap_or_default() {
            let account = Rc::new(Account::new(node));
            let region = node.text_at("DefaultRegion").or(region);
            for (role, node) in node.get("Roles").map(Node::take_entries).unwrap_or_default() {
                let key = (twelve(account_id), role.to_string());
                let region = node.text_at("DefaultRegion").or(region);
                portal.roles.insert(key.clone(), Role { account: Rc::clone(&account), node, region });
                portal.order.push(key);
            }
        }
        portal
    }

    /// Adds its chains and the sources that they start from, and tells how many of its roles are neither.
    fn add_to(&self, draft: &mut Draft) -> usize {
        let mut sources = Vec::new();
        let (mut starts, mut unused) = (BTreeSet::new(), BTreeSet::new());
        for key @ (account, name) in &self.order {
            let Some(role) = self.roles.get(key) else { continue };
            let found = match role.via() {
                Some(via) => self.chain(account, name, role, via),
                // Its session is Identity Center's, and opens the console without any role after it.
                None if self.signs_in() && is_account(account) => {
                    let source_id = id(FORMAT, Kind::Source, &self.key(account, name));
                    Ok((Chain { source_id, ..self.record(account, name, role) }, key.clone()))
                }
                None => {
                    unused.insert(key.clone());
                    continue;
                }
            };
            match found {
                Ok((chain, start)) => {
                    let tags = all_tags(role);
                    if tags > chain.tags.len() {
                        let sentence = format!(
                            "{} of its tags are left out: they are no text, too long, or too many.",
                            tags - chain.tags.len()
                        );
                        draft.notes.push(ImportNote::warning(sentence).of(&chain.name));
                    }
                    if chain.parent_id.is_none() && starts.insert(start.clone()) {
                        sources.push(start);
                    }
                    draft.chains.push(chain);
                }
                Err(sentence) => {
                    let profile = format!("{account}:{name}");
                    draft.notes.push(ImportNote::warning(format!("{sentence} It was left out.")).of(&profile));
                }
            }
        }
        draft.sources.extend(sources.iter().map(|(account, role)| self.source(account, role)));
        unused.difference(&starts).count()
    }

    /// Whether one can sign in at it.
    fn signs_in(&self) -> bool {
        let region = self.region.and_then(Partition::of_region);
        region.is_some_and(Partition::console_known) && self.start_url.is_some_and(|url| url.starts_with("https://"))
    }

    /// What the file says of a role's chain but for its hop and its start.
    fn record(&self, account: &str, name: &str, role: &Role<'_>) -> Chain {
        Chain {
            id: id(FORMAT, Kind::Chain, &self.key(account, name)),
            name: role_name(role, account, name),
            region: role.region.map(String::from),
            tags: tags(role),
            colour: role
                .node
                .get("Tags")
                .and_then(|own| own.text_at("Color"))
                .or(role.account.colour)
                .and_then(colour_of),
            ..Chain::default()
        }
    }

    /// The chain of a role, and the account and the name of the role that it comes from.
    fn chain(
        &self,
        account: &str,
        name: &str,
        role: &Role<'_>,
        via: &str,
    ) -> Result<(Chain, (String, String)), String> {
        let (partition, from_account, from) = self.via(via)?;
        let written = role.node.text_at("ARN").map(String::from);
        let arn = written.unwrap_or_else(|| format!("arn:{partition}:iam::{account}:role/{name}"));
        let arn = RoleArn::parse(&arn)?;
        let mut chain = Chain {
            hops: vec![Hop {
                role_arn: arn.to_string(),
                external_id: role.node.text_at("ExternalId").map(String::from),
                source_identity: role.node.text_at("SourceIdentity").map(String::from),
                ..Hop::default()
            }],
            ..self.record(account, name, role)
        };
        let before = self.roles.get(&(from_account.clone(), from.clone()));
        if before.is_some_and(|role| role.via().is_some()) {
            chain.parent_id = Some(id(FORMAT, Kind::Chain, &self.key(&from_account, &from)));
        } else {
            chain.source_id = id(FORMAT, Kind::Source, &self.key(&from_account, &from));
        }
        Ok((chain, (from_account, from)))
    }

    /// The partition, the account and the name of the role that `Via` names: by its ARN, or as `account:role`.
    fn via(&self, via: &str) -> Result<(&'static str, String, String), String> {
        if let Some((account, role)) =
            via.split_once(':').filter(|(account, _)| account.bytes().all(|b| b.is_ascii_digit()))
        {
            let partition = self.region.and_then(Partition::of_region);
            return Ok((partition.unwrap_or(Partition::Aws).name(), twelve(account), role.into()));
        }
        let arn = RoleArn::parse(via).map_err(|sentence| format!("Its Via is no role: {sentence}"))?;
        Ok((arn.partition().name(), arn.account().into(), arn.name().into()))
    }

    fn source(&self, account: &str, role: &str) -> Source {
        let entry = self.roles.get(&(account.into(), role.into()));
        let name = entry.map_or_else(|| format!("{account}:{role}"), |it| role_name(it, account, role));
        let mut settings = vec![
            Setting::new("sso_session", self.name),
            Setting::new("sso_account_id", account),
            Setting::new("sso_role_name", role),
        ];
        settings.extend(self.start_url.map(|url| Setting::new("sso-session.sso_start_url", url)));
        settings.extend(self.region.map(|region| Setting::new("sso-session.sso_region", region)));
        Source { id: id(FORMAT, Kind::Source, &self.key(account, role)), name, settings, ..Source::default() }
    }

    fn key(&self, account: &str, role: &str) -> String {
        format!("{}/{account}/{role}", self.name)
    }
}

impl<'a> Account<'a> {
    fn new(node: &'a Node) -> Self {
        let tags = node.get("Tags");
        Self {
            name: node.text_at("Name"),
            colour: tags.and_then(|tags| tags.text_at("Color")),
            tags: usable(tags).collect(),
            all_tags: tags.map(Node::take_entries).unwrap_or_default().iter().filter(|(key, _)| is_tag(key)).count(),
            tags_node: tags,
        }
    }
}

/// What aws-sso-cli calls it: its own profile, else by account and role.
fn role_name(role: &Role<'_>, account_id: &str, name: &str) -> String {
    match role.node.text_at("Profile") {
        Some(profile) => profile.into(),
        None => format!("{}:{name}", role.account.name.unwrap_or(account_id)),
    }
}

/// An account with the zeros that YAML takes for idle.
fn twelve(account: &str) -> String {
    format!("{account:0>12}")
}

/// Those of the account and of the role, which overrides them, as `key=value`.
fn tags(role: &Role<'_>) -> Vec<String> {
    let own = role.node.get("Tags");
    let of_account = role.account.tags.iter().filter(|(key, _)| own.is_none_or(|own| own.get(key).is_none())).cloned();
    of_account.chain(usable(own)).map(|(_, tag)| tag).take(MOST_TAGS).collect()
}

fn is_tag(key: &str) -> bool {
    !matches!(key, "Color" | "Icon")
}

/// How many tags there are, of the account and of the role.
fn all_tags(role: &Role<'_>) -> usize {
    let of_account = |key: &str| role.account.tags_node.is_some_and(|tags| tags.get(key).is_some());
    let own = role.node.get("Tags").map(Node::take_entries).unwrap_or_default().iter();
    role.account.all_tags + own.filter(|(key, _)| is_tag(key) && !of_account(key)).count()
}

/// The tags that a chain can have, each by its key.
fn usable(tags: Option<&Node>) -> impl Iterator<Item = (&str, String)> {
    tags.map(Node::take_entries)
        .unwrap_or_default()
        .iter()
        .filter(|(key, _)| is_tag(key))
        .filter_map(|(key, value)| Some((&**key, format!("{key}={}", value.text()?))))
        .filter(|(_, tag)| tag.chars().count() <= LONGEST_TAG)
}

/// The colours of Firefox’s containers, which is what aws-sso-cli takes.
pub(super) fn colour_of(name: &str) -> Option<Colour> {
    Some(match name {
        "blue" => Colour::Blue,
        "turquoise" => Colour::Teal,
        "green" => Colour::Green,
        "yellow" => Colour::Yellow,
        "orange" => Colour::Orange,
        "red" => Colour::Red,
        "pink" | "purple" => Colour::Purple,
        _ => return None,
    })
}
