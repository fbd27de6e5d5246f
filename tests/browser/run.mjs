// Runs every *.test.mjs beside this file with node's own test runner, once per database.
//
//   node tests/browser/run.mjs [PART-OF-A-FILE'S-NAME]
//
// STAFETT_TEST_DATABASE=sqlite or postgres runs one database only.

import { spawnSync } from "node:child_process";
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
for (const database of chosen) {
  console.log(`browser tests on ${database}`);
  const words = ["--test", "--test-concurrency=1", "--test-timeout=600000", "--test-reporter=spec", ...files.map((name) => join(here, name))];
  const { status } = spawnSync(process.execPath, words, { stdio: "inherit", env: { ...process.env, STAFETT_TEST_DATABASE: database } });
  if (status !== 0) process.exit(status ?? 1);
}
