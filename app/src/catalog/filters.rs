//! What a listing is narrowed by, as it stands in the address, and the addresses of its neighbours.

use contracts::{
    PageRequest,
    catalog::{OptionValue, Sort},
};
use serde::{Deserialize, Serialize};

/// Options are parameters with this prefix: `opt.Colour=Chalk`.
const OPTION: &str = "opt.";
/// More values than a person chooses; a longer address is cut.
const MOST: usize = 60;

/// The filters of a listing as the address has them. Prices are as typed, in major units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    pub search: String,
    pub sort: Sort,
    pub page: u32,
    pub brands: Vec<String>,
    pub price_min: String,
    pub price_max: String,
    pub in_stock: bool,
    pub options: Vec<OptionValue>,
}

impl Filters {
    /// Reads the address's parameters; unknown ones are ignored.
    pub fn parse<K: AsRef<str>>(pairs: impl IntoIterator<Item = (K, String)>) -> Self {
        let mut filters = Self { page: 1, ..Self::default() };
        for (key, value) in pairs.into_iter().take(MOST) {
            filters.read(key.as_ref(), value.trim());
        }
        filters
    }

    fn read(&mut self, key: &str, value: &str) {
        match key {
            _ if value.is_empty() => {}
            "q" => value.clone_into(&mut self.search),
            "sort" => self.sort = Sort::from_text(value),
            "page" => self.page = value.parse().unwrap_or(1).clamp(1, PageRequest::LAST),
            "brand" => self.brands.push(value.to_owned()),
            "price_min" => value.clone_into(&mut self.price_min),
            "price_max" => value.clone_into(&mut self.price_max),
            "in_stock" => self.in_stock = true,
            _ => {
                if let Some(name) = key.strip_prefix(OPTION) {
                    self.options.push(OptionValue { name: name.to_owned(), value: value.to_owned() });
                }
            }
        }
    }

    /// The parameters, in the order of an address.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut add = |key: &str, value: &str| {
            if !value.is_empty() {
                pairs.push((key.to_owned(), value.to_owned()));
            }
        };
        add("q", &self.search);
        self.brands.iter().for_each(|brand| add("brand", brand));
        self.options.iter().for_each(|option| add(&[OPTION, &option.name].concat(), &option.value));
        add("price_min", &self.price_min);
        add("price_max", &self.price_max);
        add("in_stock", if self.in_stock { "true" } else { "" });
        add("sort", if self.sort == Sort::default() { "" } else { self.sort.as_str() });
        add("page", if self.page > 1 { self.page.to_string() } else { String::new() }.as_str());
        pairs
    }

    /// The query string, without `?`.
    pub fn query(&self) -> String {
        let pairs = self.pairs();
        let texts: Vec<String> =
            pairs.iter().map(|(key, value)| [&encoded(key), "=", &encoded(value)].concat()).collect();
        texts.join("&")
    }

    /// The address of this list.
    pub fn href(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() { path.to_owned() } else { [path, "?", &query].concat() }
    }

    /// The first page after a change.
    fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut filters = Self { page: 1, ..self.clone() };
        change(&mut filters);
        filters
    }

    /// Sorted in another way.
    #[must_use]
    pub fn sorted(&self, sort: Sort) -> Self {
        self.changed(|filters| filters.sort = sort)
    }

    /// With this brand, or without it when it was chosen.
    #[must_use]
    pub fn toggled_brand(&self, brand: &str) -> Self {
        self.changed(|filters| toggle(&mut filters.brands, brand.to_owned()))
    }

    /// With this choice of an option, or without it when it was chosen.
    #[must_use]
    pub fn toggled_option(&self, name: &str, value: &str) -> Self {
        let option = OptionValue { name: name.to_owned(), value: value.to_owned() };
        self.changed(|filters| toggle(&mut filters.options, option))
    }

    /// Only what can be bought now, or everything again.
    #[must_use]
    pub fn toggled_stock(&self) -> Self {
        self.changed(|filters| filters.in_stock = !filters.in_stock)
    }

    /// Without bounds of the price.
    #[must_use]
    pub fn any_price(&self) -> Self {
        self.changed(|filters| {
            filters.price_min.clear();
            filters.price_max.clear();
        })
    }

    /// Without these options, whatever was chosen of them.
    #[must_use]
    pub fn without_options(&self, names: &[&str]) -> Self {
        self.changed(|filters| filters.options.retain(|option| !names.contains(&option.name.as_str())))
    }

    /// Without filters; words and order stay.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { search: self.search.clone(), sort: self.sort, page: 1, ..Self::default() }
    }

    /// Chosen filters: what each is called and the list without it.
    pub fn chips(&self, path: &str) -> Vec<(String, String)> {
        let brands = self.brands.iter().map(|brand| (brand.clone(), self.toggled_brand(brand).href(path)));
        let options =
            self.options.iter().map(|o| (words(o), self.toggled_option(&o.name, &o.value).href(path)));
        let mut chips: Vec<_> = brands.chain(options).collect();
        chips.extend(self.price_words().map(|words| (words, self.any_price().href(path))));
        if self.in_stock {
            chips.push(("In stock".to_owned(), self.toggled_stock().href(path)));
        }
        chips
    }

    fn price_words(&self) -> Option<String> {
        match (self.price_min.as_str(), self.price_max.as_str()) {
            ("", "") => None,
            (min, "") => Some(["From ", min].concat()),
            ("", max) => Some(["Up to ", max].concat()),
            (min, max) => Some([min, " to ", max].concat()),
        }
    }
}

/// What a choice is called; a bound of a number, and a mere yes or no, name what of.
fn words(option: &OptionValue) -> String {
    match option.name.rsplit_once('.') {
        Some((name, "min")) => [name, " from ", option.value.as_str()].concat(),
        Some((name, "max")) => [name, " up to ", option.value.as_str()].concat(),
        _ if matches!(option.value.as_str(), "Yes" | "No") => {
            [option.name.as_str(), ": ", &option.value].concat()
        }
        _ => option.value.clone(),
    }
}

fn toggle<T: PartialEq>(chosen: &mut Vec<T>, value: T) {
    match chosen.iter().position(|one| *one == value) {
        Some(at) => drop(chosen.remove(at)),
        None => chosen.push(value),
    }
}

/// Percent-encodes all but RFC 3986's unreserved characters: the same on server and browser.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend(
                [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])),
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()
    }

    #[test]
    fn an_address_survives_reading_and_writing() {
        let filters = Filters::parse(pairs(&[
            ("q", "tall vase"),
            ("brand", "Hearth & Co"),
            ("opt.Colour", "Chalk"),
            ("opt.Colour", "Sage"),
            ("price_min", "10"),
            ("in_stock", "true"),
            ("sort", "price_asc"),
            ("page", "3"),
        ]));
        assert_eq!(
            filters.href("/shop"),
            "/shop?q=tall%20vase&brand=Hearth%20%26%20Co&opt.Colour=Chalk&opt.Colour=Sage&price_min=10&in_stock=true&sort=price_asc&page=3"
        );
        assert_eq!(Filters::parse(filters.pairs()), filters);
    }

    #[test]
    fn a_list_without_filters_has_the_bare_address() {
        assert_eq!(
            Filters::parse(pairs(&[("page", "x"), ("utm", "y"), ("price_max", " ")])).href("/shop"),
            "/shop"
        );
    }

    #[test]
    fn choosing_twice_takes_the_choice_back_and_every_change_starts_at_the_first_page() {
        let filters = Filters::parse(pairs(&[("page", "4")]));
        let chosen = filters.toggled_option("Colour", "Chalk");
        assert_eq!(chosen.href("/c/mugs"), "/c/mugs?opt.Colour=Chalk");
        assert_eq!(chosen.toggled_option("Colour", "Chalk").href("/c/mugs"), "/c/mugs");
    }

    #[test]
    fn each_chosen_filter_has_a_way_out() {
        let filters = Filters::parse(pairs(&[
            ("brand", "Hay"),
            ("price_min", "5"),
            ("price_max", "20"),
            ("in_stock", "1"),
        ]));
        let chips = filters.chips("/shop");
        let texts: Vec<&str> = chips.iter().map(|chip| chip.0.as_str()).collect();
        assert_eq!(texts, ["Hay", "5 to 20", "In stock"]);
        assert_eq!(chips[1].1, "/shop?brand=Hay&in_stock=true");
        assert_eq!(filters.cleared().href("/shop"), "/shop");
    }

    #[test]
    fn bounds_of_a_number_are_told_with_its_name_and_replaced_together() {
        let filters = Filters::parse(pairs(&[
            ("opt.Width.min", "10"),
            ("opt.Width.max", "30"),
            ("opt.Colour", "Chalk"),
        ]));
        let chips = filters.chips("/shop");
        let texts: Vec<&str> = chips.iter().map(|chip| chip.0.as_str()).collect();
        assert_eq!(texts, ["Width from 10", "Width up to 30", "Chalk"]);
        let others = filters.without_options(&["Width.min", "Width.max"]);
        assert_eq!(others.href("/shop"), "/shop?opt.Colour=Chalk");
    }

    #[test]
    fn letters_of_any_script_are_encoded_alike_everywhere() {
        assert_eq!(encoded("Größe/50 %"), "Gr%C3%B6%C3%9Fe%2F50%20%25");
    }
}
