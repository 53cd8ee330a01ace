//! Pasted texts that name roles: lists, command lines, programs.

use rolerelay::aws::mentioned::mentioned;
use rolerelay::interchange::import::read_hops;

use super::growth::{Shape, all_even, counted, halves, repeated};

#[test]
fn lists_command_lines_and_calls() {
    const COMMAND: &str = "aws sts assume-role --role-arn arn:aws:iam::111111111111:role/A ";
    const CALL: &str = "sts.assume_role(RoleArn='arn:aws:iam::111111111111:role/A', ";
    const OBJECT: &str = "{\"RoleArn\":\"arn:aws:iam::111111111111:role/A\",";
    let tag = |n: usize| format!("{{\"Key\":\"k{n}\",\"Value\":\"\"}},");
    let mut shapes: Vec<Shape<'static>> = vec![
        (
            "tags, and the keys of them that are passed on",
            halves(
                counted(
                    "{\"RoleArn\":\"arn:aws:iam::111111111111:role/A\",\"Tags\":[",
                    tag,
                    "{}],\"TransitiveTagKeys\":[",
                ),
                counted("", |n| format!("\"k{n}\","), "\"x\"]}"),
            ),
        ),
        (
            "keys that are passed on, of no tag",
            halves(
                counted(
                    "{\"RoleArn\":\"arn:aws:iam::111111111111:role/A\",\"Tags\":[",
                    tag,
                    "{}],\"TransitiveTagKeys\":[",
                ),
                counted("", |n| format!("\"x{n}\","), "\"x\"]}"),
            ),
        ),
        ("tags in shorthand", repeated(COMMAND, "--tags Key=a,Value=b ", "")),
        ("one tag in shorthand", repeated(&*COMMAND.to_string().leak(), "Key=a,Value=b,", "")),
        (
            "parts of shorthand",
            repeated("aws sts assume-role --role-arn arn:aws:iam::111111111111:role/A --tags Key=", "a,", ""),
        ),
        ("options", counted(COMMAND, |n| format!("--o{n} "), "")),
        ("options with values", repeated(COMMAND, "--o=v ", "")),
        ("one parameter again and again", repeated(CALL, "RoleArn='a',", ")")),
        ("parameters that are computed", repeated(CALL, "Policy=a,", ")")),
        ("parameters", counted(CALL, |n| format!("P{n}=1,"), ")")),
        ("expressions", repeated(CALL, "f(", "")),
        ("expressions beside each other", repeated(CALL, "f(),", ")")),
        ("maps in each other", repeated(CALL, "{'a':", "")),
        ("lists in each other", repeated(CALL, "[", "")),
        ("tuples in each other", repeated(CALL, "(", "")),
        ("strings behind each other", repeated(CALL, "''", "")),
        ("strings in three quotation marks", repeated(CALL, "''''''", "")),
        ("openings of three quotation marks", repeated(CALL, "\"\"\"a", "")),
        ("calls that write JSON", repeated(CALL, "json.dumps(", "")),
        ("comments", repeated(CALL, "#\n", ")")),
        ("openings of calls", repeated("", "assume_role(RoleArn=", "")),
        ("openings of calls with a bracket", repeated("", "assume_role([", "")),
        ("openings of calls with a quotation mark", repeated("", "assume_role(\"", "")),
        ("objects without a role", repeated("", "{a:1}", "")),
        ("objects that do not end", repeated("", "{a:", "")),
        ("objects in objects without a role", repeated("", "{\"a\":[{\"b\":", "")),
        ("objects with a role that do not end", repeated(OBJECT, "{\"a\":", "")),
        ("openings of command lines", repeated("", "assume-role ", "")),
        ("openings of command lines with a quotation mark", repeated("", "assume-role \"", "")),
        ("openings of command lines with an apostrophe", repeated("", "assume-role 'a\n", "")),
        ("openings of command lines with a curly one", repeated("", "assume-role “a\n", "")),
        ("lines that go on", repeated(COMMAND, "\\\n", "")),
        ("lines that go on with a backtick", repeated(COMMAND, "`\n -", "")),
        ("lines that may go on", repeated(COMMAND, "`\n >", "")),
        ("variables", repeated(COMMAND, "$", "")),
        ("variables in braces", repeated(COMMAND, "${", "")),
        ("gaps of documents", repeated(COMMAND, "<", "")),
        ("quotation marks that a backslash hides", repeated("aws sts assume-role \"", "\\\"", "")),
        (
            "provider blocks",
            counted("", |n| format!("provider \"aws\" {{ role_arn = \"arn:aws:iam::{n:012}:role/A\" }}\n"), ""),
        ),
        (
            "provider blocks behind an account and a name",
            counted(
                "111122223333/Hub\n",
                |n| format!("provider \"aws\" {{ role_arn = \"arn:aws:iam::{n:012}:role/A\" }}\n"),
                "",
            ),
        ),
        (
            "rows of a table",
            counted("Role ARN,External ID,Other\n", |n| format!("arn:aws:iam::{n:012}:role/A,x{n},y1\n"), ""),
        ),
        (
            "rows of accounts and names",
            counted(
                "Account ID,Role,External ID\n",
                |n| format!("{n:012},team/of-the-north/role-{n},external-id-{n}\n"),
                "",
            ),
        ),
        (
            "columns that blanks set apart",
            counted("ACCOUNT ID  ROLE\n", |n| format!("{n:012}  team/of-the-north/role-with-a-name-{n}\n"), ""),
        ),
        ("headings that blanks set apart", repeated("", "ACCOUNT ID  ROLE\n", "")),
        ("rows without an account", repeated("Account ID,Role,External ID\n", "a,A,x\n", "")),
        ("rows of HTML", counted("<tr><td>Account ID<td>Role</tr>", |n| format!("<tr><td>{n:012}<td>A</tr>"), "")),
        (
            "settings apart from each other",
            counted("", |n| format!("a{n}:\n  b:\n    role_arn: arn:aws:iam::{n:012}:role/A\n"), ""),
        ),
        (
            "items of one list",
            counted("accounts:\n", |n| format!("- account_id: \"{n:012}\"\n  name: a{n}\n  role: A\n"), ""),
        ),
        ("accounts of one record", repeated("", "account_id: 111111111111\n", "role: A\n")),
        ("accounts of one record on a line", repeated("{", "account_id: 111111111111, ", "role: A}")),
        ("broken cells", repeated("Role ARN,External ID\n", "arn:aws:iam::111111111111:role/A,\"a\nb\"\n", "")),
        ("broken cells without an end", repeated("Role ARN,External ID\n", ",\"\n", "")),
        ("broken headings", repeated("", "\"\n", "")),
        ("marks of quotation in a broken cell", repeated("Role ARN,External ID\n\"", "\"\"", "")),
        ("a table on its side", repeated("Account,111111111111\n", "Role,A\n", "")),
        ("fields of tables on their sides", repeated("", "Account,111111111111\nRole,A\n\n", "")),
        (
            "columns of a table on its side",
            halves(repeated("Account", ",111111111111", "\n"), repeated("Role", ",A", "\n")),
        ),
        ("wrapped links", repeated("", "https://a.example/?u=https%3A%2F%2Fb.example%2Fswitchrole%3Fa ", "")),
        ("links in links", repeated("https://a.example/", "?u=https%3A%2F%2Fb.example%2Fswitchrole%3F", "")),
        ("links behind each other", repeated("", "https://a.example/?u=%", "")),
        ("signs of a defended link", repeated("https://urldefense.com/v3/__https://switchrole?", "*", "__;Jg!!")),
        ("accounts between words without blanks", repeated("", "の111111111111のロールA", "")),
        ("openings of cells", repeated("<tr>", "<td>", "</tr>")),
        ("ampersands", repeated("", "&", "")),
        ("references in a cell", repeated("<tr><td>", "&amp;", "</td></tr>")),
        ("accounts and names", counted("", |n| format!("role A in account {n:012}, "), "")),
        ("accounts behind a sign", repeated("", "A@111111111111@", "")),
        ("accounts without a name", repeated("", "111111111111 ", "")),
        ("names behind an account", repeated("111111111111:", "A/", "")),
        ("blanks before an account", repeated("role A", " ", "111111111111")),
        ("words for a role", repeated("arn:aws:iam::111111111111:role/A\n", "role B ", "")),
        ("names of a role", repeated("arn:aws:iam::111111111111:role/A\n", "A from B ", "")),
        ("principals", repeated("sts:AssumeRole", "\"Principal\": \"*\" ", "")),
        ("headings of tables", repeated("", "Role ARN,External ID\n", "")),
        ("quotation marks in a row", repeated("Role ARN,External ID\narn:aws:iam::111111111111:role/A,", "\",", "")),
        (
            "parameters of an address",
            counted("x?role_arn=arn:aws:iam::111111111111:role/A", |n| format!("&p{n}=1"), ""),
        ),
        ("roles in an address", repeated("x?", "&role_arn=arn:aws:iam::111111111111:role/A", "")),
        (
            "names and values behind blanks",
            repeated("role_arn arn:aws:iam::111111111111:role/A\n", "external_id x\n", ""),
        ),
        ("lines that a mail quotes", repeated("", "> > arn:aws:iam::111111111111:role/A\n", "")),
        ("marks of a mail's quotation", repeated("", "> ", "")),
        ("a list of a policy", counted("\"Resource\":[", |n| format!("\"arn:aws:iam::{n:012}:role/A\","), "]")),
        ("openings of provider blocks", repeated("", "provider \"aws\" {\n", "")),
        ("openings of strings in a provider block", repeated("provider \"aws\" {", "\"\\", "")),
        ("ARNs", counted("", |n| format!("arn:aws:iam::{n:012}:role/A\n"), "")),
        ("one ARN again and again", repeated("", "arn:aws:iam::111111111111:role/A\n", "")),
        ("ARNs behind each other", repeated("", "arn:aws:iam::111111111111:role/Aarn:", "")),
        ("wrong ARNs", repeated("", "arn:aws:iam::1:role/A\n", "")),
        ("ARNs of sessions", repeated("", "arn:aws:sts::1:assumed-role/A/b\n", "")),
        ("beginnings of ARNs", repeated("", "arn:", "")),
        ("colons", repeated("arn", ":", "")),
        ("a long path", repeated("arn:aws:iam::111111111111:role/", "a/", "")),
        ("a long path of slashes", repeated("arn:aws:iam::111111111111:role/", "/", "")),
        ("letters", repeated("", "a", "")),
        ("lines that begin with an apostrophe", repeated("", "'a\n", "")),
        ("docstrings", repeated("", ":\n\"\"\"a\n", "")),
        ("docstrings of two kinds", repeated("", ":\n'''a\n:\n\"\"\"\n", "")),
        ("openings of comments", repeated("", "{{!\n%{\n<%#\n@*\n", "")),
        ("openings of further comments", repeated("", "////\n(comment (\n: <<A\n#|\n#if 0\n: <<B\n", "")),
        ("openings of objects in strings", repeated("", "{\\\"a\\\": ", "")),
        ("objects in strings", repeated("\"", "{\\\"RoleArn\\\": \\\"x\\\"}, ", "\"")),
        ("backslashes before an object", repeated("{", "\\", "\"a\"}")),
        ("remarks behind settings", repeated("a = b", " ; ", "")),
        ("begins of conflicts", repeated("", "<<<<<<< a\n", "")),
        ("calls in calls", repeated("", "assume(\"arn:aws:iam::111111111111:role/A\", ", "")),
        ("calls in calls of one name", repeated("", "session(", "")),
        ("calls in blocks", repeated("provider \"aws\" {}\n", "a(\"arn:aws:iam::111111111111:role/A\", b(", "")),
        ("blanks before brackets", repeated("f(", "          (", "")),
        ("rows of commas", repeated("", "a,arn:aws:iam::111111111111:role/A,x1,2\n", "")),
        ("one row of commas", repeated("", "a,arn:aws:iam::111111111111:role/A,x1,2,", "")),
        (
            "a role and its command",
            repeated(
                "",
                "arn:aws:iam::111111111111:role/A\naws sts assume-role --role-arn arn:aws:iam::111111111111:role/A\n",
                "",
            ),
        ),
        ("bullets", repeated("arn:aws:iam::111111111111:role/A", "\n* ", "arn:aws:iam::222222222222:role/A")),
    ];
    for (what, start) in [("in a command line", COMMAND), ("in a call", CALL), ("in an object", OBJECT)] {
        for piece in [
            "[", "{", "(", "\"", "'", "\\", "\\'", "`", "“", "’", ",", "a,", "a:", "a=", "a=[", "'a':{", "\n", "\t",
            "#", "//", "1", "r'", "f\"{", "-", "--a ", "<a ", "%",
        ] {
            shapes.push((&*format!("{piece:?} {what}").leak(), repeated(start, piece, "")));
        }
    }
    all_even(shapes, 1 << 16, 60, |text| {
        read_hops(text);
    });
}

#[test]
fn texts_that_may_name_something() {
    const EVENT: &str = "{\"recipientAccountId\":\"111122223333\",\"resources\":[";
    let shapes: Vec<Shape<'static>> = vec![
        ("beginnings of ARNs that are marked", repeated("", "arn:", "")),
        ("wrong ARNs that are marked", repeated("", "arn:aws:s3 ", "")),
        ("beginnings of addresses", repeated("", "https://", "")),
        ("addresses of others", repeated("", "https://a.example/ ", "")),
        ("digits", repeated("", "1", "")),
        ("digits in fours", repeated("", "1111-", "")),
        ("accounts that are none", repeated("", "11112222333 ", "")),
        ("resources of an event", repeated(EVENT, "{\"ARN\":\"arn:aws:x\"},", "{}]}")),
        ("resources without an end", repeated(EVENT, "{\"ARN\":\"arn:aws:x\"},", "")),
        ("events of a file", repeated("{\"Records\":[", "{},", "{}]}")),
        ("lists in each other in an event", repeated("{\"Records\":", "[", "")),
        ("objects in each other in an event", repeated("", "{\"Records\":[", "")),
    ];
    all_even(shapes, 1 << 16, 60, |text| {
        mentioned(text);
    });
}
