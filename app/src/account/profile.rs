use super::{
    api::{SaveProfile, load_mail_languages, load_profile},
    frame::{account_frame, refusal},
};
use crate::{
    components::{Button, Notice, SelectField, SkeletonText, TextField, Tone},
    form::{ActionForm, FormState},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    orders::words::day,
    visitor::use_visitor,
};
use contracts::{identity::Profile, orders::ShopLocale};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Name and language.
pub struct ProfilePage;

lazy_page!(ProfilePage, account, profile_page);

fn profile_page() -> AnyView {
    let (form, visitor) = (FormState::<SaveProfile>::new(), use_visitor());
    let query = use_query_map();
    let saved = move || query.with(|query| query.get("saved").is_some());
    Effect::new(move |_| {
        if form.answer().get().is_some() {
            visitor.refresh();
        }
    });
    let profile =
        page_resource(|| (), |()| async { futures::try_join!(load_profile(), load_mail_languages()) });
    let page = view! {
        <div class="stack stack-lg max-w-xl w-full">
            <h1>"Profile"</h1>
            {move || saved().then(|| view! { <Notice tone=Tone::Positive>"Your profile is saved."</Notice> })}
            {loaded(profile, || view! { <SkeletonText lines=4 /> }.into_any(), move |(profile, offered)| fields(form, profile, &offered))}
        </div>
    };
    account_frame("Profile", "/account/profile", page.into_any())
}

fn fields(form: FormState<SaveProfile>, profile: Profile, offered: &[String]) -> AnyView {
    let may = |code: &str| code == profile.language || offered.iter().any(|one| one == code);
    let options = ShopLocale::LANGUAGES.into_iter().filter(|(code, _)| may(code));
    let options: Vec<_> = options.map(|(code, name)| (code.to_owned(), name.to_owned())).collect();
    let language = form.value("language", &profile.language);
    let since = ["Customer since ", &day(profile.created_at)].concat();
    let confirmed = if profile.email_verified { "confirmed" } else { "not confirmed yet" };
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                {refusal(form.message())}
                <TextField name="name" label="Name" autocomplete="name" required=true maxlength=100 value=form.value("name", &profile.name) error=form.error("name") />
                <SelectField name="language" label="Language of our mails" options value=language error=form.error("language") />
                <div><Button pending=form.pending()>"Save"</Button></div>
            </div>
        </ActionForm>
        <p class="small muted wrap-anywhere">{profile.email.to_string()}" · "{confirmed}" · "{since}</p>
        <p class="small"><a class="link" href="/account/email">"Change the address"</a></p>
        <p class="small"><a class="link" href="/account/delete">"Delete the account"</a></p>
    }
    .into_any()
}
