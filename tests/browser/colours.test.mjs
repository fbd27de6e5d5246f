// States as those see them who do not see all colours: each shape stands out from what is behind it and from every other
// shape, also where no colour is left at all.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { signIn, speak, startBrowser, visitor } from "./harness.mjs";
import { startSite } from "./site.mjs";

/** What WCAG 1.4.11 asks of a graphic that carries meaning. */
const CONTRAST = 3;
/** The share of a shape's surface that must be otherwise than in any other shape. */
const APART = 0.05;
const SIDE = 32;

describe(`states without colours, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
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

  /** A picture as luminance (WCAG 2.2), SIDE × SIDE, drawn by the browser itself on a page of nobody's. */
  const luminance = (easel, png) =>
    easel.evaluate(
      async ([data, side]) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
        const brush = canvas.getContext("2d");
        brush.drawImage(image, 0, 0, side, side);
        const { data: dots } = brush.getImageData(0, 0, side, side);
        const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
        return Array.from({ length: side * side }, (_, at) => 0.2126 * linear(dots[4 * at]) + 0.7152 * linear(dots[4 * at + 1]) + 0.0722 * linear(dots[4 * at + 2]));
      },
      [png.toString("base64"), SIDE],
    );

  /** Where the shape is: nearer to what differs most from the corner than to the corner. */
  const mask = (dots) => {
    const ground = dots[0];
    const ink = dots.reduce((most, dot) => (Math.abs(dot - ground) > Math.abs(most - ground) ? dot : most), ground);
    return { ground, ink, set: dots.map((dot) => Math.abs(dot - ink) < Math.abs(dot - ground)) };
  };
  const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

  for (const colorScheme of ["light", "dark"]) {
    test(`every state of the legend, in ${colorScheme}`, async () => {
      const person = site.seeded.sign_ins.find((one) => one.role === "coordinator");
      const page = await visitor(browser, { javaScript: false, screen: "wide" });
      const easel = await browser.newPage();
      await signIn(page, site, person);
      await speak(page, "nb");
      await page.emulateMedia({ colorScheme });
      await page.goto(`${site.url}/regions/${person.region_id}`);
      const legend = page.locator(".legend li");
      const count = await legend.count();
      assert.equal(count, 10);
      const wire = await page.context().newCDPSession(page);
      for (const type of ["none", "protanopia", "deuteranopia", "tritanopia", "achromatopsia"]) {
        await wire.send("Emulation.setEmulatedVisionDeficiency", { type });
        const seen = [];
        for (let at = 0; at < count; at += 1) {
          const word = (await legend.nth(at).textContent()).trim();
          const { ground, ink, set } = mask(await luminance(easel, await legend.nth(at).locator(".shape").screenshot()));
          assert.ok(contrast(ground, ink) >= CONTRAST, `${word}, ${type}, ${colorScheme}: ${contrast(ground, ink).toFixed(2)}`);
          seen.push({ word, shape: await legend.nth(at).locator(".shape").innerHTML(), set });
        }
        for (const [at, one] of seen.entries()) {
          for (const other of seen.slice(at + 1)) {
            assert.notEqual(one.word, other.word, "no two states have the same word");
            if (one.shape === other.shape) continue;
            const apart = one.set.filter((dot, place) => dot !== other.set[place]).length / one.set.length;
            assert.ok(apart >= APART, `${one.word} and ${other.word}, ${type}, ${colorScheme}: ${(100 * apart).toFixed(1)} % apart`);
          }
        }
      }
      await page.context().close();
      await easel.close();
    });
  }
});
