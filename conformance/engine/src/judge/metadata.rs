//! What a metadata document says of PKCE, against what is asked of it.

use pkce_vectors::Methods;
use serde_json::Value;

use crate::{text::clip, wire::StepAnswer};

/// The names of the registry "PKCE Code Challenge Methods" of IANA.
const REGISTERED: [&str; 2] = ["plain", "S256"];

/// Whether the methods of a document are so.
pub(super) fn are(wanted: Methods, answer: &StepAnswer) -> bool {
    let methods = methods(answer);
    let list = methods.as_ref().and_then(Value::as_array);
    let lists = |name: &str| list.is_some_and(|list| list.iter().any(|item| item == name));
    // nb. `null` is taken for absent, as clients take it.
    let is_absent = methods.is_none();
    match wanted {
        Methods::Present => !is_absent,
        Methods::NotEmpty => list.is_none_or(|list| !list.is_empty()),
        Methods::Registered => is_absent || list.is_some_and(|list| list.iter().all(is_registered)),
        Methods::WithS256 => is_empty(list, is_absent) || lists("S256"),
        Methods::WithPlain => is_empty(list, is_absent) || lists("plain"),
        Methods::WithoutPlain => !lists("plain"),
        Methods::S256WithoutPlain => lists("S256") && !lists("plain"),
    }
}

/// Nothing is listed: what is wrong about it, other flows ask.
fn is_empty(list: Option<&Vec<Value>>, is_absent: bool) -> bool {
    is_absent || list.is_some_and(Vec::is_empty)
}

fn is_registered(item: &Value) -> bool {
    item.as_str().is_some_and(|name| REGISTERED.contains(&name))
}

fn methods(answer: &StepAnswer) -> Option<Value> {
    let mut document: Value = serde_json::from_str(answer.body.as_deref()?).ok()?;
    let methods = document.get_mut("code_challenge_methods_supported")?.take();
    (!methods.is_null()).then_some(methods)
}

/// What would be right, in words.
pub(super) const fn wanted(wanted: Methods) -> &'static str {
    match wanted {
        Methods::Present => "a list of methods",
        Methods::NotEmpty => "no empty list of methods",
        Methods::Registered => "a list of registered methods",
        Methods::WithS256 => "S256 among the methods",
        Methods::WithPlain => "plain among the methods",
        Methods::WithoutPlain => "plain not among the methods",
        Methods::S256WithoutPlain => "S256 and not plain among the methods",
    }
}

/// What a document has, in words.
pub(super) fn found(answer: &StepAnswer) -> String {
    match methods(answer) {
        None => "no `code_challenge_methods_supported`".to_owned(),
        Some(methods) => clip(&format!("`code_challenge_methods_supported`: {methods}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Outcome;

    fn document(methods: Option<&str>) -> StepAnswer {
        let member = methods.map_or_else(String::new, |methods| {
            format!(",\"code_challenge_methods_supported\":{methods}")
        });
        let body = Some(format!("{{\"issuer\":\"https://as.example\"{member}}}"));
        StepAnswer { body, ..StepAnswer::new(Outcome::Metadata) }
    }

    #[test]
    fn each_question_has_its_own_wrong_documents() {
        use Methods as M;
        let all = [
            M::Present,
            M::NotEmpty,
            M::Registered,
            M::WithS256,
            M::WithPlain,
            M::WithoutPlain,
            M::S256WithoutPlain,
        ];
        for (methods, wrong) in [
            (None, vec![M::Present, M::S256WithoutPlain]),
            (Some("null"), vec![M::Present, M::S256WithoutPlain]),
            (Some("[]"), vec![M::NotEmpty, M::S256WithoutPlain]),
            (Some(r#"["S256"]"#), vec![M::WithPlain]),
            (Some(r#"["plain"]"#), vec![M::WithS256, M::WithoutPlain, M::S256WithoutPlain]),
            (Some(r#"["S256","plain"]"#), vec![M::WithoutPlain, M::S256WithoutPlain]),
            (Some(r#"["S256","S512"]"#), vec![M::Registered, M::WithPlain]),
            (
                Some(r#""S256""#),
                vec![M::Registered, M::WithS256, M::WithPlain, M::S256WithoutPlain],
            ),
        ] {
            let answer = document(methods);
            let found: Vec<M> = all.into_iter().filter(|asked| !are(*asked, &answer)).collect();
            assert_eq!(found, wrong, "{methods:?}");
        }
    }
}
