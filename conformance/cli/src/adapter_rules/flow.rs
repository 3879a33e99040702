//! Flows: what adapters of servers get wrong between a step and the server's request.

mod effects;
mod parameters;
mod shapes;

use super::rule::Rule;

/// The rules of an adapter that offers flows.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "clients",
        says: "each client that is registered gets a token for the right request",
        change: "Pass on what the request carries: `basic` as HTTP Basic, each of `params` as it is. How a client authenticates \
                 is said in `offers.roles`; what is not served is `unsupported`.",
        ends: false,
        run: parameters::clients,
    },
    Rule {
        name: "policies",
        says: "a policy that cannot be set, or is not known, is answered `unsupported`",
        change: "Look at each member of `policy` and of `clients`, and answer `unsupported` to whatever you do not set up.",
        ends: false,
        run: shapes::policies,
    },
    Rule {
        name: "steps",
        says: "a step, or a member of one, that the adapter does not know is answered `unsupported`",
        change: "Compare the step's name and its members with those that you read, and answer `unsupported` where there is \
                 another.",
        ends: false,
        run: shapes::steps,
    },
    Rule {
        name: "methods",
        says: "`policy.methods` says which methods the server offers",
        change: "Set the server's list of methods, or answer `unsupported` to a list that it cannot have. If it is the \
                 server that ignores its own setting, leave it: `pkce run` tells that.",
        ends: false,
        run: effects::methods,
    },
    Rule {
        name: "required",
        says: "`policy.pkce` says of whom the server requires PKCE",
        change: "Set what the server requires, or answer `unsupported` to a policy that it cannot have. If it is the server \
                 that ignores its own setting, leave it: `pkce run` tells that.",
        ends: false,
        run: effects::required,
    },
    Rule {
        name: "clock",
        says: "`wait` moves the server's clock, past `policy.code_lifetime` too",
        change: "Move the clock that the server reads, and set the lifetime of its codes; or say `\"code_lifetime\": false` in \
                 `offers`. If it is the server that never looks, leave it: `pkce run` tells that.",
        ends: false,
        run: effects::clock,
    },
    Rule {
        name: "sessions",
        says: "each session has a server of its own, which shares nothing with the others",
        change: "Make a new server for each `flow.open`, and keep it under the session's name.",
        ends: false,
        run: effects::sessions,
    },
    Rule {
        name: "step refusals",
        says: "a refusal is the outcome `refused`; it is never `unsupported`",
        change: "Answer `unsupported` only where the request cannot be made, and `refused` where it was made and refused.",
        ends: false,
        run: parameters::refusals,
    },
    Rule {
        name: "raw",
        says: "`raw` follows the parameters in the request's body, as it is",
        change: "Join `raw` to the encoded parameters with `&`; or take `raw` out of `accepts`.",
        ends: false,
        run: parameters::raw,
    },
    Rule {
        name: "step octets",
        says: "`{\"hex\": …}` in the place of a string is decoded, or is `unsupported`",
        change: "Percent-encode the octets as they are, and leave none out; or take `hex` out of `accepts`.",
        ends: false,
        run: parameters::octets,
    },
    Rule {
        name: "pushed",
        says: "every parameter is passed on, in its order",
        change: "Pass on the list as it is, whatever the names: an adapter decides nothing about a parameter.",
        ends: false,
        run: parameters::pushed,
    },
    Rule {
        name: "duplicates",
        says: "a parameter that comes twice is sent twice",
        change: "Where it is the adapter (dict(params), a map by name), pass on the list as it is; or take `duplicates` out of \
                 `accepts`.",
        ends: false,
        run: parameters::duplicates,
    },
];
