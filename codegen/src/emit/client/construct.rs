//! How a client comes into being, and how it signs in.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::snippet::string;
use super::{Facts, docs, server_name};
use crate::ir::{Carrier, Server, Variable};

/// The ways to sign in, as facts.
pub(super) fn schemes(facts: Facts<'_>) -> TokenStream {
    let schemes = facts.api.schemes.iter().filter_map(|scheme| {
        let (name, carrier) = (&scheme.name, carrier(scheme.carrier.as_ref()?));
        Some(quote!(runtime::Scheme { name: #name, carrier: #carrier }))
    });
    quote!(&[#(#schemes),*])
}

/// Whether there are ways to sign in besides a token.
pub(in super::super) fn takes_keys(facts: Facts<'_>) -> bool {
    let carriers = facts.api.schemes.iter().filter_map(|scheme| scheme.carrier.as_ref());
    carriers.into_iter().any(|carrier| *carrier != Carrier::Bearer)
}

fn carrier(carrier: &Carrier) -> TokenStream {
    let carrier = match carrier {
        Carrier::Bearer => quote!(Bearer),
        Carrier::Basic => quote!(Basic),
        Carrier::Http(word) => quote!(Http(#word)),
        Carrier::Header(name) => quote!(Header(#name)),
        Carrier::Query(name) => quote!(Query(#name)),
        Carrier::Cookie(name) => quote!(Cookie(#name)),
    };
    quote!(runtime::Carrier::#carrier)
}

/// `builder` and, as far as the document says where the service is, `new`; and whether that takes a token.
pub(super) fn of(facts: Facts<'_>) -> (TokenStream, bool) {
    let api = facts.api;
    let schemes = || api.schemes.iter().filter_map(|scheme| Some((&scheme.name, scheme.carrier.as_ref()?)));
    let bearer = schemes().find(|(_, carrier)| **carrier == Carrier::Bearer);
    let way = bearer.or_else(|| schemes().next());
    let server = address(facts).map(|address| {
        let place = format!("A client of <{address}>.");
        let (about, arguments, call) =
            way.map_or_else(Default::default, |(name, carrier)| sign_in(name, carrier));
        let lines: Vec<&str> = [place.as_str()].into_iter().chain(about.iter().map(String::as_str)).collect();
        let docs = docs::lines(lines);
        let errors = docs::lines(["", "# Errors", "", "If the crate was built without a transport."]);
        quote! {
            #docs
            #errors
            pub fn new(#arguments) -> Result<Self> {
                Self::builder()#call.build()
            }
        }
    });
    let takes_token = bearer.is_some() && server.is_some();
    let mut lines = vec!["A client with another server, transport, or way to sign in.".to_owned()];
    let named = |keep: fn(&Carrier) -> bool| {
        let names = schemes().filter(|(_, carrier)| keep(carrier)).map(|(name, _)| docs::code(name));
        names.collect::<Vec<_>>().join(", ")
    };
    let keys = named(|carrier| !matches!(carrier, Carrier::Bearer | Carrier::Basic));
    let basic = named(|carrier| *carrier == Carrier::Basic);
    // With no other way to sign in, `new` takes user and password.
    if !basic.is_empty() && (bearer.is_some() || !keys.is_empty()) {
        lines.extend([String::new(), format!("`basic` sets user and password for {basic}.")]);
    }
    if !keys.is_empty() {
        lines.extend([String::new(), format!("`api_key` sets a key for {keys}.")]);
    }
    lines.extend(servers(&api.servers));
    let docs = docs::lines(lines);
    let construct = quote! {
        #server

        #docs
        pub fn builder() -> Builder<Self> {
            Builder::new(&API)
        }
    };
    (construct, takes_token)
}

/// What there is to choose among servers, and to set in their addresses.
fn servers(servers: &[Server]) -> Vec<String> {
    let mut lines = Vec::new();
    if servers.len() > 1 {
        lines.extend([String::new(), "`server` takes the name of one of these:".to_owned(), String::new()]);
        for (index, server) in servers.iter().enumerate() {
            let said = server.description.as_deref().map(str::trim).filter(|said| !said.is_empty());
            let said = said.map(|said| format!(" ({})", docs::rustdoc(said).join(" "))).unwrap_or_default();
            let name = docs::code(&server_name(index, server));
            lines.push(format!("- {name}: {}{said}", docs::code(&server.url)));
        }
    }
    let mut variables: Vec<Vec<String>> = Vec::new();
    for variable in servers.iter().flat_map(|server| &server.variables) {
        let item = self::variable(variable);
        if !variables.contains(&item) {
            variables.push(item);
        }
    }
    if !variables.is_empty() {
        let text = "`server_variable` sets a part of the server's address; values that are not named here are taken, too:";
        lines.extend([String::new(), text.to_owned(), String::new()]);
        lines.extend(variables.into_iter().flatten());
    }
    lines
}

/// The item of a list for a variable: what it is by default, and what the document says that it can be.
fn variable(variable: &Variable) -> Vec<String> {
    let Variable { name, default, values, description } = variable;
    let usual = if default.is_empty() {
        "has to be set".to_owned()
    } else {
        format!("{} by default", docs::code(default))
    };
    let values: Vec<String> = values.iter().map(|value| docs::code(value)).collect();
    let values = if values.is_empty() { String::new() } else { format!("; {}", docs::either(&values)) };
    let text = description.as_deref().unwrap_or_default();
    let colon = if text.trim().is_empty() { "" } else { ":" };
    docs::item(&format!("{} ({usual}{values}){colon}", docs::code(name)), text)
}

/// How a client is made, as a reader would write it: by `new`, or by `builder` if the document does not say where the
/// service is.
pub(in super::super) fn example(facts: Facts<'_>) -> String {
    let carriers =
        || facts.api.schemes.iter().filter_map(|scheme| Some((&scheme.name, scheme.carrier.as_ref()?)));
    let bearer = carriers().find(|(_, carrier)| **carrier == Carrier::Bearer);
    let (values, call) = match bearer.or_else(|| carriers().next()) {
        None => ("", String::new()),
        Some((_, Carrier::Bearer)) => {
            (r#""an access token""#, "    .bearer(\"an access token\")\n".to_owned())
        }
        Some((_, Carrier::Basic)) => {
            (r#""user", "password""#, "    .basic(\"user\", \"password\")\n".to_owned())
        }
        Some((name, _)) => (r#""a key""#, format!("    .api_key({}, \"a key\")\n", string(name))),
    };
    if address(facts).is_some() {
        return format!("Client::new({values})?;");
    }
    let server = facts.api.servers.first();
    let mut place =
        if server.is_none() { "    .base_url(\"https://…\")\n".to_owned() } else { String::new() };
    for variable in server.iter().flat_map(|server| &server.variables) {
        if variable.default.is_empty() {
            place.extend(["    .server_variable(", &string(&variable.name), ", \"…\")\n"]);
        }
    }
    format!("Client::builder()\n{place}{call}    .build()?;")
}

/// Where the service is, if the document says so.
pub(super) fn address(facts: Facts<'_>) -> Option<String> {
    facts.api.servers.first()?.address()
}

/// What `new` says and takes to sign in some way, and what it does with that.
fn sign_in(name: &str, carrier: &Carrier) -> (Vec<String>, TokenStream, TokenStream) {
    let about = |text: String| vec![String::new(), text];
    match carrier {
        Carrier::Bearer => (
            about("`token` is a bearer token, without the word `Bearer`.".to_owned()),
            quote!(token: impl Into<Token>),
            quote!(.bearer(token)),
        ),
        Carrier::Basic => (
            about("Signs in by user and password.".to_owned()),
            quote!(user: &str, password: &str),
            quote!(.basic(user, password)),
        ),
        Carrier::Http(_) | Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => (
            about(format!("`key` is the key of the scheme {}.", docs::code(name))),
            quote!(key: impl Into<String>),
            quote!(.api_key(#name, key)),
        ),
    }
}
