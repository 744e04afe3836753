import {
  type Call,
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  QueueFullError,
  ReconnectExhaustedError,
  TransportError,
  TransportTimeoutError,
} from "@surreal-sdk/transport";

/** The errors that a link itself raises, in one place, so that their texts can be compared. */

const MAYBE = "It was sent, so it may or may not have been applied: look before you repeat it.";

export function answerTimedOut(call: Call): Error {
  const text = `No answer to ${call.facts.method} within ${call.timeout} ms. ${MAYBE}`;
  return new TransportTimeoutError(text, { outcome: "unknown" });
}

export function notSentInTime(call: Call, why: string, cause: Error | undefined): Error {
  const text = `${call.facts.method} was not sent within ${call.timeout} ms: ${why}. It can be repeated safely.`;
  return new TransportTimeoutError(text, { cause, outcome: "not_sent" });
}

export function lostWhileWaiting(call: Call, cause: Error | undefined): Error {
  const text = `The connection was lost before ${call.facts.method} was answered${detail(cause)}. ${MAYBE}`;
  return new ConnectionLostError(text, { cause, outcome: "unknown", code: closeCode(cause) });
}

export function transactionGone(call: Call, cause: Error | undefined): Error {
  const text = `${call.facts.method} was not sent: the connection of its transaction was lost${detail(cause)}, and the transaction with it.`;
  return new ConnectionLostError(text, { cause, outcome: "not_sent" });
}

export function unavailable(call: Call, cause: Error | undefined): Error {
  if (cause instanceof ReconnectExhaustedError) return exhausted(cause.attempts, cause.cause as Error | undefined);
  const text = `${call.facts.method} was not sent: no connection could be made${detail(cause)}.`;
  return new ConnectionUnavailableError(text, { cause, outcome: "not_sent" });
}

export function refusedWhileReconnecting(call: Call, cause: Error | undefined): Error {
  const text = `${call.facts.method} was not sent: the client is reconnecting, and offlineQueue is false${detail(cause)}.`;
  return new ConnectionUnavailableError(text, { cause, outcome: "not_sent" });
}

export function gone(call: Call | undefined, cause: Error | undefined): Error {
  const what = call?.facts.method ?? "The call";
  const text = `${what} was not sent: the connection was lost permanently${detail(cause)}. Call connect() to make a new one.`;
  return new ConnectionUnavailableError(text, { cause, outcome: "not_sent" });
}

export function closedBeforeSent(call: Call): Error {
  const text = `${call.facts.method} was not sent: the connection is closed. Call connect() to open it again.`;
  return new ConnectionClosedError(text, { outcome: "not_sent" });
}

export function closedBeforeAnswered(call: Call): Error {
  const text = `The connection was closed before ${call.facts.method} was answered. ${MAYBE} close({ drain: true }) waits for answers.`;
  return new ConnectionClosedError(text, { outcome: "unknown" });
}

export function closedWhileConnecting(): Error {
  return new ConnectionClosedError("The connection was closed before it was established.", { outcome: "not_sent" });
}

export function queueFull(call: Call): Error {
  const text = `${call.facts.method} was not sent: too many requests wait for the connection already. Await connect() before so many calls, or raise offlineQueue.`;
  return new QueueFullError(text, { outcome: "not_sent" });
}

export function cancelled(call: Call, written: boolean): Error {
  const text = `${call.facts.method} was cancelled${written ? `. ${MAYBE}` : " before it was sent."}`;
  return new TransportError(text, { outcome: written ? "unknown" : "not_sent" });
}

export function connectTimedOut(timeout: number, what: string, cause?: Error): Error {
  const text = `${what} took longer than ${timeout} ms (connectTimeout)${detail(cause)}.`;
  return new TransportTimeoutError(text, { cause, outcome: "not_sent" });
}

export function restoreTimedOut(call: Call): Error {
  const text = `${call.facts.method}, which restores the session, was not answered within ${call.timeout} ms.`;
  return new TransportTimeoutError(text, { outcome: "not_sent" });
}

export function restoredTooEarly(): Error {
  return new ConnectionLostError(
    "The session was restored before a change of it was known that an earlier connection had answered.",
  );
}

export function silent(wait: number): Error {
  return new ConnectionLostError(`The server showed no sign of life within ${wait} ms of a ping.`);
}

export function exhausted(attempts: number, cause: Error | undefined): Error {
  const text = `No connection after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}${detail(cause)}. Call connect() to try again.`;
  return new ReconnectExhaustedError(text, { cause, outcome: "not_sent", attempts });
}

/** The close code that the peer gave, where it gave one. */
export function closeCode(error: Error | undefined): number | undefined {
  return error instanceof ConnectionLostError ? error.code : undefined;
}

function detail(cause: Error | undefined): string {
  return cause === undefined ? "" : ` (${cause.message.slice(0, 300).replace(/\.$/, "")})`;
}
