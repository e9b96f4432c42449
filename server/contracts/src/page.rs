use serde::{Deserialize, Serialize};

/// Where in a list a page is. A row's key is what the list is sorted by and the row's id, as the list itself told it
/// ([`Page::before`], [`Page::after`]); nobody else needs to read it. One that is no key of this list is one end of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// So many pages from the first, as [`PageRequest::number`] says.
    #[default]
    Numbered,
    /// What follows the row of this key.
    After(String),
    /// What precedes the row of this key.
    Before(String),
    /// The last rows of all.
    Last,
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// From 1; 1 when the place is told otherwise.
    pub number: u32,
    /// Items on a page, 1 to 100.
    pub size: u32,
    /// Where the page is. Lists that hold few rows know numbers only, and say so by telling no keys.
    #[serde(default)]
    pub place: Place,
}

impl PageRequest {
    /// The deepest page served; deeper ones cost more than they tell.
    pub const LAST: u32 = 10_000;
    /// How far the lists of the back office are counted: a longer list is told as this many and one more,
    /// so that a page of a million rows costs no more than one of a hundred.
    pub const COUNTED: i64 = 10_000;
    /// Rows of a list that are read at once when all of it goes into a file.
    pub const BATCH: i64 = 500;

    /// A request within the bounds, whatever was asked for.
    pub fn new(number: u32, size: u32) -> Self {
        Self { number: number.clamp(1, Self::LAST), size: size.clamp(1, 100), place: Place::Numbered }
    }

    /// The same of a list of the back office: it has no more numbered pages than are counted, so that the deepest one
    /// costs what the first does, more or less. Further pages are found by keys: [`Self::at`].
    pub fn of_list(number: u32, size: u32) -> Self {
        let size = size.clamp(1, 100);
        let counted = u32::try_from(Self::COUNTED).unwrap_or(Self::LAST);
        Self::new(number.min(counted / size + 1), size)
    }

    /// The page at this place of the list.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { number: if place == Place::Numbered { self.number } else { 1 }, place, ..self }
    }

    /// Rows before this page, if its number says where it is.
    pub fn offset(&self) -> i64 {
        let bounded = Self::new(self.number, self.size);
        i64::from(bounded.number - 1) * i64::from(bounded.size)
    }

    /// Rows on this page.
    pub fn limit(&self) -> i64 {
        i64::from(self.size.clamp(1, 100))
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::new(1, 24)
    }
}

/// A part of a list, and how long the whole is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// Items in the whole list; lists of the back office are counted up to [`PageRequest::COUNTED`].
    pub total: u64,
    /// The page this is, from 1.
    pub number: u32,
    /// Items a full page holds.
    pub size: u32,
    /// The key of the first row when others precede it; none in lists that know numbers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The key of the last row when others follow it; none in lists that know numbers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl<T> Page<T> {
    /// The page that answers `request`, without keys; `total` as the database counts it.
    pub fn new(items: Vec<T>, total: i64, request: &PageRequest) -> Self {
        let request = PageRequest::new(request.number, request.size);
        Self {
            items,
            total: u64::try_from(total).unwrap_or(0),
            number: request.number,
            size: request.size,
            before: None,
            after: None,
        }
    }

    /// How many pages there are, at least one.
    pub fn pages(&self) -> u32 {
        u32::try_from(self.total.div_ceil(u64::from(self.size.max(1)))).unwrap_or(u32::MAX).max(1)
    }

    /// The same page with other items.
    pub fn with<U>(self, items: Vec<U>) -> Page<U> {
        Page {
            items,
            total: self.total,
            number: self.number,
            size: self.size,
            before: self.before,
            after: self.after,
        }
    }

    /// The same page with every item changed.
    pub fn map<U>(mut self, change: impl FnMut(T) -> U) -> Page<U> {
        let items = std::mem::take(&mut self.items);
        self.with(items.into_iter().map(change).collect())
    }

    /// The same page with every item changed, if all can be.
    ///
    /// # Errors
    /// The first that `change` answers.
    pub fn try_map<U, E>(mut self, change: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let items = std::mem::take(&mut self.items);
        let items = items.into_iter().map(change).collect::<Result<Vec<U>, E>>()?;
        Ok(self.with(items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_page_of_a_list_is_the_last_that_is_counted() {
        let third = PageRequest::of_list(3, 25);
        assert_eq!((third.number, third.size, third.offset()), (3, 25, 50));
        assert_eq!(PageRequest::of_list(u32::MAX, 25).offset(), PageRequest::COUNTED);
        let whole = Page::new(vec![()], PageRequest::COUNTED + 1, &PageRequest::of_list(u32::MAX, 25));
        assert_eq!(whole.pages(), whole.number);
    }

    #[test]
    fn a_page_that_is_found_by_a_key_has_no_number_of_its_own() {
        let further = PageRequest::of_list(7, 25).at(Place::After("1.2".to_owned()));
        assert_eq!((further.number, further.offset()), (1, 0));
        assert_eq!(PageRequest::of_list(7, 25).at(Place::Numbered).offset(), 150);
    }

    #[test]
    fn what_a_page_knows_of_its_list_stays_when_its_items_change() {
        let mut page = Page::new(vec![1, 2], 9, &PageRequest::new(1, 2));
        page.after = Some("2".to_owned());
        let words = page.clone().map(|number: i32| number.to_string());
        assert_eq!((words.after.as_deref(), words.total), (Some("2"), 9));
        assert_eq!(page.try_map(u8::try_from).unwrap().after.as_deref(), Some("2"));
    }
}
