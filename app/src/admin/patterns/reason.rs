use super::FormMessage;
use crate::{
    components::{Button, ButtonKind, ButtonSize, TextField},
    form::AnyForm,
};
use leptos::prelude::*;

/// A form that is one of several of its kind on a page: its hidden inputs tell which.
pub struct Deed {
    form: AnyForm,
    named: Vec<(&'static str, String)>,
    /// What was refused without WASM is this form, or none was.
    is_ours: bool,
}

impl Deed {
    /// The form with these hidden inputs.
    pub fn new(form: impl Into<AnyForm>, named: Vec<(&'static str, String)>) -> Self {
        let form = form.into();
        let is_ours = named.iter().all(|(name, value)| form.value(name, value) == *value);
        Self { form, named, is_ours }
    }

    /// Whether it was refused without WASM: it is shown open then.
    pub fn was_refused(&self) -> bool {
        self.is_ours && self.form.message().get_untracked().is_some()
    }

    /// What to say above the form.
    pub fn message(&self) -> Signal<Option<String>> {
        self.ours(self.form.message())
    }

    /// The inputs that tell what it is about.
    pub fn hidden(&self) -> Vec<AnyView> {
        let input = |(name, value): &(&'static str, String)| {
            view! { <input type="hidden" name=*name value=value.clone() /> }.into_any()
        };
        self.named.iter().map(input).collect()
    }

    fn ours(&self, told: Signal<Option<String>>) -> Signal<Option<String>> {
        let (form, is_ours) = (self.form, self.is_ours);
        Signal::derive(move || told.get().filter(|_| is_ours || form.was_answered()))
    }

    fn typed(&self, name: &str) -> String {
        if self.is_ours { self.form.value(name, "") } else { String::new() }
    }

    fn id(&self, name: &str) -> String {
        self.named.iter().fold(name.to_owned(), |id, (_, value)| format!("{id}-{value}"))
    }
}

/// How a reason is asked for.
#[derive(Clone, Copy)]
pub struct Why {
    /// The input's name.
    pub name: &'static str,
    /// What stands above it.
    pub label: &'static str,
    /// Who will read it.
    pub hint: &'static str,
    /// What the button says.
    pub verb: &'static str,
}

/// The inside of a form that decides something and asks why; what was typed stays when it is refused.
#[component]
pub fn Reason(deed: Deed, why: Why, #[prop(optional)] small: bool) -> impl IntoView {
    let Why { name, label, hint, verb } = why;
    let (id, value, error) = (deed.id(name), deed.typed(name), deed.ours(deed.form.error(name)));
    let size = if small { ButtonSize::Small } else { ButtonSize::default() };
    view! {
        <div class="stack stack-sm">
            <FormMessage message=deed.message() />
            {deed.hidden()}
            <TextField id name label hint required=true value error />
            <div><Button kind=ButtonKind::Danger size pending=deed.form.pending()>{verb}</Button></div>
        </div>
    }
    .into_any()
}
