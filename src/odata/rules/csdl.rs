//! The metadata document, in CSDL XML (*OData Version 4.0 Part 3*). Every name in it is ours and plain ASCII.

use super::model::{Edm, Set};

/// What the tables look like.
pub fn document(sets: &[&Set]) -> String {
    let types: String = sets.iter().map(|set| entity_type(set)).collect();
    let container: String = sets
        .iter()
        .map(|set| format!("<EntitySet Name=\"{}\" EntityType=\"Stafett.{}\"/>\n", set.name, set.one))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\n\
         <edmx:DataServices>\n\
         <Schema Namespace=\"Stafett\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n\
         {types}\
         <EntityContainer Name=\"Feed\">\n{container}</EntityContainer>\n\
         </Schema>\n\
         </edmx:DataServices>\n\
         </edmx:Edmx>\n"
    )
}

fn entity_type(set: &Set) -> String {
    let key = set.columns.first().map_or("", |column| column.name);
    let properties: String = set
        .columns
        .iter()
        .map(|column| {
            let nullable = if column.nullable { "" } else { " Nullable=\"false\"" };
            format!("<Property Name=\"{}\" {}{nullable}/>\n", column.name, type_of(column.edm))
        })
        .collect();
    format!("<EntityType Name=\"{}\">\n<Key><PropertyRef Name=\"{key}\"/></Key>\n{properties}</EntityType>\n", set.one)
}

const fn type_of(edm: Edm) -> &'static str {
    match edm {
        Edm::Text => "Type=\"Edm.String\"",
        Edm::Entered => "Type=\"Edm.Decimal\" Precision=\"18\" Scale=\"6\"",
        Edm::Computed => "Type=\"Edm.Decimal\" Precision=\"26\" Scale=\"6\"",
        Edm::Whole => "Type=\"Edm.Int64\"",
        Edm::Truth => "Type=\"Edm.Boolean\"",
        Edm::Day => "Type=\"Edm.Date\"",
        Edm::Instant => "Type=\"Edm.DateTimeOffset\" Precision=\"3\"",
    }
}
