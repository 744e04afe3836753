import { joinBytes, statementsOf } from "@surreal-sdk/transport/toolkit";
import { isBuiltIn } from "@surreal-sdk/values";
import { typeName } from "../call/type-name.ts";
import { drive, type Operation, wait } from "../operation/operation.ts";
import type { FromPromise } from "../operation/runner.ts";

/** A piece of what is imported: SurrealQL as text, or as bytes in UTF-8. Pieces may end anywhere. */
export type ImportChunk = string | Uint8Array;

/** What is used of a `ReadableStream`, of whichever platform. */
export interface ReadableChunks {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: ImportChunk | undefined }>;
    cancel(): Promise<unknown>;
  };
}

/** What gives chunks, one after the other. */
interface Chunks {
  next(): unknown;
  return?(): unknown;
}

const mark = new TextEncoder().encode("OPTION IMPORT;\n");

/** Bytes in which the statement is looked for that says what it is. */
const longestBeginning = 65_536;

/** Reads what is imported, and makes parts of it, each of as many bytes as it may hold but for the last. */
export class ImportParts {
  readonly #size: number;
  readonly #adopt: FromPromise;
  readonly #chunks: Chunks;
  #begun = false;
  #ended = false;
  /** The first half of a character that takes two places, at the end of a text. */
  #half = "";
  #rest: Uint8Array = new Uint8Array();
  readonly #isWhole: boolean;
  /** Statements that were put in front of what was given: 1 or none. */
  added = 0;
  /** All bytes, where they are known; not before the first part. */
  total: number | undefined;

  constructor(source: unknown, size: number, adopt: FromPromise) {
    this.#size = size;
    this.#adopt = adopt;
    this.#isWhole = isChunk(source);
    this.#chunks = chunksOf(source);
  }

  /** The next part; nothing at the end. */
  *next(): Operation<Uint8Array | undefined> {
    const gathered: Uint8Array[] = [];
    let size = 0;
    while (size < this.#size && (this.#rest.byteLength > 0 || (yield* this.#read()))) {
      const taken = this.#rest.subarray(0, this.#size - size);
      this.#rest = this.#rest.subarray(taken.byteLength);
      gathered.push(taken);
      size += taken.byteLength;
    }
    if (this.#begun) return size === 0 ? undefined : joinBytes(gathered);
    return this.#first(joinBytes(gathered));
  }

  /** From 3.0.5 on the server wants the first statement to say that it is an import; exports begin so. Twice does no harm. */
  #first(part: Uint8Array): Uint8Array {
    this.#begun = true;
    this.added = isMarked(part) ? 0 : 1;
    const first = this.added === 0 ? part : joinBytes([mark, part]);
    if (this.#isWhole) this.total = first.byteLength + this.#rest.byteLength;
    return first;
  }

  /** Tells what gives the chunks that no more are wanted. No caller waits for what it does about that. */
  leave(): void {
    const { return: leave } = this.#chunks;
    if (this.#ended || leave === undefined) return;
    this.#ended = true;
    const ignored = { resolve: () => undefined, reject: () => undefined };
    drive(
      wait((resume) => this.#adopt(leave.call(this.#chunks))(resume)),
      ignored,
    );
  }

  /** Reads a chunk; reports whether there was one. */
  *#read(): Operation<boolean> {
    if (this.#ended) return false;
    const step = (yield* wait(this.#adopt(this.#chunks.next()))) as Partial<IteratorResult<unknown, unknown>>;
    this.#ended = step.done === true;
    this.#rest = this.#bytesOf(this.#ended ? "" : step.value);
    return this.#rest.byteLength > 0 || !this.#ended;
  }

  #bytesOf(chunk: unknown): Uint8Array {
    if (isBuiltIn(chunk, "Uint8Array")) return chunk;
    if (typeof chunk !== "string")
      throw new TypeError(`What is imported comes as text or bytes, not ${typeName(chunk)}.`);
    const text = this.#half + chunk;
    const isWhole = this.#ended || !/[\ud800-\udbff]$/.test(text);
    this.#half = isWhole ? "" : text.slice(-1);
    return new TextEncoder().encode(isWhole ? text : text.slice(0, -1));
  }
}

/** @throws TypeError when it gives no chunks. */
function chunksOf(source: unknown): Chunks {
  if (isChunk(source)) return [source].values();
  const given = (source ?? {}) as Partial<AsyncIterable<unknown> & Iterable<unknown> & ReadableChunks>;
  const chunks = given[Symbol.asyncIterator]?.() ?? given[Symbol.iterator]?.();
  if (chunks !== undefined) return chunks;
  const reader = given.getReader?.();
  if (reader !== undefined) return { next: () => reader.read(), return: () => reader.cancel() };
  throw new TypeError(`import() takes SurrealQL as text, as bytes, or in chunks of them, not ${typeName(source)}.`);
}

function isChunk(value: unknown): value is ImportChunk {
  return typeof value === "string" || isBuiltIn(value, "Uint8Array");
}

function isMarked(beginning: Uint8Array): boolean {
  const text = new TextDecoder().decode(beginning.subarray(0, longestBeginning));
  const [first = ""] = statementsOf(text);
  return /^option\s+import\b/i.test(first);
}
