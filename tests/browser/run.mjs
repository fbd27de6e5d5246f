// Runs every *.test.mjs beside this file with node's own test runner, once per database, on both at the same time: each has a
// program and a browser of its own, and mostly waits for them. What the second says is shown when the first is done.
//
//   node tests/browser/run.mjs [PART-OF-A-FILE'S-NAME]
//
// STAFETT_TEST_DATABASE=sqlite or postgres runs one database only.

import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { binary, databases } from "./site.mjs";

if (!existsSync(binary)) {
  console.error(`The browser tests need ${binary}: run cargo build first.`);
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv[2] ?? "";
const files = readdirSync(here).filter((name) => name.endsWith(".test.mjs") && name.includes(wanted)).sort();
if (files.length === 0) {
  console.error(`No test file's name holds "${wanted}".`);
  process.exit(2);
}
const chosen = process.env.STAFETT_TEST_DATABASE ? [process.env.STAFETT_TEST_DATABASE] : databases;
const outcomes = chosen.map((database) => run(database));
let failed = 0;
for (const [at, outcome] of outcomes.entries()) {
  console.log(`browser tests on ${chosen[at]}`);
  const { status, said } = await outcome;
  process.stdout.write(said);
  failed ||= status;
}
process.exit(failed);

/** One database's tests: how they ended, and all that they said. */
function run(database) {
  const words = ["--test", "--test-concurrency=1", "--test-timeout=600000", "--test-reporter=spec", ...files.map((name) => join(here, name))];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, STAFETT_TEST_DATABASE: database } });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => said.push(part));
  return new Promise((done) => child.on("close", (status) => done({ status: status ?? 1, said: Buffer.concat(said) })));
}
