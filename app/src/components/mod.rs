//! The design system. Pages compose these and the layout words of `style/layout.css`; they hold no colours
//! and no measures of their own. `use crate::components::*;` brings all of it.
//!
//! Layout classes: `container` (`container-narrow`, `container-wide`), `section` (`section-tight`,
//! `section-tinted`), `section-head`, `stack` (`-sm`, `-lg`, `-xl`), `cluster` (`-sm`, `-end`), `between`,
//! `push`, `grid-products` (+ `grid-products-4`), `grid-cards`, `grid-stats`, `grid-2`, `grid-3`, `with-filters` (side column
//! first), `with-aside` (side column last; `aside-first` puts it above on phones), `sticky-column`, `field-row`, `prose`, `display`, `lead`, `muted`,
//! `small`, `link`, `tnum`, `sr-only`, `only-wide`, `only-narrow`, `needs-script`, `no-print`.
//! Shop: `site-header`, `site-header-line`, `site-nav`, `site-tools`, `count`, `cart-button`, `site-footer`,
//! `footer-columns`, `hero` (`hero-picture`, `hero-text`), `tile` (`tile-wide`, `tile-name`), `product-card`,
//! `product-card-name`, `product` (+ `gallery`, `product-buy`), `line-item`, `step`, `step-head`, `summary-panel`.
//! Back office: `office` around `office-side` (with `office-nav`) and a column of `office-bar` and `office-main`;
//! `toolbar`, `toolbar-search`, `bulk-bar`; in tables `num`, `thumb`, `select-cell`, `cell-fold`.
//!
//! Texts are `impl Into<String>`, money and dates arrive formatted. Slots (`actions=`, `status=`, `footer=`)
//! take a closure: `actions=|| view! { .. }`. Callbacks are closures:
//! `on_click=move |_| ..`, `on_change=move |value: String| ..`. Props that are `Option` take the bare value, except
//! `was`, `count`, `delta` and `second`, which take an `Option` or a value.
//!
//! | Component | Use |
//! |---|---|
//! | [`Wordmark`], [`Mark`], [`BrandHead`] | `<Wordmark />`; `<BrandHead />` once in `<head>` |
//! | [`Icon`] | `<Icon name=IconName::Cart />`, alone: `<Icon name=IconName::Cart label="Cart" />` |
//! | [`Button`] | `<Button pending=busy>"Add to cart"</Button>`, `<Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Plus on_click=..>` |
//! | [`LinkButton`] | `<LinkButton href="/checkout" wide=true>"Check out"</LinkButton>` |
//! | [`TextField`] | `<TextField name="email" label="Email" ty="email" autocomplete="email" required=true value=v error=Signal::derive(..) />` |
//! | [`TextArea`] | `<TextArea name="note" label="Note" value=text optional=true />` |
//! | [`SelectField`] | `<SelectField name="country" label="Country" options=vec![("DE".into(), "Germany".into())] value="DE" />` |
//! | [`Checkbox`] | `<Checkbox name="terms" label="I agree" checked=false />` |
//! | [`RadioCards`] | `<RadioCards name="delivery" legend="Delivery" options=vec![RadioOption { .. }] value="standard" />`; `compact=true` for sizes |
//! | [`QuantityStepper`] | `<QuantityStepper name="quantity" label="Quantity" value=1 max=10 />` |
//! | [`SwatchLinks`] | `<SwatchLinks swatches=vec![Swatch { .. }] small=true />` |
//! | [`ErrorSummary`], [`SaveBar`] | `<ErrorSummary errors=Signal::derive(..) />`, `<SaveBar changed=dirty pending=busy />` |
//! | [`Notice`] | `<Notice tone=Tone::Warning title="Low stock">"Order soon."</Notice>` |
//! | [`Badge`] | `<Badge tone=Tone::Positive text="Paid" />` |
//! | [`Price`] | `<Price now="22.00 €" was=price.was />` |
//! | [`Picture`], [`ProductPicture`] | `<ProductPicture src alt srcset second=url />`; lists keep `priority` for the first row |
//! | [`Breadcrumbs`] | `<Breadcrumbs items=vec![("Home".into(), "/".into()), ("Mugs".into(), String::new())] />` |
//! | [`PageHeader`] | `<PageHeader title="Orders" actions=|| view! { <LinkButton .. /> } />` |
//! | [`Pagination`], [`with_query`] | `<Pagination page=2 pages=9 path="/shop" query="colour=sage" />` |
//! | [`FilterChips`] | `<FilterChips items=vec![("Sage".into(), "/shop".into())] clear="/shop" />` |
//! | [`Tabs`] | `<Tabs label="Views" items=vec![Tab { .. }] />` |
//! | [`Disclosure`] | `<Disclosure title="Care">"Dishwasher safe."</Disclosure>` |
//! | [`Dialog`], [`DialogTrigger`] | `<DialogTrigger dialog="filters">"Filter"</DialogTrigger> <Dialog id="filters" title="Filter" place=DialogPlace::Sheet>..</Dialog>`; from code `open=RwSignal<bool>` |
//! | [`Card`] | `<Card title="Payment" actions=|| view! { .. }>..</Card>`; `flush=true` around a table |
//! | [`Facts`], [`Fact`] | `<Facts><Fact term="Total" total=true>"84.00 €"</Fact></Facts>` |
//! | [`Timeline`] | `<Timeline events=vec![TimelineEvent { .. }] />` |
//! | [`DataTable`], [`Column`], [`SelectCell`] | `<DataTable caption="Orders" columns=vec![Column::text("Order"), Column::number("Total").sorted_by(href, None)]><tr><th scope="row"><a href=..>"TW-1"</a></th><td class="num">..</td></tr></DataTable>` |
//! | [`Stat`] | `<Stat label="Sales" value="1,204 €" delta=125 against="than last week" series />` |
//! | [`LineChart`], [`BarChart`], [`Sparkline`] | `<LineChart title="Sales" points axis=|minor| format!("{} €", minor / 100) />` |
//! | [`EmptyState`] | `<EmptyState icon=IconName::Cart title="Your cart is empty"><LinkButton href="/">"Look around"</LinkButton></EmptyState>` |
//! | [`SkeletonText`], [`SkeletonProducts`], [`SkeletonTable`] | fallbacks of `<Suspense>` |
//! | [`Progress`], [`Meter`] | `<Progress label="Checkout" steps current=1 />`, `<Meter label="Free delivery" value=40 max=75 />` |
#![expect(
    clippy::needless_pass_by_value,
    clippy::fn_params_excessive_bools,
    reason = "a component owns its props, and switches are props"
)]

mod badge;
mod brand;
mod breadcrumbs;
mod button;
mod card;
mod chart;
mod chips;
mod choice;
mod dialog;
mod disclosure;
mod empty;
mod facts;
mod field;
mod form;
mod icon;
mod notice;
mod page_header;
mod pagination;
mod picture;
mod price;
mod progress;
mod skeleton;
mod stat;
mod swatch;
mod table;
mod tabs;
mod timeline;

pub use badge::*;
pub use brand::*;
pub use breadcrumbs::*;
pub use button::*;
pub use card::*;
pub use chart::*;
pub use chips::*;
pub use choice::*;
pub use dialog::*;
pub use disclosure::*;
pub use empty::*;
pub use facts::*;
pub use field::*;
pub use form::*;
pub use icon::*;
pub use notice::*;
pub use page_header::*;
pub use pagination::*;
pub use picture::*;
pub use price::*;
pub use progress::*;
pub use skeleton::*;
pub use stat::*;
pub use swatch::*;
pub use table::*;
pub use tabs::*;
pub use timeline::*;
