//! A sentence of a draft names each of the drafts in which it stands: two families of profiles take two of them.

use pkce_vectors::VectorSet;

/// The draft behind `oauth-2.1`, and the one that `mcp` cites.
const LATER: &str = "oauth-v2-1-15";
const EARLIER: &str = "oauth-v2-1-13";

#[test]
fn what_binds_under_the_earlier_draft_is_quoted_from_it() {
    let set = VectorSet::bundled().unwrap();
    let profiles = || set.catalogue.profiles.iter().filter(|known| known.id.starts_with("mcp"));
    assert_ne!(profiles().count(), 0);
    for profile in profiles() {
        let binding = set.catalogue.binding(profile);
        for requirement in &set.catalogue.requirements {
            let cites =
                |document| requirement.sources.iter().any(|source| source.document == document);
            let binds = binding.contains_key(requirement.id.as_str());
            assert!(
                !binds || !cites(LATER) || cites(EARLIER),
                "{} binds in {}, and is quoted from {LATER} alone",
                requirement.id,
                profile.id
            );
        }
    }
}
