//! People: accounts, invitations, sign-in, roles, deputies, and the tokens machines come in with.

pub mod account;
mod account_view;
pub mod accounts;
pub mod api;
pub mod delegations;
pub mod invitations;
mod kept;
pub mod links;
mod names;
pub mod notices;
pub mod pages;
pub mod passwords;
pub mod roster;
mod roster_view;
pub mod rules;
pub mod sign_in;
pub mod store;
mod tokens;
mod view;
