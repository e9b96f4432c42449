//! Work beside requests.

use crate::{Notifications, notification::JOB};
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// How often tries that were put off are looked for.
const LOOK_FOR_DUE: Duration = Duration::from_secs(2);

/// Sends messages as soon as they are queued, and later what had to wait.
pub fn jobs(service: &Arc<Notifications>) -> Vec<Job> {
    let (now, due) = (Arc::clone(service), Arc::clone(service));
    vec![
        Job::on(JOB, move |_| {
            let service = Arc::clone(&now);
            async move { service.send_queued().await }
        }),
        Job::every("send_due_mail", LOOK_FOR_DUE, move || {
            let service = Arc::clone(&due);
            async move { service.send_queued().await }
        }),
    ]
}
