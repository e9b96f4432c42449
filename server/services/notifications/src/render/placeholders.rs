//! Filling placeholders with minijinja. Nothing is escaped here: that is the frame's work, on all text.

use crate::Config;
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, context, value::Serde,
};

/// Enough for a long order, too little for an endless loop.
const FUEL: u64 = 200_000;

/// The text with its placeholders filled, or what is wrong with it.
pub(crate) fn fill(text: &str, payload: &serde_json::Value, config: &Config) -> Result<String, String> {
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(one_line);
    environment.set_fuel(Some(FUEL));
    let shop = context! { shop_name => config.shop_name.as_str(), base_url => config.base_url.as_str() };
    let values = context! { ..shop, ..Value::from(Serde(payload)) };
    environment.render_str(text, values).map_err(|error| error.to_string())
}

/// Control characters become spaces, so that no value adds lines, headers or markup.
fn one_line(out: &mut Output<'_>, _state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_undefined() {
        return Err(Error::from(minijinja::ErrorKind::UndefinedError));
    }
    if value.is_none() {
        return Ok(());
    }
    let text: String =
        value.to_string().chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    Ok(out.write_str(&text)?)
}
