//! Which rules of the protocol an adapter keeps, a line each.

use pkce_conformance::result::{RuleKept, RuleOutcome};

use crate::{
    clean,
    form::forms,
    page::Page,
    style::{BAD, FAINT, GOOD, WARN, paint},
};

/// The rules that an adapter was held to.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Each, with how it was kept.
    pub rules: &'a [RuleKept],
    /// Columns of the terminal.
    pub columns: usize,
}

forms! {
    /// The forms of such a list.
    Rules:
    /// A line a rule.
    Terminal => terminal,
}

fn terminal(Rules { rules, columns }: Rules<'_>) -> String {
    let mut page = Page::new(columns);
    for RuleKept { name, says, change, outcome } in rules {
        let (verdict, told) = match outcome {
            RuleOutcome::Kept => (paint(GOOD, "pass"), Vec::new()),
            RuleOutcome::Broken(seen) => (paint(BAD, "fail"), vec![seen.as_str(), change]),
            RuleOutcome::Question(asked) => (paint(WARN, "ask "), vec![asked.as_str(), change]),
            RuleOutcome::NotTried(why) => (paint(FAINT, "skip"), vec![why.as_str()]),
        };
        page.item(&format!("{verdict}  {name:<14}  "), 22, &paint(FAINT, says));
        for line in told {
            page.para(6, &clean(line));
        }
    }
    let asked = |rule: &&RuleKept| matches!(rule.outcome, RuleOutcome::Question(_));
    match rules.iter().filter(asked).count() {
        0 => {}
        count => {
            let (count, they) = match count {
                1 => ("1 question".to_owned(), "it fails"),
                _ => (format!("{count} questions"), "they fail"),
            };
            page.gap();
            page.para(
                0,
                &format!("{count}: the implementation itself may do this, so {they} nothing."),
            );
        }
    }
    page.into_text()
}
