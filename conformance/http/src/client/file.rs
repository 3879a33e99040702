//! The file that describes a client: how it is installed and started, how the judge talks with it, what of it is its
//! fixture's.
//!
//! `conformance/schema/client.schema.json` is its schema. A wrong file is refused with the line and what would be right.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;

use super::command::{ClientCommand, Way};
use crate::file::{self, FileError};

/// What a client file says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientFile {
    /// The client's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The language it is written in.
    pub language: String,
    /// Where it comes from.
    #[serde(default)]
    pub home: Option<String>,
    /// The folder in which it is installed and started, relative to the file's own.
    #[serde(default)]
    pub folder: Option<PathBuf>,
    /// The words of the command that installs it.
    #[serde(default)]
    pub install: Vec<String>,
    /// What is there, in the folder, once it is installed.
    #[serde(default)]
    pub installed: Option<PathBuf>,
    /// The words of the command that starts it, with places.
    pub command: Vec<String>,
    /// Variables of its environment, with places.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// How the judge talks with it.
    pub way: Way,
    /// It is given a secret.
    #[serde(default)]
    pub secret: bool,
    /// Which metadata it reads, by its documentation.
    #[serde(default)]
    pub reads: Option<Reads>,
    /// That the server supports PKCE is known to it beforehand.
    #[serde(default)]
    pub knows_support: bool,
    /// Globs over requirements and scenarios that the fixture decides, and not the client.
    #[serde(default)]
    pub not_ours: Vec<String>,
}

/// Which metadata a client reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reads {
    /// OAuth's document (RFC 8414).
    Oauth,
    /// OpenID Connect's.
    Openid,
    /// The one that is there.
    Either,
    /// None.
    None,
}

impl ClientFile {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        file::read(path, |text| Self::parse(&text))
    }

    /// Reads the text of one; otherwise what is wrong, with the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: Self = file::parse(text)?;
        let at = |key: &str, why: String| {
            let line = text.lines().position(|line| line.trim_start().starts_with(key));
            let line = line.map_or(1, |line| line + 1);
            Err(format!("line {line}: {why}"))
        };
        if file.command.is_empty() {
            return at(
                "command",
                "`command` has no words; write the program and its arguments".to_owned(),
            );
        }
        let words = file.command.iter().chain(file.environment.values());
        if let Some(place) = words.clone().find_map(|word| unknown_place(word)) {
            let known = ClientCommand::PLACES.join(", ");
            return at("command", format!("there is no place `{place}`; there are {known}"));
        }
        if !file.secret && words.clone().any(|word| word.contains("{client_secret}")) {
            let why = "a place for `{client_secret}` goes with `secret = true`";
            return at("secret", why.to_owned());
        }
        Ok(file)
    }

    /// The client, of a file in `folder`.
    #[must_use]
    pub fn client(&self, folder: &Path, limit: Duration) -> ClientCommand {
        ClientCommand {
            command: self.command.clone(),
            environment: self.environment.clone(),
            folder: Some(self.place(folder)),
            way: self.way,
            secret: self.secret,
            limit,
        }
    }

    /// Where it is installed and started.
    #[must_use]
    pub fn place(&self, folder: &Path) -> PathBuf {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        self.folder.as_ref().map_or_else(|| folder.to_owned(), |own| folder.join(own))
    }
}

/// A word in braces that is no place.
fn unknown_place(word: &str) -> Option<String> {
    let mut rest = word;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let place = format!("{{{name}}}");
        if is_name && !ClientCommand::PLACES.contains(&&*place) {
            return Some(place);
        }
        rest = behind;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &str = "name = \"a\"\nversion = \"1\"\nlanguage = \"Go\"\ncommand = [\"a\", \"{issuer}\"]\nway = \"lines\"\n";

    #[test]
    fn a_right_file_is_read() {
        let file = ClientFile::parse(RIGHT).unwrap();
        assert_eq!((file.way, file.secret), (Way::Lines, false));
        let limit = Duration::from_secs(1);
        assert_eq!(file.client(Path::new("x"), limit).folder, Some(PathBuf::from("x")));
    }

    #[test]
    fn a_wrong_file_is_refused_with_its_line() {
        for (wrong, told) in [
            (RIGHT.replace("{issuer}", "{isuer}"), "line 4: there is no place `{isuer}`"),
            (RIGHT.replace("{issuer}", "{client_secret}"), "`secret = true`"),
            (RIGHT.replace("[\"a\", \"{issuer}\"]", "[]"), "line 4: `command` has no words"),
            (RIGHT.replace("lines", "line"), "unknown variant `line`"),
            (format!("{RIGHT}colour = 1\n"), "unknown field `colour`"),
            (RIGHT.replace("version = \"1\"\n", ""), "missing field `version`"),
        ] {
            let why = ClientFile::parse(&wrong).unwrap_err();
            assert!(why.contains(told), "{why}");
        }
    }
}
