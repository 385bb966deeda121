//! The program: a module for each document, and a function for each call.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use clientgen::{File, Input, Signature};
use clientgen_runtime::Json;

use super::{Client, Result};

const MANIFEST: &str = include_str!("templates/manifest.toml");

/// What a program is called, and what it does with its calls.
pub(super) struct Program<'p> {
    pub(super) name: &'p str,
    pub(super) files: &'static [(&'static str, &'static str)],
}

/// Makes the calls of a suite, compares what comes back, and prints what the server of the suite says.
pub(super) const CONFORMANCE: Program<'_> = Program {
    name: "conformance",
    files: &[
        ("src/main.rs", include_str!("templates/conformance.rs")),
        ("src/report.rs", include_str!("templates/report.rs")),
    ],
};

/// Makes the calls of a document, and prints what comes back.
pub(super) const DOCUMENT: Program<'_> =
    Program { name: "document", files: &[("src/main.rs", include_str!("templates/document.rs"))] };

/// Writes a program.
pub(super) fn write(
    out: &Path,
    program: &Program<'_>,
    calls: &Json,
    clients: &BTreeMap<String, Client>,
) -> Result<()> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize()?;
    let manifest = MANIFEST.replace("{runtime}", &runtime.display().to_string());
    let mut files = vec![
        file("Cargo.toml", manifest.replace("{name}", program.name)),
        file("src/given.rs", include_str!("templates/given.rs").to_owned()),
    ];
    files.extend(program.files.iter().map(|(path, text)| file(path, (*text).to_owned())));
    let mut functions = BTreeMap::<&str, String>::new();
    let mut modules = String::new();
    let mut table = String::new();
    for (scenario, entry) in calls.as_object().ok_or("the call table is no object")? {
        for (index, call) in entry["calls"].as_array().into_iter().flatten().enumerate() {
            let place = format!("{scenario}#{index}");
            match function(call, &format!("{}_{index}", scenario.to_lowercase()), clients) {
                Ok((client, name, text)) => {
                    functions.entry(&client.module).or_default().push_str(&text);
                    writeln!(table, "    ({place:?}, |given| Box::pin({}::{name}(given))),", client.module)?;
                }
                Err(reason) => {
                    writeln!(
                        table,
                        "    ({place:?}, |_| Box::pin(async {{ Err({reason:?}.to_owned()) }})),"
                    )?;
                }
            }
        }
    }
    for client in clients.values() {
        let Ok(generated) = &client.generated else { continue };
        let module = &client.module;
        writeln!(modules, "mod {module};")?;
        let functions = functions.get(module.as_str()).map_or("", String::as_str);
        files.push(file(
            &format!("src/{module}.rs"),
            format!("{}{functions}", include_str!("templates/calls.rs")),
        ));
        let emitted = generated.module().into_iter();
        files.extend(
            emitted.map(|emitted| file(&format!("src/{module}/client/{}", emitted.path), emitted.text)),
        );
    }
    let table = format!("{modules}\npub const CALLS: &[(&str, Make)] = &[\n{table}];\n");
    files.push(file("src/table.rs", format!("{}{table}", include_str!("templates/table.rs"))));
    // The modules of the table stand beside it.
    for file in &mut files {
        if let Some(rest) = file.path.strip_prefix("src/doc_") {
            file.path = format!("src/table/doc_{rest}");
        }
    }
    let _ = fs::remove_dir_all(out.join("src/table"));
    fs::create_dir_all(out)?;
    for file in files {
        let path = out.join(file.path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, file.text)?;
    }
    Ok(())
}

fn file(path: &str, text: String) -> File {
    File { path: path.to_owned(), text }
}

/// The function that makes a call, with its name; or why there is none.
fn function<'c>(
    call: &Json,
    name: &str,
    clients: &'c BTreeMap<String, Client>,
) -> std::result::Result<(&'c Client, String, String), String> {
    let document = call["doc"].as_str().ok_or("the document has no such operation")?;
    let client = clients.get(document).ok_or("there is no such document")?;
    let generated = client.generated.as_ref().map_err(|reason| format!("{}: {reason}", client.name))?;
    let is_called = |signature: &&Signature| {
        let verb = call["method"].as_str().unwrap_or("");
        signature.verb.eq_ignore_ascii_case(verb) && Some(signature.path.as_str()) == call["path"].as_str()
    };
    let mut signatures = generated.signatures().filter(is_called);
    let first = signatures.next().ok_or("the client has no such operation")?;
    let media = call["args"]["body"]["mediaType"].as_str().unwrap_or("");
    // One operation for each kind of body, where there are several.
    let has_body = |signature: &&Signature| signature.bodies.iter().any(|body| body == media);
    let signature = Some(first).filter(has_body).or_else(|| signatures.find(has_body)).unwrap_or(first);
    let arguments = signature.inputs.iter().filter(|input| input.required).map(value);
    let arguments: Vec<String> = arguments.collect();
    let schemes = &signature.schemes;
    let mut text = format!(
        "\npub async fn {name}(given: &Given<'_>) -> Result<(), String> {{\n    let client: client::Client = given.client(client::Client::builder(), &{schemes:?})?;\n    \
         let request = client{}.{}({});\n",
        steps(signature),
        signature.method,
        arguments.join(", "),
    );
    for input in signature.inputs.iter().filter(|input| !input.required && is_given(call, input)) {
        text.extend(["    let request = request.", &input.ident, "(", &value(input), ");\n"]);
    }
    let inputs = signature.steps.iter().flat_map(|(_, inputs)| inputs).chain(&signature.inputs);
    let said: Vec<String> = inputs.map(|input| format!("({:?}, {:?})", input.place, input.name)).collect();
    text.extend(["    given.check(&[", &said.join(", "), "])?;\n"]);
    if is_resumable(call, signature) {
        text.push_str("    given.follow(request.clone().events().await).await?;\n");
    }
    let (send, answer) = send(call, signature);
    match answer_by_status(call, signature) {
        None => text.extend(["    let answer = request.", &send, ".response().await;\n"]),
        Some(ty) => text.extend([
            "    let answer = client.as_ref().call::<",
            ty,
            ">(request.to_request()).response().await;\n",
        ]),
    }
    let answer = answer_by_status(call, signature).unwrap_or(answer);
    let reader = match answer {
        "()" => "nothing",
        "runtime::Text" => "text",
        "Bytes" => "bytes",
        _ => "value",
    };
    let (value_type, fault) = (if reader == "value" { "_, " } else { "" }, fault(call, signature));
    text.extend(["    given.", reader, "::<", value_type, fault, ">(answer)\n}\n"]);
    Ok((client, name.to_owned(), text))
}

/// The calls that lead to the last one, with what they take.
fn steps(signature: &Signature) -> String {
    let step = |(method, inputs): &(String, Vec<Input>)| {
        let arguments: Vec<String> = inputs.iter().map(value).collect();
        format!(".{method}({})", arguments.join(", "))
    };
    signature.steps.iter().map(step).collect()
}

/// How the request is sent, and what its answer is read as: where there are several media types, the one that
/// the call names, or that its answer has.
fn send<'s>(call: &Json, signature: &'s Signature) -> (String, &'s str) {
    let headers = call["args"]["header"].as_object().into_iter().flatten();
    let accept =
        headers.filter(|(name, _)| name.eq_ignore_ascii_case("accept")).find_map(|(_, value)| value.as_str());
    let wanted = accept.or_else(|| call["expect"]["body"]["mediaType"].as_str());
    match wanted.filter(|wanted| signature.offers.iter().any(|offer| offer == wanted)) {
        None => ("send()".to_owned(), &signature.answer),
        Some(wanted) => {
            let value = !matches!(signature.answer.as_str(), "()" | "Bytes" | "runtime::Text");
            let answer = match wanted {
                _ if wanted.contains("json") && value => &signature.answer,
                _ if wanted.contains("json") => "runtime::Json",
                _ if wanted.starts_with("text/") => "runtime::Text",
                _ => "Bytes",
            };
            (format!("send_as::<{answer}>({wanted:?})"), answer)
        }
    }
}

/// Whether a call reads events, which whoever reads them may ask for again.
fn is_resumable(call: &Json, signature: &Signature) -> bool {
    let media = call["expect"]["body"]["mediaType"].as_str();
    signature.verb == "GET" && signature.live == Some("events") && media == Some("text/event-stream")
}

/// The type of the success that a call expects, where that depends on the status.
fn answer_by_status<'s>(call: &Json, signature: &'s Signature) -> Option<&'s str> {
    let status = call["expect"]["status"].to_string();
    let find = |name: &str| signature.answers.iter().find(|(status, _)| status.eq_ignore_ascii_case(name));
    match find(&status).or_else(|| find("2XX")).or_else(|| find("default")) {
        Some((_, ty)) => Some(ty),
        // A failure, which holds none of them.
        None => (!signature.answers.is_empty()).then_some("()"),
    }
}

/// The type of the failure that a call expects.
fn fault<'s>(call: &Json, signature: &'s Signature) -> &'s str {
    let status = call["expect"]["status"].to_string();
    let range = format!("{}XX", status.get(..1).unwrap_or(""));
    let find = |name: &str| signature.faults.iter().find(|(status, _)| status.eq_ignore_ascii_case(name));
    let fault = find(&status).or_else(|| find(&range)).or_else(|| find("default"));
    fault.map_or("runtime::Json", |(_, ty)| ty)
}

fn is_given(call: &Json, input: &Input) -> bool {
    let args = &call["args"];
    match input.place {
        "body" => !args["body"].is_null(),
        "part" => {
            let files = args["body"]["files"].as_array().into_iter().flatten();
            !args["body"]["parts"][&input.name].is_null()
                || files.into_iter().any(|file| file["fieldname"] == input.name.as_str())
        }
        place => args[place].get(&input.name).is_some(),
    }
}

/// The expression for a value.
fn value(input: &Input) -> String {
    let (place, name, ty) = (input.place, &input.name, &input.ty);
    let (method, ty) = match ty.as_str() {
        "runtime::File" => ("file", ""),
        "Vec<runtime::File>" => ("files", ""),
        "runtime::Upload" => ("body_bytes", ""),
        ty => ("read", ty),
    };
    if ty.is_empty() {
        format!("given.{method}({name:?})?")
    } else {
        format!("given.read::<{ty}>({place:?}, {name:?})?")
    }
}
