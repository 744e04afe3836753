import { type Customs, everything } from "./customs.ts";
import type { BridgeKind } from "./world.ts";

/** A rule of a client broken on purpose, in its source. */
export interface Sabotage {
  /** What the broken client does. */
  readonly name: string;
  /** The promise that it breaks, as the ledger calls it. */
  readonly breaks: string;
  /** In which kind of world that shows. */
  readonly kind: BridgeKind;
  /** What must be usual there for it to show, beside what is everywhere. */
  readonly customs?: Partial<Customs>;
  /** A world in which it was noticed once; looking begins there. */
  readonly seed: number;
  /** The end of the path of the source that is changed. */
  readonly file: string;
  /** What is written there, and what in its place. */
  readonly changes: readonly (readonly [from: string, to: string])[];
}

/** Clients that break one rule each; a simulation that passes one of them proves nothing. */
export const sabotages: readonly Sabotage[] = [
  {
    name: "restores no variables",
    breaks: "a session keeps its variables",
    kind: "direct",
    seed: 13,
    file: "core/src/session/replays.ts",
    changes: [['"let", [name, value])', '"ping", [])']],
  },
  {
    name: "restores no place",
    breaks: "a session keeps its place",
    kind: "direct",
    seed: 1,
    file: "core/src/session/replays.ts",
    changes: [['"use", "use", [', '"use", "ping", [']],
  },
  {
    name: "restores no identity of an attached session",
    breaks: "a session keeps its identity",
    kind: "threaded",
    seed: 2,
    file: "core/src/session/replays.ts",
    changes: [
      [
        '"identity", proof.method, [proof.parameter]',
        '"identity", context.scope.session ? "ping" : proof.method, [proof.parameter]',
      ],
    ],
  },
  {
    name: "goes on as nobody when its identity was lost",
    breaks: "a session keeps its identity",
    kind: "direct",
    seed: 8,
    file: "core/src/call/request.ts",
    changes: [["traits.identity !== true && scope.unauthenticated !== undefined", "scope.unauthenticated === scope"]],
  },
  {
    name: "tells the connection's own session what became of another",
    breaks: "a session fails its own calls only",
    kind: "threaded",
    seed: 330,
    file: "blocking/src/wire/serialized-call.ts",
    changes: [["fromSerializedError(error), session }", "fromSerializedError(error) }"]],
  },
  {
    name: "does not judge in its worker whether it speaks to the server",
    breaks: "unsupported servers get nothing",
    kind: "threaded",
    seed: 2,
    file: "blocking/src/worker/link-host.ts",
    changes: [["judge: versionJudge(new CborCodec())", "judge: () => undefined"]],
  },
  {
    name: "loses the failures of its worker",
    breaks: "a blocked call ends",
    kind: "threaded",
    seed: 20,
    file: "blocking/src/worker/link-host.ts",
    changes: [
      ['this.#outbox.post({ kind: "fail", ticket', 'if (ticket % 2 === 0) this.#outbox.post({ kind: "fail", ticket'],
    ],
  },
  {
    name: "gives its worker up while that still works",
    breaks: "a blocked call ends",
    kind: "threaded",
    seed: 2,
    file: "blocking/src/main/worker-channel.ts",
    changes: [["call.timeout + grace", "100"]],
  },
  {
    name: "sends again what was lost",
    breaks: "nothing is executed twice",
    kind: "direct",
    seed: 26,
    file: "core/src/session/identity.ts",
    changes: [
      [
        "if (!isExpiry(reason, token)) return false;",
        'if (!isExpiry(reason, token)) return (reason as Error).name === "ConnectionLostError";',
      ],
    ],
  },
  {
    name: "leaves live queries running on the server",
    breaks: "what is ended is ended on the server",
    kind: "direct",
    seed: 364,
    file: "core/src/live/kill-on-server.ts",
    changes: [['endOnServer(current, "kill"', 'endOnServer(current, "ping"']],
  },
  {
    name: "lets others run while it changes its session",
    breaks: "a session keeps its variables",
    kind: "direct",
    customs: { chains: true },
    seed: 2,
    file: "core/src/session/variables.ts",
    changes: [["{ exclusive: true }", "{ exclusive: false }"]],
  },
  {
    name: "lets calls overtake the change of state before them",
    breaks: "a session keeps its place",
    kind: "exchanges",
    customs: { chains: true },
    seed: 1,
    file: "core/src/call/state-changes.ts",
    changes: [["return this.#running === 0 && this.#waiting.size === 0;", "return true;"]],
  },
  {
    name: "goes on with a transaction in another database",
    breaks: "a transaction keeps its place",
    kind: "direct",
    customs: { chains: true },
    seed: 3,
    file: "core/src/call/request.ts",
    changes: [["if (context.pin !== undefined && traits.ending !== true) context.pin.check(context);", ""]],
  },
  {
    name: "keeps what a closed connection knew",
    breaks: "a session keeps its place",
    kind: "direct",
    seed: 74,
    file: "core/src/session/connection-state.ts",
    changes: [["this.#opened.channel.clearReplays();\n    this.#rememberOptions();", ""]],
  },
  {
    name: "counts what it tried on a connection that is gone",
    breaks: "an identity is renewed",
    kind: "direct",
    seed: 3,
    file: "core/src/call/session-state.ts",
    changes: [["if (this.#restoration.attempt !== attempt)", "if (this.#restoration.attempt === 0)"]],
  },
  {
    name: "goes on without a variable that was refused",
    breaks: "a session keeps its variables",
    kind: "direct",
    seed: 27,
    file: "core/src/session/restore.ts",
    changes: [
      ["scope.lostVariables.set(variable, lost);", ""],
      ['judge({ kind: "drop", error: lost, session });', 'judge({ kind: "drop" });'],
    ],
  },
  {
    name: "counts in the worker's attempts what it tried on another connection",
    breaks: "an identity is renewed",
    kind: "threaded",
    seed: 234,
    file: "core/src/call/session-state.ts",
    changes: [["if (this.#restoration.attempt !== attempt)", "if (this.#restoration.attempt === 0)"]],
  },
  {
    name: "starts a live query again wherever its session has gone",
    breaks: "a live query keeps its place",
    kind: "direct",
    seed: 73,
    file: "core/src/live/live-start.ts",
    changes: [["this.origin.isWhere(scope)", "scope !== undefined"]],
  },
  {
    name: "goes on after close() with what was begun before",
    breaks: "closed is closed",
    kind: "direct",
    customs: { chains: true },
    seed: 60,
    file: "core/src/call/connection-life.ts",
    changes: [
      ["if (number !== this.#number) throw endedBeforeSent();", ""],
      ["if (!this.#isClosed) return;", "if (this.#closings >= 0) return;"],
    ],
  },
  {
    name: "kills a live query that is over already",
    breaks: "a live query is killed once",
    kind: "direct",
    customs: everything,
    seed: 7,
    file: "core/src/live/live.ts",
    changes: [["  if (registry.get(id) !== subscription) return;\n", ""]],
  },
  {
    name: "starts a live query that catches up with variables of later calls",
    breaks: "a live query keeps its variables",
    kind: "direct",
    customs: everything,
    seed: 46,
    file: "core/src/live/live.ts",
    changes: [["const variables = new Map(context.scope.variables);", "const { variables } = context.scope;"]],
  },
  {
    name: "sends what has no time left to wait for a new token",
    breaks: "a session keeps its place",
    kind: "direct",
    customs: everything,
    seed: 1105,
    file: "core/src/session/identity.ts",
    changes: [
      [
        "wait(awaitAuth(context, timeoutOf(context), ended));",
        "ignoreErrors(wait(awaitAuth(context, timeoutOf(context), ended)));",
      ],
    ],
  },
  {
    name: "goes on with a transaction after a change that was not answered",
    breaks: "a transaction keeps its identity",
    kind: "direct",
    customs: everything,
    seed: 43,
    file: "core/src/call/session-pin.ts",
    changes: [["state.capabilities.stateful ? changes.doubt : 0", "0"]],
  },
  {
    name: "keeps a connection that was restored before the last change was known",
    breaks: "a session keeps its variables",
    kind: "threaded",
    customs: everything,
    seed: 24,
    file: "link/src/machine/life-cycle.ts",
    changes: [["attempt === undefined || attempt === this.#epoch", "attempt !== -1"]],
  },
  {
    name: "makes a session of whoever has signed in by the time that it is there",
    breaks: "a session keeps its identity",
    kind: "direct",
    customs: everything,
    seed: 4798,
    file: "core/src/session/session-operations.ts",
    changes: [["isKnown && now.identity !== before.identity ? before : now", "now"]],
  },
  {
    name: "starts a live query as if its session were where it was refused to go",
    breaks: "a live query keeps its place",
    kind: "threaded",
    customs: everything,
    seed: 2984,
    file: "core/src/live/live-origin.ts",
    changes: [["return lostPlace === undefined && ", "return lostPlace !== null && "]],
  },
  {
    name: "asks the auth option once more though somebody has signed in",
    breaks: "a session keeps its identity",
    kind: "direct",
    customs: everything,
    seed: 7601,
    file: "core/src/lite/lite-connection.ts",
    changes: [
      ["if (source !== null && isUnidentified(context))", "if (source !== null)"],
      ["if (isUnidentified(context)) yield*", "if (context !== undefined) yield*"],
    ],
  },
  {
    name: "gives up a kill whose turn did not come in time",
    breaks: "what is ended is ended on the server",
    kind: "direct",
    customs: everything,
    seed: 21449,
    file: "core/src/session/end-on-server.ts",
    changes: [["isLate && epoch === state.epoch", "isLate && epoch === -1"]],
  },
  {
    name: "renews an identity while somebody signs in",
    breaks: "a session keeps its identity",
    kind: "direct",
    customs: everything,
    seed: 23697,
    file: "core/src/session/identity.ts",
    changes: [["if (scope.changes.isIdentifying) return;", ""]],
  },
  {
    name: "lets a sign-in overtake what waits for the connection",
    breaks: "a session keeps its place",
    kind: "direct",
    customs: everything,
    seed: 3208,
    file: "core/src/call/state-changes.ts",
    changes: [["(isChange && this.#unsent > 0)", "(isChange && this.#unsent > 99)"]],
  },
  {
    name: "sends what belongs to a transaction on another connection",
    breaks: "a transaction stays on its connection",
    kind: "threaded",
    customs: everything,
    seed: 109,
    file: "link/src/machine/machine.ts",
    changes: [["!life.isOn(madeOn)", "!life.isOn()"]],
  },
  {
    name: "believes a connection that is given up",
    breaks: "a session keeps its identity",
    kind: "threaded",
    customs: everything,
    seed: 22448,
    file: "blocking/src/main/replay-changes.ts",
    changes: [["message.changes < this.#answered", "message.changes < 0"]],
  },
];
