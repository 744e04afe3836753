import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Entrant } from "./entrant.ts";
import type { TaskEntry } from "./wire.ts";

interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
}

const profiledRounds = 8;

/** Runs a contestant alone under the profiler, and returns one line about its CPU time. */
export async function account(what: string, entry: TaskEntry): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "bench-profile-"));
  try {
    const flags = [...(entry.flags ?? []), "--cpu-prof", `--cpu-prof-dir=${folder}`];
    const entrant = await Entrant.start({ ...entry, flags });
    for (let round = 0; round < profiledRounds; round += 1) await entrant.round();
    await entrant.end();
    const profiles = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    return `${what}: ${summary(profiles.map((text) => JSON.parse(text) as CpuProfile))}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function summary(profiles: readonly CpuProfile[]): string {
  const places = new Map<string, number>();
  const functions = new Map<string, number>();
  for (const profile of profiles) collect(profile, places, functions);
  const total = [...places.values()].reduce((sum, time) => sum + time, 0);
  const shares = (of: Map<string, number>, count: number): string =>
    [...of]
      .sort((a, b) => b[1] - a[1])
      .slice(0, count)
      .map(([name, time]) => `${name} ${Math.round((time / total) * 100)} %`)
      .join(", ");
  return `${shares(places, 7)}. Most expensive functions: ${shares(functions, 5)}.`;
}

/** Adds up the time that each place, and each function, was on top of the stack. */
function collect(profile: CpuProfile, places: Map<string, number>, functions: Map<string, number>): void {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  profile.samples.forEach((id, index) => {
    const { functionName, url } = nodes.get(id) ?? { functionName: "", url: "" };
    if (functionName === "(idle)" || functionName === "(root)") return;
    const time = profile.timeDeltas[index] ?? 0;
    const place = placeOf(functionName, url);
    places.set(place, (places.get(place) ?? 0) + time);
    if (functionName.startsWith("(")) return;
    const name = `\`${functionName || "anonymous"}\` (${place})`;
    functions.set(name, (functions.get(name) ?? 0) + time);
  });
}

function placeOf(functionName: string, url: string): string {
  if (functionName === "(garbage collector)") return "garbage collector";
  if (url === "") return "native code";
  if (url.startsWith("node:")) return "Node";
  const own = /packages\/([^/]+)\/dist/.exec(url)?.[1];
  return own ?? /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(url)?.[1] ?? "benchmark";
}
