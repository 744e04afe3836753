import { expect, it } from "vitest";
import * as transport from "./index.ts";

it("exports exactly this", () => {
  expect(Object.keys(transport).sort()).toEqual([
    "ConnectionClosedError",
    "ConnectionLostError",
    "ConnectionUnavailableError",
    "ENGINE_CONTRACT",
    "HttpStatusError",
    "InvalidUrlError",
    "KNOWN_SCHEMES",
    "LinkedList",
    "IntMap",
    "ProtocolError",
    "QueueFullError",
    "ReconnectExhaustedError",
    "RedirectRefusedError",
    "SessionLock",
    "RequestTooLargeError",
    "ResponseTooLargeError",
    "TlsError",
    "TransportError",
    "TransportTimeoutError",
    "UnsupportedEngineError",
    "UnsupportedFeatureError",
    "connectFailure",
    "httpRefusal",
    "joinBytes",
    "parseEndpoint",
    "sameEndpoint",
  ]);
});
