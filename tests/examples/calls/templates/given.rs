//! One call of the table: what it says, and what should come back.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clientgen_runtime::{
    Builder, Bytes, Client, Error, Events, File, FromEvent, Response, Retry, Text, Value, decode, encode,
};
use serde_json::{Value as Json, json};
use tokio::time::timeout;

pub struct Given<'c> {
    pub base: &'c str,
    pub call: &'c Json,
    /// Whether what was decoded is what was sent.
    pub alike: &'c dyn Fn(&Json, &Json) -> bool,
}

impl Given<'_> {
    /// A client that signs in as the call does, by the schemes that its operation takes.
    pub fn client<C: From<Client>>(&self, builder: Builder<C>, schemes: &[(&str, &str)]) -> Result<C, String> {
        let mut builder = builder.base_url(&format!("{}{}", self.base, self.prefix())).retry(Retry::none());
        let scheme = |carrier: String| schemes.iter().find(|(_, known)| known.eq_ignore_ascii_case(&carrier)).map(|(name, _)| *name);
        for (name, value) in self.call["auth"].as_object().into_iter().flatten() {
            let value = value.as_str().unwrap_or("");
            let places = ["header", "query", "cookie"].iter().find_map(|place| scheme(format!("{place} {name}")));
            builder = match (places, value.split_once(' ')) {
                (Some(scheme), _) => builder.api_key(scheme, value),
                (None, Some(("Bearer", token))) => builder.bearer(token),
                (None, Some(("Basic", coded))) => {
                    let pair = STANDARD.decode(coded).map_err(|error| error.to_string())?;
                    let pair = String::from_utf8(pair).map_err(|error| error.to_string())?;
                    let (user, password) = pair.split_once(':').ok_or("no user and password")?;
                    builder.basic(user, password)
                }
                (None, Some((word, key))) => {
                    let name = scheme(format!("http {word}")).ok_or("not expressible: no such scheme")?;
                    builder.api_key(name, key)
                }
                (None, None) => return Err(format!("not expressible: no scheme puts a key into `{name}`")),
            };
        }
        builder.build().map_err(|error| format!("no client: {error:?}"))
    }

    /// What stands in the URI before the path.
    fn prefix(&self) -> String {
        let uri = self.call["uri"].as_str().unwrap_or("").replace('\\', "");
        let mut path = self.call["path"].as_str().unwrap_or("").to_owned();
        for (name, value) in self.call["args"]["path"].as_object().into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            path = path.replace(&format!("{{{name}}}"), &text);
        }
        let path = path.split('?').next().unwrap_or("");
        uri.strip_suffix(path.trim_end_matches('/')).map(|prefix| prefix.trim_end_matches('/')).unwrap_or("").to_owned()
    }

    pub fn read<T: Value>(&self, place: &str, name: &str) -> Result<T, String> {
        let args = &self.call["args"];
        let json = match place {
            "body" => match args["body"].get("json") {
                Some(json) => json.clone(),
                None if args["body"]["mediaType"].as_str().is_some_and(is_lines) => lines(&self.body_bytes(name)?)?,
                None if args["body"]["text"].is_string() => args["body"]["text"].clone(),
                // The document wants a body that the server does not look at.
                None => return Ok(T::blank()),
            },
            "part" => args["body"]["parts"][name].clone(),
            place => args[place][name].clone(),
        };
        let text = json.to_string().replace("{BASE}", self.base);
        // The table has read numbers out of parts that are text to the document, as all parts are on the wire.
        if let (false, Ok(value)) = (place != "part" || json.is_string(), decode(json!(text).to_string().as_bytes())) {
            return Ok(value);
        }
        decode(text.as_bytes()).map_err(|error| format!("not expressible: {place} `{name}` is {text}: {error}"))
    }

    pub fn body_bytes(&self, _: &str) -> Result<Bytes, String> {
        let body = &self.call["args"]["body"];
        match (body["bytes"].as_str(), body["text"].as_str().or(body["xml"].as_str()), body.get("json")) {
            (Some(bytes), ..) => STANDARD.decode(bytes).map(Bytes::from).map_err(|error| error.to_string()),
            (_, Some(text), _) => Ok(text.to_owned().into()),
            (.., Some(json)) => Ok(json.to_string().into()),
            _ => Err("not expressible: no bytes for the body".to_owned()),
        }
    }

    pub fn files(&self, name: &str) -> Result<Vec<File>, String> {
        let files = self.call["args"]["body"]["files"].as_array().into_iter().flatten();
        let file = |file: &Json| {
            let bytes = STANDARD.decode(file["data"]["$base64"].as_str().unwrap_or("")).map_err(|error| error.to_string())?;
            let named = File::new(bytes).named(file["filename"].as_str().unwrap_or(""));
            Ok(named.of_type(file["mimetype"].as_str().unwrap_or("")))
        };
        files.filter(|file| file["fieldname"] == name).map(file).collect()
    }

    pub fn file(&self, name: &str) -> Result<File, String> {
        self.files(name)?.into_iter().next().ok_or_else(|| format!("not expressible: no file for `{name}`"))
    }

    /// Whether the request can say all that the call says.
    pub fn check(&self, inputs: &[(&str, &str)]) -> Result<(), String> {
        for place in ["path", "query", "cookie"] {
            for name in self.call["args"][place].as_object().into_iter().flatten().map(|(name, _)| name) {
                if !inputs.contains(&(place, name)) {
                    let constant = self.call["args"][place][name].is_string();
                    if !constant {
                        return Err(format!("not expressible: the client has no {place} `{name}`"));
                    }
                }
            }
        }
        Ok(())
    }

    /// Compares an answer that is JSON.
    pub fn value<T: Value, F: Value>(&self, answer: Answer<T>) -> Result<(), String> {
        let Some(response) = self.success::<T, F>(answer)? else { return Ok(()) };
        let body = &self.call["expect"]["body"];
        match body.get("json") {
            Some(expected) => self.same(expected, &encode(response.value().view())),
            None if body.is_null() => Ok(()),
            None => Err(format!("the answer is JSON to the client, and should be {}", body["mediaType"])),
        }
    }

    /// Compares an answer without a body.
    pub fn nothing<F: Value>(&self, answer: Answer<()>) -> Result<(), String> {
        match self.success::<(), F>(answer)? {
            Some(_) if !self.call["expect"]["body"].is_null() => Err("the client drops the body".to_owned()),
            _ => Ok(()),
        }
    }

    /// Compares an answer that is text.
    pub fn text<F: Value>(&self, answer: Answer<Text>) -> Result<(), String> {
        match self.success::<Text, F>(answer)? {
            Some(response) => self.same_bytes(response.value().as_bytes()),
            None => Ok(()),
        }
    }

    /// Reads events, and goes on past the end of the connection if they have ids to go on from, as browsers do.
    pub async fn follow<T: FromEvent>(&self, answer: Result<Events<T>, Error>) -> Result<(), String> {
        let mut events = answer.map_err(|error| error.to_string())?.reconnecting();
        let expected = STANDARD.decode(self.call["expect"]["body"]["bytes"].as_str().unwrap_or(""));
        let expected = String::from_utf8(expected.unwrap_or_default()).unwrap_or_default();
        let mut count = expected.matches("\n\n").count();
        while count > 0 || !events.last_id().is_empty() {
            match timeout(Duration::from_secs(10), events.next()).await {
                Ok(Some(Ok(_))) if count > 0 => count -= 1,
                Ok(Some(Ok(_)) | None) => return Ok(()),
                Ok(Some(Err(error))) => return Err(format!("an event cannot be read: {error}")),
                Err(_) => return Err("no event comes".to_owned()),
            }
        }
        Ok(())
    }

    /// Compares an answer that is bytes.
    pub fn bytes<F: Value>(&self, answer: Answer<Bytes>) -> Result<(), String> {
        match self.success::<Bytes, F>(answer)? {
            Some(response) => self.same_bytes(response.value()),
            None => Ok(()),
        }
    }

    /// The response, if a success was expected. An expected failure is compared here.
    fn success<T, F: Value>(&self, answer: Answer<T>) -> Result<Option<Response<T>>, String> {
        let expect = &self.call["expect"];
        let expected = expect["status"].as_u64().unwrap_or(200);
        let status = answer.as_ref().map_or_else(|error| error.status(), |response| Some(response.status()));
        let same = status.is_some_and(|status| u64::from(status.as_u16()) == expected);
        match answer {
            Ok(response) if same => {
                for (name, value) in expect["headers"].as_object().into_iter().flatten() {
                    if response.header(name) != value.as_str() {
                        return Err(format!("the header {name} is {:?} instead of {value}", response.header(name)));
                    }
                }
                Ok(Some(response))
            }
            Ok(response) => Err(format!("status {} instead of {expected}", response.status())),
            Err(error) if same && expected >= 300 => {
                let Some(expected) = expect["body"].get("json") else { return Ok(None) };
                let fault = error.fault::<F>().ok_or("the body of the failure is not as declared")?;
                self.same(expected, &encode(fault.view())).map(|()| None)
            }
            Err(error) => {
                let body = error.response().map(|response| String::from_utf8_lossy(response.body()).into_owned());
                Err(format!("{error} {}", body.unwrap_or_default()))
            }
        }
    }

    fn same(&self, expected: &Json, found: &[u8]) -> Result<(), String> {
        let expected = expected.to_string().replace("{BASE}", self.base);
        let wanted: Json = serde_json::from_str(&expected).map_err(|error| error.to_string())?;
        let found: Json = serde_json::from_slice(found).map_err(|error| error.to_string())?;
        if (self.alike)(&wanted, &found) { Ok(()) } else { Err(format!("decoded {found} instead of {expected}")) }
    }

    fn same_bytes(&self, found: &[u8]) -> Result<(), String> {
        let body = &self.call["expect"]["body"];
        let expected = match (body["bytes"].as_str(), body["text"].as_str(), body["xml"].as_str(), body.get("json")) {
            (Some(bytes), ..) => STANDARD.decode(bytes).map_err(|error| error.to_string())?,
            (_, Some(text), ..) => text.as_bytes().to_vec(),
            (_, _, Some(xml), _) => xml.replace("{BASE}", self.base).into_bytes(),
            (.., Some(json)) => return self.same(json, found),
            _ => return Ok(()),
        };
        if found == expected { Ok(()) } else { Err(format!("{} bytes instead of {}", found.len(), expected.len())) }
    }
}

type Answer<T> = Result<Response<T>, Error>;

fn is_lines(media_type: &str) -> bool {
    media_type.contains("jsonl") || media_type.contains("ndjson") || media_type.contains("json-seq")
}

/// The list that some lines of JSON are.
fn lines(bytes: &[u8]) -> Result<Json, String> {
    let lines = serde_json::Deserializer::from_slice(bytes).into_iter::<Json>();
    lines.collect::<Result<Vec<_>, _>>().map(Json::Array).map_err(|error| error.to_string())
}
