import { figureOf } from "../entrant.ts";
import { type Part, scaled } from "../part.ts";
import { compared, measured, type Row } from "../section.ts";
import { withServer } from "../servers/start-server-process.ts";

const flags = ["--expose-gc"];

/** What stays in memory, and how much is needed at once. One process each, one round. */
export const memory: Part = {
  title: "Memory",
  run: (options) =>
    withServer("decoding", async ({ ws: url }) => {
      const rows: Row[] = [];
      const requests = scaled(1_000_000, options);
      const kept = await figureOf({ task: "heap-of-requests", facts: { url, count: requests }, flags });
      rows.push(
        measured({
          what: `kept after ${requests.toLocaleString("en-US")} requests`,
          figures: [kept],
          unit: "B each",
          atMost: 1,
        }),
      );
      // What the runtime itself does meanwhile moves the heap by up to 100 KB: a byte for each of so many.
      const lives = scaled(100_000, options);
      const left = await figureOf({ task: "heap-of-lives", facts: { url, count: lives }, flags });
      rows.push(
        measured({
          what: `kept after ${lives.toLocaleString("en-US")} live() and kill()`,
          figures: [left],
          unit: "B each",
          atMost: 1,
        }),
      );
      const megabytes = scaled(100, options);
      for (const direction of ["decode", "encode"]) {
        for (const document of ["large", "small"]) {
          const facts = { megabytes, direction, document };
          const figure = await figureOf({ task: "peak-memory", facts, flags });
          const what = `peak, ${direction} ${megabytes} MB of ${document === "large" ? "records of 1 KB" : "records of 50 bytes"}`;
          rows.push(measured({ what, figures: [figure], unit: "x the bytes", atMost: 3 }));
          if (direction === "encode") continue;
          const official = await figureOf({ task: "peak-memory", facts: { ...facts, official: 1 }, flags });
          const unit = "x the bytes";
          rows.push(
            compared({ what, ours: [figure], theirs: [official], peer: "official", unit, goal: 1, less: true }),
          );
        }
      }
      return { rows };
    }),
};
