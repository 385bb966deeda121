//! The command line: `docdrift compare`, `docdrift update`, `docdrift record`, `docdrift show` and `docdrift import`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use docdrift::import::{self, Import, Settings, import};
use docdrift::page::Page;
use docdrift::spec::Spec;
use docdrift::update::update;
use docdrift::{Baseline, Report, compare, pages};

/// Compares documentation pages of an API with its description in OpenAPI.
///
/// Ends with 0 if they say the same, with 1 if something differs, and with 2 if they could not be compared.
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
    /// The description.
    #[arg(long, default_value = "spec/partner-center.yaml")]
    spec: PathBuf,
    /// The pages: files, folders, or `-` for one page from standard input.
    #[arg(required = true)]
    pages: Vec<PathBuf>,
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
            Ok(ExitCode::from(u8::from(!report.open.is_empty())))
        }
        Command::Record { sides, baseline } => {
            let (spec, pages) = read(&sides)?;
            let mut recorded = Baseline::default();
            for page in &pages {
                recorded.record(page, &compare(page, &spec));
            }
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
        Command::Update { sides, dry_run } => take_over(sides, dry_run),
        Command::Show { pages } => {
            println!("{}", serde_json::to_string_pretty(&pages::read(&pages)?)?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn take_over(sides: Sides, dry_run: bool) -> Result<ExitCode, Box<dyn Error>> {
    let update = update(&[sides.spec], &pages::read(&sides.pages)?)?;
    if dry_run {
        print!("{}", update.diff());
    } else {
        update.save()?;
    }
    print!("{}", update.text());
    Ok(ExitCode::from(u8::from(!update.is_complete())))
}

fn read(sides: &Sides) -> Result<(Spec, Vec<Page>), Box<dyn Error>> {
    Ok((Spec::read(&sides.spec)?, pages::read(&sides.pages)?))
}

fn read_baseline(path: &Path) -> Result<Baseline, Box<dyn Error>> {
    let named = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| named(&error))?;
    Ok(serde_json::from_str(&text).map_err(|error| named(&error))?)
}

fn report(sides: &Sides, baseline: Option<&Baseline>, complete: bool) -> Result<Report, Box<dyn Error>> {
    let (spec, pages) = read(sides)?;
    let mut report = Report::default();
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
