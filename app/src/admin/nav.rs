//! The pages of the back office: what the navigation, the palette and the breadcrumbs call them.

use crate::components::IconName;
use contracts::Permission;

/// A page of the back office.
#[derive(Clone, Copy, Debug)]
pub struct NavItem {
    /// The heading it stands under.
    pub group: &'static str,
    /// What it is called.
    pub text: &'static str,
    /// Where it is.
    pub href: &'static str,
    /// Its icon.
    pub icon: IconName,
    /// What one needs to see it.
    pub permission: Permission,
}

const fn item(
    group: &'static str,
    text: &'static str,
    href: &'static str,
    icon: IconName,
    permission: Permission,
) -> NavItem {
    NavItem { group, text, href, icon, permission }
}

/// The groups, in order; the first one has no heading.
pub const GROUPS: [&str; 6] = ["", "Sell", "Catalogue", "Messages", "Settings", "System"];

/// Every page that the navigation leads to.
pub const PAGES: [NavItem; 49] = [
    item("", "Dashboard", "/admin", IconName::Dashboard, Permission::ViewAnalytics),
    item("", "Reports", "/admin/reports", IconName::Activity, Permission::ViewAnalytics),
    item("", "Mentions", "/admin/mentions", IconName::Bell, Permission::ViewOrders),
    item("Sell", "Orders", "/admin/orders", IconName::Orders, Permission::ViewOrders),
    item("Sell", "Carts", "/admin/carts", IconName::Cart, Permission::ViewOrders),
    item("Sell", "Parcels", "/admin/parcels", IconName::Truck, Permission::ViewOrders),
    item("Sell", "Payments", "/admin/payments", IconName::Card, Permission::ViewOrders),
    item("Sell", "Invoices", "/admin/invoices", IconName::Hash, Permission::ViewOrders),
    item("Sell", "Gift cards", "/admin/gift-cards", IconName::Gift, Permission::ViewOrders),
    item("Sell", "Disputes", "/admin/disputes", IconName::Refund, Permission::ViewOrders),
    item("Sell", "Customers", "/admin/customers", IconName::Users, Permission::ViewCustomers),
    item("Catalogue", "Products", "/admin/products", IconName::Tag, Permission::ViewCatalog),
    item("Catalogue", "Categories", "/admin/categories", IconName::Folder, Permission::ViewCatalog),
    item("Catalogue", "Imports", "/admin/imports", IconName::Upload, Permission::EditCatalog),
    item("Catalogue", "Media", "/admin/media", IconName::Upload, Permission::ViewCatalog),
    item("Catalogue", "Collections", "/admin/collections", IconName::Package, Permission::ViewCatalog),
    item("Catalogue", "Brands", "/admin/brands", IconName::Store, Permission::ViewCatalog),
    item("Catalogue", "Product types", "/admin/product-types", IconName::Filter, Permission::ViewCatalog),
    item("Catalogue", "Coupons", "/admin/coupons", IconName::Tag, Permission::ViewCatalog),
    item("Catalogue", "Recommendations", "/admin/recommendations", IconName::Store, Permission::ViewCatalog),
    item("Catalogue", "Redirects", "/admin/redirects", IconName::ArrowRight, Permission::ViewCatalog),
    item("Catalogue", "Stock", "/admin/stock", IconName::Warehouse, Permission::ViewStock),
    item("Catalogue", "Low stock", "/admin/stock/low", IconName::Warning, Permission::ViewStock),
    item("Catalogue", "Reservations", "/admin/stock/reservations", IconName::Clock, Permission::ViewStock),
    item("Catalogue", "Transfers", "/admin/transfers", IconName::Truck, Permission::ViewStock),
    item("Catalogue", "Warehouses", "/admin/stock/warehouses", IconName::MapPin, Permission::ViewStock),
    item("Catalogue", "Stock ledger", "/admin/stock/ledger", IconName::Activity, Permission::ViewStock),
    item("Messages", "Mailbox", "/admin/mailbox", IconName::Inbox, Permission::ViewNotifications),
    item(
        "Messages",
        "Notification log",
        "/admin/notifications",
        IconName::Bell,
        Permission::ViewNotifications,
    ),
    item("Messages", "Templates", "/admin/templates", IconName::Mail, Permission::ViewNotifications),
    item("Settings", "All settings", "/admin/settings", IconName::Filter, Permission::ManageSettings),
    item("Settings", "Shop", "/admin/settings/shop", IconName::Store, Permission::ManageSettings),
    item("Settings", "Ways to pay", "/admin/settings/payments", IconName::Card, Permission::ManageSettings),
    item("Settings", "Checkout", "/admin/settings/checkout", IconName::Clock, Permission::ManageSettings),
    item("Settings", "Shipping", "/admin/settings/shipping", IconName::Globe, Permission::ManageSettings),
    item("Settings", "Taxes", "/admin/settings/taxes", IconName::Hash, Permission::ManageSettings),
    item(
        "Settings",
        "Time and languages",
        "/admin/settings/locale",
        IconName::Globe,
        Permission::ManageSettings,
    ),
    item("Settings", "Privacy", "/admin/settings/privacy", IconName::Shield, Permission::ManageSettings),
    item("System", "Staff", "/admin/staff", IconName::User, Permission::ManageStaff),
    item("System", "Health", "/admin/system", IconName::Activity, Permission::OperateSystem),
    item("System", "Rules", "/admin/rules", IconName::Check, Permission::OperateSystem),
    item("System", "Stuck", "/admin/stuck", IconName::Clock, Permission::OperateSystem),
    item("System", "Reconciliation", "/admin/reconciliation", IconName::Refresh, Permission::OperateSystem),
    item("System", "Events", "/admin/events", IconName::Hash, Permission::OperateSystem),
    item("System", "Dead letters", "/admin/dead-letters", IconName::Warning, Permission::OperateSystem),
    item("System", "Audit log", "/admin/audit", IconName::Shield, Permission::ViewAudit),
    item("System", "API keys", "/admin/api-keys", IconName::Lock, Permission::ManageApiKeys),
    item("System", "API clients", "/admin/api-clients", IconName::Lock, Permission::ManageApiKeys),
    item("System", "Webhooks", "/admin/webhooks", IconName::Globe, Permission::ManageWebhooks),
];

/// What can be done from anywhere: text, where, what one needs.
#[cfg(feature = "ssr")]
pub const ACTIONS: [(&str, &str, Permission); 17] = [
    ("New product", "/admin/products/new", Permission::EditCatalog),
    ("New category", "/admin/categories#new", Permission::EditCatalog),
    ("New collection", "/admin/collections/new", Permission::EditCatalog),
    ("New brand", "/admin/brands/new", Permission::EditCatalog),
    ("New product type", "/admin/product-types/new", Permission::EditCatalog),
    ("New redirect", "/admin/redirects#new", Permission::EditCatalog),
    ("Import products", "/admin/imports", Permission::EditCatalog),
    ("New coupon", "/admin/coupons/new", Permission::EditCatalog),
    ("New gift card", "/admin/gift-cards/new", Permission::RefundPayments),
    ("New transfer", "/admin/transfers/new", Permission::AdjustStock),
    ("New warehouse", "/admin/stock/warehouses#new", Permission::AdjustStock),
    ("New shipping zone", "/admin/settings/shipping#new", Permission::ManageSettings),
    ("Invite a colleague", "/admin/staff#new", Permission::ManageStaff),
    ("New role", "/admin/staff/roles#new", Permission::ManageStaff),
    ("New API key", "/admin/api-keys#new", Permission::ManageApiKeys),
    ("New API client", "/admin/api-clients#new", Permission::ManageApiKeys),
    ("New webhook", "/admin/webhooks/new", Permission::ManageWebhooks),
];

/// The page that the longest part of `path` leads to, to mark it in the navigation.
pub fn page_of(path: &str) -> Option<&'static str> {
    let leads = |href: &str| path == href || (href != "/admin" && path.starts_with(&format!("{href}/")));
    PAGES.iter().map(|page| page.href).filter(|href| leads(href)).max_by_key(|href| href.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_page_marks_its_list() {
        assert_eq!(page_of("/admin/orders/0198"), Some("/admin/orders"));
        assert_eq!(page_of("/admin/stock/ledger"), Some("/admin/stock/ledger"));
        assert_eq!(page_of("/admin/stock/0198"), Some("/admin/stock"));
        assert_eq!(page_of("/admin"), Some("/admin"));
        assert_eq!(page_of("/admin/find"), None);
    }
}
