import { ConnectionLostError, ResponseTooLargeError } from "@surreal-sdk/transport";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { WireRequest } from "../../test/scripted-channel.ts";
import {
  answering,
  asyncWorld,
  blockingWorld,
  failure,
  methods,
  settled,
  stateless,
  type WorldOptions,
} from "../../test/test-world.ts";
import type { SurrealConnection } from "../client/connection.ts";
import type { ExportOptions } from "./export-options.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const streaming = { capabilities: { exportStream: true } };

async function textsOf(stream: AsyncIterable<string>): Promise<string[]> {
  const texts: string[] = [];
  for await (const text of stream) texts.push(text);
  return texts;
}

describe("export()", () => {
  it("sends what to export, and gives the text as it is", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("export", { frame: bytes("\uFEFFOPTION IMPORT;\n-- 表") });
    expect(await db.export({ tables: ["user"], records: false, users: undefined as never })).toBe(
      "\uFEFFOPTION IMPORT;\n-- 表",
    );
    expect(channel.sent).toMatchObject([
      { method: "export", params: [{ tables: ["user"], records: false }], call: { kind: "export", streamed: false } },
    ]);
  });

  const transfers: [string, (db: SurrealConnection<"async">) => Promise<unknown>][] = [
    ["export()", (db) => db.export()],
    ["import()", (db) => db.import("CREATE a")],
  ];

  it.each(transfers)("waits no longer for the connection than its timeout: %s", async (_, open) => {
    const { db, channel, backstage } = asyncWorld();
    await db.ping();
    channel.drop();
    const given = failure(open(db.with({ timeout: 70 })));
    await settled();
    for (const [fire, time] of backstage.timers) if (time === 70) fire();
    expect(await given).toMatchObject({ name: "TransportTimeoutError", outcome: "not_sent" });
    channel.restore();
    await settled();
    expect([methods(channel.sent), backstage.timers.size]).toEqual([["ping"], 0]);
  });

  it.each(transfers)("waits no longer for the connection than its signal: %s", async (_, open) => {
    const { db, channel } = asyncWorld();
    await db.ping();
    channel.drop();
    const giving = new AbortController();
    const given = failure(open(db.with({ signal: giving.signal })));
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await given).toStrictEqual(new RangeError("enough"));
    channel.restore();
    await settled();
    expect(methods(channel.sent)).toEqual(["ping"]);
  });

  it("puts parts together, wherever they were cut", async () => {
    const { db, channel } = asyncWorld(streaming);
    const whole = bytes("OPTION IMPORT;\n-- 表🦀");
    const parts = [...whole].map((byte) => Uint8Array.of(byte));
    channel.script = answering("export", { parts, end: { frame: bytes("!") } });
    expect(await db.export()).toBe("OPTION IMPORT;\n-- 表🦀!");
    expect(channel.sent).toMatchObject([{ call: { streamed: true } }]);
  });

  it("gives bytes as they come, where they are asked for", async () => {
    const { db, channel } = asyncWorld(streaming);
    const [first, last] = [bytes("\uFEFF表").subarray(0, 4), bytes("!")];
    channel.script = answering(
      "export",
      { parts: [first], end: { frame: last } },
      { parts: [first], end: { frame: last } },
    );
    const whole: Uint8Array = await db.export({ as: "bytes", records: false });
    expect(whole).toEqual(Uint8Array.of(...first, ...last));
    const parts: Uint8Array[] = [];
    for await (const part of db.exportStream({ as: "bytes" })) parts.push(part);
    expect(parts).toEqual([first, last]);
    expect(parts[0]?.buffer).not.toBe(first.buffer);
    expect(channel.sent[0]?.params).toEqual([{ records: false }]);
    expect(await failure(db.export({ as: "blob" } as never))).toMatchObject({
      name: "TypeError",
      message: 'The option `as` of export() is "text" or "bytes".',
    });
  });

  it("has the type of what it gives", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("export", ...Array.from({ length: 4 }, () => ({ frame: bytes("") })));
    const options: ExportOptions = {};
    expectTypeOf(await db.export()).toEqualTypeOf<string>();
    expectTypeOf(await db.export({ tables: ["user"] })).toEqualTypeOf<string>();
    expectTypeOf(await db.export({ as: "bytes" })).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
    expectTypeOf(await db.export(options)).toEqualTypeOf<string | Uint8Array<ArrayBuffer>>();
  });

  it("is no larger than maxMessageBytes, and names what reads more", async () => {
    const { db, channel } = asyncWorld({ ...streaming, maxMessageBytes: 5 });
    channel.script = answering("export", { parts: [bytes("12345")], end: { frame: bytes("") } });
    expect(await db.export()).toBe("12345");
    channel.script = answering("export", { parts: [bytes("ä12"), bytes("34")], end: { frame: bytes("") } });
    const error = await failure(db.export());
    expect(error).toBeInstanceOf(ResponseTooLargeError);
    expect(error).toMatchObject({
      outcome: "failed",
      message: expect.stringMatching(/more than 5 bytes \(maxMessageBytes\).*exportStream\(\)/),
    });
  });

  it("never gives a part of a text that was cut off", async () => {
    const { db, channel } = asyncWorld(streaming);
    const fail = new ConnectionLostError("cut", { outcome: "unknown" });
    channel.script = answering("export", { parts: [bytes("OPTION")], end: { fail } });
    expect(await failure(db.export())).toBe(fail);
  });

  it("tells how many bytes have come, and takes no part in what is wrong with the listener", async () => {
    const { db, channel, errors } = asyncWorld(streaming);
    channel.script = answering("export", { parts: [bytes("ä"), bytes("bc")], end: { frame: bytes("") } });
    const told: unknown[] = [];
    const onProgress = (progress: unknown): void => {
      told.push(progress);
      if (told.length === 1) throw new RangeError("oops");
    };
    expect(await db.export({ onProgress })).toBe("äbc");
    expect(told).toEqual([{ bytes: 2 }, { bytes: 4 }]);
    expect(errors).toMatchObject([{ name: "RangeError" }]);
    expect(channel.sent[0]?.params).toEqual([{}]);
  });

  it.each([
    { tables: "user" },
    { tables: [5] },
    { tables: { exclude: "user" } },
    { records: "no" },
    { users: 1 },
    { apis: null },
  ])("refuses %j, before anything is sent", async (options) => {
    const { db, channel } = asyncWorld();
    const name = Object.keys(options)[0] as string;
    const refusal = { name: "TypeError", message: expect.stringContaining(`\`${name}\` of export()`) };
    expect(await failure(db.export(options as never))).toMatchObject(refusal);
    expect(channel.sent).toEqual([]);
  });

  it("refuses options that there are not, and what cannot be done here", async () => {
    const { db, channel } = asyncWorld();
    expect(await failure(db.export({ table: [] } as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.export({ onProgress: 5 } as never))).toBeInstanceOf(TypeError);
    expect(() => db.exportStream({ table: [] } as never)).toThrow(TypeError);
    expect(channel.sent).toEqual([]);
    const unable = asyncWorld({ capabilities: { export: false } }).db;
    const lacking = { name: "UnsupportedFeatureError" };
    expect(await failure(unable.export())).toMatchObject(lacking);
    expect(() => unable.exportStream()).toThrow(expect.objectContaining(lacking));
  });
});

describe("the parts that servers export from 3.3 on", () => {
  const none = { database_definition: false, apis: false, buckets: false, modules: false, configs: false };
  const old = (request: WireRequest) => (request.method === "version" ? { result: "surrealdb-3.2.6" } : undefined);
  const today = (request: WireRequest) => (request.method === "version" ? { result: "surrealdb-3.3.0" } : undefined);
  const sentBy = async (options: ExportOptions, script: typeof old, world: WorldOptions<"async"> = {}) => {
    const { db, channel } = asyncWorld(world);
    channel.script = script;
    await db.export(options);
    return channel.sent.at(-1)?.params[0];
  };

  it.each<[string, ExportOptions, object]>([
    [
      "those asked for are sent",
      { apis: true, databaseDefinition: true },
      { ...none, apis: true, database_definition: true },
    ],
    ["those excluded are sent, and no other", { configs: false }, { configs: false }],
    ["all others are left out where tables are selected", { tables: ["user"] }, { tables: ["user"], ...none }],
    ["all others are left out where all tables are selected", { tables: true }, { tables: true, ...none }],
    [
      "all others are left out where another part is selected",
      { users: true, modules: true },
      { users: true, ...none, modules: true },
    ],
    [
      "nothing is left out where parts are only excluded",
      { users: false, tables: { exclude: ["log"] } },
      { users: false, tables: { exclude: ["log"] } },
    ],
    ["nothing is left out where nothing is selected", { records: false }, { records: false }],
  ])("%s", async (_, options, sent) => {
    expect(await sentBy(options, today)).toEqual(sent);
    expect(await sentBy(options, today, { capabilities: stateless })).toEqual(sent);
  });

  it.each<[ExportOptions, ExportOptions]>([
    [{ tables: ["user"] }, { tables: ["user"] }],
    [{ apis: false }, {}],
    [{ users: true, modules: false }, { users: true }],
  ])("are not sent to a server that does not know them: %j", async (options, sent) => {
    expect(await sentBy(options, old)).toEqual(sent);
    expect(await sentBy(options, old, { capabilities: stateless })).toEqual(sent);
  });

  it.each(["databaseDefinition", "apis", "buckets", "modules", "configs"] as const)(
    "are refused when a server that does not know them is asked for them: %s",
    async (part) => {
      const { db, channel } = asyncWorld({ capabilities: stateless });
      channel.script = old;
      const error = await failure(db.export({ [part]: true }));
      expect(error).toMatchObject({ name: "UnsupportedFeatureError", feature: part, outcome: "not_sent" });
      expect(error.message).toBe(
        `export(): this server does not export \`${part}\`; that needs SurrealDB 3.3 or later.`,
      );
      expect(methods(channel.sent)).toEqual(["version"]);
      const blocking = blockingWorld();
      blocking.channel.script = old;
      expect(() => blocking.db.export({ [part]: true })).toThrow(expect.objectContaining({ feature: part }));
    },
  );

  it("are not sent where the server keeps its version to itself, and the version is asked for no more than it must", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    channel.script = answering("version", { error: { code: -32602, kind: "NotAllowed", message: "no" } });
    await db.export({ tables: ["user"] });
    expect(channel.sent.at(-1)?.params).toEqual([{ tables: ["user"] }]);
    await db.export();
    expect(methods(channel.sent)).toEqual(["version", "export", "export"]);
  });
});

describe("exportStream()", () => {
  it("asks for a part when somebody wants one, and not before", async () => {
    const { db, channel } = asyncWorld(streaming);
    const asked: number[] = [];
    const proceed = channel.proceed.bind(channel);
    channel.proceed = (ticket, part) => {
      asked.push(ticket);
      proceed(ticket, part);
    };
    channel.script = answering("export", { parts: [bytes("a"), bytes("b")], end: { frame: bytes("c") } });
    const stream = db.exportStream();
    await settled();
    expect(channel.sent).toEqual([]);
    expect(await stream.next()).toEqual({ done: false, value: "a" });
    await settled();
    expect(asked).toHaveLength(0);
    expect(await stream.next()).toEqual({ done: false, value: "b" });
    expect(asked).toHaveLength(1);
    expect(await textsOf(stream)).toEqual(["c"]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it("gives one part where the engine cannot stream", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("export", { frame: bytes("OPTION IMPORT;") });
    expect(await textsOf(db.exportStream())).toEqual(["OPTION IMPORT;"]);
  });

  it("ends the exchange when the loop is left", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("export", { parts: [bytes("a"), bytes("b")], end: "silence" });
    for await (const text of db.exportStream()) if (text === "a") break;
    expect(channel.cancelled).toHaveLength(1);
    expect(channel.unanswered).toEqual([]);
  });

  it("asks for nothing when it is left before it began", async () => {
    const { db, channel } = asyncWorld(streaming);
    const stream = db.exportStream();
    await stream.return();
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(channel.sent).toEqual([]);
  });

  it("answers everybody who asks at once, in order", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("export", { parts: [bytes("a"), bytes("b")], end: { frame: bytes("") } });
    const stream = db.exportStream();
    const all = await Promise.all([stream.next(), stream.next(), stream.next()]);
    expect(all.map(({ value }) => value)).toEqual(["a", "b", undefined]);
  });

  it("throws where the text was cut off, once", async () => {
    const { db, channel } = asyncWorld(streaming);
    const fail = new ConnectionLostError("cut", { outcome: "unknown" });
    channel.script = answering("export", { parts: [bytes("a")], end: { fail } });
    const stream = db.exportStream();
    await stream.next();
    expect(await failure(stream.next())).toBe(fail);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(channel.cancelled).toEqual([]);
  });

  it("throws what happened while nobody asked", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("export", { parts: [bytes("a"), bytes("b")], end: "silence" });
    const stream = db.exportStream();
    await stream.next();
    channel.drop();
    expect(await failure(stream.next())).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
  });

  it("gives up with the caller's signal, between two parts as well", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("export", { parts: [bytes("a")], end: "silence" });
    const abort = new AbortController();
    const stream = db.with({ signal: abort.signal }).exportStream();
    await stream.next();
    abort.abort(new Error("enough"));
    expect(await failure(stream.next())).toMatchObject({ message: "enough" });
    expect(channel.cancelled).toHaveLength(1);
  });
});
