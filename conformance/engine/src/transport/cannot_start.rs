//! Why a command does not start, with what would help.

use std::{
    ffi::{OsStr, OsString},
    io::{self, ErrorKind},
    path::Path,
};

/// An error of starting `command` in `folder`, in words.
pub(super) fn cannot_start(
    command: &[OsString],
    folder: Option<&Path>,
    error: &io::Error,
) -> String {
    let program = command.first().map_or(OsStr::new(""), OsString::as_os_str);
    let hint = hint(program, folder, error).map_or(String::new(), |hint| format!(" ({hint})"));
    format!("cannot start {}: {error}{hint}", program.to_string_lossy())
}

fn hint(program: &OsStr, folder: Option<&Path>, error: &io::Error) -> Option<String> {
    let name = program.to_string_lossy();
    let is_path = name.contains('/');
    let there = folder.unwrap_or(Path::new("")).join(program);
    match error.kind() {
        ErrorKind::NotFound if name.contains(char::is_whitespace) && !there.exists() => Some(
            "it is taken for the name of one program; leave out the quotes, so that its words are apart"
                .to_owned(),
        ),
        ErrorKind::NotFound if !is_path && there.is_file() => Some(format!(
            "a file in this folder is named ./{name}; a script may need its interpreter before it"
        )),
        ErrorKind::NotFound if is_path && there.exists() => {
            Some("the file is there; the interpreter that its first line names is not".to_owned())
        }
        ErrorKind::PermissionDenied if there.is_dir() => Some("it is a folder".to_owned()),
        ErrorKind::PermissionDenied if there.is_file() => Some(format!(
            "it is not executable; run chmod +x {name}, or write its interpreter before it"
        )),
        _ if is_no_program(error) => {
            Some("its first line names no interpreter; write one before it".to_owned())
        }
        _ => None,
    }
}

/// `ENOEXEC`, which has no kind of its own.
fn is_no_program(error: &io::Error) -> bool {
    cfg!(unix) && error.raw_os_error() == Some(8)
}
