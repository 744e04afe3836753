import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { startTestServer } from "../test-server.ts";
import { ProfileServers } from "./profile-servers.ts";

const servers = new ProfileServers((version) => startTestServer({ version }));
afterEach(() => servers.release());
afterAll(() => servers.close());

const aborted = {
  status: "ERR",
  kind: "Query",
  details: { kind: "NotExecuted" },
  result: "Cannot COMMIT: the transaction was aborted due to a prior error",
};

describe("a transaction in a query, of which a statement fails", () => {
  it.each(["3.2", "3.3", "4.0"] as const)("has a result for its COMMIT in version %s", async (version) => {
    const client = await servers.enter(version);
    const query = "RETURN 0; BEGIN; CREATE thing:1; THROW 'no'; RETURN 5; COMMIT; RETURN 'COMMIT'";
    const results = (await client.result("query", [query])) as { status: string }[];
    expect(results.map(({ status }) => status)).toEqual(["OK", "OK", "ERR", "ERR", "ERR", "ERR", "OK"]);
    expect(results[5]).toMatchObject(aborted);
    const fine = (await client.result("query", ["BEGIN; RETURN 1; COMMIT; BEGIN; RETURN 2; CANCEL;"])) as unknown[];
    expect(fine).toHaveLength(6);
  });

  it("has a result for its COMMIT beside live queries, and whatever its names are", async () => {
    const client = await servers.enter("3.3");
    await client.result("query", ["DEFINE TABLE thing"]);
    for (const query of [
      "BEGIN; CREATE thing:1 SET use = 1; THROW 'no'; COMMIT",
      "BEGIN; THROW 'no'; COMMIT; LIVE SELECT * FROM thing",
    ]) {
      const results = (await client.result("query", [query])) as { result: unknown }[];
      expect(results.filter(({ result }) => result === aborted.result)).toMatchObject([aborted]);
    }
  });

  it("has none in version 3.0", async () => {
    const client = await servers.enter("3.0");
    expect(await client.result("query", ["BEGIN; THROW 'no'; COMMIT;"])).toHaveLength(2);
  });
});

describe("a COMMIT that fails on purpose", () => {
  const query = "BEGIN; CREATE thing:1; COMMIT;";

  it.each([
    [true, 1],
    [false, 0],
  ])("with an unknown outcome says so in every result, applied: %s", async (applied, count) => {
    const server = await servers.of("3.3");
    const client = await servers.enter("3.3");
    await client.result("query", ["DEFINE TABLE thing"]);
    server.faults = { commit: { outcome: "unknown", applied } };
    const results = (await client.result("query", [query])) as object[];
    expect(results).toMatchObject([
      { status: "OK" },
      { status: "ERR", kind: "Query", result: expect.stringMatching(/undetermined$/) },
      { status: "ERR", kind: "Query", result: expect.stringMatching(/^Cannot COMMIT: .* outcome is unknown/) },
    ]);
    expect(results[1]).not.toHaveProperty("details");
    server.faults = {};
    expect(await client.result("query", ["SELECT * FROM thing"])).toMatchObject([{ result: { length: count } }]);
  });

  it.each([
    ["unknown", "Internal", -32000, /commit outcome is unknown; it may or may not have been applied/],
    ["refused", "Internal", -32000, /There was a problem with a transaction/],
    ["poisoned", "Query", -32003, /^A statement failed after writing part of its change/],
  ] as const)("fails the method commit: %s", async (outcome, kind, code, message) => {
    const server = await servers.of("4.0");
    const client = await servers.enter("4.0");
    const txn = await client.result("begin");
    await client.result("query", ["CREATE thing:1"], { txn });
    server.faults = { commit: { outcome } };
    expect((await client.request("commit", [txn])).error).toMatchObject({
      kind,
      code,
      message: expect.stringMatching(message),
    });
    server.faults = {};
    await client.result("query", ["DEFINE TABLE IF NOT EXISTS thing"]);
    expect(await client.result("query", ["SELECT * FROM thing"])).toMatchObject([{ result: [] }]);
  });

  it("that is refused names the reason in its own result", async () => {
    const server = await servers.of("3.3");
    const client = await servers.enter("3.3");
    server.faults = { commit: { outcome: "refused" } };
    expect(await client.result("query", [query])).toMatchObject(
      [
        { status: "OK" },
        { status: "ERR", details: { kind: "NotExecuted" }, result: /not executed due to a failed/ },
        { status: "ERR", details: { kind: "NotExecuted" }, result: /^Cannot COMMIT: There was a problem/ },
      ].map((row) => ("result" in row ? { ...row, result: expect.stringMatching(row.result as RegExp) } : row)),
    );
  });

  it("is refused as a fault when it is invalid", async () => {
    const server = await servers.of("3.3");
    expect(() => {
      server.faults = { commit: { outcome: "lost" as never } };
    }).toThrow("commit.outcome is one of unknown, refused, poisoned.");
  });
});

describe("notifications that fail on purpose", () => {
  it("have the action ERROR", async () => {
    const server = await servers.of("3.3");
    const client = await servers.enter("3.3");
    await client.result("query", ["DEFINE TABLE thing"]);
    const live = await client.result("live", ["thing"]);
    server.faults = { liveErrors: true };
    await client.result("query", ["CREATE thing:1"]);
    expect((await client.notification()).result).toMatchObject({ id: live, action: "ERROR" });
  });

  it("end the connection with the code 1013 for a client that lags", async () => {
    const server = await servers.of("3.3");
    const client = await servers.enter("3.3", randomUUID());
    await client.result("query", ["DEFINE TABLE thing"]);
    await client.result("live", ["thing"]);
    server.faults = { lagging: true };
    const closed = once(client.socket, "close");
    client.send("query", ["CREATE thing:1"]);
    const [code, reason] = await closed;
    expect([code, String(reason)]).toEqual([1013, "Notifications were produced faster than this connection read them"]);
  });
});
