-- Kinds of products.
create table product_types (
    id uuid primary key,
    name varchar(100) not null constraint product_types_name_key unique check (name <> ''),
    version bigint not null default 1,
    updated_at timestamptz not null default now()
);

-- What is to be said of the products of a type. The label is what shoppers read and what a filter is called.
create table attribute_definitions (
    id uuid primary key,
    type_id uuid not null references product_types (id) on delete cascade,
    code varchar(100) not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    label varchar(100) not null check (label <> ''),
    kind text not null check (kind in
        ('text', 'number', 'boolean', 'date', 'choice', 'multi_choice', 'reference', 'colour')),
    unit varchar(20) not null default '',
    required boolean not null,
    filterable boolean not null,
    shown boolean not null,
    position integer not null,
    choices text[] not null default '{}' check (cardinality(choices) <= 200),
    constraint attribute_definitions_code_key unique (type_id, code) deferrable initially deferred,
    unique (id, kind),
    check (not filterable or kind not in ('text', 'date', 'reference')),
    check ((kind in ('choice', 'multi_choice')) = (cardinality(choices) > 0))
);
create index attribute_definitions_filterable on attribute_definitions (label) where filterable;

-- The type of a product that has one.
create table typed_products (
    product_id uuid primary key references products (id) on delete cascade,
    type_id uuid not null references product_types (id) on delete cascade
);
create index typed_products_type on typed_products (type_id);

-- What is said of a product, each in the column of its kind. A colour has its name in `text_value`.
create table product_attribute_values (
    product_id uuid not null references typed_products (product_id) on delete cascade,
    definition_id uuid not null,
    kind text not null,
    text_value varchar(255) check (text_value <> ''),
    number_value numeric(18, 4),
    boolean_value boolean,
    date_value date,
    choices text[],
    reference_id uuid references products (id) on delete cascade,
    colour char(7) check (colour ~ '^#[0-9a-f]{6}$'),
    primary key (product_id, definition_id),
    foreign key (definition_id, kind) references attribute_definitions (id, kind) on delete cascade,
    check ((text_value is not null) = (kind in ('text', 'colour'))),
    check (num_nonnulls(number_value, boolean_value, date_value, choices, reference_id, colour)
        = case when kind = 'text' then 0 else 1 end),
    check (case kind
        when 'number' then number_value is not null
        when 'boolean' then boolean_value is not null
        when 'date' then date_value is not null
        when 'choice' then coalesce(cardinality(choices), 0) = 1
        when 'multi_choice' then coalesce(cardinality(choices), 0) > 0
        when 'reference' then reference_id is not null
        when 'colour' then colour is not null
        else true end)
);
create index product_attribute_values_definition on product_attribute_values (definition_id, number_value);
create index product_attribute_values_reference on product_attribute_values (reference_id)
    where reference_id is not null;
create index product_attribute_values_colour on product_attribute_values (definition_id, text_value, colour)
    where colour is not null;

-- Rows that were written for what a product's type says of it; the others are typed freely.
alter table product_attributes add column is_typed boolean not null default false;

-- What is said, as people read it.
create function fact_text(v product_attribute_values, unit text) returns text language sql stable as $$
    select case v.kind
        when 'text' then v.text_value::text
        when 'number' then concat_ws(' ', trim_scale(v.number_value)::text, nullif(unit, ''))
        when 'boolean' then case when v.boolean_value then 'Yes' else 'No' end
        when 'date' then to_char(v.date_value, 'YYYY-MM-DD')
        when 'reference' then (select p.name::text from products p where p.id = v.reference_id)
        when 'colour' then v.text_value::text
        else array_to_string(v.choices, ', ') end
$$;

-- What is said, as the contract's texts.
create function fact_texts(v product_attribute_values) returns text[] language sql stable as $$
    select case v.kind
        when 'text' then array[v.text_value::text]
        when 'number' then array[trim_scale(v.number_value)::text]
        when 'boolean' then array[v.boolean_value::text]
        when 'date' then array[to_char(v.date_value, 'YYYY-MM-DD')]
        when 'reference' then array[(select p.sku::text from products p where p.id = v.reference_id)]
        when 'colour' then array[v.text_value::text, v.colour::text]
        else v.choices end
$$;

-- What listings can be narrowed by besides the choices of a variant: what is said of its product.
create function fact_keys(product uuid) returns text[] language sql stable as $$
    select coalesce(array_agg(choice_key(d.label, fact.value)), '{}')
    from product_attribute_values v
    join attribute_definitions d on d.id = v.definition_id and d.filterable and d.kind <> 'number'
    cross join lateral unnest(case
        when d.kind = 'boolean' then array[case when v.boolean_value then 'Yes' else 'No' end]
        when d.kind = 'colour' then array[v.text_value::text]
        else v.choices end) as fact(value)
    where v.product_id = product
$$;

-- A choice of every variant is whatever is said of the product: facets count and narrow both alike.
alter table product_variants alter column choices drop expression;
create function choose_of_variant() returns trigger language plpgsql as $$
begin
    new.choices := choice_keys(new.options) || fact_keys(new.product_id);
    return new;
end $$;
create trigger product_variants_choose before insert or update of options, choices on product_variants
    for each row execute function choose_of_variant();

create or replace function list_saved_variants() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        perform list_products(array(
            select distinct n.product_id from new_rows n join old_rows o on o.id = n.id
            where (n.options, n.in_stock, n.choices) is distinct from (o.options, o.in_stock, o.choices)));
    else
        perform list_products(array(select distinct product_id from changed_rows));
    end if;
    return null;
end $$;

create or replace function option_json(choice text, products integer) returns jsonb language sql stable as $$
    select jsonb_build_object('option', name, 'value', value, 'products', products, 'swatch', coalesce(
        (select min(s.swatch) from product_option_values s
         where s.name = split.name and s.value = split.value and s.swatch is not null),
        (select min(v.colour) from attribute_definitions d
         join product_attribute_values v on v.definition_id = d.id and v.colour is not null
         where d.filterable and d.label = split.name and v.text_value = split.value)))
    from (select split_part(choice, E'\x1f', 1) as name, split_part(choice, E'\x1f', 2) as value) split
$$;

-- Whether a product is within all of these ranges: `[{"label": "Width", "low": 10, "high": null}]`.
create function in_ranges(product uuid, ranges jsonb) returns boolean language sql stable as $$
    select not exists (
        select from jsonb_to_recordset(ranges) as r(label text, low numeric, high numeric)
        where not exists (
            select from product_attribute_values v join attribute_definitions d on d.id = v.definition_id
            where v.product_id = product and d.label = r.label and d.filterable and d.kind = 'number'
              and (r.low is null or v.number_value >= r.low) and (r.high is null or v.number_value <= r.high)))
$$;

-- Writes what is said by the types of these products where search, lists and pages read it; a free attribute that is
-- called like one of the type's makes way for it.
create function write_facts(ids uuid[]) returns void language sql as $$
    delete from product_attributes a where a.product_id = any (ids) and (a.is_typed or exists (
        select from typed_products t join attribute_definitions d on d.type_id = t.type_id
        where t.product_id = a.product_id and lower(d.label) = lower(a.attribute_name)));
    insert into product_attributes (product_id, attribute_name, attribute_value, position, is_typed)
    select v.product_id, d.label, left(fact.words, 255), d.position - 1000, true
    from product_attribute_values v join attribute_definitions d on d.id = v.definition_id
    cross join lateral (select fact_text(v, d.unit) as words) fact
    where v.product_id = any (ids) and d.shown and fact.words <> '';
$$;
