//! `pkce adapter`: a bundled implementation behind standard input and output.

use std::io;

use super::{choice::random_seed, error::CliError};
use crate::subject;
use pkce_conformance::adapter::serve;

/// Serve a bundled adapter, or the reference, on standard input and output
///
/// This is how `pkce run NAME` reaches a bundled crate: the road that an adapter in any language takes
/// (conformance/PROTOCOL.md). One JSON object a line, the first `{"op":"hello","protocol":1}`.
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(super) struct Args {
    /// `reference`, or the name of a bundled Rust crate
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(subject::names()))]
    name: String,
    /// Draw the reference's values from this seed [default: another one in each process]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

pub(super) fn adapter(args: &Args) -> Result<u8, CliError> {
    // A second process that draws what the first one drew would be a fault.
    let seed = args.seed.map_or_else(random_seed, Ok)?;
    // The parser lets only known names through.
    let Some(mut implementation) = subject::implementation(&args.name, seed) else {
        return Ok(2);
    };
    match serve(implementation.as_mut(), io::stdin().lock(), io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CliError::Streams(error)),
        _ => Ok(0),
    }
}
