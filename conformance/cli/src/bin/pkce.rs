//! The command `pkce`.

fn main() -> std::process::ExitCode {
    pkce_cli::command::main()
}
