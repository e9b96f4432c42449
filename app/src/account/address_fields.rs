//! The fields of an address as its country wants them; in the checkout and in the address book.

use crate::{
    components::{SelectField, TextField},
    form::AnyForm,
};
use contracts::{
    Address, Checks, CountryCode, Email, Error,
    shipping::{AddressRules, Country},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An address as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "form fields")]
pub struct AddressText {
    pub name: String,
    pub company: String,
    pub street: String,
    pub street2: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub country: String,
    pub phone: String,
}

impl AddressText {
    /// The address, to be checked by its country's rules.
    ///
    /// # Errors
    /// Names the country when none was chosen.
    pub fn parse(self) -> Result<Address, Error> {
        let mut checks = Checks::default();
        let country = checks.parse("country", self.country.parse::<CountryCode>());
        checks.finish()?;
        let optional = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        Ok(Address {
            name: self.name,
            company: optional(self.company),
            street: self.street,
            street2: optional(self.street2),
            city: self.city,
            state: optional(self.state),
            postal_code: optional(self.postal_code),
            country: country.ok_or_else(Error::internal)?,
            phone: optional(self.phone),
        })
    }
}

impl From<Address> for AddressText {
    fn from(address: Address) -> Self {
        Self {
            name: address.name,
            company: address.company.unwrap_or_default(),
            street: address.street,
            street2: address.street2.unwrap_or_default(),
            city: address.city,
            state: address.state.unwrap_or_default(),
            postal_code: address.postal_code.unwrap_or_default(),
            country: address.country.to_string(),
            phone: address.phone.unwrap_or_default(),
        }
    }
}

/// Fields that a server function may complain of, in the order of the form.
const FIELDS: [&str; 11] = [
    "email",
    "name",
    "company",
    "street",
    "street2",
    "postal_code",
    "city",
    "state",
    "country",
    "phone",
    "payment_method",
];

/// A field, and what the server said of it.
type Told = (&'static str, Signal<Option<String>>);

/// What to say at each field: what the server said, until the field was changed here.
#[derive(Clone, Copy)]
pub struct FieldErrors {
    server: StoredValue<Vec<Told>>,
    here: RwSignal<BTreeMap<&'static str, Option<String>>>,
}

impl FieldErrors {
    /// The errors of a form.
    pub fn of_form(form: impl Into<AnyForm>) -> Self {
        let form = form.into();
        let server = StoredValue::new(FIELDS.map(|name| (name, form.error(name))).to_vec());
        let here = RwSignal::new(BTreeMap::new());
        Effect::new(move |_| {
            form.action.version().track();
            here.update(BTreeMap::clear);
        });
        Self { server, here }
    }

    /// What to say at a field.
    pub fn at(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || match self.here.with(|here| here.get(name).cloned()) {
            Some(own) => own,
            None => self.told(name).and_then(|error| error.get()),
        })
    }

    /// Whether any of these fields has an error.
    pub fn any(self, names: &'static [&'static str]) -> Signal<bool> {
        Signal::derive(move || names.iter().any(|name| self.at(name).get().is_some()))
    }

    /// What the server said, for the summary above the form.
    pub fn summary(self) -> Signal<Vec<(String, String)>> {
        Signal::derive(move || {
            let told = self.server.get_value().into_iter();
            told.filter_map(|(name, error)| Some((name.to_owned(), error.get()?))).collect()
        })
    }

    /// A field was left: says what is wrong with it, but not that it is still empty.
    pub fn left(self, name: &'static str, text: &str, rules: Option<&AddressRules>) {
        if !text.trim().is_empty() || self.at(name).get_untracked().is_some() {
            let problem = problem(name, text, rules);
            self.here.update(|here| drop(here.insert(name, problem)));
        }
    }

    /// A field was typed in: an error goes as soon as it is mended.
    pub fn typed(self, name: &'static str, text: &str, rules: Option<&AddressRules>) {
        if self.at(name).get_untracked().is_some() && problem(name, text, rules).is_none() {
            self.here.update(|here| drop(here.insert(name, None)));
        }
    }

    fn told(self, name: &str) -> Option<Signal<Option<String>>> {
        self.server
            .with_value(|server| server.iter().find(|(known, _)| *known == name).map(|(_, error)| *error))
    }
}

/// What is wrong with a field, as far as the browser can tell; the server knows more.
pub fn problem(name: &str, text: &str, rules: Option<&AddressRules>) -> Option<String> {
    let empty = text.trim().is_empty();
    let needs = |message: &str| empty.then(|| message.to_owned());
    match name {
        "email" => text.parse::<Email>().err().map(|error| error.to_string()),
        "name" => needs("Please enter the recipient's name."),
        "street" => needs("Please enter street and number."),
        "city" => needs("Please enter the town."),
        "postal_code" if rules.is_none_or(|rules| rules.postal_code_required == Some(true)) => {
            let label = rules
                .map_or_else(|| "postal code".to_owned(), |rules| rules.postal_code_label.to_lowercase());
            needs(&["Please enter the ", &label, "."].concat())
        }
        "state" if rules.is_some_and(|rules| rules.state_required == Some(true)) => {
            let label = rules.map(|rules| rules.state_label.to_lowercase()).unwrap_or_default();
            needs(&["Please choose the ", &label, "."].concat())
        }
        "country" => text.parse::<CountryCode>().err().map(|error| error.to_string()),
        _ => None,
    }
}

/// Whether the browser finds nothing wrong with an address.
pub fn is_complete(address: &AddressText, countries: &[Country]) -> bool {
    let rules = rules_of(countries, &address.country);
    let fields = [
        ("name", &address.name),
        ("street", &address.street),
        ("city", &address.city),
        ("postal_code", &address.postal_code),
        ("state", &address.state),
        ("country", &address.country),
    ];
    fields.into_iter().all(|(name, text)| problem(name, text, rules).is_none())
}

fn rules_of<'a>(countries: &'a [Country], code: &str) -> Option<&'a AddressRules> {
    countries.iter().find(|country| country.code.as_str() == code).map(|country| &country.rules)
}

#[derive(Clone, Copy)]
struct Fields {
    prefix: &'static str,
    text: StoredValue<AddressText>,
    countries: StoredValue<Vec<Country>>,
    country: RwSignal<String>,
    errors: FieldErrors,
}

impl Fields {
    fn input_name(self, name: &str) -> String {
        [self.prefix, "[", name, "]"].concat()
    }

    fn rules(self) -> Option<AddressRules> {
        let code = self.country.get();
        self.countries.with_value(|countries| rules_of(countries, &code).cloned())
    }

    fn on_input(self, name: &'static str) -> impl Fn(String) + Send + Sync + 'static {
        move |text: String| self.errors.typed(name, &text, untrack(|| self.rules()).as_ref())
    }

    fn on_blur(self, name: &'static str) -> impl Fn(String) + Send + Sync + 'static {
        move |text: String| self.errors.left(name, &text, untrack(|| self.rules()).as_ref())
    }
}

/// The fields, named `<prefix>[street]` and so on; which ones there are follows the country.
#[component]
pub fn AddressFields(
    /// Before each field's name.
    prefix: &'static str,
    /// What was typed.
    text: AddressText,
    /// The countries to choose from.
    countries: Vec<Country>,
    /// What to say at the fields.
    errors: FieldErrors,
    /// Below the country's list: a way to apply it where no script does.
    #[prop(optional, into)]
    update: ViewFn,
) -> impl IntoView {
    let country = RwSignal::new(text.country.clone());
    let mut options = vec![(String::new(), "Please choose".to_owned())];
    options.extend(countries.iter().map(|country| (country.code.to_string(), country.name.clone())));
    let chosen = text.country.clone();
    let fields = Fields {
        prefix,
        country,
        errors,
        text: StoredValue::new(text),
        countries: StoredValue::new(countries),
    };
    // What was chosen before scripts ran.
    Effect::new(move |_| {
        if let Some(chosen) = chosen_country().filter(|code| *code != country.get_untracked()) {
            country.set(chosen);
        }
    });
    let choose = move |code: String| {
        fields.errors.left("country", &code, None);
        country.set(code);
    };
    view! {
        <div class="stack">
            <SelectField id="f-country" name=fields.input_name("country") label="Country" options value=chosen autocomplete="shipping country" required=true error=errors.at("country") on_change=choose />
            {update.run()}
            {who(fields)}
            {street(fields)}
            {move || town(fields)}
            {phone(fields)}
        </div>
    }
}

fn chosen_country() -> Option<String> {
    let list = document().get_element_by_id("f-country")?;
    js_sys::Reflect::get(&list, &"value".into()).ok()?.as_string()
}

fn who(fields: Fields) -> AnyView {
    let text = fields.text.get_value();
    view! {
        <TextField id="f-name" name=fields.input_name("name") label="Name" autocomplete="shipping name" required=true maxlength=100 value=text.name error=fields.errors.at("name") on_input=fields.on_input("name") on_blur=fields.on_blur("name") />
        <TextField id="f-company" name=fields.input_name("company") label="Company or care of" autocomplete="shipping organization" optional=true maxlength=100 value=text.company error=fields.errors.at("company") />
    }
    .into_any()
}

fn street(fields: Fields) -> AnyView {
    let text = fields.text.get_value();
    view! {
        <TextField id="f-street" name=fields.input_name("street") label="Street and number" autocomplete="shipping address-line1" required=true maxlength=100 value=text.street error=fields.errors.at("street") on_input=fields.on_input("street") on_blur=fields.on_blur("street") />
        <TextField id="f-street2" name=fields.input_name("street2") label="Flat, floor, building" autocomplete="shipping address-line2" optional=true maxlength=100 value=text.street2 error=fields.errors.at("street2") />
    }
    .into_any()
}

/// Postal code, town and state; what was typed stays when the country changes.
fn town(fields: Fields) -> AnyView {
    let (rules, text) = (fields.rules(), fields.text.get_value());
    let keep = move |text: String| {
        fields.on_input("city")(text.clone());
        fields.text.update_value(|kept| kept.city = text);
    };
    view! {
        <div class="field-row">
            {postal_code(fields, rules.as_ref())}
            <TextField id="f-city" name=fields.input_name("city") label="Town" autocomplete="shipping address-level2" required=true maxlength=100 value=text.city error=fields.errors.at("city") on_input=keep on_blur=fields.on_blur("city") />
        </div>
        {rules.as_ref().and_then(|rules| state(fields, rules))}
    }
    .into_any()
}

fn postal_code(fields: Fields, rules: Option<&AddressRules>) -> Option<AnyView> {
    let required = rules.map_or(Some(true), |rules| rules.postal_code_required)?;
    let label = rules.map_or_else(|| "Postal code".to_owned(), |rules| rules.postal_code_label.clone());
    let hint = rules.map(|rules| ["E.g. ", &rules.postal_code_example].concat()).unwrap_or_default();
    let keep = move |text: String| {
        fields.on_input("postal_code")(text.clone());
        fields.text.update_value(|kept| kept.postal_code = text);
    };
    let value = fields.text.with_value(|text| text.postal_code.clone());
    Some(
        view! {
            <TextField id="f-postal_code" name=fields.input_name("postal_code") label hint autocomplete="shipping postal-code" required=required optional=!required maxlength=20 value error=fields.errors.at("postal_code") on_input=keep on_blur=fields.on_blur("postal_code") />
        }
        .into_any(),
    )
}

fn state(fields: Fields, rules: &AddressRules) -> Option<AnyView> {
    let required = rules.state_required?;
    let (name, label) = (fields.input_name("state"), rules.state_label.clone());
    let value = fields.text.with_value(|text| text.state.clone());
    let (error, keep) = (fields.errors.at("state"), fields.on_blur("state"));
    if rules.states.is_empty() {
        return Some(view! { <TextField id="f-state" name label autocomplete="shipping address-level1" required=required optional=!required maxlength=100 value error on_blur=keep /> }.into_any());
    }
    let mut options = vec![(String::new(), "Please choose".to_owned())];
    options.extend(rules.states.clone());
    Some(view! { <SelectField id="f-state" name label options value autocomplete="shipping address-level1" required=required optional=!required error on_change=keep /> }.into_any())
}

fn phone(fields: Fields) -> AnyView {
    let value = fields.text.with_value(|text| text.phone.clone());
    view! {
        <TextField id="f-phone" name=fields.input_name("phone") label="Phone" ty="tel" inputmode="tel" autocomplete="shipping tel" optional=true hint="For the carrier, if something is unclear" maxlength=40 value error=fields.errors.at("phone") on_blur=fields.on_blur("phone") />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn germany() -> Country {
        let rules = AddressRules {
            postal_code_required: Some(true),
            postal_code_example: "10115".into(),
            postal_code_label: "Postal code".into(),
            state_required: None,
            state_label: String::new(),
            states: vec![],
        };
        Country { code: "DE".parse().unwrap(), name: "Germany".into(), rules }
    }

    #[test]
    fn an_address_is_complete_when_its_country_s_parts_are_there() {
        let mut address = AddressText {
            name: "Ada Lovelace".into(),
            street: "Hauptstraße 1".into(),
            city: "Berlin".into(),
            postal_code: "10115".into(),
            country: "DE".into(),
            ..AddressText::default()
        };
        assert!(is_complete(&address, &[germany()]));
        address.postal_code.clear();
        assert!(!is_complete(&address, &[germany()]));
        assert_eq!(problem("postal_code", " ", None).as_deref(), Some("Please enter the postal code."));
    }

    #[test]
    fn what_may_be_empty_is_never_a_problem() {
        for name in ["company", "street2", "phone", "state"] {
            assert_eq!(problem(name, "", Some(&germany().rules)), None, "{name}");
        }
    }

    #[test]
    fn an_address_without_a_country_names_the_field() {
        let error = AddressText::default().parse().unwrap_err();
        assert!(error.for_field("country").is_some());
    }
}
