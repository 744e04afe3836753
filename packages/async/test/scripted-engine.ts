import { CborCodec } from "@surreal-sdk/codec";
import {
  ConnectionLostError,
  ENGINE_CONTRACT,
  type Engine,
  type EngineCapabilities,
  type EngineListener,
} from "@surreal-sdk/transport";

/** One request that came in at the engine. */
export interface EngineCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** An engine without a network: it notes what is sent and answers by a script; no answer where that gives nothing. */
export class ScriptedEngine implements Engine {
  readonly contract: typeof ENGINE_CONTRACT = ENGINE_CONTRACT;
  readonly name: string = "scripted";
  readonly capabilities: EngineCapabilities = {
    stateful: true,
    sessions: true,
    transactions: true,
    live: true,
    export: true,
    import: true,
    reconnect: true,
  };
  /** What was asked, without the questions for the version. */
  readonly calls: EngineCall[] = [];
  script: (call: EngineCall) => { result: unknown } | { error: unknown } | undefined = () => ({ result: undefined });
  /** What an export gives. */
  text: string = "x".repeat(100_000);
  closes = 0;
  readonly #codec = new CborCodec();
  #listener: EngineListener | undefined;

  /** What was asked, by its methods. */
  get methods(): string[] {
    return this.calls.map(({ method }) => method);
  }

  open: Engine["open"] = async ({ listener }) => {
    this.#listener = listener;
    return {
      send: ({ id, kind, frame }) => {
        if (kind === "export") {
          queueMicrotask(() => listener.received(new TextEncoder().encode(this.text), id));
          return;
        }
        const call = this.#codec.decode(frame) as EngineCall;
        if (call.method !== "version") this.calls.push(call);
        const answer = call.method === "version" ? { result: "surrealdb-3.0.2" } : this.script(call);
        if (answer !== undefined) queueMicrotask(() => listener.received(this.#codec.encode(answer), id));
      },
      close: async () => {
        this.closes += 1;
        listener.closed();
      },
    };
  };

  drop(): void {
    this.#listener?.closed(new ConnectionLostError("The peer is gone."));
  }

  notify(body: object): void {
    this.#listener?.received(this.#codec.encode({ result: body }));
  }
}
