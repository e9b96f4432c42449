//! Roles: sets of permissions under a name.

use crate::Permission;
use serde::{Deserialize, Serialize};

/// What members of the staff may do together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// 2 to 40 small letters, digits and underscores, e.g. `support`.
    pub name: String,
    /// What it is for, at most 200 characters.
    pub description: String,
    /// In the order of [`Permission::ALL`].
    pub permissions: Vec<Permission>,
    /// How many people have it, also those who are blocked.
    pub members: u64,
    /// Whether every shop has it; then it cannot be deleted.
    pub is_built_in: bool,
    /// Grows with each change; a save names the version it started from.
    pub version: i64,
}

impl Role {
    /// Whether nobody can change it: who may do everything always may.
    pub fn is_fixed(&self) -> bool {
        self.name == "administrator"
    }
}

/// A role as it is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDraft {
    /// As in [`Role`]; capital letters and spaces are taken for small ones and underscores.
    pub name: String,
    /// As in [`Role`].
    pub description: String,
    /// At least one.
    pub permissions: Vec<Permission>,
    /// The version of the role of this name that the change started from; a new one when none.
    pub version: Option<i64>,
}
