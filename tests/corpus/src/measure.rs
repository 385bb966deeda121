//! Runs the generator and the compiler, and measures both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::arguments::Arguments;
use crate::count;
use crate::document::Document;
use crate::row::Row;

/// Where a job works. Each has a target folder of its own: Cargo lets one process into one at a time.
pub(crate) struct Bench<'a> {
    arguments: &'a Arguments,
    target: PathBuf,
}

impl<'a> Bench<'a> {
    pub(crate) fn new(arguments: &'a Arguments, job: u8) -> Self {
        Self { arguments, target: arguments.given.work.join(format!("target-{job}")) }
    }

    pub(crate) fn measure(&self, document: &Document) -> Row {
        let counted = || count::count(&document.root);
        let counts = match (document.operations, document.schemas) {
            (Some(operations), Some(schemas)) => Some((operations, schemas)),
            _ => counted(),
        };
        let mut row = Row { name: document.name.clone(), ..Row::default() };
        row.operations[0] = counts.map(|(operations, _)| operations);
        row.schemas[0] = counts.map(|(_, schemas)| schemas);
        let out = self.arguments.given.work.join("clients").join(&document.name);
        self.generate(document, &out, &mut row);
        if row.generated {
            row.lines = lines(&out.join("src"));
            self.count_emitted(document, &mut row);
            if self.arguments.check {
                self.check(&out, &mut row);
            }
        }
        row
    }

    fn generate(&self, document: &Document, out: &Path, row: &mut Row) {
        let mut command = self.timed(&self.arguments.given.generator, &document.name);
        command.arg("generate").arg(&document.root).arg("--out").arg(out);
        command
            .arg("--name")
            .arg(package(&document.name))
            .arg("--runtime")
            .arg(&self.arguments.given.runtime);
        let Some((output, cost)) = self.run(command, &document.name) else { return };
        let said = String::from_utf8_lossy(&output.stderr);
        let starts = |word: &str| said.lines().filter(|line| line.starts_with(word)).count() as u64;
        row.findings = [starts("error"), starts("warning")];
        row.generated = output.status.success();
        // The program ends with 1 when it refuses a document; anything else is not its own decision.
        row.panicked = !row.generated && (output.status.code() != Some(1) || said.contains("panicked at"));
        row.cost[0] = cost;
        self.log(&document.name, "generate", &output.stderr);
    }

    /// The names that the generator gave: those of the operations, and of the schemas.
    fn count_emitted(&self, document: &Document, row: &mut Row) {
        let mut command = Command::new(&self.arguments.given.generator);
        command.arg("check").arg(&document.root).arg("--names");
        let Ok(output) = command.output() else { return };
        let names = String::from_utf8_lossy(&output.stdout);
        let starts = |word: &str| names.lines().filter(|line| line.starts_with(word)).count() as u64;
        row.operations[1] = Some(starts("operation "));
        row.schemas[1] = Some(starts("type "));
    }

    fn check(&self, out: &Path, row: &mut Row) {
        // A package of its own, even where the folder is inside a workspace.
        let manifest = out.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap_or_default();
        if !text.contains("[workspace]") {
            let _ = fs::write(&manifest, text + "\n[workspace]\n");
        }
        // The same versions for all clients, so that what they depend on is built once.
        let _ = fs::copy(self.arguments.given.root.join("Cargo.lock"), out.join("Cargo.lock"));
        let mut command = self.timed(Path::new("cargo"), &row.name);
        command.args(["check", "--offline", "--quiet", "--no-default-features", "--message-format=json"]);
        command.current_dir(out).env("CARGO_TARGET_DIR", &self.target);
        let Some((output, cost)) = self.run(command, &row.name) else { return };
        let mut said = output.stderr.clone();
        for line in output.stdout.split(|&byte| byte == b'\n') {
            let Ok(message) = serde_json::from_slice::<Value>(line) else { continue };
            let ours = message["package_id"].as_str().is_some_and(|id| id.contains(&package(&row.name)));
            let rendered = message["message"]["rendered"].as_str().unwrap_or_default();
            // The last words of the compiler, which count what it said before, have no place.
            let placed = message["message"]["spans"].as_array().is_some_and(|spans| !spans.is_empty());
            match message["message"]["level"].as_str() {
                Some("error") if placed => row.compiler[0] += 1,
                Some("warning") if placed && ours => row.compiler[1] += 1,
                _ => continue,
            }
            said.extend_from_slice(rendered.as_bytes());
        }
        self.log(&row.name, "check", &said);
        row.compiles = Some(output.status.success());
        row.cost[1] = cost;
    }

    /// A command whose cost is measured, where the program for it is installed.
    fn timed(&self, program: &Path, name: &str) -> Command {
        let time = Path::new("/usr/bin/time");
        if !time.exists() {
            return Command::new(program);
        }
        let mut command = Command::new(time);
        command.args(["-q", "-f", "%U %S %M", "-o"]).arg(self.cost_file(name)).arg(program);
        command
    }

    fn cost_file(&self, name: &str) -> PathBuf {
        self.arguments.given.work.join("rows").join(format!("{name}.cost"))
    }

    /// What a command says, its CPU time in milliseconds, and its peak memory in kilobytes.
    fn run(&self, mut command: Command, name: &str) -> Option<(Output, [u64; 2])> {
        let output = command.output().map_err(|error| eprintln!("{name}: {error}")).ok()?;
        let cost = fs::read_to_string(self.cost_file(name)).unwrap_or_default();
        let numbers: Vec<u64> = cost.split_whitespace().filter_map(hundredths).collect();
        let [user, system, memory] = numbers.try_into().unwrap_or_default();
        let _ = fs::remove_file(self.cost_file(name));
        Some((output, [(user + system) * 10, memory / 100]))
    }

    fn log(&self, name: &str, step: &str, text: &[u8]) {
        let folder = self.arguments.given.work.join("logs");
        let path = folder.join(format!("{name}.{step}.txt"));
        let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, text));
        if let Err(error) = written {
            eprintln!("cannot write {}: {error}", path.display());
        }
    }
}

/// `0.25` as 25, `7` as 700.
fn hundredths(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "00"));
    Some(whole.parse::<u64>().ok()? * 100 + part.parse::<u64>().ok()?)
}

fn package(name: &str) -> String {
    let letters = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    "corpus-".chars().chain(name.chars().map(letters)).collect()
}

fn lines(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let count = |path: PathBuf| {
        if path.is_dir() {
            lines(&path)
        } else {
            fs::read(&path).unwrap_or_default().split(|&byte| byte == b'\n').count() as u64
        }
    };
    entries.map(|entry| count(entry.path())).sum()
}
