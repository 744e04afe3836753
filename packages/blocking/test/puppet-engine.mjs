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
  exportStream: true,
  importStream: true,
};

/** What signing in gives. */
const token = ["eyJhbGciOiJIUzUxMiJ9", btoa(JSON.stringify({ ID: "root" })).replaceAll("=", ""), "c2ln"].join(".");

/** Bytes of a part of an export. */
const partSize = 1024 * 1024;

/** The live query that every `live` starts. */
export const liveId = "018f4d3c-0000-7000-8000-000000000001";

class Puppet {
  #listener;
  #used = "nowhere";
  /** Integers that the test sees: parts given or taken, and requests that were abandoned. */
  #counters;
  /** Parts that are left of exports, and bytes that have come of imports. */
  #exports = new Map();
  #imports = new Map();
  /** Which connection this is, from 1 on, and what the engine was told about all of them. The test sees in `seen` how many
   * requests there were but for the version, and which connection has refused an identity last. */
  #number;
  #script;

  constructor(listener, counters, number, script) {
    this.#listener = listener;
    this.#counters = counters;
    this.#number = number;
    this.#script = script;
  }

  proceed(id, part) {
    setImmediate(() => {
      if (this.#exports.has(id)) this.#give(id);
      else if (part !== undefined) this.#take(id, part);
      else if (this.#imports.has(id)) {
        const message = `${this.#imports.get(id)} bytes`;
        const result = [{ status: "ERR", time: "1ms", result: message, kind: "Thrown" }];
        this.#listener.received(codec.encode({ result }), id);
      }
    });
  }

  abandon(id) {
    if (!this.#exports.delete(id) && !this.#imports.delete(id)) return;
    Atomics.add(this.#counters, 1, 1);
  }

  #give(id) {
    const left = this.#exports.get(id);
    this.#exports.set(id, left - 1);
    Atomics.add(this.#counters, 0, 1);
    if (left > 0) this.#listener.part(id, new Uint8Array(partSize).fill(97));
    else this.#listener.received(new Uint8Array(), id);
  }

  #take(id, part) {
    this.#imports.set(id, (this.#imports.get(id) ?? 0) + part.length);
    Atomics.add(this.#counters, 0, 1);
    this.#listener.part(id, new Uint8Array());
  }

  send({ id, kind, frame }) {
    if (kind === "import") return setImmediate(() => this.#take(id, frame));
    if (kind === "export") {
      this.#exports.set(id, 50);
      return setImmediate(() => this.#give(id));
    }
    const { method, params, session } = codec.decode(frame);
    const reply = (result) => setImmediate(() => this.#listener.received(codec.encode({ result }), id));
    if (method === "version") return reply(this.#script.version ?? null);
    Atomics.add(this.#script.seen, 0, 1);
    if (method === this.#script.mute) return;
    if (method === "signin") return reply(token);
    if (method === "authenticate" && this.#isExpired(session)) return this.#refuse(id);
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

  #isExpired(session) {
    const { expired } = this.#script;
    return this.#number > 1 && expired === (session === undefined ? "own" : "session");
  }

  /** The first connections after the refusal break at once. */
  #refuse(id) {
    const details = { kind: "Auth", details: { kind: "TokenExpired" } };
    const error = { kind: "NotAllowed", code: -32002, message: "The token has expired", details };
    setImmediate(() => {
      this.#listener.received(codec.encode({ error }), id);
      if (this.#number <= 1 + (this.#script.flaps ?? 0)) this.#listener.closed(new ConnectionUnavailableError("flap"));
      Atomics.store(this.#script.seen, 1, this.#number);
      Atomics.notify(this.#script.seen, 1);
    });
  }

  async close() {
    if (this.#script.lingers === true) await new Promise((resolve) => setTimeout(resolve, 50));
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
export function puppetEngine({
  reconnect = true,
  open = "well",
  counters = new Int32Array(2),
  seen = new Int32Array(2),
  ...script
} = {}) {
  let connections = 0;
  return {
    contract: 1,
    name: "puppet",
    capabilities: { ...capabilities, reconnect },
    async open({ listener }) {
      if (open === "never") return new Promise(() => {});
      if (open === "clinging") setInterval(() => {}, 1000);
      if (open === "refused") throw new ConnectionUnavailableError("Refused.", { outcome: "not_sent" });
      connections += 1;
      return new Puppet(listener, counters, connections, { ...script, seen });
    },
  };
}

/** Makes what is no engine. */
export const brokenEngine = () => ({ contract: 0, open() {} });
export const undeclaredEngine = () => ({ contract: 1, open() {} });

/** Throws. */
export function throwingEngine() {
  throw new TypeError("No engine today.");
}
