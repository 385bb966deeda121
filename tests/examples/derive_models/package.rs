//! Writes the packages.

use std::fs;
use std::io;
use std::path::Path;

use clientgen::File;

use crate::style::Style;

/// What fields of a derived model can be, beside what the standard library and `serde_json` have.
const SUPPORT: &str = include_str!("templates/support.rs");

/// Reads JSON and writes it again, once with each function of the library.
const PROGRAM: &str = include_str!("templates/program.rs");

/// A package: a library with the models in a style, and a program that reads a page.
pub struct Package<'p> {
    /// The style.
    pub style: Style,
    /// How often the models are in it.
    pub copies: usize,
    /// The models in that style.
    pub files: &'p [File],
    /// The types that are read and written.
    pub roots: &'p [String],
    /// Where the runtime is.
    pub runtime: &'p Path,
}

impl Package<'_> {
    /// Writes it below a folder, and gives its name.
    pub fn write(&self, folder: &Path) -> io::Result<String> {
        let name = format!("{}-{}", self.style.name(), self.copies);
        let sources = folder.join(&name).join("src");
        for copy in 1..=self.copies {
            for file in self.files {
                put(&sources.join(format!("copy_{copy}")).join(&file.path), &file.text)?;
            }
        }
        if self.style == Style::Derive {
            put(&sources.join("support.rs"), SUPPORT)?;
        }
        write_crate(&folder.join(&name), &name, &self.dependencies(), &self.library())?;
        Ok(name)
    }

    fn dependencies(&self) -> String {
        let path = self.runtime.display().to_string();
        let runtime = format!(
            "clientgen-runtime = {{ path = {path:?}, default-features = false, features = [\"decimal\"] }}\n"
        );
        match self.style {
            Style::Plain | Style::Lean => runtime,
            Style::Derive => {
                runtime
                    + "rust_decimal = { version = \"1\", default-features = false, features = [\"serde\"] }\n"
                    + "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n"
            }
        }
    }

    /// The root of the library: a module for each copy, and a function for each type that is read.
    fn library(&self) -> String {
        let roots = if self.style == Style::Plain { &[] } else { self.roots };
        let functions: String =
            roots.iter().enumerate().map(|(index, root)| self.function(index, root)).collect();
        let support = if self.style == Style::Derive { "mod support;\n" } else { "" };
        let mut copies = String::new();
        for copy in 1..=self.copies {
            copies.extend([
                "\npub mod copy_",
                &copy.to_string(),
                " {\n    pub mod models;\n",
                &functions,
                "}\n",
            ]);
        }
        let turns: Vec<String> = (1..=self.copies)
            .flat_map(|copy| (0..roots.len()).map(move |index| format!("copy_{copy}::turn_{index}")))
            .collect();
        format!("{support}{copies}\n{}", table(&turns.join(", ")))
    }

    fn function(&self, index: usize, root: &str) -> String {
        let (read, written) = match self.style {
            Style::Derive => ("serde_json::from_slice(bytes)", "serde_json::to_vec(&value).ok()"),
            Style::Plain | Style::Lean => (
                "clientgen_runtime::decode(bytes)",
                "Some(clientgen_runtime::encode(clientgen_runtime::Value::view(&value)))",
            ),
        };
        format!(
            "    pub fn turn_{index}(bytes: &[u8]) -> Option<Vec<u8>> {{\n        \
             let value: {root} = {read}.ok()?;\n        {written}\n    }}\n"
        )
    }
}

/// Writes the crate that has nothing in it.
pub fn write_empty(folder: &Path) -> io::Result<String> {
    let name = "empty".to_owned();
    write_crate(&folder.join(&name), &name, "", &table(""))?;
    Ok(name)
}

/// Writes the workspace of all packages.
pub fn write_workspace(folder: &Path, names: &[String]) -> io::Result<()> {
    let manifest =
        format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.release]\nstrip = true\n");
    put(&folder.join("Cargo.toml"), &manifest)
}

fn write_crate(folder: &Path, name: &str, dependencies: &str, library: &str) -> io::Result<()> {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    );
    put(&folder.join("Cargo.toml"), &manifest)?;
    put(&folder.join("src/lib.rs"), library)?;
    put(&folder.join("src/main.rs"), &PROGRAM.replace("LIBRARY", &name.replace('-', "_")))
}

/// What the program calls.
fn table(turns: &str) -> String {
    format!("pub const TURNS: &[fn(&[u8]) -> Option<Vec<u8>>] = &[{turns}];\n")
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}
