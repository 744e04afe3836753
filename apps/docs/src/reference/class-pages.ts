import { basename, dirname, relative } from "node:path/posix";

/** The owner whose methods a class has, by the end of its name. */
const OWNERS: readonly (readonly [end: RegExp, owner: string])[] = [
  [/(Surreal|Lite)Connection$/, "connection"],
  [/(Surreal|Lite)Session$|^(SessionScope|LiteScope|SessionSurface)$/, "session"],
  [/(Surreal|Lite)Transaction$|^(Queryable|QuerySurface)$/, "transaction"],
  [/QueryBuilder$/, "query builder"],
  [/CrudBuilder$/, "CRUD builder"],
  [/InsertBuilder$/, "insert builder"],
  [/^(Async|Blocking)Stream$/, "stream"],
  [/^Files$/, "files"],
];

/** Whose methods a page shows that the pages of methods show as well. */
export function ownerOf(path: string): string | undefined {
  if (!/\/(classes|interfaces)\//.test(path)) return undefined;
  const name = basename(path, ".md");
  return OWNERS.find(([end]) => end.test(name))?.[1];
}

/**
 * The page of a class without the members that have a place elsewhere: an index leads to them, behind the examples.
 *
 * @param places - where members are described, from the root of the reference
 */
export function classPage(text: string, path: string, places: ReadonlyMap<string, string>): string {
  const [head = "", ...sections] = text.split(/^(?=## )/m);
  const moved: string[] = [];
  const kept = sections.map((section) => withoutMembers(section, places, moved)).filter((section) => section !== "");
  if (moved.length === 0) return text;
  const root = relative(dirname(path), ".");
  const links = [...new Set(moved)].map((name) => `[\`${name}\`](${root}/${places.get(name)})`);
  const index = `## Methods of both modes\n\n${links.join(" · ")}\n\n`;
  const isExample = (section: string): boolean => section.startsWith("## Example");
  return [head, ...kept.filter(isExample), index, ...kept.filter((section) => !isExample(section))].join("");
}

/** A section without the members that have a place elsewhere; nothing if none is left. */
function withoutMembers(section: string, places: ReadonlyMap<string, string>, moved: string[]): string {
  const [title = "", ...members] = section.split(/^(?=### )/m);
  if (!/^## (Properties|Accessors|Methods)/.test(title)) return section;
  const kept = members.filter((member) => {
    const name = /^### ~*(?:static |readonly )?\\?\[?(\w+)/.exec(member)?.[1] ?? "";
    const disposal = name === "asyncDispose" || name === "dispose" ? "using" : name;
    const shown = places.has(disposal) ? disposal : name;
    if (!places.has(shown)) return true;
    moved.push(shown);
    return false;
  });
  return kept.length === 0 ? "" : [title, ...kept].join("");
}
