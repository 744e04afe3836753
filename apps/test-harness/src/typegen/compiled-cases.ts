import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript-5.9";
import { repository } from "../readme/documents.ts";

const folder = join(repository, "apps/test-harness/reports/typegen");

/** An expression, and the type that it is held against. */
export interface TypedExpression {
  readonly type: string;
  readonly text: string;
}

/** What the compiler says about an expression, and its value. */
export interface CompiledExpression {
  /** Empty when the expression has the type. */
  readonly complaint: string;
  /** Evaluates the expression. */
  make(): unknown;
}

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  types: [],
};

/**
 * Compiles expressions against a generated file.
 *
 * @param name - of the files, so that tests do not share them
 * @throws with the complaints about the generated file itself
 */
export async function compileExpressions(
  name: string,
  database: string,
  expressions: readonly TypedExpression[],
): Promise<CompiledExpression[]> {
  mkdirSync(folder, { recursive: true });
  const [types, program] = [`${name}-database.ts`, `${name}-cases.ts`].map((file) => join(folder, file)) as [
    string,
    string,
  ];
  const lines = expressions.map(({ type, text }, index) => `export const case${index} = (): ${type} => (${text});`);
  const source = [`import type * as db from "./${name}-database.js";`, classes, ...lines].join("\n");
  writeFileSync(types, database);
  writeFileSync(program, source);
  const complaints = complaintsByLine(types, program);
  const built = join(folder, `${name}-cases.mjs`);
  writeFileSync(built, ts.transpileModule(source, { compilerOptions: options }).outputText);
  const made = (await import(pathToFileURL(built).href)) as Record<string, () => unknown>;
  const first = source.split("\n").length - lines.length;
  return expressions.map((_, index) => ({
    complaint: complaints.get(first + index) ?? "",
    make: () => made[`case${index}`]?.(),
  }));
}

const classes = `import {
  BoundExcluded, BoundIncluded, Datetime, Decimal, Duration, FileRef, GeometryLine, GeometryPoint, GeometryPolygon, Range, RecordId,
  Table, Uuid
} from "surreal-sdk";`;

function complaintsByLine(types: string, program: string): Map<number, string> {
  const compiled = ts.createProgram([types, program], options);
  const found = new Map<number, string>();
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(compiled)) {
    const message = ts.flattenDiagnosticMessageText(messageText, " ");
    if (file?.fileName !== program || start === undefined) throw new Error(`${file?.fileName}: ${message}`);
    found.set(file.getLineAndCharacterOfPosition(start).line, message);
  }
  return found;
}
