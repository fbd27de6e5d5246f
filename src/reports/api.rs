//! Reports in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content::Content;
use super::rules::{Audience, Order, Section};
use super::store::{self, Locked};
use super::{Composed, compose, lock, sheets};
use crate::access::Allowed;
use crate::access::permission::{LockReport, SeeReports};
use crate::clock::Moment;
use crate::ids::{MunicipalityId, PersonId, RegionId, ReportId};
use crate::measurements::rules::Month;
use crate::refusal::{FieldError, Refusal};
use crate::regions;
use crate::web::csv::Flavour;
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createReport`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    /// The municipality that it is about; the region when left out.
    municipality_id: Option<MunicipalityId>,
    /// Who reads a region's report: `region`, its own people (all figures), or `members`, everybody in it (only figures
    /// that are shared with all). Left out: `region`. A municipality's report has `municipality`.
    audience: Option<Audience>,
    /// The first month, `YYYY-MM`.
    from: String,
    /// The last month, `YYYY-MM`; not ahead of now.
    to: String,
    /// The case that it belongs to.
    case_number: Option<String>,
    /// The summary; the one that follows from the figures when left out.
    summary: Option<String>,
    /// What is proposed to be decided, in order.
    proposals: Option<Vec<String>>,
    /// The parts that are in it; all when left out. `missing`, who has not reported, is always in it.
    sections: Option<Vec<Section>>,
}

/// A locked report, without what it holds.
#[derive(Serialize, JsonSchema)]
pub struct ReportAnswer {
    id: ReportId,
    region_id: RegionId,
    municipality_id: Option<MunicipalityId>,
    /// From 1, in the region.
    number: i64,
    audience: Audience,
    /// Hex SHA-256 of the content in RFC 8785 form.
    content_sha256: String,
    locked_by: Option<PersonId>,
    locked_at: Moment,
}

/// Locked reports, newest first.
pub type ReportList = List<ReportAnswer>;

/// A locked report with what it holds.
#[derive(Serialize, JsonSchema)]
pub struct WholeReport {
    #[serde(flatten)]
    report: ReportAnswer,
    /// What it holds, as it is hashed and kept.
    #[schemars(with = "Content")]
    content: Value,
}

impl From<&Locked> for ReportAnswer {
    fn from(row: &Locked) -> Self {
        Self {
            id: row.id,
            region_id: row.region_id,
            municipality_id: row.municipality_id,
            number: row.number,
            audience: row.audience,
            content_sha256: row.content_sha256.clone(),
            locked_by: row.locked_by,
            locked_at: row.locked_at,
        }
    }
}

impl ReportBody {
    fn order(self) -> Result<Order, Refusal> {
        let (from, to) = (Month::parse(&self.from), Month::parse(&self.to));
        let (Some(from), Some(to)) = (from, to) else {
            let wrong = [("/from", from), ("/to", to)].into_iter().filter(|(_, month)| month.is_none());
            return Err(Refusal::invalid(wrong.map(|(at, _)| FieldError::at(at, "not_a_month")).collect()));
        };
        let own = if self.municipality_id.is_some() { Audience::Municipality } else { Audience::Region };
        Ok(Order {
            municipality: self.municipality_id,
            audience: self.audience.unwrap_or(own),
            from,
            to,
            case_number: self.case_number.unwrap_or_default(),
            summary: self.summary,
            proposals: self.proposals.unwrap_or_default(),
            left_out: self.sections.map(|sections| Section::all_but(&sections)).unwrap_or_default(),
        })
    }
}

/// `createReport`: locks at once. The figures are those of one reading, whatever is measured meanwhile.
pub async fn create(allowed: Allowed<LockReport>, call: Call) -> Replied {
    if let Some(answer) = call.answered_before(&allowed).await? {
        return Ok(answer);
    }
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        let body: ReportBody = call.json()?;
        let order = body.order()?;
        allowed.over(&order.place(region.id))?;
        let today = call.app().db.now().day();
        call.prepare(compose(conn, allowed, &region, &order, (call.lang(), today))?);
        Ok(Answer::nothing())
    })
    .await?;
    call.write(&allowed, |tx, allowed, call| {
        let composed = call.settled::<Composed>()?;
        allowed.over(&composed.content)?;
        let (report, is_new) = lock(tx, &composed.content)?;
        let body = ReportAnswer::from(&report);
        let location = format!("/api/v1/reports/{}", report.id);
        Ok(if is_new { Answer::created(&body, location) } else { Answer::ok(&body) })
    })
    .await
}

/// `listReports`: those that this reader may read.
pub async fn list(allowed: Allowed<SeeReports>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let today = call.app().db.now().day();
        let rows = store::of_region(conn, &allowed.scope(), region.id, today)?;
        let page = Page::of(call)?.cut_after(rows, |row: &Locked| row.number, true)?;
        let items = page.items.iter().map(ReportAnswer::from).collect();
        Ok(Answer::ok(&ReportList { items, next_cursor: page.next_cursor }))
    })
    .await
}

/// `getReport`
pub async fn get(allowed: Allowed<SeeReports>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let report = store::find_within(conn, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&report.locked)?;
        match Flavour::wanted(call)? {
            Some(flavour) => sheets::answer(call, flavour, &report.read()?),
            None => {
                let content = report.kept()?;
                Ok(Answer::ok(&WholeReport { report: ReportAnswer::from(&report.locked), content }))
            }
        }
    })
    .await
}
