// Takes out of the working folder's dist what no source stands for any more: `node ../../tools/prune-dist.mjs`.
// The compiler leaves it there, it would be kept with the build, and published.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "./list-files.mjs";

const folder = process.cwd();
const built = /^dist\/(.+?)\.(d\.ts|js)(\.map)?$/;

for (const path of listFiles(join(folder, "dist"), "").map((each) => `dist/${each}`)) {
  const source = built.exec(path)?.[1];
  if (source === undefined || existsSync(join(folder, `src/${source}.ts`))) continue;
  rmSync(join(folder, path));
  console.log(`${path} has no source any more, and is gone.`);
}
