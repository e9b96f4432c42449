-- What staff tell each other about an order. Nobody changes or deletes a note.
create table order_notes (
    id         uuid primary key,
    order_id   uuid not null references orders (id) on delete cascade,
    author_id  uuid not null,
    -- Their name then.
    author     text not null check (char_length(author) between 1 and 255),
    text       text not null check (char_length(text) between 1 and 2000),
    created_at timestamptz not null default now()
);
create index order_notes_by_order on order_notes (order_id, created_at, id);

-- Who is named in a note, and when they read it.
create table order_note_mentions (
    note_id uuid not null references order_notes (id) on delete cascade,
    user_id uuid not null,
    read_at timestamptz,
    primary key (note_id, user_id)
);
create index order_note_mentions_by_user on order_note_mentions (user_id, note_id);
create index order_note_mentions_unread on order_note_mentions (user_id) where read_at is null;

-- Words that staff sort orders by; shoppers never see them.
create table order_tags (
    order_id uuid not null references orders (id) on delete cascade,
    tag      text not null check (tag = lower(tag) and char_length(tag) between 1 and 40),
    primary key (order_id, tag)
);
create index order_tags_by_tag on order_tags (tag, order_id);

-- Orders that somebody chose, and what is done with all of them once it is confirmed.
create table order_batches (
    id           uuid primary key,
    action       text not null check (action in ('capture', 'cancel', 'tag', 'note', 'pick_list', 'packing_slips')),
    author_id    uuid not null,
    author       text not null check (char_length(author) between 1 and 255),
    -- The reason, the tag or the note.
    input        text not null default '' check (char_length(input) <= 2000),
    created_at   timestamptz not null default now(),
    confirmed_at timestamptz
);
create index order_batches_forgotten on order_batches (created_at) where confirmed_at is null;

-- The orders as they were chosen, and what became of each.
create table order_batch_rows (
    batch_id uuid not null references order_batches (id) on delete cascade,
    position integer not null,
    order_id uuid not null references orders (id) on delete cascade,
    -- Names what is done with this order, so that it is done once.
    key      uuid not null default gen_random_uuid(),
    state    text not null default 'waiting' check (state in ('waiting', 'skipped', 'done', 'failed')),
    -- Why it was skipped, or failed.
    told     text not null default '' check (char_length(told) <= 500),
    primary key (batch_id, position),
    unique (batch_id, order_id)
);
create index order_batch_rows_by_order on order_batch_rows (order_id);
