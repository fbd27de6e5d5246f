// What the browser tests share: Chromium, visitors with or without JavaScript on wide and narrow screens, signing in by the form,
// axe with a list that can be read, and pictures in target/pictures.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./site.mjs";
import { wrongWords } from "./words.mjs";

export { apiToken, startSite } from "./site.mjs";

const axeSource = createRequire(import.meta.url)("axe-core").source;

const screens = {
  wide: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

const locales = { nb: "nb-NO", nn: "nn-NO", en: "en-GB", da: "da-DK" };

/** Every way in which a page is looked at: [name, options for `visitor`]. */
export const ways = ["wide", "phone"].flatMap((screen) =>
  [true, false].map((javaScript) => [`${screen}, JavaScript ${javaScript ? "on" : "off"}`, { screen, javaScript }]),
);

/** Starts Chromium, without its sandbox when root, and without its calls home. */
export function startBrowser() {
  const executablePath = execFileSync(join(root, "bin", "setup-chromium"), { encoding: "utf8" }).trim();
  const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet });
}

/**
 * A person with a browser of their own: a fresh page, no cookies. Errors in the page's own scripts and what it could not fetch end up in
 * `page.errors`; `page.answered` is the status of the page itself; `page.pages` and `page.taps` count how many were seen and pressed.
 */
export async function visitor(browser, { javaScript = true, screen = "wide", language = "nb" } = {}) {
  // Without motion: a fold that is still opening moves its button away between the press and the release of a program's mouse.
  const context = await browser.newContext({ ...screens[screen], javaScriptEnabled: javaScript, locale: locales[language], reducedMotion: "reduce" });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  Object.assign(page, { errors: [], answered: 0, pages: 0, taps: 0, language });
  page.on("pageerror", (error) => page.errors.push(error.message));
  page.on("console", (message) => {
    // Chromium notes every refusal's status as an error; whether the page itself may be one, the test says.
    if (message.type() === "error" && !/^Failed to load resource: the server responded/.test(message.text())) page.errors.push(message.text());
  });
  page.on("requestfailed", (request) => {
    // What a page asked for in the background when it was left is let go by the browser, and nobody misses it.
    const left = request.resourceType() === "fetch" && request.failure()?.errorText === "net::ERR_ABORTED";
    if (!left) page.errors.push(`${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on("response", (answer) => {
    const status = answer.status();
    if (!answer.request().isNavigationRequest()) {
      if (status >= 400) page.errors.push(`${answer.url()} answered ${status}`);
    } else if (status < 300 || status >= 400) {
      page.answered = status;
      page.pages += 1;
    }
  });
  return page;
}

/** Fills in the sign-in form on the page that is open, or on the one that `/` leads to; fails when the form is still there. */
export async function signIn(page, site, { email, password }) {
  if (!(await page.locator("form#sign-in").count())) await page.goto(site.url);
  const form = page.locator("form#sign-in");
  await form.locator("[name=email]").fill(email);
  await form.locator("[name=password]").fill(password);
  await send(form);
  assert.equal(await page.locator("form#sign-in").count(), 0, `signing in as ${email}: the form is still there:\n${await words(page)}`);
}

/** Presses a form's button and waits for the page that answers. */
export async function send(form, button = "button[type=submit], button:not([type])") {
  await press(form.locator(button).first());
}

/** Presses something that leads to another page, and waits for that page. */
export async function press(control) {
  const page = control.page();
  page.taps += 1;
  await Promise.all([page.waitForEvent("load"), control.click()]);
}

/** Follows the first link in sight that leads to `href`, which may be a pattern; what is folded around it is opened first. */
export async function follow(page, href) {
  const places = await page.locator("a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const fits = (place) => (typeof href === "string" ? place === href : href.test(place));
  const indexes = places.flatMap((place, index) => (fits(place) ? [index] : []));
  assert.ok(indexes.length > 0, `${page.url()}: no link to ${href}, only to ${[...new Set(places)].join(" ")}`);
  const all = page.locator("a[href]");
  for (const index of indexes) if (await all.nth(index).isVisible()) return press(all.nth(index));
  const link = all.nth(indexes.at(-1));
  await unfold(link);
  return press(link);
}

/** Opens what is folded around an element, outermost first, as a person does: by its summary. */
export async function unfold(element) {
  const folds = element.locator("xpath=ancestor::details[not(@open)]");
  while ((await folds.count()) > 0) {
    element.page().taps += 1;
    await folds.first().locator("summary").first().click();
  }
}

/** Goes by the menu, which is a button on a phone. */
export async function goBy(page, href) {
  const links = page.locator(`nav a[href="${href}"]`);
  for (const link of await links.all()) if (await link.isVisible()) return press(link);
  const folded = page.locator(`details nav a[href="${href}"]`).first();
  await unfold(folded);
  return press(folded);
}

/** Fills in a form: name → what to type, choose (select, radio) or, with true, tick. */
export async function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((element) => element.getAttribute("type") ?? element.tagName.toLowerCase());
    await unfold(field.first());
    if (value === true) await field.check();
    else if (kind === "select") await field.selectOption(value);
    else if (kind === "radio") await form.locator(`[name="${name}"][value="${value}"]`).check();
    else await field.fill(value);
  }
}

/** Makes sure that the pages are in a language: by the form at the foot, which a signed-in person's account remembers. */
export async function speak(page, language) {
  if ((await page.locator("html").getAttribute("lang")) !== language) await press(page.locator(`form#language button[value=${language}]`));
  assert.equal(await page.locator("html").getAttribute("lang"), language, `${page.url()}: after choosing ${language}`);
}

/** The words on the page, for messages. */
export async function words(page) {
  return (await page.locator("body").innerText()).replace(/\n{2,}/g, "\n").slice(0, 1500);
}

/** What every page owes its reader: language, one h1, a skip link that leads somewhere, the accessibility statement, no scrolling sideways. */
export async function assertDecentPage(page) {
  const facts = await page.evaluate(() => {
    const first = document.querySelector("a[href], button, input:not([type=hidden]), select, textarea, summary");
    const skip = first?.getAttribute("href") ?? "";
    return {
      language: document.documentElement.lang,
      title: document.title,
      headings: document.querySelectorAll("h1").length,
      skips: skip.startsWith("#") && document.getElementById(skip.slice(1)) !== null,
      statement: [...document.querySelectorAll("footer a")].some((link) => /tilgjenge|tilgængelig|accessib/i.test(link.textContent)),
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      twice: [...new Set([...document.querySelectorAll("[id]")].map((element) => element.id).filter((id, at, all) => all.indexOf(id) !== at))],
    };
  });
  const where = page.url();
  assert.match(facts.language, /^(nb|nn|en|da)$/, `${where}: <html lang>`);
  assert.ok(facts.title.trim(), `${where}: the page has no title`);
  assert.equal(facts.headings, 1, `${where}: number of h1`);
  assert.ok(facts.skips, `${where}: the first thing that the keyboard reaches must be a skip link to an element that exists`);
  assert.ok(facts.statement, `${where}: no link to the accessibility statement in the footer`);
  assert.deepEqual(facts.twice, [], `${where}: ids that stand more than once, so that labels and links miss their field`);
  assert.ok(facts.overflow <= 0, `${where}: the page is ${facts.overflow} px wider than the screen`);
  assert.deepEqual(page.errors, [], `${where}: errors in the page's scripts`);
}

/** Fails with a readable list when axe finds anything: WCAG A and AA, and its own best practices. */
export async function assertAccessible(page) {
  // Evaluated by the debugger, so that neither a strict content security policy nor switched-off JavaScript stands in the way. Where
  // JavaScript is off, timers never fire, but promises are kept; axe uses timers only to give way, so it gets promises instead.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(async () => {
    const timers = globalThis.setTimeout;
    const off = !matchMedia("(scripting: enabled)").matches;
    if (off) globalThis.setTimeout = (turn) => (Promise.resolve().then(turn), 0);
    try {
      return await globalThis.axe.run(document, { resultTypes: ["violations"], preload: !off });
    } finally {
      globalThis.setTimeout = timers;
    }
  });
  const list = violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.map(
      (node) => `    ${node.target.join(" ")}\n      ${node.html.slice(0, 160)}\n      ${node.failureSummary.replace(/\n\s*/g, " ")}`,
    );
    return `  ${id} (${impact}): ${help}\n${places.join("\n")}`;
  });
  assert.equal(violations.length, 0, `axe found ${violations.length} on ${page.url()}:\n${list.join("\n")}`);
}

/**
 * Everything that a page of a journey owes: its status, what `assertDecentPage` asks, its words in one language, no scrolling sideways on
 * the other kind of screen either, and nothing found by axe with all folds open. With STAFETT_TEST_PICTURES=1 a page with a name is
 * pictured on both screens. `quick` leaves out axe, where another journey takes the same pages to it.
 */
export async function look(page, { language = page.language, status = 200, data = [], name = "", quick = false } = {}) {
  const where = page.url();
  assert.equal(page.answered, status, `${where} answered ${page.answered}:\n${await words(page)}`);
  await assertDecentPage(page);
  assert.equal(await page.locator("html").getAttribute("lang"), language, `${where}: <html lang>`);
  assert.deepEqual(await wrongWords(page, language, data), [], `${where}: words`);
  const here = page.viewportSize();
  const [own, other] = here.width > 600 ? ["wide", "phone"] : ["phone", "wide"];
  const keep = async (screen) => {
    if (name && process.env.STAFETT_TEST_PICTURES) await picture(page, `${name}-${screen}-${language}`);
  };
  await keep(own);
  await page.setViewportSize(screens[other].viewport);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${where}: at ${screens[other].viewport.width} px the page is ${overflow} px wider than the screen`);
  await keep(other);
  await page.setViewportSize(here);
  if (quick) return;
  const folds = page.locator("main details");
  const set = (open) => folds.evaluateAll((all, wanted) => all.forEach((fold, at) => Object.assign(fold, { open: wanted[at] })), open);
  const was = await folds.evaluateAll((all) => all.map((fold) => fold.open));
  await set(was.map(() => true));
  await assertAccessible(page);
  await set(was);
}

/** A refused form's page: what is wrong stands over it, and each line names the field it leads to, which says it too. Gives the fields. */
export async function assertErrorsLead(page) {
  const summary = page.locator(".ds-error-summary");
  assert.equal(await summary.count(), 1, `${page.url()}: no summary of what is wrong:\n${await words(page)}`);
  const lines = await summary.locator("li a").evaluateAll((links) =>
    links.map((link) => {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const label = target?.matches("[type=radio], [type=checkbox]") ? (target.closest("fieldset")?.querySelector("legend") ?? target.labels[0]) : target?.labels?.[0];
      const name = [...(label?.childNodes ?? [])].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()).join(" ");
      const told = [target, target?.closest("fieldset")].map((place) => place?.getAttribute("aria-describedby") ?? "").join(" ").split(" ");
      const said = told.map((id) => (id && document.getElementById(id)?.textContent.trim()) || "").filter(Boolean);
      return {
        text: link.textContent,
        hash: link.hash,
        field: target?.matches("input, select, textarea") ?? false,
        invalid: target?.getAttribute("aria-invalid") === "true",
        told: said.some((text) => link.textContent.endsWith(text)),
        name,
        named: name !== "" && link.textContent.startsWith(name),
      };
    }),
  );
  assert.ok(lines.length > 0, `${page.url()}: the summary is empty`);
  for (const line of lines) {
    assert.ok(line.field, `${page.url()}: "${line.text}" leads to ${line.hash}, which is no field`);
    assert.ok(line.invalid && line.told, `${page.url()}: the field at ${line.hash} does not say "${line.text}"`);
    assert.ok(line.named, `${page.url()}: "${line.text}" does not begin with the label "${line.name}"`);
  }
  assert.match(await page.title(), /^(Feil|Fejl|Error)/, `${page.url()}: the title does not say that something was wrong`);
  return lines.map((line) => line.hash.slice(1));
}

/** Saves the whole page as target/pictures/NAME.png. */
export async function picture(page, name) {
  const folder = join(root, "target", "pictures");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
