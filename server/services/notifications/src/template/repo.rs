//! Reading and writing templates.

use contracts::{TemplateId, Timestamp, notifications::Template};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    language: String,
    subject: String,
    content: String,
    updated_at: Timestamp,
}

impl From<Row> for Template {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            language: row.language,
            subject: row.subject,
            content: row.content,
            updated_at: row.updated_at,
        }
    }
}

/// All of them, by name and language.
pub(crate) async fn all(db: &PgPool) -> sqlx::Result<Vec<Template>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, template_name as name, language, subject, content, updated_at
         from notification_templates order by template_name, language"
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(Template::from).collect())
}

/// A template, held until the transaction ends.
pub(crate) async fn lock(db: &mut PgConnection, id: TemplateId) -> sqlx::Result<Option<Template>> {
    let row = sqlx::query_as!(
        Row,
        "select id, template_name as name, language, subject, content, updated_at
         from notification_templates where id = $1 for update",
        id.0
    );
    Ok(row.fetch_optional(db).await?.map(Template::from))
}

/// The template of that name in the language, in its main language (`de` for `de-AT`), in the shop's or in English: one
/// that the shop offers, if there is one.
pub(crate) async fn best(
    db: &mut PgConnection,
    name: &str,
    language: &str,
) -> sqlx::Result<Option<(TemplateId, String)>> {
    let row = sqlx::query!(
        "select id, language from notification_templates t
         where template_name = $1
           and language in ($2::text, split_part($2::text, '-', 1),
               coalesce((select s.language from mail_shop s), 'en'), 'en')
         order by t.language::text = any (coalesce((select s.languages from mail_shop s), array[t.language::text])) desc,
             language = $2::text desc, language = split_part($2::text, '-', 1) desc,
             language = coalesce((select s.language from mail_shop s), 'en') desc
         limit 1",
        name,
        language
    );
    Ok(row.fetch_optional(db).await?.map(|row| (row.id.into(), row.language)))
}

/// A changed template.
pub(crate) async fn update(
    db: &mut PgConnection,
    id: TemplateId,
    subject: &str,
    content: &str,
) -> sqlx::Result<Template> {
    let row = sqlx::query_as!(
        Row,
        "update notification_templates set subject = $2, content = $3, updated_at = now() where id = $1
         returning id, template_name as name, language, subject, content, updated_at",
        id.0,
        subject,
        content
    );
    Ok(row.fetch_one(db).await?.into())
}
