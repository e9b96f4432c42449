//! The events of this service, made of its rows.

use crate::account::model::Account;
use contracts::{
    Email, RegistrationId, UserId,
    identity::{Event, Purpose, Realm, WayIn},
};

/// Somebody made an account.
pub(crate) fn user_registered(account: &Account, by_themselves: bool) -> Event {
    Event::UserRegistered {
        user: account.id,
        name: account.name.clone(),
        email: account.email.clone(),
        language: account.language.clone(),
        by_themselves,
    }
}

/// Somebody asked for an account.
pub(crate) fn registration_begun(registration: RegistrationId) -> Event {
    Event::RegistrationBegun { registration }
}

/// Somebody wanted to make an account with the address of this one.
pub(crate) fn registered_again(account: &Account) -> Event {
    Event::RegisteredAgain {
        user: account.id,
        name: account.name.clone(),
        email: account.email.clone(),
        language: account.language.clone(),
    }
}

/// Somebody logged in at this door.
pub(crate) fn logged_in(account: &Account, realm: Realm) -> Event {
    Event::LoggedIn { user: account.id, realm }
}

/// An account, which is given as it was before, has another address.
pub(crate) fn email_changed(account: &Account, wanted: &Email) -> Event {
    Event::EmailChanged {
        user: account.id,
        name: account.name.clone(),
        email: account.email.clone(),
        language: account.language.clone(),
        wanted: wanted.clone(),
    }
}

/// A change of address was stopped or undone by who reads the mail of the former one.
pub(crate) fn email_change_stopped(user: UserId, former: &Email) -> Event {
    Event::EmailChangeStopped { user, email: former.clone() }
}

/// A second factor was added or taken away.
pub(crate) fn second_factor_changed(account: &Account, added: bool, by_staff: bool) -> Event {
    Event::SecondFactorChanged {
        user: account.id,
        name: account.name.clone(),
        email: account.email.clone(),
        language: account.language.clone(),
        added,
        by_staff,
    }
}

/// What opens an account without its password.
pub(crate) enum Way {
    /// An account at the provider that people know by this name.
    Provider(String),
    /// The passkey of this name.
    Passkey(String),
}

/// Something opens an account without its password from now on, or no longer.
pub(crate) fn way_in_changed(account: &Account, way: Way, added: bool) -> Event {
    let (kind, way) = match way {
        Way::Provider(label) => (WayIn::Provider, label),
        Way::Passkey(name) => (WayIn::Passkey, name),
    };
    Event::WayInChanged {
        user: account.id,
        name: account.name.clone(),
        email: account.email.clone(),
        language: account.language.clone(),
        kind,
        way,
        added,
    }
}

/// An account was opened from elsewhere.
pub(crate) fn new_device(account: &Account, device: String, network: String) -> Event {
    Event::NewDevice {
        user: account.id,
        name: account.name.clone(),
        email: account.email.clone(),
        language: account.language.clone(),
        device,
        address: network,
    }
}

/// An account was erased.
pub(crate) fn user_deleted(account: &Account) -> Event {
    let address = account.is_verified.then(|| platform::ids::hash_token(account.email.as_str()));
    Event::UserDeleted { user: account.id, address_hash: address }
}

/// Somebody agreed to something, or took it back.
pub(crate) fn consent_changed(user: UserId, purpose: Purpose, granted: bool) -> Event {
    Event::ConsentChanged { user, purpose, granted }
}

/// One account became a part of another one.
pub(crate) fn customers_merged(kept: UserId, merged: UserId) -> Event {
    Event::CustomersMerged { kept, merged }
}

/// A password was changed or reset.
pub(crate) fn password_changed(account: &Account) -> Event {
    Event::PasswordChanged {
        user: account.id,
        name: account.name.clone(),
        email: account.email.clone(),
        language: account.language.clone(),
    }
}
