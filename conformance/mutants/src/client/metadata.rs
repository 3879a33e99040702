//! What the metadata say, and what is made of it.

use pkce_conformance::client::{ClientDecisions, Setup};
use pkce_vectors::requirement_ids as ids;
use serde_json::Value;

use super::mutant::{ClientMutant, decides};

type Method = Result<Option<&'static str>, String>;

const S256: Method = Ok(Some("S256"));

fn lists(field: Option<&Value>, name: &str) -> bool {
    let names = field.and_then(Value::as_array);
    names.is_some_and(|names| names.iter().any(|known| known.as_str() == Some(name)))
}

#[expect(clippy::too_many_lines, reason = "a list")]
pub(super) fn mutants() -> Vec<ClientMutant> {
    vec![
        ClientMutant::new(
            "client-takes-a-missing-field-for-s256",
            &[ids::MCP_REFUSE_WITHOUT_METADATA],
            "metadata without the field of challenge methods are taken for metadata that list S256",
            decides! {
                fn method(&self, _: &Setup, field: Option<&Value>) -> Method {
                    if field.is_none() || lists(field, "S256") { S256 } else { Err("no S256".to_owned()) }
                }
            },
        )
        .of_mcp()
        .cites(&[
            "https://github.com/modelcontextprotocol/csharp-sdk/pull/1700",
            "https://github.com/modelcontextprotocol/typescript-sdk/pull/992",
            "https://github.com/modelcontextprotocol/typescript-sdk/issues/2831",
            "https://github.com/modelcontextprotocol/rust-sdk/pull/955",
            "https://github.com/leehack/mcp_dart/issues/171",
        ]),
        ClientMutant::new(
            "client-never-compares-the-field",
            &[ids::MCP_REFUSE_WITHOUT_METADATA],
            "S256 is used whatever the metadata say of methods",
            decides! {
                fn method(&self, _: &Setup, _: Option<&Value>) -> Method {
                    S256
                }
            },
        )
        .of_mcp()
        .cites(&["https://github.com/modelcontextprotocol/python-sdk/issues/976"]),
        ClientMutant::new(
            "client-begins-without-metadata",
            &[ids::MCP_SUPPORT_VERIFIED],
            "where there are no metadata, endpoints are guessed and S256 is used",
            decides! {
                fn begins_blind(&self, _: &Setup) -> bool {
                    true
                }
                fn method(&self, _: &Setup, field: Option<&Value>) -> Method {
                    // What is no list is what there is without metadata.
                    if field.is_none() || lists(field, "S256") { S256 } else { Err("no S256".to_owned()) }
                }
            },
        )
        .of_mcp(),
        ClientMutant::new(
            "client-drops-pkce-without-the-field",
            &[ids::RFC7636_5_SEND_TO_ALL_SERVERS],
            "without the field of challenge methods no part of PKCE is sent",
            decides! {
                fn method(&self, _: &Setup, field: Option<&Value>) -> Method {
                    if field.is_none() { Ok(None) } else { S256 }
                }
            },
        )
        .cites(&["https://github.com/int128/kubelogin/issues/858"]),
        ClientMutant::new(
            "client-prefers-plain",
            &[ids::RFC7636_4_2_S256_IF_CAPABLE],
            "plain is used wherever the metadata list it",
            decides! {
                fn method(&self, _: &Setup, field: Option<&Value>) -> Method {
                    if lists(field, "plain") { Ok(Some("plain")) } else { S256 }
                }
            },
        )
        .cites(&["https://github.com/better-auth/better-auth/pull/9645"]),
        ClientMutant::new(
            "client-takes-plain-where-it-stands-alone",
            &[ids::RFC7636_4_2_PLAIN_ONLY_OUT_OF_BAND],
            "plain is used where the metadata list nothing else",
            decides! {
                fn method(&self, _: &Setup, field: Option<&Value>) -> Method {
                    let alone = lists(field, "plain") && !lists(field, "S256");
                    if alone { Ok(Some("plain")) } else { S256 }
                }
            },
        ),
        ClientMutant::new(
            "client-takes-plain-without-the-field",
            &[ids::RFC7636_4_2_S256_IF_CAPABLE],
            "without the field of challenge methods plain is used, as the older method",
            decides! {
                fn method(&self, _: &Setup, field: Option<&Value>) -> Method {
                    if field.is_none() { Ok(Some("plain")) } else { S256 }
                }
            },
        ),
        ClientMutant::new(
            "client-takes-any-issuer",
            &[ids::RFC8414_3_3_ISSUER_SAME],
            "metadata are used whatever issuer they name",
            decides! {
                fn takes_issuer(&self, _: &str, _: &str) -> bool {
                    true
                }
            },
        ),
        ClientMutant::new(
            "client-fetches-the-token-endpoint-again",
            &[ids::HARDENING_VERIFIER_KEPT_APART],
            "the token endpoint is that of metadata which are fetched when the code comes",
            decides! {
                fn fetches_again(&self) -> bool {
                    true
                }
            },
        ),
    ]
}
