//! What runs in the browser: takes over the server's markup.

/// Called by the script that Leptos puts into each page.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
