import { UnsupportedFeatureError, Uuid } from "surreal-sdk";
import { expect, it } from "vitest";
import { raised } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Database, Target } from "../target.ts";

const id = Uuid.parse("018f4d3c-89ab-7def-8123-456789abcdef");
const overHttp: readonly [method: string, feature: string, call: (db: Database) => unknown][] = [
  ["live", "live", (db) => db.live("user")],
  ["subscribeLive", "live", (db) => db.subscribeLive(id)],
  ["kill", "live", (db) => db.kill(id)],
  ["newSession", "sessions", (db) => db.newSession()],
  ["beginTransaction", "transactions", (db) => db.beginTransaction()],
  ["transaction", "transactions", (db) => db.transaction(() => Promise.reject(new Error("ran")))],
];
/** What HTTP cannot do is refused at the call, and the connection goes on. */
export function refusalCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  it.each(overHttp)("%s is refused at the call, and the connection goes on", async (method, feature, call) => {
    const error = await raised(() => call(scratch.db), target.mode === "async" && method !== "subscribeLive");
    expect(error).toBeInstanceOf(UnsupportedFeatureError);
    expect(error).toMatchObject({ feature, outcome: "not_sent" });
    expect(error.message).toMatch(/WebSocket/);
    expect(await scratch.value("RETURN 1")).toBe(1);
  });
}
