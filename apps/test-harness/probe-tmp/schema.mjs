import { readFileSync, writeFileSync } from "node:fs";
import { fetchAnswers } from "@surreal-sdk/schema";
import { AsyncSurreal } from "surreal-sdk";
import { on } from "./probe.mjs";

const s = await on(process.argv[2]);
const db = AsyncSurreal(s.url, { namespace: "t", database: "t", auth: { username: "root", password: "root" } });
try {
  await db.query(readFileSync("../../../packages/schema/fixtures/everything.surql", "utf8"));
} catch (e) {
  console.log("ERR", e.message);
}
const a = JSON.parse(JSON.stringify(await fetchAnswers((t) => db.query(t))));
writeFileSync("/tmp/schema-" + process.argv[2] + ".json", JSON.stringify(a, null, 2));
await db.close();
await s.close();
process.exit(0);
