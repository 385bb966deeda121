//! Arrays: lists of one kind of item, and tuples whose items are known by their place.

use std::rc::Rc;

use super::{Lowering, docs_of, extended};
use crate::ir::{Access, Field, Rest, Shape, Type};
use crate::openapi::Schema;

impl Lowering<'_> {
    pub(super) fn array(&mut self, schema: &Schema, hint: &[String]) -> Type {
        if !schema.more.prefix.is_empty() {
            let array = Rc::new(schema.clone());
            return self
                .hoist(&array.clone(), hint, move |lowering, hint| lowering.tuple_shape(&array, hint));
        }
        let Some(items) = &schema.items else {
            return Type::List(Box::new(Type::Json));
        };
        let hint = extended(hint, "item");
        Type::List(Box::new(self.usage(&items.clone(), &hint).inside()))
    }

    /// The item at each place. One that nothing says has to be there may be missing, and with it all after it.
    pub(super) fn tuple_shape(&mut self, schema: &Schema, hint: &[String]) -> Shape {
        let fields = schema.more.prefix.iter().enumerate().filter_map(|(index, item)| {
            let word = item.more.client_name.clone().or_else(|| item.title.clone());
            let word = word.or_else(|| item.more.xml.as_ref()?.name.clone());
            let words =
                word.map_or_else(|| vec!["item".to_owned(), (index + 1).to_string()], |word| vec![word]);
            let usage = self.usage(item, &[hint, &words].concat());
            Some(Field {
                at: item.at?,
                name: index.to_string(),
                hint: words,
                docs: docs_of(item),
                required: index < schema.more.min_items,
                nullable: usage.nullable,
                lenient: false,
                access: Access::Both,
                limits: self.limits(item),
                xml: self.xml_of_item(item),
                ty: usage.ty,
            })
        });
        let fields = fields.collect();
        let rest = match &schema.items {
            None => Rest::Unsaid,
            Some(items) if items.trivial == Some(false) => Rest::Closed,
            Some(items) => Rest::Of(self.usage(&items.clone(), &extended(hint, "item")).inside()),
        };
        Shape::Tuple { fields, rest }
    }
}
