import { expect, it } from "vitest";
import { ENGINE_CONTRACT } from "../index.ts";
import { engineFault } from "../toolkit.ts";

const open = (): never => {
  throw new Error("not called");
};
const capabilities = { stateful: true, sessions: false };

it.each<[unknown, string | undefined]>([
  [{ open, contract: ENGINE_CONTRACT, capabilities }, undefined],
  [{ open, contract: ENGINE_CONTRACT, capabilities: { ...capabilities, permissions: undefined } }, undefined],
  [undefined, "has no open()"],
  ["tcp", "has no open()"],
  [{ contract: ENGINE_CONTRACT, capabilities }, "has no open()"],
  [
    { open, capabilities },
    "was written for contract undefined of engines, and this SDK has contract 1: install matching versions",
  ],
  [
    { open, contract: 2, capabilities },
    "was written for contract 2 of engines, and this SDK has contract 1: install matching versions",
  ],
  [{ open, contract: ENGINE_CONTRACT }, "declares no capabilities"],
  [{ open, contract: ENGINE_CONTRACT, capabilities: null }, "declares no capabilities"],
  [
    { open, contract: ENGINE_CONTRACT, capabilities: { ...capabilities, live: "no" } },
    "says neither true nor false to the capability live",
  ],
])("says of %o: %s", (engine, fault) => {
  expect(engineFault(engine)).toBe(fault);
});
