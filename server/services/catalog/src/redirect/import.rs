//! A list of old addresses: all of it, or none and why.

use super::{
    model::{self, CIRCLE, NewRedirect},
    repo,
    save::{end, tell},
};
use crate::error::Result;
use contracts::{Actor, Error as Refusal, catalog::RedirectDraft};
use platform::Database;
use serde_json::json;
use sqlx::PgConnection;
use std::collections::HashSet;

const MOST: usize = 1_000;
/// Messages that are told at once.
const TOLD: usize = 20;

/// The lines that cannot be, with their numbers from 1.
#[derive(Debug, Default)]
struct Wrong(Vec<(usize, String)>);

impl Wrong {
    fn note(&mut self, line: usize, why: impl Into<String>) {
        self.0.push((line, why.into()));
    }

    fn finish(self) -> contracts::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let told: Vec<_> =
            self.0.iter().take(TOLD).map(|(line, why)| format!("Line {line}: {why}")).collect();
        let more = self.0.len().saturating_sub(TOLD);
        let more = if more > 0 { format!(" And {more} more.") } else { String::new() };
        Err(Refusal::field("lines", format!("Nothing was saved. {}{more}", told.join(" "))))
    }
}

/// Saves one for each line; one that is in the list already gets the new target.
pub(crate) async fn import(db: &Database, actor: &Actor, lines: &str) -> Result<u32> {
    let rows = parse(lines)?;
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let mut tx = db.begin().await?;
    repo::lock(&mut tx).await?;
    write(&mut tx, &rows).await?;
    tell(&mut tx, actor, "redirect.imported", "list", json!({ "redirects": count })).await?;
    tx.commit().await?;
    Ok(count)
}

async fn write(tx: &mut PgConnection, rows: &[(usize, NewRedirect)]) -> Result<()> {
    let mut wrong = Wrong::default();
    for (line, new) in rows {
        match end(&mut *tx, new, None).await? {
            Some(target) => {
                repo::lead_on(&mut *tx, &new.source, &target).await?;
                repo::put(&mut *tx, &new.source, &target, true).await?;
            }
            None => wrong.note(*line, CIRCLE),
        }
    }
    Ok(wrong.finish()?)
}

fn parse(text: &str) -> contracts::Result<Vec<(usize, NewRedirect)>> {
    let lines: Vec<_> = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    if lines.is_empty() || lines.len() > MOST {
        return Err(Refusal::field("lines", "Please paste 1 to 1,000 lines of an old and a new address."));
    }
    let (mut rows, mut seen, mut wrong) = (Vec::new(), HashSet::new(), Wrong::default());
    for (index, line) in lines {
        let (source, target) = cells(line);
        // What a column is called.
        if index == 0 && !source.contains('/') {
            continue;
        }
        match model::parse(&RedirectDraft { id: None, source, target }) {
            Ok(new) if seen.insert(new.source.clone()) => rows.push((index + 1, new)),
            Ok(_) => wrong.note(index + 1, "This old address is in the list twice."),
            Err(refused) => wrong.note(index + 1, words(&refused)),
        }
    }
    wrong.finish()?;
    Ok(rows)
}

/// The first two cells of a line that is parted by commas, semicolons or tabs.
fn cells(line: &str) -> (String, String) {
    let mut cells = line.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"').trim().to_owned());
    (cells.next().unwrap_or_default(), cells.next().unwrap_or_default())
}

fn words(refused: &Refusal) -> String {
    refused.fields.iter().map(|field| field.message.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_table_is_read_with_or_without_its_heading() {
        let rows = parse("old,new\n\"/a.html\",\"/shop\"\n\n/b.html;/c/mugs;kept\n/c\t/p/mug\n").unwrap();
        let read: Vec<_> =
            rows.iter().map(|(line, row)| (*line, row.source.as_str(), row.target.as_str())).collect();
        assert_eq!(read, [(2, "/a.html", "/shop"), (4, "/b.html", "/c/mugs"), (5, "/c", "/p/mug")]);
    }

    #[test]
    fn each_line_that_cannot_be_is_told_with_its_number() {
        let refused = parse("/a,/shop\n/b,https://evil.example\n/a/,/cart\nnonsense").unwrap_err();
        let told = refused.for_field("lines").unwrap();
        for part in ["Line 2:", "Line 3: This old address is in the list twice.", "Line 4:"] {
            assert!(told.contains(part), "{told}");
        }
        assert!(!told.contains("Line 1:"), "{told}");
        assert!(parse(" \n").is_err() && parse(&"/a,/b\n".repeat(1_001)).is_err());
    }
}
