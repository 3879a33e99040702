//! Text in Markdown, where nothing of it is markup.

use std::fmt::Write as _;

use crate::clean;

/// Text in a line or in a cell of a table.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str(", "),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            // An entity takes from a link or an address what makes it one.
            ':' | '@' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '>' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Lines as they are, between fences that none of them closes.
pub(crate) fn block(language: &str, lines: &[String]) -> String {
    let ticks = |line: &String| line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let longest = lines.iter().map(ticks).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n", lines.join("\n"))
}

/// A link whose address is one of ours or nothing: an address with a strange scheme or character stays text.
pub(crate) fn link(words: &str, url: &str) -> String {
    let plain =
        |octet: u8| octet.is_ascii_alphanumeric() || b"-._~:/?#@!$&'*+,;=%".contains(&octet);
    if url.starts_with("https://") && url.bytes().all(plain) {
        return format!("[{}](<{url}>)", escape(words));
    }
    format!("{} ({})", escape(words), escape(&clean(url)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(escape("a|b<script>"), r"a\|b&lt;script\>");
        assert_eq!(escape("[x](https://e)"), r"\[x\](https&#58;//e)");
    }

    #[test]
    fn a_fence_is_longer_than_any_within() {
        let lines = ["a ```` b".to_owned(), "```".to_owned()];
        assert_eq!(block("sh", &lines), "`````sh\na ```` b\n```\n`````\n");
    }

    #[test]
    fn an_address_that_is_none_stays_text() {
        assert_eq!(link("§4.6", "https://a.example/b#c"), "[§4.6](<https://a.example/b#c>)");
        assert_eq!(link("x", "javascript:y"), "x (javascript&#58;y)");
        assert_eq!(link("x", "https://a> <b"), r"x (https&#58;//a\> &lt;b)");
    }
}
