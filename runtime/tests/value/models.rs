//! Models as the generator prints them, one for each shape.

pub mod careless;
mod event;
mod filter;
mod fish;
#[cfg(feature = "decimal")]
mod priced;

use std::collections::BTreeMap;

use clientgen_runtime::{Field, Json, Model, Secret, Slot, Unrecognized, Value, View, model, string_enum};

pub use event::{Created, Event, Tree};

pub use filter::{CompoundFilter, CustomerFilter, SimpleFilter};
pub use fish::{Fish, Shark};
#[cfg(feature = "decimal")]
pub use priced::{Charge, Priced};

/// A model that keeps unknown properties.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Customer {
    pub id: Option<String>,
    pub company_profile: Option<CompanyProfile>,
    pub relationship_to_partner: Option<RelationshipToPartner>,
    pub allow_delegated_access: Option<bool>,
    pub custom_domains: Vec<String>,
    pub seats: Option<i32>,
    pub password: Option<Secret>,
    pub additional_properties: BTreeMap<String, Json>,
}

impl Model for Customer {
    fn blank() -> Self {
        Self::default()
    }

    fn fields(&self) -> &'static [Field] {
        const {
            &[
                Field::optional("id"),
                Field::optional("companyProfile"),
                Field::optional("relationshipToPartner"),
                Field::optional("allowDelegatedAccess"),
                Field::optional("customDomains"),
                Field::optional("seats"),
                Field::optional("password"),
            ]
        }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.id.slot(),
            1 => self.company_profile.slot(),
            2 => self.relationship_to_partner.slot(),
            3 => self.allow_delegated_access.slot(),
            4 => self.custom_domains.slot(),
            5 => self.seats.slot(),
            6 => self.password.slot(),
            _ => self.additional_properties.slot(),
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.id.view(),
            1 => self.company_profile.view(),
            2 => self.relationship_to_partner.view(),
            3 => self.allow_delegated_access.view(),
            4 => self.custom_domains.view(),
            5 => self.seats.view(),
            6 => self.password.view(),
            _ => self.additional_properties.view(),
        }
    }
}

model!(Customer);

/// A model with required properties, which does not keep unknown ones.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CompanyProfile {
    pub domain: String,
    pub tenant_id: Option<String>,
}

impl CompanyProfile {
    pub fn new(domain: impl Into<String>) -> Self {
        Self { domain: domain.into(), tenant_id: None }
    }
}

impl Model for CompanyProfile {
    fn blank() -> Self {
        Self { domain: Value::blank(), tenant_id: Value::blank() }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::required("domain"), Field::optional("tenantId")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.domain.slot(),
            1 => self.tenant_id.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.domain.view(),
            1 => self.tenant_id.view(),
            _ => View::Absent,
        }
    }
}

model!(CompanyProfile);

/// A generic model.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ResourceCollection<T> {
    pub total_count: Option<i32>,
    pub items: Vec<T>,
}

impl<T: Value> Model for ResourceCollection<T> {
    fn blank() -> Self {
        Self { total_count: Value::blank(), items: Value::blank() }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::optional("totalCount"), Field::optional("items")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.total_count.slot(),
            1 => self.items.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.total_count.view(),
            1 => self.items.view(),
            _ => View::Absent,
        }
    }
}

model!(ResourceCollection<T>);

/// A generic model with two parameters, required properties and a typed map of unknown ones.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct KeyValuePair<K, V> {
    pub key: K,
    /// Required and nullable.
    pub value: Option<V>,
    pub additional_properties: BTreeMap<String, i64>,
}

impl<K: Value, V: Value> Model for KeyValuePair<K, V> {
    fn blank() -> Self {
        Self { key: Value::blank(), value: Value::blank(), additional_properties: Value::blank() }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::required("key"), Field::required("value")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.key.slot(),
            1 => self.value.slot(),
            _ => self.additional_properties.slot(),
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.key.view(),
            1 => self.value.view(),
            _ => self.additional_properties.view(),
        }
    }
}

model!(KeyValuePair<K, V>);

/// An open enum.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RelationshipToPartner {
    Advisor,
    Reseller,
    Unrecognized(Unrecognized),
}

string_enum! {
    RelationshipToPartner {
        Advisor = "advisor",
        Reseller = "reseller",
        _ = Unrecognized,
    }
}
