import type { Uuid } from "@surreal-sdk/values";
import type { LiveNotification } from "../src/live/live-notification.ts";
import { rows, token } from "./default-answer.ts";
import type { Answer, ScriptedChannel, WireRequest } from "./scripted-channel.ts";
import { asyncWorld, settled, type TestWorld, type WorldOptions } from "./test-world.ts";

export const root = { username: "root", password: "secret" };
export const ada = (more: object = {}): string => token({ ID: "ada", NS: "n", ...more });
export const asks = "RETURN $session.exp; RETURN time::unix()";

/** Answers the question for the end of the session: seconds from now; `undefined` for none. */
export function ending(
  seconds: () => number | undefined,
  script: (request: WireRequest) => Answer | undefined = () => undefined,
) {
  return (request: WireRequest): Answer | undefined => {
    const own = script(request);
    if (own !== undefined) return own;
    if (request.method === "signin") return { result: { access: ada(), refresh: "r1" } };
    if (request.method === "refresh") return { result: { access: ada({ n: 2 }), refresh: "r2" } };
    const left = seconds();
    if (!isQuestion(request)) return undefined;
    return rows(left === undefined ? undefined : 1_000 + left, 1_000);
  };
}

export function isQuestion({ method, params }: WireRequest): boolean {
  return method === "query" && params[0] === asks;
}

/** A connection that has signed in, with a live query in a session that ends. */
export interface EndingWorld extends TestWorld<"async"> {
  readonly id: Uuid;
  readonly stream: AsyncGenerator<LiveNotification, void, undefined>;
}

/** Opens one. */
export async function endingWorld(
  seconds: () => number | undefined,
  script?: (request: WireRequest) => Answer | undefined,
  options: WorldOptions<"async"> = {},
): Promise<EndingWorld> {
  const world = asyncWorld(options);
  const { db, channel } = world;
  channel.script = ending(seconds, script);
  await db.signin(root);
  const id = await db.live("user");
  await settled();
  return { ...world, channel, id, stream: db.subscribeLive(id) };
}

export function questions(channel: ScriptedChannel): number {
  return channel.wire.filter(isQuestion).length;
}

/** Lets the timer ring that waits for the end of a session. */
export async function ring({ backstage }: Pick<TestWorld<"async">, "backstage">): Promise<void> {
  const [timer] = backstage.timers.keys();
  timer?.();
  await settled();
}
