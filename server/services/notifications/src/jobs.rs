//! Work beside requests.

use crate::{Notifications, notification::JOB};
use platform::jobs::Job;
use std::{sync::Arc, time::Duration};

/// How often tries that were put off are looked for.
const LOOK_FOR_DUE: Duration = Duration::from_secs(2);

const ERASE_OLD: Duration = Duration::from_hours(24);

/// Sends messages as soon as they are queued, and later what had to wait, and forgets what they said when it is old; sends
/// webhooks and forgets old ones.
pub fn jobs(service: &Arc<Notifications>) -> Vec<Job> {
    let (now, due, old) = (Arc::clone(service), Arc::clone(service), Arc::clone(service));
    let (webhooks, sent) = (Arc::clone(service), Arc::clone(service));
    vec![
        Job::on(JOB, move |_| {
            let service = Arc::clone(&now);
            async move { service.send_queued().await }
        }),
        Job::every("send_due_mail", LOOK_FOR_DUE, move || {
            let service = Arc::clone(&due);
            async move { service.send_queued().await }
        }),
        Job::every("erase_old_mails", ERASE_OLD, move || {
            let service = Arc::clone(&old);
            async move { service.erase_old_mails().await }
        }),
        Job::every("send_webhooks", LOOK_FOR_DUE, move || {
            let service = Arc::clone(&webhooks);
            async move { service.send_webhooks().await }
        }),
        Job::every("forget_webhooks", Duration::from_hours(1), move || {
            let service = Arc::clone(&sent);
            async move { service.forget_webhooks().await }
        }),
    ]
}
