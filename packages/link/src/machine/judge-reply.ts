/**
 * Judges the answer to a replay before anything else is sent: an error means that the link must not talk to the peer.
 * A pure function of its arguments.
 */
export type JudgeReply = (label: string, reply: Uint8Array) => Error | undefined;
