import {
  ConnectionLostError,
  ConnectionUnavailableError,
  type Engine,
  type EngineContext,
  type EngineRequest,
  HttpStatusError,
} from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { context, peer } from "../test/peer.ts";
import { Recorder } from "../test/recorder.ts";
import { webSocketEngine } from "./index.ts";

/** An engine that does nothing but note what it is asked, and lets the test answer. */
class Beside implements Engine {
  readonly contract = 1;
  readonly name = "beside";
  readonly capabilities = { ...webSocketEngine().capabilities, export: true, import: true, exportStream: true };
  readonly contexts: EngineContext[] = [];
  readonly sent: EngineRequest[] = [];
  readonly calls: string[] = [];
  refusal: Error | undefined;
  readonly #waiting: (() => void)[] = [];

  async open(opened: EngineContext) {
    this.contexts.push(opened);
    if (this.refusal !== undefined) throw this.refusal;
    return {
      send: (request: EngineRequest) => {
        this.sent.push(request);
        this.#waiting.shift()?.();
      },
      proceed: (id: string, part?: Uint8Array) => void this.calls.push(`proceed ${id} ${part}`),
      abandon: (id: string) => void this.calls.push(`abandon ${id}`),
      close: async (timeout: number) => void this.calls.push(`close ${timeout}`),
    };
  }

  arrival(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  get listener() {
    return (this.contexts.at(-1) as EngineContext).listener;
  }
}

function transferring(id: string, kind: "export" | "import"): EngineRequest {
  const facts = { method: kind, exclusive: false, namespace: "n", database: "d", token: "t" };
  return { id, kind, frame: Uint8Array.of(1), facts };
}

async function stand() {
  const server = await peer();
  const recorder = new Recorder();
  const beside = new Beside();
  const opening = webSocketEngine({ transfer: beside }).open(context(`${server.url}/eu`, recorder));
  const accepted = await server.accepted();
  accepted.upgrade();
  const connection = await opening;
  return {
    recorder,
    beside,
    connection,
    accepted,
    port: server.port,
    async [Symbol.asyncDispose]() {
      await connection.close(0);
      await server[Symbol.asyncDispose]();
    },
  };
}

describe("exports and imports", () => {
  it("go to the same host over HTTP, opened at the first of them, with all their facts", async () => {
    await using to = await stand();
    expect(to.beside.contexts).toEqual([]);
    for (const request of [transferring("1", "export"), transferring("2", "import")]) {
      const arrived = to.beside.arrival();
      to.connection.send(request);
      await arrived;
      expect(to.beside.sent.at(-1)).toBe(request);
    }
    expect(to.beside.contexts).toHaveLength(1);
    expect(to.beside.contexts[0]?.endpoint.rawUrl).toBe(`http://127.0.0.1:${to.port}/eu/rpc`);
    expect([...to.accepted.bytes()]).toEqual([]);
  });

  it("are answered and refused under their own ids, once", async () => {
    await using to = await stand();
    for (const id of ["1", "2"]) {
      const arrived = to.beside.arrival();
      to.connection.send(transferring(id, "export"));
      await arrived;
    }
    const error = new HttpStatusError({ status: 403, body: "", url: "http://h/export" }, { outcome: "failed" });
    const { listener } = to.beside;
    listener.received(Uint8Array.of(7), "1");
    listener.received(Uint8Array.of(8), "1");
    listener.failed("2", error);
    listener.alive();
    expect(to.recorder.heard).toEqual([
      { kind: "received", frame: Uint8Array.of(7), replyTo: "1" },
      { kind: "failed", id: "2", error },
    ]);
  });

  it("take turns with the caller, in parts", async () => {
    await using to = await stand();
    const arrived = to.beside.arrival();
    to.connection.send({ ...transferring("1", "export"), streamed: true });
    await arrived;
    expect(to.beside.sent.at(-1)).toMatchObject({ streamed: true });
    to.beside.listener.part("1", Uint8Array.of(7));
    to.beside.listener.part("unknown", Uint8Array.of(8));
    to.connection.proceed?.("1", Uint8Array.of(9));
    to.connection.proceed?.("unknown");
    await Promise.resolve();
    expect(to.beside.calls).toEqual(["proceed 1 9"]);
    expect(to.recorder.heard).toEqual([{ kind: "part", id: "1", bytes: Uint8Array.of(7) }]);
  });

  it("are streamed where the other engine can", () => {
    const { exportStream, importStream } = webSocketEngine({ transfer: new Beside() }).capabilities;
    expect([exportStream, importStream]).toEqual([true, false]);
    expect(webSocketEngine().capabilities).toMatchObject({ exportStream: false, importStream: false });
  });

  it("fail with the reason when the other connection cannot be opened, and try again the next time", async () => {
    await using to = await stand();
    const refusal = new ConnectionUnavailableError("nobody there", { outcome: "not_sent" });
    to.beside.refusal = refusal;
    const failed = to.recorder.next("failed");
    to.connection.send(transferring("1", "export"));
    expect(await failed).toEqual({ kind: "failed", id: "1", error: refusal });
    to.beside.refusal = undefined;
    const arrived = to.beside.arrival();
    to.connection.send(transferring("2", "export"));
    await arrived;
    expect(to.beside.contexts).toHaveLength(2);
  });

  it("fail when the other connection ends, and the WebSocket goes on", async () => {
    await using to = await stand();
    const arrived = to.beside.arrival();
    to.connection.send(transferring("1", "import"));
    await arrived;
    to.beside.listener.closed();
    expect(to.recorder.heard).toMatchObject([{ kind: "failed", id: "1", error: { outcome: "unknown" } }]);
    expect(to.recorder.heard[0]).toHaveProperty("error", expect.any(ConnectionLostError));
  });

  it("are given up when nobody waits for them", async () => {
    await using to = await stand();
    const arrived = to.beside.arrival();
    to.connection.send(transferring("1", "export"));
    await arrived;
    to.connection.abandon?.("1");
    to.connection.abandon?.("unknown");
    await Promise.resolve();
    to.beside.listener.received(Uint8Array.of(7), "1");
    expect(to.beside.calls).toEqual(["abandon 1"]);
    expect(to.recorder.heard).toEqual([]);
  });

  it("end with the WebSocket, whichever side ends it", async () => {
    await using to = await stand();
    const arrived = to.beside.arrival();
    to.connection.send(transferring("1", "export"));
    await arrived;
    const closed = to.recorder.next("closed");
    to.accepted.socket.destroy();
    await closed;
    await new Promise((resolve) => setImmediate(resolve));
    to.beside.listener.received(Uint8Array.of(7), "1");
    expect(to.beside.calls).toEqual(["close 0"]);
    expect(to.recorder.kinds()).toEqual(["closed"]);
  });
});
