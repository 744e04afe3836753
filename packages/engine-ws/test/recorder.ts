import type { EngineListener, TransportError } from "@surreal-sdk/transport";

/** One call of a listener, as it came. */
export type Heard =
  | { kind: "received"; frame: Uint8Array; replyTo: string | undefined }
  | { kind: "part"; id: string; bytes: Uint8Array }
  | { kind: "failed"; id: string; error: TransportError }
  | { kind: "alive" }
  | { kind: "closed"; error: TransportError | undefined };

/** Listens to a connection, records its reports, and lets a test wait for a kind of report. */
export class Recorder implements EngineListener {
  readonly heard: Heard[] = [];
  readonly #waiting: { kind: Heard["kind"]; settle: (heard: Heard) => void }[] = [];

  received(frame: Uint8Array, replyTo?: string): void {
    this.#note({ kind: "received", frame, replyTo });
  }

  part(id: string, bytes: Uint8Array): void {
    this.#note({ kind: "part", id, bytes });
  }

  failed(id: string, error: TransportError): void {
    this.#note({ kind: "failed", id, error });
  }

  alive(): void {
    this.#note({ kind: "alive" });
  }

  closed(error?: TransportError): void {
    this.#note({ kind: "closed", error });
  }

  /** The next call of this kind that has not happened yet. */
  next<K extends Heard["kind"]>(kind: K): Promise<Extract<Heard, { kind: K }>> {
    return new Promise((resolve) => {
      this.#waiting.push({ kind, settle: (heard) => resolve(heard as Extract<Heard, { kind: K }>) });
    });
  }

  kinds(): string[] {
    return this.heard.map(({ kind }) => kind);
  }

  #note(heard: Heard): void {
    this.heard.push(heard);
    const index = this.#waiting.findIndex(({ kind }) => kind === heard.kind);
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.settle(heard);
  }
}
