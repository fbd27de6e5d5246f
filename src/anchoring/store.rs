//! Queries and writes of anchoring and competence. The only writer of `anchoring_entry`, `competence` and
//! `competence_state`.

mod competences;
mod entries;

pub use competences::{
    Competence, Said, competence_facts, competences_of, find_competence_within, insert_competence, said_in, said_of,
    set_state, state_facts, update_competence,
};
pub use entries::{Entry, entries_in, entries_of, facts, find_within, insert, update};
