//! The command `pkce`.

fn main() -> std::process::ExitCode {
    pkce_conformance::cli::main()
}
