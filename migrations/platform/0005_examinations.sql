-- What examinations of the shop's rules found: the figures of each, and the rows that the newest one named.
create table messaging.examinations (
    id       uuid primary key,
    at       timestamptz not null default now(),
    took_ms  integer not null check (took_ms >= 0),
    asked_by text not null check (asked_by <> ''),
    rules    integer not null check (rules >= 0),
    examined bigint not null check (examined >= 0),
    breaches bigint not null check (breaches >= 0),
    findings jsonb
);
create index examinations_newest on messaging.examinations (at desc, id desc);

-- Rules that do not hold, since when: somebody is told of each once.
create table messaging.broken_rules (
    place text not null,
    what  text not null,
    since timestamptz not null default now(),
    primary key (place, what)
);
