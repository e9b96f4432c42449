-- Who makes products. `products.brand` is the name of its brand here.
create table brands (
    id uuid primary key,
    name varchar(100) not null constraint brands_name_key unique check (name <> ''),
    slug varchar(120) not null constraint brands_slug_key unique check (slug <> ''),
    description text not null default '' check (length(description) <= 10000),
    created_at timestamptz not null default now()
);

alter table products add column brand_id uuid constraint products_brand_id_fkey references brands (id);

-- The brand of that name; made when there is none yet. The lock keeps two that are made at once from one address.
create function brand_named(brand text) returns uuid language plpgsql as $$
declare
    found_id uuid;
    stem text;
    free text;
    number integer := 1;
begin
    select id into found_id from brands where name = brand;
    if found_id is not null then
        return found_id;
    end if;
    perform pg_advisory_xact_lock(hashtext('catalog.brands'));
    stem := trim(both '-' from left(trim(both '-' from regexp_replace(plain(brand), '[^a-z0-9]+', '-', 'g')), 100));
    stem := coalesce(nullif(stem, ''), 'brand');
    free := stem;
    while exists (select from brands where slug = free and name <> brand) loop
        number := number + 1;
        free := stem || '-' || number;
    end loop;
    insert into brands (id, name, slug) values (gen_random_uuid(), brand, free) on conflict (name) do nothing;
    select id into found_id from brands where name = brand;
    return found_id;
end $$;

-- Whoever writes the name, this release or the one before, the brand is in step with it.
create function brand_of_product() returns trigger language plpgsql as $$
begin
    new.brand_id := case when new.brand is not null then brand_named(new.brand) end;
    return new;
end $$;
create trigger products_brand before insert or update of brand on products
    for each row execute function brand_of_product();

update products set brand = brand where brand is not null;
