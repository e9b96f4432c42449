//! Finding accounts that may be the same person's.

use super::repo;
use crate::{
    Identity, account,
    account::model::{Account, containing},
    error::Result,
};
use contracts::{
    Actor, Permission, UserId,
    identity::{CustomerMatch, MatchReason},
};
use sqlx::PgConnection;

/// The most that are told.
const MOST: usize = 20;
/// Shorter parts of words are in too many others for an index to help.
const TELLING: usize = 3;

/// Other open accounts that may be this person's, the most alike first.
pub(crate) async fn candidates(
    identity: &Identity,
    actor: &Actor,
    user: UserId,
) -> Result<Vec<CustomerMatch>> {
    actor.require(Permission::MergeCustomers)?;
    let account = account::of(identity, user).await?;
    let mut tx = identity.db.begin_planned().await?;
    let mut found: Vec<(UserId, Vec<MatchReason>)> = Vec::new();
    for (reason, people) in alike(&mut tx, &account).await? {
        for person in people {
            match found.iter_mut().find(|(known, _)| *known == person) {
                Some((_, reasons)) => reasons.push(reason),
                None => found.push((person, vec![reason])),
            }
        }
    }
    found.sort_by_key(|(_, reasons)| std::cmp::Reverse(reasons.len()));
    found.truncate(MOST);
    let matches = told(&mut tx, found).await?;
    tx.commit().await?;
    Ok(matches)
}

async fn alike(conn: &mut PgConnection, account: &Account) -> Result<Vec<(MatchReason, Vec<UserId>)>> {
    let mailbox = match part_of_mailbox(account.email.as_str()) {
        Some(part) => repo::same_mailbox(conn, account, &containing(part)).await?,
        None => Vec::new(),
    };
    let named = if account.name.chars().count() < TELLING {
        Vec::new()
    } else {
        repo::same_name_and_postal_code(conn, account, &containing(&account.name)).await?
    };
    let phone = repo::same_phone(conn, account.id).await?;
    Ok(vec![
        (MatchReason::Mailbox, mailbox),
        (MatchReason::NameAndPostalCode, named),
        (MatchReason::Phone, phone),
    ])
}

/// What stands before a plus sign, if it tells enough to be looked for.
fn part_of_mailbox(email: &str) -> Option<&str> {
    let part = email.split(['+', '@']).next().unwrap_or_default();
    (part.chars().count() >= TELLING).then_some(part)
}

/// Colleagues are left out: they are not merged.
async fn told(conn: &mut PgConnection, found: Vec<(UserId, Vec<MatchReason>)>) -> Result<Vec<CustomerMatch>> {
    let mut matches = Vec::new();
    for (person, reasons) in found {
        let customer = account::lists::one(&mut *conn, person).await?;
        let customer =
            customer.filter(|one| one.roles.iter().all(|role| role == crate::role::model::CUSTOMER));
        matches.extend(customer.map(|customer| CustomerMatch { customer, reasons }));
    }
    Ok(matches)
}

#[cfg(test)]
mod tests {
    use super::part_of_mailbox;

    #[test]
    fn what_follows_a_plus_sign_makes_no_other_mailbox() {
        assert_eq!(part_of_mailbox("ada+shop@example.com"), Some("ada"));
        assert_eq!(part_of_mailbox("ada@example.com"), Some("ada"));
        assert_eq!(part_of_mailbox("al@example.com"), None);
    }
}
