//! Confirming in the API.

use super::confirm;
use crate::access::Allowed;
use crate::access::permission::Confirm;
use crate::measurements::api::MeasurementAnswer;
use crate::web::{Answer, Call, Replied};

/// `confirmMeasurement`
pub async fn post(allowed: Allowed<Confirm>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let version = call.if_match()?;
        let (row, promised) = confirm(tx, allowed, call.id("id")?, version)?;
        let version = row.version;
        Ok(Answer::ok(&MeasurementAnswer::whole(row, &promised.group.unit)).version(version))
    })
    .await
}
