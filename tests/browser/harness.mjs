// What the browser tests share: Chromium, visitors with or without JavaScript on wide and narrow screens, signing in by the form,
// axe with a list that can be read, and pictures in target/pictures.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./site.mjs";

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

/** A person with a browser of their own: a fresh page, no cookies. Errors in the page's own scripts end up in `page.errors`. */
export async function visitor(browser, { javaScript = true, screen = "wide", language = "nb" } = {}) {
  const context = await browser.newContext({ ...screens[screen], javaScriptEnabled: javaScript, locale: locales[language] });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
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
  const answered = form.page().waitForEvent("load");
  await form.locator(button).first().click();
  await answered;
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
      statement: [...document.querySelectorAll("footer a")].some((link) => /tilgjenge|accessib/i.test(link.textContent)),
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    };
  });
  const where = page.url();
  assert.match(facts.language, /^(nb|nn|en|da)$/, `${where}: <html lang>`);
  assert.ok(facts.title.trim(), `${where}: the page has no title`);
  assert.equal(facts.headings, 1, `${where}: number of h1`);
  assert.ok(facts.skips, `${where}: the first thing that the keyboard reaches must be a skip link to an element that exists`);
  assert.ok(facts.statement, `${where}: no link to the accessibility statement in the footer`);
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

/** Saves the whole page as target/pictures/NAME.png. */
export async function picture(page, name) {
  const folder = join(root, "target", "pictures");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
