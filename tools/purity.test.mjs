import { expect, it } from "vitest";
import { checkPurity } from "./purity.mjs";
import { complaintsAbout } from "./workspace-fixture.mjs";

const about = (path, text, more = {}) => complaintsAbout({ [`packages/${path}`]: text, ...more }, checkPurity);

it("has no complaint about a core and a machine that do not wait", () => {
  expect(about("core/src/x.ts", "export type Later<T> = Promise<T>;\n")).toEqual([]);
});

it.each([
  ["await", "export const x = async (y: unknown) => { await y; };"],
  ["async", "export async function x() {}"],
  ["async", "export class X { async x() {} }"],
  ["await", "export async function x(y: AsyncIterable<1>) { for await (const z of y) z; }"],
  ["Promise", "export const x = () => new Promise<void>(() => {});"],
  ["Promise", "export const x = () => Promise.resolve(1);"],
  ["Promise", "export const isLater = (x: unknown) => x instanceof Promise;"],
  ["setTimeout", "export const x = () => setTimeout(() => {}, 1);"],
  ["queueMicrotask", "export const x = () => queueMicrotask(() => {});"],
  ["Atomics", "export const x = (a: Int32Array) => Atomics.wait(a, 0, 0);"],
])("refuses %s in the core: %s", (word, text) => {
  expect(about("core/src/x.ts", text).join()).toContain(`packages/core/src/x.ts:1 uses ${word}`);
});

it.each([
  ["a type", "export type T = Promise<Date>; export interface U { then: PromiseLike<1>; async: true }"],
  ["a property called so", "export const x = (y: { Promise: number; async: 1 }) => y.Promise + y.async;"],
  ["a Date, which is a value to the core", "export const x = (y: unknown) => y instanceof Date;"],
  ["chance, which is not waiting", "export const x = () => Math.random();"],
])("leaves alone in the core: %s", (_, text) => {
  expect(about("core/src/x.ts", text)).toEqual([]);
});

it("ignores the tests of the core", () => {
  expect(about("core/src/x.test.ts", "await Promise.resolve();\n")).toEqual([]);
});

it.each([
  ["Date", "export const x = () => Date.now();"],
  ["performance", "export const x = () => performance.now();"],
  ["Math.random", "export const x = () => Math.random();"],
  ["setTimeout", "export const x = () => setTimeout(() => {}, 1);"],
  ["Promise", "export const x = () => Promise.resolve();"],
  ["crypto", "export const x = () => crypto.getRandomValues(new Uint8Array(1));"],
  ["globalThis", "export const x = () => globalThis.Date.now();"],
])("refuses %s in the link's machine", (word, text) => {
  expect(about("link/src/machine/x.ts", text).join()).toContain(`machine/x.ts:1 uses ${word}`);
});

it("refuses a file that the machine imports if it is less pure than the machine", () => {
  const clock = { "packages/link/src/clock.ts": "export const now = () => Math.random();\n" };
  const machine = (kind) => about("link/src/machine/x.ts", `import ${kind}{ now } from "../clock.ts";\n`, clock);
  expect(machine("").join()).toContain("packages/link/src/clock.ts:1 uses Math.random");
  expect(machine("type ")).toEqual([]);
});

it("allows the driver of the machine timers that no test runner replaces", () => {
  expect(about("link/src/driver.ts", "export const x = () => platformTime.setTimeout(() => {}, 1);\n")).toEqual([]);
});

it.each(["setTimeout", "queueMicrotask", "performance", "Date.now"])("refuses the global %s in an engine", (word) => {
  const text = `export const x = () => ${word}${word === "performance" ? ".now" : ""}();\n`;
  expect(about("engine-ws/src/x.ts", text).join()).toContain(`packages/engine-ws/src/x.ts:1 uses ${word}`);
});

it("lets an engine wait", () => {
  expect(about("engine-ws/src/x.ts", "export const x = async (y: Promise<1>) => await y;\n")).toEqual([]);
});
