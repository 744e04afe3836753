import type { Codec } from "@surreal-sdk/codec";
import type { CallContext, ServerFacts } from "../call/call-context.ts";
import type { EventEmitter } from "../call/events.ts";
import { request } from "../call/request.ts";
import type { UnsupportedVersionError } from "../errors/core-errors.ts";
import { ServerError } from "../errors/server-error.ts";
import type { Operation } from "../operation/operation.ts";
import {
  isAtLeast,
  parseVersion,
  type ServerVersion,
  unsupportedVersion,
  untestedVersion,
  versionIn,
} from "./server-version.ts";

/** The server at the other end of a connection, as far as it has told its version. @internal */
export class PeerServer implements ServerFacts {
  /** Why the SDK does not talk to this server. */
  refusal: UnsupportedVersionError | undefined;
  #version: ServerVersion | undefined;

  /**
   * Whether the server has what came with a release; false where it does not tell its version. Asks it where no new
   * connection has: an engine without connections may talk to another server each time.
   */
  *isAtLeast(context: CallContext, major: number, minor: number): Operation<boolean> {
    return isAtLeast(this.#version ?? (yield* askedVersion(context)), major, minor);
  }

  /** Whether the server has told a version from which on it has what came with a release. */
  isKnownAtLeast(major: number, minor: number): boolean {
    return isAtLeast(this.#version, major, minor);
  }

  /** The server of a new connection has answered the request for its version. */
  answered(codec: Codec, reply: Uint8Array, events: EventEmitter): void {
    const told = versionIn(codec, reply);
    this.refusal = unsupportedVersion(told);
    this.#version = parseVersion(told);
    const warning = untestedVersion(told);
    if (warning !== undefined) events.warn(warning, "SURREAL_UNTESTED_SERVER");
  }

  forget(): void {
    this.refusal = undefined;
    this.#version = undefined;
  }
}

function* askedVersion(context: CallContext): Operation<ServerVersion | undefined> {
  try {
    return parseVersion(yield* request(context, "version", []));
  } catch (error) {
    // The method may be denied, and then everything else works.
    if (error instanceof ServerError) return undefined;
    throw error;
  }
}
