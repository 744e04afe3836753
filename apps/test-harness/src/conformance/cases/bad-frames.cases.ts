import type { Codec } from "surreal-sdk";
import { CborCodec, SurrealError } from "surreal-sdk";
import { expect, it } from "vitest";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

/** A codec that breaks the requests which hold this word, so that the server cannot read them. */
const WORD = "unreadable";
const breaking = (): Codec => {
  const codec = new CborCodec();
  return {
    encode(value) {
      const bytes = codec.encode(value);
      const at = Buffer.from(bytes).indexOf(WORD);
      // 0xff inside of a text is not UTF-8.
      if (at >= 0) bytes[at] = 0xff;
      return bytes;
    },
    decode: (bytes) => codec.decode(bytes),
  };
};

/** 4.0 says what its decoder found, and where. */
const unreadable = /parse|read|invalid|^Syntax\(\d+\)$/i;

/** Requests that the server cannot read: it answers without saying which one it means. */
export function badFrameCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  it("a request that the server cannot read fails at once, not at its deadline, and the next one is answered", async () => {
    const db = await scratch.another({ codec: breaking(), timeout: Number.POSITIVE_INFINITY });
    const error = await raised(() => db.query("RETURN $value", { value: WORD }));
    expect(error).toBeInstanceOf(SurrealError);
    expect(error.message).toMatch(unreadable);
    expect(await run(db.query("RETURN 1"))).toEqual([1]);
  });

  it("among slow good requests, the good ones succeed and the unreadable one gets an error of its own", async () => {
    const db = await scratch.another({ codec: breaking(), timeout: 3_000 });
    const good = [1, 2, 3].map((n) => run(db.query(`SLEEP ${n * 20}ms; RETURN ${n}`)));
    const bad = raised(() => db.query("RETURN $value", { value: WORD }));
    expect((await Promise.all(good)).map((results) => results[1])).toEqual([1, 2, 3]);
    expect((await bad).message).toMatch(unreadable);
    expect(await run(db.query("RETURN 4"))).toEqual([4]);
  });
}
