use super::api::{Answer, CheckoutView, Figures, Pay, Refusal, SaveDraft};
use crate::{
    account::address_fields::FieldErrors,
    components::{Button, ButtonKind, ButtonSize},
    error::AppError,
    form::FormState,
};
use leptos::{form::FromFormData, html, prelude::*, wasm_bindgen::JsCast, web_sys};

/// The fields that change the price.
const PRICED: [&str; 3] = ["draft[country]", "draft[shipping_method]", "saved"];

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct CheckoutState {
    /// The one form.
    pub form: FormState<Pay>,
    /// Keeps what was typed while it is typed.
    save: FormState<SaveDraft>,
    /// Whether a new price is on its way: it is not paid before it is seen.
    pub pricing: RwSignal<bool>,
    /// What it costs now.
    pub figures: RwSignal<Figures>,
    /// Of this attempt.
    pub key: RwSignal<String>,
    /// Why the last attempt bought nothing.
    pub refusal: RwSignal<Option<Refusal>>,
    /// What to say at the fields.
    pub errors: FieldErrors,
    /// Whether scripts run here.
    pub awake: RwSignal<bool>,
    /// Where the form is.
    pub place: NodeRef<html::Form>,
}

impl CheckoutState {
    pub(super) fn new(form: FormState<Pay>, view: &CheckoutView) -> Self {
        let state = Self {
            form,
            save: FormState::new(),
            pricing: RwSignal::new(false),
            figures: RwSignal::new(view.figures.clone()),
            key: RwSignal::new(view.idempotency_key.clone()),
            refusal: RwSignal::new(None),
            errors: FieldErrors::of_form(form),
            awake: RwSignal::new(false),
            place: NodeRef::new(),
        };
        Effect::new(move |_| {
            state.awake.set(true);
            state.catch_up(state.place);
        });
        Effect::new(move |_| {
            if let Some(answer) = state.save.outcome() {
                state.pricing.set(false);
                state.figures.update(|figures| *figures = answer.unwrap_or_else(|_| figures.clone()));
            }
        });
        Effect::new(move |_| {
            if let Some(answer) = form.outcome() {
                state.take(answer);
            }
        });
        state
    }

    /// A field of the draft: what was typed before the form was sent back, else what is kept.
    pub(super) fn value(self, name: &str, kept: &str) -> String {
        self.form.value(&["draft[", name, "]"].concat(), kept)
    }

    /// Something in the form changed: keeps it and asks what it costs.
    pub(super) fn keep(self, event: &web_sys::Event) {
        let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let name = field.as_ref().and_then(|field| field.get_attribute("name")).unwrap_or_default();
        let form = field.and_then(|field| field.closest("form").ok().flatten());
        if let Some(draft) = form.and_then(|form| form.dyn_into().ok()).and_then(|form| typed_into(&form)) {
            if PRICED.contains(&name.as_str()) {
                self.pricing.set(true);
            }
            self.save.send(&draft);
        }
    }

    /// A country that was chosen before scripts ran was noticed by nobody.
    fn catch_up(self, form: NodeRef<html::Form>) {
        let Some(draft) = form.get().and_then(|form| typed_into(&form)) else {
            return;
        };
        let known = self.figures.with_untracked(|figures| figures.country == draft.draft.country);
        if !known {
            self.save.send(&draft);
        }
    }

    fn take(self, answer: Result<Answer, AppError>) {
        match answer {
            Ok(Answer::LedOn) => crate::visitor::use_visitor().refresh(),
            Ok(Answer::Kept(figures)) => {
                self.figures.set(*figures);
                self.refusal.set(None);
            }
            Ok(Answer::Refused(refusal)) => {
                self.figures.set(refusal.figures.clone());
                self.key.set(refusal.idempotency_key.clone());
                self.refusal.set(Some(*refusal));
            }
            Err(_) => self.refusal.set(None),
        }
    }
}

/// The draft in a form; the card stays in its fields.
fn typed_into(form: &web_sys::HtmlFormElement) -> Option<SaveDraft> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    data.delete("payment_method");
    SaveDraft::from_form_data(&data).ok()
}

/// Asks what it costs now, where no script does by itself.
pub(super) fn update(state: CheckoutState, label: &'static str) -> AnyView {
    view! {
        <div class:hidden=move || state.awake.get()>
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="intent" value="update">{label}</Button>
        </div>
    }
    .into_any()
}
