//! Guesses which of the names that one side lacks are names that the other side has under another spelling.

/// How alike two names have to be, from 0 to 1.
const ALIKE: f64 = 0.6;

/// Pairs of indexes: names that the page has alone, and names that the description has alone.
pub(super) fn pairs(
    added: &[&str],
    removed: &[&str],
    fits: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut scores: Vec<(f64, usize, usize)> = Vec::new();
    for (at, new) in added.iter().enumerate() {
        for (other, old) in removed.iter().enumerate() {
            let score = alike(new, old);
            if score >= ALIKE && fits(at, other) {
                scores.push((score, at, other));
            }
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, at, other) in scores {
        if !pairs.iter().any(|pair| pair.0 == at || pair.1 == other) {
            pairs.push((at, other));
        }
    }
    pairs
}

/// How alike two names are, from 0 to 1, whatever their case and hyphens.
pub(super) fn alike(a: &str, b: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(&plain(a), &plain(b))
}

/// A name in lower case, without what only separates its words.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}
