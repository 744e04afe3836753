/** What became of a call that changes the state of a session. */
export type Fate = "pending" | "applied" | "refused" | "unknown";

interface Change<T> {
  readonly order: number;
  readonly apply: (before: T) => T;
  fate: Fate;
}

/**
 * One part of what a user's calls have made of a session: where it is, who it is, one of its variables. A call whose
 * fate the user was not told may have changed it or not; everything else is certain.
 */
export class Facet<T> {
  readonly #base: readonly T[];
  readonly #changes: Change<T>[] = [];

  constructor(...base: T[]) {
    this.#base = base;
  }

  change(order: number, apply: (before: T) => T): Change<T> {
    const change: Change<T> = { order, apply, fate: "pending" };
    this.#changes.push(change);
    return change;
  }

  /** What it may have been at any time since a call of that order was made. */
  since(order: number): Set<T> {
    const orders = this.#changes.map((change) => change.order).filter((made) => made > order);
    return new Set([order, ...orders, Number.POSITIVE_INFINITY].flatMap((each) => [...this.at(each)]));
  }

  /** What it may be for a call of that order. */
  at(order: number): Set<T> {
    let values = new Set(this.#base);
    for (const { order: made, apply, fate } of this.#changes) {
      if (made >= order || fate === "refused") continue;
      const changed = [...values].map(apply);
      values = new Set(fate === "applied" ? changed : [...values, ...changed]);
    }
    return values;
  }
}

/** Where a session is, as `namespace/database`, with `-` for none. */
export type Place = string;

export function placeOf(namespace: unknown, database: unknown): Place {
  return `${typeof namespace === "string" ? namespace : "-"}/${typeof database === "string" ? database : "-"}`;
}

/** What a user's calls have made of one session. */
export class Expectation {
  readonly name: string;
  readonly host: string;
  readonly place: Facet<Place>;
  readonly identity: Facet<string>;
  readonly variables: Map<string, Facet<number | undefined>> = new Map();
  /** The order of the call that ended it. */
  endedBy: number = Number.POSITIVE_INFINITY;
  /** Whether the user has said who this is, so that the `auth` option has no say in it. */
  signedInByHand = false;
  /** How many calls that may say so have not come to an end. */
  signIns = 0;

  constructor(name: string, host: string, places: Iterable<Place>, identities: Iterable<string>) {
    this.name = name;
    this.host = host;
    this.place = new Facet(...places);
    this.identity = new Facet(...identities);
  }

  variable(name: string): Facet<number | undefined> {
    const known = this.variables.get(name) ?? new Facet<number | undefined>(undefined);
    this.variables.set(name, known);
    return known;
  }
}

/** The state in which a server has executed something. */
export interface Setting {
  readonly host: string;
  readonly place: Place;
  readonly identity: string;
  readonly variables: ReadonlyMap<string, unknown>;
}

/** What of a setting is not as it should be. */
export interface Mismatch {
  readonly facet: "place" | "identity" | "variables";
  readonly text: string;
}

/** What of a setting is not what the user's calls have made it; `undefined` when all is right. */
export function mismatch(setting: Setting, wanted: Expectation, order: number): Mismatch | undefined {
  const differs = (facet: Mismatch["facet"], is: string, should: Iterable<unknown>): Mismatch => ({
    facet,
    text: `${is} instead of ${[...should].join(" or ")}`,
  });
  if (setting.host !== wanted.host) return differs("place", `at ${setting.host}`, [wanted.host]);
  const places = wanted.place.at(order);
  if (!places.has(setting.place)) return differs("place", `in ${setting.place}`, places);
  const identities = wanted.identity.at(order);
  if (!identities.has(setting.identity)) return differs("identity", `as ${setting.identity}`, identities);
  for (const name of new Set([...wanted.variables.keys(), ...setting.variables.keys()])) {
    const values = wanted.variable(name).at(order);
    const value = setting.variables.get(name) as number | undefined;
    if (!values.has(value)) return differs("variables", `with $${name} = ${value}`, values);
  }
  return undefined;
}
