//! Writes a program that reads examples by operation, and that calls each operation once.
//!
//! What a call looks like in Rust comes from [`clientgen::Generated::signatures`]; what it says, from the examples of
//! the specification, which the program reads while it runs.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use clientgen::{Input, Signature};
use serde_json::{Map, Value as Json, json};

use super::Result;
use super::document::{self, Operation};

/// Writes the program into a folder, for documents and the modules of the crate `partner-center` with their clients.
pub(super) fn write(out: &Path, documents: &[(&Path, &str)]) -> Result<()> {
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated").canonicalize()?;
    let (mut modules, mut table, mut arguments) = (String::new(), String::new(), Vec::new());
    for (number, (path, module)) in documents.iter().enumerate() {
        let generated = clientgen::generate(path).map_err(|report| report.to_string())?;
        let operations = document::operations(path)?;
        writeln!(
            modules,
            "mod document_{number} {{\n{}use {module} as client;\n",
            include_str!("templates/uses.rs")
        )?;
        for (index, signature) in generated.signatures().enumerate() {
            let operation = operations.iter().find(|operation| operation.id == signature.id);
            let operation = operation.ok_or_else(|| format!("there is no operation {}", signature.id))?;
            let said = said(operation);
            modules.push_str(&functions(index, signature, &said));
            row(&mut table, number, index, signature, operation)?;
            arguments.push(said);
        }
        modules.push_str("}\n\n");
    }
    let table = format!(
        "{}\npub const OPERATIONS: &[Operation] = &[\n{table}];\n\n{modules}",
        include_str!("templates/table.rs")
    );
    let manifest = include_str!("templates/manifest.toml").replace("{client}", &client.display().to_string());
    let files = [
        ("Cargo.toml", manifest),
        ("arguments.json", Json::Array(arguments).to_string()),
        ("src/main.rs", include_str!("templates/main.rs").to_owned()),
        ("src/compare.rs", include_str!("templates/compare.rs").to_owned()),
        ("src/examples.rs", include_str!("templates/examples.rs").to_owned()),
        ("src/smoke.rs", include_str!("templates/smoke.rs").to_owned()),
        ("src/table.rs", table),
    ];
    fs::create_dir_all(out.join("src"))?;
    for (name, text) in files {
        fs::write(out.join(name), text)?;
    }
    Ok(())
}

/// What the examples of an operation say, by place and name. The properties of a body are the parts of a form.
fn said(operation: &Operation) -> Json {
    let mut said = Map::new();
    for parameter in &operation.parameters {
        let place = parameter["in"].as_str().unwrap_or_default();
        let name = parameter["name"].as_str().unwrap_or_default();
        if let Some(example) = example(parameter) {
            said.entry(place).or_insert_with(|| json!({}))[name] = example;
        }
    }
    if let Some(example) = example(&operation.body) {
        said.insert("part".to_owned(), example.clone());
        said.insert("body".to_owned(), json!({ "body": example }));
    }
    Json::Object(said)
}

/// The first example of a parameter or a body: its own, one of its media types, or that of its schema.
fn example(of: &Json) -> Option<Json> {
    let own = of.get("example").cloned();
    let first = || of["examples"].as_object()?.values().next()?.get("value").cloned();
    let content = || of["content"].as_object()?.values().find_map(example);
    let schema = || {
        let schema = of.get("schema")?;
        schema.get("example").or_else(|| schema["examples"].get(0)).or_else(|| schema.get("default")).cloned()
    };
    own.or_else(first).or_else(content).or_else(schema)
}

fn row(
    table: &mut String,
    number: usize,
    index: usize,
    signature: &Signature,
    operation: &Operation,
) -> Result<()> {
    let plain = [("2XX".to_owned(), signature.answer.clone())];
    let answers = if signature.answers.is_empty() { &plain[..] } else { &signature.answers };
    let reads = |types: &[(String, String)]| -> String {
        let reads: Vec<String> =
            types.iter().map(|(status, ty)| format!("({status:?}, {})", read(number, ty))).collect();
        reads.join(", ")
    };
    let is_form = signature.inputs.iter().any(|input| input.place == "part");
    let body = signature.inputs.iter().find(|input| input.place == "body");
    let body = body.map_or_else(|| "None".to_owned(), |body| format!("Some({})", read(number, &body.ty)));
    writeln!(
        table,
        "    Operation {{\n        document: {number},\n        id: {:?},\n        verb: {:?},\n        path: {:?},\n        \
         answers: &[{}],\n        faults: &[{}],\n        body: {body},\n        is_form: {is_form},\n        \
         call: |given| Box::pin(document_{number}::call_{index}(given)),\n    }},",
        signature.id,
        signature.verb,
        operation.address(),
        reads(answers),
        reads(&signature.faults),
    )?;
    Ok(())
}

/// The function that reads a type and writes it again.
fn read(number: usize, ty: &str) -> String {
    let place = |ty: &str| ty.replace("models::", &format!("document_{number}::models::"));
    match ty {
        "()" => "nothing".to_owned(),
        "Bytes" | "runtime::Text" | "runtime::Upload" => "raw".to_owned(),
        ty => format!("reread::<{}>", place(ty)),
    }
}

/// The function that makes the call of an operation.
fn functions(index: usize, signature: &Signature, said: &Json) -> String {
    let list = |inputs: &[Input]| inputs.iter().map(value).collect::<Vec<_>>().join(", ");
    let required: Vec<Input> = signature.inputs.iter().filter(|input| input.required).cloned().collect();
    let steps: Vec<String> =
        signature.steps.iter().map(|(method, inputs)| format!(".{method}({})", list(inputs))).collect();
    let steps = steps.concat();
    let mut text = format!(
        "    pub async fn call_{index}(given: &Given<'_>) -> Result<Judged, String> {{\n        \
         let client: client::Client = given.client(client::Client::builder())?;\n        \
         let request = client{steps}.{}({});\n",
        signature.method,
        list(&required),
    );
    let is_said = |input: &&Input| !input.required && said[input.place].get(&input.name).is_some();
    for input in signature.inputs.iter().filter(is_said) {
        text.extend(["        let request = request.", &input.ident, "(", &value(input), ");\n"]);
    }
    text.push_str("        given.outcome(request.send().response().await)\n    }\n\n");
    text
}

/// The expression for a value.
fn value(input: &Input) -> String {
    match input.ty.as_str() {
        "runtime::File" => "given.file()".to_owned(),
        "Vec<runtime::File>" => "vec![given.file()]".to_owned(),
        "runtime::Upload" => "given.bytes()".to_owned(),
        ty => format!("given.read::<{ty}>({:?}, {:?})?", input.place, input.name),
    }
}
