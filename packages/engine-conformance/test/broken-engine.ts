import { CborCodec } from "@surreal-sdk/codec";
import { embeddedEngine } from "@surreal-sdk/engine-embedded";
import {
  type Engine,
  type EngineCapabilities,
  type EngineConnection,
  type EngineContext,
  type EngineListener,
  type EngineRequest,
  TransportError,
} from "@surreal-sdk/transport";

/** What a broken engine does differently. Everything omitted works correctly. */
export interface Fault {
  readonly engine?: Partial<Engine>;
  readonly capabilities?: Partial<EngineCapabilities>;
  readonly context?: (context: EngineContext) => EngineContext;
  readonly listener?: (listener: EngineListener) => Partial<EngineListener>;
  readonly connection?: (connection: EngineConnection, listener: EngineListener) => Partial<EngineConnection>;
}

/** A broken engine, the test that must fail for it, and what that must say. */
export interface Case {
  readonly what: string;
  readonly test: string;
  readonly complaint: RegExp;
  readonly fault: Fault;
}

/** The embedded engine, with a fault in front of it. */
export function brokenEngine(fault: Fault): Engine {
  const sound = embeddedEngine();
  return {
    ...sound,
    async open(given) {
      const context = fault.context?.(given) ?? given;
      const { listener } = context;
      const heard = { ...listener, ...fault.listener?.(listener) };
      const connection = await sound.open({ ...context, listener: heard });
      const forwarded: EngineConnection = {
        send: (request) => connection.send(request),
        proceed: (id, part) => connection.proceed?.(id, part),
        abandon: (id) => connection.abandon?.(id),
        close: (timeout) => connection.close(timeout),
      };
      // Getters stay getters.
      const broken = fault.connection?.(connection, listener) ?? {};
      return Object.defineProperties(forwarded, Object.getOwnPropertyDescriptors(broken));
    },
    ...fault.engine,
    capabilities: { ...sound.capabilities, ...fault.capabilities },
  };
}

/** A fault that changes requests on their way. */
export function sending(change: (request: EngineRequest) => EngineRequest | undefined): Fault {
  return {
    connection: (connection) => ({
      send: (request) => {
        const changed = change(request);
        if (changed !== undefined) connection.send(changed);
      },
    }),
  };
}

/** A fault that changes what is inside a request. */
export function rewriting(change: (envelope: Record<string, unknown>) => void): Fault {
  const codec = new CborCodec();
  return sending((request) => {
    if (request.kind !== "rpc") return request;
    try {
      const envelope = codec.decode(request.frame) as Record<string, unknown>;
      change(envelope);
      return { ...request, frame: codec.encode(envelope) };
    } catch {
      return request; // some requests are intentionally not CBOR
    }
  });
}

/** A fault in how answers and notifications are handed on. */
export function receiving(
  handOn: (frame: Uint8Array, replyTo: string | undefined, listener: EngineListener) => void,
): Fault {
  return { listener: (listener) => ({ received: (frame, replyTo) => handOn(frame, replyTo, listener) }) };
}

/** A fault in how the end is reported. */
export function ending(tell: (error: TransportError | undefined, listener: EngineListener) => void): Fault {
  return { listener: (listener) => ({ closed: (error) => tell(error, listener) }) };
}

/** A failure of the transport that says what it must. */
export function lost(): TransportError {
  return new TransportError("lost", { outcome: "unknown" });
}
