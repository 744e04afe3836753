import { UnsupportedEngineError } from "@surreal-sdk/transport";
import { isBuiltIn } from "@surreal-sdk/transport/toolkit";
import { packageEntry } from "./package-entry.ts";

/** The interface of the native module of `@surrealdb/node`. Any call after `free()` terminates the process. */
export interface NativeDatabase {
  execute(request: Uint8Array): Promise<Uint8Array>;
  export(config?: Uint8Array): Promise<string>;
  notifications(): Promise<NativeReceiver>;
  free(): Promise<void>;
}

/** The one stream of notifications of a database; `null` at its end. A pending `recv` keeps the process alive. */
export interface NativeReceiver {
  recv(): Promise<Uint8Array | null>;
}

/** The part of the native module that the engine uses. */
export interface NativeBinding {
  readonly SurrealNodeEngine: {
    connect(url: string, options?: object): Promise<NativeDatabase>;
  };
}

/** Loads the native module; tests replace it to simulate that it is missing. */
export type LoadBinding = (url: string) => NativeBinding;

const packageName = "@surrealdb/node";
/** Where the native module is from version 3.0.4 of the package on: a peer of it, whose version the user chooses. */
const nativePackage = "@surrealdb/node-native";

/**
 * Creates the loader of the native module for this platform.
 *
 * It bypasses the package's own entry, which imports the whole official SDK and decodes the bytes that we forward.
 *
 * @param resolve - finds the entry of a package, as `import.meta.resolve` does
 */
export function bindingLoader(resolve: (packageName: string) => string): LoadBinding {
  return (url) => {
    const entry = findEntry(url, resolve);
    let name = `./surrealdb-node.${moduleName()}.node`;
    try {
      const { createRequire } = process.getBuiltinModule("node:module");
      const load = createRequire(entry);
      if (!isThere(load, name) && isThere(load, nativePackage)) name = nativePackage;
      return load(name) as NativeBinding;
    } catch (cause) {
      throw unloadable(url, name, cause);
    }
  };
}

/**
 * Loads the native module of the installed `@surrealdb/node`.
 *
 * @throws UnsupportedEngineError when the package is absent, or has no working module for this platform
 */
export const loadBinding: LoadBinding = bindingLoader((name) => {
  const { url, resolve } = import.meta as Partial<ImportMeta>;
  // A bundle of CommonJS has neither, and Jest before version 30 only the URL.
  return resolve === undefined && url !== undefined ? packageEntry(name, url) : import.meta.resolve(name);
});

function isThere(load: NodeJS.Require, name: string): boolean {
  try {
    load.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function unloadable(url: string, name: string, cause: unknown): UnsupportedEngineError {
  return new UnsupportedEngineError(
    `${url} needs the native module of ${packageName}, which cannot be loaded on this platform ` +
      `(${process.platform} ${process.arch}). Install ${packageName} again on this machine` +
      `${name === nativePackage ? ` and ${nativePackage} with it` : `; from version 3.0.4 on it needs ${nativePackage} as well: npm install ${nativePackage}`}. ` +
      "Where it has no build, use a remote database.",
    { url, cause },
  );
}

function findEntry(url: string, resolve: (packageName: string) => string): string {
  try {
    return resolve(packageName);
  } catch (cause) {
    if (!isAbsence(cause)) throw unresolvable(url, cause);
    throw new UnsupportedEngineError(
      `${url} is a database inside this process, which needs the package ${packageName}: npm install ${packageName}`,
      { url, cause },
    );
  }
}

function isAbsence(cause: unknown): boolean {
  return (cause as { code?: unknown } | null)?.code === "ERR_MODULE_NOT_FOUND";
}

/** CommonJS bundles have no `import.meta.resolve`. */
function unresolvable(url: string, cause: unknown): UnsupportedEngineError {
  const reason = isBuiltIn(cause, "Error") ? cause.message : String(cause);
  return new UnsupportedEngineError(
    `${url} needs the package ${packageName}, and it cannot be resolved from here: ${reason}. A bundle of CommonJS has ` +
      `no import.meta.resolve: leave the SDK out of it (esbuild --external:surreal-sdk), or bundle as a module (--format=esm).`,
    { url, cause },
  );
}

/**
 * The part of the native module's name that says for which platform it is, such as `linux-x64-gnu`.
 *
 * Uses the global `process`: importing node:process would read all of its properties, which opens the standard input
 * and takes 2 ms.
 */
export function moduleName(): string {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform === "win32") return `${name}-msvc`;
  return process.platform === "linux" ? `${name}-${libraryName()}` : name;
}

/** The C library of this process. The report that contains it takes 9 ms, so only systems that have musl read it. */
function libraryName(): "gnu" | "musl" {
  const { existsSync } = process.getBuiltinModule("node:fs");
  if (!["x86_64", "aarch64"].some((arch) => existsSync(`/lib/ld-musl-${arch}.so.1`))) return "gnu";
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime === undefined ? "musl" : "gnu";
}
