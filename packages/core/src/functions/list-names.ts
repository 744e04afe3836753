import { quoteIdentifier } from "@surreal-sdk/values";

/** A part of a list, of which only the names of parameters matter here. */
export interface NamedPart {
  readonly texts: readonly string[];
  readonly bindings: Readonly<Record<string, unknown>>;
}

/** What a parameter stands for after a LET of a part. */
const ofLet = Symbol("LET");
/** What a parameter stands for in the session. */
const ofSession = Symbol("session");

/** These parameters belong to the server: nothing can set them. */
const reserved = /^(?:access|auth|token|session)$/;

const parameter = /\$(?:(\w+)|`((?:[^`\\]|\\.)+)`)/g;
const letStatement = new RegExp(`\\blet\\s+${parameter.source}`, "gi");

/**
 * The names of parameters in a list of statements. Each part finds the values that it would find if it were sent alone: its
 * own, and those of the session. Where another part uses the same name, a value is sent under a name of its own, and `LET`
 * gives it the name that the part uses.
 *
 * @internal
 */
export class ListNames {
  readonly bindings: Record<string, unknown> = {};
  readonly #parts: readonly NamedPart[];
  /** The names that each part uses without a value of its own. */
  readonly #free: readonly (readonly string[])[];
  /** The names that each part gives another value. */
  readonly #set: readonly ReadonlySet<string>[];
  readonly #taken: Set<string> = new Set();
  /** The names that one part takes from the session and another part gives a value, with the names that keep the former. */
  readonly #kept: Map<string, string> = new Map();
  /** What each name stands for at this place of the text. */
  readonly #values: Map<string, unknown> = new Map();

  constructor(parts: readonly NamedPart[]) {
    this.#parts = parts;
    this.#set = parts.map(({ texts }) => namesIn(texts, letStatement));
    const used = parts.map(({ texts }) => namesIn(texts, parameter));
    this.#free = parts.map(({ bindings }, index) =>
      [...(used[index] ?? [])].filter((one) => !Object.hasOwn(bindings, one)),
    );
    const givers = new Map<string, number>();
    parts.forEach(({ bindings }, index) => {
      const given = new Set([...Object.keys(bindings), ...(this.#set[index] ?? [])]);
      for (const name of given) givers.set(name, (givers.get(name) ?? 0) + 1);
      for (const name of [...given, ...(used[index] ?? [])]) this.#taken.add(name);
    });
    this.#free.forEach((names, index) => {
      for (const name of names) {
        const own = this.#set[index]?.has(name) === true ? 1 : 0;
        if ((givers.get(name) ?? 0) > own && !this.#kept.has(name))
          this.#kept.set(name, this.fresh(`_session_${name}`));
      }
    });
  }

  /** A name like this one that no part uses. */
  fresh(name: string): string {
    const free = this.#taken.has(name) ? this.fresh(`${name}_`) : name;
    this.#taken.add(free);
    return free;
  }

  /** The statements that keep the values of the session for the parts that need them. */
  keep(): string[] {
    return [...this.#kept].map(([name, kept]) => letText(kept, name));
  }

  /** The statements that give the names of a part the values that they have for it. */
  enter(index: number): string[] {
    const texts: string[] = [];
    for (const [name, value] of Object.entries(this.#parts[index]?.bindings ?? {})) {
      if (this.#has(name, value)) continue;
      const source = this.fresh(`_${index}_${name}`);
      this.bindings[source] = value;
      texts.push(letText(name, source));
    }
    for (const name of this.#free[index] ?? []) {
      const kept = this.#kept.get(name);
      if (kept !== undefined && !this.#has(name, ofSession)) texts.push(letText(name, kept));
    }
    for (const name of this.#set[index] ?? []) this.#values.set(name, ofLet);
    return texts;
  }

  /** Whether a name needs no LET to stand for this. From here on it does. */
  #has(name: string, value: unknown): boolean {
    const known = this.#values.has(name) ? this.#values.get(name) : ofSession;
    this.#values.set(name, value);
    if (known !== ofSession || value === ofSession || this.#kept.has(name)) return Object.is(known, value);
    this.bindings[name] = value;
    return true;
  }
}

function namesIn(texts: readonly string[], pattern: RegExp): Set<string> {
  const names = new Set<string>();
  for (const text of texts) {
    for (const [, plain, quoted] of text.matchAll(pattern))
      names.add(plain ?? (quoted as string).replace(/\\(.)/g, "$1"));
  }
  for (const name of names) if (reserved.test(name)) names.delete(name);
  return names;
}

function letText(name: string, source: string): string {
  return `LET ${written(name)} = ${written(source)}`;
}

function written(name: string): string {
  return `$${/^\w+$/.test(name) ? name : quoteIdentifier(name)}`;
}
