import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { request } from "../test/wire.ts";

const run = promisify(execFile);

/** Runs a script in a process of its own, which is killed when it does not end by itself. */
async function output(body: string): Promise<string> {
  const script = `
    const { EmbeddedDatabase } = await import("@surreal-sdk/engine-embedded");
    const db = await EmbeddedDatabase.open("mem://");
    const execute = (hex) => db.execute(Uint8Array.from(Buffer.from(hex, "hex")));
    ${body}
    console.log("done");`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { timeout: 4_000 });
  return stdout.trim();
}

const frame = (method: string, params: unknown[]) =>
  JSON.stringify(Buffer.from(request(method, params)).toString("hex"));
const use = `await execute(${frame("use", ["n", "d"])});`;
const live = `await execute(${frame("query", ["DEFINE TABLE t; DEFINE INDEX i ON t FIELDS a; LIVE SELECT * FROM t"])});`;

it.each([
  ["an idle database is left open", use],
  ["a query only mentions LIVE", `${use} await execute(${frame("query", ["RETURN 'we live'"])});`],
  [
    "a database with a live query is closed",
    `${use} ${live} const heard = new Promise((resolve) => db.subscribe(resolve));
     await execute(${frame("create", ["t", {}])});
     await heard;
     await db.close();`,
  ],
  [
    "the last live query is killed",
    `${use} ${live} db.subscribe((bytes) => console.log(Buffer.from(bytes).includes("KILLED") ? "killed" : "?"));
     await execute(${frame("query", ["REMOVE TABLE t"])});`,
  ],
])("lets the process end when %s", async (_, body) => {
  expect((await output(body)).split("\n")).toContain("done");
});
