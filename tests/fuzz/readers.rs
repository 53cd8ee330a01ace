//! What every reader promises, whatever it is given: it ends, soon, without a panic, and what it took stands when read again.
//! libFuzzer finds the texts; the environment's `READER` says which reader they are for.

#![no_main]

use std::collections::HashMap;
use std::env;
use std::sync::LazyLock;

use data_encoding::{BASE64, BASE64URL_NOPAD};
use libfuzzer_sys::{Corpus, fuzz_target};
use rolerelay::aws::credentials::Secret;
use rolerelay::aws::destination::destination;
use rolerelay::aws::mentioned::mentioned;
use rolerelay::aws::partition::Partition;
use rolerelay::aws::wanted::wanted;
use rolerelay::chain::check::{Surroundings, check_chain};
use rolerelay::chain::link;
use rolerelay::chain::summarize;
use rolerelay::interchange::credential_text::{self, CredentialShape};
use rolerelay::interchange::import::{ImportFile, Kept, plan, read_hops};
use rolerelay::protocol::http::Reply;
use rolerelay::protocol::{console, iam, sessions, sts};
use rolerelay::source::federation;
use rolerelay::vault::copies::Snapshot;
use rolerelay::vault::{Header, MAX_HEADER};

static READER: LazyLock<fn(&str)> = LazyLock::new(|| match env::var("READER").as_deref() {
    Ok("reply") => reply,
    Ok("yaml") => yaml,
    Ok("json") => json,
    Ok("config") => config,
    Ok("roles") => roles,
    Ok("credentials") => credentials,
    Ok("link") => read_link,
    Ok("destination") => console_page,
    Ok("mentioned") => read_mentioned,
    Ok("vault") => vault,
    Ok("brought") => brought,
    _ => panic!("READER names no reader"),
});

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else { return Corpus::Reject };
    READER(text);
    Corpus::Keep
});

fn reply(body: &str) {
    for status in [200, 400, 403] {
        let reply = Reply { status, headers: Vec::new(), body: Secret::new(body) };
        let _ = sts::read(&reply);
        let _ = sts::read_session_token(&reply);
        let _ = sts::read_caller(&reply);
        let _ = iam::read_list(&reply);
        let _ = iam::read_last_used(&reply);
        let _ = iam::read_role(&reply);
        let _ = iam::read_simulated(&reply);
        let _ = console::read_sign_in_token(&reply);
    }
    let _ = sessions::read_sessions(Partition::Aws, body, 0.0);
}

/// A plan's chains are checked too, as a preview does.
fn import(name: &str, text: &str) {
    let plan = plan(&[ImportFile { name: name.into(), text: Secret::new(text) }], &Kept::default());
    assert_eq!(plan.formats.len(), 1);
    let chains: Vec<_> = plan.chains.into_iter().map(|planned| planned.chain).collect();
    assert_eq!(summarize(&chains, &HashMap::new()).len() >= chains.iter().filter(|chain| chain.accounts.is_empty()).count(), true);
    for chain in chains.iter().take(20) {
        check_chain(chain, &Surroundings::default());
    }
}

fn yaml(text: &str) {
    import("", &format!("SSOConfig:\n{text}"));
}

/// Its first character says of which tool it is.
fn json(text: &str) {
    let mut chars = text.chars();
    let start = match chars.next() {
        Some('1') => "{\"rolerelay\":1,",
        Some('2') => "{\"_sessions\":",
        Some('3') => "{\"singles\":",
        _ => "",
    };
    import("", &format!("{start}{}", chars.as_str()));
}

fn config(text: &str) {
    import("config", text);
    import("credentials", text);
    import("", text);
}

fn roles(text: &str) {
    let read = read_hops(text);
    assert!(read.hops.len() <= 16);
    import("", text);
}

fn credentials(text: &str) {
    let Ok(read) = credential_text::read(text) else { return };
    for shape in CredentialShape::ALL {
        let again = credential_text::read(credential_text::write(&read, shape, None, None).expose());
        assert_eq!(again.map(|again| again.access_key_id), Ok(read.access_key_id.clone()));
    }
}

fn read_link(text: &str) {
    let Ok(read) = link::read(text) else { return };
    let again = link::read(&read.payload).expect("a payload is a link");
    assert_eq!((again.chain_id, again.destination), (read.chain_id, read.destination));
}

/// Services whose console has a host of its own.
const OWN_CONSOLES: [&str; 6] = [
    "health.aws.amazon.com",
    "phd.aws.amazon.com",
    "lightsail.aws.amazon.com",
    "quicksight.aws.amazon.com",
    "phd.amazonaws-us-gov.com",
    "health.amazonaws.cn",
];

fn console_page(page: &str) {
    for partition in Partition::ALL {
        let Ok(opened) = destination(partition, None, Some(page)) else { continue };
        let host = opened.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next()).expect("https");
        let is_on = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
        assert!(partition.console_domain().into_iter().chain(OWN_CONSOLES).any(is_on), "{opened}");
        assert_eq!(destination(partition, None, Some(&opened)), Ok(opened.clone()));
    }
}

/// What is found in it is an account, or what a search reads.
fn read_mentioned(text: &str) {
    let Some(query) = mentioned(text) else { return };
    let is_account = query.len() == 12 && query.bytes().all(|byte| byte.is_ascii_digit());
    assert!(is_account || wanted(&query).is_some(), "{query}");
}

/// A SAML response, and what a person may paste around one or in its place.
fn brought(text: &str) {
    let _ = federation::read(&Secret::new(text));
    let _ = federation::read(&Secret::new(BASE64.encode(text.as_bytes())));
    let _ = federation::read(&Secret::new(format!("eyJ.{}.", BASE64URL_NOPAD.encode(text.as_bytes()))));
}

fn vault(text: &str) {
    if let Ok(header) = Header::read(text) {
        assert!(text.len() <= MAX_HEADER);
        assert_eq!(Header::read(&header.write()), Ok(header));
    }
    if let Ok(snapshot) = Snapshot::read(text) {
        assert_eq!(Snapshot::read(&snapshot.write()), Ok(snapshot));
    }
}
