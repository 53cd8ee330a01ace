//! A workspace of Leapp: its chained sessions become chains, the sessions that they start from become sources.
//!
//! Leapp keeps keys in the system's keychain and encrypts its file (`Leapp-lock.json`); this is the workspace decrypted.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::draft::{Draft, Kind, Says, id};
use super::left_over;
use super::{ImportFile, LONGEST_TEXT};
use crate::aws::arn::{RoleArn, is_account};
use crate::aws::partition::Partition;
use crate::chain::{Chain, Hop, Setting, Source};
use crate::interchange::note::ImportNote;
use crate::source::federation::FederatedRole;

pub(super) fn is(file: &ImportFile) -> bool {
    let text = plain(file.text.expose()); // looked at for what begins it
    is_encrypted(text) || (text.starts_with('{') && text.contains("\"_sessions\""))
}

pub(super) fn read(file: &ImportFile) -> Draft {
    let text = plain(file.text.expose()); // to read its sessions, which hold no keys
    if is_encrypted(text) {
        let sentence = "This workspace of Leapp is encrypted, and only Leapp on your computer can read it. \
                        Have Leapp write its profiles to AWS config, and import that.";
        Draft { notes: vec![ImportNote::error(sentence)], ..Draft::default() }
    } else {
        let mut json = serde_json::Deserializer::from_str(text);
        let mut lost: Vec<String> = Vec::new();
        let read =
            serde_ignored::deserialize::<_, _, Workspace>(&mut json, |path| lost.push(key(&path))).and_then(|read| {
                json.end()?;
                Ok(read)
            });
        match read {
            Ok(workspace) if workspace.portals.iter().any(Portal::is_swollen) => {
                let sentence = "What the workspace says of one of its portals is longer than any address.";
                Draft { notes: vec![ImportNote::error(sentence)], ..Draft::default() }
            }
            Ok(workspace) => {
                let mut draft = workspace.draft().rooted();
                draft.notes.extend(left_over::note(lost.iter().map(|key| (key.as_str(), "")), &IDLE));
                draft
            }
            Err(wrong) => {
                let sentence = "The JSON is malformed, or is not a workspace of Leapp.";
                Draft { notes: vec![ImportNote::error(sentence).at_line(wrong.line())], ..Draft::default() }
            }
        }
    }
}

const FORMAT: &str = "leapp";

fn plain(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// The last part of a path.
fn key(path: &serde_ignored::Path<'_>) -> String {
    match path {
        serde_ignored::Path::Map { key, .. } => key.clone(),
        other => other.to_string(),
    }
}

/// What only Leapp's own lists, states and terminals need.
const IDLE: [&str; 32] = [
    "_azureIntegrations",
    "_colorTheme",
    "_credentialMethod",
    "_defaultLocation",
    "_defaultRegion",
    "_extensionEnabled",
    "_folders",
    "_integrations",
    "_macOsTerminal",
    "_notifications",
    "_pinned",
    "_pluginsStatus",
    "_profiles",
    "_proxyConfiguration",
    "_remoteWorkspacesSettingsMap",
    "_requirePassword",
    "_samlRoleSessionDuration",
    "_segments",
    "_sessionDuration",
    "_ssmRegionBehaviour",
    "_teamMember",
    "_touchIdEnabled",
    "_version",
    "_workspaceVersion",
    "accessTokenExpiration",
    "browserOpening",
    "email",
    "profileId",
    "sessionTokenExpiration",
    "startDateTime",
    "status",
    "type",
];

/// What OpenSSL and CryptoJS begin with, in base64: `Salted__`.
fn is_encrypted(text: &str) -> bool {
    text.starts_with("U2FsdGVkX1")
}

#[derive(Deserialize)]
struct Workspace {
    #[serde(rename = "_sessions")]
    sessions: Vec<Session>,
    #[serde(rename = "_awsSsoIntegrations", default)]
    portals: Vec<Portal>,
    #[serde(rename = "_idpUrls", default)]
    providers: Vec<Provider>,
}

/// Where a person signs in at an identity provider.
#[derive(Deserialize)]
struct Provider {
    id: String,
    url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    session_id: String,
    session_name: String,
    #[serde(rename = "type")]
    kind: String,
    region: Option<String>,
    role_arn: Option<String>,
    parent_session_id: Option<String>,
    role_session_name: Option<String>,
    mfa_device: Option<String>,
    aws_sso_configuration_id: Option<String>,
    idp_arn: Option<String>,
    idp_url_id: Option<String>,
}

impl Session {
    /// What a source says of a role of SAML; none where it is none, or one that could not be asked for.
    fn federated(&self, providers: &[Provider]) -> Option<Vec<Setting>> {
        let url =
            providers.iter().find(|provider| self.idp_url_id.as_ref() == Some(&provider.id)).map(|it| it.url.clone());
        let role = FederatedRole {
            role_arn: self.role_arn.clone()?,
            provider: self.idp_arn.clone(),
            sign_in_url: url.filter(|url| url.starts_with("https://") && url.len() <= LONGEST_TEXT),
            ..FederatedRole::default()
        };
        role.saml_settings().ok().filter(|_| self.kind == FEDERATED)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Portal {
    id: String,
    #[serde(default)]
    alias: String,
    portal_url: String,
    region: String,
}

impl Portal {
    /// Each of its sessions says it again.
    fn is_swollen(&self) -> bool {
        [&self.alias, &self.portal_url, &self.region].into_iter().any(|text| text.len() > LONGEST_TEXT)
    }
}

impl Workspace {
    fn draft(&self) -> Draft {
        let by_id: BTreeMap<&str, &Session> =
            self.sessions.iter().map(|session| (session.session_id.as_str(), session)).collect();
        let says = Says { name: true, session_name: true, region: true, ..Says::default() };
        let mut draft = Draft { says, ..Draft::default() };
        let mut sources: Vec<&Session> = self.sessions.iter().filter(|session| session.kind == USER).collect();
        let mut known: BTreeSet<&str> = sources.iter().map(|session| session.session_id.as_str()).collect();
        let portals = self.portals.iter().rev().map(|portal| (portal.id.as_str(), portal)).collect();
        let mut left_out = 0;
        for session in &self.sessions {
            match session.kind.as_str() {
                CHAINED => match chain(session, &by_id) {
                    Ok((chain, parent)) => {
                        if chain.parent_id.is_none() && known.insert(&parent.session_id) {
                            sources.push(parent);
                        }
                        draft.chains.push(chain);
                    }
                    Err(sentence) => draft.notes.push(ImportNote::warning(sentence).of(&session.session_name)),
                },
                // Its session is Identity Center's, or of a provider's role, and opens the console without any role after it.
                SSO | FEDERATED if signs_in(session, &portals) || session.federated(&self.providers).is_some() => {
                    if known.insert(&session.session_id) {
                        sources.push(session);
                    }
                    draft.chains.push(own_chain(session));
                }
                USER | FEDERATED | SSO => {}
                _ => left_out += 1,
            }
        }
        if left_out > 0 {
            let sentence = format!("{left_out} sessions that are not of AWS were left out.");
            draft.notes.push(ImportNote::warning(sentence));
        }
        let idle = self
            .sessions
            .iter()
            .filter(|it| matches!(it.kind.as_str(), FEDERATED | SSO) && !known.contains(it.session_id.as_str()));
        let idle = idle.count();
        if idle > 0 {
            let sentence = format!(
                "{idle} sessions of Identity Center or of a login elsewhere were left out: no role starts from them."
            );
            draft.notes.push(ImportNote::warning(sentence));
        }
        draft.sources = sources.iter().map(|session| source(session, &portals, &self.providers)).collect();
        if draft.sources.iter().any(|source| source.settings.is_empty()) {
            let sentence =
                "Leapp keeps keys elsewhere than in its workspace. Enter those of each source under Sources.";
            draft.notes.push(ImportNote::warning(sentence));
            let parents: BTreeSet<&str> =
                self.sessions.iter().filter_map(|it| it.parent_session_id.as_deref()).collect();
            let mut alone = sources.iter().filter(|it| it.kind == USER && !parents.contains(it.session_id.as_str()));
            if alone.next().is_some() {
                let sentence = format!(
                    "IAM users from whom no role starts: {}. Each comes in as a source, of which chains can be made, without its region.",
                    1 + alone.count()
                );
                draft.notes.push(ImportNote::hint(sentence));
            }
        }
        draft
    }
}

fn source(session: &Session, portals: &BTreeMap<&str, &Portal>, providers: &[Provider]) -> Source {
    let mfa_serial = session.mfa_device.clone().filter(|serial| !serial.is_empty());
    let portal = session.aws_sso_configuration_id.as_deref().and_then(|id| portals.get(id));
    Source {
        id: id(FORMAT, Kind::Source, &session.session_id),
        name: session.session_name.clone(),
        // Leapp asks for one code, calls GetSessionToken with it, and starts all chained sessions from that.
        mfa_session: mfa_serial.is_some(),
        mfa_serial,
        session_only: false,
        settings: portal
            .map(|portal| settings(portal, session))
            .or_else(|| session.federated(providers))
            .unwrap_or_default(),
    }
}

const USER: &str = "awsIamUser";
const CHAINED: &str = "awsIamRoleChained";
const FEDERATED: &str = "awsIamRoleFederated";
const SSO: &str = "awsSsoRole";

/// Whether the workspace says where a person signs in for it.
fn signs_in(session: &Session, portals: &BTreeMap<&str, &Portal>) -> bool {
    let portal = session.aws_sso_configuration_id.as_deref().and_then(|id| portals.get(id));
    portal.is_some_and(|portal| {
        let region = Partition::of_region(&portal.region);
        let is_set =
            settings(portal, session).iter().any(|line| line.key == "sso_account_id" && is_account(&line.value));
        portal.portal_url.starts_with("https://") && region.is_some_and(Partition::console_known) && is_set
    })
}

fn own_chain(session: &Session) -> Chain {
    Chain {
        id: id(FORMAT, Kind::Chain, &session.session_id),
        name: session.session_name.clone(),
        source_id: id(FORMAT, Kind::Source, &session.session_id),
        region: session.region.clone(),
        ..Chain::default()
    }
}

/// The chain of a session, and the session that it starts from.
fn chain<'a>(session: &Session, by_id: &BTreeMap<&str, &'a Session>) -> Result<(Chain, &'a Session), String> {
    let parent = session.parent_session_id.as_deref().and_then(|parent| by_id.get(parent));
    let parent = *parent.ok_or("The session that it starts from is not in the workspace. It was left out.")?;
    let arn = session.role_arn.as_deref().unwrap_or_default();
    let role = RoleArn::parse(arn).map_err(|sentence| format!("{sentence} It was left out."))?;
    let hop = Hop { role_arn: role.to_string(), session_name: session.role_session_name.clone(), ..Hop::default() };
    let mut chain = Chain {
        id: id(FORMAT, Kind::Chain, &session.session_id),
        name: session.session_name.clone(),
        hops: vec![hop],
        region: session.region.clone(),
        ..Chain::default()
    };
    if parent.kind == CHAINED {
        chain.parent_id = Some(id(FORMAT, Kind::Chain, &parent.session_id));
    } else {
        chain.source_id = id(FORMAT, Kind::Source, &parent.session_id);
    }
    Ok((chain, parent))
}

/// What AWS config would say of a session of Identity Center. Leapp writes its ARN as `arn:aws:iam::123456789012/Admin`.
fn settings(portal: &Portal, session: &Session) -> Vec<Setting> {
    let arn = session.role_arn.as_deref().unwrap_or_default();
    let (account, role) = arn.rsplit_once('/').unwrap_or_default();
    let account = account.trim_end_matches(":role").rsplit(':').next().unwrap_or_default();
    let name = if portal.alias.is_empty() { "leapp" } else { &portal.alias };
    vec![
        Setting::new("sso_session", name),
        Setting::new("sso_account_id", account),
        Setting::new("sso_role_name", role),
        Setting::new("sso-session.sso_start_url", &portal.portal_url),
        Setting::new("sso-session.sso_region", &portal.region),
    ]
}
