//! What the generator has to say about a document: errors and warnings, each with its place.
//!
//! Stages collect into [`Diagnostics`] and end with [`Diagnostics::barrier`], so that one run shows every
//! error of a stage and no later stage has to cope with a broken document. Rendering needs a [`Locate`],
//! since a [`Pointer`] alone does not know its text.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::num::NonZeroU32;
use std::ops::Range;

use crate::settings::Settings;
use annotate_snippets::{AnnotationKind, Level, Message, Renderer, Snippet};

/// The place of one node in the documents that were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(NonZeroU32);

impl Pointer {
    /// The pointer to a node by its number, if there is one to so many.
    pub(crate) fn of(index: usize) -> Option<Self> {
        u32::try_from(index + 1).ok().and_then(NonZeroU32::new).map(Self)
    }

    pub(crate) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A client can be generated, but not all of the document is in it, or not as written.
    Warning,
    /// No right client can be generated.
    Error,
}

/// Where in a text a finding belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Spot {
    /// A node: a scalar itself, a map or a list by its key.
    Node(Pointer),
    /// The key of a node.
    Key(Pointer),
    /// A line and a column (both from 1) of a file that could not be read as a tree.
    Text { file: usize, line: usize, column: usize },
}

/// How many places are written out of those where the same thing was found again.
const SHOWN: usize = 3;

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    severity: Severity,
    rule: &'static str,
    message: String,
    spot: Option<Spot>,
    help: Option<String>,
    /// The generator can go on as if it were not there.
    repaired: bool,
    /// The other places that the same thing was found in, and how the first of them are written.
    others: Vec<Option<Spot>>,
    places: Vec<String>,
}

impl Diagnostic {
    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The short name of the rule that the document breaks, such as `unknown-keyword`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    fn more(&self) -> Option<String> {
        let more = match self.others.len().saturating_sub(self.places.len()) {
            0 => None,
            1 => Some("in one more place".to_owned()),
            more => Some(format!("in {more} more places")),
        };
        let known = (!self.places.is_empty()).then(|| format!("at {}", self.places.join(", ")));
        let said: Vec<String> = known.into_iter().chain(more).collect();
        (!said.is_empty()).then(|| format!("and {}", said.join(", and ")))
    }

    pub(crate) fn at_key(&mut self) -> &mut Self {
        if let Some(Spot::Node(at)) = self.spot {
            self.spot = Some(Spot::Key(at));
        }
        self
    }

    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }
}

/// Everything found so far, in the order of the stages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diagnostics {
    found: Vec<Diagnostic>,
    errors: usize,
    settings: Settings,
    /// The file that the settings come from, if it is one.
    origin: Option<usize>,
}

/// The mark of a failed barrier. What failed is in the [`Diagnostics`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop;

impl Diagnostics {
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    pub(crate) fn error(
        &mut self,
        rule: &'static str,
        at: Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Severity::Error, rule, Some(Spot::Node(at)), message.into())
    }

    pub(crate) fn warning(
        &mut self,
        rule: &'static str,
        at: Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Severity::Warning, rule, Some(Spot::Node(at)), message.into())
    }

    /// Says which file the settings come from.
    pub(crate) fn choices_in(&mut self, file: usize) {
        self.origin = Some(file);
    }

    /// A warning about what a caller has chosen, by its key and its name.
    pub(crate) fn choice(
        &mut self,
        rule: &'static str,
        (key, name): (&str, &str),
        message: String,
    ) -> &mut Diagnostic {
        let spot = self.chosen_at(key, name);
        self.push(Severity::Warning, rule, spot, message)
    }

    /// A choice for what the document has and the client has not.
    pub(crate) fn unused_choice(&mut self, (key, name): (&str, &str)) {
        let message = format!("`{name}` is not in the client: this changes nothing");
        self.choice("unused-choice", (key, name), message).help("remove the choice");
    }

    /// A choice that cannot be.
    pub(crate) fn wrong_choice(&mut self, (key, name): (&str, &str), message: String) -> &mut Diagnostic {
        let spot = self.chosen_at(key, name);
        self.push(Severity::Error, "choice", spot, message)
    }

    fn chosen_at(&self, key: &str, name: &str) -> Option<Spot> {
        let (line, column) = self.settings.place(key, name)?;
        self.origin.map(|file| Spot::Text { file, line, column })
    }

    /// An error about a file as text, or about no file at all.
    pub(crate) fn unreadable(
        &mut self,
        rule: &'static str,
        spot: Option<Spot>,
        message: String,
    ) -> &mut Diagnostic {
        self.push(Severity::Error, rule, spot, message)
    }

    /// Ends a stage: fails if an error was found, in this stage or before.
    pub(crate) fn barrier(&self) -> Result<(), Stop> {
        if self.errors == 0 { Ok(()) } else { Err(Stop) }
    }

    /// Renders each finding, errors last, so that they are what a terminal shows.
    pub(crate) fn render(mut self, texts: &dyn Locate) -> Report {
        self.forget_allowed();
        self.fold_repeats();
        self.found.sort_by_key(|diagnostic| diagnostic.severity);
        let others = |found: &Diagnostic| found.others.iter().take(SHOWN).copied().collect::<Vec<_>>();
        let spots = self.found.iter().flat_map(|found| [vec![found.spot], others(found)].concat());
        let spots: Vec<Spot> = spots.flatten().collect();
        let mut excerpts = texts.locate(&spots).into_iter();
        let findings = self.found.into_iter().map(|mut diagnostic| {
            let excerpt = diagnostic.spot.and_then(|_| excerpts.next()).flatten();
            let others = others(&diagnostic).into_iter().flatten();
            let others = others.filter_map(|_| excerpts.next().flatten()).map(|excerpt| excerpt.place());
            diagnostic.places = others.collect();
            let text = render(&diagnostic, excerpt.as_ref());
            let place = excerpt.map(|excerpt| excerpt.place());
            Finding { diagnostic, place, text }
        });
        Report { findings: findings.collect() }
    }

    fn forget_allowed(&mut self) {
        let allowed = &self.settings.allow;
        self.found.retain(|found| !allowed.iter().any(|rule| rule == found.rule) || !found.repaired);
    }

    /// A document that does a thing wrong does it everywhere: a warning is shown at its first place, with those
    /// of the others. What is read twice is no other place.
    fn fold_repeats(&mut self) {
        let mut first: HashMap<(&'static str, String), usize> = HashMap::new();
        let mut folded: Vec<Diagnostic> = Vec::with_capacity(self.found.len());
        let mut known_at: HashSet<(usize, Option<Spot>)> = HashSet::new();
        for diagnostic in self.found.drain(..) {
            if diagnostic.severity == Severity::Warning {
                let index =
                    *first.entry((diagnostic.rule, diagnostic.message.clone())).or_insert(folded.len());
                let is_new = known_at.insert((index, diagnostic.spot));
                if let Some(known) = folded.get_mut(index) {
                    known.others.extend(is_new.then_some(diagnostic.spot));
                    continue;
                }
            }
            folded.push(diagnostic);
        }
        self.found = folded;
    }

    fn push(
        &mut self,
        severity: Severity,
        rule: &'static str,
        spot: Option<Spot>,
        message: String,
    ) -> &mut Diagnostic {
        let repaired = severity == Severity::Warning;
        let allowed = repaired && self.settings.allow.iter().any(|allowed| allowed == rule);
        let severity = if repaired && self.settings.strict && !allowed { Severity::Error } else { severity };
        self.errors += usize::from(severity == Severity::Error);
        let index = self.found.len();
        let (others, places) = (Vec::new(), Vec::new());
        self.found.push(Diagnostic { severity, rule, message, spot, help: None, others, places, repaired });
        &mut self.found[index]
    }
}

/// The one of some names that a wrong one was probably meant to be, in whatever case.
pub(crate) fn nearest<'n>(name: &str, candidates: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    nearest_within(name, name.len().max(3) / 3, candidates)
}

/// The same, if no more than some letters differ.
pub(crate) fn nearest_within<'n>(
    name: &str,
    limit: usize,
    candidates: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let plain = name.to_lowercase();
    let distance = |candidate: &str| strsim::damerau_levenshtein(&plain, &candidate.to_lowercase());
    // Names are at least as far apart as their lengths.
    let length = name.chars().count();
    let near = candidates.into_iter().filter(|candidate| candidate.chars().count().abs_diff(length) <= limit);
    let scored = near.map(|candidate| (distance(candidate), candidate));
    scored.filter(|&(distance, _)| distance <= limit).min().map(|(_, candidate)| candidate)
}

/// A place in a text, ready to be shown.
#[derive(Clone, Debug)]
pub(crate) struct Excerpt {
    pub(crate) path: String,
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in characters.
    pub(crate) column: usize,
    /// The line without its end, or what is around the place if the line is long.
    pub(crate) text: String,
    /// The bytes of the text that are meant.
    pub(crate) span: Range<usize>,
}

/// Finds the texts behind places, one for each.
pub(crate) trait Locate {
    fn locate(&self, spots: &[Spot]) -> Vec<Option<Excerpt>>;
}

impl Excerpt {
    fn place(&self) -> String {
        format!("{}:{}:{}", self.path, self.line, self.column)
    }

    /// The place with its column in the text that is shown.
    fn shown_place(&self) -> String {
        let column = self.text.get(..self.span.start).map_or(0, |before| before.chars().count()) + 1;
        format!("{}:{}:{column}", self.path, self.line)
    }
}

/// The findings of a run, and how they read.
#[derive(Clone, Debug, Default)]
pub struct Report {
    findings: Vec<Finding>,
}

#[derive(Clone, Debug)]
struct Finding {
    diagnostic: Diagnostic,
    place: Option<String>,
    text: String,
}

impl Report {
    /// The findings, warnings before errors, otherwise in the order of the stages.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().map(|finding| &finding.diagnostic)
    }

    /// These findings, and then others.
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.findings.extend(others.findings);
        self
    }

    /// How many findings of this weight there are, each place counted.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let counted = self.diagnostics().filter(|diagnostic| diagnostic.severity == severity);
        counted.map(|diagnostic| 1 + diagnostic.others.len()).sum()
    }

    /// Each finding in one line: `spec/api.yaml:4:5: message (help)`.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.findings.iter().map(|Finding { diagnostic, place, .. }| {
            let place = place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
            let more = diagnostic.more().map(|more| format!(", {more}")).unwrap_or_default();
            let help = diagnostic.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            format!("{place}{}{more}{help}", diagnostic.message)
        })
    }
}

/// Each finding as a compiler would show it: message, place, line, carets, and the way out.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings.iter().try_for_each(|finding| writeln!(f, "{}\n", finding.text))
    }
}

impl std::error::Error for Report {}

fn render(diagnostic: &Diagnostic, excerpt: Option<&Excerpt>) -> String {
    let level = match diagnostic.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let mut group =
        level.primary_title(&diagnostic.message).id(diagnostic.rule).elements([] as [Message<'_>; 0]);
    if let Some(excerpt) = excerpt {
        let snippet = Snippet::source(&excerpt.text)
            .path(&excerpt.path)
            .line_start(excerpt.line)
            .annotation(AnnotationKind::Primary.span(excerpt.span.clone()));
        group = group.element(snippet);
    }
    if let Some(more) = diagnostic.more() {
        group = group.element(Level::NOTE.message(more));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let text = Renderer::plain().render(&[group]);
    // The renderer counts columns in what is shown, which is not the whole of a long line.
    match excerpt {
        Some(excerpt) => text.replacen(&excerpt.shown_place(), &excerpt.place(), 1),
        None => text,
    }
}
