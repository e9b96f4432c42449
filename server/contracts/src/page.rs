use serde::{Deserialize, Serialize};

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// From 1.
    pub number: u32,
    /// Items on a page, 1 to 100.
    pub size: u32,
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
        Self { number: number.clamp(1, Self::LAST), size: size.clamp(1, 100) }
    }

    /// The same of a list of the back office: it has no more pages than are counted, so that the deepest one costs
    /// what the first does, more or less. Who looks further narrows the list.
    pub fn of_list(number: u32, size: u32) -> Self {
        let size = size.clamp(1, 100);
        let counted = u32::try_from(Self::COUNTED).unwrap_or(Self::LAST);
        Self::new(number.min(counted / size + 1), size)
    }

    /// Rows before this page.
    pub fn offset(self) -> i64 {
        let bounded = Self::new(self.number, self.size);
        i64::from(bounded.number - 1) * i64::from(bounded.size)
    }

    /// Rows on this page.
    pub fn limit(self) -> i64 {
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
}

impl<T> Page<T> {
    /// The page that answers `request`; `total` as the database counts it.
    pub fn new(items: Vec<T>, total: i64, request: PageRequest) -> Self {
        let request = PageRequest::new(request.number, request.size);
        Self { items, total: u64::try_from(total).unwrap_or(0), number: request.number, size: request.size }
    }

    /// How many pages there are, at least one.
    pub fn pages(&self) -> u32 {
        u32::try_from(self.total.div_ceil(u64::from(self.size.max(1)))).unwrap_or(u32::MAX).max(1)
    }

    /// The same page with every item changed.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            total: self.total,
            number: self.number,
            size: self.size,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_page_of_a_list_is_the_last_that_is_counted() {
        assert_eq!(PageRequest::of_list(3, 25), PageRequest { number: 3, size: 25 });
        assert_eq!(PageRequest::of_list(u32::MAX, 25).offset(), PageRequest::COUNTED);
        let whole = Page::new(vec![()], PageRequest::COUNTED + 1, PageRequest::of_list(u32::MAX, 25));
        assert_eq!(whole.pages(), whole.number);
    }
}
