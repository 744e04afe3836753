import { TransportError } from "@surreal-sdk/transport";

/**
 * The worker that held the connection is gone. What was sent may or may not have happened. The next call starts a
 * new one.
 */
export class WorkerDiedError extends TransportError {}
