// The baton once round, as people carry it: the region writes a project and offers it, the executive opens the mail on a phone and
// takes it over, somebody measures, and the region sees it. In two languages, with JavaScript and without.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fill, follow, goBy, look, press, send, signIn, speak, startBrowser, unfold, visitor } from "./harness.mjs";
import { ask, namesIn, startSite } from "./site.mjs";

const checks = ["realistic", "baseline", "indicators", "assumptions", "training", "agreements", "communication", "risks", "open_work", "capacity"];

const written = {
  nb: {
    title: "Felles innsynsportal",
    summary: "Innbyggerne finner saker selv.",
    renewal: "Den som søker, ser saken sin underveis.",
    simplification: "Telefoner til arkivet",
    benefit: "Færre henvendelser til arkivet",
    indicator: "Henvendelser per uke",
    unit: "henvendelser",
    method: "Telles i sentralbordet hver måned.",
    comment: "Første måned etter innføring.",
    because: "Dekkes av felles avtale.",
    value: "91,5",
  },
  en: {
    title: "Shared case portal",
    summary: "Residents find their cases themselves.",
    renewal: "Applicants can follow their own case.",
    simplification: "Calls to the archive",
    benefit: "Fewer requests to the archive",
    indicator: "Requests per week",
    unit: "requests",
    method: "Counted at the switchboard every month.",
    comment: "First month in use.",
    because: "Covered by a common agreement.",
    value: "91.5",
  },
};

const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** Both languages with and without JavaScript; axe sees every page once in each language. The executive is always on a phone. */
const journeys = [
  { language: "nb", screen: "phone", javaScript: false, region: 0, town: 0, quick: false },
  { language: "en", screen: "wide", javaScript: true, region: 1, town: 0, quick: false },
  { language: "nb", screen: "wide", javaScript: true, region: 0, town: 1, quick: true },
  { language: "en", screen: "phone", javaScript: false, region: 1, town: 1, quick: true },
];

describe(`the relay, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, { concurrency: 2 }, () => {
  let site;
  let browser;
  let names;
  before(async () => {
    site = await startSite();
    names = await namesIn(site);
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const journey of journeys) {
    const { language, screen, javaScript } = journey;
    if (process.env.ONLY && !`${language} ${screen}`.includes(process.env.ONLY)) continue;
    test(`the baton goes once round: ${language}, ${screen}, JavaScript ${javaScript ? "on" : "off"}`, (t) => carry(t, site, browser, names, journey));
  }
});

async function carry(t, site, browser, names, { language, screen, javaScript, region: at, town: which, quick }) {
  const region = site.seeded.regions[at];
  const town = region.municipalities[which];
  const words = written[language];
  const title = `${words.title} (${screen})`;
  const here = (role, municipality = null) =>
    site.seeded.sign_ins.find((one) => one.role === role && one.region_id === region.id && one.municipality_id === municipality);
  const data = [title, ...Object.values(words), ...names];
  const seen = (page, name) => look(page, { data, name: quick ? "" : `relay-${name}`, quick });
  const arrive = async (person, where) => {
    const page = await visitor(browser, { javaScript, screen: where, language });
    await signIn(page, site, person);
    await speak(page, language);
    return page;
  };

  // The region writes.
  const coordinator = await arrive(here("coordinator"), screen);
  await seen(coordinator, "01-coordinator-home");
  await goBy(coordinator, "/projects");
  await seen(coordinator, "02-roadmap");
  await follow(coordinator, /^\/projects\/new\?/);
  await seen(coordinator, "03-project-new");
  await fill(coordinator.locator("form#project"), {
    title,
    summary: words.summary,
    renewal: words.renewal,
    simplifications_0_what: words.simplification,
    simplifications_0_before: "120",
    simplifications_0_after: "20",
    starts_on: day(-200),
    ends_on: day(500),
    costs_0_year: String(new Date().getFullYear()),
    costs_0_investment: "250000",
    costs_0_running: "40000",
  });
  await send(coordinator.locator("form#project"));
  const project = new URL(coordinator.url()).pathname;
  assert.match(project, /^\/projects\/[0-9a-z]{13}$/);
  await seen(coordinator, "04-project-empty");

  await follow(coordinator, `${project}/benefits/new`);
  await seen(coordinator, "05-benefit-new");
  await fill(coordinator.locator("form#benefit"), { title: words.benefit, polarity: "benefit", class: "time_saved", arises_in: "own_organisation", use_of_gain: "better_quality" });
  await send(coordinator.locator("form#benefit"));
  await seen(coordinator, "06-indicator-new");
  await fill(coordinator.locator("form#indicator"), { name: words.indicator, unit: words.unit, decimals: "1", direction: "down", frequency: "month", method: words.method });
  await send(coordinator.locator("form#indicator"));
  assert.equal(new URL(coordinator.url()).pathname, project);
  await seen(coordinator, "07-project-with-benefit");

  await follow(coordinator, `${project}/participants`);
  await seen(coordinator, "08-participants");
  const joining = coordinator.locator(`form[action="${project}/participants/${town.id}"]`);
  await fill(joining, { [`state-${town.id}`]: "joined" });
  await send(joining);
  await seen(coordinator, "09-participants-saved");

  await follow(coordinator, `${project}/commitments`);
  await seen(coordinator, "10-commitments");
  await follow(coordinator, new RegExp(`^/indicators/[0-9a-z]+/commitments/${town.id}$`));
  await seen(coordinator, "11-commitment");
  await fill(coordinator.locator("form#commitment"), {
    baseline_value: "120",
    baseline_on: day(-180),
    target_value: "20",
    target_on: day(500),
    plan_0_value: "80",
    plan_0_on: day(100),
    owner_id: here("benefit_owner", town.id).person_id,
    use_of_gain: "better_quality",
    no_cash_effect: true,
    first_measurement_on: day(-20),
  });
  await send(coordinator.locator("form#commitment"));
  await seen(coordinator, "12-commitments-saved");

  // The region prepares the handover, vouches and offers.
  await follow(coordinator, project);
  await press(coordinator.locator(`form[action="${project}/handovers"]:has(input[name=municipality_id][value="${town.id}"]) button`));
  const handover = new URL(coordinator.url()).pathname;
  assert.match(handover, /^\/handovers\/[0-9a-z]{13}$/);
  await seen(coordinator, "13-handover-draft");
  for (const check of checks) {
    const form = coordinator.locator(`form[action="${handover}/readiness/${check}"]`);
    await fill(form, check === "agreements" ? { [`answer_${check}`]: "not_relevant", [`note_${check}`]: words.because } : { [`answer_${check}`]: "met" });
    await send(form);
    assert.equal(coordinator.answered, 200, check);
  }
  await seen(coordinator, "14-handover-vouched");
  await send(coordinator.locator("form#offer"));
  await seen(coordinator, "15-handover-offered");

  // The executive chose a language once; then a mail comes, and they are somewhere with a phone.
  const boss = here("executive", town.id);
  if (language !== "nb") await (await arrive(boss, "phone")).context().close();
  const mail = await site.mail.to(boss.email, { holding: title });
  const link = mail.links.find((one) => new URL(one).pathname === handover);
  assert.ok(link, `the mail leads to the handover: ${mail.links}`);
  const executive = await visitor(browser, { javaScript, screen: "phone", language });
  await executive.goto(link);
  executive.taps += 1; // The link in the mail.
  await seen(executive, "16-executive-signs-in");
  await signIn(executive, site, boss);
  assert.equal(new URL(executive.url()).pathname, handover, "after signing in the executive stands where the mail led");
  await seen(executive, "17-executive-handover");
  const owner = here("benefit_owner", town.id);
  assert.equal(await executive.locator("form#accept select[name^=owner_]").inputValue(), owner.person_id, "the proposed owner is chosen already");
  await send(executive.locator("form#accept"));
  await seen(executive, "18-executive-check");
  assert.equal((await ask(site, boss, handover)).state, "offered", "the check page has done nothing yet");
  await send(executive.locator("form#accept"));
  assert.equal(new URL(executive.url()).pathname, `${handover}/receipt`);
  await seen(executive, "19-executive-receipt");
  t.diagnostic(`from the mail to the receipt: ${executive.taps} taps (the mail's link among them) and ${executive.pages} pages (${language}, JavaScript ${javaScript ? "on" : "off"})`);
  assert.ok(executive.pages <= 4 && executive.taps <= 4, `${executive.pages} pages and ${executive.taps} taps`);
  assert.match((await site.mail.to(here("coordinator").email, { holding: title })).links.join(" "), new RegExp(handover), "the region is told");

  // Whoever owns the benefit measures.
  const measurer = await arrive(owner, screen);
  await seen(measurer, "20-owner-home");
  await follow(measurer, /^\/commitments\/[0-9a-z]+\/measure$/);
  if (!(await measurer.locator("h1").innerText()).includes(words.benefit)) {
    // Others of the seeded region's benefits may be due before.
    await goBy(measurer, "/due");
    await seen(measurer, "21-due");
    await press(measurer.locator("a[href$='/measure']", { hasText: words.benefit }));
  }
  const commitment = new URL(measurer.url()).pathname.replace("/measure", "");
  await seen(measurer, "22-measure");
  await fill(measurer.locator("form#measure"), { value: words.value, comment: words.comment });
  await send(measurer.locator("form#measure"));
  await seen(measurer, "23-measured");
  assert.match(await measurer.locator(".ds-alert").first().innerText(), new RegExp(words.value));
  await follow(measurer, commitment);
  await assertCharted(measurer, words);
  await seen(measurer, "24-owner-benefit");

  // The region sees it.
  await goBy(coordinator, "/regions");
  assert.equal(new URL(coordinator.url()).pathname, `/regions/${region.id}`);
  await seen(coordinator, "25-region");
  const row = coordinator.locator("#matrix tbody tr", { hasText: title });
  const cell = row.locator(`td[data-label="${town.name}"] a.cell`);
  assert.match(await cell.innerText(), /\S/);
  await press(cell);
  assert.equal(new URL(coordinator.url()).pathname, commitment, "a cell with one benefit leads to that benefit");
  await assertCharted(coordinator, words);
  await seen(coordinator, "26-benefit");

  for (const page of [coordinator, executive, measurer]) await page.context().close();
}

/** The chart holds what was measured, as a drawing, and the table beside it says the same. */
async function assertCharted(page, words) {
  const drawings = await page.locator("figure.chart svg").all();
  const inSight = await Promise.all(drawings.map((drawing) => drawing.isVisible()));
  assert.ok(inSight.includes(true), `${page.url()}: no chart in sight`);
  const table = page.locator("figure.chart table").first();
  await unfold(table);
  await table.getByText(words.value).first().waitFor();
  await page.reload();
}
