//! Accounts, sessions, roles, API keys and the audit log.

mod audit;
mod consent;

pub use audit::{AuditEntry, AuditQuery, DataExport};
pub use consent::{Consent, Purpose};

use crate::{
    Actor, Address, ApiKeyId, Email, Page, PageRequest, PasskeyId, Permission, SavedAddressId, SessionId,
    Timestamp, UserId,
    contract::contract,
    event::events,
    privacy::{Section, Subject},
};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv6Addr};

mod passkey;
mod second_factor;

pub use passkey::{Passkey, PasskeyAnswer, PasskeyChallenge};
pub use second_factor::{
    Challenge, Enrolment, FactorStanding, LogInOutcome, QrCode, RolePolicy, SecondFactor,
};

/// Which door a session was opened at. A shopper's session never opens the back office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Realm {
    /// The storefront.
    Shop,
    /// The back office.
    Staff,
}

/// Where a request comes from; kept with the session so that its owner recognises it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientInfo {
    /// The client's network address.
    pub address: Option<String>,
    /// The browser's `User-Agent`, cut to 200 characters.
    pub user_agent: Option<String>,
}

impl ClientInfo {
    /// The network of a household: the address itself, or the /64 that an IPv6 customer owns.
    pub fn network(&self) -> Option<String> {
        let address = self.address.as_ref()?;
        Some(match address.parse::<IpAddr>().ok()?.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
            }
        })
    }
}

/// What a new shopper enters. The password is checked by the service: 8 to 128 characters.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "form fields")]
pub struct Registration {
    pub name: String,
    pub email: String,
    pub password: String,
}

/// What somebody enters to log in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "form fields")]
pub struct Credentials {
    pub email: String,
    pub password: String,
}

/// A fresh session. The token is told once, to be set as a cookie; only its hash is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    /// 256 random bits, base64url.
    pub token: String,
    /// The session it opens.
    pub session: Session,
}

/// Who is behind a session token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Session {
    pub id: SessionId,
    pub realm: Realm,
    pub user: UserId,
    pub name: String,
    pub email: Email,
    /// Names of the roles, for display.
    pub roles: Vec<String>,
    /// What the roles allow; empty in the shop, and while a second factor is missing that a role needs.
    pub permissions: Vec<Permission>,
    #[serde(default)]
    pub second_factor: FactorStanding,
    pub expires_at: Timestamp,
    /// A new token to set instead of the present one: tokens rotate while they are used.
    pub rotated: Option<String>,
}

impl Session {
    /// The session's user as the actor of a call.
    pub fn actor(&self) -> Actor {
        match self.realm {
            Realm::Shop => Actor::Shopper { user: self.user },
            Realm::Staff => Actor::Staff {
                user: self.user,
                email: self.email.to_string(),
                permissions: self.permissions.clone(),
            },
        }
    }
}

/// A signed-in device in the list of one's own sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct SessionInfo {
    pub id: SessionId,
    pub realm: Realm,
    pub client: ClientInfo,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
}

/// What a person may see and change about themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Profile {
    pub id: UserId,
    pub name: String,
    pub email: Email,
    /// BCP 47 language for mails, e.g. `en`.
    pub language: String,
    /// Whether a link that was mailed to the address was used. Until then one buys as everybody does, but nothing
    /// is linked to the account because of its address: neither guests' orders nor another way to log in.
    #[serde(default)]
    pub email_verified: bool,
    pub created_at: Timestamp,
}

/// An entry of the address book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedAddress {
    /// Its id.
    pub id: SavedAddressId,
    /// The address.
    pub address: Address,
    /// Offered first in the checkout; at most one per person.
    pub is_default: bool,
}

/// A customer in the back office's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Customer {
    pub id: UserId,
    pub name: String,
    pub email: Email,
    /// `active`, `blocked` or `deleted`.
    pub status: String,
    pub roles: Vec<String>,
    /// As in [`Profile`].
    #[serde(default)]
    pub email_verified: bool,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
}

/// Which customers are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerQuery {
    /// Part of a name or e-mail address; everybody when empty.
    pub search: String,
    /// Only staff (people with a role) instead of everybody.
    pub staff_only: bool,
    /// The part of the list.
    pub page: PageRequest,
}

/// A colleague to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "form fields")]
pub struct Invitation {
    pub name: String,
    pub email: String,
    /// `support`, `manager` or `administrator`.
    pub role: String,
}

/// A link to set a new password or to prove an address, to be mailed and never logged.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IssuedLink {
    /// Whom to mail.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// BCP 47 language of the mail.
    pub language: String,
    /// Single use, valid for 30 minutes; for three days in an invitation, for a day to prove an address.
    pub token: String,
}

/// A machine client's key, without the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// The first characters, to recognise it by.
    pub prefix: String,
    pub scopes: Vec<Scope>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// What a bearer key may do at `/api/v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Read products, categories, search, carts and orders it knows the token of.
    Read,
    /// Change carts and check out.
    Shop,
}

/// A new key: told once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreatedApiKey {
    /// What is stored of it.
    pub key: ApiKey,
    /// The bearer token itself.
    pub secret: String,
}

events! { "identity" {
    /// Somebody made an account.
    UserRegistered / "user_registered" (user) {
        /// The account.
        user: UserId,
        /// Their name.
        name: String,
        /// Their address, for the welcome mail.
        email: Email,
        /// BCP 47.
        language: String,
    }
    /// Somebody logged in.
    LoggedIn / "logged_in" (user) {
        /// The account.
        user: UserId,
        /// At which door.
        realm: Realm,
    }
    /// An account was opened with a browser or in a network it had not been opened with before.
    NewDevice / "new_device" (user) {
        /// The account.
        user: UserId,
        /// Its owner's name.
        name: String,
        /// Their address, for the warning mail.
        email: Email,
        /// BCP 47.
        language: String,
        /// The browser as its owner calls it, e.g. `Firefox on Windows`.
        device: String,
        /// The network, e.g. `192.0.2.0/24`; empty when it is not known.
        address: String,
    }
    /// An account was erased by its owner. Who keeps something of theirs erases it, unless a law says that it is
    /// kept.
    UserDeleted / "user_deleted" (user) {
        /// The account that was.
        user: UserId,
        /// SHA-256 of its address in hexadecimal, if it was proved: orders that were placed as a guest under it are
        /// erased, too.
        address_hash: Option<String>,
    }
    /// Somebody agreed to something, or took it back.
    ConsentChanged / "consent_changed" (user) {
        /// The account.
        user: UserId,
        /// What for.
        purpose: Purpose,
        /// Whether it is given now.
        granted: bool,
    }
    /// A password was changed or reset; all other sessions have ended.
    PasswordChanged / "password_changed" (user) {
        /// The account.
        user: UserId,
        /// Their name.
        name: String,
        /// Their address, for the warning mail.
        email: Email,
        /// BCP 47.
        language: String,
    }
    /// A second factor was added to an account or taken from it.
    SecondFactorChanged / "second_factor_changed" (user) {
        /// The account.
        user: UserId,
        /// Their name.
        name: String,
        /// Their address, for the warning mail.
        email: Email,
        /// BCP 47.
        language: String,
        /// Whether there is one now.
        added: bool,
    }
}}

contract! {
    /// Who people are and what they may do. Owns `users`, `roles`, `user_roles`, `sessions`.
    pub trait Identity as "identity" {
        /// Makes an account and signs it in. A taken address is a field error.
        async fn register(&self, registration: Registration, client: ClientInfo) -> Result<SignedIn>;
        /// Opens a session, or leads to the second step where the account has a second factor. Unknown address
        /// and wrong password give the same answer in the same time.
        async fn log_in(&self, realm: Realm, credentials: Credentials, client: ClientInfo) -> Result<LogInOutcome>;
        /// The second step: opens the session for a code of the app, a recovery code or, here and wherever a code is
        /// taken, what a passkey answered ([`PasskeyAnswer::into_code`]). `Unauthenticated` when the challenge is over, a
        /// field error at `one_time_code` when the code is wrong or was used.
        async fn prove_log_in(&self, realm: Realm, challenge: String, code: String, client: ClientInfo) -> Result<SignedIn>;
        /// Who a token belongs to, if it is valid in this realm; may rotate it.
        async fn session(&self, realm: Realm, token: String) -> Result<Option<Session>>;
        /// Ends the session of a token; unknown tokens are fine.
        async fn log_out(&self, token: String) -> Result<()>;
        /// One's own sessions, newest first.
        async fn sessions(&self, actor: Actor) -> Result<Vec<SessionInfo>>;
        /// Ends one of one's own sessions.
        async fn revoke_session(&self, actor: Actor, session: SessionId) -> Result<()>;
        /// Changes the password and ends all sessions but `keep`.
        async fn change_password(&self, actor: Actor, current: String, new: String, keep: Option<SessionId>) -> Result<()>;
        /// One's own second factor.
        async fn second_factor(&self, actor: Actor) -> Result<SecondFactor>;
        /// Makes a key for an authenticator app in place of one that was not confirmed. Needs the password;
        /// `Conflict` when there is a second factor already.
        async fn begin_second_factor(&self, actor: Actor, password: String) -> Result<()>;
        /// Confirms the key by a code: from now on the log-in asks for one. Tells the recovery codes, once; all
        /// sessions but `keep` end.
        async fn confirm_second_factor(&self, actor: Actor, code: String, keep: SessionId) -> Result<Vec<String>>;
        /// Takes the authenticator app away. Needs the password and a code; `Conflict` when there is none.
        async fn remove_second_factor(&self, actor: Actor, password: String, code: String) -> Result<()>;
        /// Makes recovery codes in place of the older ones and tells them, once. Needs the password and a code.
        async fn renew_recovery_codes(&self, actor: Actor, password: String, code: String) -> Result<Vec<String>>;
        /// Notes with a session of one's own that the second factor was proved just now.
        async fn prove_again(&self, actor: Actor, session: SessionId, code: String) -> Result<()>;
        /// One's own passkeys, the latest first.
        async fn passkeys(&self, actor: Actor) -> Result<Vec<Passkey>>;
        /// Begins to add a passkey. Needs the password, or a session in which the second factor was proved within the
        /// last ten minutes; `Conflict` when there are twenty, `Unavailable` where the shop has no domain name.
        async fn begin_passkey(&self, actor: Actor, session: SessionId, password: String) -> Result<PasskeyChallenge>;
        /// Adds the passkey under a name. When it is the first second factor, tells the recovery codes, once, and ends
        /// all sessions but `keep`; otherwise tells none. `Invalid` when the answer is not what was asked for or comes
        /// too late, `Conflict` when the passkey is known already.
        async fn add_passkey(&self, actor: Actor, keep: SessionId, name: String, answer: PasskeyAnswer) -> Result<Vec<String>>;
        /// Takes a passkey of one's own away. Needs the password and a code.
        async fn remove_passkey(&self, actor: Actor, id: PasskeyId, password: String, code: String) -> Result<()>;
        /// Asks for any passkey of this shop: the way in without a password.
        async fn begin_passkey_log_in(&self) -> Result<PasskeyChallenge>;
        /// Opens a session for a passkey whose device knew its owner. `Unauthenticated` for any other, for a shopper's
        /// at the staff's door, and when the account is blocked.
        async fn log_in_with_passkey(&self, realm: Realm, answer: PasskeyAnswer, client: ClientInfo) -> Result<SignedIn>;
        /// Asks for a passkey as the second step of a log-in. `Unauthenticated` when the log-in is over, `Conflict` when
        /// the account has none.
        async fn begin_passkey_step(&self, realm: Realm, challenge: String) -> Result<PasskeyChallenge>;
        /// Asks for one of one's own passkeys in place of a code. `Conflict` when there is none.
        async fn begin_passkey_proof(&self, actor: Actor) -> Result<PasskeyChallenge>;
        /// What each role of staff asks of its members. Needs `ManageStaff`.
        async fn role_policies(&self, actor: Actor) -> Result<Vec<RolePolicy>>;
        /// Says whether the members of a role need a second factor; it counts from their next request on. Needs
        /// `ManageStaff`.
        async fn set_second_factor_required(&self, actor: Actor, role: String, required: bool) -> Result<()>;
        /// Erases one's own account: sessions, addresses, name and e-mail address; orders keep what the law asks
        /// for. A field error when the password is wrong, or the code where there is a second factor; `Conflict` when
        /// no administrator would be left.
        async fn delete_account(&self, actor: Actor, password: String, code: String) -> Result<()>;
        /// What one agreed to and took back, newest first.
        async fn consents(&self, actor: Actor) -> Result<Vec<Consent>>;
        /// Agrees to something in the present words, or takes it back; what is so already changes nothing.
        async fn set_consent(&self, actor: Actor, purpose: Purpose, granted: bool) -> Result<()>;
        /// What one person agreed to and took back, newest first. Needs `ViewCustomers`.
        async fn customer_consents(&self, actor: Actor, id: UserId) -> Result<Vec<Consent>>;
        /// Lets one's data be told to this session for ten minutes. A field error when the password is wrong, or the
        /// code where there is a second factor; `TooMany` after five in a day. Audited.
        async fn begin_data_export(&self, actor: Actor, session: SessionId, password: String, code: String) -> Result<()>;
        /// Whose data may be told to this session, without the orders; `Forbidden` when that was not begun.
        async fn data_subject(&self, actor: Actor, session: SessionId) -> Result<Subject>;
        /// What is kept here of a person. System only.
        async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>>;
        /// A reset link for the address; `None` when nobody has it.
        async fn begin_password_reset(&self, email: String) -> Result<Option<IssuedLink>>;
        /// Sets a new password with a reset token and ends all sessions.
        async fn reset_password(&self, token: String, new: String) -> Result<()>;
        /// A link that proves one's own address, in place of an older one; `None` when it is proved. `TooMany` when
        /// one was issued not long ago.
        async fn begin_email_verification(&self, actor: Actor) -> Result<Option<IssuedLink>>;
        /// Uses such a link up; so does setting a password by a mailed link. `Invalid` when it cannot be used.
        async fn verify_email(&self, token: String) -> Result<()>;
        /// One's own profile.
        async fn profile(&self, actor: Actor) -> Result<Profile>;
        /// Changes one's own name and language.
        async fn update_profile(&self, actor: Actor, name: String, language: String) -> Result<Profile>;
        /// One's own address book, the default first.
        async fn addresses(&self, actor: Actor) -> Result<Vec<SavedAddress>>;
        /// Adds (`id` none) or changes an address of one's own; at most 50.
        async fn save_address(&self, actor: Actor, id: Option<SavedAddressId>, address: Address, is_default: bool) -> Result<SavedAddress>;
        /// Removes an address of one's own.
        async fn delete_address(&self, actor: Actor, id: SavedAddressId) -> Result<()>;
        /// The back office's list of people. Needs `ViewCustomers`.
        async fn customers(&self, actor: Actor, query: CustomerQuery) -> Result<Page<Customer>>;
        /// One person. Needs `ViewCustomers`.
        async fn customer(&self, actor: Actor, id: UserId) -> Result<Option<Customer>>;
        /// One person's address book. Needs `ViewCustomers`.
        async fn customer_addresses(&self, actor: Actor, id: UserId) -> Result<Vec<SavedAddress>>;
        /// The audit log, newest first. Needs `ViewAudit`.
        async fn audit_log(&self, actor: Actor, query: AuditQuery) -> Result<Page<AuditEntry>>;
        /// Everything that was ever done, for choosing among: `product.updated` and so on. Needs `ViewAudit`.
        async fn audit_actions(&self, actor: Actor) -> Result<Vec<String>>;
        /// At most [`PageRequest::BATCH`] entries of the audit log, newest first: those that follow the one of this
        /// moment and number. Needs `ViewAudit`.
        async fn export_audit_log(&self, actor: Actor, query: AuditQuery, after: Option<(Timestamp, i64)>) -> Result<Vec<AuditEntry>>;
        /// At most [`PageRequest::BATCH`] people, the latest ids first: those that follow this one. Needs `ViewCustomers`.
        async fn export_customers(&self, actor: Actor, query: CustomerQuery, after: Option<UserId>) -> Result<Vec<Customer>>;
        /// Keeps in the audit log that a member of staff takes a list home. Staff only.
        async fn record_export(&self, actor: Actor, export: DataExport) -> Result<()>;
        /// Makes sure an administrator exists; `false` when one did already. System only.
        async fn ensure_administrator(&self, actor: Actor, email: Email, password: String) -> Result<bool>;
        /// Gives an administrator who cannot log in this password and takes a second factor away; all their
        /// sessions end. `NotFound` when nobody with the address is one. System only.
        async fn reset_administrator(&self, actor: Actor, email: Email, password: String) -> Result<()>;
        /// Gives exactly these roles (`support`, `manager`, `administrator`) to an account; its sessions in
        /// the back office end. `Conflict` when no administrator would be left. Needs `ManageStaff`.
        async fn assign_roles(&self, actor: Actor, user: UserId, roles: Vec<String>) -> Result<()>;
        /// Gives a role to a person, whose account is made or, if there is one, taken over: its password
        /// ends, and the link that is issued sets another. A field error when they are staff already.
        /// Needs `ManageStaff`.
        async fn invite_staff(&self, actor: Actor, invitation: Invitation) -> Result<IssuedLink>;
        /// Locks a person out (all sessions end at once) or lets them in again. `Conflict` when no
        /// administrator would be left. Needs `ManageStaff`.
        async fn set_blocked(&self, actor: Actor, user: UserId, blocked: bool) -> Result<()>;
        /// Makes a bearer key. Needs `ManageApiKeys`.
        async fn create_api_key(&self, actor: Actor, name: String, scopes: Vec<Scope>) -> Result<CreatedApiKey>;
        /// All bearer keys. Needs `ManageApiKeys`.
        async fn api_keys(&self, actor: Actor) -> Result<Vec<ApiKey>>;
        /// Ends a bearer key. Needs `ManageApiKeys`.
        async fn revoke_api_key(&self, actor: Actor, id: ApiKeyId) -> Result<()>;
        /// The key behind a bearer token, if it is valid.
        async fn authenticate_api_key(&self, secret: String) -> Result<Option<ApiKey>>;
    }
}
