use super::PATH;
use crate::{
    admin::patterns::{SelectTile, Selection, plural},
    components::{Badge, Tone},
};
use contracts::catalog::MediaAsset;
use leptos::prelude::*;

/// What an asset is called: by its name, else by what it shows.
pub fn title_of(asset: &MediaAsset) -> String {
    let texts = [&asset.name, &asset.media.alt_text];
    let title = texts.into_iter().find(|text| !text.is_empty());
    title.cloned().unwrap_or_else(|| "Without a name".to_owned())
}

/// An asset in the grid.
pub fn tile(asset: &MediaAsset, selection: Option<Selection>) -> AnyView {
    let (media, title) = (&asset.media, title_of(asset));
    let (id, href) = (media.id.to_string(), format!("{PATH}/{}", media.id));
    let style = format!("aspect-ratio:4/5;object-fit:cover;{}", media.style());
    let select =
        selection.map(|selection| view! { <SelectTile id label=format!("Select {title}") selection /> });
    view! {
        <li class="stack stack-sm small">
            <a href=href>
                <img class="w-full" src=media.at(240) alt=media.alt_text.clone() style=style width="240" height="300" loading="lazy" />
                <span class="block truncate">{title}</span>
            </a>
            <div class="cluster cluster-sm">{select}{marks(asset)}</div>
        </li>
    }
    .into_any()
}

/// What is to be known about it at a glance.
pub fn marks(asset: &MediaAsset) -> AnyView {
    let video = asset.media.is_video().then(|| view! { <Badge tone=Tone::Info text="Video" /> });
    let without_text =
        asset.media.alt_text.is_empty().then(|| view! { <Badge tone=Tone::Warning text="No description" /> });
    let used = match asset.uses {
        0 => view! { <Badge tone=Tone::Neutral text="Unused" /> }.into_any(),
        uses => view! { <span class="muted">{plural(uses.into(), "product", "products")}</span> }.into_any(),
    };
    view! {
        {video}
        {without_text}
        {used}
    }
    .into_any()
}
