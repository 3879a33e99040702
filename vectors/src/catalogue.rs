//! The requirement catalogue, and what a profile makes of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    level::Level,
    profile::{Document, Profile},
    requirement::Requirement,
    role::RoleName,
};

/// `requirements.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Where its JSON Schema lies.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of the whole data set: an added vector is minor, a changed expectation major.
    pub version: String,
    /// The documents quoted.
    pub documents: Vec<Document>,
    /// The profiles, an inherited one before those that inherit it.
    pub profiles: Vec<Profile>,
    /// The requirements.
    pub requirements: Vec<Requirement>,
}

/// A profile was asked for by a name that none has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no profile `{name}`; there are {}", self.list())]
pub struct UnknownProfile {
    /// The name.
    pub name: String,
    /// The names that there are, each with its other names.
    pub known: Vec<Vec<String>>,
}

impl UnknownProfile {
    /// "rfc7636, mcp-2026-07-28 (or mcp)".
    fn list(&self) -> String {
        let named = |names: &Vec<String>| match names.split_first() {
            Some((name, others)) if !others.is_empty() => {
                format!("{name} (or {})", others.join(", "))
            }
            _ => names.concat(),
        };
        self.known.iter().map(named).collect::<Vec<_>>().join(", ")
    }
}

impl Catalogue {
    /// A requirement by its id.
    #[must_use]
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.id == id)
    }

    /// A profile by its name or alias; without a name the default one.
    pub fn profile(&self, name: Option<&str>) -> Result<&Profile, UnknownProfile> {
        let wanted = |profile: &&Profile| match name {
            Some(name) => profile.id == name || profile.aliases.iter().any(|alias| alias == name),
            None => profile.default,
        };
        self.profiles.iter().find(wanted).ok_or_else(|| UnknownProfile {
            name: name.unwrap_or("(default)").to_owned(),
            known: self
                .profiles
                .iter()
                .map(|profile| profile.names().map(str::to_owned).collect())
                .collect(),
        })
    }

    /// The profile and what it inherits, the most general first. A circle ends where it closes.
    #[must_use]
    pub fn lineage<'a>(&'a self, profile: &'a Profile) -> Vec<&'a Profile> {
        let mut lineage = vec![profile];
        let mut current = profile;
        while let Some(parent) =
            current.inherits.as_ref().and_then(|id| self.profiles.iter().find(|p| p.id == *id))
        {
            if lineage.iter().any(|known| known.id == parent.id) {
                break;
            }
            lineage.push(parent);
            current = parent;
        }
        lineage.reverse();
        lineage
    }

    /// The kinds of client that a profile is about; it may inherit that.
    #[must_use]
    pub fn clients_of(&self, profile: &Profile) -> Vec<RoleName> {
        let lineage = self.lineage(profile);
        let named = lineage.iter().rev().find_map(|ancestor| ancestor.roles.clone());
        named.unwrap_or_else(|| RoleName::ALL.to_vec())
    }

    /// Whether a profile, or one that it inherits, demands that authorization requests be pushed.
    #[must_use]
    pub fn demands_pushing(&self, profile: &Profile) -> bool {
        self.lineage(profile).iter().any(|ancestor| ancestor.pushed)
    }

    /// The requirements that bind in a profile, each with its level there.
    #[must_use]
    pub fn binding(&self, profile: &Profile) -> BTreeMap<&str, Level> {
        let mut binding = BTreeMap::new();
        for ancestor in self.lineage(profile) {
            for requirement in self.requirements.iter().filter(|r| r.profile == ancestor.id) {
                binding.insert(requirement.id.as_str(), requirement.level);
            }
            for (id, level) in &ancestor.levels {
                if let Some(known) = binding.get_mut(id.as_str()) {
                    *known = *level;
                }
            }
            for old in ancestor.replaces.keys() {
                binding.remove(old.as_str());
            }
            let mut chosen = ancestor.selects.iter().flat_map(|row| &row.requirements).peekable();
            if chosen.peek().is_some() {
                let chosen: BTreeSet<&str> = chosen.map(String::as_str).collect();
                binding.retain(|id, _| chosen.contains(id));
            }
        }
        binding
    }
}
