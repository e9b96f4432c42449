//! Categories by their names from the root, made where they are missing.

use super::{CategoryDraft, repo};
use crate::{error::Result, product::model::free_slug};
use contracts::{CategoryId, Error as Refusal, Slug, catalog::Event};
use sqlx::PgConnection;
use std::collections::HashMap;

/// Those that there are.
pub(crate) struct Paths {
    by_path: HashMap<Vec<String>, CategoryId>,
    made: Vec<CategoryId>,
}

impl Paths {
    pub(crate) async fn known(tx: &mut PgConnection) -> sqlx::Result<Self> {
        let rows = sqlx::query!(
            "select id, parent_category_id, name from categories order by position desc, name desc"
        );
        let rows = rows.fetch_all(tx).await?;
        let parents: HashMap<_, _> =
            rows.iter().map(|row| (row.id, (row.parent_category_id, row.name.as_str()))).collect();
        let by_path = rows.iter().map(|row| {
            let (mut path, mut at) = (Vec::new(), Some(row.id));
            while let Some((parent, name)) = at.and_then(|id| parents.get(&id)) {
                path.insert(0, (*name).to_owned());
                at = *parent;
            }
            (path, CategoryId(row.id))
        });
        Ok(Self { by_path: by_path.collect(), made: Vec::new() })
    }

    /// The category at the end of a path; none for an empty one.
    pub(crate) async fn ensure(
        &mut self,
        tx: &mut PgConnection,
        path: &[String],
    ) -> Result<Option<CategoryId>> {
        let mut parent = None;
        for depth in 1..=path.len() {
            let known = self.by_path.get(&path[..depth]).copied();
            let id = match known {
                Some(id) => id,
                None => self.make(tx, parent, &path[..depth]).await?,
            };
            parent = Some(id);
        }
        Ok(parent)
    }

    async fn make(
        &mut self,
        tx: &mut PgConnection,
        parent: Option<CategoryId>,
        path: &[String],
    ) -> Result<CategoryId> {
        let name = path.last().cloned().unwrap_or_default();
        let base =
            Slug::from_name(&name).ok_or_else(|| Refusal::field("category", "Please enter a name."))?;
        let slug = free_slug(&base, &repo::slugs_like(tx, &base).await?)?;
        let id = CategoryId(platform::ids::mint());
        let draft = CategoryDraft { id: None, parent, name, description: String::new() };
        repo::insert(tx, id, &slug, &draft).await?;
        self.by_path.insert(path.to_vec(), id);
        self.made.push(id);
        Ok(id)
    }

    /// Tells of those that were made.
    pub(crate) async fn announce(&self, tx: &mut PgConnection) -> sqlx::Result<()> {
        let events: Vec<Event> = self.made.iter().map(|id| Event::CategorySaved { category: *id }).collect();
        platform::outbox::publish_all(tx, &events).await
    }
}
