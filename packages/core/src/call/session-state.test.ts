import { platformTime } from "@surreal-sdk/transport/toolkit";
import { afterEach, expect, it, vi } from "vitest";
import { token } from "../../test/default-answer.ts";
import { SessionState } from "./session-state.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it.each([
  [undefined, 3_600, 3_540],
  [undefined, 100, 90],
  [300_000, 3_600, 3_300],
  [0, 3_600, 3_600],
  [Number.POSITIVE_INFINITY, 3_600, 1_800],
])("with a margin of %s ms a token of %i s is to be renewed from second %i on", (margin, life, from) => {
  let now = 0;
  vi.spyOn(platformTime, "dateNow").mockImplementation(() => now);
  const scope = new SessionState(undefined, margin);
  scope.tokens = { access: token({ iat: 0, exp: life }) };
  now = from * 1_000 - 1;
  expect(scope.isExpiringSoon).toBe(false);
  now = from * 1_000;
  expect(scope.isExpiringSoon).toBe(true);
});
