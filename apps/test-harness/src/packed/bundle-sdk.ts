import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { repository } from "../readme/documents.ts";

/** Called by vitest before a run: bundles the SDK as for publishing, unless nothing has changed since the last time. */
export default function bundleSdk(): void {
  execFileSync("npm", ["run", "--silent", "prepack"], {
    cwd: join(repository, "packages/surreal-sdk"),
    stdio: "inherit",
  });
}
