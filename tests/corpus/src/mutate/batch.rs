//! Compiles clients together: each is a module of one package.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Result;
use crate::arguments::Arguments;

/// How many clients are compiled at once.
const TOGETHER: usize = 20;

pub(crate) struct Batch<'a> {
    arguments: &'a Arguments,
    /// The documents of the clients, by number.
    clients: BTreeMap<usize, PathBuf>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(arguments: &'a Arguments) -> Self {
        Self { arguments, clients: BTreeMap::new() }
    }

    /// Where the client of a document goes.
    pub(crate) fn folder(&self, number: usize) -> PathBuf {
        self.arguments.given.work.join("clients").join(format!("m{number}"))
    }

    pub(crate) fn add(&mut self, number: usize, document: PathBuf) {
        self.clients.insert(number, document);
    }

    /// Compiles as many as are asked for, and says how many do not compile without a warning.
    pub(crate) fn check(&self) -> Result<usize> {
        let every = self.clients.len().div_ceil(self.arguments.check.max(1)).max(1);
        let wanted = if self.arguments.check == 0 { 0 } else { self.clients.len() };
        let chosen: Vec<usize> = self.clients.keys().copied().take(wanted).step_by(every).collect();
        let mut failed = 0;
        for together in chosen.chunks(TOGETHER) {
            let mut left = together.to_vec();
            // The compiler may stay silent about one for the errors of another.
            loop {
                let found = self.compile(&left)?;
                for (number, message) in &found {
                    let document = self.clients.get(number).map(|path| path.display().to_string());
                    println!("{}: m{number}\n{message}", document.unwrap_or_default());
                }
                failed += found.len();
                left.retain(|number| !found.contains_key(number));
                if found.is_empty() || left.is_empty() {
                    break;
                }
            }
        }
        println!("{} of them compiled, {failed} with errors or warnings", chosen.len());
        for (number, document) in self.clients.iter().filter(|_| !self.arguments.keep && failed == 0) {
            fs::remove_dir_all(self.folder(*number))?;
            fs::remove_file(document)?;
        }
        Ok(failed)
    }

    /// What the compiler says of some clients: the first of it.
    fn compile(&self, numbers: &[usize]) -> Result<BTreeMap<usize, String>> {
        let package = self.arguments.given.work.join("package");
        let mut root = String::from("#![allow(missing_docs)]\n");
        for number in numbers {
            let lib = self.folder(*number).join("src/lib.rs");
            writeln!(root, "#[path = {:?}]\npub mod m{number};", lib.display().to_string())?;
        }
        fs::create_dir_all(package.join("src"))?;
        fs::write(package.join("src/lib.rs"), root)?;
        fs::write(package.join("Cargo.toml"), manifest(&self.arguments.given.runtime))?;
        fs::copy(self.arguments.given.root.join("Cargo.lock"), package.join("Cargo.lock"))?;
        let output = Command::new("cargo")
            .args(["check", "--offline", "--quiet", "--no-default-features", "--message-format=json"])
            .current_dir(&package)
            .env("CARGO_TARGET_DIR", &self.arguments.target)
            .output()?;
        let mut found = BTreeMap::new();
        for line in output.stdout.split(|&byte| byte == b'\n') {
            let Ok(message) = serde_json::from_slice::<Value>(line) else { continue };
            let message = &message["message"];
            let place = message["spans"][0]["file_name"].as_str().and_then(client);
            if let (Some(number), Some("error" | "warning")) = (place, message["level"].as_str()) {
                let rendered = message["rendered"].as_str().unwrap_or_default().to_owned();
                found.entry(number).or_insert(rendered);
            }
        }
        if found.is_empty() && !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(found)
    }
}

/// The number of the client that a file belongs to.
fn client(file: &str) -> Option<usize> {
    let steps = Path::new(file).iter().filter_map(|step| step.to_str());
    let number = steps.skip_while(|step| *step != "clients").nth(1)?;
    number.strip_prefix('m')?.parse().ok()
}

fn manifest(runtime: &Path) -> String {
    format!(
        "[package]\nname = \"mutants\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[features]\nreqwest = []\n\
         blocking = []\ntower = []\ntokio = []\ntracing = []\nazure = []\n\n[dependencies]\n\
         clientgen-runtime = {{ path = {:?}, default-features = false, features = [\"decimal\", \"jiff\", \
         \"regex\", \"xml\"] }}\n\n[workspace]\n",
        runtime.display().to_string()
    )
}
