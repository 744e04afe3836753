import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { maskLiterals, quoteIdentifier, tokensOf } from "@surreal-sdk/values";
import type { SchemaConnection } from "./connection.ts";

/**
 * Lists the files of a schema: files as they are, folders by their `.surql` files, sorted, with those in folders below.
 *
 * @throws Error when there is no such file, or no `.surql` file in a folder
 */
export async function listFiles(paths: readonly string[]): Promise<string[]> {
  const lists: string[][] = [];
  for (const path of paths) lists.push(await listPath(path));
  return [...new Set(lists.flat())];
}

async function listPath(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new Error(`There is no file or folder ${path}.`);
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  const files = names.filter((name) => name.endsWith(".surql")).sort();
  if (files.length === 0) throw new Error(`The folder ${path} contains no .surql file.`);
  return files.map((name) => join(path, name));
}

/** The namespace and the database in memory that files are loaded into. */
export const scratch: { readonly namespace: string; readonly database: string } = {
  namespace: "schema",
  database: "schema",
};

/**
 * Runs the statements of files in a database.
 *
 * @returns a connection to the database that they have selected at their end: files with `USE` describe that one
 * @throws Error that names the file, the line and the statement
 */
export async function runFiles(connection: SchemaConnection, files: readonly string[]): Promise<SchemaConnection> {
  let selection = "";
  for (const file of files) selection = await runFile(connection, file, selection);
  return selection === "" ? connection : selecting(connection, selection);
}

/** Runs a file, and returns the statement that selects what the file has selected. */
async function runFile(connection: SchemaConnection, file: string, selection: string): Promise<string> {
  // Editors on Windows put a byte order mark in front, which is not part of the text.
  const text = selection + (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  try {
    const results = await connection.query(`${text}\n;RETURN [session::ns(), session::db()]`);
    const place: unknown = results.at(-1);
    if (!Array.isArray(place)) return selection;
    const [namespace, database] = place.map(String);
    if (namespace === scratch.namespace && database === scratch.database) return "";
    return `USE NS ${quoteIdentifier(namespace ?? "")} DB ${quoteIdentifier(database ?? "")}; `;
  } catch (error) {
    throw new Error(describeFailure(file, text, error), { cause: error });
  }
}

/** A connection that selects another database in front of each query. */
function selecting(connection: SchemaConnection, selection: string): SchemaConnection {
  return {
    query: async (text) => (await connection.query(selection + text)).slice(1),
    close: () => connection.close(),
  };
}

/** The server says the place of what it cannot parse, and the number of a statement that fails. */
function describeFailure(file: string, text: string, error: unknown): string {
  const { message, statement } = error as { readonly message: string; readonly statement?: number };
  const why = message.split("\n")[0] ?? "";
  const parsed = /-->\s*\[(\d+):\d+\]/.exec(message)?.[1];
  if (parsed !== undefined)
    return `${file}:${parsed}: ${why.replace(/,? *(expected\b.*)?:?$/, (rest) => rest.replace(/:$/, ""))}`;
  const failed = statement === undefined ? undefined : statementsOf(text)[statement];
  return failed === undefined ? `${file}: ${why}` : `${file}:${failed.line}: ${shortened(failed.text)}: ${why}`;
}

/** A statement with its names, but without its strings: they may be passwords. */
function shortened(statement: string): string {
  const line = maskLiterals(statement).replaceAll(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

/** The statements of a text, with the lines that they begin on. */
function statementsOf(text: string): { readonly text: string; readonly line: number }[] {
  const statements: { text: string; line: number }[] = [];
  let depth = 0;
  let from: number | undefined;
  const end = (at: number): void => {
    if (from !== undefined)
      statements.push({ text: text.slice(from, at), line: text.slice(0, from).split("\n").length });
    from = undefined;
  };
  for (const { kind, start } of tokensOf(text)) {
    const mark = kind === "mark" ? (text[start] as string) : "";
    if ("([{".includes(mark) && mark !== "") depth += 1;
    if (")]}".includes(mark) && mark !== "") depth -= 1;
    if (mark === ";" && depth === 0) end(start);
    else if (kind !== "space" && kind !== "comment") from ??= start;
  }
  end(text.length);
  return statements;
}
