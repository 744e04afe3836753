import type { Uuid } from "surreal-sdk";
import type { Client } from "../kit/client.ts";

/** Follows a live query, and notes numbers that are missing where no gap was marked. */
export class LiveWatch {
  seen = 0;
  gaps = 0;
  readonly holes: string[] = [];

  async follow(db: Client, id: Uuid): Promise<void> {
    let last: number | undefined;
    for await (const notification of db.subscribeLive(id)) {
      if (notification.action === "GAP") {
        this.gaps += 1;
        last = undefined;
        continue;
      }
      const { n } = notification.result as { n: number };
      if (last !== undefined && n !== last + 1) this.holes.push(`${last} is followed by ${n}`);
      last = n;
      this.seen += 1;
    }
  }
}
