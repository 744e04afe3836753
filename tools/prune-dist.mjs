// Removes files from the working folder's dist whose source no longer exists: `node ../../tools/prune-dist.mjs`.
// The compiler leaves such files there, and they would be cached with the build and published.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "./list-files.mjs";

const folder = process.cwd();
/** The same modules are in dist, and with numbers in the place of messages in dist/short. */
const built = /^dist\/(?:short\/)?(.+?)\.(d\.ts|js)(\.map)?$/;

for (const path of listFiles(join(folder, "dist"), "").map((each) => `dist/${each}`)) {
  const source = built.exec(path)?.[1];
  if (source === undefined || existsSync(join(folder, `src/${source}.ts`))) continue;
  rmSync(join(folder, path));
  console.log(`${path} has no source and was removed.`);
}
