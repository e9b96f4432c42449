//! People with accounts.

use contracts::{
    Actor, Services,
    identity::{ClientInfo, Registration, SignedIn},
};

/// Makes an account as its owner does: asks for it, and follows the mailed link in this browser.
pub async fn registered(services: &Services, registration: Registration, client: ClientInfo) -> SignedIn {
    let password = registration.password.clone();
    let token = link_of(services, registration).await.unwrap();
    let made = services.identity.finish_registration(token, password, client).await;
    made.unwrap().signed_in
}

/// The token of the link that is mailed to whoever asks for an account; `None` when there is none.
pub async fn link_of(services: &Services, registration: Registration) -> Option<String> {
    let id = services.identity.register(registration, String::new()).await.unwrap();
    let link = services.identity.issue_registration(Actor::System, id).await.unwrap();
    link.map(|link| link.token)
}
