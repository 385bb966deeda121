//! The command line: `docdrift compare`, `docdrift update`, `docdrift record`, `docdrift show` and `docdrift import`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
#[cfg(feature = "fetch")]
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
#[cfg(feature = "fetch")]
use docdrift::fetch;
use docdrift::import::{self, Import, Settings, import};
use docdrift::page::Page;
use docdrift::spec::Spec;
use docdrift::update::update;
use docdrift::{Baseline, Difference, Report, Unfetched, compare, pages};

/// Compares documentation pages of an API with its description in OpenAPI.
///
/// Ends with 0 if they say the same, with 1 if something differs, and with 2 if they, or some pages, could not be
/// compared.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reports the differences that are not declared.
    Compare {
        #[command(flatten)]
        sides: Sides,
        /// What `record` wrote, to see what has changed since.
        #[arg(long)]
        baseline: Option<PathBuf>,
        /// These are all pages there are: those of the baseline that are not among them are gone.
        #[arg(long, requires = "baseline")]
        #[cfg_attr(feature = "fetch", arg(conflicts_with = "fetch"))]
        complete: bool,
        /// What the report is to be.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        /// Lists the differences that are declared, too.
        #[arg(long)]
        declared: bool,
    },
    /// Writes down what the pages say now, in numbers, for later comparisons.
    Record {
        #[command(flatten)]
        sides: Sides,
        /// The file to write.
        #[arg(long)]
        baseline: PathBuf,
    },
    /// Writes the YAML of operations that the description does not have, with their definitions.
    ///
    /// What the description has is referred to. What needs judgement is listed on standard error.
    Import {
        /// Writes to the files of the description in this folder instead of standard output. A folder without a
        /// description gets one.
        #[arg(long)]
        into: Option<PathBuf>,
        /// The description; with `--into`, the one in that folder unless there are several.
        #[arg(long)]
        spec: Option<PathBuf>,
        /// The area of the operations, which is their tag and folder; that of the nearest path unless set.
        #[arg(long)]
        area: Option<String>,
        /// The address below which the pages are published, for `externalDocs`.
        #[arg(long)]
        address: Option<String>,
        /// Files, folders, or `-`.
        #[arg(required = true)]
        pages: Vec<PathBuf>,
    },
    /// Adds to the description what the pages have and it does not have, and lists what is left to you.
    ///
    /// Ends with 0 if nothing is left, and with 1 if something is.
    Update {
        #[command(flatten)]
        sides: Sides,
        /// Prints the changes as a unified diff, and makes none.
        #[arg(long)]
        dry_run: bool,
    },
    /// Prints what is understood of the pages, as JSON.
    Show {
        /// Files, folders, or `-`.
        #[arg(required = true)]
        pages: Vec<PathBuf>,
    },
}

#[derive(Args)]
struct Sides {
    /// The descriptions, which are compared as one.
    #[arg(long, default_values = ["spec/partner-center.yaml", "spec/partner-api.yaml"])]
    spec: Vec<PathBuf>,
    /// The pages: files, folders, or `-` for one page from standard input.
    #[cfg_attr(feature = "fetch", arg(required_unless_present = "fetch"))]
    #[cfg_attr(not(feature = "fetch"), arg(required = true))]
    pages: Vec<PathBuf>,
    #[cfg(feature = "fetch")]
    #[command(flatten)]
    fetching: Fetching,
}

/// How pages are fetched.
#[cfg(feature = "fetch")]
#[derive(Args)]
struct Fetching {
    /// Fetches the pages that the descriptions name in `externalDocs`, too: one at a time, each only if it has changed,
    /// and after an interruption those that are left.
    #[arg(long)]
    fetch: bool,
    /// Where copies of fetched pages are kept [default: `docdrift` in the user's folder for caches]
    #[arg(long, requires = "fetch", value_name = "FOLDER")]
    cache: Option<PathBuf>,
    /// How many seconds to leave between two pages.
    #[arg(long, requires = "fetch", value_name = "SECONDS", default_value_t = 1)]
    pause: u64,
    /// Tells servers where to ask about these requests: an address or a mailbox.
    #[arg(long, requires = "fetch", value_name = "ADDRESS")]
    contact: Option<String>,
    /// Takes `http` for addresses on this machine, to try things out; all others have to be `https`.
    #[arg(long, requires = "fetch")]
    allow_loopback: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
    Markdown,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Box<dyn Error>> {
    match command {
        Command::Compare { sides, baseline, complete, format, declared } => {
            let baseline = baseline.map(|path| read_baseline(&path)).transpose()?;
            let report = report(&sides, baseline.as_ref(), complete)?;
            match format {
                Format::Text => print!("{}", report.text(declared)),
                Format::Json => println!("{}", serde_json::to_string_pretty(&report)?),
                Format::Markdown => print!("{}", report.markdown()),
            }
            Ok(code(&report.unfetched, !report.open.is_empty()))
        }
        Command::Record { sides, baseline } => {
            let Both { spec, pages, unfetched, .. } = read(&sides)?;
            let mut recorded = Baseline::default();
            for page in &pages {
                recorded.record(page, &compare(page, &spec));
            }
            warn(&unfetched);
            fs::write(&baseline, serde_json::to_string_pretty(&recorded)? + "\n")?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Import { into, spec, area, address, pages } => {
            let root = import::root(spec.as_deref(), into.as_deref())?;
            if !root.exists() {
                eprintln!("there is no {}: it is a new description", root.display());
            }
            let import = import(&pages::read(&pages)?, &root, &Settings { area, address })?;
            write(&import, into.is_some())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Update { sides, dry_run } => take_over(&sides, dry_run),
        Command::Show { pages } => {
            println!("{}", serde_json::to_string_pretty(&pages::read(&pages)?)?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn take_over(sides: &Sides, dry_run: bool) -> Result<ExitCode, Box<dyn Error>> {
    let Both { pages, unfetched, .. } = read(sides)?;
    warn(&unfetched);
    let update = update(&sides.spec, &pages)?;
    if dry_run {
        print!("{}", update.diff());
    } else {
        update.save()?;
    }
    print!("{}", update.text());
    Ok(code(&unfetched, !update.is_complete()))
}

/// Both sides of a comparison, and what became of pages that are not there.
#[derive(Default)]
struct Both {
    spec: Spec,
    pages: Vec<Page>,
    differences: Vec<Difference>,
    unfetched: Vec<Unfetched>,
}

fn read(sides: &Sides) -> Result<Both, Box<dyn Error>> {
    let mut both = Both { spec: Spec::read_all(&sides.spec)?, ..Both::default() };
    both.pages = pages::read(&sides.pages)?;
    #[cfg(feature = "fetch")]
    if sides.fetching.fetch {
        let fetched = fetch::fetch(&both.spec.pages, &sides.fetching.options()?)?;
        both.pages.extend(fetched.pages);
        both.differences = fetched.differences;
        both.unfetched = fetched.unfetched;
    }
    Ok(both)
}

#[cfg(feature = "fetch")]
impl Fetching {
    fn options(&self) -> Result<fetch::Options, fetch::FetchError> {
        let cache = self.cache.clone().map_or_else(fetch::usual_cache, Ok)?;
        Ok(fetch::Options {
            pause: Duration::from_secs(self.pause),
            contact: self.contact.clone(),
            loopback: self.allow_loopback,
            ..fetch::Options::new(cache)
        })
    }
}

fn warn(unfetched: &[Unfetched]) {
    for Unfetched { address, reason, .. } in unfetched {
        eprintln!("warning: not fetched: {address}: {reason}");
    }
}

fn read_baseline(path: &Path) -> Result<Baseline, Box<dyn Error>> {
    let named = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| named(&error))?;
    Ok(serde_json::from_str(&text).map_err(|error| named(&error))?)
}

fn report(sides: &Sides, baseline: Option<&Baseline>, complete: bool) -> Result<Report, Box<dyn Error>> {
    let Both { spec, pages, differences, unfetched } = read(sides)?;
    let mut report = Report { open: differences, unfetched, ..Report::default() };
    for page in &pages {
        let differences = compare(page, &spec);
        let differences = match baseline {
            Some(baseline) => baseline.against(page, differences),
            None => differences,
        };
        report.add(page, differences);
    }
    if let Some(baseline) = baseline.filter(|_| complete) {
        report.open.extend(baseline.gone(&pages));
    }
    Ok(report)
}

/// Writes the files of an import, or prints what is new in them; and lists what needs judgement.
fn write(import: &Import, into: bool) -> Result<(), Box<dyn Error>> {
    for note in &import.notes {
        eprintln!("to decide: {note}");
    }
    for file in &import.files {
        if into {
            fs::create_dir_all(file.path.parent().unwrap_or(Path::new("")))?;
            fs::write(&file.path, &file.text)?;
            eprintln!("written: {}", file.path.display());
        } else {
            print!("# {}\n\n{}\n", file.path.display(), file.added);
        }
    }
    Ok(())
}

/// 2 if there are pages of which nothing is known, or else 1 if something is left to people.
fn code(unfetched: &[Unfetched], left: bool) -> ExitCode {
    ExitCode::from(if unfetched.is_empty() { u8::from(left) } else { 2 })
}
