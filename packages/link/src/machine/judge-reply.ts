/**
 * Judges the answer to a replay before anything else is sent: an error means that the peer must not be spoken to. Looks
 * at nothing but what it is given.
 */
export type JudgeReply = (label: string, reply: Uint8Array) => Error | undefined;
