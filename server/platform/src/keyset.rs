//! Pages of long lists by the keys of their rows: what follows a row is found by an index, so that a step costs the
//! same wherever in the list it is taken. The key of a row is the value that the list is sorted by and the row's id,
//! which makes it the only one.
//!
//! A list has two statements for each column it is sorted by: one down, one up. What precedes a row is what follows it
//! the other way round, read backwards; the last page is the first of the other way round.

use contracts::{Page, PageRequest, Place, Timestamp};
use uuid::Uuid;

/// Between the value and the id; no id has it.
const BETWEEN: char = '~';
/// The first moment of the year 10000, in microseconds since 1970: what comes later is no moment of a shop.
const END_OF_TIME: i64 = 253_402_300_800_000_000;

/// A value that keys are made of.
pub trait KeyPart: Clone {
    /// As text.
    fn written(&self) -> String;
    /// Of its text; none when that is none of these.
    fn read(text: &str) -> Option<Self>;
}

impl KeyPart for Timestamp {
    fn written(&self) -> String {
        self.timestamp_micros().to_string()
    }

    fn read(text: &str) -> Option<Self> {
        let micros = text.parse::<i64>().ok().filter(|micros| (0..END_OF_TIME).contains(micros))?;
        Self::from_timestamp_micros(micros)
    }
}

impl KeyPart for String {
    fn written(&self) -> String {
        self.clone()
    }

    /// The databases know no text with a zero byte.
    fn read(text: &str) -> Option<Self> {
        (!text.contains('\0')).then(|| text.to_owned())
    }
}

/// Beside a value that is the only one by itself.
impl KeyPart for () {
    fn written(&self) -> String {
        String::new()
    }

    fn read(text: &str) -> Option<Self> {
        text.is_empty().then_some(())
    }
}

/// What is written as it is shown.
macro_rules! shown {
    ($($part:ty),+) => {
        $(impl KeyPart for $part {
            fn written(&self) -> String {
                self.to_string()
            }

            fn read(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        })+
    };
}

shown!(i32, i64, Uuid);

/// How the rows of a page are read: `V` is the type of the column sorted by, `I` that of the id.
#[derive(Clone, Debug)]
pub struct Walk<V, I = Uuid> {
    request: PageRequest,
    backwards: bool,
    from: Option<(V, I)>,
}

impl<V: KeyPart, I: KeyPart> Walk<V, I> {
    /// To the page that is asked for.
    pub fn to(request: &PageRequest) -> Self {
        let (backwards, from) = match &request.place {
            Place::Numbered => (false, None),
            Place::After(key) => (false, read(key)),
            Place::Before(key) => (true, read(key)),
            Place::Last => (true, None),
        };
        Self { request: request.clone(), backwards, from }
    }

    /// Whether the rows are read the other way round than they are shown.
    pub fn is_backwards(&self) -> bool {
        self.backwards
    }

    /// The value of the row that those which are read follow; none when they begin where the list does.
    pub fn value(&self) -> Option<V> {
        self.from.as_ref().map(|(value, _)| value.clone())
    }

    /// The id of that row.
    pub fn id(&self) -> Option<I> {
        self.from.as_ref().map(|(_, id)| id.clone())
    }

    /// How many rows to read: one more than are shown tells whether the list goes on.
    pub fn limit(&self) -> i64 {
        self.request.limit() + 1
    }

    /// How many rows to pass over; none when the page is found by a key.
    pub fn offset(&self) -> i64 {
        match self.request.place {
            Place::Numbered => self.request.offset(),
            _ => 0,
        }
    }

    /// The page of what was read, given what a row's key is; `total` as the database counts it.
    pub fn page<T>(&self, mut rows: Vec<T>, total: i64, key: impl Fn(&T) -> (V, I)) -> Page<T> {
        let most = usize::try_from(self.request.limit()).unwrap_or(usize::MAX);
        let goes_on = rows.len() > most;
        rows.truncate(most);
        let came_from = self.from.is_some() || self.offset() > 0;
        let (is_first, is_last) =
            if self.backwards { (!goes_on, !came_from) } else { (!came_from, !goes_on) };
        if self.backwards {
            rows.reverse();
        }
        let before = rows.first().filter(|_| !is_first).map(|row| written(&key(row)));
        let after = rows.last().filter(|_| !is_last).map(|row| written(&key(row)));
        Page { before, after, ..Page::new(rows, total, &self.request) }
    }
}

fn written<V: KeyPart, I: KeyPart>((value, id): &(V, I)) -> String {
    format!("{}{BETWEEN}{}", value.written(), id.written())
}

fn read<V: KeyPart, I: KeyPart>(key: &str) -> Option<(V, I)> {
    let (value, id) = key.rsplit_once(BETWEEN)?;
    Some((V::read(value)?, I::read(id)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (String, i64);

    /// What a database would answer of these rows, which are sorted.
    fn answered(all: &[Row], walk: &Walk<String, i64>) -> Vec<Row> {
        let from = walk.value().zip(walk.id());
        let mut rows: Vec<Row> = all.to_vec();
        if walk.is_backwards() {
            rows.reverse();
        }
        let follows = |row: &&Row| match &from {
            Some(from) if walk.is_backwards() => *row < from,
            Some(from) => *row > from,
            None => true,
        };
        let count = |number: i64| usize::try_from(number).unwrap_or(0);
        let (pass, most) = (count(walk.offset()), count(walk.limit()));
        rows.iter().filter(follows).skip(pass).take(most).cloned().collect()
    }

    fn page(all: &[Row], place: Place) -> Page<Row> {
        let walk = Walk::to(&PageRequest::new(1, 4).at(place));
        walk.page(answered(all, &walk), 0, Clone::clone)
    }

    /// Ten rows of three names, one of which looks like a key.
    fn rows() -> Vec<Row> {
        let name = |number: i64| ["a", "b~2", "c"][usize::try_from(number / 4).unwrap_or(0)].to_owned();
        (0..10).map(|number| (name(number), number)).collect()
    }

    #[test]
    fn a_walk_to_the_end_and_back_meets_every_row_once() {
        let all = rows();
        let (mut seen, mut place) = (Vec::new(), Place::Numbered);
        loop {
            let page = page(&all, place);
            seen.extend(page.items);
            let Some(after) = page.after else { break };
            place = Place::After(after);
        }
        assert_eq!(seen, all);
        let (mut back, mut place) = (Vec::new(), Place::Last);
        loop {
            let mut page = page(&all, place);
            page.items.append(&mut back);
            back = page.items;
            let Some(before) = page.before else { break };
            place = Place::Before(before);
        }
        assert_eq!(back, all);
    }

    #[test]
    fn a_page_knows_whether_something_precedes_and_follows_it() {
        let all = rows();
        let ends = |place| {
            let page = page(&all, place);
            (page.before.is_some(), page.after.is_some())
        };
        assert_eq!(ends(Place::Numbered), (false, true));
        assert_eq!(ends(Place::Last), (true, false));
        assert_eq!(ends(Place::After("a~3".to_owned())), (true, true));
        assert_eq!(ends(Place::After("b~2~5".to_owned())), (true, false));
        assert_eq!(ends(Place::Before("b~2~4".to_owned())), (false, true));
        let third = Walk::<String, i64>::to(&PageRequest::new(3, 4));
        let third = third.page(answered(&all, &third), 0, Clone::clone);
        assert_eq!((third.items.len(), third.before.is_some(), third.after.is_some()), (2, true, false));
    }

    #[test]
    fn what_is_no_key_is_an_end_of_the_list() {
        let all = rows();
        for nonsense in ["", "a", "a~", "a~b", "a\0~1"] {
            assert_eq!(page(&all, Place::After(nonsense.to_owned())).items, all[..4]);
            assert_eq!(page(&all, Place::Before(nonsense.to_owned())).items, all[6..]);
        }
        for moment in ["-1", "253402300800000000", "now"] {
            assert_eq!(<Timestamp as KeyPart>::read(moment), None);
        }
    }

    #[test]
    fn a_moment_is_kept_to_the_microsecond() {
        let at: Timestamp = "2026-11-28T09:30:00.123456Z".parse().unwrap();
        assert_eq!(<Timestamp as KeyPart>::read(&at.written()), Some(at));
    }
}
