import { equals } from "surreal-sdk";
import type { Narrator } from "./narrator.ts";
import { answer, type Part } from "./play.ts";

/** What a chapter promised, and whether it came true. A missed one is remembered, and the chapter goes on. */
export class Expectations {
  readonly #narrator: Narrator;
  readonly #missed: string[] = [];
  #met = 0;

  constructor(narrator: Narrator) {
    this.#narrator = narrator;
  }

  get met(): number {
    return this.#met;
  }

  get missed(): readonly string[] {
    return this.#missed;
  }

  /** Expects `condition` to hold. */
  that(what: string, condition: boolean): void {
    this.#settle(what, condition, "it is not so");
  }

  /** Expects two values to be equal, SurrealDB's own types included. */
  equal(what: string, actual: unknown, expected: unknown): void {
    const same = equals(actual, expected);
    this.#settle(what, same, `got ${shown(actual)} instead of ${shown(expected)}`);
  }

  /** Expects `act` to be refused with an error of this class, and returns it. */
  *refused<E extends Error>(
    what: string,
    kind: abstract new (...parameters: never[]) => E,
    act: () => unknown,
  ): Part<E | undefined> {
    try {
      yield* answer(act());
    } catch (error) {
      const fits = error instanceof kind;
      this.#settle(what, fits, `got ${String(error)} instead of ${kind.name}`);
      return fits ? error : undefined;
    }
    this.#settle(what, false, `nothing was raised instead of ${kind.name}`);
    return undefined;
  }

  #settle(what: string, came: boolean, otherwise: string): void {
    if (came) {
      this.#met += 1;
      this.#narrator.met(what);
    } else {
      this.#missed.push(`${what}: ${otherwise}`);
      this.#narrator.missed(`${what}: ${otherwise}`);
    }
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner));
  return text === undefined ? String(value) : text.slice(0, 200);
}
