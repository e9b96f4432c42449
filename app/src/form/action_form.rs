use super::FormAction;
use leptos::{ev::SubmitEvent, form::form_data_from_event, html, prelude::*};

/// An HTML form that works without scripts, and with them sends what was typed without leaving the page.
#[component]
pub fn ActionForm(
    /// What sends it.
    action: FormAction,
    /// Where to find the element.
    #[prop(optional)]
    node_ref: Option<NodeRef<html::Form>>,
    /// Its fields and buttons.
    children: Children,
) -> impl IntoView {
    let on_submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        // What cannot be read here the browser sends by itself.
        let Some(body) = typed(&event) else { return };
        event.prevent_default();
        action.dispatch(body);
    };
    let place = node_ref.unwrap_or_default();
    html::form()
        .action(action.url())
        .method("post")
        .on(leptos::ev::submit, on_submit)
        .node_ref(place)
        .child(children())
}

/// The fields, with the name and value of the button that was pressed, as the body of a request.
fn typed(event: &SubmitEvent) -> Option<String> {
    let fields = form_data_from_event(event).ok()?;
    let fields = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
    fields.to_string().as_string()
}
