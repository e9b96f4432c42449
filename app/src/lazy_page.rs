//! Pages, and what opens over them, whose code is not part of the first load.

use crate::admin::office;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos_router::ChooseView;
use std::future::Future;

/// Nothing until `open` is first set; from then on what `view` fetched.
pub fn once_open<F>(open: RwSignal<bool>, view: impl Fn() -> F + Send + Sync + 'static) -> impl IntoView
where
    F: Future<Output = AnyView> + Send + 'static,
{
    let opened = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or(false) || open.get());
    move || opened.get().then(|| Suspend::new(view()))
}

/// A page as a route sees it: one type for all pages, where `leptos_router::Lazy` would be one per page.
#[derive(Clone, Copy)]
pub enum LazyPage {
    /// One that its bundle knows by a function of its own.
    Own {
        /// Renders it with the bundle's code.
        view: fn() -> LocalBoxFuture<'static, AnyView>,
        /// Fetches the bundle.
        preload: fn() -> LocalBoxFuture<'static, ()>,
    },
    /// One of the back office that comes with `office`.
    Office(office::Page),
}

impl ChooseView for LazyPage {
    async fn choose(self) -> AnyView {
        match self {
            Self::Own { view, .. } => view().await,
            Self::Office(page) => office::show(page).await,
        }
    }

    async fn preload(&self) {
        match self {
            Self::Own { preload, .. } => preload().await,
            Self::Office(_) => office::fetch().await,
        }
    }
}

/// Makes the view function of a page its route, in a bundle that the browser fetches when one of the
/// bundle's pages is opened first.
///
/// A bundle is a page that many visits begin with, or an area that people stay in (`account`, `checkout`; `admin` with
/// what every visit of the back office begins with, `office` with the rest of it, see [`office_page`]): what two bundles
/// share becomes a file of its own, and one bundle per page would be split into hundreds of them.
macro_rules! lazy_page {
    ($page:ident, $bundle:ident, $view:path) => {
        impl $page {
            /// Fetches the page's code where it is not there yet.
            #[cfg(feature = "hydrate")]
            #[expect(non_snake_case, reason = "the splitter tells its functions apart by name and place")]
            pub fn lazy() -> crate::lazy_page::LazyPage {
                use ::leptos::wasm_split::wasm_split;

                #[wasm_split($bundle, wasm_split_path = ::leptos::wasm_split, preload(preload_bundle))]
                fn $page() -> ::leptos::prelude::AnyView {
                    $view()
                }

                crate::lazy_page::LazyPage::Own {
                    view: || Box::pin($page()),
                    preload: || Box::pin(preload_bundle()),
                }
            }

            /// Renders the page, and tells the browser to fetch its code at once.
            #[cfg(not(feature = "hydrate"))]
            pub fn lazy() -> crate::lazy_page::LazyPage {
                crate::lazy_page::LazyPage::Own {
                    view: || {
                        #[cfg(feature = "ssr")]
                        ::leptos::prefetch_lazy_fn_on_server(stringify!($bundle));
                        Box::pin(async { $view() })
                    },
                    preload: || Box::pin(async {}),
                }
            }
        }
    };
}

/// Says how a page of the back office is rendered. Where it is, is a line of `admin/office/pages.rs`.
macro_rules! office_page {
    ($page:ident, $view:path) => {
        impl $page {
            /// What the bundle renders.
            pub(crate) fn view() -> ::leptos::prelude::AnyView {
                $view()
            }
        }
    };
}

/// Makes a view that opens over pages a part of a bundle: `$name` fetches it and then renders `$view`. A bundle of its own
/// would cost every first visit more than it saves who opens it.
macro_rules! lazy_part {
    ($name:ident, $bundle:ident, $view:ident($argument:ty)) => {
        #[cfg(feature = "hydrate")]
        #[::leptos::wasm_split::wasm_split($bundle, wasm_split_path = ::leptos::wasm_split)]
        fn $name(argument: $argument) -> ::leptos::prelude::AnyView {
            $view(argument)
        }

        #[cfg(not(feature = "hydrate"))]
        async fn $name(argument: $argument) -> ::leptos::prelude::AnyView {
            $view(argument)
        }
    };
}

pub(crate) use {lazy_page, lazy_part, office_page};
