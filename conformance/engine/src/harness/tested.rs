//! A test with what came of it, and how a run of them is told: in brief, or test by test as `cargo test` does.

use std::{collections::BTreeMap, fmt::Write as _, process::ExitCode, time::Duration};

use libtest_mimic::{Arguments, Completion, Failed, Trial};

/// A test, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tested {
    pub(super) name: String,
    /// The level whatever came of it: it is a part of the name by which a runner asks again.
    pub(super) kind: &'static str,
    pub(super) came: Came,
}

/// What came of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Came {
    /// It holds; or it is listed, and nobody asked.
    Holds,
    /// It does not, and why.
    Fails(String),
    /// It does not count, and why: in a word or two, then in full.
    Ignored(&'static str, String),
    /// It is not asked: the target does not offer it, or its own glue decides it.
    NotAsked,
}

impl Tested {
    pub(super) fn trial(self) -> Trial {
        let Self { name, kind, came } = self;
        let trial = match came {
            Came::Holds | Came::NotAsked => {
                let ignored = came == Came::NotAsked;
                Trial::test(name, || Ok(())).with_ignored_flag(ignored)
            }
            Came::Fails(why) => Trial::test(name, move || Err(Failed::from(why))),
            Came::Ignored(_, why) => {
                Trial::ignorable_test(name, move || Ok(Completion::ignored_with(why)))
            }
        };
        trial.with_kind(kind)
    }

    /// The name with the level before it, as `cargo test` shows it.
    fn shown(&self) -> String {
        if self.kind.is_empty() {
            self.name.clone()
        } else {
            format!("[{}] {}", self.kind, self.name)
        }
    }

    fn is_let_through(&self, arguments: &Arguments) -> bool {
        !arguments.is_filtered_out(&self.clone().trial())
    }
}

/// Whether somebody asks for a line a test, for a list, or for the tests that are ignored.
pub(super) fn is_asked_for(arguments: &Arguments) -> bool {
    let Arguments { format, quiet, list, ignored, include_ignored, logfile, show_output, .. } =
        arguments;
    format.is_some()
        || logfile.is_some()
        || *quiet
        || *list
        || *ignored
        || *include_ignored
        || *show_output
}

/// A run in brief: what fails, in full, and one line of counts in the form of `cargo test`.
pub(super) fn in_brief(
    tests: &[Tested],
    arguments: &Arguments,
    took: Duration,
) -> (String, ExitCode) {
    let (let_through, filtered): (Vec<&Tested>, Vec<&Tested>) =
        tests.iter().partition(|test| test.is_let_through(arguments));
    let failures: Vec<(&Tested, &str)> = let_through
        .iter()
        .filter_map(|test| match &test.came {
            Came::Fails(why) => Some((*test, why.as_str())),
            _ => None,
        })
        .collect();
    let passed = let_through.iter().filter(|test| test.came == Came::Holds).count();
    let mut text = format!("\nrunning {} tests\n", let_through.len());
    // Writing to a String cannot fail.
    if !failures.is_empty() {
        let _ = writeln!(text, "\nfailures:\n");
        for (test, why) in &failures {
            let _ = writeln!(text, "---- {} ----\n{why}\n", test.shown());
        }
    }
    let ignored = ignored(&let_through);
    let count: usize = ignored.values().sum();
    let verdict = if failures.is_empty() { "ok" } else { "FAILED" };
    let _ = writeln!(
        text,
        "\ntest result: {verdict}. {passed} passed; {} failed; {count} ignored; 0 measured; {} filtered out; finished in {:.2}s",
        failures.len(),
        filtered.len(),
        took.as_secs_f64()
    );
    if count > 0 {
        let each: Vec<String> =
            ignored.iter().map(|(why, count)| format!("{count} {why}")).collect();
        let _ = writeln!(
            text,
            "ignored: {}; `-- --format pretty` has a line for each",
            each.join(", ")
        );
    }
    let code = if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(101) };
    (text + "\n", code)
}

/// Why tests are ignored, counted.
fn ignored(tests: &[&Tested]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for test in tests {
        let why = match test.came {
            Came::Ignored(why, _) => why,
            Came::NotAsked => "not offered",
            Came::Holds | Came::Fails(_) => continue,
        };
        *counts.entry(why).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(name: &str, came: Came) -> Tested {
        Tested { name: name.to_owned(), kind: "must", came }
    }

    #[test]
    fn a_green_run_is_a_few_lines_and_a_red_one_shows_what_fails() {
        let advice = || Came::Ignored("of advice that does not hold", "advice, fail: x".to_owned());
        let mut tests =
            vec![test("a/b", Came::Holds), test("a/c", advice()), test("a/d", Came::NotAsked)];
        let none = Arguments::default();
        let green = in_brief(&tests, &none, Duration::ZERO).0;
        assert_eq!(green.lines().filter(|line| !line.is_empty()).count(), 3, "{green}");
        assert!(green.contains("test result: ok. 1 passed; 0 failed; 2 ignored;"), "{green}");
        assert!(
            green.contains("ignored: 1 not offered, 1 of advice that does not hold;"),
            "{green}"
        );
        tests.push(test("a/e", Came::Fails("expected x".to_owned())));
        let red = in_brief(&tests, &none, Duration::ZERO).0;
        assert!(red.contains("---- [must] a/e ----\nexpected x\n"), "{red}");
        assert!(red.contains("test result: FAILED. 1 passed; 1 failed;"), "{red}");
        let filter = Arguments { filter: Some("a/b".to_owned()), ..none };
        let one = in_brief(&tests, &filter, Duration::ZERO).0;
        assert!(one.contains("1 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out"), "{one}");
    }
}
