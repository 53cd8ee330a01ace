//! AWS's clock and this computer's: how far apart they are, measured from every answer, and signed with from then on.
//!
//! AWS refuses a signature whose time is more than 15 minutes from its own. The rule is that of the AWS SDKs (aws-runtime 1.10,
//! `service_clock_skew.rs`). A skew is how far AWS's clock is ahead of this computer's, in milliseconds.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use super::http::Reply;
use super::query::Refusal;

/// From which skew on a clock is wrong: the person is told, and a refused signature may be due to it.
pub const LARGE: f64 = 4.0 * 60_000.0;

/// The skew that a reply shows, which was sent for and received at these times of this computer: AWS's time less the middle
/// between them. None where the reply tells no time, or one that may be of long ago.
///
/// AWS's time is the reply's `Date`. A browser hides that of a host that it grants no access to; then it is what STS says of a
/// signature's time, which also counts more where the two are far apart. `thought` is what AWS's time was thought to be as the request
/// was sent: only an answer that refuses a signature shows that this was far off, since AWS takes none of another quarter of an hour.
/// Any other with such a `Date` was kept by somebody, or is not AWS's.
pub fn skew(reply: &Reply, refusal: Option<&Refusal>, thought: f64, sent: f64, received: f64) -> Option<f64> {
    if !tells_time(reply, sent, received) {
        return None;
    }
    let (date, told) = (date_of(reply), refusal.and_then(told).map(|(_, theirs)| theirs));
    let theirs = match (date, told) {
        (Some(date), Some(told)) if (date - told).abs() > TAKEN => told,
        (date, told) => date.or(told)?,
    };
    let may_be_far = refusal.is_some_and(|refusal| refuses_signature(refusal) || is_unclear(refusal));
    if (theirs - thought).abs() > TAKEN && !may_be_far {
        return None;
    }
    ahead(theirs, sent, received)
}

/// The same where nobody can have kept the reply, since it answers what was asked this once: however far it is off, it counts.
pub fn skew_by_fresh(reply: &Reply, sent: f64, received: f64) -> Option<f64> {
    date_of(reply).filter(|_| tells_time(reply, sent, received)).and_then(|theirs| ahead(theirs, sent, received))
}

/// `Age` is of a cache, which kept the answer. Below zero, the clock was set meanwhile.
fn tells_time(reply: &Reply, sent: f64, received: f64) -> bool {
    reply.header("age").is_none() && (0.0..=LONGEST_ROUND_TRIP).contains(&(received - sent))
}

fn date_of(reply: &Reply) -> Option<f64> {
    DateTime::from_str(reply.header("date")?, Format::HttpDate).ok().map(milliseconds)
}

/// A router that was never told the time says 1970 or less, and what is signed with less cannot be sent.
fn ahead(theirs: f64, sent: f64, received: f64) -> Option<f64> {
    (theirs > 0.0).then(|| theirs - (sent + received) / 2.0)
}

/// Whether AWS may have refused a request because the time in its signature was `off` by so many milliseconds, so that it is
/// worth sending again with the right one. `single_use` says that it carries an MFA code.
///
/// The SDKs ask how large the skew is; asking how far the signature was from it also helps who set the clock right meanwhile,
/// and does not send again what was signed right.
pub fn may_be_why(refusal: &Refusal, off: f64, single_use: bool) -> bool {
    // AWS looks at a signature before it looks at a code, so a code is as good as before. Once it speaks of access, it is past both.
    off.abs() > LARGE && (refuses_signature(refusal) || (is_unclear(refusal) && !single_use))
}

fn refuses_signature(refusal: &Refusal) -> bool {
    refusal.code.as_deref().is_some_and(|code| OF_SIGNATURES.contains(&code))
}

/// Some services say no more than this of a signature's time.
fn is_unclear(refusal: &Refusal) -> bool {
    refusal.code.as_deref() == Some("AccessDeniedException")
}

/// The time of the signature and AWS's own, in milliseconds since 1970, where AWS says that the one is too far from the other:
/// `Signature expired: 20220127T001427Z is now earlier than 20220127T014428Z (20220127T015928Z - 15 min.)`, or `Signature not
/// yet current: … is still later than … (… + 15 min.)`.
pub(crate) fn times_told(said: &str) -> Option<(f64, f64)> {
    if !is_told(said) {
        return None;
    }
    let mut times = said.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(compact_time);
    Some((times.next()?, times.next_back()?))
}

/// Whether AWS says so at all.
pub(crate) fn is_told(said: &str) -> bool {
    said.contains("Signature expired") || said.contains("not yet current")
}

/// How far a signature's time may be from AWS's.
const TAKEN: f64 = 15.0 * 60_000.0;

/// The longest time between a request and its reply that tells the time: a computer may have slept.
const LONGEST_ROUND_TRIP: f64 = 15.0 * 60_000.0;

/// The codes with which AWS's services refuse a signature's time, or a signature.
const OF_SIGNATURES: [&str; 6] = [
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];

fn told(refusal: &Refusal) -> Option<(f64, f64)> {
    refusal.code.as_deref().filter(|code| *code == "SignatureDoesNotMatch")?;
    times_told(refusal.message.as_deref()?)
}

/// A time such as `20220127T001427Z`.
fn compact_time(text: &str) -> Option<f64> {
    let (date, time) =
        text.strip_suffix('Z')?.split_once('T').filter(|(date, time)| date.len() == 8 && time.len() == 6)?;
    let [year, month, day] = [date.get(..4)?, date.get(4..6)?, date.get(6..)?];
    let [hour, minute, second] = [time.get(..2)?, time.get(2..4)?, time.get(4..)?];
    let text = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    DateTime::from_str(&text, Format::DateTime).ok().map(milliseconds)
}

fn milliseconds(time: DateTime) -> f64 {
    time.as_secs_f64() * 1_000.0
}
