// The roadmap over time: a plan is written, seen as a drawing, a table and a list, published, and compared.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertErrorsLead, fill, follow, goBy, look, send, signIn, speak, startBrowser, visitor, words } from "./harness.mjs";
import { namesIn, startSite } from "./site.mjs";

describe(`the roadmap, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  let browser;
  let data;
  before(async () => {
    site = await startSite();
    data = [...(await namesIn(site)), "Videre til gjennomføring.", "Byggesak", "Sak 075/14", "Vedtatt i kommunedirektørutvalget.", "Digital byggesak (demo)", "Kortere saksbehandlingstid", "Eksempelprosjekt"];
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const region = () => site.seeded.regions[0].id;
  const project = () => site.seeded.projects[0].id;
  const who = (role) => site.seeded.sign_ins.find((one) => one.role === role && one.region_id === region());
  const arrive = async (person, way) => {
    const page = await visitor(browser, { language: "nb", ...way });
    await signIn(page, site, person);
    await speak(page, way.language ?? "nb");
    return page;
  };
  const seen = (page, name, more = {}) => look(page, { data, name: `roadmap-${name}`, ...more });

  test("a plan is written, drawn, published, changed and compared", async () => {
    const page = await arrive(who("coordinator"), { javaScript: false, screen: "wide" });
    await page.goto(`${site.url}/projects/${project()}/plan`);
    await seen(page, "plan");
    const form = page.locator("form#plan");
    await fill(form, { phases_1_from: "2026-05-01", phases_1_to: "2026-01-01", decision_points_1_decided: true });
    await send(form);
    await seen(page, "plan-wrong", { status: 422 });
    assert.deepEqual(await assertErrorsLead(page), ["phases_1_to", "decision_points_1_on"]);
    assert.equal(await form.locator("[name=phases_1_from]").inputValue(), "2026-05-01", "what was typed is kept");
    await fill(form, {
      phases_1_from: "2025-09-01", phases_1_to: "2026-01-31", phases_2_from: "2026-02-01", phases_2_to: "2026-02-10", phases_3_from: "2026-02-11", phases_3_to: "2026-09-30",
      phases_5_from: "2026-10-01", decision_points_1_on: "2026-01-15", decision_points_1_case_reference: "Sak 075/14", decision_points_1_note: "Videre til gjennomføring.", decision_points_2_on: "2026-02-05",
    });
    await send(form);
    await seen(page, "project-with-plan");

    await goBy(page, "/projects");
    const here = `/projects?region=${region()}&from=2025`;
    await page.goto(site.url + here);
    await seen(page, "wide");
    const drawing = page.locator(".timeline-wide");
    assert.ok(await drawing.isVisible());
    assert.equal(await page.locator(".timeline-narrow").isVisible(), false);
    const labels = await drawing.locator("svg text").allTextContents();
    for (const label of ["Konsept", "Planlegge", "Gjennomføre", "Realisere", "BP2", "BP3"]) assert.ok(labels.includes(label), `${label} is in the drawing: ${labels}`);
    assert.equal(await drawing.locator("svg:not([aria-hidden=true])").count(), 0, "the drawing is for the eye");
    for (const language of ["nn", "en", "da", "nb"]) {
      await speak(page, language);
      await seen(page, "languages", { language });
    }

    // Paper lies down, says its legend, and has the drawing whatever the width of the sheet.
    const paper = (await page.pdf({ preferCSSPageSize: true, format: "A4" })).toString("latin1");
    const [, across, down] = paper.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/);
    assert.ok(Number(across) > Number(down), `${across} × ${down}`);
    await page.emulateMedia({ media: "print" });
    assert.ok(await drawing.isVisible());
    assert.ok(await page.locator(".timeline .legend").isVisible());
    assert.equal(await page.locator(".timeline-narrow").isVisible(), false);
    await page.emulateMedia({ media: "screen", forcedColors: "active" });
    assert.ok(await drawing.isVisible());
    await page.emulateMedia({ forcedColors: "none" });

    await follow(page, `/regions/${region()}/roadmap-versions/new`);
    await send(page.locator("form#publish"));
    assert.deepEqual(await assertErrorsLead(page), ["note"]);
    await fill(page.locator("form#publish"), { note: "Vedtatt i kommunedirektørutvalget." });
    await send(page.locator("form#publish"));
    await seen(page, "check");
    await send(page.locator("form#publish"));
    await seen(page, "version");
    assert.match(await words(page), /Vedtatt i kommunedirektørutvalget\./);
    const version = new URL(page.url()).pathname;

    await page.goto(`${site.url}/projects/${project()}/plan`);
    await fill(form, { phases_3_to: "2026-10-30", phases_5_from: "2026-10-31" });
    await send(form);
    await page.goto(`${site.url}${version}/differences`);
    await seen(page, "differences");
    assert.match(await words(page), /Gjennomføre: 11\.02\.2026–30\.09\.2026 → 11\.02\.2026–30\.10\.2026 \(30 dager senere\)/);
    await page.goto(`${site.url}/regions/${region()}/roadmap-versions`);
    await seen(page, "versions");
    await page.context().close();
  });

  test("on a phone the roadmap is a list by what is next, and a reader publishes nothing", async () => {
    const page = await arrive(who("reader"), { javaScript: false, screen: "phone" });
    await goBy(page, "/projects");
    await seen(page, "phone");
    assert.ok(await page.locator(".timeline-narrow").isVisible());
    assert.equal(await page.locator(".timeline-wide").isVisible(), false);
    assert.equal(await page.locator("a[href$='/roadmap-versions/new'], a[href^='/projects/new']").count(), 0);
    await page.context().close();
  });
});
