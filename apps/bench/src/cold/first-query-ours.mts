// Milliseconds from the start of the process to the first answer: `first-query-ours.mjs <url>`.
import process from "node:process";
import { AsyncSurreal } from "surreal-sdk";

const db = AsyncSurreal(process.argv[2] as string);
await db.use("bench", "bench");
await db.query("RETURN 1");
console.log(performance.now());
await db.close();
