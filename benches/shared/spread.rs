//! A median and how far the rest lies from it.

use std::fmt;

/// Median, 10th and 90th percentile.
#[derive(Clone, Copy)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    low: f64,
    high: f64,
}

impl Spread {
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let last = values.len() - 1;
        let at = |tenths: usize| *values.get((last * tenths + 5) / 10).unwrap();
        Self { median: at(5), low: at(1), high: at(9) }
    }

    /// In another unit.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self { median: self.median * factor, low: self.low * factor, high: self.high * factor }
    }

    /// `count` over each: a rate from a time.
    pub(crate) fn under(self, count: f64) -> Self {
        Self { median: count / self.median, low: count / self.high, high: count / self.low }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(2);
        let Self { median, low, high } = self;
        write!(f, "{median:.digits$} ({low:.digits$}–{high:.digits$})")
    }
}
