import { parseArgs } from "node:util";
import { maskCredentials, type SchemaSource } from "../source/schema-source.ts";

/** The file that the types are written to unless another one is named. */
export const DEFAULT_OUT = "database.ts";

/** The usage text of the commands. */
export const USAGE: string = `Usage: surreal-sdk typegen [options] [schema.surql ...]
       surreal-sdk check [options] [schema.surql ...]

typegen writes the TypeScript types of a schema to a file; check says whether the file is up to date.
The schema comes from .surql files, and folders of them, or from a database with --url.

  --url <url>        the URL of the database, such as ws://localhost:8000
  --ns <name>        its namespace
  --db <name>        its name
  --level <level>    where its user is defined: root, namespace or database (default root)
  --out <file>       the file with the types (default ${DEFAULT_OUT}); - prints it
  --watch            keeps running, and writes the file again whenever the schema changes
  --check            only checks the file, as the command check does
  --help             prints this

The credentials come from the environment: SURREAL_USER and SURREAL_PASS, or SURREAL_TOKEN.`;

/** What a command line asks for. */
export interface CommandLine {
  readonly source: SchemaSource;
  /** `-` for the standard output. */
  readonly out: string;
  readonly task: "write" | "check" | "watch";
}

/**
 * Reads a command line.
 *
 * @returns `undefined` when only help was requested
 * @throws TypeError, with a message of one line, when something is unknown, missing or contradictory
 */
export function readCommandLine(words: readonly string[]): CommandLine | undefined {
  const [command, ...rest] = words;
  if (command === undefined || command === "help" || command === "--help") return undefined;
  if (command !== "typegen" && command !== "check") throw wrong(`Unknown command '${maskCredentials(command)}'`);
  const { values, positionals: files } = readWords(rest);
  if (values.help) return undefined;
  const empty = Object.entries(values).find(([, value]) => value === "");
  if (empty !== undefined) throw new TypeError(`--${empty[0]} is empty: leave it out, or give it a value.`);
  const isCheck = command === "check" || values.check === true;
  if (isCheck && values.watch === true) throw new TypeError("--watch writes and --check does not: give one of them.");
  if (values.out === "-" && (isCheck || values.watch === true)) {
    throw new TypeError("--out - prints the types once: name a file to check or to watch.");
  }
  return {
    source: toSource(values, files),
    out: values.out,
    task: isCheck ? "check" : values.watch === true ? "watch" : "write",
  };
}

interface SourceWords {
  readonly url?: string;
  readonly ns?: string;
  readonly db?: string;
  readonly level?: string;
}

const levels = ["root", "namespace", "database"] as const;

function toSource({ url, ns, db, level = "root" }: SourceWords, files: readonly string[]): SchemaSource {
  if (url === undefined) {
    if (files.length === 0) throw wrong("There is no schema: name .surql files, or a database by --url, --ns and --db");
    if (ns !== undefined || db !== undefined) throw new TypeError("--ns and --db need --url, the URL of the database.");
    return { files };
  }
  if (files.length > 0) throw new TypeError("The schema is in files or in a database: give --url or files, not both.");
  if (ns === undefined || db === undefined) throw new TypeError("--url needs --ns and --db: the database to describe.");
  const found = levels.find((each) => each === level);
  if (found === undefined) throw new TypeError(`--level is root, namespace or database, not ${JSON.stringify(level)}.`);
  if (maskCredentials(url) !== url) {
    throw new TypeError("--url must not contain a password: set SURREAL_USER and SURREAL_PASS in the environment.");
  }
  return { url, namespace: ns, database: db, level: found };
}

function readWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        url: { type: "string" },
        ns: { type: "string" },
        db: { type: "string" },
        level: { type: "string" },
        out: { type: "string", default: DEFAULT_OUT },
        watch: { type: "boolean" },
        check: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    // The text after the first sentence is advice for programs with more options.
    const [sentence = ""] = (error as Error).message.split(/\.(?:\s|$)|\n/);
    throw wrong(maskCredentials(sentence));
  }
}

function wrong(sentence: string): TypeError {
  return new TypeError(`${sentence}. Run it with --help for the list of options.`);
}
