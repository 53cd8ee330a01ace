//! The journal: hashes that another implementation computed, what shows of tampering, and what is written of it.

use proptest::prelude::*;
use rolerelay::aws::end::End;
use rolerelay::failure::FailureKind;
use rolerelay::journal::{
    JournalBreakKind, JournalEntry, JournalForm, JournalMark, JournalSpan, NotedAction, NotedArrival, NotedFailure,
    NotedHop, NotedLease, NotedOutcome, NotedRun, export, lookups, next, read, verify,
};
use serde_json::Value;

type Entries = Vec<Result<JournalEntry, Value>>;

fn beginning() -> JournalMark {
    JournalMark { number: 0, hash: "0".repeat(64) }
}

fn run(chain: &str) -> NotedRun {
    NotedRun {
        began_at: 1_780_000_000_000,
        ended_at: 1_780_000_001_500,
        action: NotedAction::Open,
        outcome: NotedOutcome::Done,
        chain_id: "c1".into(),
        chain: chain.into(),
        source_id: "s1".into(),
        source: "Base".into(),
        access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
        caller: Some("arn:aws:iam::111122223333:user/alice".into()),
        hops: vec![NotedHop {
            role_arn: "arn:aws:iam::444455556666:role/team/Hub".into(),
            session_arn: "arn:aws:sts::444455556666:assumed-role/Hub/alice".into(),
            region: "eu-west-1".into(),
            request_id: Some("r-1".into()),
            source_identity: Some("alice".into()),
            expires_at: 1_780_003_600_000,
        }],
        own_end: None,
        endpoint: None,
        destination: Some("https://console.aws.amazon.com/s3/home".into()),
        arrival: None,
        access: None,
        reason: Some("OPS-1".into()),
        lease: None,
        failure: None,
        missed: 0,
    }
}

fn leased() -> NotedRun {
    let lease = NotedLease { recipient: "=Ana".into(), purpose: "the May report".into(), scope: "Read-only".into() };
    NotedRun { lease: Some(lease.into()), ..run("One") }
}

fn failed() -> NotedRun {
    let failure = NotedFailure {
        kind: FailureKind::NoCredentials,
        hop: Some(0),
        role_arn: Some("arn:aws:iam::444455556666:role/Hub".into()),
        code: Some("AccessDenied".into()),
        request_id: Some("r-2".into()),
    };
    NotedRun {
        began_at: 0,
        ended_at: 1,
        action: NotedAction::Copy,
        outcome: NotedOutcome::Failed,
        chain_id: "c2".into(),
        caller: None,
        hops: vec![],
        destination: None,
        reason: None,
        failure: Some(failure),
        ..run("Two")
    }
}

/// A journal of that many entries, and between which marks they stand.
fn journal(count: usize) -> (Vec<JournalEntry>, JournalSpan) {
    let mut entries: Vec<JournalEntry> = Vec::new();
    let mut head = beginning();
    for at in 0..count {
        let entry = next(&head, run(&format!("Chain {at}")));
        head = mark(&entry);
        entries.push(entry);
    }
    (entries, JournalSpan { anchor: beginning(), head, deleted_at: None })
}

fn mark(entry: &JournalEntry) -> JournalMark {
    JournalMark { number: entry.number, hash: entry.hash.clone() }
}

fn breaks(entries: &[JournalEntry], span: &JournalSpan) -> Vec<(u32, JournalBreakKind)> {
    let entries: Entries = entries.iter().cloned().map(Ok).collect();
    verify(&entries, span).breaks.into_iter().map(|it| (it.number, it.kind)).collect()
}

/// The hashes are those of Python's json and hashlib, over the canonical form as the module describes it.
#[test]
fn hashes_as_another_implementation_does() {
    let odd = NotedRun { missed: 2, ..run("Prod “é” \"x\"\\\n\u{1}\u{7f}😀") };
    let first = next(&beginning(), odd);
    assert_eq!(first.hash, "3e1a9c74d40823f1ac04ee57b4cb30e912b293a18f9ecbf17dcf206cb1e7ffeb");
    let second = next(&mark(&first), failed());
    assert_eq!(second.hash, "6012e8bd0c88a78d8c1e1b05b87003763214100841ace4d39956584203b44205");
    assert_eq!((second.number, &second.previous), (2, &first.hash));
    let arrived = next(&beginning(), NotedRun { arrival: Some(NotedArrival::Left), ..run("One") });
    assert_eq!(arrived.hash, "93597fb22d74d11877d66220a310be7f91291cf125f7d9dc2b99b4e0bea47788");
    assert_eq!(next(&beginning(), leased()).hash, "fd35fa2191fa032639dd840154fc9818756e2356f6d206e707958f715d43dd9f");
}

#[test]
fn notes_no_query_and_no_fragment_of_the_console_page() {
    for page in
        ["https://console.aws.amazon.com/s3/home?token=x#y", "https://console.aws.amazon.com/s3/home#/a?token=x"]
    {
        let noted = next(&beginning(), NotedRun { destination: Some(page.into()), ..run("One") });
        assert_eq!(noted.run.destination.as_deref(), Some("https://console.aws.amazon.com/s3/home"));
    }
}

#[test]
fn holds_when_nothing_was_touched_and_when_the_oldest_fell_off() {
    let (entries, span) = journal(7);
    assert_eq!(breaks(&entries, &span), []);
    let rest = JournalSpan { anchor: mark(&entries[2]), ..span };
    assert_eq!(breaks(&entries[3..], &rest), []);
    let empty = JournalSpan { anchor: rest.head.clone(), ..rest };
    assert_eq!(breaks(&[], &empty), []);
}

#[test]
fn shows_a_gap_a_cut_and_what_was_added() {
    let (entries, span) = journal(7);
    let without = |gone: std::ops::Range<usize>| [&entries[..gone.start], &entries[gone.end..]].concat();
    assert_eq!(breaks(&without(2..4), &span), [(3, JournalBreakKind::Gap)]);
    assert_eq!(breaks(&without(0..1), &span), [(1, JournalBreakKind::Gap)]);
    assert_eq!(breaks(&without(5..7), &span), [(6, JournalBreakKind::Cut)]);
    assert_eq!(breaks(&[], &span), [(1, JournalBreakKind::Cut)]);
    let added = next(&span.head, run("Added"));
    assert_eq!(breaks(&[&entries[..], &[added]].concat(), &span), [(8, JournalBreakKind::Added)]);
    let mut turned = entries.clone();
    turned.swap(2, 3);
    assert!(!breaks(&turned, &span).is_empty());
    let sentences = verify(&without(2..4).into_iter().map(Ok).collect::<Entries>(), &span).breaks;
    assert_eq!(sentences[0].sentence, "Entries 3 to 4 are missing.");
}

#[test]
fn shows_an_entry_that_was_written_anew_with_its_hash() {
    let (mut entries, span) = journal(4);
    let forged = next(&mark(&entries[0]), run("Forged"));
    entries[1] = forged;
    assert_eq!(breaks(&entries, &span), [(3, JournalBreakKind::Changed)]);
    let (mut entries, span) = journal(4);
    entries[3] = next(&mark(&entries[2]), run("Forged"));
    assert_eq!(breaks(&entries, &span), [(4, JournalBreakKind::Changed)]);
}

#[test]
fn shows_what_cannot_be_read_and_reads_the_rest() {
    let (entries, span) = journal(3);
    let page = |entries: &[JournalEntry]| serde_json::to_string(entries).unwrap();
    assert_eq!(read(&[page(&entries[..2]), page(&entries[2..])]), entries.iter().cloned().map(Ok).collect::<Entries>());
    let more = page(&entries).replace("\"chain\":\"Chain 1\"", "\"chain\":\"Chain 1\",\"note\":1");
    for (text, number) in [(more, 2), ("{}".to_string(), 1), ("nonsense".to_string(), 1)] {
        let read = read(&[text]);
        let verdict = verify(&read, &span);
        assert_eq!((verdict.breaks[0].number, verdict.breaks[0].kind), (number, JournalBreakKind::Changed));
    }
}

proptest! {
    /// Whatever one letter or digit of a kept journal becomes, it shows.
    #[test]
    fn shows_each_change_of_one_character(place in 0..10_000usize, to in "[a-z0-9]") {
        let (entries, span) = journal(3);
        let text = serde_json::to_string(&entries).unwrap();
        let places: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).map(|(at, _)| at).collect();
        let at = places[place % places.len()];
        prop_assume!(text[at..=at] != to);
        let changed = format!("{}{to}{}", &text[..at], &text[at + 1..]);
        prop_assert!(!verify(&read(&[changed]), &span).breaks.is_empty());
    }

    /// A spreadsheet sees no formula, and a reader of CSV the same text.
    #[test]
    fn writes_csv_that_runs_nothing(chain in "[=+@\\-\t\r\n\"',;a-z＝]{0,12}", reason in "\\PC{0,12}") {
        let entry = next(&beginning(), NotedRun { reason: Some(reason.clone()), ..run(&chain) });
        let file = export(&[Ok(entry)], &journal(0).1, JournalForm::Csv, 0);
        let rows = parsed(&file.text);
        prop_assert_eq!(rows.len(), 2);
        let at = rows[0].iter().position(|name| name == "chain").unwrap();
        for (cell, meant) in [(&rows[1][at], &chain), (&rows[1][at + 13], &reason)] {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
            prop_assert!(cell == meant || cell.strip_prefix('\'') == Some(meant.as_str()));
        }
    }
}

/// RFC 4180, read by the letter: every cell in quotes, every line ended by CRLF.
fn parsed(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![]];
    let mut rest = text;
    while let Some(quoted) = rest.strip_prefix('"') {
        let mut cell = String::new();
        let mut parts = quoted.split('"').peekable();
        let mut length = 1;
        loop {
            let part = parts.next().expect("a closing quote");
            length += part.len() + 1;
            cell += part;
            if quoted[length - 1..].starts_with('"') {
                cell.push('"');
                length += 1;
                parts.next();
            } else {
                break;
            }
        }
        rest = &rest[length..];
        rows.last_mut().unwrap().push(cell);
        if let Some(more) = rest.strip_prefix(',') {
            rest = more;
        } else {
            rest = rest.strip_prefix("\r\n").expect("the end of a line");
            rows.push(vec![]);
        }
    }
    assert!(rest.is_empty(), "{rest}");
    assert_eq!(rows.pop(), Some(vec![]));
    rows
}

#[test]
fn exports_json_that_holds_all_that_verifies_it() {
    let (entries, span) = journal(3);
    let all: Entries = entries.iter().cloned().map(Ok).collect();
    let file = export(&all, &span, JournalForm::Json, 1_780_000_000_000);
    assert_eq!(file.file_name, "rolerelay-journal-2026-05-28.json");
    let json: Value = serde_json::from_str(&file.text).unwrap();
    assert_eq!(serde_json::from_value::<JournalSpan>(json["span"].clone()).unwrap(), span);
    assert_eq!(serde_json::from_value::<Vec<JournalEntry>>(json["entries"].clone()).unwrap(), entries);
    // Each entry stands there in its canonical form.
    let line = file.text.lines().find(|line| line.starts_with("{\"number\":1,")).unwrap();
    assert!(line.trim_end_matches(',').ends_with(&format!(
        "\"previous\":\"{}\",\"hash\":\"{}\"}}",
        "0".repeat(64),
        entries[0].hash
    )));
    assert_eq!(export(&[], &journal(0).1, JournalForm::Json, 0).text.matches("\"entries\": [").count(), 1);
}

#[test]
fn exports_csv_with_a_cell_for_each_fact() {
    let file = export(&[Ok(next(&beginning(), failed())), Err(Value::Null)], &journal(0).1, JournalForm::Csv, 0);
    let rows = parsed(&file.text);
    assert_eq!(rows[0].len(), rows[1].len());
    let cell = |name: &str| rows[1][rows[0].iter().position(|it| it == name).unwrap()].as_str();
    assert_eq!((cell("outcome"), cell("failure"), cell("failed hop")), ("failed", "no-credentials", "1"));
    assert_eq!(
        (cell("error code"), cell("failed request id"), cell("ended at")),
        ("AccessDenied", "r-2", "1970-01-01T00:00:00Z")
    );
    assert_eq!((cell("arrival"), &rows[2][..]), ("", &["unreadable".to_string()][..]));
    assert!(file.text.starts_with("\"number\",\"began at\","));
}

#[test]
fn what_a_source_s_own_session_opened_as_is_told_everywhere() {
    let end =
        End { partition: "aws-us-gov".into(), account: "777788889999".into(), role: "Billing".into(), role_arn: None };
    let entry = next(&beginning(), NotedRun { hops: vec![], own_end: Some(end.into()), ..run("One") });
    assert!(entry.hash == entry.computed_hash() && entry.hash != next(&beginning(), run("One")).hash);
    let rows = parsed(&export(&[Ok(entry.clone())], &journal(0).1, JournalForm::Csv, 0).text);
    assert_eq!(rows[1][rows[0].iter().position(|it| it == "end role").unwrap()], "Billing in 777788889999");
    let [trail] = &lookups(&entry).trails[..] else { panic!("one page, of the source's key") };
    assert_eq!((trail.hop, trail.account.as_deref()), (None, Some("777788889999")));
    assert!(
        trail.url.starts_with("https://console.amazonaws-us-gov.com/cloudtrailv2/home?region=us-gov-west-1"),
        "{}",
        trail.url
    );
    let text = serde_json::to_string(&[&entry]).unwrap();
    assert_eq!(read(&[text]), [Ok(entry)]);
}

#[test]
fn what_was_walked_elsewhere_says_where_and_is_looked_for_in_no_cloudtrail() {
    let here = "http://localhost:4566";
    let entry = next(&beginning(), NotedRun { endpoint: Some(here.into()), ..run("One") });
    assert!(entry.hash == entry.computed_hash() && entry.hash != next(&beginning(), run("One")).hash);
    let rows = parsed(&export(&[Ok(entry.clone())], &journal(0).1, JournalForm::Csv, 0).text);
    assert_eq!(rows[1][rows[0].iter().position(|it| it == "endpoint").unwrap()], here);
    let found = lookups(&entry);
    assert_eq!((found.trails, found.lake, found.athena), (vec![], String::new(), String::new()));
    let text = serde_json::to_string(&[&entry]).unwrap();
    assert_eq!(read(&[text]), [Ok(entry)]);
}

#[test]
fn csv_tells_how_far_the_tab_was_seen() {
    let of = |arrival| {
        let entry = next(&beginning(), NotedRun { arrival: Some(arrival), ..run("One") });
        let rows = parsed(&export(&[Ok(entry)], &journal(0).1, JournalForm::Csv, 0).text);
        rows[1][rows[0].iter().position(|it| it == "arrival").unwrap()].clone()
    };
    let told = [NotedArrival::Console, NotedArrival::Left, NotedArrival::Unseen].map(of);
    assert_eq!(told, ["console", "left the sign-in page", "sent, not seen"]);
}

#[test]
fn csv_tells_for_whom_and_what_a_lease_was() {
    let rows = parsed(&export(&[Ok(next(&beginning(), leased()))], &journal(0).1, JournalForm::Csv, 0).text);
    let cell = |name: &str| rows[1][rows[0].iter().position(|it| it == name).unwrap()].as_str();
    assert_eq!((cell("leased to"), cell("leased for"), cell("lease")), ("'=Ana", "the May report", "Read-only"));
}

#[test]
fn links_to_the_event_history_of_the_key_and_of_each_session() {
    let found = lookups(&next(&beginning(), run("One"))).trails;
    let urls: Vec<_> = found.iter().map(|trail| (trail.hop, trail.account.as_deref(), trail.url.as_str())).collect();
    let page = "https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events?";
    let (from, ended, expired) = ("2026-05-28T20%3A21%3A40Z", "2026-05-28T20%3A31%3A41Z", "2026-05-28T21%3A31%3A40Z");
    assert_eq!(
        urls,
        [
            (None, None, format!("{page}AccessKeyId=AKIAIOSFODNN7EXAMPLE&StartTime={from}&EndTime={ended}").as_str()),
            (
                Some(0),
                Some("444455556666"),
                format!("{page}Username=alice&StartTime={from}&EndTime={expired}").as_str()
            ),
        ]
    );
}

#[test]
fn links_follow_the_partition_and_lead_nowhere_else() {
    let hop = |arn: &str, region: &str, name: &str| NotedHop {
        role_arn: arn.into(),
        session_arn: format!("arn:aws:sts::444455556666:assumed-role/Hub/{name}"),
        region: region.into(),
        ..run("").hops[0].clone()
    };
    let of = |hop: NotedHop| lookups(&next(&beginning(), NotedRun { hops: vec![hop], ..run("One") })).trails;
    let china = of(hop("arn:aws-cn:iam::444455556666:role/Hub", "cn-northwest-1", "a+b=c@d"));
    assert!(
        china[1]
            .url
            .starts_with("https://cn-northwest-1.console.amazonaws.cn/cloudtrailv2/home?region=cn-northwest-1#/")
    );
    assert!(china[1].url.contains("Username=a%2Bb%3Dc%40d&"));
    let gov = of(hop("arn:aws-us-gov:iam::444455556666:role/Hub", "us-gov-east-1", "x"));
    assert!(gov[1].url.starts_with("https://us-gov-east-1.console.amazonaws-us-gov.com/cloudtrailv2/"));
    // What was tampered with gives no link rather than one to elsewhere.
    assert_eq!(of(hop("arn:aws:iam::444455556666:role/Hub", "evil.example/", "x")), []);
    assert_eq!(of(hop("not an ARN", "eu-west-1", "x")), []);
}

#[test]
fn queries_look_for_requests_sessions_and_source_identity() {
    let found = lookups(&next(&beginning(), run("One")));
    assert!(
        found.lake.contains("eventtime >= '2026-05-28 20:21:40' AND eventtime <= '2026-05-28 21:31:40'"),
        "{}",
        found.lake
    );
    assert!(found.athena.contains("eventtime >= '2026-05-28T20:21:40Z'"));
    for query in [&found.lake, &found.athena] {
        assert!(query.contains(
            "requestid = 'r-1'\n    OR useridentity.arn = 'arn:aws:sts::444455556666:assumed-role/Hub/alice'"
        ));
    }
    assert!(found.lake.contains("\n    OR useridentity.sessioncontext.sourceidentity = 'alice'"));
    // What has it later has it in a column that not every table has: nothing follows that comment.
    let set = "json_extract_scalar(requestparameters, '$.sourceIdentity') = 'alice'\n    -- OR ";
    assert!(found.athena.contains(&format!("\n    OR {set}useridentity.sessioncontext.sourceidentity = 'alice' --")));
    let none = lookups(&next(&beginning(), NotedRun { failure: None, ..failed() }));
    assert!(none.lake.contains("(useridentity.accesskeyid = 'AKIAIOSFODNN7EXAMPLE')"));
}

#[test]
fn queries_quote_what_they_look_for() {
    let mut hostile = run("One");
    hostile.hops[0].request_id = Some("' OR '1'='1".into());
    hostile.hops[0].source_identity = Some("x'\n; DROP TABLE t --".into());
    let found = lookups(&next(&beginning(), hostile));
    for query in [&found.lake, &found.athena] {
        assert!(query.contains("requestid = ''' OR ''1''=''1'"), "{query}");
        assert!(query.contains("sourceidentity = 'x''; DROP TABLE t --'"), "{query}");
        // Outside of literals and comments nothing of it is left.
        let bare: String = query.replace("''", "").split('\'').step_by(2).collect();
        assert!(!bare.contains("DROP") && !bare.contains("'1'"), "{bare}");
    }
}
