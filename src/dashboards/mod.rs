//! What leaders read: the region's matrix, the curve, a benefit's page. Reads any table, writes none.

pub mod rules;
