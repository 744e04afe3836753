/** The options of a link. All times are milliseconds; `Infinity` sets no limit. */
export interface LinkOptions {
  /**
   * The time to establish and restore a connection. The first connection must succeed within it, including all
   * retries.
   */
  readonly connectTimeout: number;
  /** The time after which closing continues by force. */
  readonly closeTimeout: number;
  /** After `idle` without a sign of life a ping is sent; without one for `wait` more the connection is dropped. */
  readonly heartbeat: { readonly idle: number; readonly wait: number } | false;
  /**
   * How a connection is reopened: at most `attempts` in a row, each after a random delay between 0 and `minDelay`
   * doubled per attempt, `maxDelay` at most.
   */
  readonly reconnect: { readonly attempts: number; readonly minDelay: number; readonly maxDelay: number } | false;
  /** How much may wait for a connection; `false` rejects requests while reconnecting. */
  readonly offlineQueue: { readonly requests: number; readonly bytes: number } | false;
  /** The largest message to accept from the peer, in bytes. */
  readonly maxMessageBytes: number;
  /** Headers to send, where the transport has headers. */
  readonly headers: Readonly<Record<string, string>>;
}
