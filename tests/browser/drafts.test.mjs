// What somebody is writing survives a lost session, another device and a flat battery, and goes when it is sent.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, send, signIn, startBrowser, visitor } from "./harness.mjs";
import { startSite } from "./site.mjs";

describe(`drafts, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  let browser;
  before(async () => {
    browser = await startBrowser();
    site = await startSite({ scenario: "tiny" });
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const commitment = () => site.seeded.commitments[0];
  const contributor = () =>
    site.seeded.sign_ins.find((one) => one.role === "contributor" && one.municipality_id === commitment().municipality_id);
  const arrive = async (who) => {
    const page = await visitor(browser, { screen: "phone" });
    await signIn(page, site, who);
    await page.goto(`${site.url}/commitments/${commitment().id}/measure`);
    return page;
  };
  const offer = (page) => page.locator("[data-draft-words]");

  test("what was typed and not sent is offered where one comes back, and not after it was sent", async () => {
    const first = await arrive(contributor());
    const saved = first.waitForResponse((answer) => answer.url().endsWith("/drafts") && answer.request().method() === "POST");
    await first.locator("[name=value]").fill("31,5");
    await first.locator("[name=comment]").fill("Halvferdig tanke");
    assert.equal((await saved).status(), 204);
    await first.context().close();

    // Signed in anew, somewhere else.
    const second = await arrive(contributor());
    await offer(second).waitFor();
    await assertAccessible(second);
    assert.equal(await second.locator("[name=value]").inputValue(), "", "it is offered, not forced");
    await offer(second).getByRole("button").first().click();
    assert.equal(await second.locator("[name=value]").inputValue(), "31,5");
    assert.equal(await second.locator("[name=comment]").inputValue(), "Halvferdig tanke");
    await send(second.locator("#measure"));
    await second.goto(`${site.url}/commitments/${commitment().id}/measure`);
    await second.waitForLoadState("networkidle");
    assert.equal(await offer(second).count(), 0, "it was sent");
    await second.context().close();
  });

  test("what is thrown away is gone, and nobody else is offered it", async () => {
    const page = await arrive(contributor());
    const kept = page.waitForResponse((answer) => answer.url().endsWith("/drafts") && answer.request().method() === "POST");
    await page.locator("[name=comment]").fill("Bare for meg");
    await kept;
    const executive = site.seeded.sign_ins.find((one) => one.role === "executive" && one.municipality_id === commitment().municipality_id);
    const other = await arrive(executive);
    await other.waitForLoadState("networkidle");
    assert.equal(await offer(other).count(), 0);
    await other.context().close();
    await page.reload();
    await offer(page).waitFor();
    const gone = page.waitForResponse((answer) => answer.url().endsWith("/drafts") && answer.request().method() === "POST");
    await offer(page).getByRole("button").last().click();
    await gone;
    await page.reload();
    await page.waitForLoadState("networkidle");
    assert.equal(await offer(page).count(), 0);
    await page.context().close();
  });
});
