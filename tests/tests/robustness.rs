//! Documents with one thing wrong, by the thousand: the generator may refuse them or mend them, and neither panics
//! nor fails without a reason.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use clientgen::Severity;

/// How much text is mutated for each document: a small one is mutated more often than a large one.
const BUDGET: usize = 60_000;

#[test]
fn no_mutation_is_a_surprise() {
    let documents: Vec<PathBuf> = ["cases", "odd", "bad"].into_iter().flat_map(documents).collect();
    let words: Vec<String> = documents.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let words = words.concat();
    let words: Vec<&str> = words.split_whitespace().filter(|word| word.len() < 40).collect();
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for worker in 0..workers {
            let (documents, words) = (&documents, &words);
            scope.spawn(move || {
                for (number, document) in documents.iter().enumerate().filter(|(n, _)| n % workers == worker)
                {
                    mutate(number, document, words);
                }
            });
        }
    });
}

/// Mutates one document again and again. Each mutation stands in a folder of its own, beside no other file.
fn mutate(number: usize, document: &Path, words: &[&str]) {
    let Ok(text) = fs::read_to_string(document) else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutation-{number}"));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("document.yaml");
    for round in 0..(BUDGET / text.len().max(1)).clamp(8, 64) as u64 {
        let mut random = Random(1 + round + 1_000 * number as u64);
        let mut mutated = change(&text, words, &mut random);
        for _ in 0..random.below(3) {
            mutated = change(&mutated, words, &mut random);
        }
        fs::write(&path, &mutated).unwrap();
        let place = format!("{}, round {round}:\n{mutated}", document.display());
        let generated = catch_unwind(|| clientgen::generate(&path));
        assert!(generated.is_ok(), "a panic: {place}");
        if let Ok(Err(report)) = generated {
            assert!(report.count(Severity::Error) > 0, "refused without a reason: {place}");
            let internal = report.diagnostics().any(|found| found.rule() == "internal");
            assert!(!internal, "{report}\n{place}");
        }
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// Changes one thing in a text.
fn change(text: &str, words: &[&str], random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return random.pick(words).to_owned();
    }
    let at = random.below(lines.len());
    match random.below(10) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 => lines.truncate(at),
        3 => {
            let other = random.below(lines.len());
            lines.swap(at, other);
        }
        4 => lines[at].insert_str(0, random.pick(&["  ", "\t", "- ", "? ", "# "])),
        5 => lines[at] = lines[at].trim_start().into(),
        6 | 7 => lines[at] = with_other_value(&lines[at], random),
        8 => lines[at] = with_other_word(&lines[at], words, random),
        _ => {
            let from = lines[at].char_indices().map(|(index, _)| index).collect::<Vec<_>>();
            if !from.is_empty() {
                let cut = from[random.below(from.len())];
                lines[at].truncate(cut);
            }
        }
    }
    lines.join("\n") + "\n"
}

/// The line with another kind of value behind one of its keys.
fn with_other_value(line: &str, random: &mut Random) -> String {
    const VALUES: &[&str] = &[
        "~",
        "true",
        "12",
        "-1.5",
        "[]",
        "{}",
        "[a, b]",
        "{ a: b }",
        "\"\"",
        "text",
        "\"\\0\\u202e\"",
        "*a",
        "1e999",
        "18446744073709551616",
        "{ $ref: \"#/\" }",
        "{ $ref: document.yaml }",
        "\"#/components/schemas/A\"",
    ];
    let keys: Vec<usize> = line.match_indices(": ").map(|(index, _)| index + 2).collect();
    if keys.is_empty() {
        return format!("{line} {}", random.pick(VALUES));
    }
    let start = keys[random.below(keys.len())];
    let rest = &line[start..];
    let end = rest.find([',', '}']).unwrap_or(rest.len());
    format!("{}{}{}", &line[..start], random.pick(VALUES), &rest[end..])
}

/// The line with a word from somewhere else in place of one of its own.
fn with_other_word(line: &str, words: &[&str], random: &mut Random) -> String {
    let own: Vec<&str> = line.split_whitespace().collect();
    if own.is_empty() { line.to_owned() } else { line.replacen(random.pick(&own), random.pick(words), 1) }
}

/// A small generator of numbers that are the same in every run.
struct Random(u64);

impl Random {
    /// A number below a limit that is not zero.
    fn below(&mut self, limit: usize) -> usize {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or_default() % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

fn documents(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "yaml")).collect();
    documents.sort();
    documents
}
