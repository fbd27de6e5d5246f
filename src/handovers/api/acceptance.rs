//! Taking the baton in the API, and the receipt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::Allowed;
use crate::access::permission::{AnswerHandover, SeeHandover};
use crate::benefits::rules::Budget;
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::decimal::Decimal;
use crate::handovers::accepting;
use crate::handovers::adjustments::{self, Adjustment, SentAdjustment};
use crate::handovers::owners::{self, OwnerThen};
use crate::handovers::paper::{self, Which};
use crate::handovers::reply::{Invitee, Owner, Reply};
use crate::handovers::rules::{Acceptance, Form, Sent, State};
use crate::handovers::store::{self, Handover};
use crate::ids::{HandoverId, IndicatorId, MunicipalityId, PersonId};
use crate::refusal::{Code, Outcome, Refusal};
use crate::web::{Answer, Call, Replied};

/// Body of `acceptHandover`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceBody {
    content_sha256: String,
    form: Form,
    conditions: Option<String>,
    /// `YYYY-MM`
    from_month: Option<String>,
    statement: Option<String>,
    /// When the leadership group discussed it.
    discussed_on: Option<Day>,
    /// The case it stands in, in the municipality's own archive.
    case_number: Option<String>,
    /// Who owns which benefit, by its indicator; who is proposed stays where nobody is named.
    #[serde(default)]
    owners: Vec<OwnerBody>,
    /// What is taken on otherwise than proposed.
    #[serde(default)]
    adjustments: Vec<AdjustmentBody>,
}

/// An owner: `person_id`, or `invite` for somebody without an account in the municipality.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnerBody {
    indicator_id: IndicatorId,
    person_id: Option<PersonId>,
    invite: Option<Invitee>,
}

impl OwnerBody {
    fn owner(self) -> Result<(IndicatorId, Owner), Refusal> {
        match (self.person_id, self.invite) {
            (Some(person), None) => Ok((self.indicator_id, Owner::Known(person))),
            (None, Some(invitee)) => Ok((self.indicator_id, Owner::Invited(invitee))),
            _ => Err(Refusal::invalid_at(&format!("/owner/{}", self.indicator_id), "person_or_invite")),
        }
    }
}

/// What differs from the proposal for an indicator: a target in value, in day or in both, with the `reason`, and what the
/// gain does to the budget.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentBody {
    indicator_id: IndicatorId,
    value: Option<Decimal>,
    on: Option<Day>,
    reason: Option<String>,
    budget: Option<Budget>,
}

impl From<AdjustmentBody> for SentAdjustment {
    fn from(body: AdjustmentBody) -> Self {
        let AdjustmentBody { indicator_id, value, on, reason, budget } = body;
        Self { indicator_id, value, on, reason: reason.unwrap_or_default(), budget }
    }
}

/// Who answered.
#[derive(Serialize, JsonSchema)]
pub struct ExecutiveAnswer {
    id: PersonId,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<NamedPerson>,
}

/// A person by name.
#[derive(Serialize, JsonSchema)]
pub struct NamedPerson {
    id: PersonId,
    name: String,
}

/// A receipt.
#[derive(Serialize, JsonSchema)]
pub struct ReceiptAnswer {
    handover_id: HandoverId,
    package_number: i64,
    state: State,
    form: Form,
    conditions: String,
    from_month: Option<String>,
    municipality: String,
    municipality_id: MunicipalityId,
    executive: ExecutiveAnswer,
    answered_at: Moment,
    content_sha256: String,
    statement: String,
    discussed_on: Option<Day>,
    case_number: String,
    /// What was taken on otherwise than proposed in the package.
    adjustments: Vec<Adjustment>,
    /// Whose the benefits were then; empty on receipts from before that was kept.
    owners: Vec<OwnerThen>,
    audit_seq: i64,
    audit_hash: String,
}

/// The receipt of a handover's newest acceptance.
pub fn receipt_of(conn: &mut AnyConn, row: &Handover) -> Outcome<ReceiptAnswer> {
    let kept = store::receipt(conn, row)?.ok_or(Refusal::new(Code::NotFound))?;
    Ok(ReceiptAnswer {
        handover_id: kept.handover_id,
        package_number: kept.package_number,
        state: row.state,
        form: kept.form,
        conditions: kept.conditions,
        from_month: kept.from_month,
        municipality: kept.municipality_name,
        municipality_id: row.municipality_id,
        executive: ExecutiveAnswer {
            id: kept.executive_id,
            name: kept.executive_name,
            on_behalf_of: kept.on_behalf_of_id.zip(kept.on_behalf_of_name).map(|(id, name)| NamedPerson { id, name }),
        },
        answered_at: kept.answered_at,
        content_sha256: kept.content_sha256,
        statement: kept.statement,
        discussed_on: kept.discussed_on,
        case_number: kept.case_number,
        adjustments: adjustments::from_column(&kept.adjustments),
        owners: owners::from_column(&kept.owners),
        audit_seq: kept.audit_seq,
        audit_hash: kept.audit_hash,
    })
}

/// `acceptHandover`
pub async fn accept(allowed: Allowed<AnswerHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = accepting::accept(tx, allowed, call, call.id("id")?, |today| {
            let body: AcceptanceBody = call.json()?;
            let sent = Sent {
                content_sha256: &body.content_sha256,
                conditions: body.conditions.as_deref().unwrap_or_default(),
                from_month: body.from_month.as_deref(),
                statement: body.statement.as_deref().unwrap_or_default(),
                discussed_on: body.discussed_on,
                case_number: body.case_number.as_deref().unwrap_or_default(),
            };
            Ok(Reply {
                acceptance: Acceptance::checked(body.form, sent, today)?,
                owners: body.owners.into_iter().map(OwnerBody::owner).collect::<Result<_, _>>()?,
                adjustments: body.adjustments.into_iter().map(SentAdjustment::from).collect(),
            })
        })?;
        Ok(Answer::ok(&receipt_of(tx, &row)?).version(row.version))
    })
    .await
}

/// `getReceipt`; `format=pdf` is the same for people.
pub async fn receipt(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        if paper::is_pdf_wanted(call)? {
            return Which::Receipt.answer(conn, row, call);
        }
        Ok(Answer::ok(&receipt_of(conn, &row)?))
    })
    .await
}
