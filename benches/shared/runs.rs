//! Whole runs: the library vectors against the reference, in process and as a process.

use std::{
    env,
    ffi::OsString,
    io::{stdin, stdout},
    process,
};

use pkce_conformance::{
    adapter::serve,
    plan::{Filter, Plan},
    reference::Reference,
    result::Report,
    run::{RunOptions, run},
    transport::{InProcess, Limits, Stdio, Transport},
};
use pkce_vectors::VectorSet;

/// The word that makes a bench an adapter.
pub(crate) const ADAPTER: &str = "--adapter";

/// Does an adapter's work if this process was started as one; nothing of a bench may run then.
pub(crate) fn is_adapter() -> bool {
    let asked = env::args().any(|argument| argument == ADAPTER);
    if asked {
        // A second process that drew what the first drew would rightly fail.
        let mut reference = Reference::new(process::id().into());
        serve(&mut reference, stdin().lock(), stdout().lock()).unwrap();
    }
    asked
}

/// The library vectors, `times` over, each copy under ids of its own.
pub(crate) fn library_vectors(times: usize) -> VectorSet {
    let mut set = VectorSet::bundled().unwrap();
    set.flows.clear();
    let once = set.vectors.clone();
    for copy in 1..times {
        set.vectors.extend(once.iter().cloned().map(|mut vector| {
            vector.id = format!("{}/copy-{copy}", vector.id);
            vector.control = false;
            vector
        }));
    }
    set
}

/// A plan of all that the default profile binds.
pub(crate) fn plan(set: &VectorSet) -> Plan<'_> {
    Plan::new(set, None, &Filter::default()).unwrap()
}

/// Holds the plan against a target, which must pass.
pub(crate) fn hold(set: &VectorSet, plan: &Plan<'_>, transport: &mut dyn Transport) -> Report {
    let options =
        RunOptions { request_limit: Limits::default().request, ..RunOptions::new("reference", 1) };
    let report = run(set, plan, transport, &options, &mut |_| ());
    assert_eq!(report.exit_code(false), 0, "the reference passes");
    report
}

/// [`hold`] in this process.
pub(crate) fn in_process(set: &VectorSet, plan: &Plan<'_>) -> Report {
    hold(set, plan, &mut InProcess::new(&mut Reference::new(0)))
}

/// [`hold`] with this executable as an adapter.
pub(crate) fn stdio(set: &VectorSet, plan: &Plan<'_>) -> Report {
    hold(set, plan, &mut Stdio::new(adapter().to_vec(), Limits::default()))
}

/// The command that makes this executable an adapter.
pub(crate) fn adapter() -> [OsString; 2] {
    [env::current_exe().unwrap().into(), ADAPTER.into()]
}
