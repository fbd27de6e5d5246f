//! A lease in the database: of several programs on one PostgreSQL, one runs the jobs. The only writer of `lease`.

use diesel::prelude::*;

use crate::db::schema::lease;
use crate::db::{Tx, on_each_backend};
use crate::refusal::Outcome;

/// Takes or keeps a lease for `seconds`; false when another program holds it.
pub fn hold(tx: &mut Tx<'_>, name: &str, holder: &str, seconds: i64) -> Outcome<bool> {
    let (now, until) = (tx.now(), tx.now().plus_seconds(seconds));
    on_each_backend!(&mut **tx, backend => diesel::insert_into(lease::table)
        .values((lease::name.eq(name), lease::holder.eq(""), lease::expires_at.eq(crate::clock::Moment::default())))
        .on_conflict(lease::name)
        .do_nothing()
        .execute(backend))?;
    let held = diesel::update(
        lease::table.filter(lease::name.eq(name)).filter(lease::holder.eq(holder).or(lease::expires_at.lt(now))),
    )
    .set((lease::holder.eq(holder), lease::expires_at.eq(until)))
    .execute(&mut **tx)?;
    Ok(held == 1)
}

/// Gives a lease back, so that another program need not wait for its end.
pub fn release(tx: &mut Tx<'_>, name: &str, holder: &str) -> Outcome<()> {
    diesel::delete(lease::table.filter(lease::name.eq(name)).filter(lease::holder.eq(holder))).execute(&mut **tx)?;
    Ok(())
}
