//! What a caller has chosen for parts of the document: finds the nodes that the choices name, and marks them.

mod find;

use std::collections::{BTreeMap, HashMap};

use proc_macro2::TokenStream;

use crate::diagnostic::{Diagnostics, Pointer, nearest};
use crate::settings::Settings;
use crate::source::{Mark, Marks, Sources};
use find::Things;

/// Marks what is to be called otherwise, and what is to be of another type.
pub(crate) fn mark(sources: &mut Sources, root: Pointer, diagnostics: &mut Diagnostics) {
    let settings = diagnostics.settings().clone();
    check_texts(&settings, diagnostics);
    if settings.rename.is_empty() && settings.replace.is_empty() {
        return;
    }
    let things = Things::of(sources, root);
    let names = found(&things, "rename", &settings.rename, diagnostics);
    let types = found(&things, "replace", &settings.replace, diagnostics);
    sources.marks = Marks { names, types };
}

/// Refuses what cannot be in Rust, whatever the document says.
fn check_texts(settings: &Settings, diagnostics: &mut Diagnostics) {
    for (name, text) in &settings.rename {
        if !text.chars().any(char::is_alphanumeric) {
            let message = format!("`{}` makes no name in Rust", text.escape_debug());
            diagnostics.wrong_choice(("rename", name), message).help("a name has letters");
        }
    }
    for (name, path) in &settings.replace {
        if !is_path(path) {
            let message = format!("`{path}` is no path of a type");
            diagnostics
                .wrong_choice(("replace", name), message)
                .help("write it from the root of a crate: `crate::money::Money`, `other_crate::Money`");
        }
    }
    for (name, traits) in &settings.derive {
        for path in traits {
            if let Some((message, help)) = not_derivable(path) {
                diagnostics.wrong_choice(("derive", name), message).help(help);
            }
        }
    }
}

/// Why a trait cannot be derived, whatever the model, and the way out.
fn not_derivable(path: &str) -> Option<(String, &'static str)> {
    let parsed = syn::parse_str::<syn::Path>(path).ok();
    let plain = parsed.filter(|path| path.segments.iter().all(|segment| segment.arguments.is_empty()));
    let last = plain.and_then(|path| Some(path.segments.last()?.ident.to_string()));
    match last.as_deref() {
        None => Some((
            format!("`{path}` is no trait that can be derived"),
            "write `Hash`, or `some_crate::Trait`",
        )),
        Some("Serialize" | "Deserialize") => {
            let message = format!("`{path}` cannot be derived: the runtime reads and writes models");
            Some((message, "every model is `Serialize` and `Deserialize` anyway"))
        }
        // Where nothing is required it is there. Elsewhere a value would be made up.
        Some("Default") => {
            let message = "`Default` cannot be derived: what is required has no value by default";
            Some((message.to_owned(), "models of which nothing is required have it anyway"))
        }
        Some(_) => None,
    }
}

fn found(
    things: &Things<'_>,
    choice: &'static str,
    texts: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> HashMap<Pointer, Mark> {
    let mut marks = HashMap::new();
    for (name, text) in texts {
        match things.find(name).as_slice() {
            [] => unknown(things, choice, name, diagnostics),
            [at] => _ = marks.insert(*at, Mark::new(name, text)),
            [..] => {
                let message = format!("`{name}` is a schema, and an operation too");
                diagnostics
                    .wrong_choice((choice, name), message)
                    .help("say which by its place: `#/components/schemas/…`, or `GET /…`");
            }
        }
    }
    marks
}

fn unknown(things: &Things<'_>, choice: &str, name: &str, diagnostics: &mut Diagnostics) {
    let message = format!("nothing in the document is called `{name}`");
    let found = diagnostics.choice("unknown-choice", (choice, name), message);
    let names = things.names(name);
    if let Some(near) = nearest(name, names.iter().map(String::as_str)) {
        found.help(format!("did you mean `{near}`?"));
    }
}

/// Warns of choices that came to nothing: what they name has no name or type in the client.
pub(crate) fn check(sources: &Sources, diagnostics: &mut Diagnostics) {
    let marks = &sources.marks;
    for (choice, marks) in [("rename", &marks.names), ("replace", &marks.types)] {
        let mut unused: Vec<&Mark> = marks.values().filter(|mark| !mark.is_used()).collect();
        unused.sort_by_key(|mark| &mark.name);
        for mark in unused {
            diagnostics.unused_choice((choice, &mark.name));
        }
    }
}

/// Warns of names that could not be given: something else has them.
pub(crate) fn check_names(sources: &Sources, moved: &[(Pointer, String)], diagnostics: &mut Diagnostics) {
    for (at, ident) in moved {
        if let Some(mark) = sources.marks.names.get(at) {
            let message = format!("the name `{}` is taken: this is called `{ident}`", mark.text);
            diagnostics.choice("taken-name", ("rename", &mark.name), message).help("choose another name");
        }
    }
}

/// Whether a text is the path of a type, from the root of a crate.
fn is_path(text: &str) -> bool {
    let printable = text.parse::<TokenStream>().is_ok();
    let path = syn::parse_str::<syn::TypePath>(text).ok();
    printable && path.is_some_and(|ty| ty.qself.is_none() && ty.path.segments.len() > 1)
}
