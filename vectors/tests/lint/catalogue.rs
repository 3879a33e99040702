//! Faults of requirements, profiles and flags.

use pkce_vectors::{Basis, Flag, Level, Planned, Profile, Selection};

use super::{Fault, profile, requirement};

pub(crate) const FAULTS: &[Fault] = &[
    ("duplicate-id", |set| {
        let twin = requirement(set, "hardening-decoration").clone();
        set.catalogue.requirements.push(twin);
    }),
    ("duplicate-id", |set| {
        let twin = set.catalogue.documents[0].clone();
        set.catalogue.documents.push(twin);
    }),
    ("duplicate-id", |set| profile(set, "strict").aliases.push("base".to_owned())),
    ("id-form", |set| rename(set, "rfc7636-5-send-to-all", "rfc7636-5-Send-to-all")),
    ("id-form", |set| rename(set, "draft-refuse-first", "draft-2-refuse-first")),
    ("id-form", |set| {
        let flag = set.flags.remove("WrongVerifier").unwrap();
        set.flags.insert("wrong-verifier".to_owned(), flag);
        for flags in set.vectors.iter_mut().map(|vector| &mut vector.flags) {
            *flags = vec!["RightUse".to_owned(), "wrong-verifier".to_owned()];
        }
        for flags in set.flows.iter_mut().map(|flow| &mut flow.flags) {
            *flags = vec!["RightUse".to_owned()];
        }
        for flags in set.scenarios.iter_mut().map(|scenario| &mut scenario.flags) {
            *flags = vec!["RightUse".to_owned()];
        }
    }),
    ("basis-and-level", |set| requirement(set, "hardening-decoration").level = Level::May),
    ("basis-and-level", |set| requirement(set, "rfc7636-5-send-to-all").basis = Basis::Attack),
    ("quote", |set| requirement(set, "rfc7636-4.1-grammar").sources[0].quote = None),
    ("quote", |set| requirement(set, "rfc7636-4.1-grammar").sources[0].quote = Some(String::new())),
    ("quote", |set| requirement(set, "rfc7636-4.1-grammar").sources.clear()),
    ("keyword", |set| {
        requirement(set, "rfc7636-5-send-to-all").sources[0].quote = Some("should send".to_owned());
    }),
    ("keyword", |set| requirement(set, "rfc7636-5-send-to-all").level = Level::Must),
    ("undefined-document", |set| {
        requirement(set, "rfc7636-4.1-grammar").sources[0].document = "rfc1".to_owned();
    }),
    ("undefined-document", |set| {
        requirement(set, "rfc7636-4.1-grammar").sources[0].document = "bug".to_owned();
    }),
    ("undefined-profile", |set| {
        requirement(set, "hardening-decoration").profile = "gone".to_owned();
    }),
    ("undefined-profile", |set| {
        let mut child = another_profile();
        child.inherits = Some("gone".to_owned());
        set.catalogue.profiles.push(child);
    }),
    ("profile-default", |set| profile(set, "strict").default = false),
    ("profile-default", |set| profile(set, "base").default = true),
    ("profile-circle", |set| profile(set, "base").inherits = Some("strict".to_owned())),
    ("profile-override", |set| {
        profile(set, "strict").levels.insert("gone".to_owned(), Level::May);
    }),
    ("profile-override", |set| {
        // Its own, not one that it inherits.
        profile(set, "strict").levels.insert("draft-refuse-first".to_owned(), Level::May);
    }),
    ("profile-override", |set| {
        let new = "draft-refuse-first".to_owned();
        profile(set, "strict").replaces.insert("gone".to_owned(), new);
    }),
    ("profile-override", |set| {
        for new in profile(set, "strict").replaces.values_mut() {
            *new = "gone".to_owned();
        }
    }),
    ("profile-override", |set| selects(set, "gone")),
    ("profile-override", |set| {
        // A selection has no sentence of its own.
        selects(set, "rfc7636-4.1-grammar");
        requirement(set, "hardening-decoration").profile = "chosen".to_owned();
    }),
    ("requirement-coverage", |set| requirement(set, "rfc7636-5-send-to-all").untestable = None),
    ("requirement-coverage", |set| {
        requirement(set, "rfc7636-5-send-to-all").planned = Some(Planned::Client);
    }),
    ("requirement-coverage", |set| {
        requirement(set, "rfc7636-4.1-grammar").untestable = Some("it is tested".to_owned());
    }),
    ("unused-flag", |set| {
        let flag = Flag { bug_type: "none".to_owned(), ..set.flags["RightUse"].clone() };
        set.flags.insert("Unused".to_owned(), flag);
    }),
];

fn selects(set: &mut pkce_vectors::VectorSet, id: &str) {
    let row = Selection {
        row: "1.1".to_owned(),
        url: "https://example.org/list".to_owned(),
        requirements: vec![id.to_owned()],
    };
    let chosen = Profile {
        id: "chosen".to_owned(),
        inherits: Some("base".to_owned()),
        selects: vec![row],
        ..another_profile()
    };
    set.catalogue.profiles.push(chosen);
}

fn another_profile() -> Profile {
    Profile {
        id: "another".to_owned(),
        title: "Another".to_owned(),
        inherits: None,
        aliases: Vec::new(),
        default: false,
        roles: None,
        pushed: false,
        levels: std::collections::BTreeMap::new(),
        replaces: std::collections::BTreeMap::new(),
        selects: Vec::new(),
    }
}

fn rename(set: &mut pkce_vectors::VectorSet, from: &str, to: &str) {
    requirement(set, from).id = to.to_owned();
    let replaces = &mut profile(set, "strict").replaces;
    *replaces = std::mem::take(replaces)
        .into_iter()
        .map(|(old, new)| {
            let renamed = |id: String| if id == from { to.to_owned() } else { id };
            (renamed(old), renamed(new))
        })
        .collect();
}
