//! A lease: credentials of a chain that are given away, to somebody and for something, and may do no more than that needs.
//!
//! What they may do is one policy of a small library, or one that a person wrote. It only ever takes away: [`Route::leased`] says how.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::ReadOnly;
use super::check::{MOST_TEXT, Members, without_space, wrong_policy};
use super::finding::{Finding, Severity};
use super::route::Route;
use crate::aws::arn::is_account;
use crate::aws::invisible::{hidden, stray};
use crate::aws::limits;
use crate::aws::partition::Partition;
use crate::aws::services::{Service, giving};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Lease {
    /// For whom: 1 to 64 characters, which AWS is not told.
    pub recipient: String,
    /// What for: 2 to 256 characters.
    pub purpose: String,
    /// For how long, in seconds: from the shortest that AssumeRole gives to the longest that the chain's own sessions last.
    pub seconds: u32,
    /// How wide.
    pub scope: LeaseScope,
}

/// What a lease may do, of what the chain's own sessions may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum LeaseScope {
    /// AWS's `ReadOnlyAccess`.
    ReadOnly,
    /// AWS's `ViewOnlyAccess`: what there is, without the data in it.
    ViewOnly,
    /// The actions of one service.
    Service {
        /// Its name, of [`crate::aws::services::services_with_actions`].
        name: String,
        /// Only those that read.
        reads: bool,
    },
    /// One resource, and what is in it.
    Resource {
        /// Its ARN, without wildcards.
        arn: String,
        /// Only what reads it.
        reads: bool,
    },
    /// A policy that a person wrote, as JSON.
    Policy {
        /// The policy.
        policy: String,
    },
}

/// What a lease would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct LeaseCheck {
    /// What is wrong with it, or to be known, at the fields of the lease: `purpose`, `scope.arn`.
    pub findings: Vec<Finding>,
    /// The policy that narrows it: JSON, or the ARN of a managed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The longest that it can be, in seconds.
    pub longest_seconds: u32,
    /// The purpose as CloudTrail has it; absent where AWS is not told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<String>,
}

/// Looks at a lease of a chain as it is written.
pub fn check_lease(route: &Route, lease: &Lease) -> LeaseCheck {
    let mut findings = lease.findings(route);
    let policy = lease.scope.policy(route.partition()).map_err(|finding| findings.push(finding)).ok();
    let mut recorded = None;
    if policy.is_some() && findings.is_empty() {
        match route.as_opened(None).map(|opened| opened.leased(lease)) {
            Ok(Ok(leased)) => recorded = leased.description().map(str::to_string),
            Ok(Err(finding)) => findings.push(finding),
            Err(failure) => findings.push(Finding::error("scope", failure.message)),
        }
    }
    if recorded.as_deref().is_some_and(|text| text != lease.purpose.trim()) {
        let sentence =
            "AWS does not take all of these characters. CloudTrail will have a question mark for each of the others.";
        findings.push(Finding::hint("purpose", sentence));
    }
    let policy = policy.map(|policy| match policy {
        LeasePolicy::Managed(read_only) => read_only.policy_arn(route.partition()),
        LeasePolicy::Inline(text) => text,
    });
    LeaseCheck { findings, policy, longest_seconds: route.longest_lease(), recorded }
}

/// In characters.
const MOST_RECIPIENT: usize = 64;

/// The one policy that a lease is held to.
pub(super) enum LeasePolicy {
    Managed(ReadOnly),
    Inline(String),
}

impl Lease {
    /// What is wrong with it, or to be known, but for how wide it is.
    fn findings(&self, route: &Route) -> Vec<Finding> {
        let of_each = [
            text_finding("recipient", "For whom", &self.recipient, 1, MOST_RECIPIENT),
            text_finding("purpose", "What for", &self.purpose, 2, *limits::SCOPED_DESCRIPTION.end()),
            duration_finding(route, self.seconds),
        ];
        of_each.into_iter().flatten().collect()
    }

    /// The policy, once nothing is wrong with the lease.
    ///
    /// # Errors
    /// The first mistake.
    pub(super) fn checked(&self, route: &Route) -> Result<LeasePolicy, Finding> {
        match self.findings(route).into_iter().find(|finding| finding.severity == Severity::Error) {
            Some(mistake) => Err(mistake),
            None => self.scope.policy(route.partition()),
        }
    }

    /// The purpose as GetScopedCredentials takes it: its model has the pattern `[\t\n\r\u0020-\u007E\u00A1-\u00FF]*`.
    pub(super) fn description(&self) -> String {
        let taken = |c: char| matches!(c, ' '..='~' | '\u{a1}'..='\u{ff}');
        self.purpose.trim().chars().map(|c| if taken(c) { c } else { '?' }).collect()
    }
}

impl LeaseScope {
    fn policy(&self, partition: Partition) -> Result<LeasePolicy, Finding> {
        let text = match self {
            Self::ReadOnly => return Ok(LeasePolicy::Managed(ReadOnly::ReadOnlyAccess)),
            Self::ViewOnly => return Ok(LeasePolicy::Managed(ReadOnly::ViewOnlyAccess)),
            Self::Service { name, reads } => {
                let prefixes = Service::find(name).map(Service::action_prefixes).unwrap_or_default();
                if prefixes.is_empty() {
                    return Err(Finding::error("scope.name", "Choose one of the services."));
                }
                document(&prefixes, &["*".into()], *reads)
            }
            Self::Resource { arn, reads } => {
                let wrong = |sentence: String| Finding::error("scope.arn", sentence);
                let (service, resources) = resources(arn.trim(), partition).map_err(wrong)?;
                document(&[service], &resources, *reads)
            }
            Self::Policy { policy } => written(policy).map_err(|wrong| Finding::error("scope.policy", wrong))?,
        };
        let place = if matches!(self, Self::Resource { .. }) { "scope.arn" } else { "scope.policy" };
        let size = text.chars().count();
        if size > MOST_TEXT {
            let sentence =
                format!("AWS takes a policy of at most {MOST_TEXT} characters; this one has {size}, without spaces.");
            return Err(Finding::error(place, sentence));
        }
        Ok(LeasePolicy::Inline(text))
    }
}

/// What actions begin with that read, in whichever service.
const READS: [&str; 9] = ["Get*", "List*", "Describe*", "BatchGet*", "Query", "Scan", "Search*", "Lookup*", "Filter*"];

/// What begins so and gives credentials, with which more could be done than read. [`giving`] has those of each service besides.
const GIVES: [&str; 3] = ["Get*Credentials*", "Get*FederationToken", "GetPasswordData"];

/// A policy that allows the actions which begin with that, on those resources.
fn document(prefixes: &[&str], resources: &[String], reads: bool) -> String {
    let of = |names: &[&str], more: fn(&str) -> &'static [&'static str]| -> Vec<String> {
        let named = |prefix: &&str| {
            let all = names.iter().chain(more(prefix));
            all.map(|name| format!("{prefix}:{name}")).collect::<Vec<_>>()
        };
        prefixes.iter().flat_map(named).collect()
    };
    let list = |texts: &[String]| serde_json::to_string(texts).unwrap_or_default();
    let statement = |effect: &str, actions: &[String], resources: &str| {
        format!(r#"{{"Action":{},"Effect":"{effect}","Resource":{resources}}}"#, list(actions))
    };
    let may = of(if reads { &READS } else { &["*"] }, |_| &[]);
    let mut statements = statement("Allow", &may, &list(resources));
    if reads {
        statements = format!("{statements},{}", statement("Deny", &of(&GIVES, giving), r#""*""#));
    }
    format!(r#"{{"Statement":[{statements}],"Version":"2012-10-17"}}"#)
}

/// The service of a resource's ARN, which is what its actions begin with, and the ARNs of the resource and of what is in it.
fn resources(arn: &str, partition: Partition) -> Result<(&str, Vec<String>), String> {
    if arn.is_empty() {
        return Err(format!("Write the resource’s ARN, such as {EXAMPLE}."));
    }
    if let Some(sentence) = stray(arn, "The ARN") {
        return Err(sentence);
    }
    // The console shows a log group's ARN with the sign for all that is in it.
    let arn = arn.strip_suffix(":*").filter(|arn| arn.contains(":log-group:")).unwrap_or(arn);
    if arn.contains(['*', '?', '$', '{', '}', '"', '\\']) {
        return Err(
            "This ARN has a wildcard or a variable, which may stand for more than one resource. Write out one resource’s ARN, or a \
             policy by hand."
                .into(),
        );
    }
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    let ["arn", of, service, region, account, resource] = parts[..] else {
        return Err(format!("This is not a whole ARN. One looks like {EXAMPLE}."));
    };
    let Some(of) = Partition::from_name(of) else {
        return Err(
            "The second part of the ARN is not a partition of AWS: it is aws, or for example aws-us-gov or aws-cn."
                .into(),
        );
    };
    if of != partition {
        return Err(format!("This resource is in {}, but the chain ends in {}.", of.people(), partition.people()));
    }
    let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let is_account = account.is_empty() || account == "aws" || is_account(account);
    if service.is_empty() || !is_name(service) || !is_name(region) || !is_account || resource.is_empty() {
        return Err(format!("This is not the ARN of a resource. One looks like {EXAMPLE}."));
    }
    let inside = match (service, resource.matches(['/', ':']).count()) {
        // Objects of a bucket; versions and aliases of a function; streams of a log group; indexes and streams of a table.
        ("s3", 0) => Some("/*"),
        ("lambda", 1) | ("logs", _) => Some(":*"),
        ("dynamodb", 1) => Some("/*"),
        _ => None,
    };
    let mut all = vec![arn.to_string()];
    if let Some(inside) = inside {
        all.push(format!("{arn}{inside}"));
    }
    Ok((service, all))
}

const EXAMPLE: &str = "arn:aws:s3:::my-bucket";

/// A written policy, without what only people need.
fn written(policy: &str) -> Result<String, String> {
    if policy.trim().is_empty() {
        return Err("Write the policy as JSON.".into());
    }
    if let Some(sentence) = wrong_policy(policy) {
        return Err(sentence);
    }
    let statements = statements(policy).filter(|statements| !statements.is_empty());
    let Some(statements) = statements else {
        return Err("The policy’s Statement is an object, or a list of objects.".into());
    };
    let mut wrong = String::new();
    for (at, statement) in statements.iter().enumerate() {
        let has = |names: &[&str]| names.iter().any(|name| statement.contains_key(*name));
        let lacks = if !has(&["Effect"]) {
            "no Effect"
        } else if !has(&["Action", "NotAction"]) {
            "no Action"
        } else if !has(&["Resource", "NotResource"]) {
            "no Resource"
        } else if has(&["Principal", "NotPrincipal"]) {
            "a Principal, which no session policy has"
        } else {
            continue;
        };
        let _ = write!(wrong, "{}Statement {} has {lacks}.", if wrong.is_empty() { "" } else { " " }, at + 1);
    }
    if wrong.is_empty() { Ok(without_space(policy)) } else { Err(wrong) }
}

/// What each statement of a policy has; none where that is no object and no list of objects.
fn statements(policy: &str) -> Option<Vec<Members>> {
    #[derive(Deserialize)]
    struct Policy<T> {
        #[serde(rename = "Statement")]
        statement: T,
    }
    let one = || serde_json::from_str::<Policy<Members>>(policy).ok().map(|it| vec![it.statement]);
    serde_json::from_str::<Policy<Vec<Members>>>(policy).ok().map(|it| it.statement).or_else(one)
}

fn text_finding(place: &str, what: &str, text: &str, least: usize, most: usize) -> Option<Finding> {
    let length = text.trim().chars().count();
    let sentence = if length < least {
        format!("Say {} this is, in {least} to {most} characters.", what.to_lowercase())
    } else if length > most {
        format!("This has {length} characters, and at most {most} are kept.")
    } else {
        let c = hidden(text)?;
        format!(
            "It holds a character that shows nothing or turns the text around (U+{:04X}). Take it out.",
            u32::from(c)
        )
    };
    Some(Finding::error(place, sentence))
}

fn duration_finding(route: &Route, seconds: u32) -> Option<Finding> {
    let (least, most) = (*limits::DURATION.start() as u32, route.longest_lease());
    (!(least..=most).contains(&seconds)).then(|| {
        let minutes = |seconds: u32| seconds / 60;
        let sentence = format!(
            "A lease of this chain lasts {} to {} minutes: AWS gives no shorter session, and the chain none that is longer.",
            minutes(least),
            minutes(most)
        );
        Finding::error("seconds", sentence)
    })
}
