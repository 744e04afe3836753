// Builds real servers from the crate registry: `npm run servers -- build [version …]`, `npm run servers -- list`.
import { spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { cachedPath, cachedPrograms, chosenProgram, pinnedVersions, serverCache } from "./server-program.ts";

const usage = `Builds SurrealDB servers from the crate registry, for the tests. Needs Rust, and about 40 minutes a version.

  npm run servers -- list                 the servers that are there
  npm run servers -- which                the one that npm test takes along
  npm run servers -- build                builds the newest stable version, ${newestStable()}
  npm run servers -- build 3.0.5 3.3.5    builds these versions; tested are ${pinnedVersions.join(", ")}

Servers are kept in ${serverCache()}; SURREAL_SERVERS names another folder.`;

const features = ["storage-mem", "storage-surrealkv", "http", "graphql", "jwks"];

const program = `#![recursion_limit = "512"]
fn main() -> std::process::ExitCode {
    surrealdb_server::init(surrealdb_server::core::CommunityComposer())
}
`;

const [command, ...versions] = process.argv.slice(2);
if (command === "list") list();
else if (command === "which") console.log(which());
else if (command === "build") for (const version of versions.length > 0 ? versions : [newestStable()]) build(version);
else {
  console.error(usage);
  process.exitCode = command === undefined || command === "--help" ? 0 : 1;
}

function newestStable(): string {
  return pinnedVersions.filter((version) => !version.includes("-")).at(-1) ?? "";
}

function which(): string {
  const program = chosenProgram();
  if (program !== undefined) return `Real server: SurrealDB ${program.version} (${program.path})`;
  return "Real server: none, so nothing ran on one. `npm run servers -- build` builds one.";
}

function list(): void {
  const programs = cachedPrograms();
  for (const { version, path } of programs) console.log(`${version}  ${path}`);
  if (programs.length === 0) console.log(`There is no server in ${serverCache()}.`);
}

/** Builds one version; what it shares with others is compiled once. */
function build(version: string): void {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
    console.error(`"${version}" is not a version such as 3.3.5.`);
    process.exitCode = 1;
    return;
  }
  const folder = join(serverCache(), "build", version);
  mkdirSync(join(folder, "src"), { recursive: true });
  writeFileSync(join(folder, "Cargo.toml"), manifest(version));
  writeFileSync(join(folder, "src/main.rs"), program);
  pinCrates(folder, version);
  deepen(folder);
  const target = join(serverCache(), "target");
  const env = { ...process.env, CARGO_TARGET_DIR: target };
  const { status, error } = spawnSync("cargo", ["build", "--release"], { cwd: folder, env, stdio: "inherit" });
  if (error !== undefined) console.error(`cargo could not be started: ${error.message}`);
  if (status !== 0) {
    process.exitCode = 1;
    return;
  }
  const built = cachedPath(version);
  mkdirSync(dirname(built), { recursive: true });
  copyFileSync(join(target, "release/surreal"), built);
  console.log(`SurrealDB ${version}: ${built}`);
}

/**
 * Takes the crates of SurrealDB at the server's own version. The server asks for its version or a newer one, so cargo would
 * combine an old server with the newest database.
 */
function pinCrates(folder: string, version: string): void {
  const lock = join(folder, "Cargo.lock");
  rmSync(lock, { force: true });
  spawnSync("cargo", ["generate-lockfile"], { cwd: folder, stdio: "inherit" });
  const others = (): readonly string[] => {
    const crates = readFileSync(lock, "utf8").matchAll(/^name = "(surrealdb[\w-]*)"\nversion = "(.+)"$/gm);
    return [...crates].filter(([, , found]) => found !== version).map(([, name = ""]) => name);
  };
  const pin = (name: string): boolean =>
    spawnSync("cargo", ["update", name, "--precise", version], { cwd: folder, stdio: "ignore" }).status === 0;
  // A crate can be pinned only after those that ask for a newer one of it, which then may not be needed any more.
  while (others().some(pin));
  for (const name of others()) console.log(`${name} has a version of its own.`);
}

/**
 * Lets compilers newer than the server compile it: they measure more deeply nested types than it allows them to. Later
 * versions allow it themselves.
 */
function deepen(folder: string): void {
  const { stdout } = spawnSync("cargo", ["metadata", "--format-version", "1"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const { packages } = JSON.parse(stdout) as { packages: { name: string; manifest_path: string }[] };
  const published = packages.find(({ name }) => name === "surrealdb-server");
  if (published === undefined) return;
  const [source, copy] = [dirname(published.manifest_path), join(folder, "server")];
  const library = readFileSync(join(source, "src/lib.rs"), "utf8");
  if (library.includes("recursion_limit")) return;
  cpSync(source, copy, { recursive: true });
  writeFileSync(join(copy, "src/lib.rs"), `#![recursion_limit = "512"]\n${library}`);
  appendFileSync(join(folder, "Cargo.toml"), '\n[patch.crates-io]\nsurrealdb-server = { path = "server" }\n');
}

/** Optimized only as far as tests need: a whole optimization takes hours. */
function manifest(version: string): string {
  return `[package]
name = "surreal"
version = "${version}"
edition = "2021"

[dependencies]
surrealdb-server = { version = "=${version}", default-features = false, features = ${JSON.stringify(features)} }

[profile.release]
opt-level = 1
lto = false
codegen-units = 32
strip = true
debug = false
`;
}
