//! Where reports go: files, full disks, pipes that close.

use std::{fs, io::Read as _, process::Stdio};

use serde_json::Value;

use crate::pkce::{STRAY, Said, command, folder, with_data, without_times};

#[test]
fn a_report_in_a_file_leaves_stdout_to_people() {
    let folder = folder("output");
    let file = folder.join("report.json");
    fs::write(&file, "an older one").unwrap();
    let said = with_data(&["run", "reference", "--format", "json", "-o", file.to_str().unwrap()]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.ends_with("(exit 0)\n"), "{}", said.out);
    let report: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(report["target"], "reference");
    // Nothing else stays behind.
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn a_file_has_no_colours() {
    let file = folder("output-plain").join("report.txt");
    let said = with_data(&["run", STRAY, "--color", "always", "-o", file.to_str().unwrap()]);
    assert!(said.out.contains('\u{1b}'));
    assert!(!fs::read_to_string(&file).unwrap().contains('\u{1b}'));
}

#[test]
fn a_report_that_cannot_be_written_goes_to_stdout() {
    let folder = folder("output-unwritable");
    {
        let file = "/dev/full";
        let said = with_data(&["run", "reference", "--format", "json", "-o", file]);
        assert_eq!(said.code, 2, "{file}");
        assert!(said.err.starts_with(&format!("error: cannot write {file}: ")), "{}", said.err);
        assert!(serde_json::from_str::<Value>(&said.out).is_ok(), "{}", said.out);
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

/// Before the run: what it finds should not be lost for a name.
#[test]
fn places_are_looked_at_before_the_run() {
    let folder = folder("output-places");
    let file = folder.join("one");
    let (file, elsewhere) = (file.to_str().unwrap(), "/no/such/folder/report.json");
    for (words, told) in [
        (&["-o", "."][..], "error: cannot write .: is a directory"),
        (&["-o", "/proc/report.json"], "error: cannot write /proc/report.json: "),
        (&["-o", elsewhere], "error: /no/such/folder is no folder"),
        (&["--write-known-failures", elsewhere], "error: /no/such/folder is no folder"),
        (&["-o", file, "--write-known-failures", file], "would hold two things"),
    ] {
        let said = with_data(&[&["run", "reference"], words].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{words:?}");
        assert!(said.err.contains(told), "{}", said.err);
    }
    // Looking leaves nothing behind.
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn a_dash_is_standard_output() {
    let words = ["run", "reference", "--format", "json"];
    let said = with_data(&[&words[..], &["-o", "-"]].concat());
    assert_eq!(without_times(&said.out), without_times(&with_data(&words).out));
    assert!(!std::path::Path::new("-").exists());
}

#[test]
fn a_full_disk_under_stdout_is_told() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let said: Said = command(&["vectors", "list"]).stdout(full).output().unwrap().into();
    assert_eq!(said.code, 2);
    assert!(said.err.starts_with("error: cannot write to standard output: "), "{}", said.err);
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    for words in [
        &["run", "reference", "--format", "json"][..],
        &["vectors", "list"],
        &["completions", "bash"],
        &["compare", "reference", "--format", "json"],
    ] {
        let mut child =
            command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let status = child.wait().unwrap();
        assert_eq!((status.code(), err.as_str()), (Some(0), ""), "{words:?}");
    }
}
