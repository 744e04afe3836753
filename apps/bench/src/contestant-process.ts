// The process of one contestant: `contestant-process.js <task> <facts as JSON>`, forked by a race.
import process from "node:process";
import type { ContestantReport, Enter } from "./contestant.ts";

const [task = "", facts = "{}"] = process.argv.slice(2);
const report = (message: ContestantReport): void => void process.send?.(message);

try {
  const { enter } = (await import(`./tasks/${task}.js`)) as { enter: Enter };
  const contestant = await enter(JSON.parse(facts));
  process.on("message", async (order) => {
    try {
      if (order === "round") report({ kind: "figure", figure: await contestant.round() });
      if (order !== "end") return;
      await contestant.end?.();
      process.disconnect();
    } catch (error) {
      fail(error);
    }
  });
  // An idle database or a socket may hold the process; what was measured is with the parent.
  process.on("disconnect", () => process.exit());
  report({ kind: "ready" });
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  report({ kind: "failed", message: error instanceof Error ? `${error.stack}` : String(error) });
}
