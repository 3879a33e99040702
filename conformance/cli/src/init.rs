//! Adapter skeletons, which `pkce init LANGUAGE` writes.

mod target_file;

pub use target_file::target_file;

/// The file of a client, with a comment at each member.
pub const CLIENT_FILE: &str = include_str!("init/client.toml");

/// An adapter that runs at once, on its language's standard library alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skeleton {
    /// The language, as the command line names it.
    pub language: &'static str,
    /// The files to write; the library goes into the first.
    pub files: &'static [File],
    /// A command that makes it ready to run, where the one that runs it does not.
    pub build: Option<&'static str>,
    /// The command that runs it from its own folder; its words hold no spaces.
    pub run: &'static str,
    /// What stands in the first file where it is an authorization server that is to be held, in languages that have it.
    pub server: Option<&'static str>,
}

/// One file of a skeleton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    /// Its path in the folder that is asked for.
    pub path: &'static str,
    /// What to write.
    pub text: &'static str,
}

/// Every skeleton, by language.
pub const LANGUAGES: &[Skeleton] = &[
    Skeleton {
        language: "csharp",
        files: &[
            File { path: "Adapter.cs", text: include_str!("init/csharp.cs") },
            File { path: "adapter.csproj", text: include_str!("init/csharp.csproj") },
        ],
        build: Some("dotnet build"),
        run: "dotnet run --no-build",
        server: None,
    },
    Skeleton {
        language: "go",
        files: &[File { path: "adapter.go", text: include_str!("init/go.go") }],
        build: None,
        run: "go run adapter.go",
        server: Some(include_str!("init/server/go.go")),
    },
    Skeleton {
        language: "java",
        files: &[File { path: "Adapter.java", text: include_str!("init/java.java") }],
        build: None,
        run: "java Adapter.java",
        server: Some(include_str!("init/server/java.java")),
    },
    Skeleton {
        language: "node",
        files: &[File { path: "adapter.mjs", text: include_str!("init/node.mjs") }],
        build: None,
        run: "node adapter.mjs",
        server: Some(include_str!("init/server/node.mjs")),
    },
    Skeleton {
        language: "php",
        files: &[File { path: "adapter.php", text: include_str!("init/php.php") }],
        build: None,
        run: "php adapter.php",
        server: None,
    },
    Skeleton {
        language: "python",
        files: &[File { path: "adapter.py", text: include_str!("init/python.py") }],
        build: None,
        run: "python3 adapter.py",
        server: Some(include_str!("init/server/python.py")),
    },
    Skeleton {
        language: "ruby",
        files: &[File { path: "adapter.rb", text: include_str!("init/ruby.rb") }],
        build: None,
        run: "ruby adapter.rb",
        server: None,
    },
    // Rust's standard library has neither JSON nor SHA-256.
    Skeleton {
        language: "rust",
        files: &[
            File { path: "src/main.rs", text: include_str!("init/rust.rs") },
            File { path: "Cargo.toml", text: include_str!("init/rust.toml") },
        ],
        build: Some("cargo build"),
        run: "cargo run --quiet",
        server: None,
    },
    Skeleton {
        language: "shell",
        files: &[File { path: "adapter.sh", text: include_str!("init/shell.sh") }],
        build: None,
        run: "bash adapter.sh",
        server: None,
    },
];

impl Skeleton {
    /// The files to write; of a server, where one is wanted and the language has one.
    #[must_use]
    pub fn files(&self, server: bool) -> Option<Vec<File>> {
        let mut files = self.files.to_vec();
        if server {
            let first = files.first_mut()?;
            first.text = self.server?;
        }
        Some(files)
    }
}

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
        assert!(LANGUAGES.is_sorted_by_key(|known| known.language));
    }

    #[test]
    fn each_skeleton_says_how_to_run_it_and_what_goes_where() {
        for known in LANGUAGES {
            for (server, place) in
                [(false, "Your library goes here"), (true, "Your server goes here")]
            {
                let Some(files) = known.files(server) else { continue };
                let text = files[0].text;
                let Skeleton { language, run, .. } = known;
                assert!(text.contains(&format!("pkce run -- {run}")), "{language}");
                let begin = text.lines().position(|line| line.contains(place));
                assert!(begin.is_some_and(|line| line < 50), "{language}: it is soon found");
            }
        }
        assert!(LANGUAGES.iter().filter(|known| known.server.is_some()).count() >= 4);
    }
}
