import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { field } from "../errors/server-error.ts";
import type { Operation } from "../operation/operation.ts";
import type { OnProgress } from "./transfer.ts";

/**
 * The options of an export. Omitted options have the server's default: everything except old versions.
 *
 * `databaseDefinition`, `apis`, `buckets`, `modules` and `configs` need SurrealDB 3.3, which exports them by default. So
 * that a selection means the same on every server, an export that selects parts (with `true`, or with a list of tables)
 * contains of these only those that are `true`.
 */
export interface ExportOptions {
  readonly users?: boolean | undefined;
  readonly accesses?: boolean | undefined;
  readonly params?: boolean | undefined;
  readonly functions?: boolean | undefined;
  readonly analyzers?: boolean | undefined;
  readonly sequences?: boolean | undefined;
  /** All tables or none, a list of tables, or all except a list. */
  readonly tables?: boolean | readonly string[] | { readonly exclude: readonly string[] } | undefined;
  readonly records?: boolean | undefined;
  /** Old versions of records, if the storage is versioned. */
  readonly versions?: boolean | undefined;
  /** The definition of the database itself: `STRICT`, `COMMENT` and `CHANGEFEED`. SurrealDB 3.3 and later. */
  readonly databaseDefinition?: boolean | undefined;
  /** SurrealDB 3.3 and later. */
  readonly apis?: boolean | undefined;
  /** SurrealDB 3.3 and later. */
  readonly buckets?: boolean | undefined;
  /** SurrealDB 3.3 and later. */
  readonly modules?: boolean | undefined;
  /** SurrealDB 3.3 and later. */
  readonly configs?: boolean | undefined;
  /** What the export gives: text, or its bytes as UTF-8, which need no decoding on the way to a file. Default: `"text"`. */
  readonly as?: "text" | "bytes" | undefined;
  /** Called with the number of bytes received so far. An exception in it is emitted as `error`. */
  readonly onProgress?: OnProgress | undefined;
}

type TextOptions = Omit<ExportOptions, "as"> & { readonly as?: "text" };

/**
 * What an export with these options gives.
 *
 * @example
 * ```ts
 * const bytes: Exported<{ as: "bytes" }> = await db.export({ as: "bytes" });
 * ```
 */
export type Exported<Options> = Options extends { readonly as: "bytes" }
  ? Uint8Array<ArrayBuffer>
  : Options extends TextOptions
    ? string
    : string | Uint8Array<ArrayBuffer>;

/** The parts that every server knows. */
const parts = ["users", "accesses", "params", "functions", "analyzers", "sequences", "tables"] as const;
/** The parts that servers know from 3.3 on, by the server's name for them. */
const laterParts = [
  ["databaseDefinition", "database_definition"],
  ["apis", "apis"],
  ["buckets", "buckets"],
  ["modules", "modules"],
  ["configs", "configs"],
] as const;
const exportKeys: readonly (keyof ExportOptions)[] = [
  ...parts,
  "records",
  "versions",
  ...laterParts.map(([name]) => name),
  "as",
  "onProgress",
];

/** What an export is to contain. */
export class ExportSelection {
  readonly onProgress: OnProgress | undefined;
  readonly isInBytes: boolean;
  readonly #options: ExportOptions;

  /** @throws TypeError for an unknown option, or a value that it does not take. */
  constructor(options: ExportOptions) {
    this.#options = knownOptions(options, exportKeys, "export");
    checkParts(this.#options);
    const { as = "text" } = this.#options;
    if (as !== "text" && as !== "bytes") throw new TypeError('The option `as` of export() is "text" or "bytes".');
    this.isInBytes = as === "bytes";
    this.onProgress = this.#options.onProgress;
  }

  /**
   * The configuration as the server at hand knows it.
   *
   * @throws UnsupportedFeatureError when the server does not export a part that is asked for; before the export is sent.
   */
  *forServer(context: CallContext): Operation<Readonly<Record<string, unknown>>> {
    const sent: Record<string, unknown> = {};
    for (const name of [...parts, "records", "versions"] as const) {
      if (this.#options[name] !== undefined) sent[name] = this.#options[name];
    }
    if (!this.#concernsLaterParts) return sent;
    const isKnown = yield* context.state.server.isAtLeast(context, 3, 3);
    for (const [name, sentName] of laterParts) {
      const wanted = this.#options[name] ?? (this.#selects ? false : undefined);
      if (isKnown && wanted !== undefined) sent[sentName] = wanted;
      if (!isKnown && wanted === true) throw unknownPart(name);
    }
    return sent;
  }

  /** Whether a part is named that the export is to contain. */
  get #selects(): boolean {
    const options = this.#options;
    return (
      Array.isArray(options.tables) ||
      [...parts, ...laterParts.map(([name]) => name)].some((name) => options[name] === true)
    );
  }

  get #concernsLaterParts(): boolean {
    return this.#selects || laterParts.some(([name]) => this.#options[name] !== undefined);
  }
}

function checkParts(options: ExportOptions): void {
  for (const name of [...parts, "records", "versions", ...laterParts.map(([name]) => name)] as const) {
    const value: unknown = options[name];
    if (value === undefined || typeof value === "boolean" || (name === "tables" && namesTables(value))) continue;
    const more = name === "tables" ? ', a list of names, or { exclude: ["name"] }' : "";
    throw new TypeError(`The option \`${name}\` of export() is true or false${more}.`);
  }
}

function namesTables(value: unknown): boolean {
  const names = Array.isArray(value) ? value : field(value, "exclude");
  return Array.isArray(names) && names.every((name) => typeof name === "string");
}

function unknownPart(name: string): UnsupportedFeatureError {
  const message = `export(): this server does not export \`${name}\`; that needs SurrealDB 3.3 or later.`;
  return new UnsupportedFeatureError(message, { feature: name });
}
