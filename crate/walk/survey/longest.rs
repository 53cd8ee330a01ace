//! The longest session that a hop could give, and how that is known.

use crate::aws::credentials::Credentials;
use crate::protocol::sts::{AssumeRole, CHAINED_SECONDS};
use crate::protocol::world::World;
use crate::walk::WalkOptions;
use crate::walk::iam::roles;

pub(super) struct Longest {
    pub seconds: Option<u32>,
    /// A sentence.
    pub why: String,
}

impl Longest {
    /// Of a hop that a session signs.
    pub fn chained() -> Self {
        let why = "AWS gives one hour at most to a role that another session assumes, whatever the role allows.";
        Self { seconds: Some(CHAINED_SECONDS), why: why.into() }
    }
}

/// Of a first hop that a user's own key signs: the role's MaxSessionDuration, which its new `session` may be let know.
pub(super) async fn longest_of_first<W: World>(
    asked: &AssumeRole<'_>,
    session: &Credentials,
    options: &WalkOptions,
    at_aws: bool,
    world: &W,
) -> Longest {
    let given = asked.duration_seconds.unwrap_or(DEFAULT_SECONDS);
    if given == MOST_SECONDS {
        return Longest { seconds: Some(given), why: "AWS gave twelve hours, and gives no role more.".into() };
    }
    if options.may_ask_iam
        && at_aws
        && let Some(iam) = asked.role.partition().iam()
        && let Ok(Some(role)) = roles::get_role(session, iam, asked.role.name(), world).await
    {
        let why = "It is the role’s MaxSessionDuration, as iam:GetRole tells.";
        return Longest { seconds: Some(role.max_session_duration), why: why.into() };
    }
    let role_arn = asked.role.to_string();
    let refused = options.refused_durations.iter().find(|refused| refused.role_arn == role_arn);
    let refused = refused.filter(|refused| refused.seconds > given);
    let below = refused.map(|refused| format!(" AWS refused {} once, so it is less.", spoken(refused.seconds)));
    let why = format!(
        "The role’s MaxSessionDuration is not known here. AWS gave {}.{}",
        spoken(given),
        below.unwrap_or_default()
    );
    Longest { seconds: None, why }
}

/// What AWS gives a role whose caller asks for no duration.
const DEFAULT_SECONDS: u32 = 3_600;
const MOST_SECONDS: u32 = 43_200;

fn spoken(seconds: u32) -> String {
    match (seconds / 3_600, seconds % 3_600 / 60) {
        (1, 0) => "one hour".into(),
        (hours, 0) => format!("{hours} hours"),
        (0, minutes) => format!("{minutes} minutes"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
