-- The media library: a picture or video is kept once, here, and used by any number of products. What their pages read
-- stays in `product_media`, where triggers copy it to.
create table media_assets (
    -- The name of its folder below the media directory, and part of its address.
    id uuid primary key,
    media_type varchar(50) not null default 'image' check (media_type in ('image', 'video')),
    -- Of a video: wherever it is. A picture, also a video's poster, is where its id says.
    url text not null check (media_type <> 'video' or url ~ '^(https://|/)[^/]'),
    -- What it is found by: the file's name, or the name of the product that it was uploaded for.
    name varchar(255) not null default '',
    alt_text varchar(255) not null default '',
    width integer not null check (width > 0),
    height integer not null check (height > 0),
    -- Of the original as it is kept; none while nobody has looked.
    bytes bigint check (bytes > 0),
    -- The average, shown until the picture is there; none of pictures that one sees through.
    colour char(7) check (colour ~ '^#[0-9a-f]{6}$'),
    -- What stays in sight when the picture is cropped, per cent from left and top; the middle when none.
    focal_x smallint check (focal_x between 0 and 100),
    focal_y smallint check (focal_y between 0 and 100),
    -- Products that show it; a trigger counts them.
    uses integer not null default 0 check (uses >= 0),
    lookup text not null generated always as (lower(name || E'\n' || alt_text)) stored,
    -- What was made beside requests: 0 nothing, 1 colour and bytes are known, 2 AVIF files are there.
    prepared smallint not null default 0 check (prepared between 0 and 2),
    created_at timestamptz not null default now(),
    check ((focal_x is null) = (focal_y is null))
);
create index media_assets_newest on media_assets (created_at desc, id);
create index media_assets_by_name on media_assets (name, id);
create index media_assets_by_bytes on media_assets (bytes desc nulls last, id);
create index media_assets_unused on media_assets (created_at desc, id) where uses = 0;
create index media_assets_without_text on media_assets (created_at desc, id) where alt_text = '';
create index media_assets_videos on media_assets (created_at desc, id) where media_type = 'video';
create index media_assets_lookup on media_assets using gin (lookup gin_trgm_ops);
create index media_assets_to_prepare on media_assets (prepared, created_at);

-- A row is a use from now on. One of an asset's uses carries the asset's id: by it the previous release, which knows no
-- assets, takes the files for a picture's and does not sweep them. Nobody reads `storage_key` any more.
alter table product_media
    add column asset_id uuid,
    add column colour char(7),
    add column focal_x smallint,
    add column focal_y smallint;
alter table product_media
    add constraint product_media_asset_id_fkey foreign key (asset_id) references media_assets (id) not valid;

insert into media_assets (id, media_type, url, name, alt_text, width, height, uses, created_at)
select m.id, m.media_type, m.url, p.name, m.alt_text, m.width, m.height, 1, m.created_at
from product_media m join products p on p.id = m.product_id;
update product_media set asset_id = id;

-- The previous release adds pictures without an asset: each becomes one.
create function adopt_media() returns trigger language plpgsql as $$
begin
    if new.asset_id is null then
        insert into media_assets (id, media_type, url, name, alt_text, width, height)
        select new.id, new.media_type, new.url, p.name, new.alt_text, new.width, new.height
        from products p where p.id = new.product_id
        on conflict (id) do nothing;
        new.asset_id := new.id;
    end if;
    return new;
end $$;
create trigger product_media_adopted before insert on product_media
    for each row execute function adopt_media();

create function count_media_uses() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        update media_assets set uses = uses - 1 where id = old.asset_id;
    end if;
    if tg_op <> 'DELETE' then
        update media_assets set uses = uses + 1 where id = new.asset_id;
    end if;
    return null;
end $$;
create trigger product_media_used after insert or delete or update of asset_id on product_media
    for each row execute function count_media_uses();

create function copy_media_to_uses() returns trigger language plpgsql as $$
begin
    update product_media set alt_text = new.alt_text, colour = new.colour, focal_x = new.focal_x, focal_y = new.focal_y
    where asset_id = new.id;
    return null;
end $$;
create trigger media_assets_copied after update of alt_text, colour, focal_x, focal_y on media_assets
    for each row execute function copy_media_to_uses();

-- The JSON shape of the catalogue's contract.
create or replace function media_json(m product_media) returns jsonb language sql immutable as $$
    select jsonb_build_object(
        'id', coalesce(m.asset_id, m.id), 'media_type', m.media_type, 'url', m.url, 'alt_text', m.alt_text,
        'width', m.width, 'height', m.height, 'colour', m.colour,
        'focal', case when m.focal_x is not null then m.focal_x || '% ' || m.focal_y || '%' end,
        'option', case when m.option_name is not null
            then jsonb_build_object('name', m.option_name, 'value', m.option_value) end)
$$;
