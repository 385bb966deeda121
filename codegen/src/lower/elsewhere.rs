//! Components that only bring in a schema of another file.

use super::Lowering;
use crate::diagnostic::Pointer;

impl Lowering<'_> {
    /// Takes note of the components that are nothing but a reference to a schema of their own name in another file:
    /// `Pet: { $ref: pets.yaml#/Pet }`. Both are one definition, where two would have to share the name.
    pub(super) fn elsewhere(&mut self, components: &[Pointer]) {
        let sources = self.reader.sources();
        for &at in components {
            let mut members = sources.members(at);
            let (Some(("$ref", reference)), None) = (members.next(), members.next()) else { continue };
            // What somebody has chosen for the component is not chosen for the other one.
            if sources.marks.name(at).is_some() || sources.marks.ty(at).is_some() {
                continue;
            }
            let target = sources.text(reference).and_then(|text| sources.resolve(reference, text).ok());
            let whole = target.filter(|target| {
                sources.name(*target) == sources.name(at)
                    && !components.contains(target)
                    && sources.member(*target, "$ref").is_none()
            });
            if let Some(whole) = whole {
                self.elsewhere.insert(at, whole);
            }
        }
    }
}
