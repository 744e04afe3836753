/**
 * Finds the entry of an installed package for `import`, as `import.meta.resolve` does, where the platform's modules have
 * no such function: those of Jest before version 30.
 *
 * @param from - the URL of the module that needs the package
 * @returns its path
 * @throws Error with the code `ERR_MODULE_NOT_FOUND` when it is not installed
 */
export function packageEntry(packageName: string, from: string): string {
  const load = process.getBuiltinModule("node:module").createRequire(from);
  for (const folder of load.resolve.paths(packageName) ?? []) {
    const home = `${folder}/${packageName}`;
    const manifest = read(load, `${home}/package.json`);
    if (manifest !== undefined) return load.resolve(`${home}/${entryOf(manifest)}`);
  }
  throw Object.assign(new Error(`Cannot find package '${packageName}'`), { code: "ERR_MODULE_NOT_FOUND" });
}

interface Manifest {
  readonly exports?: { readonly "."?: { readonly import?: string } };
  readonly main?: string;
}

function read(load: NodeJS.Require, path: string): Manifest | undefined {
  try {
    return load(path) as Manifest;
  } catch {
    return undefined;
  }
}

function entryOf({ exports, main }: Manifest): string {
  return exports?.["."]?.import ?? main ?? "index.js";
}
