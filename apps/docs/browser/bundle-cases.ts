import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const harness = fileURLToPath(new URL("../../test-harness/src/conformance", import.meta.url));

/** What a page can run: left out are the cases that cut sockets, which takes a relay outside of it. */
const everywhere = {
  surface: "surfaceCases",
  connecting: "connectingCases",
  "session-state": "sessionStateCases",
  authentication: "authenticationCases",
  query: "queryCases",
  select: "selectCases",
  writes: "writeCases",
  insert: "insertCases",
  functions: "functionCases",
  values: "valueCases",
  files: "fileCases",
  "export-import": "exportImportCases",
};
const stateful = {
  live: "liveCases",
  sessions: "sessionCases",
  transactions: "transactionCases",
  "shared-live": "sharedLiveCases",
};
const kinds = { ws: { ...everywhere, ...stateful }, http: { ...everywhere, refusals: "refusalCases" } };

/** Writes a page with the conformance cases and the SDK as a browser gets it. */
export async function bundleCases(kind: keyof typeof kinds, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    stdin: { contents: pageScript(kind), resolveDir: harness, loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    outfile: join(folder, `${kind}.js`),
    alias: {
      vitest: join(here, "case-runner.ts"),
      "surreal-sdk": "surreal-sdk/async",
      "node:crypto": join(here, "node-stand-in.ts"),
      "node:util": join(here, "node-stand-in.ts"),
      "node:vm": join(here, "node-stand-in.ts"),
    },
    logLevel: "silent",
  });
  await writeFile(join(folder, `${kind}.html`), `<!doctype html><script type="module" src="/${kind}.js"></script>\n`);
}

function pageScript(kind: keyof typeof kinds): string {
  const cases = Object.entries(kinds[kind]);
  const imports = cases.map(([file, name]) => `import { ${name} } from "./cases/${file}.cases.ts";`);
  const calls = cases.map(([file, name]) => `describe("${file}", () => ${name}(target));`);
  return `
import { AsyncSurreal } from "surreal-sdk";
import { describe, runCases } from "vitest";
import { compareValuesByMeaning } from "./value-equality.ts";
${imports.join("\n")}
const places = new URLSearchParams(location.search);
const home = places.get("home");
const target = {
  name: "async over ${kind} in a browser",
  mode: "async",
  kind: "${kind}",
  url: () => home,
  elsewhere: () => places.get("elsewhere"),
  connection: (options, url = home) => AsyncSurreal(url, options),
};
compareValuesByMeaning();
${calls.join("\n")}
runCases().then((reports) => {
  const shown = document.createElement("pre");
  shown.textContent = JSON.stringify(reports);
  document.body.append(shown);
});
`;
}
