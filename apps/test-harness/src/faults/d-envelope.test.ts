import {
  AlreadyExistsError,
  InternalError,
  NotFoundError,
  QueryError,
  RequestTooLargeError,
  ServerError,
  ThrownError,
  UnexpectedResponseError,
} from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { type Client, client } from "./kit/client.ts";
import { type FakeRequest, Refusal, SILENCE, statement } from "./kit/fake-exchange.ts";
import type { FakePeer } from "./kit/fake-peer.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { heard, rejection, settled } from "./kit/watchdog.ts";

const ask = (db: Client, number: number): Promise<unknown> => Promise.resolve(db.query("RETURN $n", { n: number }));

/** Resolves with the next thing on the `error` event. */
function reported(db: Client): Promise<[error: Error]> {
  return heard<[error: Error]>((listener) => db.on("error", listener));
}

describe("answers", () => {
  it("D01 in any order reach those who asked", async () => {
    await using server = await FakeSurreal.start();
    const held: [FakePeer, FakeRequest][] = [];
    server.on("query", (request, peer) => {
      held.push([peer, request]);
      if (held.length < 2_000) return SILENCE;
      // Every third first, from behind: an order that is none of those in which they came.
      const order = held.map((_, index) => (index * 7) % held.length).reverse();
      for (const index of order) {
        const [to, asked] = held[index] as [FakePeer, FakeRequest];
        to.reply(asked, statement((asked.params[1] as { n: number }).n));
      }
      return SILENCE;
    });
    const db = client(server.ws);
    await settled(db.connect());
    const all = Array.from({ length: 2_000 }, (_, number) => ask(db, number));
    expect(await settled(Promise.all(all))).toEqual(all.map((_, number) => [number]));
  });

  it("D02 D03 that come twice, or for nobody, are dropped", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (request, peer) => {
      peer.reply(request, statement("first"));
      peer.reply(request, statement("second"));
      peer.send({ id: "zzzzzzzzzzzz", result: statement("foreign") });
      return SILENCE;
    });
    const db = client(server.ws);
    expect(await settled(ask(db, 1))).toEqual(["first"]);
    expect(await settled(ask(db, 2))).toEqual(["first"]);
    expect(server.peers).toHaveLength(1);
  });

  it.each([
    ["a number", 5],
    ["nothing", null],
    ["a list", ["a"]],
  ])("D04 whose id is %s concern no request, and are reported", async (_what, id) => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.connect());
    const error = reported(db);
    server.on("query", (_request, peer) => {
      peer.send({ id, result: statement("nobody's") });
      return undefined;
    });
    expect(await settled(ask(db, 1))).toEqual([{ n: 1 }]);
    expect((await error)[0]).toBeInstanceOf(Error);
    expect(server.peers).toHaveLength(1);
  });

  it("D05 an error without an id belongs to the one request in flight", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (_request, peer) => {
      peer.send({ error: { code: -32700, message: "Parse error" } });
      return SILENCE;
    });
    const error = await rejection(ask(client(server.ws), 1));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ outcome: "failed", message: "Parse error" });
  });

  it("D06 an error without an id is not guessed at while others are in flight", async () => {
    await using server = await FakeSurreal.start();
    const held: [FakePeer, FakeRequest][] = [];
    server.on("query", (request, peer) => {
      held.push([peer, request]);
      if (held.length === 3) peer.send({ error: { code: -32700, message: "Parse error" } });
      return SILENCE;
    });
    const db = client(server.ws);
    const all = [1, 2, 3].map((number) => ask(db, number));
    const refused = rejection(all[1] as Promise<unknown>);
    await settled(server.received("query", 3));
    for (const index of [2, 0]) {
      const [peer, request] = held[index] as [FakePeer, FakeRequest];
      peer.reply(request, statement(index));
    }
    expect(await settled(all[0] as Promise<unknown>)).toEqual([0]);
    expect(await settled(all[2] as Promise<unknown>)).toEqual([2]);
    expect(await refused).toMatchObject({ outcome: "failed", message: "Parse error" });
  });

  it("D07 with both a result and an error are errors", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (request, peer) => {
      peer.send({ id: request.id, result: statement(1), error: { code: -32000, message: "no" } });
      return SILENCE;
    });
    expect(await rejection(ask(client(server.ws), 1))).toBeInstanceOf(ServerError);
  });

  it("D07 with neither are no answers", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (request, peer) => {
      peer.send({ id: request.id });
      return SILENCE;
    });
    const error = await rejection(ask(client(server.ws), 1));
    expect(error).toMatchObject({ outcome: "unknown" });
    expect(error).toBeInstanceOf(UnexpectedResponseError);
  });

  it("D07 NONE is a result", async () => {
    await using server = await FakeSurreal.start();
    server.on("version", (request, peer) => {
      peer.send({ id: request.id, result: "surrealdb-3.0.2" });
      return SILENCE;
    });
    server.on("ping", (request, peer) => {
      peer.send({ id: request.id, result: undefined });
      return SILENCE;
    });
    expect(await settled(client(server.ws).ping())).toBeUndefined();
  });

  it.each([
    ["text", "it broke", "it broke"],
    ["a list", ["it broke"], undefined],
    ["a number", 5, undefined],
    ["an empty map", {}, undefined],
    ["a map with a bad cause", { code: -32000, message: "it broke", cause: { cause: 7 } }, "it broke"],
    ["a map with a code that is none", { code: "x", message: "it broke" }, "it broke"],
    ["a map with a message that is none", { code: 1, message: { a: 1 } }, undefined],
  ])("D08 whose error is %s still fail as server errors", async (_what, error, message) => {
    await using server = await FakeSurreal.start();
    server.on("query", (request, peer) => {
      peer.send({ id: request.id, error });
      return SILENCE;
    });
    const raised = await rejection(ask(client(server.ws), 1));
    expect(raised).toBeInstanceOf(ServerError);
    // The query may have run: nothing in such an error says that it did not.
    expect(raised.outcome).toBe("unknown");
    if (message !== undefined) expect(raised.message).toContain(message);
  });

  it.each([
    ["AlreadyExists", AlreadyExistsError],
    ["NotFound", NotFoundError],
    ["Query", QueryError],
    ["Thrown", ThrownError],
    ["Something new", ServerError],
    ["__proto__", ServerError],
    ["Internal", InternalError],
  ])("D08 of the kind %s become their class", async (kind, Class) => {
    await using server = await FakeSurreal.start();
    server.on("query", () => {
      throw new Refusal({ code: -32000, kind, message: "it broke" });
    });
    const error = await rejection(ask(client(server.ws), 1));
    expect(error).toBeInstanceOf(Class);
    expect((error as ServerError).kind).toBe(kind);
  });

  it.each([
    ["no list", "text"],
    ["a list of other things", [1, 2]],
    ["a statement without a status", [{ result: 1 }]],
    ["a statement with another status", [{ status: "MAYBE", result: 1 }]],
    ["NULL", null],
  ])("D18 to a query that are %s are no answers, never undefined", async (_what, result) => {
    await using server = await FakeSurreal.start();
    server.on("query", (request, peer) => {
      peer.reply(request, result);
      return SILENCE;
    });
    const error = await rejection(ask(client(server.ws), 1));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error.outcome).toBe("unknown");
  });

  it("D19 in which the second of three statements failed name it, and the others can be had", async () => {
    await using server = await FakeSurreal.start();
    const failed = { status: "ERR", time: "1ms", result: "it broke", kind: "Thrown" };
    server.on("query", () => [...statement(1), failed, ...statement(3)]);
    const db = client(server.ws);
    const error = await rejection(db.query("A; B; C"));
    expect(error).toBeInstanceOf(ThrownError);
    expect(error).toMatchObject({ statement: 1, outcome: "failed" });
    const responses = await settled(db.queryRaw("A; B; C"));
    expect(responses.map(({ status }) => status)).toEqual(["OK", "ERR", "OK"]);
    expect([responses[0]?.result, responses[2]?.result]).toEqual([1, 3]);
  });

  it("D21 ids are never used twice, whatever becomes of their connection", async () => {
    await using server = await FakeSurreal.start();
    const ids: string[] = [];
    server.on("query", (request, peer) => {
      ids.push(request.id);
      if (ids.length % 50 !== 0) return undefined;
      peer.cut();
      return SILENCE;
    });
    const db = client(server.ws);
    for (let round = 0; round < 4; round += 1) {
      await settled(Promise.allSettled(Array.from({ length: 50 }, (_, index) => ask(db, index))));
    }
    expect(ids.length).toBeGreaterThanOrEqual(200);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("a request that is too large", () => {
  it("D20 is refused before it is sent, and the connection goes on", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws, { maxMessageBytes: 4096 });
    const error = await rejection(db.query("RETURN $text", { text: "x".repeat(5_000) }));
    expect(error).toBeInstanceOf(RequestTooLargeError);
    expect(error.outcome).toBe("not_sent");
    await settled(ask(db, 1));
    expect(server.count("query")).toBe(1);
  });

  it("D20 is refused over HTTP beyond 4 MiB, and 413 is told as such", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.http);
    const error = await rejection(db.query("RETURN $text", { text: "x".repeat(5 * 1024 * 1024) }));
    expect(error).toMatchObject({ name: "RequestTooLargeError", outcome: "not_sent" });
    server.onHttp((_request, response) => {
      response.writeHead(413).end("too much");
      return true;
    });
    expect(await rejection(ask(db, 1))).toMatchObject({ name: "RequestTooLargeError", outcome: "failed" });
  });
});
