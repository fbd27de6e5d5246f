// Sends generated requests to every operation of the OpenAPI file, with schemathesis, as each of several people, on both databases.
//
// Fails on a server error and on any answer that the file does not describe (status, content type, body). Each person works on a
// freshly seeded database, so that one cannot spoil it for the next and a seed always gives the same run. Ids that exist are handed
// out beside generated ones: otherwise nearly every request would end at "not found". Signing out is asked for last and apart: it
// would end the session that everything else needs.
//
// Called by bin/fuzz-api.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { apiToken, databases, root, startSite } from "../browser/site.mjs";

const { values: options } = parseArgs({ options: { database: { type: "string" }, role: { type: "string" } } });
const chosenDatabases = options.database ? [options.database] : databases;
const roles = options.role ? [options.role] : ["coordinator", "executive", "administrator"];
const wanted = Number(process.env.STAFETT_FUZZ_CASES ?? 2000);
const firstSeed = Number(process.env.STAFETT_FUZZ_SEED ?? 1);
const program = process.env.STAFETT_TEST_SCHEMATHESIS;
/** How many requests a round sends together, each round with the next seed and on fresh databases. */
const perRound = Math.min(wanted, 2000);
const checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
const reports = join(root, "target", "schemathesis-reports");
/** Operations that end the very session that asks. */
const last = ["signOut"];

if (!program) {
  console.error("STAFETT_TEST_SCHEMATHESIS is not set: run bin/fuzz-api.");
  process.exit(2);
}

let total = 0;
let failed = 0;
for (let round = 0; total < wanted && failed === 0; round += 1) {
  const before = total;
  // The fuzzer keeps one processor busy: the databases take one each.
  const ends = await Promise.allSettled(chosenDatabases.map((database) => asEach(database, firstSeed + round)));
  for (const { reason } of ends.filter((end) => end.status === "rejected")) {
    console.error(reason);
    failed += 1;
  }
  if (total === before) {
    console.error("Not one request was sent.");
    failed += 1;
  }
}
console.log(`${total} cases together`);
process.exit(failed === 0 ? 0 : 1);

/** Every person in turn, on one database. */
async function asEach(database, seed) {
  for (const role of roles) {
    const site = await startSite({ database });
    try {
      const outcome = await fuzz(site, role, seed);
      total += outcome.cases;
      failed += outcome.status === 0 ? 0 : 1;
      const statuses = [...outcome.statuses].sort().map(([status, count]) => `${status}: ${count}`).join(", ");
      const verdict = outcome.status === 0 ? "nothing found" : "FAILED";
      console.log(`${database}, ${role}, seed ${seed}: ${outcome.cases} cases (${statuses}), ${verdict}`);
      if (outcome.status !== 0) console.error(`The server's last lines:\n${site.lastLines()}`);
    } finally {
      await site.stop();
    }
  }
}

/** An answer's status over a connection of its own: one that has rested since the program began was closed meanwhile. */
function statusOf(url, headers) {
  return new Promise((done, fail) => {
    get(url, { headers, agent: false }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    }).on("error", fail);
  });
}

/** One person's run: exit status, number of requests, and how often each status was answered. */
async function fuzz(site, role, seed) {
  const token = await apiToken(site, site.signIn(role));
  const openApi = `${site.url}/api/v1/openapi.json`;
  const spec = await (await fetch(openApi)).json();
  const operations = Object.values(spec.paths).flatMap((path) => Object.values(path).filter((part) => part?.operationId));
  const runs = chosenDatabases.length * roles.length;
  const examples = Math.max(2, Math.ceil(perRound / runs / operations.length));
  const place = mkdtempSync(join(tmpdir(), "stafett-fuzz-"));
  const config = join(place, "schemathesis.toml");
  const report = join(reports, `${site.database}-${role}`);
  mkdirSync(report, { recursive: true });
  writeFileSync(config, configuration(spec, knownIds(site.seeded)));
  const call = async (name, extra) => {
    const file = join(report, `${name}.ndjson`);
    const words = ["--config-file", config, "run", openApi, "--checks", checks, "--seed", String(seed), "--max-examples", String(examples)];
    words.push("--generation-database", "none", "--continue-on-failure", "--request-timeout", "30", "--no-color");
    words.push("--header", `Authorization:Bearer ${token}`, "--report", "ndjson", "--report-ndjson-path", file, ...extra);
    const { status, said } = await finished(spawn(program, words, { cwd: place, stdio: ["ignore", "pipe", "pipe"] }));
    if (status !== 0) console.error(said);
    return { status, answers: answersIn(file) };
  };
  try {
    const phases = ["--phases", "examples,coverage,fuzzing"];
    const most = await call("operations", [...phases, ...last.flatMap((id) => ["--exclude-operation-id", id])]);
    const alive = await statusOf(`${site.url}/api/v1/me`, { authorization: `Bearer ${token}` });
    if (alive === 401) {
      console.error(`${site.database}, ${role}: the session ended during the run, so part of it tested nothing but 401.`);
      most.status ||= 1;
    }
    const present = last.filter((id) => operations.some((operation) => operation.operationId === id));
    const ending = present.length ? await call("last", [...phases, ...present.flatMap((id) => ["--include-operation-id", id])]) : { status: 0, answers: [] };
    const answers = [...most.answers, ...ending.answers];
    const statuses = new Map();
    for (const answer of answers) statuses.set(answer, (statuses.get(answer) ?? 0) + 1);
    return { status: most.status || ending.status, cases: answers.length, statuses };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** How a program ended, and all that it said. */
function finished(child) {
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => said.push(part));
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (status) => done({ status, said: Buffer.concat(said).toString() }));
  });
}

/** The status of each request that a report tells of. */
function answersIn(file) {
  if (!existsSync(file)) return [];
  const events = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const sent = events.flatMap((event) => Object.values(event.ScenarioFinished?.recorder?.interactions ?? {}));
  return sent.map((interaction) => String(interaction.response?.status_code ?? "no answer"));
}

/** What `stafett seed` printed, as lists of ids by what they are ids of: `projects: [{id}]`, `project_ids: […]`, `project_id: …`. */
function knownIds(seeded) {
  const known = new Map();
  const add = (kind, id) => {
    if (typeof id !== "string" || !id) return;
    const ids = known.get(kind) ?? [];
    if (!ids.includes(id)) known.set(kind, [...ids, id]);
  };
  const walk = (value, kind) => {
    if (Array.isArray(value)) {
      for (const item of value) typeof item === "string" && kind ? add(kind, item) : walk(item, kind);
    } else if (value && typeof value === "object") {
      if (kind) add(kind, value.id);
      for (const [key, inner] of Object.entries(value)) {
        const ids = /^(.+)_ids?$/.exec(key);
        if (ids && typeof inner === "string") add(plural(ids[1]), inner);
        else walk(inner, ids ? plural(ids[1]) : plural(key));
      }
    }
  };
  walk(seeded, null);
  return known;
}

function plural(word) {
  const noun = word.replaceAll("_", "-");
  if (noun.endsWith("s")) return noun;
  return noun === "person" ? "people" : noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** schemathesis' settings: for each path, which known ids go with which of its parameters, and with fields of bodies. */
function configuration(spec, known) {
  const lines = [];
  for (const [kind, ids] of known) lines.push(`[dictionaries.${key(kind)}]`, `values = ${JSON.stringify(ids)}`, "");
  const bind = (kind, probability) => `{ dictionary = ${JSON.stringify(kind)}, probability = ${probability} }`;
  for (const path of Object.keys(spec.paths)) {
    const parameters = [...path.matchAll(/([^/]+)\/\{([^}]+)\}/g)].flatMap(([, segment, name]) => {
      const named = /^(.+)_id$/.exec(name);
      const kind = named ? plural(named[1]) : segment;
      return known.has(kind) ? [`"path.${name}" = ${bind(kind, 0.8)}`] : [];
    });
    for (const kind of known.keys()) parameters.push(`"body.${singular(kind)}_id" = ${bind(kind, 0.7)}`);
    if (parameters.length) lines.push("[[operations]]", `include-path = ${JSON.stringify(path)}`, "[operations.parameters]", ...parameters, "");
  }
  return lines.join("\n");
}

function key(word) {
  return JSON.stringify(word);
}

function singular(kind) {
  const noun = kind.replaceAll("-", "_");
  if (noun === "people") return "person";
  return noun.endsWith("ies") ? `${noun.slice(0, -3)}y` : noun.replace(/s$/, "");
}
