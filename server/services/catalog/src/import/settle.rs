//! Noting what became of products and what is wrong with lines.

use super::{
    chunk::{Chunk, Judged, Outcome},
    merge::Wrong,
    repo::Row,
};
use sqlx::PgConnection;

/// By how much the counts of an import change.
#[derive(Default)]
struct Tally {
    created: i64,
    changed: i64,
    unchanged: i64,
    failed: i64,
    applied: i64,
}

impl Tally {
    fn count(&mut self, outcome: &str, by: i64) {
        match outcome {
            "created" => self.created += by,
            "changed" => self.changed += by,
            "unchanged" => self.unchanged += by,
            _ => self.failed += by,
        }
    }

    /// What was judged before counts as what it is judged now.
    fn of(products: &[Judged], are_applied: bool) -> Self {
        let mut tally = Self::default();
        for product in products {
            if let Some(before) = &product.before {
                tally.count(before, -1);
            }
            tally.count(product.outcome.as_str(), 1);
            tally.applied += i64::from(are_applied && is_written(product));
        }
        tally
    }
}

/// Whether a product is written when it is applied.
pub(crate) fn is_written(product: &Judged) -> bool {
    matches!(product.outcome, Outcome::Created | Outcome::Changed)
}

/// Notes what became of a chunk; with `are_applied` its products are written in the same transaction.
pub(crate) async fn settle(
    tx: &mut PgConnection,
    import: &Row,
    chunk: &Chunk,
    are_applied: bool,
) -> sqlx::Result<()> {
    let tally = Tally::of(&chunk.products, are_applied);
    sqlx::query!(
        "update import_products p set outcome = o.outcome, applied_at = case when $4 then now() end
         from unnest($2::int[], $3::text[]) as o (number, outcome)
         where p.import_id = $1 and p.number = o.number",
        import.id,
        &chunk.products.iter().map(|product| product.number).collect::<Vec<_>>(),
        &chunk.products.iter().map(|product| product.outcome.as_str().to_owned()).collect::<Vec<_>>(),
        are_applied
    )
    .execute(&mut *tx)
    .await?;
    problems(tx, import, &chunk.wrong).await?;
    sqlx::query!(
        "update imports set created_count = created_count + $2, changed_count = changed_count + $3,
             unchanged_count = unchanged_count + $4, failed_count = failed_count + $5,
             applied_count = applied_count + $6, failed_row_count = failed_row_count + $7, attempts = 0
         where id = $1",
        import.id,
        tally.created,
        tally.changed,
        tally.unchanged,
        tally.failed,
        tally.applied,
        i64::try_from(chunk.wrong.len()).unwrap_or(i64::MAX)
    )
    .execute(tx)
    .await?;
    Ok(())
}

async fn problems(tx: &mut PgConnection, import: &Row, wrong: &[Wrong]) -> sqlx::Result<()> {
    if wrong.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update import_rows r set problem_column = left(w.problem_column, 100), problem = left(w.problem, 500),
             problem_value = left(w.problem_value, 200)
         from unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) as w (line, problem_column, problem, problem_value)
         where r.import_id = $1 and r.line = w.line",
        import.id,
        &wrong.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
        &wrong.iter().map(|(_, problem)| problem.column.clone()).collect::<Vec<_>>(),
        &wrong.iter().map(|(_, problem)| problem.message.clone()).collect::<Vec<_>>(),
        &wrong.iter().map(|(_, problem)| problem.value.clone()).collect::<Vec<_>>()
    )
    .execute(tx)
    .await?;
    Ok(())
}
