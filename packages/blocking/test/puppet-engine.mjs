// An engine that does what its requests tell it to: the text of a query is a word and its `n` a number.
import { CborCodec } from "@surreal-sdk/codec";
import { ConnectionUnavailableError, HttpStatusError, TransportError } from "@surreal-sdk/transport";

const codec = new CborCodec();
const capabilities = {
  stateful: true,
  sessions: true,
  transactions: true,
  live: true,
  export: true,
  import: true,
};

/** The live query that every `live` starts. */
export const liveId = "018f4d3c-0000-7000-8000-000000000001";

class Puppet {
  #listener;
  #used = "nowhere";

  constructor(listener) {
    this.#listener = listener;
  }

  send({ id, frame }) {
    const { method, params } = codec.decode(frame);
    const reply = (result) => setImmediate(() => this.#listener.received(codec.encode({ result }), id));
    if (method === "use") this.#used = params.join("/");
    if (method !== "query") return reply(null);
    const [text, { n = 0, bytes } = {}] = params;
    const rows = (result) => reply([{ status: "OK", time: "1ms", result }]);
    const acts = {
      where: () => rows(this.#used),
      echo: () => rows(bytes),
      live: () => reply([{ status: "OK", time: "1ms", type: "live", result: params[1].id }]),
      bytes: () => rows(new Uint8Array(n).fill(7)),
      notify: () => {
        for (let index = 0; index < n; index += 1) this.#notify("CREATE", params[1].id, index);
        rows(n);
      },
      later: () => {
        rows(n);
        // After the answer, while the asker may be busy with something else.
        setImmediate(() => setImmediate(() => this.#notify("CREATE", params[1].id, n)));
      },
      killed: () => {
        this.#notify("KILLED", params[1].id, null);
        rows(n);
      },
      silence: () => {},
      exit: () => process.exit(3),
      leave: () => {
        rows(n);
        setTimeout(() => process.exit(3), 1);
      },
      throw: () =>
        setImmediate(() => {
          throw new RangeError("Nobody caught this.");
        }),
      memory: () => {
        for (const full = []; ; ) full.push(new Array(1_000_000).fill(n + full.length));
      },
      spin: () => {
        for (;;);
      },
      refuse: () =>
        this.#listener.failed(
          id,
          new HttpStatusError(
            { status: 503, body: "busy", url: "x://y", retryAfter: 5 },
            { outcome: "failed", cause: new TransportError("inner", { outcome: "unknown" }) },
          ),
        ),
      own: () => this.#listener.failed(id, new OwnError("mine", { outcome: "not_sent" })),
      lose: () => this.#listener.closed(new ConnectionUnavailableError("lost", { outcome: "unknown" })),
    };
    return (acts[text] ?? (() => rows(text)))();
  }

  async close() {
    this.#listener.closed();
  }

  #notify(action, id, index) {
    const record = action === "KILLED" ? undefined : `t:${index}`;
    this.#listener.received(codec.encode({ result: { id, action, record, result: { index } } }));
  }
}

class OwnError extends TransportError {
  level = 9;
}

/** Makes the engine. */
export function puppetEngine({ reconnect = true, open = "well" } = {}) {
  return {
    contract: 1,
    name: "puppet",
    capabilities: { ...capabilities, reconnect },
    async open({ listener }) {
      if (open === "never") return new Promise(() => {});
      if (open === "clinging") setInterval(() => {}, 1000);
      if (open === "refused") throw new ConnectionUnavailableError("Refused.", { outcome: "not_sent" });
      return new Puppet(listener);
    },
  };
}

/** Makes what is no engine. */
export const brokenEngine = () => ({ contract: 0 });

/** Throws. */
export function throwingEngine() {
  throw new TypeError("No engine today.");
}
