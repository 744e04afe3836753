// What simulations of whole clients take over from the link's own; never published.
export { Random } from "./random.ts";
export { settled, VirtualClock } from "./virtual-clock.ts";
