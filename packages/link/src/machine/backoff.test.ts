import {
  ConnectionLostError,
  ConnectionUnavailableError,
  HttpStatusError,
  ProtocolError,
  RedirectRefusedError,
  TlsError,
} from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { Random } from "../../simulation/random.ts";
import { ScriptedEngine } from "../../simulation/scripted-engine.ts";
import { backoff, isRetryable } from "./backoff.ts";

const policy = { minDelay: 500, maxDelay: 30_000 };
const { capabilities } = new ScriptedEngine();

function status(code: number, retryAfter?: number): HttpStatusError {
  const facts = { status: code, body: "", url: "http://h" };
  return new HttpStatusError(retryAfter === undefined ? facts : { ...facts, retryAfter });
}

function closed(code: number): ConnectionLostError {
  return Object.assign(new ConnectionLostError("closed"), { code });
}

describe("the delay before an attempt", () => {
  it.each([
    [0, 500],
    [1, 1_000],
    [5, 16_000],
    [6, 30_000],
    [2_000, 30_000],
  ])("after %i attempts lies anywhere below %i ms", (tries, bound) => {
    expect(backoff(policy, tries, 0, undefined)).toBe(0);
    expect(backoff(policy, tries, 0.5, undefined)).toBe(bound / 2);
    expect(backoff(policy, tries, 0.999, undefined)).toBeLessThan(bound);
  });

  it.each([
    ["a restart (1012)", closed(1012), 1_000],
    ["an overload (1013)", closed(1013), 1_000],
    ["a plain end (1001)", closed(1001), 0],
    ["Retry-After", status(503, 7_000), 7_000],
    ["a Retry-After of an hour, cut", status(503, 3_600_000), 60_000],
  ])("is at least what %s asks for", (_name, error, least) => {
    expect(backoff(policy, 0, 0, error)).toBe(least);
  });

  it("spreads a thousand clients: in no 100 ms of the second wave come more than 15 % (B19)", () => {
    const random = new Random(1);
    const buckets = new Map<number, number>();
    for (let client = 0; client < 1_000; client += 1) {
      const at = Math.floor(backoff(policy, 1, random.next(), undefined) / 100);
      buckets.set(at, (buckets.get(at) ?? 0) + 1);
    }
    expect(Math.max(...buckets.values())).toBeLessThanOrEqual(150);
  });
});

describe("trying again", () => {
  it.each<[string, Error, boolean]>([
    ["a refused port", new ConnectionUnavailableError("refused"), true],
    ["HTTP 503", status(503), true],
    ["HTTP 429", status(429), true],
    ["HTTP 401", status(401), false],
    ["HTTP 404", status(404), false],
    ["HTTP 426", status(426), false],
    ["a wrong certificate", new TlsError("expired"), false],
    ["a wrong subprotocol", new ProtocolError("json"), false],
    ["a redirect", new RedirectRefusedError("elsewhere"), false],
    ["a mistake of the caller", new TypeError("header"), false],
  ])("to open after %s: %s", (_name, error, expected) => {
    expect(isRetryable(error, capabilities, true)).toBe(expected);
  });

  it("after a connection that stood was lost, whatever ended it", () => {
    expect(isRetryable(new ProtocolError("garbled"), capabilities, false)).toBe(true);
  });

  it("never where what stood behind the connection is gone with it", () => {
    expect(isRetryable(new ConnectionLostError("x"), { ...capabilities, reconnect: false }, false)).toBe(false);
  });
});
