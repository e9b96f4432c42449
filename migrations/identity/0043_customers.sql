-- What staff keep about customers, and how they look at the shop as one of them.

-- The service writes small letters, so that one tag is not two.
create table customer_tags (
    user_id   uuid not null references users on delete cascade,
    tag       text not null check (char_length(tag) between 1 and 40 and tag = btrim(tag)),
    tagged_at timestamptz not null default now(),
    primary key (user_id, tag)
);
create index customer_tags_by_tag on customer_tags (tag, user_id);

create table customer_groups (
    id         uuid primary key,
    name       text not null check (char_length(name) between 1 and 60 and name = btrim(name)),
    created_at timestamptz not null default now()
);
create unique index customer_groups_one_name on customer_groups (lower(name));

create table customer_group_members (
    group_id  uuid not null references customer_groups on delete cascade,
    user_id   uuid not null references users on delete cascade,
    joined_at timestamptz not null default now(),
    primary key (group_id, user_id)
);
create index customer_group_members_by_user on customer_group_members (user_id);

-- Nobody changes what somebody wrote. A note moves with its account when that becomes a part of another one, and goes
-- with an account that is erased.
create table customer_notes (
    id         uuid primary key,
    user_id    uuid not null references users on delete cascade,
    author_id  uuid,
    author     text not null check (char_length(author) between 1 and 255),
    text       text not null check (char_length(text) between 1 and 2000),
    created_at timestamptz not null default now()
);
create index customer_notes_by_user on customer_notes (user_id, created_at desc);

create function refuse_another_note() returns trigger language plpgsql as $$
begin
    if (new.id, new.author_id, new.author, new.text, new.created_at)
        is distinct from (old.id, old.author_id, old.author, old.text, old.created_at) then
        raise exception 'a note cannot be changed' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger customer_notes_stay_as_written before update on customer_notes
    for each row execute function refuse_another_note();

-- A table of its own: what opens the shop to staff is no session of a shopper and is taken for none, here and in the
-- previous release. Of the token only its SHA-256 is kept. It ends with the session of the back office it belongs to,
-- which is asked for each time; the row stays so that the customer sees it.
create table customer_looks (
    id            uuid primary key,
    user_id       uuid not null references users on delete cascade,
    staff_id      uuid not null,
    staff_email   text not null check (char_length(staff_email) <= 255),
    staff_session uuid not null,
    token         text not null unique check (token ~ '^[0-9a-f]{64}$'),
    address       text check (char_length(address) <= 64),
    began_at      timestamptz not null default now(),
    expires_at    timestamptz not null,
    ended_at      timestamptz,
    check (expires_at > began_at)
);
create index customer_looks_by_user on customer_looks (user_id, began_at desc);
create index customer_looks_by_age on customer_looks (began_at);
create index customer_looks_under_way on customer_looks (staff_session) where ended_at is null;

-- The account that an erased one became a part of.
alter table users add column merged_into uuid;
alter table users add constraint users_merged_are_erased check (merged_into is null or status = 'deleted') not valid;

insert into role_permissions (role_id, permission)
select r.id, p.name
from unnest(array[2, 3, 4]) as r (id), unnest(array['edit_customers', 'impersonate_customers']) as p (name);
insert into role_permissions (role_id, permission) values (3, 'merge_customers'), (4, 'merge_customers');
