import { layers } from "./layers.mjs";

/**
 * The packages of {@link layers} by level, from the top down: each level imports only from the levels below it.
 *
 * @returns {string[][]}
 */
export function levelsFromTop() {
  const levels = new Map();
  const levelOf = (name) => {
    if (!levels.has(name)) levels.set(name, Math.max(0, ...layers[name].packages.map((below) => levelOf(below) + 1)));
    return levels.get(name);
  };
  const rows = [];
  for (const name of Object.keys(layers)) {
    const level = levelOf(name);
    rows[level] = [...(rows[level] ?? []), name];
  }
  return rows.reverse();
}
