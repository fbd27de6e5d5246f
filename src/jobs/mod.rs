//! What happens without anybody asking: sending the outbox, letting offers run out, forgetting what is too old.
//!
//! One program at a time does this: on PostgreSQL, where several can run, a lease in the database says which.

pub mod lease;
pub mod outbox;
pub mod worker;
