import { posix } from "node:path";
import { findCycle } from "./cycle.mjs";
import { layerOf } from "./layers.mjs";

/** The most files that a folder may contain, without tests. */
const mostFiles = 25;

/**
 * Checks the folders of each package. Each folder imports only those to its right in {@link layers}, types included. No
 * two folders import each other, and none contains more than 25 files. Files beside the folders may import every folder; a
 * folder may import them only if the order contains `"."`.
 *
 * @param {import("./workspace.mjs").Member[]} workspace
 * @returns {string[]} one sentence for each
 */
export function checkRooms(workspace) {
  return workspace.flatMap((member) => [...checkOrder(member), ...checkCycles(member), ...checkSizes(member)]);
}

function checkOrder(member) {
  const order = layerOf(member)?.rooms;
  const rooms = [...new Set(sources(member).map(({ path }) => roomOf(path, member)))].filter((room) => room !== ".");
  if (member.kind === "app" || rooms.length === 0) return [];
  if (order === undefined) return [`${member.folder} has folders without an order: add it in tools/layers.mjs.`];
  const unknown = rooms.filter((room) => !order.includes(room));
  return [
    ...unknown.map((room) => `${member.folder}/src/${room} is missing from the order in tools/layers.mjs.`),
    ...[...arrows(member)]
      .filter(({ from, to }) => order.indexOf(from) >= order.indexOf(to) && !unknown.includes(from))
      .map(
        ({ path, line, from, to }) =>
          `${path}:${line} imports from ${to}, but may import only folders to the right of ${from} in tools/layers.mjs.`,
      ),
  ];
}

function checkCycles(member) {
  const graph = new Map();
  for (const { from, to } of arrows(member)) graph.set(from, [...(graph.get(from) ?? []), to]);
  const cycle = findCycle(graph);
  return cycle === undefined ? [] : [`Folders of ${member.folder} import each other: ${cycle.join(" -> ")}.`];
}

function checkSizes(member) {
  const counts = new Map();
  for (const { path } of sources(member)) counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > mostFiles)
    .map(([folder, count]) => `${folder} contains ${count} files, more than ${mostFiles}: divide it.`);
}

/** Imports from one folder into another; `index.ts` and other files without a folder may import all folders. */
function* arrows(member) {
  const order = layerOf(member)?.rooms ?? [];
  for (const { path, imports } of sources(member)) {
    const from = roomOf(path, member);
    if (from === "." && (!order.includes(".") || path.endsWith("/src/index.ts"))) continue;
    for (const { specifier = "", line } of imports) {
      if (!specifier.startsWith(".")) continue;
      const to = roomOf(posix.join(posix.dirname(path), specifier), member);
      if (to !== from) yield { path, line, from, to };
    }
  }
}

function sources({ files }) {
  return files.filter(({ role }) => role === "source");
}

/** The first folder below `src`, or `.` for a file directly in `src`. */
function roomOf(path, { folder }) {
  const parts = path.slice(`${folder}/src/`.length).split("/");
  return parts.length === 1 ? "." : parts[0];
}
