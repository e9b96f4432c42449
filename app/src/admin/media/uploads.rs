use super::api::{UploadMedia, upload_media};
use crate::{
    admin::patterns::{Refresh, Toaster, plural, use_refresh, use_toaster},
    components::{Button, ButtonKind, IconName, Notice, TextField, Tone},
    error::AppError,
};
use leptos::{
    form::form_data_from_event, prelude::*, server_fn::ServerFn, task::spawn_local, wasm_bindgen::JsCast,
};
use web_sys::{File, FormData, SubmitEvent};

/// Files that are on their way; the page keeps it, so that it outlives the list's news.
#[derive(Clone, Copy, Default)]
pub struct Sending {
    left: RwSignal<usize>,
    refused: RwSignal<Vec<String>>,
}

impl Sending {
    /// Sends one file after the other: each is received within its own time and limit.
    async fn send(self, files: Vec<File>, refresh: Refresh, toaster: Toaster) {
        let mut added = 0_u64;
        self.refused.set(Vec::new());
        self.left.set(files.len());
        for file in files {
            match send_one(&file).await {
                Ok(()) => added += 1,
                Err(error) => self.refused.update(|refused| refused.push(told(&file, &error))),
            }
            self.left.update(|left| *left = left.saturating_sub(1));
        }
        if added > 0 {
            toaster.say(Tone::Positive, format!("{} added.", plural(added, "picture", "pictures")));
            refresh.bump();
        }
    }
}

async fn send_one(file: &File) -> Result<(), AppError> {
    let unreadable = |_| AppError::from(contracts::Error::invalid("This file could not be read."));
    let form = FormData::new().map_err(unreadable)?;
    form.append_with_blob_and_filename("file", file, &file.name()).map_err(unreadable)?;
    upload_media(form.into()).await
}

/// What is wrong with a file. The server names it itself where it could read it.
fn told(file: &File, error: &AppError) -> String {
    error.0.for_field("file").map_or_else(|| format!("{}: {}", file.name(), error.0.message), str::to_owned)
}

fn chosen(form: &FormData) -> Vec<File> {
    form.get_all("file").iter().filter_map(|value| value.dyn_into::<File>().ok()).collect()
}

/// Adds pictures, as many as one likes.
#[component]
pub fn Uploads(sending: Sending) -> impl IntoView {
    let (refresh, toaster) = (use_refresh(), use_toaster());
    let submit = move |event: SubmitEvent| {
        if let Ok(form) = form_data_from_event(&event) {
            event.prevent_default();
            spawn_local(sending.send(chosen(&form), refresh, toaster));
        }
    };
    let pending = Signal::derive(move || sending.left.get() > 0);
    let refused = move || {
        let lines = sending.refused.get();
        let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
        (!sending.refused.with(Vec::is_empty)).then(|| view! { <Notice tone=Tone::Danger>{lines}</Notice> })
    };
    let left = move || match sending.left.get() as u64 {
        0 => String::new(),
        left => format!("{} to go", plural(left, "picture", "pictures")),
    };
    view! {
        <form method="post" action=UploadMedia::url() enctype="multipart/form-data" class="stack stack-sm" on:submit=submit>
            {refused}
            <TextField name="file" label="Files" ty="file" accept="image/jpeg,image/png,image/webp" multiple=true required=true hint="JPEG, PNG or WebP, up to 20 MB each." />
            <div class="cluster">
                <Button kind=ButtonKind::Secondary icon=IconName::Upload pending>"Upload"</Button>
                <span class="small muted" role="status">{left}</span>
            </div>
        </form>
    }
    .into_any()
}
