//! A badge: what shields.io wants of an endpoint, and the picture.

use pkce_conformance::result::Report;
use serde_json::json;

use super::Results;
use crate::{
    clean, json,
    xml::{document, element, text},
};

/// What a badge says, of the worst of several reports.
struct Badge {
    label: String,
    message: String,
    colour: Colour,
}

#[derive(Clone, Copy)]
enum Colour {
    Good,
    Partial,
    Bad,
    Unknown,
}

impl Colour {
    const fn name(self) -> &'static str {
        match self {
            Self::Good => "brightgreen",
            Self::Partial => "yellowgreen",
            Self::Bad => "red",
            Self::Unknown => "lightgrey",
        }
    }

    /// Dark enough for white letters upon it.
    const fn code(self) -> &'static str {
        match self {
            Self::Good => "#1a7f37",
            Self::Partial => "#6b6d00",
            Self::Bad => "#b3261e",
            Self::Unknown => "#5c5c5c",
        }
    }
}

/// What an endpoint answers: `https://shields.io/badges/endpoint-badge` describes it.
pub(super) fn json(results: Results<'_>) -> String {
    let Badge { label, message, colour } = badge(results.reports);
    let is_error = matches!(colour, Colour::Bad | Colour::Unknown);
    json::pretty(&json!({
        "schemaVersion": 1,
        "label": label,
        "message": message,
        "color": colour.name(),
        "isError": is_error,
    }))
}

fn badge(reports: &[Report]) -> Badge {
    let gravity = |report: &&Report| match report.exit_code(report.run.strict) {
        0 => 0,
        1 => 2,
        _ => 1,
    };
    let Some(worst) = reports.iter().max_by_key(gravity) else {
        return Badge {
            label: "PKCE".to_owned(),
            message: "no report".to_owned(),
            colour: Colour::Unknown,
        };
    };
    let label = format!("PKCE {}", short(&worst.profile));
    let coverage = &worst.coverage;
    let failures = worst.summary.failures.of(pkce_vectors::Level::Must).total();
    let (message, colour) = match worst.exit_code(worst.run.strict) {
        0 if worst.is_partial() => {
            let judged = format!("{} of {} musts hold", coverage.judged, coverage.applicable);
            (judged, Colour::Partial)
        }
        0 => (format!("{} musts hold", coverage.applicable), Colour::Good),
        1 if failures == 1 => ("1 must fails".to_owned(), Colour::Bad),
        1 if failures > 1 => (format!("{failures} musts fail"), Colour::Bad),
        1 => ("fails".to_owned(), Colour::Bad),
        _ => ("undecided".to_owned(), Colour::Unknown),
    };
    Badge { label, message, colour }
}

/// A profile's name, which in a report that was read from a file is any text.
fn short(text: &str) -> String {
    clean(text).chars().take(40).collect()
}

/// The badge as an SVG of its own.
pub(super) fn svg(results: Results<'_>) -> String {
    let Badge { label, message, colour } = badge(results.reports);
    let (left, right) = (width(&label), width(&message));
    let (width, left_text, right_text) = (left + right, left / 2, left + right / 2);
    let title = format!("{label}: {message}");
    let number = |number: usize| number.to_string();
    let (width, left, right) = (number(width), number(left), number(right));
    let (left_text, right_text) = (number(left_text), number(right_text));
    document(|xml| {
        let root = [
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("width", &*width),
            ("height", "20"),
            ("role", "img"),
            ("aria-label", &title),
        ];
        element(xml, "svg", &root, |xml| {
            text(xml, "title", &[], std::slice::from_ref(&title))?;
            let ground = |xml: &mut _, x: &str, width: &str, fill: &str| {
                crate::xml::empty(
                    xml,
                    "rect",
                    &[("x", x), ("width", width), ("height", "20"), ("fill", fill)],
                )
            };
            ground(xml, "0", &left, "#444")?;
            ground(xml, &left, &right, colour.code())?;
            let font = [
                ("fill", "#fff"),
                ("text-anchor", "middle"),
                ("font-family", "Verdana,Geneva,DejaVu Sans,sans-serif"),
                ("font-size", "11"),
            ];
            element(xml, "g", &font, |xml| {
                text(xml, "text", &[("x", &left_text), ("y", "14")], std::slice::from_ref(&label))?;
                text(
                    xml,
                    "text",
                    &[("x", &right_text), ("y", "14")],
                    std::slice::from_ref(&message),
                )
            })
        })
    })
}

/// Room for a text in letters of eleven pixels, by the widest that are usual.
fn width(text: &str) -> usize {
    text.chars().count() * 7 + 12
}
