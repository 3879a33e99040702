//! `pkce diagnose`: why a verifier and a challenge do not match.

use std::{ffi::OsString, io};

use clap::ValueEnum;
use pkce_diagnose::{Challenge, Given, Method, Value, diagnose as diagnosed, read, requirements};
use pkce_vectors::VectorSet;

use super::{
    error::CliError,
    output::{Console, print_raw},
};
use pkce_conformance::bounded;
use pkce_report::{
    diagnosis::{Diagnosed, Form},
    render,
};

/// Say why a code verifier and a code challenge do not match
///
/// The pair comes from options, from a text that was pasted (the URL of an authorization request, the body of a token
/// request, a `curl` command, lines of a log, JSON), or from both. Several are held crosswise. Nothing is sent or
/// written anywhere, and no value is shown: neither the pair nor a code, a secret or a cookie beside it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Find the values in this text; `-` is standard input
    #[arg(value_name = "TEXT")]
    texts: Vec<OsString>,
    /// Take this code verifier; `-` is a line of standard input; may be given again
    #[arg(long = "verifier", value_name = "VALUE", allow_hyphen_values = true)]
    verifiers: Vec<OsString>,
    /// Take this code challenge; `-` is a line of standard input; may be given again
    #[arg(long = "challenge", value_name = "VALUE", allow_hyphen_values = true)]
    challenges: Vec<OsString>,
    /// Take this method, one for all challenges or one for each option; `none` where none was sent
    #[arg(long = "method", value_name = "NAME")]
    methods: Vec<OsString>,
    /// Write the diagnosis in this form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Terminal)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Terminal,
    /// Everything, with requirements and links in full
    Json,
}

const EXAMPLES: &str = "\
Examples:
  pkce diagnose --verifier VALUE --challenge VALUE --method S256
  pkce diagnose 'https://as.example/authorize?…' 'grant_type=authorization_code&code_verifier=…'
  pkce diagnose - < pasted.txt               a `curl` command, lines of a log, JSON
  pkce diagnose --verifier - --challenge -   two lines, which no shell's history keeps

Exit codes:
  0  each verifier opens a challenge, and each challenge is opened
  1  something does not match, whether it is explained or not
  2  wrong usage, or one half of the pair is missing";

pub(super) fn diagnose(args: &Args, console: Console) -> Result<u8, CliError> {
    let given = given(args)?;
    for (what, option, none) in [
        ("verifier", "--verifier", given.verifiers.is_empty()),
        ("challenge", "--challenge", given.challenges.is_empty()),
    ] {
        if none {
            let notes = given.notes.iter().flat_map(|note| ["\n", note.as_str()]).collect();
            return Err(CliError::HalfMissing { what, option, notes });
        }
    }
    let diagnosis = diagnosed(&given);
    let catalogue = VectorSet::bundled_part(&[], &requirements())?.catalogue;
    let flags = VectorSet::bundled_flags()?;
    let columns = Console::columns();
    let shown = Diagnosed { diagnosis: &diagnosis, catalogue: &catalogue, flags: &flags, columns };
    match args.format {
        Format::Terminal => console.print(&render(Form::Terminal, shown))?,
        Format::Json => print_raw(&render(Form::Json, shown))?,
    }
    Ok(shown.exit_code())
}

/// What the options and the texts say, together.
fn given(args: &Args) -> Result<Given, CliError> {
    let dash = |values: &[OsString]| values.iter().filter(|value| *value == "-").count();
    let lines = dash(&args.verifiers) + dash(&args.challenges);
    if lines > 0 && dash(&args.texts) > 0 || dash(&args.texts) > 1 {
        return Err(CliError::StdinTwice);
    }
    let mut stdin =
        if lines > 0 { lines_of_stdin(lines)?.into_iter() } else { Vec::new().into_iter() };
    let mut value = |value: &OsString, option: &str| {
        let line = if value == "-" { stdin.next() } else { None };
        Value::new(line.unwrap_or_else(|| value.as_encoded_bytes().to_vec()), option)
    };
    let mut given = Given::default();
    given.verifiers.extend(args.verifiers.iter().map(|known| value(known, "--verifier")));
    let methods = methods(args)?;
    let challenges = args.challenges.iter().map(|known| value(known, "--challenge"));
    let challenges: Vec<Value> = challenges.collect();
    let of_options = challenges.into_iter().zip(methods);
    given.challenges.extend(of_options.map(|(value, method)| Challenge::new(value, method)));
    for (index, text) in args.texts.iter().enumerate() {
        let found = if text == "-" {
            let text = bounded::octets(io::stdin().lock()).map_err(unreadable)?;
            read(&text, "standard input")
        } else if args.texts.len() == 1 {
            read(text.as_encoded_bytes(), "the text")
        } else {
            read(text.as_encoded_bytes(), &format!("text {}", index + 1))
        };
        take(&mut given, found);
    }
    if let [one] = args.methods.as_slice() {
        let unsaid = given.challenges.iter_mut().filter(|known| known.method == Method::Unsaid);
        unsaid.for_each(|known| known.method = method(one));
    }
    Ok(given)
}

/// Each value once, wherever it stood.
fn take(given: &mut Given, found: Given) {
    for value in found.verifiers {
        if !given.verifiers.iter().any(|known| known.octets == value.octets) {
            given.verifiers.push(value);
        }
    }
    for challenge in found.challenges {
        let same = |known: &Challenge| {
            known.value.octets == challenge.value.octets && known.method == challenge.method
        };
        if !given.challenges.iter().any(same) {
            given.challenges.push(challenge);
        }
    }
    given.beside.extend(found.beside);
    given.notes.extend(found.notes);
}

/// The method of each challenge that is an option. One for all is given to texts too, later.
fn methods(args: &Args) -> Result<Vec<Method>, CliError> {
    match (args.methods.as_slice(), args.challenges.len()) {
        ([] | [_], many) => Ok(vec![Method::Unsaid; many]),
        (each, many) if each.len() == many => Ok(each.iter().map(method).collect()),
        (each, challenges) => Err(CliError::Methods { methods: each.len(), challenges }),
    }
}

fn method(name: &OsString) -> Method {
    match name.as_encoded_bytes() {
        b"none" => Method::Absent,
        name => Method::Named(name.to_vec()),
    }
}

/// So many lines, without what ends them.
fn lines_of_stdin(wanted: usize) -> Result<Vec<Vec<u8>>, CliError> {
    let text = bounded::octets(io::stdin().lock()).map_err(unreadable)?;
    let lines = text.split_inclusive(|octet| *octet == b'\n').map(|line| {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line).to_vec()
    });
    let lines: Vec<Vec<u8>> = lines.take(wanted).collect();
    if lines.len() < wanted {
        return Err(CliError::LinesMissing { wanted, had: lines.len() });
    }
    Ok(lines)
}

fn unreadable(source: io::Error) -> CliError {
    CliError::Read { path: "standard input".into(), source }
}
