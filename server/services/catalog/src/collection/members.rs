//! Which products a collection has now.

use crate::{brand, category};
use contracts::catalog::{Condition, Members};
use sqlx::PgConnection;
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// What a product on sale has to be, all of it; nothing is asked of what is left out.
#[derive(Default)]
struct Wanted {
    categories: Option<Vec<Uuid>>,
    brands: Option<Vec<String>>,
    price_min: Option<i64>,
    price_max: Option<i64>,
    /// As `choice_key` writes them.
    choices: Vec<String>,
    in_stock: bool,
    days: Option<i32>,
    on_sale: bool,
}

/// The products on sale, in the collection's order: as chosen by hand, else as the merchant arranged the shop.
pub(crate) async fn ids(db: &mut PgConnection, members: &Members) -> sqlx::Result<Vec<Uuid>> {
    match members {
        Members::Hand { products } => by_hand(db, &products.iter().map(|id| id.0).collect::<Vec<_>>()).await,
        Members::Rule { all: true, conditions } => {
            let mut wanted = Wanted::default();
            for condition in conditions {
                wanted.and(db, condition).await?;
            }
            Ok(meeting(db, &wanted).await?.into_iter().map(|(_, id)| id).collect())
        }
        Members::Rule { all: false, conditions } => meeting_any(db, conditions).await,
    }
}

async fn meeting_any(db: &mut PgConnection, conditions: &[Condition]) -> sqlx::Result<Vec<Uuid>> {
    let mut found = BTreeSet::new();
    for condition in conditions {
        let mut wanted = Wanted::default();
        wanted.and(db, condition).await?;
        found.extend(meeting(db, &wanted).await?);
    }
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

impl Wanted {
    /// Also asks for this.
    async fn and(&mut self, db: &mut PgConnection, condition: &Condition) -> sqlx::Result<()> {
        match condition {
            Condition::Category { category } => {
                let below = category::subtree(db, *category).await?;
                self.categories = Some(both(self.categories.take(), below));
            }
            Condition::Brand { brand } => {
                let named = brand::names(db, &[brand.0]).await?;
                self.brands = Some(both(self.brands.take(), named));
            }
            Condition::Price { min, max } => {
                self.price_min = self.price_min.max(*min);
                self.price_max = [self.price_max, *max].into_iter().flatten().min();
            }
            Condition::Attribute { name, value } => {
                self.choices.push(format!("{}\u{1f}{}", name.trim(), value.trim()));
            }
            Condition::InStock => self.in_stock = true,
            Condition::NewerThan { days } => {
                let days = i32::from(*days);
                self.days = Some(self.days.map_or(days, |other| other.min(days)));
            }
            Condition::OnSale => self.on_sale = true,
        }
        Ok(())
    }
}

/// What is in both lists; the second when there was none before.
fn both<T: Eq + std::hash::Hash>(before: Option<Vec<T>>, also: Vec<T>) -> Vec<T> {
    let Some(before) = before else { return also };
    let kept: HashSet<T> = before.into_iter().collect();
    also.into_iter().filter(|one| kept.contains(one)).collect()
}

async fn by_hand(db: &mut PgConnection, products: &[Uuid]) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select l.product_id from unnest($1::uuid[]) with ordinality as chosen(id, number)
         join listed_products l on l.product_id = chosen.id order by chosen.number",
        products
    )
    .fetch_all(db)
    .await
}

/// The products that meet all of it, each with its place.
async fn meeting(db: &mut PgConnection, wanted: &Wanted) -> sqlx::Result<Vec<(i64, Uuid)>> {
    let rows = sqlx::query!(
        "select l.position, l.product_id from listed_products l
         where ($1::uuid[] is null or l.category_id = any ($1))
           and ($2::text[] is null or l.brand = any ($2))
           and ($3::bigint is null or l.price_minor >= $3)
           and ($4::bigint is null or l.price_minor <= $4)
           and (cardinality($5::text[]) = 0 or l.choices @> $5)
           and (not $6 or l.in_stock)
           and ($7::integer is null or l.created_at > now() - make_interval(days => $7))
           and (not $8 or l.product_id in (
               select v.product_id from product_variants v where v.compare_at_minor is not null))
         order by l.position, l.product_id",
        wanted.categories.as_deref(),
        wanted.brands.as_deref(),
        wanted.price_min,
        wanted.price_max,
        &wanted.choices,
        wanted.in_stock,
        wanted.days,
        wanted.on_sale
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| (row.position, row.product_id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_twice_is_what_both_allow() {
        assert_eq!(both(None, vec![1, 2]), [1, 2]);
        assert_eq!(both(Some(vec![2, 3]), vec![1, 2]), [2]);
    }
}
