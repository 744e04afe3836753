export type { Call, ConnectionStatus, Replay, ReplayVerdict } from "./call.ts";
export type { Capability, EngineCapabilities } from "./capabilities.ts";
export { connectFailure } from "./connect-failure.ts";
export type { Endpoint } from "./endpoint.ts";
export { InvalidUrlError, KNOWN_SCHEMES, parseEndpoint, sameEndpoint } from "./endpoint.ts";
export type { Engine, EngineConnection, EngineContext, EngineListener, Engines } from "./engine.ts";
export { ENGINE_CONTRACT } from "./engine.ts";
export type { Framing, PeekedFrame } from "./framing.ts";
export type { RefusedAnswer } from "./http-refusal.ts";
export { httpRefusal } from "./http-refusal.ts";
export { joinBytes } from "./join-bytes.ts";
export type { Standing } from "./line.ts";
export { Line } from "./line.ts";
export { NumberMap } from "./number-map.ts";
export type { EngineRequest, RequestFacts, RequestKind } from "./request.ts";
export type { GateTicket } from "./request-gate.ts";
export { RequestGate } from "./request-gate.ts";
export type { TlsOptions } from "./tls-options.ts";
export {
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  HttpStatusError,
  ProtocolError,
  QueueFullError,
  ReconnectExhaustedError,
  RedirectRefusedError,
  RequestTooLargeError,
  ResponseTooLargeError,
  TlsError,
  TransportError,
  TransportTimeoutError,
} from "./transport-error.ts";
export { UnsupportedEngineError, UnsupportedFeatureError } from "./unsupported.ts";
