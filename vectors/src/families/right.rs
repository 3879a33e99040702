//! Right verifiers, each with something that a receiver or a client may stumble over; and the published examples.

use crate::{How, Value, draw::APPENDIX_B_VERIFIER, requirement_ids as ids};

use super::{
    fault::Fault,
    rule::Judged,
    shorthand::{alter_n, concat, drawn, s256, text, v1, v1_challenge},
};

/// The challenge of RFC 7636 Appendix B.
pub(super) const APPENDIX_B_CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A verifier and a challenge that a public document prints as a pair.
pub(super) struct Example {
    pub(super) name: &'static str,
    pub(super) comment: &'static str,
    pub(super) verifier: &'static str,
    pub(super) challenge: &'static str,
    pub(super) holds: bool,
    pub(super) requirement: &'static str,
}

pub(super) const EXAMPLES: [Example; 6] = [
    Example {
        name: "appendix-b",
        comment: "the worked example of RFC 7636 Appendix B",
        verifier: APPENDIX_B_VERIFIER,
        challenge: APPENDIX_B_CHALLENGE,
        holds: true,
        requirement: ids::RFC7636_B_WORKED_EXAMPLE,
    },
    Example {
        name: "example-janssen",
        comment: "the example of Janssen's PKCE guide: 128 characters, two of them dots",
        verifier: "MW54l5Ma7i8n6QsetI_dnJhfMQ6gIfBNJiWFINu6rtD0zvZUXG3STWoolT5HFatjWu2Vj1L-Au4PtRzkear088F\
                   JLzq.6tAg10wikJrIqn75HCJ7V1b_p8io_ugkPkkr",
        challenge: "zyI60XbvMetJJuAzyRR_jnxoJkyfxXSqY-mTG4FtBtg",
        holds: true,
        requirement: ids::RFC7636_4_2_S256_FORMULA,
    },
    Example {
        name: "example-oauth-2-1",
        comment: "the example of draft-ietf-oauth-v2-1 section 4.1: 56 hexadecimal digits",
        verifier: "3641a2d12d66101249cdf7a79c000c1f8c05d2aafcf14bf146497bed",
        challenge: "6fdkQaPm51l13DSukcAH3Mdx7_ntecHYd1vi3n0hMZY",
        holds: true,
        requirement: ids::RFC7636_4_2_S256_FORMULA,
    },
    Example {
        name: "example-gocloudnative",
        comment: "the example of GoCloudNative.Bff's documentation, which does not hold",
        verifier: "7073d688b6dcb02b9a2332e0792be265b9168fda7a6",
        challenge: "elU6u5zyqQT2f92GRQUq6PautAeNDf4DQPayyR0ek_c",
        holds: false,
        requirement: ids::RFC7636_4_2_S256_FORMULA,
    },
    Example {
        name: "example-smart-app-launch",
        comment: "the example of SMART App Launch 2.2 for a public client: 128 characters",
        verifier: "o28xyrYY7-lGYfnKwRjHEZWlFIPlzVnFPYMWbH-g_BsNnQNem-IAg9fDh92X0KtvHCPO5_C-RJd2QhApKQ-2cRp-\
                   S_W3qmTidTEPkeWyniKQSF9Q_k10Q5wMc8fGzoyF",
        challenge: "YPXe7B8ghKrj8PsT4L6ltupgI12NQJ5vblB07F4rGaw",
        holds: true,
        requirement: ids::RFC7636_4_2_S256_FORMULA,
    },
    Example {
        name: "example-consumer-data-right",
        comment: "the example of the Australian Consumer Data Standards, which does not hold: 36 \
                  characters, and the padded base64 of the hexadecimal digest",
        verifier: "4d9213fb-d68b-49d1-a2c9-486e5a0b4e14",
        challenge: "ZTA2ZmFkYjUyMjA2NDNhZGVkYzE1M2I5OTYzZDAxNGI2NWNiZjAxMzVhNDlmMTk2NTlmZWE0OWVhOTQxZjhm\
                    Zg==",
        holds: false,
        requirement: ids::HARDENING_DERIVE_MALFORMED,
    },
];

/// A legal verifier as it is drawn, and as later uses name it.
pub(super) struct Legal {
    pub(super) name: &'static str,
    pub(super) comment: &'static str,
    pub(super) first: Value,
    pub(super) again: Value,
    pub(super) flag: &'static str,
    /// Drawn anew in each run, so that it can go to a server too.
    pub(super) fresh: bool,
}

pub(super) const UNRESERVED: &str =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

pub(super) fn legal() -> Vec<Legal> {
    let legal = |name, comment, first: Value, again: Value, flag, fresh| Legal {
        name,
        comment,
        first,
        again,
        flag,
        fresh,
    };
    let ending = |end| concat([alter_n(v1(), How::Prefix, 42), text(end)]);
    let fixed = |name, comment, value: Value| {
        legal(name, comment, value.clone(), value, "LegalVerifier", false)
    };
    let drawn_from = |name, comment, length, alphabet| {
        legal(name, comment, drawn("v1", length, alphabet), v1(), "LegalVerifier", true)
    };
    let encoded = |name, comment, has, lacks| {
        legal(name, comment, v1_challenge(has, lacks), v1(), "LegalChallenge", true)
    };
    let all = concat([text(UNRESERVED), v1()]);
    let (tilde, dot, both) = (ending("~"), ending("."), ending(".~"));
    vec![
        legal(
            "verifier-all-characters",
            "each of the 66 characters",
            all.clone(),
            all,
            "LegalVerifier",
            true,
        ),
        legal(
            "verifier-with-tilde",
            "a `~`, and else base64url",
            tilde.clone(),
            tilde,
            "LegalVerifier",
            true,
        ),
        legal(
            "verifier-with-dot",
            "a `.`, and else base64url",
            dot.clone(),
            dot,
            "LegalVerifier",
            true,
        ),
        legal(
            "verifier-with-dot-and-tilde",
            "ends in `.~`",
            both.clone(),
            both,
            "LegalVerifier",
            true,
        ),
        drawn_from("verifier-of-all-drawn", "128 characters out of the 66", 128, UNRESERVED),
        drawn_from("verifier-digits", "digits alone", 43, "0123456789"),
        drawn_from("verifier-hex", "64 hexadecimal digits", 64, "0123456789abcdef"),
        drawn_from("verifier-punctuation", "no letter and no digit", 43, "-._~"),
        fixed("verifier-only-tilde", "43 times `~`", text(&"~".repeat(43))),
        fixed("verifier-only-dot", "43 times `.`", text(&".".repeat(43))),
        fixed("verifier-only-hyphen", "43 times `-`", text(&"-".repeat(43))),
        fixed("verifier-only-underscore", "43 times `_`", text(&"_".repeat(43))),
        fixed("verifier-only-zero", "43 times `0`", text(&"0".repeat(43))),
        fixed("verifier-only-a", "128 times `a`", text(&"a".repeat(128))),
        encoded("challenge-with-hyphen-and-underscore", "the challenge has `-` and `_`", "-_", ""),
        encoded("challenge-with-hyphen", "the challenge has `-` and no `_`", "-", "_"),
        encoded("challenge-with-underscore", "the challenge has `_` and no `-`", "_", "-"),
        encoded("challenge-without-either", "the challenge has neither `-` nor `_`", "", "-_"),
    ]
}

pub(super) fn faults() -> Vec<Fault> {
    let mut faults: Vec<Fault> = EXAMPLES
        .iter()
        .map(|example| {
            // A digest of the verifier that stands in another encoding: its holder alone gains.
            let encoded = example.name == "example-consumer-data-right";
            let judged = if example.holds {
                Judged::Right
            } else if encoded {
                Judged::OtherEncoding
            } else {
                Judged::Wrong
            };
            let mut fault = Fault::s256(
                judged,
                example.name,
                example.comment,
                text(example.challenge),
                text(example.verifier),
            )
            .flag("PublishedExample");
            if example.requirement == ids::RFC7636_B_WORKED_EXAMPLE {
                fault.control = true;
                fault = fault.flag("RightUse").required_by(ids::RFC7636_B_WORKED_EXAMPLE);
            }
            if encoded {
                fault = fault.flag("Base64OfHex");
            }
            fault
        })
        .collect();
    for legal in legal() {
        let fault = Fault::s256(
            Judged::Right,
            legal.name,
            format!("{}: right", legal.comment),
            s256(legal.first),
            legal.again,
        );
        faults.push(fault.flag(legal.flag).wired(legal.fresh));
    }
    faults.push(
        Fault::s256(
            Judged::Right,
            "verifier-default",
            "a verifier as most clients draw it: right",
            s256(v1_challenge("", "")),
            v1(),
        )
        .flag("RightUse")
        .wired(true),
    );
    faults
}
