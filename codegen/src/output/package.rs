//! What a package has besides sources: manifest and `README.md`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Generated, MARK, Signature};
use crate::diagnostic::{Diagnostics, Report, nearest};
use crate::name::{ALL_AREAS, OFFERED};
use crate::settings::{INCOMING, Settings};
use crate::source::Sources;

/// How a package is written around a client.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Package {
    /// The name; by default from the title of the document.
    pub name: Option<String>,
    /// The version; by default `0.1.0`.
    pub version: Option<String>,
    /// The edition; by default `2024`.
    pub edition: Option<String>,
    /// The licence, in the words of SPDX; by default none is said.
    pub license: Option<String>,
    /// What it is; by default from the title of the document.
    pub description: Option<String>,
    /// Where its sources are; by default none is said.
    pub repository: Option<String>,
    /// What it depends on besides, such as a crate with types of one's own: as a manifest has it, `"1.0"` in quotes or
    /// `{ version = "1.0", … }`.
    pub dependencies: BTreeMap<String, String>,
    /// The features that are on by default: those of the runtime, and of areas where these are features. By default
    /// `reqwest` and `tracing`, and `all-areas`.
    pub default_features: Option<Vec<String>>,
    /// The folder of `clientgen-runtime`; by default the published one is depended on.
    pub runtime: Option<PathBuf>,
}

/// What is on by default besides areas.
const ALWAYS: [&str; 2] = ["reqwest", "tracing"];

/// How long the line of a list may be in a manifest.
const WIDTH: usize = 110;

/// Manifest and `README.md` of a package.
pub(super) fn texts(generated: &Generated, package: &Package) -> Result<[String; 2], Report> {
    check(generated, package)?;
    let name = package.name.clone().unwrap_or_else(|| default_name(&generated.title));
    Ok([manifest(generated, &name, package), readme(generated, &name, package)])
}

/// Refuses what no manifest takes, and features by default that the package does not have.
fn check(generated: &Generated, package: &Package) -> Result<(), Report> {
    let mut settings = Settings::default();
    settings.origin.clone_from(&generated.origin);
    let (mut diagnostics, mut sources) = (Diagnostics::new(settings), Sources::default());
    if let Some(origin) = &generated.origin {
        diagnostics.choices_in(sources.add_choices(origin.path.clone(), origin.text.clone()));
    }
    for (key, text) in [("name", &package.name), ("version", &package.version), ("edition", &package.edition)]
    {
        if let Some((text, wrong)) = text.as_ref().and_then(|text| Some((text, wrong_text(key, text)?))) {
            diagnostics.wrong_choice(("package", key), format!("`{text}` is {wrong}"));
        }
    }
    let areas = generated.areas.iter().map(String::as_str).chain([ALL_AREAS]);
    let areas: Vec<&str> = areas.filter(|_| generated.areas_are_features).collect();
    let known: Vec<&str> = OFFERED.iter().map(|(name, _)| *name).chain(areas).collect();
    for name in package.default_features.iter().flatten() {
        if known.contains(&name.as_str()) {
            continue;
        }
        let is_area = generated.areas.contains(name) || name == ALL_AREAS;
        let help = match nearest(name, known.iter().copied()) {
            _ if is_area => "areas are features with `features-per-tag` only".to_owned(),
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the features are {}", known.join(", ")),
        };
        let message = format!("the package has no feature `{name}`");
        diagnostics.wrong_choice(("package.default-features", name), message).help(help);
    }
    diagnostics.barrier().map_err(|_| diagnostics.render(&sources))
}

/// Why no manifest takes a text, by its key.
pub(crate) fn wrong_text(key: &str, text: &str) -> Option<String> {
    let wrong = match key {
        "name" if !is_package_name(text) => {
            "no name that cargo takes: letters, digits, `-` and `_`, and no digit in front"
        }
        "version" if !is_version(text) => "no version: write three numbers, as `1.0.0`",
        "edition" if text != "2024" && text != "2021" => {
            "no edition of Rust that the code is written for: `2021` and `2024` are"
        }
        _ => return None,
    };
    Some(wrong.to_owned())
}

fn is_package_name(name: &str) -> bool {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    plain && !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())
}

fn is_version(version: &str) -> bool {
    let end = version.find(['-', '+']).unwrap_or(version.len());
    let (numbers, rest) = version.split_at(end);
    let numbers: Vec<&str> = numbers.split('.').collect();
    let number = |text: &&str| text.parse::<u64>().is_ok() && (*text == "0" || !text.starts_with(['0', '+']));
    let words = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
    numbers.len() == 3 && numbers.iter().all(number) && rest.chars().all(words) && rest.len() != 1
}

/// The title in kebab case, in letters that a package name may have.
fn default_name(title: &str) -> String {
    let words = deunicode::deunicode_with_tofu(title, " ");
    let name = heck::ToKebabCase::to_kebab_case(words.as_str());
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    match name.chars().next() {
        None => "client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("client-{name}"),
        Some(_) if syn::parse_str::<syn::Ident>(&name).is_err() && !name.contains('-') => {
            format!("{name}-client")
        }
        Some(_) => name,
    }
}

fn manifest(generated: &Generated, name: &str, package: &Package) -> String {
    let version = package.version.as_deref().unwrap_or("0.1.0");
    let edition = package.edition.as_deref().unwrap_or("2024");
    let description = package.description.clone();
    let description = description.unwrap_or_else(|| format!("A client for {}.", generated.title));
    let said = [("license", &package.license), ("repository", &package.repository)].into_iter();
    let said =
        said.filter_map(|(key, text)| Some(format!("{key} = {}\n", toml_string(&one_line(text.as_ref()?)))));
    // The page of a client shows all of it, whatever is on by default.
    let docs = if generated.areas_are_features {
        format!("\n[package.metadata.docs.rs]\nfeatures = [\"{ALL_AREAS}\"]\n")
    } else {
        String::new()
    };
    let key = |name: &str| if is_bare(name) { name.to_owned() } else { toml_string(name) };
    let others = package.dependencies.iter();
    let others = others.map(|(name, written)| format!("{} = {written}\n", key(name)));
    let needed = match generated.features.as_slice() {
        [] => String::new(),
        features => format!(", features = {}", inline_list(features)),
    };
    let path =
        package.runtime.as_ref().map(|path| format!(", path = {}", toml_string(&path.display().to_string())));
    format!(
        "# {MARK} To write it yourself, remove this line.\n\n\
         [package]\nname = {}\nversion = {}\nedition = {}\nrust-version = \"{}\"\ndescription = {}\n{}{docs}\n\
         [features]\n{}\n\
         [dependencies]\nclientgen-runtime = {{ version = \"{}\", default-features = false{}{} }}\n{}",
        toml_string(name),
        toml_string(version),
        toml_string(edition),
        env!("CARGO_PKG_RUST_VERSION"),
        toml_string(&one_line(&description)),
        said.collect::<String>(),
        features(generated, package),
        env!("CARGO_PKG_VERSION"),
        needed,
        path.unwrap_or_default(),
        others.collect::<String>(),
    )
}

/// What is on by default.
fn on_by_default<'p>(generated: &Generated, package: &'p Package) -> Vec<&'p str> {
    match &package.default_features {
        Some(chosen) => chosen.iter().map(String::as_str).collect(),
        None => generated.areas_are_features.then_some(ALL_AREAS).into_iter().chain(ALWAYS).collect(),
    }
}

/// The features of a package, one a line.
fn features(generated: &Generated, package: &Package) -> String {
    let mut text = list("default", &on_by_default(generated, package));
    for (name, about) in OFFERED {
        text.extend([format!("# {about}\n"), list(name, &[&format!("clientgen-runtime/{name}")])]);
    }
    if generated.areas_are_features {
        let areas: Vec<&str> = generated.areas.iter().map(String::as_str).collect();
        text.push_str("# The areas of the client: with fewer of them it compiles faster.\n");
        text.push_str(&list(ALL_AREAS, &areas));
        text.extend(areas.iter().map(|area| list(area, &[])));
    }
    text
}

/// A list in a manifest, in several lines where it is long.
fn list(key: &str, items: &[&str]) -> String {
    let line = format!("{key} = {}\n", inline_list(items));
    if line.len() <= WIDTH {
        return line;
    }
    let mut lines = vec!["   ".to_owned()];
    for item in items {
        let item = format!(" {},", toml_string(item));
        match lines.last_mut().filter(|line| line.len() + item.len() <= WIDTH) {
            Some(line) => line.push_str(&item),
            None => lines.push(format!("   {item}")),
        }
    }
    format!("{key} = [\n{}\n]\n", lines.join("\n"))
}

fn inline_list(items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|item| toml_string(item)).collect();
    format!("[{}]", items.join(", "))
}

fn readme(generated: &Generated, name: &str, package: &Package) -> String {
    let krate = name.replace('-', "_");
    let feature = generated.areas_are_features.then(|| INCOMING.to_owned());
    let sent = || item("`incoming`: what the service sends on its own", feature.as_slice());
    let sent = if generated.sends { sent() } else { String::new() };
    let steps = generated.steps.iter().map(|(step, features)| item(&format!("`client.{step}`"), features));
    format!(
        "<!-- {MARK} To write it yourself, remove this line. -->\n\n\
         # {name}\n\nA Rust client for {}, generated by clientgen.\n\n\
         ```rust\nlet client = {krate}::{}\n{}```\n\n## Areas\n\n{}{sent}{}",
        generated.title,
        generated.example,
        first_call(generated, package).unwrap_or_default(),
        steps.collect::<String>(),
        about_features(generated, package),
    )
}

/// The item of a list, with the features of which it needs one.
fn item(text: &str, features: &[String]) -> String {
    let features: Vec<String> = features.iter().map(|name| format!("`{name}`")).collect();
    match features.as_slice() {
        [] => format!("- {text}\n"),
        [only] => format!("- {text}, with the feature {only}\n"),
        several => format!("- {text}, with any of the features {}\n", several.join(", ")),
    }
}

/// A call for which nothing has to be said, as it is made with the features that are on by default.
fn first_call(generated: &Generated, package: &Package) -> Option<String> {
    let on = on_by_default(generated, package);
    let is_on = |name: &String| on.contains(&ALL_AREAS) || on.contains(&name.as_str());
    let there = |call: &Signature| {
        let first = call.steps.first().map_or(&call.method, |(first, _)| first);
        let mut steps = generated.steps.iter().filter(|(step, _)| *step == format!("{first}()"));
        steps.any(|(_, features)| features.iter().all(is_on))
    };
    let says_nothing = |call: &&Signature| {
        let inputs = call.steps.iter().flat_map(|(_, inputs)| inputs).chain(&call.inputs);
        call.verb == "GET" && there(call) && !inputs.into_iter().any(|input| input.required)
    };
    let call = generated.signatures.iter().find(says_nothing)?;
    let steps: Vec<String> = call.steps.iter().map(|(step, _)| format!(".{step}()")).collect();
    let wait = if on.contains(&"blocking") && !on.contains(&"reqwest") { "wait()" } else { "await" };
    Some(format!("let answer = client{}.{}().send().{wait}?;\n", steps.concat(), call.method))
}

/// Which areas are on by default, if they are features.
fn about_features(generated: &Generated, package: &Package) -> String {
    if !generated.areas_are_features {
        return String::new();
    }
    let on = on_by_default(generated, package);
    let areas = on.iter().filter(|name| generated.areas.iter().any(|area| area == *name));
    let areas: Vec<String> = areas.map(|name| format!("`{name}`")).collect();
    let default = match areas.as_slice() {
        _ if on.contains(&ALL_AREAS) => "All are on by default".to_owned(),
        [] => "None is on by default".to_owned(),
        areas => format!("On by default: {}", areas.join(", ")),
    };
    format!(
        "\nEach area is a feature, and `{ALL_AREAS}` turns all of them on; with fewer of them the client compiles faster.\n{default}.\n"
    )
}

/// Whether a key needs no quotes in TOML.
fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// A text without line breaks and other control characters: cargo passes what a manifest says on to the compiler, which
/// takes no NUL.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A TOML string. JSON's escapes are a subset of TOML's, and Rust's for control characters are not.
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.extend(format!("\\u{:04X}", u32::from(c)).chars()),
            c => out.push(c),
        }
    }
    out + "\""
}
