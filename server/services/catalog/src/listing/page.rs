//! The products of one page of a listing. Every order has its index.

use super::narrowing::Narrowing;
use contracts::{PageRequest, ProductId, catalog::Sort};
use sqlx::PgConnection;
use uuid::Uuid;

/// One page in an order that is spelt out, since only then an index serves it. Of a product with several
/// narrowed options the variants are asked, one product after the other until the page is full.
macro_rules! ids {
    ($conn:expr, $narrowing:expr, $page:expr, $from:literal, $order:literal) => {
        sqlx::query_scalar!(
            "select l.product_id from " + $from + "
             where ($1::uuid[] is null or l.category_id = any ($1))
               and ($2::uuid[] is null or l.product_id = any ($2))
               and (cardinality($3::text[]) = 0 or l.brand = any ($3))
               and ($4::bigint is null or l.price_minor >= $4)
               and ($5::bigint is null or l.price_minor <= $5)
               and (not $6 or l.in_stock)
               and (cardinality($7::text[]) = 0 or case when $6 then l.choices_in_stock else l.choices end && $7)
               and (jsonb_array_length($8::jsonb) < 2 or (
                   select bool_or((v.in_stock or not $6) and not exists (
                       select from jsonb_array_elements($8) as wanted(choices)
                       where not v.choices && array(select jsonb_array_elements_text(wanted.choices))))
                   from product_variants v where v.product_id = l.product_id))
               and ($11::jsonb is null or in_ranges(l.product_id, $11))
             order by " + $order + " limit $9 offset $10",
            $narrowing.categories.as_deref(),
            $narrowing.found.as_deref(),
            &$narrowing.brands,
            $narrowing.price_min,
            $narrowing.price_max,
            $narrowing.in_stock,
            &$narrowing.first_choices(),
            $narrowing.all_choices(),
            $page.limit(),
            $page.offset(),
            $narrowing.all_ranges(),
        )
        .fetch_all(&mut *$conn)
        .await?
    };
}

/// The products of a page, in order.
pub(crate) async fn ids(
    db: &mut PgConnection,
    wanted: &Narrowing,
    sort: Sort,
    page: &PageRequest,
) -> sqlx::Result<Vec<ProductId>> {
    let ids: Vec<Uuid> = match sort {
        Sort::Featured if wanted.found.is_some() => ids!(
            db,
            wanted,
            page,
            "unnest($2::uuid[]) with ordinality as f(id, place) join listed_products l on l.product_id = f.id",
            "f.place"
        ),
        Sort::Featured => ids!(db, wanted, page, "listed_products l", "l.position, l.product_id"),
        Sort::Newest => {
            ids!(db, wanted, page, "listed_products l", "l.created_at desc, l.position, l.product_id")
        }
        Sort::PriceAsc => {
            ids!(db, wanted, page, "listed_products l", "l.price_minor, l.position, l.product_id")
        }
        Sort::PriceDesc => {
            ids!(db, wanted, page, "listed_products l", "l.price_minor desc, l.position, l.product_id")
        }
        Sort::Name => ids!(db, wanted, page, "listed_products l", "l.name, l.position, l.product_id"),
    };
    Ok(ids.into_iter().map(ProductId).collect())
}
