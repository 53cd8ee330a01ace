//! Tables as pages and mails have them in HTML, as rows with `|` between their cells.

use std::borrow::Cow;

use quick_xml::escape::{resolve_predefined_entity, unescape_with};

/// The text with each row of its tables in one line.
pub(super) fn rows(text: &str) -> Cow<'_, str> {
    let small = text.to_ascii_lowercase();
    let has_cells = small.contains("<td");
    let Some((start, end)) = small.find("<tr").zip(small.rfind("</tr>")).filter(|(from, to)| from < to && has_cells)
    else {
        return Cow::Borrowed(text);
    };
    let table = text.get(start..end).unwrap_or_default();
    let mut plain = text.get(..start).unwrap_or_default().to_string();
    let mut cell: Option<String> = None;
    for part in table.split('<') {
        let (tag, behind) = part.split_once('>').unwrap_or(("", part));
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        let name = name.to_ascii_lowercase();
        let begins_cell = ["td", "th"].contains(&name.as_str());
        if begins_cell || ["/td", "/th", "tr", "/tr"].contains(&name.as_str()) {
            if let Some(cell) = cell.take() {
                plain.push_str(&format!(" {} |", written(&cell)));
            }
            cell = begins_cell.then(String::new);
        }
        if name == "tr" {
            plain.push_str("\n|");
        }
        match &mut cell {
            Some(cell) => {
                // A line of its own is apart from the words before it; what makes them bold is not.
                cell.push_str(if ["br", "br/", "p", "/p", "div", "/div", "li"].contains(&name.as_str()) {
                    " "
                } else {
                    ""
                });
                cell.push_str(behind);
            }
            None => plain.push_str(behind.trim()),
        }
    }
    plain.push('\n');
    // So that what follows is on its own line still.
    let lines = table.matches('\n').count() + text.get(..start).map_or(0, |text| text.matches('\n').count());
    let lines = lines.saturating_sub(plain.matches('\n').count());
    plain.extend(std::iter::repeat_n('\n', lines));
    plain.push_str(text.get(end..).unwrap_or_default());
    Cow::Owned(plain)
}

/// What a page shows of a cell.
fn written(cell: &str) -> String {
    let entity = |name: &str| if name == "nbsp" { Some(" ") } else { resolve_predefined_entity(name) };
    let text = unescape_with(cell, entity).unwrap_or(Cow::Borrowed(cell));
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('|', "/")
}
