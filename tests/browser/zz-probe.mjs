import { signIn, startBrowser, visitor } from "./harness.mjs";
import { startSite } from "./site.mjs";
const site = await startSite({ scenario: "demo" });
const browser = await startBrowser();
const who = site.seeded.sign_ins.find((one) => one.role === "coordinator");
const shot = (page, name, full = true) => page.screenshot({ path: `/tmp/leaders-${name}.png`, fullPage: full });
const run = async (way, name, paths, after) => {
  const page = await visitor(browser, way);
  if (way.dark) await page.emulateMedia({ colorScheme: "dark" });
  await signIn(page, site, who);
  if (way.language !== "nb") { await page.goto(site.url + "/"); }
  for (const [at, path] of paths.entries()) {
    await page.goto(site.url + path);
    await shot(page, `${name}-${at}`);
  }
  if (after) await after(page);
  await page.context().close();
};
const region = site.seeded.regions[0].id;
await run({ language: "nb" }, "wide", ["/projects", "/projects?years=1&theme=%C3%98konomi", `/regions/${region}/roadmap-versions`, `/projects/${site.seeded.projects[3].id}/plan`, `/projects/${site.seeded.projects[3].id}`], async (page) => {
  await page.goto(`${site.url}/projects`);
  await (await import("node:fs/promises")).writeFile("/tmp/leaders.pdf", await page.pdf({ preferCSSPageSize: true, format: "A4" }));
  await page.goto(`${site.url}/regions/${region}/roadmap-versions`);
  const links = await page.locator("a[href^='/roadmap-versions/']").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  console.log(links);
  const versions = links.filter((href) => !href.endsWith("differences"));
  await page.goto(`${site.url}${versions[0]}`); await shot(page, "version");
  await page.goto(`${site.url}${versions[1]}/differences?to=${versions[0].split("/").pop()}`); await shot(page, "differences");
  await page.goto(`${site.url}/regions/${region}/roadmap-versions/new`);
  await page.fill("[name=note]", "Prøve"); await page.locator("form#publish button").first().click(); await page.waitForLoadState(); await shot(page, "check");
});
await run({ language: "nb", screen: "phone" }, "phone", ["/projects"]);
await run({ language: "en", dark: true }, "dark", ["/projects"]);
await browser.close();
await site.stop();
