//! The query of a listing.

use super::{Answer, problem::Refused};
use axum::{
    RequestPartsExt,
    extract::{FromRequestParts, Query},
};
use contracts::{
    Checks, Error, PageRequest, Slug,
    catalog::{ListingQuery, Sort},
};
use http::{StatusCode, request::Parts};
use std::str::FromStr;
use utoipa::IntoParams;

/// Which products are wanted. Values of one filter widen the result, filters narrow it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what ProductQuery reads")]
pub struct ProductParameters {
    /// Only this category (its slug) and below.
    #[param(pattern = "^[a-z0-9-]{1,120}$")]
    category: Option<String>,
    /// Words, typos allowed.
    #[param(max_length = 100, pattern = r"^[^\u0000]*$")]
    q: Option<String>,
    /// Any of these brands; repeat it for several.
    #[param(max_items = 50, pattern = r"^[^\u0000]*$")]
    brand: Option<Vec<String>>,
    /// Any of these choices, as `Colour:Chalk`; repeat it for several.
    #[param(max_items = 50, pattern = r"^[^\u0000:]+:[^\u0000]+$")]
    option: Option<Vec<String>>,
    /// Gross, minor units, inclusive.
    #[param(minimum = 0)]
    price_min: Option<i64>,
    /// Gross, minor units, inclusive.
    #[param(minimum = 0)]
    price_max: Option<i64>,
    /// Only what can be bought now.
    in_stock: Option<bool>,
    /// The order.
    sort: Option<Sort>,
    /// From 1.
    #[param(minimum = 1, maximum = 10_000)]
    page: Option<u32>,
    /// Products on a page; 24 when not given.
    #[param(minimum = 1, maximum = 100)]
    per_page: Option<u32>,
}

/// What was asked for.
pub struct ProductQuery(pub ListingQuery);

impl<S: Send + Sync> FromRequestParts<S> for ProductQuery {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let pairs = parts.extract::<Query<Vec<(String, String)>>>().await;
        let Query(pairs) =
            pairs.map_err(|_| Refused::new(StatusCode::BAD_REQUEST, "The query cannot be read."))?;
        Ok(Self(read(&pairs)?))
    }
}

fn read(pairs: &[(String, String)]) -> Result<ListingQuery, Error> {
    let mut checks = Checks::default();
    let mut query = ListingQuery::default();
    let (mut page, mut size) = (1, PageRequest::default().size);
    for (index, (name, value)) in pairs.iter().enumerate() {
        let list = matches!(name.as_str(), "brand" | "option");
        let again = !list && pairs[..index].iter().any(|(former, _)| former == name);
        checks.require(!again, name, "Please give this once.");
        checks.require(index < 200, name, "These are too many filters.");
        match name.as_str() {
            "category" => query.category = checks.parse(name, value.parse::<Slug>()),
            "q" => {
                checks.require(value.chars().count() <= 100, name, "Please enter at most 100 characters.");
                query.search.clone_from(value);
            }
            "brand" => query.brands.push(value.clone()),
            "option" => choose(&mut query, &mut checks, value),
            "price_min" => query.price_min = number(&mut checks, name, value, 0, i64::MAX),
            "price_max" => query.price_max = number(&mut checks, name, value, 0, i64::MAX),
            "in_stock" => query.in_stock = checks.parse(name, bool::from_str(value)).unwrap_or_default(),
            "sort" => match Sort::ALL.into_iter().find(|sort| sort.as_str() == value) {
                Some(sort) => query.sort = sort,
                None => checks.require(false, name, "Please choose one of the documented orders."),
            },
            "page" => page = number(&mut checks, name, value, 1, PageRequest::LAST).unwrap_or(1),
            "per_page" => size = number(&mut checks, name, value, 1, 100).unwrap_or(1),
            _ => checks.require(false, name, "There is no such parameter."),
        }
    }
    checks.finish()?;
    query.page = PageRequest::new(page, size);
    Ok(query)
}

fn choose(query: &mut ListingQuery, checks: &mut Checks, value: &str) {
    match value.split_once(':') {
        Some((name, choice)) if !name.is_empty() && !choice.is_empty() => {
            query.options.entry(name.to_owned()).or_default().push(choice.to_owned());
        }
        _ => checks.require(false, "option", "Please write option and choice as Colour:Chalk."),
    }
}

fn number<T: FromStr + PartialOrd>(
    checks: &mut Checks,
    name: &str,
    text: &str,
    least: T,
    most: T,
) -> Option<T> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    checks.require(number.is_some(), name, "Please give a number within the documented bounds.");
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Result<ListingQuery, Error> {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        read(&pairs)
    }

    #[test]
    fn filters_may_be_repeated_and_everything_else_is_given_once() {
        let read =
            query(&[("brand", "A"), ("brand", "B"), ("option", "Colour:Chalk"), ("page", "2")]).unwrap();
        assert_eq!((read.brands.len(), read.page.number), (2, 2));
        assert_eq!(read.options["Colour"], ["Chalk"]);
        assert!(query(&[("page", "1"), ("page", "2")]).is_err());
    }

    #[test]
    fn nothing_is_taken_that_was_not_described() {
        let refused = [
            ("sort", "price;--"),
            ("sort", "id"),
            ("page", "0"),
            ("page", "1000000000"),
            ("per_page", "101"),
            ("price_min", "-1"),
            ("price_min", "1.5"),
            ("in_stock", "maybe"),
            ("option", "Colour"),
            ("category", "'"),
            ("filterOperator", "OR"),
        ];
        for pair in refused {
            assert_eq!(query(&[pair]).unwrap_err().fields[0].field, pair.0);
        }
    }
}
