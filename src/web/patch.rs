//! Bodies of updates: what is left out stays, what is null is taken away.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};

/// Tells null from absent: `Some(None)` is null. Use with `#[serde(default, deserialize_with = "patch::given")]`.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// The shape of a creation: that of the update, with some members required. For OpenAPI only.
pub fn schema_with_required<T: JsonSchema>(generator: &mut SchemaGenerator, required: &[&str]) -> Schema {
    let mut schema = T::json_schema(generator);
    // What is said about the update does not fit the creation.
    schema.remove("description");
    schema.insert("required".into(), serde_json::json!(required));
    schema
}

/// A creation's body: read as the update's body, documented with required members. What is missing is refused by the
/// rules of the thing.
macro_rules! creation {
    ($(#[$doc:meta])* $name:ident from $patch:ty, requires $($required:literal),+) => {
        $(#[$doc])*
        #[derive(serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $patch);

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::web::patch::schema_with_required::<$patch>(generator, &[$($required),+])
            }
        }
    };
}
pub(crate) use creation;
