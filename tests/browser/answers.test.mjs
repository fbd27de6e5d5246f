// Every kind of answer to an offer, by an executive with a phone and no JavaScript, in bokmål and in nynorsk; and what they had written
// when their session ended.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertDecentPage, fill, press, send, signIn, speak, startBrowser, unfold, visitor, words } from "./harness.mjs";
import { apiToken, ask, startSite } from "./site.mjs";

/** What is pressed and written, what the page then says, and how it is undone so that the baton can be offered again. */
const answers = [
  { kind: "full", form: "accept", fields: { form: "full" }, state: "accepted" },
  { kind: "with_conditions", form: "accept", fields: { form: "with_conditions", conditions: "Berre om budsjettet held." }, state: "accepted_with_conditions" },
  { kind: "later", form: "accept", fields: { form: "later", from_month: "2099-01" }, state: "accepted_later" },
  { kind: "clarification", form: "clarify", fields: { question: "Kven dekkjer opplæringa?" }, state: "clarification_asked" },
  { kind: "refusal", form: "refuse", fields: { reason: "Vi har ikkje kapasitet i år." }, state: "refused" },
];

const undone = { accepted: "hand-back", accepted_with_conditions: "hand-back", accepted_later: "hand-back", clarification_asked: "withdrawal" };

describe(`every kind of answer, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
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

  const who = (role, handover) => {
    const { region, municipality_id: town } = site.seeded.handovers[handover];
    const of = site.seeded.regions[region].id;
    return site.seeded.sign_ins.find((one) => one.role === role && one.region_id === of && one.municipality_id === (role === "coordinator" ? null : town));
  };
  const act = async (person, place, body) => {
    const headers = { authorization: `Bearer ${await apiToken(site, person)}`, "content-type": "application/json", "idempotency-key": randomUUID() };
    const answer = await fetch(`${site.url}/api/v1${place}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${place} answered ${answer.status}: ${await answer.text()}`);
  };
  const arrive = async (person, language, handover) => {
    const page = await visitor(browser, { javaScript: false, screen: "phone", language });
    await signIn(page, site, person);
    await speak(page, language);
    await page.goto(site.url + handover);
    return page;
  };

  for (const [language, which] of [["nb", 1], ["nn", 4]]) {
    test(`taken, taken with conditions, taken later, asked about, refused: ${language}, phone, JavaScript off`, async () => {
      const handover = `/handovers/${site.seeded.handovers[which].id}`;
      const [boss, coordinator] = [who("executive", which), who("coordinator", which)];
      const executive = await arrive(boss, language, handover);
      for (const { kind, form, fields, state } of answers) {
        await executive.goto(site.url + handover);
        const here = executive.locator(`form#${form}`);
        await unfold(here);
        await fill(here, fields);
        await send(here);
        if (form === "accept") {
          assert.equal((await ask(site, boss, handover)).state, "offered", `${kind}: the check page has done nothing yet`);
          await assertDecentPage(executive);
          await send(executive.locator("form#accept"));
        }
        assert.equal(executive.answered, 200, kind);
        await assertDecentPage(executive);
        await assertAccessible(executive);
        assert.equal(await executive.locator("html").getAttribute("lang"), language);
        assert.equal((await ask(site, boss, handover)).state, state, kind);
        const said = await words(executive);
        for (const text of Object.values(fields).filter((text) => text.includes(" "))) assert.ok(said.includes(text), `${kind}: ${text} is not in\n${said}`);
        if (undone[state]) await act(state === "clarification_asked" ? coordinator : boss, `${handover}/${undone[state]}`, { reason: "Neste prøve" });
        if (kind !== "refusal") await act(coordinator, `${handover}/offer`, { answer_by: "2099-12-31" });
      }
      await executive.context().close();
    });
  }

  test("what was written when the session ended is kept, is sent by nobody else, and is sent once more by hand", async () => {
    const which = 1;
    const handover = `/handovers/${site.seeded.handovers[which].id}`;
    const boss = who("executive", which);
    await act(who("coordinator", which), `${handover}/offer`, { answer_by: "2099-12-31" });
    const executive = await arrive(boss, "nb", handover);
    const text = "Bare hvis budsjettet holder, og bare fra våren.";
    await fill(executive.locator("form#accept"), { form: "with_conditions", conditions: text });
    // Signed out everywhere, from another machine.
    const headers = { authorization: `Bearer ${await apiToken(site, boss)}` };
    const sessions = (await (await fetch(`${site.url}/api/v1/sessions`, { headers })).json()).items;
    for (const { id } of sessions.filter((one) => !one.current)) await fetch(`${site.url}/api/v1/sessions/${id}`, { method: "DELETE", headers });

    await send(executive.locator("form#accept"));
    assert.equal(await executive.locator("form#sign-in").count(), 1, "the session has ended");
    assert.match(await words(executive), /tatt vare på/);
    await assertDecentPage(executive);
    await assertAccessible(executive);
    await fill(executive.locator("form#sign-in"), { email: boss.email, password: "feil passord her" });
    await send(executive.locator("form#sign-in"));
    assert.equal(await executive.locator("form#sign-in").count(), 1, "a wrong password loses nothing");
    await fill(executive.locator("form#sign-in"), { email: boss.email, password: boss.password });
    await send(executive.locator("form#sign-in"));
    assert.ok((await words(executive)).includes(text), "it is shown before it is sent");
    await assertAccessible(executive);
    assert.equal((await ask(site, boss, handover)).state, "offered", "nothing has been sent yet");
    await send(executive.locator("form#kept"));
    assert.equal(await executive.locator("form#accept [name=conditions]").inputValue(), text, "the check page carries it");
    await press(executive.locator("form#accept button").first());
    assert.equal((await ask(site, boss, handover)).state, "accepted_with_conditions");
    await executive.context().close();

    // A form from an earlier session of the same person: kept too, and sent by hand.
    const again = await visitor(browser, { javaScript: false, screen: "phone" });
    await signIn(again, site, boss);
    await again.goto(`${site.url}${handover}`);
    await unfold(again.locator("form#hand-back"));
    await fill(again.locator("form#hand-back"), { reason: "Vi venter til neste år likevel." });
    await again.context().clearCookies();
    const other = Object.assign(await again.context().newPage(), { taps: 0 });
    await signIn(other, site, boss);
    await send(again.locator("form#hand-back"));
    assert.ok((await words(again)).includes("Vi venter til neste år likevel."), "it is shown before it is sent");
    await send(again.locator("form#kept"));
    assert.equal((await ask(site, boss, handover)).state, "handed_back");
    await again.context().close();

    // Another site cannot have its own words kept here.
    const body = new URLSearchParams({ conditions: "Fra et annet sted" }).toString();
    const elsewhere = { "content-type": "application/x-www-form-urlencoded", origin: "https://example.org" };
    for (const place of [`${handover}/acceptance`, `/sign-in/keep?to=${handover}/acceptance`]) {
      const answer = await fetch(site.url + place, { method: "POST", headers: elsewhere, body, redirect: "manual" });
      assert.equal(answer.status, 303, place);
      assert.match(answer.headers.get("location"), /^\/sign-in(\?next=|$)/);
    }
  });
});
