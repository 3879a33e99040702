//! For people: what was looked at, what happened, what to do.

use std::fmt::Write as _;

use pkce_diagnose::{Answer, By, Seen, Verdict, known_transformations};

use super::Diagnosed;
use crate::{
    clean,
    page::Page,
    style::{BAD, FAINT, GOOD, NAME, WARN, paint},
    words::{many, place},
};

/// How many published cases are shown; `--format json` has all.
const CASES: usize = 2;

/// Where what is said of an answer begins.
const HANG: usize = 11;

pub(super) fn render(diagnosed: Diagnosed<'_>) -> String {
    let diagnosis = diagnosed.diagnosis;
    let mut page = Page::new(diagnosed.columns);
    for (what, values) in [("verifier", &diagnosis.verifiers), ("challenge", &diagnosis.challenges)]
    {
        for (number, seen) in (1..).zip(values) {
            value(&mut page, what, (values.len() > 1).then_some(number), seen);
        }
    }
    for note in &diagnosis.notes {
        page.item("", 2, &format!("note: {}", clean(note)));
    }
    page.gap();
    let pairs = diagnosis.verifiers.len().max(diagnosis.challenges.len()) > 1;
    let matches = |answer: &&Answer| answer.by == By::Nobody;
    for answer in diagnosis.answers.iter().filter(matches) {
        page.item("", 2, &format!("{}.", said(answer, pairs)));
    }
    let mut number = 0;
    for answer in diagnosis.answers.iter().filter(|answer| !matches(answer)) {
        if answer.alternative {
            let other = format!("{}; this gives the same text", clean(&answer.says));
            field(&mut page, "or", &[other]);
        } else {
            number += 1;
            reason(&mut page, diagnosed, answer, number, pairs);
        }
    }
    verdict(&mut page, diagnosed, number);
    page.into_text()
}

/// What is told of a value, and why it is none.
fn value(page: &mut Page, what: &str, number: Option<usize>, seen: &Seen) {
    let number = number.map(|number| format!(" {number}")).unwrap_or_default();
    let name = paint(NAME, format!("{what}{number}"));
    let mut told = format!("{name} ({}): {}", clean(&seen.place), many(seen.length, "octet"));
    if what == "challenge" {
        // Writing to a String cannot fail.
        let _ = match seen.method.as_deref() {
            None => write!(told, ", of a method that nobody said"),
            Some("none") => write!(told, ", sent without a method"),
            Some(method) => write!(told, ", method {}", clean(method)),
        };
    }
    if let Some(s256) = &seen.s256 {
        let _ = write!(told, ", whose S256 is {}", clean(s256));
    }
    page.item("", 2, &told);
    for fault in &seen.faults {
        page.item("  ", 4, &format!("{} {}", paint(WARN, "none:"), clean(&fault.says)));
    }
}

/// One reason, with all that is known of it.
fn reason(page: &mut Page, diagnosed: Diagnosed<'_>, answer: &Answer, number: usize, pairs: bool) {
    page.item("", 3, &paint(BAD, format!("{number}. {}.", said(answer, pairs))));
    field(page, "by", &[answer.by.says().to_owned()]);
    if !answer.usually.is_empty() {
        field(page, "usually", &[answer.usually.join("; ")]);
    }
    let known = answer.requirements.iter();
    let known = known.filter_map(|id| diagnosed.catalogue.requirement(id));
    let breaks = known.filter_map(|known| {
        let source = known.sources.first()?;
        let sentence = source
            .quote
            .as_ref()
            .map_or_else(|| clean(&known.says).into_owned(), |quote| format!("“{}”", clean(quote)));
        let place = place(source);
        let id = clean(&known.id);
        Some([format!("{}: {sentence} ({id})", clean(&place)), paint(FAINT, clean(&source.url))])
    });
    field(page, "breaks", &breaks.flatten().collect::<Vec<_>>());
    let mend = answer.mend.iter().map(|mend| clean(mend).into_owned());
    field(page, "mend", &mend.collect::<Vec<_>>());
    cases(page, &diagnosed.cases(&answer.flags, &answer.links));
}

/// The last word.
fn verdict(page: &mut Page, diagnosed: Diagnosed<'_>, reasons: usize) {
    let diagnosis = diagnosed.diagnosis;
    let told = match diagnosis.verdict {
        Verdict::Match => {
            page.item(
                "",
                2,
                "If a server refuses this nevertheless, look here, likeliest place first:",
            );
            for (number, look) in (1..).zip(&diagnosis.look) {
                page.item("", 3, &format!("{number}. {}", look.says));
                cases(page, &diagnosed.cases(look.flags, look.links));
            }
            paint(GOOD, "match")
        }
        Verdict::Explained => paint(BAD, format!("no match: {}", many(reasons, "reason"))),
        Verdict::Unexplained => {
            let known = known_transformations();
            let texts = diagnosis.texts;
            page.para(
                0,
                &format!(
                    "Nothing explains it: {known} transformations were tried, one and two at a \
                     time, {texts} texts, and every verifier that differs in one place. Whether \
                     the two are of two logins, no value shows."
                ),
            );
            paint(BAD, "no match: unexplained")
        }
    };
    page.line(&format!("{told} (exit {})", diagnosed.exit_code()));
}

/// What happened, and to which pair where there are several.
fn said(answer: &Answer, pairs: bool) -> String {
    let says = clean(&answer.says);
    if pairs {
        return format!("Verifier {}, challenge {}: {says}", answer.verifier, answer.challenge);
    }
    let mut letters = says.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn cases(page: &mut Page, cases: &[String]) {
    let cases = cases.iter().take(CASES).map(|case| paint(FAINT, clean(case)));
    field(page, "seen", &cases.collect::<Vec<_>>());
}

/// Lines under an answer, the first behind their name.
fn field(page: &mut Page, name: &str, lines: &[String]) {
    let mut mark = format!("   {name:<8}");
    for line in lines {
        page.item(&mark, HANG, line);
        mark = " ".repeat(HANG);
    }
}
