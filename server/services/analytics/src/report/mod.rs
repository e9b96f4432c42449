//! Reports: made of the metrics, kept as rows, handed out as CSV.

pub mod csv;
mod repo;

use crate::{
    Analytics, dashboard,
    dashboard::span,
    error::{Error, Result},
};
use chrono::NaiveDate;
use contracts::{
    Money, Page, PageRequest, ReportId,
    analytics::{KeptReport, Period},
};
use csv::Rows;
use serde_json::json;

impl Analytics {
    pub(crate) async fn generate(&self, report_type: &str, period: Period) -> Result<ReportId> {
        let (now, today) = (self.clock.now(), self.here().await?.now.date());
        let (from, until) = span::of_report(period, today);
        let rows = self.rows_of(report_type, from, until).await?;
        let parameters = json!({ "period": period, "from": from, "until": until, "currency": self.currency });
        Ok(repo::keep(self.db.pool(), report_type, &rows, now, parameters).await?)
    }

    pub(crate) async fn kept_reports(&self, page: PageRequest) -> Result<Page<KeptReport>> {
        let reports = repo::newest(self.db.pool(), &page).await?;
        Ok(Page::new(reports, repo::count(self.db.pool()).await?, &page))
    }

    pub(crate) async fn kept_csv(&self, id: ReportId) -> Result<Option<String>> {
        Ok(repo::rows(self.db.pool(), id).await?.as_ref().map(csv::text))
    }

    async fn rows_of(&self, report_type: &str, from: NaiveDate, until: NaiveDate) -> Result<Rows> {
        match report_type {
            "sales_by_day" => self.sales_by_day(from, until).await,
            "sales_by_product" => self.sales_by_product(from, until).await,
            _ => {
                let message = "Please choose sales_by_day or sales_by_product.";
                Err(Error::Refused(contracts::Error::field("report_type", message)))
            }
        }
    }

    async fn sales_by_day(&self, from: NaiveDate, until: NaiveDate) -> Result<Rows> {
        let days = repo::sales_by_day(self.db.pool(), from, until, &self.here().await?.zone).await?;
        let row = |day: repo::DaySales| {
            let revenue = Money::new(day.revenue, self.currency);
            let (orders, units) = (day.orders.to_string(), day.units.to_string());
            vec![day.day.to_string(), orders, units, revenue.decimal(), self.currency.code().to_owned()]
        };
        Ok(csv::headed(["day", "orders", "units", "revenue", "currency"], days.into_iter().map(row)))
    }

    async fn sales_by_product(&self, from: NaiveDate, until: NaiveDate) -> Result<Rows> {
        let products =
            dashboard::repo::best_sellers(self.db.pool(), from, until, self.currency, None).await?;
        let rows = products.into_iter().map(|sold| {
            let currency = sold.revenue.currency.code().to_owned();
            let name = csv::harmless(sold.name);
            vec![sold.product.to_string(), name, sold.units.to_string(), sold.revenue.decimal(), currency]
        });
        Ok(csv::headed(["product", "name", "units", "revenue", "currency"], rows))
    }
}
