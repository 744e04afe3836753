import type { TableSchema } from "@surreal-sdk/schema";

/** Names that a generated file needs for something else. */
const taken: readonly string[] = [
  ..."Array Database Date Promise Readonly ReadonlyArray ReadonlySet Record Set Uint8Array".split(" "),
  ..."Datetime Decimal Duration FileRef Geometry Range RecordId RecordIdValue Table Uuid".split(" "),
  ..."GeometryCollection GeometryLine GeometryMultiLine GeometryMultiPoint GeometryMultiPolygon".split(" "),
  ..."GeometryPoint GeometryPolygon".split(" "),
];

/**
 * Chooses the names of the interfaces of all tables: `odd-names` becomes `OddNames`. A name that is taken gets the word
 * Row, and then a number, in the order of the tables.
 */
export function nameTypes(tables: readonly TableSchema[]): ReadonlyMap<string, string> {
  const used = new Set(taken);
  return new Map(tables.map(({ name }) => [name, claim(candidates(typeName(name)), used)]));
}

function claim(names: Generator<string>, used: Set<string>): string {
  for (const name of names) {
    const all = [name, `${name}Insert`, `${name}Update`];
    if (all.some((each) => used.has(each))) continue;
    for (const each of all) used.add(each);
    return name;
  }
  return "";
}

function* candidates(name: string): Generator<string> {
  yield name;
  yield `${name}Row`;
  for (let number = 2; ; number += 1) yield `${name}${number}`;
}

function typeName(table: string): string {
  const words = table.split(/(?:[^\p{ID_Continue}]|_)+/u).filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^\p{ID_Start}/u.test(name) ? name : `Table${name}`;
}
