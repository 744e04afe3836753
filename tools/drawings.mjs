import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawLayers } from "./layer-picture.mjs";
import { layerTable } from "./layer-table.mjs";

const begin = "<!-- layers: written by `npm run draw` -->\n";
const end = "<!-- end of layers -->";

/** What is made from the layers: where it stands, and its text, given the text that stands there now. */
const drawings = [
  { path: "apps/docs/public/layers.svg", made: () => drawLayers() },
  { path: "ARCHITECTURE.md", made: (text) => withTable(text) },
];

/**
 * Compares the picture and the table of the layers with `tools/layers.mjs`.
 *
 * @param {string} root
 * @returns {string[]} one sentence for each that differs
 */
export function checkDrawings(root) {
  return drawings
    .filter(({ path, made }) => made(read(root, path)) !== read(root, path))
    .map(({ path }) => `${path} does not show the layers of tools/layers.mjs: run npm run draw.`);
}

/**
 * Writes the picture and the table of the layers.
 *
 * @param {string} root
 */
export function writeDrawings(root) {
  for (const { path, made } of drawings) writeFileSync(join(root, path), made(read(root, path)));
}

/** The text with the table of today between its marks; without marks, a text that is never equal. */
function withTable(text) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) return `${text}\n${begin}${layerTable()}\n${end}\n`;
  return text.slice(0, from + begin.length) + `${layerTable()}\n` + text.slice(to);
}

function read(root, path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
}
