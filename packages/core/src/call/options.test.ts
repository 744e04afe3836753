import { CborCodec } from "@surreal-sdk/codec";
import { afterEach, describe, expect, it } from "vitest";
import { resolveOptions } from "./options.ts";

describe("options", () => {
  it("have these defaults", () => {
    expect(resolveOptions({})).toEqual({
      namespace: undefined,
      database: undefined,
      auth: undefined,
      expiryMargin: undefined,
      connectTimeout: 10_000,
      timeout: 30_000,
      closeTimeout: 5_000,
      heartbeat: { idle: 10_000, wait: 5_000 },
      reconnect: { attempts: Number.POSITIVE_INFINITY, minDelay: 500, maxDelay: 30_000 },
      offlineQueue: { requests: 1_000, bytes: 16 * 1024 * 1024 },
      live: { queue: 10_000, overflow: "error" },
      retryReads: false,
      maxMessageBytes: 128 * 1024 * 1024,
      maxDepth: undefined,
      floats: "number",
      codec: undefined,
      headers: {},
      requireTls: false,
    });
  });

  it("may switch things off, and set parts of a group", () => {
    const options = resolveOptions({
      heartbeat: false,
      reconnect: { attempts: 3 },
      offlineQueue: false,
      live: { overflow: "drop-oldest" },
      timeout: Number.POSITIVE_INFINITY,
    });
    expect(options).toMatchObject({
      heartbeat: false,
      reconnect: { attempts: 3, minDelay: 500, maxDelay: 30_000 },
      offlineQueue: false,
      live: { queue: 10_000, overflow: "drop-oldest" },
      timeout: Number.POSITIVE_INFINITY,
    });
  });

  it.each([
    [null, TypeError, "The options are an object."],
    [{ authentication: {} }, TypeError, 'has no option "authentication". Did you mean "auth"? There are: namespace,'],
    [{ Timeout: 5 }, TypeError, 'Did you mean "timeout"?'],
    [{ conectTimeout: 5 }, TypeError, 'Did you mean "connectTimeout"?'],
    [{ ["x".repeat(50)]: 5 }, TypeError, "There are: namespace, database"],
    [{ colour: "red" }, TypeError, 'has no option "colour". There are:'],
    [{ reconnect: { retryDelay: 5 } }, TypeError, 'has no option "reconnect.retryDelay". Did you mean "minDelay"?'],
    [{ heartbeat: { idl: 5 } }, TypeError, 'Did you mean "idle"?'],
    [{ timeout: -1 }, RangeError, "`timeout`"],
    [{ expiryMargin: "1m" }, RangeError, "`expiryMargin`"],
    [{ timeout: "5s" }, RangeError, "`timeout`"],
    [{ connectTimeout: Number.NaN }, RangeError, "`connectTimeout`"],
    [{ heartbeat: { idle: -1 } }, RangeError, "`heartbeat.idle`"],
    [{ heartbeat: true }, TypeError, "`heartbeat`"],
    [{ reconnect: 5 }, TypeError, "`reconnect`"],
    [{ reconnect: { attempts: -1 } }, RangeError, "`reconnect.attempts`"],
    [{ offlineQueue: null }, TypeError, "`offlineQueue`"],
    [{ live: false }, TypeError, "`live`"],
    [{ live: { overflow: "drop" } }, TypeError, "`live.overflow`"],
    [{ live: { queue: "many" } }, RangeError, "`live.queue`"],
    [{ namespace: "" }, TypeError, "`namespace`"],
    [{ namespace: 5 }, TypeError, "`namespace`"],
    [{ database: "d" }, TypeError, "`database` needs `namespace`"],
    [{ retryReads: "yes" }, TypeError, "`retryReads`"],
    [{ requireTls: 1 }, TypeError, "`requireTls`"],
    [{ auth: 5 }, TypeError, "`auth`"],
    [{ auth: ["root", "root"] }, TypeError, "`auth`"],
    [{ auth: "root:root" }, Error, "auth() takes a JSON Web Token"],
    [{ auth: { access: 5 } }, TypeError, "auth()"],
    [{ auth: { username: "root", pasword: "root" } }, TypeError, 'does not know the key "pas'],
    [{ codec: {} }, TypeError, "`codec`"],
    [{ floats: "Keep" }, TypeError, "`floats`"],
    [{ floats: "keep", codec: new CborCodec() }, TypeError, "`floats`"],
    [{ codec: null }, TypeError, "`codec`"],
    [{ headers: "a: b" }, TypeError, "`headers`"],
    [{ headers: { a: 5 } }, TypeError, 'header "a"'],
    [{ headers: new Headers({ a: "b" }) }, TypeError, "Object.fromEntries"],
  ])("refuse %j", (given, type, message) => {
    expect(() => resolveOptions(given as object)).toThrow(type as typeof TypeError);
    expect(() => resolveOptions(given as object)).toThrow(message as string);
  });

  describe("with a polluted Object.prototype", () => {
    const polluted = {
      headers: { x: 1 },
      reconnect: false,
      attempts: 1,
      timeout: 1,
      live: { queue: 1 },
      auth: "a.b.c",
    };

    afterEach(() => {
      for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
    });

    it("are read by own keys alone", () => {
      const before = resolveOptions({});
      for (const [name, value] of Object.entries(polluted)) {
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
      }
      expect(resolveOptions({})).toEqual(before);
    });
  });

  it("take null for no identity, as the function of `auth` may give it", () => {
    expect(resolveOptions({ auth: null })).toMatchObject({ auth: undefined });
  });

  it("do not let __proto__ of JSON text in", () => {
    expect(() => resolveOptions(JSON.parse('{"__proto__":{"timeout":1}}'))).toThrow('has no option "__proto__"');
  });
});

it("options that are read elsewhere are let through, and those of a prototype ignored", () => {
  const inherited = Object.assign(Object.create({ authentication: "x", timeout: 1 }), { engines: {} });
  expect(resolveOptions(inherited, ["engines"])).toMatchObject({ timeout: 30_000, auth: undefined });
  expect(() => resolveOptions({ engine: {} }, ["engines"])).toThrow('Did you mean "engines"?');
});
