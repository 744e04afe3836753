import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunningServer } from "../start-server.ts";
import { startServer } from "../start-server.ts";
import { WireClient } from "./wire-client.ts";

const root = { user: "root", pass: "root" };
const expired = { code: -32000, kind: "NotAllowed", details: { kind: "Auth", details: { kind: "SessionExpired" } } };
let server: RunningServer;
let client: WireClient;
let credentials: Record<string, unknown>;

beforeAll(async () => {
  server = await startServer({ ...root, version: "3.0" });
  client = await WireClient.connect(server.wsUrl);
  await client.result("signin", [root]);
  const [ns, db] = ["expiry", randomUUID()];
  credentials = { ns, db, ac: "brief" };
  await client.result("use", [ns, db]);
  await client.result("query", [
    `DEFINE TABLE person; CREATE person:1;
     DEFINE ACCESS brief ON DATABASE TYPE RECORD SIGNIN (person:1) DURATION FOR TOKEN 1s, FOR SESSION 1s`,
  ]);
});
afterAll(async () => {
  await client.close();
  await server.close();
});

it("says that a session has expired, also after invalidate, until somebody signs in again", async () => {
  const token = await client.result("signin", [credentials]);
  await expect
    .poll(async () => (await client.request("query", ["RETURN 1"])).error, { timeout: 100_000 })
    .toMatchObject(expired);
  expect((await client.request("set", ["x", 1])).error).toMatchObject(expired);
  expect((await client.request("ping")).error).toBeUndefined();
  await client.result("invalidate");
  expect((await client.request("select", ["person"])).error).toMatchObject(expired);
  expect((await client.request("authenticate", [token])).error).toMatchObject({
    code: -32002,
    details: { kind: "Auth", details: { kind: "TokenExpired" } },
  });
  const bearer = await fetch(`${server.httpUrl}/health`, { headers: { authorization: `Bearer ${token}` } });
  expect([bearer.status, await bearer.text()]).toEqual([401, "The token has expired"]);
  await client.result("signin", [root]);
  expect(await client.result("query", ["RETURN 1"])).toMatchObject([{ result: 1 }]);
});

it("forgets who it was after invalidate and reset, and keeps namespace and variables after the first alone", async () => {
  await client.result("signin", [root]);
  await client.result("set", ["x", 1]);
  await client.result("invalidate");
  expect((await client.request("info")).error?.code).toBe(-32002);
  await client.result("signin", [root]);
  const facts = "RETURN [session::ns(), $x]";
  expect(await client.result("query", [facts])).toMatchObject([{ result: ["expiry", 1] }]);
  await client.result("reset");
  expect((await client.request("query", [facts])).error?.code).toBe(-32002);
  await client.result("signin", [root]);
  expect(await client.result("query", [facts])).toMatchObject([{ result: "Specify a namespace to use" }]);
  await client.result("use", ["expiry", "expiry"]);
  expect(await client.result("query", [facts])).toMatchObject([{ result: ["expiry", undefined] }]);
});

it("keeps who it was when a signin fails", async () => {
  await client.result("signin", [root]);
  expect((await client.request("signin", [{ user: "root", pass: "no" }])).error?.code).toBe(-32002);
  expect(await client.result("query", ["RETURN 1"])).toMatchObject([{ result: 1 }]);
});

it("lets anybody do anything when it is told to", async () => {
  const open = await startServer({ unauthenticated: true });
  const nobody = await WireClient.connect(open.wsUrl);
  await nobody.result("use", ["n", "d"]);
  expect(await nobody.result("query", ["CREATE ONLY a:1"])).toMatchObject([{ status: "OK" }]);
  await nobody.close();
  await open.close();
});
