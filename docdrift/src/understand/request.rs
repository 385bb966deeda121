//! Requests: the lines that say method and address, and the messages shown as examples.

use crate::page::{Operation, Said};
use crate::words::method_of;

/// Adds a request; one that differs from another by its query alone is the same operation.
pub(super) fn add(operations: &mut Vec<Operation>, line: usize, method: &str, uri: &str) {
    let Some(method) = method_of(method.trim_matches(['*', '`', ' '])) else { return };
    let uri = uri.split_whitespace().next().unwrap_or_default();
    let mut parts = uri.split(['?', '&']);
    let path = below_server(parts.next().unwrap_or_default());
    let query: Vec<Said> = parts
        .map(|part| part.split('=').next().unwrap_or_default().trim_matches(['{', '}']))
        .filter(|name| !name.is_empty())
        .map(|name| Said { line, text: name.to_owned() })
        .collect();
    let same = operations.iter_mut().find(|operation| operation.method == method && operation.path == path);
    if let Some(operation) = same {
        let new = |said: &Said| operation.query.iter().all(|known| known.text != said.text);
        let new: Vec<Said> = query.into_iter().filter(new).collect();
        operation.query.extend(new);
    } else {
        let server = server(uri);
        operations.push(Operation {
            line,
            method: method.to_owned(),
            path,
            server,
            query,
            ..Operation::default()
        });
    }
}

/// The server of an address, if it names one.
fn server(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once("://")?;
    let host = rest.split(['/', '?']).next().filter(|host| !host.is_empty() && !host.contains('{'))?;
    Some(format!("{scheme}://{host}"))
}

/// The path of an address below its server, with the version as the service has it: `/v1/customers`.
fn below_server(uri: &str) -> String {
    let path = match uri.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or("/"),
        None => uri.strip_prefix("{baseURL}").or_else(|| uri.strip_prefix("{baseUrl}")).unwrap_or(uri),
    };
    let path = path.replace("v{version}", "v1");
    if path.starts_with('/') { path } else { format!("/{path}") }
}

/// What a message shown as an example tells of the operations: the headers of a request, the status of an answer.
pub(super) fn example(operations: &mut [Operation], line: usize, text: &str) {
    let mut answer = false;
    for (index, text) in text.lines().enumerate() {
        let line = line + index;
        if text.trim().is_empty() || text.starts_with(['{', '[', ' ']) {
            return;
        }
        if let Some(status) = text.strip_prefix("HTTP/") {
            answer = true;
            let code = status.split_whitespace().nth(1).unwrap_or_default().to_owned();
            for operation in &mut *operations {
                operation.example_statuses.push(Said { line, text: code.clone() });
            }
        } else if let Some((name, _)) = text.split_once(':').filter(|(name, _)| !answer && is_header(name)) {
            for operation in &mut *operations {
                let known = operation.example_headers.iter().any(|said| said.text.eq_ignore_ascii_case(name));
                if !known {
                    operation.example_headers.push(Said { line, text: name.to_owned() });
                }
            }
        }
    }
}

fn is_header(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
