//! Profiles: a tree with one default, whose changes hit requirements that bind there.

use super::findings::Findings;
use crate::{load::VectorSet, profile::Profile};

pub(super) fn lint(set: &VectorSet, findings: &mut Findings) {
    let catalogue = &set.catalogue;
    let known = |id: &str| catalogue.profiles.iter().any(|profile| profile.id == id);
    for requirement in &catalogue.requirements {
        if !known(&requirement.profile) {
            let message = format!("there is no profile `{}`", requirement.profile);
            findings.add("undefined-profile", &requirement.id, message);
        }
    }
    let defaults = catalogue.profiles.iter().filter(|profile| profile.default).count();
    if defaults != 1 {
        let message = format!("{defaults} profiles are the default, not one");
        findings.add("profile-default", "requirements.json", message);
    }
    for profile in &catalogue.profiles {
        if let Some(parent) = profile.inherits.as_deref().filter(|parent| !known(parent)) {
            let message = format!("it inherits `{parent}`, which is no profile");
            findings.add("undefined-profile", &profile.id, message);
        }
        if in_circle(set, profile) {
            findings.add("profile-circle", &profile.id, "it inherits itself");
        } else {
            overrides(set, profile, findings);
        }
    }
}

fn in_circle(set: &VectorSet, profile: &Profile) -> bool {
    let mut current = profile.inherits.as_deref();
    for _ in &set.catalogue.profiles {
        let Some(id) = current else { return false };
        if id == profile.id {
            return true;
        }
        let parent = set.catalogue.profiles.iter().find(|known| known.id == id);
        current = parent.and_then(|parent| parent.inherits.as_deref());
    }
    false
}

fn overrides(set: &VectorSet, profile: &Profile, findings: &mut Findings) {
    let parent = profile.inherits.as_deref();
    let parent = parent.and_then(|id| set.catalogue.profiles.iter().find(|p| p.id == id));
    let inherited = parent.map(|parent| set.catalogue.binding(parent)).unwrap_or_default();
    let changed = profile.levels.keys().map(|id| ("levels", id));
    let replaced = profile.replaces.keys().map(|id| ("replaces", id));
    for (key, id) in changed.chain(replaced) {
        if !inherited.contains_key(id.as_str()) {
            let message = format!("{key}: `{id}` is no requirement that it inherits");
            findings.add("profile-override", &profile.id, message);
        }
    }
    let selected = profile.selects.iter().flat_map(|row| &row.requirements);
    for id in selected.filter(|id| !inherited.contains_key(id.as_str())) {
        let message = format!("selects: `{id}` is no requirement that it inherits");
        findings.add("profile-override", &profile.id, message);
    }
    let own = set.catalogue.requirements.iter().find(|own| own.profile == profile.id);
    if let Some(own) = own.filter(|_| !profile.selects.is_empty()) {
        let message = format!("selects, and has `{}` of its own: a selection adds nothing", own.id);
        findings.add("profile-override", &profile.id, message);
    }
    for new in profile.replaces.values() {
        let takes_over =
            set.catalogue.requirement(new).is_some_and(|new| new.profile == profile.id);
        if !takes_over {
            let message = format!("replaces: `{new}` is no requirement of this profile");
            findings.add("profile-override", &profile.id, message);
        }
    }
}
