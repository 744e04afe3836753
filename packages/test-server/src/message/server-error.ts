import { SurrealError } from "@surreal-sdk/values";

/**
 * The test server could not start: its port is taken, or its data cannot be opened. The message says what to do;
 * `cause` is the underlying error.
 *
 * @example
 * ```ts
 * try {
 *   await startTestServer({ port: 8000 });
 * } catch (error) {
 *   if (error instanceof TestServerError) console.error(error.message);
 * }
 * ```
 */
export class TestServerError extends SurrealError {
  static override readonly errorName: string = "TestServerError";
}

/** Creates the error for a port that the server cannot listen on. */
export function listenFailure(cause: unknown, host: string, port: number): TestServerError {
  const { code, message } = cause as { code?: string; message?: string };
  const place = `port ${port} of ${host}`;
  const known: Readonly<Record<string, string>> = {
    EADDRINUSE: `Another program listens on ${place}. Choose another port, or 0 for a free one.`,
    EACCES: `This user may not listen on ${place}. Choose a port from 1024 on.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Choose 127.0.0.1, or 0.0.0.0 for all addresses.`,
    ENOTFOUND: `There is no host ${host}. Choose 127.0.0.1, or 0.0.0.0 for all addresses.`,
  };
  const text = known[code ?? ""] ?? `The server cannot listen on ${place}: ${message}`;
  return new TestServerError(text, { cause, outcome: "not_sent" });
}

/** Creates the error for a database that cannot be opened. */
export function openFailure(cause: unknown, path: string): TestServerError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The server cannot open the data at ${path}: ${reason}`;
  return new TestServerError(message, { cause, outcome: "not_sent" });
}
