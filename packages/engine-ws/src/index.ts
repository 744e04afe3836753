export type { PlatformWebSocket, WebSocketConstructor } from "./socket-platform.ts";
export type { WebSocketEngineOptions } from "./web-socket-engine.ts";
export { webSocketEngine } from "./web-socket-engine.ts";
