use super::{
    api::{CouponPage, load_coupon},
    form::CouponForm,
};
use crate::{
    admin::patterns::{DetailFrame, Refresh, coupon_badge, exact, skeleton_detail},
    components::{Card, Fact, Facts, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::orders::Coupon;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A discount code, or a new one.
pub struct AdminCoupon;

office_page!(AdminCoupon, admin_coupon);

fn admin_coupon() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("coupon").unwrap_or_default()));
    let coupon = page_resource(move || (id.get(), refresh.get()), |(id, _)| load_coupon(id));

    provide_context(refresh);
    loaded(coupon, skeleton_detail, show).into_any()
}

fn show(page: CouponPage) -> AnyView {
    let title = page.coupon.as_ref().map_or_else(|| "New coupon".to_owned(), |it| it.terms.code.clone());
    let crumbs = vec![("Coupons".to_owned(), "/admin/coupons".to_owned()), (title.clone(), String::new())];
    let facts = page.coupon.clone();
    let side = move || facts.map(facts_card);
    let form = page.may_edit.then(|| view! { <CouponForm page /> });
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs />
        <DetailFrame side><Card title="Terms">{form}</Card></DetailFrame>
    }
    .into_any()
}

fn facts_card(coupon: Coupon) -> AnyView {
    let most = coupon.terms.most_uses.map_or_else(String::new, |most| format!(" of {most}"));
    let made = exact(coupon.created_at);
    view! {
        <Card title="Use">
            <Facts>
                <Fact term="Status">{coupon_badge(coupon.status)}</Fact>
                <Fact term="Used">{format!("{}{most}", coupon.used)}</Fact>
                <Fact term="Made">{made}</Fact>
            </Facts>
            <p class="small muted">"Orders that stand, and checkouts under way."</p>
        </Card>
    }
    .into_any()
}
