//! Looking into a value: properties, items, text.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value as Json;

use super::embedded;
use super::field::Field;
use super::shape::{Map, Model, Union, View};

impl<'a> View<'a> {
    /// Whether nothing was set.
    #[must_use]
    pub fn is_absent(self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The text, if the value is a string.
    #[must_use]
    pub fn as_str(self) -> Option<&'a str> {
        match self.unwrapped() {
            Self::Text(text) | Self::Secret(text) => Some(text),
            Self::Json(json) => json.as_str(),
            _ => None,
        }
    }

    /// The value as text, if it is a string, a number or a boolean.
    ///
    /// ```
    /// use clientgen_runtime::Value;
    ///
    /// assert_eq!(true.view().to_text().as_deref(), Some("true"));
    /// assert_eq!(7.view().to_text().as_deref(), Some("7"));
    /// assert_eq!(f64::NAN.view().to_text(), None);
    /// ```
    #[must_use]
    pub fn to_text(self) -> Option<Cow<'a, str>> {
        let text = match self.unwrapped() {
            Self::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
            Self::I64(value) => Cow::Owned(value.to_string()),
            Self::U64(value) => Cow::Owned(value.to_string()),
            Self::F32(value) if value.is_finite() => Cow::Owned(value.to_string()),
            Self::F64(value) if value.is_finite() => Cow::Owned(value.to_string()),
            Self::Text(text) | Self::Secret(text) => Cow::Borrowed(text),
            Self::Digits(value) | Self::Printed(value) => Cow::Owned(value.to_string()),
            Self::Embedded(value) => Cow::Owned(embedded::text(value)),
            Self::Json(Json::String(text)) => Cow::Borrowed(text.as_str()),
            Self::Json(json @ (Json::Bool(_) | Json::Number(_))) => Cow::Owned(json.to_string()),
            _ => return None,
        };
        Some(text)
    }

    /// The value at the end of a path of property names; [`View::Absent`] where it leads nowhere.
    ///
    /// ```
    /// use clientgen_runtime::Value;
    ///
    /// let page = serde_json::json!({ "links": { "next": { "uri": "/customers?seek=2" } } });
    /// let next = page.view().walk(&["links", "next", "uri"]);
    /// assert_eq!(next.as_str(), Some("/customers?seek=2"));
    /// ```
    #[must_use]
    pub fn walk(self, path: &[&str]) -> Self {
        path.iter().fold(self, |view, name| view.property(name))
    }

    /// The property of an object, known or not; [`View::Absent`] if there is none.
    #[must_use]
    pub fn property(self, name: &str) -> Self {
        match self {
            Self::Model(model) => property(model, name),
            Self::Union(union) => match tag(union) {
                Some(tag) if tag.name == name => Self::Text(tag.value),
                _ => union.chosen().1.property(name),
            },
            Self::Map(map) => map.get(name),
            Self::Json(json) => json.get(name).map_or(Self::Absent, Self::Json),
            _ => Self::Absent,
        }
    }

    /// Calls `visit` with each property of an object that has one, as it is written, until it fails.
    ///
    /// # Errors
    ///
    /// What `visit` fails with.
    pub fn each_property<E>(self, mut visit: impl FnMut(&'a str, Self) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::Model(model) => properties(model, None, |name, view| visit(name.text, *view)),
            Self::Union(union) => match tag(union) {
                Some(Tag { name, value, model }) => {
                    visit(name, Self::Text(value))?;
                    properties(model, Some(name), |name, view| visit(name.text, *view))
                }
                None => union.chosen().1.each_property(visit),
            },
            Self::Map(map) => entries(map, visit),
            Self::Json(Json::Object(object)) => {
                object.iter().try_for_each(|(name, value)| visit(name, Self::Json(value)))
            }
            _ => Ok(()),
        }
    }

    /// The items of an array; nothing, if the value is none.
    pub fn items(self) -> impl Iterator<Item = Self> {
        let view = self.unwrapped();
        let count = match view {
            Self::List(list) => list.len(),
            Self::Json(Json::Array(items)) => items.len(),
            _ => 0,
        };
        (0..count).map(move |index| match view {
            Self::List(list) => list.get(index),
            Self::Json(json) => json.get(index).map_or(Self::Absent, Self::Json),
            _ => Self::Absent,
        })
    }

    /// What a union holds; any other value itself.
    pub(super) fn unwrapped(mut self) -> Self {
        while let Self::Union(union) = self {
            self = union.chosen().1;
        }
        self
    }
}

fn property<'a>(model: &'a dyn Model, name: &str) -> View<'a> {
    let fields = model.fields();
    let field = Field::find(fields, 0, name).or_else(|| Field::find_in_any_case(fields, name));
    match field.map(|field| model.view_at(field)) {
        Some(View::Absent) | None => model.view_at(fields.len()).property(name),
        Some(view) => view,
    }
}

/// The name of a property.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    /// Whether it is known that the name can stand in JSON as it is.
    pub(super) is_plain: bool,
}

/// The tag that a union adds to the model it holds.
pub(super) struct Tag<'a> {
    pub(super) name: &'static str,
    pub(super) value: &'a str,
    pub(super) model: &'a dyn Model,
}

/// Finds the tag of a tagged union, which is written before all else.
///
/// The model may have the tag as a property, and may stand for several tags: its own value counts if it is
/// one of them.
pub(super) fn tag(union: &dyn Union) -> Option<Tag<'_>> {
    let name = union.tag()?;
    let (variant, View::Model(model)) = union.chosen() else {
        return None;
    };
    let variant = union.variants().get(variant)?;
    let (own, tags) = (property(model, name).as_str(), variant.tags());
    if variant.is_fallback() {
        // It says itself what it is, or that it is nothing else.
        return own.map(|value| Tag { name, value, model });
    }
    let own = own.filter(|own| tags.contains(own));
    Some(Tag { name, value: own.or(tags.first().copied())?, model })
}

/// Calls `visit` with each property that is written, except for `without`.
///
/// An unknown property by the name of a known one is written where the known one is left out.
// Lends the views: to copy one is slow right after it has been put together.
pub(super) fn properties<'a, E>(
    model: &'a dyn Model,
    without: Option<&str>,
    mut visit: impl FnMut(Name<'a>, &View<'a>) -> Result<(), E>,
) -> Result<(), E> {
    let fields = model.fields();
    for (index, field) in fields.iter().enumerate() {
        let view = model.view_at(index);
        if is_written(*field, &view) && without.is_none_or(|name| name != field.name()) {
            visit(Name { text: field.name(), is_plain: field.is_plain() }, &view)?;
        }
    }
    let View::Map(rest) = model.view_at(fields.len()) else {
        return Ok(());
    };
    if rest.is_empty() {
        return Ok(());
    }
    entries(rest, |name, view| {
        let mut known = fields.iter().enumerate().filter(|(_, field)| field.name() == name);
        if without == Some(name) || known.any(|(index, field)| is_written(*field, &model.view_at(index))) {
            return Ok(());
        }
        visit(Name { text: name, is_plain: false }, &view)
    })
}

/// Calls `visit` with each entry, until it fails.
fn entries<'a, E>(
    map: &'a dyn Map,
    mut visit: impl FnMut(&'a str, View<'a>) -> Result<(), E>,
) -> Result<(), E> {
    let mut result = Ok(());
    map.each(&mut |key, view| {
        if result.is_ok() {
            result = visit(key, view);
        }
    });
    result
}

/// Whether a property is written: if it is required, or if there is something in it.
fn is_written(field: Field, view: &View<'_>) -> bool {
    field.is_required()
        || match *view {
            View::Absent => false,
            View::List(list) => field.is_kept_empty() || !list.is_empty(),
            View::Map(map) => field.is_kept_empty() || !map.is_empty(),
            _ => true,
        }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Absent => f.write_str("absent"),
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::I64(value) => value.fmt(f),
            Self::U64(value) => value.fmt(f),
            Self::F32(value) => value.fmt(f),
            Self::F64(value) => value.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Digits(value) => value.fmt(f),
            Self::Printed(value) => value.to_string().fmt(f),
            Self::Embedded(value) => value.view().fmt(f),
            Self::Secret(_) => f.write_str("[redacted]"),
            Self::Json(json) => json.fmt(f),
            Self::List(_) => f.debug_list().entries(self.items()).finish(),
            Self::Union(union) if tag(union).is_none() => union.chosen().1.fmt(f),
            Self::Model(_) | Self::Map(_) | Self::Union(_) => {
                let mut map = f.debug_map();
                self.each_property(|name, view| {
                    map.entry(&name, &view);
                    fmt::Result::Ok(())
                })?;
                map.finish()
            }
        }
    }
}
