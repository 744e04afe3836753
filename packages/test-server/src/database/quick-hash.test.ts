import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { RunningServer } from "../start-server.ts";
import { startServer } from "../start-server.ts";
import { basic, HttpClient } from "../wire/http-client.ts";
import { openDatabase } from "./open-database.ts";
import { quickHash } from "./quick-hash.ts";

let server: RunningServer;
let client: HttpClient;
const folder = mkdtempSync(join(tmpdir(), "quick-hash-"));
beforeAll(async () => {
  server = await startServer({ user: "root", pass: "root" });
  client = new HttpClient(server.httpUrl);
});
afterAll(async () => {
  await server.close();
  // A store that is closed right after it was made may still write its manifest.
  await vi.waitFor(() => rmSync(folder, { recursive: true, force: true }), 10_000);
});

async function signin(user: string, pass: string): Promise<number> {
  const body = JSON.stringify({ user, pass });
  return (await client.ask("/signin", { method: "POST", headers: { accept: "application/json" }, body })).status;
}

it.each(["", "a", "root", "pässwörd 'and' \"quotes\" 🚂", "long ".repeat(100)])(
  "the database takes %j for the password that was hashed, and no other",
  async (password) => {
    const definition = `DEFINE USER OVERWRITE quick ON ROOT PASSHASH '${quickHash(password)}' ROLES OWNER`;
    const headers = { ...basic, accept: "application/json" };
    const defined = await client.ask("/sql", { method: "POST", headers, body: definition });
    expect(await defined.json()).toEqual([expect.objectContaining({ status: "OK" })]);
    expect(await signin("quick", password)).toBe(200);
    expect(await signin("quick", `${password} `)).toBe(401);
  },
);

it.each([
  ["in memory", () => "mem://", "$argon2d$v=19$m=8,"],
  ["on a disk", () => `surrealkv://${folder}/store`, "$argon2id$"],
])(
  "the hash of the first user of a database %s costs as much as it has to protect",
  async (_name, pathOf, beginning) => {
    const database = await openDatabase({ path: pathOf(), user: "root", pass: "secret" });
    const own = await startServer({ database });
    const headers = { authorization: `Basic ${btoa("root:secret")}`, accept: "application/json" };
    const answer = await fetch(`${own.httpUrl}/sql`, { method: "POST", headers, body: "INFO FOR ROOT" });
    const [{ result }] = (await answer.json()) as [{ result: { users: { root: string } } }];
    expect(result.users.root).toContain(`PASSHASH '${beginning}`);
    await own.close();
    await database.close();
  },
);
