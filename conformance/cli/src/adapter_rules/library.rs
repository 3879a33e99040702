//! Library operations: what adapters get wrong between the line and the call.

mod answers;
mod doubts;
mod octets;
mod values;

use super::rule::Rule;

/// The rules of an adapter that offers a library operation.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "input",
        says: "a member of `input` that the adapter does not know is answered `unsupported`",
        change: "Compare the members of `input` with those that you read, and answer `unsupported` where there is another: \
                 it may be what the request is about. An exception of the call's own arguments is no refusal either.",
        ends: false,
        run: octets::unknown_members,
    },
    Rule {
        name: "hexadecimal",
        says: "a value in hexadecimal does what it does as text, or is `unsupported`",
        change: "Decode `…_hex` into octets before the call, for each value that you read; or take `hex` out of `accepts`.",
        ends: false,
        run: octets::hexadecimal,
    },
    Rule {
        name: "octets",
        says: "octets that are not text are given to the call as they are, or are `unsupported`",
        change: "Decode strictly, and answer `unsupported` where a call takes text only; or take `hex` out of `accepts`.",
        ends: false,
        run: octets::octets,
    },
    Rule {
        name: "match",
        says: "silence is no match: what the call says or raises is what is answered",
        change: "Return what the call returns: a check that returns false has raised nothing, and is no match.",
        ends: false,
        run: answers::silence,
    },
    Rule {
        name: "refusals",
        says: "a refusal is `error`, or no match; it is never `unsupported`",
        change: "Answer `unsupported` only where the call cannot be made, and `error` where it was made and refused.",
        ends: false,
        run: answers::refusals,
    },
    Rule {
        name: "reasons",
        says: "`reason` is one of the list",
        change: "Take a reason of the list in PROTOCOL.md; when in doubt, `other`. `exception` is for what nobody caught.",
        ends: false,
        run: answers::reasons,
    },
    Rule {
        name: "trimming",
        says: "the adapter adds nothing: it strips no white space",
        change: "Where it is the adapter (strip, trim, chomp), take it out: it would be told as the library's own.",
        ends: false,
        run: doubts::trimming,
    },
    Rule {
        name: "memory",
        says: "the adapter keeps nothing from one request to the next",
        change: "Where it is the adapter (a cache, a table by verifier or by challenge), take it out.",
        ends: false,
        run: doubts::memory,
    },
    Rule {
        name: "draws",
        says: "each verifier is drawn anew, in each process",
        change: "Where it is the adapter (a constant, a seed, one client object for all), draw as the documentation's example does.",
        ends: false,
        run: doubts::draws,
    },
];
