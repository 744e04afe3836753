import { parseEndpoint } from "@surreal-sdk/transport";
import { beforeEach, expect, it } from "vitest";
import type { ScriptedChannel } from "../../test/scripted-channel.ts";
import { asyncTestRuntime } from "../../test/test-runtime.ts";
import { everything } from "../../test/test-world.ts";
import type { CallContext } from "../call/call-context.ts";
import type { ConnectionPart } from "../call/connection-part.ts";
import { resolveOptions } from "../call/options.ts";
import { request } from "../call/request.ts";
import { drive, type Operation } from "../operation/operation.ts";
import { ConnectionParts } from "./connection-parts.ts";
import { ConnectionState } from "./connection-state.ts";

class Counted implements ConnectionPart {
  static made = 0;
  readonly context: CallContext;

  constructor(context: CallContext) {
    Counted.made += 1;
    this.context = context;
  }

  ownsReplay(label: string): boolean {
    return label.startsWith("counted ");
  }
}

beforeEach(() => {
  Counted.made = 0;
});

function connection(): { state: ConnectionState; channels: ScriptedChannel[] } {
  const channels: ScriptedChannel[] = [];
  const runtime = asyncTestRuntime({
    channels,
    timers: new Map(),
    idle: new Set<() => void>(),
    capabilities: everything,
  });
  const state = new ConnectionState(runtime, parseEndpoint("ws://test"), resolveOptions({}), [], [Counted]);
  return { state, channels };
}

function settledBy<T>(operation: Operation<T>): Promise<T> {
  return new Promise((resolve, reject) => drive(operation, { resolve, reject }));
}

it("a part is made when it is first asked for, once for each connection", () => {
  const parts = new ConnectionParts(() => connection().state.context, []);
  expect(parts.made()).toEqual([]);
  const part = parts.get(Counted);
  expect(parts.get(Counted)).toBe(part);
  expect(Counted.made).toBe(1);
  expect(parts.ownerOf("counted 1")).toBe(part);
  expect(parts.ownerOf("other 1")).toBeUndefined();
});

it("a part that reacts to the server is made with the first thing that it may have to do with", () => {
  const parts = new ConnectionParts(() => connection().state.context, [Counted]);
  expect(parts.made()).toEqual([]);
  expect(parts.all()).toEqual([parts.get(Counted)]);
});

it("a connection that queries makes no part, and a notification makes the parts that react", async () => {
  const { state, channels } = connection();
  await settledBy(request(state.context, "query", ["RETURN 1"]));
  const [channel] = channels;
  channel?.drop();
  channel?.restore();
  expect(Counted.made).toBe(0);
  channel?.notify({ id: "unknown" });
  expect(Counted.made).toBe(1);
});
