//! Takes a file piece by piece, so that no request holds all of it. Server only.

use crate::{admin::guard, context, error::AppError};
use contracts::{
    Actor, Error, ImportId,
    catalog::{Catalog, Import, ImportDraft, ImportFormat},
};
use leptos::server_fn::codec::MultipartData;

/// Bytes of the inputs beside the file.
const MOST: usize = 200;

/// Keeps the file of a multipart form: inputs `format` (empty to have it found out), then `file`.
///
/// # Errors
/// A field error at `file` when there is none or it is too large; `Invalid` when the form cannot be read.
pub async fn take(actor: Actor, data: MultipartData) -> Result<ImportId, AppError> {
    let mut form = data.into_inner().ok_or_else(unreadable)?;
    let catalog = context::services()?.catalog;
    let mut format = None;
    while let Some(mut field) = form.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "format" => {
                let mut value = Vec::new();
                while let Some(chunk) = field.chunk().await.map_err(|_| unreadable())? {
                    value.extend_from_slice(&chunk);
                    if value.len() > MOST {
                        return Err(unreadable());
                    }
                }
                format = ImportFormat::from_text(&String::from_utf8_lossy(&value));
            }
            "file" => {
                let file_name = field.file_name().unwrap_or_default().chars().take(255).collect::<String>();
                if file_name.is_empty() {
                    return Err(Error::field("file", "Please choose a file.").into());
                }
                let draft =
                    ImportDraft { id: ImportId(guard::fresh_key()), file_name, format, currency: None };
                let id = draft.id;
                let mut kept = Kept { catalog: &*catalog, actor: &actor, id, number: 0, piece: Vec::new() };
                catalog.open_import(actor.clone(), draft).await?;
                while let Some(chunk) = field.chunk().await.map_err(|_| unreadable())? {
                    kept.add(&chunk).await?;
                }
                kept.end().await?;
                return Ok(id);
            }
            _ => {}
        }
    }
    Err(Error::field("file", "Please choose a file.").into())
}

/// What has come of a file.
struct Kept<'a> {
    catalog: &'a dyn Catalog,
    actor: &'a Actor,
    id: ImportId,
    number: u32,
    piece: Vec<u8>,
}

impl Kept<'_> {
    async fn add(&mut self, mut bytes: &[u8]) -> Result<(), AppError> {
        while !bytes.is_empty() {
            let room = Import::PIECE - self.piece.len();
            let (fits, rest) = bytes.split_at(room.min(bytes.len()));
            self.piece.extend_from_slice(fits);
            bytes = rest;
            if self.piece.len() == Import::PIECE {
                self.send().await?;
            }
        }
        Ok(())
    }

    async fn send(&mut self) -> Result<(), AppError> {
        let piece = std::mem::take(&mut self.piece);
        self.catalog.add_import_piece(self.actor.clone(), self.id, self.number, piece).await?;
        self.number += 1;
        Ok(())
    }

    /// The last piece, and what the file is.
    async fn end(mut self) -> Result<(), AppError> {
        if !self.piece.is_empty() {
            self.send().await?;
        }
        self.catalog.finish_import_upload(self.actor.clone(), self.id).await?;
        Ok(())
    }
}

fn unreadable() -> AppError {
    Error::invalid("The file did not come whole. Please try again.").into()
}
