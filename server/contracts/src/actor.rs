use crate::{Error, Result, UserId};
use serde::{Deserialize, Serialize};

/// What a member of staff may do. Roles are sets of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say what they allow")]
pub enum Permission {
    ViewCatalog,
    EditCatalog,
    ViewStock,
    AdjustStock,
    ViewOrders,
    ShipOrders,
    CancelOrders,
    CapturePayments,
    RefundPayments,
    ViewCustomers,
    EditCustomers,
    MergeCustomers,
    ImpersonateCustomers,
    ViewNotifications,
    EditNotifications,
    ViewAnalytics,
    ViewAudit,
    OperateSystem,
    ManageSettings,
    ManageApiKeys,
    ManageStaff,
    ManageWebhooks,
}

impl Permission {
    /// Every permission; an administrator has them all.
    pub const ALL: [Self; 22] = [
        Self::ViewCatalog,
        Self::EditCatalog,
        Self::ViewStock,
        Self::AdjustStock,
        Self::ViewOrders,
        Self::ShipOrders,
        Self::CancelOrders,
        Self::CapturePayments,
        Self::RefundPayments,
        Self::ViewCustomers,
        Self::EditCustomers,
        Self::MergeCustomers,
        Self::ImpersonateCustomers,
        Self::ViewNotifications,
        Self::EditNotifications,
        Self::ViewAnalytics,
        Self::ViewAudit,
        Self::OperateSystem,
        Self::ManageSettings,
        Self::ManageApiKeys,
        Self::ManageStaff,
        Self::ManageWebhooks,
    ];

    /// As it is stored and sent, e.g. `view_orders`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }

    /// The permission of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }
}

/// On whose behalf a call is made. The edge makes it of the session; the service checks it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// Somebody who is not signed in.
    Guest,
    /// A signed-in shopper.
    Shopper {
        /// The account.
        user: UserId,
    },
    /// A member of staff in the back office.
    Staff {
        /// The account.
        user: UserId,
        /// For the audit log.
        email: String,
        /// What the roles of the account allow.
        permissions: Vec<Permission>,
    },
    /// Tradewind itself: a flow, a job, a consumer, the command line.
    System,
}

impl Actor {
    /// The signed-in account, if any.
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::Shopper { user } | Self::Staff { user, .. } => Some(*user),
            Self::Guest | Self::System => None,
        }
    }

    /// The signed-in account.
    ///
    /// # Errors
    /// `Unauthenticated` for guests and the system.
    pub fn signed_in(&self) -> Result<UserId> {
        self.user().ok_or_else(|| Error::unauthenticated("Please log in first."))
    }

    /// Passes staff with the permission, and the system.
    ///
    /// # Errors
    /// `Unauthenticated` for guests, `Forbidden` for everybody else without it.
    pub fn require(&self, permission: Permission) -> Result<()> {
        match self {
            Self::System => Ok(()),
            Self::Staff { permissions, .. } if permissions.contains(&permission) => Ok(()),
            Self::Guest => Err(Error::unauthenticated("Please log in first.")),
            Self::Shopper { .. } | Self::Staff { .. } => Err(Error::forbidden()),
        }
    }

    /// Passes Tradewind itself alone.
    ///
    /// # Errors
    /// `Forbidden` for everybody else.
    pub fn require_system(&self) -> Result<()> {
        if *self == Self::System { Ok(()) } else { Err(Error::forbidden()) }
    }

    /// Who this is, for the audit log: an e-mail address, `system`, `shopper` or `guest`.
    pub fn label(&self) -> &str {
        match self {
            Self::Staff { email, .. } => email,
            Self::System => "system",
            Self::Shopper { .. } => "shopper",
            Self::Guest => "guest",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_is_named_as_it_is_sent() {
        for permission in Permission::ALL {
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.name().as_str());
            assert_eq!(Permission::from_name(&permission.name()), Some(permission));
        }
        assert_eq!(Permission::from_name("rule_the_world"), None);
    }
}
