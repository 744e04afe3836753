import { BlockingSurrealConnection } from "@surreal-sdk/blocking";
/** The module of the engine that does as its requests tell it. */
export const puppetModule = new URL("puppet-engine.mjs", import.meta.url).href;
/** A connection to a puppet. */
export function puppet(options = {}, engine = {}) {
  const module = { module: puppetModule, export: "puppetEngine", ...engine };
  return new BlockingSurrealConnection("puppet://here", { ...options, engines: { puppet: module } });
}
/** What a call throws. */
export function thrown(act) {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new TypeError("Nothing was thrown.");
}
//# sourceMappingURL=puppet.js.map
