use super::{
    PATH,
    api::{ChangeMedia, DeleteMedia, MediaPage, UploadReplacement, load_media, upload_replacement},
    focal::{Typed, preview},
    tile::{marks, title_of},
};
use crate::{
    admin::patterns::{
        Confirm, DetailFrame, FormMessage, Refresh, When, act, plural, skeleton_detail, use_refresh,
    },
    components::{
        Button, ButtonKind, Card, EmptyState, Fact, Facts, IconName, Notice, PageHeader, TextField, Tone,
    },
    error::AppError,
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    MediaId,
    catalog::{MediaAsset, MediaDetail, MediaUse},
};
use leptos::{form::form_data_from_event, prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A picture or video of the library.
pub struct AdminMediaAsset;

office_page!(AdminMediaAsset, admin_media_asset);

fn admin_media_asset() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let page = page_resource(move || (id.get(), refresh.get()), |(id, _)| load_media(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: MediaPage) -> AnyView {
    let MediaPage { detail, may_edit, now } = page;
    let MediaDetail { asset, uses } = detail;
    let title = title_of(&asset);
    let crumbs = vec![("Media".to_owned(), PATH.to_owned()), (title.clone(), String::new())];
    let (of_status, whole) = (asset.clone(), asset.media.at(1200));
    let actions =
        move || view! { <a class="btn btn-secondary" href=whole.clone() rel="external">"Whole picture"</a> };
    let shown = shown_by(&asset, uses.clone());
    let facts = facts(&asset, now);
    let acts = may_edit.then(|| acts(&asset, &uses));
    let said = if may_edit { view! { <Said asset=asset /> }.into_any() } else { looked_at(&asset) };
    let side = move || view! { {facts}{acts} }.into_any();
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs status=move || marks(&of_status) actions />
        <DetailFrame side>
            <Card title="Picture">{said}</Card>
            <Card title="Shown by">{shown}</Card>
        </DetailFrame>
    }
    .into_any()
}

fn acts(asset: &MediaAsset, uses: &[MediaUse]) -> AnyView {
    let (id, is_video, is_used) = (asset.media.id, asset.media.is_video(), asset.uses > 0);
    let text = if is_used {
        loss(asset.uses, uses)
    } else {
        "No product shows it. It cannot be brought back.".to_owned()
    };
    view! {
        <Card title="Another file"><Replace id is_video /></Card>
        <Delete id is_used text />
    }
    .into_any()
}

/// What is said about it, to be changed.
#[component]
fn Said(asset: MediaAsset) -> impl IntoView {
    let form = act::<ChangeMedia>("Saved. Products that show it follow.");
    let (x, y) = asset.focal.map_or_else(Default::default, |at| (at.x.to_string(), at.y.to_string()));
    let typed =
        Typed { x: RwSignal::new(form.value("focal_x", &x)), y: RwSignal::new(form.value("focal_y", &y)) };
    let id = asset.media.id.to_string();
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id />
                {preview(&asset.media, typed)}
                <div class="field-row">
                    <TextField name="focal_x" label="From the left, %" inputmode="numeric" optional=true bind=typed.x error=form.error("focal_x") />
                    <TextField name="focal_y" label="From the top, %" inputmode="numeric" optional=true bind=typed.y error=form.error("focal_y") />
                </div>
                <TextField name="alt_text" label="What it shows" maxlength=255 hint="For those who do not see it, and for search engines: \"A chalk-white mug on linen\", not \"IMG_2041\"." value=form.value("alt_text", &asset.media.alt_text) error=form.error("alt_text") />
                <TextField name="name" label="Name" maxlength=255 hint="What it is found by here; shoppers do not see it." value=form.value("name", &asset.name) error=form.error("name") />
                <div><Button pending=form.pending()>"Save"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// The same for those who may not change it.
fn looked_at(asset: &MediaAsset) -> AnyView {
    let (src, alt) = (asset.media.at(800), asset.media.alt_text.clone());
    view! {
        <div class="stack stack-sm">
            <img class="w-full" style="max-width:32rem" src=src alt=alt.clone() />
            <p>{alt}</p>
        </div>
    }
    .into_any()
}

fn shown_by(asset: &MediaAsset, uses: Vec<MediaUse>) -> AnyView {
    if uses.is_empty() {
        let text = "Open a product and choose it from the library there, or delete it here.";
        return view! { <EmptyState icon=IconName::Tag title="No product shows it" text /> }.into_any();
    }
    let more = u64::from(asset.uses).saturating_sub(uses.len() as u64);
    let lines: Vec<_> = uses.into_iter().map(used_by).collect();
    let more = (more > 0).then(|| {
        view! { <p class="small muted">{format!("and {}", plural(more, "other product", "other products"))}</p> }
    });
    view! {
        <ul role="list" class="stack stack-sm">{lines}</ul>
        {more}
    }
    .into_any()
}

fn used_by(one: MediaUse) -> AnyView {
    let choice = one.option.map(|option| format!("{}: {}", option.name, option.value));
    view! {
        <li>
            <a class="link" href=format!("/admin/products/{}", one.product)>{one.name}</a>
            " "
            <span class="small muted">{choice}</span>
        </li>
    }
    .into_any()
}

fn facts(asset: &MediaAsset, now: contracts::Timestamp) -> AnyView {
    let (media, at) = (&asset.media, asset.created_at);
    let size = format!("{} × {} px", media.width, media.height);
    let weight = asset
        .bytes
        .map_or_else(|| "Not known yet".to_owned(), |bytes| format!("{} kB", bytes.div_ceil(1000)));
    let video = media.is_video().then(|| media.url.clone()).map(|url| {
        view! { <Fact term="Video"><a class="link" href=url rel="external">"Open"</a></Fact> }
    });
    view! {
        <Card title="Facts">
            <Facts>
                <Fact term="Kept as">{size}</Fact>
                <Fact term="Size">{weight}</Fact>
                {video}
                <Fact term="Uploaded"><When at now /></Fact>
            </Facts>
        </Card>
    }
    .into_any()
}

/// Another file for all who show it.
#[component]
fn Replace(id: MediaId, is_video: bool) -> impl IntoView {
    let (refresh, pending, failure) = (use_refresh(), RwSignal::new(false), RwSignal::new(None::<AppError>));
    let send = move |form: web_sys::FormData| async move {
        pending.set(true);
        let answer = upload_replacement(form.into()).await;
        pending.set(false);
        if answer.is_ok() {
            refresh.bump();
        }
        failure.set(answer.err());
    };
    let submit = move |event: web_sys::SubmitEvent| {
        if let Ok(form) = form_data_from_event(&event) {
            event.prevent_default();
            spawn_local(send(form));
        }
    };
    let message = move || {
        let text =
            failure.get().map(|error| error.0.for_field("file").unwrap_or(&error.0.message).to_owned());
        text.map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })
    };
    let label = if is_video { "Another poster" } else { "Another picture" };
    view! {
        <form method="post" action=UploadReplacement::url() enctype="multipart/form-data" class="stack stack-sm" on:submit=submit>
            {message}
            <input type="hidden" name="id" value=id.to_string() />
            <TextField name="file" label ty="file" accept="image/jpeg,image/png,image/webp" required=true hint="Every product that shows this one shows it from then on. This one stays in the library, unused." />
            <div><Button kind=ButtonKind::Secondary icon=IconName::Upload pending>"Replace"</Button></div>
        </form>
    }
    .into_any()
}

#[component]
fn Delete(
    id: MediaId,
    is_used: bool,
    /// What that means.
    text: String,
) -> impl IntoView {
    let form = act::<DeleteMedia>("Deleted.");
    let refused = form.message().get_untracked().is_some();
    let verb = if is_used { "Delete all the same" } else { "Delete" };
    view! {
        <Confirm title="Delete" icon=IconName::Trash open=refused>
            <p class="small">{text}</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="even_if_used" value=is_used.to_string() />
                    <div><Button kind=ButtonKind::Danger pending=form.pending()>{verb}</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}

/// Who loses it.
fn loss(count: u32, uses: &[MediaUse]) -> String {
    let names: Vec<_> = uses.iter().take(3).map(|one| one.name.as_str()).collect();
    let more = if u64::from(count) > names.len() as u64 { ", ..." } else { "" };
    let products = plural(count.into(), "product loses", "products lose");
    format!("{products} it: {}{more}. It cannot be brought back.", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_loses_a_picture_is_named() {
        let used = |name: &str| MediaUse {
            product: contracts::ProductId(uuid::Uuid::nil()),
            name: name.to_owned(),
            option: None,
        };
        assert!(loss(1, &[used("Mug")]).starts_with("1 product loses it: Mug. "));
        let four = ["Mug", "Cup", "Pot", "Jug"].map(used);
        assert!(loss(4, &four).contains("4 products lose it: Mug, Cup, Pot, ..."), "{}", loss(4, &four));
    }
}
