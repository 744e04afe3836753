import { createRequire } from "node:module";
import process from "node:process";
import { decode, encodeRequest, type Wire } from "./cbor.ts";

interface NativeDatabase {
  execute(request: Uint8Array): Promise<Uint8Array>;
  free(): Promise<void>;
}

/** The parser and evaluator of the real database, in this process. */
export class RealParser {
  readonly #database: NativeDatabase;

  private constructor(database: NativeDatabase) {
    this.#database = database;
  }

  static async open(): Promise<RealParser> {
    const require = createRequire(import.meta.resolve("@surrealdb/node"));
    const native = require(`./surrealdb-node.${platformName()}.node`) as {
      SurrealNodeEngine: { connect(url: string, options: object): Promise<NativeDatabase> };
    };
    // File literals are read only with the experimental capability.
    const options = { capabilities: { experimental: true } };
    const parser = new RealParser(await native.SurrealNodeEngine.connect("mem://", options));
    await parser.#call("use", ["test", "test"]);
    return parser;
  }

  /** Runs statements and gives the result of the last one. */
  async run(text: string): Promise<Wire> {
    const answer = await this.#call("query", [text]);
    if (!Array.isArray(answer)) throw new Error(`refused: ${messageOf(answer)}`);
    const last = answer.at(-1) as Map<string, Wire>;
    if (last.get("status") !== "OK") throw new Error(`failed: ${String(last.get("result"))}`);
    return last.get("result") as Wire;
  }

  /** Evaluates an expression. */
  async evaluate(expression: string): Promise<Wire> {
    return this.run(`RETURN ${expression}`);
  }

  async close(): Promise<void> {
    await this.#database.free();
  }

  async #call(method: string, texts: readonly string[]): Promise<Wire> {
    return decode(await this.#database.execute(encodeRequest(method, texts)));
  }
}

function messageOf(answer: Wire): string {
  const error = answer instanceof Map ? answer.get("error") : undefined;
  return String(error instanceof Map ? error.get("message") : error);
}

function platformName(): string {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform === "win32") return `${name}-msvc`;
  if (process.platform !== "linux") return name;
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return `${name}-${report?.header?.glibcVersionRuntime === undefined ? "musl" : "gnu"}`;
}
