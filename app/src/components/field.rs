//! Form fields: label, hint and error belong to each; all work as plain HTML.
//!
//! The initial `value` goes out as an attribute and is never written again, so that what a shopper typed
//! before hydration stays. Give `bind` to follow (and set) the text while it changes.
use leptos::html;
use leptos::prelude::*;

/// The ids that tie label, hint and error to one control.
fn ids(id: Option<String>, name: &str) -> (String, String, String) {
    let id = id.unwrap_or_else(|| ["f-", name].concat());
    let (hint, error) = ([id.as_str(), "-hint"].concat(), [id.as_str(), "-error"].concat());
    (id, hint, error)
}

/// Label above, control, hint and error below.
fn frame(
    label: String,
    ids: (String, String, String),
    hint: String,
    optional: bool,
    error: MaybeProp<String>,
    control: AnyView,
) -> AnyView {
    let (id, hint_id, error_id) = ids;
    view! {
        <div class="field">
            <label class="field-label" for=id>
                {label}
                {optional.then(|| view! { <span class="field-optional">"optional"</span> })}
            </label>
            {control}
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <p class="field-error" id=error_id aria-live="polite">{move || error.get()}</p>
        </div>
    }
    .into_any()
}

/// One line of text: also `email`, `password`, `tel`, `search`, `number`, `date`, `url` and `file` through `ty`.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Initial text.
    #[prop(optional, into)]
    value: String,
    /// Two-way text; replaces `value`.
    #[prop(optional)]
    bind: Option<RwSignal<String>>,
    #[prop(default = "text")] ty: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: MaybeProp<String>,
    /// A token of HTML's autocomplete list, as `email` or `shipping postal-code`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Keyboard on phones: `numeric`, `decimal`, `email`, `tel`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] required: bool,
    /// Says "optional" beside the label.
    #[prop(optional)]
    optional: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] maxlength: Option<u32>,
    /// For `number` and `date`.
    #[prop(optional, into)]
    min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
    #[prop(optional, into)] step: Option<String>,
    /// For `file`, as `image/*`.
    #[prop(optional)]
    accept: Option<&'static str>,
    #[prop(optional)] multiple: bool,
    /// Needed where two fields of one name stand on a page.
    #[prop(optional, into)]
    id: Option<String>,
    /// Called with the text at every change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Called with the text when the field is left: the moment to validate.
    #[prop(optional, into)]
    on_blur: Option<Callback<String>>,
) -> impl IntoView {
    let ids = ids(id, &name);
    let node = NodeRef::<html::Input>::new();
    let initial = bind.map_or(value, |text| text.get_untracked());
    if let Some(text) = bind {
        Effect::new(move |_| {
            let wanted = text.get();
            if let Some(input) = node.get()
                && input.value() != wanted
            {
                input.set_value(&wanted);
            }
        });
    }
    let typed = move |event| {
        let text = event_target_value(&event);
        if let Some(signal) = bind {
            signal.set(text.clone());
        }
        if let Some(tell) = on_input {
            tell.run(text);
        }
    };
    let left = move |event| {
        if let Some(tell) = on_blur {
            tell.run(event_target_value(&event));
        }
    };
    let control = view! {
        <input
            node_ref=node
            class="input"
            id=ids.0.clone()
            name=name
            type=ty
            value=initial
            autocomplete=autocomplete
            inputmode=inputmode
            placeholder=placeholder
            required=required
            readonly=readonly
            maxlength=maxlength.map(|n| n.to_string())
            min=min
            max=max
            step=step
            accept=accept
            multiple=multiple
            aria-describedby=[ids.1.as_str(), " ", ids.2.as_str()].concat()
            aria-invalid=move || error.get().map(|_| "true")
            on:input=typed
            on:blur=left
        />
    };
    frame(label, ids, hint, optional, error, control.into_any())
}

/// Several lines of text.
///
/// The initial text is escaped here, because the framework does not escape what stands inside a `<textarea>`.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(default = 4)] rows: u32,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] optional: bool,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let ids = ids(id, &name);
    let typed = move |event| {
        if let Some(tell) = on_input {
            tell.run(event_target_value(&event));
        }
    };
    let control = view! {
        <textarea
            class="input"
            id=ids.0.clone()
            name=name
            rows=rows.to_string()
            placeholder=placeholder
            required=required
            maxlength=maxlength.map(|n| n.to_string())
            aria-describedby=[ids.1.as_str(), " ", ids.2.as_str()].concat()
            aria-invalid=move || error.get().map(|_| "true")
            on:input=typed
            inner_html=escaped(&value)
        />
    };
    frame(label, ids, hint, optional, error, control.into_any())
}

/// Escapes text for the inside of an element. The leading line break keeps one that the text begins with.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    if text.starts_with('\n') {
        out.push('\n');
    }
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
    out
}

/// One of many, as a native list. `options` are (value, text).
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] required: bool,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] id: Option<String>,
    /// Called with the value when another one is chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let ids = ids(id, &name);
    let chosen = move |event| {
        if let Some(tell) = on_change {
            tell.run(event_target_value(&event));
        }
    };
    let options: Vec<_> = options
        .into_iter()
        .map(|(key, text)| {
            let selected = key == value;
            view! { <option value=key selected=selected>{text}</option> }
        })
        .collect();
    let control = view! {
        <select
            class="input select"
            id=ids.0.clone()
            name=name
            autocomplete=autocomplete
            required=required
            aria-describedby=[ids.1.as_str(), " ", ids.2.as_str()].concat()
            aria-invalid=move || error.get().map(|_| "true")
            on:change=chosen
        >
            {options}
        </select>
    };
    frame(label, ids, hint, optional, error, control.into_any())
}

/// A box to tick; posts `value` (`true` by default) when ticked and nothing when not.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let (id, hint_id, error_id) = ids(id, &name);
    let ticked = move |event| {
        if let Some(tell) = on_change {
            tell.run(event_target_checked(&event));
        }
    };
    view! {
        <div class="field">
            <label class="check">
                <input
                    type="checkbox"
                    id=id
                    name=name
                    value=value
                    checked=checked
                    required=required
                    aria-describedby=[hint_id.as_str(), " ", error_id.as_str()].concat()
                    aria-invalid=move || error.get().map(|_| "true")
                    on:change=ticked
                />
                <span>{label}</span>
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <p class="field-error" id=error_id aria-live="polite">{move || error.get()}</p>
        </div>
    }
}
