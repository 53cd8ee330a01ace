//! The console of the user whose long-term key a source has. AWS signs nobody in by such a key: GetFederationToken makes a session of it
//! first, which may do what a policy says and the user may do as well. Without a policy it may do nothing, so one has to be given.
//!
//! Such a session assumes no role (`sts:AssumeRole` is not for it), so only a chain without a role opens with it.
//! Source: <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::check::{check_policies, without_space};
use super::finding::Finding;
use super::own_lines::{POLICY, POLICY_ARNS, SECONDS, USER, USER_CONSOLE};
use super::{Setting, Source};
use crate::aws::end::End;
use crate::aws::limits::{FEDERATED_DURATION, FEDERATED_NAME};
use crate::aws::user::UserArn;

/// Whose console it is, and what it may do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct UserConsole {
    /// `arn:aws:iam::123456789012:user/team/alice`, as GetCallerIdentity says it of the key.
    pub user_arn: String,
    /// PolicyArns: managed policies of AWS or of the user's account, at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_arns: Vec<String>,
    /// Policy, as JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// DurationSeconds, 900 to 129600, which is how long the console lasts; 43200 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
}

impl UserConsole {
    /// What these lines of a source's settings say; none where one is missing or cannot be.
    pub fn of(settings: &[Setting]) -> Option<Self> {
        Self::read(|key| settings.iter().find(|line| line.key == key).map(|line| line.value.as_str()))
    }

    /// The same of lines that are found by their keys.
    pub(crate) fn read<'a>(line: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let line = |name: &str| line(&format!("{USER_CONSOLE}{name}")).map(|value| value.trim().to_string());
        let arns = line(POLICY_ARNS).unwrap_or_default();
        let said = Self {
            user_arn: line(USER)?,
            policy_arns: arns.split(',').map(str::trim).filter(|arn| !arn.is_empty()).map(String::from).collect(),
            policy: line(POLICY),
            duration_seconds: line(SECONDS).and_then(|seconds| seconds.parse().ok()),
        };
        said.check().is_empty().then_some(said)
    }

    /// The source with this console of its user, or with none.
    ///
    /// # Errors
    /// What is wrong with it, as [`UserConsole::check`] says.
    pub fn of_source(source: Source, said: Option<&Self>) -> Result<Source, Vec<Finding>> {
        let mut settings = source.settings;
        settings.retain(|line| !line.key.starts_with(USER_CONSOLE));
        if let Some(said) = said {
            let found = said.check();
            if !found.is_empty() {
                return Err(found);
            }
            let arns = (!said.policy_arns.is_empty()).then(|| said.policy_arns.join(","));
            let lines = [
                (USER, Some(said.user_arn.clone())),
                (POLICY_ARNS, arns),
                // One line of AWS config: what only people need of it goes.
                (POLICY, said.policy.as_deref().map(without_space)),
                (SECONDS, said.duration_seconds.map(|seconds| seconds.to_string())),
            ];
            let line =
                |(name, value): (&str, Option<String>)| Some(Setting::new(format!("{USER_CONSOLE}{name}"), value?));
            settings.extend(lines.into_iter().filter_map(line));
        }
        Ok(Source { settings, ..source })
    }

    /// What is wrong with it, each at its field.
    pub fn check(&self) -> Vec<Finding> {
        let Ok(user) = UserArn::parse(&self.user_arn) else {
            let sentence = "GetFederationToken is for the key of an IAM user, and this is none of one.";
            return vec![Finding::error("userArn", sentence)];
        };
        let mut found = Vec::new();
        if self.policy_arns.is_empty() && self.policy.is_none() {
            let sentence = "Choose what the console may do: without a policy AWS lets it do nothing.";
            found.push(Finding::error("policyArns", sentence));
        }
        found.extend(check_policies(self.policy.as_deref(), &self.policy_arns, user.partition(), user.account()));
        if self.duration_seconds.is_some_and(|seconds| !FEDERATED_DURATION.contains(&(seconds as usize))) {
            found.push(Finding::error("durationSeconds", "It lasts 900 to 129600 seconds (15 minutes to 36 hours)."));
        }
        found
    }

    /// Whom the console opens as. It is no role, so it has the ARN of none.
    pub fn end(&self) -> Option<End> {
        let user = UserArn::parse(&self.user_arn).ok()?;
        Some(End {
            partition: user.partition().name().into(),
            account: user.account().into(),
            role: user.name().into(),
            role_arn: None,
        })
    }

    /// The ARN of the session of GetFederationToken, as AWS forms it.
    pub fn session_arn(&self) -> Option<String> {
        let End { partition, account, .. } = self.end()?;
        Some(format!("arn:{partition}:sts::{account}:federated-user/{}", self.name()))
    }

    /// Name: the user's own, as far as AWS takes it, so that CloudTrail and the console show whose it is.
    pub fn name(&self) -> String {
        let name: String = self.end().map(|end| end.role).unwrap_or_default();
        let name: String = name.chars().take(*FEDERATED_NAME.end()).collect();
        if name.len() < *FEDERATED_NAME.start() { format!("{name}_") } else { name }
    }
}
