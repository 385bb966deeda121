//! The models of the page as the generator emits them, put together by a macro to be read at a glance.

use std::collections::BTreeMap;

use clientgen_runtime::{Field, Json, Model, Slot, Unrecognized, Value, View, model, string_enum};

/// A model with optional properties; `keep` has a map for unknown ones.
macro_rules! emitted {
    (keep $name:ident { $($index:literal $field:ident: $type:ty = $wire:literal,)+ }) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { $(pub $field: $type,)+ pub additional_properties: BTreeMap<String, Json> }
        emitted!(impl $name { $($index $field = $wire,)+ }
            this: this.additional_properties.slot(), this.additional_properties.view());
    };
    (ignore $name:ident { $($index:literal $field:ident: $type:ty = $wire:literal,)+ }) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { $(pub $field: $type,)+ }
        emitted!(impl $name { $($index $field = $wire,)+ } this: Slot::Ignore, View::Absent);
    };
    (impl $name:ident { $($index:literal $field:ident = $wire:literal,)+ }
        $this:ident: $slot:expr, $view:expr) => {
        impl Model for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn fields(&self) -> &'static [Field] {
                const { &[$(Field::optional($wire)),+] }
            }

            fn slot_at(&mut self, field: usize) -> Slot<'_> {
                let $this = self;
                match field { $($index => $this.$field.slot(),)+ _ => $slot }
            }

            fn view_at(&self, field: usize) -> View<'_> {
                let $this = self;
                match field { $($index => $this.$field.view(),)+ _ => $view }
            }
        }
        model!($name);
    };
}

#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    pub total_count: Option<i32>,
    pub items: Vec<T>,
    pub attributes: Option<Attributes>,
}

impl<T: Value> Model for Page<T> {
    fn blank() -> Self {
        Self { total_count: Value::blank(), items: Value::blank(), attributes: Value::blank() }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::optional("totalCount"), Field::optional("items"), Field::optional("attributes")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.total_count.slot(),
            1 => self.items.slot(),
            2 => self.attributes.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.total_count.view(),
            1 => self.items.view(),
            2 => self.attributes.view(),
            _ => View::Absent,
        }
    }
}

model!(Page<T>);

emitted!(ignore Attributes {
    0 etag: Option<String> = "etag",
    1 object_type: Option<String> = "objectType",
});

emitted!(ignore Links {
    0 self_: Option<Link> = "self",
    1 next: Option<Link> = "next",
    2 previous: Option<Link> = "previous",
});

emitted!(ignore Link {
    0 uri: Option<String> = "uri",
    1 method: Option<String> = "method",
    2 headers: Vec<Header> = "headers",
});

emitted!(ignore Header {
    0 key: Option<String> = "key",
    1 value: Option<String> = "value",
});

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Relationship {
    Advisor,
    Reseller,
    Unrecognized(Unrecognized),
}

string_enum! {
    Relationship {
        Advisor = "advisor",
        Reseller = "reseller",
        _ = Unrecognized,
    }
}

macro_rules! customer {
    ($module:ident) => {
        pub mod $module {
            use super::*;

            emitted!($module Customer {
                0 id: Option<String> = "id",
                1 commerce_id: Option<String> = "commerceId",
                2 company_profile: Option<CompanyProfile> = "companyProfile",
                3 relationship_to_partner: Option<Relationship> = "relationshipToPartner",
                4 allow_delegated_access: Option<bool> = "allowDelegatedAccess",
                5 user_count: Option<i32> = "userCount",
                6 credit_limit: Option<f64> = "creditLimit",
                7 custom_domains: Vec<String> = "customDomains",
                8 associated_partner_id: Option<String> = "associatedPartnerId",
                9 links: Option<Links> = "links",
                10 attributes: Option<Attributes> = "attributes",
            });

            emitted!($module CompanyProfile {
                0 tenant_id: Option<String> = "tenantId",
                1 domain: Option<String> = "domain",
                2 company_name: Option<String> = "companyName",
                3 links: Option<Links> = "links",
                4 attributes: Option<Attributes> = "attributes",
            });
        }
    };
}

customer!(ignore);
customer!(keep);
