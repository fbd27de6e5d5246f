// Shared links: made with a form, opened by somebody without an account, framed by the one site that may, shown on a wall, withdrawn.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { apiToken, assertAccessible, assertErrorsLead, fill, follow, look, picture, press, send, signIn, speak, startBrowser, visitor, words } from "./harness.mjs";
import { namesIn, startSite } from "./site.mjs";

describe(`shared links, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  let browser;
  let data;
  before(async () => {
    site = await startSite();
    data = [...(await namesIn(site)), "Digital byggesak (demo)", "Kortere saksbehandlingstid", "Saksbehandlingstid", "dager", "Til styremøtet", "https://www.kommune.no", "Bokmål", "Nynorsk", "English", "Dansk"];
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const region = () => site.seeded.regions[0].id;
  const coordinator = () => site.seeded.sign_ins.find((one) => one.role === "coordinator" && one.region_id === region());
  const seen = (page, name, more = {}) => look(page, { data, name: `share-${name}`, ...more });

  test("a page is shared, read without an account on a phone and a wall, and withdrawn", async () => {
    const page = await visitor(browser, { javaScript: false });
    await signIn(page, site, coordinator());
    await speak(page, "nb");
    await page.goto(`${site.url}/regions/${region()}`);
    await follow(page, `/regions/${region()}/share-links/new?kind=region`);
    await seen(page, "form");
    const form = page.locator("form#share-link");
    await send(form);
    assert.deepEqual(await assertErrorsLead(page), ["label"]);
    await seen(page, "form-wrong", { status: 422 });
    await fill(form, { label: "Til styremøtet" });
    await send(form);
    const address = (await page.locator("main code").first().textContent()).trim();
    await seen(page, "made", { data: [...data, address] });

    const stranger = await visitor(browser, { javaScript: false, screen: "phone" });
    await stranger.goto(address);
    await seen(stranger, "opened");
    assert.match(await words(stranger), /Delt lesetilgang/);
    assert.deepEqual(await stranger.context().cookies(), [], "nobody is followed");
    await stranger.goto(`${address}?visning=projektor`);
    await seen(stranger, "wall");
    await stranger.setViewportSize({ width: 1920, height: 1080 });
    const size = await stranger.locator("main li").first().evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize));
    assert.ok(size >= 24, `${size} px is too small to be read at six metres`);
    if (process.env.STAFETT_TEST_PICTURES) await picture(stranger, "share-projector");

    await page.goto(`${site.url}/regions/${region()}/share-links`);
    await seen(page, "list");
    await press(page.locator("form[action^='/share-links/'] button"));
    await seen(page, "withdrawn");
    await stranger.goto(address);
    await seen(stranger, "ended", { status: 404 });
    const log = site.lastLines(10_000);
    assert.ok(log.includes("/s/{token}"), "openings are logged");
    assert.ok(!log.includes(address.split("/s/")[1]), "and the word is not");
  });

  test("one chart stands in a page of the site that may show it, and in no other", async () => {
    let html = "";
    const other = createServer((_, answer) => answer.setHeader("content-type", "text/html; charset=utf-8").end(html)).listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address();
    try {
      await site.sql("UPDATE region_member SET sharing = 'members'");
      const answer = await fetch(`${site.url}/api/v1/regions/${region()}/share-links`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${await apiToken(site, coordinator())}` },
        body: JSON.stringify({ shows: { kind: "region_curve" }, label: "Til styremøtet", frame_origins: [`http://127.0.0.1:${port}`] }),
      });
      assert.equal(answer.status, 201, await answer.clone().text());
      const { embed_url: chart } = await answer.json();
      html = `<!doctype html><html lang="nb"><meta name="viewport" content="width=device-width"><title>Kommunen</title><main><h1>Kommunens side</h1><iframe src="${chart}" title="Kurven" width="100%" height="640"></iframe></main>`;
      for (const screen of ["wide", "phone"]) {
        const page = await visitor(browser, { javaScript: false, screen });
        await page.goto(`http://127.0.0.1:${port}/`);
        const frame = page.frameLocator("iframe");
        await frame.locator("figure.chart").first().waitFor();
        assert.equal(await frame.locator("a, form, script").count(), 0, "nothing leads out of the frame");
        await frame.locator("details summary").first().click();
        await frame.locator("table").first().waitFor({ state: "visible" });
        assert.deepEqual(page.errors, []);
        if (process.env.STAFETT_TEST_PICTURES) await picture(page, `share-embedded-${screen}`);
        await page.goto(chart);
        await assertAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `the chart is ${overflow} px wider than its frame`);
        await page.context().close();
      }
      const elsewhere = await visitor(browser, { javaScript: false });
      await elsewhere.goto(`http://localhost:${port}/`);
      await elsewhere.waitForTimeout(500);
      assert.ok(elsewhere.errors.some((error) => error.includes("frame-ancestors")), `another site shows it: ${elsewhere.errors}`);
      assert.equal(await elsewhere.frameLocator("iframe").locator("figure.chart").count(), 0);
    } finally {
      other.close();
    }
  });
});
