//! A chain that has been checked and can be walked.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::arn::RoleArn;
use crate::chain::{Chain, Hop};
use crate::check::{Surroundings, check_chain};
use crate::console;
use crate::error::{Failure, FailureKind, Finding, Severity};
use crate::partition::Partition;
use crate::sts::AssumeRole;

/// A chain without mistakes: at least one role, all of one partition whose console is known.
#[derive(Debug, Clone)]
pub struct Route {
    hops: Vec<Leg>,
    end: RoleArn,
    region: String,
    destination: Option<String>,
    session_duration: Option<u32>,
}

/// A [`Hop`] whose role has been read.
#[derive(Debug, Clone)]
struct Leg {
    role: RoleArn,
    hop: Hop,
}

/// What a page tells of a route before it is walked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct RouteInfo {
    /// The origins that walking it may ask: `https://sts.eu-west-1.amazonaws.com`.
    pub origins: Vec<String>,
    /// The end role's ARN.
    pub role_arn: String,
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
}

impl Route {
    /// Checks `chain`.
    ///
    /// # Errors
    /// The first mistake as a failure: [`FailureKind::Partition`] for a partition whose console is not known,
    /// [`FailureKind::Destination`] for a console page that cannot be opened, else [`FailureKind::Invalid`].
    pub fn new(chain: &Chain) -> Result<Self, Failure> {
        let mut hops = Vec::with_capacity(chain.hops.len());
        for (index, hop) in chain.hops.iter().enumerate() {
            let role = RoleArn::parse(&hop.role_arn).map_err(|mistake| invalid(Some(index), &mistake))?;
            if !role.partition().console_known() {
                return Err(unknown_console(index, &role));
            }
            hops.push(Leg { role, hop: hop.clone() });
        }
        if let Some(finding) =
            check_chain(chain, &Surroundings::default()).into_iter().find(|finding| finding.severity == Severity::Error)
        {
            return Err(finding.into());
        }
        let end = hops.last().map(|leg| leg.role.clone()).ok_or_else(|| invalid(None, "The chain has no role."))?;
        Ok(Self {
            region: chain.region.clone().unwrap_or_else(|| end.partition().default_region().into()),
            destination: chain.destination.clone(),
            session_duration: chain.session_duration,
            hops,
            end,
        })
    }

    /// What each hop asks for, in order. Never empty.
    pub fn hops(&self) -> impl ExactSizeIterator<Item = AssumeRole<'_>> {
        self.hops.iter().map(|leg| AssumeRole::new(&leg.role, &leg.hop))
    }

    /// The role that the console opens as.
    pub fn end(&self) -> &RoleArn {
        &self.end
    }

    /// The partition of all its roles.
    pub fn partition(&self) -> Partition {
        self.end.partition()
    }

    /// The region of the STS endpoint and of the console.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The STS endpoint of all its hops.
    pub fn sts_host(&self) -> String {
        self.partition().sts_host(&self.region)
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
        console::destination(self.partition(), Some(&self.region), page)
            .map_err(|mistake| Failure::new(FailureKind::Destination, mistake))
    }

    /// What to tell of it, opening `page` or its own.
    ///
    /// # Errors
    /// As [`Route::destination`].
    pub fn info(&self, page: Option<&str>) -> Result<RouteInfo, Failure> {
        let mut hosts = vec![self.sts_host(), self.sign_in_host(false), self.sign_in_host(true)];
        hosts.dedup();
        Ok(RouteInfo {
            origins: hosts.into_iter().map(|host| format!("https://{host}")).collect(),
            role_arn: self.end.to_string(),
            account: self.end.account().into(),
            role: self.end.name().into(),
            destination: self.destination(page)?,
            mfa_serial: self.hops.first().and_then(|leg| leg.hop.mfa_serial.clone()),
            region: self.region.clone(),
        })
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
