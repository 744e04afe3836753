import type { Machine } from "../src/driver.ts";
import type { Effect, LinkEvent } from "../src/machine/events.ts";
import type { Sabotage } from "./simulate.ts";

/** A rule broken on purpose. */
export interface BrokenRule {
  readonly name: string;
  /** The promise that it breaks, as the ledger calls it. */
  readonly breaks: string;
  readonly sabotage: Sabotage;
}

/** What a broken machine changes: its events, its effects, its timer. */
interface Changes {
  readonly hear?: (event: LinkEvent) => LinkEvent | undefined;
  readonly want?: (effects: Effect[]) => Effect[];
  readonly wake?: (at: number) => number;
}

/** Machines that break one rule each; a checker that passes one of them proves nothing. */
export const brokenRules: readonly BrokenRule[] = [
  { name: "sends written requests again", breaks: "written twice", sabotage: broken(sendingAgain) },
  { name: "loses an answer", breaks: "settles once", sabotage: broken(() => ({ want: everySecond("reply") })) },
  { name: "loses a failure", breaks: "settles once", sabotage: broken(() => ({ want: everySecond("fail") })) },
  { name: "settles twice", breaks: "settles once", sabotage: broken(() => ({ want: twice })) },
  { name: "calls everything not sent", breaks: "truth", sabotage: broken(() => ({ want: calledNotSent })) },
  { name: "mixes up answers", breaks: "reply X to X", sabotage: broken(mixingUp) },
  {
    name: "lets no time pass",
    breaks: "deadline",
    sabotage: broken(() => ({ wake: () => Number.POSITIVE_INFINITY })),
  },
  { name: "wakes too late", breaks: "deadline", sabotage: broken(() => ({ wake: (at) => at + 30 })) },
  { name: "restores nothing", breaks: "restored first", sabotage: broken(() => ({ hear: exceptReplays })) },
  { name: "restores all at once", breaks: "ranks in turn", sabotage: broken(() => ({ hear: inOneRank })) },
  {
    name: "lets state changes overlap",
    breaks: "exclusive alone",
    sabotage: broken(() => ({ hear: withoutExclusion })),
  },
  { name: "lets requests overtake", breaks: "in order", sabotage: broken(() => ({ want: backwards })) },
  { name: "lets streams run on", breaks: "stops streams", sabotage: broken(() => ({ want: stoppingNoStream })) },
  { name: "leaves the connection open", breaks: "nothing left", sabotage: broken(() => ({ want: neverEnding })) },
  { name: "leaves a timer", breaks: "nothing left", sabotage: broken(() => ({ wake: (at) => Math.min(at, 1e9) })) },
];

function broken(changes: () => Changes): Sabotage {
  return (machine) => {
    const { hear, want, wake } = changes();
    return {
      get status() {
        return machine.status;
      },
      get isAwaited() {
        return machine.isAwaited;
      },
      get isConnecting() {
        return machine.isConnecting;
      },
      get wakeAt() {
        return wake === undefined ? machine.wakeAt : wake(machine.wakeAt);
      },
      isRestoring: (attempt) => machine.isRestoring(attempt),
      step(event, moment) {
        const heard = hear === undefined ? event : hear(event);
        const effects = heard === undefined ? [] : machine.step(heard, moment);
        return want === undefined ? effects : want(effects);
      },
    } satisfies Machine;
  };
}

function sendingAgain(): Changes {
  const sent = new Map<string, Effect>();
  return {
    hear(event) {
      if (event.kind === "received") sent.clear();
      return event;
    },
    want(effects) {
      const again = effects.some((effect) => effect.kind === "ready" && effect.reconnected) ? [...sent.values()] : [];
      for (const effect of effects) if (effect.kind === "send") sent.set(effect.request.id, effect);
      return [...effects, ...again];
    },
  };
}

function everySecond(kind: Effect["kind"]): (effects: Effect[]) => Effect[] {
  let count = 0;
  return (effects) => effects.filter((effect) => effect.kind !== kind || ++count % 2 === 0);
}

function twice(effects: Effect[]): Effect[] {
  return [...effects, ...effects.filter(({ kind }) => kind === "fail")];
}

function calledNotSent(effects: Effect[]): Effect[] {
  for (const effect of effects) {
    if (effect.kind === "fail") Object.defineProperty(effect.error, "outcome", { value: "not_sent" });
  }
  return effects;
}

function mixingUp(): Changes {
  let held: number | undefined;
  return {
    want: (effects) =>
      effects.map((effect) => {
        if (effect.kind !== "reply") return effect;
        const ticket = held ?? effect.ticket + 1;
        held = effect.ticket;
        return { ...effect, ticket };
      }),
  };
}

function exceptReplays(event: LinkEvent): LinkEvent | undefined {
  return event.kind === "set-replay" ? undefined : event;
}

function inOneRank(event: LinkEvent): LinkEvent {
  if (event.kind !== "set-replay") return event;
  const { call } = event.replay;
  const facts = { ...call.facts, exclusive: false };
  return { ...event, replay: { ...event.replay, rank: 0, call: { ...call, facts } } };
}

function withoutExclusion(event: LinkEvent): LinkEvent {
  if (event.kind !== "request") return event;
  return { ...event, call: { ...event.call, facts: { ...event.call.facts, exclusive: false } } };
}

function backwards(effects: Effect[]): Effect[] {
  return effects.some((effect) => effect.kind === "ready") ? effects.reverse() : effects;
}

function stoppingNoStream(effects: Effect[]): Effect[] {
  return effects.filter((effect) => effect.kind !== "send" || effect.request.facts.method !== "query_cancel");
}

function neverEnding(effects: Effect[]): Effect[] {
  return effects.filter(({ kind }) => kind !== "end" && kind !== "abandon");
}
