//! Prose on a terminal: wrapped between words, never inside one.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Columns where nobody says how many there are.
pub const COLUMNS: usize = 80;

/// Fewer columns are taken for so many: nothing can be read in less.
const FEWEST: usize = 40;

/// A text that grows by lines of at most so many columns.
pub(crate) struct Page {
    text: String,
    columns: usize,
}

impl Page {
    pub(crate) fn new(columns: usize) -> Self {
        Self { text: String::new(), columns: columns.max(FEWEST) }
    }

    /// A line as it is, however long.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Nothing, on a line of its own.
    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A paragraph whose lines begin in the column `indent`.
    pub(crate) fn para(&mut self, indent: usize, words: &str) {
        self.item(&" ".repeat(indent), indent, words);
    }

    /// A paragraph behind a mark or a name, whose further lines begin in the column `hang`.
    pub(crate) fn item(&mut self, mark: &str, hang: usize, words: &str) {
        for line in wrapped(mark, hang, words, self.columns) {
            self.line(&line);
        }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

/// Lines of at most so many columns, but for a word that is longer. What colours a text takes no column.
#[must_use]
pub fn wrapped(mark: &str, hang: usize, words: &str, columns: usize) -> Vec<String> {
    let hang = " ".repeat(hang);
    let options = Options::new(columns)
        .initial_indent(mark)
        .subsequent_indent(&hang)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(false);
    textwrap::wrap(words, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{BAD, paint};

    #[test]
    fn words_stay_whole_and_colours_take_no_column() {
        let mut page = Page::new(40);
        let id = "flow/downgrade/verifier-without-challenge-and-more";
        page.item("  - ", 6, &format!("{} is refused, as it was never asked for", paint(BAD, id)));
        let text = page.into_text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.first().is_some_and(|line| line.contains(id)), "{text}");
        assert_eq!(
            lines.get(1..),
            Some(&["      is refused, as it was never asked", "      for"][..])
        );
    }

    #[test]
    fn a_terminal_that_is_too_narrow_is_taken_for_a_wider_one() {
        let mut page = Page::new(0);
        page.para(2, "a few words");
        assert_eq!(page.into_text(), "  a few words\n");
    }
}
