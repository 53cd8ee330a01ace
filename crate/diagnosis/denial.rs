//! AWS's sentence on who may not do what, taken apart: `User: {caller} is not authorized to perform: {action} on resource:
//! {resource} because no {policy} allows the {action} action`, or `… with an explicit deny in {policy}`.
//!
//! The form is that of the IAM User Guide ("Troubleshoot access denied error messages"). AWS promises no wording: each part may be
//! absent, and what follows them is not looked at.

/// The parts that are there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Denial<'a> {
    /// Who asked, as AWS names it: mostly an ARN.
    pub caller: Option<&'a str>,
    /// The action, such as `sts:TagSession`.
    pub action: Option<&'a str>,
    /// Why, where AWS says it: within an account or an organization.
    pub reason: Option<Reason>,
}

/// Which policy is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// No policy of that type allows it.
    NoneAllows(PolicyType),
    /// One of that type denies it.
    Denies(PolicyType),
}

/// The types of policies that AWS names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is its own name
pub(crate) enum PolicyType {
    Trust,
    Identity,
    ServiceControl,
    ResourceControl,
    Boundary,
    Session,
    VpcEndpoint,
    Unnamed,
}

impl<'a> Denial<'a> {
    /// Reads what it can.
    pub fn parse(said: &'a str) -> Self {
        let after = |mark: &str| {
            let word = said.split_once(mark)?.1.split_whitespace().next()?;
            Some(word.trim_end_matches(['.', ',']))
        };
        // What stands first counts: behind it AWS may send to a guide or a page, in any words.
        let of = |text: &str| {
            let text = text.split_once(". ").map_or(text, |(sentence, _)| sentence);
            let named = PolicyType::ALL.into_iter().filter_map(|it| Some((it.named_at(text)?, it)));
            named.min_by_key(|(at, _)| *at).map_or(PolicyType::Unnamed, |(_, it)| it)
        };
        let denies = said.split_once("explicit deny").map(|(before, by)| (before.len(), Reason::Denies(of(by))));
        let none = said.split_once("because no ").map(|(before, by)| (before.len(), Reason::NoneAllows(of(by))));
        let reason = denies.into_iter().chain(none).min_by_key(|(at, _)| *at).map(|(_, reason)| reason);
        let action = after("authorized to perform:").or_else(|| after("authorized to perform "));
        Self { caller: after("User: "), action, reason }
    }

    /// Who may not do what, for a person; none where AWS's words are not of this form. `known` is the caller, where AWS names none.
    pub fn sentence(&self, known: Option<&str>) -> Option<String> {
        let caller = self.caller.or(known).unwrap_or("the caller");
        self.action.map(|action| format!("AWS does not let {caller} do {action} here."))
    }

    /// Whether its words leave one cause far ahead of others: they name a policy but for the trust policy, which may lack several things, or
    /// an action beside sts:AssumeRole.
    pub fn names_first(&self) -> bool {
        self.reason.is_some_and(|it| it != Reason::NoneAllows(PolicyType::Trust))
            || self.action.is_some_and(|action| action != "sts:AssumeRole")
    }

    /// What is said before the number of causes.
    pub fn hides(&self) -> &'static str {
        match self.reason {
            Some(Reason::NoneAllows(PolicyType::Trust)) => {
                "The role’s trust policy does not allow it, and STS does not tell what it misses;"
            }
            _ => "STS does not tell which it is;",
        }
    }
}

impl PolicyType {
    const ALL: [Self; 7] = [
        Self::ServiceControl,
        Self::ResourceControl,
        Self::Boundary,
        Self::Session,
        Self::VpcEndpoint,
        Self::Identity,
        Self::Trust,
    ];

    /// Where AWS's words name it. The guide has an example with "sessions policy".
    fn named_at(self, text: &str) -> Option<usize> {
        let names: &[&str] = match self {
            Self::Trust => &["role trust policy", "resource-based policy"],
            Self::Identity => &["identity-based policy"],
            Self::ServiceControl => &["service control policy"],
            Self::ResourceControl => &["resource control policy"],
            Self::Boundary => &["permissions boundary"],
            Self::Session => &["session policy", "sessions policy"],
            Self::VpcEndpoint => &["VPC endpoint policy"],
            Self::Unnamed => &[],
        };
        names.iter().filter_map(|name| text.find(name)).min()
    }

    /// As a sentence names it: `a permissions boundary`.
    pub fn people(self) -> &'static str {
        match self {
            Self::Trust => "the role’s trust policy",
            Self::Identity => "an identity-based policy of the caller",
            Self::ServiceControl => "a service control policy (SCP) of the caller’s organization",
            Self::ResourceControl => "a resource control policy (RCP) of the role’s organization",
            Self::Boundary => "the caller’s permissions boundary",
            Self::Session => "the session policy that the caller’s session was started with",
            Self::VpcEndpoint => "the policy of the VPC endpoint that the request went through",
            Self::Unnamed => "a policy of a type that AWS does not name here",
        }
    }
}
