import { ENGINE_CONTRACT, type Engine } from "./engine.ts";

/**
 * Says why the SDK cannot use a value as an engine. The text continues a sentence about that engine.
 *
 * @returns `undefined` for an engine
 * @internal
 */
export function engineFault(engine: unknown): string | undefined {
  const { open, contract, capabilities } = Object(engine) as { readonly [member in keyof Engine]?: unknown };
  if (typeof open !== "function") return "has no open()";
  if (contract !== ENGINE_CONTRACT) {
    return `was written for contract ${String(contract)} of engines, and this SDK has contract ${ENGINE_CONTRACT}: install matching versions`;
  }
  if (typeof capabilities !== "object" || capabilities === null) return "declares no capabilities";
  const unclear = Object.entries(capabilities).find(([, value]) => value !== undefined && typeof value !== "boolean");
  return unclear === undefined ? undefined : `says neither true nor false to the capability ${unclear[0]}`;
}
