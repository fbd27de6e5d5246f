// Many figures at once: by keyboard alone, by pasting a block, and without JavaScript; how many actions a figure takes.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { assertAccessible, assertDecentPage, fill, send, signIn, speak, startBrowser, unfold, visitor, words } from "./harness.mjs";
import { apiToken, startSite } from "./site.mjs";

describe(`the grid, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  let browser;
  let contributor;
  before(async () => {
    browser = await startBrowser();
  });
  // Each begins with the same figures.
  beforeEach(async () => {
    site = await startSite({ scenario: "demo" });
    contributor = site.seeded.sign_ins.find((one) => one.role === "contributor");
  });
  afterEach(async () => {
    await site?.stop();
  });
  after(async () => {
    await browser?.close();
  });

  const address = () => `${site.url}/regions/${contributor.region_id}/grid/${contributor.municipality_id}?all=1`;
  const arrive = async (how) => {
    const page = await visitor(browser, how);
    await signIn(page, site, contributor);
    await speak(page, how.language ?? "nb");
    await page.goto(address());
    return page;
  };
  const cells = (page) => page.locator("[data-grid] input:not([type=hidden])");
  const measured = async (commitment, on) => {
    const answer = await fetch(`${site.url}/api/v1/commitments/${commitment}/measurements?limit=200`, { headers: { authorization: `Bearer ${await apiToken(site, contributor)}` } });
    return (await answer.json()).items.find((one) => one.on === on)?.value;
  };
  const place = async (cell) => (await cell.getAttribute("name")).match(/^cell_([^_]+)_(.+)$/).slice(1);

  test("a figure takes two actions: it is typed, and Enter goes on to the next", async () => {
    const page = await arrive({ screen: "wide" });
    const names = await cells(page).evaluateAll((inputs) => inputs.map((input) => input.name));
    assert.ok(names.length >= 20, `the demo has ${names.length} cells to fill in`);
    let [actions, figures] = [0, 0];
    await cells(page).first().focus();
    const filled = new Set();
    while (figures < 20) {
      const name = await page.evaluate(() => document.activeElement.name);
      if (filled.has(name)) {
        // At the foot of a column the next begins at its head.
        const next = names.find((one) => !filled.has(one));
        await page.locator(`[name="${next}"]`).focus();
        actions += 1;
        continue;
      }
      await page.keyboard.type(String(10 + figures));
      await page.keyboard.press("Enter");
      filled.add(name);
      [actions, figures] = [actions + 2, figures + 1];
    }
    await send(page.locator("#grid-form"));
    actions += 1;
    if (page.answered === 422) {
      await send(page.locator("#grid-form"));
      actions += 1;
    }
    assert.equal(page.answered, 200, await words(page));
    assert.equal(await cells(page).count(), names.length - 20);
    assert.ok(actions / figures <= 3, `${actions} actions for ${figures} figures`);
  });

  test("a block copied from a spreadsheet is pasted over the cells it covers, and says how many", async () => {
    const page = await arrive({ screen: "wide" });
    await page.goto(`${site.url}/due`);
    await page.locator(`a[href="/regions/${contributor.region_id}/grid/${contributor.municipality_id}"]`).first().click();
    assert.match(page.url(), /\/grid\//, "the list of what is due leads here");
    await page.goto(address());
    await assertDecentPage(page);
    await assertAccessible(page);
    const before = await cells(page).count();
    const first = cells(page).first();
    const [commitment, on] = await place(first);
    await first.focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "41\t40\n7\t\n");
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
    assert.match(await page.locator("#grid-said").innerText(), /3 \/ 3$/);
    await send(page.locator("#grid-form"));
    // Odd figures among them are asked about; the same button says that they are right.
    if (page.answered === 422) await send(page.locator("#grid-form"));
    assert.equal(page.answered, 200);
    assert.equal(await cells(page).count(), before - 3);
    assert.equal(await measured(commitment, on), "41");
  });

  test("by keyboard alone: Tab goes right, Enter and the arrows go down and up, and Lagre saves", async () => {
    const page = await arrive({ screen: "wide", language: "en" });
    const before = await cells(page).count();
    const names = await cells(page).evaluateAll((inputs) => inputs.map((input) => input.name));
    const here = () => page.evaluate(() => document.activeElement.name);
    for (let press = 0; press < 60 && (await here()) !== names[0]; press++) await page.keyboard.press("Tab");
    assert.equal(await here(), names[0], "Tab leads to the first cell");
    await page.keyboard.type("0");
    await page.keyboard.press("Enter");
    const below = await here();
    assert.notEqual(below, names[0]);
    await page.keyboard.press("ArrowUp");
    assert.equal(await here(), names[0]);
    await page.keyboard.press("ArrowRight");
    assert.equal(await here(), names[1]);
    await page.keyboard.press("ArrowLeft");
    for (let press = 0; press < 80 && (await page.evaluate(() => document.activeElement.type)) !== "submit"; press++) await page.keyboard.press("Tab");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    const [commitment, on] = names[0].match(/^cell_([^_]+)_(.+)$/).slice(1);
    // It is asked about, being far from the last one, and the same button says that it is right.
    if (await page.locator("[data-grid] [aria-invalid]").count()) await send(page.locator("#grid-form"));
    assert.equal(await measured(commitment, on), "0", "a measured zero is a value");
    assert.equal(await cells(page).count(), before - 1);
  });

  test("without JavaScript on a phone: what is pasted in the box is shown cell by cell, then saved", async () => {
    const page = await arrive({ screen: "phone", javaScript: false });
    await assertDecentPage(page);
    await assertAccessible(page);
    const [commitment, on] = await place(cells(page).last());
    const form = page.locator("form#paste");
    await unfold(form);
    await fill(form, { text: `Gevinst\t${on.slice(0, 7)}\n${commitment}\t12\nUkjent\t3` });
    await send(form);
    await assertDecentPage(page);
    await assertAccessible(page);
    assert.match(await words(page), /Blir lagret: 1\. Blir utelatt: 1\.[^]*Fant ingen gevinst/);
    assert.equal(await measured(commitment, on), undefined, "looking saves nothing");
    await send(page.locator("form#paste-confirm"));
    assert.equal(await measured(commitment, on), "12");
  });
});
