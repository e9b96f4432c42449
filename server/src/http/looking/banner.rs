//! The banner above the lower edge of every page of the shop while somebody looks as a customer.

use contracts::identity::Session;

const STYLE: &str = include_str!("banner.css");
const END: &[u8] = b"</body>";

/// The page with the banner at its end: after everything that the browser takes over, which walks through the page from
/// its beginning.
pub fn written_into(html: &[u8], session: &Session, nonce: &str) -> Vec<u8> {
    let banner = banner(session, nonce);
    let at = memchr::memmem::rfind(html, END).unwrap_or(html.len());
    let mut page = Vec::with_capacity(html.len() + banner.len());
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(banner.as_bytes());
    page.extend_from_slice(&html[at..]);
    page
}

fn banner(session: &Session, nonce: &str) -> String {
    let (name, email) = (escape(&session.name), escape(session.email.as_str()));
    format!(
        r#"<style nonce="{nonce}">{STYLE}</style>
<section class="look" aria-label="Looking as a customer">
<p>You are looking as <strong>{name}</strong> ({email}). Everything is recorded.</p>
<form method="post" action="/admin/look/stop"><button>Stop</button></form>
</section>"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        serde_json::from_value(serde_json::json!({
            "id": uuid::Uuid::nil(), "realm": "shop", "user": uuid::Uuid::nil(), "name": "<b>Ada</b>",
            "email": "ada@example.com", "roles": [], "permissions": [],
            "expires_at": "2030-01-01T00:00:00Z", "rotated": null, "looker": "sue@example.com",
        }))
        .unwrap()
    }

    #[test]
    fn the_banner_is_the_last_thing_of_the_page_and_says_no_more_than_text() {
        let page = written_into(b"<body><main>Mugs</main></body></html>", &session(), "the-nonce");
        let page = String::from_utf8(page).unwrap();
        assert!(page.starts_with("<body><main>Mugs</main><style nonce=\"the-nonce\">"), "{page}");
        assert!(page.ends_with("</section></body></html>"), "{page}");
        assert!(page.contains("<strong>&lt;b>Ada&lt;/b></strong> (ada@example.com)"), "{page}");
    }
}
