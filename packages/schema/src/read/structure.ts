/** An answer of the server, whose members are not known. */
export type Structure = Readonly<Record<string, unknown>>;

/** The text under a name; `undefined` when there is none. */
export function textOf(structure: Structure, name: string): string | undefined {
  const value = structure[name];
  return typeof value === "string" ? value : undefined;
}

/** The objects in the list under a name. */
export function listOf(structure: Structure, name: string): Structure[] {
  const value = structure[name];
  return Array.isArray(value) ? value.filter(isStructure) : [];
}

/** The object under a name; empty when there is none. */
export function partOf(structure: Structure, name: string): Structure {
  const value = structure[name];
  return isStructure(value) ? value : {};
}

/** Whether a value is an object with members. */
export function isStructure(value: unknown): value is Structure {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a structure says beyond the members that were read. */
export function withoutKeys(structure: Structure, names: ReadonlySet<string>): Structure {
  return Object.fromEntries(Object.entries(structure).filter(([name]) => !names.has(name)));
}

/** Sorts by name, by code units: the same everywhere. */
export function byName<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => compareText(a.name, b.name));
}

/** Compares two texts by their code units. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
