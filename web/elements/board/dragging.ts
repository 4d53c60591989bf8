import Sortable from "sortablejs";
import type { Moving } from "./moving.ts";

const MOVABLE = ".card[data-movable]";
const HOLD = 220; // ms a finger rests on a card before it drags; sooner it scrolls

/** Makes the cards of these lanes draggable; it is fetched with the first board. */
export function makeDraggable(lanes: HTMLElement[], moving: Moving): void {
  for (const lane of lanes)
    Sortable.create(lane, {
      group: { name: "cards", put: !lane.hasAttribute("data-shut") },
      draggable: MOVABLE,
      filter: "button",
      preventOnFilter: false,
      sort: false,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      delay: HOLD,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      ghostClass: "is-slot",
      fallbackClass: "is-drag",
      onStart: ({ item }) => (item.dataset["before"] = item.nextElementSibling?.id ?? ""),
      onEnd: ({ item, from, to }) => {
        const before = document.getElementById(item.dataset["before"] ?? "");
        if (from !== to) void moving.send(item, { lane: from, before }, to);
      },
    });
}
