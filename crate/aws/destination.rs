//! Which console page opens, and the allow-list of its hosts.

use percent_encoding::percent_decode_str;
use url::Url;

use super::arn::is_account;
use super::partition::Partition;
use super::place::Place;

/// The longest console address that is opened, in bytes. AWS names no limit; CloudWatch Logs Insights writes queries over some dozens of
/// log groups into addresses of more than 2,048.
pub const MAX_DESTINATION: usize = 4_000;

/// The console page to open, as an absolute address; without `page`, the console's home.
///
/// `page` is an `https` address of the partition's console, a path such as `/s3/home`, a service, a region or both (`s3`,
/// `s3 eu-west-1`), or the ARN of a resource. Anything else is refused with a sentence, since the address is handed to the browser
/// together with a session. The label of the console's multi-session support is taken out of the host, as it names a session of the
/// past.
pub fn destination(partition: Partition, region: Option<&str>, page: Option<&str>) -> Result<String, String> {
    let console = partition.console_host(region).ok_or_else(|| unknown_console(partition))?;
    region.map_or(Ok(()), |region| partition.check_region(region))?; // it becomes a part of the host
    let page = match page.map(str::trim) {
        None | Some("") => {
            let query = region.map(|region| format!("?region={region}")).unwrap_or_default();
            return Ok(format!("https://{console}/console/home{query}"));
        }
        Some(page) => page,
    };
    if page.len() > MAX_DESTINATION {
        return Err(too_long());
    }
    let named = match Place::read(page)? {
        Some(place) => Some(place.address(partition, region)?),
        None => None,
    };
    let page = named.as_deref().unwrap_or(page);
    check_text(page)?;
    let mut url = match scheme(page) {
        // No host of AWS has letters beyond ASCII, and url's name tables, which would read them, are left out.
        Some("https") if !percent_decode_str(authority(page)).all(|byte| byte.is_ascii()) => {
            return Err(NO_ADDRESS.into());
        }
        Some("https") => Url::parse(page).map_err(|_| NO_ADDRESS.to_string())?,
        Some("http") => return Err("A console page begins with https://, not http://.".into()),
        Some(_) => return Err("Only a web page can be opened: its address begins with https://.".into()),
        None => on_host(&console, page)?,
    };
    check_host(&mut url, partition)?;
    if url.as_str().len() > MAX_DESTINATION { Err(too_long()) } else { Ok(url.into()) }
}

/// A sentence if `page` is not on the console of the partition; without one, since the end role cannot be read, on no partition's.
pub(crate) fn wrong_page(partition: Option<Partition>, page: &str) -> Option<String> {
    let all = [partition].into_iter().flatten().chain(Partition::ALL);
    let known = all.take(if partition.is_some() { 1 } else { usize::MAX }).filter(|it| it.console_known());
    let mut told = known.map(|it| destination(it, None, Some(page)));
    let first = told.next()?.err()?;
    told.all(|other| other.is_err()).then_some(first)
}

const NO_ADDRESS: &str = "This is not a whole web address.";

/// What stands between `https://`, or as many slashes as there are, and the path, the query or the fragment.
fn authority(page: &str) -> &str {
    let rest = page.split_once(':').map_or("", |(_, rest)| rest.trim_start_matches('/'));
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Said before the text is parsed, because the URL standard drops tabs and line breaks and turns backslashes into slashes.
fn check_text(page: &str) -> Result<(), String> {
    if page.chars().any(|c| c.is_control() || c.is_whitespace()) {
        Err("The address has a space, a line break or a control character inside it.".into())
    } else if page.contains('\\') {
        Err("The address has a backslash in it; addresses have slashes.".into())
    } else if page.starts_with("//") {
        Err("An address that begins with // names another host. Begin a path with one slash.".into())
    } else {
        Ok(())
    }
}

/// What stands before the first colon, in the URL standard's sense of a scheme, as far as it is told apart here.
fn scheme(page: &str) -> Option<&str> {
    let (scheme, rest) = page.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    match scheme.to_ascii_lowercase().as_str() {
        // "https:/x" and "https:x" are addresses to a browser, and mistakes to a person.
        "https" if rest.starts_with("//") => Some("https"),
        "http" => Some("http"),
        _ => is_scheme.then_some("another"),
    }
}

fn on_host(console: &str, path: &str) -> Result<Url, String> {
    let first = path.split(['/', '?', '#']).next().unwrap_or_default();
    if first.contains('.') {
        return Err("Write https:// before a host’s name, or begin a path with a slash: /s3/home.".into());
    }
    Url::parse(&format!("https://{console}/{}", path.strip_prefix('/').unwrap_or(path)))
        .map_err(|_| "This is not a path of a console page, such as /s3/home.".into())
}

fn check_host(url: &mut Url, partition: Partition) -> Result<(), String> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err("A console page’s address has no user name in it.".into());
    }
    if url.port().is_some() {
        return Err("A console page’s address has no port in it.".into());
    }
    let host = url.host_str().unwrap_or_default();
    let host = without_session_label(host).to_string();
    if !is_console(&host, partition) {
        return Err(foreign_host(&host, partition));
    }
    url.set_host(Some(&host)).map_err(|_| NO_ADDRESS.into())
}

/// The account whose session an address of the multi-session console names in its host.
pub(crate) fn session_account(address: &str) -> Option<String> {
    session_label(Url::parse(address).ok()?.host_str()?).map(|(account, _)| account.into())
}

/// Of an address of the multi-session console: the label of its session, and where that was signed in to.
pub(crate) fn session_of(address: &str) -> Option<(String, Partition, String)> {
    let url = Url::parse(address).ok().filter(|url| url.scheme() == "https" && url.port().is_none())?;
    let (label, _) = url.host_str()?.split_once('.')?;
    let (_, rest) = session_label(url.host_str()?)?;
    let partition = Partition::ALL.into_iter().find(|partition| is_under_console(rest, *partition))?;
    let region = rest.split('.').next().filter(|label| partition.has_region(label));
    Some((label.into(), partition, region.unwrap_or(partition.default_region()).into()))
}

/// `111122223333-ab12cd34.us-east-1.console…` without its first label: account and session of the console's multi-session
/// support. Should there be several, none stays, so that what was read once reads the same again.
fn without_session_label(host: &str) -> &str {
    session_label(host).map_or(host, |(_, rest)| without_session_label(rest))
}

/// The account of such a label, and the host without it.
fn session_label(host: &str) -> Option<(&str, &str)> {
    let (label, rest) = host.split_once('.')?;
    Some((label_account(label)?, rest))
}

/// The account of a session's label, `111122223333-ab12cd34`.
pub(crate) fn label_account(label: &str) -> Option<&str> {
    let (account, session) = label.split_once('-')?;
    let is_session =
        session.len() == 8 && session.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    (is_account(account) && is_session).then_some(account)
}

fn is_console(host: &str, partition: Partition) -> bool {
    let own = |own: &&str| host == *own || host.strip_suffix(*own).is_some_and(|label| is_region(label, partition));
    partition.own_consoles().iter().any(own) || is_under_console(host, partition)
}

/// `eu-west-1.`
fn is_region(label: &str, partition: Partition) -> bool {
    label.strip_suffix('.').is_some_and(|region| partition.has_region(region))
}

fn is_under_console(host: &str, partition: Partition) -> bool {
    partition.console_domain().is_some_and(|domain| {
        host.strip_suffix(domain).is_some_and(|label| {
            label.is_empty() || (label.ends_with('.') && !label.starts_with('.') && !label.contains(".."))
        })
    })
}

fn foreign_host(host: &str, partition: Partition) -> String {
    match Partition::ALL.into_iter().find(|other| is_console(host, *other)) {
        Some(other) => format!("This page is in {}, but the end role is in {}.", other.people(), partition.people()),
        None => format!(
            "This page is not on the AWS console: in {}, the host is {domain} or ends with .{domain}.",
            partition.people(),
            domain = partition.console_domain().unwrap_or_default(),
        ),
    }
}

fn unknown_console(partition: Partition) -> String {
    format!(
        "Rolerelay does not know the console’s hosts in {} ({}) yet, so a chain that ends there cannot be opened.",
        partition.people(),
        partition.name()
    )
}

fn too_long() -> String {
    format!("The address is longer than {MAX_DESTINATION} characters.")
}
