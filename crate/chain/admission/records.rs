//! What no chain and no source may be that is kept, whether it can be walked or not.

use crate::aws::arn::{RoleArn, is_account};
use crate::aws::destination::wrong_page;
use crate::aws::invisible::{hidden, turns};
use crate::chain::check::{does_not_show, wrong_guard};
use crate::chain::inheritance::{ACCOUNT, split_id};
use crate::chain::own_lines::ENDPOINT_URL;
use crate::chain::{Chain, Hop, MAX_ACCOUNTS, Setting, ShapeAccount, Source, is_chain_id};

/// A sentence if a chain may not be kept as it is, its id and its place apart.
pub(super) fn wrong_chain(chain: &Chain) -> Option<String> {
    wrong_label("name", &chain.name)
        .or_else(|| chain.guard.as_deref().and_then(wrong_guard))
        .or_else(|| wrong_tags(&chain.tags))
        .or_else(|| wrong_start(chain))
        .or_else(|| wrong_size(chain))
        .or_else(|| chain.accounts.iter().find_map(wrong_account))
        .or_else(|| wrong_destination(chain))
        .or_else(|| {
            chain.own_end.as_ref().map(|_| "It says itself where its source ends, which its source alone says.".into())
        })
        .or_else(|| {
            chain.endpoint.as_ref().map(|_| "It says itself where it is walked, which its source alone says.".into())
        })
        .or_else(|| {
            let said = "It says itself what a user’s console may do, which its source alone says.";
            chain.user_console.as_ref().map(|_| said.into())
        })
}

/// A sentence if a source may not be kept as it is, its id apart.
pub(super) fn wrong_source(source: &Source) -> Option<String> {
    let mut texts = source.settings.iter().flat_map(|it| [&it.key, &it.value]).chain(&source.mfa_serial);
    wrong_label("name", &source.name)
        .or_else(|| (source.settings.len() > LIST).then(|| too_long("its settings from AWS config")))
        .or_else(|| texts.find_map(|text| wrong_text(text)))
        .or_else(|| wrong_endpoint(&source.settings))
}

/// Said once, or the line that is looked at here could be another than the one that is walked by.
fn wrong_endpoint(settings: &[Setting]) -> Option<String> {
    let said = settings.iter().filter(|line| line.key == ENDPOINT_URL).count();
    (said > 1).then(|| "It names two endpoints.".into())
}

/// In characters. Imports of older versions took longer names than the editor does.
const LABEL: usize = 1_000;
/// In bytes, of what is one line.
const TEXT: usize = 4_096;
/// In bytes. AWS takes 2,048 characters.
const POLICY: usize = 65_536;
/// Of a list in a record. AWS's own limits are lower, and a check says them.
const LIST: usize = 200;

/// On a text by which people choose.
fn wrong_label(what: &str, text: &str) -> Option<String> {
    if text.trim().is_empty() {
        Some(format!("Its {what} shows nothing."))
    } else if text.chars().count() > LABEL {
        Some(too_long(&format!("its {what}")))
    } else {
        hidden(text).map(|c| does_not_show(what, c))
    }
}

fn wrong_tags(tags: &[String]) -> Option<String> {
    let too_many = (tags.len() > LIST).then(|| too_long("the list of its tags"));
    too_many.or_else(|| tags.iter().find_map(|tag| wrong_label("tag", tag)))
}

fn wrong_account(account: &ShapeAccount) -> Option<String> {
    let wrong_id = (!is_account(&account.id)).then(|| "The id of one of its accounts is not 12 digits.".into());
    wrong_id.or_else(|| wrong_label("account’s name", &account.name)).or_else(|| wrong_tags(&account.tags))
}

/// It may start from what is not here any more, but from nothing that cannot be.
fn wrong_start(chain: &Chain) -> Option<String> {
    let parent = chain.parent_id.as_deref().unwrap_or_default();
    let is_id = |id: &str| id.is_empty() || is_chain_id(split_id(id).0);
    (!is_id(&chain.source_id) || !is_id(parent))
        .then(|| "The id of what it starts from is none that there can be.".into())
}

fn wrong_size(chain: &Chain) -> Option<String> {
    if chain.hops.len() > LIST || chain.accounts.len() > MAX_ACCOUNTS {
        return Some(too_long("the list of its roles or of its accounts"));
    }
    let of_chain = [&chain.session_name, &chain.region, &chain.destination].into_iter().flatten();
    of_chain.chain(chain.hops.iter().flat_map(texts)).find_map(|text| wrong_text(text)).or_else(|| {
        let is_long = |hop: &Hop| {
            let policy = hop.policy.as_ref().map_or(0, String::len);
            hop.session_tags.len().max(hop.policy_arns.len()) > LIST || policy > POLICY
        };
        chain.hops.iter().any(is_long).then(|| too_long("a policy or a list of one of its roles"))
    })
}

/// The fields of a hop that are one line.
fn texts(hop: &Hop) -> impl Iterator<Item = &String> {
    let optional = [&hop.session_name, &hop.external_id, &hop.source_identity, &hop.mfa_serial, &hop.region];
    let tags = hop.session_tags.iter().flat_map(|tag| [&tag.key, &tag.value]);
    std::iter::once(&hop.role_arn).chain(optional.into_iter().flatten()).chain(&hop.policy_arns).chain(tags)
}

/// On a text that is one line. What is wrong with it for AWS, a check says.
fn wrong_text(text: &str) -> Option<String> {
    if text.len() > TEXT {
        return Some(too_long("one of its texts"));
    }
    // A line break would begin a line of its own in what is exported.
    let c = text.chars().find(|c| c.is_control() || turns(*c))?;
    Some(format!("One of its texts holds a character that does not show (U+{:04X}).", u32::from(c)))
}

fn wrong_destination(chain: &Chain) -> Option<String> {
    let page = chain.destination.as_deref().filter(|page| !page.trim().is_empty())?;
    let end = chain.hops.last().map(|hop| hop.role_arn.replace(ACCOUNT, "000000000000"));
    let partition = end.and_then(|arn| RoleArn::parse(&arn).ok()).map(|role| role.partition());
    let wrong = wrong_page(partition.filter(|it| it.console_known()), page)?;
    Some(format!("The console page that it opens cannot be. {wrong}"))
}

fn too_long(what: &str) -> String {
    format!("It is longer than anything that Rolerelay keeps: {what}.")
}
