//! What is copied for PowerShell and for the Windows command line, read by the rules of their languages, since neither runs here.

use proptest::prelude::*;
use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::interchange::credential_text::{CredentialShape, write};

use crate::shapes::{END, long_term, temporary};
use crate::written::nasty;

/// What a script does to the variables: sets them, or takes them away.
type Done = Vec<(String, Option<String>)>;

/// PowerShell's `IsSingleQuote`: each of these begins a verbatim string, and each ends one that another began.
const SINGLE: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

/// Reads `$Env:NAME = 'verbatim'` and `Remove-Item Env:NAME -ErrorAction SilentlyContinue`, one statement a line, by the rules of about_Quoting_Rules: in
/// a verbatim string everything is itself, line breaks too, but for a quotation mark, of which two make one, namely the second.
fn powershell(script: &str) -> Result<Done, String> {
    let (mut done, mut rest) = (Vec::new(), script);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("Remove-Item Env:") {
            let (name, after) = name(after)?;
            rest =
                after.strip_prefix(" -ErrorAction SilentlyContinue\n").ok_or(format!("more than a name: {after}"))?;
            done.push((name, None));
            continue;
        }
        let after = rest.strip_prefix("$Env:").ok_or(format!("no statement that is known: {rest}"))?;
        let (name, after) = name(after)?;
        let mut chars = after.strip_prefix(" = ").ok_or("no value")?.chars();
        if !chars.next().is_some_and(|c| SINGLE.contains(&c)) {
            return Err(format!("no verbatim string: {after}"));
        }
        let mut value = String::new();
        loop {
            let c = chars.next().ok_or("a string without an end")?;
            if !SINGLE.contains(&c) {
                value.push(c);
            } else if let Some(second) = chars.clone().next().filter(|c| SINGLE.contains(c)) {
                chars.next();
                value.push(second);
            } else {
                break;
            }
        }
        rest = chars.as_str().strip_prefix('\n').ok_or(format!("more behind the value: {}", chars.as_str()))?;
        done.push((name, Some(value)));
    }
    Ok(done)
}

/// Reads `set "NAME=value"`, one command a line, by the rules of the command line: `%` is looked at before all else, and names a variable up to the next
/// one; between quotation marks everything is itself; `set` takes what stands before the last quotation mark, and without a value takes the variable away.
fn cmd(script: &str) -> Result<Done, String> {
    let lines = script.strip_suffix("\r\n").ok_or("the last line is not entered")?.split("\r\n");
    lines
        .map(|line| {
            if let Some(c) = line.chars().find(|c| c.is_control() || *c == '%') {
                return Err(format!("{c:?} is more than itself: {line}"));
            }
            let text = line.strip_prefix("set \"").ok_or(format!("no statement that is known: {line}"))?;
            let text = text.strip_suffix('"').ok_or(format!("more behind the value: {line}"))?;
            let (name, value) = text.split_once('=').ok_or("no value")?;
            if text.contains('"') {
                return Err(format!("what follows a quotation mark is a command: {line}"));
            }
            Ok((self::name(name)?.0, Some(value).filter(|value| !value.is_empty()).map(String::from)))
        })
        .collect()
}

fn name(text: &str) -> Result<(String, &str), String> {
    let end = text.find(|c: char| !(c.is_ascii_uppercase() || c == '_')).unwrap_or(text.len());
    let (name, after) = text.split_at(end);
    if name.starts_with("AWS_") { Ok((name.into(), after)) } else { Err(format!("no name of AWS’s: {text}")) }
}

/// What both have to do with such credentials, and with no endpoint in the place of AWS.
fn expected(credentials: &Credentials, region: Option<&str>) -> Done {
    let end = credentials.expires_at.map(|_| "2026-01-01T01:00:00Z");
    let token = credentials.session_token.as_ref().map(Secret::expose);
    let set = [
        ("ACCESS_KEY_ID", Some(credentials.access_key_id.as_str())),
        ("SECRET_ACCESS_KEY", Some(credentials.secret_access_key.expose())),
        ("SESSION_TOKEN", token),
        ("CREDENTIAL_EXPIRATION", end),
    ];
    let regions = [("REGION", region), ("DEFAULT_REGION", region)];
    let regions = regions.into_iter().filter(|_| region.is_some());
    let all = set.into_iter().chain(regions).chain([("ENDPOINT_URL", None), ("PROFILE", None)]);
    all.map(|(name, value)| (format!("AWS_{name}"), value.map(String::from))).collect()
}

#[test]
fn the_grammars_see_what_would_break_out() {
    for script in [
        "$Env:AWS_A = 'a'; calc'\n",
        "$Env:AWS_A = 'a\u{2019}; calc\n",
        "$Env:AWS_A = 'a\u{201b}\ncalc\n'\n",
        "$Env:AWS_A = 'a\n",
        "$Env:AWS_A = \"$(calc)\"\n",
        "$Env:AWS_A = a\n",
        "$Env:Path = 'a'\n",
        "Remove-Item Env:AWS_A, C:\\\n",
        "calc\n",
    ] {
        assert!(powershell(script).is_err(), "{script:?}");
    }
    for script in [
        "set \"AWS_A=%PATH%\"\r\n",
        "set \"AWS_A=a\" & calc \"\"\r\n",
        "set \"AWS_A=a\"\r\ncalc\r\n",
        "set AWS_A=a&calc\r\n",
        "set \"AWS_A=a\ncalc\"\r\n",
        "set \"PATH=a\"\r\n",
        "set \"AWS_A=a\"",
    ] {
        assert!(cmd(script).is_err(), "{script:?}");
    }
    let doubled = "$Env:AWS_A = 'a''b\u{2018}\u{2018}\u{201c}`$(c)\n\"d'\n";
    assert_eq!(powershell(doubled), Ok(vec![("AWS_A".into(), Some("a'b\u{2018}\u{201c}`$(c)\n\"d".into()))]));
}

#[test]
fn each_quotation_mark_that_powershell_knows_is_itself_in_what_is_copied() {
    for mark in '\u{2018}'..='\u{201f}' {
        for value in [format!("{mark}"), format!("'{mark}; calc {mark}'"), format!("a{mark}{mark}{mark}\nb")] {
            let text = write(&nasty(&value), CredentialShape::Powershell, Some(&value), None);
            assert_eq!(powershell(text.expose()), Ok(expected(&nasty(&value), Some(&value))), "{value:?}");
        }
    }
}

#[test]
fn with_and_without_a_token_an_end_and_a_region_both_do_what_is_meant() {
    for credentials in [temporary(Some(END)), temporary(None), long_term()] {
        for region in [Some("eu-west-1"), None] {
            for (shape, read) in [
                (CredentialShape::Powershell, powershell as fn(&str) -> Result<Done, String>),
                (CredentialShape::Cmd, cmd),
            ] {
                let text = write(&credentials, shape, region, None);
                assert_eq!(read(text.expose()), Ok(expected(&credentials, region)), "{shape:?}");
            }
        }
    }
}

proptest! {
    /// Whatever stands in a value.
    #[test]
    fn powershell_takes_every_value_as_it_is(
        value in prop_oneof![any::<String>(), "['\u{2018}-\u{201f}a$`(); \n\"]{0,24}"],
    ) {
        let text = write(&nasty(&value), CredentialShape::Powershell, Some(&value), None);
        prop_assert_eq!(powershell(text.expose()), Ok(expected(&nasty(&value), Some(&value))));
    }

    /// Whatever AWS gives out: of that nothing is a `%`, a quotation mark or a control character.
    #[test]
    fn the_command_line_takes_every_value_of_awss_as_it_is(value in "[!#$&-~]{1,300}") {
        let text = write(&nasty(&value), CredentialShape::Cmd, Some("eu-west-1"), None);
        prop_assert_eq!(cmd(text.expose()), Ok(expected(&nasty(&value), Some("eu-west-1"))));
    }
}
