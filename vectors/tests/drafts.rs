//! A sentence of a draft of OAuth 2.1 is quoted from each draft in which it stands, and binds in no other.

use pkce_vectors::VectorSet;

/// The profiles that take a draft's sentences, and that draft.
const DRAFTS: [(&str, &str); 5] = [
    ("oauth-2.1-draft-13", "oauth-v2-1-13"),
    ("mcp-2025-11-25", "oauth-v2-1-13"),
    ("mcp-2026-07-28", "oauth-v2-1-13"),
    ("oauth-2.1-draft-15", "oauth-v2-1-15"),
    ("oauth-2.1", "oauth-v2-1-16"),
];

#[test]
fn what_binds_under_a_draft_is_quoted_from_it() {
    let set = VectorSet::bundled().unwrap();
    for (profile, draft) in DRAFTS {
        let profile = set.catalogue.profile(Some(profile)).unwrap();
        let binding = set.catalogue.binding(profile);
        let of_a_draft = set.catalogue.requirements.iter().filter(|requirement| {
            requirement.profile.starts_with("oauth-2.1")
                && requirement.sources.iter().any(|source| source.document.starts_with("oauth"))
        });
        for requirement in of_a_draft.filter(|known| binding.contains_key(known.id.as_str())) {
            assert!(
                requirement.sources.iter().any(|source| source.document == draft),
                "{} binds in {}, and is not quoted from {draft}",
                requirement.id,
                profile.id
            );
        }
    }
}

#[test]
fn a_draft_that_removed_a_sentence_does_not_bind_by_it() {
    let set = VectorSet::bundled().unwrap();
    let binds = |profile: &str, id: &str| {
        let profile = set.catalogue.profile(Some(profile)).unwrap();
        set.catalogue.binding(profile).contains_key(id)
    };
    for (profile, plain_is_known) in [
        ("oauth-2.1-draft-13", true),
        ("mcp", true),
        ("oauth-2.1-draft-15", true),
        ("oauth-2.1", false),
    ] {
        assert_eq!(binds(profile, "oauth21-plain-only-if-known"), plain_is_known, "{profile}");
        assert_eq!(binds(profile, "oauth21-plain-forbidden"), !plain_is_known, "{profile}");
        assert!(!binds(profile, "rfc7636-5-clients-without-pkce"), "{profile}");
    }
}
