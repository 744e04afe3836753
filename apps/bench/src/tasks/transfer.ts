import { connectClient } from "../clients/client.ts";
import { type Enter, textFact } from "../contestant.ts";

const megabyte = 1_048_576;

/** Megabytes a second of an `export()` as a whole, or of its `import()` into a database that is empty. */
export const enter: Enter = async (facts) => {
  const [url, client, way] = [textFact(facts, "url"), textFact(facts, "client"), textFact(facts, "way")];
  const source = await connectClient(client, url);
  const text = way === "import" ? await source.export() : "";
  let round = 0;
  return {
    round: async () => {
      if (way === "export") return megabytesPerSecond(() => source.export());
      const name = `import_${client}_${++round}`;
      await source.query(`DEFINE DATABASE ${name}`);
      const target = await connectClient(client, url, name);
      const figure = await megabytesPerSecond(() => target.import(text), text);
      await target.close();
      await source.query(`REMOVE DATABASE ${name}`);
      return figure;
    },
    end: async () => void (await source.close()),
  };
};

async function megabytesPerSecond(work: () => PromiseLike<unknown>, text?: string): Promise<number> {
  const start = performance.now();
  const moved = await work();
  const passed = performance.now() - start;
  return ((text ?? String(moved)).length / megabyte / passed) * 1_000;
}
