//! The frame around a mail, as mail programs understand it: tables, inline styles, 600 pixels, readable
//! in the dark.

use super::markup::Block;
use crate::Config;

const FONT: &str =
    "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const DARK: &str = "@media (prefers-color-scheme:dark){.page{background:#16191d!important}\
.card{background:#20252b!important}.text{color:#e9e5dd!important}.soft{color:#a9adb3!important}\
.line{border-color:#363d45!important}.button{background:#e9e5dd!important;color:#16191d!important}}\
@media (max-width:620px){.card{padding:28px 22px!important}}";

/// The whole mail. All text is escaped here.
pub(crate) fn page(blocks: &[Block], title: &str, language: &str, config: &Config) -> String {
    let content: String = blocks.iter().enumerate().map(|(index, part)| block(part, index == 0)).collect();
    let (title, language) = (escape(title), escape(language));
    let (shop, address) = (escape(&config.shop_name), escape(&config.base_url));
    let contact =
        if config.contact.is_empty() { String::new() } else { ["<br>", &escape(&config.contact)].concat() };
    format!(
        "<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
<title>{title}</title><style>{DARK}</style></head>\
<body class=\"page\" style=\"margin:0;padding:0;background:#f4f1ec\">\
<table role=\"presentation\" class=\"page\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"background:#f4f1ec\"><tbody>\
<tr><td align=\"center\" style=\"padding:32px 12px\">\
<table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"width:100%;max-width:600px\"><tbody>\
<tr><td class=\"text\" style=\"{FONT};padding:0 8px 20px;font-size:20px;font-weight:600;letter-spacing:-.01em;color:#22282f\">{shop}</td></tr>\
<tr><td class=\"card\" style=\"background:#ffffff;border-radius:12px;padding:36px 40px\">{content}</td></tr>\
<tr><td class=\"soft\" style=\"{FONT};padding:20px 8px 0;font-size:13px;line-height:20px;color:#6b7178\">\
<a class=\"soft\" href=\"{address}\" style=\"color:#6b7178\">{shop}</a>{contact}</td></tr>\
</tbody></table></td></tr></tbody></table></body></html>\n"
    )
}

fn block(block: &Block, is_first: bool) -> String {
    match block {
        Block::Heading(text) => heading(text, is_first),
        Block::Paragraph(lines) => format!(
            "<p class=\"text\" style=\"{FONT};margin:0 0 20px;font-size:16px;line-height:25px;color:#22282f\">{}</p>",
            lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br>")
        ),
        Block::Table(rows) => table(rows),
        Block::Button { label, url } => format!(
            "<p style=\"margin:8px 0 24px\"><a class=\"button\" href=\"{}\" style=\"{FONT};display:inline-block;\
background:#22282f;color:#ffffff;font-size:16px;font-weight:600;line-height:24px;text-decoration:none;\
padding:12px 24px;border-radius:8px\">{}</a></p>",
            escape(url),
            escape(label)
        ),
    }
}

/// The first one is the mail's title.
fn heading(text: &str, is_title: bool) -> String {
    let (tag, size, height) = if is_title { ("h1", 22, 30) } else { ("h2", 17, 25) };
    format!(
        "<{tag} class=\"text\" style=\"{FONT};margin:0 0 16px;font-size:{size}px;line-height:{height}px;\
font-weight:600;color:#22282f\">{}</{tag}>",
        escape(text)
    )
}

fn table(rows: &[(String, String)]) -> String {
    let rows: String = rows.iter().map(|(left, right)| row(left, right)).collect();
    format!(
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 24px\">\
<tbody>{rows}</tbody></table>"
    )
}

fn row(left: &str, right: &str) -> String {
    let cell = format!(
        "{FONT};padding:10px 0;border-bottom:1px solid #e6e1d8;font-size:15px;line-height:22px;color:#22282f"
    );
    format!(
        "<tr><td class=\"text line\" style=\"{cell}\">{}</td>\
<td class=\"text line\" align=\"right\" style=\"{cell};padding-left:16px;white-space:nowrap\">{}</td></tr>",
        escape(left),
        escape(right)
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
