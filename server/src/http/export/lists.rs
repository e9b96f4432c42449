//! The lists that can be taken home, batch by batch: each batch begins after the last row of the one before, so that
//! a long list costs no more memory than a short one.

use super::{
    csv::Row,
    imports::failed_rows,
    products::{self, ProductForm},
};
use app::admin::{ListState, queries};
use contracts::{
    Actor, Error, InventoryId, InvoiceId, Money, OrderId, PageRequest, Permission, ProductId, Result,
    Services, Timestamp, UserId,
    identity::{AuditEntry, Customer},
    inventory::{HeldLine, HeldQuery, StockRow, TransferQuery, TransferRow},
    orders::{BatchRow, InvoiceKind, InvoiceRow, OrderRow},
};

/// A list, and its last row that was read.
pub enum List {
    /// What staff did; moment and number.
    Audit(Option<(Timestamp, i64)>),
    /// Orders.
    Orders(Option<OrderId>),
    /// What became of the orders of a batch, which `batch` names; whether it was read.
    OrderBatch(bool),
    /// Invoices and credit notes.
    Invoices(Option<InvoiceId>),
    /// People with an account.
    Customers(Option<UserId>),
    /// Stock by variant and warehouse.
    Stock(Option<InventoryId>),
    /// Units that are held now; how many pages were read.
    Reservations(u32),
    /// Transfers between warehouses; how many pages were read.
    Transfers(u32),
    /// Products, as an import takes them.
    Products(ProductForm, Option<ProductId>),
    /// Lines that could not be imported, of the import that `import` names; the last line that was read.
    FailedRows(ProductForm, Option<u64>),
}

impl List {
    /// The list of a name, from its beginning.
    pub fn named(name: &str) -> Option<Self> {
        let lists = [
            Self::Audit(None),
            Self::Orders(None),
            Self::OrderBatch(false),
            Self::Invoices(None),
            Self::Customers(None),
            Self::Stock(None),
            Self::Reservations(0),
            Self::Transfers(0),
            Self::Products(ProductForm::Csv, None),
            Self::Products(ProductForm::JsonLines, None),
            Self::FailedRows(ProductForm::Csv, None),
            Self::FailedRows(ProductForm::JsonLines, None),
        ];
        lists.into_iter().find(|list| list.name() == name)
    }

    /// Its name in addresses and in the audit log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Audit(_) => "audit",
            Self::Orders(_) => "orders",
            Self::OrderBatch(_) => "order-batch",
            Self::Invoices(_) => "invoices",
            Self::Customers(_) => "customers",
            Self::Stock(_) => "stock",
            Self::Reservations(_) => "reservations",
            Self::Transfers(_) => "transfers",
            Self::Products(ProductForm::Csv, _) => "products",
            Self::Products(ProductForm::JsonLines, _) => "products-json",
            Self::FailedRows(ProductForm::Csv, _) => "failed-rows",
            Self::FailedRows(ProductForm::JsonLines, _) => "failed-lines",
        }
    }

    /// What its page asks for, too.
    pub fn permission(&self) -> Permission {
        match self {
            Self::Audit(_) => Permission::ViewAudit,
            Self::Orders(_) | Self::OrderBatch(_) | Self::Invoices(_) => Permission::ViewOrders,
            Self::Customers(_) => Permission::ViewCustomers,
            Self::Stock(_) | Self::Reservations(_) | Self::Transfers(_) => Permission::ViewStock,
            Self::Products(..) => Permission::ViewCatalog,
            Self::FailedRows(..) => Permission::EditCatalog,
        }
    }

    /// Whether each row is a line that is written already, and no cells.
    pub fn is_json_lines(&self) -> bool {
        matches!(self, Self::Products(form, _) | Self::FailedRows(form, _) if form.is_json_lines())
    }

    /// The first row of the file; none where it comes with the rows, or there is none.
    pub fn headings(&self) -> Row {
        let names: &[&str] = match self {
            Self::Audit(_) => {
                &["entry", "number", "at", "actor", "action", "subject", "details", "request_id", "hash"]
            }
            Self::Orders(_) => {
                &["number", "placed_at", "name", "email", "status", "payment", "units", "total", "currency"]
            }
            Self::OrderBatch(_) => {
                &["number", "name", "status", "payment", "total", "currency", "result", "reason"]
            }
            Self::Invoices(_) => &[
                "number",
                "kind",
                "issued_at",
                "order",
                "corrects",
                "name",
                "net",
                "tax",
                "total",
                "currency",
            ],
            Self::Customers(_) => {
                &["id", "name", "email", "status", "roles", "created_at", "last_seen_at", "tags", "groups"]
            }
            Self::Stock(_) => {
                &["sku", "name", "warehouse", "available", "reserved", "low_stock_threshold", "updated_at"]
            }
            Self::Reservations(_) => {
                &["sku", "name", "warehouse", "units", "checkout", "held_since", "expires_at"]
            }
            Self::Transfers(_) => &[
                "number",
                "from",
                "to",
                "status",
                "articles",
                "units",
                "received",
                "lost",
                "created_at",
                "updated_at",
            ],
            Self::Products(ProductForm::Csv, _) => products::HEADINGS,
            Self::Products(ProductForm::JsonLines, _) | Self::FailedRows(..) => &[],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// The rows that follow; none at the end.
    ///
    /// # Errors
    /// As the service answers.
    pub async fn next(&mut self, services: &Services, actor: &Actor, state: &ListState) -> Result<Vec<Row>> {
        let actor = actor.clone();
        Ok(match self {
            Self::Audit(after) => {
                let query = queries::audit(state, queries::time_zone(services, state).await?);
                let entries = services.identity.export_audit_log(actor, query, *after).await?;
                *after = entries.last().map(|entry| (entry.at, entry.number));
                entries.into_iter().map(audit).collect()
            }
            Self::Orders(after) => {
                let orders = services.orders.export_orders(actor, queries::orders(state), *after).await?;
                *after = orders.last().map(|order| order.id);
                orders.into_iter().map(order).collect()
            }
            Self::OrderBatch(true) => Vec::new(),
            Self::OrderBatch(is_read) => {
                *is_read = true;
                let missing = || Error::not_found("batch");
                let id = state.parsed("batch").ok_or_else(missing)?;
                let batch = services.orders.batch(actor, id).await?.ok_or_else(missing)?;
                batch.rows.into_iter().map(acted_on).collect()
            }
            Self::Invoices(after) => {
                let documents =
                    services.orders.export_invoices(actor, queries::invoices(state), *after).await?;
                *after = documents.last().map(|document| document.id);
                documents.into_iter().map(document).collect()
            }
            Self::Customers(after) => {
                let query = queries::customers(state, queries::time_zone(services, state).await?);
                let people = services.identity.export_customers(actor, query, *after).await?;
                *after = people.last().map(|person| person.id);
                people.into_iter().map(customer).collect()
            }
            Self::Stock(after) => {
                let rows = services.inventory.export_stock(actor, queries::stock(state), *after).await?;
                *after = rows.last().map(|row| row.id);
                rows.into_iter().map(stock).collect()
            }
            Self::Reservations(read) => {
                let Some(page) = following(read) else { return Ok(Vec::new()) };
                let query = HeldQuery { page, ..queries::held(state) };
                services.inventory.held_units(actor, query).await?.items.into_iter().map(held).collect()
            }
            Self::Transfers(read) => {
                let Some(page) = following(read) else { return Ok(Vec::new()) };
                let query = TransferQuery { page, ..queries::transfers(state) };
                services.inventory.transfers(actor, query).await?.items.into_iter().map(transfer).collect()
            }
            Self::Products(form, after) => {
                let found = services.catalog.export_products(actor, queries::products(state), *after).await?;
                *after = found.last().map(|product| product.id);
                found.iter().flat_map(|product| form.rows(product)).collect()
            }
            Self::FailedRows(form, after) => {
                let id = state.parsed("import").ok_or_else(|| Error::not_found("import"))?;
                failed_rows(services, actor, (id, *form), after).await?
            }
        })
    }
}

/// The page after those that were read; none after the deepest one.
fn following(read: &mut u32) -> Option<PageRequest> {
    *read += 1;
    (*read <= PageRequest::LAST).then(|| PageRequest::new(*read, 100))
}

/// RFC 3339, to the second.
fn moment(at: Timestamp) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn audit(entry: AuditEntry) -> Row {
    vec![
        entry.position.to_string(),
        entry.number.to_string(),
        // In full: the hash is of the microseconds.
        entry.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        entry.actor,
        entry.action,
        entry.subject,
        entry.details,
        entry.request_id.unwrap_or_default(),
        entry.hash,
    ]
}

fn order(order: OrderRow) -> Row {
    vec![
        order.number,
        moment(order.placed_at),
        order.name,
        order.email.to_string(),
        order.status.as_str().to_owned(),
        order.payment_status.as_str().to_owned(),
        order.units.to_string(),
        order.total.decimal(),
        order.total.currency.code().to_owned(),
    ]
}

fn acted_on(row: BatchRow) -> Row {
    vec![
        row.number,
        row.name,
        row.status.as_str().to_owned(),
        row.payment_status.as_str().to_owned(),
        row.total.decimal(),
        row.total.currency.code().to_owned(),
        row.state.as_str().to_owned(),
        row.told,
    ]
}

/// Amounts of credit notes are negative, so that a column adds up to what was sold.
fn document(row: InvoiceRow) -> Row {
    let signed = |amount: Money| match row.kind {
        InvoiceKind::Invoice => amount.decimal(),
        InvoiceKind::CreditNote => Money::new(-amount.minor, amount.currency).decimal(),
    };
    vec![
        row.number.clone(),
        row.kind.as_str().to_owned(),
        moment(row.issued_at),
        row.order_number.clone(),
        row.corrects.clone().unwrap_or_default(),
        row.name.clone(),
        signed(row.net),
        signed(row.tax),
        signed(row.total),
        row.total.currency.code().to_owned(),
    ]
}

fn customer(person: Customer) -> Row {
    vec![
        person.id.to_string(),
        person.name,
        person.email.to_string(),
        person.status,
        person.roles.join(" "),
        moment(person.created_at),
        person.last_seen_at.map(moment).unwrap_or_default(),
        person.tags.join(", "),
        person.groups.join(", "),
    ]
}

fn stock(row: StockRow) -> Row {
    vec![
        row.sku.to_string(),
        row.name,
        row.warehouse_name,
        row.available.to_string(),
        row.reserved.to_string(),
        row.low_stock_threshold.to_string(),
        moment(row.updated_at),
    ]
}

fn held(line: HeldLine) -> Row {
    vec![
        line.sku.to_string(),
        line.name,
        line.warehouse_name,
        line.units.to_string(),
        line.reservation.to_string(),
        moment(line.held_since),
        moment(line.expires_at),
    ]
}

fn transfer(row: TransferRow) -> Row {
    vec![
        row.label(),
        row.from_name,
        row.to_name,
        row.status.as_str().to_owned(),
        row.articles.to_string(),
        row.units.to_string(),
        row.received.to_string(),
        row.lost.to_string(),
        moment(row.created_at),
        moment(row.updated_at),
    ]
}
