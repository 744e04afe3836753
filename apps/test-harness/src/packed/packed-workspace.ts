import { execFile, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { packageFolders, readManifest, repository } from "../readme/documents.ts";
import { tarballs } from "./tarballs.ts";

/** A folder of somebody who installed the packages as they are published, far from the workspace. */
export interface PackedWorkspace {
  readonly folder: string;
  /** Writes a file there. */
  write(name: string, text: string): void;
  /** Runs Node there and gives what was printed. */
  node(...args: string[]): Promise<string>;
  /** Runs a line of a shell there, as people type it, and gives its exit code and all that it printed. */
  shell(line: string): { readonly code: number | null; readonly printed: string };
  /** Runs a program there and gives what it printed. */
  run(name: string, program: string): Promise<string>;
  /** Lets the TypeScript compiler work there, strictly, and gives its complaints. */
  compile(...args: string[]): string;
  /** Lets the compiler of that version work there. */
  compileWith(version: TypeScriptVersion, ...args: string[]): string;
  /** Lets the compiler of that version build projects there, one by one, and gives its complaints. */
  build(version: TypeScriptVersion, projects: readonly string[]): string;
  remove(): void;
}

/** What the tests of the packed packages need of others, and what in the workspace has it installed. */
const alsoInstalled: readonly Need[] = [
  { name: "@types/node", owner: "apps/test-harness" },
  { name: "vitest", owner: "apps/test-harness" },
];

/** A package of others, and the folder of the workspace's member that has it installed. */
interface Need {
  readonly name: string;
  readonly owner: string;
}

/** What the packages need of others, as their manifests say. */
function needs(): Need[] {
  const own = new Set(packageFolders().map((folder) => readManifest(folder).name));
  const found = packageFolders().flatMap((owner) => {
    const { dependencies, peerDependencies } = readManifest(owner);
    return Object.keys({ ...dependencies, ...peerDependencies }).map((name) => ({ name, owner }));
  });
  return found.filter(({ name }, index) => !own.has(name) && found.findIndex((need) => need.name === name) === index);
}

/** Takes every package as it is packed, and unpacks it where Node would look for it. */
export async function packWorkspace(): Promise<PackedWorkspace> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "packed-")));
  const packed = await tarballs(join(folder, "tarballs"));
  for (const member of packageFolders()) {
    const { name } = readManifest(member);
    const home = join(folder, "node_modules", name);
    mkdirSync(home, { recursive: true });
    const tarball = readdirSync(packed).find((file) => file.startsWith(`${name.replace("@", "").replace("/", "-")}-0`));
    await execute("tar", ["-xzf", join(packed, tarball!), "-C", home, "--strip-components=1"]);
  }
  for (const { name, owner } of [...needs(), ...alsoInstalled]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(repository, owner, "node_modules", name)), link);
  }
  linkCommands(folder);
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const node = async (...args: string[]): Promise<string> =>
    (await execute(process.execPath, args, { cwd: folder, timeout: 100_000 })).stdout;
  write("package.json", '{ "type": "module" }');
  return {
    folder,
    write,
    node,
    run: (name, program) => {
      write(name, program);
      return node(name);
    },
    shell: (line) => {
      const ended = spawnSync(line, { cwd: folder, shell: true, encoding: "utf8", timeout: 100_000, env: ownShell() });
      return { code: ended.status, printed: ended.stdout + ended.stderr };
    },
    compile: (...args) => compile(folder, "7.0", ["--strict", ...args]),
    compileWith: (version, ...args) => compile(folder, version, ["--strict", ...args]),
    build: (version, projects) => compile(folder, version, ["--build", ...projects]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The environment without what the package manager that runs the tests puts there, which npm would warn of. */
function ownShell(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}

/** Puts the commands of the packages where npm puts them. */
function linkCommands(folder: string): void {
  const commands = join(folder, "node_modules/.bin");
  mkdirSync(commands);
  for (const { name } of packageFolders().map(readManifest)) {
    const home = join(folder, "node_modules", name);
    const { bin = {} } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
      bin?: Record<string, string>;
    };
    for (const [command, file] of Object.entries(bin)) {
      chmodSync(join(home, file), 0o755);
      symlinkSync(join(home, file), join(commands, command));
    }
  }
}

const execute = promisify(execFile);

/** The versions of TypeScript that the published types are for, and the packages that hold them. */
const compilers = { "5.9": "typescript-5.9", "6.0": "typescript-6.0", "7.0": "typescript" } as const;

/** A version of TypeScript that the published types are for. */
export type TypeScriptVersion = keyof typeof compilers;

function compile(folder: string, version: TypeScriptVersion, args: readonly string[]): string {
  const program = join(repository, "apps/test-harness/node_modules", compilers[version], "bin/tsc");
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" }).stdout;
}
