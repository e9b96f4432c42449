use super::api::AnswerChallenge;
use crate::{
    components::{Button, ButtonKind, Icon, IconName, Notice, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// What a bank's page would be: the test gateway asks whether it is you.
pub struct ChallengePage;

lazy_page!(ChallengePage, checkout, challenge_page);

fn challenge_page() -> AnyView {
    let payment = use_params_map().with_untracked(|params| params.get("payment").unwrap_or_default());
    let form = FormState::<AnswerChallenge>::new();
    view! {
        <Title text="Your bank asks" />
        <div class="stack stack-lg mx-auto w-full max-w-md section">
            <Icon name=IconName::Shield class="icon-xl" />
            <h1>"Your bank asks: is it you?"</h1>
            <p class="muted">"This is the test bank. A real one would ask for a code or its app. Nothing is charged before you approve."</p>
            {move || form.message().get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })}
            <ActionForm action=form.action>
                <input type="hidden" name="payment" value=payment />
                <div class="cluster">
                    <Button name="passed" value="true" pending=form.pending()>"Approve the payment"</Button>
                    <Button kind=ButtonKind::Secondary name="passed" value="false" disabled=form.pending()>"Refuse"</Button>
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}
