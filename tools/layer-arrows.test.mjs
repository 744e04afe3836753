import { expect, it } from "vitest";
import { checkArrows } from "./layer-arrows.mjs";
import { complaintsAbout, manifest } from "./workspace-fixture.mjs";

const about = (changes) => complaintsAbout(changes, checkArrows);

it("has no complaint about a repository without faults", () => {
  expect(about({})).toEqual([]);
});

const inCode = [
  ["an arrow upwards", "values", 'import "@surreal-sdk/codec";', "may import no package"],
  ["an arrow sideways", "link", 'import "@surreal-sdk/values";', "packages/link may import transport"],
  ["an engine that imports the core", "engine-embedded", 'import "@surreal-sdk/core";', "may import transport"],
  ["an arrow of types alone", "link", 'import type { one } from "@surreal-sdk/values";', "may import transport"],
  ["an arrow in import()", "core", 'void import("@surreal-sdk/link");', "may import codec, transport, values"],
  ["an arrow in a type", "core", 'export type T = import("@surreal-sdk/link").T;', "may import codec"],
  ["an arrow by re-export", "core", 'export * from "@surreal-sdk/link";', "may import codec"],
  ["an arrow by require", "core", 'require("@surreal-sdk/link");', "may import codec"],
  ["an undeclared package", "core", 'import "@surreal-sdk/codec";', "which package.json lacks"],
  ["an undeclared module", "codec", 'import "left-pad";', "left-pad, which package.json lacks"],
  ["another package's source", "codec", 'import "@surreal-sdk/values/src/index.ts";', "not a public entry"],
  ["another package's built code", "codec", 'import "@surreal-sdk/values/dist/x.js";', "not a public entry"],
  ["a path into another package", "codec", 'import "../../values/src/index.ts";', "imports a file outside its package"],
  [
    "an address in another package",
    "codec",
    'new URL("../../link/x.ts", import.meta.url);',
    "imports a file outside its package",
  ],
  ["its own built code", "codec", 'import "../dist/index.js";', "imports built code"],
  ["its own name", "codec", 'import "@surreal-sdk/codec";', "its own package by name"],
  ["values of transport beyond the error", "transport", 'import { one } from "@surreal-sdk/values";', "imports one of"],
  ["a module of Node", "core", 'import "node:fs";', "must not use"],
  ["a module of Node without node:", "engine-embedded", 'import "fs";', "write node:fs"],
  ["a module where there must be none", "values", 'import "cbor-x";', "packages/values must not depend on"],
  ["the database at the top", "engine-embedded", 'import "@surrealdb/node";', "load it with import()"],
  ["ws where a browser would load it", "engine-ws", 'import "ws";', "only a file x-node.ts may import it"],
  ["Node where a browser would load it", "engine-ws", 'import "node:net";', "must not use"],
  ["a file for Node where a browser would load it", "engine-ws", 'import "./socket-node.ts";', "is only for Node"],
  ["a condition that package.json lacks", "engine-ws", 'import "#pool";', "does not map to files of the package"],
  ["a computed import", "core", "export const load = (name: string) => import(name);", "imports something computed"],
  ["code from the network", "core", 'import "https://example.com/x.js";', "from the network"],
];

it.each(inCode)("refuses %s", (_, folder, text, complaint) => {
  const found = about({ [`packages/${folder}/src/bad.ts`]: `${text}\n` });
  expect(found.join("\n")).toContain(`packages/${folder}/src/bad.ts:1 `);
  expect(found.join("\n")).toContain(complaint);
});

const allowed = [
  ["a test may use Node", "core/src/x.test.ts", 'import "node:fs";'],
  ["what is built in needs no dependency", "codec/src/x.ts", 'import "cbor-x";'],
  ["a test may run what was built", "core/src/x.test.ts", 'new URL("../dist/index.js", import.meta.url);'],
  ["a test may read a document", "core/src/x.test.ts", 'new URL("../../../README.md", import.meta.url);'],
  ["a file may name its own folder", "core/src/x.ts", 'new URL("..", import.meta.url);'],
  ["types of a module that may be absent", "engine-embedded/src/x.ts", 'import type { X } from "@surrealdb/node";'],
  ["the error of values, in transport", "transport/src/x.ts", 'import type { Outcome } from "@surreal-sdk/values";'],
];

it.each(allowed)("allows: %s", (_, path, text) => {
  expect(about({ [`packages/${path}`]: text })).toEqual([]);
});

it("refuses a test that points at another package's code", () => {
  const found = about({ "packages/core/src/x.test.ts": 'new URL("../../codec/src/index.ts", import.meta.url);' });
  expect(found).toEqual([
    "packages/core/src/x.test.ts:1 imports a file outside its package: ../../codec/src/index.ts.",
  ]);
});

it("refuses files that import each other in a cycle, and allows cycles of types", () => {
  const circle = (kind) => ({
    "packages/core/src/a.ts": `import ${kind}{ b } from "./b.ts";\nexport const a = (): number => b();\n`,
    "packages/core/src/b.ts": 'import { a } from "./a.ts";\nexport const b = (): number => a();\n',
  });
  const path = "packages/core/src/a.ts -> packages/core/src/b.ts -> packages/core/src/a.ts";
  expect(about(circle(""))).toEqual([`Files import each other in a cycle: ${path}.`]);
  expect(about(circle("type "))).toEqual([]);
});

it("finds a cycle through a file that the runtime selects", () => {
  const back = { "packages/engine-ws/src/socket.ts": 'import "./index.ts";\n' };
  expect(about(back).join()).toContain("packages/engine-ws/src/index.ts -> packages/engine-ws/src/socket.ts");
});

it("refuses packages that depend on each other in a cycle, even for their tests", () => {
  const changed = manifest("@surreal-sdk/values", {}, { "@surreal-sdk/codec": "workspace:*" });
  expect(about({ "packages/values/package.json": changed })).toEqual([
    "Packages import each other in a cycle: @surreal-sdk/codec -> @surreal-sdk/values -> @surreal-sdk/codec.",
  ]);
});

it("refuses an unused dependency, and one that the layers forbid", () => {
  const changed = manifest("@surreal-sdk/link", { "@surreal-sdk/transport": "1", "@surreal-sdk/core": "1", ws: "8" });
  expect(about({ "packages/link/package.json": changed })).toEqual([
    "packages/link/package.json imports @surreal-sdk/core; packages/link may import transport.",
    "packages/link/package.json depends on @surreal-sdk/core and never imports it.",
    "packages/link/package.json depends on ws and never imports it.",
  ]);
});

it("requires a package that bundles others to depend on their dependencies, in the same version", () => {
  const taking = JSON.parse(manifest("surreal-sdk", { "@surreal-sdk/engine-ws": "workspace:*", ws: "7" }));
  taking.scripts.prepack = "bundle --whole";
  const repository = (whole) => ({
    "packages/engine-ws/package.json": manifest("@surreal-sdk/engine-ws", { ws: "8" }),
    "packages/surreal-sdk/package.json": JSON.stringify(whole),
    "packages/surreal-sdk/src/index.ts": 'import "@surreal-sdk/engine-ws";\n',
  });
  const wrong = "packages/surreal-sdk/package.json bundles a package that needs ws 8: add that dependency.";
  expect(about(repository(taking))).toContain(wrong);
  taking.dependencies.ws = "8";
  expect(about(repository(taking)).filter((each) => each.startsWith("packages/surreal-sdk/"))).toEqual([]);
});

it("refuses a package without a layer, and gives every engine the layer of engines", () => {
  const file = (name) => ({
    [`packages/${name}/package.json`]: manifest(name, { "@surreal-sdk/core": "workspace:*" }),
    [`packages/${name}/src/index.ts`]: 'import "@surreal-sdk/core";\n',
  });
  expect(about(file("cellar"))).toEqual(["packages/cellar has no layer: add it to tools/layers.mjs."]);
  expect(about(file("engine-tcp")).join()).toContain("packages/engine-tcp may import transport.");
});

it("lets an app in by its public entry only", () => {
  const app = { "apps/site/package.json": manifest("site", { "@surreal-sdk/core": "workspace:*" }) };
  const importing = (name) => about({ ...app, "apps/site/src/main.ts": `import "${name}";\n` });
  expect(importing("@surreal-sdk/core")).toEqual([]);
  expect(importing("@surreal-sdk/core/dist/index.js").join()).toContain("not a public entry");
  expect(importing("../../../packages/core/src/index.ts").join()).toContain("imports a file outside its package");
});
