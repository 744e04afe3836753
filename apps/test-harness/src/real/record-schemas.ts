// Writes the fixtures of the package schema: `npm run schemas [-- version …]` asks real servers about the schemas there.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { fetchAnswers } from "@surreal-sdk/schema";
import { statementsOf } from "@surreal-sdk/transport/toolkit";
import { AsyncSurreal } from "surreal-sdk";
import { RealServer } from "./real-server.ts";
import type { ServerProgram } from "./server-program.ts";
import { wantedPrograms } from "./wanted-programs.ts";

const folder = fileURLToPath(new URL("../../../../packages/schema/fixtures", import.meta.url));
const programs = wantedPrograms(process.argv.slice(2));
for (const program of programs) {
  const path = join(folder, `${program.version}.json`);
  writeFileSync(path, `${JSON.stringify(await answersOf(program), null, 2)}\n`);
  console.log(`SurrealDB ${program.version}: ${path}`);
}

/** What a server answers about everything that its version knows, and what it refuses to define. */
async function answersOf(program: ServerProgram): Promise<unknown> {
  const server = await RealServer.start(program);
  try {
    const auth = { username: "root", password: "root" };
    await using db = AsyncSurreal(server.wsUrl, { namespace: "schema", database: "schema", auth });
    const refused: Record<string, string> = {};
    for (const name of schemasOf(program.version)) {
      for (const statement of statementsOf(readFileSync(join(folder, name), "utf8"))) {
        await db.query(statement).catch((error: Error) => {
          refused[statement] = error.message;
        });
      }
    }
    return { ...(await fetchAnswers((text) => db.query(text))), refused };
  } finally {
    await server.close();
  }
}

/** The schema of every version, and what later ones have added up to this one. */
function schemasOf(version: string): readonly string[] {
  const added = readdirSync(folder).filter((name) => {
    const since = /^since-([\d.]+)\.surql$/.exec(name)?.[1];
    return since !== undefined && since.localeCompare(version, "en", { numeric: true }) <= 0;
  });
  return ["everything.surql", ...added.sort()];
}
