//! A row of the table, and their sum.

use std::fmt::{Display, Formatter, Result};

use serde_json::{Value, json};

pub(crate) const HEADER: &str = "document                        generated    err  warn    operations       schemas   \
                                 cpu s  peak MB    lines  check err warn   cpu s";

/// What was found about a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) generated: bool,
    pub(crate) panicked: bool,
    /// Whether the client compiles, if that was tried.
    pub(crate) compiles: Option<bool>,
    /// Of the generator: errors and warnings.
    pub(crate) findings: [u64; 2],
    /// In the document, if it can be counted, and emitted.
    pub(crate) operations: [Option<u64>; 2],
    pub(crate) schemas: [Option<u64>; 2],
    /// Of the generator and of the compiler: CPU time in milliseconds, and peak memory in kilobytes.
    pub(crate) cost: [[u64; 2]; 2],
    pub(crate) lines: u64,
    /// Of the compiler: errors and warnings.
    pub(crate) compiler: [u64; 2],
}

impl Row {
    pub(crate) fn to_text(&self, hash: &str) -> String {
        json!({
            "generator": hash, "name": self.name, "generated": self.generated, "panicked": self.panicked,
            "compiles": self.compiles, "findings": self.findings,
            "operations": self.operations, "schemas": self.schemas, "cost": self.cost, "lines": self.lines,
            "compiler": self.compiler,
        })
        .to_string()
    }

    /// A row that was kept, if it is of this generator.
    pub(crate) fn from_bytes(bytes: &[u8], hash: &str) -> Option<Self> {
        let kept: Value = serde_json::from_slice(bytes).ok()?;
        let pair = |value: &Value| Some([value[0].as_u64()?, value[1].as_u64()?]);
        let maybe = |value: &Value| [value[0].as_u64(), value[1].as_u64()];
        (kept["generator"] == hash).then_some(())?;
        Some(Self {
            name: kept["name"].as_str()?.to_owned(),
            generated: kept["generated"].as_bool()?,
            panicked: kept["panicked"].as_bool()?,
            compiles: kept["compiles"].as_bool(),
            findings: pair(&kept["findings"])?,
            operations: maybe(&kept["operations"]),
            schemas: maybe(&kept["schemas"]),
            cost: [pair(&kept["cost"][0])?, pair(&kept["cost"][1])?],
            lines: kept["lines"].as_u64()?,
            compiler: pair(&kept["compiler"])?,
        })
    }
}

impl Display for Row {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let generated = match (self.generated, self.panicked) {
            (true, _) => "yes",
            (false, true) => "PANIC",
            (false, false) => "no",
        };
        let check = match self.compiles {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "-",
        };
        let of = |pair: [Option<u64>; 2]| {
            let text = |count: Option<u64>| count.map_or("?".to_owned(), |count| count.to_string());
            let mark = if matches!(pair, [Some(own), Some(emitted)] if emitted < own) { "!" } else { "" };
            format!("{}/{}{mark}", text(pair[0]), text(pair[1]))
        };
        let [[cpu, memory], [check_cpu, _]] = self.cost;
        write!(
            f,
            "{:<32} {generated:>8} {:>6} {:>5} {:>13} {:>13} {:>7} {:>8} {:>8} {check:>6} {:>3} {:>4} {:>7}",
            self.name,
            self.findings[0],
            self.findings[1],
            of(self.operations),
            of(self.schemas),
            seconds(cpu),
            memory / 1024,
            self.lines,
            self.compiler[0],
            self.compiler[1],
            seconds(check_cpu),
        )
    }
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:02}", milliseconds / 1000, milliseconds % 1000 / 10)
}

/// The sum of all rows.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    documents: u64,
    generated: u64,
    checked: u64,
    compiling: u64,
    panicked: u64,
    sum: Row,
}

impl Totals {
    pub(crate) fn add(&mut self, row: &Row) {
        self.documents += 1;
        self.generated += u64::from(row.generated);
        self.checked += u64::from(row.compiles.is_some());
        self.compiling += u64::from(row.compiles == Some(true));
        self.panicked += u64::from(row.panicked);
        let sum = &mut self.sum;
        for index in 0..2 {
            sum.findings[index] += row.findings[index];
            sum.compiler[index] += row.compiler[index];
            sum.cost[index][0] += row.cost[index][0];
            sum.cost[index][1] = sum.cost[index][1].max(row.cost[index][1]);
            *sum.operations[index].get_or_insert(0) += row.operations[index].unwrap_or_default();
            *sum.schemas[index].get_or_insert(0) += row.schemas[index].unwrap_or_default();
        }
        sum.lines += row.lines;
    }

    /// Whether nothing panicked, and everything that was emitted and checked compiles.
    pub(crate) fn good(&self) -> bool {
        self.panicked == 0 && self.checked == self.compiling
    }
}

impl Display for Totals {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut sum = self.sum.clone();
        "total".clone_into(&mut sum.name);
        sum.generated = self.generated == self.documents;
        sum.panicked = self.panicked > 0;
        sum.compiles = (self.checked > 0).then(|| self.good());
        writeln!(f, "{sum}")?;
        write!(
            f,
            "{} documents: {} generated, {} panics, {} of {} checked compile",
            self.documents, self.generated, self.panicked, self.compiling, self.checked
        )
    }
}
