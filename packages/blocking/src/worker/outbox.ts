import type { MessagePort } from "node:worker_threads";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import { isBuiltIn } from "@surreal-sdk/values";
import type { FromWorker } from "../wire/messages.ts";
import { cell } from "../wire/signal.ts";

/**
 * Sends messages to the blocked thread and wakes it. Messages of one turn of the event loop are sent together.
 */
export class Outbox {
  readonly #port: MessagePort;
  readonly #cells: Int32Array;
  #messages: FromWorker[] = [];

  constructor(port: MessagePort, cells: Int32Array) {
    this.#port = port;
    this.#cells = cells;
  }

  post(message: FromWorker): void {
    this.#messages.push(message);
    if (this.#messages.length === 1) platformTime.queueMicrotask(() => this.#flush());
  }

  /** Sends a last message. */
  end(message: FromWorker): void {
    this.#messages.push(message);
    this.#flush();
    this.#port.close();
  }

  #flush(): void {
    const messages = this.#messages;
    if (messages.length === 0) return;
    this.#messages = [];
    const sent = messages.map(withOwnBytes);
    this.#port.postMessage(sent, largeBuffers(sent));
    Atomics.add(this.#cells, cell.wake, 1);
    Atomics.notify(this.#cells, cell.wake);
  }
}

/** Structured clone copies a view with all of its buffer, which may be a large pool of unrelated bytes. */
function withOwnBytes(message: FromWorker): FromWorker {
  if (!("frame" in message) || message.frame.byteLength === message.frame.buffer.byteLength) return message;
  return { ...message, frame: new Uint8Array(message.frame) };
}

/** Below this size, copying costs less than transferring the memory. Bytes. */
const worthHandingOver = 16_384;

function largeBuffers(messages: readonly FromWorker[]): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const message of messages) {
    if (!("frame" in message) || message.frame.byteLength < worthHandingOver) continue;
    if (isBuiltIn(message.frame.buffer, "ArrayBuffer")) buffers.push(message.frame.buffer);
  }
  return buffers;
}
