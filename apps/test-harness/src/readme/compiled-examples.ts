import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "./documents.ts";
import { type Example, toProgram } from "./example.ts";

const harness = join(repository, "apps/test-harness");
const folder = join(harness, "reports/examples");

/** An example as a program on disk. */
export interface CompiledExample {
  readonly example: Example;
  /** What the compiler says about it; empty when it is sound. */
  readonly complaints: string;
  /** The program that Node runs. */
  readonly program: string;
}

/** Checks and compiles examples with the compiler and the packages of the harness. Servers' addresses stay as written. */
export function compileExamples(examples: readonly Example[]): CompiledExample[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  examples.forEach((example, index) => {
    writeFileSync(join(folder, `example-${index}.ts`), toProgram(example, "../../src/readme/same.ts"));
  });
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const compiler = spawnSync(join(harness, "node_modules/.bin/tsc"), ["-p", folder, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  return examples.map((example, index) => ({
    example,
    complaints: complaintsAbout(`example-${index}.ts`, compiler.stdout),
    program: join(folder, `built/reports/examples/example-${index}.js`),
  }));
}

/**
 * Runs a compiled example in a process of its own, with the addresses of documents replaced by real ones.
 *
 * @throws with what the process wrote, when it fails or takes longer than 20 seconds.
 */
export async function runExample({ program }: CompiledExample, addresses: ReadonlyMap<string, string>): Promise<void> {
  let text = readFileSync(program, "utf8");
  for (const [written, real] of addresses) text = text.replaceAll(written, real);
  writeFileSync(program, text);
  await promisify(execFile)(process.execPath, [program], { timeout: 20_000 });
}

const settings = {
  extends: "../../tsconfig.json",
  compilerOptions: {
    noEmit: false,
    rootDir: "../..",
    outDir: "built",
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    noUnusedLocals: false,
  },
  include: ["*.ts"],
};

/** Messages that name no file, and those of the other files, are everybody's. */
function complaintsAbout(file: string, output: string): string {
  const messages = output.split(/\n(?=\S)/).filter((message) => message.trim() !== "");
  return messages.filter((message) => message.startsWith(file) || !/^example-\d+\.ts/.test(message)).join("\n");
}
