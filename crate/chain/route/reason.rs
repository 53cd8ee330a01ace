//! A ticket or a reason, put where AWS is to record it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::{Leg, Route, invalid};
use crate::aws::session_tag::SessionTag;
use crate::chain::check::wrong_tag_value;
use crate::chain::placeholders::{REASON, names_reason};
use crate::failure::{Failure, FailureKind};

/// Where AWS is to record a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum ReasonPlace {
    /// The source identity, which stays for all hops and for what their sessions do.
    #[default]
    SourceIdentity,
    /// The session name of every hop.
    SessionName,
    /// A session tag of the first hop, which is transitive.
    Tag {
        /// Its key, such as `ticket`.
        key: String,
    },
}

impl Route {
    /// Whether it cannot be walked as its person wants it without a reason: the chain asks for one, or a template names it.
    pub fn asks_reason(&self) -> bool {
        self.asks_reason || self.names_reason()
    }

    /// The route with `{reason}` in it, as it is walked with that reason: in its own templates, or else at that place. A chain
    /// that sets a source identity itself has no room for another, so the reason goes into the session names instead.
    ///
    /// # Errors
    /// [`FailureKind::Reason`] where no tag's value can hold the reason; [`FailureKind::Invalid`] where the chain sets a tag
    /// of that key itself. What a template cannot hold is said when it is filled in.
    pub fn with_reason(&self, reason: Option<&str>, into: &ReasonPlace) -> Result<Cow<'_, Self>, Failure> {
        let Some(reason) = reason.filter(|_| !self.names_reason()) else { return Ok(Cow::Borrowed(self)) };
        let mut route = self.clone();
        match into {
            ReasonPlace::Tag { key } => route.tag(key, reason)?,
            ReasonPlace::SourceIdentity if !self.sets_source_identity() => {
                if let Some(first) = route.legs.first_mut() {
                    first.hop.source_identity = Some(REASON.into());
                }
            }
            ReasonPlace::SourceIdentity | ReasonPlace::SessionName => {
                route.legs.iter_mut().for_each(Leg::name_after_reason);
            }
        }
        Ok(Cow::Owned(route))
    }

    fn names_reason(&self) -> bool {
        let identity = |leg: &Leg| leg.hop.source_identity.as_deref().is_some_and(names_reason);
        let name = |leg: &Leg| leg.session_name.as_deref().is_some_and(names_reason);
        self.legs.iter().any(|leg| name(leg) || identity(leg))
    }

    fn sets_source_identity(&self) -> bool {
        self.legs.iter().any(|leg| leg.hop.source_identity.is_some())
    }

    /// Tags the first session, and with it all that follow: a transitive tag cannot be set again.
    fn tag(&mut self, key: &str, reason: &str) -> Result<(), Failure> {
        let folded = key.to_lowercase();
        let sets_it = |leg: &Leg| leg.hop.session_tags.iter().any(|tag| tag.key.to_lowercase() == folded);
        if let Some(at) = self.legs.iter().position(sets_it) {
            let sentence = format!(
                "It sets the session tag {key} itself, where the settings want the reason. Take the tag out of the chain, or choose \
                 another key in the settings."
            );
            return Err(invalid(Some(at), &sentence));
        }
        let value = reason.trim();
        if value.is_empty() {
            return Err(Failure::new(FailureKind::Reason, "No ticket or reason was given. Write one."));
        }
        if let Some(sentence) = wrong_tag_value("The reason", value) {
            return Err(Failure::new(FailureKind::Reason, sentence));
        }
        if let Some(first) = self.legs.first_mut() {
            first.hop.session_tags.push(SessionTag { key: key.into(), value: value.into(), transitive: true });
        }
        Ok(())
    }
}

impl Leg {
    /// What the person named it after stays: it may say who they are.
    fn name_after_reason(&mut self) {
        self.session_name = Some(match &self.session_name {
            None => REASON.into(),
            Some(own) => format!("{own}-{REASON}"),
        });
    }
}
