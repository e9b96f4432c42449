//! What pages say of the shop, known to this process without a query: it is asked for beside the requests, every other
//! second, so that every process knows of a change within seconds, whichever of them it was made in.

use super::Settings;
use app::face::Face;
use contracts::orders::ShopSettings;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use tokio_util::sync::CancellationToken;

const ASK_AGAIN: Duration = Duration::from_secs(2);

/// What was heard last.
pub struct Heard(RwLock<Face>);

impl Default for Heard {
    fn default() -> Self {
        Self(RwLock::new(Face(ShopSettings::NAME.into())))
    }
}

impl Heard {
    /// As pages are told of it.
    pub fn face(&self) -> Face {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the shop is called.
    pub fn name(&self) -> String {
        self.face().name().to_owned()
    }

    /// Whether it is news.
    fn hear(&self, shop: &ShopSettings) -> bool {
        let told = lines(shop);
        let mut face = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let is_news = *face.0 != *told;
        if is_news {
            *face = Face(told.into());
        }
        is_news
    }
}

/// The name, then how the shop is reached.
fn lines(shop: &ShopSettings) -> String {
    let parts = [shop.name.as_str(), &shop.support_email, &shop.support_phone];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Asks until `stop`; pages that were kept with what was said before are forgotten.
pub async fn follow(settings: Arc<Settings>, stop: CancellationToken) {
    let mut every = tokio::time::interval(ASK_AGAIN);
    while !stop.is_cancelled() {
        tokio::select! {
            _ = every.tick() => {}
            () = stop.cancelled() => return,
        }
        match settings.services.orders.shop().await {
            Ok(shop) if settings.shop.hear(&shop) => settings.pages.empty(),
            // A failure is in the log already; what was heard before holds.
            Ok(_) | Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::orders::Seller;

    #[test]
    fn a_change_is_news_once() {
        let heard = Heard::default();
        let mut shop = ShopSettings::unchanged(Seller::default());
        assert!(!heard.hear(&shop));
        shop.name = "Harbour & Co".to_owned();
        shop.support_phone = "+49 40 123456".to_owned();
        assert!(heard.hear(&shop) && !heard.hear(&shop));
        assert_eq!(&*heard.face().0, "Harbour & Co\n+49 40 123456");
    }
}
