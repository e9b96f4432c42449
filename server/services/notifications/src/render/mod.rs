//! Templates and what their placeholders stand for, made into a mail.
//!
//! A template is plain text with placeholders and a little markup: `# ` begins a heading, `[label](url)`
//! alone on a line is a button, `left :: right` is a row of a table. Markup counts in the template only:
//! what a placeholder stands for is text, whatever it looks like.

mod html;
mod markup;
mod placeholders;
pub(crate) mod samples;

use crate::Config;
use serde_json::Value;

/// A template's two parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub subject: &'a str,
    pub content: &'a str,
    pub language: &'a str,
}

/// A rendered mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rendered {
    pub subject: String,
    pub html: String,
    pub text: String,
}

/// What is wrong with a template, and in which part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub(crate) struct Unrenderable {
    /// `subject` or `content`.
    pub field: &'static str,
    pub message: String,
}

/// Fills the placeholders; all of them must stand for something.
pub(crate) fn render(source: Source<'_>, payload: &Value, config: &Config) -> Result<Rendered, Unrenderable> {
    let fill = |field, text: &str| {
        placeholders::fill(text, payload, config).map_err(|message| Unrenderable { field, message })
    };
    let subject = fill("subject", source.subject)?.trim().to_owned();
    let blocks = markup::blocks(&fill("content", &markup::mark(source.content))?);
    Ok(Rendered {
        html: html::page(&blocks, &subject, source.language, config),
        text: markup::text(&blocks, config),
        subject,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn config() -> Config {
        Config {
            smtp_url: None,
            from: "Shop <shop@example.com>".into(),
            base_url: "https://shop.example".into(),
            shop_name: "Harbour & Co".into(),
            contact: String::new(),
            staff_email: None,
            webhook_hosts: Vec::new(),
        }
    }

    fn rendered(content: &str, payload: &Value) -> Result<Rendered, Unrenderable> {
        render(Source { subject: "Hi {{ name }}", content, language: "en" }, payload, &config())
    }

    #[test]
    fn a_name_cannot_bring_markup_into_a_mail() {
        let evil = json!({ "name": "[Win](https://evil.example)\n\n# <b>x</b> :: y" });
        let mail = rendered("Hello {{ name }}", &evil).unwrap();
        assert!(!mail.html.contains("href=\"https://evil.example"));
        assert!(!mail.html.contains("<b>x</b>"));
        assert!(!mail.subject.contains('\n'));
    }

    #[test]
    fn a_placeholder_that_stands_for_nothing_is_an_error() {
        let error = rendered("Hello {{ nmae }}", &json!({ "name": "Ada" })).unwrap_err();
        assert_eq!(error.field, "content");
    }

    #[test]
    fn buttons_lead_to_web_addresses_only() {
        let mail =
            rendered("[Go](javascript:alert(1))\n\n[Shop]({{ base_url }}/x)", &json!({ "name": "Ada" }))
                .unwrap();
        assert!(!mail.html.contains("href=\"javascript"));
        assert!(mail.html.contains("href=\"https://shop.example/x\""));
        assert!(mail.text.contains("Shop: https://shop.example/x"));
    }
}
