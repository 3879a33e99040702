//! Drafts: a vector or a flow as it would stand in a file of `vectors/v1/`, ready to be put there.
//!
//! What finds a case, an exploration, a model checker or a fuzz target, hands it over as a [`Vector`] or a [`Flow`].

use std::io;

use pkce_vectors::{Flow, Vector};
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// The draft of a library vector.
#[must_use]
pub fn vector(vector: &Vector) -> String {
    written(vector)
}

/// The draft of a flow.
#[must_use]
pub fn flow(flow: &Flow) -> String {
    written(flow)
}

/// A file of `vectors/v1/` that holds drafts alone.
#[must_use]
pub fn file(vectors: &[Vector], flows: &[Flow]) -> String {
    let list = |key: &str, drafts: Vec<String>| {
        let drafts: Vec<String> = drafts.iter().map(|draft| indented(draft, 4)).collect();
        format!(",\n  \"{key}\": [\n{}\n  ]", drafts.join(",\n"))
    };
    let mut text = "{\n  \"$schema\": \"../schema/vectors.schema.json\"".to_owned();
    if !vectors.is_empty() || flows.is_empty() {
        text += &list("vectors", vectors.iter().map(vector).collect());
    }
    if !flows.is_empty() {
        text += &list("flows", flows.iter().map(flow).collect());
    }
    text + "\n}\n"
}

/// Every line pushed to the right.
#[must_use]
pub fn indented(draft: &str, by: usize) -> String {
    let lines: Vec<String> = draft.lines().map(|line| format!("{:by$}{line}", "")).collect();
    lines.join("\n")
}

/// The same for whatever stands in such a file.
#[must_use]
pub fn written(draft: &impl Serialize) -> String {
    let mut text = Vec::new();
    let layout = Layout { depth: 0, key: String::new(), in_key: false };
    // Writing to memory cannot fail, and a draft has string keys.
    let _ = draft.serialize(&mut Serializer::with_formatter(&mut text, layout));
    String::from_utf8(text).unwrap_or_default()
}

/// A key a line, a step a line, and what is inside them beside one another. ASCII only: a look-alike or a mark of
/// direction in a data file would deceive its reader.
struct Layout {
    depth: usize,
    /// The key of the draft itself under which the next value stands.
    key: String,
    in_key: bool,
}

/// Lists whose items have a line each.
const LISTS: [&str; 2] = ["steps", "checks"];

impl Layout {
    fn is_long_list(&self) -> bool {
        self.depth == 2 && LISTS.contains(&self.key.as_str())
    }
}

impl Formatter for Layout {
    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        out.write_all(b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth -= 1;
        out.write_all(if self.depth == 0 { b"\n}" } else { b" }" })
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if self.depth == 1 {
            self.in_key = true;
            self.key.clear();
            return out.write_all(if first { b"\n  " } else { b",\n  " });
        }
        out.write_all(if first { b" " } else { b", " })
    }

    fn end_object_key<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_key = false;
        Ok(())
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        out.write_all(b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        let ends = if self.is_long_list() { "\n  ]" } else { "]" };
        self.depth -= 1;
        out.write_all(ends.as_bytes())
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        let before = match (self.is_long_list(), first) {
            (true, true) => "\n    ",
            (true, false) => ",\n    ",
            (false, true) => "",
            (false, false) => ", ",
        };
        out.write_all(before.as_bytes())
    }

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if self.in_key {
            self.key.push_str(fragment);
        }
        for character in fragment.chars() {
            if character.is_ascii() && character != '\u{7f}' {
                CompactFormatter.write_string_fragment(out, character.encode_utf8(&mut [0; 4]))?;
                continue;
            }
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use pkce_vectors::VectorSet;

    use super::*;

    /// The whole set of vectors is written and read again.
    #[test]
    fn what_is_written_is_read_as_it_was() {
        let set = VectorSet::bundled().unwrap();
        for known in &set.vectors {
            let text = vector(known);
            assert!(text.is_ascii());
            assert_eq!(serde_json::from_str::<Vector>(&text).unwrap(), *known);
        }
        for known in &set.flows {
            assert_eq!(serde_json::from_str::<Flow>(&flow(known)).unwrap(), *known);
        }
    }

    #[test]
    fn a_step_has_a_line() {
        let set = VectorSet::bundled().unwrap();
        let known = set.flows.iter().find(|flow| flow.id == "flow/verifier/missing").unwrap();
        insta::assert_snapshot!(flow(known));
        let vector = set.vectors.iter().find(|vector| vector.id == "verify/appendix-b").unwrap();
        insta::assert_snapshot!(super::vector(vector));
    }

    #[test]
    fn a_file_of_drafts_is_json() {
        let set = VectorSet::bundled().unwrap();
        for (vectors, flows) in [(0, 0), (2, 0), (0, 2), (1, 1)] {
            let text = file(&set.vectors[..vectors], &set.flows[..flows]);
            let json: serde_json::Value = serde_json::from_str(&text).unwrap();
            let count = |key: &str| json[key].as_array().map_or(0, Vec::len);
            assert_eq!((count("vectors"), count("flows")), (vectors, flows));
        }
    }
}
