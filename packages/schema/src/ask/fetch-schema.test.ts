import { expect, it } from "vitest";
import { SchemaError } from "../errors/schema-error.ts";
import { fetchAnswers, fetchSchema } from "./fetch-schema.ts";

const names = Array.from({ length: 60 }, (_, index) => `t-${String(index).padStart(2, "0")}`);
const database = { tables: names.map((name) => ({ name, schemafull: true })) };

/** Answers as a server does that has these tables. */
async function answer(text: string): Promise<unknown[]> {
  return text.split(";\n").map((statement) => {
    if (statement === "INFO FOR DB STRUCTURE") return database;
    return { fields: [{ name: `\`of ${/`(.*)`/.exec(statement)?.[1]}\``, kind: "int" }] };
  });
}

it("asks about many tables at once, and says how far it is", async () => {
  const asked: number[] = [];
  const progress: string[] = [];
  const schema = await fetchSchema(
    (text) => {
      asked.push(text.split(";\n").length);
      return answer(text);
    },
    (done, total) => progress.push(`${done}/${total}`),
  );
  expect(asked).toEqual([1, 25, 25, 10]);
  expect(progress).toEqual(["25/60", "50/60", "60/60"]);
  expect(schema.tables.map(({ name, fields }) => `${name}: ${fields[0]?.name}`)).toEqual(
    names.map((name) => `${name}: of ${name}`),
  );
});

it("names the table that the server does not describe", async () => {
  const cause = new Error("Something is broken");
  const asking = fetchAnswers(async (text) => {
    if (text.includes("t-31")) throw cause;
    return answer(text);
  });
  await expect(asking).rejects.toThrow(SchemaError);
  await expect(asking).rejects.toMatchObject({
    message: "The server does not describe the table t-31: Something is broken",
    cause,
    outcome: "failed",
  });
});

it("refuses a server that knows no structures", async () => {
  await expect(fetchAnswers(async () => [null])).rejects.toThrow(
    "The server answered INFO FOR DB STRUCTURE without a description: SurrealDB 3.0 or newer is needed.",
  );
});
