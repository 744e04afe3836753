import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { CborCodec } from "@surreal-sdk/codec";
import { RecordId, Uuid } from "@surreal-sdk/values";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { quickHash } from "../database/quick-hash.ts";
import { startTestServer } from "../test-server.ts";
import { ProfileServers } from "./profile-servers.ts";
import type { WireClient } from "./wire-client.ts";

const codec = new CborCodec();
const servers = new ProfileServers((version) => startTestServer({ version }));
afterEach(() => servers.release());
afterAll(() => servers.close());

const expired = { code: -32000, kind: "NotAllowed", details: { kind: "Auth", details: { kind: "SessionExpired" } } };

describe("a session that was restored with a token", () => {
  it.each([
    ["3.3", false],
    ["4.0", true],
  ] as const)("of version %s ends with the token: %s", async (version, ends) => {
    const name = randomUUID();
    const admin = await servers.enter(version, name);
    await admin.result("query", ["DEFINE TABLE thing"]);
    const { client, token } = await watchingBriefly(version, name, admin);
    // Another client knows when the token has expired.
    const other = await servers.open(version);
    await expect
      .poll(async () => (await other.request("authenticate", [token])).error?.message, { timeout: 100_000 })
      .toContain("expired");
    const answer = await client.request("query", ["CREATE thing:1"]);
    expect(answer.error).toEqual(ends ? expect.objectContaining(expired) : undefined);
    await admin.result("query", ["CREATE thing:2"]);
    await client.result("ping");
    const told = client.messages.filter(({ id, error }) => id === undefined && error === undefined);
    expect(told.length > 0).toBe(!ends);
  });
});

describe("the options of version 4.0", () => {
  it.each([
    [{ isolation: "serializable" }, { isolation: "serializable" }],
    [{ read_only: { strict: true } }, { isolation: "snapshot" }],
  ])("begin takes %j and answers with an object", async (options, answered) => {
    const client = await servers.enter("4.0");
    const begun = (await client.result("begin", [options])) as { id: unknown };
    expect(begun).toMatchObject(answered);
    await client.result("query", ["CREATE thing:1"], { txn: begun.id });
    expect((await client.request("commit", [begun.id])).error).toBeUndefined();
  });

  it.each([
    ["begin", [{ isolation: "chaos" }]],
    ["begin", [{ read_only: { max_staleness: "5s" } }]],
    ["begin", [{ read_only: { strict: 1 } }]],
    ["begin", [{ read_only: true }]],
    ["begin", [{ level: "snapshot" }]],
    ["begin", [{ read_only: { stale: 1 } }]],
    ["query", ["RETURN 1", {}, { read_only: { stale: 1 } }]],
    ["query", ["RETURN 1", {}, { write_only: {} }]],
  ])("%s refuses %j", async (method, params) => {
    const client = await servers.enter("4.0");
    expect((await client.request(method, params)).error).toMatchObject({
      code: -32603,
      details: { kind: "InvalidParams" },
    });
  });

  it("query takes read_only, and begin without options answers with the id alone", async () => {
    const client = await servers.enter("4.0");
    expect(await client.result("query", ["RETURN 1", {}, { read_only: { strict: true } }])).toMatchObject([
      { result: 1 },
    ]);
    expect(await client.result("begin")).toBeInstanceOf(Uuid);
  });
});

it.each([
  ["3.3", false],
  ["4.0", true],
] as const)("unset of version %s refuses protected names: %s", async (version, refuses) => {
  const client = await servers.enter(version);
  const { error } = await client.request("unset", ["auth"]);
  expect(error === undefined).toBe(!refuses);
  await client.result("set", ["mine", 5]);
  await client.result("unset", ["mine"]);
  expect(await client.result("query", ["RETURN $mine"])).toMatchObject([{ result: undefined }]);
});

describe("a trace_context", () => {
  async function send(version: "3.0" | "3.2" | "3.3" | "4.0", trace: unknown) {
    const client = await servers.open(version);
    client.socket.send(codec.encode({ id: 1, method: "ping", trace_context: trace }));
    await once(client.socket, "kept");
    return client.messages[0];
  }

  it.each(["3.2", "3.3", "4.0"] as const)("is checked by version %s", async (version) => {
    expect(await send(version, "00-a-b-01")).toMatchObject({ id: 1 });
    expect(await send(version, { traceparent: "00-a-b-01" })).toMatchObject({ id: 1 });
    for (const wrong of [5, { traceparent: 5 }, ["x"]]) {
      expect(await send(version, wrong)).toMatchObject({ error: { code: -32600, message: "Invalid request" } });
    }
  });

  it("is ignored by version 3.0", async () => {
    expect(await send("3.0", 5)).toMatchObject({ id: 1 });
  });
});

describe("the methods graphql and gql", () => {
  it("do not exist in version 3.0", async () => {
    const client = await servers.enter("3.0");
    for (const method of ["graphql", "gql"]) {
      expect((await client.request(method, ["{ a }"])).error).toMatchObject({ code: -32601 });
    }
  });

  it.each(["3.2", "3.3", "4.0"] as const)("of version %s are known, and not configured", async (version) => {
    const client = await servers.enter(version);
    expect((await client.request("graphql", ["{ a }"])).error).toMatchObject({ code: -32606, kind: "Configuration" });
    expect((await client.request("gql", ["MATCH (a)"])).error).toMatchObject({ code: -32607, kind: "Configuration" });
  });
});

describe("a change feed", () => {
  async function changes(version: "3.0" | "3.2" | "3.3" | "4.0") {
    const client = await servers.enter(version);
    await client.result("query", ["DEFINE TABLE thing CHANGEFEED 1h INCLUDE ORIGINAL"]);
    for (const query of ["CREATE thing:1 SET a = 1", "UPDATE thing:1 SET a = 2", "DELETE thing:1"]) {
      await client.result("query", [query]);
    }
    const show = async (since: bigint | number | string) => {
      const [entry] = (await client.result("query", [`SHOW CHANGES FOR TABLE thing SINCE ${since}`])) as [
        { result: { versionstamp: bigint; changes: Record<string, object>[] }[] },
      ];
      return entry.result;
    };
    return { show, all: await show(0) };
  }

  it.each([
    ["3.0", false],
    ["3.2", true],
    ["3.3", true],
    ["4.0", false],
  ] as const)(
    "of version %s has a time in its stamps, and finds nothing since a date: %s",
    async (version, nothing) => {
      const { all, show } = await changes(version);
      const stamp = BigInt(all.at(-1)?.versionstamp ?? 0n);
      expect(Math.abs(Date.now() - Number(stamp >> 16n))).toBeLessThan(600_000);
      expect(await show(BigInt(all.at(-2)?.versionstamp ?? 0n))).toEqual(all.slice(-2));
      const yesterday = new Date(Date.now() - 86_400_000).toISOString();
      expect(await show(`d'${yesterday}'`)).toEqual(nothing ? [] : all);
    },
  );

  it.each(["RETURN 1; ", "-- yesterday\n"])("finds nothing since a date behind %j, either", async (before) => {
    const client = await servers.enter("3.3");
    await client.result("query", ["DEFINE TABLE thing CHANGEFEED 1h"]);
    await client.result("query", ["CREATE thing:1"]);
    const since = `SHOW CHANGES FOR TABLE thing SINCE d'${new Date(Date.now() - 86_400_000).toISOString()}'`;
    const results = (await client.result("query", [`${before}${since}; RETURN "${since}"`])) as { result: unknown }[];
    expect(results.slice(-2)).toMatchObject([{ result: [] }, { result: since }]);
  });

  it("is refused by the parser for a date that is none", async () => {
    const client = await servers.enter("3.3");
    const { error } = await client.request("query", ["SHOW CHANGES FOR TABLE thing SINCE d'never'"]);
    expect(error).toMatchObject({ kind: "Validation", message: expect.stringContaining("Parse error") });
  });

  it.each([
    ["3.2", { id: new RecordId("thing", 1) }],
    ["3.3", { id: new RecordId("thing", 1), original: { id: new RecordId("thing", 1), a: 2 } }],
  ] as const)("of version %s says of a deletion %j", async (version, deletion) => {
    const { all } = await changes(version);
    expect(all.at(-1)?.changes).toEqual([{ delete: deletion }]);
  });
});

/** A client that has a live query by a token that expires soon: after a second, or as late as a busy machine needs. */
async function watchingBriefly(version: "3.3" | "4.0", db: string, admin: WireClient) {
  for (let seconds = 1; ; seconds *= 2) {
    await admin.result("query", [
      `DEFINE USER OVERWRITE brief ON DATABASE PASSHASH '${quickHash("brief")}' ROLES OWNER DURATION FOR TOKEN ${seconds}s`,
    ]);
    const client = await servers.open(version);
    const guest = await servers.open(version);
    const token = await guest.result("signin", [{ ns: "profiles", db, user: "brief", pass: "brief" }]);
    const { error } = await client.request("authenticate", [token]);
    const started = await client.request("live", ["thing"]);
    if (error === undefined && started.error === undefined) return { client, token };
  }
}
