import type { RpcRequest } from "../message/request.ts";
import { readRequest } from "../message/request.ts";

/** The encoding of requests and answers; inside the server everything is CBOR. */
export interface RpcFormat {
  readonly name: "cbor" | "json";
  readonly contentType: string;
  /** Whether its messages are binary frames on a socket. */
  readonly binary: boolean;
  /**
   * Reads a request.
   *
   * @throws UnreadableRequestError
   */
  readRequest(message: Uint8Array): RpcRequest;
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
