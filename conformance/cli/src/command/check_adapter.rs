//! `pkce check-adapter`: an adapter held to the protocol.

use std::{ffi::OsString, sync::atomic::Ordering, time::Duration};

use super::{
    choice::seconds,
    error::CliError,
    interrupt,
    output::{Console, quoted},
};
use crate::adapter_rules::tried;
use pkce_conformance::{result::RuleKept, transport::Limits};
use pkce_report::{
    adapter_rules::{Form, Rules},
    render,
};

/// Hold an adapter to the protocol (conformance/PROTOCOL.md), whatever the implementation behind it does
///
/// For authors of adapters: before `pkce run` asks what a library does, this asks whether its answers arrive, and tries the
/// mistakes that would be told as the library's own. What only the library can explain is put as a question.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, override_usage = "pkce check-adapter [OPTIONS] -- COMMAND [ARGS]...")]
pub(super) struct Args {
    /// Words that stand for a command that lacks its `--`
    #[arg(hide = true)]
    more: Vec<OsString>,
    /// The command that starts the adapter, with its arguments
    #[arg(last = true, required_unless_present = "more", value_name = "COMMAND")]
    command: Vec<OsString>,
    /// Give up on a request after so many seconds
    #[arg(long, value_name = "SECS", default_value = "10", value_parser = seconds)]
    timeout: Duration,
    /// Give up on an adapter that has not started after so many seconds
    #[arg(long, value_name = "SECS", default_value = "30", value_parser = seconds)]
    start_timeout: Duration,
}

const EXAMPLES: &str = "\
Examples:
  pkce check-adapter -- python3 adapter.py
  pkce check-adapter --timeout 2 -- node adapter.mjs

Exit codes:
  0  the adapter keeps every rule; a question that is asked beside it fails nothing
  1  it breaks one
  2  wrong usage
  3  interrupted before the last rule was tried";

pub(super) fn check_adapter(args: &Args, console: Console) -> Result<u8, CliError> {
    if !args.more.is_empty() {
        let words = args.more.iter().map(|word| word.to_string_lossy().into_owned());
        return Err(CliError::WithoutDashes { verb: "check-adapter", command: quoted(words) });
    }
    let limits = Limits { start: args.start_timeout, request: args.timeout, attached: None };
    let interrupted = interrupt::listen();
    let rules = tried(&args.command, limits, interrupted);
    let columns = Console::columns();
    console.print(&render(Form::Terminal, Rules { rules: &rules, columns }))?;
    if interrupted.load(Ordering::Relaxed) {
        return Ok(3);
    }
    Ok(u8::from(rules.iter().any(RuleKept::is_broken)))
}
