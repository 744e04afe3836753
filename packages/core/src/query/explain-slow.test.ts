import { expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, blockingWorld, failure, settled } from "../../test/test-world.ts";
import type { RequestReport } from "../call/observer.ts";

const scan = { operator: "TableScan", attributes: { table: "user", predicate: "name = 'c4n4ry'" } };
const explained = { operator: "SelectProject", attributes: { projections: "*" }, children: [scan] };

function slow(): { readonly reports: RequestReport[]; readonly slowQuery: object } {
  const reports: RequestReport[] = [];
  return {
    reports,
    slowQuery: { threshold: 0, explain: true, report: (report: RequestReport) => reports.push(report) },
  };
}

it("a slow SELECT is explained once, and reported with how it is executed", async () => {
  const { reports, slowQuery } = slow();
  const { db, channel } = asyncWorld({ slowQuery: slowQuery as never });
  channel.script = ({ method, params }) =>
    method === "query" && String(params[0]).startsWith("EXPLAIN") ? rows(explained) : undefined;
  for (let n = 0; n < 2; n += 1) {
    await db.select("user");
    await settled();
  }
  const texts = channel.wire.map(({ params }) => params[0]);
  expect(texts.filter((text) => String(text).startsWith("EXPLAIN"))).toEqual([
    "EXPLAIN FORMAT JSON SELECT * FROM user",
  ]);
  expect(channel.wire[1]?.params[1]).toEqual({});
  const plan = { access: "scan", tables: ["user"], indexes: [] };
  expect(reports).toMatchObject([{ method: "query", plan }, { plan }]);
  expect(JSON.stringify(reports)).not.toContain("c4n4ry");
});

it("a plan names indexes, also of what is embedded, and says when only records are read", async () => {
  const { reports, slowQuery } = slow();
  const { db, channel } = asyncWorld({ slowQuery: slowQuery as never });
  const index = { operator: "IndexScan", attributes: { index: "by_age", access: "= 5" } };
  const record = { operator: "RecordIdScan", attributes: { record_id: "user:1" } };
  const plans: unknown[] = [
    { operator: "Project", children: [record] },
    { operator: "Project", children: [record], expressions: [{ embedded_operators: [{ plan: index }] }] },
    { operator: "SourceExpr" },
    "text",
  ];
  channel.script = ({ params }) => (String(params[0]).startsWith("EXPLAIN") ? rows(plans.shift()) : undefined);
  for (let n = 0; n < 4; n += 1) {
    await db.query(`SELECT ${n} FROM user`).execute();
    await settled();
  }
  expect(reports.map(({ plan }) => plan)).toEqual([
    { access: "record", tables: [], indexes: [] },
    { access: "index", tables: [], indexes: ["by_age"] },
    { access: "other", tables: [], indexes: [] },
    undefined,
  ]);
});

it("nothing else is explained: other statements, failures, several statements, transactions", async () => {
  const { reports, slowQuery } = slow();
  const { db, channel } = asyncWorld({ slowQuery: slowQuery as never });
  await db.query("CREATE user").execute();
  await db.query("SELECT 1; SELECT 2").execute();
  await (await db.beginTransaction()).query("SELECT * FROM user").execute();
  channel.script = answering("query", { error: { kind: "Thrown", message: "boom" } });
  await failure(db.query("SELECT * FROM user").execute());
  await settled();
  expect(channel.wire.some(({ params }) => String(params[0]).startsWith("EXPLAIN"))).toBe(false);
  expect(reports).toHaveLength(5);
});

it("a server that cannot explain takes nothing from the report", async () => {
  const { reports, slowQuery } = slow();
  const { db, channel, errors } = asyncWorld({ slowQuery: slowQuery as never });
  const refusal = { error: { kind: "Validation", message: "Parse error: Unexpected token `FORMAT`" } };
  channel.script = ({ params }) => (String(params[0]).startsWith("EXPLAIN") ? refusal : undefined);
  await db.select("user");
  await settled();
  expect(reports).toHaveLength(1);
  expect(reports[0]).not.toHaveProperty("plan");
  expect(errors).toEqual([]);
});

it("works in blocking mode", () => {
  const { reports, slowQuery } = slow();
  const { db, channel } = blockingWorld({ slowQuery: slowQuery as never });
  channel.script = ({ params }) => (String(params[0]).startsWith("EXPLAIN") ? rows(explained) : undefined);
  db.select("user");
  db.ping();
  expect(reports.find(({ method }) => method === "query")).toMatchObject({ plan: { access: "scan" } });
});

it("refuses an option that is no yes or no", () => {
  const slowQuery = { threshold: 1, report: () => undefined, explain: "yes" };
  expect(() => asyncWorld({ slowQuery: slowQuery as never })).toThrow(/slowQuery\.explain/);
});
