//! Buttons act, link buttons go somewhere; both look the same.
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::{Icon, IconName};

/// How much a button asks for attention. One primary per view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    #[default]
    Primary,
    /// Beside or instead of the primary one.
    Secondary,
    /// As quiet as text: toolbars, table rows, cancelling.
    Quiet,
    /// Destroys something.
    Danger,
}

/// Height of a button: 32, 40 or 52 pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// Back office rows and toolbars.
    Small,
    /// Forms.
    #[default]
    Medium,
    /// Add to cart, pay.
    Large,
}

fn class_of(kind: ButtonKind, size: ButtonSize, wide: bool) -> String {
    let kind = match kind {
        ButtonKind::Primary => "btn btn-primary",
        ButtonKind::Secondary => "btn btn-secondary",
        ButtonKind::Quiet => "btn btn-quiet",
        ButtonKind::Danger => "btn btn-danger",
    };
    let size = match size {
        ButtonSize::Small => " btn-sm",
        ButtonSize::Medium => "",
        ButtonSize::Large => " btn-lg",
    };
    [kind, size, if wide { " btn-wide" } else { "" }].concat()
}

/// A button. Submits the form it stands in unless `on_click` or `ty="button"` is given.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    /// As wide as its container.
    #[prop(optional)]
    wide: bool,
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// While true: a turning ring, and no second press.
    #[prop(optional, into)]
    pending: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Name and value posted with the form, for forms with several buttons.
    #[prop(optional)]
    name: Option<&'static str>,
    #[prop(optional, into)] value: Option<String>,
    /// `submit`, `button` or `reset`.
    #[prop(optional)]
    ty: Option<&'static str>,
    /// The id of the form to submit from outside of it.
    #[prop(optional)]
    form: Option<&'static str>,
    /// Read aloud instead of the text; needed when the button shows only an icon.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let ty = ty.unwrap_or(if on_click.is_some() { "button" } else { "submit" });
    // A pending button is not disabled: that would take the focus away from it.
    let press = move |event: MouseEvent| {
        if pending.get_untracked() {
            event.prevent_default();
        } else if let Some(act) = on_click {
            act.run(event);
        }
    };
    let bare = children.is_none();
    view! {
        <button
            class=class_of(kind, size, wide)
            class:btn-icon=bare
            type=ty
            name=name
            value=value
            form=form
            title=bare.then(|| label.clone()).flatten()
            aria-label=label
            disabled=move || disabled.get()
            aria-disabled=move || pending.get().then_some("true")
            aria-busy=move || pending.get().then_some("true")
            on:click=press
        >
            {icon.map(|name| view! { <Icon name /> })}
            {children.map(|children| children())}
        </button>
    }
}

/// A link that looks like a button. `href` is a path inside the shop or a whole URL.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] icon: Option<IconName>,
    /// Read aloud instead of the text.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let bare = children.is_none();
    view! {
        <a class=class_of(kind, size, wide) class:btn-icon=bare href=href aria-label=label>
            {icon.map(|name| view! { <Icon name /> })}
            {children.map(|children| children())}
        </a>
    }
}
