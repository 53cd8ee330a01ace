//! Moments as text.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

/// `2026-05-14T09:30:00Z`, of milliseconds since 1970, rounded down to the second. Empty past the year 9999.
pub(super) fn iso(ms: u64) -> String {
    let seconds = i64::try_from(ms / 1000).unwrap_or(i64::MAX);
    DateTime::from_secs(seconds).fmt(Format::DateTime).unwrap_or_default()
}
