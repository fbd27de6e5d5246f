//! Who may do what. Pure: the guard in `web` brings the person, the stores bring the things.

pub mod permission;
pub mod policy;
pub mod proof;
pub mod role;
pub mod scope;

pub use permission::{Perm, Permission};
pub use proof::{Access, Allowed, Permit};
pub use role::{Actor, Deputyship, Grant, Role, Via};
pub use scope::{Place, Placed, Scope};
