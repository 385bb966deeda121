//! Objects as forms: one pair for each property, or for each item of one.

use super::{Shape, Style, inside, is_nothing, properties, query, query_text, shape};
use crate::error::Result;
use crate::value::{Json, View};

/// The properties of an object as a form, some of them in a style of their own.
///
/// Without one, what has properties itself is JSON, so that its own names stay apart from those of the form
/// (`address=%7B%22city%22…`), and each item of a list is a pair.
pub(crate) fn form(view: View<'_>, styles: &[(&str, Style)]) -> Result<String> {
    let style = |name: &str, value| {
        let own = styles.iter().find(|(known, _)| *known == name).map(|(_, style)| *style);
        own.unwrap_or(if is_object(value) { Style::JSON } else { Style::FORM })
    };
    let parts = properties(view).into_iter();
    let parts = parts.filter(|(_, value)| !is_nothing(*value));
    let parts = parts.filter_map(|(name, value)| query(name, value, style(name, value)).transpose());
    Ok(parts.collect::<Result<Vec<_>>>()?.join("&"))
}

fn is_object(view: View<'_>) -> bool {
    matches!(inside(view), View::Model(_) | View::Map(_) | View::Json(Json::Object(_)))
}

/// All parameters of a query in one value: an object by its properties, anything else as a text.
pub(crate) fn whole_query(view: View<'_>) -> Result<Option<String>> {
    let mut parts = Vec::new();
    match shape("query", view)? {
        Shape::Nothing => return Ok(None),
        Shape::Object(_) => parts.push(form(view, &[])?),
        Shape::One(text) => parts.push(query_text(&text)),
        Shape::List(list) => parts.extend(list.iter().map(|item| query_text(item))),
    }
    Ok(Some(parts.join("&")).filter(|text| !text.is_empty()))
}
