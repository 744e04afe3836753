import { randomUUID } from "node:crypto";
import { Uuid } from "@surreal-sdk/values";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quickHash } from "../database/quick-hash.ts";
import type { RunningServer } from "../start-server.ts";
import { startServer } from "../start-server.ts";
import { HttpClient } from "./http-client.ts";
import type { WireMessage } from "./wire-client.ts";

const nobody = { authorization: "None" };
const viewer = { authorization: `Basic ${btoa("viewer:viewer")}` };
const home = { authorization: `Basic ${btoa("low:low")}`, "surreal-auth-ns": "http", "surreal-auth-db": "http" };
const away = { ...home, "surreal-auth-db": "away" };
let server: RunningServer;
let client: HttpClient;

beforeAll(async () => {
  server = await startServer({ user: "root", pass: "root", version: "3.0" });
  client = new HttpClient(server.httpUrl);
  await client.sql(`DEFINE USER viewer ON ROOT PASSHASH '${quickHash("viewer")}' ROLES VIEWER`);
  await client.sql(`DEFINE USER low ON DATABASE PASSHASH '${quickHash("low")}' ROLES OWNER`);
  await client.rpc("query", [`USE DB away; DEFINE USER low ON DATABASE PASSHASH '${quickHash("low")}' ROLES OWNER`]);
});
afterAll(() => server.close());

async function attach(credentials: object | undefined): Promise<Uuid> {
  const session = new Uuid(randomUUID());
  expect(await client.rpc("attach", [], { session })).toEqual({ result: undefined });
  if (credentials !== undefined) await client.rpc("signin", [credentials], { session });
  return session;
}

function refusal(session: Uuid): Partial<WireMessage> {
  const id = session.toJSON();
  return {
    error: {
      cause: undefined,
      code: -32000,
      details: { kind: "Session", details: { id } },
      kind: "NotFound",
      message: `Session not found: ${id}`,
    },
  } as Partial<WireMessage>;
}

describe("a session that was attached over HTTP", () => {
  it("lasts from request to request for the user who signed in on it, until it is detached", async () => {
    const session = await attach({ user: "root", pass: "root" });
    await client.rpc("set", ["x", 5], { session });
    expect(await client.rpc("query", ["RETURN $x"], { session })).toMatchObject({ result: [{ result: 5 }] });
    await client.rpc("detach", [], { session });
    expect(await client.rpc("query", ["RETURN $x"], { session })).toEqual(refusal(session));
  });

  it.each([
    ["an anonymous client", nobody],
    ["another user of the same level", viewer],
    ["a user of a database", home],
  ])("cannot be used by %s, whatever the method", async (_, credentials) => {
    const session = await attach({ user: "root", pass: "root" });
    const calls: [string, unknown[]][] = [
      ["query", ["RETURN 1"]],
      ["select", ["thing"]],
      ["use", ["http", "http"]],
      ["set", ["x", 1]],
      ["signin", [{ user: "viewer", pass: "viewer" }]],
      ["invalidate", []],
      ["reset", []],
      ["info", []],
      ["ping", []],
      ["version", []],
      ["detach", []],
    ];
    for (const [method, params] of calls) {
      expect(await client.rpc(method, params, { session }, credentials)).toEqual(refusal(session));
    }
    expect((await client.rpc("query", ["DEFINE PARAM OVERWRITE $p VALUE 1"], { session })).error).toBeUndefined();
  });

  it("is not shared by users of the same name in two databases", async () => {
    const session = await attach({ ns: "http", db: "http", user: "low", pass: "low" });
    expect((await client.rpc("query", ["RETURN 1"], { session }, home)).error).toBeUndefined();
    expect(await client.rpc("query", ["RETURN 1"], { session }, away)).toEqual(refusal(session));
  });

  it("is used with a token as with a password", async () => {
    const session = await attach({ user: "root", pass: "root" });
    const token = (await client.rpc("signin", [{ user: "root", pass: "root" }])).result as string;
    const bearer = { authorization: `Bearer ${token}` };
    expect((await client.rpc("query", ["RETURN 1"], { session }, bearer)).error).toBeUndefined();
  });

  it("belongs to nobody before a sign-in and after invalidate, and then reads nothing", async () => {
    const session = await attach(undefined);
    const anonymous = await client.rpc("query", ["RETURN 1"], { session }, nobody);
    expect(anonymous.error?.code).toBe(-32002);
    await client.rpc("signin", [{ user: "root", pass: "root" }], { session }, nobody);
    expect(await client.rpc("ping", [], { session }, nobody)).toEqual(refusal(session));
    await client.rpc("invalidate", [], { session });
    expect((await client.rpc("ping", [], { session }, nobody)).error).toBeUndefined();
    expect((await client.rpc("query", ["RETURN 1"], { session })).error?.code).toBe(-32002);
  });

  it("changes its owner with the user that signs in on it", async () => {
    const session = await attach({ user: "root", pass: "root" });
    await client.rpc("signin", [{ user: "viewer", pass: "viewer" }], { session });
    expect(await client.rpc("query", ["RETURN 1"], { session })).toEqual(refusal(session));
    expect((await client.rpc("query", ["RETURN 1"], { session }, viewer)).error).toBeUndefined();
  });

  it("is told to no client: the method sessions is refused", async () => {
    await attach({ user: "root", pass: "root" });
    for (const credentials of [undefined, nobody]) {
      expect((await client.rpc("sessions", [], {}, credentials)).error).toMatchObject({
        code: -32602,
        kind: "NotAllowed",
        message: "Method not allowed",
      });
    }
  });
});
