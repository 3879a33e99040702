//! Target files: the list of adapters, with the commands that install and start them.

use std::collections::BTreeSet;

use pkce_cli::list::{Adapter, ListError, parse};
use toml::{Table, Value};

/// Raw octets as a list of adapters. What is taken is fit to run, and is the same when it is written again; what is refused is
/// refused by the name of its file, and an entry by a line that begins one.
pub fn adapter_list(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match parse(FILE, text) {
        Ok(adapters) => {
            let mut names = BTreeSet::new();
            for adapter in &adapters {
                is_fit_to_run(adapter);
                assert!(names.insert((&adapter.name, adapter.language.as_str())), "{adapter:?}");
            }
            assert_eq!(parse(FILE, &written_list(&adapters)).as_ref(), Ok(&adapters));
        }
        Err(error) => {
            assert!(error.to_string().starts_with(FILE), "{error}");
            if let ListError::Entry { line, .. } = error {
                assert!((1..=text.split('\n').count()).contains(&line), "{line}");
            }
        }
    }
}

fn is_fit_to_run(adapter: &Adapter) {
    let Adapter { name, version, language: _, install, start, home, ci: _ } = adapter;
    assert!(!name.is_empty() && !name.contains([' ', ':']), "{adapter:?}");
    assert_eq!(version.is_empty(), install.is_empty(), "{adapter:?}");
    // What runs is the first word, without a shell.
    let mut commands = install.iter().chain([start]);
    assert!(commands.all(|command| command.split_whitespace().next().is_some()), "{adapter:?}");
    assert!(home.starts_with("https://"), "{adapter:?}");
}

/// The file that has these entries.
#[must_use]
pub fn written_list(adapters: &[Adapter]) -> String {
    let quoted = |text: &String| Value::String(text.clone());
    let entries = adapters.iter().map(|adapter| {
        let Adapter { name, version, language, install, start, home, ci } = adapter;
        let members = [
            ("name", quoted(name)),
            ("version", quoted(version)),
            ("language", Value::String(language.as_str().to_owned())),
            ("install", Value::Array(install.iter().map(quoted).collect())),
            ("start", quoted(start)),
            ("home", quoted(home)),
            ("ci", Value::Boolean(*ci)),
        ];
        Value::Table(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    });
    let file = Table::from_iter([("adapter".to_owned(), Value::Array(entries.collect()))]);
    file.to_string()
}

const FILE: &str = "list.toml";
