//! Units held for a checkout, under the checkout's id.

mod held;
pub mod model;
mod repo;

use crate::{
    Inventory,
    error::Result,
    stock::{
        self,
        model::{Stock, Wanted},
    },
};
use contracts::{
    Error, ReservationId,
    inventory::{Availability, ReservationState, Reserved, StockLine, TransactionType},
};
use model::Status;
use platform::Tx;
use repo::{Opened, Reservation};

/// Expired reservations handled in one run of the job; the next run goes on.
const BATCH: usize = 500;

impl Inventory {
    /// Where a checkout's units are.
    pub(crate) async fn look_at(&self, id: ReservationId) -> Result<Option<ReservationState>> {
        Ok(repo::state(self.db.pool(), id).await?)
    }

    pub(crate) async fn hold(&self, id: ReservationId, lines: &[StockLine], ttl: u32) -> Result<Reserved> {
        let wanted = stock::model::wanted(lines)?;
        let _turn = self.reserving.acquire().await;
        if let Some(short) = self.sold_out(id, &wanted).await? {
            return Ok(Reserved::Short(short));
        }
        let mut tx = self.db.begin().await?;
        let expires_at = match repo::open(&mut tx, id, ttl).await? {
            Opened::Now { expires_at } => expires_at,
            Opened::Before(found) => match found.status {
                Status::Held | Status::Confirmed => {
                    return Ok(Reserved::Held { expires_at: found.expires_at });
                }
                Status::Expired => repo::renew(&mut tx, id, ttl).await?,
                Status::Released => return Err(Error::conflict("This checkout was given up.").into()),
            },
        };
        let variants: Vec<_> = wanted.keys().copied().collect();
        let mut stock = stock::repo::lock(&mut tx, &variants).await?;
        let parts = match stock.plan(&wanted) {
            Ok(parts) => parts,
            Err(short) => {
                repo::set_status(&mut tx, id, Status::Released).await?;
                tx.commit().await?;
                return Ok(Reserved::Short(short));
            }
        };
        for part in &parts {
            stock.shift(part.inventory, TransactionType::Reservation, -part.quantity)?;
        }
        repo::replace_lines(&mut tx, id, &parts).await?;
        stock::commit(tx, &stock, &reference(id), "system").await?;
        Ok(Reserved::Held { expires_at })
    }

    /// What is short for a checkout that holds nothing yet. Seen without a lock: who comes too late need not wait for
    /// those who were in time.
    async fn sold_out(&self, id: ReservationId, wanted: &Wanted) -> Result<Option<Vec<Availability>>> {
        let variants: Vec<_> = wanted.keys().copied().collect();
        let mut short = self.count_available(&variants).await?;
        short.retain(|counted| {
            wanted.get(&counted.variant).is_some_and(|units| i64::from(*units) > i64::from(counted.available))
        });
        // It is written down that it was refused: whoever reserves for the same checkout meanwhile is waited for, and
        // nobody holds units for it later.
        let refused = !short.is_empty() && repo::refuse(self.db.pool(), id).await? == Status::Released;
        Ok(refused.then_some(short))
    }

    pub(crate) async fn let_go(&self, id: ReservationId) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let Some(found) = repo::lock(&mut tx, id).await? else {
            return Ok(());
        };
        if !found.status.can_become(Status::Released) {
            return Ok(());
        }
        repo::set_status(&mut tx, id, Status::Released).await?;
        let held = found.status == Status::Held;
        let stock = if held { freed(&mut tx, &found).await? } else { Stock::default() };
        stock::commit(tx, &stock, &reference(id), "system").await
    }

    pub(crate) async fn sell(&self, id: ReservationId) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let found = repo::lock(&mut tx, id).await?.ok_or(Error::not_found("reservation"))?;
        let stock = match found.status {
            Status::Confirmed => return Ok(()),
            Status::Released => return Err(Error::conflict("This reservation was given up.").into()),
            Status::Held => sold_from_held(&mut tx, &found).await?,
            Status::Expired => sold_from_sale(&mut tx, &found).await?,
        };
        repo::set_status(&mut tx, id, Status::Confirmed).await?;
        stock::commit(tx, &stock, &reference(id), "system").await
    }

    /// Returns the units of reservations whose time ran out, each in a transaction of its own. Any number
    /// of processes may do this at once.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn expire_reservations(&self) -> contracts::Result<()> {
        for _ in 0..BATCH {
            if !self.expire_next().await? {
                break;
            }
        }
        Ok(())
    }

    async fn expire_next(&self) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let Some(due) = repo::lock_next_due(&mut tx).await? else {
            return Ok(false);
        };
        repo::set_status(&mut tx, due.id, Status::Expired).await?;
        let stock = freed(&mut tx, &due).await?;
        stock::commit(tx, &stock, &reference(due.id), "system").await?;
        Ok(true)
    }
}

async fn freed(tx: &mut Tx, reservation: &Reservation) -> Result<Stock> {
    let mut stock = stock::repo::lock(tx, &reservation.variants()).await?;
    for part in &reservation.parts {
        stock.shift(part.inventory, TransactionType::Release, part.quantity)?;
    }
    Ok(stock)
}

async fn sold_from_held(tx: &mut Tx, reservation: &Reservation) -> Result<Stock> {
    let mut stock = freed(tx, reservation).await?;
    for part in &reservation.parts {
        stock.shift(part.inventory, TransactionType::Sale, -part.quantity)?;
    }
    Ok(stock)
}

/// Its units are on sale again: sold now if nobody was faster, from wherever they are.
async fn sold_from_sale(tx: &mut Tx, reservation: &Reservation) -> Result<Stock> {
    let mut stock = stock::repo::lock(tx, &reservation.variants()).await?;
    let gone = |_| Error::conflict("The reservation has expired and its units are sold.");
    let parts = stock.plan(&reservation.wanted()).map_err(gone)?;
    for part in &parts {
        stock.shift(part.inventory, TransactionType::Sale, -part.quantity)?;
    }
    repo::replace_lines(tx, reservation.id, &parts).await?;
    Ok(stock)
}

fn reference(id: ReservationId) -> String {
    format!("checkout {id}")
}
