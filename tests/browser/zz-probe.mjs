import { signIn, startBrowser, visitor } from "./harness.mjs";
import { startSite } from "./site.mjs";
const site = await startSite({ scenario: "demo" });
const browser = await startBrowser();
const region = site.seeded.regions[0].id;
const town = site.seeded.regions[0].municipalities[2].id;
const person = site.seeded.sign_ins.find((one) => one.role === "executive" && one.municipality_id === town);
for (const [lang, width] of [["nb", 1280], ["nb", 360], ["en", 1280]]) {
  const page = await visitor(browser, { language: lang });
  await page.setViewportSize({ width, height: 900 });
  await signIn(page, site, person);
  await page.setViewportSize({ width, height: 900 });
  const shot = (name) => page.screenshot({ path: `/tmp/exl/${name}-${lang}-${width}.png`, fullPage: true });
  await page.goto(`${site.url}/regions/${region}/examples`); await shot("list");
  await page.locator("main table a").nth(2).click(); await shot("one");
  await page.goto(`${site.url}/projects/${site.seeded.projects[0].id}`); await shot("project");
  await page.goto(`${site.url}/regions/${region}/municipalities/${town}`);
  const link = await page.locator('main a[href^="/commitments/"]').first().getAttribute("href");
  await page.goto(`${site.url}${link}`); await shot("benefit");
  await page.goto(`${site.url}${link}/examples/new`); await shot("form");
  await page.context().close();
}
await browser.close();
await site.stop();
