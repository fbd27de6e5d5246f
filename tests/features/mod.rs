//! One file per feature, over HTTP, in the user's words.

mod again;
mod anchoring;
mod calendar;
mod corrections;
mod files;
mod grid;
mod idle;
mod imports;
mod kills;
mod lasting;
mod log;
mod machines;
mod many;
mod odata;
mod opening;
mod outside;
mod paper;
mod power;
mod relay;
mod reminders;
mod routines;
mod samples;
mod sign_in;
mod steps;
mod support;
mod surveys;
