//! The page of a refusal. It needs nothing but itself: whatever keeps the shop from answering keeps it
//! from serving the app as well.

use contracts::orders::ShopSettings;
use http::StatusCode;
use std::sync::LazyLock;

/// Whose page it is, and what lets its style pass the policy.
pub struct Frame<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// The answer's own.
    pub nonce: &'a str,
}

/// The shop's own tokens, faces and ground, so that nothing here can look different; then what the page has.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let tokens = include_str!("../../../../style/tokens.css").replace("@theme static", ":root");
    let base = include_str!("../../../../style/base.css");
    let fonts = include_str!("../../../../style/fonts.css");
    // `--color-*` and its like tell Tailwind something and browsers nothing.
    let tokens: Vec<_> = tokens.lines().filter(|line| !line.contains("-*:")).collect();
    [&tokens.join("\n"), fonts, base, include_str!("refusal.css")].join("\n")
});

/// The name as a drawing, coloured like the text.
static WORDMARK: LazyLock<String> = LazyLock::new(|| {
    let drawing = include_str!("../../../../public/wordmark.svg");
    drawing
        .replacen("<svg ", "<svg class=\"wordmark\" ", 1)
        .replace("fill=\"#2a2521\"", "fill=\"currentColor\"")
});

/// Signs from Lucide (ISC licence), as the app draws them.
const CLOCK: &str = r#"<circle cx="12" cy="12" r="10"/><path d="M12 6v6l4 2"/>"#;
const LOCK: &str =
    r#"<rect width="18" height="11" x="3" y="11" rx="2" ry="2"/><path d="M7 11V7a5 5 0 0 1 10 0v4"/>"#;
const WARNING: &str = r#"<path d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3"/><path d="M12 9v4"/><path d="M12 17h.01"/>"#;

/// Says what happened and what to do; `repeatable` when asking again does no harm.
pub fn page(status: StatusCode, detail: &str, repeatable: bool, frame: &Frame<'_>) -> String {
    let (title, sign) = words(status);
    let detail = escape(detail);
    let again = if repeatable { "<a class=\"btn btn-secondary\" href=\"\">Try again</a>" } else { "" };
    let id = escape(&platform::request::current().unwrap_or_default());
    let main = format!(
        r#"<section class="empty" role="alert">
<svg class="icon-xl" viewBox="0 0 24 24" aria-hidden="true">{sign}</svg>
<h1>{title}</h1>
<p>{detail}</p>
<div class="cluster"><a class="btn btn-primary" href="/">To the shop</a>{again}</div>
<p class="small">If you write to us about this, please name <code>{id}</code>.</p>
</section>"#
    );
    framed(title, &main, frame)
}

/// A page of the gateway's own around `main`, which is HTML already; `title` is text without signs of HTML.
pub fn framed(title: &str, main: &str, frame: &Frame<'_>) -> String {
    let (style, nonce, shop) = (&*STYLE, frame.nonce, escape(frame.shop));
    let named = format!("<span class=\"named\">{shop}</span>");
    let wordmark = if frame.shop == ShopSettings::NAME { &*WORDMARK } else { &named };
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>{title} · {shop}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style nonce="{nonce}">{style}</style>
</head>
<body>
<header><a href="/" aria-label="{shop}, to the shop">{wordmark}</a></header>
<main>
{main}
</main>
</body>
</html>
"#
    )
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => ("That is too much at once", WARNING),
        StatusCode::FORBIDDEN => ("That came from elsewhere", LOCK),
        StatusCode::TOO_MANY_REQUESTS => ("A little slower, please", CLOCK),
        StatusCode::SERVICE_UNAVAILABLE => ("Back in a moment", CLOCK),
        StatusCode::GATEWAY_TIMEOUT => ("That took too long", CLOCK),
        _ => ("That went wrong", WARNING),
    }
}

/// Text as it stands in HTML, also within double quotes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_the_shop_s_tokens_and_no_script() {
        let frame = Frame { shop: ShopSettings::NAME, nonce: "the-nonce" };
        let html = page(StatusCode::SERVICE_UNAVAILABLE, "1 < 2", true, &frame);
        assert!(html.contains(":root {\n  --color-bg: light-dark(") && !html.contains("@theme"));
        assert!(html.contains("1 &lt; 2") && html.contains("Try again") && !html.contains("<script"));
        assert_eq!(html.matches("nonce=\"the-nonce\"").count(), 1);
        assert!(!page(StatusCode::FORBIDDEN, "", false, &frame).contains("Try again"));
        assert!(html.contains("class=\"wordmark\"") && html.contains("· Tradewind</title>"));
    }

    #[test]
    fn the_page_is_of_the_shop_as_it_is_called() {
        let html = page(StatusCode::FORBIDDEN, "", false, &Frame { shop: "Mugs & <Co>", nonce: "" });
        assert!(html.contains("· Mugs &amp; &lt;Co></title>") && html.contains(">Mugs &amp; &lt;Co></span>"));
        assert!(!html.contains("Tradewind") && !html.contains("class=\"wordmark\""), "{html}");
    }
}
