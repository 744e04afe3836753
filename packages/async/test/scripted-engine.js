import { CborCodec } from "@surreal-sdk/codec";
import { ConnectionLostError, ENGINE_CONTRACT } from "@surreal-sdk/transport";
/** An engine without a network: it notes what is sent and answers by a script; no answer where that gives nothing. */
export class ScriptedEngine {
  contract = ENGINE_CONTRACT;
  name = "scripted";
  capabilities = {
    stateful: true,
    sessions: true,
    transactions: true,
    live: true,
    export: true,
    import: true,
    reconnect: true,
  };
  /** What was asked, without the questions for the version. */
  calls = [];
  script = () => ({ result: undefined });
  /** What an export gives. */
  text = "x".repeat(100_000);
  closes = 0;
  #codec = new CborCodec();
  #listener;
  /** What was asked, by its methods. */
  get methods() {
    return this.calls.map(({ method }) => method);
  }
  open = async ({ listener }) => {
    this.#listener = listener;
    return {
      send: ({ id, kind, frame }) => {
        if (kind === "export") {
          queueMicrotask(() => listener.received(new TextEncoder().encode(this.text), id));
          return;
        }
        const call = this.#codec.decode(frame);
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
  drop() {
    this.#listener?.closed(new ConnectionLostError("The peer is gone."));
  }
  notify(body) {
    this.#listener?.received(this.#codec.encode({ result: body }));
  }
}
//# sourceMappingURL=scripted-engine.js.map
