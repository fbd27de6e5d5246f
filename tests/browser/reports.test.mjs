// A report is chosen, looked at, locked, and shown on a page, on a wall and on paper.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertErrorsLead, fill, follow, look, send, signIn, speak, startBrowser, visitor } from "./harness.mjs";
import { namesIn, startSite } from "./site.mjs";

describe(`reports, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  let browser;
  let data;
  before(async () => {
    site = await startSite();
    data = [...(await namesIn(site)), "dager", "Saken tas til orientering.", "24/117", "Spart tid", "Saksbehandlingstid", "Digital byggesak (demo)"];
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const region = () => site.seeded.regions[0].id;
  const who = (role) => site.seeded.sign_ins.find((one) => one.role === role && one.region_id === region());
  const arrive = async (person, way) => {
    const page = await visitor(browser, { language: "nb", ...way });
    await signIn(page, site, person);
    await speak(page, way.language ?? "nb");
    return page;
  };
  const seen = (page, name, more = {}) => look(page, { data, name: `report-${name}`, ...more });

  test("a coordinator makes a report without scripts, and locks what was seen", async () => {
    const page = await arrive(who("coordinator"), { javaScript: false, screen: "wide" });
    await page.goto(`${site.url}/regions/${region()}`);
    await follow(page, `/regions/${region()}/reports`);
    await seen(page, "none");
    await follow(page, `/regions/${region()}/reports/new`);
    await seen(page, "new");
    const form = page.locator("form#report");
    await fill(form, { from: "2026-02", to: "i fjor" });
    await send(form);
    await seen(page, "wrong", { status: 422 });
    assert.deepEqual(await assertErrorsLead(page), ["to"]);
    await fill(form, { from: "2025-01", to: "desember 2025", case_number: "24/117", proposals: "Saken tas til orientering." });
    await send(form);
    await seen(page, "preview");
    await send(form);
    await seen(page, "check");
    await send(page.locator("form#back"));
    await send(form);
    await send(page.locator("form#lock"));
    const here = new URL(page.url()).pathname;
    for (const language of ["nn", "en", "da", "nb"]) {
      await speak(page, language);
      await page.goto(site.url + here);
      await seen(page, "locked", { language });
    }
    assert.equal(await page.locator("#part-proposals li").textContent(), "Saken tas til orientering.");
    assert.equal(await page.locator("form#report").count(), 0, "a locked report has nothing to change");

    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("nav.nav, .actions").filter({ visible: true }).count(), 0);
    assert.ok(await page.locator(".chart-drawing").first().isVisible());
    await page.emulateMedia({ media: "screen" });

    await page.goto(`${site.url}${here}?visning=projektor&del=1`);
    for (let part = 1; part < 8; part += 1) {
      await seen(page, `slide-${part}`);
      await follow(page, `${here}?visning=projektor&del=${part + 1}`);
    }
    await seen(page, "slide-8");
    await follow(page, here);
    await page.goto(`${site.url}/regions/${region()}/reports`);
    await seen(page, "list");
    await page.context().close();
  });

  test("an executive reports for the own municipality from its page, on a phone", async () => {
    const person = who("executive");
    const page = await arrive(person, { javaScript: true, screen: "phone" });
    await page.goto(`${site.url}/regions/${region()}/municipalities/${person.municipality_id}`);
    await follow(page, `/regions/${region()}/reports/new?scope=${person.municipality_id}`);
    await seen(page, "town-new");
    await fill(page.locator("form#report"), { from: "2025-01", to: "2025-12" });
    await send(page.locator("form#report"));
    await send(page.locator("form#report"));
    await send(page.locator("form#lock"));
    await seen(page, "town");
    await page.context().close();
  });
});
