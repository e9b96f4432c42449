//! What staff keep beside an order. Server only.

use crate::admin::{patterns::ListState, queries};
use contracts::{
    Actor, OrderId, Result, Services,
    identity::Colleague,
    orders::{OrderNeighbours, OrderNote},
};

/// Notes, tags, who can be told of it, and the orders beside it.
pub struct Desk {
    /// Oldest first.
    pub notes: Vec<OrderNote>,
    /// By the alphabet.
    pub tags: Vec<String>,
    /// Names of colleagues.
    pub colleagues: Vec<String>,
    /// In the list that one came from.
    pub beside: OrderNeighbours,
}

/// Reads what is kept beside an order.
///
/// # Errors
/// As the services answer.
pub async fn desk(services: &Services, actor: &Actor, id: OrderId, state: &ListState) -> Result<Desk> {
    let query = queries::orders(state);
    let (notes, tags, colleagues, beside) = futures::try_join!(
        services.orders.order_notes(actor.clone(), id),
        services.orders.order_tags(actor.clone(), vec![id]),
        services.identity.colleagues(actor.clone()),
        services.orders.order_neighbours(actor.clone(), query, id),
    )?;
    let tags = tags.into_iter().map(|tag| tag.tag).collect();
    let colleagues = colleagues.into_iter().map(|colleague| colleague.name).collect();
    Ok(Desk { notes, tags, colleagues, beside })
}

/// The colleagues whom a text names: `@` and a whole name, or its first word. A name that several have names them all.
pub fn mentioned<'a>(text: &str, colleagues: &'a [Colleague]) -> Vec<&'a Colleague> {
    let text = text.to_lowercase();
    let after = text.match_indices('@').filter_map(|(at, _)| text.get(at + 1..));
    let mut named: Vec<&Colleague> = after.flat_map(|rest| named_by(rest, colleagues)).collect();
    named.sort_by_key(|one| one.id);
    named.dedup_by_key(|one| one.id);
    named
}

fn named_by<'a>(rest: &str, colleagues: &'a [Colleague]) -> Vec<&'a Colleague> {
    let whole: Vec<_> = colleagues.iter().filter(|one| begins_with(rest, &one.name.to_lowercase())).collect();
    if !whole.is_empty() {
        return whole;
    }
    let first = |name: &str| name.split(' ').next().is_some_and(|first| begins_with(rest, first));
    colleagues.iter().filter(|one| first(&one.name.to_lowercase())).collect()
}

fn begins_with(rest: &str, name: &str) -> bool {
    let end = rest.strip_prefix(name).filter(|_| !name.is_empty());
    end.is_some_and(|end| !end.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::UserId;
    use uuid::Uuid;

    fn told(text: &str) -> Vec<String> {
        let people = ["Grace Hopper", "Grace Kelly", "Bob Babbage", "Ada"];
        let people: Vec<_> = people
            .into_iter()
            .zip(1..)
            .map(|(name, id)| Colleague { id: UserId(Uuid::from_u128(id)), name: name.to_owned() })
            .collect();
        mentioned(text, &people).into_iter().map(|one| one.name.clone()).collect()
    }

    #[test]
    fn a_colleague_is_named_by_the_whole_name_or_the_first() {
        assert_eq!(told("@grace hopper please call"), ["Grace Hopper"]);
        assert_eq!(told("@Bob, and again @bob"), ["Bob Babbage"]);
        assert_eq!(told("(@Ada)"), ["Ada"]);
        assert_eq!(told("@Grace?"), ["Grace Hopper", "Grace Kelly"]);
    }

    #[test]
    fn what_only_looks_like_a_name_tells_nobody() {
        assert!(told("ada@example.test, @ Bob, @Adam, @").is_empty());
    }
}
