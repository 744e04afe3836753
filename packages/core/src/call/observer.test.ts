import { expect, it, vi } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure } from "../../test/test-world.ts";
import type { RequestReport } from "./observer.ts";

it("tells of queries that were slow, with their text and without their variables", async () => {
  const reports: RequestReport[] = [];
  const { db, channel } = asyncWorld({ slowQuery: { threshold: 0, report: (report) => reports.push(report) } });
  channel.script = answering("query", rows(1), { error: { kind: "Thrown", message: "boom" } });
  await db.query(`SELECT * FROM user WHERE name = $name ${" ".repeat(300)}`, { name: "c4n4ry" }).execute();
  const session = await db.newSession();
  const tx = await session.beginTransaction();
  await failure(tx.query("THROW 1").execute());
  expect(reports.map(({ method, error, outcome }) => [method, error, outcome])).toEqual([
    ["query", undefined, undefined],
    ["attach", undefined, undefined],
    ["begin", undefined, undefined],
    ["query", "ThrownError", "failed"],
  ]);
  expect(reports[0]).toMatchObject({ url: "ws://test/rpc", session: undefined, transaction: undefined });
  expect(reports[0]?.statement).toHaveLength(200);
  expect(reports[3]).toMatchObject({ statement: "THROW 1", session: session.sessionId, transaction: tx.transactionId });
  expect(JSON.stringify(reports)).not.toContain("c4n4ry");
  expect(reports.every(({ duration }) => duration >= 0)).toBe(true);
});

it("tells of a query of which a statement failed what it failed with", async () => {
  const reports: RequestReport[] = [];
  const { db, channel } = asyncWorld({ slowQuery: { threshold: 0, report: (report) => reports.push(report) } });
  const thrown = { status: "ERR", time: "1µs", result: "An error occurred: c4n4ry", kind: "Thrown" };
  channel.script = answering("query", { result: [{ status: "OK", time: "1µs", result: 1 }, thrown] });
  await failure(db.query("RETURN 1; THROW 'no'").execute());
  await db.queryRaw("RETURN 1; THROW 'no'");
  expect(reports).toMatchObject([{ error: "ThrownError", outcome: "failed" }, { error: "ThrownError" }]);
  expect(JSON.stringify(reports)).not.toContain("c4n4ry");
});

it("says nothing of those that were not", async () => {
  const report = vi.fn();
  const { db } = asyncWorld({ slowQuery: { threshold: 60_000, report } });
  await db.ping();
  expect(report).not.toHaveBeenCalled();
});

it("makes no failure of a success because the one who is told throws (B27)", async () => {
  const { db, channel, errors } = asyncWorld({
    slowQuery: {
      threshold: 0,
      report: () => {
        throw new RangeError("mine");
      },
    },
  });
  channel.script = answering("query", rows(1), { error: { kind: "Thrown", message: "boom" } });
  expect(await db.query("CREATE user").execute()).toEqual([1]);
  expect(await failure(db.query("THROW 'boom'").execute())).toMatchObject({ name: "ThrownError" });
  expect(errors).toStrictEqual([new RangeError("mine"), new RangeError("mine")]);
});

it.each([5, {}, { threshold: -1, report: () => undefined }, { threshold: 5 }, { threshold: 5, report: 5 }])(
  "refuses %j",
  (slowQuery) => {
    expect(() => asyncWorld({ slowQuery: slowQuery as never })).toThrow(/slowQuery/);
  },
);

it("tells and keeps no string of a statement: a password may stand there", async () => {
  const reports: RequestReport[] = [];
  const { db, channel } = asyncWorld({ slowQuery: { threshold: 0, report: (report) => reports.push(report) } });
  const message = "Parse error: it's wrong\n  |\n1 | DEFINE USER ada PASSWORD 'c4n4ry';\n  | ^";
  channel.script = answering("query", { error: { kind: "Validation", message } });
  const error = await failure(db.query("DEFINE USER ada ON ROOT PASSWORD 'c4n4ry' ROLES OWNER").execute());
  expect(reports[0]?.statement).toBe("DEFINE USER ada ON ROOT PASSWORD '…' ROLES OWNER");
  expect(error).toHaveProperty("message", message.replace("c4n4ry", "…"));
  expect(`${JSON.stringify([reports, error])}${(error as { query?: string }).query}`).not.toContain("c4n4ry");
});
