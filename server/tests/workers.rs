//! What is done without being asked, in the shop as it is composed.
use crate::support::Shop;
use contracts::SERVICES;
use server::workers;
use std::path::Path;

/// What every database needs, whatever its service does.
const SHARED: &str = "forget_messages";

fn has_jobs(service: &str) -> bool {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("services");
    services.join(service).join("src/jobs.rs").exists()
}

#[tokio::test]
async fn the_jobs_of_every_service_are_done() {
    let shop = Shop::open(&[]).await;
    for service in SERVICES {
        let db = shop.databases.of(service).unwrap();
        let jobs = workers::jobs_of(&db, &shop.built);
        let kinds: Vec<_> = jobs.iter().map(platform::jobs::Job::kind).collect();
        let own = kinds.iter().filter(|kind| **kind != SHARED).count();
        assert!(kinds.contains(&SHARED), "{service} does {kinds:?}");
        assert_eq!(own > 0, has_jobs(service), "{service} does {kinds:?}");
    }
    shop.close().await;
}
