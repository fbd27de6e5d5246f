// An example from the form to the municipality that uses it: in every language, with axe, wide and on a phone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertErrorsLead, fill, look, press, send, signIn, speak, startBrowser, visitor } from "./harness.mjs";
import { namesIn, startSite } from "./site.mjs";

const story = {
  title: "Sjekkliste i mottaket",
  done: "Vi la sjekklisten inn i mottaket.",
  took: "To dager med opplæring.",
  contact_name: "Kari Nordmann",
  contact_email: "kari@eksempel.example",
};
const note = "Vi begynner til høsten.";

describe(`examples, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  let browser;
  let data;
  before(async () => {
    site = await startSite();
    data = [...(await namesIn(site)), ...site.seeded.sign_ins.map((person) => person.email), ...Object.values(story), note, "Kortere saksbehandlingstid",
      "Saksbehandlingstid", "Digital byggesak (demo)", "dager"];
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const executive = (place) => {
    const region = site.seeded.regions[0];
    return site.seeded.sign_ins.find((one) => one.role === "executive" && one.municipality_id === region.municipalities[place].id);
  };
  const arrive = async (person, way) => {
    const page = await visitor(browser, way);
    await signIn(page, site, person);
    await speak(page, way.language);
    return page;
  };
  const go = (page, path) => page.goto(`${site.url}${path}`);
  const seen = (page, name, more = {}) => look(page, { data, name: `examples-${name}`, ...more });

  for (const [language, javaScript] of [["nb", false], ["nn", true], ["da", true], ["en", false]]) {
    test(`one tells, another uses it and lets it be, in ${language}`, async () => {
      const list = `/regions/${site.seeded.regions[0].id}/examples`;
      const teller = await arrive(executive(0), { language, javaScript });
      await go(teller, list);
      await seen(teller, "none");

      await go(teller, `/commitments/${site.seeded.commitments[0].id}/examples/new`);
      await send(teller.locator("form#example"));
      await seen(teller, "form-empty", { status: 422 });
      assert.deepEqual(await assertErrorsLead(teller), ["title", "done"]);
      await fill(teller.locator("form#example"), story);
      await teller.locator("form#example input[name=tells_effect][value=yes]").check();
      await send(teller.locator("form#example"));
      await seen(teller, "draft");
      const here = new URL(teller.url()).pathname;
      await press(teller.locator(`form[action="${here}/share"] button`));
      await seen(teller, "shared");

      const user = await arrive(executive(1), { language, javaScript, screen: "phone" });
      await go(user, `${list}?q=mottaket`);
      await seen(user, "list");
      assert.equal(await user.locator(`main a[href="${here}"]`).count(), 1);
      await go(user, here);
      await fill(user.locator(`form[action="${here}/reuse"]`), { note });
      await send(user.locator(`form[action="${here}/reuse"]`));
      await seen(user, "used");
      assert.ok((await user.locator("#users").innerText()).includes(note));
      await press(user.locator(`form[action="${here}/reuse/end"] button`));
      await seen(user, "let-be");
      await go(user, `${list}?q=robot`);
      await seen(user, "none-found");

      await go(teller, here);
      await press(teller.locator(`form[action="${here}/withdraw"] button`));
      await seen(teller, "withdrawn");
      // What stays behind is the teller's own; the next language begins with a list that is empty for the other.
      await Promise.all([teller, user].map((page) => page.context().close()));
    });
  }
});
