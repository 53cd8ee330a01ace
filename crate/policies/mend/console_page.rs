//! Where the console shows a role or a user.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::aws::partition::Partition;

/// The part of the page that is shown.
#[derive(Clone, Copy)]
pub(super) enum Section {
    Trust,
    Permissions,
}

/// The address of the page in IAM of one of the `roles` or `users`, if the console's host is known. Whose session the console
/// then shows it in, the address cannot say. Its form is the one that the console itself shows; AWS documents none.
pub(super) fn console_page(partition: Partition, kind: &str, name: &str, section: Section) -> Option<String> {
    let region = partition.default_region();
    let host = partition.console_host(None)?;
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC).to_string().replace("%2D", "-").replace("%5F", "_");
    let section = match section {
        Section::Trust => "trust_relationships",
        Section::Permissions => "permissions",
    };
    Some(format!("https://{host}/iam/home?region={region}#/{kind}/details/{name}?section={section}"))
}
