import { Datetime, FileRef, isBuiltIn, quoted } from "@surreal-sdk/values";
import type { RunContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { field } from "../errors/server-error.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import { markOpaque } from "../operation/opaque.ts";
import type { Operation } from "../operation/operation.ts";
import { fetchResults } from "./run-query.ts";

/** What is known of a file without reading it. */
export interface FileMetadata {
  readonly file: FileRef;
  /** Bytes. */
  readonly size: number;
  readonly updated: Datetime;
}

/** Filters for the files of a bucket. */
export interface FileListOptions {
  /** The largest number of files, from 1 on. */
  readonly limit?: number | undefined;
  /** Only keys with this prefix. */
  readonly prefix?: string | undefined;
  /** Only keys after this one. */
  readonly start?: string | undefined;
}

/**
 * Files in the buckets of a database (`DEFINE BUCKET`), an experimental feature of SurrealDB 3.0. Writing a file is
 * not part of a transaction: the file stays when the transaction is cancelled.
 *
 * @example
 * ```ts
 * const file = new FileRef("images", "/logo.png");
 * await db.files.put(file, bytes);
 * const metadata = await db.files.head(file);
 * ```
 */
export class Files<M extends Mode> {
  readonly #context: RunContext<M>;

  /** @internal use the `files` property */
  constructor(context: RunContext<M>) {
    this.#context = context;
  }

  /** Writes a file, and overwrites an existing one. */
  put(file: FileRef, content: Uint8Array): Returns<M, void> {
    return this.#write("put", file, content, checkedContent);
  }

  /** Writes a file unless it exists. */
  putIfNotExists(file: FileRef, content: Uint8Array): Returns<M, void> {
    return this.#write("putIfNotExists", file, content, checkedContent);
  }

  /** Reads a file; `undefined` when there is none. */
  get(file: FileRef): Returns<M, Uint8Array<ArrayBuffer> | undefined> {
    return this.#run("get", this.#bytes(file));
  }

  /** Returns the metadata of a file; `undefined` when it does not exist. */
  head(file: FileRef): Returns<M, FileMetadata | undefined> {
    return this.#run("head", this.#head(file));
  }

  /** Reports whether a file exists. */
  exists(file: FileRef): Returns<M, boolean> {
    return this.#run("exists", this.#ask("exists", file) as Operation<boolean>);
  }

  /** Deletes a file. Deleting one that does not exist is not an error. */
  delete(file: FileRef): Returns<M, void> {
    return this.#write("delete", file);
  }

  /** Lists the files of a bucket, ordered by key. */
  list(bucket: string, options: FileListOptions = {}): Returns<M, FileMetadata[]> {
    return this.#run("list", this.#list(bucket, options));
  }

  /** Copies a file within its bucket, and overwrites an existing one. */
  copy(file: FileRef, key: string): Returns<M, void> {
    return this.#write("copy", file, key, checkedKey);
  }

  /** Copies a file within its bucket, unless the new key exists. */
  copyIfNotExists(file: FileRef, key: string): Returns<M, void> {
    return this.#write("copyIfNotExists", file, key, checkedKey);
  }

  /** Renames a file, and overwrites an existing one. */
  rename(file: FileRef, key: string): Returns<M, void> {
    return this.#write("rename", file, key, checkedKey);
  }

  /** Renames a file, unless the new key exists. */
  renameIfNotExists(file: FileRef, key: string): Returns<M, void> {
    return this.#write("renameIfNotExists", file, key, checkedKey);
  }

  #run<T>(name: string, operation: Operation<T>): Returns<M, T> {
    return this.#context.runtime.run(`files.${name}`, operation);
  }

  #write(method: FileMethod, file: unknown, ...rest: [given?: unknown, check?: Check]): Returns<M, void> {
    return this.#run(method, this.#ask(method, file, ...rest) as Operation<void>);
  }

  /** Calls the function of a method on a file, with its further arguments. */
  *#ask(method: FileMethod, file: unknown, ...[given, check]: [given?: unknown, check?: Check]): Operation<unknown> {
    const args = [checkedFile(file, method)];
    const answer = yield* this.#call(
      `file::${functions[method]}`,
      check === undefined ? args : [...args, check(given, method)],
    );
    return method in readers ? answer : undefined;
  }

  *#call(call: string, args: readonly unknown[]): Operation<unknown> {
    const names = args.map((_, index) => `_file${index}`);
    const bindings = Object.fromEntries(names.map((name, index) => [name, args[index]]));
    const text = `RETURN ${call}(${names.map((name) => `$${name}`).join(", ")})`;
    return (yield* fetchResults(this.#context, { text, bindings }))[0];
  }

  *#bytes(file: unknown): Operation<Uint8Array<ArrayBuffer> | undefined> {
    const content = yield* this.#ask("get", file);
    if (content === undefined || content === null) return undefined;
    if (isBuiltIn(content, "Uint8Array")) return content as Uint8Array<ArrayBuffer>;
    throw new UnexpectedResponseError("file::get returned something other than file content.", { outcome: "unknown" });
  }

  *#head(file: unknown): Operation<FileMetadata | undefined> {
    const found = yield* this.#ask("head", file);
    return found === undefined || found === null ? undefined : toMetadata(found);
  }

  *#list(bucket: unknown, given: FileListOptions): Operation<FileMetadata[]> {
    if (typeof bucket !== "string") throw new TypeError("list() takes the name of a bucket, a string.");
    const options = checkedListOptions(given);
    const args = Object.keys(options).length === 0 ? [bucket] : [bucket, options];
    const found = yield* this.#call("file::list", args);
    if (Array.isArray(found)) return found.map(toMetadata);
    throw new UnexpectedResponseError("file::list returned something other than a list.", { outcome: "unknown" });
  }

  static {
    markOpaque(this.prototype);
  }
}

/** The functions of SurrealDB by the methods that call them. */
const functions = {
  put: "put",
  putIfNotExists: "put_if_not_exists",
  get: "get",
  head: "head",
  exists: "exists",
  delete: "delete",
  copy: "copy",
  copyIfNotExists: "copy_if_not_exists",
  rename: "rename",
  renameIfNotExists: "rename_if_not_exists",
} as const;
type FileMethod = keyof typeof functions;

/** The functions whose result is returned. */
const readers = { get: true, head: true, exists: true };

/** Validates the further argument of a method. */
type Check = (given: unknown, method: string) => unknown;

function toMetadata(found: unknown): FileMetadata {
  const file = field(found, "file");
  const size = field(found, "size");
  const updated = field(found, "updated");
  if (file instanceof FileRef && typeof size === "number" && updated instanceof Datetime)
    return { file, size, updated };
  throw new UnexpectedResponseError("The metadata of a file does not have the form { file, size, updated }.", {
    outcome: "unknown",
  });
}

function checkedFile(file: unknown, method: string): FileRef {
  if (file instanceof FileRef) return file;
  throw new TypeError(`files.${method}() takes a FileRef: new FileRef(bucket, key).`);
}

function checkedContent(content: unknown): Uint8Array {
  if (isBuiltIn(content, "Uint8Array")) return content;
  if (typeof content === "string") {
    throw new TypeError("The content of a file is a Uint8Array; for text, new TextEncoder().encode(text).");
  }
  throw new TypeError("The content of a file is a Uint8Array; read a handle or stream into one first.");
}

function checkedKey(key: unknown, method: string): string {
  if (typeof key === "string") return key;
  if (key instanceof FileRef) throw new TypeError(`files.${method}() takes the new key: pass ${quoted(key.key)}.`);
  throw new TypeError(`files.${method}() takes the new key, a string.`);
}

function checkedListOptions(options: FileListOptions): FileListOptions {
  const { limit, prefix, start } = knownOptions(options, ["limit", "prefix", "start"], "files.list");
  if (limit !== undefined && typeof limit !== "number") throw new TypeError("`limit` is a number.");
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 1))
    throw new RangeError("`limit` is a whole number from 1 on.");
  for (const [name, value] of Object.entries({ prefix, start })) {
    if (value !== undefined && typeof value !== "string") throw new TypeError(`\`${name}\` is a string.`);
  }
  return Object.fromEntries(Object.entries({ limit, prefix, start }).filter(([, value]) => value !== undefined));
}
