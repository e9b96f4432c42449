//! The permissions in plain words.

use contracts::Permission;

/// What permissions are about, in the order in which they are shown.
pub const GROUPS: [&str; 7] = ["Catalogue", "Stock", "Orders", "Money", "Customers", "Messages", "System"];

/// What a permission is about, and what it allows.
pub fn permission_words(permission: Permission) -> (&'static str, &'static str) {
    use Permission as P;
    match permission {
        P::ViewCatalog => ("Catalogue", "See products, categories and coupons"),
        P::EditCatalog => ("Catalogue", "Change products, prices, categories and coupons"),
        P::ViewStock => ("Stock", "See stock, warehouses and the ledger"),
        P::AdjustStock => ("Stock", "Correct stock, move it and change warehouses"),
        P::ViewOrders => ("Orders", "See orders, carts, parcels, payments and gift cards"),
        P::ShipOrders => ("Orders", "Send parcels and note that they arrived"),
        P::CancelOrders => ("Orders", "Cancel orders"),
        P::CapturePayments => ("Money", "Take the money of orders"),
        P::RefundPayments => ("Money", "Refund orders and issue gift cards"),
        P::ViewAnalytics => ("Money", "See the dashboard and make reports"),
        P::ViewCustomers => ("Customers", "See customers and all that is known of them"),
        P::EditCustomers => ("Customers", "Write notes, give tags and groups, end sessions"),
        P::MergeCustomers => ("Customers", "Merge two accounts of one person"),
        P::ImpersonateCustomers => ("Customers", "Look at the shop as a customer"),
        P::ViewNotifications => ("Messages", "See mails that were sent, and their templates"),
        P::EditNotifications => ("Messages", "Change templates and send mails again"),
        P::ManageSettings => ("System", "Set where is shipped to, prices of shipping and taxes"),
        P::ManageStaff => {
            ("System", "Invite people, make and give roles, block, read mails that open accounts")
        }
        P::ManageApiKeys => ("System", "Make and revoke API keys"),
        P::ManageWebhooks => ("System", "Have other machines told what happens"),
        P::OperateSystem => ("System", "Operate the system: health, events, stuck orders, reconciliation"),
        P::ViewAudit => ("System", "Read the audit log"),
    }
}

/// The permissions of a group.
pub fn of_group(group: &str) -> impl Iterator<Item = Permission> {
    Permission::ALL.into_iter().filter(move |permission| permission_words(*permission).0 == group)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_permission_has_words_of_its_own_in_a_group_that_is_shown() {
        let shown: Vec<_> = GROUPS.into_iter().flat_map(of_group).collect();
        assert_eq!(shown.len(), Permission::ALL.len());
        let words: BTreeSet<_> = shown.into_iter().map(|permission| permission_words(permission).1).collect();
        assert_eq!(words.len(), Permission::ALL.len());
    }
}
