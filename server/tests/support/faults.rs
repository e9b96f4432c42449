//! Faults between a flow and the services: every call goes over the contracts' wire form, where it can
//! be refused, lose its answer, or take the process with it.

use contracts::{
    Error, Result, Services,
    rpc::{Remote, Transport},
};
use flows::{AfterSalesFlow, CheckoutFlow, PrivacyFlow, after_sales, checkout, privacy};
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// What happens at the chosen call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The service cannot be reached: nothing happens there.
    Unreachable,
    /// The service does it, the answer is lost.
    LostAnswer,
    /// The process dies before the call.
    DiesBefore,
    /// The process dies after the call.
    DiesAfter,
    /// The service says no, for good: nothing happens there.
    Refused,
}

impl Fault {
    /// Those after which a flow ends as it would have ended undisturbed.
    pub const ALL: [Self; 4] = [Self::Unreachable, Self::LostAnswer, Self::DiesBefore, Self::DiesAfter];
}

/// Carries calls to real services and breaks one of them.
#[derive(Clone)]
pub struct Wire {
    services: Services,
    calls: Arc<Mutex<Vec<String>>>,
    broken: Option<(usize, Fault)>,
    down: Option<&'static str>,
    twice: bool,
}

impl Wire {
    /// Breaks the `n`-th call, counted from 0, or none.
    pub fn new(services: &Services, broken: Option<(usize, Fault)>) -> Self {
        Self { services: services.clone(), calls: Arc::default(), broken, down: None, twice: false }
    }

    /// A wire on which one service does not answer, but for what is asked before a checkout begins.
    pub fn without(services: &Services, down: &'static str) -> Self {
        Self { down: Some(down), ..Self::new(services, None) }
    }

    /// A wire that makes every call twice and gives the second answer.
    pub fn twice(services: &Services) -> Self {
        Self { twice: true, ..Self::new(services, None) }
    }

    /// The calls so far, as `service.method`.
    pub fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }

    /// The checkout flow at this end of the wire.
    pub fn checkout(&self) -> CheckoutFlow {
        CheckoutFlow::new(checkout::Parts {
            catalog: Arc::new(Remote(self.clone())),
            inventory: Arc::new(Remote(self.clone())),
            orders: Arc::new(Remote(self.clone())),
            payments: Arc::new(Remote(self.clone())),
            shipping: Arc::new(Remote(self.clone())),
            clock: platform::system_clock(),
            base_url: "http://localhost:3000".into(),
            most_declines: u32::MAX,
        })
    }

    /// The after-sales flows at this end of the wire.
    pub fn after_sales(&self) -> AfterSalesFlow {
        AfterSalesFlow::new(after_sales::Parts {
            identity: Arc::new(Remote(self.clone())),
            inventory: Arc::new(Remote(self.clone())),
            orders: Arc::new(Remote(self.clone())),
            payments: Arc::new(Remote(self.clone())),
            shipping: Arc::new(Remote(self.clone())),
            notifications: Arc::new(Remote(self.clone())),
        })
    }

    /// The flows about people's data at this end of the wire.
    pub fn privacy(&self) -> PrivacyFlow {
        PrivacyFlow::new(privacy::Parts {
            identity: Arc::new(Remote(self.clone())),
            orders: Arc::new(Remote(self.clone())),
            payments: Arc::new(Remote(self.clone())),
            shipping: Arc::new(Remote(self.clone())),
            notifications: Arc::new(Remote(self.clone())),
            recommendations: Arc::new(Remote(self.clone())),
            analytics: Arc::new(Remote(self.clone())),
            clock: platform::system_clock(),
        })
    }

    async fn deliver(&self, service: &str, method: &str, arguments: Value) -> Result<Value> {
        let services = &self.services;
        let answered = match service {
            "catalog" => contracts::catalog::dispatch(&*services.catalog, method, arguments).await,
            "inventory" => contracts::inventory::dispatch(&*services.inventory, method, arguments).await,
            "orders" => contracts::orders::dispatch(&*services.orders, method, arguments).await,
            "payments" => contracts::payments::dispatch(&*services.payments, method, arguments).await,
            "identity" => contracts::identity::dispatch(&*services.identity, method, arguments).await,
            "notifications" => {
                contracts::notifications::dispatch(&*services.notifications, method, arguments).await
            }
            "shipping" => contracts::shipping::dispatch(&*services.shipping, method, arguments).await,
            "recommendations" => {
                contracts::recommendations::dispatch(&*services.recommendations, method, arguments).await
            }
            "analytics" => contracts::analytics::dispatch(&*services.analytics, method, arguments).await,
            other => panic!("the flow called {other}"),
        };
        answered.expect("the method exists")
    }
}

#[async_trait::async_trait]
impl Transport for Wire {
    async fn call(&self, service: &'static str, method: &'static str, arguments: Value) -> Result<Value> {
        let number = {
            let mut calls = self.calls.lock().unwrap();
            calls.push(format!("{service}.{method}"));
            calls.len() - 1
        };
        if self.down == Some(service) && method != "gateway" {
            return Err(Error::unavailable("the service is down"));
        }
        let fault = self.broken.filter(|(broken, _)| *broken == number).map(|(_, fault)| fault);
        match fault {
            None if self.twice => {
                let _ = self.deliver(service, method, arguments.clone()).await;
                self.deliver(service, method, arguments).await
            }
            None => self.deliver(service, method, arguments).await,
            Some(Fault::Refused) => Err(Error::conflict("It was refused.")),
            Some(Fault::Unreachable) => Err(Error::unavailable("the service cannot be reached")),
            Some(Fault::LostAnswer) => {
                let _ = self.deliver(service, method, arguments).await;
                Err(Error::unavailable("the answer was lost"))
            }
            Some(Fault::DiesBefore) => panic!("the process dies before {service}.{method}"),
            Some(Fault::DiesAfter) => {
                let _ = self.deliver(service, method, arguments).await;
                panic!("the process dies after {service}.{method}")
            }
        }
    }
}
