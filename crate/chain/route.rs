//! A chain that has been checked and can be walked.

mod leased;
mod read_only;
pub mod reason;

pub(super) use self::read_only::held;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::check::{Surroundings, check_chain};
use super::finding::{Finding, Severity};
use super::placeholders::{Templated, USER, check};
use super::user_console::UserConsole;
use super::{Chain, Hop, ReadOnly};
use crate::aws::arn::RoleArn;
use crate::aws::destination::destination;
use crate::aws::end::End;
use crate::aws::endpoint::Endpoint;
use crate::aws::partition::{Partition, origin};
use crate::failure::{Failure, FailureKind};
use crate::protocol::sts::DEFAULT_SESSION_NAME;

/// A chain without mistakes: a role to end as, and all roles of one partition whose console is known.
#[derive(Debug, Clone)]
pub struct Route {
    name: String,
    legs: Vec<Leg>,
    end: End,
    endpoint: Option<Endpoint>,
    partition: Partition,
    region: String,
    destination: Option<String>,
    session_duration: Option<u32>,
    asks_reason: bool,
    read_only: Option<ReadOnly>,
    laid_over: Vec<String>,
    description: Option<String>,
    user_console: Option<UserConsole>,
}

/// A [`Hop`] whose role has been read, with what it takes from its chain.
#[derive(Debug, Clone)]
pub struct Leg {
    /// The role to assume.
    pub role: RoleArn,
    /// The template of its RoleSessionName, where it or the chain has one.
    pub session_name: Option<String>,
    /// The region of its STS endpoint, for which it is signed too.
    pub region: String,
    /// The host that is asked in the place of AWS's.
    endpoint: Option<String>,
    /// All else that it asks for.
    pub hop: Hop,
}

/// What a page tells of a route before it is walked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct RouteInfo {
    /// The origins that walking it may ask: `https://sts.eu-west-1.amazonaws.com`.
    pub origins: Vec<String>,
    /// Where it is walked, if not at AWS: then no sign-in service is asked, and no session opens a console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// Of these the one that gives the sign-in token: `https://signin.aws.amazon.com`.
    pub sign_in_origin: String,
    /// And the one that gives it where it is to sign out first.
    pub sign_out_origin: String,
    /// The end role's ARN, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// The end role's partition: `aws-us-gov`.
    pub partition: String,
    /// The end role's account, 12 digits.
    pub account: String,
    /// The end role's name, without its path.
    pub role: String,
    /// The console page that will open, as a checked address.
    pub destination: String,
    /// The MFA device whose code the first hop needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa_serial: Option<String>,
    /// The region of the first hop's STS endpoint, which GetSessionToken is asked at too.
    pub region: String,
    /// Whether a ticket or a reason has to be given: the chain asks for one, or a template names it.
    pub asks_reason: bool,
    /// What it opens with until a person allows changes for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only: Option<ReadOnly>,
}

impl Route {
    /// Checks `chain`.
    ///
    /// # Errors
    /// The first mistake as a failure: [`FailureKind::Partition`] for a partition whose console is not known,
    /// [`FailureKind::Destination`] for a console page that cannot be opened, else [`FailureKind::Invalid`].
    pub fn new(chain: &Chain) -> Result<Self, Failure> {
        let host = chain.endpoint.as_ref().map(Endpoint::sts_host).transpose();
        let host = host.map_err(|wrong| {
            invalid(None, &format!("The endpoint of its source cannot be asked. {}", wrong.sentence))
        })?;
        let legs = chain.hops.iter().enumerate().map(|(at, hop)| Leg::new(at, hop, chain, host.as_deref()));
        let legs = legs.collect::<Result<Vec<_>, _>>()?;
        // Who walks it is known when it is walked: until then any {user} will do.
        let around =
            Surroundings { user: Some("user".into()), own_end: chain.own_end.clone(), ..Surroundings::default() };
        let found = check_chain(chain, &around);
        if let Some(finding) = found.into_iter().find(|finding| finding.severity == Severity::Error) {
            return Err(finding.into());
        }
        for (at, leg) in legs.iter().enumerate() {
            // It becomes part of a host's name, so it is not left to the check alone.
            leg.role.partition().check_region(&leg.region).map_err(|mistake| invalid(Some(at), &mistake))?;
        }
        let end = legs.last().map(|leg| End::from(&leg.role)).or_else(|| chain.own_end.clone());
        let end = end.ok_or_else(|| invalid(None, "The chain has no role."))?;
        let partition = Partition::from_name(&end.partition).filter(|partition| partition.console_known());
        let partition = partition.ok_or_else(|| invalid(None, "The console of its partition is not known."))?;
        let region = chain.region.clone().unwrap_or_else(|| partition.default_region().into());
        partition.check_region(&region).map_err(|mistake| invalid(None, &mistake))?;
        Ok(Self {
            name: chain.name.clone(),
            region,
            partition,
            destination: chain.destination.clone(),
            session_duration: chain.session_duration,
            asks_reason: chain.asks_reason,
            read_only: chain.read_only,
            laid_over: Vec::new(),
            description: None,
            endpoint: chain.endpoint.clone(),
            user_console: chain.user_console.clone().filter(|_| legs.is_empty()),
            legs,
            end,
        })
    }

    /// What the person calls the chain.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its hops in order. None where the console opens as the role whose session the source gives.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// The role that the console opens as.
    pub fn end(&self) -> &End {
        &self.end
    }

    /// Where it is walked, if not at AWS.
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.endpoint.as_ref()
    }

    /// What the user's own console may do, where that is what opens: then its session is asked for first, signed by the user's key.
    pub fn user_console(&self) -> Option<&UserConsole> {
        self.user_console.as_ref()
    }

    /// The partition of all its roles.
    pub fn partition(&self) -> Partition {
        self.partition
    }

    /// The region of its first hop's STS endpoint, or where it has no hop the chain's.
    pub fn first_region(&self) -> &str {
        self.legs.first().map_or(&self.region, |leg| &leg.region)
    }

    /// The STS host that its first hop is asked at, or would be.
    pub fn first_host(&self) -> String {
        self.legs.first().map_or_else(|| self.partition.sts_host(&self.region), Leg::sts_host)
    }

    /// The host of the sign-in service. To sign out first, it has to bear its region's name.
    pub fn sign_in_host(&self, sign_out_first: bool) -> String {
        self.partition().sign_in_host(Some(&self.region), sign_out_first)
    }

    /// How long the console session may last, in seconds, if the chain says so.
    pub fn session_duration(&self) -> Option<u32> {
        self.session_duration
    }

    /// The console page to open: `page`, else the chain's own, else the console's home.
    ///
    /// # Errors
    /// [`FailureKind::Destination`] when it is not a console page of the end role's partition.
    pub fn destination(&self, page: Option<&str>) -> Result<String, Failure> {
        let page = page.or(self.destination.as_deref());
        destination(self.partition(), Some(&self.region), page)
            .map_err(|mistake| Failure::new(FailureKind::Destination, mistake))
    }

    /// What to tell of it, opening `page` or its own.
    ///
    /// # Errors
    /// As [`Route::destination`].
    pub fn info(&self, page: Option<&str>) -> Result<RouteInfo, Failure> {
        let mut origins: Vec<String> = Vec::new();
        let sign_in = [false, true].map(|sign_out_first| self.sign_in_host(sign_out_first));
        let asked = if self.endpoint.is_some() { None } else { Some(sign_in.clone()) };
        let hosts = std::iter::once(self.first_host()).chain(self.legs.iter().map(Leg::sts_host));
        for host in hosts.chain(asked.into_iter().flatten()) {
            let origin = origin(&host);
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        let End { partition, account, role, role_arn } = self.end.clone();
        let [sign_in_origin, sign_out_origin] = sign_in.map(|host| origin(&host));
        Ok(RouteInfo {
            origins,
            endpoint: self.endpoint.clone(),
            sign_in_origin,
            sign_out_origin,
            role_arn,
            partition,
            account,
            role,
            destination: self.destination(page)?,
            mfa_serial: self.legs.first().and_then(|leg| leg.hop.mfa_serial.clone()),
            region: self.first_region().into(),
            asks_reason: self.asks_reason(),
            read_only: self.read_only,
        })
    }
}

impl Leg {
    fn new(at: usize, hop: &Hop, chain: &Chain, endpoint: Option<&str>) -> Result<Self, Failure> {
        let role = RoleArn::parse(&hop.role_arn).map_err(|mistake| invalid(Some(at), &mistake))?;
        if !role.partition().console_known() {
            return Err(unknown_console(at, &role));
        }
        let session_name = hop.session_name.as_ref().or(chain.session_name.as_ref());
        let region = hop.region.as_ref().or(chain.region.as_ref());
        Ok(Self {
            session_name: session_name.cloned(),
            region: region.map_or(role.partition().default_region(), String::as_str).into(),
            role,
            endpoint: endpoint.map(String::from),
            hop: hop.clone(),
        })
    }

    /// The template of its RoleSessionName for a walk of that person: its own, the chain's, else who it is, as far as AWS takes
    /// that, since CloudTrail names a session by it and a role's owner asks who it was.
    pub fn session_name(&self, user: Option<&str>) -> &str {
        let person = || if check(Templated::SessionName, USER, user).is_ok() { USER } else { DEFAULT_SESSION_NAME };
        self.session_name.as_deref().unwrap_or_else(person)
    }

    /// Its STS endpoint.
    pub fn sts_host(&self) -> String {
        self.endpoint.clone().unwrap_or_else(|| self.role.partition().sts_host(&self.region))
    }

    /// Whether that is none of AWS's.
    pub fn is_elsewhere(&self) -> bool {
        self.endpoint.is_some()
    }
}

fn unknown_console(index: usize, role: &RoleArn) -> Failure {
    let partition = role.partition().name();
    let message = format!(
        "Hop {}, role {} in account {}: it is in the partition {partition}, whose console hosts are not public. Rolerelay cannot \
         open a console there, and sent nothing.",
        index + 1,
        role.name(),
        role.account(),
    );
    Failure { hop: Some(index), role_arn: Some(role.to_string()), ..Failure::new(FailureKind::Partition, message) }
}

/// With a mistake in it a chain cannot be walked.
impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        if finding.place == "destination" {
            return Self::new(FailureKind::Destination, finding.message);
        }
        let hop = finding.place.strip_prefix("hops.").and_then(|rest| rest.split('.').next()?.parse().ok());
        invalid(hop, &finding.message)
    }
}

fn invalid(hop: Option<usize>, mistake: &str) -> Failure {
    let message = match hop {
        Some(index) => format!("Hop {}: {mistake}", index + 1),
        None => mistake.into(),
    };
    Failure { hop, ..Failure::new(FailureKind::Invalid, message) }
}
