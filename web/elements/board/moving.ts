import htmx from "htmx.org";
import type { Cards } from "./cards.ts";

const PLACED = "card-placed";
const ANSWER = "#asked";
const SWAP = "innerHTML swapEmpty:true";

interface Place {
  lane: HTMLElement;
  before: Element | null;
}

/**
 * Moves cards between lanes: at once on the page, then on the server. The answer brings the card as it is and says by an
 * event where it stands; without that event nothing was changed, and the card goes back.
 */
export class Moving {
  private readonly placed = new Set<string>();
  private told: Promise<void> = Promise.resolve(); // moves are told in turn: each says what the one before it made
  private readonly onPlaced = (event: Event): void => this.settle((event as CustomEvent<{ id: number; lane: string | null }>).detail);

  constructor(
    private readonly board: HTMLElement,
    private readonly cards: Cards,
  ) {
    document.addEventListener(PLACED, this.onPlaced);
  }

  stop(): void {
    document.removeEventListener(PLACED, this.onPlaced);
  }

  /** By keyboard: to the lane so many further on. */
  shift(card: HTMLElement | null, step: number): void {
    const from = this.cards.laneOf(card);
    if (!card?.hasAttribute("data-movable") || !from) return;
    const { lanes } = this.cards;
    const to = lanes[lanes.indexOf(from) + step];
    if (!to || to.hasAttribute("data-shut")) return;
    const place = { lane: from, before: card.nextElementSibling };
    to.prepend(card);
    this.cards.goTo(card.dataset["id"] ?? "");
    void this.send(card, place, to);
  }

  /** After a card was dropped: it stands in `to` already. */
  async send(card: HTMLElement, from: Place, to: HTMLElement): Promise<void> {
    const id = card.dataset["id"] ?? "";
    count(from.lane, -1);
    count(to, 1);
    const told = this.told.then(() => this.tell(id, from, to));
    this.told = told.catch(() => undefined);
    await told;
  }

  private async tell(id: string, from: Place, to: HTMLElement): Promise<void> {
    const card = this.cards.card(id);
    if (!card) return;
    this.placed.delete(id);
    await this.post(card, { ...this.target(to), from: card.dataset["laneNow"] ?? "", version: card.dataset["version"] ?? "" });
    if (!this.placed.has(id)) this.putBack(id, from, to);
  }

  /** The dialog that asks where to. */
  ask(card: HTMLElement | null): void {
    if (card?.hasAttribute("data-movable"))
      void htmx.ajax("GET", this.address(card), { source: card, target: ANSWER, swap: SWAP });
  }

  private target(to: HTMLElement): Record<string, string> {
    const lane = to.dataset["lane"] ?? "";
    return this.board.hasAttribute("data-days") ? { day: lane } : { [this.board.dataset["by"] ?? ""]: lane };
  }

  private address(card: HTMLElement): string {
    return `${card.dataset["url"]}/move${this.board.dataset["move"]}`;
  }

  private async post(card: HTMLElement, values: Record<string, string>): Promise<void> {
    card.classList.add("is-saving");
    await htmx.ajax("POST", this.address(card), { source: card, target: ANSWER, swap: SWAP, values });
    card.classList.remove("is-saving");
  }

  private putBack(id: string, from: Place, to: HTMLElement): void {
    const card = this.cards.card(id);
    if (!card) return;
    from.lane.insertBefore(card, from.before?.parentElement === from.lane ? from.before : null);
    count(from.lane, 1);
    count(to, -1);
  }

  /** Where the server says that a card is; a lane that is not on this page takes it out of sight. */
  private settle({ id, lane }: { id: number; lane: string | null }): void {
    const card = this.cards.card(String(id));
    this.placed.add(String(id));
    const place = this.cards.lane(lane);
    if (!place) card?.remove();
    else if (card && this.cards.laneOf(card) !== place) place.prepend(card);
    if (card?.isConnected && document.activeElement === document.body) this.cards.goTo(String(id));
  }
}

function count(lane: HTMLElement, by: number): void {
  const place = lane.closest(".lane")?.querySelector("[data-count]");
  const now = Number(place?.textContent);
  if (place && Number.isInteger(now)) place.textContent = String(now + by);
}
