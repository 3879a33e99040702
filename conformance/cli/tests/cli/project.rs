//! `pkce.toml`: `pkce run` alone does what a project wants.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jsonschema::Validator;
use serde_json::Value;

use crate::pkce::{STRAY, Said, command, data, folder, shell_adapter};

/// `pkce run` in a folder, with variables of the environment.
fn run_in(folder: &Path, words: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut run = command(&[&["run", "--seed", "7"], words].concat());
    run.arg("--vectors").arg(data()).current_dir(folder).envs(variables.iter().copied());
    run.output().unwrap().into()
}

/// A folder in which nothing above is looked at, with this file in it.
fn project(name: &str, text: &str) -> PathBuf {
    let folder = folder(&format!("project-{name}"));
    fs::create_dir(folder.join(".git")).unwrap();
    fs::write(folder.join("pkce.toml"), text).unwrap();
    folder
}

fn target_of(folder: &Path, words: &[&str], variables: &[(&str, &str)]) -> (String, String) {
    let said = run_in(folder, &[&["--format", "json"], words].concat(), variables);
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
    let text = |name: &str| report.get(name).unwrap().as_str().unwrap().to_owned();
    (text("target"), text("profile"))
}

#[test]
fn a_command_is_found_from_below_told_and_run_in_its_folder() {
    let folder = project(
        "command",
        "command = [\"sh\", \"adapter.sh\"]\nreports = { json = \"out.json\", junit = \"out.xml\" }\n",
    );
    let answers = r#"echo "{\"id\":$id,\"ok\":{\"match\":true}}""#;
    shell_adapter(&folder, r#""verify""#, answers);
    let below = folder.join("src/deep");
    fs::create_dir_all(&below).unwrap();
    for from in [&folder, &below] {
        let said = run_in(from, &[], &[]);
        assert_eq!(said.code, 1, "{}{}", said.out, said.err);
        assert!(said.err.contains("pkce.toml runs"), "{}", said.err);
        assert!(said.err.trim_end().ends_with(": sh adapter.sh"), "{}", said.err);
        for report in ["out.json", "out.xml"] {
            fs::remove_file(folder.join(report)).unwrap();
        }
    }
}

#[test]
fn options_go_before_the_environment_and_that_before_the_file() {
    let folder = project("order", &format!("target = \"{STRAY}\"\nprofile = \"base\"\n"));
    let own = |target: &str, profile: &str| (target.to_owned(), profile.to_owned());
    assert_eq!(target_of(&folder, &[], &[]), own(STRAY, "base"));
    let variables = [("PKCE_TARGET", "mutant:verifier-unchecked"), ("PKCE_PROFILE", "strict")];
    let of_variables = own("mutant:verifier-unchecked", "strict");
    assert_eq!(target_of(&folder, &[], &variables), of_variables);
    let words = ["reference", "--profile", "base"];
    assert_eq!(target_of(&folder, &words, &variables), own("reference", "base"));
    // A profile is one of the project; what it knows of its own target is not said of another.
    assert_eq!(target_of(&folder, &["reference"], &[]), own("reference", "base"));
}

#[test]
fn known_failures_and_reports_are_those_of_its_own_target() {
    let folder = project(
        "known",
        &format!(
            "target = \"{STRAY}\"\nknown = \"known.toml\"\n[reports]\nbadge = \"badge.json\"\n"
        ),
    );
    let known = "[[known]]\nrequirement = \"*\"\nreason = \"it is known\"\n";
    fs::write(folder.join("known.toml"), known).unwrap();
    let said = run_in(&folder, &[], &[]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let badge = folder.join("badge.json");
    fs::remove_file(&badge).unwrap();
    // Known failures of its own target would be stale for another.
    assert_eq!(run_in(&folder, &["reference"], &[]).code, 0);
    assert!(!badge.exists());
    // The environment names others.
    let none = folder.join("none.toml");
    fs::write(&none, "").unwrap();
    let said = run_in(
        &folder,
        &[],
        &[("PKCE_KNOWN", "none.toml"), ("PKCE_REPORTS", "junit=j.xml, sarif=s.json")],
    );
    assert_eq!(said.code, 1);
    assert!(!badge.exists() && folder.join("j.xml").exists() && folder.join("s.json").exists());
    // What is failing is written anew although a file is known.
    let said = run_in(&folder, &["--write-known-failures", "new.toml"], &[]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(folder.join("new.toml").exists());
}

#[test]
fn nothing_outside_the_repository_is_looked_at() {
    let outer = project("outer", "target = \"reference\"\n");
    let inner = outer.join("vendored");
    fs::create_dir_all(inner.join(".git")).unwrap();
    let said = run_in(&inner, &[], &[]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("nothing says what is run: name a target"), "{}", said.err);
}

#[test]
fn what_is_wrong_is_told_with_file_and_line() {
    for (name, text, told) in [
        ("toml", "target = \n", "pkce.toml: TOML parse error at line 1"),
        ("key", "target = \"reference\"\nprofil = \"mcp\"\n", "line 2"),
        ("both", "target = \"reference\"\ncommand = \"x\"\n", "pkce.toml:2: there is a target too"),
        ("target", "\ntarget = \"refrence\"\n", "pkce.toml:2: there is no target `refrence`"),
        ("profile", "target = \"reference\"\nprofile = \"mpc\"\n", "pkce.toml:2: "),
        ("known", "target = \"reference\"\nknown = \"no.toml\"\n", "pkce.toml:2: no.toml: "),
        (
            "form",
            "target = \"reference\"\nreports = { junt = \"x\" }\n",
            "pkce.toml:2: there is no form `junt`",
        ),
        ("server", "target = \"no-server.toml\"\n", "pkce.toml:1: cannot read no-server.toml"),
    ] {
        let said = run_in(&project(&format!("wrong-{name}"), text), &[], &[]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{name}");
        assert!(said.err.contains(told), "{name}: {}", said.err);
    }
    let right = project("wrong-variable", "target = \"reference\"\n");
    for (variable, value, told) in [
        ("PKCE_TARGET", "refrence", "PKCE_TARGET: there is no target `refrence`"),
        ("PKCE_COMMAND", "a 'b", "PKCE_COMMAND: it is no command"),
        ("PKCE_PROFILE", "mpc", "PKCE_PROFILE: "),
        ("PKCE_REPORTS", "junit", "PKCE_REPORTS: a form and a file"),
    ] {
        let said = run_in(&right, &[], &[(variable, value)]);
        assert_eq!(said.code, 2, "{variable}");
        assert!(said.err.contains(told), "{}", said.err);
    }
}

#[test]
fn the_schema_knows_the_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/project.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let schema: Validator = jsonschema::draft202012::new(&schema).unwrap();
    let is_valid = |text: &str| {
        let file: toml::Value = toml::from_str(text).unwrap();
        schema.is_valid(&serde_json::to_value(file).unwrap())
    };
    // The file that the help shows.
    let help = crate::pkce::pkce(&["run", "--help"]).out;
    let shown = help.lines().skip_while(|line| *line != "Project file:");
    let shown: Vec<&str> = shown.take(8).filter(|line| line.starts_with("    ")).collect();
    assert!(shown.len() >= 4 && is_valid(&shown.join("\n")), "{shown:?}");
    assert!(is_valid("command = \"python3 adapter.py\"\n[reports]\nhtml = \"page.html\"\n"));
    for wrong in [
        "target = \"a\"\ncommand = \"b\"\n",
        "profil = \"mcp\"\n",
        "command = []\n",
        "reports = { junt = \"x\" }\n",
    ] {
        assert!(!is_valid(wrong), "{wrong}");
    }
}
