import { cborFraming } from "@surreal-sdk/codec";
import { type PlatformTimer, platformTime } from "@surreal-sdk/transport/toolkit";
import type { Member } from "./member.ts";

/** Milliseconds between two checks. */
const period = 5_000;
/** After how many silent checks a connection is asked for a sign of life, and after how many it is lost. */
const askAfter = 2;
const lostAfter = 3;

/** Milliseconds of silence after which a connection is lost. */
export const LONGEST_SILENCE: number = period * lostAfter;

/** The id of a `ping`, which no request of a caller has. */
export const PING_ID = "pool-ping-00";

/**
 * Notices a connection that is dead, whatever the others have to say: the owner of the pool hears them all as one. A
 * peer that still accepts bytes is alive.
 */
export class Liveness {
  readonly #members: readonly Member[];
  readonly #lost: () => void;
  #timer: PlatformTimer | undefined;
  /** While nothing is read, nothing can be heard. */
  isReading = true;

  constructor(members: readonly Member[], lost: () => void) {
    this.#members = members;
    this.#lost = lost;
  }

  /** The timer does not keep the process alive: the connections do. */
  start(): void {
    this.#timer = platformTime.setTimeout(() => {
      this.start();
      this.#check();
    }, period);
    this.#timer.unref?.();
  }

  stop(): void {
    platformTime.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    for (const member of this.#members) {
      const { bufferedBytes = 0 } = member.connection;
      const isAlive = !this.isReading || bufferedBytes < member.buffered;
      member.buffered = bufferedBytes;
      member.silence = isAlive ? 0 : member.silence + 1;
      if (member.silence >= lostAfter) {
        this.#lost();
        return;
      }
      if (member.silence === askAfter) this.#ask(member);
    }
  }

  #ask({ connection }: Member): void {
    const frame = cborFraming.request("ping");
    cborFraming.stamp(frame, PING_ID);
    try {
      connection.send({ id: PING_ID, kind: "rpc", frame, facts: { method: "ping", exclusive: false } });
    } catch {
      // It is ending, and will say so.
    }
  }
}
