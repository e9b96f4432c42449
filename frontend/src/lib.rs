//! What runs in the browser: takes over the server's markup.

use leptos::{mount::hydrate_from_async, prelude::document};

/// Called by the script that Leptos puts into each page. The mark `data-awake` on the document says that every
/// control of the page answers now.
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = document().body() else { return };
    hydrate_from_async(body, app::App).await.forget();
    if let Some(page) = document().document_element() {
        // Without the mark only those are left waiting who look for it.
        drop(page.set_attribute("data-awake", ""));
    }
}

/// Constants that nothing reads. The splitter moves the constants of each bundle into the bundle and pads them
/// for alignment; where that takes more room than they took before, it leaves all of them in the first load.
#[used]
static ROOM_FOR_ALIGNMENT: [u8; 2048] = [1; 2048];
