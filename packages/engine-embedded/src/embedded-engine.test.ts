import type {
  EngineConnection,
  EngineListener,
  EngineRequest,
  RequestKind,
  TransportError,
} from "@surreal-sdk/transport";
import { parseEndpoint, UnsupportedEngineError } from "@surreal-sdk/transport";
import { afterEach, describe, expect, it } from "vitest";
import { decode, encode, request } from "../test/wire.ts";
import { createEmbeddedEngine, embeddedEngine } from "./embedded-engine.ts";
import type { EmbeddedOptions } from "./embedded-options.ts";
import { loadBinding } from "./native-binding.ts";

type Event =
  | { part: string; bytes: Uint8Array }
  | { received: unknown; replyTo?: string }
  | { failed: string; error: TransportError }
  | "closed";

class Recorder implements EngineListener {
  readonly events: Event[] = [];
  #wake: () => void = () => {};

  received(frame: Uint8Array, replyTo?: string): void {
    this.#add({ received: frame, ...(replyTo === undefined ? {} : { replyTo }) });
  }
  part(requestId: string, bytes: Uint8Array): void {
    this.#add({ part: requestId, bytes });
  }
  failed(requestId: string, error: TransportError): void {
    this.#add({ failed: requestId, error });
  }
  alive(): void {}
  closed(error?: TransportError): void {
    expect(error).toBeUndefined();
    this.#add("closed");
  }
  async until(count: number): Promise<Event[]> {
    while (this.events.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.events;
  }
  #add(event: Event): void {
    this.events.push(event);
    this.#wake();
  }
}

const opened: EngineConnection[] = [];
afterEach(async () => {
  for (const connection of opened.splice(0)) await connection.close(1000);
});

async function connect(maxMessageBytes = 1e6, signal = new AbortController().signal, load = loadBinding) {
  const listener = new Recorder();
  const endpoint = parseEndpoint("mem://");
  const engine = createEmbeddedEngine({}, load);
  const connection = await engine.open({
    endpoint,
    listener,
    signal,
    connectTimeout: 5000,
    maxMessageBytes,
    headers: {},
  });
  opened.push(connection);
  return { connection, listener };
}

function call(id: string, frame: Uint8Array, kind: RequestKind = "rpc", streamed = false): EngineRequest {
  return { id, kind, frame, streamed, facts: { method: kind, exclusive: false } };
}

const text = (frame: unknown) => Buffer.from(frame as Uint8Array).toString();

describe("embeddedEngine", () => {
  it("says what it can do", () => {
    expect(embeddedEngine()).toMatchObject({
      contract: 1,
      name: "embedded",
      capabilities: {
        ...{ stateful: true, sessions: true, transactions: true, live: true },
        ...{ export: true, import: true, exportStream: true, permissions: false, reconnect: false },
      },
    });
  });

  it("refuses bad options at once", () => {
    expect(() => embeddedEngine({ queryTimeout: 0 })).toThrow(RangeError);
    expect(() => embeddedEngine({ timeout: 5 } as EmbeddedOptions)).toThrow(TypeError);
  });

  it("rejects the opening when the native module is absent (H15)", async () => {
    const error = new UnsupportedEngineError("absent", { url: "mem://" });
    const opening = connect(1e6, undefined, () => {
      throw error;
    });
    await expect(opening).rejects.toBe(error);
  });

  it("frees a database that nobody waits for any more", async () => {
    const controller = new AbortController();
    let free: () => void = () => {};
    const freed = new Promise<void>((resolve) => {
      free = resolve;
    });
    const opening = connect(1e6, controller.signal, (url) => {
      const { SurrealNodeEngine } = loadBinding(url);
      return {
        SurrealNodeEngine: {
          async connect(...args) {
            const native = await SurrealNodeEngine.connect(...args);
            return Object.assign(native, { free: async () => free() });
          },
        },
      };
    });
    controller.abort(new Error("too late"));
    await expect(opening).rejects.toMatchObject({ name: "ConnectionUnavailableError", cause: { message: "too late" } });
    await freed;
  });
});

describe("a connection", () => {
  it("answers requests, exports and imports under their ids", async () => {
    const { connection, listener } = await connect();
    connection.send(call("a", request("use", ["n", "d"])));
    connection.send(call("b", new TextEncoder().encode("CREATE t:1; THROW 'x'"), "import"));
    connection.send(call("c", encode({ tables: ["t"] }), "export"));
    connection.send(call("d", request("query", ["SELECT VALUE record::id(id) FROM t"])));
    const events = (await listener.until(4)) as { received: Uint8Array; replyTo: string }[];
    const by = Object.fromEntries(events.map(({ replyTo, received }) => [replyTo, received]));
    expect(decode(by.a as Uint8Array)).toEqual({ result: { database: "d", namespace: "n" } });
    expect(decode(by.b as Uint8Array)).toMatchObject({ result: [{ status: "ERR" }] });
    expect(text(by.c)).toContain("INSERT [ { id: t:1 } ];");
    expect(decode(by.d as Uint8Array)).toMatchObject({ result: [{ result: [1] }] });
  });

  it("hands on notifications without an id", async () => {
    const { connection, listener } = await connect();
    connection.send(call("a", request("use", ["n", "d"])));
    connection.send(call("b", request("query", ["DEFINE TABLE t; LIVE SELECT * FROM t"])));
    connection.send(call("c", request("query", ["CREATE t:1"])));
    const events = await listener.until(4);
    const notification = events.find((event) => event !== "closed" && !("replyTo" in event)) as {
      received: Uint8Array;
    };
    expect(decode(notification.received)).toMatchObject({ result: { action: "CREATE", record: { value: ["t", 1] } } });
  });

  it("fails an export that the database refuses, and goes on", async () => {
    const { connection, listener } = await connect();
    connection.send(call("a", new Uint8Array(), "export"));
    expect(await listener.until(1)).toMatchObject([
      { failed: "a", error: { name: "TransportError", outcome: "failed" } },
    ]);
    connection.send(call("b", request("ping")));
    expect(await listener.until(2)).toMatchObject([{}, { replyTo: "b" }]);
  });

  it("refuses an answer that is too large", async () => {
    const { connection, listener } = await connect(100);
    connection.send(call("a", request("query", ["RETURN 'x'.repeat(100)"])));
    expect(await listener.until(1)).toMatchObject([
      { failed: "a", error: { name: "ResponseTooLargeError", outcome: "unknown" } },
    ]);
  });

  it("reports closed last, once, and takes nothing after that", async () => {
    const { connection, listener } = await connect();
    connection.send(call("a", request("query", ["SLEEP 300ms"])));
    connection.send(call("b", request("query", ["RETURN 1"])));
    await listener.until(1);
    await Promise.all([connection.close(10), connection.close(10)]);
    expect(listener.events.filter((event) => event === "closed")).toHaveLength(1);
    expect(listener.events.at(-1)).toBe("closed");
    expect(() => connection.send(call("c", request("ping")))).toThrow("The embedded database is closed");
  });
});
