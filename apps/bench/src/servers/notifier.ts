import { CborCodec, RecordId, type Uuid } from "surreal-sdk";
import type { WebSocket } from "ws";

/** Bytes that may lie in front of a client that does not take them. */
const most = 1024 * 1024;
const portion = 200;

/**
 * Sends so many notifications of each live query as fast as the client takes them; the queries take turns. Each has a
 * number, `n`, which counts for its query alone, from 0 on.
 */
export async function notify(socket: WebSocket, liveIds: readonly Uuid[], count: number): Promise<void> {
  const codec = new CborCodec();
  let left = liveIds.length * count;
  for (let n = 0; n < count; n += 1) {
    const record = new RecordId("user", n);
    for (const id of liveIds) {
      const change = { id, action: "CREATE", record, result: { id: record, n, name: "John" }, session: null };
      const frame = codec.encode({ result: change });
      left -= 1;
      if (left % portion === 0) await written(socket, frame);
      else socket.send(frame);
    }
  }
}

/** Goes on at once while the client keeps up; otherwise when this frame is out. */
function written(socket: WebSocket, frame: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const waits = socket.bufferedAmount > most;
    socket.send(frame, () => waits && resolve());
    if (!waits) setImmediate(resolve);
  });
}
