/** A change to the code that brings an elementary fault back. */
export interface Mutant {
  /** Which of the fifteen. */
  readonly row: string;
  /** What is broken by it. */
  readonly fault: string;
  /** The built file, from the folder `packages`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The tests that must notice: a file of this folder, and what their names contain. */
  readonly tests: readonly [file: string, name: string];
}

/** One for each of the fifteen elementary faults. */
export const mutants: readonly Mutant[] = [
  {
    row: "B1",
    fault: "close() forgets what is in flight",
    file: "link/dist/machine/life-cycle.js",
    find: "            this.#failures.one(entry, errors.closedBeforeAnswered(entry.call), unsent);",
    replace: "            void entry;",
    tests: ["b-requests", "B06"],
  },
  {
    row: "B2",
    fault: "what was written is sent again on the next connection",
    file: "link/dist/machine/requests.js",
    find: '            if (isUser(entry) && entry.state === "written")\n                written.push(entry);\n            entry.state = "settled";',
    replace: '            if (!isUser(entry)) entry.state = "settled";',
    tests: ["b-lost", "B01"],
  },
  {
    row: "B3",
    fault: "a commit whose answer was lost is reported as failed",
    file: "core/dist/session/transaction-operations.js",
    find: "            throw error;\n        throw commitUnknown(error);",
    replace:
      '            throw error;\n        throw new SurrealError("Transaction not found", { outcome: "failed" });',
    tests: ["c-transaction", "C13"],
  },
  {
    row: "B4",
    fault: "who waits for a connection is not told that there is none",
    file: "link/dist/machine/life-cycle.js",
    find: '        this.#setStatus("disconnected", error);\n        this.#waiters.refuse(error);\n        const gone',
    replace: '        this.#setStatus("disconnected", error);\n        const gone',
    tests: ["a-connecting", "A01"],
  },
  {
    row: "B5",
    fault: "an attempt to connect has no deadline",
    file: "link/dist/machine/retry-schedule.js",
    find: "        this.#attemptBy = Math.min(this.#now + this.#shared.options.connectTimeout, this.#endBy);",
    replace: "        this.#attemptBy = Number.POSITIVE_INFINITY;",
    tests: ["a-connecting", "A07"],
  },
  {
    row: "B6",
    fault: "errors without an id are dropped",
    file: "link/dist/machine/responses.js",
    find: "        orphans.hold(frame, requests.flights.filter(({ untaken }) => untaken === undefined));",
    replace: "",
    tests: ["d-envelope", "D05"],
  },
  {
    row: "B7",
    fault: "frames that cannot be read are dropped",
    file: "link/dist/machine/responses.js",
    find: "        this.#life.connectionLost(new ProtocolError(message), false);",
    replace: "",
    tests: ["d-frames", "D09"],
  },
  {
    row: "B8",
    fault: "silence is never death",
    file: "link/dist/machine/heartbeat.js",
    find: '            return "dead";',
    replace: '            return "nothing";',
    tests: ["b-lost", "B09"],
  },
  {
    row: "B9",
    fault: "a waiter that was served is served again",
    file: "core/dist/live/live-queue.js",
    find: "const waiter = this.#waiters.shift();",
    replace: "const waiter = this.#waiters[0];",
    tests: ["f-live", "F01"],
  },
  {
    row: "B10",
    fault: "a hole in a live query is not marked",
    file: "core/dist/live/live-registry.js",
    find: "        if (subscription.catchUp === undefined)\n            this.publishGap(subscription);\n        else",
    replace: "        if (subscription.catchUp !== undefined)",
    tests: ["f-live", "F05"],
  },
  {
    row: "B11",
    fault: "a request that cannot be encoded is kept and sent without what was wrong with it",
    file: "core/dist/call/request.js",
    find: "        throw inUsersWords(error, method);",
    replace: "        return state.codec.encode({ ...envelope, params: [] });",
    tests: ["b-requests", "B24"],
  },
  {
    row: "B12",
    fault: "a lost connection rejects a promise that nobody holds",
    file: "link/dist/machine/life-cycle.js",
    find: '        const error = cause ?? new ConnectionLostError("The peer ended the connection.");',
    replace:
      '        const error = cause ?? new ConnectionLostError("The peer ended the connection.");\n        void Promise.reject(error);',
    tests: ["b-lost", "B25"],
  },
  {
    row: "B13",
    fault: "an answer over HTTP is taken whatever request it names",
    file: "link/dist/machine/responses.js",
    find: "if (this.#isForeign(replyTo, frame))",
    replace: "if (this.#isForeign(replyTo, frame) && false)",
    tests: ["e-http", "E07"],
  },
  {
    row: "B14",
    fault: "a key of a row sets the row's prototype",
    file: "codec/dist/read/value-reader.js",
    find: 'if (key === "__proto__")',
    replace: "if (false)",
    tests: ["g-values", "G05"],
  },
  {
    row: "B15",
    fault: "names are put between quotes as they are",
    file: "values/dist/quote.js",
    find: 'name.replace(/[\\\\`]/g, "\\\\$&")',
    replace: "name",
    tests: ["i-misuse", "I01"],
  },
];
