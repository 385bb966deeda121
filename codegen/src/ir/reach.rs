//! Which types the operations of an area need.

use crate::diagnostic::Pointer;

use super::{Answer, Api, Live, Operation, Rest, Shape, Type, TypeId};

impl Api {
    /// By type: the area whose operations need it, if no other area does.
    pub(crate) fn homes(&self) -> Vec<Option<usize>> {
        let mut needed: Vec<Vec<usize>> = vec![Vec::new(); self.types.len()];
        for area in 0..self.areas.len() {
            let mut open = Vec::new();
            for (_, operation) in self.operations_of(area) {
                operation.types(&mut |ty| collect(ty, &mut open));
                let headers =
                    operation.answer_headers.iter().filter_map(|&index| self.answer_headers.get(index));
                headers.for_each(|header| collect(&header.ty, &mut open));
            }
            while let Some(id) = open.pop() {
                let Some(areas) = needed.get_mut(id.0).filter(|areas| areas.last() != Some(&area)) else {
                    continue;
                };
                areas.push(area);
                self.def(id).shape.types(&mut |ty| collect(ty, &mut open));
            }
        }
        let home = |areas: Vec<usize>| match areas.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        needed.into_iter().map(home).collect()
    }
}

impl Operation {
    /// Calls back for the types of what it takes and gives.
    pub(crate) fn types(&self, visit: &mut impl FnMut(&Type)) {
        self.parameters.iter().for_each(|parameter| visit(&parameter.ty));
        self.body.iter().for_each(|body| visit(&body.ty));
        let answers = self.answers.iter().chain(&self.faults).map(|(_, answer)| answer).chain([&self.answer]);
        answers.filter_map(Answer::ty).for_each(&mut *visit);
        self.live.iter().filter_map(Live::ty).for_each(&mut *visit);
        self.paging.iter().for_each(|paging| visit(&paging.item));
        self.polling.iter().filter_map(|polling| polling.outcome.ty()).for_each(visit);
    }
}

impl Shape {
    /// Calls back for the type of each member.
    pub(crate) fn types(&self, visit: &mut impl FnMut(&Type)) {
        match self {
            Self::Struct { fields, rest } | Self::Tuple { fields, rest } => {
                for field in fields {
                    visit(&field.ty);
                }
                if let Rest::Of(ty) = rest {
                    visit(ty);
                }
            }
            Self::Union { variants, .. } => variants.iter().for_each(|variant| visit(&variant.ty)),
            Self::Alias(ty) => visit(ty),
            Self::Enum { .. } => {}
        }
    }

    /// The same, to change them.
    pub(crate) fn types_mut(&mut self, visit: &mut impl FnMut(&mut Type)) {
        match self {
            Self::Struct { fields, rest } | Self::Tuple { fields, rest } => {
                for field in fields {
                    visit(&mut field.ty);
                }
                if let Rest::Of(ty) = rest {
                    visit(ty);
                }
            }
            Self::Union { variants, .. } => variants.iter_mut().for_each(|variant| visit(&mut variant.ty)),
            Self::Alias(ty) => visit(ty),
            Self::Enum { .. } => {}
        }
    }

    /// Calls back for the place of each member, to change it.
    pub(crate) fn places_mut(&mut self, visit: &mut impl FnMut(&mut Pointer)) {
        match self {
            Self::Struct { fields, .. } | Self::Tuple { fields, .. } => {
                for field in fields {
                    visit(&mut field.at);
                }
            }
            Self::Enum { values, .. } => values.iter_mut().for_each(|value| visit(&mut value.at)),
            Self::Union { variants, .. } => variants.iter_mut().for_each(|variant| visit(&mut variant.at)),
            Self::Alias(_) => {}
        }
    }
}

fn collect(ty: &Type, into: &mut Vec<TypeId>) {
    ty.for_each_def(&mut |id| into.push(id));
}
