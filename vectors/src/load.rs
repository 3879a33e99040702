//! Reading the data: strictly, with the file and the place in every error.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{
    catalogue::Catalogue, datum::to_hex, flag::Flag, flow::Flow, scenario::Scenario,
    unique_map::unique, vector::Vector,
};

/// The whole data set.
#[derive(Debug, Clone)]
pub struct VectorSet {
    /// Documents, profiles and requirements.
    pub catalogue: Catalogue,
    /// Kinds of bug, by name.
    pub flags: BTreeMap<String, Flag>,
    /// Library vectors, in the order of their files.
    pub vectors: Vec<Vector>,
    /// Flows, in the order of their files.
    pub flows: Vec<Flow>,
    /// Scenarios, in the order of their files.
    pub scenarios: Vec<Scenario>,
    /// SHA-256 over names and contents of the files, in lower-case hexadecimal.
    pub digest: String,
}

/// The data cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file or folder cannot be opened.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file does not have the form that its schema describes.
    #[error("{file}: at {at}: {message}")]
    Json {
        /// Which file.
        file: String,
        /// The JSON path of the place.
        at: String,
        /// What is wrong there, with line and column.
        message: String,
    },
    /// A folder holds no vector.
    #[error("{}: no vector in v1/*.json", path.display())]
    Empty {
        /// Which folder.
        path: PathBuf,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlagFile {
    #[serde(rename = "$schema")]
    schema: Option<String>,
    #[serde(deserialize_with = "unique")]
    pub(crate) flags: BTreeMap<String, Flag>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VectorFile {
    #[serde(rename = "$schema")]
    schema: Option<String>,
    #[serde(default)]
    vectors: Vec<Vector>,
    #[serde(default)]
    flows: Vec<Flow>,
}

/// A file of `v1/` whose name begins with `client-`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioFile {
    #[serde(rename = "$schema")]
    schema: Option<String>,
    scenarios: Vec<Scenario>,
}

/// What the names of files with scenarios begin with.
const OF_CLIENTS: &str = "v1/client-";

impl VectorSet {
    /// Longest file that is read, in octets.
    pub const MAX_FILE: u64 = 64 << 20;

    /// A copy in a folder that holds `requirements.json`, `flags.json` and `v1/`.
    pub fn from_dir(dir: &Path) -> Result<Self, LoadError> {
        let mut files = Vec::new();
        for name in ["requirements.json", "flags.json"] {
            files.push((name.to_owned(), read(&dir.join(name))?));
        }
        let folder = dir.join("v1");
        let failed = |source| LoadError::Io { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|ending| ending == "json") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.push((format!("v1/{name}"), read(&path)?));
            }
        }
        Self::from_files(borrowed(&files), dir)
    }

    /// A copy in memory: the names of its files, as they stand in its folder, each with its text.
    pub fn from_texts(files: &[(String, String)]) -> Result<Self, LoadError> {
        Self::from_files(borrowed(files), Path::new("(in memory)"))
    }

    pub(crate) fn from_files(
        mut files: Vec<(&str, &str)>,
        origin: &Path,
    ) -> Result<Self, LoadError> {
        files.sort_unstable();
        let mut hash = Sha256::new();
        let mut set = None;
        let mut flags = BTreeMap::new();
        let (mut vectors, mut flows, mut scenarios) = (Vec::new(), Vec::new(), Vec::new());
        for (name, text) in files {
            hash.update((name.len() as u64).to_be_bytes());
            hash.update(name);
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
            match name {
                "requirements.json" => {
                    let catalogue: Catalogue = parse(name, text)?;
                    described(name, Some(&catalogue.schema), "requirements.schema.json")?;
                    set = Some(catalogue);
                }
                "flags.json" => {
                    let file: FlagFile = parse(name, text)?;
                    described(name, file.schema.as_deref(), "flags.schema.json")?;
                    flags = file.flags;
                }
                _ if name.starts_with(OF_CLIENTS) => {
                    let file: ScenarioFile = parse(name, text)?;
                    described(name, file.schema.as_deref(), "scenarios.schema.json")?;
                    scenarios.extend(file.scenarios);
                }
                _ => {
                    let file: VectorFile = parse(name, text)?;
                    described(name, file.schema.as_deref(), "vectors.schema.json")?;
                    vectors.extend(file.vectors);
                    flows.extend(file.flows);
                }
            }
        }
        let (Some(catalogue), false) = (set, vectors.is_empty() && flows.is_empty()) else {
            return Err(LoadError::Empty { path: origin.to_owned() });
        };
        let digest = to_hex(&hash.finalize());
        Ok(Self { catalogue, flags, vectors, flows, scenarios, digest })
    }
}

/// Refuses a file that names another schema than its own: an editor would hold it against the wrong one. Where the schema
/// lies is its owner's matter.
fn described(file: &str, schema: Option<&str>, wanted: &str) -> Result<(), LoadError> {
    let is_it = |schema: &str| schema.rsplit('/').next() == Some(wanted);
    match schema {
        Some(schema) if !is_it(schema) => Err(LoadError::Json {
            file: file.to_owned(),
            at: "$schema".to_owned(),
            message: format!("`{schema}` does not describe this file; its schema is {wanted}"),
        }),
        _ => Ok(()),
    }
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

fn read(path: &Path) -> Result<String, LoadError> {
    let failed = |source| LoadError::Io { path: path.to_owned(), source };
    let about = fs::metadata(path).map_err(failed)?;
    if !about.is_file() {
        return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file")));
    }
    if about.len() > VectorSet::MAX_FILE {
        return Err(failed(io::Error::new(io::ErrorKind::FileTooLarge, "larger than 64 MiB")));
    }
    fs::read_to_string(path).map_err(failed)
}

/// Reads one file's text.
pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, LoadError> {
    // Keeping the path takes as long as reading: it is looked for where there is an error to place.
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let failed =
        |at: String, message: String| LoadError::Json { file: file.to_owned(), at, message };
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| failed(error.path().to_string(), error.inner().to_string()))?;
    reader.end().map_err(|error| failed("the end".to_owned(), error.to_string()))?;
    Ok(value)
}
