import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { compareTypes, isGenerated } from "../compare/compare-types.ts";
import { generateTypes } from "../print/generate-types.ts";
import type { OpenConnection } from "../source/connection.ts";
import type { Environment } from "../source/credentials.ts";
import { SchemaReader } from "../source/read-source.ts";
import { schemaChanges } from "../source/schema-changes.ts";
import { shellWord, sourceWords } from "../source/schema-source.ts";
import { type CommandLine, DEFAULT_OUT, readCommandLine, USAGE } from "./command-line.ts";

/**
 * What the commands need of their surroundings.
 *
 * @example
 * ```ts
 * const context: CommandContext = {
 *   open: (url, options) => AsyncSurreal(url, options).connect(),
 *   environment: process.env,
 *   print: (text) => process.stdout.write(`${text}\n`),
 *   report: (text) => process.stderr.write(`${text}\n`),
 *   signal: new AbortController().signal,
 * };
 * ```
 */
export interface CommandContext {
  readonly open: OpenConnection;
  /** The variables of the environment, for credentials. */
  readonly environment: Environment;
  /** Takes the result of a command. */
  readonly print: (text: string) => void;
  /** Takes progress and errors. */
  readonly report: (text: string) => void;
  /** Ends `--watch`. */
  readonly signal: AbortSignal;
}

/**
 * Runs `surreal-sdk typegen` or `surreal-sdk check`.
 *
 * @param words - the command and its arguments
 * @returns the exit code: 0, or 1 when the file differs or something failed, or 2 for a wrong command line
 * @example
 * ```ts
 * process.exitCode = await runCommand(process.argv.slice(2), context);
 * ```
 */
export async function runCommand(words: readonly string[], context: CommandContext): Promise<number> {
  try {
    const line = readCommandLine(words);
    if (line === undefined) {
      context.print(USAGE);
      return 0;
    }
    return await run(line, context);
  } catch (error) {
    context.report(oneLine(error));
    return error instanceof TypeError ? 2 : 1;
  }
}

async function run(line: CommandLine, context: CommandContext): Promise<number> {
  const reader = new SchemaReader(line.source, context.open, context.environment);
  try {
    if (line.task === "check") return await check(line, reader, context);
    if (line.task === "write") return await write(line, reader, context);
    const changes = await schemaChanges(line.source, context.signal);
    await writeOrReport(line, reader, context);
    for await (const _ of changes) await writeOrReport(line, reader, context);
    return 0;
  } finally {
    await reader.close();
  }
}

/** A schema that is wrong for a moment does not end the watch. */
async function writeOrReport(line: CommandLine, reader: SchemaReader, context: CommandContext): Promise<void> {
  try {
    await write(line, reader, context);
  } catch (error) {
    context.report(oneLine(error));
  }
}

async function write(line: CommandLine, reader: SchemaReader, context: CommandContext): Promise<number> {
  const { out, task } = line;
  const before = out === "-" ? undefined : await readIfPresent(out);
  if (before !== undefined && before.trim() !== "" && !isGenerated(before)) {
    throw new Error(`${out} was not written by surreal-sdk typegen: choose another file by --out, or remove it.`);
  }
  const text = await generate(line, reader, context);
  if (out === "-") context.print(text.trimEnd());
  else if (text === before) {
    if (task === "write") context.report(`${out} is up to date.`);
  } else {
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, text);
    context.report(`${out} was written.`);
  }
  return 0;
}

async function check(line: CommandLine, reader: SchemaReader, context: CommandContext): Promise<number> {
  const committed = await readIfPresent(line.out);
  const again = `Run ${invocation(line)} to write it.`;
  if (committed === undefined) throw new Error(`There is no file ${line.out}. ${again}`);
  const differences = compareTypes(committed, await generate(line, reader, context));
  if (differences.length === 0) {
    context.report(`${line.out} is up to date.`);
    return 0;
  }
  for (const difference of differences) context.print(difference);
  context.report(`${line.out} differs from the schema. ${again}`);
  return 1;
}

async function generate(line: CommandLine, reader: SchemaReader, { report }: CommandContext): Promise<string> {
  const schema = await reader.read((done, total) => {
    if (total > 50) report(`Reading tables: ${done} of ${total}`);
  });
  return generateTypes(schema, {
    source: invocation(line),
    onUnknown: (place, kind) =>
      report(`${place} has the kind ${kind}, which this version does not know: its type is unknown.`),
  });
}

/** The command that writes the file, as it would be written by hand. */
function invocation({ source, out }: CommandLine): string {
  const file = out === DEFAULT_OUT || out === "-" ? [] : ["--out", shellWord(out)];
  return ["npx surreal-sdk typegen", ...sourceWords(source), ...file].join(" ");
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A stack would be about this program, not about what to do. */
function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, " ");
}
