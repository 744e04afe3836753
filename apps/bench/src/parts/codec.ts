import type { Part } from "../part.ts";
import { account } from "../profile.ts";
import { race } from "../race.ts";
import { compared, type Row } from "../section.ts";

interface Case {
  readonly payload: string;
  readonly what: string;
  readonly encode: number;
  readonly decode: number;
}

const cases: readonly Case[] = [
  { payload: "records", what: "1,000 records x 10 fields", encode: 10, decode: 4 },
  { payload: "request", what: "a small request", encode: 10, decode: 2.7 },
  { payload: "floats", what: "100 x 1,024 floats", encode: 4, decode: 2 },
  { payload: "strings-1k", what: "1,000 strings of 1 KB", encode: 1, decode: 1 },
  { payload: "string-1m", what: "an ASCII string of 1 MB", encode: 1, decode: 1 },
  { payload: "text-1m", what: "a string of 1 MB in several scripts", encode: 1, decode: 1 },
  { payload: "bytes-1m", what: "1 MB of bytes", encode: 1, decode: 1 },
];

/** Compares the SDK's codec with the official one, by CPU time. */
export const codec: Part = {
  title: "Codec",
  async run(options) {
    const rows: Row[] = [];
    const accounts: string[] = [];
    for (const one of cases) {
      for (const direction of ["encode", "decode"] as const) {
        const facts = { payload: one.payload, direction };
        const ours = { task: "codec-ours", facts };
        const figures = await race({ ours, official: { task: "codec-official", facts } }, options);
        const what = `${direction} ${one.what}`;
        rows.push(
          compared({
            what,
            ours: figures.ours,
            theirs: figures.official,
            peer: "official",
            unit: "/s",
            goal: one[direction],
          }),
        );
        if (options.profile && rows.length <= 6) accounts.push(await account(what, ours));
      }
    }
    return { rows, accounts };
  },
};
