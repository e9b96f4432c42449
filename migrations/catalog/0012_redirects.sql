-- Old addresses, and the pages of this shop that stand for them now. They are asked when nothing answers an address.
create table redirects (
    id uuid primary key,
    -- The path as browsers send it, without query and closing slash.
    source varchar(500) not null constraint redirects_source_key unique
        check (source ~ '^/[!-~]+$' and source !~ '[?#]'),
    -- A path of this shop, and a query: an address of ours never leads to another site.
    target varchar(500) not null check (target ~ '^/[!-~]*$' and target !~ '^//' and strpos(target, chr(92)) = 0),
    target_path text not null generated always as (split_part(split_part(target, '#', 1), '?', 1)) stored,
    -- A person wrote it; others were left behind by products and categories that got another address.
    is_manual boolean not null,
    made_at timestamptz not null default now(),
    hits bigint not null default 0 check (hits >= 0),
    last_hit_at timestamptz,
    -- What the back office searches in.
    lookup text not null generated always as (lower(source || chr(10) || target)) stored,
    constraint redirects_no_circle check (source <> target_path)
);
create index redirects_target on redirects (target_path);
create index redirects_newest on redirects (made_at desc, id);
create index redirects_lookup on redirects using gin (lookup gin_trgm_ops);

-- An address leads on in one step: no target is an old address itself, so that there are neither chains nor circles.
-- The lock makes two simultaneous changes see each other.
create function refuse_redirect_chain() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext('catalog.redirects'));
    if exists (
        select from redirects r
        where r.id <> new.id and (r.source = new.target_path or r.target_path = new.source)
    ) then
        raise exception 'an old address cannot lead to another one'
            using errcode = 'check_violation', constraint = 'redirects_no_chain';
    end if;
    return null;
end $$;
create trigger redirects_no_chain after insert or update of source, target on redirects
    for each row execute function refuse_redirect_chain();
