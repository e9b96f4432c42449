//! Accounts, sessions, roles, API keys and the audit log.

mod api_key;
mod audit;
mod consent;
mod customer;
mod federation;
mod oauth;
mod preferences;
mod registration;
mod role;

pub use api_key::{ApiKey, CreatedApiKey, KeyLimits, Scope};
pub use audit::{AuditEntry, AuditQuery, DataExport};
pub use consent::{Consent, Purpose};
pub use customer::{
    CustomerFile, CustomerGroup, CustomerMatch, CustomerNote, Look, MatchReason, MergePreview,
};
pub use federation::{
    FederationAnswer, FederationCallback, FederationOutcome, FederationRefusal, FederationStart,
    LinkedIdentities, LinkedIdentity, SignInProvider, WayIn,
};
pub use oauth::{
    AccessToken, AllowedApp, Authorization, AuthorizationRequest, ClientProof, CreatedOauthClient,
    Introspection, IssuedTokens, OauthClient, OauthClientDraft, OauthFlow, OauthRefusal, PublicKey,
    TokenAnswer, TokenRequest,
};
pub use preferences::{Colleague, Density, ListLook, ListPreferences, SavedView, ViewDraft};
pub use registration::{FinishedRegistration, Registration, RegistrationLink};
pub use role::{Role, RoleDraft};

use crate::{
    Actor, Address, ApiKeyId, CustomerGroupId, CustomerNoteId, Email, ExternalIdentityId, OauthClientId,
    OauthGrantId, Page, PageRequest, PasskeyId, Permission, RegistrationId, SavedAddressId, SavedViewId,
    SessionId, Timestamp, UserId,
    contract::contract,
    event::events,
    privacy::{Section, Subject},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv6Addr};

mod email_change;
mod passkey;
mod second_factor;

pub use email_change::{
    AddressOwner, EmailChange, EmailChangeStage, EmailChangeView, EmailEnd, NewEmail, PendingEmail,
};
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
    /// The address of the member of staff who looks at the shop as this person. Such a session only reads.
    #[serde(default)]
    pub looker: Option<String>,
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
    #[serde(default)]
    pub has_second_factor: bool,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
    /// Given by staff; small letters.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Names of the groups they are in.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// Which customers are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerQuery {
    /// Part of a name or e-mail address; everybody when empty.
    pub search: String,
    /// Only staff (people with a role) instead of everybody.
    pub staff_only: bool,
    /// Only people with this tag; everybody when empty.
    #[serde(default)]
    pub tag: String,
    /// Only people in this group.
    #[serde(default)]
    pub group: Option<CustomerGroupId>,
    /// Only those that began on this day or later.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Only those that began on this day or before.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// IANA name of the time zone whose days these are; UTC's when empty.
    #[serde(default)]
    pub time_zone: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// A colleague to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "form fields")]
pub struct Invitation {
    pub name: String,
    pub email: String,
    /// The name of a role of staff, e.g. `support`.
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
        /// Whether they did it themselves, by a link that was mailed to the address; before there were such links, nobody
        /// knew whose the address is.
        #[serde(default)]
        by_themselves: bool,
    }
    /// Somebody asked for an account. Nobody has looked yet whether the address is taken.
    RegistrationBegun / "registration_begun" (registration) {
        /// What waits.
        registration: RegistrationId,
    }
    /// Somebody wanted to make an account with an address that has one.
    RegisteredAgain / "registered_again" (user) {
        /// The account that there is.
        user: UserId,
        /// Its owner's name.
        name: String,
        /// Their address, for the mail that tells them.
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
    /// What opens an account without its password was added to it or taken from it.
    WayInChanged / "way_in_changed" (user) {
        /// The account.
        user: UserId,
        /// Their name.
        name: String,
        /// Their address, for the warning mail.
        email: Email,
        /// BCP 47.
        language: String,
        /// What it is.
        kind: WayIn,
        /// What people know it by: the provider, e.g. `Google`, or the passkey as its owner calls it.
        way: String,
        /// Whether it opens the account now.
        added: bool,
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
    /// Two accounts were the same person's: one is erased, and who keeps something of it gives it to the other.
    CustomersMerged / "customers_merged" (kept) {
        /// The account that goes on.
        kept: UserId,
        /// The account that was.
        merged: UserId,
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
    /// An account has another address, which both ends have confirmed; all other sessions have ended.
    EmailChanged / "email_changed" (user) {
        /// The account.
        user: UserId,
        /// Their name.
        name: String,
        /// The former address, for the warning mail.
        email: Email,
        /// BCP 47.
        language: String,
        /// The address from now on.
        wanted: Email,
    }
    /// Somebody at an account's address said that a change of it was not theirs: the account has this address (again),
    /// its password opens it no more, and all sessions have ended.
    EmailChangeStopped / "email_change_stopped" (user) {
        /// The account.
        user: UserId,
        /// Where a link to set a new password is mailed to.
        email: Email,
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
        /// Whether somebody else took it away, because its owner had lost it.
        #[serde(default)]
        by_staff: bool,
    }
}}

contract! {
    /// Who people are and what they may do. Owns `users`, `roles`, `user_roles`, `sessions`.
    pub trait Identity as "identity" {
        /// Asks for an account, to be made by a link that is mailed to the address; valid for a day. A taken address is
        /// answered like a free one, in the same time. `return_to` is the path of the shop to go on to afterwards; anything
        /// else leads to the account. Field errors at `name`, `email` and `password`.
        async fn register(&self, registration: Registration, return_to: String) -> Result<RegistrationId>;
        /// The link that makes an account, in place of an older one; `None` when the address is taken, which its owner is
        /// told, when it was written to often lately, and when nothing waits any more. System only.
        async fn issue_registration(&self, actor: Actor, id: RegistrationId) -> Result<Option<RegistrationLink>>;
        /// For which address a mailed link makes an account; `None` when it cannot be used.
        async fn registration(&self, token: String) -> Result<Option<Email>>;
        /// Makes the account, whose address is proved by the link, and signs it in. A field error at `password` when it is
        /// not the one that was chosen, `Invalid` when the link cannot be used, `Conflict` when the address is taken by now.
        async fn finish_registration(&self, token: String, password: String, client: ClientInfo) -> Result<FinishedRegistration>;
        /// Opens a session, or leads to the second step where the account has a second factor. Unknown address
        /// and wrong password give the same answer in the same time.
        async fn log_in(&self, realm: Realm, credentials: Credentials, client: ClientInfo) -> Result<LogInOutcome>;
        /// The second step: opens the session for a code of the app, a recovery code or, here and wherever a code is
        /// taken, what a passkey answered ([`PasskeyAnswer::into_code`]). `Unauthenticated` when the challenge is over, a
        /// field error at `one_time_code` when the code is wrong or was used.
        async fn prove_log_in(&self, realm: Realm, challenge: String, code: String, client: ClientInfo) -> Result<SignedIn>;
        /// With whom else one can sign in at this door, in the order of their names.
        async fn sign_in_providers(&self, realm: Realm) -> Result<Vec<SignInProvider>>;
        /// Begins to sign in with one of them; tells the address to send the browser to. `NotFound` when there is
        /// none of that name at this door, `Unavailable` when it does not answer.
        async fn begin_federation(&self, start: FederationStart) -> Result<String>;
        /// As `begin_federation`, to link what is signed in with to one's own account. Needs the password (a field
        /// error at `password`), or, where the account has none, a log-in of the last ten minutes (`Conflict`).
        async fn begin_linking(&self, actor: Actor, session: SessionId, start: FederationStart, password: String) -> Result<String>;
        /// Ends what was begun, with what the provider sent the browser back with. Each beginning counts once, for
        /// ten minutes, and in its own browser.
        async fn finish_federation(&self, callback: FederationCallback, client: ClientInfo) -> Result<FederationOutcome>;
        /// What one can sign in with oneself.
        async fn linked_identities(&self, actor: Actor) -> Result<LinkedIdentities>;
        /// Takes one of them away. Proved as in `begin_linking`; `Conflict` when nothing else would open the
        /// account.
        async fn unlink_identity(&self, actor: Actor, session: SessionId, id: ExternalIdentityId, password: String) -> Result<()>;
        /// Who a token belongs to, if it is valid in this realm; may rotate it.
        async fn session(&self, realm: Realm, token: String) -> Result<Option<Session>>;
        /// The same without using the session: it does not last longer for it, and its token stays as it is.
        async fn peek_session(&self, realm: Realm, token: String) -> Result<Option<Session>>;
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
        /// Makes a key for an authenticator app in place of one that was not confirmed. Needs one fresh proof: the
        /// password, a second factor that was proved in this session within the last ten minutes or, where there is no
        /// password, the code of a second factor or a log-in of the last ten minutes (`Conflict`). `Conflict` as well when
        /// there is an app already.
        async fn begin_second_factor(&self, actor: Actor, session: SessionId, password: String, code: String) -> Result<()>;
        /// Confirms the key by a code: from now on the log-in asks for one. Tells the recovery codes, once; all
        /// sessions but `keep` end.
        async fn confirm_second_factor(&self, actor: Actor, code: String, keep: SessionId) -> Result<Vec<String>>;
        /// Takes the authenticator app away. Proved as in `delete_account`; `Conflict` when there is none.
        async fn remove_second_factor(&self, actor: Actor, session: SessionId, password: String, code: String) -> Result<()>;
        /// Makes recovery codes in place of the older ones and tells them, once. Proved as in `delete_account`; `Conflict`
        /// when there is no second factor.
        async fn renew_recovery_codes(&self, actor: Actor, session: SessionId, password: String, code: String) -> Result<Vec<String>>;
        /// Notes with a session of one's own that the second factor was proved just now.
        async fn prove_again(&self, actor: Actor, session: SessionId, code: String) -> Result<()>;
        /// Takes a second factor away that its owner has lost; all their sessions end and they are told. `Conflict`
        /// when it is one's own, or there is none. Needs `ManageStaff`.
        async fn reset_second_factor(&self, actor: Actor, user: UserId) -> Result<()>;
        /// One's own passkeys, the latest first.
        async fn passkeys(&self, actor: Actor) -> Result<Vec<Passkey>>;
        /// Begins to add a passkey. Needs the password, or a session in which the second factor was proved within the
        /// last ten minutes; where there is no password, a log-in of the last ten minutes. `Conflict` when there are twenty, `Unavailable` where the shop has no domain name.
        async fn begin_passkey(&self, actor: Actor, session: SessionId, password: String) -> Result<PasskeyChallenge>;
        /// Adds the passkey under a name. When it is the first second factor, tells the recovery codes, once, and ends
        /// all sessions but `keep`; otherwise tells none. `Invalid` when the answer is not what was asked for or comes
        /// too late, `Conflict` when the passkey is known already.
        async fn add_passkey(&self, actor: Actor, keep: SessionId, name: String, answer: PasskeyAnswer) -> Result<Vec<String>>;
        /// Takes a passkey of one's own away. Proved as in `delete_account`; `Conflict` when nothing else would open the
        /// account.
        async fn remove_passkey(&self, actor: Actor, session: SessionId, id: PasskeyId, password: String, code: String) -> Result<()>;
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
        /// for. A field error when the password is wrong, or the code where there is a second factor. An account
        /// without a password takes the code alone or, where there is no second factor, a log-in of the last ten
        /// minutes (`Conflict`). `Conflict` as well when no administrator would be left.
        async fn delete_account(&self, actor: Actor, session: SessionId, password: String, code: String) -> Result<()>;
        /// What one agreed to and took back, newest first.
        async fn consents(&self, actor: Actor) -> Result<Vec<Consent>>;
        /// Agrees to something in the present words, or takes it back; what is so already changes nothing.
        async fn set_consent(&self, actor: Actor, purpose: Purpose, granted: bool) -> Result<()>;
        /// What one person agreed to and took back, newest first. Needs `ViewCustomers`.
        async fn customer_consents(&self, actor: Actor, id: UserId) -> Result<Vec<Consent>>;
        /// Lets one's data be told to this session for ten minutes. Proved as in `delete_account`; `TooMany` after
        /// five in a day. Audited.
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
        /// Asks for another address in the session `keep`, which goes on when others end. Proved as in
        /// `delete_account`. A taken address is answered like a free one. `TooMany` when this was done not long ago.
        async fn begin_email_change(&self, actor: Actor, wanted: NewEmail, keep: SessionId) -> Result<EmailChange>;
        /// The change of one's own address that waits for its links.
        async fn pending_email_change(&self, actor: Actor) -> Result<Option<PendingEmail>>;
        /// Gives that change up; none is fine.
        async fn cancel_email_change(&self, actor: Actor) -> Result<()>;
        /// What a mailed link is about; `None` when it cannot be used.
        async fn email_change(&self, token: String) -> Result<Option<EmailChangeView>>;
        /// Confirms at the link's end; `true` when that was the last one and the account has the wanted address.
        /// `Invalid` when the link cannot be used.
        async fn confirm_email_change(&self, token: String) -> Result<bool>;
        /// Stops a change. At the former end also within seven days after it: the account has its former address
        /// again, its password opens it no more and all sessions end. Tells which end it was. `Invalid` when the
        /// link cannot be used.
        async fn stop_email_change(&self, token: String) -> Result<EmailEnd>;
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
        /// What is known and kept of one person: tags, groups, notes, sessions, who looked. Needs `ViewCustomers`.
        async fn customer_file(&self, actor: Actor, id: UserId) -> Result<Option<CustomerFile>>;
        /// Writes a note about a person, which nobody can change; the same id writes it once. Needs `EditCustomers`.
        async fn add_customer_note(&self, actor: Actor, user: UserId, id: CustomerNoteId, text: String) -> Result<()>;
        /// Gives a person exactly these tags, at most 20. Needs `EditCustomers`.
        async fn set_customer_tags(&self, actor: Actor, user: UserId, tags: Vec<String>) -> Result<()>;
        /// Every tag that somebody has, by name; at most 200. Needs `ViewCustomers`.
        async fn customer_tags(&self, actor: Actor) -> Result<Vec<String>>;
        /// All groups by name, with how many are in each. Needs `ViewCustomers`.
        async fn customer_groups(&self, actor: Actor) -> Result<Vec<CustomerGroup>>;
        /// Makes a group, or renames the one of this id. A field error when another has the name. Needs
        /// `EditCustomers`.
        async fn save_customer_group(&self, actor: Actor, id: CustomerGroupId, name: String) -> Result<()>;
        /// Deletes a group; its members stay. Needs `EditCustomers`.
        async fn delete_customer_group(&self, actor: Actor, id: CustomerGroupId) -> Result<()>;
        /// Puts a person into a group, or takes them out. Needs `EditCustomers`.
        async fn set_group_member(&self, actor: Actor, user: UserId, group: CustomerGroupId, is_member: bool) -> Result<()>;
        /// Ends a session of somebody else's. Needs `EditCustomers`, and `ManageStaff` for that of a colleague.
        async fn end_customer_session(&self, actor: Actor, user: UserId, session: SessionId) -> Result<()>;
        /// Other accounts that may be this person's, at most 20. Needs `MergeCustomers`.
        async fn merge_candidates(&self, actor: Actor, user: UserId) -> Result<Vec<CustomerMatch>>;
        /// What would be moved if the second account became a part of the first. Needs `MergeCustomers`.
        async fn merge_preview(&self, actor: Actor, kept: UserId, merged: UserId) -> Result<MergePreview>;
        /// Makes an account a part of another one and erases it; nobody can undo it. Repeating it changes nothing.
        /// `Conflict` when either is blocked or a colleague's. Needs `MergeCustomers`.
        async fn merge_customers(&self, actor: Actor, kept: UserId, merged: UserId) -> Result<()>;
        /// Opens the shop to a member of staff as this person sees it, for half an hour and no longer than the
        /// session of the back office; nothing can be changed there. `Conflict` when the account is a colleague's.
        /// Needs `ImpersonateCustomers`.
        async fn begin_look(&self, actor: Actor, session: SessionId, user: UserId, client: ClientInfo) -> Result<SignedIn>;
        /// The session of such a token, if it is valid.
        async fn look(&self, token: String) -> Result<Option<Session>>;
        /// Ends such a session and tells whose account it was; `None` when there is none.
        async fn end_look(&self, token: String) -> Result<Option<UserId>>;
        /// When staff looked at the shop as oneself within 90 days, newest first; not who.
        async fn looks(&self, actor: Actor) -> Result<Vec<Look>>;
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
        /// The key that the gateways of this shop sign with at their doors, 32 bytes; made when it is first asked for.
        /// System only.
        async fn door_key(&self, actor: Actor) -> Result<Vec<u8>>;
        /// Makes sure an administrator exists; `false` when one did already. System only.
        async fn ensure_administrator(&self, actor: Actor, email: Email, password: String) -> Result<bool>;
        /// Gives an administrator who cannot log in this password and takes a second factor away; all their
        /// sessions end. `NotFound` when nobody with the address is one. System only.
        async fn reset_administrator(&self, actor: Actor, email: Email, password: String) -> Result<()>;
        /// The roles of staff. Needs `ManageStaff`.
        async fn roles(&self, actor: Actor) -> Result<Vec<Role>>;
        /// Makes a role or changes what one is for and allows; it counts from its members' next request on. Field errors
        /// at `name`, `description` and `permissions`, also when one is added that the actor does not have; `Conflict`
        /// when it is the administrators', or somebody else changed it meanwhile. Needs `ManageStaff`.
        async fn save_role(&self, actor: Actor, role: RoleDraft) -> Result<()>;
        /// Deletes a role. `Conflict` when it is built in or somebody has it. Needs `ManageStaff`.
        async fn delete_role(&self, actor: Actor, name: String) -> Result<()>;
        /// Gives exactly these roles of staff to an account; its sessions in the back office end. A field error at
        /// `roles` when there is no such role, or one allows what the actor may not do; `Conflict` when no
        /// administrator would be left. Needs `ManageStaff`.
        async fn assign_roles(&self, actor: Actor, user: UserId, roles: Vec<String>) -> Result<()>;
        /// Gives a role to a person, whose account is made or, if there is one, taken over: its password
        /// ends, and the link that is issued sets another. A field error when they are staff already, and at `role` as
        /// in `assign_roles`. Needs `ManageStaff`.
        async fn invite_staff(&self, actor: Actor, invitation: Invitation) -> Result<IssuedLink>;
        /// Locks a person out (all sessions end at once) or lets them in again. `Conflict` when no
        /// administrator would be left. Needs `ManageStaff`.
        async fn set_blocked(&self, actor: Actor, user: UserId, blocked: bool) -> Result<()>;
        /// Which views and looks of lists somebody of the staff has, with what colleagues share. Staff only.
        async fn list_preferences(&self, actor: Actor) -> Result<ListPreferences>;
        /// Keeps filters under a name, or changes what a view of one's own is called and for whom it is. At most 100; a
        /// field error at `name` when it is empty, too long or taken. Staff only.
        async fn save_view(&self, actor: Actor, draft: ViewDraft) -> Result<SavedViewId>;
        /// Forgets a view of one's own. Staff only.
        async fn delete_view(&self, actor: Actor, id: SavedViewId) -> Result<()>;
        /// Keeps how a list looks to whoever asks. Staff only.
        async fn save_list_look(&self, actor: Actor, look: ListLook) -> Result<()>;
        /// Everybody who works in the back office, by name; at most 500. Needs `ViewOrders`.
        async fn colleagues(&self, actor: Actor) -> Result<Vec<Colleague>>;
        /// Makes a bearer key. A field error at `expires_at` or `networks` when those cannot be its limits. Needs
        /// `ManageApiKeys`.
        async fn create_api_key(&self, actor: Actor, name: String, scopes: Vec<Scope>, limits: KeyLimits) -> Result<CreatedApiKey>;
        /// All bearer keys that were not ended, also those whose time is over. Needs `ManageApiKeys`.
        async fn api_keys(&self, actor: Actor) -> Result<Vec<ApiKey>>;
        /// Ends a bearer key. Needs `ManageApiKeys`.
        async fn revoke_api_key(&self, actor: Actor, id: ApiKeyId) -> Result<()>;
        /// The key behind a bearer token, if it is valid; `Forbidden` when it may not be used from this network
        /// address.
        async fn authenticate_api_key(&self, secret: String, address: Option<String>) -> Result<Option<ApiKey>>;
        /// Makes a client of the authorization server. Field errors at `name`, `redirect_uris`, `flows` and `scopes`.
        /// Needs `ManageApiKeys`.
        async fn create_oauth_client(&self, actor: Actor, draft: OauthClientDraft) -> Result<CreatedOauthClient>;
        /// All clients that were not ended, newest first. Needs `ManageApiKeys`.
        async fn oauth_clients(&self, actor: Actor) -> Result<Vec<OauthClient>>;
        /// Gives a client another secret in place of its present one; `Conflict` when it has none. Needs
        /// `ManageApiKeys`.
        async fn rotate_oauth_secret(&self, actor: Actor, id: OauthClientId) -> Result<String>;
        /// Ends a client and everything that shoppers allowed it. Needs `ManageApiKeys`.
        async fn revoke_oauth_client(&self, actor: Actor, id: OauthClientId) -> Result<()>;
        /// What a shopper is to be asked. `NotFound` when there is no such client, `Invalid` when the browser may not be
        /// sent back to that address: then it must be sent nowhere.
        async fn begin_authorization(&self, request: AuthorizationRequest) -> Result<Authorization>;
        /// Lets a client in, or not; tells the address to send the browser to. Fails as `begin_authorization`.
        async fn answer_authorization(&self, actor: Actor, request: AuthorizationRequest, allowed: bool) -> Result<String>;
        /// Tokens for a client's secret, a code or a refresh token.
        async fn issue_tokens(&self, client: ClientProof, request: TokenRequest) -> Result<TokenAnswer>;
        /// What a token is good for, told to the client with a secret that it was issued to; `None` when the client is
        /// not who it says.
        async fn introspect_token(&self, client: ClientProof, token: String) -> Result<Option<Introspection>>;
        /// Ends a client's own token with all of its family; another's is left alone. `false` when the client is not
        /// who it says.
        async fn revoke_token(&self, client: ClientProof, token: String) -> Result<bool>;
        /// Who is behind an access token, if it is good now.
        async fn authenticate_access_token(&self, token: String) -> Result<Option<AccessToken>>;
        /// Whether pages of this origin are of a public client, of this one if one is named: it sends shoppers back to
        /// there. They may read what it is answered (CORS).
        async fn is_app_origin(&self, origin: String, client: Option<String>) -> Result<bool>;
        /// The keys that verify access tokens.
        async fn oauth_keys(&self) -> Result<Vec<PublicKey>>;
        /// The apps that one let in, newest first.
        async fn allowed_apps(&self, actor: Actor) -> Result<Vec<AllowedApp>>;
        /// Lets an app in no longer.
        async fn remove_allowed_app(&self, actor: Actor, id: OauthGrantId) -> Result<()>;
    }
}
