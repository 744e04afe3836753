import { levelsFromTop } from "./layer-levels.mjs";
import { layers } from "./layers.mjs";

const width = 860;
const margin = 16;
const gap = 10;
const lineHeight = 13;
const roomHeight = 18;
const levelGap = 34;
/** Average width of a character of 10 pixels; a line that is too long would leave its box. */
const characterWidth = 5.4;

/**
 * Draws {@link layers}: a row for each level, a box for each package, and in it what the package imports and its folders.
 * All text stands on a filled box, so that the picture is legible on light and dark pages.
 *
 * @returns {string} an SVG document
 */
export function drawLayers() {
  const rows = levelsFromTop().map((names) => names.map((name) => measured(name, boxWidth(names.length))));
  const parts = [];
  let top = margin;
  rows.forEach((boxes, index) => {
    const height = Math.max(...boxes.map((box) => box.height));
    for (const [place, box] of boxes.entries()) {
      parts.push(...drawPackage(box, margin + place * (box.width + gap), top));
    }
    top += height;
    if (index < rows.length - 1) parts.push(arrow(top));
    top += levelGap;
  });
  const height = top - levelGap + margin;
  const label = "The packages by level, and the folders of each package. Imports go down only.";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}" font-family="sans-serif">`,
    `<defs><marker id="down" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#808080"/></marker></defs>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function boxWidth(count) {
  return (width - 2 * margin - (count - 1) * gap) / count;
}

function measured(name, boxWide) {
  const { packages, rooms = [] } = layers[name];
  const imports = packages.length === 0 ? ["imports nothing"] : wrapped(`imports ${packages.join(", ")}`, boxWide - 12);
  const height = 30 + imports.length * lineHeight + rooms.length * (roomHeight + 3) + (rooms.length > 0 ? 6 : 0);
  return { name, rooms, imports, width: boxWide, height };
}

function wrapped(text, wide) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length * characterWidth <= wide || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function drawPackage({ name, rooms, imports, width: wide, height }, left, top) {
  const middle = left + wide / 2;
  const parts = [rect(left, top, wide, height, "#d5def5", "#4a64b0")];
  parts.push(text(middle, top + 18, name, Math.min(13, Math.floor((wide - 8) / (name.length * 0.65))), "bold"));
  parts.push(...imports.map((line, index) => text(middle, top + 32 + index * lineHeight, line, 10, "normal")));
  let below = top + 30 + imports.length * lineHeight;
  for (const room of rooms) {
    parts.push(rect(left + 10, below, wide - 20, roomHeight, "#ffffff", "#9aa9d4"));
    parts.push(text(middle, below + 13, room === "." ? "(beside the folders)" : `${room}/`, 11, "normal"));
    below += roomHeight + 3;
  }
  return parts;
}

function arrow(top) {
  const y = top + 4;
  return `<line x1="${width / 2}" y1="${y}" x2="${width / 2}" y2="${y + levelGap - 8}" stroke="#808080" stroke-width="2" marker-end="url(#down)"/>`;
}

function rect(x, y, wide, high, fill, stroke) {
  const place = `x="${rounded(x)}" y="${rounded(y)}" width="${rounded(wide)}" height="${rounded(high)}"`;
  return `<rect ${place} rx="5" fill="${fill}" stroke="${stroke}"/>`;
}

function text(x, y, content, size, weight) {
  const font = `font-size="${size}" font-weight="${weight}" fill="#16213e" text-anchor="middle"`;
  return `<text x="${rounded(x)}" y="${rounded(y)}" ${font}>${content}</text>`;
}

function rounded(number) {
  return Math.round(number * 10) / 10;
}
