//! State that is bounded: beyond the limit the oldest entry is forgotten.

use alloc::{collections::BTreeMap, string::String};

/// Entries by name, in the order of their arrival.
///
/// The lookup's time depends on the names. They are 256 random bits each, so that guessing one bit
/// by bit would need names that share a prefix with it.
#[derive(Clone)]
pub(super) struct Store<T> {
    entries: BTreeMap<String, (u64, T)>,
    names: BTreeMap<u64, String>,
    next: u64,
    limit: usize,
}

impl<T> Store<T> {
    pub(super) const fn new(limit: usize) -> Self {
        Self { entries: BTreeMap::new(), names: BTreeMap::new(), next: 0, limit }
    }

    /// Adds an entry as the newest; one of the same name is replaced.
    pub(super) fn insert(&mut self, name: String, entry: T) {
        self.remove(&name);
        self.names.insert(self.next, name.clone());
        self.entries.insert(name, (self.next, entry));
        self.next += 1;
        while self.entries.len() > self.limit {
            if let Some((_, oldest)) = self.names.pop_first() {
                self.entries.remove(&oldest);
            }
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&T> {
        self.entries.get(name).map(|(_, entry)| entry)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.entries.get_mut(name).map(|(_, entry)| entry)
    }

    pub(super) fn remove(&mut self, name: &str) {
        if let Some((place, _)) = self.entries.remove(name) {
            self.names.remove(&place);
        }
    }

    /// From the oldest to the newest.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.names.values().filter_map(|name| self.get(name))
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Takes the other's entries over; where both know one, the other's is the newer.
    pub(super) fn adopt(&mut self, mut other: Self) {
        for name in other.names.into_values() {
            if let Some((_, entry)) = other.entries.remove(&name) {
                self.insert(name, entry);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{string::ToString as _, vec, vec::Vec};

    use super::*;

    #[test]
    fn the_oldest_is_forgotten() {
        let mut store = Store::new(3);
        for number in 0..5 {
            store.insert(number.to_string(), number);
        }
        assert_eq!((store.get("1"), store.get("2"), store.len()), (None, Some(&2), 3));
        store.remove("3");
        store.remove("3");
        assert_eq!(store.iter().copied().collect::<Vec<_>>(), vec![2, 4]);
        store.insert("2".to_string(), 7);
        assert_eq!(store.iter().copied().collect::<Vec<_>>(), vec![4, 7]);
        store.insert("5".to_string(), 5);
        store.insert("6".to_string(), 6);
        assert_eq!(store.iter().copied().collect::<Vec<_>>(), vec![7, 5, 6]);
    }
}
