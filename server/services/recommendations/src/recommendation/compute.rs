//! Computing `recommendations`: each kind of list with one statement. A list that was not written anew
//! is deleted at the end; `now()` is the same throughout a transaction.

use sqlx::PgConnection;

/// Orders two products must share before one is shown for the other: once may be chance.
const SUPPORT: i64 = 2;
/// Stored with every list, to tell by which rules it was made.
const VERSION: &str = "cosine-1";

/// Waits for a computation by another process.
pub(crate) async fn one_at_a_time(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('recommendations.compute'))").execute(conn).await?;
    Ok(())
}

/// For each product those it shares orders with, by cosine: orders with both, over the square root of
/// orders with one times orders with the other. So what everybody buys anyway does not win everywhere.
/// Tells how many products have a list.
pub(crate) async fn bought_together(conn: &mut PgConnection) -> Result<u64, sqlx::Error> {
    let written = sqlx::query!(
        r#"with bought as (
               select order_id, product_id from user_interactions
               where interaction_type = 'purchase' and "timestamp" > now() - interval '365 days'
           ),
           counts as (select product_id, count(*) as orders from bought group by product_id),
           pairs as (
               select a.product_id, b.product_id as other, count(*) as both_orders
               from bought a join bought b on b.order_id = a.order_id and b.product_id <> a.product_id
               group by 1, 2 having count(*) >= $1
           ),
           ranked as (
               select p.product_id, p.other,
                      row_number() over (
                          partition by p.product_id
                          order by p.both_orders / sqrt(one.orders * two.orders) desc, p.other) as place
               from pairs p
               join counts one on one.product_id = p.product_id
               join counts two on two.product_id = p.other
               where not exists (select 1 from variant_products v where v.product_id = p.other and not v.on_sale)
           )
           insert into recommendations (kind, product_id, recommended_products, algorithm_version)
           select 'bought_together', product_id, array_agg(other order by place), $2
           from ranked where place <= 20 group by product_id
           on conflict (kind, product_id, user_id) do update
           set recommended_products = excluded.recommended_products, generated_at = now(),
               algorithm_version = excluded.algorithm_version"#,
        SUPPORT,
        VERSION,
    )
    .execute(conn)
    .await?;
    Ok(written.rows_affected())
}

/// The interactions of 14 days, weighted by what was done and halved every 3 days.
pub(crate) async fn popular(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"with scored as (
               select product_id,
                      sum(case interaction_type when 'purchase' then 10 when 'add_to_cart' then 3
                          when 'click' then 2 else 1 end
                          * power(0.5::float8, extract(epoch from now() - "timestamp")::float8 / (3 * 86400)))
                          as score
               from user_interactions i
               where "timestamp" > now() - interval '14 days'
                 and not exists (select 1 from variant_products v where v.product_id = i.product_id and not v.on_sale)
               group by product_id order by score desc, product_id limit 100
           )
           insert into recommendations (kind, recommended_products, algorithm_version)
           select 'popular', array_agg(product_id order by score desc, product_id), $1
           from scored having count(*) > 0
           on conflict (kind, product_id, user_id) do update
           set recommended_products = excluded.recommended_products, generated_at = now(),
               algorithm_version = excluded.algorithm_version"#,
        VERSION,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// For each customer of the last 30 days what is bought together with what they looked at and bought,
/// without what they bought.
pub(crate) async fn for_customers(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"with liked as (
               select user_id, product_id,
                      sum(case interaction_type when 'purchase' then 10 when 'add_to_cart' then 3
                          when 'click' then 2 else 1 end) as weight
               from user_interactions
               where user_id is not null and "timestamp" > now() - interval '30 days'
               group by user_id, product_id
           ),
           scored as (
               select liked.user_id, product, sum(weight::float8 / place) as score
               from liked
               join recommendations r on r.kind = 'bought_together' and r.product_id = liked.product_id
               cross join unnest(r.recommended_products) with ordinality as listed (product, place)
               where r.generated_at = now()
                 and not exists (
                     select 1 from user_interactions bought
                     where bought.user_id = liked.user_id and bought.product_id = product
                       and bought.interaction_type = 'purchase')
               group by liked.user_id, product
           ),
           ranked as (
               select user_id, product,
                      row_number() over (partition by user_id order by score desc, product) as place
               from scored
           )
           insert into recommendations (kind, user_id, recommended_products, algorithm_version)
           select 'customer', user_id, array_agg(product order by place), $1
           from ranked where place <= 20 group by user_id
           on conflict (kind, product_id, user_id) do update
           set recommended_products = excluded.recommended_products, generated_at = now(),
               algorithm_version = excluded.algorithm_version"#,
        VERSION,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes the lists that this computation did not write anew.
pub(crate) async fn delete_outdated(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from recommendations where generated_at < now()").execute(conn).await?;
    Ok(())
}
