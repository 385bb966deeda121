//! Reads parts of a JSON text that were passed over before, or whose very bytes matter.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Unexpected};
use serde_json::value::RawValue;
use serde_json::{Map as Object, Value as Json};

use super::context::{Context, Scope, Step};
use super::{fill, scalar};
use crate::value::shape::{Fit, List, Scalar, Slot};

/// A value that is kept to be read later: as text where there is some, since nothing is lost in it.
pub(super) enum Held<'de> {
    Text(&'de RawValue),
    Value(Json),
}

impl<'de> Held<'de> {
    pub(super) fn read<D: Deserializer<'de>>(
        deserializer: D,
        context: &Context<'_>,
    ) -> Result<Self, D::Error> {
        if context.is_text() {
            <&RawValue>::deserialize(deserializer).map(Self::Text)
        } else {
            Json::deserialize(deserializer).map(Self::Value)
        }
    }

    /// The value as JSON.
    pub(super) fn json<E: Error>(&self, context: &Context<'_>) -> Result<Cow<'_, Json>, E> {
        match self {
            Self::Text(raw) => serde_json::from_str(raw.get())
                .map(Cow::Owned)
                .map_err(|error| context.placed(raw.get(), &error)),
            Self::Value(json) => Ok(Cow::Borrowed(json)),
        }
    }

    /// Reads the value into a slot.
    pub(super) fn fill<E: Error>(&self, slot: Slot<'_>, scope: Scope<'_>) -> Result<(), E> {
        match self {
            Self::Text(raw) => {
                reread(raw, slot, scope).map_err(|error| scope.context.placed(raw.get(), &error))
            }
            Self::Value(json) => fill(slot, json, scope).map_err(E::custom),
        }
    }
}

/// The properties of an object that was taken apart.
type Entries<'e> = Vec<(Cow<'e, str>, Held<'e>)>;

/// The object that some properties are of.
pub(super) fn object<E: Error>(
    entries: Entries<'_>,
    context: &Context<'_>,
) -> Result<Object<String, Json>, E> {
    entries
        .into_iter()
        .map(|(key, value)| Ok((key.into_owned(), value.json(context)?.into_owned())))
        .collect()
}

/// Reads the object that some properties are of into a slot.
pub(super) fn refill<E: Error>(entries: Entries<'_>, slot: Slot<'_>, context: &Context<'_>) -> Result<(), E> {
    let text = if context.is_text() { Some(text(&entries)) } else { None };
    // That there is such an object also says that it is not too deep.
    let object = object(entries, context)?;
    let scope = Scope::strict(context);
    match text {
        None => Held::Value(Json::Object(object)).fill(slot, scope),
        Some(text) => {
            let raw = RawValue::from_string(text).map_err(E::custom)?;
            Held::Text(&raw).fill(slot, scope)
        }
    }
}

/// The text of an object, its values as they were written.
fn text(entries: &Entries<'_>) -> String {
    let mut out = String::from("{");
    for (key, value) in entries {
        let value = match value {
            Held::Text(raw) => Cow::Borrowed(raw.get()),
            Held::Value(json) => Cow::Owned(json.to_string()),
        };
        let comma = if out.len() > 1 { "," } else { "" };
        out.extend([comma, &Json::from(&**key).to_string(), ":", &value]);
    }
    out.push('}');
    out
}

fn reread(raw: &RawValue, slot: Slot<'_>, scope: Scope<'_>) -> Result<(), serde_json::Error> {
    fill(slot, &mut serde_json::Deserializer::from_str(raw.get()), scope)
}

/// Reads the items of a list, but for those that cannot be read.
pub(super) fn salvage<'de, A: SeqAccess<'de>>(
    mut items: A,
    list: &mut dyn List,
    scope: Scope<'_>,
) -> Result<(), A::Error> {
    let context = scope.context;
    let mut index = 0;
    loop {
        let item = items.next_element::<&RawValue>().inspect_err(|_| context.note(Step::Item(index)))?;
        let Some(raw) = item else { return Ok(()) };
        if let Err(error) = context.whole(|| reread(raw, list.push(), scope)) {
            list.pop();
            let error = context.placed(raw.get(), &error);
            context.reject(index, raw.get(), &error);
        }
        index += 1;
    }
}

/// Reads what is made from digits, as they stand there.
pub(super) fn digits<'de, D: Deserializer<'de>>(
    deserializer: D,
    place: &mut dyn Scalar,
    scope: Scope<'_>,
) -> Result<(), D::Error> {
    let parsed = scalar::Parsed { place, lenient: true };
    if !scope.context.is_text() {
        return deserializer.deserialize_any(parsed);
    }
    let raw = <&RawValue>::deserialize(deserializer)?;
    let read = match raw.get().as_bytes() {
        [b'-' | b'0'..=b'9', ..] => take(parsed.place, raw.get()),
        _ => serde_json::Deserializer::from_str(raw.get()).deserialize_any(parsed),
    };
    read.map_err(|error| scope.context.placed(raw.get(), &error))
}

/// Hands a string to what is made from one. It may be a secret, so errors do not quote it.
pub(super) fn take<E: Error>(place: &mut dyn Scalar, text: &str) -> Result<(), E> {
    match place.set(text) {
        Fit::Listed | Fit::Taken | Fit::Unlisted | Fit::Kept => Ok(()),
        Fit::Refused(expected) => Err(E::invalid_value(Unexpected::Other("value"), &expected)),
    }
}
