use crate::components::{Icon, IconName};
use leptos::prelude::*;

/// A step of the checkout. With `entered` it is folded to what was entered, until it is opened or one of
/// its fields has an error.
pub(super) fn section(
    title: &'static str,
    entered: Option<String>,
    wrong: Signal<bool>,
    content: AnyView,
) -> AnyView {
    let Some(entered) = entered else {
        return view! {
            <section class="step" aria-label=title>
                <div class="step-head"><h2>{title}</h2></div>
                {content}
            </section>
        }
        .into_any();
    };
    // Once opened for an error it stays open while the error is mended.
    let open = Memo::new(move |before| before.copied().unwrap_or(false) || wrong.get());
    // What is said in the fold is what was entered before, not what is being changed.
    let changed = RwSignal::new(false);
    view! {
        <section class="step" aria-label=title>
            <details class="group" open=move || open.get() on:input=move |_| changed.set(true)>
                <summary class="list-none grid grid-cols-[auto_1fr_auto] gap-x-3 items-baseline [&::-webkit-details-marker]:hidden">
                    <span class="text-positive self-center"><Icon name=IconName::Success class="icon-lg" /></span>
                    <h2>{title}</h2>
                    <span class="link small group-open:hidden">"Change"</span>
                    <span class="col-start-2 col-end-4 muted wrap-anywhere group-open:hidden" class:invisible=move || changed.get()>{entered}</span>
                </summary>
                <div class="pt-4">{content}</div>
            </details>
        </section>
    }
    .into_any()
}
