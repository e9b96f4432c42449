use crate::{components::Wordmark, lazy_page::lazy_page, second_factor::second_step};
use contracts::identity::Realm;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// The second step of a log-in to the back office.
pub struct AdminLogInCode;

lazy_page!(AdminLogInCode, admin, admin_log_in_code);

fn admin_log_in_code() -> AnyView {
    view! {
        <Title text="Enter your code" />
        <Meta name="robots" content="noindex" />
        <main id="main" class="office office-door">
            <div class="stack stack-lg w-full max-w-sm">
                <a href="/" rel="external" aria-label="To the shop"><Wordmark /></a>
                <h1>"Enter your code"</h1>
                {second_step(Realm::Staff)}
            </div>
        </main>
    }
    .into_any()
}
