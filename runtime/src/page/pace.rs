//! Lists whose pages follow each other by numbers: what comes next, and what will come after that.

use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;
use http::Uri;
use percent_encoding::percent_decode_str;

use crate::facts::{Counting, Path, PositionRule};
use crate::param;
use crate::value::View;

/// What the pages so far tell of those to come.
#[derive(Default)]
pub(super) struct Pace {
    /// How many items all pages have together, as the last page says it.
    total: Option<u64>,
    /// How many items a page has that is not the last.
    full: u64,
    /// The hash of the last page.
    last: Option<u64>,
    hasher: RandomState,
}

/// The page that comes next is the one that has just been read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repeated;

impl Pace {
    /// The number of the page after a page; `None`, if that was the last one.
    ///
    /// `number` is that of the page, `rejected` how many of its items could not be read, `asked` how many the
    /// caller wanted.
    pub(super) fn next(
        &mut self,
        rule: &PositionRule,
        number: u64,
        (page, items, rejected): (View<'_>, Path, usize),
        asked: Option<u64>,
        body: &Bytes,
    ) -> Result<Option<u64>, Repeated> {
        let mut list = page.walk(items).items().peekable();
        let objects =
            matches!(list.peek(), Some(View::Model(_) | View::Union(_) | View::Map(_) | View::Json(_)));
        let count = u64::try_from(list.count().saturating_add(rejected)).unwrap_or(u64::MAX);
        // Lists of numbers may well repeat themselves.
        let previous = self.last.replace(self.hasher.hash_one(body));
        if objects && previous == self.last {
            return Err(Repeated);
        }
        self.total = match rule.total {
            [] => None,
            path => page.walk(path).to_text().and_then(|total| total.parse().ok()),
        };
        let before = self.full;
        self.full = before.max(count);
        if count == 0 {
            return Ok(None);
        }
        let over = match (self.total, asked) {
            (Some(total), _) => {
                let begin = number.saturating_sub(rule.first);
                let begin = match rule.counting {
                    Counting::Items => begin,
                    Counting::Pages => begin.saturating_mul(asked.unwrap_or_default().max(self.full)),
                };
                begin.saturating_add(count) >= total
            }
            (None, Some(asked)) => count < asked && before >= asked,
            (None, None) => false,
        };
        let step = if rule.counting == Counting::Items { count } else { 1 };
        Ok((!over).then(|| number.saturating_add(step)))
    }

    /// The numbers of the pages that will come after the one of a number, if they are as long as those before
    /// and the total is known.
    pub(super) fn ahead(&self, rule: &PositionRule, number: u64) -> impl Iterator<Item = u64> + use<> {
        let (total, full, first) = (self.total.unwrap_or(0), self.full.max(1), rule.first);
        let counting = rule.counting;
        let step = if counting == Counting::Items { full } else { 1 };
        let begins = move |number: &u64| {
            let before = number.saturating_sub(first);
            before.saturating_mul(if counting == Counting::Items { 1 } else { full }) < total
        };
        std::iter::successors(number.checked_add(step), move |number| number.checked_add(step))
            .take_while(begins)
    }

    /// Forgets all pages.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }
}

/// A number in a query.
pub(super) fn number(uri: &Uri, name: &str) -> Option<u64> {
    let name = param::query_name(name);
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.filter(|(own, _)| *own == name).map(|(_, value)| value).next()?;
    percent_decode_str(value).decode_utf8().ok()?.parse().ok()
}
