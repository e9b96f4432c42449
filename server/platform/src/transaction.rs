//! A transaction of a service, whose commit is a place where tests let things go wrong.

use crate::failpoint::{self, Fault};
use sqlx::{PgConnection, Postgres, Transaction};
use std::{
    io,
    ops::{Deref, DerefMut},
};

/// A transaction of a service. Dropped without commit, it rolls back.
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    database: &'static str,
}

impl Tx {
    pub(crate) fn new(database: &'static str, inner: Transaction<'static, Postgres>) -> Self {
        Self { inner, database }
    }

    /// Commits.
    ///
    /// # Errors
    /// As the database answers. Where the connection was lost nobody knows whether it is committed.
    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        let fault = failpoint::at_commit(self.database);
        match fault {
            Some(Fault::DiesBefore) => failpoint::die("before a commit"),
            Some(Fault::Full) => return Err(disk_is_full(&mut self.inner).await),
            _ => {}
        }
        self.inner.commit().await?;
        match fault {
            Some(Fault::DiesAfter) => failpoint::die("after a commit"),
            Some(Fault::AnswerLost) => Err(io::Error::from(io::ErrorKind::ConnectionReset).into()),
            _ => Ok(()),
        }
    }

    /// Gives up what was done.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn rollback(self) -> Result<(), sqlx::Error> {
        self.inner.rollback().await
    }
}

/// What Postgres says when it cannot write any more (`disk_full`), by its own mouth.
async fn disk_is_full(conn: &mut PgConnection) -> sqlx::Error {
    let raise = "do $$ begin raise exception 'No space left on device' using errcode = '53100'; end $$";
    match sqlx::raw_sql(raise).execute(conn).await {
        Ok(_) => sqlx::Error::WorkerCrashed,
        Err(error) => error,
    }
}

impl Deref for Tx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}
