import { Uuid } from "surreal-sdk";
import type { Script } from "./fake-exchange.ts";
import { statement } from "./fake-exchange.ts";

/** A token that no server has signed: three parts, and claims that name an expiry far away. */
export const TOKEN: string = [{ alg: "HS512" }, { exp: 4_102_444_800, ID: "root" }, "signature"]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");

/** Whether a query starts a live query: not every client uses the method for it. */
export function isLive(text: unknown): boolean {
  return typeof text === "string" && /^\s*live\b/i.test(text);
}

/** What an unscripted server does with each method: as little as a client can live with. */
export const defaultScripts: Readonly<Record<string, Script>> = {
  version: () => "surrealdb-3.0.2",
  use: ({ params: [namespace, database] }) => ({ namespace: namespace ?? null, database: database ?? null }),
  signin: () => TOKEN,
  signup: () => TOKEN,
  query: ({ params: [text, bindings] }) => statement(isLive(text) ? Uuid.v4() : bindings),
  live: () => Uuid.v4(),
  begin: () => Uuid.v4(),
};
