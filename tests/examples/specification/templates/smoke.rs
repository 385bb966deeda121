//! Calls each operation once, with what the examples of the specification say.

use partner_center::runtime::{Builder, Bytes, Client, Error, File, Response, Retry, Value, decode};
use serde_json::Value as Json;

use crate::table::OPERATIONS;

/// What a call says, and where it goes.
pub struct Given<'g> {
    base: &'g str,
    said: &'g Json,
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
    pub fn outcome<T>(&self, answer: Result<Response<T>, Error>) -> Result<(), String> {
        match answer {
            Ok(response) => {
                response.header(VIOLATIONS).map_or(Ok(()), |what| Err(format!("violations: {what}")))
            }
            Err(error) => {
                let body =
                    error.response().map(|response| String::from_utf8_lossy(response.body()).into_owned());
                let violations = error.response().and_then(|response| response.header(VIOLATIONS));
                Err(format!("{error} {} {}", body.unwrap_or_default(), violations.unwrap_or_default()))
            }
        }
    }
}

/// Makes the calls, and prints how many there were, and each that failed.
pub async fn run(document: usize, base: &str, said: &[u8]) -> bool {
    let said: Json = serde_json::from_slice(said).expect("the arguments are JSON");
    let (mut count, mut failures) = (0, Vec::new());
    for (index, operation) in
        OPERATIONS.iter().enumerate().filter(|(_, operation)| operation.document == document)
    {
        count += 1;
        let given = Given { base, said: &said[index] };
        if let Err(reason) = (operation.call)(&given).await {
            let reason: String = reason.chars().take(1200).collect();
            failures.push(format!("{} ({} {}): {reason}", operation.id, operation.verb, operation.path));
        }
    }
    println!("{} of {count} operations are called, and their answers read", count - failures.len());
    failures.iter().for_each(|failure| println!("- {failure}"));
    failures.is_empty() && count > 0
}
