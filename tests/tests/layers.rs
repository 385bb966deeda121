//! The layers of the generator and of the runtime: a file imports from lower floors only. And the ceilings that keep
//! both readable: how long a file and a function may be, and that nothing gives up where input can reach it.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Block, ExprMethodCall, ImplItemFn, Item, ItemFn, ItemMod, Macro, Signature, TraitItemFn,
    UseTree,
};

/// The modules of a crate from the ground up. `lib` is what the root of the crate defines itself.
type Floors = &'static [&'static [&'static str]];

const CODEGEN: Floors = &[
    &["settings"],
    &["diagnostic"],
    &["source", "ir", "print"],
    &["openapi"],
    &["walk"],
    &["lint", "select", "choose", "lower", "analyze", "name"],
    &["gates"],
    &["emit"],
    &["output"],
    &["config"],
    &["lib"],
    &["build", "options"],
    &["main"],
];

const RUNTIME: Floors = &[
    &["value", "facts", "needs", "transport", "retry"],
    &["base", "credential", "random", "response", "signed"],
    &["error", "link", "server"],
    &["param", "body", "etag", "live", "multipart", "trace"],
    &["headers", "keys", "tries"],
    &["request"],
    &["client"],
    &["builder", "call"],
    &["outcome", "page", "poll"],
    &["stream"],
];

const DOCDRIFT: Floors = &[
    &["page", "words", "yaml"],
    &["document"],
    &["files", "read", "write"],
    &["edit", "spec", "understand"],
    &["difference", "pages"],
    &["compare", "baseline", "import", "report"],
    &["fetch", "update"],
    &["lib"],
    &["main"],
];

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;
const GIVES_UP: &[&str] = &["panic", "todo", "unimplemented", "unreachable"];

#[test]
fn the_generator_imports_from_lower_floors_only() {
    none(imports_upwards("../codegen/src", CODEGEN));
}

#[test]
fn the_runtime_imports_from_lower_floors_only() {
    none(imports_upwards("../runtime/src", RUNTIME));
}

#[test]
fn the_comparison_with_documentation_imports_from_lower_floors_only() {
    none(imports_upwards("../docdrift/src", DOCDRIFT));
}

#[test]
fn files_and_functions_stay_short() {
    none(sources().flat_map(|(path, text, file)| {
        let lines = text.lines().count();
        let long = (lines > FILE_LINES).then(|| format!("{}: {lines} lines", path.display()));
        let mut visitor = Functions { path: &path, found: Vec::new() };
        visitor.visit_file(&file);
        long.into_iter().chain(visitor.found).collect::<Vec<_>>()
    }));
}

#[test]
fn nothing_gives_up() {
    none(sources().flat_map(|(path, _, file)| {
        let mut visitor = GivingUp { path: &path, found: Vec::new() };
        visitor.visit_file(&file);
        visitor.found
    }));
}

fn none(found: impl IntoIterator<Item = String>) {
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// The imports of a crate that do not lead to a lower floor.
fn imports_upwards(folder: &str, floors: Floors) -> Vec<String> {
    let floor = |module: &str| floors.iter().position(|modules| modules.contains(&module));
    let mut found = Vec::new();
    for path in rust_files(Path::new(folder)) {
        let module = module_of(&path, Path::new(folder));
        let [own, ..] = module.as_slice() else { continue };
        let Some(here) = floor(own) else {
            found.push(format!("{}: the module `{own}` has no floor", path.display()));
            continue;
        };
        let mut visitor = Imports { module: &module, found: Vec::new() };
        visitor.visit_file(&parse(&path).1);
        for (line, target) in visitor.found {
            let there = floor(&target).or_else(|| floor("lib"));
            if target != *own && there.is_none_or(|there| there >= here) {
                found.push(format!("{}:{line}: `{own}` imports from `{target}`", path.display()));
            }
        }
    }
    found
}

/// The path of the module that a file is; none for the root.
fn module_of(path: &Path, folder: &Path) -> Vec<String> {
    let inside = path.strip_prefix(folder).expect("the file is in the folder").with_extension("");
    let parts = inside.iter().map(|part| part.to_string_lossy().into_owned());
    parts.filter(|part| part != "lib").collect()
}

/// Finds the modules of the crate that a file names, each with the line.
struct Imports<'m> {
    module: &'m [String],
    found: Vec<(usize, String)>,
}

impl Imports<'_> {
    /// A path as far as it says where in the crate something is: `crate::a::b`, `super::c`.
    fn path(&mut self, line: usize, segments: &[String]) {
        let ups = segments.iter().take_while(|segment| *segment == "super").count();
        let base: Vec<String> = match segments.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("super") => self.module[..self.module.len().saturating_sub(ups)].to_vec(),
            _ => return,
        };
        let rest = segments.get(ups.max(1)).cloned();
        self.found.extend(base.into_iter().chain(rest).next().map(|module| (line, module)));
    }

    fn tree(&mut self, tree: &UseTree, before: &[String]) {
        let line = tree.span().start().line;
        let extended = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &extended(path.ident.to_string())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before)),
            UseTree::Name(name) => self.path(line, &extended(name.ident.to_string())),
            UseTree::Rename(name) => self.path(line, &extended(name.ident.to_string())),
            UseTree::Glob(_) => self.path(line, &extended("*".to_owned())),
        }
    }
}

impl<'a> Visit<'a> for Imports<'_> {
    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        self.tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.path(path.span().start().line, &segments);
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, module: &'a ItemMod) {
        // Inside a module in the file, `super` is the file.
        if !is_test(&module.attrs) {
            let inner = [self.module, &[module.ident.to_string()]].concat();
            let mut visitor = Imports { module: &inner, found: Vec::new() };
            visit::visit_item_mod(&mut visitor, module);
            self.found.extend(visitor.found);
        }
    }

    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}
}

/// Finds functions that are too long.
struct Functions<'p> {
    path: &'p Path,
    found: Vec<String>,
}

impl Functions<'_> {
    fn function(&mut self, signature: &Signature, body: &Block) {
        let (start, end) = (signature.span().start().line, body.span().end().line);
        let lines = end + 1 - start;
        if lines > FUNCTION_LINES {
            let (path, name) = (self.path.display(), &signature.ident);
            self.found.push(format!("{path}:{start}: `{name}` has {lines} lines"));
        }
    }
}

impl<'a> Visit<'a> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'a ItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'a ImplItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'a TraitItemFn) {
        if let Some(body) = &function.default {
            self.function(&function.sig, body);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

/// Finds what ends a program where it should give an error.
struct GivingUp<'p> {
    path: &'p Path,
    found: Vec<String>,
}

impl GivingUp<'_> {
    fn found(&mut self, line: usize, what: &str) {
        self.found.push(format!("{}:{line}: {what}", self.path.display()));
    }

    /// What a macro is given, which is no syntax yet.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut after_dot = false;
        for token in tokens {
            match &token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(ident) if after_dot && (ident == "unwrap" || ident == "expect") => {
                    self.found(ident.span().start().line, &ident.to_string());
                }
                _ => {}
            }
            after_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
        }
    }
}

impl<'a> Visit<'a> for GivingUp<'_> {
    fn visit_item(&mut self, item: &'a Item) {
        let tested = match item {
            Item::Mod(module) => is_test(&module.attrs),
            Item::Fn(function) => is_test(&function.attrs),
            _ => false,
        };
        if !tested {
            visit::visit_item(self, item);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        if call.method == "unwrap" || call.method == "expect" {
            self.found(call.method.span().start().line, &call.method.to_string());
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, mac: &'a Macro) {
        let name = mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if GIVES_UP.contains(&name.as_str()) {
            self.found(mac.path.span().start().line, &format!("{name}!"));
        }
        self.tokens(mac.tokens.clone());
    }
}

fn is_test(attrs: &[Attribute]) -> bool {
    let is = |attr: &Attribute, name: &str, what: &str| {
        attr.path().is_ident(name) && attr.parse_args::<syn::Ident>().is_ok_and(|argument| argument == what)
    };
    attrs.iter().any(|attr| is(attr, "cfg", "test") || attr.path().is_ident("test"))
}

/// The sources of the crates: path, text and syntax.
fn sources() -> impl Iterator<Item = (PathBuf, String, syn::File)> {
    let folders = ["../codegen/src", "../docdrift/src", "../runtime/src"].into_iter();
    folders.flat_map(|folder| rust_files(Path::new(folder))).map(|path| {
        let (text, file) = parse(&path);
        (path, text, file)
    })
}

fn parse(path: &Path) -> (String, syn::File) {
    let text = fs::read_to_string(path).expect("a source can be read");
    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    (text, file)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
