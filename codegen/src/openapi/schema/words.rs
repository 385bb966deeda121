//! What parts have to say of a schema that is nothing of what it is: words beside a `$ref`, and what has to be there.

use super::{Kind, Schema};

/// Says which properties can never be there.
pub(super) fn forbidden(schema: &mut Schema) {
    let never = schema.properties.iter().filter(|(_, property)| property.trivial == Some(false));
    let never: Vec<String> = never.map(|(name, _)| format!("never with {}", code(name))).collect();
    schema.limits.extend(never);
}

/// Says which properties alternatives demand that do nothing else.
pub(super) fn demands(schema: &mut Schema) {
    let only = |part: &Schema| {
        let bare = !part.required.is_empty() && part.properties.is_empty();
        bare && is_words(&Schema { required: Vec::new(), ..part.clone() })
    };
    if schema.any_of.is_empty() || !schema.any_of.iter().all(|part| only(part)) {
        return;
    }
    let names = |part: &Schema| {
        let names: Vec<String> = part.required.iter().map(|named| code(&named.name)).collect();
        names.join(" and ")
    };
    let sets: Vec<String> = schema.any_of.iter().map(|part| names(part)).collect();
    schema.limits.push(format!("with {}", sets.join(" or ")));
}

/// Says what texts hold that are taken as they are.
pub(super) fn content(schema: &mut Schema) {
    let text = schema.kinds.iter().any(|(kind, _)| *kind == Kind::String);
    if let (true, None, Some(media)) = (text, &schema.more.content, &schema.more.media_type) {
        let holds = format!("holds {}", code(media));
        schema.limits.push(holds);
    }
}

fn code(name: &str) -> String {
    format!("`{}`", name.replace('`', "'"))
}

/// Takes what such parts say as the schema's own words, and the parts away.
pub(super) fn take(schema: &mut Schema) {
    let parts = std::mem::take(&mut schema.all_of);
    for part in parts {
        if is_words(&part) { say(schema, &part) } else { schema.all_of.push(part) }
    }
}

fn say(schema: &mut Schema, part: &Schema) {
    let prefer = |own: &mut Option<String>, other: &Option<String>| {
        if own.is_none() {
            own.clone_from(other);
        }
    };
    prefer(&mut schema.title, &part.title);
    prefer(&mut schema.description, &part.description);
    schema.more.change(|more| {
        prefer(&mut more.docs_url, &part.more.docs_url);
        prefer(&mut more.client_name, &part.more.client_name);
    });
    schema.setter = schema.setter.or(part.setter);
    schema.deprecated |= part.deprecated;
    schema.nullable |= part.nullable;
    if schema.kinds.is_empty() {
        schema.kinds.clone_from(&part.kinds);
    }
    if schema.notes.is_empty() {
        schema.notes.clone_from(&part.notes);
    }
}

fn is_words(part: &Schema) -> bool {
    let object = part.kinds.iter().all(|(kind, _)| *kind == Kind::Object);
    let members = part.properties.is_empty() && part.required.is_empty() && part.additional.is_none();
    let items = part.items.is_none() && part.more.prefix.is_empty();
    let others = part.all_of.is_empty() && part.any_of.is_empty() && part.more.discriminator.is_none();
    let values = part.values.is_none() && part.constant.is_none() && part.format.is_none();
    let narrower = !part.limits.is_empty() || !part.checks.is_empty() || part.more.min_items > 0;
    let content = part.more.media_type.is_some() || part.more.content.is_some() || part.more.xml.is_some();
    let is_schema = part.reference.is_some() || part.trivial.is_some();
    let ours = !part.more.errors.is_empty() || part.rules != super::Rules::default();
    object && members && items && others && values && !narrower && !content && !is_schema && !ours
}
