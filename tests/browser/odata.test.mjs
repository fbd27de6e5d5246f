// The feed for spreadsheets, read by a client of OData that is not ours: the same totals as the pages and the API.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { apiToken, ask, root, startSite } from "./site.mjs";

const python = join(root, "target", "odata-client", "bin", "python");
const micros = (text) => {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  return BigInt(`${sign}${whole}${fraction.padEnd(6, "0")}`);
};

describe(`the feed for spreadsheets, on ${process.env.STAFETT_TEST_DATABASE ?? "sqlite"}`, () => {
  let site;
  before(async () => {
    site = await startSite();
  });
  after(() => site?.stop());

  const send = async (person, path, body) => {
    const headers = { authorization: `Bearer ${await apiToken(site, person)}`, "content-type": "application/json", "idempotency-key": randomUUID() };
    const answer = await fetch(`${site.url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.equal(answer.status, 201, await answer.clone().text());
    return answer.json();
  };
  const list = async (person, path) => {
    const items = [];
    for (let cursor = ""; cursor !== null; ) {
      const page = await ask(site, person, `${path}?limit=200${cursor && `&cursor=${cursor}`}`);
      items.push(...page.items);
      cursor = page.next_cursor;
    }
    return items;
  };

  test("a client from PyPI finds tables, columns and pages by itself, and the same totals", async () => {
    const coordinator = site.signIn("coordinator");
    const region = coordinator.region_id;
    const { id: commitment, municipality_id: town } = site.seeded.commitments[0];
    const executive = site.seeded.sign_ins.find((one) => one.role === "executive" && one.municipality_id === town);
    // So many that there are pages, and with all the decimals that there can be.
    const items = Array.from({ length: 270 }, (_, at) => {
      const on = new Date(Date.UTC(2025, 9, 1 + at)).toISOString().slice(0, 10);
      return { commitment_id: commitment, on, value: `${at - 20}.${String(100001 + at * 37).slice(0, 6)}`, kind: at % 3 ? "measured" : "estimated" };
    });
    await send(executive, "/measurements/batch", { items });
    const { secret } = await send(coordinator, "/tokens", { name: "Power BI", scopes: ["read"], expires_at: `${new Date().getUTCFullYear() + 1}-01-01T00:00:00Z` });

    const run = spawnSync(python, [join(root, "tests", "odata", "read.py"), `${site.url}/odata/v1/regions/${region}`], { input: secret, encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
    const found = JSON.parse(run.stdout);

    const mine = site.seeded.commitments.filter((one) => site.seeded.regions[one.region].id === region);
    let measurements = [];
    for (const { id } of mine) {
      const measured = await list(coordinator, `/commitments/${id}/measurements`);
      measurements.push(...measured);
      assert.equal(found.counts[id] ?? 0, measured.length, id);
      const sum = measured.reduce((total, one) => total + micros(one.value), 0n);
      assert.equal(micros(found.sums[id] ?? "0"), sum, `${id}: to the last decimal`);
    }
    assert.ok(measurements.length > 250);
    assert.equal(found.tables.Measurements, measurements.length);
    assert.equal(found.tables.Commitments, mine.length);
    assert.equal(found.tables.Projects, (await list(coordinator, `/regions/${region}/projects`)).length);
    assert.equal(found.tables.Municipalities, (await list(coordinator, `/regions/${region}/members`)).length);
    assert.equal(found.above, measurements.filter((one) => one.kind === "measured" && micros(one.value) > micros("10.25")).length);
    const byDay = measurements.toSorted((one, two) => (one.on < two.on ? 1 : -1));
    assert.deepEqual(found.newest.map(([on, value]) => [on, micros(value)]), byDay.slice(0, 3).map((one) => [one.on, micros(one.value)]));

    // What the region's page shows in its matrix.
    const { rows } = await ask(site, coordinator, `/regions/${region}/matrix`);
    for (const { project_id: project, cells } of rows) {
      for (const { municipality_id: place, accepted, measured, on_plan, overdue } of cells) {
        const cell = found.cells[`${project} ${place}`] ?? { accepted: 0, measured: 0, on_plan: 0, overdue: 0 };
        assert.deepEqual(cell, { accepted, measured, on_plan, overdue }, `${project} in ${place}`);
      }
    }
  });

  test("without a token nothing is read, and the client is told what to ask for", async () => {
    const answer = await fetch(`${site.url}/odata/v1/regions/${site.signIn("coordinator").region_id}/Projects`);
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get("www-authenticate"), /^Basic realm=/);
  });
});
