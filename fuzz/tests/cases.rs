//! Structured cases: what is written is read again, and what is printed is Rust.

use arbitrary::{Arbitrary as _, Unstructured};
use pkce_fuzz::case::{FlowCase, Method, VerifyCase};

#[test]
fn a_call_of_verify_is_read_as_it_was_written() {
    let case =
        VerifyCase { method: Method::Plain, challenge: b"a\nb".to_vec(), verifier: vec![0, 255] };
    let bytes = case.to_bytes().unwrap();
    assert_eq!(VerifyCase::arbitrary_take_rest(Unstructured::new(&bytes)).unwrap(), case);
    assert_eq!(
        format!("{case:?}"),
        r#"pkce_fuzz::properties::verify(&pkce_fuzz::case::VerifyCase {
    method: pkce_fuzz::case::Method::Plain,
    challenge: b"a\nb".to_vec(),
    verifier: b"\x00\xff".to_vec(),
});"#
    );
}

/// What `Debug` prints of a flow, pasted here.
#[test]
fn a_flow_is_printed_as_rust_that_runs() {
    use pkce_fuzz::case::{Challenge::*, Event::*, Login::*, RedirectUri::*, Verifier::*};
    use pkce_fuzz::world::{Choices, Who::*};
    let case = FlowCase {
        choices: Choices { plain: true, required: false },
        events: vec![
            Authorize { who: Public, challenge: S256Of(1) },
            Redeem { who: Public, login: Own, code: 0, verifier: Whole(1), redirect_uri: Same },
            Wait(61),
        ],
    };
    pkce_fuzz::properties::flow(&case);
    let printed = format!("{case:?}");
    for event in [
        "Authorize { who: Public, challenge: S256Of(1) },",
        "Redeem { who: Public, login: Own, code: 0, verifier: Whole(1), redirect_uri: Same },",
    ] {
        assert!(printed.contains(event), "{printed}");
    }
}

#[test]
fn flows_become_events() {
    let set = pkce_vectors::VectorSet::bundled().unwrap();
    let seeds = pkce_fuzz::seeds::seeds(&set);
    let flows: Vec<(String, FlowCase)> = seeds
        .into_iter()
        .filter(|seed| seed.target == "flow")
        .map(|seed| {
            let read = FlowCase::arbitrary_take_rest(Unstructured::new(&seed.bytes));
            (seed.id, read.unwrap())
        })
        .collect();
    let right = flows.iter().find(|(_, flow)| {
        let printed = format!("{flow:?}");
        printed.contains("challenge: S256Of(0)") && printed.contains("verifier: Whole(0)")
    });
    assert!(right.is_some());
    assert!(flows.len() > 50);
    for (id, flow) in flows {
        assert!(!flow.events.is_empty(), "{id}");
    }
}
