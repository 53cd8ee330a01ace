//! A vault of each format that ever was, as a file that still opens. The file of this format was opened by other people's code
//! too: `independent.mjs` beside it.

use rolerelay::vault::copies::Snapshot;
use rolerelay::vault::{Record, open_text, unlock};
use serde_json::Value;

use super::secret;

#[test]
fn a_vault_of_format_1_opens() {
    let file: Value = serde_json::from_str(include_str!("format-1.json")).unwrap();
    let snapshot = Snapshot::read(&file["snapshot"].to_string()).unwrap();
    let (header, _) = snapshot.sealed().unwrap();
    let key = unlock(&header, &secret(file["password"].as_str().unwrap())).unwrap();
    let sealed = file["sealed"]["sources@2"].as_str().unwrap();
    let plain = open_text(&key, Record { kind: "sources", id: "", generation: 2 }, sealed).unwrap();
    assert_eq!(String::from_utf8(plain.to_vec()).unwrap(), file["plain"].as_str().unwrap());
}
