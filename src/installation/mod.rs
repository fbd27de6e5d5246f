//! The installation as its administrator sees it: which regions there are, accounts, mails that wait, settings in force.
//! No business data.

pub mod pages;
mod view;
