import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { ConnectionLostError } from "@surreal-sdk/transport";
import { describe, expect, it, vi } from "vitest";
import { refused } from "../../test/default-answer.ts";
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

const streaming = { capabilities: { importStream: true } };
const well = answering("import", { result: [] });
const partSize = 65_536;

/** What reached the server of one import. */
function arrived(request: { parts: Uint8Array[]; call: { frame: Uint8Array } } | undefined): string {
  const parts = request?.parts.length === 0 ? [request.call.frame] : (request?.parts ?? []);
  return Buffer.concat(parts).toString();
}

async function* slowly<T>(...chunks: T[]): AsyncGenerator<T> {
  for (const chunk of chunks) {
    await settled();
    yield chunk;
  }
}

describe("import()", () => {
  it.each([
    ["CREATE user;", "OPTION IMPORT;\nCREATE user;"],
    ["OPTION IMPORT;\nCREATE user;", "OPTION IMPORT;\nCREATE user;"],
    [
      "-- a comment\n/* another */ # third\n // fourth\n  option  import;",
      "-- a comment\n/* another */ # third\n // fourth\n  option  import;",
    ],
    ["-- OPTION IMPORT;\nCREATE user;", "OPTION IMPORT;\n-- OPTION IMPORT;\nCREATE user;"],
    ["", "OPTION IMPORT;\n"],
  ])("imports %j as an import", async (sql, sent) => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("import", { result: [{ status: "OK", time: "1µs", result: undefined }] });
    await db.import(sql);
    expect(channel.sent).toMatchObject([
      { method: "import", params: [sent], call: { kind: "import", streamed: false, facts: { exclusive: true } } },
    ]);
  });

  it.each([
    ["bytes", Buffer.from("CREATE a; CREATE ä;")],
    ["an iterable", ["CREATE ", "a; ", new Uint8Array(), Buffer.from("CREATE ä;")]],
    ["an async iterable", slowly("CREATE a", "; ", "", "CREATE ä;")],
    ["a ReadableStream", new Blob(["CREATE a; CREATE ä;"]).stream()],
    ["a stream that cannot be iterated", { getReader: () => new Blob(["CREATE a; CREATE ä;"]).stream().getReader() }],
  ])("takes %s", async (_what, source) => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = well;
    await db.import(source as never);
    expect(arrived(channel.sent[0])).toBe("OPTION IMPORT;\nCREATE a; CREATE ä;");
  });

  it("cuts no character in two, wherever the chunks end", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = well;
    const text = "OPTION IMPORT; CREATE a SET b = '🦀🚀'";
    await db.import([...Array(text.length).keys()].map((at) => text.charAt(at)));
    expect(arrived(channel.sent[0])).toBe(text);
  });

  it.each<[string, string | Uint8Array | string[]]>([
    ["text", "\uFEFFCREATE a;"],
    ["bytes", Buffer.from("\uFEFFCREATE a;")],
    ["chunks", ["\uFEFF", "CREATE a;"]],
    ["an export", "\uFEFFOPTION IMPORT;\nCREATE a;"],
  ])("leaves out the byte order mark of %s, which no server reads", async (_, source) => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = well;
    await db.import(source);
    expect(arrived(channel.sent[0])).toBe("OPTION IMPORT;\nCREATE a;");
  });

  it("keeps what a source has given, although that uses the memory again", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = well;
    const memory = Buffer.alloc(4);
    function* chunks(): Generator<Uint8Array> {
      for (const text of ["CREA", "TE a", ";   "]) {
        memory.set(Buffer.from(text));
        yield memory;
      }
    }
    await db.import(chunks());
    expect(arrived(channel.sent[0])).toBe("OPTION IMPORT;\nCREATE a;   ");
  });

  it("sends what is large in parts, each when the last was taken, and nothing is lost", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = well;
    const text = `OPTION IMPORT;${"x".repeat(3 * partSize)}`;
    await db.import(text);
    expect(channel.sent).toMatchObject([{ call: { streamed: true, facts: { exclusive: false } } }]);
    expect(channel.sent[0]?.parts.map(({ byteLength }) => byteLength)).toEqual([partSize, partSize, partSize, 14]);
    expect(arrived(channel.sent[0])).toBe(text);
  });

  it("reads no further than the engine takes", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = well;
    let read = 0;
    const lead: number[] = [];
    function* chunks(): Generator<string> {
      for (; read < 50; read += 1) yield "x".repeat(partSize);
    }
    channel.interject = ({ parts }) => void lead.push(read - parts.length);
    await db.import(chunks());
    expect(channel.sent[0]?.parts).toHaveLength(50);
    expect(Math.max(...lead)).toBeLessThanOrEqual(2);
  });

  it("gathers everything where the engine takes no parts", async () => {
    const { db, channel } = asyncWorld();
    channel.script = well;
    await db.import(slowly("OPTION IMPORT;", "x".repeat(partSize), "y"));
    expect(channel.sent).toMatchObject([{ call: { streamed: false, facts: { exclusive: true } } }]);
    expect(arrived(channel.sent[0])).toBe(`OPTION IMPORT;${"x".repeat(partSize)}y`);
  });

  it.each([
    ["in parts", streaming, 10 + 2 * partSize, [partSize + 15, 2 * partSize + 15, 2 * partSize + 25]],
    ["as a whole", {}, 10 + 2 * partSize, [2 * partSize + 25]],
  ])("tells how far it has come %s", async (_what, world, size, sums) => {
    const { db, channel } = asyncWorld(world);
    channel.script = well;
    const told: unknown[] = [];
    const onProgress = (progress: unknown): void => void told.push(progress);
    await db.import("x".repeat(size), { onProgress });
    expect(told).toEqual(sums.map((bytes) => ({ bytes, total: size + 15 })));
    told.length = 0;
    await db.import(["x".repeat(size)], { onProgress });
    expect(told).toEqual(sums.map((bytes) => ({ bytes })));
  });

  it("refuses what gives no text, and options that there are not", async () => {
    const { db, channel } = asyncWorld(streaming);
    for (const source of [5, null, undefined, {}, true, [5], slowly(5), [null]])
      expect(await failure(db.import(source as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.import("", { progress: 1 } as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.import("", { onProgress: 1 } as never))).toBeInstanceOf(TypeError);
    expect(channel.sent).toEqual([]);
    const unable = asyncWorld({ capabilities: { import: false } }).db;
    expect(await failure(unable.import(""))).toMatchObject({ name: "UnsupportedFeatureError" });
  });

  it("says what to pass for a file, and for lines, whose comments would hide what follows them", async () => {
    const { db, channel } = asyncWorld(streaming);
    const file = await failure(db.import(new Blob(["RETURN 1"]) as never));
    expect([file.name, file.message]).toEqual([
      "TypeError",
      expect.stringMatching(/not an instance of Blob: pass its stream\(\)/),
    ]);
    const lines = createInterface(Readable.from(["-- a comment\n", "CREATE a;\n"]));
    const refused = await failure(db.import(lines));
    lines.close();
    expect([refused.name, refused.message]).toEqual(["TypeError", expect.stringMatching(/without line breaks/)]);
    expect(channel.sent).toEqual([]);
  });

  it("waits for no promises where nobody can", () => {
    const { db, channel } = blockingWorld(streaming);
    channel.script = well;
    db.import(["CREATE a", ";"]);
    expect(arrived(channel.sent[0])).toBe("OPTION IMPORT;\nCREATE a;");
    expect(() => db.import(slowly("CREATE a") as never)).toThrow(TypeError);
  });
});

describe("statements of an import that fail", () => {
  const thrown = { status: "ERR", time: "1µs", result: "boom", kind: "Thrown" };
  const neighbour = { status: "ERR", time: "1µs", result: "no", kind: "Query", details: { kind: "NotExecuted" } };

  it("are all told, and the rest has happened", async () => {
    const { db, channel } = asyncWorld();
    const [query, shown] = ["THROW 'boom'", "THROW '…'"];
    channel.script = answering("import", {
      result: [
        { ...neighbour, statement: 1 },
        { ...thrown, statement: 3, query },
      ],
    });
    const error = await failure(db.import("OPTION IMPORT;"));
    expect(error).toMatchObject({ name: "ImportError", outcome: "unknown", retrySafe: false, failed: 2 });
    expect(error).toMatchObject({ kind: "Thrown", statement: 3, query: shown, cause: { name: "ThrownError" } });
    expect(error).toMatchObject({
      failures: [
        { name: "QueryError", statement: 1 },
        { statement: 3, query: shown },
      ],
    });
    expect(error.message).toBe("2 statements of the import failed (statement 3): boom");
  });

  it("are counted in the text that was given", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("import", { result: [{ ...thrown, statement: 1 }] });
    expect(await failure(db.import("THROW 'boom'"))).toMatchObject({ statement: 0 });
  });

  it.each([undefined, null, {}, "OK"])("are not taken for applied where the answer is %s", async (result) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("import", { result });
    expect(await failure(db.import("CREATE user"))).toMatchObject({
      name: "UnexpectedResponseError",
      outcome: "unknown",
    });
  });

  it("have no place where the server tells none", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("import", { result: [thrown] });
    const error = await failure(db.import("THROW 'boom'"));
    expect(error).toMatchObject({ statement: undefined, query: undefined });
    expect(error.message).toBe("1 statement of the import failed: boom");
  });
});

describe("a database that an import goes to, where naming it does not create it", () => {
  const sql = "DEFINE NAMESPACE IF NOT EXISTS `my n`; DEFINE DATABASE IF NOT EXISTS d";

  it.each([
    [
      "in async mode",
      async (world: WorldOptions<"async">) => {
        const { db, channel } = asyncWorld(world);
        await db.import("CREATE a;");
        return channel;
      },
    ],
    [
      "in blocking mode",
      async (world: WorldOptions<"blocking">) => {
        const { db, channel } = blockingWorld(world);
        db.import("CREATE a;");
        return channel;
      },
    ],
  ])("is defined before, in its own place, %s", async (_, act) => {
    const channel = await act({ capabilities: stateless, namespace: "my n", database: "d" });
    const place = { namespace: "my n", database: "d" };
    expect(channel.sent).toMatchObject([
      { method: "query", params: [sql, {}], call: { facts: place } },
      { method: "import", call: { facts: place } },
    ]);
  });

  it("is imported into all the same where the user may not define it", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless, namespace: "my n", database: "d" });
    for (const refusal of [refused, { result: [{ status: "ERR", time: "1µs", result: "no", kind: "NotAllowed" }] }]) {
      channel.script = (request) => (request.method === "query" ? refusal : undefined);
      await db.import("CREATE a;");
    }
    expect(methods(channel.sent)).toEqual(["query", "import", "query", "import"]);
  });

  it("is not imported into when the connection is lost before", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless, namespace: "my n", database: "d" });
    const fail = new ConnectionLostError("cut", { outcome: "unknown" });
    channel.script = answering("query", { fail });
    expect(await failure(db.import("CREATE a;"))).toBe(fail);
    expect(methods(channel.sent)).toEqual(["query"]);
  });

  it.each([
    ["no database is selected", { capabilities: stateless, namespace: "n" }, "DEFINE NAMESPACE IF NOT EXISTS n"],
    ["nothing is selected", { capabilities: stateless }, undefined],
    ["`use` has created it", { namespace: "n", database: "d" }, undefined],
  ])("is not defined where %s", async (_, world, expected) => {
    const { db, channel } = asyncWorld(world);
    await db.import("CREATE a;");
    expect(channel.sent.filter(({ method }) => method === "query").map(({ params }) => params[0])).toEqual(
      expected === undefined ? [] : [expected],
    );
  });

  it.each([
    ["database", { kind: "Database", details: { name: "d" } }],
    ["namespace", { kind: "Namespace", details: { name: "n" } }],
  ])("is named with what to do when it does not exist: %s", async (what, details) => {
    const { db, channel } = asyncWorld();
    const result = `The ${what} does not exist`;
    channel.script = answering("import", {
      result: [{ status: "ERR", time: "1µs", result, kind: "NotFound", details }],
    });
    const { message } = await failure(db.import("CREATE a;"));
    expect(message).toBe(
      `1 statement of the import failed: ${result}. import() creates the namespace and the database only for a user who may define them: define them first, or sign in as such a user.`,
    );
  });
});

describe("an import that breaks off", () => {
  it("was not sent when its source fails at once, and is unknown later", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = well;
    const cause = new Error("no disk");
    async function* failing(chunks: number): AsyncGenerator<string> {
      for (let index = 0; index < chunks; index += 1) yield "x".repeat(partSize);
      throw cause;
    }
    const early = await failure(db.import(failing(1)));
    expect(early).toMatchObject({ name: "ImportSourceError", outcome: "not_sent", cause });
    expect(channel.sent).toEqual([]);
    const late = await failure(db.import(failing(5)));
    expect(late).toMatchObject({ name: "ImportSourceError", outcome: "unknown", cause });
    expect([channel.sent.length, channel.cancelled.length, channel.unanswered.length]).toEqual([1, 1, 0]);
  });

  it("leaves its source, at an early answer too", async () => {
    const { db, channel } = asyncWorld(streaming);
    let left = 0;
    function* endless(): Generator<string> {
      try {
        for (;;) yield "x".repeat(partSize);
      } finally {
        left += 1;
      }
    }
    const fail = new ConnectionLostError("cut", { outcome: "unknown" });
    channel.interject = ({ parts }) => (parts.length === 3 ? { fail } : undefined);
    expect(await failure(db.import(endless()))).toBe(fail);
    channel.interject = ({ parts }) => (parts.length === 3 ? { error: { code: -1, message: "no" } } : undefined);
    expect(await failure(db.import(endless()))).toMatchObject({ name: "InternalError" });
    expect(left).toBe(2);
  });

  it("reads nothing of a source that it has left", async () => {
    const { db, channel } = asyncWorld(streaming);
    const abort = new AbortController();
    let give = (_: IteratorResult<string>): void => undefined;
    const next = vi.fn(() => new Promise<IteratorResult<string>>((resolve) => (give = resolve)));
    const leave = vi.fn(async () => ({ done: true, value: undefined }) as const);
    const importing = failure(
      db.with({ signal: abort.signal }).import({ [Symbol.asyncIterator]: () => ({ next, return: leave }) }),
    );
    await settled();
    abort.abort(new Error("enough"));
    expect(await importing).toMatchObject({ message: "enough" });
    give({ done: false, value: "CREATE a;" });
    await settled();
    expect([next.mock.calls.length, leave.mock.calls.length, channel.sent]).toEqual([1, 1, []]);
  });

  it("does not wait for a source that gives nothing more", async () => {
    const { db, channel } = asyncWorld(streaming);
    async function* stuck(): AsyncGenerator<string> {
      yield "x".repeat(3 * partSize);
      await new Promise(() => undefined);
    }
    const first = failure(db.import(stuck()));
    await settled();
    channel.drop();
    expect(await first).toMatchObject({ name: "ConnectionLostError" });
    channel.restore();
    const abort = new AbortController();
    const second = failure(db.with({ signal: abort.signal }).import(stuck()));
    await settled();
    abort.abort(new Error("enough"));
    expect(await second).toMatchObject({ message: "enough" });
  });

  it("fails with close() while its source gives nothing", async () => {
    const { db, channel } = asyncWorld(streaming);
    await db.connect();
    async function* silent(): AsyncGenerator<string> {
      yield await new Promise<string>(() => undefined);
    }
    const importing = failure(db.import(silent()));
    await settled();
    await db.close();
    expect(await importing).toMatchObject({ name: "ConnectionClosedError", outcome: "not_sent" });
    expect(methods(channel.sent)).toEqual([]);
  });

  it("gives up with the caller's signal before anything was sent", async () => {
    const { db, channel } = asyncWorld(streaming);
    const abort = new AbortController();
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) };
    const waiting = failure(db.with({ signal: abort.signal }).import(never));
    await settled();
    abort.abort(new Error("enough"));
    expect(await waiting).toMatchObject({ message: "enough" });
    expect(channel.sent).toEqual([]);
  });
});
