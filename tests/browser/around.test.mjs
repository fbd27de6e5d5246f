// Everything around the relay: the other answers to an offer, files of measurements, invitations, languages, wrong input, paper.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertErrorsLead, fill, follow, goBy, look, press, send, signIn, speak, startBrowser, unfold, visitor, words } from "./harness.mjs";
import { ask, namesIn, startSite } from "./site.mjs";

const offered = { havneset: 1, lyngmo: 2, tindvik: 4 };
const checks = ["realistic", "baseline", "indicators", "assumptions", "training", "agreements", "communication", "risks", "open_work", "capacity"];

describe(`around the relay, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  let browser;
  let data;
  before(async () => {
    site = await startSite();
    data = [...(await namesIn(site)), ...site.seeded.sign_ins.map((person) => person.email), "Kortere saksbehandlingstid", "Saksbehandlingstid", "Ta i bruk felles rutine", "Uttrekk fra fagsystemet", "Søknader fylles ut, sendes og behandles digitalt.",
      "Innbyggeren ser saken sin underveis.", "Færre mangler i søknadene gir raskere svar.", "Papirskjemaer", "Ingen kontanteffekt", "dager", "Digital byggesak (demo)", "Dekkes av eksisterende avtale",
      "dette er avtalt i kommunedirektørutvalget. Vi støtter dere hele veien (demo).", "Kjære", "Må avklares i budsjettet.", "Budsjettet er vedtatt.", "Vi har ikke kapasitet i år."];
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const who = (role, handover) => {
    const { region, municipality_id: town } = site.seeded.handovers[handover];
    const of = site.seeded.regions[region].id;
    return site.seeded.sign_ins.find((one) => one.role === role && one.region_id === of && one.municipality_id === (role === "coordinator" ? null : town));
  };
  const arrive = async (person, way) => {
    const page = await visitor(browser, { language: "nb", ...way });
    await signIn(page, site, person);
    await speak(page, way.language ?? "nb");
    return page;
  };
  const seen = (page, name, more = {}) => look(page, { data, name: `around-${name}`, ...more });
  const path = (handover) => `/handovers/${site.seeded.handovers[handover].id}`;
  const leave = (...pages) => Promise.all(pages.map((page) => page.context().close()));
  const pdfPages = async (page) => ((await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;

  test("the executive asks, the region answers, the executive refuses with a reason; each is told by mail", async () => {
    const [boss, region] = [who("executive", offered.havneset), who("coordinator", offered.havneset)];
    const way = { javaScript: false, screen: "phone" };
    const executive = await arrive(boss, way);
    await goBy(executive, "/");
    await follow(executive, path(offered.havneset));

    await unfold(executive.locator("form#clarify"));
    await send(executive.locator("form#clarify"));
    await seen(executive, "clarify-empty", { status: 422 });
    assert.deepEqual(await assertErrorsLead(executive), ["question"]);
    await fill(executive.locator("form#clarify"), { question: "Må avklares i budsjettet." });
    await send(executive.locator("form#clarify"));
    await seen(executive, "clarification-asked");
    assert.equal(await executive.locator("form#clarify").count(), 0, "one question at a time");

    const mail = await site.mail.to(region.email, { holding: path(offered.havneset) });
    const coordinator = await visitor(browser, { ...way });
    await coordinator.goto(mail.links.find((link) => link.endsWith(path(offered.havneset))));
    await signIn(coordinator, site, region);
    assert.equal(new URL(coordinator.url()).pathname, path(offered.havneset));
    await seen(coordinator, "clarification-to-answer");
    assert.match(await words(coordinator), /Må avklares i budsjettet\./);
    await fill(coordinator.locator("form#clarification-answer"), { answer: "Budsjettet er vedtatt." });
    await send(coordinator.locator("form#clarification-answer"));
    await seen(coordinator, "clarification-answered");

    await executive.goto((await site.mail.to(boss.email, { holding: path(offered.havneset) })).links.find((link) => link.endsWith(path(offered.havneset))));
    assert.match(await words(executive), /Budsjettet er vedtatt\./);
    await unfold(executive.locator("form#refuse"));
    await send(executive.locator("form#refuse"));
    assert.deepEqual(await assertErrorsLead(executive), ["reason"]);
    await fill(executive.locator("form#refuse"), { reason: "Vi har ikke kapasitet i år." });
    await send(executive.locator("form#refuse"));
    await seen(executive, "refused");
    for (const form of ["accept", "clarify", "refuse"]) assert.equal(await executive.locator(`form#${form}`).count(), 0, form);
    await coordinator.goto((await site.mail.to(region.email, { holding: path(offered.havneset) })).links.find((link) => link.endsWith(path(offered.havneset))));
    assert.match(await words(coordinator), /Vi har ikke kapasitet i år\./);
    await leave(executive, coordinator);
  });

  test("an offer that was withdrawn or has run out says so and whom to call, and takes no answer", async () => {
    const way = { javaScript: false, screen: "phone" };
    const coordinator = await arrive(who("coordinator", offered.lyngmo), way);
    await coordinator.goto(site.url + path(offered.lyngmo));
    for (const check of checks) {
      await fill(coordinator.locator(`form[action$="/readiness/${check}"]`), { [`answer_${check}`]: "met" });
      await send(coordinator.locator(`form[action$="/readiness/${check}"]`));
    }
    await send(coordinator.locator("form#offer"));
    const boss = who("executive", offered.lyngmo);
    const mail = await site.mail.to(boss.email);
    const executive = await arrive(boss, way);
    await executive.goto(mail.links.find((link) => link.endsWith(path(offered.lyngmo))));
    assert.equal(await executive.locator("form#accept").count(), 1);
    await site.sql(`UPDATE handover SET answer_by = ${Math.floor(Date.parse("2026-01-31") / 86_400_000)} WHERE id = ${idNumber(site.seeded.handovers[offered.lyngmo].id)}`);
    await send(executive.locator("form#accept"));
    assert.equal(executive.answered, 409, "what has run out is not accepted");
    await executive.goto(site.url + path(offered.lyngmo));
    await seen(executive, "expired");
    assert.equal(await executive.locator("form#accept, form#clarify, form#refuse").count(), 0);
    assert.match(await words(executive), /Kari Koordinator/);

    await coordinator.goto(site.url + path(offered.lyngmo));
    await fill(coordinator.locator("form#offer"), { answer_by: "2099-12-31" });
    await send(coordinator.locator("form#offer"));
    await seen(coordinator, "offered-again");
    await unfold(coordinator.locator("form#withdraw"));
    await fill(coordinator.locator("form#withdraw"), { withdraw_reason: "Må avklares i budsjettet." });
    await send(coordinator.locator("form#withdraw"));
    await seen(coordinator, "withdrawn-coordinator");
    await site.mail.to(boss.email, { holding: "trukket" });
    await executive.goto(mail.links.find((link) => link.endsWith(path(offered.lyngmo))));
    await seen(executive, "withdrawn");
    assert.equal(await executive.locator("form#accept, form#clarify, form#refuse").count(), 0);
    assert.match(await words(executive), /Må avklares i budsjettet\./);
    assert.match(await words(executive), /Kari Koordinator/);
    await leave(executive, coordinator);
  });

  test("looking never answers, conditions are not lost, the second answer is refused, and the receipt fits on a sheet", async () => {
    const boss = who("executive", offered.tindvik);
    const way = { javaScript: true, screen: "phone", language: "en" };
    const executive = await arrive(boss, way);
    const offer = site.url + path(offered.tindvik);
    const before = await ask(site, boss, path(offered.tindvik));
    for (const place of ["acceptance", "refusal", "clarifications"]) {
      await executive.goto(`${offer}/${place}`);
      assert.equal(executive.answered, 405, place);
      await seen(executive, "looked-at-an-answer", { status: 405 });
    }
    await executive.goto(offer);
    await seen(executive, "offer");
    assert.equal((await ask(site, boss, path(offered.tindvik))).state, before.state, "looking has answered nothing");
    const sheets = await pdfPages(executive);
    assert.ok(sheets <= 4, `the offer prints on ${sheets} sheets`);

    const accept = executive.locator("form#accept");
    await fill(accept, { form: "with_conditions", statement: "Leadership group, 12 November" });
    await send(accept);
    await seen(executive, "conditions-missing", { status: 422 });
    assert.deepEqual(await assertErrorsLead(executive), ["conditions"]);
    assert.equal(await accept.locator("[name=statement]").inputValue(), "Leadership group, 12 November", "what was typed is kept");
    await fill(accept, { form: "later", from_month: "2027-13" });
    await send(accept);
    assert.deepEqual(await assertErrorsLead(executive), ["from_month"]);
    assert.equal(await accept.locator("[name=from_month]").inputValue(), "2027-13", "what was typed is kept");

    // Conditions under an answer without conditions: said, not dropped.
    await fill(accept, { form: "with_conditions", conditions: "Only if the budget holds." });
    await fill(accept, { form: "full", from_month: "" });
    assert.ok(!(await accept.locator("[name=conditions]").isVisible()), "what belongs to another answer is not asked for");
    await send(accept);
    assert.deepEqual(await assertErrorsLead(executive), ["conditions"]);

    await fill(accept, { form: "with_conditions" });
    await send(accept);
    await seen(executive, "check-with-conditions", { data: [...data, "Only if the budget holds."] });
    assert.match(await words(executive), /Only if the budget holds\./);

    // Another target says why, and stands beside the proposed one; an owner who is not in the list is invited.
    await press(executive.locator("main button", { hasText: "Change the answer" }));
    const value = accept.locator("[name^=adjustments_][name$=_value]").first();
    const indicator = (await value.getAttribute("name")).split("_")[1];
    await fill(accept, { [`adjustments_${indicator}_value`]: "33.5", [`adjustments_${indicator}_budget_year`]: "2027", [`adjustments_${indicator}_budget_account`]: "1200", [`adjustments_${indicator}_budget_amount`]: "-350000", [`owner_${indicator}`]: "invited", invite_name: "Nora Ny", invite_email: "nora.ny" });
    await accept.evaluate((form) => (form.noValidate = true));
    await send(accept);
    assert.deepEqual(await assertErrorsLead(executive), ["invite_email"]);
    await fill(accept, { invite_email: "nora.ny@tindvik.example" });
    await send(accept);
    await seen(executive, "target-without-a-reason", { status: 422 });
    assert.deepEqual(await assertErrorsLead(executive), [`adjustments_${indicator}_reason`]);
    await fill(accept, { [`adjustments_${indicator}_reason`]: "We have fewer cases." });
    await send(accept);
    await seen(executive, "check-with-another-target", { data: [...data, "Only if the budget holds.", "We have fewer cases.", "Nora Ny"] });
    assert.match(await executive.locator("#adjusted").innerText(), /33\.5[^]*We have fewer cases\./);
    assert.match(await executive.locator("#adjusted").innerText(), /2027, account 1200: NOK .350000/);
    assert.match(await words(executive), /Nora Ny/);
    // Whoever wants to change the answer finds what was written.
    await press(executive.locator("main a.ds-button, main button", { hasText: "Change the answer" }));
    const kept = await accept.locator("[name=conditions]").inputValue();
    assert.equal(kept, "Only if the budget holds.", "changing the answer loses nothing");
    assert.equal(await accept.locator("[name=form][value=with_conditions]").isChecked(), true);
    await send(accept);
    const second = await executive.context().newPage();
    await second.goto(offer);
    await press(Object.assign(second, { taps: 0 }).locator("form#accept button").first());
    await send(accept);
    await seen(executive, "receipt-with-conditions", { data: [...data, "We have fewer cases.", "Nora Ny"] });
    assert.match(await words(executive), /33\.5\s[^]*proposed[^]*We have fewer cases\./);
    const invitation = await site.mail.to("nora.ny@tindvik.example");
    assert.ok(invitation.links.some((link) => link.includes("/invitations/")), "the new owner is invited by mail");
    assert.match(await words(executive), /Only if the budget holds\./);
    assert.equal(await pdfPages(executive), 1, "the receipt fits on a sheet");
    await executive.emulateMedia({ media: "print" });
    assert.equal(await executive.locator(".signature").isVisible(), true, "a line to sign on paper");
    await executive.emulateMedia({ media: "screen" });

    await press(second.locator("form#accept button").first());
    assert.equal(await second.locator("h1").count(), 1);
    assert.match(await second.locator("main").innerText(), /receipt|accepted/i, "the second answer is told what holds");
    const receipt = await ask(site, boss, `${path(offered.tindvik)}/receipt`);
    assert.equal(receipt.form, "with_conditions");
    await leave(executive);
  });

  test("measurements from a file: seen first, then written whole or not at all", async () => {
    const owner = who("benefit_owner", 0);
    const page = await arrive(owner, { javaScript: false, screen: "phone" });
    const commitment = site.seeded.commitments[0].id;
    const count = async () => (await ask(site, owner, `/commitments/${commitment}/measurements`)).items.length;
    const file = (rows) => ({ name: "målinger.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeffmunicipality_number;indicator_id;on;value;kind;comment\r\n${rows.join("\r\n")}\r\n`) });
    const line = (on, value) => `9901;${site.seeded.indicators[0].id};${on};${value};measured;`;
    const before = await count();
    await goBy(page, "/due");
    await follow(page, /\/import$/);
    await seen(page, "import");
    await send(page.locator("form#import"));
    await seen(page, "import-nothing-chosen", { status: 422 });
    assert.deepEqual(await assertErrorsLead(page), ["file"]);

    await page.locator("form#import [name=file]").setInputFiles(file([line("2026-03-31", "31,5"), line("2026-13-31", "mye")]));
    await send(page.locator("form#import"));
    await seen(page, "import-wrong", { status: 422 });
    assert.equal(await page.locator("form#import-confirm").count(), 0, "a file with mistakes cannot be confirmed");
    assert.equal(await count(), before, "nothing was written");

    await page.locator("form#import [name=file]").setInputFiles(file([line("2026-03-31", "31,5"), line("2026-04-30", "29"), line("2025-05-01", "33")]));
    await send(page.locator("form#import"));
    await seen(page, "import-preview");
    assert.equal(await count(), before, "a preview writes nothing");
    await send(page.locator("form#import-confirm"));
    await seen(page, "import-done", { data: [...data, "målinger.csv"] });
    assert.equal(await count(), before + 2);
    await leave(page);
  });

  test("an invitation: the mail, a password, the first sign-in; the link works once, and not by being looked at", async () => {
    const coordinator = await arrive(who("coordinator", 3), { javaScript: true, language: "en" });
    await goBy(coordinator, "/people");
    await seen(coordinator, "people");
    const invite = coordinator.locator("form#invite");
    await fill(invite, { email: "no address", name: "Nina Ny" });
    await send(invite);
    await seen(coordinator, "people-wrong", { status: 422, data: [...data, "Nina Ny"] });
    const wrong = await assertErrorsLead(coordinator);
    assert.ok(wrong.includes("email") && wrong.includes("role"), wrong.join(" "));
    assert.equal(await invite.locator("[name=name]").inputValue(), "Nina Ny", "what was typed is kept");
    const place = `${site.seeded.regions[1].id}.${site.seeded.regions[1].municipalities[1].id}`;
    await fill(invite, { email: "nina@ny.example", role: "contributor", place });
    await send(invite);
    await seen(coordinator, "people-invited", { data: [...data, "Nina Ny"] });

    const [link] = (await site.mail.to("nina@ny.example")).links;
    for (let look = 0; look < 2; look += 1) assert.equal((await fetch(link)).status, 200, "a mail scanner's look spends nothing");
    const nina = await visitor(browser, { javaScript: false, screen: "phone", language: "nb" });
    await nina.goto(link);
    await seen(nina, "invitation", { data: [...data, "Nina Ny"] });
    await fill(nina.locator("form#invitation"), { password: "kort" });
    await send(nina.locator("form#invitation"));
    await seen(nina, "invitation-short", { status: 422 });
    assert.deepEqual(await assertErrorsLead(nina), ["password"]);
    await fill(nina.locator("form#invitation"), { password: "en lang setning om rognebær" });
    await send(nina.locator("form#invitation"));
    await seen(nina, "invitation-welcome");
    await signIn(nina, site, { email: "nina@ny.example", password: "en lang setning om rognebær" });
    await seen(nina, "invited-home", { data: [...data, "Nina Ny"], language: await nina.locator("html").getAttribute("lang") });
    const late = await visitor(browser, { javaScript: false, screen: "phone", language: "nb" });
    await late.goto(link);
    assert.ok(late.answered >= 400 && late.answered < 500, `a spent link answered ${late.answered}`);
    await seen(late, "invitation-spent", { status: late.answered });
    await leave(coordinator, nina, late);
  });

  test("where the batons are, the support that is given, what stands still, and what one is told of: on a phone in bokmål, wide in English", async () => {
    const region = `/regions/${site.seeded.regions[0].id}`;
    const towns = site.seeded.regions[0].municipalities;
    for (const way of [{ javaScript: false, screen: "phone", language: "nb" }, { javaScript: true, screen: "wide", language: "en" }]) {
      const told = { what: "Hjalp med tallene", follow_up: "Ring i mars" };
      const ours = [...data, ...Object.values(told)];
      const coordinator = await arrive(who("coordinator", 0), way);
      await coordinator.goto(`${site.url}${region}/batons`);
      await seen(coordinator, `batons-${way.language}`);
      assert.ok(await coordinator.locator(`#batons a[href="${path(1)}"]`).count(), "the open offer is one press away");

      await coordinator.goto(`${site.url}${region}/support`);
      await seen(coordinator, `support-${way.language}`, { data: ours });
      const form = coordinator.locator("form#support-form");
      await fill(form, { ...told, hours: "mye" });
      await send(form);
      await seen(coordinator, `support-wrong-${way.language}`, { status: 422, data: [...ours, "mye"] });
      const wrong = await assertErrorsLead(coordinator);
      assert.ok(wrong.includes("municipality_id") && wrong.includes("hours"), wrong.join(" "));
      await fill(form, { municipality_id: towns[0].id, hours: way.language === "nb" ? "2,5" : "2.5" });
      await send(form);
      await seen(coordinator, `support-given-${way.language}`, { data: ours });
      assert.ok((await words(coordinator)).includes(told.what));

      // What stands still is told to those whose it is; the region reads the same support as they do.
      const executive = await arrive(who("executive", 0), way);
      await seen(executive, `caught-${way.language}`, { data: ours });
      await executive.goto(`${site.url}${region}/support`);
      await seen(executive, `support-read-${way.language}`, { data: ours });
      assert.equal(await executive.locator("form#support-form").count(), 0, "a municipality reads it");
      assert.ok((await words(executive)).includes(told.what));
      await executive.goto(`${site.url}/account/reminders`);
      await seen(executive, `reminders-${way.language}`);
      await executive.goto(`${site.url}/account`);
      await send(executive.locator("form[action='/account/calendar']"));
      const address = await executive.locator("code").first().textContent();
      await seen(executive, `calendar-${way.language}`, { data: [...data, address] });
      const feed = await fetch(address);
      assert.equal(feed.status, 200);
      assert.ok((await feed.text()).startsWith("BEGIN:VCALENDAR"));
      await leave(coordinator, executive);
    }
  });

  test("a forgotten password: the same words for every address, and the mailed link works once", async () => {
    const reader = site.seeded.sign_ins.find((one) => one.role === "reader" && one.municipality_id === null);
    const page = await visitor(browser, { javaScript: false, screen: "phone" });
    const said = [];
    for (const email of ["nobody@nowhere.example", reader.email]) {
      await page.goto(`${site.url}/sign-in`);
      await follow(page, "/password-resets");
      await seen(page, "forgotten");
      await fill(page.locator("form#ask-reset"), { email });
      await send(page.locator("form#ask-reset"));
      await seen(page, "forgotten-sent");
      said.push(await page.locator("main").innerText());
    }
    assert.equal(said[0], said[1]);
    const [link] = (await site.mail.to(reader.email)).links;
    await page.goto(link);
    await fill(page.locator("form#password-reset"), { password: "en ny setning om tyttebær" });
    await send(page.locator("form#password-reset"));
    await signIn(page, site, { email: reader.email, password: "en ny setning om tyttebær" });
    await leave(page);
  });

  test("the language is chosen on any page, stays, and one comes back to the same page", async () => {
    const page = await visitor(browser, { javaScript: false, screen: "phone", language: "en" });
    await page.goto(`${site.url}/accessibility`);
    for (const language of ["nb", "nn", "da", "en"]) {
      await speak(page, language);
      assert.equal(new URL(page.url()).pathname, "/accessibility");
      await seen(page, "language", { language });
    }
    await page.goto(`${site.url}/sign-in?next=%2Fprojects`);
    await signIn(page, site, who("coordinator", 0));
    assert.equal(new URL(page.url()).pathname, "/projects");
    for (const language of ["nn", "en", "nb"]) {
      await speak(page, language);
      assert.equal(new URL(page.url()).pathname, "/projects");
      await seen(page, "language-roadmap", { language });
    }
    await leave(page);
  });

  test("wrong input keeps what was typed and leads to the field, in a project, a benefit, an indicator, a commitment and a measurement", async () => {
    const way = { javaScript: false, screen: "phone" };
    const coordinator = await arrive(who("coordinator", 0), way);
    const project = site.seeded.projects[0].id;
    const wrong = async (page, form, name, values, fields) => {
      await fill(page.locator(`form#${form}`), values);
      await send(page.locator(`form#${form}`));
      await seen(page, `wrong-${name}`, { status: 422 });
      const led = await assertErrorsLead(page);
      for (const field of fields) assert.ok(led.includes(field), `${name}: nothing leads to ${field}, only to ${led.join(" ")}`);
      for (const [field, value] of Object.entries(values)) {
        if (typeof value === "string" && value !== "") assert.equal(await page.locator(`form#${form} [name="${field}"]`).first().inputValue(), value, `${name}: ${field} is kept`);
      }
    };
    await coordinator.goto(`${site.url}/projects/new?region=${site.seeded.regions[0].id}`);
    await wrong(coordinator, "project", "project",
      { title: "", summary: "Kort", simplifications_1_what: "Skjema", simplifications_1_before: "mange", costs_0_year: "i fjor", costs_0_investment: "1".repeat(30) },
      ["title", "simplifications_1_before", "costs_0_year", "costs_0_investment"]);
    await coordinator.goto(`${site.url}/projects/${project}/benefits/new`);
    await wrong(coordinator, "benefit", "benefit", { title: "", description: "Mer", class: "time_saved" }, ["title"]);
    await coordinator.goto(`${site.url}/benefits/${site.seeded.benefits[0].id}/indicators/new`);
    await wrong(coordinator, "indicator", "indicator", { name: "Svar", unit: "", decimals: "mange" }, ["unit", "decimals", "direction", "frequency"]);
    await coordinator.goto(`${site.url}/indicators/${site.seeded.indicators[0].id}/commitments/${site.seeded.handovers[offered.lyngmo].municipality_id}`);
    await wrong(coordinator, "commitment", "commitment", { baseline_value: "førti", baseline_on: "", target_value: "9".repeat(30), first_measurement_on: "" },
      ["baseline_value", "baseline_on", "target_value", "first_measurement_on"]);

    const measurer = await arrive(who("contributor", 0), way);
    await measurer.goto(`${site.url}/commitments/${site.seeded.commitments[0].id}/measure`);
    await wrong(measurer, "measure", "measure", { value: "førti", on: "", comment: "Hm" }, ["value", "on"]);
    await fill(measurer.locator("form#measure"), { value: "31", on: "2026-06-30", n: "tre" });
    await send(measurer.locator("form#measure"));
    assert.deepEqual(await assertErrorsLead(measurer), ["n"]);
    assert.equal(await measurer.locator("form#measure [name=n]").isVisible(), true, "a folded field that is wrong is in sight");
    await leave(coordinator, measurer);
  });

  test("an unusual figure is asked about once; a correction keeps the old one and says why", async () => {
    const page = await arrive(who("contributor", 3), { javaScript: true, language: "en" });
    await page.goto(`${site.url}/commitments/${site.seeded.commitments[3].id}/measure`);
    await fill(page.locator("form#measure"), { value: "4000", on: "2026-05-31" });
    await send(page.locator("form#measure"));
    await seen(page, "unusual", { status: 422 });
    assert.equal(await page.locator("form#measure [name=value]").inputValue(), "4000");
    await fill(page.locator("form#measure"), { value: "40.5" });
    await send(page.locator("form#measure"));
    await seen(page, "unusual-mended");
    await follow(page, /^\/measurements\/[0-9a-z]+\/correct$/);
    await seen(page, "correct");
    await fill(page.locator("form#correct"), { value: "39.5", reason: "" });
    await send(page.locator("form#correct"));
    assert.deepEqual(await assertErrorsLead(page), ["reason"]);
    assert.equal(await page.locator("form#correct [name=value]").inputValue(), "39.5");
    await fill(page.locator("form#correct"), { reason: "Counted twice." });
    await send(page.locator("form#correct"));
    await seen(page, "corrected", { data: [...data, "Counted twice."] });
    assert.match(await page.locator("main").innerText(), /39\.5/);
    await leave(page);
  });

  test("a stranger finds the same page for what is not theirs and what is not there, and is led back", async () => {
    const page = await arrive(who("reader", 3) ?? who("contributor", 3), { javaScript: false, screen: "phone", language: "en" });
    const said = [];
    for (const place of [path(0), "/handovers/0000000000000", `/commitments/${site.seeded.commitments[0].id}`]) {
      await page.goto(site.url + place);
      await seen(page, "not-there", { status: 404 });
      said.push(await page.locator("main").innerText());
    }
    assert.equal(new Set(said).size, 1);
    await follow(page, "/");
    await leave(page);
  });

  // Runs after the journeys above: one baton of this project has been withdrawn by then.
  test("one project to many: what each lacks stands in one list, and the batons that are ready are sent together", async () => {
    const page = await arrive(who("coordinator", offered.lyngmo), { javaScript: false, screen: "phone" });
    const { id, municipality_id: town } = site.seeded.handovers[offered.lyngmo];
    await page.goto(`${site.url}/projects/${site.seeded.projects[0].id}`);
    await follow(page, /\/relay$/);
    await seen(page, "many");
    assert.match(await words(page), /Klar til å sendes/);
    const boxes = page.locator('form#offer-all [name="send"]');
    for (const box of await boxes.all()) await box.uncheck();
    await send(page.locator("form#offer-all"));
    await seen(page, "many-nobody-chosen", { status: 422 });
    assert.deepEqual(await assertErrorsLead(page), ["send"]);
    await page.locator(`form#offer-all [value="${town}"]`).check();
    await fill(page.locator("form#offer-all"), { offer_answer_by: "2099-12-31" });
    await send(page.locator("form#offer-all"));
    await seen(page, "many-sent");
    assert.equal((await ask(site, who("coordinator", offered.lyngmo), `/handovers/${id}`)).state, "offered");
    const english = await arrive(who("coordinator", offered.lyngmo), { javaScript: true, language: "en" });
    await english.goto(page.url());
    await seen(english, "many-en");
    await leave(page, english);
  });
});

/** The number behind a public id: 13 signs of Crockford's base 32. */
function idNumber(id) {
  return [...id].reduce((number, sign) => number * 32n + BigInt("0123456789abcdefghjkmnpqrstvwxyz".indexOf(sign)), 0n);
}
