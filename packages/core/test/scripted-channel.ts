import { CborCodec } from "@surreal-sdk/codec";
import {
  type Call,
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  type Replay,
  type ReplayVerdict,
  type RequestFacts,
  TransportTimeoutError,
} from "@surreal-sdk/transport";
import type { Channel, ChannelListener, ReplyListener } from "../src/call/channel.ts";
import { versionJudge } from "../src/session/server-version.ts";
import { defaultAnswer } from "./default-answer.ts";

/** One request as it went over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly session: string | undefined;
  readonly txn: string | undefined;
  readonly facts: RequestFacts;
  readonly call: Call;
  /** Which replay it was; `undefined` for a request of the user. */
  readonly replay: string | undefined;
  /** What has come in parts so far, of an import that is streamed. */
  readonly parts: Uint8Array[];
}

/** What the scripted server says to a request. */
export type Answer =
  | { readonly result: unknown }
  | { readonly error: unknown }
  | { readonly frame: Uint8Array }
  | { readonly fail: Error }
  /** The parts of a streamed export, and what comes when there are no more. */
  | { readonly parts: readonly Uint8Array[]; readonly end: Answer }
  /** The answers to a streamed query; with `"silence"` behind them more would come. */
  | { readonly stream: readonly object[]; readonly end?: Answer }
  | "silence";

const codec = new CborCodec({ floats: "keep" });

/** A channel without a network behind it: it decodes what is sent, notes it, and answers by a script. */
export class ScriptedChannel implements Channel {
  /** Every request in the order in which it went out, replays included. */
  readonly everything: WireRequest[] = [];
  /** How often the server was asked for its version by the connection itself. */
  readonly replays: Map<string, Replay> = new Map();
  /** Gives an answer, or nothing where the default one will do. */
  script: (request: WireRequest) => Answer | undefined = () => undefined;
  /** Whether requests may wait for a lost connection. */
  isQueueing = true;
  readonly closed: number[] = [];
  readonly refs: boolean[] = [];
  readonly cancelled: number[] = [];
  /** The tickets of the parts that callers have taken of streamed queries. */
  readonly taken: number[] = [];
  /** Says something to a streamed import before its end. */
  interject: (request: WireRequest) => Answer | undefined = () => undefined;
  readonly #listener: ChannelListener;
  readonly #open: Map<number, { readonly listener: ReplyListener; readonly request: WireRequest }> = new Map();
  /** Those that were given up while the connection stood. */
  readonly #late: Map<WireRequest, ReplyListener> = new Map();
  readonly #connecting: Set<{ done(): void; fail(error: Error): void }> = new Set();
  readonly #verdicts: Map<string, (verdict: ReplayVerdict) => void> = new Map();
  /** What is left of streamed exports. */
  readonly #rest: Map<number, Answer> = new Map();
  #held: (() => void)[] = [];
  #tasks: (() => void)[] = [];
  /** `lost`: it was up, and comes back when {@link ScriptedChannel.restore} is called. */
  #state: "down" | "restoring" | "up" | "lost" = "down";
  #tickets = 0;
  #attempt = 0;

  constructor(listener: ChannelListener) {
    this.#listener = listener;
  }

  /** Every request but those that ask for the version. */
  get wire(): WireRequest[] {
    return this.everything.filter(({ replay }) => replay !== "version");
  }

  /** What is remembered, by its labels, but for the version. */
  get remembered(): string[] {
    return [...this.replays.keys()].filter((label) => label !== "version");
  }

  /** The requests of the user. */
  get sent(): WireRequest[] {
    return this.everything.filter(({ replay }) => replay === undefined);
  }

  /** Requests that have no answer yet, and of those that were given up the ones whose answer counts. */
  get unanswered(): WireRequest[] {
    return [...[...this.#open.values()].map(({ request }) => request), ...this.#late.keys()];
  }

  connect(resume: { done(): void; fail(error: Error): void }): void {
    this.#connecting.add(resume);
    this.#whenUp(() => {
      if (this.#connecting.delete(resume)) resume.done();
    });
  }

  request(call: Call, listener: ReplyListener): number {
    this.#tickets += 1;
    const ticket = this.#tickets;
    const request = toWire(call, undefined);
    this.#open.set(ticket, { listener, request });
    if (!this.isQueueing && this.#state !== "up") {
      this.#answer(ticket, { fail: new ConnectionUnavailableError("no queue", { outcome: "not_sent" }) });
    } else this.#whenUp(() => this.#send(ticket, request));
    return ticket;
  }

  proceed(ticket: number, part?: Uint8Array): void {
    const open = this.#open.get(ticket);
    if (open === undefined) return;
    const { request } = open;
    if (request.method === "query_stream") this.taken.push(ticket);
    else if (request.method === "export") this.#answer(ticket, this.#rest.get(ticket) ?? "silence");
    else if (part === undefined) this.#answer(ticket, this.script(request) ?? defaultAnswer(request));
    else {
      request.parts.push(part);
      this.#takePart(ticket, open);
    }
  }

  cancel(ticket: number): void {
    this.cancelled.push(ticket);
    this.#giveUp(ticket);
  }

  /** A request runs out of its time, which no clock counts here. */
  expire(request: WireRequest): void {
    for (const [ticket, { listener, request: each }] of this.#open) {
      if (each !== request) continue;
      this.#giveUp(ticket);
      listener.fail(new TransportTimeoutError("too late", { outcome: "unknown" }));
    }
  }

  setReplay(replay: Replay): void {
    this.replays.set(replay.label, replay);
  }

  removeReplay(label: string): void {
    this.replays.delete(label);
  }

  clearReplays(): void {
    this.replays.clear();
  }

  isRestoring(attempt: number): boolean {
    return this.#state === "restoring" && attempt === this.#attempt;
  }

  resolveReplay(label: string, verdict: ReplayVerdict, attempt: number): void {
    if (this.isRestoring(attempt)) this.#verdicts.get(label)?.(verdict);
  }

  close({ drain }: { readonly drain: number }, resume: { done(): void }): void {
    this.closed.push(drain);
    this.#later(() => {
      this.#state = "down";
      this.#failAll(new ConnectionClosedError("closed", { outcome: "unknown" }));
      this.#listener.status("closed");
      resume.done();
    });
  }

  setRef(ref: boolean): void {
    this.refs.push(ref);
  }

  /** Answers a request that the script met with silence. */
  reply(request: WireRequest, answer: Answer): void {
    for (const [ticket, open] of this.#open) if (open.request === request) this.#answer(ticket, answer);
    const listener = this.#late.get(request);
    if (listener === undefined || answer === "silence") return;
    this.#late.delete(request);
    this.#later(() => listener.late?.(codec.encode(answer)));
  }

  /** The connection is lost: what was sent fails, as the link reports it. `restore` brings it back. */
  drop(status: "reconnecting" | "disconnected" = "reconnecting"): void {
    this.#state = status === "reconnecting" ? "lost" : "down";
    const error = new ConnectionLostError("lost", { outcome: "unknown" });
    this.#failAll(error);
    this.#listener.status(status, error);
  }

  /** The connection comes back: everything remembered is sent again, then what waited. */
  restore(): void {
    this.#restore(true);
  }

  /** A live query's notification comes in. */
  notify(body: Readonly<Record<string, unknown>>, session?: unknown): void {
    this.#listener.notification(codec.encode({ result: body, ...(session === undefined ? {} : { session }) }));
  }

  /** Something comes in that is no answer. */
  receive(frame: Uint8Array): void {
    this.#listener.notification(frame);
  }

  diagnose(kind: string, message: string): void {
    this.#listener.diagnostic({ kind, message });
  }

  /** Does what is due, for those who cannot wait for a microtask. Reports whether there was anything. */
  pump(): boolean {
    const tasks = this.#tasks;
    this.#tasks = [];
    for (const task of tasks) task();
    return tasks.length > 0;
  }

  #later(task: () => void): void {
    this.#tasks.push(task);
    queueMicrotask(() => this.pump());
  }

  #whenUp(task: () => void): void {
    if (this.#state === "up") {
      this.#later(task);
      return;
    }
    this.#held.push(task);
    if (this.#state !== "down") return;
    this.#state = "restoring";
    this.#later(() => this.#restore(false));
  }

  #restore(reconnected: boolean): void {
    this.#state = "restoring";
    this.#attempt += 1;
    this.#verdicts.clear();
    if (!reconnected) this.#listener.status("connecting");
    const replays = [...this.replays.values()].sort((a, b) => a.rank - b.rank);
    this.#replay(replays, () => {
      this.#state = "up";
      this.#listener.status("connected");
      this.#listener.ready(reconnected, this.#attempt);
      for (const task of this.#held.splice(0)) this.#later(task);
    });
  }

  #replay(replays: readonly Replay[], done: () => void): void {
    const [planned, ...rest] = replays;
    if (planned === undefined) {
      done();
      return;
    }
    // As it is now: an earlier answer may have changed or removed it.
    const first = this.replays.get(planned.label);
    if (first === undefined) this.#replay(rest, done);
    else this.#replayOne(first.label, first.call, () => this.#replay(rest, done));
  }

  #replayOne(label: string, call: Call, next: () => void): void {
    const request = toWire(call, label);
    this.everything.push(request);
    const answer = this.script(request) ?? defaultAnswer(request);
    const attempt = this.#attempt;
    if (answer === "silence") return;
    if ("fail" in answer || "parts" in answer || "stream" in answer)
      throw new Error("A replay is answered with a result or an error.");
    const frame = toFrame(answer);
    if (!("error" in answer)) {
      this.#listener.restored(label, frame, attempt);
      const refusal = versionJudge(codec)(label, frame);
      if (refusal === undefined) next();
      else this.#refuse(refusal);
      return;
    }
    this.#verdicts.set(label, (verdict) => {
      this.#verdicts.delete(label);
      if (verdict.kind === "replace") return this.#replayOne(label, verdict.call, next);
      this.replays.delete(label);
      if (verdict.error !== undefined) this.#failSession(verdict.session, verdict.error);
      next();
    });
    this.#listener.restoreFailed(label, frame, attempt);
  }

  #refuse(error: Error): void {
    this.#state = "down";
    this.#failAll(error);
    this.#listener.status("disconnected", error);
  }

  #send(ticket: number, request: WireRequest): void {
    if (!this.#open.has(ticket)) return;
    this.everything.push(request);
    const open = this.#open.get(ticket);
    if (open !== undefined && request.method === "import" && request.call.streamed === true) {
      request.parts.push(request.call.frame);
      this.#takePart(ticket, open);
    } else this.#answer(ticket, this.script(request) ?? defaultAnswer(request));
  }

  #takePart(ticket: number, { request, listener }: { request: WireRequest; listener: ReplyListener }): void {
    const answer = this.interject(request);
    if (answer !== undefined) this.#answer(ticket, answer);
    else {
      this.#later(() => {
        if (this.#open.has(ticket)) listener.part?.(new Uint8Array());
      });
    }
  }

  #answer(ticket: number, answer: Answer): void {
    if (answer === "silence") return;
    this.#later(() => {
      const open = this.#open.get(ticket);
      if (open === undefined) return;
      if ("parts" in answer) {
        const [first, ...parts] = answer.parts;
        this.#rest.set(ticket, parts.length === 0 ? answer.end : { ...answer, parts });
        return open.listener.part?.(first as Uint8Array);
      }
      if ("stream" in answer) {
        for (const result of answer.stream) open.listener.part?.(codec.encode({ result }));
        return this.#answer(ticket, answer.end ?? { result: { results: 1, stream: "end", time: "1ms" } });
      }
      this.#open.delete(ticket);
      if ("fail" in answer) open.listener.fail(answer.fail);
      else open.listener.reply(toFrame(answer));
    });
  }

  /** What waits on a session fails; with the connection's own, everybody who waits for the connection. */
  #failSession(session: string | undefined, error: Error): void {
    for (const [ticket, { listener, request }] of [...this.#open]) {
      if (request.session !== session || !this.#open.delete(ticket)) continue;
      listener.fail(error);
    }
    if (session !== undefined) return;
    const connecting = [...this.#connecting];
    this.#connecting.clear();
    for (const resume of connecting) resume.fail(error);
  }

  #giveUp(ticket: number): void {
    const open = this.#open.get(ticket);
    this.#open.delete(ticket);
    if (open?.listener.late !== undefined && this.everything.includes(open.request)) {
      this.#late.set(open.request, open.listener);
    }
  }

  #failAll(error: Error): void {
    this.#late.clear();
    const open = [...this.#open.values()];
    const connecting = [...this.#connecting];
    this.#open.clear();
    this.#connecting.clear();
    this.#held = [];
    for (const { listener } of open) listener.fail(error);
    for (const resume of connecting) resume.fail(error);
  }
}

function toWire(call: Call, replay: string | undefined): WireRequest {
  const { facts, kind } = call;
  const common = { facts, call, replay, parts: [] };
  if (kind === "import") {
    return {
      ...common,
      method: kind,
      params: [new TextDecoder().decode(call.frame)],
      session: undefined,
      txn: undefined,
    };
  }
  const frame = codec.decode(call.frame) as Record<string, unknown>;
  if (kind === "export") return { ...common, method: kind, params: [frame], session: undefined, txn: undefined };
  return {
    ...common,
    method: frame.method as string,
    params: frame.params as unknown[],
    session: frame.session as string | undefined,
    txn: frame.txn as string | undefined,
  };
}

function toFrame(
  answer: Exclude<Answer, "silence" | { fail: Error } | { end: Answer } | { stream: readonly object[] }>,
): Uint8Array {
  return "frame" in answer ? answer.frame : codec.encode(answer);
}
