//! Metadata that say something else than the server does.

use pkce_core::{
    policy::{Methods, Policy},
    server::{Advertised, Decisions, Document, Standard},
};

use super::{super::mutant::wrong, Mutant};
use pkce_vectors::requirement_ids as ids;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "metadata-without-methods",
            &[
                ids::RFC8414_2_OMITTED_MEANS_UNSUPPORTED,
                ids::RFC9700_2_1_1_METHODS_PUBLISHED,
                ids::MCP_OIDC_METADATA_LISTS_METHODS,
                ids::SMART_METADATA_METHODS,
            ],
            "the metadata say nothing of PKCE",
            wrong!(Decisions {
                fn methods_advertised(&self, _: &Policy, _: Document) -> Advertised {
                    Advertised::Absent
                }
            }),
        ),
        Mutant::server(
            "metadata-with-an-empty-list",
            &[ids::RFC8414_3_2_NO_EMPTY_LIST, ids::SMART_METADATA_METHODS],
            "the metadata list no method",
            wrong!(Decisions {
                fn methods_advertised(&self, _: &Policy, _: Document) -> Advertised {
                    Advertised::List(Vec::new())
                }
            }),
        ),
        Mutant::server(
            "metadata-with-text-for-a-list",
            &[ids::RFC8414_2_METHODS_LISTED, ids::HARDENING_METADATA_DIFFERS],
            "the metadata name S256 alone, in the place of a list of methods",
            wrong!(Decisions {
                fn methods_advertised(&self, _: &Policy, _: Document) -> Advertised {
                    Advertised::Text("S256")
                }
            }),
        ),
        Mutant::server(
            "metadata-with-another-name",
            &[ids::RFC8414_2_METHODS_LISTED],
            "the metadata list a name beside S256 that is not registered",
            wrong!(Decisions {
                fn methods_advertised(&self, policy: &Policy, document: Document) -> Advertised {
                    with("S256 (recommended)", Standard.methods_advertised(policy, document))
                }
            }),
        ),
        Mutant::server(
            "metadata-with-plain-refused",
            &[ids::HARDENING_METADATA_DIFFERS, ids::SMART_METADATA_METHODS],
            "the metadata list plain, which is refused",
            wrong!(Decisions {
                fn methods_advertised(&self, policy: &Policy, document: Document) -> Advertised {
                    match policy.methods {
                        Methods::S256 => {
                            with("plain", Standard.methods_advertised(policy, document))
                        }
                        Methods::S256AndPlain => Standard.methods_advertised(policy, document),
                    }
                }
            }),
        )
        .cites(&["https://github.com/pocket-id/pocket-id/issues/1534"]),
        Mutant::server(
            "metadata-without-plain-taken",
            &[ids::HARDENING_METADATA_DIFFERS],
            "the metadata list S256 alone, whatever is taken",
            wrong!(Decisions {
                fn methods_advertised(&self, _: &Policy, _: Document) -> Advertised {
                    Advertised::List(vec!["S256"])
                }
            }),
        ),
        Mutant::server(
            "metadata-with-plain-alone",
            &[ids::HARDENING_METADATA_DIFFERS, ids::SMART_METADATA_METHODS],
            "the metadata list plain alone",
            wrong!(Decisions {
                fn methods_advertised(&self, _: &Policy, _: Document) -> Advertised {
                    Advertised::List(vec!["plain"])
                }
            }),
        ),
        Mutant::server(
            "metadata-of-openid-without-methods",
            &[ids::MCP_OIDC_METADATA_LISTS_METHODS],
            "of two documents that of OpenID Connect Discovery says nothing of PKCE",
            wrong!(Decisions {
                fn methods_advertised(&self, policy: &Policy, document: Document) -> Advertised {
                    match document {
                        Document::Openid => Advertised::Absent,
                        _ => Standard.methods_advertised(policy, document),
                    }
                }
            }),
        ),
        Mutant::server(
            "metadata-of-openid-with-another-list",
            &[ids::HARDENING_METADATA_DIFFERS],
            "of two documents that of OpenID Connect Discovery lists plain alone",
            wrong!(Decisions {
                fn methods_advertised(&self, policy: &Policy, document: Document) -> Advertised {
                    match document {
                        Document::Openid => Advertised::List(vec!["plain"]),
                        _ => Standard.methods_advertised(policy, document),
                    }
                }
            }),
        ),
        Mutant::server(
            "metadata-of-smart-with-plain",
            &[ids::SMART_METADATA_METHODS],
            "of several documents that of SMART App Launch lists plain beside S256",
            wrong!(Decisions {
                fn methods_advertised(&self, policy: &Policy, document: Document) -> Advertised {
                    match document {
                        Document::Smart => Advertised::List(vec!["S256", "plain"]),
                        _ => Standard.methods_advertised(policy, document),
                    }
                }
            }),
        ),
    ]
}

/// The list with one name more.
fn with(name: &'static str, advertised: Advertised) -> Advertised {
    match advertised {
        Advertised::List(mut methods) => {
            methods.push(name);
            Advertised::List(methods)
        }
        other => other,
    }
}
