//! Adapter skeletons, which `pkce init LANGUAGE` writes.

/// An adapter that runs at once, on its language's standard library alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skeleton {
    /// The language, as the command line names it.
    pub language: &'static str,
    /// The file to write.
    pub file_name: &'static str,
    /// What to write.
    pub text: &'static str,
    /// The command that runs the file from its own folder; its words hold no spaces.
    pub run: &'static str,
}

/// Every skeleton, by language.
pub const LANGUAGES: &[Skeleton] = &[
    Skeleton {
        language: "node",
        file_name: "adapter.mjs",
        text: include_str!("init/node.mjs"),
        run: "node adapter.mjs",
    },
    Skeleton {
        language: "python",
        file_name: "adapter.py",
        text: include_str!("init/python.py"),
        run: "python3 adapter.py",
    },
];

/// The skeleton in this language.
#[must_use]
pub fn skeleton(language: &str) -> Option<&'static Skeleton> {
    LANGUAGES.iter().find(|skeleton| skeleton.language == language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_found_and_no_other() {
        for known in LANGUAGES {
            assert_eq!(skeleton(known.language), Some(known));
        }
        assert_eq!(skeleton("Python"), None);
    }

    #[test]
    fn each_skeleton_says_how_to_run_it_and_where_the_library_goes() {
        for Skeleton { language, file_name, text, run } in LANGUAGES {
            assert!(run.ends_with(file_name), "{language}");
            assert!(text.contains(&format!("pkce run -- {run}")), "{language}");
            assert!(text.contains("Your library goes here."), "{language}");
            assert!(text.lines().count() < 80, "{language}: something to read in one go");
        }
    }
}
