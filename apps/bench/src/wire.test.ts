import process from "node:process";
import { expect, it } from "vitest";
import { Entrant } from "./entrant.ts";
import { race } from "./race.ts";
import type { ProgramEntry } from "./wire.ts";

/** A contestant that is not a task of this program: its figure is the `step` of the facts, times the round. */
const speaking = `
  const { step } = JSON.parse(process.argv.at(-1));
  const report = (line) => console.log(JSON.stringify(line));
  let round = 0;
  require("node:readline").createInterface({ input: process.stdin }).on("line", (order) => {
    if (order === "end") process.exit();
    round += 1;
    report({ kind: "figure", figure: step * round });
  });
  report({ kind: "ready" });`;

function program(script: string, step = 1): ProgramEntry {
  return { command: [process.execPath, "-e", script, "--"], folder: process.cwd(), facts: { step } };
}

it("lets other programs take turns in a race, by lines on their standard streams", async () => {
  const entries = { one: program(speaking), other: program(speaking, 10) };
  expect(await race(entries, { rounds: 3, warmUp: 1 })).toEqual({ one: [2, 3, 4], other: [20, 30, 40] });
});

it("says which program ended instead of reporting", async () => {
  await expect(Entrant.start(program("process.exit(3)"))).rejects.toThrow(/process\.exit\(3\).*ended with code 3/s);
});

it("says what a program wrote that is no report", async () => {
  await expect(Entrant.start(program('console.log("hello")'))).rejects.toThrow("failed: it wrote hello");
});

it("says which program cannot be started", async () => {
  const absent: ProgramEntry = { command: ["./no-such-program"], folder: process.cwd(), facts: {} };
  await expect(Entrant.start(absent)).rejects.toThrow("no-such-program");
});
