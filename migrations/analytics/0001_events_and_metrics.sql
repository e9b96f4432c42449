-- Every event of every service, what is counted of them, and the reports made of that.

create table event_logs (
    number bigint generated always as identity primary key,
    -- The event's own id: it is logged once, however often it is delivered.
    event_id uuid not null unique,
    service_name varchar(100) not null,
    event_type varchar(100) not null,
    aggregate uuid not null,
    -- Without what identifies a person.
    payload jsonb not null,
    "timestamp" timestamptz not null,
    request_id text
);

create index event_logs_by_type on event_logs (service_name, event_type, "timestamp");
create index event_logs_by_aggregate on event_logs (aggregate, number desc);
create index event_logs_by_time on event_logs using brin ("timestamp");

-- One value per metric and hour (UTC).
create table aggregated_metrics (
    metric_id bigint generated always as identity primary key,
    service_name varchar(100) not null,
    metric_name varchar(100) not null,
    -- Minor units or a count.
    value bigint not null,
    recorded_at timestamptz not null default now(),
    bucket_start timestamptz not null check (date_trunc('hour', bucket_start, 'UTC') = bucket_start),
    unique (metric_name, bucket_start)
);

create index aggregated_metrics_by_time on aggregated_metrics (bucket_start);

-- What was sold of each product on each day (UTC), gross, before refunds.
create table product_sales (
    product_id uuid not null,
    day date not null,
    name text not null,
    units bigint not null check (units >= 0),
    revenue_minor bigint not null,
    primary key (product_id, day)
);

create index product_sales_by_day on product_sales (day);

create table reports (
    report_id uuid primary key,
    report_type varchar(100) not null,
    -- An array of rows; the first one holds the headings.
    data jsonb not null check (jsonb_typeof(data) = 'array'),
    generated_at timestamptz not null default now(),
    parameters jsonb not null check (jsonb_typeof(parameters) = 'object')
);

create index reports_by_time on reports (generated_at desc);
