import { expect, it } from "vitest";
import { executing, runChild } from "../test/child.ts";

const use = executing("use", ["n", "d"]);
const live = executing("query", ["DEFINE TABLE t; DEFINE INDEX i ON t FIELDS a; LIVE SELECT * FROM t"]);
const create = executing("create", ["t", {}]);
const remove = executing("query", ["REMOVE TABLE t"]);

it.each([
  ["an idle database is left open", use],
  ["a query only mentions LIVE", `${use} ${executing("query", ["RETURN 'we live'"])}`],
  [
    "a database with a live query is closed",
    `${use} ${live}
     const heard = new Promise((resolve) => db.subscribe(resolve));
     ${create}
     await heard;
     await db.close();`,
  ],
  ["the last live query has ended", `${use} ${live} db.subscribe(() => {}); ${remove}`],
])("lets the process end when %s", async (_, body) => {
  expect(await runChild(body)).toEqual({ lines: ["done"], signal: null });
});

it("keeps the process alive while there is a live query", async () => {
  expect(await runChild(`${use} ${live}`, "mem://", 4_000)).toEqual({ lines: ["done"], signal: "SIGTERM" });
});

it("goes on with the notifications after a listener has thrown", async () => {
  const { lines } = await runChild(`
    process.on("uncaughtException", (error) => console.log(error.message));
    let count = 0;
    let hear;
    const heard = new Promise((resolve) => { hear = resolve; });
    db.subscribe(() => { count++; hear(); throw new Error("thrown " + count); });
    ${use} ${live} ${create} await heard; ${remove}`);
  expect(lines.filter((line) => line !== "done")).toEqual(["thrown 1", "thrown 2"]);
});
