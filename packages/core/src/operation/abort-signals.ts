/** The functions to call for each signal. One event listener serves them all: Node warns of more than ten. */
const waiting = new WeakMap<AbortSignal, Waiting>();

interface Waiting {
  readonly calls: Set<() => void>;
  readonly stop: () => void;
}

/**
 * Calls a function once when a signal is aborted.
 *
 * @returns a function that stops listening
 * @internal
 */
export function onAbort(signal: AbortSignal | undefined, call: () => void): () => void {
  if (signal === undefined) return () => undefined;
  const { calls, stop } = waiting.get(signal) ?? listenTo(signal);
  // Each caller has a function of its own, also where several pass the same one.
  const own = (): void => call();
  calls.add(own);
  return () => {
    if (calls.delete(own) && calls.size === 0) stop();
  };
}

function listenTo(signal: AbortSignal): Waiting {
  const calls = new Set<() => void>();
  const stop = (): void => {
    waiting.delete(signal);
    signal.removeEventListener("abort", aborted);
  };
  const aborted = (): void => {
    const all = [...calls];
    calls.clear();
    stop();
    for (const call of all) call();
  };
  signal.addEventListener("abort", aborted, { once: true });
  const made = { calls, stop };
  waiting.set(signal, made);
  return made;
}

/**
 * Raises the reason of a call's signal, for calls that have nothing to wait for.
 *
 * @internal
 */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw signal.reason;
}

/**
 * A signal that is aborted as soon as one of two is. Not `AbortSignal.any()`, which some platforms lack, and which
 * holds on to its signals in others.
 *
 * @internal
 */
export function eitherSignal(first: AbortSignal, second: AbortSignal): AbortSignal {
  // Only onAbort() listens to it, with one listener at a time.
  let stops: readonly (() => void)[] = [];
  const either = {
    get aborted(): boolean {
      return first.aborted || second.aborted;
    },
    get reason(): unknown {
      return (first.aborted ? first : second).reason;
    },
    addEventListener: (_: "abort", listener: () => void): void => {
      stops = [first, second].map((signal) => onAbort(signal, listener));
    },
    removeEventListener: (): void => {
      for (const stop of stops) stop();
    },
  };
  return either as unknown as AbortSignal;
}
