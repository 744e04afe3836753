import type { Sabotage } from "./sabotages.ts";

/** What a vite plugin has to be, as far as this one is. */
interface SourcePlugin {
  readonly name: string;
  readonly enforce: "pre";
  resolveId(
    this: { resolve(source: string, importer?: string, options?: object): Promise<{ id: string } | null> },
    source: string,
    importer?: string,
  ): Promise<string | undefined>;
  transform(code: string, id: string): { code: string; map: null } | undefined;
}

/** A module whose name ends in this is loaded with one rule broken, and all that it imports as well. */
const mark = "?broken=";
/** What is loaded anew; what stands below holds no rules of a connection. */
const ours = /^(\.|#|@surreal-sdk\/(core|link))/;

/**
 * Loads the sources of a whole client with one rule broken: `simulate.ts?broken=3` is the simulation of a client that
 * the sabotage of that number has touched. A sabotage that no longer finds its place is an error.
 */
export function brokenSource(sabotages: readonly Sabotage[]): SourcePlugin {
  return {
    name: "broken-source",
    enforce: "pre",
    async resolveId(source, importer) {
      const [path = "", number] = importer?.split(mark) ?? [];
      if (number === undefined || !ours.test(source)) return undefined;
      const found = await this.resolve(source, path, { skipSelf: true });
      if (found === null) return undefined;
      // There is one time for all worlds.
      if (found.id.endsWith("/virtual-time.ts")) return found.id;
      // Sources in place of what was built of them: a sabotage is written as the source is.
      const id = found.id.replace(/\/packages\/(\w[\w-]*)\/dist\/(.*)\.js$/, "/packages/$1/src/$2.ts");
      return `${id}${mark}${number}`;
    },
    transform(code, id) {
      const [path = "", number] = id.split(mark);
      const sabotage = number === undefined ? undefined : sabotages[Number(number)];
      if (sabotage === undefined || !path.endsWith(sabotage.file)) return undefined;
      const broken = sabotage.changes.reduce((text, [from, to]) => {
        if (!text.includes(from)) throw new Error(`The sabotage "${sabotage.name}" does not find its place: ${from}`);
        return text.replaceAll(from, to);
      }, code);
      return { code: broken, map: null };
    },
  };
}
