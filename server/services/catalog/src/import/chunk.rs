//! The next products of an import: their lines, what is there of them already, and what becomes of them.

use super::{
    format::{self, Problem, Reading},
    known::Known,
    load,
    merge::{self, Line, Merged, Wrong, merge},
    repo::Row,
};
use crate::error::Result;
use contracts::{
    ProductId,
    catalog::{ImportField, ImportFormat, Product},
};
use sqlx::PgConnection;
use std::collections::{HashMap, HashSet};

/// Products of one transaction.
const AT_ONCE: i64 = 250;

/// What becomes of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Created,
    Changed,
    Unchanged,
    Failed,
}

impl Outcome {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Failed => "failed",
        }
    }
}

/// A product of the file with what becomes of it.
pub(crate) struct Judged {
    pub number: i32,
    /// As it was judged before, if it was.
    pub before: Option<String>,
    pub outcome: Outcome,
    /// The product that is there.
    pub existing: Option<Product>,
    /// As it is to be; none when all of its lines are wrong.
    pub merged: Option<Merged>,
}

/// The products that were judged, and what is wrong with lines of theirs.
#[derive(Default)]
pub(crate) struct Chunk {
    pub products: Vec<Judged>,
    pub wrong: Vec<Wrong>,
}

struct Group {
    number: i32,
    key: String,
    before: Option<String>,
    lines: Vec<Line>,
}

/// Judges the next products: those that were not compared yet or, with `apply`, those that are to be written, whose rows
/// are held then. None when there are no more.
pub(crate) async fn next(tx: &mut PgConnection, import: &Row, apply: bool) -> Result<Option<Chunk>> {
    let reading = load::reading(import)?;
    let mut groups = groups(tx, import, apply).await?;
    if groups.is_empty() {
        return Ok(None);
    }
    let cells = lines(tx, import, &reading, &mut groups).await?;
    let named: Vec<_> = groups.iter().map(|group| (group.key.as_str(), group.lines.as_slice())).collect();
    let known = Known::of(tx, &named, apply).await?;
    let (mut chunk, mut taken) = (Chunk::default(), HashSet::new());
    for group in groups {
        let existing = known.product_of(&group.key, &group.lines);
        // Two groups may be about one product: the second one waits for the first.
        if existing.is_some_and(|product| !taken.insert(product.id)) {
            continue;
        }
        judge(group, existing.cloned(), &known, import, &mut chunk)?;
    }
    for (line, problem) in &mut chunk.wrong {
        place(problem, cells.get(&*line), &reading);
    }
    Ok(Some(chunk))
}

struct Found {
    number: i32,
    product_key: String,
    outcome: Option<String>,
}

/// Each of the two questions has its own index.
async fn groups(tx: &mut PgConnection, import: &Row, apply: bool) -> sqlx::Result<Vec<Group>> {
    let found = if apply {
        sqlx::query_as!(
            Found,
            "select number, product_key, outcome from import_products
             where import_id = $1 and applied_at is null and outcome in ('created', 'changed') order by number limit $2",
            import.id,
            AT_ONCE
        )
        .fetch_all(tx)
        .await?
    } else {
        sqlx::query_as!(
            Found,
            "select number, product_key, outcome from import_products
             where import_id = $1 and outcome is null order by number limit $2",
            import.id,
            AT_ONCE
        )
        .fetch_all(tx)
        .await?
    };
    let group = |row: Found| Group {
        number: row.number,
        key: row.product_key,
        before: row.outcome,
        lines: Vec::new(),
    };
    Ok(found.into_iter().map(group).collect())
}

/// Gives the groups their lines; the cells by line.
async fn lines(
    tx: &mut PgConnection,
    import: &Row,
    reading: &Reading,
    groups: &mut [Group],
) -> sqlx::Result<HashMap<i64, Vec<String>>> {
    let keys: Vec<String> = groups.iter().map(|group| group.key.clone()).collect();
    let places: HashMap<&str, usize> = keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
    let rows = sqlx::query!(
        "select line, raw, product_key from import_rows
         where import_id = $1 and product_key = any ($2) and problem is null order by line",
        import.id,
        &keys
    );
    let mut cells = HashMap::new();
    for row in rows.fetch_all(tx).await? {
        let read = format::cells(reading.format, &row.raw);
        if let Some(group) = places.get(row.product_key.as_str()).and_then(|at| groups.get_mut(*at)) {
            group.lines.push(Line { number: row.line, given: reading.given(&read) });
        }
        cells.insert(row.line, read);
    }
    Ok(cells)
}

fn judge(
    group: Group,
    existing: Option<Product>,
    known: &Known,
    import: &Row,
    chunk: &mut Chunk,
) -> sqlx::Result<()> {
    let Group { number, before, mut lines, .. } = group;
    let own = existing.as_ref().map(|product| product.id);
    let strangers = strangers(&lines, own, known);
    lines.retain(|line| !strangers.iter().any(|(number, _)| *number == line.number));
    let (merged, wrong) = merge(existing.as_ref(), lines, import.currency()?);
    let outcome = match (&existing, &merged) {
        (_, None) => Outcome::Failed,
        (None, Some(_)) => Outcome::Created,
        (Some(existing), Some(merged)) if merge::differs(existing, merged) => Outcome::Changed,
        (Some(_), Some(_)) => Outcome::Unchanged,
    };
    chunk.wrong.extend(strangers.into_iter().chain(wrong));
    chunk.products.push(Judged { number, before, outcome, existing, merged });
    Ok(())
}

/// Lines whose SKU is another product's.
fn strangers(lines: &[Line], own: Option<ProductId>, known: &Known) -> Vec<Wrong> {
    let wrong = lines.iter().filter_map(|line| {
        let sku = line
            .given
            .skus()
            .into_iter()
            .find(|sku| known.owner(sku).is_some_and(|owner| Some(owner) != own));
        let sku = sku?;
        Some((line.number, Problem::new("sku", "Another product of the shop has this SKU.", &sku)))
    });
    wrong.collect()
}

/// Names the column as the file does, and says what stands there.
fn place(problem: &mut Problem, cells: Option<&Vec<String>>, reading: &Reading) {
    if reading.format == ImportFormat::JsonLines {
        return;
    }
    let name = problem.column.split('[').next().unwrap_or_default();
    let name = if name == "options" { "option1_value" } else { name };
    let Some(field) = ImportField::from_text(name) else { return };
    if problem.value.is_empty() {
        let cell = reading.columns.place(field).and_then(|at| cells?.get(at));
        problem.value = cell.map(|cell| cell.chars().take(200).collect()).unwrap_or_default();
    }
    problem.column = reading.columns.header(field);
}
