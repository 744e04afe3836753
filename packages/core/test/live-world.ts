import { RecordId, type Uuid } from "@surreal-sdk/values";
import type { LiveNotification } from "../src/live/live-notification.ts";
import { asyncWorld, type TestWorld, type WorldOptions } from "./test-world.ts";

/** The record that changes. */
export const record: RecordId = new RecordId("user", "ada");

/** A connection with one live query on it. */
export interface LiveWorld extends TestWorld<"async"> {
  readonly id: Uuid;
  /** Changes number `from` to `to` come in. */
  burst(from: number, to: number, id?: Uuid): void;
}

/** Opens one. */
export async function liveWorld(options: WorldOptions<"async"> = {}): Promise<LiveWorld> {
  const world = asyncWorld(options);
  const id = await world.db.live("user");
  const burst = (from: number, to: number, of = id): void => {
    for (let n = from; n <= to; n += 1) world.channel.notify({ id: of, action: "UPDATE", record, result: n });
  };
  return { ...world, channel: world.channel, id, burst };
}

/** What a live query gives. */
export type Stream = AsyncGenerator<LiveNotification, void, undefined>;

/** The next items of a stream in short: what changed, `GAP` with its reason, or `end`. */
export async function take(stream: Stream, count: number): Promise<unknown[]> {
  const taken: unknown[] = [];
  while (taken.length < count) {
    const { done, value } = await stream.next();
    taken.push(
      done === true
        ? "end"
        : value.action === "GAP"
          ? `GAP ${value.reason} ${value.dropped ?? ""}`.trim()
          : value.result,
    );
  }
  return taken;
}
