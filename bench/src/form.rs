//! Forms in the shop's pages, as far as the measuring needs them.

/// Where a form goes, and its hidden fields.
pub struct Form {
    pub action: String,
    hidden: Vec<(String, String)>,
}

impl Form {
    /// The form of a page that has a field of that name.
    pub fn with(html: &str, field: &str) -> Option<Self> {
        let name = format!("name=\"{field}\"");
        let mut forms = html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
        let form = forms.find(|form| form.contains(&name))?;
        let (head, body) = form.split_once('>')?;
        let inputs = body.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        let hidden = inputs.filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"));
        let hidden = hidden
            .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())));
        Some(Self { action: attribute(head, "action")?, hidden: hidden.collect() })
    }

    /// The value of a hidden field; empty when there is none.
    pub fn value(&self, name: &str) -> &str {
        self.hidden.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The body to send, with these fields filled in.
    pub fn filled(&self, typed: &[(&str, String)]) -> String {
        let kept = self.hidden.iter().filter(|(name, _)| typed.iter().all(|(key, _)| key != name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let pairs = kept.chain(typed.iter().map(|(name, value)| (*name, value.as_str())));
        pairs
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split_once(&format!(" {name}=\""))?.1.split('"').next()?;
    Some(value.replace("&quot;", "\"").replace("&amp;", "&"))
}

/// As `application/x-www-form-urlencoded` wants it.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let one = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_with_a_field_is_found_and_filled() {
        let html = r#"<form action="/a"><input name="q"></form>
            <form method="post" action="/api/add1"><input type="hidden" name="variant" value="7&amp;8"><input name="quantity" value="1"></form>"#;
        let form = Form::with(html, "variant").unwrap();
        assert_eq!(form.action, "/api/add1");
        assert_eq!(form.filled(&[("quantity", "2 3".to_owned())]), "variant=7%268&quantity=2%203");
        assert!(Form::with(html, "card").is_none());
    }
}
