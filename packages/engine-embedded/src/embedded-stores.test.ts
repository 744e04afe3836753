import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConnectionUnavailableError } from "@surreal-sdk/transport";
import { afterAll, beforeAll, expect, it } from "vitest";
import { executing, runChild } from "../test/child.ts";
import { ask, query } from "../test/wire.ts";
import { EmbeddedDatabase } from "./embedded-database.ts";
import { EmbeddedLockedError } from "./embedded-locked-error.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-embedded-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(url: string): Promise<EmbeddedDatabase> {
  const db = await EmbeddedDatabase.open(url);
  await ask(db, "use", ["n", "d"]);
  return db;
}

it("keeps databases in one process apart", async () => {
  const [a, b] = await Promise.all([open("mem://"), open("memory")]);
  await query(a, "CREATE t:1");
  await query(b, "DEFINE TABLE t");
  expect(await query(b, "SELECT * FROM t")).toEqual([[]]);
  await a.close();
  expect(await query(b, "RETURN 1")).toEqual([1]);
  await b.close();
});

it.each(["surrealkv", "surrealkv+versioned", "file"])("opens a %s store again with its data (H13)", async (scheme) => {
  const url = `${scheme}://${join(folder, scheme)}`;
  for (let round = 1; round <= 3; round++) {
    const db = await open(url);
    await query(db, "CREATE t SET round = $round", { round });
    expect(await query(db, "SELECT VALUE round FROM t ORDER BY round")).toEqual([[1, 2, 3].slice(0, round)]);
    await db.close();
  }
});

it("keeps old versions where the URL asks for them", async () => {
  const db = await open(`surrealkv+versioned://${join(folder, "versions")}`);
  await query(db, "CREATE t:1 SET a = 1; SLEEP 2ms");
  const [then] = await query(db, "RETURN <string>time::now()");
  await query(db, "SLEEP 2ms; UPDATE t:1 SET a = 2");
  expect(await query(db, `SELECT VALUE a FROM t:1 VERSION d'${then}'`)).toEqual([[1]]);
  await db.close();
});

it.each(["surrealkv", "rocksdb"])("refuses a %s store that is in use (H14)", async (scheme) => {
  const url = `${scheme}://${join(folder, `${scheme}-twice`)}`;
  const db = await open(url);
  const second = EmbeddedDatabase.open(url);
  await expect(second).rejects.toThrow(EmbeddedLockedError);
  await expect(second).rejects.toMatchObject({
    message: expect.stringContaining(`${url} is in use.`),
    outcome: "not_sent",
    cause: expect.any(Error),
  });
  expect(await query(db, "RETURN 1")).toEqual([1]);
  await db.close();
});

it.each([
  ["a parameter that the store refuses", "?sync=sometimes", "Invalid sync mode"],
  ["a path that cannot be made", "/../../../../../../proc/none/x", "No such file"],
])("says why it cannot open %s", async (_, rest, reason) => {
  const opening = EmbeddedDatabase.open(`surrealkv://${join(folder, "x")}${rest}`);
  await expect(opening).rejects.toThrow(ConnectionUnavailableError);
  await expect(opening).rejects.toThrow(reason);
});

it.each(["", "?sync=every"])(
  "has every answered write after the process was killed, with %j (H17)",
  async (parameters) => {
    const url = `surrealkv://${join(folder, `killed${parameters.length}`)}${parameters}`;
    const write = executing("use", ["n", "d"]) + executing("create", ["t", { a: 1 }]);
    const { lines, signal } = await runChild(
      `${write} process.kill(process.pid, "SIGKILL"); await new Promise(() => {});`,
      url,
    );
    expect([lines, signal]).toEqual([[""], "SIGKILL"]);
    const db = await open(url);
    expect(await query(db, "SELECT VALUE a FROM t")).toEqual([[1]]);
    await db.close();
  },
);
