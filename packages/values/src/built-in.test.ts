import { createContext, runInContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { Datetime, equals, isBuiltIn, RecordId, toSurrealQL, Uuid } from "./index.ts";

const realm = createContext({ URL });
const foreign = (code: string): unknown => runInContext(code, realm);

describe("isBuiltIn", () => {
  it.each([
    ["Date", new Date(0), "new Date(0)"],
    ["Map", new Map(), "new Map()"],
    ["Set", new Set(), "new Set()"],
    ["Uint8Array", Buffer.from([1]), "new Uint8Array([1])"],
    ["ArrayBuffer", new ArrayBuffer(1), "new ArrayBuffer(1)"],
    ["Error", new TypeError("no"), "new TypeError('no')"],
    ["Error", new DOMException("no"), "new (class Mine extends Error {})('no')"],
    ["Date", new (class Mine extends Date {})(), "new (class Mine extends Date {})()"],
    ["URL", new URL("http://a"), "new URL('http://a')"],
  ] as const)("knows a %s of this realm and of another one", (name, own, code) => {
    expect([isBuiltIn(own, name), isBuiltIn(foreign(code), name)]).toStrictEqual([true, true]);
  });

  it.each([
    ["Date", { [Symbol.toStringTag]: "Date" }],
    ["Date", Object.create(Date.prototype)],
    ["Date", new Datetime(0)],
    ["Date", 5],
    ["Date", null],
    ["Set", new Map()],
    ["Set", new WeakSet()],
    ["Map", { [Symbol.toStringTag]: "Map" }],
    ["Uint8Array", new Uint8ClampedArray(1)],
    ["Uint8Array", { [Symbol.toStringTag]: "Uint8Array" }],
    ["Uint8Array", new ArrayBuffer(1)],
    ["ArrayBuffer", new Uint8Array(1)],
    ["Error", { message: "no" }],
  ] as const)("is not taken in by what only looks like a %s", (name, value) => {
    expect(isBuiltIn(value, name)).toBe(false);
  });
});

/** Calls the methods of the collection on itself, as the proxies of Vue do, or on the proxy. */
function behindProxy(collection: object, isBound: boolean): object {
  return new Proxy(collection, {
    get: (target, key, receiver) => {
      const member: unknown = Reflect.get(target, key, isBound ? target : receiver);
      return typeof member === "function" && isBound ? member.bind(target) : member;
    },
  });
}

describe("a Set or Map behind a proxy", () => {
  it("is one where its methods work, and is none where they do not", () => {
    const collections = { Set: new Set([1]), Map: new Map([["a", 1]]) } as const;
    for (const name of ["Set", "Map"] as const) {
      expect(isBuiltIn(behindProxy(collections[name], true), name)).toBe(true);
      expect(isBuiltIn(behindProxy(collections[name], false), name)).toBe(false);
    }
    expect(toSurrealQL(behindProxy(collections.Set, true))).toBe("<set>[1]");
    expect(equals(behindProxy(collections.Set, true), new Set([1]))).toBe(true);
  });
});

describe("a value of another realm", () => {
  it("is written, compared and converted like one of this realm", () => {
    expect(toSurrealQL(foreign("[new Date(0), new Set([1]), new Uint8Array([255])]"))).toBe(
      '[d"1970-01-01T00:00:00.000Z", <set>[1], b"FF"]',
    );
    expect(
      equals(foreign("({ a: new Date(0), b: new Set([1]), c: new Uint8Array(1) })"), {
        a: new Date(0),
        b: new Set([1]),
        c: new Uint8Array(1),
      }),
    ).toBe(true);
    expect(Datetime.fromDate(foreign("new Date(1500)") as Date).toISOString()).toBe("1970-01-01T00:00:01.500Z");
    expect(new Uuid(foreign("new Uint8Array(16)") as Uint8Array).text).toBe("00000000-0000-0000-0000-000000000000");
  });

  it("is copied into a record id", () => {
    const inner = foreign("({ at: new Date(5), set: new Set([1]), bytes: new Uint8Array([1]) })") as { at: Date };
    const id = new RecordId("a", [inner]);
    inner.at.setTime(9);
    expect(id.id).toStrictEqual([{ at: new Date(5), set: new Set([1]), bytes: new Uint8Array([1]) }]);
  });

  it("is refused by the same name", () => {
    expect(() => new RecordId("a", foreign("new Date(0)") as never)).toThrow("put it into an array");
    expect(() => Datetime.fromDate(foreign("new Date(NaN)") as Date)).toThrow("The Date is invalid");
  });
});
