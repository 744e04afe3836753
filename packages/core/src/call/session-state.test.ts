import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { token } from "../../test/default-answer.ts";
import { SessionState } from "./session-state.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

it.each([
  [undefined, 3_600, 3_540],
  [undefined, 100, 90],
  [300_000, 3_600, 3_300],
  [0, 3_600, 3_600],
  [Number.POSITIVE_INFINITY, 3_600, 1_800],
])("with a margin of %s ms a token of %i s is to be renewed from second %i on", (margin, life, from) => {
  const scope = new SessionState(undefined, margin);
  scope.tokens = { access: token({ iat: 0, exp: life }) };
  vi.setSystemTime(from * 1_000 - 1);
  expect(scope.isExpiringSoon).toBe(false);
  vi.setSystemTime(from * 1_000);
  expect(scope.isExpiringSoon).toBe(true);
});
