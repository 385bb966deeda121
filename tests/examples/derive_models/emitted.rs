//! What the generator emitted, as far as the benchmark needs it.

use std::error::Error;

use clientgen::File;
use quote::ToTokens;
use syn::{GenericArgument, ImplItem, Item, PathArguments, ReturnType, Type};

/// The models of a client, and what its operations give back.
pub struct Emitted {
    /// `models.rs`, and the files below `models/`.
    pub models: Vec<File>,
    /// The types of what operations give back, such as `models::Page<models::Customer>`.
    pub roots: Vec<String>,
    /// How many structs and enums there are.
    pub types: usize,
}

impl Emitted {
    /// Sorts the files of a module.
    pub fn new(files: &[File]) -> Result<Self, Box<dyn Error>> {
        let (models, others): (Vec<_>, Vec<_>) = files.iter().cloned().partition(is_model);
        let mut roots = Vec::new();
        for file in &others {
            let parsed = syn::parse_file(&file.text)?;
            roots.extend(parsed.items.iter().flat_map(roots_of).filter(|root| root.contains("models ::")));
        }
        roots.sort();
        roots.dedup();
        let mut types = 0;
        for file in &models {
            let parsed = syn::parse_file(&file.text)?;
            types +=
                parsed.items.iter().filter(|item| matches!(item, Item::Struct(_) | Item::Enum(_))).count();
        }
        Ok(Self { models, roots, types })
    }
}

fn is_model(file: &File) -> bool {
    file.path == "models.rs" || file.path.starts_with("models/")
}

/// Every `T` of a `fn send(self) -> Call<T>`.
fn roots_of(item: &Item) -> Vec<String> {
    let Item::Impl(item) = item else { return Vec::new() };
    let methods = item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident == "send" => Some(&method.sig.output),
        _ => None,
    });
    methods.filter_map(argument).collect()
}

/// The `T` of `-> Call<T>`.
fn argument(output: &ReturnType) -> Option<String> {
    let ReturnType::Type(_, ty) = output else { return None };
    let Type::Path(path) = ty.as_ref() else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty.to_token_stream().to_string()),
        _ => None,
    }
}
