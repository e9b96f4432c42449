use super::api::list_coupons;
use crate::{
    admin::patterns::{
        ListFilter, ListFrame, ListState, Listed, Pages, coupon_badge, how_many, named, skeleton_list,
        use_list_state, words,
    },
    components::{Column, DataTable, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    orders::words::rate,
};
use contracts::{
    Money,
    orders::{Coupon, CouponDraft, CouponStatus, CouponValue},
};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/coupons";

/// The list of discount codes.
pub struct AdminCoupons;

office_page!(AdminCoupons, admin_coupons);

fn admin_coupons() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_coupons);
    let new =
        || view! { <LinkButton href="/admin/coupons/new" icon=IconName::Plus>"New coupon"</LinkButton> };
    view! {
        <Title text="Coupons" />
        <PageHeader title="Coupons" actions=new />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<Coupon>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let columns = vec![
        Column::text("Code"),
        Column::text("Takes off"),
        Column::text("Status"),
        Column::number("Used"),
        Column::number("At most"),
    ];
    let status = CouponStatus::ALL.iter().map(|it| (it.as_str().to_owned(), words(it.as_str()))).collect();
    let filters = vec![ListFilter::new("status", "Status", status)];
    let rows: Vec<_> = list.page.items.into_iter().map(row).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Code" filters count=how_many(total, "coupon", "coupons") empty pages>
            <DataTable caption="Coupons" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(coupon: Coupon) -> AnyView {
    let most = coupon.terms.most_uses.map_or_else(|| "any".to_owned(), |most| most.to_string());
    let off = takes_off(&coupon.terms);
    view! {
        <tr>
            <th scope="row" class="nowrap"><a href=format!("{PATH}/{}", coupon.terms.id)>{coupon.terms.code}</a></th>
            <td>{off}</td>
            <td>{coupon_badge(coupon.status)}</td>
            <td class="num">{coupon.used}</td>
            <td class="num muted">{most}</td>
        </tr>
    }
    .into_any()
}

fn takes_off(terms: &CouponDraft) -> String {
    match terms.value {
        CouponValue::Percent(bp) => rate(bp),
        CouponValue::Amount(minor) => Money::new(minor, terms.currency).to_string(),
    }
}
