//! What must hold of products, and of what lists and facets derive from them.

use contracts::VariantId;
use platform::{Database, verify::Rule};

/// The rules of this database.
pub const RULES: &[Rule] = &[
    Rule {
        name: "I-17",
        what: "a product's price is that of its cheapest variant",
        examined: "select count(*) from products",
        breaches: "select format('product %s (%s): %s, cheapest variant %s', p.id, p.slug, p.price_minor, v.cheapest)
            from products p join (
                select product_id, min(price_minor) as cheapest from product_variants group by product_id
            ) v on v.product_id = p.id
            where p.price_minor <> v.cheapest",
    },
    Rule {
        name: "I-26",
        what: "lists show every product on sale, as it is",
        examined: "select count(*) from products where status = 'active'",
        breaches: "select format('product %s: on sale %s, listed %s, in stock %s and %s, price %s and %s', coalesce(p.id, l.product_id),
                p.id is not null, l.product_id is not null, p.in_stock, l.in_stock, p.price_minor, l.price_minor)
            from (
                select p.id, p.category_id, p.brand, p.price_minor, p.position, bool_or(v.in_stock) as in_stock
                from products p join product_variants v on v.product_id = p.id
                where p.status = 'active' group by p.id) p
            full join listed_products l on l.product_id = p.id
            where p.id is null or l.product_id is null
                or (p.category_id, p.brand, p.price_minor, p.position, p.in_stock)
                    is distinct from (l.category_id, l.brand, l.price_minor, l.position, l.in_stock)",
    },
    Rule {
        name: "I-26",
        what: "facets count what lists show",
        examined: "select count(*) from listing_counts where kind = 'all'",
        breaches: "with counted as (
                select coalesce(category_id, '00000000-0000-0000-0000-000000000000') as category, sum(products) as products
                from listing_counts where kind = 'all' group by 1),
            listed as (
                select coalesce(category_id, '00000000-0000-0000-0000-000000000000') as category, count(*) as products
                from listed_products group by 1)
            select format('category %s: counted %s, listed %s', category, coalesce(counted.products, 0),
                coalesce(listed.products, 0))
            from counted full join listed using (category)
            where coalesce(counted.products, 0) <> coalesce(listed.products, 0)",
    },
];

/// A variant as the shop shows it: what is to be compared with stock.
pub struct Fact {
    /// Its id.
    pub variant: VariantId,
    /// Its SKU.
    pub sku: String,
    /// Whether it is shown as to be had.
    pub in_stock: bool,
    /// Seconds since the product changed, or since stock was last heard of.
    pub age_seconds: f64,
}

/// All variants after `after`, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(db: &Database, after: uuid::Uuid, limit: i64) -> sqlx::Result<Vec<Fact>> {
    let rows = sqlx::query!(
        r#"select v.id, v.sku, v.in_stock,
            extract(epoch from now() - greatest(p.updated_at, v.stock_as_of))::float8 as "age!"
         from product_variants v join products p on p.id = v.product_id
         where v.id > $1 order by v.id limit $2"#,
        after,
        limit
    )
    .fetch_all(db.pool())
    .await?;
    let fact = rows.into_iter().map(|row| Fact {
        variant: VariantId(row.id),
        sku: row.sku,
        in_stock: row.in_stock,
        age_seconds: row.age,
    });
    Ok(fact.collect())
}
