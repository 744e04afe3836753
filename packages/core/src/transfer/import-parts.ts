import { joinBytes, statementsOf } from "@surreal-sdk/transport/toolkit";
import { describeType, isBuiltIn } from "@surreal-sdk/values";
import { typeName } from "../call/type-name.ts";
import { drive, type Operation, wait } from "../operation/operation.ts";
import { type FromPromise, type RunnerServices, unbound } from "../operation/runner.ts";

/** A chunk of an import: SurrealQL as text, or as bytes in UTF-8. Chunks may end anywhere. */
export type ImportChunk = string | Uint8Array;

/** The part of a `ReadableStream` that is used, of any platform. */
export interface ReadableChunks {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: ImportChunk | undefined }>;
    cancel(): Promise<unknown>;
  };
}

/** A source of chunks. */
interface Chunks {
  next(): unknown;
  return?(): unknown;
}

const mark = "OPTION IMPORT;\n";

/** The bytes that are searched for the statement `OPTION IMPORT`. */
const longestBeginning = 65_536;

/** Reads the source of an import, and creates parts of it, all of the full size except the last. */
export class ImportParts {
  readonly #size: number;
  readonly #adopt: FromPromise;
  readonly #next: () => unknown;
  readonly #leave: () => unknown;
  #begun = false;
  #ended = false;
  /** The high surrogate at the end of a text. */
  #half = "";
  #rest: Uint8Array = new Uint8Array();
  readonly #isWhole: boolean;
  /** Statements that were prepended: 1 or none. */
  added = 0;
  /** The total number of bytes, if it is known; not before the first part. */
  total: number | undefined;

  constructor(source: unknown, size: number, { fromPromise, bind = unbound }: RunnerServices) {
    this.#size = size;
    this.#adopt = fromPromise;
    this.#isWhole = isChunk(source);
    const chunks = chunksOf(source);
    this.#next = bind(() => chunks.next());
    this.#leave = bind(() => chunks.return?.());
  }

  /** Returns the next part; `undefined` at the end. */
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

  /**
   * From 3.0.5 on the server requires `OPTION IMPORT` as the first statement; exports begin with it. Repeating it
   * does no harm.
   */
  #first(beginning: Uint8Array): Uint8Array {
    this.#begun = true;
    const part = withoutByteOrderMark(beginning);
    this.added = isMarked(part) ? 0 : 1;
    const first = this.added === 0 ? part : joinBytes([new TextEncoder().encode(mark), part]);
    if (this.#isWhole) this.total = first.byteLength + this.#rest.byteLength;
    return first;
  }

  /** Tells the source of the chunks to stop. The outcome of that is ignored. */
  leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    const ignored = { resolve: () => undefined, reject: () => undefined };
    drive(
      wait((resume) => this.#adopt(this.#leave())(resume)),
      ignored,
    );
  }

  /** Reads a chunk; returns whether there was one. */
  *#read(): Operation<boolean> {
    if (this.#ended) return false;
    const step = (yield* wait(this.#adopt(this.#next()))) as Partial<IteratorResult<unknown, unknown>>;
    // Whoever has left the source meanwhile wants no more of it.
    this.#ended ||= step.done === true;
    this.#rest = this.#bytesOf(this.#ended ? "" : step.value);
    return this.#rest.byteLength > 0 || !this.#ended;
  }

  #bytesOf(chunk: unknown): Uint8Array {
    // The source may use the memory of a chunk again for its next one.
    if (isBuiltIn(chunk, "Uint8Array")) return this.#isWhole ? chunk : new Uint8Array(chunk);
    if (typeof chunk !== "string")
      throw new TypeError(`The chunks of an import are text or bytes, not ${typeName(chunk)}.`);
    const text = this.#half + chunk;
    const isWhole = this.#ended || !/[\ud800-\udbff]$/.test(text);
    this.#half = isWhole ? "" : text.slice(-1);
    return new TextEncoder().encode(isWhole ? text : text.slice(0, -1));
  }
}

/** @throws TypeError when it is not a source of chunks. */
function chunksOf(source: unknown): Chunks {
  if (isChunk(source)) return [source].values();
  const given = Object(source) as Partial<AsyncIterable<unknown> & Iterable<unknown> & ReadableChunks>;
  if ("crlfDelay" in given) {
    throw new TypeError("import() takes no lines of node:readline, which come without line breaks: pass their stream.");
  }
  const chunks = given[Symbol.asyncIterator]?.() ?? given[Symbol.iterator]?.();
  if (chunks !== undefined) return chunks;
  const reader = given.getReader?.();
  if (reader !== undefined) return { next: () => reader.read(), return: () => reader.cancel() };
  const hint = "stream" in given ? ": pass its stream()" : "";
  throw new TypeError(
    `import() takes SurrealQL as text, as bytes, or in chunks of them, not ${describeType(source)}${hint}.`,
  );
}

function isChunk(value: unknown): value is ImportChunk {
  return typeof value === "string" || isBuiltIn(value, "Uint8Array");
}

/** Editors write a byte order mark, which the server does not read. */
function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function isMarked(beginning: Uint8Array): boolean {
  const text = new TextDecoder().decode(beginning.subarray(0, longestBeginning));
  const [first = ""] = statementsOf(text);
  return /^option\s+import\b/i.test(first);
}
