use super::api::{DeletePicture, OrderPictures, UploadPicture, load_product, upload_picture};
use crate::{
    admin::patterns::{Refresh, act, use_refresh, use_toaster},
    components::{
        Button, ButtonKind, ButtonSize, Card, IconName, LinkButton, Notice, SelectField, TextField, Tone,
    },
    error::AppError,
    form::{ActionForm, FormState},
};
use contracts::{
    MediaId,
    catalog::{Media, Product, ProductOption},
};
use leptos::{
    context::Provider, form::form_data_from_event, prelude::*, server_fn::ServerFn, task::spawn_local,
    web_sys,
};

/// The pictures of a product: order, removal, and another one. They change at once and on their own, so
/// that what was typed into the product form stays.
#[component]
pub fn Pictures(product: Product) -> impl IntoView {
    let refresh = Refresh::default();
    let id = product.id.to_string();
    let shown = RwSignal::new(product);
    let again = Action::new(|id: &String| load_product(id.clone()));
    Effect::new(move |_| {
        if refresh.get() > 0 {
            again.dispatch(id.clone());
        }
    });
    Effect::new(move |_| {
        if let Some(product) = again.value().get().and_then(Result::ok).and_then(|page| page.product) {
            shown.set(product);
        }
    });
    view! {
        <Provider value=refresh>
            <Card title="Pictures">{move || view! { <Album product=shown.get() /> }}</Card>
        </Provider>
    }
    .into_any()
}

#[component]
fn Album(product: Product) -> impl IntoView {
    let (order, delete) =
        (act::<OrderPictures>("Order of the pictures saved."), act::<DeletePicture>("Picture removed."));
    let id = product.id.to_string();
    let ids: Vec<MediaId> = product.media.iter().map(|media| media.id).collect();
    let pictures = product.media.iter().enumerate();
    let pictures: Vec<_> =
        pictures.map(|(at, media)| picture(id.clone(), media, at, &ids, order, delete)).collect();
    let choices = product.options.iter().flat_map(choices_of).collect();
    let library = format!("/admin/media?for={id}");
    view! {
        <div class="stack">
            <ul class="grid grid-cols-2 gap-4">{pictures}</ul>
            <div><LinkButton href=library kind=ButtonKind::Secondary icon=IconName::Search>"Choose from the library"</LinkButton></div>
            <Upload product=id choices />
        </div>
    }
    .into_any()
}

fn choices_of(option: &ProductOption) -> Vec<String> {
    option.values.iter().map(|choice| format!("{}: {}", option.name, choice.value)).collect()
}

fn picture(
    product: String,
    media: &Media,
    at: usize,
    ids: &[MediaId],
    order: FormState<OrderPictures>,
    delete: FormState<DeletePicture>,
) -> AnyView {
    let (id, shows) = (media.id.to_string(), media.option.as_ref().map(|option| option.value.clone()));
    view! {
        <li>
            <a href=format!("/admin/media/{id}") aria-label="About this picture">
                <img src=media.at(240) alt=media.alt_text.clone() style=media.style() width="120" height="150" loading="lazy" />
            </a>
            <p class="small muted">{media.is_video().then_some("Video")}" "{shows}</p>
            <div class="cluster cluster-sm">
                {(at > 0).then(|| reorder(product.clone(), ids, at, at - 1, order))}
                {(at + 1 < ids.len()).then(|| reorder(product.clone(), ids, at, at + 1, order))}
                <ActionForm action=delete.action>
                    <input type="hidden" name="product" value=product />
                    <input type="hidden" name="media" value=id />
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=IconName::Trash label="Remove picture" />
                </ActionForm>
            </div>
        </li>
    }
    .into_any()
}

fn reorder(
    product: String,
    ids: &[MediaId],
    from: usize,
    to: usize,
    order: FormState<OrderPictures>,
) -> AnyView {
    let mut ids = ids.to_vec();
    ids.swap(from, to);
    let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let (icon, label) =
        if to < from { (IconName::ArrowLeft, "Move forward") } else { (IconName::ArrowRight, "Move back") };
    view! {
        <ActionForm action=order.action>
            <input type="hidden" name="product" value=product />
            <input type="hidden" name="order" value=ids />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon label />
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Upload(product: String, choices: Vec<String>) -> impl IntoView {
    let (refresh, toaster) = (use_refresh(), use_toaster());
    let (pending, failure) = (RwSignal::new(false), RwSignal::new(None::<AppError>));
    let send = move |data: web_sys::FormData| async move {
        pending.set(true);
        let answer = upload_picture(data.into()).await;
        pending.set(false);
        failure.set(answer.clone().err());
        if answer.is_ok() {
            toaster.say(Tone::Positive, "Picture added.");
            refresh.bump();
        }
    };
    let submit = move |event: web_sys::SubmitEvent| {
        if let Ok(data) = form_data_from_event(&event) {
            event.prevent_default();
            spawn_local(send(data));
        }
    };
    let message = move || {
        let text = failure.get().map(|error| {
            ["file", "url"]
                .into_iter()
                .find_map(|field| error.0.for_field(field))
                .unwrap_or(&error.0.message)
                .to_owned()
        });
        text.map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })
    };
    let any = vec![(String::new(), "All choices".to_owned())];
    let options = any.into_iter().chain(choices.into_iter().map(|choice| (choice.clone(), choice))).collect();
    view! {
        <form method="post" action=UploadPicture::url() enctype="multipart/form-data" class="stack stack-sm" on:submit=submit>
            {message}
            <input type="hidden" name="product" value=product />
            <TextField name="file" label="Add a picture" ty="file" accept="image/jpeg,image/png,image/webp" required=true hint="JPEG, PNG or WebP, up to 20 MB." />
            <TextField name="alt_text" label="What it shows" hint="For those who do not see it." />
            <SelectField name="choice" label="Shown for" options />
            <TextField name="video" label="Address of a video" hint="Of an MP4 or WebM file; the picture is then shown until it plays." optional=true />
            <Button kind=ButtonKind::Secondary icon=IconName::Upload pending>"Upload"</Button>
        </form>
    }
    .into_any()
}
