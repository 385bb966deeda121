//! Calls each operation once, with what the examples of the specification say.

use partner_center::runtime::{Builder, Bytes, Client, Error, File, Response, Retry, Value, decode};
use serde_json::Value as Json;

use crate::table::OPERATIONS;

/// What a call says, and where it goes.
pub struct Given<'g> {
    base: &'g str,
    said: &'g Json,
    is_form: bool,
}

/// What the server could say of a request.
pub enum Judged {
    /// All that it says is right, and so is the answer.
    Yes,
    /// Its body is a form, whose parts the server takes for text, whatever the specification says that they are.
    NotTheParts,
}

/// The header in which the server says what is wrong with a request, or with its own answer.
const VIOLATIONS: &str = "sl-violations";

impl Given<'_> {
    pub fn client<C: From<Client>>(&self, builder: Builder<C>) -> Result<C, String> {
        let builder = builder.base_url(self.base).bearer("a-token").retry(Retry::none());
        builder.build().map_err(|error| format!("no client: {error:?}"))
    }

    pub fn read<T: Value>(&self, place: &str, name: &str) -> Result<T, String> {
        let said = self.said[place].get(name).ok_or_else(|| format!("{place} {name} has no example"))?;
        decode(said.to_string().as_bytes()).map_err(|error| format!("{place} {name} is {said}: {error}"))
    }

    pub fn file(&self) -> File {
        File::new(self.bytes()).named("example.txt")
    }

    pub fn bytes(&self) -> Bytes {
        Bytes::from_static(b"example")
    }

    /// Whether the server found nothing wrong with the request, and the client nothing with the answer.
    pub fn outcome<T>(&self, answer: Result<Response<T>, Error>) -> Result<Judged, String> {
        let error = match answer {
            Ok(response) => {
                let violations = response.header(VIOLATIONS);
                return violations.map_or(Ok(Judged::Yes), |what| Err(format!("violations: {what}")));
            }
            Err(error) => error,
        };
        let response = error.response();
        let violations = response.and_then(|response| response.header(VIOLATIONS)).unwrap_or_default();
        if self.is_form && are_of_parts(violations) {
            return Ok(Judged::NotTheParts);
        }
        let body = response.map(|response| String::from_utf8_lossy(response.body()).into_owned());
        Err(format!("{error} {} {violations}", body.unwrap_or_default()))
    }
}

/// Whether violations are nothing but parts of a form that are no text.
fn are_of_parts(violations: &str) -> bool {
    let violations: Vec<Json> = serde_json::from_str(violations).unwrap_or_default();
    let is_part =
        |one: &Json| one["location"][0] == "request" && one["location"][1] == "body" && one["code"] == "type";
    !violations.is_empty() && violations.iter().all(is_part)
}

/// Makes the calls, and prints how many there were, and each that failed.
pub async fn run(document: usize, base: &str, said: &[u8]) -> bool {
    let said: Json = serde_json::from_slice(said).expect("the arguments are JSON");
    let (mut count, mut failures, mut forms) = (0, Vec::new(), Vec::new());
    let operations = OPERATIONS.iter().enumerate();
    for (index, operation) in operations.filter(|(_, operation)| operation.document == document) {
        count += 1;
        let name = format!("{} ({} {})", operation.id, operation.verb, operation.path);
        let given = Given { base, said: &said[index], is_form: operation.is_form };
        match (operation.call)(&given).await {
            Ok(Judged::Yes) => {}
            Ok(Judged::NotTheParts) => forms.push(name),
            Err(reason) => {
                failures.push(format!("{name}: {}", reason.chars().take(1200).collect::<String>()))
            }
        }
    }
    let whole = count - failures.len() - forms.len();
    println!("{whole} of {count} operations are called, and their answers read");
    forms.iter().for_each(|form| println!("- {form}: called, but the server cannot read its parts"));
    failures.iter().for_each(|failure| println!("- {failure}"));
    failures.is_empty() && count > 0
}
