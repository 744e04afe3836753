import { expect, it } from "vitest";
import * as transport from "./index.ts";
import * as toolkit from "./toolkit.ts";

it("exports exactly this", () => {
  expect(Object.keys(transport).sort()).toEqual([
    "ConnectionClosedError",
    "ConnectionLostError",
    "ConnectionUnavailableError",
    "ENGINE_CONTRACT",
    "HttpStatusError",
    "InvalidUrlError",
    "KNOWN_SCHEMES",
    "ProtocolError",
    "QueueFullError",
    "ReconnectExhaustedError",
    "RedirectRefusedError",
    "RequestTooLargeError",
    "ResponseTooLargeError",
    "TlsError",
    "TransportError",
    "TransportTimeoutError",
    "UnsupportedEngineError",
    "UnsupportedFeatureError",
    "connectFailure",
    "httpRefusal",
    "parseEndpoint",
    "sameEndpoint",
  ]);
});

it("keeps apart what engines are made with", () => {
  expect(Object.keys(toolkit).sort()).toEqual([
    "BytePile",
    "IntMap",
    "LONGEST_TIMER",
    "LinkedList",
    "SessionLock",
    "engineFault",
    "isBuiltIn",
    "joinBytes",
    "literalsOf",
    "masked",
    "nativeWork",
    "packageFailure",
    "platformTime",
    "quoted",
    "sessionStatements",
    "statementsOf",
    "tokensOf",
    "visible",
  ]);
});
