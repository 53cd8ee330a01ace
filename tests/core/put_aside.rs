//! What somebody has put aside counts no more, in whatever language, and what git could not put together is not read.

use rolerelay::aws::credentials::Secret;
use rolerelay::interchange::credential_text;
use rolerelay::interchange::import::{ImportFile, Kept, plan, read_hops};

use crate::roles::{HUB, arns};

const OLD: &str = "arn:aws:iam::222222222222:role/Old";

#[track_caller]
fn is_told(text: &str) {
    let text = text.replace("HUB", HUB).replace("OLD", OLD);
    let read = read_hops(&text);
    let roles: Vec<&str> = read.hops.iter().map(|hop| hop.role_arn.as_str()).collect();
    assert_eq!(roles, [HUB], "{text}");
    assert!(read.notes.iter().any(|note| note.message.contains("left out")), "{text}: {:?}", read.notes);
}

#[test]
fn comments_of_all_languages_are_told_of() {
    for mark in ["% ", "%", "! ", "!", "--", "'", ".. ", "%% "] {
        is_told(&format!("{mark}OLD\nHUB\n"));
    }
    for (open, close) in [
        ("{{! ", " }}"),
        ("{{!-- ", " --}}"),
        ("<%# ", " %>"),
        ("<%-- ", " --%>"),
        ("@* ", " *@"),
        ("%{\n", "\n%}"),
        ("\"\"\"\n", "\n\"\"\""),
        ("'''", "'''"),
        ("#!/usr/bin/env python3\n\"\"\"Once ", ".\"\"\""),
        ("def roles():\n    '''", "'''"),
        ("////\n", "\n////"),
        ("(comment\n  (assume \"a) b\" \"", "\") ; not this )\n  (b))"),
        ("#|\n", "\n|#"),
        ("#[\n", "\n]#"),
        ("<#--\n", "\n-->"),
        ("{% comment %}\n", "\n{% endcomment %}"),
        ("{%- comment -%}\n", "\n{%- endcomment -%}"),
        ("=pod\n\n", "\n\n=cut"),
        ("\\begin{comment}\n", "\n\\end{comment}"),
        ("#if 0\n", "\n#endif"),
        (": <<'END'\n", "\nEND"),
        (": <<-\"NOT_NOW\"\n", "\n  NOT_NOW"),
    ] {
        is_told(&format!("{open}OLD{close}\nrole_arn = \"HUB\"\n"));
    }
    for line in [
        "set ROLE=HUB & rem OLD",
        "set ROLE=HUB&REM OLD",
        "set ROLE=HUB & :: OLD",
        "aws sts assume-role --role-arn HUB --role-session-name a & rem --role-arn OLD",
    ] {
        is_told(line);
    }
    for line in
        ["role_arn = HUB ; was OLD", "role_arn = \"HUB\" #OLD", "roleArn: \"HUB\", //OLD", "role = \"HUB\" -- OLD"]
    {
        is_told(line);
    }
}

#[test]
fn what_only_looks_like_a_comment_counts() {
    let prod = "arn:aws:iam::222222222222:role/Prod";
    for text in [
        "% aws sts assume-role --role-arn HUB\n% aws sts assume-role --role-arn PROD\n",
        "!aws sts assume-role --role-arn HUB\n!aws sts assume-role --role-arn PROD\n",
        "aws sts assume-role \\\n  --role-arn HUB\naws sts assume-role \\\n--role-arn=PROD\n",
        "roles = [\n  'HUB',\n  'PROD',\n]\n",
        "export ROLES='\nHUB\nPROD\n'\n",
        "role = \"\"\"HUB\"\"\"\nnext = \"\"\"\nPROD\n\"\"\"\n",
        "sh \"\"\"\n  aws sts assume-role --role-arn HUB\n\"\"\"\nsh \"\"\"\n  aws sts assume-role --role-arn PROD\n\"\"\"\n",
        "a:\n  !Sub HUB\nb:\n  !Sub PROD\n",
        "–HUB\n–PROD\n",
        "assume(\"HUB\") ; assume(\"PROD\")",
        "HUB -- then PROD",
        "a = \"HUB\" ; b = \"PROD\"",
        "HUB & remember PROD",
        "(comments \"HUB\")\n(def b \"PROD\")",
        "////////\n// hub\n////////\nHUB\n////////\n// prod\n////////\nPROD\n",
        "(comment \nHUB\nPROD",
        "cat <<'END' > roles\nHUB\nEND\nPROD\n",
        ": <<END of it\nHUB\nPROD\nEND\n",
        "#if 1\nHUB\n#endif\nPROD\n",
    ] {
        assert_eq!(arns(&text.replace("HUB", HUB).replace("PROD", prod)), [HUB, prod], "{text}");
    }
}

#[test]
fn keys_that_are_put_aside_count_no_more() {
    let (old, new) = ("AKIAIOSFODNN7EXAMPLF", "AKIAIOSFODNN7EXAMPLE");
    let secret = "wJalrXUtnFEMIAK7MDENGAbPxRfiCYEXAMPLEKEY";
    let keys = format!("AWS_ACCESS_KEY_ID={new}\nAWS_SECRET_ACCESS_KEY={secret}\n");
    for aside in ["% AWS_ACCESS_KEY_ID: OLD\n", "! AWS_ACCESS_KEY_ID: OLD\n", "\"\"\"\nAWS_ACCESS_KEY_ID=OLD\n\"\"\"\n"]
    {
        let text = format!("{}{keys}", aside.replace("OLD", old));
        assert_eq!(credential_text::read(&text).map(|read| read.access_key_id), Ok(new.into()), "{text}");
    }
    for prompt in ["% export ", "%env ", "!export "] {
        let text = keys.lines().map(|line| format!("{prompt}{line}\n")).collect::<String>();
        assert_eq!(credential_text::read(&text).map(|read| read.access_key_id), Ok(new.into()), "{text}");
    }
}

/// The text with two sides of a change, of which each reader would have taken one or both.
const IN_CONFLICT: [(&str, &str); 8] = [
    (
        "config",
        "[profile base]\nregion = us-east-1\n<<<<<<< HEAD\n[profile a]\nrole_arn = HUB\nsource_profile = base\n=======\n\
      [profile b]\nrole_arn = OLD\nsource_profile = base\n>>>>>>> feature/x\n",
    ),
    (
        "credentials",
        "[base]\n<<<<<<< HEAD\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n=======\naws_access_key_id = AKIAIOSFODNN7EXAMPLF\n\
      >>>>>>> theirs\naws_secret_access_key = wJalrXUtnFEMIAK7MDENGAbPxRfiCYEXAMPLEKEY\n",
    ),
    (
        "",
        "[org]\naws_account_id = 111111111111\nrole_name = a\n<<<<<<< HEAD\ncolor = ffaaee\n=======\ncolor = 00aaee\n>>>>>>> x\n",
    ),
    (
        "",
        "SSOConfig:\n  Main:\n    SSORegion: eu-west-1\n<<<<<<< HEAD\n    StartUrl: https://a.awsapps.com/start\n=======\n    \
      StartUrl: https://b.awsapps.com/start\n>>>>>>> x\n",
    ),
    ("", "{\"_sessions\": [\n<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n]}"),
    ("", "{\"rolerelay\":1,\"chains\":[\n<<<<<<< HEAD\n=======\n>>>>>>> x\n],\"sources\":[]}"),
    ("", "<<<<<<< ours\nHUB\n||||||| base\nHUB\n=======\nOLD\n>>>>>>> theirs\n"),
    ("", "++<<<<<<< HEAD\r\n +HUB\r\n++=======\r\n+ OLD\r\n++>>>>>>> x\r\n"),
];

#[test]
fn a_conflict_of_git_is_read_by_no_reader() {
    for (name, text) in IN_CONFLICT {
        let text = text.replace("HUB", HUB).replace("OLD", OLD);
        let line = text.lines().position(|line| line.contains("<<<<<<<")).map(|at| at + 1);
        let plan = plan(&[ImportFile { name: name.into(), text: Secret::new(&*text) }], &Kept::default());
        assert_eq!((plan.chains.len(), plan.sources.len(), plan.credentials.len()), (0, 0, 0), "{text}");
        let notes: Vec<_> = plan.notes.iter().map(|note| (note.line, note.message.contains("git left"))).collect();
        assert_eq!(notes, [(line, true)], "{text}");
        let read = read_hops(&text);
        assert_eq!((read.hops.len(), read.notes.len()), (0, 1), "{text}");
        let wrong = credential_text::read(&text).expect_err(&text);
        assert!(wrong[0].message.contains("git left"), "{text}: {wrong:?}");
        assert_eq!(credential_text::profiles(&text), [] as [&str; 0]);
    }
    assert_eq!(arns(&format!("> > > >>>>>>> {HUB}\n=======\n")), [HUB], "a mail that was answered often");
}
