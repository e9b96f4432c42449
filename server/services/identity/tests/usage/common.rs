//! A service on a fresh database, and the people of these tests.

use contracts::{
    Actor, SessionId, UserId,
    identity::{
        ClientInfo, Credentials, Identity as _, Realm, Registration, RegistrationLink, Session, SignedIn,
    },
};
use identity::Identity;
use platform::Database;
use sqlx::PgPool;

pub const PASSWORD: &str = "correct horse battery";
/// Where the shop is reached.
pub const ADDRESS: &str = "https://shop.example";

pub struct Shop {
    pub identity: Identity,
    pub db: Database,
}

pub async fn shop(pool: PgPool) -> Shop {
    let db = platform::testing::database(pool, "identity").await;
    Shop { identity: Identity::new(db.clone()).reached_at(ADDRESS), db }
}

impl Shop {
    /// An account as they were made before its link proved the address: nobody knows whose that is.
    pub async fn register(&self, email: &str) -> SignedIn {
        let made = self.join(email).await.unwrap();
        let forget = format!("update users set email_verified_at = null where id = '{}'", made.session.user);
        self.execute(&forget).await.unwrap();
        made
    }

    /// Asks for an account and follows the mailed link. `Conflict` when there is none.
    pub async fn join(&self, email: &str) -> contracts::Result<SignedIn> {
        self.join_with(email, ClientInfo::default()).await
    }

    /// The same with this browser.
    pub async fn join_with(&self, email: &str, client: ClientInfo) -> contracts::Result<SignedIn> {
        let link = self.link(email).await?.ok_or_else(|| contracts::Error::conflict("no link was mailed"))?;
        let made = self.identity.finish_registration(link.token, PASSWORD.into(), client).await?;
        Ok(made.signed_in)
    }

    /// What is mailed to whoever asks for an account.
    pub async fn link(&self, email: &str) -> contracts::Result<Option<RegistrationLink>> {
        let registration =
            Registration { name: "Ada Lovelace".into(), email: email.into(), password: PASSWORD.into() };
        let id = self.identity.register(registration, String::new()).await?;
        self.identity.issue_registration(Actor::System, id).await
    }

    pub async fn log_in(&self, realm: Realm, email: &str, password: &str) -> contracts::Result<SignedIn> {
        self.log_in_from(None, realm, email, password).await
    }

    /// A log-in from this network address.
    pub async fn log_in_from(
        &self,
        address: Option<&str>,
        realm: Realm,
        email: &str,
        password: &str,
    ) -> contracts::Result<SignedIn> {
        let credentials = Credentials { email: email.into(), password: password.into() };
        let client = ClientInfo { address: address.map(str::to_owned), user_agent: None };
        self.identity.log_in(realm, credentials, client).await?.signed_in()
    }

    /// Somebody with this role, signed in at the back office.
    pub async fn staff(&self, role: &str) -> SignedIn {
        let email = format!("{role}@example.com");
        let user = self.register(&email).await.session.user;
        self.identity.assign_roles(Actor::System, user, vec![role.to_owned()]).await.unwrap();
        self.log_in(Realm::Staff, &email, PASSWORD).await.unwrap()
    }

    pub async fn shop_session(&self, token: &str) -> Option<Session> {
        self.identity.session(Realm::Shop, token.to_owned()).await.unwrap()
    }

    pub async fn staff_session(&self, token: &str) -> Option<Session> {
        self.identity.session(Realm::Staff, token.to_owned()).await.unwrap()
    }

    /// Moves a session's moments into the past, as if the time had gone by.
    pub async fn let_pass(&self, time: &str) {
        let moved = format!(
            "update sessions set created_at = created_at - interval '{time}',
                 last_used_at = last_used_at - interval '{time}', expires_at = expires_at - interval '{time}',
                 token_issued_at = token_issued_at - interval '{time}',
                 previous_token_until = previous_token_until - interval '{time}',
                 authenticated_at = authenticated_at - interval '{time}'"
        );
        self.execute(&moved).await.unwrap();
    }

    pub async fn execute(&self, sql: &str) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(self.db.pool()).await.map(|_| ())
    }

    pub async fn published(&self) -> Vec<String> {
        platform::testing::published(&self.db).await.into_iter().map(|event| event.name).collect()
    }
}

/// No session: whoever knows the password needs none.
pub fn nowhere() -> SessionId {
    SessionId(platform::ids::mint())
}

pub fn shopper(user: UserId) -> Actor {
    Actor::Shopper { user }
}
