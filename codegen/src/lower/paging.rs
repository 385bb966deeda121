//! Paging: from property paths in the document to facts that hold.

mod inferred;

use super::Lowering;
use crate::diagnostic::Pointer;
use crate::ir::{Answer, Paging, Parameter, Piece, Place, Position, Token, TokenFrom, TokenTo, Type};
use crate::openapi::{self, Named, PageRules};

impl Lowering<'_> {
    /// How the pages of a list follow each other: as `x-ms-pageable` says, or else as names tell.
    pub(super) fn pages(
        &mut self,
        written: &openapi::Operation,
        path: &[Piece],
        answer: &Answer,
        parameters: &[Parameter],
        own: &[&openapi::Parameter],
    ) -> Option<Paging> {
        match &written.paging {
            Some(rules) => self.paging(rules, written.at, answer.ty(), parameters),
            None if self.infers_paging => {
                self.inferred_paging(&written.method, path, answer, parameters, own)
            }
            None => None,
        }
    }

    /// Lowers `x-ms-pageable`. That its paths exist is checked once all types are known.
    fn paging(
        &mut self,
        rules: &PageRules,
        at: Pointer,
        answer: Option<&Type>,
        parameters: &[Parameter],
    ) -> Option<Paging> {
        let Some(page) = answer else {
            let message = "an operation without a JSON answer has no pages";
            self.reader.diagnostics().error("paging", at, message).help("remove `x-ms-pageable`");
            return None;
        };
        let items = rules
            .items
            .as_ref()
            .map_or_else(|| self.default_items(page), |name| self.steps_in(page, &name.name));
        let Some(Type::List(item)) = self.walk(page, &items) else {
            let at = rules.items.as_ref().map_or(at, |name| name.at);
            let message = format!("a page has no list at `{}`", items.join("."));
            let found = self.reader.diagnostics().error("paging", at, message);
            found.help("`itemName` is the property that holds the items of a page");
            return None;
        };
        self.page_has([&rules.next_link, &rules.next_headers], page);
        let token = rules.token.as_ref().map(|token| Token {
            from: match &token.from {
                openapi::TokenFrom::Property(name) => {
                    self.page_has([&Some(name.clone())], page);
                    TokenFrom::Property(self.steps_in(page, &name.name))
                }
                openapi::TokenFrom::Header(name) => TokenFrom::Header(name.clone()),
            },
            to: match &token.to {
                openapi::TokenTo::Header(name) => TokenTo::Header(name.clone()),
                openapi::TokenTo::Query(name) => {
                    self.takes(name, parameters);
                    TokenTo::Query(name.name.clone())
                }
            },
            query: token.query.clone(),
        });
        let position = rules.position.as_ref().map(|position| {
            self.takes(&position.parameter, parameters);
            position.size.iter().for_each(|size| self.takes(size, parameters));
            self.page_has([&position.total], page);
            Position {
                parameter: position.parameter.name.clone(),
                counts_pages: position.counts_pages,
                first: position.first,
                size: position.size.as_ref().map(|size| size.name.clone()),
                total: self.path_in(page, position.total.as_ref()),
            }
        });
        let next_link = self.path_in(page, rules.next_link.as_ref());
        let next_headers = self.path_in(page, rules.next_headers.as_ref());
        Some(Paging { items, item: *item, next_link, next_headers, token, position })
    }

    /// Azure's default is `value`; a page that is a list needs no name.
    fn default_items(&self, page: &Type) -> Vec<String> {
        match self.walk(page, &[]) {
            Some(Type::List(_)) => Vec::new(),
            _ => vec!["value".to_owned()],
        }
    }

    fn path_in(&self, page: &Type, name: Option<&Named>) -> Vec<String> {
        name.map(|name| self.steps_in(page, &name.name)).unwrap_or_default()
    }

    /// Reports property paths that a page does not have.
    fn page_has<'n>(&mut self, names: impl IntoIterator<Item = &'n Option<Named>>, page: &Type) {
        for name in names.into_iter().flatten() {
            if self.walk(page, &self.steps_in(page, &name.name)).is_none() {
                let message = format!("a page has no property `{}`", name.name);
                let found = self.reader.diagnostics().error("paging", name.at, message);
                found.help("write the names of the properties from the page down, with dots between them");
            }
        }
    }

    /// Reports a query parameter that the operation does not take.
    fn takes(&mut self, name: &Named, parameters: &[Parameter]) {
        let takes =
            parameters.iter().any(|parameter| parameter.place == Place::Query && parameter.name == name.name);
        if !takes {
            let message = format!("the operation takes no query parameter `{}`", name.name);
            let found = self.reader.diagnostics().error("paging", name.at, message);
            found.help(format!("declare it: `{{name: {}, in: query, schema: {{…}}}}`", name.name));
        }
    }
}
