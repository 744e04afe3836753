import { connectClient } from "../../clients/client.ts";
import { type Enter, numberFact, textFact } from "../../contestant.ts";

/** Notifications a second that reach the live queries of one connection, while another writes. */
export const enter: Enter = async (facts) => {
  const [url, client] = [textFact(facts, "url"), textFact(facts, "client")];
  const [subscribers, writes] = [numberFact(facts, "subscribers"), numberFact(facts, "writes")];
  const [reader, writer] = [await connectClient(client, url), await connectClient(client, url)];
  const table = `fan_out_${client}`;
  await writer.query(`DEFINE TABLE IF NOT EXISTS ${table}`);
  return {
    round: async () => {
      let heard = 0;
      let done = (): void => undefined;
      const all = new Promise<void>((resolve) => {
        done = resolve;
      });
      const count = (): void => {
        heard += 1;
        if (heard === subscribers * writes) done();
      };
      // One after the other: the official client cannot start or kill many at once.
      const kills: Awaited<ReturnType<typeof reader.live>>[] = [];
      while (kills.length < subscribers) kills.push(await reader.live(table, count));
      const start = performance.now();
      await Promise.all(Array.from({ length: writes }, () => writer.query(`CREATE ${table} SET n = 1`)));
      await all;
      const passed = performance.now() - start;
      for (const kill of kills) await kill();
      return (subscribers * writes * 1_000) / passed;
    },
    end: async () => {
      await reader.close();
      await writer.close();
    },
  };
};
