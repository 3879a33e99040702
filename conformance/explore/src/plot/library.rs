//! What a library is asked.

use pkce_vectors::{Bindings, Datum, Input, Op, Value};
use proptest::{prelude::*, sample::select};

use super::{
    method::{Method, any_method, near, other, registered, unregistered},
    text::{Base, Twist, any_base, legal, twist, twisted, twists},
    twin::twin,
};

/// One call, with values that are still symbolic.
#[derive(Debug, Clone)]
pub(crate) struct LibraryPlot {
    /// The operation.
    pub(crate) op: Op,
    method: Method,
    base: Base,
    /// What the challenge is made of, and how.
    challenge: Made,
    /// What is done to the base before it is presented.
    verifier: Vec<Twist>,
    other_verifier: bool,
    /// What the verifier has in its middle, where the base has another text.
    twin: Option<Vec<u8>>,
    count: u32,
    length: Option<u32>,
}

/// How a challenge is made of a verifier.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(super) by: By,
    pub(super) twists: Vec<Twist>,
}

/// The transformation that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// The one that the method names; S256 where it names none.
    Method,
    /// S256.
    S256,
    /// None.
    Plain,
}

impl Made {
    /// The challenge of a verifier under a method.
    pub(super) fn of(&self, verifier: Value, method: &Method) -> Value {
        let plain = match self.by {
            By::Method => matches!(method.as_deref(), None | Some(b"" | b"plain")),
            By::S256 => false,
            By::Plain => true,
        };
        let value = if plain { verifier } else { Value::s256(verifier) };
        twisted(value, &self.twists)
    }
}

/// A challenge as it should be, or nearly.
pub(super) fn made() -> BoxedStrategy<Made> {
    let by = prop_oneof![8 => Just(By::Method), 1 => Just(By::S256), 1 => Just(By::Plain)];
    (by, prop_oneof![4 => Just(Vec::new()), 3 => twists()])
        .prop_map(|(by, twists)| Made { by, twists })
        .boxed()
}

impl LibraryPlot {
    /// The input, with every value drawn.
    pub(crate) fn input(&self, bindings: &mut Bindings) -> Input {
        let base = self.base.first("v1");
        // The first use says how the verifier is drawn.
        let _ = bindings.evaluate(&base);
        let presented = match &self.twin {
            Some(inner) => Base::with_middle("v1", inner),
            None if self.other_verifier => Value::verifier("v2"),
            None => self.base.again("v1"),
        };
        let verifier = twisted(presented, &self.verifier);
        let mut drawn = |value: &Value| {
            // A library plot names no client: every value can be drawn.
            Datum::from_bytes(bindings.evaluate(value).unwrap_or_default())
        };
        let method = self.method.clone().map(Datum::from_bytes);
        let challenge = self.challenge.of(base, &self.method);
        match self.op {
            Op::Derive => Input { method, verifier: Some(drawn(&verifier)), ..Input::default() },
            Op::Verify => {
                let challenge = Some(drawn(&challenge));
                Input { method, challenge, verifier: Some(drawn(&verifier)), ..Input::default() }
            }
            Op::CheckVerifier => Input { verifier: Some(drawn(&verifier)), ..Input::default() },
            Op::CheckChallenge => {
                Input { method, challenge: Some(drawn(&challenge)), ..Input::default() }
            }
            Op::ParseMethod => Input { method, ..Input::default() },
            Op::Generate => {
                Input { count: Some(self.count), length: Some(self.length), ..Input::default() }
            }
        }
    }
}

fn plain_call(op: Op) -> BoxedStrategy<LibraryPlot> {
    legal()
        .prop_map(move |base| LibraryPlot {
            op,
            method: Some(b"S256".to_vec()),
            base,
            challenge: Made { by: By::Method, twists: Vec::new() },
            verifier: Vec::new(),
            other_verifier: false,
            twin: None,
            count: 1,
            length: None,
        })
        .boxed()
}

/// Calls of one operation.
pub(crate) fn calls(op: Op) -> BoxedStrategy<LibraryPlot> {
    let one = plain_call(op);
    match op {
        Op::Derive => {
            let method =
                prop_oneof![3 => Just(Some(b"S256".to_vec())), 1 => Just(Some(b"plain".to_vec()))];
            (one, any_base(), method)
                .prop_map(|(plot, base, method)| LibraryPlot { method, base, ..plot })
                .boxed()
        }
        Op::CheckVerifier => {
            let twists = prop_oneof![2 => Just(Vec::new()), 1 => twists()];
            (one, any_base(), twists)
                .prop_map(|(plot, base, verifier)| LibraryPlot { base, verifier, ..plot })
                .boxed()
        }
        Op::CheckChallenge => {
            let method = prop_oneof![
                2 => Just(None),
                2 => Just(Some(b"S256".to_vec())),
                1 => Just(Some(b"plain".to_vec())),
            ];
            (one, any_base(), method, made())
                .prop_map(|(plot, base, method, challenge)| LibraryPlot {
                    method,
                    base,
                    challenge,
                    ..plot
                })
                .boxed()
        }
        Op::ParseMethod => (one, prop_oneof![1 => registered(), 4 => near(), 2 => other()])
            .prop_map(|(plot, method)| LibraryPlot { method, ..plot })
            .boxed(),
        Op::Generate => generated(one).boxed(),
        Op::Verify => pairs(one).boxed(),
    }
}

/// Mostly one thing is twisted: the challenge, the verifier or the method; the rest is right.
fn pairs(one: impl Strategy<Value = LibraryPlot> + 'static) -> BoxedStrategy<LibraryPlot> {
    let method = prop_oneof![
        6 => Just(Some(b"S256".to_vec())),
        3 => Just(Some(b"plain".to_vec())),
        1 => Just(None),
    ];
    let whole = (made(), twists(), any_base(), any_method());
    let method_of_pair = prop_oneof![1 => any_method(), 2 => unregistered()];
    let twins = (twin(), method_of_pair);
    (one, method, 0u8..12, whole, (twist(), twins), prop::bool::weighted(0.05))
        .prop_map(
            |(
                plot,
                method,
                which,
                (challenge, verifier, base, any_method),
                (twist, twins),
                other,
            )| {
                let plot = LibraryPlot { method, other_verifier: other, ..plot };
                let ((exotic, other), method_of_pair) = twins;
                match which {
                    0 => plot,
                    1 | 2 => LibraryPlot { base, ..plot },
                    3 | 4 => LibraryPlot { verifier: vec![twist], ..plot },
                    5 | 6 => LibraryPlot {
                        challenge: Made { by: By::Method, twists: vec![twist] },
                        ..plot
                    },
                    7 => {
                        let base = plot.base.clone().around_middle(other);
                        LibraryPlot { base, twin: Some(exotic), ..plot }
                    }
                    8 => LibraryPlot { method: method_of_pair, ..plot },
                    9 => LibraryPlot { method: any_method, challenge, ..plot },
                    10 => LibraryPlot { challenge, verifier, ..plot },
                    _ => LibraryPlot { verifier, challenge, base, method: any_method, ..plot },
                }
            },
        )
        .boxed()
}

/// Few at every length, and now and then so many that repeats and bias show.
fn generated(one: impl Strategy<Value = LibraryPlot> + 'static) -> BoxedStrategy<LibraryPlot> {
    let length = prop_oneof![
        3 => Just(None),
        3 => select(vec![43, 44, 64, 86, 127, 128]).prop_map(Some),
        2 => (43u32..=128).prop_map(Some),
        2 => select(vec![0, 1, 2, 32, 42, 129, 130, 256, 1_000]).prop_map(Some),
        1 => (0u32..=140).prop_map(Some),
    ];
    // 4 000 draws of a length decide on entropy and bias: dear, and the same question each time.
    let count = prop_oneof![160 => 1u32..=20, 4 => Just(2_000), 1 => Just(4_000)].no_shrink();
    (one, length, count)
        .prop_map(|(plot, length, count)| LibraryPlot { count, length, ..plot })
        .boxed()
}
