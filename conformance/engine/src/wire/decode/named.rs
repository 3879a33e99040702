//! Which member of a message is at fault: serde tells a line and a column, which nobody counts.

use serde::Deserialize;
use serde_json::Value;

use super::error::DecodeError;

/// Reads a message, or says in words what of it is wrong.
pub(super) fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, DecodeError> {
    serde_json::from_str(text).map_err(|error| {
        let value = serde_json::from_str(text).unwrap_or_default();
        match named(&value, &error.to_string()) {
            Some(words) => DecodeError::Malformed(words),
            None => error.into(),
        }
    })
}

fn named(value: &Value, error: &str) -> Option<String> {
    if error.starts_with("invalid type: null") {
        let path = place(value, &Value::is_null)?;
        return Some(format!("`{path}` is null: a member that is absent is left out"));
    }
    let is_empty = |value: &Value| value.as_object().is_some_and(serde_json::Map::is_empty);
    let missing = error.strip_prefix("missing field ").and_then(|rest| rest.split(" at ").next());
    if is_empty(value) {
        return Some(format!("`{{}}` lacks {}; {AWAIT}", missing?));
    }
    if error.starts_with("invalid type: map") {
        return Some(format!("`{}` is `{{}}`; {AWAIT}", place(value, &is_empty)?));
    }
    Some(format!("it lacks {}", missing?))
}

/// What JavaScript writes in the place of a promise.
const AWAIT: &str = "a promise looks so: did you forget to await?";

/// Where the first such value stands, as a program would write it.
fn place(value: &Value, is: &dyn Fn(&Value) -> bool) -> Option<String> {
    let inner = |value: &Value| match place(value, is) {
        Some(rest) => Some(rest),
        None => is(value).then(String::new),
    };
    let joined = |name: String, rest: String| match rest.as_str() {
        "" => name,
        rest if rest.starts_with('[') => format!("{name}{rest}"),
        rest => format!("{name}.{rest}"),
    };
    match value {
        Value::Object(members) => {
            members.iter().find_map(|(name, value)| Some(joined(name.clone(), inner(value)?)))
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, value)| Some(joined(format!("[{index}]"), inner(value)?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Failure, StepAnswer, object::Object};

    fn told<T: for<'a> Deserialize<'a>>(text: &str) -> String {
        match read::<T>(text) {
            Err(DecodeError::Malformed(words)) => words,
            _ => String::new(),
        }
    }

    #[test]
    fn the_member_at_fault_is_named() {
        let null = "is null: a member that is absent is left out";
        let steps = r#"[{"outcome":"refused"},{"outcome":"refused","error":null}]"#;
        for (words, wanted) in [
            (
                told::<StepAnswer>(r#"{"outcome":"refused","error":null}"#),
                format!("`error` {null}"),
            ),
            (told::<Vec<StepAnswer>>(steps), format!("`[1].error` {null}")),
            (
                told::<Object<Failure>>(r#"{"reason":"other","message":null}"#),
                format!("`message` {null}"),
            ),
            (told::<StepAnswer>(r#"{"status":200}"#), "it lacks `outcome`".to_owned()),
            (told::<StepAnswer>("{}"), format!("`{{}}` lacks `outcome`; {AWAIT}")),
            (
                told::<StepAnswer>(r#"{"outcome":"code","code":{}}"#),
                format!("`code` is `{{}}`; {AWAIT}"),
            ),
        ] {
            assert_eq!(words, wanted);
        }
        assert!(told::<StepAnswer>("{").contains("EOF"));
    }
}
