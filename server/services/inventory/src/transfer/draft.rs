//! A transfer before it is sent: where from, where to, and what.

use super::{locked, model, note, repo};
use crate::{Inventory, error::Result, stock};
use contracts::{
    Actor, Error, Sku, TransferId,
    inventory::{TransferDraft, TransferStatus},
};

impl Inventory {
    pub(crate) async fn begin_draft(&self, actor: &Actor, draft: TransferDraft) -> Result<()> {
        let draft = model::checked(draft)?;
        let mut tx = self.db.begin().await?;
        if !repo::are_in_use(&mut tx, draft.from, draft.to).await? {
            return Err(Error::field("to", "Please choose two warehouses that are in use.").into());
        }
        if repo::insert(&mut tx, &draft, actor.label()).await? {
            note(&mut tx, actor, "transfer.begun", draft.id, serde_json::json!(draft)).await?;
        }
        Ok(tx.commit().await?)
    }

    pub(crate) async fn set_line(&self, actor: &Actor, id: TransferId, sku: &Sku, units: u32) -> Result<()> {
        let count = model::counted(units)?;
        let mut tx = self.db.begin().await?;
        let found = locked(&mut tx, id).await?;
        if found.status != TransferStatus::Draft {
            let text = "What was sent or cancelled cannot be changed any more.";
            return Err(Error::conflict(text).into());
        }
        let unknown = || Error::field("sku", "No article has this SKU.");
        let variant = repo::variant_of(&mut tx, sku).await?.ok_or_else(unknown)?;
        let row = stock::repo::row_in(&mut tx, variant, found.from).await?.ok_or_else(unknown)?;
        let articles = repo::set_line(&mut tx, id, (row, variant), count).await?;
        if articles > model::MOST_ARTICLES {
            let text = format!("At most {} articles at once, please.", model::MOST_ARTICLES);
            return Err(Error::field("sku", text).into());
        }
        let details = serde_json::json!({ "sku": sku, "units": units });
        note(&mut tx, actor, "transfer.line_set", id, details).await?;
        Ok(tx.commit().await?)
    }
}
