import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkDrawings, writeDrawings } from "./drawings.mjs";
import { levelsFromTop } from "./layer-levels.mjs";
import { layers } from "./layers.mjs";

const picture = "apps/docs/public/layers.svg";
let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "drawings-"));
  mkdirSync(join(root, "apps/docs/public"), { recursive: true });
  writeFileSync(join(root, "ARCHITECTURE.md"), "# Architecture\n");
  writeDrawings(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("accepts what it has written, and writes the same again", () => {
  expect(checkDrawings(root)).toEqual([]);
  const before = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  writeDrawings(root);
  expect(readFileSync(join(root, "ARCHITECTURE.md"), "utf8")).toBe(before);
});

it("refuses a picture that was changed, and one that is missing", () => {
  const complaint = [`${picture} does not show the layers of tools/layers.mjs: run npm run draw.`];
  appendFileSync(join(root, picture), "<!-- changed -->");
  expect(checkDrawings(root)).toEqual(complaint);
  rmSync(join(root, picture));
  expect(checkDrawings(root)).toEqual(complaint);
});

it("refuses a table with other folders, and a page without the table", () => {
  const page = join(root, "ARCHITECTURE.md");
  const complaint = ["ARCHITECTURE.md does not show the layers of tools/layers.mjs: run npm run draw."];
  writeFileSync(page, readFileSync(page, "utf8").replace("`client` →", "`attic` →"));
  expect(checkDrawings(root)).toEqual(complaint);
  writeFileSync(page, "# Architecture\n");
  expect(checkDrawings(root)).toEqual(complaint);
});

it("shows every package and every folder, in their order", () => {
  const svg = readFileSync(join(root, picture), "utf8");
  const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  for (const [name, { rooms = [] }] of Object.entries(layers)) {
    expect(svg).toContain(`>${name}</text>`);
    const places = rooms.filter((room) => room !== ".").map((room) => svg.indexOf(`>${room}/</text>`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(page).toContain(`[\`${name}\`](packages/${name})`);
  }
});

it("puts each package above all that it imports", () => {
  const levels = levelsFromTop();
  const levelOf = (name) => levels.findIndex((names) => names.includes(name));
  const upward = Object.entries(layers).flatMap(([name, { packages }]) =>
    packages.filter((below) => levelOf(below) <= levelOf(name)).map((below) => `${name} -> ${below}`),
  );
  expect(upward).toEqual([]);
});
