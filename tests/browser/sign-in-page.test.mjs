// The door: what stands before anyone is signed in, on every kind of screen, with JavaScript and without.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertDecentPage, picture, signIn, startBrowser, startSite, visitor, ways } from "./harness.mjs";

describe(`signing in, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  let browser;
  before(async () => {
    site = await startSite();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  test("the service says that it lives, and nothing about itself", async () => {
    const answer = await fetch(`${site.url}/livez`);
    assert.equal(answer.status, 200);
    const said = `${await answer.text()} ${answer.headers.get("server")} ${answer.headers.get("x-powered-by")}`;
    assert.doesNotMatch(said, /\d+\.\d+|actix|rust/i);
  });

  for (const [way, options] of ways) {
    for (const language of ["nb", "en"]) {
      test(`a stranger is led to the sign-in page: ${way}, ${language}`, async () => {
        const page = await visitor(browser, { ...options, language });
        const answer = await page.goto(site.url);
        assert.equal(answer.status(), 200);
        const form = page.locator("form#sign-in");
        await form.locator("[name=email]").waitFor();
        assert.equal((await form.getAttribute("method")).toLowerCase(), "post");
        assert.equal(await form.locator("[name=csrf]").count(), 1);
        await assertDecentPage(page);
        await assertAccessible(page);
        await picture(page, `sign-in ${way} ${language}`.replaceAll(/[ ,]+/g, "-"));
        await page.context().close();
      });
    }

    test(`a wrong password is refused with the address kept, the right one opens: ${way}`, async () => {
      const page = await visitor(browser, options);
      const person = site.signIn("coordinator");
      await page.goto(site.url);
      await assert.rejects(signIn(page, site, { ...person, password: "not the password" }), /the form is still there/);
      page.errors = []; // Chromium notes the refusal's status as an error.
      assert.equal(await page.locator("form#sign-in [name=email]").inputValue(), person.email);
      await assertDecentPage(page);
      await assertAccessible(page);
      await signIn(page, site, person);
      await assertDecentPage(page);
      await assertAccessible(page);
      await page.context().close();
    });
  }
});
