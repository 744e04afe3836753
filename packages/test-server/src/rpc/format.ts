import type { RpcRequest } from "../message/request.ts";
import { readRequest } from "../message/request.ts";
import { withoutSizes } from "../message/sized-numbers.ts";
import type { Profile } from "../profile/profile.ts";

/** The encoding of requests and answers; inside the server everything is CBOR. */
export interface RpcFormat {
  readonly name: "cbor" | "cbor.2" | "json";
  readonly contentType: string;
  /** Whether its messages are binary frames on a socket. */
  readonly binary: boolean;
  /**
   * Reads a request.
   *
   * @throws UnreadableRequestError
   */
  readRequest(message: Uint8Array, profile: Profile): RpcRequest;
  /** Encodes a value, given as CBOR. */
  write(value: Uint8Array): Uint8Array;
}

/** CBOR is passed through unchanged. */
export const cborFormat: RpcFormat = {
  name: "cbor",
  contentType: "application/cbor",
  binary: true,
  readRequest,
  write: (value) => value,
};

/** CBOR with numbers that have a size: requests may contain them, and the database has none to answer with. */
export const sizedCborFormat: RpcFormat = {
  ...cborFormat,
  name: "cbor.2",
  contentType: "application/cbor; v=2",
  readRequest(message, profile) {
    // Checked first: only well-formed bytes can be walked.
    const { id } = readRequest(message, profile);
    return { ...readRequest(withoutSizes(message), profile), id };
  },
};
