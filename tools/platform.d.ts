/**
 * The globals that every supported runtime has, and no others. Packages for all runtimes are compiled against these
 * declarations, so that a use of `process`, `Buffer` or `document` does not compile.
 */
declare class URL {
  constructor(url: string, base?: string);
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

declare class URLSearchParams implements Iterable<[string, string]> {
  constructor(text: string);
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

declare function atob(text: string): string;
declare function btoa(bytes: string): string;

interface Crypto {
  getRandomValues<T extends Uint8Array>(array: T): T;
}
declare const crypto: Crypto;

interface PlatformTimer {
  ref?(): unknown;
  unref?(): unknown;
}
declare function setTimeout(callback: () => void, milliseconds?: number): PlatformTimer;
declare function clearTimeout(timer: PlatformTimer | undefined): void;
declare function queueMicrotask(callback: () => void): void;
declare const performance: { now(): number };
