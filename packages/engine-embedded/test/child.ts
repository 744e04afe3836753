import { execFile } from "node:child_process";
import { request } from "./wire.ts";

/**
 * Runs a script in its own process, which is killed when it does not end within `timeout` milliseconds. The script has
 * the built package, an open database `db`, and `execute` for frames in hexadecimal digits.
 *
 * @returns its output, and the signal that ended it
 */
export function runChild(
  body: string,
  url = "mem://",
  timeout = 60_000,
): Promise<{ lines: string[]; signal: string | null }> {
  const script = `
    const { EmbeddedDatabase } = await import("@surreal-sdk/engine-embedded");
    const db = await EmbeddedDatabase.open(${JSON.stringify(url)});
    const execute = (hex) => db.execute(Uint8Array.from(Buffer.from(hex, "hex")));
    ${body}
    console.log("done");`;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--input-type=module", "-e", script], { timeout }, (error, stdout) => {
      resolve({ lines: stdout.trim().split("\n"), signal: error?.signal ?? null });
    });
  });
}

/** The source of a call that sends a request. */
export function executing(method: string, params: unknown[]): string {
  return `await execute(${JSON.stringify(Buffer.from(request(method, params)).toString("hex"))});`;
}
