import { Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as sdk from "./index.ts";
import { AsyncSurreal, Surreal } from "./index.ts";

const factories: readonly ((url: string, options?: object) => { readonly url: string })[] = [AsyncSurreal, Surreal];

afterEach(() => vi.restoreAllMocks());

/** What a URL gives: the async and the blocking class, `rawUrl`, host, port. */
const urls: [
  url: string,
  travel: "Ws" | "Http" | "Embedded",
  rawUrl: string,
  host: string | undefined,
  port: number | undefined,
][] = [
  ["ws://h:8000", "Ws", "ws://h:8000/rpc", "h", 8000],
  ["ws://h:8000/", "Ws", "ws://h:8000/rpc", "h", 8000],
  ["ws://h:8000/rpc", "Ws", "ws://h:8000/rpc", "h", 8000],
  ["ws://h/rpc/", "Ws", "ws://h/rpc", "h", undefined],
  ["WSS://Host/eu/rpc", "Ws", "wss://host/eu/rpc", "host", undefined],
  ["ws://h/rpcx", "Ws", "ws://h/rpcx/rpc", "h", undefined],
  ["ws://[::1]:8000", "Ws", "ws://[::1]:8000/rpc", "::1", 8000],
  ["http://h", "Http", "http://h/rpc", "h", undefined],
  ["https://h:443/rpc", "Http", "https://h:443/rpc", "h", 443],
  ["mem://", "Embedded", "mem://", undefined, undefined],
  ["memory", "Embedded", "memory://", undefined, undefined],
  ["memory://", "Embedded", "memory://", undefined, undefined],
  ["surrealkv://data/my.db", "Embedded", "surrealkv://data/my.db", undefined, undefined],
  ["surrealkv+versioned://x?sync=every", "Embedded", "surrealkv+versioned://x?sync=every", undefined, undefined],
  ["rocksdb://x", "Embedded", "rocksdb://x", undefined, undefined],
  ["file:///a/rpc", "Embedded", "file:///a/rpc", undefined, undefined],
];

const classes = {
  Ws: [sdk.AsyncWsSurrealConnection, sdk.BlockingWsSurrealConnection],
  Http: [sdk.AsyncHttpSurrealConnection, sdk.BlockingHttpSurrealConnection],
  Embedded: [sdk.AsyncEmbeddedSurrealConnection, sdk.BlockingEmbeddedSurrealConnection],
} as const;

describe("the factories", () => {
  it.each(urls)("choose the class for %s", (url, travel, rawUrl, host, port) => {
    for (const [index, db] of [AsyncSurreal(url), Surreal(url)].entries()) {
      expect(db.constructor).toBe(classes[travel][index]);
      expect([db.url, db.rawUrl, db.host, db.port]).toEqual([url, rawUrl, host, port]);
      expect([db.status, db.token, db.namespace, db.database]).toEqual([
        "disconnected",
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it("do no I/O", async () => {
    const connecting = vi.spyOn(Socket.prototype, "connect");
    const fetching = vi.spyOn(globalThis, "fetch");
    const before = process.getActiveResourcesInfo().length;
    const made = urls.flatMap(([url]) => [AsyncSurreal(url), Surreal(url)]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(made).toHaveLength(urls.length * 2);
    expect([connecting.mock.calls, fetching.mock.calls]).toEqual([[], []]);
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before);
  });

  it.each(["ftp://h", "tikv://h", "indxdb://h", "localhost:8000", "mem", "http", "not a url", "", "//h"])(
    "refuse %j: nothing serves it",
    (url) => {
      for (const factory of factories) {
        expect(() => factory(url)).toThrow(expect.objectContaining({ name: "UnsupportedEngineError", url }));
      }
    },
  );

  it.each([
    "http://h:99999",
    "http://h:abc",
    "http://[::1",
    "ws://",
    "http://",
    "ws://h?x=1",
    "ws://h#x",
    "ws://u:p@h",
    "surrealkv://",
    "file://",
  ])("refuse %j: the rest of it cannot be used", (url) => {
    for (const factory of factories) {
      expect(() => factory(url)).toThrow(expect.objectContaining({ name: "InvalidUrlError", outcome: "not_sent" }));
    }
  });

  it.each([undefined, null, 5, {}])("refuse %j, which is no text", (url) => {
    for (const factory of factories) expect(() => factory(url as never)).toThrow(TypeError);
  });

  it.each([{ timeout: -1 }, { heartbeat: 5 }, { namespace: "" }, { database: "d" }])(
    "refuse the options %j",
    (options) => {
      for (const factory of factories) expect(() => factory("ws://h", options as object)).toThrow(/option/);
    },
  );

  it("show no password of a URL that they refuse", () => {
    for (const url of ["ws://user:c4n4ry@h", "ftp://user:c4n4ry@h", "ws://user:c4n4ry@h:99999"]) {
      for (const factory of factories) {
        expect(() => factory(url)).toThrow(expect.not.objectContaining({ message: expect.stringContaining("c4n4ry") }));
      }
    }
  });
});

describe("the classes", () => {
  it.each(Object.entries(classes).flatMap(([travel, pair]) => pair.map((type) => [type.name, type, travel] as const)))(
    "%s takes URLs of its kind alone",
    (name, type, travel) => {
      for (const [url, other] of urls) {
        if (other === travel) expect(new type(url)).toBeInstanceOf(type);
        else
          expect(() => new type(url)).toThrow(
            expect.objectContaining({
              name: "UnsupportedEngineError",
              message: expect.stringContaining(`${name} is for `),
            }),
          );
      }
    },
  );

  it("give views of their own class", () => {
    for (const db of [AsyncSurreal("ws://h"), Surreal("ws://h")]) {
      expect(db.with({ timeout: 5 }).constructor).toBe(db.constructor);
    }
  });

  it("refuse over HTTP what HTTP cannot do, before any I/O", async () => {
    const db = AsyncSurreal("http://h");
    const refusal = (method: string): object =>
      expect.objectContaining({ name: "UnsupportedFeatureError", message: expect.stringContaining(`${method}()`) });
    for (const method of ["live", "kill", "newSession", "beginTransaction", "transaction"] as const) {
      const given = method === "transaction" ? () => undefined : "user";
      await expect((db[method] as (given: unknown) => unknown)(given)).rejects.toThrow(refusal(method));
    }
    expect(() => db.subscribeLive("user")).toThrow(refusal("subscribeLive"));
  });
});

describe("options that were put on Object.prototype (I12)", () => {
  const polluted = {
    webSocket: class Evil {},
    fetch: () => Promise.reject(new Error("evil")),
    embedded: { capabilities: true },
    engines: {},
    headers: { evil: "1" },
  };

  afterEach(() => {
    for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
  });

  it("do not reach the engines", async () => {
    const seen = vi.fn(() => Promise.reject(new TypeError("refused")));
    for (const [name, value] of Object.entries({ ...polluted, fetch: seen })) {
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    }
    const db = AsyncSurreal("http://127.0.0.1:9", { reconnect: false });
    await expect(db.ping()).rejects.toMatchObject({ name: "ConnectionUnavailableError" });
    expect(seen).not.toHaveBeenCalled();
  });
});
