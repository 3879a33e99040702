//! Elements of XML, written so that nothing a target says is markup.

use std::{borrow::Cow, io};

use quick_xml::{Writer, events::BytesText};

use crate::clean;

/// What an element is written to.
pub(crate) type Xml = Writer<Vec<u8>>;

/// A document of its own: `write` gives the root element.
pub(crate) fn document(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Memory takes all that is written to it, and what is written is text.
    let _ = write(&mut writer);
    let body = String::from_utf8(writer.into_inner()).unwrap_or_default();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}\n")
}

/// An element with attributes and what is in it.
pub(crate) fn element(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    let attributes: Vec<(&str, Cow<'_, str>)> =
        attributes.iter().map(|(name, value)| (*name, visible(value))).collect();
    let attributes = attributes.iter().map(|(name, value)| (*name, value.as_ref()));
    xml.create_element(name).with_attributes(attributes).write_inner_content(inner).map(drop)
}

/// An element with attributes and nothing in it.
pub(crate) fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let attributes: Vec<(&str, Cow<'_, str>)> =
        attributes.iter().map(|(name, value)| (*name, visible(value))).collect();
    let attributes = attributes.iter().map(|(name, value)| (*name, value.as_ref()));
    xml.create_element(name).with_attributes(attributes).write_empty().map(drop)
}

/// An element with attributes and lines of text.
pub(crate) fn text(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    lines: &[String],
) -> io::Result<()> {
    let lines: Vec<Cow<'_, str>> = lines.iter().map(|line| visible(line)).collect();
    let joined = lines.join("\n");
    let attributes: Vec<(&str, Cow<'_, str>)> =
        attributes.iter().map(|(name, value)| (*name, visible(value))).collect();
    let attributes = attributes.iter().map(|(name, value)| (*name, value.as_ref()));
    let element = xml.create_element(name).with_attributes(attributes);
    element.write_text_content(BytesText::new(&joined)).map(drop)
}

/// Text that XML 1.0 can hold, with what misleads made visible.
fn visible(text: &str) -> Cow<'_, str> {
    let cleaned = clean(text);
    if cleaned.contains(NO_XML) {
        return Cow::Owned(cleaned.replace(NO_XML, "\u{fffd}"));
    }
    cleaned
}

/// What XML 1.0 has no place for, beside the controls.
const NO_XML: [char; 2] = ['\u{fffe}', '\u{ffff}'];
