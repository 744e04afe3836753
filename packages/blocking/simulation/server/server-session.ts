import { type Place, placeOf, type Setting } from "../expectation.ts";
import { recordPlace } from "./accounts.ts";

/** What a server holds of one session: the connection's own, or an attached one. */
export class ServerSession {
  readonly name: string;
  identity = "anonymous";
  /** Milliseconds since 1970 from which on its identity is no longer good. */
  expires: number = Number.POSITIVE_INFINITY;
  namespace: string | undefined;
  database: string | undefined;
  readonly variables: Map<string, unknown> = new Map();

  constructor(name: string) {
    this.name = name;
  }

  get place(): Place {
    return placeOf(this.namespace, this.database);
  }

  setting(host: string): Setting {
    return { host, place: this.place, identity: this.identity, variables: new Map(this.variables) };
  }

  /** The session as one query finds it, which may select a place of its own and binds variables for itself. */
  during(
    place: { readonly namespace: string; readonly database: string } | undefined,
    bindings: object,
  ): ServerSession {
    const seen = new ServerSession(this.name);
    const { identity, expires, namespace, database } = this;
    Object.assign(seen, { identity, expires, namespace, database }, place);
    for (const [name, value] of [...this.variables, ...Object.entries(bindings)]) {
      if (value === undefined) seen.variables.delete(name);
      else seen.variables.set(name, value);
    }
    return seen;
  }

  signedIn(identity: string, expires: number, isRecord: boolean): void {
    this.identity = identity;
    this.expires = expires;
    if (!isRecord) return;
    this.namespace = recordPlace.namespace;
    this.database = recordPlace.database;
  }

  invalidate(): void {
    this.identity = "anonymous";
    this.expires = Number.POSITIVE_INFINITY;
  }

  reset(): void {
    this.invalidate();
    this.namespace = undefined;
    this.database = undefined;
    this.variables.clear();
  }
}
