//! Models as the generator prints them, one for each shape.

use std::collections::BTreeMap;

use clientgen_runtime::{
    Field, Json, Model, Secret, Slot, Union, Unrecognized, Value, Variant, View, model, string_enum, union,
};

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

impl RelationshipToPartner {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Advisor => "advisor",
            Self::Reseller => "reseller",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
}

impl From<&str> for RelationshipToPartner {
    fn from(value: &str) -> Self {
        match value {
            "advisor" => Self::Advisor,
            "reseller" => Self::Reseller,
            _ => Self::Unrecognized(Unrecognized::new(value)),
        }
    }
}

string_enum!(RelationshipToPartner);

/// An untagged union, recursive through a variant.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CustomerFilter {
    Simple(SimpleFilter),
    Compound(Box<CompoundFilter>),
    Text(String),
    Count(i64),
    Ratio(f64),
    Names(Vec<String>),
    Unrecognized(Json),
}

impl Union for CustomerFilter {
    fn variants(&self) -> &'static [Variant] {
        const { &[Variant::untagged(); 6] }
    }

    fn choose(&mut self, variant: usize) -> Slot<'_> {
        *self = match variant {
            0 => Self::Simple(Value::blank()),
            1 => Self::Compound(Value::blank()),
            2 => Self::Text(Value::blank()),
            3 => Self::Count(Value::blank()),
            4 => Self::Ratio(Value::blank()),
            5 => Self::Names(Value::blank()),
            _ => Self::Unrecognized(Value::blank()),
        };
        match self {
            Self::Simple(value) => value.slot(),
            Self::Compound(value) => value.slot(),
            Self::Text(value) => value.slot(),
            Self::Count(value) => value.slot(),
            Self::Ratio(value) => value.slot(),
            Self::Names(value) => value.slot(),
            Self::Unrecognized(value) => value.slot(),
        }
    }

    fn chosen(&self) -> (usize, View<'_>) {
        match self {
            Self::Simple(value) => (0, value.view()),
            Self::Compound(value) => (1, value.view()),
            Self::Text(value) => (2, value.view()),
            Self::Count(value) => (3, value.view()),
            Self::Ratio(value) => (4, value.view()),
            Self::Names(value) => (5, value.view()),
            Self::Unrecognized(value) => (6, value.view()),
        }
    }
}

union!(CustomerFilter);

impl From<SimpleFilter> for CustomerFilter {
    fn from(value: SimpleFilter) -> Self {
        Self::Simple(value)
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SimpleFilter {
    pub field: Option<String>,
    pub value: Option<String>,
    pub operator: Option<String>,
}

impl Model for SimpleFilter {
    fn blank() -> Self {
        Self::default()
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::optional("Field"), Field::optional("Value"), Field::optional("Operator")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.field.slot(),
            1 => self.value.slot(),
            2 => self.operator.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.field.view(),
            1 => self.value.view(),
            2 => self.operator.view(),
            _ => View::Absent,
        }
    }
}

model!(SimpleFilter);

/// A recursive model.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CompoundFilter {
    pub left_filter: CustomerFilter,
    pub right_filter: Option<Box<CustomerFilter>>,
    pub operator: Option<String>,
}

impl Model for CompoundFilter {
    fn blank() -> Self {
        Self { left_filter: Value::blank(), right_filter: Value::blank(), operator: Value::blank() }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::required("LeftFilter"), Field::optional("RightFilter"), Field::optional("Operator")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.left_filter.slot(),
            1 => self.right_filter.slot(),
            2 => self.operator.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.left_filter.view(),
            1 => self.right_filter.view(),
            2 => self.operator.view(),
            _ => View::Absent,
        }
    }
}

model!(CompoundFilter);

/// A tagged union.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    Created(Created),
    Tree(Box<Tree>),
    Unrecognized(Json),
}

impl Union for Event {
    fn tag(&self) -> Option<&'static str> {
        Some("kind")
    }

    fn variants(&self) -> &'static [Variant] {
        const { &[Variant::tagged(&["created", "recreated"]), Variant::tagged(&["tree"])] }
    }

    fn choose(&mut self, variant: usize) -> Slot<'_> {
        *self = match variant {
            0 => Self::Created(Value::blank()),
            1 => Self::Tree(Value::blank()),
            _ => Self::Unrecognized(Value::blank()),
        };
        match self {
            Self::Created(value) => value.slot(),
            Self::Tree(value) => value.slot(),
            Self::Unrecognized(value) => value.slot(),
        }
    }

    fn chosen(&self) -> (usize, View<'_>) {
        match self {
            Self::Created(value) => (0, value.view()),
            Self::Tree(value) => (1, value.view()),
            Self::Unrecognized(value) => (2, value.view()),
        }
    }
}

union!(Event);

/// A variant that has the tag as a property.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Created {
    pub at: Option<String>,
    pub kind: Option<String>,
    pub additional_properties: BTreeMap<String, Json>,
}

impl Model for Created {
    fn blank() -> Self {
        Self::default()
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::optional("at"), Field::optional("kind")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.at.slot(),
            1 => self.kind.slot(),
            _ => self.additional_properties.slot(),
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.at.view(),
            1 => self.kind.view(),
            _ => self.additional_properties.view(),
        }
    }
}

model!(Created);

/// A variant that does not have the tag as a property; recursive through a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Tree {
    pub size: i64,
    pub children: Vec<Tree>,
    pub events: Vec<Event>,
    pub additional_properties: BTreeMap<String, Json>,
}

impl Model for Tree {
    fn blank() -> Self {
        Self {
            size: Value::blank(),
            children: Value::blank(),
            events: Value::blank(),
            additional_properties: Value::blank(),
        }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::required("size"), Field::optional("children"), Field::optional("events")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.size.slot(),
            1 => self.children.slot(),
            2 => self.events.slot(),
            _ => self.additional_properties.slot(),
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.size.view(),
            1 => self.children.view(),
            2 => self.events.view(),
            _ => self.additional_properties.view(),
        }
    }
}

model!(Tree);
