//! What the overview leads to. Server only.

use contracts::Permission;

/// Group, text, where, a sentence, and what one needs to open it.
pub type SettingsPage = (&'static str, &'static str, &'static str, &'static str, Permission);

const SELLING: &str = "Selling";
const PEOPLE: &str = "People";
const OTHERS: &str = "Mails and machines";

/// Every page of settings, in the order in which a new shop needs them.
pub const PAGES: [SettingsPage; 16] = [
    (
        SELLING,
        "Shop",
        "/admin/settings/shop",
        "Name, seller on invoices, support address and phone, sender of mails.",
        Permission::ManageSettings,
    ),
    (
        SELLING,
        "Time and languages",
        "/admin/settings/locale",
        "The time zone that days begin in, and the languages of mails.",
        Permission::ManageSettings,
    ),
    (
        SELLING,
        "Ways to pay",
        "/admin/settings/payments",
        "Card and gift card: in which order, on or off, for which countries and amounts.",
        Permission::ManageSettings,
    ),
    (
        SELLING,
        "Checkout",
        "/admin/settings/checkout",
        "How long a purchase holds its units, and when carts are abandoned and deleted.",
        Permission::ManageSettings,
    ),
    (
        SELLING,
        "Shipping",
        "/admin/settings/shipping",
        "Zones of countries, ways to ship there and their prices.",
        Permission::ManageSettings,
    ),
    (
        SELLING,
        "Taxes",
        "/admin/settings/taxes",
        "The value-added tax of each country that you ship to.",
        Permission::ManageSettings,
    ),
    (
        SELLING,
        "Warehouses",
        "/admin/stock/warehouses",
        "Where your units lie, and which place is picked from first.",
        Permission::ViewStock,
    ),
    (
        SELLING,
        "Low stock",
        "/admin/stock/low",
        "From how few units on an article counts as low, and which ones are.",
        Permission::ViewStock,
    ),
    (
        PEOPLE,
        "Privacy and retention",
        "/admin/settings/privacy",
        "How long mails, deliveries of webhooks and the log of events are kept.",
        Permission::ManageSettings,
    ),
    (
        PEOPLE,
        "Staff and roles",
        "/admin/staff",
        "Who works here, what each role may do, and which roles need a second factor.",
        Permission::ManageStaff,
    ),
    (
        PEOPLE,
        "Customer groups",
        "/admin/customers/groups",
        "Groups and tags that lists of customers are narrowed by.",
        Permission::ViewCustomers,
    ),
    (
        PEOPLE,
        "Audit log",
        "/admin/audit",
        "Who changed which setting when, with what it was before.",
        Permission::ViewAudit,
    ),
    (
        OTHERS,
        "API clients",
        "/admin/api-clients",
        "Programs of others that people may let into their accounts.",
        Permission::ManageApiKeys,
    ),
    (
        OTHERS,
        "Templates",
        "/admin/templates",
        "What mails say, in each language.",
        Permission::ViewNotifications,
    ),
    (
        OTHERS,
        "API keys",
        "/admin/api-keys",
        "Keys with which programs of yours ask the shop.",
        Permission::ManageApiKeys,
    ),
    (
        OTHERS,
        "Webhooks",
        "/admin/webhooks",
        "Which programs of yours are told what happens, and whether they heard it.",
        Permission::ManageWebhooks,
    ),
];
