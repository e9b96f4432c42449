//! What runs in the browser: takes over the server's markup.

/// Called by the script that Leptos puts into each page.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}

/// Constants that nothing reads. The splitter moves the constants of each bundle into the bundle and pads them
/// for alignment; where that takes more room than they took before, it leaves all of them in the first load.
#[used]
static ROOM_FOR_ALIGNMENT: [u8; 2048] = [1; 2048];
