//! What a model or a union states about its parts, and how leniently they are read.

/// A property of a [`Model`](super::Model).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Field {
    name: &'static str,
    required: bool,
    keep_empty: bool,
    plain: bool,
    lenient: bool,
    any_case: bool,
}

impl Field {
    /// A property that may be missing. It is left out when it is [`View::Absent`](super::View::Absent) or an
    /// empty list or map.
    #[must_use]
    pub const fn optional(name: &'static str) -> Self {
        Self {
            name,
            required: false,
            keep_empty: false,
            plain: is_plain(name),
            lenient: false,
            any_case: false,
        }
    }

    /// A property that is always there. A document without it is refused, and it is always written.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        Self { required: true, ..Self::optional(name) }
    }

    /// The same, written even as an empty list or map: only [`View::Absent`](super::View::Absent) leaves it out.
    #[must_use]
    pub const fn keep_empty(self) -> Self {
        Self { keep_empty: true, ..self }
    }

    /// The same, with its scalars read leniently; see [`Rules::lenient_scalars`].
    #[must_use]
    pub const fn lenient(self) -> Self {
        Self { lenient: true, ..self }
    }

    /// The name in JSON.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the property is always there.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.required
    }

    /// Whether an empty list or map is written.
    pub(super) const fn is_kept_empty(&self) -> bool {
        self.required || self.keep_empty
    }

    /// Whether the name can stand in JSON as it is. Found out once, when the model is compiled.
    pub(super) const fn is_plain(&self) -> bool {
        self.plain
    }

    /// Whether its scalars are read leniently.
    pub(super) const fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// Finds a key among the fields, the one at `next` first.
    #[inline]
    pub(super) fn find(fields: &[Self], next: usize, key: &str) -> Option<usize> {
        let (before, after) = fields.split_at_checked(next)?;
        let is_key = |field: &Self| field.name == key;
        match after.iter().position(is_key) {
            Some(index) => Some(next + index),
            None => before.iter().position(is_key),
        }
    }

    /// Finds a key that is none of the fields, but may be one in another case.
    pub(super) fn find_in_any_case(fields: &[Self], key: &str) -> Option<usize> {
        // All fields of a model are read by the same rule.
        if fields.first().is_none_or(|field| !field.any_case) {
            return None;
        }
        fields.iter().position(|field| field.name.eq_ignore_ascii_case(key))
    }
}

const fn is_plain(name: &str) -> bool {
    let mut bytes = name.as_bytes();
    while let [byte, rest @ ..] = bytes {
        if matches!(byte, ..b' ' | b'"' | b'\\') {
            return false;
        }
        bytes = rest;
    }
    true
}

/// A kind of value that a [`Union`](super::Union) can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    tags: &'static [&'static str],
    any_case: bool,
    loose: bool,
    fallback: bool,
}

impl Variant {
    /// A variant that is known by its shape.
    #[must_use]
    pub const fn untagged() -> Self {
        Self::tagged(&[])
    }

    /// A variant that is known by the value of the union's tag. The first of several is the one written.
    #[must_use]
    pub const fn tagged(tags: &'static [&'static str]) -> Self {
        Self { tags, any_case: false, loose: false, fallback: false }
    }

    /// Lets the tag differ from the values in ASCII case and in underscores, where it is none of them exactly.
    #[must_use]
    pub const fn loose(self) -> Self {
        Self { loose: true, ..self }
    }

    /// Makes it what a value is whose tag is missing, or stands for no variant. The tag is then what the model has
    /// for it.
    #[must_use]
    pub const fn fallback(self) -> Self {
        Self { fallback: true, ..self }
    }

    /// The values of the union's tag that stand for the variant.
    #[must_use]
    pub const fn tags(&self) -> &'static [&'static str] {
        self.tags
    }

    /// Whether it is what a value is without a tag that is known.
    pub(super) const fn is_fallback(&self) -> bool {
        self.fallback
    }

    /// Whether the value of a tag may differ in case and in underscores.
    pub(super) const fn is_loose(&self) -> bool {
        self.loose
    }

    /// Whether the name of the tag may be written in any case.
    pub(super) const fn is_any_case(&self) -> bool {
        self.any_case
    }
}

/// How leniently models are read, where the specification says that the service is careless.
///
/// A model is read strictly unless its fields went through [`fields`](Self::fields):
///
/// ```
/// use clientgen_runtime::{Field, Model, Rules, Slot, Value, View, decode, encode, model};
///
/// const RULES: Rules = Rules::new().lenient_scalars().ignore_case();
///
/// #[derive(Default)]
/// struct Event {
///     webhook_url: Option<String>,
///     count: Option<i32>,
/// }
///
/// impl Model for Event {
///     fn blank() -> Self {
///         Self::default()
///     }
///
///     fn fields(&self) -> &'static [Field] {
///         const { &RULES.fields([Field::optional("webhookUrl"), Field::optional("count")]) }
///     }
///     // …
/// #     fn slot_at(&mut self, field: usize) -> Slot<'_> {
/// #         match field {
/// #             0 => self.webhook_url.slot(),
/// #             1 => self.count.slot(),
/// #             _ => Slot::Ignore,
/// #         }
/// #     }
/// #     fn view_at(&self, field: usize) -> View<'_> {
/// #         match field {
/// #             0 => self.webhook_url.view(),
/// #             1 => self.count.view(),
/// #             _ => View::Absent,
/// #         }
/// #     }
/// }
/// model!(Event);
///
/// let event: Event = decode(br#"{"WebhookUrl": "https://a", "Count": "3"}"#)?;
/// assert_eq!(event.count, Some(3));
/// assert_eq!(encode(event.view()), br#"{"webhookUrl":"https://a","count":3}"#);
/// # Ok::<(), clientgen_runtime::JsonError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    lenient_scalars: bool,
    ignore_case: bool,
}

impl Rules {
    /// The rules of a service that keeps to its specification.
    #[must_use]
    pub const fn new() -> Self {
        Self { lenient_scalars: false, ignore_case: false }
    }

    /// Numbers and booleans may come as strings, strings as numbers and booleans. They are written as the
    /// specification has them.
    ///
    /// That goes for properties, and for the lists and maps in them; the alternatives of a union are told
    /// apart by their kind, so scalars among them are read as ever.
    #[must_use]
    pub const fn lenient_scalars(self) -> Self {
        Self { lenient_scalars: true, ..self }
    }

    /// The names of properties may come in any ASCII case. An exact name comes first; what is there in
    /// several spellings, none of them exact, is read from the first, and the others count as unknown.
    #[must_use]
    pub const fn ignore_case(self) -> Self {
        Self { ignore_case: true, ..self }
    }

    /// The fields of a model that is read by these rules.
    #[must_use]
    pub const fn fields<const N: usize>(self, mut fields: [Field; N]) -> [Field; N] {
        let mut rest: &mut [Field] = &mut fields;
        while let [field, more @ ..] = rest {
            field.lenient |= self.lenient_scalars;
            field.any_case |= self.ignore_case;
            rest = more;
        }
        fields
    }

    /// The variants of a union that is read by these rules.
    #[must_use]
    pub const fn variants<const N: usize>(self, mut variants: [Variant; N]) -> [Variant; N] {
        let mut rest: &mut [Variant] = &mut variants;
        while let [variant, more @ ..] = rest {
            variant.any_case |= self.ignore_case;
            rest = more;
        }
        variants
    }
}
