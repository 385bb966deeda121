//! Generates a module from each of the cases, so that all of them are compiled together.

use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=cases");
    let mut cases = Vec::new();
    for entry in fs::read_dir("cases")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            cases.push(path);
        }
    }
    cases.sort();
    let mut modules = String::new();
    for path in cases {
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a case needs a name")?.to_owned();
        let choices = path.with_extension("toml");
        let mut build = clientgen::Build::new(path).out_dir(out.join(&name));
        if choices.is_file() {
            build = build.config(choices);
        }
        build.try_run()?;
        writeln!(modules, "/// The case `{name}`.\npub mod {name};")?;
    }
    fs::write(out.join("mod.rs"), modules)?;
    for (area, others) in [
        ("orders", ["service-requests", "users"]),
        ("service_requests", ["orders", "users"]),
        ("users", ["orders", "SERVICE_REQUESTS"]),
    ] {
        let build = clientgen::Build::new("cases/areas.yaml").out_dir(out.join("alone")).module(area);
        others.into_iter().fold(build, clientgen::Build::without).try_run()?;
    }
    let by_features =
        clientgen::Build::new("cases/areas.yaml").out_dir(out.join("alone")).module("by_features");
    by_features.features_per_tag().try_run()?;
    let two = out.join("two");
    clientgen::Build::new("cases/minimal.yaml").out_dir(&two).try_run()?;
    clientgen::Build::new("cases/calls.yaml").out_dir(&two).module("inner").try_run()?;
    Ok(())
}
