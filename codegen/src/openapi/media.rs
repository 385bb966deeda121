//! Media types of bodies, and how the parts of forms are written.

use std::rc::Rc;

use super::Named;
use super::read::Reader;
use super::schema::{self, Schema};
use crate::diagnostic::Pointer;

/// One media type of a body, and what it holds.
#[derive(Debug)]
pub(crate) struct Media {
    pub(crate) at: Pointer,
    pub(crate) name: String,
    pub(crate) schema: Option<Rc<Schema>>,
    /// `itemSchema`: one item of a body that is a sequence.
    pub(crate) item: Option<Rc<Schema>>,
    /// How parts are written, by the names of the parts.
    pub(crate) parts: Vec<(String, Part)>,
}

/// `encoding`: how a property of a form is written.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) at: Pointer,
    pub(crate) media: Option<String>,
    pub(crate) style: Option<Named>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
}

pub(super) fn media(reader: &mut Reader<'_>, at: Pointer) -> Option<Media> {
    let name = reader.sources().name(at).to_owned();
    let target = reader.follow(at)?;
    let mut object = reader.object(target, "a media type")?;
    let schema = object.get("schema").and_then(|at| object.within(|reader| schema::schema(reader, at)));
    let item = object.get("itemSchema").and_then(|at| object.within(|reader| schema::schema(reader, at)));
    object.ignore(&["example", "examples"]);
    let parts = object.entries("encoding", encoding);
    object.unsupported(&["itemEncoding", "prefixEncoding"]);
    object.finish();
    Some(Media { at, name, schema, item, parts })
}

fn encoding(reader: &mut Reader<'_>, at: Pointer) -> Option<(String, Part)> {
    let name = reader.sources().name(at).to_owned();
    let mut object = reader.object(at, "an encoding")?;
    let part = Part {
        at,
        media: object.text("contentType"),
        style: object.name("style"),
        explode: object.flag("explode"),
        allow_reserved: object.flag("allowReserved").unwrap_or_default(),
    };
    object.unsupported(&["headers"]);
    object.finish();
    Some((name, part))
}
