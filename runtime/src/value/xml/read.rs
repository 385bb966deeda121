//! Reads XML into slots.

use serde_json::Value as Json;

use super::element::{Element, XmlError, local};
use super::{XmlField, XmlPlace, place, said_place};
use crate::value::field::{Field, Variant};
use crate::value::read;
use crate::value::shape::{List, Map, Model, Slot, Union, Value};

/// Reads an XML document. Its outermost element may have any name, and prefixes are not compared.
///
/// # Errors
///
/// If `text` is not XML, or not a `T`.
pub fn decode_xml<T: Value>(text: &str) -> Result<T, XmlError> {
    let root = Element::parse(text)?;
    let mut value = T::blank();
    element(value.slot(), &root)?;
    Ok(value)
}

/// Reads a value from an element of its own.
fn element(slot: Slot<'_>, from: &Element) -> Result<(), XmlError> {
    match slot {
        Slot::Optional(place) if from.is_nil() => place.set_null(),
        Slot::Optional(place) => return element(place.set_blank(), from),
        Slot::OptionalText(place) if from.is_nil() => *place = None,
        Slot::Model(place) => return model(place, from, None, true),
        Slot::List(list) => return items(list, from.children.iter()),
        Slot::Map(map) => return entries(map, from),
        Slot::Json(place) => *place = from.json(),
        Slot::Union(place) => return union(place, from),
        Slot::Tuple(place) => {
            let children: Vec<&Element> = from.children.iter().collect();
            return tuple(place, &children, Some(from));
        }
        slot => return scalar(slot, &from.text),
    }
    Ok(())
}

fn items<'e>(list: &mut dyn List, from: impl Iterator<Item = &'e Element>) -> Result<(), XmlError> {
    list.clear();
    for (index, item) in from.enumerate() {
        element(list.push(), item).map_err(|error| error.within(&format!("[{index}]")))?;
    }
    Ok(())
}

fn entries(map: &mut dyn Map, from: &Element) -> Result<(), XmlError> {
    map.clear();
    for child in &from.children {
        element(map.insert(&child.name), child).map_err(|error| error.within(&child.name))?;
    }
    Ok(())
}

/// Reads the items of a tuple, one after the other. One that has a name is at its place only if it is called so.
fn tuple(tuple: &mut dyn Model, children: &[&Element], around: Option<&Element>) -> Result<(), XmlError> {
    let (fields, facts) = (tuple.fields(), tuple.xml());
    let mut next = 0;
    for (index, field) in fields.iter().enumerate() {
        let fact = said_place(facts, index);
        let slot = tuple.slot_at(index);
        let found = match fact.map(|fact| (fact.place, fact.name)) {
            Some((XmlPlace::Text | XmlPlace::CData, _)) => {
                let text = around.map(|around| around.text_before(next)).filter(|text| !text.is_empty());
                text.map(|text| scalar(slot, text))
            }
            Some((XmlPlace::Attribute, name)) => {
                around.and_then(|around| around.attribute(name)).map(|text| scalar(slot, text))
            }
            said => {
                let name = said.map(|(_, name)| name).filter(|name| !name.is_empty());
                let child =
                    children.get(next).filter(|child| name.is_none_or(|name| local(&child.name) == name));
                next += usize::from(child.is_some());
                child.map(|child| element(slot, child))
            }
        };
        match found {
            Some(read) => read.map_err(|error| error.within(&format!("[{index}]")))?,
            None if field.is_required() => {
                return Err(XmlError::new("missing").within(&format!("[{index}]")));
            }
            None => {}
        }
    }
    match tuple.slot_at(fields.len()) {
        Slot::List(rest) => items(rest, children.iter().skip(next).copied()),
        _ => Ok(()),
    }
}

/// Reads a model; `tag` is what tells it from others, and no property unless it has one of that name. One that has
/// no element of its own takes of the one around it what it names, and is not `whole`.
fn model(model: &mut dyn Model, from: &Element, tag: Option<&str>, whole: bool) -> Result<(), XmlError> {
    let (fields, facts) = (model.fields(), model.xml());
    let mut known: Vec<String> = tag.map(str::to_owned).into_iter().collect();
    for (index, field) in fields.iter().enumerate() {
        let fact = place(facts, index, field.name());
        let found = match fact.place {
            XmlPlace::Text | XmlPlace::CData => Some(scalar(model.slot_at(index), &from.text)),
            XmlPlace::Attribute => {
                known.push(format!("@{}", fact.name));
                attribute(model.slot_at(index), field, from.attribute(fact.name))
            }
            XmlPlace::Inline => inline(model.slot_at(index), from, &mut known),
            XmlPlace::Element => {
                let mut named: Vec<&Element> = called(from, fact.name);
                if named.is_empty() {
                    // A schema that is referred to may give its name to the element, or not.
                    named = called(from, field.name());
                }
                known.extend(named.iter().map(|element| element.name.clone()));
                several(model.slot_at(index), fact, &named)
            }
        };
        match found {
            Some(read) => read.map_err(|error| error.within(field.name()))?,
            None if field.is_required() && !matches!(model.slot_at(index), Slot::List(_)) => {
                return Err(XmlError::new("missing").within(field.name()));
            }
            None => {}
        }
    }
    if let Slot::Map(rest) = model.slot_at(fields.len()) {
        rest.clear();
        if whole {
            others(rest, from, &known)?;
        }
    }
    Ok(())
}

/// Keeps the elements that are none of the known properties; attributes too, as `@name`, where there can be any JSON.
fn others(rest: &mut dyn Map, from: &Element, known: &[String]) -> Result<(), XmlError> {
    let takes_any = matches!(rest.insert("@"), Slot::Json(_));
    rest.clear();
    for child in from.children.iter().filter(|child| !known.contains(&child.name)) {
        element(rest.insert(&child.name), child).map_err(|error| error.within(&child.name))?;
    }
    for (name, text) in from.own_attributes().filter(|_| takes_any) {
        let name = format!("@{name}");
        if !known.contains(&name) {
            scalar(rest.insert(&name), text)?;
        }
    }
    Ok(())
}

/// Reads an attribute. `null` is none, so that one that has to be there is `null` if it can be.
fn attribute(slot: Slot<'_>, field: &Field, text: Option<&str>) -> Option<Result<(), XmlError>> {
    match (slot, text) {
        (slot, Some(text)) => Some(scalar(slot, text)),
        (Slot::Optional(place), None) if field.is_required() => {
            place.set_null();
            Some(Ok(()))
        }
        (_, None) => None,
    }
}

/// Reads what has no element of its own; `None`, if nothing of it is there. `known` gets the names of what is, those of
/// attributes as `@name`.
fn inline(slot: Slot<'_>, from: &Element, known: &mut Vec<String>) -> Option<Result<(), XmlError>> {
    match slot {
        Slot::Optional(place) => {
            let found = inline(place.set_blank(), from, known);
            if found.is_none() {
                place.set_absent();
            }
            found
        }
        Slot::Model(place) => {
            named(Slot::Model(&mut *place), from)?;
            for (index, field) in place.fields().iter().enumerate() {
                let fact = super::place(place.xml(), index, field.name());
                known.extend(called(from, fact.name).iter().map(|element| element.name.clone()));
                known.push(format!("@{}", fact.name));
            }
            Some(model(place, from, None, false))
        }
        Slot::Tuple(place) => {
            let names = place.xml().iter().map(|(_, fact)| fact.name).collect::<Vec<_>>();
            let items = from.children.iter().filter(|child| names.contains(&local(&child.name)));
            let items: Vec<&Element> = items.collect();
            known.extend(items.iter().map(|element| element.name.clone()));
            known.extend(names.iter().map(|name| format!("@{name}")));
            (!items.is_empty()).then(|| tuple(place, &items, Some(from)))
        }
        _ => None,
    }
}

fn called<'e>(from: &'e Element, name: &str) -> Vec<&'e Element> {
    from.children.iter().filter(|child| local(&child.name) == name).collect()
}

/// Reads the variant that the tag selects, or else the one that names most of what the element has; what fits none
/// is kept as JSON.
///
/// Only one variant is read: what is in it can be unions again, and trying them all would take as long as there are
/// ways through them.
fn union(union: &mut dyn Union, from: &Element) -> Result<(), XmlError> {
    if union.tag().is_none() && from.children.is_empty() && from.attributes.is_empty() {
        return read::loosely(from.json(), Slot::Union(union)).map_err(XmlError::new);
    }
    let (variants, tag) = (union.variants(), union.tag());
    let (chosen, tag) = match tag {
        Some(tag) => {
            let told = (0..variants.len()).find(|&index| {
                let said = tag_of(union.choose(index), tag, from);
                said.is_some_and(|said| {
                    variants.get(index).is_some_and(|variant| variant.tags().contains(&said))
                })
            });
            match told {
                Some(index) => (Some(index), Some(tag)),
                // What the tag says is more than the variant is.
                None => (variants.iter().position(Variant::is_fallback), None),
            }
        }
        None => {
            let scored = (0..variants.len())
                .filter_map(|index| Some((named(union.choose(index), from)?, std::cmp::Reverse(index))));
            (scored.max().map(|(_, std::cmp::Reverse(index))| index), None)
        }
    };
    if let Some(index) = chosen {
        return match union.choose(index) {
            Slot::Model(place) => model(place, from, tag, true),
            slot => element(slot, from),
        };
    }
    if let Slot::Json(place) = union.choose(variants.len()) {
        *place = from.json();
    }
    Ok(())
}

/// What an element says for the tag of a variant: where the model has it, or else in an attribute or an element of
/// that name.
fn tag_of<'e>(slot: Slot<'_>, tag: &str, from: &'e Element) -> Option<&'e str> {
    let name = match slot {
        Slot::Model(model) => {
            let index = model.fields().iter().position(|field| field.name() == tag);
            index.and_then(|index| said_place(model.xml(), index)).map(|fact| fact.name)
        }
        _ => None,
    };
    let said = |name: &str| {
        from.attribute(name).or_else(|| called(from, name).first().map(|child| child.text.trim()))
    };
    name.and_then(said).or_else(|| said(tag))
}

/// How much of an element a value names; `None`, if that is nothing, or it lacks what it has to have.
fn named(slot: Slot<'_>, from: &Element) -> Option<usize> {
    match slot {
        Slot::Optional(place) => named(place.set_blank(), from),
        Slot::Model(model) => {
            let mut count = 0;
            for (index, field) in model.fields().iter().enumerate() {
                let fact = place(model.xml(), index, field.name());
                let has = match fact.place {
                    XmlPlace::Text | XmlPlace::CData => !from.text.trim().is_empty(),
                    XmlPlace::Attribute => from.attribute(fact.name).is_some(),
                    XmlPlace::Inline => true,
                    XmlPlace::Element => {
                        [fact.name, field.name()].iter().any(|name| !called(from, name).is_empty())
                    }
                };
                let text = matches!(fact.place, XmlPlace::Text | XmlPlace::CData);
                if !has && field.is_required() && !text && !matches!(model.slot_at(index), Slot::List(_)) {
                    return None;
                }
                count += usize::from(has);
            }
            (count > 0).then_some(count)
        }
        Slot::Map(_) | Slot::Json(_) | Slot::Union(_) => Some(0),
        Slot::List(_) => from.attributes.is_empty().then_some(0),
        _ => None,
    }
}

/// Reads a property from the elements of its name; `None`, if there are none.
fn several(slot: Slot<'_>, fact: XmlField, named: &[&Element]) -> Option<Result<(), XmlError>> {
    let first = *named.first()?;
    Some(match slot {
        Slot::Optional(place) if first.is_nil() => {
            place.set_null();
            Ok(())
        }
        Slot::Optional(place) => return several(place.set_blank(), fact, named),
        Slot::List(list) if fact.item.is_none() => items(list, named.iter().copied()),
        Slot::Tuple(place) if fact.item.is_none() => tuple(place, named, None),
        slot => element(slot, first),
    })
}

/// Reads a text. Numbers and flags may have space around them.
fn scalar(slot: Slot<'_>, text: &str) -> Result<(), XmlError> {
    let text = match slot {
        Slot::Text(_) | Slot::OptionalText(_) | Slot::Scalar(_) | Slot::Json(_) => text,
        Slot::Optional(place) => return scalar(place.set_blank(), text),
        _ => text.trim(),
    };
    read::loosely(Json::from(text), slot).map_err(XmlError::new)
}
