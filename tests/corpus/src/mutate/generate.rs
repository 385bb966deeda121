//! Runs the generator, with limits.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::arguments::Arguments;

/// Seconds of CPU time, and kilobytes of memory.
const LIMITS: &str = "ulimit -t 10; ulimit -v 2000000; exec \"$0\" \"$@\"";

/// What came of a document.
pub(crate) enum Outcome {
    Generated,
    /// With the rules that it breaks.
    Refused(Vec<String>),
    Failed(String),
}

impl Outcome {
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Refused(_) => "refused",
            Self::Failed(_) => "failed",
        }
    }
}

pub(crate) fn generate(arguments: &Arguments, document: &Path, out: &Path) -> Result<Outcome> {
    let _ = fs::remove_dir_all(out);
    let output = Command::new("sh")
        .args(["-c", LIMITS])
        .arg(&arguments.given.generator)
        .arg("generate")
        .arg(document)
        .args(["--name", "mutant", "--out"])
        .arg(out)
        .arg("--runtime")
        .arg(&arguments.given.runtime)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let rules: Vec<String> = said.lines().filter_map(rule).collect();
    Ok(match output.status.code() {
        _ if said.contains("panicked at") => Outcome::Failed(last(&said, "panicked at")),
        Some(0) => Outcome::Generated,
        Some(1) if rules.iter().any(|rule| rule == "internal") => Outcome::Failed(last(&said, "internal")),
        Some(1) if rules.is_empty() => Outcome::Failed(format!("refused without a reason: {}", end(&said))),
        Some(1) => Outcome::Refused(rules),
        Some(code) => Outcome::Failed(format!("ended with {code}: {}", end(&said))),
        None => {
            Outcome::Failed(format!("ended by signal {:?}, too long or too large", output.status.signal()))
        }
    })
}

/// The rule of an error: `error[rule]: …`.
fn rule(line: &str) -> Option<String> {
    line.strip_prefix("error[").and_then(|rest| rest.split_once(']')).map(|(rule, _)| rule.to_owned())
}

fn last(said: &str, word: &str) -> String {
    said.lines().skip_while(|line| !line.contains(word)).take(3).collect::<Vec<_>>().join(" ")
}

/// The last line of a text.
fn end(said: &str) -> &str {
    said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default()
}
