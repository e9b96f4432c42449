-- What holds for all stock; one row.
create table stock_settings (
    is_the_row boolean primary key default true check (is_the_row),
    -- At or below how many units a new row of stock counts as low.
    low_stock_threshold integer not null default 5 check (low_stock_threshold >= 0)
);

insert into stock_settings default values;
