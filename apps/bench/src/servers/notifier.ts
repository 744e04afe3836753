import { CborCodec, RecordId, type Uuid } from "surreal-sdk";
import type { WebSocket } from "ws";

/** Bytes that may lie in front of a client that does not take them. */
const most = 1024 * 1024;
const portion = 200;

/** Sends notifications of one live query as fast as its client takes them; each has a number, `n`, from 0 on. */
export async function notify(socket: WebSocket, liveId: Uuid, count: number): Promise<void> {
  const codec = new CborCodec();
  for (let n = 0; n < count; n += 1) {
    const record = new RecordId("user", n);
    const change = { id: liveId, action: "CREATE", record, result: { id: record, n, name: "John" }, session: null };
    const last = n % portion === portion - 1 || n === count - 1;
    const frame = codec.encode({ result: change });
    if (last) await written(socket, frame);
    else socket.send(frame);
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
