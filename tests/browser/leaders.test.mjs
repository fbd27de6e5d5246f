// What leaders read, with a year of figures in it: every page with axe, on a phone in bokmål without JavaScript and wide in English
// with it; the coordinator asks for what is overdue, and a comparison is narrowed.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { apiToken, assertErrorsLead, fill, look, press, send, signIn, speak, startBrowser, visitor, words } from "./harness.mjs";
import { namesIn, startSite } from "./site.mjs";

/** Every string that people wrote in an answer of the API. */
const written = (value) => {
  if (typeof value === "string") return /\p{L}{2}/u.test(value) ? [value] : [];
  return value && typeof value === "object" ? Object.values(value).flatMap(written) : [];
};

describe(`what leaders read, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  let browser;
  let data;
  let compared;
  let promised;
  before(async () => {
    site = await startSite({ scenario: "demo" });
    const token = await apiToken(site, coordinator());
    const get = async (path) => {
      const answer = await fetch(`${site.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      return answer.json();
    };
    const said = [await get(`/regions/${region()}`), await get(`/regions/${region()}/year-moments`), await get(`/regions/${region()}/examples`)];
    const projects = (await get(`/regions/${region()}/projects`)).items;
    for (const project of projects) {
      said.push(await get(`/projects/${project.id}/change-steps`));
      for (const benefit of (await get(`/projects/${project.id}/benefits`)).items) {
        const indicators = (await get(`/benefits/${benefit.id}/indicators`)).items;
        said.push(benefit, indicators);
        for (const indicator of indicators) {
          const beside = await get(`/indicators/${indicator.id}/comparison`);
          compared ??= beside.municipalities.length > 2 ? indicator.id : undefined;
          promised ??= beside.municipalities[0]?.commitment_id;
        }
      }
    }
    data = [...(await namesIn(site)), ...written(said), ...written(projects), "Fjordlandet (demo)"].filter((text) => text.length > 2);
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const region = () => site.seeded.regions[0].id;
  const coordinator = () => site.signIn("coordinator");
  const arrive = async (person, way) => {
    const page = await visitor(browser, way);
    await signIn(page, site, person);
    await speak(page, way.language);
    return page;
  };
  const phone = { javaScript: false, screen: "phone", language: "nb" };
  const wide = { javaScript: true, screen: "wide", language: "en" };

  test("every page of a region, a municipality and a benefit: on a phone in bokmål, wide in English", async () => {
    const town = site.signIn("executive").municipality_id;
    const pages = {
      home: "/",
      region: `/regions/${region()}`,
      narrowed: `/regions/${region()}?class=time_saved`,
      wall: `/regions/${region()}?visning=projektor`,
      realisation: `/regions/${region()}/realisation?months=36`,
      municipality: `/regions/${region()}/municipalities/${town}`,
      comparison: `/indicators/${compared}/compare`,
      benefit: `/commitments/${promised}`,
      overdue: `/regions/${region()}/overdue`,
    };
    for (const way of [phone, wide]) {
      const page = await arrive(coordinator(), way);
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`${site.url}${path}`);
        await look(page, { data, name: `leaders-${name}` });
      }
      await page.context().close();
      const executive = await arrive(site.signIn("executive"), way);
      await executive.goto(`${site.url}/`);
      await look(executive, { data, name: "leaders-home-executive" });
      await executive.context().close();
    }
  });

  test("the coordinator asks for what is overdue: nobody chosen is refused and nothing typed is lost", async () => {
    const page = await arrive(coordinator(), phone);
    await page.goto(`${site.url}/regions/${region()}`);
    await press(page.locator(`a[href='/regions/${region()}/overdue']`));
    const form = page.locator("form#nudge-form");
    for (const box of await form.locator("input[type=checkbox]").all()) await box.uncheck();
    const line = "Styret møtes fredag";
    await fill(form, { message: line });
    await send(form);
    await look(page, { data: [...data, line], name: "leaders-nobody-asked", status: 422 });
    assert.deepEqual(await assertErrorsLead(page), ["nudge"]);
    assert.equal(await form.locator("textarea").inputValue(), line);
    await form.locator("input[type=checkbox]").first().check();
    await send(form);
    await look(page, { data, name: "leaders-asked" });
    assert.match(await words(page), /på vei/);
    await page.context().close();
  });

  test("a comparison is narrowed to two, and says so", async () => {
    const page = await arrive(coordinator(), wide);
    await page.goto(`${site.url}/indicators/${compared}/compare`);
    await page.locator("#choose summary").click();
    const boxes = page.locator("#choose input[type=checkbox]");
    for (let at = 2; at < (await boxes.count()); at += 1) await boxes.nth(at).uncheck();
    await press(page.locator("#choose button"));
    await look(page, { data, name: "leaders-narrowed" });
    assert.equal(await page.locator("#comparison .panel-said").count(), 2);
    assert.ok(await page.locator("#left-out").count());
    await page.context().close();
  });
});
