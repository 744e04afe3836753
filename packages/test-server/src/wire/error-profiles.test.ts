import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { startTestServer } from "../test-server.ts";
import { ProfileServers } from "./profile-servers.ts";

const servers = new ProfileServers((version) => startTestServer({ version }));
afterEach(() => servers.release());
afterAll(() => servers.close());

const conflict = "Transaction conflict: Write conflict, retry the transaction. This transaction can be retried";
const reported = { kind: "Query", details: { kind: "TransactionConflict" } };

describe("a transaction in conflict with another one", () => {
  it("fails the method commit with a kind of its own, since 3.2", async () => {
    const prefixed = {
      ...reported,
      code: -32009,
      message: `There was a problem with the key-value store: ${conflict}`,
    };
    expect(await conflicting("3.0")).toMatchObject({ kind: "Internal", code: -32000, message: conflict });
    expect(await conflicting("3.2")).toMatchObject(prefixed);
    expect(await conflicting("3.3")).toMatchObject(prefixed);
  });

  it("is named by its COMMIT in a query, since 3.2, and no statement was executed", async () => {
    const text = "RETURN 0; BEGIN; UPDATE thing:1 SET n = 3; SLEEP $pause; COMMIT; RETURN 1";
    expect(await overtaken("3.0", text)).toMatchObject([
      { status: "OK" },
      { status: "OK" },
      { kind: "Internal", result: `Query not executed: ${conflict}` },
      { kind: "Internal", result: `Query not executed: ${conflict}` },
      { result: 1 },
    ]);
    const unexecuted = {
      kind: "Query",
      details: { kind: "NotExecuted" },
      result: /^The query was not executed due to/,
    };
    const statement = { ...unexecuted, result: expect.stringMatching(unexecuted.result) };
    expect(await overtaken("3.3", text)).toMatchObject([
      { status: "OK" },
      { status: "OK" },
      statement,
      statement,
      { ...reported, result: `Cannot COMMIT: ${conflict}` },
      { result: 1 },
    ]);
  });

  it("is what a single statement reports, since 3.2", async () => {
    const text = "UPDATE thing:1 SET n = { SLEEP $pause; RETURN 3 }";
    expect(await overtaken("3.0", text)).toMatchObject([{ details: { kind: "NotExecuted" }, result: conflict }]);
    const result = `There was a problem with the key-value store: ${conflict}`;
    expect(await overtaken("3.3", text)).toMatchObject([{ ...reported, result }]);
  });
});

describe("a refused sign-in", () => {
  const auth = { kind: "NotAllowed", code: -32002, details: { kind: "Auth", details: { kind: "InvalidAuth" } } };
  const message = "There was a problem with authentication";

  it("has a kind of its own since 3.3: a token, a record that was not found, a query that failed", async () => {
    expect(await refusals("3.2")).toMatchObject([
      { kind: "Internal", message: "InvalidToken" },
      { kind: "Internal", message: "No record was returned" },
      { kind: "Internal", message: "The record access signup query failed" },
    ]);
    expect(await refusals("3.3")).toMatchObject([
      { ...auth, message },
      { kind: "NotFound", code: -32000, message: "No record was returned" },
      { kind: "Query", code: -32000, message: "The record access signup query failed" },
    ]);
    const guest = await servers.open("3.3");
    expect((await guest.request("refresh", [{ access: "x", refresh: "y" }])).error).toMatchObject({ kind: "Internal" });
  });
});

describe("a value that does not fit its field", () => {
  it.each([
    ["3.3", { kind: "Internal" }],
    ["4.0", { kind: "Validation", details: { kind: "InvalidRequest" } }],
  ] as const)("fails in version %s with %j", async (version, error) => {
    const client = await servers.enter(version);
    await client.result("query", ["DEFINE TABLE strict SCHEMAFULL; DEFINE FIELD n ON strict TYPE int"]);
    const answer = await client.result("query", ["CREATE strict:1 SET n = 'text'"]);
    expect(answer).toMatchObject([{ ...error, result: /^Couldn't coerce/ }].map(withPattern));
  });
});

describe("an export or import by an anonymous user", () => {
  it.each([
    ["3.2", /^Anonymous access not allowed: /],
    ["3.3", /^IAM error: /],
  ] as const)("is refused in the words of version %s", async (version, words) => {
    await servers.enter(version, "transfers");
    const { httpUrl } = await servers.of(version);
    const headers = { "surreal-ns": "profiles", "surreal-db": "transfers" };
    const exported = await fetch(`${httpUrl}/export`, { headers });
    const imported = await fetch(`${httpUrl}/import`, { method: "POST", headers, body: "CREATE thing:2" });
    for (const refused of [exported, imported]) {
      expect([refused.status, await refused.json()]).toMatchObject([
        403,
        { information: expect.stringMatching(words) },
      ]);
    }
  });
});

function withPattern<Row extends { result: RegExp }>(row: Row): object {
  return { ...row, result: expect.stringMatching(row.result) };
}

/** What a client learns of the second of two transactions that have changed the same record. */
async function conflicting(version: "3.0" | "3.2" | "3.3"): Promise<unknown> {
  const client = await servers.enter(version);
  await client.result("query", ["DEFINE TABLE thing; CREATE thing:1"]);
  const transactions = [await client.result("begin"), await client.result("begin")];
  for (const txn of transactions) await client.result("query", ["UPDATE thing:1 SET n = rand()"], { txn });
  await client.result("commit", [transactions[0]]);
  return (await client.request("commit", [transactions[1]])).error;
}

/** The results of a query that pauses, once another client has changed the record thing:1 during the pause. */
async function overtaken(version: "3.0" | "3.3", text: string): Promise<unknown> {
  const database = randomUUID();
  const client = await servers.enter(version, database);
  const other = await servers.enter(version, database);
  await client.result("query", ["DEFINE TABLE thing; CREATE thing:1"]);
  for (let pause = 100; ; pause *= 2) {
    let isOver = false;
    const answer = client.result("query", [text.replace("$pause", `${pause}ms`)]).finally(() => {
      isOver = true;
    });
    // On a busy machine too, one of these writes comes between the read and the commit, if the pause is long enough. Each
    // needs a value of its own: the database writes nothing where a record stays as it is.
    while (!isOver) await other.result("query", ["UPDATE thing:1 SET n = rand()"]);
    const results = await answer;
    if (JSON.stringify(results).includes("conflict")) return results;
  }
}

/** The errors of a wrong token, of a sign-in that finds no record, and of a sign-up whose query fails. */
async function refusals(version: "3.2" | "3.3"): Promise<unknown[]> {
  const database = randomUUID();
  const client = await servers.enter(version, database);
  await client.result("query", [
    `DEFINE TABLE user;
     DEFINE ACCESS account ON DATABASE TYPE RECORD SIGNUP (SELECT * FROM gone) SIGNIN (SELECT * FROM user)`,
  ]);
  const guest = await servers.open(version);
  const credentials = { NS: "profiles", DB: database, AC: "account" };
  const answers = [
    await guest.request("authenticate", ["no token"]),
    await guest.request("signin", [credentials]),
    await guest.request("signup", [credentials]),
  ];
  return answers.map(({ error }) => error);
}
