#!/usr/bin/env node
import { AsyncSurreal } from "./index.ts";

// The generator is a package of its own: programs that only connect do not install it.
try {
  const { runCommand } = await import("@surreal-sdk/typegen/command");
  const ending = new AbortController();
  // A second signal ends the process as usual.
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => ending.abort());
  process.exitCode = await runCommand(process.argv.slice(2), {
    open: (url, options) => AsyncSurreal(url, options).connect(),
    environment: process.env,
    print: (text) => console.log(text),
    report: (text) => console.error(text),
    signal: ending.signal,
  });
} catch (error) {
  const isMissing = (error as { code?: string }).code === "ERR_MODULE_NOT_FOUND" && String(error).includes("typegen");
  console.error(
    isMissing
      ? "surreal-sdk typegen and check need another package: npm install -D @surreal-sdk/typegen"
      : `The package @surreal-sdk/typegen cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 1;
}
