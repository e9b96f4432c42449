//! Templates: one per name and language, changed by staff.

pub(crate) mod repo;

use crate::{
    Config,
    error::Result,
    notification::model::secret_of,
    render::{Source, render, samples},
};
use contracts::{Actor, Checks, Error as Refusal, Permission, TemplateId, notifications::Template};
use platform::Database;
use serde_json::json;

/// Changes a template, once it was seen to render.
pub(crate) async fn save(
    db: &Database,
    config: &Config,
    actor: &Actor,
    id: TemplateId,
    (subject, content): (String, String),
) -> Result<Template> {
    let mut tx = db.begin().await?;
    let before = repo::lock(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("template"))?;
    if secret_of(&before.name).is_some() {
        actor.require(Permission::ManageStaff)?;
    }
    check(config, &before, &subject, &content)?;
    let after = repo::update(&mut tx, id, subject.trim(), &content).await?;
    let details = json!({
        "subject": { "before": before.subject, "after": after.subject },
        "content": { "before": before.content, "after": after.content },
    });
    let subject = format!("template {} ({})", after.name, after.language);
    platform::outbox::audit(&mut tx, "notifications", actor, "template.updated", &subject, details).await?;
    tx.commit().await?;
    Ok(after)
}

fn check(config: &Config, template: &Template, subject: &str, content: &str) -> contracts::Result<()> {
    let mut checks = Checks::default();
    let fits = (1..=200).contains(&subject.trim().chars().count());
    checks.require(fits, "subject", "Please enter a subject, up to 200 characters.");
    let fits = !content.trim().is_empty() && content.len() <= 50_000;
    checks.require(fits, "content", "Please enter a text, up to 50,000 characters.");
    let source = Source { subject, content, language: &template.language };
    if let Err(wrong) = render(source, &samples::of(&template.name), config) {
        let message = format!("This does not render: {}", wrong.message);
        checks.require(false, wrong.field, &message);
    }
    checks.finish()
}
