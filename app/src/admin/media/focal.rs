use contracts::catalog::{FocalPoint, Media};
use leptos::{ev::MouseEvent, prelude::*, wasm_bindgen::JsCast, web_sys};

/// The two numbers of a focal point, as they are typed; both empty for the middle.
#[derive(Clone, Copy)]
pub struct Typed {
    /// Per cent from the left.
    pub x: RwSignal<String>,
    /// Per cent from the top.
    pub y: RwSignal<String>,
}

impl Typed {
    /// What is shown: what cannot be read, or is not there, is the middle.
    fn point(self) -> FocalPoint {
        let part = |text: &String| text.trim().parse().ok().filter(|part| *part <= 100_u8).unwrap_or(50);
        FocalPoint { x: self.x.with(part), y: self.y.with(part) }
    }
}

/// A picture with its focal point, which a press on it sets, and what is seen of it where it is cropped. Without scripts
/// the point is typed.
pub fn preview(media: &Media, typed: Typed) -> AnyView {
    let press = move |event: MouseEvent| {
        if let Some((x, y)) = pressed(&event) {
            typed.x.set(x.to_string());
            typed.y.set(y.to_string());
        }
    };
    let mark = move || {
        let FocalPoint { x, y } = typed.point();
        format!(
            "position:absolute;left:{x}%;top:{y}%;width:1.25rem;height:1.25rem;margin:-.625rem 0 0 -.625rem;border:2px solid #fff;border-radius:50%;box-shadow:0 0 0 2px #000;pointer-events:none"
        )
    };
    let cropped = |ratio: &'static str| {
        let style = move || {
            let FocalPoint { x, y } = typed.point();
            format!("aspect-ratio:{ratio};height:8rem;object-fit:cover;object-position:{x}% {y}%")
        };
        view! { <img src=media.at(480) alt="" style=style /> }
    };
    let (width, height) = (media.width.to_string(), media.height.to_string());
    view! {
        <div class="stack stack-sm">
            <div class="relative" style="align-self:flex-start;max-width:32rem">
                <img class="w-full" style="cursor:crosshair" src=media.at(800) alt=media.alt_text.clone() width=width height=height on:click=press />
                <span style=mark aria-hidden="true"></span>
            </div>
            <p class="small muted">"Press what has to stay in sight where the picture is cropped, as in lists and wide banners:"</p>
            <div class="cluster">{cropped("4/5")}{cropped("1")}{cropped("16/9")}</div>
        </div>
    }
    .into_any()
}

/// Where in the picture somebody pressed, per cent.
fn pressed(event: &MouseEvent) -> Option<(i32, i32)> {
    let picture = event.current_target()?.dyn_into::<web_sys::HtmlElement>().ok()?;
    let part = |at: i32, of: i32| (at * 100).checked_div(of).map(|part| part.clamp(0, 100));
    Some((part(event.offset_x(), picture.offset_width())?, part(event.offset_y(), picture.offset_height())?))
}
