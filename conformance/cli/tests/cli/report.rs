//! `pkce report`, `pkce diff`, and reports beside the one that is printed.

use std::{collections::BTreeSet, fs, path::PathBuf};

use quick_xml::{Reader, events::Event};
use serde_json::Value;

use crate::pkce::{STRAY, Said, data, folder, pkce, with_data, without_times};

const FORMS: [&str; 9] =
    ["terminal", "json", "junit", "sarif", "annotations", "markdown", "html", "badge", "badge-svg"];

/// `pkce report` with the small data set.
fn report(words: &[&str]) -> Said {
    pkce(&[&["report", "--vectors", data().to_str().unwrap()], words].concat())
}

/// A run, saved.
fn saved(name: &str, words: &[&str]) -> PathBuf {
    let file = folder(name).join("result.json");
    let said =
        with_data(&[&["run", "--format", "json", "-o", file.to_str().unwrap()], words].concat());
    assert_eq!(said.err, "");
    file
}

#[test]
fn a_run_writes_several_forms_and_nothing_else() {
    let folder = folder("report-several");
    let place = |form: &str| format!("{form}={}", folder.join(form).display());
    let places: Vec<String> = FORMS.iter().map(|form| place(form)).collect();
    let places = places.iter().flat_map(|place| ["--report", place.as_str()]);
    let words: Vec<&str> = ["run", STRAY].into_iter().chain(places).collect();
    let said = with_data(&words);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    assert!(said.out.ends_with("(exit 1)\n"), "{}", said.out);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), FORMS.len());
    // What a saved result gives is the same.
    let json = folder.join("json");
    for form in FORMS {
        let again = report(&[json.to_str().unwrap(), "--format", form]);
        assert_eq!((again.code, again.err.as_str()), (0, ""), "{form}");
        let first = fs::read_to_string(folder.join(form)).unwrap();
        assert_eq!(again.out, first, "{form}");
        assert!(!first.contains('\u{1b}'), "{form}");
    }
}

#[test]
fn places_are_looked_at_before_the_run() {
    let folder = folder("report-places");
    let file = folder.join("one");
    let (junit, sarif) = (format!("junit={}", file.display()), format!("sarif={}", file.display()));
    for (words, told) in [
        (&["--report", "junit=/no/such/folder/x"][..], "error: /no/such/folder is no folder"),
        (&["--report", &junit, "--report", &sarif], "would hold two things; name another file"),
        (&["--report", &junit, "-o", file.to_str().unwrap()], "would hold two things"),
        (&["--report", "junit"], "a form and a file, such as junit=report.xml"),
        (&["--report", "junt=x"], "there is no form `junt`"),
        (&["--report", "junit="], "there is no file behind `=`"),
        (&["--kills", "/no/such/file"], "cannot read /no/such/file"),
    ] {
        let said = with_data(&[&["run", "reference"], words].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{words:?}");
        assert!(said.err.contains(told), "{}", said.err);
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn a_full_disk_costs_one_report_and_no_other() {
    let folder = folder("report-full");
    let sarif = folder.join("pkce.sarif");
    let place = format!("sarif={}", sarif.display());
    let said = with_data(&["run", STRAY, "--report", "junit=/dev/full", "--report", &place]);
    assert_eq!(said.code, 2);
    assert!(said.err.starts_with("error: cannot write /dev/full: "), "{}", said.err);
    assert!(said.out.ends_with("(exit 1)\n"), "{}", said.out);
    let sarif: Value = serde_json::from_str(&fs::read_to_string(sarif).unwrap()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

/// What Jenkins and GitLab need: no two cases share class and name, no class is empty, no text stands between elements.
#[test]
fn junit_is_kept_whole() {
    let result = saved("report-junit", &[STRAY]);
    let file = result.to_str().unwrap();
    let xml = report(&[file, "--format", "junit"]).out;
    let mut reader = Reader::from_str(&xml);
    let (mut cases, mut failures, mut suites) = (BTreeSet::new(), 0, 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Text(text) => {
                let inside: &str = &text;
                assert!(inside.trim().is_empty() || failures > 0, "{inside}");
            }
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                "testcase" => {
                    let value = |name: &str| {
                        let found = element.try_get_attribute(name).unwrap().unwrap();
                        found.value.into_owned()
                    };
                    let (class, name) = (value("classname"), value("name"));
                    assert!(!class.is_empty() && !name.is_empty());
                    assert!(cases.insert((class, name)), "{xml}");
                }
                "testsuite" => suites += 1,
                "failure" => failures += 1,
                _ => {}
            },
            _ => {}
        }
    }
    let result: Value = serde_json::from_str(&fs::read_to_string(&result).unwrap()).unwrap();
    assert_eq!(cases.len(), result["results"].as_array().unwrap().len());
    let must = &result["summary"]["failures"]["must"];
    assert_eq!(Some(failures), must["bypass"].as_u64());
    assert!(suites > 1);
}

#[test]
fn what_is_known_is_in_no_alert_and_skipped_with_its_reason() {
    let folder = folder("report-known");
    let known = folder.join("known.toml");
    fs::write(&known, "[[known]]\nid = \"flow/*\"\nreason = \"issue 7 & more\"\n").unwrap();
    let known = known.to_str().unwrap();
    let only = ["--only", "flow/downgrade/verifier-without-challenge"];
    let run = |form: &str| {
        let words = ["run", STRAY, "--known", known, "--format", form];
        with_data(&[&words[..], &only].concat()).out
    };
    let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(0));
    assert!(run("junit").contains("<skipped message=\"known failure: issue 7 &amp; more\"/>"));
    assert_eq!(run("annotations"), "");
}

#[test]
fn failures_are_anchored_to_a_file_of_the_users() {
    let place = |words: &[&str]| {
        let run = ["run", STRAY, "--format", "sarif"];
        let sarif: Value =
            serde_json::from_str(&with_data(&[&run[..], words].concat()).out).unwrap();
        let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        location["artifactLocation"]["uri"].as_str().unwrap().to_owned()
    };
    assert_eq!(place(&[]), "pkce.toml");
    assert_eq!(place(&["--anchor", "src/auth server.py"]), "src/auth%20server.py");
    // The tests run in the folder of their crate.
    let here = std::env::current_dir().unwrap().join("src/lib.rs");
    assert_eq!(place(&["--anchor", here.to_str().unwrap()]), "src/lib.rs");
    assert_eq!(place(&["--anchor", "./src/lib.rs"]), "src/lib.rs");
}

#[test]
fn a_list_of_reports_is_read_and_standard_input_too() {
    let folder = folder("report-list");
    let file = folder.join("list.json");
    let compared = with_data(&["compare", "reference", STRAY, "--format", "json"]);
    fs::write(&file, &compared.out).unwrap();
    let file = file.to_str().unwrap();
    let table = report(&[file]);
    assert!(table.out.contains("must\u{a0}") || table.out.contains("│ target"), "{}", table.out);
    let sarif: Value = serde_json::from_str(&report(&[file, "--format", "sarif"]).out).unwrap();
    assert_eq!(sarif["runs"].as_array().map(Vec::len), Some(2));
    let badge: Value = serde_json::from_str(&report(&[file, "--format", "badge"]).out).unwrap();
    assert_eq!((&badge["schemaVersion"], &badge["color"]), (&Value::from(1), &Value::from("red")));
    let nothing = report(&["-"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.starts_with("error: -: it is no report of pkce: "), "{}", nothing.err);
}

#[test]
fn a_failure_is_reported_as_it_can_be_filed() {
    let result = saved("report-issue", &[STRAY]);
    let file = result.to_str().unwrap();
    let id = "flow/downgrade/verifier-without-challenge";
    let said = report(&[file, "--issue", id]);
    assert_eq!(said.code, 0);
    insta::assert_snapshot!("issue", said.shown());
    let unknown = report(&[file, "--issue", "flow/downgrade/verifier-without-chalenge"]);
    insta::assert_snapshot!("issue-unknown", unknown.shown());
    let right = saved("report-issue-right", &["reference"]);
    let nothing = report(&[right.to_str().unwrap(), "--issue", id]);
    insta::assert_snapshot!("issue-nothing", nothing.shown());
}

#[test]
fn pages_for_people_read_as_they_should() {
    let result = saved("report-pages", &[STRAY]);
    let file = result.to_str().unwrap();
    for form in ["markdown", "annotations", "badge-svg"] {
        insta::assert_snapshot!(form, report(&[file, "--format", form]).shown());
    }
}

#[test]
fn changes_are_told_by_kind() {
    let (right, wrong) = (saved("diff-right", &["reference"]), saved("diff-wrong", &[STRAY]));
    let less = saved("diff-less", &["reference", "--skip", "flow/*"]);
    let [right, wrong, less] = [&right, &wrong, &less].map(|path| path.to_str().unwrap());
    let vectors = data();
    let diff =
        |words: &[&str]| pkce(&[&["diff", "--vectors", vectors.to_str().unwrap()], words].concat());
    for (name, words, code) in [
        ("diff-worse", &[right, wrong][..], 1),
        ("diff-better", &[wrong, right], 0),
        ("diff-same", &[right, right], 0),
        ("diff-gone", &[right, less], 0),
        ("diff-new", &[less, wrong, "--show", "2"], 1),
        ("diff-markdown", &[right, wrong, "--format", "markdown"], 1),
        ("diff-json", &[right, wrong, "--format", "json"], 1),
    ] {
        let said = diff(words);
        assert_eq!(said.code, code, "{name}: {}", said.err);
        insta::assert_snapshot!(name, without_times(&said.shown()));
    }
}

#[test]
fn a_transcript_tells_what_passes_too() {
    let folder = folder("report-transcript");
    let (file, json) = (folder.join("transcript.txt"), folder.join("result.json"));
    let [file_name, json_name] = [&file, &json].map(|path| path.to_str().unwrap());
    let words = ["run", STRAY, "--transcript", file_name, "--format", "json", "-o", json_name];
    let said = with_data(&words);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    let text = fs::read_to_string(&file).unwrap();
    let result: Value = serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    let rows = result["results"].as_array().unwrap();
    let told = rows.iter().filter(|row| row["answered"].is_array());
    let mut count = 0;
    for row in told {
        let (id, verdict) = (row["id"].as_str().unwrap(), row["verdict"].as_str().unwrap());
        assert!(text.contains(&format!("\n{id} {verdict}\n")), "{id}");
        assert!(row["asked"].is_object(), "{id}");
        count += 1;
    }
    assert!(count > rows.len() / 2);
    // Codes and tokens are masked, what the harness drew is shown.
    assert!(text.contains("code=\"$CODE\""), "{text}");
    let flow = |id: &str| {
        let block = text.split("\n\n").find(|block| block.starts_with(id)).unwrap();
        without_times(block)
    };
    insta::assert_snapshot!(
        "transcript",
        ["flow/downgrade/verifier-without-challenge/public/optional", "verify/appendix-b"]
            .map(flow)
            .join("\n\n")
    );
    // Who asks for none keeps none.
    let plain = saved("report-no-transcript", &[STRAY]);
    assert!(!fs::read_to_string(plain).unwrap().contains("\"answered\""));
}
