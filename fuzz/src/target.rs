//! The list of targets, for whatever runs all of them.

use std::fmt::Debug;

use arbitrary::{Arbitrary, Unstructured};

use crate::properties;

/// A property with the name of its fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name: of the binary, of its file, and of its folders under `corpus/` and `regressions/`.
    pub name: &'static str,
    /// Holds an input against the property; panics where it does not hold.
    pub run: fn(&[u8]),
}

/// Every target but `empty`, which measures libFuzzer itself.
pub const TARGETS: &[Target] = &[
    Target { name: "verifier", run: properties::verifier },
    Target { name: "challenge", run: properties::challenge },
    Target { name: "method", run: properties::method },
    Target { name: "verify", run: |data| structured(data, properties::verify) },
    Target { name: "form", run: properties::form },
    Target { name: "authorization", run: properties::authorization },
    Target { name: "token", run: properties::token },
    Target { name: "flow", run: |data| structured(data, properties::flow) },
    Target { name: "client", run: |data| structured(data, properties::client) },
    Target { name: "vectors", run: properties::vectors },
    Target { name: "requirements", run: properties::requirements },
    Target { name: "request_line", run: properties::request_line },
    Target { name: "answer_line", run: properties::answer_line },
    Target { name: "stream", run: properties::stream },
    Target { name: "known_failures", run: properties::known_failures },
    Target { name: "adapter_list", run: properties::adapter_list },
    Target { name: "report", run: |data| structured(data, properties::report) },
    Target { name: "run", run: |data| structured(data, properties::run) },
];

/// Octets to a case, as libFuzzer's own macro reads them. A case that fails is shown as it would be written in Rust.
fn structured<T: for<'d> Arbitrary<'d> + Debug>(data: &[u8], property: fn(&T)) {
    let Ok(case) = T::arbitrary_take_rest(Unstructured::new(data)) else { return };
    let shown = ShownOnPanic(&case);
    property(shown.0);
}

struct ShownOnPanic<'c, T: Debug>(&'c T);

impl<T: Debug> Drop for ShownOnPanic<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the case that fails:\n{:#?}", self.0);
        }
    }
}
