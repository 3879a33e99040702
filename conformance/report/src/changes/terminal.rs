//! For people: both side by side, then each row that changed.

use std::cmp::Reverse;

use pkce_conformance::result::Report;
use pkce_vectors::Level;

use super::{
    Change, Changes, Found,
    found::{fails, verdict},
};
use crate::{
    clean,
    failure::what,
    page::Page,
    style::{BAD, FAINT, GOOD, NAME, WARN, paint},
    words::{effects, many, short},
};

pub(super) fn render(changes: Changes<'_>) -> String {
    let Changes { old, new, columns, .. } = changes;
    let found = Found::of(changes);
    let mut page = Page::new(columns);
    for (name, was, is) in sides(old, new) {
        let told = if was == is { was } else { format!("{was} → {is}") };
        page.item(&format!("{} ", paint(FAINT, format_args!("{name:<9}"))), 10, &told);
    }
    for (name, list) in found.lists() {
        if list.is_empty() {
            continue;
        }
        let style = match name {
            "newly failing" => BAD,
            "newly passing" => GOOD,
            _ => NAME,
        };
        page.gap();
        page.line(&format!("{}: {}", paint(style, name), many(list.len(), "row")));
        let is_long = !matches!(name, "newly failing" | "fails otherwise" | "flaky");
        write(&mut page, list, changes.show, is_long);
    }
    page.gap();
    let code = found.exit_code(new);
    let (style, word) = match code {
        0 => (GOOD, "no must newly fails"),
        1 => (BAD, "a must newly fails"),
        _ => (WARN, "the target could not be run"),
    };
    page.line(&format!("{} (exit {code})", paint(style, word)));
    page.into_text()
}

/// Facts of both, by their names.
pub(super) fn sides(old: &Report, new: &Report) -> Vec<(&'static str, String, String)> {
    let both = |of: &dyn Fn(&Report) -> String| (of(old), of(new));
    let fact = |name, of: &dyn Fn(&Report) -> String| {
        let (was, is) = both(of);
        (name, was, is)
    };
    vec![
        fact("target", &target),
        fact("profile", &|report| clean(&report.profile).into_owned()),
        fact("vectors", &|report| {
            format!("{}, digest {}", clean(&report.vectors.version), short(&report.vectors.digest))
        }),
        fact("must", &|report| {
            format!("{} of {} judged", report.coverage.judged, report.coverage.applicable)
        }),
        fact("failures", &|report| match &report.failed_to_run {
            Some(_) => "not run".to_owned(),
            None => failures(report),
        }),
    ]
}

fn target(report: &Report) -> String {
    let label = clean(&report.target);
    match &report.about {
        Some(about) => format!("{label} {}", clean(&about.version)),
        None => label.into_owned(),
    }
}

fn failures(report: &Report) -> String {
    let levels = [Level::Must, Level::Should, Level::Hardening];
    let each = levels
        .map(|level| format!("{} {}", level.as_str(), effects(report.summary.failures.of(level))));
    each.join(" · ")
}

fn write(page: &mut Page, list: &[Change<'_>], show: Option<usize>, is_long: bool) {
    let most = show.unwrap_or(usize::MAX);
    // What is no cause for alarm is told in less.
    let most = if is_long { most.min(5.max(most / 4)) } else { most };
    let mut sorted: Vec<&Change<'_>> = list.iter().collect();
    // What fails comes before what does not, the gravest first.
    sorted.sort_by_key(|change| {
        let row = change.row();
        Reverse((row.is_some_and(fails), row.map(|row| row.level)))
    });
    for change in sorted.iter().take(most) {
        let Some(row) = change.row() else { continue };
        let said = |row: Option<&_>| row.map_or("–", |row| verdict(row).as_str());
        let known = if row.known.is_some() { ", known" } else { "" };
        let id = paint(NAME, clean(&row.id));
        let told = format!(
            "{id} {} ({} → {}{known})",
            row.level.as_str(),
            said(change.old),
            said(change.new)
        );
        page.item("  - ", 6, &told);
        if let Some(row) = change.new.filter(|row| fails(row) && row.observed.is_some()) {
            page.para(6, &what(row));
        }
    }
    if list.len() > most {
        page.para(4, &format!("and {} more (--all shows each)", list.len() - most));
    }
}
