//! Pictures and videos of a product: a stack of links and players without WASM, with it also a full view of
//! the pictures with keys.

use crate::components::{Button, ButtonKind, IconName, Picture};
use contracts::catalog::Media;
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// The width of the full view.
const FULL: u32 = 1200;

/// Pictures and videos in their order; a press on a picture opens the full view.
pub fn gallery(media: Memo<Vec<Media>>, name: &str) -> AnyView {
    let (shown, dialog) = (RwSignal::new(0_usize), NodeRef::<html::Dialog>::new());
    let name = name.to_owned();
    let first_letter: String = name.chars().take(1).collect();
    let stack = move || {
        let media = media.get();
        let count = media.len();
        if count == 0 {
            let letter = first_letter.clone();
            return view! { <span class="product-picture"><span class="absolute inset-0 grid place-items-center display muted" aria-hidden="true">{letter}</span></span> }.into_any();
        }
        let open = move |at| {
            shown.set(at);
            if let Some(dialog) = dialog.get_untracked() {
                let _ = dialog.show_modal();
            }
        };
        let item = |(at, shown): (usize, &Media)| {
            if shown.is_video() {
                return video(shown, &name, class_of(at, count));
            }
            let before = media[..at].iter().filter(|media| !media.is_video()).count();
            picture(shown, &name, (at, count), move || open(before))
        };
        media.iter().enumerate().map(item).collect_view().into_any()
    };
    let pictures = Memo::new(move |_| media.get().into_iter().filter(|media| !media.is_video()).collect());
    view! {
        <div class="gallery">{stack}</div>
        {full_view(pictures, shown, dialog)}
    }
    .into_any()
}

/// Where a picture stands: one large, then pairs; no gap at the end.
fn class_of(at: usize, count: usize) -> &'static str {
    match (at, count) {
        (0, count) if count > 2 && count.is_multiple_of(2) => "lg:col-auto",
        (1, 2) => "lg:col-span-full",
        _ => "",
    }
}

fn words_of(media: &Media, name: &str) -> String {
    if media.alt_text.is_empty() { name.to_owned() } else { media.alt_text.clone() }
}

/// Nothing of it is fetched before it is played but its poster.
fn video(media: &Media, name: &str, class: &'static str) -> AnyView {
    let (words, url, poster) = (words_of(media, name), media.url.clone(), media.at(800));
    let (width, height) = (media.width.to_string(), media.height.to_string());
    view! {
        <video class=class controls=true preload="none" playsinline=true poster=poster width=width height=height aria-label=words src=url></video>
    }
    .into_any()
}

fn picture(media: &Media, name: &str, (at, count): (usize, usize), open: impl Fn() + 'static) -> AnyView {
    let alt = words_of(media, name);
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        open();
    };
    let (src, srcset, href, style) = (media.at(800), media.srcset(), media.at(FULL), media.style());
    let label = ["Enlarge: ", &alt].concat();
    view! {
        <a class=["block cursor-zoom-in ", class_of(at, count)].concat() href=href rel="external" aria-label=label on:click=press>
            <Picture src alt srcset style sizes="(min-width: 64rem) 50vw, 88vw" priority=at == 0 />
        </a>
    }
    .into_any()
}

fn full_view(pictures: Memo<Vec<Media>>, shown: RwSignal<usize>, dialog: NodeRef<html::Dialog>) -> AnyView {
    let count = move || pictures.with(Vec::len);
    let step = move |by: usize| shown.update(|at| *at = (*at + by) % count().max(1));
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => step(1),
        "ArrowLeft" => step(count().saturating_sub(1)),
        _ => {}
    };
    let current = move || {
        pictures
            .with(|pictures| pictures.get(shown.get()).map(|media| (media.at(FULL), media.alt_text.clone())))
    };
    let image = move || {
        current().map(|(src, alt)| view! { <img class="h-full w-auto max-w-full object-contain" src=src alt=alt width="1000" height="1250" /> })
    };
    let arrow = move |label: &'static str, icon, by: Signal<usize>| {
        view! { <Button kind=ButtonKind::Secondary icon label on_click=Callback::new(move |_| step(by.get_untracked())) /> }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog node_ref=dialog class="dialog m-0 w-screen max-w-none h-dvh max-h-none rounded-none border-0" aria-label="Pictures" on:keydown=keys>
            <div class="between p-3">
                <p class="small muted tnum" role="status">{move || format!("{} of {}", shown.get() + 1, count())}</p>
                <Button kind=ButtonKind::Quiet icon=IconName::Close label="Close" on_click=Callback::new(close) />
            </div>
            <div class="flex flex-1 min-h-0 justify-center px-4">{image}</div>
            <div class="cluster justify-center p-3">
                {arrow("Previous picture", IconName::ArrowLeft, Signal::derive(move || count().saturating_sub(1)))}
                {arrow("Next picture", IconName::ArrowRight, Signal::stored(1))}
            </div>
        </dialog>
    }
    .into_any()
}
