// A running Stafett for tests from outside: an empty database, seeded, served by the real binary on a free port, its mail caught.
// Nothing here needs a package, so that the API tests can use it without npm.

import { execFile, execFileSync, spawn } from "node:child_process";
import { appendFileSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startMailSink } from "./mail.mjs";

const run = promisify(execFile);

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The binary under test. */
export const binary = process.env.STAFETT_TEST_BINARY ?? join(root, "target", "debug", "stafett");

/** The databases that every test runs on. */
export const databases = ["sqlite", "postgres"];

/** A port that nobody listens on just now. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An empty database: its URL, and how to remove it. SQLite's lies in `place`; PostgreSQL's is made in the test server. */
export function emptyDatabase(kind, place) {
  if (kind === "sqlite") {
    return { url: `sqlite://${join(place, "stafett.db")}`, remove: () => {} };
  }
  const server = process.env.STAFETT_TEST_POSTGRES_URL;
  if (!server) throw new Error("STAFETT_TEST_POSTGRES_URL is not set: run this through bin/with-postgres.");
  const name = `outside_${process.pid}_${Date.now().toString(36)}_${Math.floor(Math.random() * 1e6)}`;
  const psql = (statement) => execFileSync("psql", [server, "-qXc", statement], { stdio: ["ignore", "pipe", "pipe"] });
  psql(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/**
 * Starts Stafett on an empty database.
 *
 * `database` is sqlite or postgres; `scenario` and `seed` choose the data, `scenario: null` leaves the database empty; `env` adds
 * settings. Gives the site: `url`, `seeded` (what `stafett seed` printed), `signIn(role)` (who that seeded), `mail`, `command(...)`
 * for other commands against the same database, `restart()`, `kill()` and `stop()`.
 */
export async function startSite({ database = process.env.STAFETT_TEST_DATABASE ?? "sqlite", scenario = "tiny", seed = 1, env = {} } = {}) {
  const place = mkdtempSync(join(tmpdir(), "stafett-site-"));
  const store = emptyDatabase(database, place);
  const mail = await startMailSink();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    PATH: process.env.PATH,
    HOME: place,
    DATABASE_URL: store.url,
    STAFETT_DATA_DIR: join(place, "data"),
    STAFETT_LISTEN: `127.0.0.1:${port}`,
    STAFETT_BASE_URL: url,
    STAFETT_SMTP_URL: mail.url,
    STAFETT_MAIL_FROM: "stafett@example.test",
    // What is mailed by the hour of the day has tests of its own.
    STAFETT_LIMITS_REMINDERS_FROM_HOUR: "24",
    ...env,
  };
  const logFile = join(place, "log.jsonl");
  let server;

  const command = async (...words) => (await run(binary, words, { env: settings, cwd: place, maxBuffer: 64e6 })).stdout;

  const start = async () => {
    // The server writes to the file itself: through a pipe it would stand still whenever this program is busy elsewhere.
    const log = openSync(logFile, "a");
    server = spawn(binary, ["serve"], { env: settings, cwd: place, stdio: ["ignore", log, log] });
    server.on("error", (error) => appendFileSync(logFile, `${error}\n`));
    closeSync(log);
    server.ended = new Promise((resolve) => server.once("close", resolve));
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline && server.exitCode === null) {
      const ready = await fetch(`${url}/readyz`).catch(() => null);
      if (ready?.ok) return;
      await sleep(50);
    }
    await sleep(100);
    throw new Error(`${binary} serve did not become ready. Its last lines:\n${lastLines()}`);
  };
  const end = async (signal) => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    const forced = setTimeout(() => server.kill("SIGKILL"), 15_000);
    await server.ended;
    clearTimeout(forced);
  };
  const lastLines = (count = 40) =>
    existsSync(logFile) ? readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-count).join("\n") : "(none)";

  const site = {
    database,
    url,
    mail,
    command,
    lastLines,
    seeded: null,
    signIn(role) {
      const found = site.seeded?.sign_ins?.find((person) => person.role === role);
      if (!found) throw new Error(`the scenario ${scenario} has no sign-in for the role ${role}`);
      return found;
    },
    /** Changes rows behind the program's back: only for what time would do. */
    async sql(statement) {
      if (database === "postgres") await run("psql", [store.url, "-qXc", statement]);
      else await run("python3", ["-c", "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1], timeout=20) as db: db.execute(sys.argv[2])", store.url.slice("sqlite://".length), statement]);
    },
    kill: () => end("SIGKILL"),
    async restart() {
      await end("SIGTERM");
      await start();
    },
    async stop() {
      await end("SIGTERM");
      await mail.stop();
      store.remove();
      rmSync(place, { recursive: true, force: true });
    },
  };
  try {
    if (scenario) {
      site.seeded = JSON.parse(await command("seed", "--scenario", scenario, "--seed", String(seed), "--json"));
    }
    await start();
  } catch (error) {
    await site.stop();
    throw error;
  }
  return site;
}

/** Signs in over the API; gives the bearer token. */
export async function apiToken(site, { email, password }) {
  const answer = await fetch(`${site.url}/api/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify({ email, password }),
  });
  if (answer.status !== 201) throw new Error(`signing in ${email} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).token;
}

/** A question to the API, by somebody who signs in for it. */
export async function ask(site, person, path) {
  const answer = await fetch(`${site.url}/api/v1${path}`, { headers: { authorization: `Bearer ${await apiToken(site, person)}` } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** What the seeded people and places are called: names are the same in every language. */
export async function namesIn(site) {
  const lists = await Promise.all(site.seeded.sign_ins.filter((person) => person.role === "coordinator").map((person) => ask(site, person, "/people")));
  const people = lists.flatMap((list) => list.items.map((person) => person.name));
  return [...people, ...site.seeded.regions.flatMap((region) => region.municipalities.map((town) => town.name))];
}
