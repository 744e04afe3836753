import { inspect } from "node:util";
import { SurrealError } from "@surreal-sdk/values";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidUrlError, parseEndpoint, sameEndpoint } from "./endpoint.ts";
import { UnsupportedEngineError } from "./unsupported.ts";

function refusal(url: string): SurrealError & { url?: string } {
  try {
    parseEndpoint(url);
  } catch (error) {
    return error as SurrealError;
  }
  throw new Error(`${url} was accepted`);
}

describe("a remote endpoint", () => {
  it.each([
    ["ws://h:8000", "ws://h:8000/rpc", ""],
    ["ws://h:8000/", "ws://h:8000/rpc", ""],
    ["ws://h:8000/rpc", "ws://h:8000/rpc", ""],
    ["ws://h/rpc/", "ws://h/rpc", ""],
    ["ws://h//rpc", "ws://h/rpc", ""],
    ["ws://h/a/rpc", "ws://h/a/rpc", "/a"],
    ["wss://h/a/b/", "wss://h/a/b/rpc", "/a/b"],
    ["http://h/rpcx", "http://h/rpcx/rpc", "/rpcx"],
    ["http://h/myrpc", "http://h/myrpc/rpc", "/myrpc"],
    ["http://h/rpc/a", "http://h/rpc/a/rpc", "/rpc/a"],
    ["https://h/rpc/rpc", "https://h/rpc/rpc", "/rpc"],
    ["WS://H.Example/A", "ws://h.example/A/rpc", "/A"],
    ["  ws://h  ", "ws://h/rpc", ""],
  ])("%s asks %s", (url, rawUrl, path) => {
    const endpoint = parseEndpoint(url);
    expect(endpoint).toMatchObject({ url, rawUrl, path, parameters: {} });
    expect(parseEndpoint(rawUrl).rawUrl).toBe(rawUrl);
  });

  it.each([
    ["ws://h", "h", undefined],
    ["ws://h:80", "h", 80],
    ["http://127.0.0.1:65535/x", "127.0.0.1", 65535],
    ["wss://[::1]", "::1", undefined],
    ["wss://[::1]:8000/rpc", "::1", 8000],
  ])("%s has host %s and port %s", (url, host, port) => {
    expect(parseEndpoint(url)).toMatchObject({ host, port });
  });

  it.each([
    ["http://h:99999", "http://h:99999 is not a valid address: check host and port (0 to 65535)."],
    ["http://h:abc", "check host and port"],
    ["http://[::1", "check host and port"],
    ["ws://", "names no host. Write for example ws://localhost:8000."],
    ["ws://:8000", "names no host"],
    ["ws:///rpc", "names no host"],
    ["ws://h?x=1", "ws://h takes no query string and no fragment: pass namespace"],
    ["ws://h/rpc?ns=a", "takes no query string"],
    ["ws://h#x", "no fragment"],
    ["ws://h\\evil", "a backslash"],
    ["ws://h o", "a space"],
    ["ws://h/\u0000", "a control character"],
  ])("refuses %s", (url, message) => {
    const error = refusal(url);
    expect(error).toBeInstanceOf(InvalidUrlError);
    expect(error.message).toContain(message);
    expect(error).toMatchObject({ name: "InvalidUrlError", outcome: "not_sent", retrySafe: true });
  });

  it.each([
    "ws://root:geheim@h",
    "ws://root:geheim@h:8000/rpc",
    "https://geheim@h",
    "ws://root:ge/geheim@h",
    "ws://root:ge?geheim@h",
    "ws://root:ge#geheim@h",
    "ws://root:a@geheim@h",
    "ftp://root:geheim@h",
    "ftp://root:a@geheim@h",
    "ftp://root:ge/geheim@h",
    "root:geheim@h",
    "ws://root:geheim:8000",
    "http://root%3Ageheim%40h",
  ])("refuses the credentials in %s and repeats them nowhere", (url) => {
    const error = refusal(url);
    const shown = [error.message, error.stack, inspect(error), JSON.stringify(error), error.url, inspect(error.cause)];
    expect(shown.join("\n").replaceAll(/refusal\(.*/g, "")).not.toMatch(/geheim|root/);
  });

  it("says where credentials belong", () => {
    expect(refusal("ws://root:root@h").message).toBe(
      "Credentials in a database URL are refused, they end up in logs: leave them out and call signin(), or pass the " +
        "`auth` option. (An @ that belongs to a path is written %40.)",
    );
  });
});

describe("an embedded endpoint", () => {
  it.each([
    ["mem://", "mem", "mem://", ""],
    ["memory", "memory", "memory://", ""],
    ["MEMORY", "memory", "memory://", ""],
    ["memory://", "memory", "memory://", ""],
    ["file:///var/db", "file", "file:///var/db", "/var/db"],
    ["file:///a/rpc", "file", "file:///a/rpc", "/a/rpc"],
    ["rocksdb://data/my.db", "rocksdb", "rocksdb://data/my.db", "data/my.db"],
    ["SurrealKV://Data", "surrealkv", "surrealkv://Data", "Data"],
  ])("%s goes to the engine as it is", (url, scheme, rawUrl, path) => {
    expect(parseEndpoint(url)).toEqual({ url, scheme, rawUrl, path, host: "", port: undefined, parameters: {} });
  });

  it("keeps its parameters", () => {
    const endpoint = parseEndpoint("surrealkv+versioned://x?sync=every&retention=30d");
    expect(endpoint.rawUrl).toBe("surrealkv+versioned://x?sync=every&retention=30d");
    expect(endpoint).toMatchObject({ path: "x", parameters: { sync: "every", retention: "30d" } });
  });

  it("cannot reach a prototype by a parameter", () => {
    const { parameters } = parseEndpoint("mem://?__proto__=x");
    expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
    expect(Object.keys(parameters)).toEqual(["__proto__"]);
  });

  it.each(["file://", "surrealkv://", "surrealkv+versioned://?sync=every", "rocksdb://"])("%s needs a path", (url) => {
    expect(refusal(url)).toBeInstanceOf(InvalidUrlError);
    expect(refusal(url).message).toMatch(/needs a path, such as .*:\/\/data\/my\.db\.$/);
  });
});

describe("a URL that no engine serves", () => {
  it.each([
    ["surreal://db.example?user=root&password=canary", "surreal://db.example?…"],
    ["surreal://db.example/path#canary", "surreal://db.example/path#…"],
    ["surreal://root:c@n@ry@db.example?x=canary@x", "surreal://x"],
    ["db.example?password=canary", "db.example?…"],
    ["Endpoint=ws://db.example:8000;User=root;Pass=canary", "Endpoint=ws://db.example:8000;…"],
  ])("shows no password of %j", (url, shown) => {
    const error = refusal(url);
    expect(error).toMatchObject({ url: shown });
    expect(error.message).toContain(`No engine serves "${shown}".`);
  });

  it("shows what would act in a terminal as an escape", () => {
    expect(refusal("a\u202eb\u001b://h").message).toContain(String.raw`"a\u202eb\u001b://h"`);
    expect(() => parseEndpoint("ws://a\u202eb")).toThrow(InvalidUrlError);
  });

  it.each(["ftp://h", "tikv://h", "indxdb://x", "localhost:8000", "mem", "http", "not a url", "", "://h"])(
    "refuses %j with a list of what there is",
    (url) => {
      const error = refusal(url);
      expect(error).toBeInstanceOf(UnsupportedEngineError);
      expect(error).toBeInstanceOf(SurrealError);
      expect(error).toMatchObject({ url, outcome: "not_sent" });
      expect(error.message).toContain(`No engine serves ${JSON.stringify(url)}.`);
      expect(error.message).toContain("ws:// wss:// http:// https://");
      expect(error.message).toContain("mem:// memory:// surrealkv:// surrealkv+versioned:// rocksdb:// file://");
      expect(error.message).toContain("@surrealdb/node");
    },
  );

  it.each([undefined, null, 8000, new URL("ws://h")])("refuses %s, which is no string", (url) => {
    expect(() => parseEndpoint(url as unknown as string)).toThrow(TypeError);
  });

  it("says of a URL object what to pass", () => {
    const url = new URL("ws://localhost:8000") as unknown as string;
    expect(() => parseEndpoint(url)).toThrow(
      new TypeError('A database URL is a string such as "ws://localhost:8000", not a URL object: pass its `href`.'),
    );
  });

  it("is served once its engine is given", () => {
    const endpoint = parseEndpoint("my+proto://h:1/a", ["my+proto"]);
    expect(endpoint).toMatchObject({ scheme: "my+proto", rawUrl: "my+proto://h:1/a", host: "h", port: 1, path: "/a" });
    expect(() => parseEndpoint("other://h", ["my+proto"])).toThrow("Engines given in options: my+proto://.");
  });
});

describe("a URL of somebody else's engine", () => {
  const foreign = ["unix", "pipe", "my_proto", "x"];

  it.each([
    ["unix:///tmp/my db.sock", "", undefined, "/tmp/my db.sock", {}],
    ["unix:///tmp/a@b/rpc/", "", undefined, "/tmp/a@b/rpc/", {}],
    ["UNIX:///Tmp/DB?ns=a&ns=b&mode=r%20w#x", "", undefined, "/Tmp/DB", { ns: "b", mode: "r w#x" }],
    ["unix://", "", undefined, "", {}],
    ["unix://?retry=1", "", undefined, "", { retry: "1" }],
    ["pipe://.\\pipe\\db", ".\\pipe\\db", undefined, "", {}],
    ["x://Host:8000//a//", "Host", 8000, "//a//", {}],
    ["x://[::1]:1", "::1", 1, "", {}],
    ["x://a:b:c", "a:b:c", undefined, "", {}],
    ["my_proto://h", "h", undefined, "", {}],
  ])("%s reaches the engine as it was written", (url, host, port, path, parameters) => {
    const scheme = url.split(":")[0]?.toLowerCase();
    const rest = url.slice(url.indexOf("://"));
    expect(parseEndpoint(url, foreign)).toEqual({
      url,
      rawUrl: `${scheme}${rest}`,
      scheme,
      host,
      port,
      path,
      parameters,
    });
  });

  it.each(["unix://root:geheim@h/a", "x://geheim@h", "my_proto://root:a@geheim@h"])(
    "refuses the credentials in %s and repeats them nowhere",
    (url) => {
      const attempt = (): unknown => parseEndpoint(url, foreign);
      expect(attempt).toThrow(InvalidUrlError);
      expect(attempt).toThrow(/^Credentials in a database URL are refused/);
      expect(attempt).not.toThrow(/geheim/);
      expect(() => parseEndpoint(url)).not.toThrow(/geheim/);
    },
  );

  it("whose name is no scheme is told what one is", () => {
    expect(() => parseEndpoint("9p://h", ["9p"])).toThrow(
      'The scheme of an engine is in lower case, begins with a letter, and has letters, digits, "+", "-", "." and "_": "9p" is none.',
    );
    expect(() => parseEndpoint("My://h", ["My"])).toThrow('"My" is none');
  });
});

describe("sameEndpoint", () => {
  const same = (a: string, b: string) => sameEndpoint(parseEndpoint(a, ["tcp"]), parseEndpoint(b, ["tcp"]));

  it.each([
    ["ws://h", "WS://H/rpc/"],
    ["ws://h", "ws://h:80/"],
    ["https://h:443", "https://h"],
    ["http://[::1]:8000", "http://[0:0:0:0:0:0:0:1]:8000/rpc"],
    ["memory", "memory://"],
    ["tcp://h", "tcp://h"],
  ])("%s is %s", (a, b) => {
    expect(same(a, b)).toBe(true);
  });

  it.each([
    ["ws://h", "wss://h"],
    ["ws://h", "http://h"],
    ["ws://h", "ws://g"],
    ["ws://h:8000", "ws://h:8001"],
    ["wss://h:80", "wss://h"],
    ["ws://h/a", "ws://h/b"],
    ["ws://h/a", "ws://h/A"],
    ["file://a", "file://b"],
    ["tcp://h/a", "tcp://h/b"],
  ])("%s is not %s", (a, b) => {
    expect(same(a, b)).toBe(false);
  });
});

it("answers any text with an endpoint or with an error of ours", () => {
  const scheme = fc.constantFrom(
    "ws://",
    "wss://",
    "http://",
    "https://",
    "mem://",
    "file://",
    "rocksdb://",
    "x://",
    "",
  );
  const rest = fc.string({ unit: fc.constantFrom("a", "/", ":", "?", "#", "@", "[", "]", "%", "rpc", ".", "8", "é") });
  fc.assert(
    fc.property(scheme, rest, (start, end) => {
      try {
        const { rawUrl } = parseEndpoint(start + end);
        expect(parseEndpoint(rawUrl).rawUrl).toBe(rawUrl);
      } catch (error) {
        expect(error).toBeInstanceOf(SurrealError);
      }
    }),
  );
});
