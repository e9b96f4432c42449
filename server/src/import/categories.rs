//! The categories of a catalogue file, made where they are missing.

use anyhow::Result;
use contracts::{Actor, CategoryId, Services, catalog::Category};
use std::collections::HashMap;

/// Those that exist, by their names from the root.
pub(super) struct Categories(HashMap<Vec<String>, CategoryId>);

impl Categories {
    pub async fn known(services: &Services) -> Result<Self> {
        let mut known = Self(HashMap::new());
        known.learn(&services.catalog.categories().await?, &[]);
        Ok(known)
    }

    fn learn(&mut self, categories: &[Category], path: &[String]) {
        for category in categories {
            let path = [path, std::slice::from_ref(&category.name)].concat();
            self.learn(&category.children, &path);
            self.0.insert(path, category.id);
        }
    }

    /// The category at the end of a path; none for an empty one.
    pub async fn ensure(&mut self, services: &Services, path: &[String]) -> Result<Option<CategoryId>> {
        let mut parent = None;
        for depth in 1..=path.len() {
            let key = path[..depth].to_vec();
            let id = if let Some(id) = self.0.get(&key) {
                *id
            } else {
                let name = path[depth - 1].clone();
                services.catalog.save_category(Actor::System, None, parent, name, String::new()).await?
            };
            self.0.insert(key, id);
            parent = Some(id);
        }
        Ok(parent)
    }
}
