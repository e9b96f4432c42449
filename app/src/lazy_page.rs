//! Pages, and what opens over them, whose code is not part of the first load.

use leptos::prelude::*;
use std::future::Future;

/// Nothing until `open` is first set; from then on what `view` fetched.
pub fn once_open<F>(open: RwSignal<bool>, view: impl Fn() -> F + Send + Sync + 'static) -> impl IntoView
where
    F: Future<Output = AnyView> + Send + 'static,
{
    let opened = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or(false) || open.get());
    move || opened.get().then(|| Suspend::new(view()))
}

/// Makes the view function of a page its route, in a bundle that the browser fetches when one of the
/// bundle's pages is opened first.
///
/// The bundles are the areas of the shop that people stay in: `shop`, `account`, `checkout` and `admin`. One
/// bundle per page would be split into hundreds of files of shared code. `LazyRoute::data` stays empty: what it
/// names (the types of the page's data and how they are read) would be part of the first load of every page.
macro_rules! lazy_page {
    ($page:ident, $bundle:ident, $view:path) => {
        const _: () = {
            #[cfg(feature = "hydrate")]
            use ::leptos::wasm_split::wasm_split;

            #[cfg(feature = "hydrate")]
            #[wasm_split($bundle, wasm_split_path = ::leptos::wasm_split, preload(preload_bundle))]
            #[allow(non_snake_case)]
            fn $page() -> ::leptos::prelude::AnyView {
                $view()
            }

            impl ::leptos_router::LazyRoute for $page {
                fn data() -> Self {
                    Self
                }

                #[cfg(feature = "hydrate")]
                async fn view(_: Self) -> ::leptos::prelude::AnyView {
                    $page().await
                }

                #[cfg(not(feature = "hydrate"))]
                async fn view(_: Self) -> ::leptos::prelude::AnyView {
                    #[cfg(feature = "ssr")]
                    ::leptos::prefetch_lazy_fn_on_server(stringify!($bundle));
                    $view()
                }

                #[cfg(feature = "hydrate")]
                async fn preload() {
                    preload_bundle().await;
                }
            }
        };
    };
}

pub(crate) use lazy_page;
