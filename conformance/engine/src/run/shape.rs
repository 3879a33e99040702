//! The shape of a request: what it holds, whatever the values are.
//!
//! Who takes a request and answers another of the same shape with `unsupported` hides a refusal.

use pkce_vectors::{Action, Datum, Flow, Request, RoleName, Value, Vector};

use crate::case::{Case, CaseKind};

/// Whether a case asks nothing of a subject that its control does not ask.
pub(super) fn is_same(case: &Case<'_>, control: &Case<'_>) -> bool {
    match (case.kind, control.kind) {
        (CaseKind::Library(vector), CaseKind::Library(control)) => of_call(vector, control),
        (CaseKind::Flow(flow, setting), CaseKind::Flow(control, of_control)) => {
            setting == of_control && of_flow(flow, setting.role) == of_flow(control, setting.role)
        }
        _ => false,
    }
}

/// Longer text has no place in many a call either: no argument of a command, and no request, is as long as it likes.
const LONGEST: usize = 8 << 10;

/// The same operation, members and method, and all of them text.
fn of_call(vector: &Vector, control: &Vector) -> bool {
    // Of a NUL many a call has no place: it ends a string in C, and no argument of a command holds one.
    let is_text = |octets: &[u8]| std::str::from_utf8(octets).is_ok() && !octets.contains(&0);
    let text = |datum: &Option<Datum>| match datum {
        Some(datum) => {
            let (piece, times) = datum.pattern();
            (is_text(piece) && piece.len().saturating_mul(times) <= LONGEST).then_some(true)
        }
        None => Some(false),
    };
    let members = |vector: &Vector| {
        let input = &vector.input;
        let length = input.length.is_some_and(|length| length.is_some());
        [text(&input.method), text(&input.challenge), text(&input.verifier), Some(length)]
    };
    let method = |vector: &Vector| vector.input.method.as_ref().map(Datum::to_bytes);
    let shape = members(vector);
    vector.op == control.op
        && shape.iter().all(Option::is_some)
        && shape == members(control)
        && method(vector) == method(control)
}

/// A step: its kind, whose it is, and what it holds.
type Step<'f> = (&'static str, Option<RoleName>, Vec<&'f str>, Option<&'f Value>, [bool; 5]);

fn of_flow(flow: &Flow, role: RoleName) -> Vec<Step<'_>> {
    flow.steps.iter().flat_map(|step| of_action(&step.action, role)).collect()
}

fn of_action(action: &Action, role: RoleName) -> Vec<Step<'_>> {
    let kind = match action {
        Action::Authorize(_) => "authorize",
        Action::Par(_) => "par",
        Action::Token(_) => "token",
        Action::Race { .. } => "race",
        Action::Use { .. } => return vec![bare("use")],
        Action::Metadata { of } => return vec![bare(of.as_str())],
        Action::Wait(_) => return vec![bare("wait")],
    };
    action.requests().iter().map(|request| of_request(kind, request, role)).collect()
}

const fn bare(kind: &'static str) -> Step<'static> {
    (kind, None, Vec::new(), None, [false; 5])
}

fn of_request<'f>(kind: &'static str, request: &'f Request, role: RoleName) -> Step<'f> {
    let mut names: Vec<&str> = request.params.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let method = request.params.iter().find(|(name, _)| name == "code_challenge_method");
    let is_text = |value: &Value| !matches!(value, Value::Hex(_));
    let holds = [
        request.user_agent.is_some(),
        request.auth != pkce_vectors::Authentication::Own,
        request.request_uri.is_some(),
        request.raw.is_some()
            || !request.query.is_empty()
            || !request.omit.is_empty()
            || request.post
            || request.request_object.is_some(),
        !request.params.iter().all(|(_, value)| is_text(value)),
    ];
    (kind, Some(request.client.resolve(role)), names, method.map(|(_, value)| value), holds)
}
