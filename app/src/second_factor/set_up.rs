use super::{api::ConfirmSecondFactor, panel::above, realm_text, step::CodeField};
use crate::{
    components::Button,
    form::{ActionForm, FormState},
};
use contracts::identity::{Enrolment, QrCode, Realm};
use leptos::prelude::*;

/// Squares of white around a QR code (ISO/IEC 18004).
const QUIET_ZONE: u32 = 4;

/// The key to scan or to type, and the code that proves that this was done.
pub(super) fn set_up(realm: Realm, pending: Enrolment) -> AnyView {
    let form = FormState::<ConfirmSecondFactor>::new();
    view! {
        <div class="stack">
            <p>"Scan this with your authenticator app. On the phone itself, "<a class="link" href=pending.uri>"open it in the app"</a>"."</p>
            {picture(pending.qr)}
            <p>"Or type this key: "<code class="font-mono select-all wrap-anywhere">{in_groups(&pending.secret)}</code></p>
            <ActionForm action=form.action>
                <div class="stack">
                    {above(form)}
                    <input type="hidden" name="realm" value=realm_text(realm) />
                    <CodeField error=form.error("one_time_code") hint="The six digits that the app shows now. It counts once you have entered them; you are logged out everywhere else." />
                    <div><Button pending=form.pending()>"Confirm"</Button></div>
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}

/// Dark on white in both themes: not every camera reads it the other way round.
fn picture(code: QrCode) -> AnyView {
    let edge = code.size + 2 * QUIET_ZONE;
    let (all, shift) = (format!("0 0 {edge} {edge}"), format!("translate({QUIET_ZONE} {QUIET_ZONE})"));
    view! {
        <svg class="w-56 h-56" viewBox=all role="img" aria-label="QR code of the key" shape-rendering="crispEdges">
            <rect width="100%" height="100%" fill="white" />
            <path d=code.path transform=shift fill="black" />
        </svg>
    }
    .into_any()
}

/// A key as it is typed without losing one's place.
fn in_groups(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::in_groups;

    #[test]
    fn a_key_is_typed_in_groups_of_four() {
        assert_eq!(in_groups("GEZDGNBVGY"), "GEZD GNBV GY");
    }
}
