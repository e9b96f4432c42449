-- What is done once in a shop's life and takes several steps, such as filling it: a start that finds it
-- begun and not finished goes on with it.
create table messaging.milestones (
    name        text primary key check (name <> ''),
    begun_at    timestamptz not null default now(),
    finished_at timestamptz check (finished_at >= begun_at)
);
