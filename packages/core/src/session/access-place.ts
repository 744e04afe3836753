import { textField } from "../errors/server-error.ts";

/** Where a session is. */
export interface Place {
  readonly namespace: string | undefined;
  readonly database: string | undefined;
}

/** The names of an access method in credentials. */
const accessKeys = ["access", "ac", "scope"];

/**
 * Whether credentials may take namespace and database from the session.
 *
 * @internal
 */
export function takesPlace(credentials: unknown): boolean {
  return (
    typeof credentials === "object" && credentials !== null && accessKeys.some((key) => Object.hasOwn(credentials, key))
  );
}

/** Keys of the server's own; every other one beside `ac` is a variable of a record's access method. */
const named: ReadonlySet<string> = new Set(["ns", "db", "ac", "key", "refresh"]);

/**
 * Credentials of a record with the namespace and database of the session where they name none: record access methods
 * belong to a database. Bearer keys and refresh tokens stay as they are, since theirs can belong to any level.
 *
 * @internal
 */
export function inPlace(
  wire: Readonly<Record<string, unknown>>,
  method: "signin" | "signup",
  place: Place,
): Readonly<Record<string, unknown>> {
  if (!Object.hasOwn(wire, "ac")) return wire;
  if (method === "signin" && Object.keys(wire).every((key) => named.has(key))) return wire;
  const namespace = textField(wire, "ns") ?? place.namespace;
  const database = textField(wire, "db") ?? (namespace === place.namespace ? place.database : undefined);
  return {
    ...wire,
    ...(namespace === undefined ? {} : { ns: namespace }),
    ...(database === undefined ? {} : { db: database }),
  };
}
