import { execFile } from "node:child_process";
import { request } from "./wire.ts";

/**
 * Runs a script in a process of its own, which is killed when it does not end by itself within `patience`
 * milliseconds. The script has the built
 * package, an open database `db`, and `execute` for frames in hexadecimal digits.
 *
 * @returns what it wrote, and the signal that ended it
 */
export function runChild(
  body: string,
  url = "mem://",
  patience = 60_000,
): Promise<{ lines: string[]; signal: string | null }> {
  const script = `
    const { EmbeddedDatabase } = await import("@surreal-sdk/engine-embedded");
    const db = await EmbeddedDatabase.open(${JSON.stringify(url)});
    const execute = (hex) => db.execute(Uint8Array.from(Buffer.from(hex, "hex")));
    ${body}
    console.log("done");`;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--input-type=module", "-e", script], { timeout: patience }, (error, stdout) => {
      resolve({ lines: stdout.trim().split("\n"), signal: error?.signal ?? null });
    });
  });
}

/** The source of a call that sends a request. */
export function executing(method: string, params: unknown[]): string {
  return `await execute(${JSON.stringify(Buffer.from(request(method, params)).toString("hex"))});`;
}
