import type { Endpoint } from "@surreal-sdk/transport";
import { ConnectionUnavailableError } from "@surreal-sdk/transport";
import { isBuiltIn, nativeWork, platformTime } from "@surreal-sdk/transport/toolkit";
import { EmbeddedLockedError } from "./embedded-locked-error.ts";
import type { NativeBinding, NativeDatabase } from "./native-binding.ts";

/** SurrealKV releases its lock about 50 ms after it reports that it has. */
const LOCK_TIMEOUT = 1000;
const LOCK_INTERVAL = 20;

/**
 * Opens a store, and waits a moment for a lock that is about to be released.
 *
 * @throws EmbeddedLockedError when the store stays in use
 * @throws ConnectionUnavailableError when it cannot be opened, or `signal` was aborted
 */
export async function openNative(
  binding: NativeBinding,
  url: string,
  endpoint: Endpoint,
  options: object,
  signal?: AbortSignal,
): Promise<NativeDatabase> {
  const patient = platformTime.now() + LOCK_TIMEOUT;
  for (;;) {
    if (signal?.aborted === true) throw givenUp(endpoint, signal);
    try {
      return await unlessAborted(opened(binding, url, options), endpoint, signal);
    } catch (cause) {
      if (cause instanceof ConnectionUnavailableError) throw cause;
      if (!isLocked(cause)) throw unavailable(endpoint, cause);
      if (platformTime.now() >= patient) throw locked(endpoint, cause);
    }
    await new Promise<void>((resolve) => platformTime.setTimeout(resolve, LOCK_INTERVAL));
  }
}

/** Opens a store; the thread may not end until it is open. */
function opened(binding: NativeBinding, url: string, options: object): Promise<NativeDatabase> {
  const finished = nativeWork.begin();
  return binding.SurrealNodeEngine.connect(url, options).finally(finished);
}

/** Opening cannot be cancelled: a database that opens after the signal is freed. */
function unlessAborted(
  opening: Promise<NativeDatabase>,
  endpoint: Endpoint,
  signal: AbortSignal | undefined,
): Promise<NativeDatabase> {
  if (signal === undefined) return opening;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(givenUp(endpoint, signal));
      const freed = nativeWork.begin();
      opening
        .then((native) => native.free())
        .catch(() => undefined)
        .finally(freed);
    };
    signal.addEventListener("abort", abort, { once: true });
    opening.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function givenUp(endpoint: Endpoint, signal: AbortSignal): ConnectionUnavailableError {
  return new ConnectionUnavailableError(`Opening ${endpoint.rawUrl} was given up.`, {
    cause: signal.reason,
    outcome: "not_sent",
  });
}

function isLocked(cause: unknown): boolean {
  return isBuiltIn(cause, "Error") && /already locked|lock hold by|\bLOCK\b/.test(cause.message);
}

function locked(endpoint: Endpoint, cause: unknown): EmbeddedLockedError {
  const hint =
    endpoint.scheme === "rocksdb"
      ? "RocksDB keeps its lock until the process ends, also after close(): prefer surrealkv://."
      : "Close the other database, or end the other program. After a DEFINE INDEX the lock stays until the process ends.";
  return new EmbeddedLockedError(`${endpoint.rawUrl} is in use. ${hint}`, { cause, outcome: "not_sent" });
}

function unavailable(endpoint: Endpoint, cause: unknown): ConnectionUnavailableError {
  const reason = isBuiltIn(cause, "Error") ? cause.message : String(cause);
  return new ConnectionUnavailableError(`${endpoint.rawUrl} could not be opened: ${reason}`, {
    cause,
    outcome: "not_sent",
  });
}
