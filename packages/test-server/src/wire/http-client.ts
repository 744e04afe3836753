import { CborCodec } from "@surreal-sdk/codec";
import type { WireMessage } from "./wire-client.ts";

const codec = new CborCodec();

/** The root user of the servers in the tests. */
export const basic = { authorization: `Basic ${btoa("root:root")}` };
/** The namespace and database of the tests. */
export const names = { "surreal-ns": "http", "surreal-db": "http" };
/** The headers of a client that uses CBOR. */
export const cbor = { "content-type": "application/cbor", accept: "application/cbor" };

/** An HTTP client that sends exactly what a test passes. */
export class HttpClient {
  readonly #url: string;

  constructor(httpUrl: string) {
    this.#url = httpUrl;
  }

  /** Sends a request. */
  ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    return fetch(this.#url + path, { redirect: "manual", ...init });
  }

  /** Sends an RPC request in CBOR, which must succeed as an HTTP request. */
  async rpc(
    method: string,
    params: unknown[] = [],
    extras: Record<string, unknown> = {},
    credentials: Record<string, string> = basic,
  ): Promise<WireMessage> {
    const body = codec.encode({ id: "request", method, params, ...extras }) as Uint8Array<ArrayBuffer>;
    const response = await this.ask("/rpc", { method: "POST", headers: { ...names, ...cbor, ...credentials }, body });
    if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    return codec.decode(new Uint8Array(await response.arrayBuffer())) as WireMessage;
  }

  /** Sends SurrealQL. */
  sql(query: string, headers: Record<string, string> = basic, search = ""): Promise<Response> {
    return this.ask(`/sql${search}`, { method: "POST", headers: { ...names, ...headers }, body: query });
  }
}
