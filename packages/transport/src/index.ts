export type { Call, ConnectionStatus, Replay, ReplayVerdict } from "./engine/call.ts";
export type { Capability, EngineCapabilities } from "./engine/capabilities.ts";
export type { Endpoint } from "./engine/endpoint.ts";
export { InvalidUrlError, KNOWN_SCHEMES, parseEndpoint, sameEndpoint } from "./engine/endpoint.ts";
export type { Engine, EngineConnection, EngineContext, EngineListener, Engines } from "./engine/engine.ts";
export { ENGINE_CONTRACT } from "./engine/engine.ts";
export type { Framing, PeekedFrame } from "./engine/framing.ts";
export type { EngineRequest, RequestFacts, RequestKind } from "./engine/request.ts";
export type { TlsOptions } from "./engine/tls-options.ts";
export { UnsupportedEngineError, UnsupportedFeatureError } from "./engine/unsupported.ts";
export { connectFailure } from "./errors/connect-failure.ts";
export type { RefusedAnswer } from "./errors/http-refusal.ts";
export { httpRefusal } from "./errors/http-refusal.ts";
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
} from "./errors/transport-error.ts";
