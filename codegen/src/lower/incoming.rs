//! Webhooks and callbacks: what the service sends, as types.

use super::media::is_json;
use super::operation::docs;
use super::{Lowering, extended};
use crate::ir::{Answer, Incoming, Origin, Signature, Type};
use crate::openapi::{self, Document, PathItem, Place};

impl Lowering<'_> {
    /// Lowers what the service sends, after all that it is sent, so that types are named for that first.
    pub(super) fn incoming(&mut self, document: &Document) {
        for item in &document.webhooks {
            for operation in &item.operations {
                let several = item.operations.len() > 1;
                let hint = vec![item.template.clone()];
                let hint = if several { extended(&hint, &operation.method.to_lowercase()) } else { hint };
                self.one_incoming(item, operation, hint, Origin::Webhook(item.template.clone()));
            }
        }
        // One with several bodies is there once for each.
        let lowered = self.api.operations.iter().enumerate();
        let places: Vec<usize> =
            lowered.filter(|(_, operation)| !operation.is_copy).map(|(place, _)| place).collect();
        let written = document.paths.iter().flat_map(|item| &item.operations);
        for (operation, place) in written.zip(places) {
            let id = operation.id.as_ref().map(|id| id.name.clone());
            for (name, items) in &operation.callbacks {
                for (item, own) in
                    items.iter().flat_map(|item| item.operations.iter().map(move |own| (item, own)))
                {
                    let hint = id.iter().cloned().chain([name.clone()]).collect();
                    let (name, url) = (name.clone(), item.template.clone());
                    self.one_incoming(item, own, hint, Origin::Callback { operation: place, name, url });
                }
            }
        }
    }

    fn one_incoming(
        &mut self,
        item: &PathItem,
        written: &openapi::Operation,
        hint: Vec<String>,
        origin: Origin,
    ) {
        let hint = written.id.as_ref().map_or(hint, |id| vec![id.name.clone()]);
        let content = || written.body.iter().flat_map(|body| &body.content);
        let component = written.body.as_ref().and_then(|body| body.component.as_deref());
        let body = content().find(|media| is_json(&media.name)).map(|media| match &media.schema {
            Some(schema) => self.in_component(component, "body", &extended(&hint, "body"), |own, hint| {
                own.usage(schema, hint).inside()
            }),
            None => Type::Json,
        });
        if body.is_none()
            && let Some(media) = content().next()
        {
            let message =
                format!("a request from the service as `{}` has no type: it is no JSON", media.name);
            let found = self.reader.diagnostics().warning("incoming-body", media.at, message).at_key();
            found.help("read its body as it comes");
        }
        let answer = match self.answer(written, &hint).answer {
            Answer::Json(ty) => Some(ty),
            _ => None,
        };
        let (mut docs, method) = (docs(item, written), written.method.clone());
        for parameter in self.own_parameters(item, written) {
            let name = parameter.name.name.replace('`', "'");
            let about = parameter.description.as_ref().map_or(String::new(), |about| format!(": {about}"));
            let text = format!("It comes with the {} `{name}`{about}", place(parameter.place));
            let known = docs.description.take().map(|known| format!("{known}\n\n"));
            docs.description = Some(known.unwrap_or_default() + &text);
        }
        let signature = written.signature.as_ref().map(signature);
        self.api.incoming.push(Incoming { hint, docs, method, origin, body, signature, answer });
    }
}

fn signature(written: &openapi::Signature) -> Signature {
    let openapi::Signature { headers, scheme, algorithm, certificate, hosts, organization } = written.clone();
    Signature { headers, scheme, algorithm, certificate, hosts, organization }
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "part of the path",
        Place::Query | Place::QueryString => "query parameter",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}
