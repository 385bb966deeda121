//! What the service sends on its own, as types to read its requests with.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::types::{self, CallSite};
use super::{Facts, File, docs, operation};
use crate::ir::{Incoming, Origin, Signature, Type};
use crate::print::Code;
use crate::settings::INCOMING;

/// The file, if the service sends anything.
pub(super) fn file(facts: Facts<'_>) -> Option<File> {
    if facts.api.incoming.is_empty() {
        return None;
    }
    let all = || facts.api.incoming.iter().zip(&facts.names.incoming);
    let mut about = vec!["What the service sends on its own: webhooks and callbacks.".to_owned()];
    if all().any(|(incoming, _)| incoming.body.is_some()) {
        let text =
            "[`decode`](clientgen_runtime::decode) reads the body of such a request as one of these types.";
        docs::paragraph(&mut about, vec![text.to_owned()]);
    }
    let empty = all().filter(|(incoming, _)| incoming.body.is_none());
    let empty =
        empty.map(|(incoming, _)| format!("- {}: a request without a type.", source(facts, incoming)));
    docs::paragraph(&mut about, empty.collect());
    let types: Vec<TokenStream> = all()
        .filter_map(|(incoming, ident)| {
            let ty = types::ty(&mut CallSite(facts), incoming.body.as_ref()?);
            let mut more = vec![format!("{}.", source(facts, incoming))];
            if let Some(Type::Def(id, arguments)) = &incoming.answer
                && arguments.is_empty()
            {
                let model = &facts.names.ty(*id).ident;
                docs::paragraph(
                    &mut more,
                    vec![format!("The answer is a [`{model}`](super::models::{model}).")],
                );
            }
            let docs = docs::outer(&incoming.docs, &more);
            Some(quote!(#docs pub type #ident = #ty;))
        })
        .collect();
    let signed = all().any(|(incoming, _)| incoming.signature.is_some());
    let says = |module: &str| types.iter().any(|ty| ty.to_string().contains(&format!("{module} ::")));
    let runtime = (signed || says("runtime")).then(|| {
        quote!(
            use clientgen_runtime as runtime;
        )
    });
    let models = says("models").then(|| {
        quote!(
            use super::models;
        )
    });
    let signatures = all().zip(&facts.names.signatures).filter_map(|((incoming, _), name)| {
        incoming.signature.as_ref().map(|signature| self::signature(facts, incoming, signature, name))
    });
    let mut code = Code::new(facts.printer);
    code.items(quote!(#runtime #models #(#types)* #(#signatures)*));
    Some(File { path: format!("{INCOMING}.rs"), docs: about, code: [code.into_text(), String::new()] })
}

/// How to tell that a request is the service's.
fn signature(facts: Facts<'_>, incoming: &Incoming, signature: &Signature, name: &Ident) -> TokenStream {
    let Signature { headers, scheme, algorithm, certificate, hosts, organization } = signature;
    let docs = docs::lines([
        format!("{}: how it is signed.", source(facts, incoming)),
        String::new(),
        "A `Verifier` of the runtime, with its feature `signatures`, tells by it whether a request is the service's."
            .to_owned(),
    ]);
    let organization = match organization {
        Some(organization) => quote!(Some(#organization)),
        None => quote!(None),
    };
    quote! {
        #docs
        pub static #name: runtime::SignatureRules = runtime::SignatureRules {
            headers: &[#(#headers),*],
            scheme: #scheme,
            algorithm: #algorithm,
            certificate: #certificate,
            hosts: &[#(#hosts),*],
            organization: #organization,
        };
    }
}

/// Where it comes from, and where it goes.
fn source(facts: Facts<'_>, incoming: &Incoming) -> String {
    let method = &incoming.method;
    match &incoming.origin {
        Origin::Webhook(name) => format!("The webhook {}, sent by {}", docs::code(name), docs::code(method)),
        Origin::Callback { operation, name, url } => {
            let (name, line) = (docs::code(name), docs::code(&format!("{method} {url}")));
            format!("The callback {name} of {}: {line}", operation::caller(facts, *operation))
        }
    }
}
