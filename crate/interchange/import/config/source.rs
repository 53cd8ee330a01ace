//! The profiles that chains start from, and the keys that the files hold of them.

use std::collections::{BTreeMap, BTreeSet};

use super::endpoint::Endpoints;
use super::lines::{Lines, Origin, has_keys, has_role};
use super::notes::Notes;
use super::{shown, text};
use crate::aws::arn::{RoleArn, is_account};
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::endpoint::Endpoint;
use crate::aws::partition::Partition;
use crate::chain::check::{check_credentials, check_foreign};
use crate::chain::finding::Severity;
use crate::chain::own_lines::{CONSOLE, ENDPOINT_URL, GRANTED, REGION, is_own_line, of_config};
use crate::chain::user_console::UserConsole;
use crate::chain::{Setting, Source};
use crate::interchange::credential_text::milliseconds;
use crate::interchange::import::SourceCredentials;
use crate::interchange::import::profiles::{Profile, Profiles};
use crate::source::says_fetched;

/// The sources that chains use, and those with static keys, of which a chain may be made by hand.
pub(super) fn sources(
    read: &Profiles,
    lines: &Lines,
    used: &BTreeSet<Origin>,
    sessions: &BTreeMap<&str, &Profile>,
    endpoints: &Endpoints,
    notes: &mut Notes,
) -> (Vec<Source>, Vec<SourceCredentials>) {
    let (mut sources, mut keys) = (Vec::new(), Vec::new());
    let sso_sessions = read.sso_sessions.iter().map(|session| (session.name, of_session(session))).collect();
    let mut names = BTreeSet::new();
    for profile in &read.profiles {
        names.insert(profile.name);
        let origin = Origin::Profile(profile.name);
        let signs_in = signs_in(profile, &sso_sessions) || opens_user(profile);
        if !used.contains(&origin) && !signs_in && (!has_keys(profile) || profile.get("role_arn").is_some()) {
            if profile.properties().iter().any(|property| says_fetched(&property.key)) && !has_role(profile) {
                notes.warning(
                    profile,
                    None,
                    "The profile is left out: no role builds on it, and Rolerelay cannot fetch its keys.",
                );
            }
            continue;
        }
        if !used.contains(&origin) && signs_in && !gives_session(profile, sessions) {
            notes.hint(
                profile,
                None,
                "No role builds on the profile: it comes in as a source to sign in for, of which chains can be made.",
            );
        }
        let id = lines.source_id(origin);
        let endpoint = endpoints.take(profile);
        keys.extend(
            credentials(profile, endpoint.is_some(), notes)
                .map(|credentials| SourceCredentials { source_id: id.clone(), credentials }),
        );
        sources.push(Source {
            id,
            name: shown(profile.name),
            mfa_serial: text(profile, "mfa_serial").filter(|_| !has_role(profile)),
            settings: settings(profile, endpoint, &sso_sessions, notes),
            ..Source::default()
        });
    }
    sources.extend(used.iter().filter_map(|origin| {
        let (name, settings) = match origin {
            Origin::Profile(name) if names.contains(name) => return None,
            Origin::Profile(name) => (name, Vec::new()),
            Origin::Machine(place) => (place, vec![Setting::new("credential_source", *place)]),
        };
        Some(Source { id: lines.source_id(*origin), name: shown(name), settings, ..Source::default() })
    }));
    (sources, keys)
}

/// Whether granted's lines name a permission set whole, and no line of AWS config names another.
fn is_granted(profile: &Profile) -> bool {
    let has = |key: &&str| profile.has(&format!("{GRANTED}{key}"));
    let set = ["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"];
    set.iter().all(has) && !set.iter().any(|key| profile.has(key)) && !profile.has("sso_session")
}

/// Whether a person can sign in for it here: it names a permission set whole, or a role of an identity provider.
fn signs_in(profile: &Profile, sso_sessions: &BTreeMap<&str, Vec<Setting>>) -> bool {
    let has_portal = profile.has("sso_start_url") && profile.has("sso_region")
        || profile.peek("sso_session").is_some_and(|name| sso_sessions.contains_key(name));
    let is_set = has_portal && profile.has("sso_account_id") && profile.has("sso_role_name");
    is_set
        || is_granted(profile)
        || profile.has("web_identity_token_file") && profile.has("role_arn")
        || profile.has("saml_role_arn") && profile.has("saml_provider")
        || profile.has("web_identity_role_arn")
        || profile.peek("login_session").is_some_and(|who| who.starts_with("arn:aws:"))
        || profile.has(&format!("{CONSOLE}{REGION}"))
}

/// Whether that opens a console without a role, as one whose session it gives or as the user whose keys it has: of who signs in on the console's page it is whoever that is, and keys that stand there too go before
/// any sign-in.
pub(super) fn gives_session(profile: &Profile, sessions: &BTreeMap<&str, &Profile>) -> bool {
    let session = profile.peek("sso_session").and_then(|name| sessions.get(name));
    let granted = |key: &str| if is_granted(profile) { profile.peek(&format!("{GRANTED}{key}")) } else { None };
    let own = |key: &str| profile.peek(key).or_else(|| granted(key));
    let line = |key: &str| session.and_then(|session| session.peek(key)).or_else(|| own(key));
    let is_set = own("sso_account_id").is_some_and(is_account)
        && own("sso_role_name").is_some_and(|name| !name.is_empty())
        && line("sso_start_url").is_some_and(|url| url.starts_with("https://"))
        && line("sso_region").and_then(Partition::of_region).is_some_and(Partition::console_known);
    let is_role = |key: &str| profile.peek(key).is_some_and(|arn| RoleArn::parse(arn).is_ok());
    let federated = is_role("saml_role_arn") && profile.has("saml_provider")
        || is_role("web_identity_role_arn")
        || profile.has("web_identity_token_file") && is_role("role_arn");
    !has_role(profile) && (!has_keys(profile) && (is_set || federated) || opens_user(profile))
}

/// Whether it has, or is to have, the key of a user whose own console opens with it.
fn opens_user(profile: &Profile) -> bool {
    !has_role(profile) && UserConsole::read(|key| profile.peek(key)).is_some()
}

/// The keys of AWS config that say where credentials come from and that hold no secret.
const SETTINGS: [&str; 8] = [
    "login_session",
    "sso_account_id",
    "sso_region",
    "sso_registration_scopes",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
];
/// What a web identity's own AssumeRoleWithWebIdentity asks for.
const OF_WEB_IDENTITY: [&str; 2] = ["role_arn", "role_session_name"];

fn settings(
    profile: &Profile,
    endpoint: Option<Endpoint>,
    sso_sessions: &BTreeMap<&str, Vec<Setting>>,
    notes: &mut Notes,
) -> Vec<Setting> {
    let web_identity = profile.get("web_identity_token_file").is_some();
    let region_of_login = format!("{CONSOLE}{REGION}");
    let mut settings: Vec<_> = endpoint.into_iter().map(|it| Setting::new(ENDPOINT_URL, it.sts)).collect();
    let is_granted = is_granted(profile);
    for property in profile.properties() {
        let key = property.key.as_ref();
        let before = settings.len();
        if is_granted && key == "credential_process" && program(property.value.as_ref()).starts_with("granted") {
            // The same sign-in, without the program.
            notes.hint(
                profile,
                Some(key),
                "granted’s lines say where to sign in: that is done here, without its program.",
            );
        } else if key == "credential_process" {
            notes.hint(
                profile,
                Some(key),
                "Of credential_process only the program’s name is kept: its arguments may hold a secret.",
            );
            settings.push(Setting::new(key, program(property.value.as_ref())));
        } else if key == REGION
            && profile.has("login_session")
            && !profile.has(&region_of_login)
            && Partition::Aws.has_region(property.value.as_ref())
        {
            // The AWS CLI signs in where the profile's commands go.
            settings.push(Setting::new(&region_of_login, property.value.as_ref()));
        } else if is_granted && SETTINGS.contains(&of_config(key)) {
            settings.push(Setting::new(of_config(key), property.value.as_ref()));
        } else if SETTINGS.contains(&of_config(key))
            || is_own_line(key)
            || (web_identity && OF_WEB_IDENTITY.contains(&key))
        {
            settings.push(Setting::new(key, property.value.as_ref()));
        }
        if settings.len() > before {
            property.use_up();
        }
    }
    let of_session = profile.get("sso_session").and_then(|name| sso_sessions.get(name));
    settings.extend(of_session.into_iter().flatten().cloned());
    settings
}

/// What a session of Identity Center says for each of its profiles.
fn of_session(session: &Profile) -> Vec<Setting> {
    let known = session.properties().iter().filter(|property| SETTINGS.contains(&property.key.as_ref()));
    known
        .inspect(|property| property.use_up())
        .map(|property| Setting::new(format!("sso-session.{}", property.key), property.value.as_ref()))
        .collect()
}

/// The name of the program that a command line runs, without its folder and its arguments.
fn program(command: &str) -> &str {
    let word = match command.split_once('"') {
        Some(("", rest)) => rest.split('"').next(),
        _ => command.split_whitespace().next(),
    };
    word.and_then(|path| path.rsplit(['/', '\\']).next()).unwrap_or_default()
}

/// When a session ends, as the tools that write one into a credentials file call it.
const EXPIRATIONS: [&str; 5] =
    ["aws_expiration", "expiration", "aws_session_expiration", "aws_credential_expiration", "x_security_token_expires"];

fn expiration(profile: &Profile, notes: &mut Notes) -> Option<f64> {
    let (key, text) = EXPIRATIONS.iter().find_map(|key| Some((*key, profile.get(key)?)))?;
    let time = milliseconds(text);
    if time.is_none() {
        notes.warning(profile, Some(key), format!("{key} is left out: it is no time as AWS writes one."));
    }
    time
}

/// The static keys of a profile, if they can be keys of AWS, or of an endpoint.
fn credentials(profile: &Profile, at_endpoint: bool, notes: &mut Notes) -> Option<Credentials> {
    let (id, secret) = (text(profile, "aws_access_key_id"), text(profile, "aws_secret_access_key"));
    let (Some(access_key_id), Some(secret)) = (id, secret) else {
        if has_keys(profile) {
            notes.warning(
                profile,
                None,
                "The profile has only one half of an access key. Its keys are to be filled in.",
            );
        }
        return None;
    };
    // An older name of it, which botocore reads too.
    let (token, older) = (text(profile, "aws_session_token"), profile.peek("aws_security_token"));
    let token = if token.is_none() || token.as_deref() == older { text(profile, "aws_security_token") } else { token };
    let credentials = Credentials {
        access_key_id,
        secret_access_key: Secret::new(secret),
        session_token: token.map(Secret::new),
        expires_at: expiration(profile, notes),
    };
    let found = if at_endpoint { check_foreign(&credentials) } else { check_credentials(&credentials) };
    let (mistakes, doubts): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|finding| finding.severity == Severity::Error);
    match mistakes.into_iter().next() {
        None => {
            // What may be cut is taken, and told of.
            doubts.into_iter().for_each(|doubt| notes.warning(profile, Some("aws_secret_access_key"), doubt.message));
            Some(credentials)
        }
        Some(mistake) => {
            notes.warning(
                profile,
                Some("aws_secret_access_key"),
                format!("The profile’s keys are to be filled in: {}", mistake.message),
            );
            None
        }
    }
}
