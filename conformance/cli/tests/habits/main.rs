//! Adapters with one wrong habit each: `check-adapter` names it, and fails those that no implementation could explain. Right
//! servers of every shape have none.
//!
//! The test is its own adapter: started with `--adapter HABIT`, it serves the reference over standard input and output, with
//! that habit or in that shape.
#![expect(clippy::indexing_slicing, reason = "a member that a JSON value lacks is null")]

mod calls;
mod lines;

use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use pkce_conformance::reference::Shape;

/// One habit, and what `check-adapter` says of it.
struct Habit {
    name: &'static str,
    /// The rule that speaks of it.
    rule: &'static str,
    verdict: Verdict,
    /// Part of what is told.
    told: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The command fails.
    Fails,
    /// It asks, and does not fail.
    Asks,
}

const fn fails(name: &'static str, rule: &'static str, told: &'static str) -> Habit {
    Habit { name, rule, verdict: Verdict::Fails, told }
}

const fn asks(name: &'static str, rule: &'static str, told: &'static str) -> Habit {
    Habit { name, rule, verdict: Verdict::Asks, told }
}

const HABITS: &[Habit] = &[
    // Lines.
    fails("dies-now-and-then", "endurance", "were answered, then: it ended"),
    fails("writes-octets-now-and-then", "endurance", "not UTF-8"),
    fails("accepts-more", "accepts", "`telepathy`"),
    // Library operations.
    fails("method-by-default", "input", "with method_hex in its `input` derive answered ok"),
    fails("leaves-out-members", "input", "of_a_later_version"),
    fails("every-exception-is-no-match", "input", "verify answered ok {\"match\":false}"),
    fails("hex-as-text", "hexadecimal", "with method in hexadecimal, error"),
    fails("hex-method-by-default", "hexadecimal", "with method in hexadecimal"),
    fails("latin-1", "octets", "read as Latin-1"),
    fails("question-marks", "octets", "replaced by `?`"),
    asks("ignored-octets", "octets", "errors=\"ignore\""),
    fails("silence-is-a-match", "match", "a wrong verifier was a match"),
    fails("refusal-as-unsupported", "refusals", "a wrong verifier was `unsupported`"),
    fails("own-reason", "reasons", "the reason `no_match`"),
    asks("errors-as-exceptions", "reasons", "did nobody catch it"),
    asks("trims", "trimming", "white space around the verifier was stripped"),
    asks("remembers-verifiers", "memory", "a verifier that came a second time"),
    asks("remembers-challenges", "memory", "a challenge that came a second time"),
    fails("forgets-to-await", "operations", "did you forget to await?"),
    asks("forgets-to-await-all", "operations", "did you forget to await?"),
    asks("one-verifier", "draws", "came twice in one process"),
    asks("counts", "draws", "in a few characters alone"),
    asks("seeded-alike", "draws", "a second process gave the verifiers of the first"),
    // Flows.
    fails("any-policy", "policies", "a session was opened with `\"pkce\": \"nonsense\"`"),
    fails("any-step", "steps", "an unknown step was left out"),
    fails("leaves-out-step-members", "steps", "an unknown member of a token request"),
    fails("methods-ignored", "methods", "plain got a token where `methods` is S256 alone"),
    fails("pkce-ignored", "required", "without PKCE got a token under"),
    fails("wait-does-nothing", "clock", "61 seconds after it was issued a code got a token"),
    fails("codes-live-for-ever", "clock", "61 seconds after it was issued a code got a token"),
    fails("one-server", "sessions", "the code of one session got a token in another"),
    fails("newest-server", "sessions", "the code of one session got a token in another"),
    fails("step-refusal-as-unsupported", "step refusals", "a wrong verifier was `unsupported`"),
    fails("raw-ignored", "raw", "the right verifier in `raw` got no token"),
    fails("step-hex-as-text", "step octets", "the right verifier in hexadecimal got no token"),
    fails("step-latin-1", "step octets", "read as Latin-1"),
    asks("step-ignored-octets", "step octets", "errors=\"ignore\""),
    asks("secret-ignored", "clients", "the right request of a confidential client"),
    asks("known-parameters-only", "pushed", "only the parameters that it knows"),
    asks("last-parameter-only", "duplicates", "of two verifiers the last alone counted"),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    if let [_, flag, habit] = words.as_slice()
        && flag == "--adapter"
    {
        return lines::serve(habit);
    }
    let trials = HABITS
        .iter()
        .map(|habit| Trial::test(habit.name, || is_told(habit).map_err(Failed::from)))
        .chain([Trial::test("none", || is_clean().map_err(Failed::from))]);
    let shapes = Shape::ALL.into_iter().map(|shape| {
        Trial::test(format!("shape-{}", shape.name()), move || {
            is_right(shape).map_err(Failed::from)
        })
    });
    let trials = trials.chain(shapes);
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// What `check-adapter` comes to, and what it prints.
fn checked(habit: &str) -> Result<(Option<i32>, String), String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(env!("CARGO_BIN_EXE_pkce"))
        .args(["check-adapter", "--timeout", "20", "--"])
        .arg(own)
        .args(["--adapter", habit])
        .output()
        .map_err(|error| error.to_string())?;
    Ok((output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned()))
}

fn is_told(habit: &Habit) -> Result<(), String> {
    let (code, said) = checked(habit.name)?;
    let (word, wanted) = match habit.verdict {
        Verdict::Fails => ("fail", 1),
        Verdict::Asks => ("ask ", 0),
    };
    let start = format!("{word}  {:<14}  ", habit.rule);
    let mut lines = said.lines().skip_while(|line| !line.starts_with(&start));
    let rule = lines.next();
    // The rest of the rule, what was seen, and what to change: a sentence. Each is wrapped.
    let told: Vec<&str> = lines.take_while(|line| line.starts_with("      ")).collect();
    let told = told.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ");
    let is_right = code == Some(wanted) && rule.is_some() && told.contains(habit.told);
    if is_right && told.ends_with('.') {
        Ok(())
    } else {
        Err(format!("wanted {word} {} with {:?}, exit {wanted}\n{said}", habit.rule, habit.told))
    }
}

/// The adapter without a habit, so that each habit is what is told of it.
fn is_clean() -> Result<(), String> {
    let (code, said) = checked("none")?;
    let all_pass =
        said.lines().all(|line| line.starts_with("pass  ") || line.starts_with("      "));
    if code == Some(0) && all_pass { Ok(()) } else { Err(said) }
}

/// A right server of one shape, in a right adapter: nothing fails. What it does not say of itself is asked, and no more.
fn is_right(shape: Shape) -> Result<(), String> {
    let (code, said) = checked(&format!("shape-{}", shape.name()))?;
    let begin = |word| move |line: &&str| line.starts_with(word);
    let asked = said.lines().filter(begin("ask ")).count();
    let unsaid = usize::from(shape == Shape::PushedOnlyUnsaid);
    let failed = said.lines().any(|line| line.starts_with("fail"));
    // Its flows are tried, each where it goes through at all.
    let tried = said.lines().filter(begin("pass")).any(|line| line.contains("  sessions  "));
    if code == Some(0) && !failed && asked == unsaid && tried == (unsaid == 0) {
        Ok(())
    } else {
        Err(said)
    }
}
