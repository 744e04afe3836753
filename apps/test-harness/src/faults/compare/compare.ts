import { FaultProxy } from "@surreal-sdk/test-server";
import { runChild } from "../kit/child.ts";
import { FakeSurreal } from "../kit/fake-surreal.ts";
import { official, ours } from "./contestants.ts";
import type { Contestant, Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";

/** Runs one scenario with one client: what went wrong, or `undefined`. */
export async function play(scenario: Scenario, { prelude, flags }: Contestant): Promise<string | undefined> {
  await using server = await FakeSurreal.start();
  await using proxy = await FaultProxy.to(server.port);
  const stage = { server, proxy };
  scenario.prepare?.(stage);
  const url = scenario.url?.(stage) ?? server.ws;
  let lines = 0;
  const source = `${prelude}\nconst url = ${JSON.stringify(url)};\n${scenario.body}\nprocess.exit(0);`;
  const end = await runChild(source, {
    flags,
    patience: 15_000,
    printed: (text) => {
      const all = text.split("\n").slice(0, -1);
      for (const line of all.slice(lines)) scenario.heard?.(stage, line);
      lines = all.length;
    },
  });
  const said = end.stdout.split("\n").filter((line) => line !== "");
  const wrong = scenario.judge(said, end, stage);
  if (wrong === undefined || end.code === 0 || scenario.row === "B12") return wrong;
  return `${wrong} (${end.stderr.split("\n").find((line) => /Error/.test(line)) ?? `code ${end.code}`})`;
}

/** Runs all scenarios with both clients, and sets what happened side by side. */
export async function compare(): Promise<string> {
  const lines: string[] = [];
  const right = { ours: 0, official: 0 };
  for (const scenario of scenarios) {
    const theirs = await play(scenario, official);
    const own = await play(scenario, ours);
    if (theirs === undefined) right.official += 1;
    if (own === undefined) right.ours += 1;
    lines.push(`| ${scenario.row} | ${scenario.fault} | ${own ?? "right"} | ${theirs ?? "right"} |`);
  }
  return [
    "## Fifteen elementary faults, side by side",
    "",
    `Each scenario runs in its own process against the same scripted server. ${ours.name}: ${right.ours} of ${lines.length}, ` +
      `${official.name}: ${right.official} of ${lines.length}.`,
    "",
    `| row | fault | ${ours.name} | ${official.name} |`,
    "|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}
