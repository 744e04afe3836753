import { levelsFromTop } from "./layer-levels.mjs";
import { layers } from "./layers.mjs";

/**
 * Writes {@link layers} as a table in Markdown: the level of each package, what it may import, and its folders.
 *
 * @returns {string}
 */
export function layerTable() {
  const rows = levelsFromTop();
  const lines = rows.flatMap((names, index) => names.map((name) => rowOf(name, rows.length - index)));
  return [
    "| level | package | may import | folders: each imports only those to its right |",
    "|---|---|---|---|",
    ...lines,
  ].join("\n");
}

function rowOf(name, level) {
  const { packages, rooms = [] } = layers[name];
  const imports = packages.length === 0 ? "nothing" : packages.map((below) => `\`${below}\``).join(", ");
  const folders =
    rooms.length === 0
      ? "none"
      : rooms.map((room) => (room === "." ? "(files beside the folders)" : `\`${room}\``)).join(" → ");
  return `| ${level} | [\`${name}\`](packages/${name}) | ${imports} | ${folders} |`;
}
