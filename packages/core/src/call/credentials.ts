import { quoted } from "@surreal-sdk/values";
import { assertVariables, isDollarName, undollared } from "./known-keys.ts";

/** Signs in as a system user: of the root level, of a namespace, or of a database. */
export interface SystemCredentials {
  readonly username?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly pass?: string | undefined;
  readonly namespace?: string | undefined;
  readonly ns?: string | undefined;
  readonly database?: string | undefined;
  readonly db?: string | undefined;
}

/**
 * Signs in through an access method: as a record, with a bearer key, or with a refresh token. Every other key is a
 * variable of the access method.
 */
export interface AccessCredentials {
  readonly namespace?: string | undefined;
  readonly ns?: string | undefined;
  readonly database?: string | undefined;
  readonly db?: string | undefined;
  readonly access?: string | undefined;
  readonly ac?: string | undefined;
  /** SurrealDB 1.x's name for an access method. */
  readonly scope?: string | undefined;
  /** A bearer key, `surreal-bearer-…`. */
  readonly key?: string | undefined;
  /** A refresh token, `surreal-refresh-…`. */
  readonly refresh?: string | undefined;
  /** Variables of the access method. */
  readonly variables?: object | undefined;
  readonly [variable: string]: unknown;
}

/** What `signin` and `signup` take. */
export type Credentials = SystemCredentials | AccessCredentials;

/** The server has one short name for each; it would treat every other key as a variable. */
const targets: ReadonlyMap<string, string> = new Map([
  ["namespace", "ns"],
  ["ns", "ns"],
  ["NS", "ns"],
  ["database", "db"],
  ["db", "db"],
  ["DB", "db"],
  ["access", "ac"],
  ["ac", "ac"],
  ["AC", "ac"],
  ["scope", "ac"],
  ["sc", "ac"],
  ["SC", "ac"],
]);

const identity: ReadonlyMap<string, string> = new Map([
  ["username", "user"],
  ["user", "user"],
  ["password", "pass"],
  ["pass", "pass"],
]);

const plain: ReadonlySet<string> = new Set(["key", "refresh"]);

/**
 * Converts credentials to the form of the server: `{ ns, db, ac, user, pass, … }`. Keys without a value are omitted,
 * since the server accepts null as a value. No key is dropped silently.
 *
 * @throws TypeError when a key is unknown, given twice, begins with a dollar, or is not a string where it must be.
 * @internal
 */
export function toWireCredentials(given: Credentials, method: string): Record<string, unknown> {
  if (typeof given !== "object" || given === null || Symbol.iterator in given) {
    throw new TypeError(`${method}() takes an object with credentials, such as { username, password }.`);
  }
  const entries = Object.entries(given).filter(
    ([key, value]) => value !== undefined && value !== null && key !== "variables",
  );
  const wire: Record<string, unknown> = {};
  const hasAccess = entries.some(([key]) => targets.get(key) === "ac");
  for (const [key, value] of entries) {
    const name = wireName(key, hasAccess, method);
    if (isNamed(key, hasAccess)) assertText(key, value, method);
    if (Object.hasOwn(wire, name)) throw new TypeError(`${method}(): "${key}" repeats another key: pass one of them.`);
    define(wire, name, value);
  }
  return withVariables(wire, given, method);
}

function wireName(key: string, hasAccess: boolean, method: string): string {
  const target = targets.get(key);
  if (target !== undefined) return target;
  if (plain.has(key)) return key;
  if (isDollarName(key)) throw new TypeError(`${method}(): variables are named ${undollared}`);
  // With an access method, a `password` is a variable of its SIGNIN clause and keeps its name.
  if (hasAccess) return key;
  const name = identity.get(key);
  if (name !== undefined) return name;
  throw new TypeError(
    `${method}() does not know the key ${quoted(key, 3)}. Without \`access\` it takes username, password, namespace and database; the variables of an access method need \`access\` beside them.`,
  );
}

/** Whether the key is one of the server's own, not a variable of an access method. */
function isNamed(key: string, hasAccess: boolean): boolean {
  return !hasAccess || targets.has(key) || plain.has(key);
}

function assertText(key: string, value: unknown, method: string): void {
  if (typeof value !== "string") throw new TypeError(`${method}(): "${key}" is a string, not ${typeof value}.`);
}

function withVariables(wire: Record<string, unknown>, given: object, method: string): Record<string, unknown> {
  const variables = Object.hasOwn(given, "variables") ? (given as { variables?: unknown }).variables : undefined;
  if (variables === undefined || variables === null) return wire;
  assertVariables(variables, `${method}(): "variables"`);
  if (!Object.hasOwn(wire, "ac")) {
    throw new TypeError(`${method}(): "variables" belong to an access method; name it as \`access\`.`);
  }
  for (const [key, value] of Object.entries(variables)) {
    if (Object.hasOwn(wire, key))
      throw new TypeError(`${method}(): the key "${key}" is given twice, also in "variables": pass it once.`);
    define(wire, key, value);
  }
  return wire;
}

function define(wire: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(wire, key, { value, enumerable: true, configurable: true, writable: true });
}
