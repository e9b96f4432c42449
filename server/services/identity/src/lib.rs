//! Who people are and what they may do.
//!
//! Owns `users`, `registrations`, `roles`, `role_permissions`, `user_roles`, `sessions`, `password_resets`,
//! `email_verifications`, `email_changes`, `failed_log_ins`, `known_devices`, `consents`, `data_exports`,
//! `second_factors`, `recovery_codes`, `passkeys`, `passkey_ceremonies`, `log_in_challenges`, `external_identities`,
//! `federated_sign_ins`, `saved_addresses`, `saved_views`, `list_looks`, `customer_tags`, `customer_groups`,
//! `customer_group_members`, `customer_notes`, `customer_looks`, `api_keys`, `signing_keys`, `oauth_clients`,
//! `oauth_grants`, `oauth_codes`, `oauth_refresh_tokens`, `oauth_ended_tokens`, `audit_log`, `audit_head`, `door_keys`,
//! `shop_names`, and the view `second_factor_holders`.
//! Publishes [`contracts::identity::Event`]; consumes every service's `audit_recorded` ([`Identity::on_audit`]) and
//! orders' `shop_saved` ([`Identity::on_shop_saved`]). Expiry is compared with the database's clock, so that all
//! processes agree.

mod account;
mod address;
mod api_key;
mod audit;
mod consent;
mod customer;
mod data_export;
mod device;
mod door_key;
mod email_change;
mod error;
mod events;
mod federation;
pub mod jobs;
mod look;
mod merge;
mod oauth;
mod passkey;
mod password;
mod preference;
mod registration;
mod role;
mod second_factor;
mod session;
mod shop;
mod verification;
pub mod verify;

use async_trait::async_trait;
use contracts::{
    Actor, Address, ApiKeyId, CustomerGroupId, CustomerNoteId, Email, ExternalIdentityId, OauthClientId,
    OauthGrantId, Page, PasskeyId, RegistrationId, Result, SavedAddressId, SavedViewId, SessionId, Timestamp,
    UserId,
    identity::{
        AccessToken, AllowedApp, ApiKey, AuditEntry, AuditQuery, Authorization, AuthorizationRequest,
        ClientInfo, ClientProof, Colleague, Consent, CreatedApiKey, CreatedOauthClient, Credentials,
        Customer, CustomerFile, CustomerGroup, CustomerMatch, CustomerQuery, DataExport, EmailChange,
        EmailChangeView, EmailEnd, FederationCallback, FederationOutcome, FederationStart,
        FinishedRegistration, Introspection, Invitation, IssuedLink, KeyLimits, LinkedIdentities, ListLook,
        ListPreferences, LogInOutcome, Look, MergePreview, NewEmail, OauthClient, OauthClientDraft, Passkey,
        PasskeyAnswer, PasskeyChallenge, PendingEmail, Profile, PublicKey, Purpose, Realm, Registration,
        RegistrationLink, Role, RoleDraft, RolePolicy, SavedAddress, Scope, SecondFactor, Session,
        SessionInfo, SignInProvider, SignedIn, TokenAnswer, TokenRequest, ViewDraft,
    },
    privacy::{Section, Subject},
};
use platform::{AnyEnvelope, Database};

pub use error::Error;
pub use federation::{ProviderConfig, ProviderKind, Trouble, examine, missing_roles};

/// The tables of this service.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/identity");

/// The service.
pub struct Identity {
    db: Database,
    passwords: password::Passwords,
    federation: federation::Federation,
    relying_party: passkey::RelyingParty,
    /// Who says that it issued a token: the address of the shop.
    issuer: String,
}

impl Identity {
    /// A service on its database, without passkeys and of no address.
    pub fn new(db: Database) -> Self {
        let (passwords, federation) = (password::Passwords::default(), federation::Federation::default());
        Self {
            db,
            passwords,
            federation,
            relying_party: passkey::RelyingParty::at(""),
            issuer: String::new(),
        }
    }

    /// The same, with passkeys and tokens of the shop at this address, e.g. `https://shop.example`.
    #[must_use]
    pub fn reached_at(mut self, base_url: &str) -> Self {
        self.relying_party = passkey::RelyingParty::at(base_url);
        self.issuer = base_url.trim_end_matches('/').to_owned();
        self
    }

    /// The same, where people also sign in with accounts elsewhere. `base_url` is the shop's own address, without a
    /// slash at the end.
    ///
    /// # Errors
    /// `Invalid`, with the name of the provider, when one could not work.
    pub fn signing_in_with(mut self, providers: Vec<ProviderConfig>, base_url: &str) -> Result<Self> {
        self.federation = federation::Federation::new(providers, base_url)?;
        Ok(self)
    }

    /// Keeps what a member of staff did in another service; delivered twice, it is kept once.
    ///
    /// # Errors
    /// `Internal` when the payload is no [`contracts::AuditRecord`]; otherwise as the database answers.
    pub async fn on_audit(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(audit::keep(self, &envelope).await?)
    }

    /// Consumes `orders.shop_saved`: authenticator apps and passkeys show what the shop is called.
    ///
    /// # Errors
    /// As the database answers, or when the event is not understood.
    pub async fn on_shop_saved(&self, envelope: AnyEnvelope) -> Result<()> {
        Ok(shop::hear(self, &envelope).await?)
    }

    /// Deletes what has expired: sessions, links, accounts that nobody finished to make, counted log-in failures, second
    /// factors that were not confirmed, devices not seen for long, consents of accounts that were erased long ago, what apps
    /// were allowed until lately; and writes down which looks at customers have ended.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn purge_expired(&self) -> Result<()> {
        session::repo::delete_expired(self.db.pool()).await?;
        look::sweep(self).await?;
        second_factor::delete_expired_challenges(self.db.pool()).await?;
        passkey::delete_expired(self.db.pool()).await?;
        second_factor::repo::delete_expired(self.db.pool()).await.map_err(Error::from)?;
        device::repo::delete_old(self.db.pool()).await.map_err(Error::from)?;
        verification::repo::delete_expired(self.db.pool()).await.map_err(Error::from)?;
        registration::repo::delete_expired(self.db.pool()).await?;
        data_export::delete_expired(self.db.pool()).await.map_err(Error::from)?;
        consent::repo::delete_old(self.db.pool()).await?;
        oauth::delete_expired(self).await?;
        email_change::repo::delete_expired(self.db.pool()).await?;
        federation::repo::delete_expired(self.db.pool()).await.map_err(Error::from)?;
        Ok(password::repo::delete_expired(self.db.pool()).await.map_err(Error::from)?)
    }
}

#[async_trait]
impl contracts::identity::Identity for Identity {
    async fn register(&self, registration: Registration, return_to: String) -> Result<RegistrationId> {
        Ok(registration::begin(self, registration, &return_to).await?)
    }

    async fn issue_registration(&self, actor: Actor, id: RegistrationId) -> Result<Option<RegistrationLink>> {
        Ok(registration::issue(self, &actor, id).await?)
    }

    async fn registration(&self, token: String) -> Result<Option<Email>> {
        Ok(registration::of_link(self, &token).await?)
    }

    async fn finish_registration(
        &self,
        token: String,
        password: String,
        client: ClientInfo,
    ) -> Result<FinishedRegistration> {
        Ok(registration::finish(self, &token, password, &client).await?)
    }

    async fn log_in(
        &self,
        realm: Realm,
        credentials: Credentials,
        client: ClientInfo,
    ) -> Result<LogInOutcome> {
        Ok(session::log_in(self, realm, credentials, &client).await?)
    }

    async fn prove_log_in(
        &self,
        realm: Realm,
        challenge: String,
        code: String,
        client: ClientInfo,
    ) -> Result<SignedIn> {
        Ok(second_factor::prove_log_in(self, realm, &challenge, &code, &client).await?)
    }

    async fn sign_in_providers(&self, realm: Realm) -> Result<Vec<SignInProvider>> {
        Ok(self.federation.at(realm))
    }

    async fn begin_federation(&self, start: FederationStart) -> Result<String> {
        Ok(federation::begin(self, &start).await?)
    }

    async fn begin_linking(
        &self,
        actor: Actor,
        session: SessionId,
        start: FederationStart,
        password: String,
    ) -> Result<String> {
        Ok(federation::begin_linking(self, &actor, session, &start, password).await?)
    }

    async fn finish_federation(
        &self,
        callback: FederationCallback,
        client: ClientInfo,
    ) -> Result<FederationOutcome> {
        Ok(federation::finish(self, &callback, &client).await?)
    }

    async fn linked_identities(&self, actor: Actor) -> Result<LinkedIdentities> {
        Ok(federation::linked(self, &actor).await?)
    }

    async fn unlink_identity(
        &self,
        actor: Actor,
        session: SessionId,
        id: ExternalIdentityId,
        password: String,
    ) -> Result<()> {
        Ok(federation::unlink(self, &actor, session, id, password).await?)
    }

    async fn session(&self, realm: Realm, token: String) -> Result<Option<Session>> {
        Ok(session::find(self, realm, &token).await?)
    }

    async fn peek_session(&self, realm: Realm, token: String) -> Result<Option<Session>> {
        Ok(session::peek(self, realm, &token).await?)
    }

    async fn log_out(&self, token: String) -> Result<()> {
        Ok(session::log_out(self, &token).await?)
    }

    async fn sessions(&self, actor: Actor) -> Result<Vec<SessionInfo>> {
        Ok(session::list(self, actor.signed_in()?).await?)
    }

    async fn revoke_session(&self, actor: Actor, session: SessionId) -> Result<()> {
        Ok(session::revoke(self, actor.signed_in()?, session).await?)
    }

    async fn change_password(
        &self,
        actor: Actor,
        current: String,
        new: String,
        keep: Option<SessionId>,
    ) -> Result<()> {
        Ok(password::change(self, actor.signed_in()?, current, new, keep).await?)
    }

    async fn second_factor(&self, actor: Actor) -> Result<SecondFactor> {
        Ok(second_factor::status(self, &actor).await?)
    }

    async fn begin_second_factor(
        &self,
        actor: Actor,
        session: SessionId,
        password: String,
        code: String,
    ) -> Result<()> {
        Ok(second_factor::begin(self, &actor, session, password, &code).await?)
    }

    async fn confirm_second_factor(
        &self,
        actor: Actor,
        code: String,
        keep: SessionId,
    ) -> Result<Vec<String>> {
        Ok(second_factor::confirm(self, &actor, &code, keep).await?)
    }

    async fn remove_second_factor(
        &self,
        actor: Actor,
        session: SessionId,
        password: String,
        code: String,
    ) -> Result<()> {
        Ok(second_factor::remove(self, &actor, session, password, &code).await?)
    }

    async fn renew_recovery_codes(
        &self,
        actor: Actor,
        session: SessionId,
        password: String,
        code: String,
    ) -> Result<Vec<String>> {
        Ok(second_factor::renew_recovery_codes(self, &actor, session, password, &code).await?)
    }

    async fn prove_again(&self, actor: Actor, session: SessionId, code: String) -> Result<()> {
        Ok(second_factor::prove_again(self, &actor, session, &code).await?)
    }

    async fn reset_second_factor(&self, actor: Actor, user: UserId) -> Result<()> {
        Ok(second_factor::reset(self, &actor, user).await?)
    }

    async fn passkeys(&self, actor: Actor) -> Result<Vec<Passkey>> {
        Ok(passkey::list(self, &actor).await?)
    }

    async fn begin_passkey(
        &self,
        actor: Actor,
        session: SessionId,
        password: String,
    ) -> Result<PasskeyChallenge> {
        Ok(passkey::begin(self, &actor, session, password).await?)
    }

    async fn add_passkey(
        &self,
        actor: Actor,
        keep: SessionId,
        name: String,
        answer: PasskeyAnswer,
    ) -> Result<Vec<String>> {
        Ok(passkey::add(self, &actor, keep, &name, &answer).await?)
    }

    async fn remove_passkey(
        &self,
        actor: Actor,
        session: SessionId,
        id: PasskeyId,
        password: String,
        code: String,
    ) -> Result<()> {
        Ok(passkey::remove(self, &actor, session, id, password, &code).await?)
    }

    async fn begin_passkey_log_in(&self) -> Result<PasskeyChallenge> {
        Ok(passkey::begin_log_in(self).await?)
    }

    async fn log_in_with_passkey(
        &self,
        realm: Realm,
        answer: PasskeyAnswer,
        client: ClientInfo,
    ) -> Result<SignedIn> {
        Ok(passkey::log_in(self, realm, &answer, &client).await?)
    }

    async fn begin_passkey_step(&self, realm: Realm, challenge: String) -> Result<PasskeyChallenge> {
        Ok(passkey::begin_step(self, realm, &challenge).await?)
    }

    async fn begin_passkey_proof(&self, actor: Actor) -> Result<PasskeyChallenge> {
        Ok(passkey::begin_proof(self, &actor).await?)
    }

    async fn role_policies(&self, actor: Actor) -> Result<Vec<RolePolicy>> {
        Ok(second_factor::policies(self, &actor).await?)
    }

    async fn set_second_factor_required(&self, actor: Actor, role: String, required: bool) -> Result<()> {
        Ok(second_factor::set_required(self, &actor, &role, required).await?)
    }

    async fn delete_account(
        &self,
        actor: Actor,
        session: SessionId,
        password: String,
        code: String,
    ) -> Result<()> {
        Ok(account::erase(self, &actor, session, password, &code).await?)
    }

    async fn consents(&self, actor: Actor) -> Result<Vec<Consent>> {
        Ok(consent::own(self, &actor).await?)
    }

    async fn set_consent(&self, actor: Actor, purpose: Purpose, granted: bool) -> Result<()> {
        Ok(consent::set(self, &actor, purpose, granted).await?)
    }

    async fn customer_consents(&self, actor: Actor, id: UserId) -> Result<Vec<Consent>> {
        Ok(consent::of_customer(self, &actor, id).await?)
    }

    async fn begin_data_export(
        &self,
        actor: Actor,
        session: SessionId,
        password: String,
        code: String,
    ) -> Result<()> {
        Ok(data_export::begin(self, &actor, session, password, &code).await?)
    }

    async fn data_subject(&self, actor: Actor, session: SessionId) -> Result<Subject> {
        Ok(data_export::subject(self, &actor, session).await?)
    }

    async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>> {
        Ok(data_export::personal_data(self, &actor, &subject).await?)
    }

    async fn begin_password_reset(&self, email: String) -> Result<Option<IssuedLink>> {
        Ok(password::begin_reset(self, &email).await?)
    }

    async fn reset_password(&self, token: String, new: String) -> Result<()> {
        Ok(password::reset(self, &token, new).await?)
    }

    async fn begin_email_verification(&self, actor: Actor) -> Result<Option<IssuedLink>> {
        Ok(verification::begin(self, actor.signed_in()?).await?)
    }

    async fn verify_email(&self, token: String) -> Result<()> {
        Ok(verification::verify(self, &token).await?)
    }

    async fn begin_email_change(
        &self,
        actor: Actor,
        wanted: NewEmail,
        keep: SessionId,
    ) -> Result<EmailChange> {
        Ok(email_change::begin(self, &actor, wanted, keep).await?)
    }

    async fn pending_email_change(&self, actor: Actor) -> Result<Option<PendingEmail>> {
        Ok(email_change::pending(self, &actor).await?)
    }

    async fn cancel_email_change(&self, actor: Actor) -> Result<()> {
        Ok(email_change::cancel(self, &actor).await?)
    }

    async fn email_change(&self, token: String) -> Result<Option<EmailChangeView>> {
        Ok(email_change::view(self, &token).await?)
    }

    async fn confirm_email_change(&self, token: String) -> Result<bool> {
        Ok(email_change::confirm(self, &token).await?)
    }

    async fn stop_email_change(&self, token: String) -> Result<EmailEnd> {
        Ok(email_change::stop(self, &token).await?)
    }

    async fn profile(&self, actor: Actor) -> Result<Profile> {
        Ok(account::profile(self, actor.signed_in()?).await?)
    }

    async fn update_profile(&self, actor: Actor, name: String, language: String) -> Result<Profile> {
        Ok(account::update_profile(self, actor.signed_in()?, &name, &language).await?)
    }

    async fn addresses(&self, actor: Actor) -> Result<Vec<SavedAddress>> {
        Ok(address::list(self, actor.signed_in()?).await?)
    }

    async fn save_address(
        &self,
        actor: Actor,
        id: Option<SavedAddressId>,
        address: Address,
        is_default: bool,
    ) -> Result<SavedAddress> {
        Ok(address::save(self, actor.signed_in()?, id, address, is_default).await?)
    }

    async fn delete_address(&self, actor: Actor, id: SavedAddressId) -> Result<()> {
        Ok(address::delete(self, actor.signed_in()?, id).await?)
    }

    async fn customers(&self, actor: Actor, query: CustomerQuery) -> Result<Page<Customer>> {
        Ok(account::customers(self, &actor, &query).await?)
    }

    async fn customer(&self, actor: Actor, id: UserId) -> Result<Option<Customer>> {
        Ok(account::customer(self, &actor, id).await?)
    }

    async fn customer_addresses(&self, actor: Actor, id: UserId) -> Result<Vec<SavedAddress>> {
        actor.require(contracts::Permission::ViewCustomers)?;
        Ok(address::list(self, id).await?)
    }

    async fn customer_file(&self, actor: Actor, id: UserId) -> Result<Option<CustomerFile>> {
        Ok(customer::file(self, &actor, id).await?)
    }

    async fn add_customer_note(
        &self,
        actor: Actor,
        user: UserId,
        id: CustomerNoteId,
        text: String,
    ) -> Result<()> {
        Ok(customer::add_note(self, &actor, user, id, &text).await?)
    }

    async fn set_customer_tags(&self, actor: Actor, user: UserId, tags: Vec<String>) -> Result<()> {
        Ok(customer::set_tags(self, &actor, user, &tags).await?)
    }

    async fn customer_tags(&self, actor: Actor) -> Result<Vec<String>> {
        Ok(customer::tags(self, &actor).await?)
    }

    async fn customer_groups(&self, actor: Actor) -> Result<Vec<CustomerGroup>> {
        Ok(customer::groups(self, &actor).await?)
    }

    async fn save_customer_group(&self, actor: Actor, id: CustomerGroupId, name: String) -> Result<()> {
        Ok(customer::save_group(self, &actor, id, &name).await?)
    }

    async fn delete_customer_group(&self, actor: Actor, id: CustomerGroupId) -> Result<()> {
        Ok(customer::delete_group(self, &actor, id).await?)
    }

    async fn set_group_member(
        &self,
        actor: Actor,
        user: UserId,
        group: CustomerGroupId,
        is_member: bool,
    ) -> Result<()> {
        Ok(customer::set_member(self, &actor, user, group, is_member).await?)
    }

    async fn end_customer_session(&self, actor: Actor, user: UserId, session: SessionId) -> Result<()> {
        Ok(customer::end_session(self, &actor, user, session).await?)
    }

    async fn merge_candidates(&self, actor: Actor, user: UserId) -> Result<Vec<CustomerMatch>> {
        Ok(merge::candidates(self, &actor, user).await?)
    }

    async fn merge_preview(&self, actor: Actor, kept: UserId, merged: UserId) -> Result<MergePreview> {
        Ok(merge::preview(self, &actor, kept, merged).await?)
    }

    async fn merge_customers(&self, actor: Actor, kept: UserId, merged: UserId) -> Result<()> {
        Ok(merge::merge(self, &actor, kept, merged).await?)
    }

    async fn begin_look(
        &self,
        actor: Actor,
        session: SessionId,
        user: UserId,
        client: ClientInfo,
    ) -> Result<SignedIn> {
        Ok(look::begin(self, &actor, session, user, &client).await?)
    }

    async fn look(&self, token: String) -> Result<Option<Session>> {
        Ok(look::find(self, &token).await?)
    }

    async fn end_look(&self, token: String) -> Result<Option<UserId>> {
        Ok(look::end(self, &token).await?)
    }

    async fn looks(&self, actor: Actor) -> Result<Vec<Look>> {
        Ok(look::mine(self, &actor).await?)
    }

    async fn audit_log(&self, actor: Actor, query: AuditQuery) -> Result<Page<AuditEntry>> {
        Ok(audit::list(self, &actor, &query).await?)
    }

    async fn audit_actions(&self, actor: Actor) -> Result<Vec<String>> {
        Ok(audit::actions(self, &actor).await?)
    }

    async fn export_audit_log(
        &self,
        actor: Actor,
        query: AuditQuery,
        after: Option<(Timestamp, i64)>,
    ) -> Result<Vec<AuditEntry>> {
        Ok(audit::export(self, &actor, &query, after).await?)
    }

    async fn export_customers(
        &self,
        actor: Actor,
        query: CustomerQuery,
        after: Option<UserId>,
    ) -> Result<Vec<Customer>> {
        Ok(account::export(self, &actor, &query, after).await?)
    }

    async fn record_export(&self, actor: Actor, export: DataExport) -> Result<()> {
        Ok(audit::record_export(self, &actor, &export).await?)
    }

    async fn door_key(&self, actor: Actor) -> Result<Vec<u8>> {
        Ok(door_key::key(self, &actor).await?)
    }

    async fn ensure_administrator(&self, actor: Actor, email: Email, password: String) -> Result<bool> {
        Ok(role::ensure_administrator(self, &actor, &email, password).await?)
    }

    async fn reset_administrator(&self, actor: Actor, email: Email, password: String) -> Result<()> {
        Ok(role::reset_administrator(self, &actor, &email, password).await?)
    }

    async fn roles(&self, actor: Actor) -> Result<Vec<Role>> {
        Ok(role::list(self, &actor).await?)
    }

    async fn save_role(&self, actor: Actor, role: RoleDraft) -> Result<()> {
        Ok(role::save(self, &actor, &role).await?)
    }

    async fn delete_role(&self, actor: Actor, name: String) -> Result<()> {
        Ok(role::delete(self, &actor, &name).await?)
    }

    async fn assign_roles(&self, actor: Actor, user: UserId, roles: Vec<String>) -> Result<()> {
        Ok(role::assign(self, &actor, user, &roles).await?)
    }

    async fn invite_staff(&self, actor: Actor, invitation: Invitation) -> Result<IssuedLink> {
        Ok(role::invite(self, &actor, &invitation).await?)
    }

    async fn set_blocked(&self, actor: Actor, user: UserId, blocked: bool) -> Result<()> {
        Ok(account::set_blocked(self, &actor, user, blocked).await?)
    }

    async fn list_preferences(&self, actor: Actor) -> Result<ListPreferences> {
        Ok(preference::list(self, &actor).await?)
    }

    async fn save_view(&self, actor: Actor, draft: ViewDraft) -> Result<SavedViewId> {
        Ok(preference::save_view(self, &actor, &draft).await?)
    }

    async fn delete_view(&self, actor: Actor, id: SavedViewId) -> Result<()> {
        Ok(preference::delete_view(self, &actor, id).await?)
    }

    async fn save_list_look(&self, actor: Actor, look: ListLook) -> Result<()> {
        Ok(preference::save_look(self, &actor, &look).await?)
    }

    async fn colleagues(&self, actor: Actor) -> Result<Vec<Colleague>> {
        Ok(preference::colleagues(self, &actor).await?)
    }

    async fn create_api_key(
        &self,
        actor: Actor,
        name: String,
        scopes: Vec<Scope>,
        limits: KeyLimits,
    ) -> Result<CreatedApiKey> {
        Ok(api_key::create(self, &actor, &name, &scopes, &limits).await?)
    }

    async fn api_keys(&self, actor: Actor) -> Result<Vec<ApiKey>> {
        Ok(api_key::list(self, &actor).await?)
    }

    async fn revoke_api_key(&self, actor: Actor, id: ApiKeyId) -> Result<()> {
        Ok(api_key::revoke(self, &actor, id).await?)
    }

    async fn authenticate_api_key(&self, secret: String, address: Option<String>) -> Result<Option<ApiKey>> {
        Ok(api_key::authenticate(self, &secret, address.as_deref()).await?)
    }

    async fn create_oauth_client(&self, actor: Actor, draft: OauthClientDraft) -> Result<CreatedOauthClient> {
        Ok(oauth::create(self, &actor, &draft).await?)
    }

    async fn oauth_clients(&self, actor: Actor) -> Result<Vec<OauthClient>> {
        Ok(oauth::clients(self, &actor).await?)
    }

    async fn rotate_oauth_secret(&self, actor: Actor, id: OauthClientId) -> Result<String> {
        Ok(oauth::rotate_secret(self, &actor, id).await?)
    }

    async fn revoke_oauth_client(&self, actor: Actor, id: OauthClientId) -> Result<()> {
        Ok(oauth::revoke_client(self, &actor, id).await?)
    }

    async fn begin_authorization(&self, request: AuthorizationRequest) -> Result<Authorization> {
        Ok(oauth::begin(self, &request).await?)
    }

    async fn answer_authorization(
        &self,
        actor: Actor,
        request: AuthorizationRequest,
        allowed: bool,
    ) -> Result<String> {
        Ok(oauth::answer(self, &actor, &request, allowed).await?)
    }

    async fn issue_tokens(&self, client: ClientProof, request: TokenRequest) -> Result<TokenAnswer> {
        Ok(oauth::issue(self, &client, &request).await?)
    }

    async fn introspect_token(&self, client: ClientProof, token: String) -> Result<Option<Introspection>> {
        Ok(oauth::introspect(self, &client, &token).await?)
    }

    async fn revoke_token(&self, client: ClientProof, token: String) -> Result<bool> {
        Ok(oauth::revoke(self, &client, &token).await?)
    }

    async fn authenticate_access_token(&self, token: String) -> Result<Option<AccessToken>> {
        Ok(oauth::authenticate(self, &token).await?)
    }

    async fn is_app_origin(&self, origin: String, client: Option<String>) -> Result<bool> {
        Ok(oauth::is_app_origin(self, &origin, client.as_deref()).await?)
    }

    async fn oauth_keys(&self) -> Result<Vec<PublicKey>> {
        Ok(oauth::keys(self).await?)
    }

    async fn allowed_apps(&self, actor: Actor) -> Result<Vec<AllowedApp>> {
        Ok(oauth::apps(self, &actor).await?)
    }

    async fn remove_allowed_app(&self, actor: Actor, id: OauthGrantId) -> Result<()> {
        Ok(oauth::remove_app(self, &actor, id).await?)
    }
}
