import { expect, it } from "vitest";
import * as everything from "./index.ts";

it("exports exactly this", () => {
  expect(Object.keys(everything)).toEqual(["webSocketEngine"]);
});

it("says what it can do, exports and imports as far as the engine for them can", () => {
  const plain = everything.webSocketEngine();
  const can = { stateful: true, sessions: true, transactions: true, live: true, queryStream: true, reconnect: true };
  expect(plain).toMatchObject({ contract: 1, name: "ws", capabilities: { ...can, export: false, import: false } });
  const capabilities = { ...plain.capabilities, export: true, import: false };
  const transfer = { ...plain, capabilities };
  expect(everything.webSocketEngine({ transfer }).capabilities).toEqual({
    ...can,
    ...{ export: true, import: false, exportStream: false, importStream: false },
  });
});

it("refuses a WebSocket that is no class", () => {
  expect(() => everything.webSocketEngine({ webSocket: "ws" as never })).toThrow(TypeError);
});
