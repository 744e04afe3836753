import { gzipSync } from "node:zlib";
import { FaultProxy } from "@surreal-sdk/test-server";
import {
  CborCodec,
  ConnectionLostError,
  HttpStatusError,
  RedirectRefusedError,
  ResponseTooLargeError,
  ServerError,
  TransportTimeoutError,
  UnexpectedResponseError,
  UnsupportedFeatureError,
} from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { type Client, client } from "./kit/client.ts";
import { SILENCE, statement } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { lies, token, type Verdict, verdictOf } from "./kit/verdicts.ts";
import { rejection, settled } from "./kit/watchdog.ts";

const codec = new CborCodec();
const cbor = { "content-type": "application/cbor" };
const query = (db: Client, number: number): PromiseLike<unknown> => db.query("RETURN $token", token(number));

describe("an exchange that breaks off", () => {
  it("E01 before the answer may have been executed, and is not repeated", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port);
    server.on("query", () => {
      proxy.cut();
      return SILENCE;
    });
    const error = await rejection(query(client(proxy.httpUrl), 0));
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    expect(server.count("query")).toBe(1);
  });

  it.each(["fin", "rst"] as const)("E02 at any byte of the answer (%s) tells the truth", async (ending) => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port);
    const verdicts = new Map<number, Verdict>();
    for (let after = 1; after < 300; after += 6) {
      proxy.faults = { cut: { direction: "toClient", after, ending } };
      const db = client(proxy.httpUrl);
      verdicts.set(after, await settled(verdictOf(query(db, after))));
      await settled(db.close());
    }
    expect(lies(server, verdicts)).toEqual([]);
    expect(new Set(verdicts.values())).toEqual(new Set(["unknown", "done"]));
  });

  it("E02 with a body shorter than announced is no answer", async () => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      response.writeHead(200, { ...cbor, "content-length": "1000" });
      response.write("abc", () => response.destroy());
      return true;
    });
    expect(await rejection(query(client(server.http), 0))).toMatchObject({
      name: "ConnectionLostError",
      outcome: "unknown",
    });
  });

  it.each([
    ["its head never comes", false],
    ["its body drips", true],
  ])("E03 at the deadline of the request when %s, and the socket is given back", async (_what, drips) => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port);
    server.onHttp((_request, response) => {
      if (!drips) return true;
      response.writeHead(200, cbor);
      const drip = setInterval(() => response.write("a"), 10);
      response.on("close", () => clearInterval(drip));
      return true;
    });
    const db = client(proxy.httpUrl, { timeout: 120 });
    const error = await rejection(query(db, 0));
    expect(error).toBeInstanceOf(TransportTimeoutError);
    expect(error.outcome).toBe("unknown");
    await settled(proxy.ended());
  });

  it("E11 on a connection that the server closed meanwhile is not repeated where bytes were sent", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port);
    const db = client(proxy.httpUrl);
    const verdicts: Verdict[] = [];
    for (let round = 0; round < 12; round += 1) {
      verdicts.push(await settled(verdictOf(query(db, round))));
      proxy.cut(round % 2 === 0 ? "fin" : "rst");
    }
    expect(lies(server, verdicts)).toEqual([]);
    expect(verdicts[0]).toBe("done");
  });
});

describe("an answer that is none", () => {
  const statuses: [number, Verdict][] = [
    [400, "failed"],
    [401, "failed"],
    [403, "failed"],
    [404, "failed"],
    [408, "unknown"],
    [415, "failed"],
    [429, "failed"],
    [500, "unknown"],
    [502, "unknown"],
    [503, "failed"],
    [504, "unknown"],
  ];

  it.each(statuses)("E04 HTTP %i with two megabytes of HTML is a short error, and %s", async (status, outcome) => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      response.writeHead(status, { "content-type": "text/html", "retry-after": "7" });
      response.end(`<html>${"x".repeat(2 * 1024 * 1024)}`);
      return true;
    });
    const error = await rejection(query(client(server.http), 0));
    expect(error).toBeInstanceOf(HttpStatusError);
    expect(error).toMatchObject({ status, outcome, retryAfter: 7_000 });
    expect(error.message.length).toBeLessThanOrEqual(500);
    expect((error as HttpStatusError).body.length).toBeLessThanOrEqual(1_024);
  });

  it("E04 an error of the database keeps its word, whatever the status", async () => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      response.writeHead(400, cbor).end(codec.encode({ error: { code: -32000, message: "the word" } }));
      return true;
    });
    const error = await rejection(query(client(server.http), 0));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ message: "the word", outcome: "unknown" });
  });

  it("E05 HTTP 429 may be repeated, and 503 where it says when; otherwise not without looking", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.http);
    for (const [status, headers, retrySafe] of [
      [429, {}, true],
      [503, { "retry-after": "1" }, true],
      [503, {}, false],
    ] as const) {
      server.onHttp((_request, response) => {
        response.writeHead(status, headers).end();
        return true;
      });
      expect(await rejection(query(db, 0))).toMatchObject({ status, retrySafe });
    }
  });

  it.each([
    ["E06 HTML", 200, { "content-type": "text/html" }, "<html>log in</html>"],
    ["E14 of a captive portal", 200, { "content-type": "text/html; charset=utf-8" }, "<form>"],
    ["E06 JSON", 200, { "content-type": "application/json" }, '{"result":[]}'],
    ["E06 an empty body", 200, cbor, ""],
    ["E06 no content", 204, {}, ""],
    ["E06 a part of the content", 206, cbor, "abc"],
  ])("%s is refused with an unknown outcome", async (_what, status, headers, body) => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      response.writeHead(status, headers).end(body);
      return true;
    });
    const error = await rejection(query(client(server.http), 0));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
  });

  it.each([
    ["a list", codec.encode([1])],
    ["text", codec.encode("hello")],
    ["half a map", codec.encode({ result: statement(1) }).subarray(0, 12)],
    ["what is no CBOR", Buffer.from([0xff, 0xff])],
  ])("E06 a body that is %s is no answer", async (_what, body) => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      response.writeHead(200, cbor).end(body);
      return true;
    });
    const error = await rejection(query(client(server.http), 0));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ outcome: "unknown" });
  });

  it("E07 an answer with the id of another request is not taken for ours", async () => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      response.writeHead(200, cbor).end(codec.encode({ id: "zzzzzzzzzzzz", result: statement("another's") }));
      return true;
    });
    const error = await rejection(query(client(server.http), 0));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
    expect(error.message).not.toContain("another's");
  });

  it("E07 an answer that repeats our id is taken", async () => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response, body) => {
      const { id } = codec.decode(new Uint8Array(body)) as { id: string };
      response.writeHead(200, cbor).end(codec.encode({ id, result: statement("ours") }));
      return true;
    });
    expect(await settled(query(client(server.http), 0))).toEqual(["ours"]);
  });
});

describe("a server that points elsewhere", () => {
  const places = ["same origin", "127.0.0.1", "169.254.169.254"];
  const cases = [301, 302, 303, 307, 308].flatMap((status) => places.map((place) => [status, place] as const));

  it.each(cases)("E08 E09 I09 HTTP %i to %s is refused, and nothing is asked there", async (status, place) => {
    await using trap = await FakeSurreal.start();
    await using server = await FakeSurreal.start();
    let asked = 0;
    const target = place.startsWith("same")
      ? "/elsewhere?token=canary"
      : place.includes("169")
        ? "http://169.254.169.254/latest?token=canary"
        : `${trap.http}/rpc?token=canary`;
    server.onHttp((_request, response) => {
      asked += 1;
      response.writeHead(status, { location: target }).end();
      return true;
    });
    const db = client(server.http, { auth: "aaa.bbb.ccc", namespace: "a", database: "b" });
    const error = await rejection(query(db, 0));
    expect(error).toBeInstanceOf(RedirectRefusedError);
    expect(error.outcome).toBe(status === 303 ? "unknown" : "failed");
    expect(error.message).not.toContain("canary");
    expect(asked).toBe(1);
    expect(trap.journal).toEqual([]);
    expect(trap.open).toBe(0);
  });
});

describe("an answer that is too large", () => {
  it.each([
    ["announced", { "content-length": "200000" }],
    ["in chunks", {}],
  ])("E10 %s is not read further than maxMessageBytes", async (_what, headers) => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      response.writeHead(200, { ...cbor, ...headers });
      response.end(Buffer.alloc(200_000));
      return true;
    });
    const error = await rejection(query(client(server.http, { maxMessageBytes: 10_000 }), 0));
    expect(error).toBeInstanceOf(ResponseTooLargeError);
    expect(error.outcome).toBe("unknown");
  });

  it("E10 once unpacked is refused as well", async () => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      response.writeHead(200, { ...cbor, "content-encoding": "gzip" });
      response.end(gzipSync(Buffer.alloc(20 * 1024 * 1024)));
      return true;
    });
    const error = await rejection(query(client(server.http, { maxMessageBytes: 100_000 }), 0));
    expect(error).toMatchObject({ outcome: "unknown" });
  });
});

describe("many exchanges", () => {
  it("E12 five thousand at once go over 64 connections at most, and all are answered", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.http, { timeout: 30_000, offlineQueue: { requests: 10_000 } });
    let most = 0;
    server.on("query", () => {
      most = Math.max(most, server.open);
      return undefined;
    });
    const all = Array.from({ length: 5_000 }, (_, number) => verdictOf(query(db, number)));
    const verdicts = await settled(Promise.all(all), 25_000);
    expect(lies(server, verdicts)).toEqual([]);
    expect(new Set(verdicts)).toEqual(new Set(["done"]));
    expect(most).toBeLessThanOrEqual(64);
  }, 30_000);

  it("C11 carry their own state, and two sessions of one server never mix", async () => {
    await using server = await FakeSurreal.start();
    const first = client(server.http, { namespace: "n1", database: "d1", auth: "aaa.bbb.one" });
    const second = client(server.http, { namespace: "n2", database: "d2", auth: "aaa.bbb.two" });
    await settled(first.let("x", 1));
    await settled(Promise.all([first.query("RETURN $x"), second.query("RETURN $x"), first.query("RETURN $x")]));
    const seen = server
      .executed("query")
      .map(({ headers, params }) =>
        [headers["surreal-ns"], headers["surreal-db"], headers.authorization, JSON.stringify(params[1] ?? {})].join(
          " ",
        ),
      )
      .sort();
    expect(seen).toEqual([
      'n1 d1 Bearer aaa.bbb.one {"x":1}',
      'n1 d1 Bearer aaa.bbb.one {"x":1}',
      "n2 d2 Bearer aaa.bbb.two {}",
    ]);
  });
});

describe("what HTTP cannot do", () => {
  it("E13 live queries, sessions and transactions are refused before any I/O", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.http);
    const calls = [
      () => db.live("user"),
      () => db.kill("018f3a1e-0000-7000-8000-000000000000"),
      () => db.newSession(),
      () => db.beginTransaction(),
      () => db.transaction(async () => 1),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow(UnsupportedFeatureError);
    expect(() => db.subscribeLive("018f3a1e-0000-7000-8000-000000000000")).toThrow(UnsupportedFeatureError);
    expect(server.open).toBe(0);
  });

  it.each(["a\r\nX-Evil: 1", "naïve", "日本", " padded ", "\u0000"])(
    "E15 the namespace %j, which no header can carry, never leaves",
    async (namespace) => {
      await using server = await FakeSurreal.start();
      const db = client(server.http, { namespace, database: "b" });
      const error = await rejection(query(db, 0));
      expect(error).toMatchObject({ outcome: "not_sent" });
      expect(server.journal).toEqual([]);
      expect(server.open).toBe(0);
    },
  );

  it.each(["a\r\nX-Evil: 1", "Zürich"])(
    "E15 use of the namespace %j is refused, and changes nothing",
    async (namespace) => {
      await using server = await FakeSurreal.start();
      const db = client(server.http, { namespace: "a", database: "b" });
      await settled(db.connect());
      const error = await rejection(db.use(namespace, "d"));
      expect(error).toMatchObject({ outcome: "not_sent", message: expect.stringContaining("visible ASCII") });
      expect([db.namespace, db.database]).toEqual(["a", "b"]);
      await settled(db.use("c", "d"));
      expect([db.namespace, db.database]).toEqual(["c", "d"]);
    },
  );

  it("E15 a token with a line break is refused before any I/O, and not repeated", async () => {
    await using server = await FakeSurreal.start();
    const error = await rejection(client(server.http).authenticate("canary.bbb.ccc\r\nX-Evil: 1"));
    expect(error).toMatchObject({ name: "InvalidCredentialsError", outcome: "not_sent" });
    expect(error.message).not.toContain("canary");
    expect(server.open).toBe(0);
  });
});

describe("export and import", () => {
  it("E16 an export that is cut off throws, and gives nothing that looks whole", async () => {
    await using server = await FakeSurreal.start();
    server.onHttp((_request, response) => {
      response.writeHead(200, { "content-type": "text/plain", "content-length": "1000" });
      response.write("OPTION IMPORT;\n", () => response.destroy());
      return true;
    });
    expect(await rejection(client(server.http).export())).toMatchObject({ name: "ConnectionLostError" });
  });

  it("E17 an import that breaks off is unknown, and sent once", async () => {
    await using server = await FakeSurreal.start();
    let asked = 0;
    server.onHttp((_request, response) => {
      asked += 1;
      response.destroy();
      return true;
    });
    expect(await rejection(client(server.http).import("CREATE user;"))).toMatchObject({ outcome: "unknown" });
    expect(asked).toBe(1);
  });
});
