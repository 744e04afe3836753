/** What is used of the process, where there is one. */
interface Process {
  getActiveResourcesInfo?(): readonly string[];
  emitWarning?(message: string, options: { type: string; code: string }): void;
}

const platform = globalThis as { readonly process?: Process };

/** What Node calls an open server, on a port and on a path. */
const servers: ReadonlySet<string> = new Set(["TCPServerWrap", "PipeServerWrap"]);

/** A process is warned once, however many connections it has. */
const told: Set<string> = new Set();

/** Warns once that a thread which answers others is about to be blocked. */
export class ListeningWatch {
  #calls = 0;

  /** Looks before the 1st, 2nd, 4th, 8th … call: that costs nothing, and still sees a server that listens later. */
  beforeCall(): void {
    this.#calls += 1;
    if ((this.#calls & (this.#calls - 1)) !== 0 || told.size > 0) return;
    const { process } = platform;
    if (process?.getActiveResourcesInfo?.().some((name) => servers.has(name)) !== true) return;
    const code = "SURREAL_BLOCKING_SERVER";
    told.add(code);
    process.emitWarning?.(
      "A blocking connection is used in a thread that listens on a port: while a call waits, the server answers no other request. Use AsyncSurreal in servers.",
      { type: "SurrealWarning", code },
    );
  }
}
