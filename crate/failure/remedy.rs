//! What a person can do about a cause in Rolerelay: what a page's first button does.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::cause::CauseKind;

/// What a person can do about a cause in Rolerelay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Remedy {
    /// Enter other keys for the source.
    Keys,
    /// Change a setting of the hop that failed.
    Hop {
        /// Which, as [`Hop`](crate::chain::Hop) names it in JSON: `externalId`.
        setting: String,
        /// What most likely has to stand there; only where a guess is worth a try.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        suggestion: Option<String>,
    },
    /// Change what the chain says beside its hops.
    Chain,
    /// Have somebody change a policy in AWS.
    Policies,
    /// Nothing is to be changed here: it may go well another time, or once something outside of AWS was mended.
    Retry,
}

impl Remedy {
    /// Of a setting for which there is no guess.
    pub(crate) fn hop(setting: &str) -> Self {
        Self::Hop { setting: setting.into(), suggestion: None }
    }
}

impl CauseKind {
    /// What there is to do about it, as far as its kind tells.
    pub(crate) fn remedy(self) -> Remedy {
        match self {
            Self::SourceExpired | Self::UnknownKey | Self::WrongSecret | Self::RootUser | Self::WrongCaller => {
                Remedy::Keys
            }
            Self::RegionDisabled | Self::GlobalSession | Self::WrongRegion => Remedy::hop("region"),
            Self::ChainedDuration | Self::RoleMaximum => Remedy::hop("durationSeconds"),
            Self::MfaMissing | Self::MfaDevice => Remedy::hop("mfaSerial"),
            Self::SessionName => Remedy::hop("sessionName"),
            Self::SessionTag => Remedy::hop("sessionTags"),
            Self::SessionPolicy | Self::PackedSize => Remedy::hop("policy"),
            Self::ExternalId => Remedy::hop("externalId"),
            Self::Parameter | Self::AlreadyRole | Self::ReservedRole | Self::NoSuchRole => Remedy::hop("roleArn"),
            Self::TagSession
            | Self::SetSourceIdentity
            | Self::ExplicitDeny
            | Self::PermissionMissing
            | Self::TagCondition
            | Self::TrustMissing
            | Self::DeletedPrincipal
            | Self::TrustCondition
            | Self::Guardrail => Remedy::Policies,
            Self::SessionExpired
            | Self::Clock
            | Self::MfaCode
            | Self::MfaOutOfStep
            | Self::JustMade
            | Self::Altered
            | Self::Throttled
            | Self::Unavailable
            | Self::Unreachable
            | Self::ProxyPage
            | Self::SignInRefused => Remedy::Retry,
        }
    }
}
