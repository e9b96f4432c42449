use leptos::prelude::*;

const UUID: usize = 36;

/// A text with its ids shortened to their last eight signs, which differ where ids of the same day begin alike;
/// whole on hover.
#[component]
pub fn Shortened(#[prop(into)] text: String) -> impl IntoView {
    let short = shortened(&text);
    let whole = (short != text).then_some(text);
    view! { <span title=whole>{short}</span> }.into_any()
}

/// `order 01932f6e-…-5f3a9c21` becomes `order …5f3a9c21`.
pub fn shortened(text: &str) -> String {
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    match word.get(UUID - 8..) {
        Some(end) if is_uuid(word) => format!("\u{2026}{end}"),
        _ => word.to_owned(),
    }
}

fn is_uuid(word: &str) -> bool {
    let is_sign = |(index, sign): (usize, u8)| match index {
        8 | 13 | 18 | 23 => sign == b'-',
        _ => sign.is_ascii_hexdigit(),
    };
    word.len() == UUID && word.bytes().enumerate().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn only_ids_are_shortened() {
        let id = "01932f6e-7c1a-7d3e-9b52-00aa5f3a9c21";
        assert_eq!(shortened(&format!("order {id} of {id}")), "order …5f3a9c21 of …5f3a9c21");
        assert_eq!(shortened("list customers"), "list customers");
        assert_eq!(shortened(&"é".repeat(18)), "é".repeat(18));
    }
}
