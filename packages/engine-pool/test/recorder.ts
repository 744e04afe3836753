import { CborCodec, cborFraming } from "@surreal-sdk/codec";
import type { EngineListener, TransportError } from "@surreal-sdk/transport";

const codec = new CborCodec();

/** Listens to a connection and records its reports. */
export class Recorder implements EngineListener {
  /** One line for each report. */
  readonly heard: string[] = [];
  readonly ends: (TransportError | undefined)[] = [];

  received(frame: Uint8Array, replyTo?: string): void {
    const peeked = cborFraming.peek(frame);
    const { result = "refused" } = codec.decode(frame) as { result?: unknown };
    const name = replyTo ?? peeked.kind;
    this.heard.push(`${name.replace(/^0+/, "")} ${JSON.stringify(result)}`);
  }

  part(requestId: string, bytes: Uint8Array): void {
    this.heard.push(`part of ${requestId.replace(/^0+/, "")} ${bytes.length}`);
  }

  failed(requestId: string, error: TransportError): void {
    this.heard.push(`failed ${requestId.replace(/^0+/, "")} ${error.message}`);
  }

  alive(): void {
    this.heard.push("alive");
  }

  closed(error?: TransportError): void {
    this.heard.push("closed");
    this.ends.push(error);
  }
}
